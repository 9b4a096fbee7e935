"""What forms offer to choose from, where it comes from the register: people, agreements."""

from __future__ import annotations

from collections.abc import Iterable

from governance import words
from governance.application.commissions.queries import agreements
from governance.application.desk import Desk
from governance.application.people.organisations import organisations
from governance.application.people.queries import people
from governance.interfaces.web.fields import Option


def officers(desk: Desk) -> list[Option]:
    """Everybody who is here today, by name."""
    found = sorted(people(desk, gone=False), key=lambda one: one.name.casefold())
    of = {row.key: row.name for row in organisations(desk)}
    return [
        Option(
            one.key,
            f"{one.name} ({of.get(one.organisation, one.organisation)})"
            if one.organisation
            else one.name,
        )
        for one in found
    ]


def agreements_of(desk: Desk, commission: str) -> list[Option]:
    """The agreements of a commission."""
    return [
        Option(one["ref"], f"{one['ref']} {one['title']} ({words.term(one['state'])})")
        for one in agreements(desk, commission=commission)
    ]


def termed(names: Iterable[str], prefix: str = "") -> list[Option]:
    """Names as people say them, with a capital."""
    found = []
    for name in names:
        said = words.term(f"{prefix}{name}")
        found.append(Option(name, words.capital(said)))
    return found

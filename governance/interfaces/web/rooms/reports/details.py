"""What a report of each kind says of what takes effect: as fields, and as it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from governance import words
from governance.application.bodies.queries import list_bodies, list_offices
from governance.application.people.organisations import organisations
from governance.application.rulebook.pending import PENDING
from governance.domain.decisions import KINDS
from governance.interfaces.web.acts import Said
from governance.interfaces.web.fields import Choice, Day, Field, Many, Money, Option, Pick, Text
from governance.interfaces.web.rooms.reports.common import options
from governance.interfaces.web.visit import Visit

PREFIX: Final = "detail."
"""What begins the name of a field that is a detail."""

ABOUT_A_COMMISSION: Final = frozenset(
    {"permission-to-procure", "award", "grant", "extend", "vary", "waive", "exit"}
)
"""Kinds of report that are on a commission."""

AGREEMENT_KINDS: Final = ("contract", "call-off", "grant", "service-level-agreement", "in-house")


def _named(name: str) -> dict[str, Any]:
    code = f"web.report.detail.{name}"
    return {
        "name": f"{PREFIX}{name}",
        "text": words.say(code, {}),
        "hint": words.remedy(code, {}),
    }


def _posts(visit: Visit) -> list[Option]:
    """Every body and office, as somebody who gives or is given a power."""
    found = [Option(one.key, words.capital(one.title)) for one in list_bodies(visit.desk)]
    return found + [Option(one.key, words.capital(one.title)) for one in list_offices(visit.desk)]


def _award(visit: Visit) -> list[Field]:
    providers = [Option(row.key, row.name) for row in organisations(visit.desk)]
    return [
        Pick(**_named("provider"), options=providers, required=False),
        Text(**_named("agreement"), required=False),
        Text(**_named("lot"), required=False, width="20"),
        Day(**_named("starts_on"), required=False),
        Day(**_named("ends_on"), required=False),
        Money(**_named("whole_life_value"), required=False),
    ]


def _contract(visit: Visit) -> list[Field]:
    kinds = Pick(**_named("agreement_kind"), options=options(AGREEMENT_KINDS), required=False)
    return [*_award(visit), kinds]


def _extend(visit: Visit) -> list[Field]:
    del visit
    return [Day(**_named("ends_on"), required=False)]


def _delegate(visit: Visit) -> list[Field]:
    posts = _posts(visit)
    offices = [Option(o.key, words.capital(o.title)) for o in list_offices(visit.desk)]
    return [
        Pick(**_named("from"), options=posts, required=False),
        Pick(**_named("to"), options=posts, required=False),
        Text(**_named("purpose"), required=False),
        Many(**_named("kinds"), options=options(KINDS)),
        Money(**_named("ceiling"), required=False),
        Many(**_named("consultees"), options=offices),
        Day(**_named("expires_on"), required=False),
    ]


def _adopt(visit: Visit) -> list[Field]:
    del visit
    pending = [Option(one, words.say(f"web.report.pending.{one}", {})) for one in PENDING]
    return [Choice(**_named("pending"), options=pending, required=False)]


def _plan(visit: Visit) -> list[Field]:
    del visit
    return [Text(**_named("plan"), required=False, width="10")]


_FIELDS: Final[Mapping[str, Callable[[Visit], list[Field]]]] = {
    "award": _contract,
    "grant": _award,
    "extend": _extend,
    "delegate": _delegate,
    "adopt": _adopt,
    "agree-plan": _plan,
}


def detail_fields(visit: Visit, kind: str) -> list[Field]:
    """The fields of what takes effect, of a kind of report; every kind can hold from a day."""
    own = _FIELDS.get(kind)
    from_day = Day(**_named("effective_from"), required=False)
    return [*(own(visit) if own is not None else []), from_day]


def details_of(said: Said, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The details that a form says, as the register keeps them.

    What was said before and is empty now is said to be nothing.
    """
    kept = before or {}
    found: dict[str, Any] = {}
    for name, value in said.values.items():
        if not name.startswith(PREFIX):
            continue
        detail = name.removeprefix(PREFIX)
        plain = _plain(value)
        if plain not in (None, []) or kept.get(detail) not in (None, []):
            found[detail] = plain
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def known_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Details as the fields begin with them."""
    return {f"{PREFIX}{name}": value for name, value in details.items()}

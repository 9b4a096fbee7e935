"""Who is here to be named, and whether everybody an adopted escalation policy names is.

A text is read before anybody asks the partnership who is in it, so a draft may name a body that
is still to be set up; a policy in force may not, or its reminders would go to nobody. A body
counts as there once its terms of reference are, since it is set up under them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.errors import Refusal
from governance.domain.escalation import EscalationPolicy
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

_body, _office, _organisation = TABLES["body"], TABLES["office"], TABLES["organisation"]
_BODIES = select(_body.c.key, _body.c.name.label("title")).where(
    _body.c.partnership_id == bindparam("partnership")
)
_OFFICES = select(_office.c.key, _office.c.title).where(
    _office.c.partnership_id == bindparam("partnership")
)
_ORGANISATIONS = select(_organisation.c.key, _organisation.c.name.label("title")).where(
    _organisation.c.partnership_id == bindparam("partnership")
)


@dataclass(frozen=True, slots=True)
class Known:
    """Everybody a text may name here: what people call them, by key, in the order of the alphabet.

    `terms` are the keys of terms of reference; `bodies` has those that have terms but are not on
    record themselves, which `recorded` has not.
    """

    offices: Mapping[str, str]
    bodies: Mapping[str, str]
    organisations: Mapping[str, str]
    terms: frozenset[str]
    recorded: frozenset[str]


def known_here(desk: Desk, *, on: dt.date, beside: Sequence[Any] = ()) -> Known:
    """Everybody there is on a day; `beside` are versions that come into force then."""
    terms = [*keys_in_force(desk, kind="terms", on=on), *(v for v in beside if v.kind == "terms")]
    recorded = {row.key: row.title for row in desk.all(_BODIES)}
    meant = {says.body: says.title for says in (meaning(desk, one) for one in terms)}
    return Known(
        offices=_sorted({row.key: row.title for row in desk.all(_OFFICES)}),
        bodies=_sorted({**meant, **recorded}),
        organisations=_sorted({row.key: row.title for row in desk.all(_ORGANISATIONS)}),
        terms=frozenset(one.key for one in terms),
        recorded=frozenset(recorded),
    )


def _sorted(titles: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(titles.items(), key=lambda one: one[1].casefold()))


def names_nobody(
    desk: Desk, version: Any, *, on: dt.date, beside: Sequence[Any] = ()
) -> list[Refusal]:
    """Every name in a version that nobody has, in the order of the alphabet.

    `beside` are versions that come into force with it, terms of reference among them.
    """
    if version.kind != "escalation":
        return []
    says: EscalationPolicy = meaning(desk, version)
    known = known_here(desk, on=on, beside=beside)
    bodies, offices = set(known.bodies), set(known.offices)
    found = unknown("rulebook.names_no_body", says.bodies(), bodies)
    found += unknown("rulebook.names_nobody", says.names() - says.bodies(), bodies | offices)
    return found + _said_elsewhere(desk, version, says, on, beside)


def _said_elsewhere(
    desk: Desk, version: Any, says: EscalationPolicy, on: dt.date, beside: Sequence[Any]
) -> list[Refusal]:
    """Kinds of deadline of which another policy speaks already: one of the two would do nothing."""
    others = [*keys_in_force(desk, kind="escalation", on=on)]
    others += [v for v in beside if v.kind == "escalation"]
    return [
        Refusal("rulebook.kind_said_elsewhere", {"kind": kind, "ref": other.ref, "key": other.key})
        for other in others
        if other.key != version.key
        for kind in sorted(meaning(desk, other).deadlines.keys() & says.deadlines.keys())
    ]


def unknown(code: str, names: Iterable[str], known: Iterable[str]) -> list[Refusal]:
    """A refusal of this code for each name that is not known, with the nearest that is."""
    there = sorted(known)
    return [
        Refusal(code, {"name": name, "nearest": nearest(name, there)})
        for name in sorted(names)
        if name not in there
    ]

"""Whether everybody an escalation policy names is there, asked when a version is adopted.

A text is read before anybody asks the partnership who is in it, so a draft may name a body that
is still to be set up; a policy in force may not, or its reminders would go to nobody. A body
counts as there once its terms of reference are, since it is set up under them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.errors import Refusal
from governance.domain.escalation import EscalationPolicy
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

_body, _office = TABLES["body"], TABLES["office"]
_BODIES = select(_body.c.key).where(_body.c.partnership_id == bindparam("partnership"))
_OFFICES = select(_office.c.key).where(_office.c.partnership_id == bindparam("partnership"))


def names_nobody(
    desk: Desk, version: Any, *, on: dt.date, beside: Sequence[Any] = ()
) -> list[Refusal]:
    """Every name in a version that nobody has, in the order of the alphabet.

    `beside` are versions that come into force with it, terms of reference among them.
    """
    if version.kind != "escalation":
        return []
    says: EscalationPolicy = meaning(desk, version)
    terms = [*keys_in_force(desk, kind="terms", on=on), *(v for v in beside if v.kind == "terms")]
    bodies = {row.key for row in desk.all(_BODIES)} | {meaning(desk, v).body for v in terms}
    offices = {row.key for row in desk.all(_OFFICES)}
    found = _unknown("rulebook.names_no_body", says.bodies(), bodies)
    found += _unknown("rulebook.names_nobody", says.names() - says.bodies(), bodies | offices)
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


def _unknown(code: str, names: Iterable[str], known: Iterable[str]) -> list[Refusal]:
    there = sorted(known)
    return [
        Refusal(code, {"name": name, "nearest": nearest(name, there)})
        for name in sorted(names)
        if name not in there
    ]

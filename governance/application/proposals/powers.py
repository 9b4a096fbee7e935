"""Who may take a report's next decision: the rule's decider, those above, and delegates.

`Turn` is asked for acting and for "who could?". The powers themselves are worked out by
`governance.domain.bodies.powers`; here they are given the path, the scheme's ranks, the
delegations in force and the views on record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.application.bodies.delegations import as_delegation
from governance.application.bodies.delegations import titles as names
from governance.application.desk import Desk
from governance.application.permissions import PROPER_OFFICES, permissions
from governance.application.proposals.reading import Report
from governance.application.proposals.turns import deciding_turn
from governance.domain.authority.model import Scheme
from governance.domain.bodies.delegations import View
from governance.domain.bodies.powers import Entitlement, Question, above, entitlements
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission

PROPER_OFFICER = "proper_officer"
"""The decider of a case that no rule of a recorded scheme takes."""

_delegation = TABLES["delegation"]
_here: Any = bindparam("partnership")

_DELEGATIONS = (
    select(_delegation)
    .where(
        _delegation.c.partnership_id == _here,
        _delegation.c.from_day <= bindparam("day"),
        or_(_delegation.c.ended_on.is_(None), _delegation.c.ended_on > bindparam("day")),
        or_(in_list(_delegation.c.from_key, "keys"), in_list(_delegation.c.to_key, "keys")),
    )
    .order_by(_delegation.c.ref)
)


BY_VIRES = frozenset({Permission.VIRES.value})
"""What Vires itself may do as part of another act."""


def may(desk: Desk, report: Report) -> frozenset[str]:
    """What the actor is towards a report and its commission."""
    return permissions(desk, commission=report.commission, proposal=report.row)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: the steps to be done, and everybody who may do them, by key."""

    steps: tuple[Any, ...]
    lowest: str
    question: Question
    could: Mapping[str, Entitlement]
    delegations: Mapping[str, Any]
    """The rows of the delegations by reference."""
    titles: Mapping[str, str]

    @property
    def own(self) -> Any:
        """The step that is done next."""
        return self.steps[0]

    @property
    def kind(self) -> str:
        """What is asked for: decide, recommend, endorse or consent."""
        return str(self.steps[0].kind) if self.steps else "decide"


def partner_deciders(scheme: Scheme | None) -> frozenset[str]:
    """The keys of a scheme's deciders that mean each partner."""
    if scheme is None:
        return frozenset()
    return frozenset(k for k, d in scheme.deciders.items() if d.kind == "each-partner")


def read_turn(desk: Desk, report: Report, *, acting: frozenset[str] = frozenset()) -> Turn | None:
    """Whose turn it is on a report's path; None where nobody's is.

    Where several have their turn at once, it is that of whoever acts (deciders' keys).
    """
    steps = deciding_turn(report.steps, partner_deciders(report.scheme))
    turns = [turn_of(desk, report, lowest=one.decider, steps=(one,)) for one in steps]
    theirs = [turn for turn in turns if acting & turn.could.keys()]
    return next(iter((*theirs, *turns)), None)


def decided_turn(desk: Desk, report: Report) -> Turn | None:
    """The turn that was the last to decide, for deciding again; None where nobody has."""
    done = [s for s in report.steps if s.kind == "decide" and s.state == "done"]
    if not done:
        return None
    return turn_of(desk, report, lowest=done[-1].decider, steps=(done[-1],))


def turn_of(desk: Desk, report: Report, *, lowest: str, steps: tuple[Any, ...]) -> Turn:
    """The turn of a decider, with everybody who may stand in for it."""
    each = partner_deciders(report.scheme) - {lowest}
    ranks = _ranks(report.scheme, apart_from=each)
    rows = _delegations(desk, {lowest, *above(lowest, ranks)}, report.on)
    told = names(desk, [key for row in rows for key in row.consultees])
    question = Question(
        lowest=lowest,
        kind=report.row.kind,
        amount=report.row.value,
        day=report.on,
        ranks=ranks,
        delegations=[as_delegation(row, told) for row in rows],
        views=[
            View(s.decider, s.done_on, s.supports)
            for s in report.steps
            if s.kind != "decide" and s.state == "done" and s.done_on is not None
        ],
    )
    could = dict(entitlements(question))
    keys = {lowest, *could, *(s.decider for s in report.steps)}
    return Turn(
        steps=steps,
        lowest=lowest,
        question=question,
        could=could,
        delegations={row.ref: row for row in rows},
        titles=titles(desk, report.scheme, keys),
    )


def _ranks(scheme: Scheme | None, *, apart_from: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """The chains of a scheme's deciders. Each partner, as one of them, decides nothing alone."""
    if scheme is None:
        return ()
    return tuple(tuple(k for k in chain if k not in apart_from) for chain in scheme.ranks)


def _delegations(desk: Desk, keys: set[str], day: dt.date) -> list[Any]:
    """Every delegation that starts or ends at one of these deciders, or at their delegates."""
    while True:
        rows = desk.all(_DELEGATIONS, keys=sorted(keys), day=day)
        found = keys | {r.to_key for r in rows} | {r.from_key for r in rows}
        if found == keys:
            return rows
        keys = found


def titles(desk: Desk, scheme: Scheme | None, keys: set[str]) -> dict[str, str]:
    """What people call each decider: by its own name, else as the scheme calls it."""
    known = {k: d.title for k, d in scheme.deciders.items()} if scheme is not None else {}
    known[PROPER_OFFICER] = "the proper officer"
    known |= names(desk, keys)
    return {key: known.get(key, key.replace("-", " ")) for key in keys}


def home_of_actor(desk: Desk) -> frozenset[str]:
    """The id, key and reference of the organisation that the actor is of, if any."""
    person = desk.by_id("person", desk.actor.person_id)
    home = desk.by_id("organisation", person.organisation_id if person is not None else None)
    return frozenset() if home is None else frozenset({home.id, home.key, home.ref})


def as_deciders(offices: frozenset[str]) -> frozenset[str]:
    """The deciders that a holder of these offices is; the proper officer among them."""
    return offices | ({PROPER_OFFICER} if offices & PROPER_OFFICES else frozenset())

"""Reports that somebody wrote and is not done with, and what the first of them still lack."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.proposals import outlook
from governance.application.proposals.reading import read_report
from governance.domain.errors import Refusal, Refused, Unusable
from governance.store.lists import by_reference
from governance.store.tables import TABLES

MOST: Final = 20
"""Reports under way that are told at the most."""
LOOKED_INTO: Final = 3
"""Drafts whose wants are worked out for a list: each costs as much as a report's own page."""
UNDER_WAY: Final = (
    "on_forward_plan",
    "in_clearance",
    "cleared",
    "on_agenda",
    "with_officer",
    "before_decider",
    "sent_to_higher",
    "awaiting_partners",
    "call_in_window",
    "called_in",
    "before_scrutiny",
)

_proposal = TABLES["proposal"]
_MINE = (
    select(_proposal.c.ref, _proposal.c.title, _proposal.c.state, _proposal.c.decision_due)
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.author_id == bindparam("person"),
        _proposal.c.state.in_(UNDER_WAY),
    )
    .order_by(*by_reference(_proposal.c.ref))
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Wants:
    """A draft and everything that keeps it from being submitted; nothing where it can be."""

    ref: str
    because: tuple[Refusal, ...]


def under_way(desk: Desk) -> list[Any]:
    """The actor's reports that are with somebody else: ref, title, state, decision_due."""
    person = desk.actor.person_id
    return [] if person is None else desk.all(_MINE, person=person)


def wants(desk: Desk, refs: list[str]) -> list[Wants]:
    """What the first few of these drafts (references) still lack before they can be submitted."""
    found = []
    for ref in refs[:LOOKED_INTO]:
        row = desk.row("proposal", ref)
        try:
            moves = outlook.moves(desk, read_report(desk, row, on=desk.today))
        except Refused as refused:
            found.append(Wants(ref, tuple(refused.refusals)))
            continue
        except Unusable as unusable:
            because = tuple(Refusal(p.code, p.params) for p in unusable.problems)
            found.append(Wants(ref, because))
            continue
        submit = next((move for move in moves if move.move == "submit"), None)
        found.append(Wants(ref, tuple(submit.refusals) if submit is not None else ()))
    return found

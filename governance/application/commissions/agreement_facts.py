"""What the guards of an agreement's moves are told, made from what is on file about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.commissions.facts import DECIDES
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.domain.errors import Refusal
from governance.domain.procurement import standstill_of
from governance.store.tables import TABLES
from statemachines.agreement import AGREEMENT, AgreementFacts
from statemachines.machine import Look, look, moves_from

STANDSTILL: Final = "agreement_standstill"
BEGINS: Final = "agreement_begins"
ENDS: Final = "agreement_ends"
"""Kinds of deadline on an agreement; the last two have an effect of the same name."""

BY_EFFECT: Final = frozenset({"extend", "vary"})
"""Moves that come with the report whose decision takes effect, and in no other way."""

_proposal = TABLES["proposal"]
_deadline = TABLES["deadline"]
_here: Any = bindparam("partnership")
_DECISIONS = (
    select(
        _proposal.c.ref,
        _proposal.c.kind,
        _proposal.c.outcome,
        _proposal.c.agreement_id,
        _proposal.c.effective_on,
    )
    .where(
        _proposal.c.partnership_id == _here,
        _proposal.c.commission_id == bindparam("commission"),
        _proposal.c.state == "effective",
    )
    .order_by(_proposal.c.effective_on)
)
_DEADLINES = select(_deadline).where(
    _deadline.c.partnership_id == _here,
    _deadline.c.subject_id == bindparam("agreement"),
    _deadline.c.state.in_(("running", "paused")),
)


@dataclass(frozen=True, slots=True)
class AgreementFile:
    """An agreement with all that bears on its moves, as on one day.

    `decisions` are the reports in effect for it, or for its commission as a whole; `deadlines`
    those that are not settled.
    """

    row: Any
    on: dt.date
    commission: Any
    decisions: tuple[Any, ...]
    deadlines: tuple[Any, ...]
    permissions: frozenset[str]

    @property
    def regime(self) -> str | None:
        """The law it was procured under, as far as it is known."""
        regime: str | None = self.row.regime or self.commission.regime
        return regime

    def deadline(self, kind: str) -> Any | None:
        """Its unsettled deadline of a kind, or None."""
        return next((found for found in self.deadlines if found.kind == kind), None)


def agreement_file(desk: Desk, agreement: Any, on: dt.date) -> AgreementFile:
    """Read what bears on an agreement's row, for whoever is at the desk."""
    commission = desk.by_id("commission", agreement.commission_id)
    decisions = desk.all(_DECISIONS, commission=agreement.commission_id)
    return AgreementFile(
        row=agreement,
        on=on,
        commission=commission,
        decisions=tuple(
            d for d in decisions if d.outcome in DECIDES and d.agreement_id in (None, agreement.id)
        ),
        deadlines=tuple(desk.all(_DEADLINES, agreement=agreement.id)),
        permissions=permissions(desk, commission=commission),
    )


def facts_for(
    file: AgreementFile, move: str, *, reason: str = "", notice_on: dt.date | None = None
) -> AgreementFacts:
    """What the guards of one move are told. `notice_on` is the day of an award notice."""
    return AgreementFacts(
        permissions=file.permissions,
        reason=reason,
        undecided=_undecided(file, move),
        notice_wants=_notice_wants(file, notice_on),
        standstill_wants=_standstill_wants(file),
        before_start=_before_start(file),
        before_end=_before_end(file),
    )


def agreement_moves(file: AgreementFile, *, reason: str = "") -> list[Look]:
    """Every move that exists now, and what closes it. `reason` is the one that would be given."""
    found = []
    for move in moves_from(AGREEMENT, file.row.state):
        facts = facts_for(file, move, reason=reason, notice_on=file.on)
        found += [seen for seen in look(AGREEMENT, file.row.state, facts) if seen.move == move]
    return found


def _undecided(file: AgreementFile, move: str) -> tuple[Refusal, ...]:
    """What is missing of the decision that a move rests on."""
    params = {"ref": file.row.ref}
    if move in BY_EFFECT:
        return (Refusal("agreement.by_report", {**params, "move": move}),)
    if move == "give_notice":
        decided = any(d.kind == "exit" for d in file.decisions)
        return () if decided else (Refusal("agreement.exit_undecided", params),)
    if move == "regularise":
        return () if _covers(file) else (Refusal("agreement.uncovered_undecided", params),)
    return ()


def _covers(file: AgreementFile) -> bool:
    """Whether a decision taken after it ran out covers what went on."""
    ended = file.row.ends_on
    return any(
        d.kind in ("extend", "vary")
        and d.agreement_id == file.row.id
        and (ended is None or (d.effective_on is not None and d.effective_on > ended))
        for d in file.decisions
    )


def _notice_wants(file: AgreementFile, notice_on: dt.date | None) -> tuple[Refusal, ...]:
    if notice_on is None:
        return (Refusal("agreement.no_award_notice", {"ref": file.row.ref}),)
    if notice_on > file.on:
        return (Refusal("agreement.notice_in_future", {"on": notice_on}),)
    return ()


def _standstill_wants(file: AgreementFile) -> tuple[Refusal, ...]:
    """Why it cannot be signed yet, where a standstill is due."""
    running = file.deadline(STANDSTILL)
    if running is not None:
        if file.on >= running.due_day:
            return ()
        return (Refusal("agreement.standstill_runs", {"until": running.due_day}),)
    due = standstill_of(file.regime)
    if file.row.state != "awarded" or due is None:
        return ()
    params = {"days": due.days, "source": due.source, "ref": file.row.ref}
    return (Refusal("agreement.standstill_due", params),)


def _before_start(file: AgreementFile) -> tuple[Refusal, ...]:
    starts = file.row.starts_on
    if starts is None or file.on >= starts:
        return ()
    return (Refusal("agreement.before_start", {"on": starts}),)


def _before_end(file: AgreementFile) -> tuple[Refusal, ...]:
    ends = file.row.ends_on
    if ends is None:
        return (Refusal("agreement.no_end", {"ref": file.row.ref}),)
    if file.on > ends:
        return ()
    return (Refusal("agreement.before_end", {"on": ends}),)

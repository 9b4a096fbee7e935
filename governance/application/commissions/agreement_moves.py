"""An agreement on its way: standstill, signing, delivery, notice and end; by people and clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.agreement_facts import (
    BEGINS,
    ENDS,
    STANDSTILL,
    AgreementFile,
    agreement_file,
    facts_for,
)
from governance.application.commissions.flags import flag
from governance.application.commissions.noticed import BEFORE, end_again
from governance.application.deadlines.rows import deadline
from governance.application.deadlines.settling import met, superseded
from governance.application.desk import Desk
from governance.application.reviews.scheduling import first_review
from governance.application.rulebook import in_force
from governance.domain.calendar import window
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.procurement import Standstill, standstill_of
from statemachines.agreement import AGREEMENT, AgreementFacts
from statemachines.machine import step
from statemachines.permissions import Permission

FLAGGED: Final[Mapping[str, str]] = {
    "record_signed": "agreement.signed_early",
    "continue_uncovered": "agreement.uncovered",
    "break_off": "agreement.broken_off",
}
"""Moves that record what should not have happened, and the flag each leaves."""

_ENDING: Final = frozenset({"stop", "break_off"})
"""Moves by which delivery stops on a day that is then its last."""

_NOTICES: Final = frozenset({"give_notice", "record_notice"})
"""Moves by which notice is on record; each says which end it took the place of."""


def move(
    desk: Desk,
    *,
    agreement: str,
    move: str,
    reason: str = "",
    ends_on: dt.date | None = None,
    notice_on: dt.date | None = None,
    standstill: Standstill | None = None,
    seen: int | None = None,
) -> Receipt:
    """Make a move of an agreement's lifecycle, by its name there.

    `ends_on` is the last day it brings (a notice, cover for what went on); `notice_on` the day
    of the award notice that starts a standstill, and `standstill` its length where no law that
    is known gives it. Raises `NoSuchMove`, or `GuardRefused` with every reason.
    """
    row = desk.row("agreement", agreement, seen=seen)
    file = agreement_file(desk, row, desk.today)
    facts = facts_for(file, move, reason=reason, notice_on=notice_on)
    state = step(AGREEMENT, row.state, move, facts)
    if move == "withdraw_notice":
        return _notice_back(desk, file, state, reason=reason, ends_on=ends_on)
    if move in _ENDING:
        ends_on = ends_on or desk.today
    values, writes = changed_end(desk, file, ends_on)
    values["state"] = state
    told: dict[str, Any] = {"move": move, "before": row.state, "state": state}
    told |= {"reason": reason} if reason else {}
    told |= {BEFORE: row.ends_on} if move in _NOTICES else {}
    if move == "regularise" and (ends_on or row.ends_on or desk.today) < desk.today:
        raise GuardRefused([Refusal("agreement.new_end_wanted", {"ref": row.ref})])
    if move in FLAGGED:
        values["flags"] = [*row.flags, flag(FLAGGED[move], on=desk.today, reason=reason)]
    if move == "start_standstill" and notice_on is not None:
        writes.append(_standstill(desk, file, notice_on, standstill))
        told["notice_on"] = notice_on
    if state == "signed":
        writes += _settled(file, STANDSTILL, "meet", desk)
        writes += _begins(desk, row)
    kind = f"agreement.moved.{move}"
    receipt = desk.apply(
        Change(
            kind=kind,
            table="agreement",
            subject=row,
            values=values,
            facts=told,
            writes=tuple(writes),
        )
    )
    _in_force(desk, row, state)
    return receipt


def take_back_notice(desk: Desk, agreement: str, *, reason: str) -> Receipt:
    """Take back, as part of another act, a notice that no decision stands behind any more."""
    file = agreement_file(desk, desk.row("agreement", agreement), desk.today)
    by = AgreementFacts(permissions=frozenset({Permission.VIRES.value}), reason=reason)
    state = step(AGREEMENT, file.row.state, "withdraw_notice", by)
    return _notice_back(desk, file, state, reason=reason)


def _notice_back(
    desk: Desk, file: AgreementFile, state: str, *, reason: str, ends_on: dt.date | None = None
) -> Receipt:
    """An agreement whose notice is taken back: it runs to the end it had before, or to `ends_on`.

    Its clock is set anew: that of the notice may stand still.
    """
    row = file.row
    ends = ends_on or end_again(desk, row.id, row.ends_on)
    return desk.apply(
        Change(
            kind="agreement.moved.withdraw_notice",
            table="agreement",
            subject=row,
            values={"state": state, "ends_on": ends},
            facts={
                "move": "withdraw_notice",
                "before": row.state,
                "state": state,
                "reason": reason,
                "notice_had_ended_on": row.ends_on,
            },
            writes=(
                *_settled(file, ENDS, "supersede", desk),
                *end_deadline(desk, row.id, ends, number=row.version + 1),
            ),
        )
    )


def begin_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `agreement_begins`: begin what is signed; else there is nothing."""
    row = desk.row("agreement", due.subject_id)
    if row.state not in ("signed", "mobilising") or row.starts_on is None:
        return []
    return [_by_clock(desk, row, "begin", due)]


def end_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `agreement_ends`: note that its last day is past."""
    row = desk.row("agreement", due.subject_id)
    if row.ends_on is None or row.ends_on >= desk.today:
        return []
    if row.state == "notice":
        return [_by_clock(desk, row, "end", due)]
    if row.state in ("in_force", "regularised"):
        return [_by_clock(desk, row, "expire", due)]
    return []


def end_deadline(
    desk: Desk, agreement_id: str, ends_on: dt.date | None, *, number: int
) -> list[Insert]:
    """The deadline by which an agreement runs out: the day after its last."""
    if ends_on is None:
        return []
    return [
        deadline(
            desk,
            kind=ENDS,
            subject=("agreement", agreement_id),
            due_day=ends_on + dt.timedelta(days=1),
            cause=f"{ends_on.isoformat()} ({number})",
            effect=ENDS,
        )
    ]


def set_end_again(desk: Desk, agreement_id: str) -> Receipt | None:
    """Set the deadline by which an agreement runs out, where it has none; None without an end."""
    row = desk.row("agreement", agreement_id)
    if row.ends_on is None:
        return None
    writes = end_deadline(desk, row.id, row.ends_on, number=row.version + 1)
    return desk.apply(
        Change(
            kind="agreement.deadline_set_again",
            table="agreement",
            subject=row,
            values={},
            facts={"kind": ENDS, "ends_on": row.ends_on},
            writes=tuple(writes),
        )
    )


def changed_end(
    desk: Desk, file: AgreementFile, ends_on: dt.date | None
) -> tuple[dict[str, Any], list[Insert | Update]]:
    """The columns and deadlines of a new last day; nothing where it stays."""
    if ends_on is None or ends_on == file.row.ends_on:
        return {}, []
    new = end_deadline(desk, file.row.id, ends_on, number=file.row.version + 1)
    return {"ends_on": ends_on}, [*_settled(file, ENDS, "supersede", desk), *new]


def _settled(file: AgreementFile, kind: str, move: str, desk: Desk) -> list[Insert | Update]:
    """The unsettled deadlines of a kind, settled."""
    settle = met if move == "meet" else superseded
    return [settle(desk, found) for found in file.deadlines if found.kind == kind]


def _begins(desk: Desk, row: Any) -> list[Insert | Update]:
    if row.starts_on is None:
        return []
    return [
        deadline(
            desk,
            kind=BEGINS,
            subject=("agreement", row.id),
            due_day=row.starts_on,
            cause=f"{row.starts_on.isoformat()} ({row.version + 1})",
            effect=BEGINS,
        )
    ]


def _standstill(
    desk: Desk, file: AgreementFile, notice_on: dt.date, given: Standstill | None
) -> Insert:
    """The deadline until which nobody may sign, with its working."""
    rule = given or standstill_of(file.regime)
    if rule is None:
        raise Unusable.one("agreement.standstill_unknown", ref=file.row.ref)
    counted = window(
        policy=rule.policy,
        days=rule.days,
        start=notice_on,
        calendar=in_force.calendar(desk, desk.today),
    )
    return deadline(
        desk,
        kind=STANDSTILL,
        subject=("agreement", file.row.id),
        due_day=counted.effective,
        cause=f"notice of {notice_on.isoformat()}",
        owner=_lead_key(desk, file),
        working=[
            {"day": day.day.isoformat(), "counted": day.counted, "why": day.why.code}
            for day in counted.trace
        ],
    )


def _lead_key(desk: Desk, file: AgreementFile) -> str | None:
    lead = desk.by_id("person", file.commission.lead_id)
    return None if lead is None else str(lead.key)


def _by_clock(desk: Desk, row: Any, name: str, due: Any) -> Receipt:
    file = agreement_file(desk, row, desk.today)
    state = step(AGREEMENT, row.state, name, facts_for(file, name))
    receipt = desk.apply(
        Change(
            kind=f"agreement.moved.{name}",
            table="agreement",
            subject=row,
            values={"state": state},
            facts={"move": name, "before": row.state, "state": state, "due": due.due_day},
        )
    )
    _in_force(desk, row, state)
    return receipt


def _in_force(desk: Desk, row: Any, state: str) -> None:
    """Set the commission's first review once an agreement under it is in force."""
    if state == "in_force" and row.state != state:
        first_review(desk, row.commission_id, since=row.starts_on)

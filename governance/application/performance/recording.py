"""Recording what was measured: entered once, corrected with a reason, never overwritten.

Every value is rated as it is entered. Values that depend on it, the same period a year later for
one, are rated again by the rule they had, and what follows for the measure is worked out anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.performance.finding import held, may_keep, observed
from governance.application.performance.rating import Standing, stored
from governance.application.performance.rules import rule_now
from governance.application.performance.writing import Entry, Work, written
from governance.domain.errors import GuardRefused, Refusal, Unusable, problems_of
from governance.domain.performance.periods import Period, read_period
from governance.domain.performance.rating import Rated
from governance.domain.performance.values import read_value, said_value


def record(desk: Desk, *, measure: str, value: str, period: str, source: str = "") -> Receipt:
    """Enter the value of a period that has none yet, and rate it.

    `value` is a decimal as text, `period` as `read_period` reads it. Raises `Unusable` where
    either cannot be read, `Refused` where the period is not over, does not fit those that are
    there, or has a value already: then `correct` is meant.
    """
    row = held(desk, measure)
    entry = _read(row, period, value, source=source)
    return enter(desk, row, [entry])


def correct(desk: Desk, *, measure: str, value: str, period: str, reason: str) -> Receipt:
    """Put another value in the place of the one that stands; both stay on record.

    Raises `Refused` without a reason, where no value stands, or where it is the same.
    """
    row = held(desk, measure)
    entry = _read(row, period, value, reason=reason.strip())
    return enter(desk, row, [entry], correcting=True)


def withdraw(desk: Desk, *, measure: str, period: str, reason: str) -> Receipt:
    """Take a value back that should not have been entered; it stays on record, and counts not."""
    row = held(desk, measure)
    entry = Entry(read_period(period, row.rhythm), None, reason=reason.strip())
    return enter(desk, row, [entry], correcting=True)


def _read(row: Any, period: str, value: str, *, reason: str = "", source: str = "") -> Entry:
    """An entry as it is meant. Raises `Unusable` with what is wrong in either."""
    wrong = problems_of(lambda: read_period(period, row.rhythm), lambda: read_value(value))
    if wrong:
        raise Unusable(wrong)
    return Entry(read_period(period, row.rhythm), read_value(value), reason, source)


def rate_again(desk: Desk, *, measure: str, reason: str) -> Receipt:
    """Rate everything that stands by the rule now in force, against the target there is now.

    Raises `Refused` without a reason, or where nothing stands.
    """
    row = held(desk, measure)
    may_keep(desk, desk.by_id("commission", row.commission_id))
    there = [one for one in observed(desk, row.id) if one.stands]
    refusals = [] if there else [Refusal("measure.nothing_observed", {"ref": row.ref})]
    if not reason.strip():
        refusals.append(Refusal("measure.reason_missing"))
    if refusals:
        raise GuardRefused(refusals)
    chosen = rule_now(desk, row)
    anew = {
        one.period_end: replace(
            stored(desk, one),
            chosen=chosen,
            target=row.target,
            tolerance=row.tolerance,
            tolerance_percent=row.tolerance_percent,
        )
        for one in there
    }
    return written(desk, row, Work(known=anew, anew=True), "measure.rated_again", reason.strip())


def enter(desk: Desk, row: Any, entries: Sequence[Entry], *, correcting: bool = False) -> Receipt:
    """Write entries of one measure, locked, as one act. Raises `Refused` with all against them."""
    may_keep(desk, desk.by_id("commission", row.commission_id))
    before = observed(desk, row.id)
    if refusals := against(desk, row, before, entries, correcting=correcting):
        raise GuardRefused(refusals)
    numbers = {one.period_end: one.number for one in before}
    known = {one.period_end: stored(desk, one) for one in before if one.stands}
    chosen = rule_now(desk, row)
    work = Work(known=known)
    for entry in entries:
        end = entry.period.last
        old = known.pop(end, None)
        if old is not None:
            work.gone.append(old)
        work.entered.append((entry, numbers.get(end, 0) + 1))
        if entry.value is not None:
            known[end] = Standing(
                period=entry.period,
                value=entry.value,
                chosen=chosen,
                target=row.target if old is None else old.target,
                tolerance=row.tolerance if old is None else old.tolerance,
                tolerance_percent=(row if old is None else old).tolerance_percent,
                was=Rated(None) if old is None else old.was,
            )
    kind = "measure.corrected" if correcting else "measure.observed"
    return written(desk, row, work, kind, entries[0].reason)


def against(
    desk: Desk, row: Any, before: Sequence[Any], entries: Sequence[Entry], *, correcting: bool
) -> list[Refusal]:
    """Everything against writing entries of a measure; `before` is all that was ever entered."""
    stands = {one.period_end: one for one in before if one.stands}
    grid = next((Period(o.period_start, o.period_end) for o in stands.values()), None)
    found: list[Refusal] = []
    for entry in entries:
        told = {"ref": row.ref, "period": entry.period.text}
        old = stands.get(entry.period.last)
        if row.ended_on is not None and entry.period.first > row.ended_on:
            found.append(Refusal("measure.ended", {**told, "on": row.ended_on}))
        if entry.period.last >= desk.today:
            params = {**told, "last": entry.period.last}
            found.append(Refusal("measure.period_not_over", params))
        grid = grid or entry.period
        if not entry.period.in_step_with(grid):
            found.append(Refusal("measure.out_of_step", {**told, "there": grid.text}))
        elif correcting:
            found += _against_correcting(told, entry, old)
        elif old is not None:
            params = {**told, "value": said_value(old.value)}
            found.append(Refusal("measure.observed_already", params))
    return found


def _against_correcting(told: dict[str, Any], entry: Entry, old: Any | None) -> list[Refusal]:
    found = [] if entry.reason.strip() else [Refusal("measure.reason_missing")]
    if old is None:
        found.append(Refusal("measure.nothing_to_correct", told))
    elif entry.value == old.value:
        found.append(Refusal("measure.same_value", {**told, "value": said_value(old.value)}))
    return found

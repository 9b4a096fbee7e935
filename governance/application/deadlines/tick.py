"""Making what is due happen, once, however often and from however many places it is asked for.

A tick claims one deadline after the other, each in a transaction of its own: it locks the
subject and the deadline, looks again whether it is still to be done, runs the effect and settles
it. Whoever comes second finds it settled. Deadlines of one subject are done in the order in which
they fall due; one whose effect fails keeps its trouble, stays due, and holds up its own subject
only. Deadlines without an effect are for people and stay.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from sqlalchemy import and_, bindparam, case, exists, select, tuple_

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.settling import met
from governance.application.desk import CLOCK, Desk, acting
from governance.application.plain import plain_params
from governance.domain.errors import MovedFirst, Problem, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.engine import Store
from governance.store.ledger import SUBJECTS
from governance.store.tables import TABLES

Effect = Callable[[Desk, Any], list[Receipt] | None]
"""What happens when a deadline is due: given a desk of the clock's and the deadline's row."""

EFFECTS: Final[Mapping[str, str]] = {
    "agreement_begins": "governance.application.commissions.agreement_moves:begin_when_due",
    "agreement_ends": "governance.application.commissions.agreement_moves:end_when_due",
    "call_in_closed": "governance.application.proposals.after:call_in_closed",
    "call_in_hearing_missed": "governance.application.proposals.scrutiny:hearing_missed",
    "decision_effective": "governance.application.proposals.after:take_effect_due",
    "rulebook_in_force": "governance.application.rulebook.acts:come_into_force",
}
"""Effects by the name a deadline has for them; loaded when one is due."""

CLAIMED: Final = 100
"""Deadlines done by one tick unless said."""

_deadline = TABLES["deadline"]
_partnership = TABLES["partnership"]
_earlier = _deadline.alias("earlier")


def _waiting(rows: Any) -> Any:
    """That the clock has something to do for a deadline, once it is due."""
    return and_(rows.c.state == "running", rows.c.effect.is_not(None))


def _order(rows: Any) -> Any:
    """The order of a subject's deadlines: no two of them have the same kind and cause."""
    return tuple_(rows.c.due_at, rows.c.kind, rows.c.cause)


_NOT_FIRST = exists().where(
    _earlier.c.partnership_id == _deadline.c.partnership_id,
    _earlier.c.subject_id == _deadline.c.subject_id,
    _waiting(_earlier),
    _order(_earlier) < _order(_deadline),
)
_DUE = (
    select(
        _deadline.c.id,
        _deadline.c.partnership_id,
        _deadline.c.subject_table,
        _deadline.c.subject_id,
        _partnership.c.key.label("partnership"),
    )
    .join(_partnership, _partnership.c.id == _deadline.c.partnership_id)
    .where(_waiting(_deadline), _deadline.c.due_at <= bindparam("now"), ~_NOT_FIRST)
    .order_by(case((_deadline.c.trouble.is_(None), 0), else_=1), _deadline.c.due_at, _deadline.c.id)
    .limit(bindparam("most"))
)
_CLAIM = (
    select(_deadline)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.id == bindparam("id"),
        _deadline.c.due_at <= bindparam("now"),
        _waiting(_deadline),
    )
    .with_for_update()
)


def _subject(table: Any, *, skip: bool) -> Any:
    here = select(table).where(
        table.c.partnership_id == bindparam("partnership"), table.c.id == bindparam("id")
    )
    return here.with_for_update(skip_locked=skip)


_SUBJECTS = {
    (name, skip): _subject(table, skip=skip)
    for name, table in SUBJECTS.items()
    for skip in (True, False)
}


@dataclass(frozen=True, slots=True)
class Done:
    """A deadline that was done: of which subject, and what its effect did."""

    partnership: str
    ref: str
    kind: str
    effect: str
    due_day: dt.date
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A deadline whose effect could not be done, and every reason."""

    partnership: str
    ref: str
    kind: str
    effect: str
    due_day: dt.date
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class TickReport:
    """What a tick did; `more` says that the limit stopped it while something was still due."""

    done: list[Done] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    more: bool = False


class _HeldByOthers(Exception):
    """Somebody else has the subject locked just now."""


def tick(store: Store, *, now: dt.datetime, limit: int = CLAIMED) -> TickReport:
    """Do what is due by `now` in every partnership, at most `limit` deadlines.

    What somebody else holds is left to the end and then waited for. Raises `Unusable` where the
    store itself fails; whatever was done by then stands.
    """
    report = TickReport()
    tried: set[str] = set()
    held: list[Any] = []
    for candidate in _candidates(store, now=now, limit=limit, tried=tried):
        if len(report.done) + len(report.failed) >= limit:
            report.more = True
            return report
        try:
            _do(store, candidate, now=now, report=report, wait=False)
        except _HeldByOthers:
            held.append(candidate)
    for candidate in held:
        _do(store, candidate, now=now, report=report, wait=True)
    return report


def _candidates(store: Store, *, now: dt.datetime, limit: int, tried: set[str]) -> Iterator[Any]:
    """What is due, each once: asked again until an answer holds nothing new."""
    while True:
        with store.read() as tx:
            found = tx.all(_DUE, now=now, most=limit + 1 + len(tried))
        new = [row for row in found if row.id not in tried]
        if not new:
            return
        for row in new:
            tried.add(row.id)
            yield row


def _do(store: Store, candidate: Any, *, now: dt.datetime, report: TickReport, wait: bool) -> None:
    """Do one deadline, or note why that failed."""
    try:
        done = _claimed(store, candidate, now=now, wait=wait)
    except _HeldByOthers:
        raise
    except Exception as error:  # one broken effect must not stop the others
        if isinstance(error, MovedFirst) and not wait:
            raise _HeldByOthers from error
        if failed := _noted(store, candidate, now=now, problems=_problems(error)):
            report.failed.append(failed)
        return
    if done is not None:
        report.done.append(done)


def _claimed(store: Store, candidate: Any, *, now: dt.datetime, wait: bool) -> Done | None:
    """Claim a deadline, run its effect and settle it; None where it needs nothing any more."""
    with acting(store, now=now, partnership=candidate.partnership_id, actor=CLOCK) as desk:
        subject = _locked(desk, candidate, skip=not wait)
        due = desk.first(_CLAIM, id=candidate.id, now=now)
        if due is None:
            return None
        receipts = effect_named(due.effect)(desk, due) or []
        rest = desk.first(_CLAIM, id=candidate.id, now=now)
        if rest is not None:
            receipts = [*receipts, _settle(desk, rest)]
        return Done(
            partnership=candidate.partnership,
            ref=subject.ref,
            kind=due.kind,
            effect=due.effect,
            due_day=due.due_day,
            receipts=tuple(receipts),
        )


def _locked(desk: Desk, candidate: Any, *, skip: bool) -> Any:
    """The subject, before its deadline: in the order in which every act locks."""
    statement = _SUBJECTS.get((candidate.subject_table, skip))
    if statement is None:
        raise Unusable.one("deadline.subject_unknown", table=candidate.subject_table)
    subject = desk.first(statement, id=candidate.subject_id)
    if subject is None and skip:
        raise _HeldByOthers
    if subject is None:
        raise Unusable.one("deadline.subject_gone", table=candidate.subject_table)
    return subject


def _settle(desk: Desk, due: Any) -> Receipt:
    subject = desk.by_id(due.subject_table, due.subject_id)
    return desk.apply(
        Change(
            kind="deadline.met",
            table=due.subject_table,
            subject=subject,
            values={},
            facts={"kind": due.kind, "cause": due.cause, "due": due.due_day, "effect": due.effect},
            writes=(met(desk, due),),
        )
    )


def effect_named(name: str) -> Effect:
    """The effect of that name. Raises `Unusable` for one that nobody provides."""
    where = EFFECTS.get(name)
    if where is None:
        raise Unusable.one("deadline.effect_unknown", name=name, nearest=nearest(name, EFFECTS))
    module, _, function = where.partition(":")
    effect: Effect = getattr(import_module(module), function)
    return effect


def _problems(error: Exception) -> tuple[Problem, ...]:
    """Why an effect failed. A failure of the store is no effect's, and goes on."""
    if isinstance(error, MovedFirst):
        return (Problem("deadline.moved_first"),)
    if isinstance(error, Refused):
        return tuple(Problem(r.code, r.params) for r in error.refusals)
    if isinstance(error, Unusable):
        if any(problem.code.startswith("store.") for problem in error.problems):
            raise error
        return error.problems
    logging.getLogger("vires").error("the effect of a deadline broke", exc_info=error)
    detail = f"{type(error).__name__}: {error}"[:200]
    return (Problem("deadline.effect_broken", {"detail": detail}),)


def _noted(
    store: Store, candidate: Any, *, now: dt.datetime, problems: tuple[Problem, ...]
) -> Failed | None:
    """Keep the trouble with the deadline; the record says it once for each kind of trouble."""
    with acting(store, now=now, partnership=candidate.partnership_id, actor=CLOCK) as desk:
        table = candidate.subject_table
        statement = _SUBJECTS.get((table, False))
        subject = desk.first(statement, id=candidate.subject_id) if statement is not None else None
        due = desk.first(_CLAIM, id=candidate.id, now=now)
        if due is None:
            return None
        trouble = {"code": problems[0].code, "params": plain_params(problems[0].params)}
        if subject is not None and due.trouble != trouble:
            desk.apply(_troubled(due, subject, trouble))
        return Failed(
            partnership=candidate.partnership,
            ref=subject.ref if subject is not None else candidate.subject_id,
            kind=due.kind,
            effect=due.effect,
            due_day=due.due_day,
            problems=problems,
        )


def _troubled(due: Any, subject: Any, trouble: Mapping[str, Any]) -> Change:
    return Change(
        kind="deadline.failed",
        table=due.subject_table,
        subject=subject,
        values={},
        facts={"kind": due.kind, "due": due.due_day, "effect": due.effect, **trouble},
        writes=(Update("deadline", due, {"trouble": dict(trouble)}),),
    )

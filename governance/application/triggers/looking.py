"""The sweep that looks for causes: what changed since it last looked, and everything once a day.

One statement for each trigger, over all commissions of a partnership or over those that changed.
Each case opens in a transaction of its own, in which its cause is looked for again: of two sweeps
at once one opens it, and one that is killed leaves nothing half done and nothing forgotten. A
commission is noted as looked at only once everything it asked for was done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, or_, select, update

from governance.application.desk import CLOCK, Desk, acting, looking
from governance.application.rulebook.in_force import ADOPTED
from governance.application.sweeping import BATCH, Swept
from governance.application.triggers import expiry
from governance.application.triggers.asking import ask
from governance.application.triggers.finding import found
from governance.application.triggers.opening import open_if_there
from governance.application.triggers.rules import KIND, Ruled, rules
from governance.domain.errors import MovedFirst, Problem, Refused, Unusable, of_the_store
from governance.logs import VIRES
from governance.store.engine import Store
from governance.store.tables import TABLES

AT_ONCE: Final = 5_000
"""Commissions that changed and are looked at by one round of statements."""

TRY_AGAIN: Final = dt.timedelta(hours=1)
"""How long a commission waits whose case could not be opened."""

BUSY: Final = "store.busy"
"""Somebody else held what was wanted, or the two would have waited for each other."""

_look = TABLES["trigger_look"]
_partnership = TABLES["partnership"]
_version = TABLES["rulebook_version"]
_now: Any = bindparam("now", type_=_look.c.asked_at.type)
_asked = _look.alias("asked")


def _awake(rows: Any) -> Any:
    """That something is to be looked at, and not put off."""
    return and_(
        rows.c.asked_at.is_not(None), or_(rows.c.retry_at.is_(None), rows.c.retry_at <= _now)
    )


_ASKED_SINCE = (
    select(func.min(_asked.c.asked_at))
    .where(_asked.c.partnership_id == _partnership.c.id, _awake(_asked))
    .scalar_subquery()
)
_FIRST_DAY = (
    select(func.min(_version.c.effective_from))
    .where(
        _version.c.partnership_id == _partnership.c.id,
        _version.c.kind == KIND,
        _version.c.state.in_(ADOPTED),
    )
    .scalar_subquery()
)
_PLACES = (
    select(
        _partnership.c.id,
        _partnership.c.key,
        _partnership.c.timezone,
        _look.c.looked_on,
        _ASKED_SINCE.label("asked_since"),
        _FIRST_DAY.label("first_day"),
    )
    .select_from(
        _partnership.outerjoin(
            _look,
            and_(
                _look.c.partnership_id == _partnership.c.id,
                _look.c.id == _partnership.c.id,
            ),
        )
    )
    .where(_FIRST_DAY.is_not(None))
    .order_by(_partnership.c.id)
)
_ASKED = (
    select(_look.c.id, _look.c.version)
    .where(_look.c.partnership_id == bindparam("partnership"), _awake(_look))
    .order_by(_look.c.asked_at, _look.c.id)
    .limit(AT_ONCE)
)
_WAITING = select(_look.c.id).where(
    _look.c.partnership_id == bindparam("partnership"), _look.c.retry_at > _now
)
_OWN = select(_look.c.version).where(
    _look.c.partnership_id == bindparam("partnership"), _look.c.id == bindparam("partnership")
)
_LOOKED = (
    update(_look)
    .where(
        _look.c.partnership_id == bindparam("here"),
        _look.c.id == bindparam("this"),
        _look.c.version == bindparam("seen"),
    )
    .values(asked_at=None, retry_at=None, version=_look.c.version + 1)
)
_LOOKED_AT_ALL = _LOOKED.values(looked_on=bindparam("on_day", type_=_look.c.looked_on.type))
_PUT_OFF = (
    update(_look)
    .where(_look.c.partnership_id == bindparam("here"), _look.c.id == bindparam("this"))
    .values(retry_at=bindparam("later", type_=_look.c.retry_at.type), version=_look.c.version + 1)
)


@dataclass(frozen=True, slots=True)
class _Round:
    """One round of looking in a partnership: at all of it, or at what changed (by version)."""

    partnership: str
    key: str
    everything: bool
    asked: dict[str, int] = field(default_factory=dict)
    own: int | None = None

    @property
    def ids(self) -> list[str] | None:
        return None if self.everything else sorted(self.asked)


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to do in a transaction of its own, for a commission or an agreement of it.

    `commission` is what is noted as to be looked at again, should it fail.
    """

    commission: str
    about: str
    what: str
    do: Callable[[Desk], Sequence[Any]]


def due(store: Store, *, flow: str, now: dt.datetime) -> dt.datetime | None:  # noqa: ARG001  # one shape for all sweeps
    """Since when there is something to look at; None where nothing changed since today’s look."""
    return min((since for _, since in _places(store, now)), default=None)


def work(store: Store, *, flow: str, now: dt.datetime, limit: int = BATCH) -> Swept:  # noqa: ARG001  # one shape for all sweeps
    """Look at what is due in one partnership, and do at most `limit` of what is found.

    Where somebody else holds what it wanted there, it goes on to the next partnership.
    """
    swept = Swept()
    for place, _ in _places(store, now):
        one = _in_one(store, place, now=now, limit=limit - swept.done)
        if one is not None:
            swept.take(one)
        if swept.more:
            break
    return swept


def look_now(
    store: Store, *, partnership: str | None, now: dt.datetime, commission: str | None = None
) -> Swept:
    """Look at a whole partnership, or at one commission, whether anything changed or not.

    Raises `Refused` where no triggers are in force.
    """
    with looking(store, now=now, partnership=partnership, actor=CLOCK) as desk:
        ids = None if commission is None else [desk.row("commission", commission).id]
        in_force = rules(desk)
        if not in_force:
            raise Refused.one("trigger.none_in_force", on=desk.today)
        this = _Round(desk.pid, desk.partnership.key, everything=ids is None)
        jobs = _jobs(desk, in_force, ids, most=None)
    swept = Swept()
    for job in jobs:
        _done(store, this, job, now=now, swept=swept)
    return swept


def _places(store: Store, now: dt.datetime) -> Iterator[tuple[Any, dt.datetime]]:
    """The partnerships with something to look at, and since when; triggers must be in force."""
    with store.read() as tx:
        rows = tx.all(_PLACES, now=now)
    for row in rows:
        zone = ZoneInfo(row.timezone)
        today = now.astimezone(zone).date()
        if row.first_day > today:
            continue
        morning = dt.datetime.combine(today, dt.time(), tzinfo=zone).astimezone(dt.UTC)
        begun = morning if row.looked_on is None or row.looked_on < today else None
        since = [at for at in (begun, row.asked_since) if at is not None]
        if since:
            yield row, min(since)


def _in_one(store: Store, place: Any, *, now: dt.datetime, limit: int) -> Swept | None:
    """One round in a partnership; None where triggers turn out not to be in force there."""
    with looking(store, now=now, partnership=place.id, actor=CLOCK) as desk:
        in_force = rules(desk)
        if not in_force:
            return None
        this = _round(desk, place)
        jobs = _jobs(desk, in_force, this.ids, most=limit)
    swept = Swept()
    untouched = True
    for job in jobs:
        untouched = _done(store, this, job, now=now, swept=swept) and untouched
    if len(jobs) >= limit:
        swept.more = swept.done > 0 or swept.failed > 0
        return swept
    if untouched:
        _note(store, this, now=now)
        swept.more = any(True for _ in _places(store, now))
    return swept


def _round(desk: Desk, place: Any) -> _Round:
    """What this round looks at. The partnership asked for itself where its rules changed."""
    rows = desk.tx.all(_ASKED, partnership=desk.pid, now=desk.now)
    asked = {row.id: row.version for row in rows}
    own = desk.tx.scalar(_OWN, partnership=desk.pid)
    everything = place.looked_on is None or place.looked_on < desk.today or desk.pid in asked
    asked.pop(desk.pid, None)
    return _Round(desk.pid, place.key, everything, asked, own)


def _jobs(
    desk: Desk, in_force: Sequence[Ruled], ids: list[str] | None, *, most: int | None
) -> list[_Job]:
    """At most so many things to do, the triggers in their order; what failed lately waits."""
    waiting = {row.id for row in desk.tx.all(_WAITING, partnership=desk.pid, now=desk.now)}
    jobs: dict[tuple[str, str], _Job] = {}
    for ruled in in_force:
        for job in _of_trigger(desk, ruled, ids):
            if job.commission not in waiting:
                jobs.setdefault((job.about, job.what), job)
            if most is not None and len(jobs) >= most:
                return list(jobs.values())
    return list(jobs.values())


def _of_trigger(desk: Desk, ruled: Ruled, ids: list[str] | None) -> Iterator[_Job]:
    trigger = ruled.trigger
    if trigger.looks_for == "pre-expiry review not held":
        for agreement, commission in expiry.wanting(desk, trigger, ids).items():
            yield _Job(
                commission,
                agreement,
                expiry.KIND,
                lambda at, one=agreement: expiry.keep(at, trigger, one),  # type: ignore[misc]
            )
    for cause in found(desk, trigger, ids):
        yield _Job(
            cause.commission_id,
            cause.commission_id,
            trigger.key,
            lambda at, one=cause.commission_id: open_if_there(at, ruled, one),  # type: ignore[misc]
        )


def _done(store: Store, this: _Round, job: _Job, *, now: dt.datetime, swept: Swept) -> bool:
    """Do one thing; whether it is settled, or waits with its trouble. Others may be at it."""
    try:
        with acting(store, now=now, partnership=this.partnership, actor=CLOCK) as desk:
            receipts = job.do(desk)
            if not receipts:
                return True
            made = [(receipt.ref, desk.today) for receipt in receipts]
    except Exception as error:  # one broken cause must not stop the others
        if isinstance(error, MovedFirst) or of_the_store(error, BUSY):
            return False
        if of_the_store(error):
            raise
        _put_off(store, this, job, error, now=now, swept=swept)
        return True
    swept.done += 1
    swept.lines += [
        {"ref": ref, "what": job.what, "due": on.isoformat(), "outcome": "opened"}
        for ref, on in made
    ]
    return True


def _put_off(
    store: Store, this: _Round, job: _Job, error: Exception, *, now: dt.datetime, swept: Swept
) -> None:
    """Let what could not be done wait, so that it neither is lost nor holds up the rest."""
    VIRES.error("a trigger could not be followed", exc_info=error)
    problem = _problem(error)
    with acting(store, now=now, partnership=this.partnership, actor=CLOCK) as desk:
        ref = desk.by_id("commission", job.commission).ref
        ask(desk, [job.commission])
        desk.writer.run(_PUT_OFF, here=this.partnership, this=job.commission, later=now + TRY_AGAIN)
    this.asked.pop(job.commission, None)
    swept.failed += 1
    said = {"code": problem.code, "params": dict(problem.params)}
    swept.lines.append({"ref": ref, "what": job.what, "due": None, "problem": said})


def _problem(error: Exception) -> Problem:
    if isinstance(error, Unusable):
        return error.problems[0]
    if isinstance(error, Refused):
        return Problem(error.refusals[0].code, error.refusals[0].params)
    return Problem("run.broken", {"detail": type(error).__name__})


def _note(store: Store, this: _Round, *, now: dt.datetime) -> None:
    """Note what was looked at. What asked again meanwhile has another version, and stays."""
    with acting(store, now=now, partnership=this.partnership, actor=CLOCK) as desk:
        if this.everything:
            seen = this.own
            if seen is None:
                ask(desk, [this.partnership])
                seen = desk.tx.scalar(_OWN, partnership=this.partnership)
            desk.writer.run(
                _LOOKED_AT_ALL,
                here=this.partnership,
                this=this.partnership,
                seen=seen,
                on_day=desk.today,
            )
        for commission, version in sorted(this.asked.items()):
            desk.writer.run(_LOOKED, here=this.partnership, this=commission, seen=version)

"""Consecutive reds: measures that have been red for so many periods in a row, and have no case.

`measure.reds` is kept by whoever records an observation, so the question is one indexed
statement over the whole register. Only of commissions that have had such a case is it asked
which periods were red: the same row of reds opens no second case, however it ends; a new one does.
A row that was there while another measure's case was open belongs to that case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, select

from governance.application.decommissioning.finding import LIVE
from governance.application.desk import Desk
from governance.application.triggers.joining import joined
from governance.application.triggers.rules import Found, commission_of, given, held_to
from governance.store.lists import in_list
from governance.store.tables import TABLES

if TYPE_CHECKING:
    from governance.domain.triggers import Trigger

PREFIX: Final = "reds:"
"""What begins the cause of every case for reds, whichever trigger opened it."""

CHUNK: Final = 2_000
"""Measures whose observations are read at once."""

_measure = TABLES["measure"]
_observation = TABLES["observation"]
_case = TABLES["decommissioning_case"]
_CASES = select(_case.c.id, _case.c.commission_id, _case.c.state, _case.c.evidence).where(
    _case.c.partnership_id == bindparam("partnership"), _case.c.cause.like(f"{PREFIX}%")
)
_CASES_OF = _CASES.where(in_list(_case.c.commission_id, "ids"))
_REDS = (
    select(
        _observation.c.measure_id,
        _observation.c.period_start,
        _observation.c.period_end,
        _observation.c.value,
    )
    .where(
        _observation.c.partnership_id == bindparam("partnership"),
        in_list(_observation.c.measure_id, "ids"),
        _observation.c.stands.is_(True),
        _observation.c.rating == "red",
    )
    .order_by(_observation.c.measure_id, _observation.c.period_end.desc())
)


@dataclass(frozen=True, slots=True)
class Streak:
    """A measure and its red periods in a row, the first one first."""

    measure: Any
    periods: Sequence[Any]

    @property
    def since(self) -> dt.date:
        """The end of the first red period."""
        first: dt.date = self.periods[0].period_end if self.periods else self.measure.latest_end
        return first

    @property
    def until(self) -> dt.date:
        """The end of the last red period."""
        last: dt.date = self.periods[-1].period_end if self.periods else self.measure.latest_end
        return last

    def overlaps(self, known: Mapping[str, Any]) -> bool:
        """Whether a case's evidence speaks of the same row of reds."""
        first, last = dt.date.fromisoformat(known["since"]), dt.date.fromisoformat(known["to"])
        return first <= self.until and self.since <= last

    def plain(self) -> dict[str, Any]:
        """The row of reds as a case keeps it; values are millionths of the unit."""
        one = self.measure
        return {
            "kind": "measure",
            "ref": one.ref,
            "title": one.title,
            "question": one.question,
            "unit": one.unit,
            "target": one.target,
            "periods": len(self.periods),
            "since": self.since.isoformat(),
            "to": self.until.isoformat(),
            "observations": [
                {
                    "from": p.period_start.isoformat(),
                    "to": p.period_end.isoformat(),
                    "value": p.value,
                }
                for p in self.periods
            ],
        }


@lru_cache(maxsize=256)
def statement(trigger: Trigger, *, some: bool) -> Any:
    """The one statement that finds every measure red for so long, of all commissions or some.

    In no order: asked for one, SQLite walks every measure in it instead of the few that are red.
    """
    conditions = [
        _measure.c.partnership_id == bindparam("partnership"),
        _measure.c.reds >= trigger.periods,
        _measure.c.ended_on.is_(None),
        *held_to(trigger.scope, some=some),
    ]
    if trigger.questions:
        conditions.append(_measure.c.question.in_(trigger.questions))
    return (
        select(
            _measure.c.commission_id,
            _measure.c.id,
            _measure.c.ref,
            _measure.c.title,
            _measure.c.question,
            _measure.c.unit,
            _measure.c.target,
            _measure.c.reds,
            _measure.c.latest_end,
        )
        .select_from(commission_of(_measure))
        .where(*conditions)
    )


def found(desk: Desk, trigger: Trigger, ids: Sequence[str] | None) -> list[Found]:
    """Every commission that the trigger holds for now and has no case for it yet.

    `ids` are the commissions asked about: then with the evidence; None asks about all.
    """
    rows = desk.tx.all(statement(trigger, some=ids is not None), **given(desk, ids))
    rows.sort(key=lambda row: (row.commission_id, row.ref))
    asked = _CASES if ids is None else _CASES_OF
    cases: dict[str, list[Any]] = {}
    for case in desk.tx.all(asked, **given(desk, ids)):
        cases.setdefault(case.commission_id, []).append(case)
    groups = [(key, list(group)) for key, group in groupby(rows, key=lambda row: row.commission_id)]
    groups = [(key, group) for key, group in groups if len(group) >= trigger.measures]
    detailed = [m for key, group in groups if ids is not None or key in cases for m in group]
    streaks = _streaks(desk, detailed)
    made = []
    for key, group in groups:
        if ids is None and key not in cases:
            made.append(Found(key))
            continue
        new = _new(desk, [streaks[m.id] for m in group], cases.get(key, ()), trigger.periods)
        if new is not None:
            cause = f"{PREFIX}{new.measure.ref}:{new.since.isoformat()}"
            made.append(Found(key, cause, tuple(streaks[m.id].plain() for m in group)))
    return made


def _new(
    desk: Desk, streaks: Iterable[Streak], cases: Iterable[Any], periods: int
) -> Streak | None:
    """The first row of reds of a commission that is new; None where each has had its case.

    While a case for reds is open a further measure belongs to it, and only one that was green
    in between and is red anew is a cause of its own.
    """
    known: dict[str, list[Mapping[str, Any]]] = {}
    over: list[str] = []
    is_open = False
    for case in cases:
        is_open = is_open or case.state in LIVE
        over += [] if case.state in LIVE else [case.id]
        for said in case.evidence:
            if said.get("kind") == "measure":
                known.setdefault(said["ref"], []).append(said)
    for one in streaks:
        had = known.get(one.measure.ref, ())
        if any(one.overlaps(said) for said in had):
            continue
        if had or not (is_open or joined(desk, one, over, periods=periods)):
            return one
    return None


def _streaks(desk: Desk, measures: Sequence[Any]) -> dict[str, Streak]:
    """The red periods of measures, by their ids; read in slices."""
    periods: dict[str, list[Any]] = {}
    for start in range(0, len(measures), CHUNK):
        ids = [one.id for one in measures[start : start + CHUNK]]
        for row in desk.tx.all(_REDS, partnership=desk.pid, ids=ids):
            periods.setdefault(row.measure_id, []).append(row)
    return {one.id: Streak(one, periods.get(one.id, [])[: one.reds][::-1]) for one in measures}

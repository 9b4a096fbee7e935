"""Measures as lists and pages show them: plain values, read in one picture.

Values are decimals as text, exact; a rating has its word, and `unrated` the code of why not.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.deadlines.settling import live
from governance.application.desk import Desk
from governance.application.people.queries import names
from governance.application.performance.demanding import demands
from governance.application.performance.finding import (
    CORRECTIVE,
    actions,
    demanded_for,
    observed,
    of_commission,
    period_of,
    standing,
    standing_of,
)
from governance.application.performance.rules import rule_of
from governance.application.rulebook.in_force import version_by_id
from governance.domain.errors import Unusable
from governance.domain.performance import RATINGS
from governance.domain.performance.forecast import FEWEST, forecast
from governance.domain.performance.periods import RHYTHMS, Period
from governance.domain.performance.travel import travel
from governance.domain.performance.values import said_value
from governance.domain.suggest import nearest
from governance.store.lists import by_reference
from governance.store.tables import TABLES

MOST: Final = 1000
"""Measures on one page at the most."""

_measure = TABLES["measure"]
_commission = TABLES["commission"]
_here: Any = bindparam("partnership")
MEASURES = (
    select(_measure, _commission.c.ref.label("commission"))
    .outerjoin(
        _commission,
        (_commission.c.partnership_id == _measure.c.partnership_id)
        & (_commission.c.id == _measure.c.commission_id),
    )
    .where(_measure.c.partnership_id == _here)
)
_ALL = MEASURES.order_by(*by_reference(_measure.c.ref)).limit(MOST)
_RATED = (
    MEASURES.where(_measure.c.rating == bindparam("rating"))
    .order_by(*by_reference(_measure.c.ref))
    .limit(MOST)
)
_NO_RATING = (
    MEASURES.where(_measure.c.rating.is_(None)).order_by(*by_reference(_measure.c.ref)).limit(MOST)
)
_OF = MEASURES.where(_measure.c.commission_id == bindparam("commission")).order_by(
    *by_reference(_measure.c.ref)
)
COUNTS = (
    select(_measure.c.rating, func.count().label("many"))
    .where(_measure.c.partnership_id == _here, _measure.c.ended_on.is_(None))
    .group_by(_measure.c.rating)
)
_UNRATED = (
    select(_measure.c.id, _measure.c.ref)
    .where(
        _measure.c.partnership_id == _here,
        _measure.c.ended_on.is_(None),
        _measure.c.rating.is_(None),
    )
    .order_by(*by_reference(_measure.c.ref))
    .limit(MOST)
)
_ONE = MEASURES.where(_measure.c.id == bindparam("id"))


def listing(
    desk: Desk,
    *,
    commission: str | None = None,
    rating: str | None = None,
    ended: bool = False,
) -> list[dict[str, Any]]:
    """Measures with their latest values, of one commission or of all; `ended` shows those too.

    Raises `Unusable` for a rating there is not.
    """
    if rating is not None and rating not in (*RATINGS, "unrated"):
        known = [*RATINGS, "unrated"]
        near = nearest(rating, known)
        params = {"text": rating[:40], "known": known, "nearest": near}
        raise Unusable.one("measure.not_one_of", what="rating", **params)
    if commission is not None:
        rows = desk.all(_OF, commission=desk.row("commission", commission).id)
    elif rating == "unrated":
        rows = desk.all(_NO_RATING)
    elif rating is not None:
        rows = desk.all(_RATED, rating=rating)
    else:
        rows = desk.all(_ALL)
    wanted = None if rating in (None, "unrated") else rating
    rows = [
        row
        for row in rows
        if (ended or row.ended_on is None) and (rating is None or row.rating == wanted)
    ]
    there = standing_of(desk, [row.id for row in rows])
    return [line(row, there[row.id]) for row in rows]


def show(desk: Desk, name: str) -> dict[str, Any]:
    """A measure with everything that was ever entered of it, its actions and its deadlines."""
    row = desk.first(_ONE, id=desk.row("measure", name).id)
    every = observed(desk, row.id)
    there = [one for one in every if one.stands]
    done = actions(desk, row.id)
    due = {demanded_for(d): d.due_day for d in live(desk, row.id, kind=CORRECTIVE)}
    return {
        **line(row, there),
        "id": row.id,
        "version": row.version,
        **{key: _said(getattr(row, key)) for key in ("baseline", "tolerance")},
        "tolerance_percent": row.tolerance_percent,
        "baseline_on": row.baseline_on,
        "target_on": row.target_on,
        "ended_on": row.ended_on,
        "observations": _observations(desk, row, every, there),
        "actions": _actions(desk, done),
        "action_by": [
            {
                "period": period_of(one).text,
                "period_end": one.period_end,
                "due": due[one.period_end],
            }
            for one in there
            if one.period_end in due
        ],
    }


def latest(desk: Desk, measure_id: str, n: int) -> list[dict[str, Any]]:
    """The last `n` values that stand of a measure with their ratings, the latest first."""
    row = desk.by_id("measure", measure_id)
    there = standing(desk, measure_id)
    return [_observation(row, one, there) for one in reversed(there[-n:] if n > 0 else [])]


def summary(desk: Desk, commission_id: str | None = None) -> dict[str, Any]:
    """How many measures that have not ended have which rating, of a commission or of all.

    Unrated ones stand outside the count of those `rated`; `reasons` say of each why (a code),
    of `MOST` at the most.
    """
    if commission_id is None:
        counts = Counter({row.rating or "unrated": row.many for row in desk.all(COUNTS)})
        rows = desk.all(_UNRATED)
    else:
        there = [row for row in of_commission(desk, commission_id) if row.ended_on is None]
        counts = Counter(row.rating or "unrated" for row in there)
        rows = [row for row in there if row.rating is None]
    values = standing_of(desk, [row.id for row in rows])
    told = {rating: counts[rating] for rating in ("green", "amber", "red", "unrated")}
    return {
        "measures": counts.total(),
        "rated": counts.total() - counts["unrated"],
        **told,
        "reasons": [{"ref": row.ref, "why": _why_unrated(values[row.id])} for row in rows],
    }


def wanting(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """What measures of a commission wait for: an action for a red, a value that is not entered.

    Each is a code with its parameters, and the measure's reference as `ref`.
    """
    found = []
    rows = [row for row in of_commission(desk, commission_id) if row.ended_on is None]
    there = standing_of(desk, [row.id for row in rows])
    for row in rows:
        values = there[row.id]
        told = {"ref": row.ref, "title": row.title}
        for due in live(desk, row.id, kind=CORRECTIVE):
            end = demanded_for(due)
            period = next((period_of(v).text for v in values if v.period_end == end), None)
            if period is not None:
                params = {**told, "period": period, "due": due.due_day}
                found.append({"code": "measures.red_waits", "params": params})
        if values and _unanswered(desk, row, values[-1]):
            params = {**told, "period": period_of(values[-1]).text}
            found.append({"code": "measures.red_without_action", "params": params})
        missing = _next_wanted(desk, row, values)
        if missing is not None:
            params = {**told, "period": missing.text}
            found.append({"code": "measures.value_wanted", "params": params})
    return found


def ahead(desk: Desk, name: str, *, on: dt.date | None = None) -> dict[str, Any]:
    """Where a measure leads by its target's day, or by `on`; and where the baseline would have.

    Raises `Unusable` where there is no such day ahead, or fewer than three values.
    """
    row = desk.row("measure", name)
    points = [(one.period_end, one.value) for one in standing(desk, row.id)]
    day = on or row.target_on
    if day is None:
        raise Unusable.one("forecast.no_day", ref=row.ref)
    baseline = None
    if row.baseline is not None and row.baseline_on is not None:
        baseline = (row.baseline_on, row.baseline)
    found = forecast(points, baseline=baseline, on=day, direction=row.direction, target=row.target)
    if found is None:
        since = [p for p in points if baseline is None or p[0] > baseline[0]]
        there = len(since) + (baseline is not None)
        raise Unusable.one("forecast.too_few", ref=row.ref, fewest=FEWEST, there=there)
    last = max(p[0] for p in (*points, *([baseline] if baseline else [])))
    if day <= last:
        raise Unusable.one("forecast.day_past", on=day, last=last)
    return {
        "ref": row.ref,
        "title": row.title,
        "unit": row.unit,
        "on": found.on,
        "since": found.since,
        "values": found.values,
        "expected": said_value(found.expected),
        "per_year": said_value(found.per_year),
        "without": _said(found.without),
        "by": found.by,
        "turned": None if found.turned == "not_known" else found.turned == "improved",
        "target": _said(row.target),
        "misses": _said(found.misses),
    }


def line(row: Any, there: Sequence[Any]) -> dict[str, Any]:
    """A measure in a line; `there` are its values that stand."""
    last = there[-1] if there else None
    return {
        "ref": row.ref,
        "commission": row.commission,
        "title": row.title,
        "question": row.question,
        "unit": row.unit,
        "direction": row.direction,
        "rhythm": row.rhythm,
        "target": _said(row.target),
        "rating": row.rating,
        "unrated": _why_unrated(there),
        "reds": row.reds,
        "ended_on": row.ended_on,
        "latest": None if last is None else _observation(row, last, there),
    }


def _observation(row: Any, one: Any, there: Sequence[Any]) -> dict[str, Any]:
    """A value that stands, and which way it travels."""
    by_end = {other.period_end: other.value for other in there}
    period = period_of(one)
    return {
        "period": period.text,
        "period_start": one.period_start,
        "period_end": one.period_end,
        "value": said_value(one.value),
        "target": _said(one.target),
        "rating": one.rating,
        "unrated": one.unrated,
        "since_last_period": travel(one.value, by_end.get(period.before.last), row.direction),
        "since_last_year": travel(one.value, by_end.get(period.year_before.last), row.direction),
    }


def _observations(
    desk: Desk, row: Any, every: Sequence[Any], there: Sequence[Any]
) -> list[dict[str, Any]]:
    """Everything ever entered, the latest period first and each one's corrections together."""
    people = names(desk, [one.entered_by_id for one in every if one.entered_by_id])
    rules = {one.rule_id: version_by_id(desk, one.rule_id) for one in every if one.rule_id}
    found = []
    for one in sorted(every, key=lambda o: (o.period_end, o.number), reverse=True):
        told = _observation(row, one, there) if one.stands else _gone(one)
        rule = rules.get(one.rule_id)
        found.append(
            {
                **told,
                "number": one.number,
                "stands": one.stands,
                "reason": one.reason,
                "source": one.source,
                "entered_by": people.get(one.entered_by_id),
                "entered_on": desk.day_of(one.entered_at),
                "rule": None if rule is None else rule.ref,
            }
        )
    return found


def _gone(one: Any) -> dict[str, Any]:
    """A value that stands no more, or an entry that took one back."""
    return {
        "period": period_of(one).text,
        "period_start": one.period_start,
        "period_end": one.period_end,
        "value": _said(one.value),
        "target": _said(one.target),
        "rating": one.rating,
        "unrated": one.unrated,
    }


def _actions(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    people = names(desk, [one.officer_id for one in rows])
    return [
        {
            "number": one.number,
            "what": one.what,
            "officer": people.get(one.officer_id),
            "due": one.due_on,
            "done_on": one.done_on,
            "outcome": one.outcome,
            "given_up": one.given_up,
            "overdue": one.done_on is None and not one.given_up and one.due_on < desk.today,
            "for_period_end": one.period_end,
        }
        for one in rows
    ]


def _unanswered(desk: Desk, row: Any, last: Any) -> bool:
    """Whether the latest value demands an action that nobody is asked for any more, nor does."""
    if not demands(rule_of(desk, last), last.rating):
        return False
    there = [a for a in actions(desk, row.id) if a.period_end == last.period_end]
    return not any(not a.given_up for a in there) and not any(
        demanded_for(d) == last.period_end for d in live(desk, row.id, kind=CORRECTIVE)
    )


def _next_wanted(desk: Desk, row: Any, values: Sequence[Any]) -> Period | None:
    """The first period after the latest value that is over."""
    if not values:
        return None
    after = period_of(values[-1]).moved(RHYTHMS[row.rhythm])
    return after if after.last < desk.today else None


def _why_unrated(there: Sequence[Any]) -> str | None:
    """Why a measure has no rating: its latest value's reason, or that it has no value."""
    if not there:
        return "no_value"
    return None if there[-1].rating is not None else str(there[-1].unrated or "no_rule")


def _said(value: int | None) -> str | None:
    return None if value is None else said_value(value)

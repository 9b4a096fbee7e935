"""Writing values of a measure with everything that follows from them, as one act."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.performance.demanding import answered, asked, demand, demands
from governance.application.performance.finding import kept
from governance.application.performance.rating import Standing, follows, rated
from governance.domain.performance.periods import Period
from governance.domain.performance.rating import Rated
from governance.domain.performance.values import said_value


@dataclass(frozen=True, slots=True)
class Entry:
    """A value for a period, in millionths; None takes the one that stands back.

    `reason` is why it differs from the one before it; `source` the file it came from.
    """

    period: Period
    value: int | None
    reason: str = ""
    source: str = ""


@dataclass
class Work:
    """What an act on a measure's values comes to: all that will stand, what stands no more."""

    known: dict[dt.date, Standing]
    entered: list[tuple[Entry, int]] = field(default_factory=list)
    gone: list[Standing] = field(default_factory=list)
    anew: bool = False


def written(desk: Desk, row: Any, work: Work, kind: str, reason: str) -> Receipt:
    """Write what an act comes to: values, ratings, deadlines, and what follows for the measure."""
    ratings = {end: rated(row, work.known, one) for end, one in sorted(work.known.items())}
    values = follows([(end, found.rating) for end, found in ratings.items()])
    wanted = {end: demands(work.known[end].chosen, r.rating) for end, r in ratings.items()}
    values["wants_action"] = wanted.get(values["latest_end"], False)
    changed = [
        (one, ratings[end])
        for end, one in sorted(work.known.items())
        if one.row is not None and (work.anew or ratings[end] != one.was)
    ]
    writes: list[Insert | Update] = [
        Update("observation", old.row, {"stands": False}) for old in work.gone
    ]
    writes += [Update("observation", one.row, _columns(one, found)) for one, found in changed]
    writes += [_inserted(desk, row, work, entry, number, ratings) for entry, number in work.entered]
    due, newly_red = _demanded(desk, row, work, ratings, wanted)
    writes += due
    facts = {
        "entered": [_told(entry, number, ratings) for entry, number in work.entered],
        "rated_again": [
            {"period": one.period.text, "before": one.was.rating, "rating": found.rating}
            for one, found in changed
        ],
        "rating": values["rating"],
        "reds": values["reds"],
        **({"reason": reason} if reason else {}),
    }
    if dropped := [w for w in due if isinstance(w, Update)]:
        facts["no_action_for"] = [w.row.cause[:10] for w in dropped]
    return desk.apply(
        Change(
            kind="measure.red" if newly_red else kind,
            table="measure",
            subject=row,
            values=values,
            facts=facts,
            writes=tuple(writes),
        )
    )


def _demanded(
    desk: Desk,
    row: Any,
    work: Work,
    ratings: dict[dt.date, Rated],
    wanted: dict[dt.date, bool],
) -> tuple[list[Insert | Update], bool]:
    """Deadlines for corrective actions that are set and let go, and whether it is newly red."""
    writes: list[Insert | Update] = [*answered(desk, row.id, wanted)]
    if not ratings:
        return writes, False
    end = max(ratings)
    one = work.known[end]
    rating = ratings[end].rating
    new = one.was.rating != rating or (one.row is None and row.latest_end != end)
    here = kept(desk, row)
    number = {e.period.last: n for e, n in work.entered}.get(end)
    if number is None:
        number = 1 if one.row is None else one.row.number
    if wanted[end] and here and not asked(desk, row.id, end, number, again=new):
        made = demand(desk, row.id, one.chosen, end, number)
        writes += [] if made is None else [made]
    return writes, new and here and rating == "red"


def _columns(one: Standing, found: Rated) -> dict[str, Any]:
    return {
        "rating": found.rating,
        "unrated": found.unrated,
        "rule_id": None if one.chosen.version is None else one.chosen.version.id,
        "target": one.target,
        "tolerance": one.tolerance,
        "tolerance_percent": one.tolerance_percent,
    }


def _inserted(
    desk: Desk,
    row: Any,
    work: Work,
    entry: Entry,
    number: int,
    ratings: dict[dt.date, Rated],
) -> Insert:
    values = {
        "id": desk.new_id(),
        "measure_id": row.id,
        "period_start": entry.period.first,
        "period_end": entry.period.last,
        "number": number,
        "value": entry.value,
        "stands": entry.value is not None,
        "source": entry.source,
        "reason": entry.reason,
        "entered_by_id": desk.actor.person_id,
        "entered_at": desk.now,
        "tolerance_percent": row.tolerance_percent,
    }
    if entry.value is not None:
        end = entry.period.last
        values |= _columns(work.known[end], ratings[end])
    return Insert("observation", values)


def _told(entry: Entry, number: int, ratings: dict[dt.date, Rated]) -> dict[str, Any]:
    told: dict[str, Any] = {"period": entry.period.text, "number": number}
    if entry.value is None:
        return {**told, "value": None}
    found = ratings[entry.period.last]
    told |= {"value": said_value(entry.value), "rating": found.rating}
    return told if found.unrated is None else {**told, "unrated": found.unrated}

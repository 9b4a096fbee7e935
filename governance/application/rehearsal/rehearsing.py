"""Rehearsing a period: once as things stand, or under two texts with the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from governance.application.desk import Desk, looking
from governance.application.rehearsal.collecting import seldom_collected
from governance.application.rehearsal.copying import copied
from governance.application.rehearsal.counting import counted, ending
from governance.application.rehearsal.deciding import Desks
from governance.application.rehearsal.instead import bring_in_instead, not_tried
from governance.application.rehearsal.reviewing import every_week
from governance.application.rehearsal.sittings import plan_meetings
from governance.application.rehearsal.year import Progress, Year
from governance.domain.errors import Problem, Unusable
from governance.domain.rehearsal.supposing import PERCENT, Supposed
from governance.store.engine import Store

LONGEST: Final = 731
"""Days that can be rehearsed at once: two years."""
BEGINS: Final = dt.time(23)
"""The hour of today at which a rehearsal begins: whenever it is asked for, the year is the same."""
MOST_SEED: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Text:
    """A text to rehearse under, and what errors and results call it."""

    content: bytes
    file: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be rehearsed. `texts`: none, one against what is in force, or two."""

    start: dt.date
    end: dt.date
    seed: int
    supposed: Supposed = field(default_factory=Supposed)
    texts: tuple[Text, ...] = ()


def rehearse(
    store: Store,
    asked: Asked,
    *,
    now: dt.datetime,
    partnership: str | None = None,
    progress: Callable[[int, dt.date], None] = lambda _run, _day: None,
) -> dict[str, Any]:
    """Rehearse a period on a copy; what came of it, as plain values in a settled order.

    The database is only read. `progress` is told of each day of each run. Raises `Unusable`
    with everything that is wrong with what is asked.
    """
    with looking(store, now=now, partnership=partnership) as desk:
        key, today = desk.partnership.key, desk.today
        zone = ZoneInfo(desk.partnership.timezone)
        can_be_rehearsed(desk, asked)
    began = max(now, dt.datetime.combine(today, BEGINS, tzinfo=zone).astimezone(dt.UTC))
    runs = [
        _run(store, asked, text, (key, zone, began), partial(progress, number))
        for number, text in enumerate(_texts(asked))
    ]
    found: dict[str, Any] = {
        "partnership": key,
        "from": asked.start,
        "to": asked.end,
        "seed": asked.seed,
        "supposed": asked.supposed.plain(),
        "runs": runs,
    }
    if len(runs) > 1:
        found["difference"] = _difference(*runs)
    return found


def can_be_rehearsed(desk: Desk, asked: Asked) -> None:
    """Raise `Unusable` with everything that is wrong with what is asked."""
    problems = _problems(asked, desk.today)
    for text in asked.texts:
        problems += not_tried(desk, text.content, text.file)
    if problems:
        raise Unusable(problems)


def _texts(asked: Asked) -> Sequence[Text | None]:
    if len(asked.texts) == 2:
        return asked.texts
    return (None, *asked.texts)


def _problems(asked: Asked, today: dt.date) -> list[Problem]:
    """Everything that is wrong with what is asked, at once."""
    found = []
    days = (asked.end - today).days + 1
    if asked.end < asked.start:
        found.append(Problem("rehearsal.to_before_from", {"start": asked.start, "end": asked.end}))
    elif days > LONGEST:
        found.append(Problem("rehearsal.too_long", {"days": days, "most": LONGEST}))
    if asked.start < today:
        found.append(Problem("rehearsal.in_the_past", {"start": asked.start, "today": today}))
    if not 0 <= asked.seed <= MOST_SEED:
        found.append(Problem("rehearsal.seed_out_of_range", {"most": MOST_SEED}))
    if len(asked.texts) > 2:
        found.append(Problem("rehearsal.too_many_texts", {"number": len(asked.texts)}))
    bounds = {"absence": (0, PERCENT), "slip": (0, PERCENT), "reviews_a_week": (0, 1000)}
    bounds |= {"officer_days": (0, 250), "cliff": (1, 100_000)}
    for one in fields(Supposed):
        least, most = bounds[one.name]
        value = getattr(asked.supposed, one.name)
        if not least <= value <= most:
            told = {"option": one.name.replace("_", "-"), "value": value}
            found.append(Problem("rehearsal.out_of_range", told | {"least": least, "most": most}))
    return found


def _run(
    store: Store,
    asked: Asked,
    text: Text | None,
    place: tuple[str, ZoneInfo, dt.datetime],
    progress: Progress,
) -> dict[str, Any]:
    partnership, zone, began = place
    with copied(store, partnership) as copy, seldom_collected():
        year = Year(
            store=copy,
            partnership=partnership,
            start=asked.start,
            end=asked.end,
            seed=asked.seed,
            supposed=asked.supposed,
            zone=zone,
            began=began,
            progress=progress,
        )
        title = None if text is None else bring_in_instead(year, text.content, text.file)
        with year.looking() as desk:
            running_out = ending(desk, year.start, year.end)
        desks = Desks(year)
        plan_meetings(year, desks)
        every_week(year, desks)
        year.run()
        return {"text": None if text is None else text.file, "title": title} | counted(
            year, running_out
        )


# --- two runs side by side


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What the second run has more or less than the first: by figure, by body, by person."""
    return {
        "figures": {
            name: {
                "first": value,
                "second": other["figures"][name],
                "change": other["figures"][name] - value,
            }
            for name, value in one["figures"].items()
        },
        "bodies": _apart(one, other, "bodies", "body", ("meetings", "inquorate", "items")),
        "people": _apart(one, other, "people", "who", ("deadlines", "most_in_a_month")),
        "told": _told_apart(one["told"], other["told"]),
    }


def _apart(
    one: Mapping[str, Any], other: Mapping[str, Any], what: str, by: str, counts: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows of load that differ; one that is missing on a side counts nothing there."""
    sides = [{row[by]: row for row in run["load"][what]} for run in (one, other)]
    found = []
    for key in sorted(sides[0].keys() | sides[1].keys()):
        first, second = (
            {name: side.get(key, {}).get(name, 0) for name in counts} for side in sides
        )
        if first != second:
            found.append({by: key, "first": first, "second": second})
    return found


def _told_apart(
    one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    sides = [{(row["kind"], row["level"]): row["number"] for row in told} for told in (one, other)]
    return [
        {"kind": kind, "level": level, "first": first, "second": second}
        for kind, level in sorted(sides[0].keys() | sides[1].keys())
        if (first := sides[0].get((kind, level), 0)) != (second := sides[1].get((kind, level), 0))
    ]

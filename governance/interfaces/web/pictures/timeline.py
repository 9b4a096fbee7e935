"""A line of time with what falls on it: notices, meetings, decisions, reviews, the end.

Where there is room the days stand along a line true to scale, each with a flag. A flag flies to
the right of its pole, and higher than every flag whose pole it would hide, so that neither words
nor poles ever cross. On a narrow screen, and where flags would be piled too high, the same days
stand below one another, each led to from its place on an upright line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.lettering import SMALL, clean, wide, wrapped
from governance.interfaces.web.pictures.picture import Picture, Table
from governance.interfaces.web.pictures.sheet import BLUE, GREY, INK, Shape, Sheet, View, tall

Kind = Literal["notice", "meeting", "decision", "review", "end", "other"]
Standing = Literal["", "done", "late", "ahead"]

_MARKS: Final[dict[Kind, Shape]] = {
    "notice": "triangle",
    "meeting": "ring",
    "decision": "diamond",
    "review": "hexagon",
    "end": "square",
    "other": "hollow",
}
_FLAG: Final = 176
"""Width of the words of a flag at most; the longest day with its standing fits."""
_MOST: Final = 6
"""Flags piled on one side of the line at most; more are stacked instead."""
_EDGE: Final = 14


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on a day. `standing`: whether it is done, late or ahead; empty where neither."""

    on: dt.date
    kind: Kind
    title: str
    standing: Standing = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is shown, as of a day. The order of `moments` does not matter."""

    about: str
    today: dt.date
    moments: tuple[Moment, ...]


def timeline(shown: Timeline) -> Picture:
    """Draw a timeline. Without any moment the picture says so."""
    ordered = sorted(shown.moments, key=lambda one: one.on)
    about = clean(shown.about)
    title = words.say("picture.timeline.title", {"about": about})
    described = _described(shown, ordered)
    drawn = Markup("").join(
        _draw(shown, ordered, view, title, described) for view in ("wide", "narrow")
    )
    return Picture(
        svg=drawn,
        alternative=described,
        table=Table(
            caption=title,
            heads=tuple(
                words.say(f"picture.timeline.head.{head}", {})
                for head in ("day", "what", "kind", "standing")
            ),
            rows=tuple(
                (
                    words.say("picture.timeline.label", {"on": one.on}),
                    clean(one.title),
                    _kind(one),
                    _standing(one),
                )
                for one in ordered
            ),
        ),
    )


def _kind(one: Moment) -> str:
    return words.say(f"picture.timeline.{one.kind}", {})


def _standing(one: Moment) -> str:
    return words.say(f"picture.timeline.{one.standing}", {}) if one.standing else ""


def _described(shown: Timeline, ordered: Sequence[Moment]) -> str:
    if not ordered:
        return words.say("picture.timeline.none", {"about": clean(shown.about)})
    first, last = min(ordered[0].on, shown.today), max(ordered[-1].on, shown.today)
    told = {"first": first, "last": last, "today": shown.today, "n": len(ordered)}
    said = [words.say("picture.timeline.spans", told)]
    for one in ordered:
        standing = f", {_standing(one)}" if one.standing else ""
        params = {"on": one.on, "title": clean(one.title), "kind": _kind(one)}
        said.append(words.say("picture.timeline.moment", {**params, "standing": standing}))
    return " ".join(said)


def _draw(
    shown: Timeline, ordered: Sequence[Moment], view: View, title: str, described: str
) -> Markup:
    sheet = Sheet(("timeline", shown), view)
    top = 8.0
    if not ordered:
        said = wrapped(described, sheet.width - 2 * _EDGE)
        return sheet.finished(sheet.lines(_EDGE, top, said) + 8, title=title, described=described)
    flags = _flags(shown, ordered, sheet.width) if view == "wide" else None
    if flags is not None:
        top = _along(sheet, flags, top)
    else:
        top = _below(sheet, shown, ordered, top)
    used = {one.kind for one in ordered}
    key = [(shape, words.say(f"picture.timeline.{kind}", {})) for kind, shape in _MARKS.items()]
    kept = [pair for pair, kind in zip(key, _MARKS, strict=True) if kind in used]
    return sheet.finished(
        sheet.legend(_EDGE, top, kept, SMALL) + 4, title=title, described=described
    )


@dataclass(frozen=True, slots=True)
class _Flag:
    """A day on the line with its words. `moment` is None for today."""

    x: float
    moment: Moment | None
    day: str
    title: tuple[str, ...]

    @property
    def width(self) -> float:
        said = [wide(self.day, SMALL, bold=True), *(wide(line, SMALL) for line in self.title)]
        return max(said) + 10

    @property
    def height(self) -> float:
        return tall((self.day, *self.title), SMALL) + 8


def _label(one: Moment) -> str:
    told = one.standing in ("done", "late")
    code = "picture.timeline.label_standing" if told else "picture.timeline.label"
    return words.say(code, {"on": one.on, "standing": _standing(one)})


def _flags(
    shown: Timeline, ordered: Sequence[Moment], width: float
) -> tuple[list[list[tuple[_Flag, int]]], float] | None:
    """The flags above and below the line with the storey of each; None where piled too high."""
    first, last = min(ordered[0].on, shown.today), max(ordered[-1].on, shown.today)
    span = max((last - first).days, 1)
    end = width - _EDGE - _FLAG - 10

    def place(day: dt.date) -> float:
        return _EDGE + 8 + (day - first).days / span * (end - _EDGE - 8)

    today = _Flag(
        place(shown.today),
        None,
        words.say("picture.timeline.today", {}),
        (words.say("picture.timeline.label", {"on": shown.today}),),
    )
    flags = [
        _Flag(place(one.on), one, _label(one), wrapped(one.title, _FLAG, size=SMALL, most=2))
        for one in ordered
    ]
    flags.append(today)
    flags.sort(key=lambda flag: flag.x)
    sides = [_storeys(flags[0::2]), _storeys(flags[1::2])]
    if any(storey >= _MOST for side in sides for _, storey in side):
        return None
    return sides, place(shown.today)


def _storeys(flags: Sequence[_Flag]) -> list[tuple[_Flag, int]]:
    """Each flag with its storey: above every flag to its right whose pole it would hide."""
    found: list[tuple[_Flag, int]] = []
    for flag in reversed(flags):
        hidden = [storey for other, storey in found if other.x <= flag.x + flag.width + 6]
        found.append((flag, 1 + max(hidden, default=-1)))
    return found


def _along(sheet: Sheet, drawn: tuple[list[list[tuple[_Flag, int]]], float], top: float) -> float:
    """The line across with its flags; the bottom is given back."""
    (above, below), today = drawn
    heights = [_heights(side) for side in (above, below)]
    line = top + sum(heights[0]) + 22
    for side, sizes, up in ((above, heights[0], True), (below, heights[1], False)):
        for flag, storey in side:
            reach = 20 + sum(sizes[: storey + 1])
            edge = line - reach if up else line + reach - sizes[storey]
            tip = edge if up else edge + sizes[storey] - 6
            colour = BLUE if flag.moment is None else GREY
            sheet.path([(flag.x, line), (flag.x, tip)], stroke=colour, thick=1.5)
            fill = BLUE if flag.moment is None else INK
            sheet.text(flag.x + 5, edge + SMALL, flag.day, size=SMALL, bold=True, fill=fill)
            sheet.lines(flag.x + 5, edge + SMALL * 1.3, flag.title, size=SMALL)
    end = sheet.width - _EDGE - _FLAG - 10
    sheet.path([(_EDGE, line), (end + 8, line)], thick=3)
    for side in (above, below):
        for flag, _ in side:
            if flag.moment is None:
                sheet.rect(today - 3, line - 14, 6, 28, fill=BLUE, stroke=BLUE)
            else:
                sheet.mark(_MARKS[flag.moment.kind], flag.x, line)
    return line + sum(heights[1]) + 34


def _heights(side: Sequence[tuple[_Flag, int]]) -> list[float]:
    """How high each storey is: as its tallest flag."""
    storeys = 1 + max((storey for _, storey in side), default=-1)
    return [max(flag.height for flag, at in side if at == storey) for storey in range(storeys)]


def _below(sheet: Sheet, shown: Timeline, ordered: Sequence[Moment], top: float) -> float:
    """The days below one another, each led to from its place on an upright line."""
    left, room = 84, sheet.width - 84 - _EDGE
    rows: list[tuple[dt.date, Moment | None, str, tuple[str, ...]]] = [
        (one.on, one, _label(one), wrapped(one.title, room, size=SMALL, most=3)) for one in ordered
    ]
    here = words.say("picture.timeline.label", {"on": shown.today})
    place = sum(1 for one in ordered if one.on < shown.today)
    rows.insert(place, (shown.today, None, words.say("picture.timeline.today", {}), (here,)))
    heights = [tall((day, *title), SMALL) + 14 for _, _, day, title in rows]
    first, last = rows[0][0], rows[-1][0]
    span = max((last - first).days, 1)
    reach = sum(heights[:-1])
    axis = 26
    sheet.path([(axis, top + 2), (axis, top + reach + 22)], thick=3)
    at = top
    for (day, moment, label, title), height in zip(rows, heights, strict=True):
        true = top + 12 + (day - first).days / span * reach
        colour = BLUE if moment is None else GREY
        sheet.path(
            [(axis, true), (axis + 14, true), (left - 30, at + 12), (left - 20, at + 12)],
            stroke=colour,
        )
        if moment is None:
            sheet.rect(axis - 10, true - 3, 20, 6, fill=BLUE, stroke=BLUE)
            sheet.rect(left - 20, at + 9, 14, 6, fill=BLUE, stroke=BLUE)
        else:
            sheet.mark(_MARKS[moment.kind], left - 14, at + 12)
        fill = BLUE if moment is None else INK
        sheet.text(left, at + 3 + SMALL, label, size=SMALL, bold=True, fill=fill)
        sheet.lines(left, at + 3 + SMALL * 1.3, title, size=SMALL)
        at += height
    return at + 8

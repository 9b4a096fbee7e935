"""The commissioning cycle of any framework with a commission on it.

The stages go round as a loop: along the top and back along the bottom, at most four in a row; on
a narrow screen one below the other. Several may be open at once. Where a stage stands is said by
a mark, its outline and a word.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.lettering import SMALL, clean, wrapped
from governance.interfaces.web.pictures.picture import Picture, Table
from governance.interfaces.web.pictures.sheet import GREY, INK, PALE, Shape, Sheet, View, tall

Standing = Literal["not_started", "open", "at_gate", "complete", "reopened"]
STANDINGS: Final[tuple[Standing, ...]] = (
    "complete",
    "open",
    "at_gate",
    "reopened",
    "not_started",
)
HERE: Final = frozenset({"open", "at_gate", "reopened"})
"""Standings in which the commission is at the stage."""

_MARKS: Final[dict[Standing, Shape]] = {
    "complete": "circle",
    "open": "triangle",
    "at_gate": "diamond",
    "reopened": "hexagon",
    "not_started": "ring",
}
_GAP: Final = 26
_ROW: Final = 4
_PAD: Final = 10


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the framework and how the commission stands in it.

    `missing` counts what its gate still asks for, None where it is not asked yet; `gate` is what
    the gate is called.
    """

    title: str
    standing: Standing
    gate: str = ""
    missing: int | None = 0


@dataclass(frozen=True, slots=True)
class Cycle:
    """A framework's stages in order, and the commission that goes through them."""

    framework: str
    commission: str
    round: int
    stages: tuple[Stage, ...]


def cycle(shown: Cycle) -> Picture:
    """Draw a cycle. A framework without stages gives a picture that says so."""
    title = words.say("picture.cycle.title", _params(shown))
    described = _described(shown)
    drawn = [_drawn(shown, view).pair(title, described) for view in ("wide", "narrow")]
    heads = ("stage", "standing", "gate", "missing")
    return Picture(
        svg=Markup("").join(drawn),
        alternative=described,
        table=Table(
            caption=title,
            heads=tuple(words.say(f"picture.cycle.head.{head}", {}) for head in heads),
            rows=tuple(
                (
                    clean(stage.title),
                    _word(stage.standing),
                    clean(stage.gate) or words.say("picture.none", {}),
                    _missing(stage),
                )
                for stage in shown.stages
            ),
        ),
    )


def _params(shown: Cycle) -> dict[str, object]:
    return {
        "framework": clean(shown.framework),
        "commission": clean(shown.commission),
        "round": shown.round,
    }


def _word(standing: Standing) -> str:
    return words.say(f"picture.cycle.{standing}", {})


def _described(shown: Cycle) -> str:
    if not shown.stages:
        return words.say("picture.cycle.no_stages", _params(shown))
    said = [words.say("picture.cycle.round", {**_params(shown), "n": len(shown.stages)})]
    for standing in STANDINGS:
        there = [clean(one.title) for one in shown.stages if one.standing == standing]
        if there:
            said.append(words.say("picture.listed", {"what": _word(standing), "which": there}))
    missing = Counter({clean(one.title): one.missing for one in shown.stages if one.missing})
    said += [
        words.say("picture.cycle.missing", {"stage": stage, "n": n}) for stage, n in missing.items()
    ]
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class _Finished:
    sheet: Sheet
    height: float

    def pair(self, title: str, described: str) -> Markup:
        return self.sheet.finished(self.height, title=title, described=described)


@dataclass(frozen=True, slots=True)
class _Box:
    """A stage's box with what is written in it."""

    stage: Stage
    title: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def height(self) -> float:
        return 2 * _PAD + 24 + tall(self.title) + 4 + tall(self.notes, SMALL)


def _drawn(shown: Cycle, view: View) -> _Finished:
    sheet = Sheet(("cycle", shown), view)
    edge = 40
    across = sheet.width - edge - 14
    n = len(shown.stages)
    columns = 1 if view == "narrow" else max(1, min(_ROW, (n + 1) // 2))
    width = (across - (columns - 1) * _GAP) / columns
    boxes = [_box(stage, width) for stage in shown.stages]
    top = 8.0
    if not boxes:
        said = wrapped(words.say("picture.cycle.no_stages", _params(shown)), across)
        return _Finished(sheet, sheet.lines(edge, top, said) + 8)
    rows = [boxes[at : at + columns] for at in range(0, n, columns)]
    places: list[tuple[float, float, float]] = []
    for at, row in enumerate(rows):
        height = max(box.height for box in row)
        for place in range(len(row)):
            column = place if at % 2 == 0 else columns - 1 - place
            places.append((edge + column * (width + _GAP), top, height))
        top += height + _GAP
    _arrows(sheet, places, width, edge)
    for box, (x, y, height) in zip(boxes, places, strict=True):
        _draw_box(sheet, box, x, y, width, height)
    return _Finished(sheet, top)


def _missing(stage: Stage) -> str:
    """How much its gate still asks for, in a cell of the table."""
    if stage.missing is None:
        return words.say("picture.cycle.not_asked", {})
    return str(stage.missing)


def _box(stage: Stage, width: float) -> _Box:
    inside = width - 2 * _PAD
    notes: list[str] = []
    if stage.missing:
        asked = words.say("picture.cycle.missing_short", {"n": stage.missing})
        notes += wrapped(asked, inside, size=SMALL, most=2)
    return _Box(stage, wrapped(stage.title, inside, bold=True, most=4), tuple(notes))


def _draw_box(sheet: Sheet, box: _Box, x: float, y: float, width: float, height: float) -> None:
    standing = box.stage.standing
    here = standing in HERE
    sheet.rect(
        x,
        y,
        width,
        height,
        fill=PALE if standing == "complete" else "#ffffff",
        stroke=GREY if standing == "not_started" else INK,
        thick=4 if here else 1.5,
        dashes="6 4" if standing == "not_started" else "",
        round_=6,
    )
    sheet.mark(_MARKS[standing], x + _PAD + 8, y + _PAD + 9)
    inside = width - 2 * _PAD - 24
    for line in wrapped(_word(standing), inside, size=SMALL, most=1):
        sheet.text(x + _PAD + 24, y + _PAD + 14, line, size=SMALL, bold=here)
    under = sheet.lines(x + _PAD, y + _PAD + 24, box.title, bold=True)
    sheet.lines(x + _PAD, under + 4, box.notes, size=SMALL)


def _arrows(
    sheet: Sheet, places: list[tuple[float, float, float]], width: float, edge: float
) -> None:
    """From each stage to the next, and from the last round to the first."""
    for (x, y, height), (next_x, next_y, _) in itertools.pairwise(places):
        if next_y == y:
            at = y + min(height / 2, 40)
            ends = (x + width, next_x) if next_x > x else (x, next_x + width)
            sheet.path([(ends[0], at), (ends[1], at)], thick=2, arrow=True)
        else:
            middle = next_x + width / 2
            sheet.path([(middle, y + height), (middle, next_y)], thick=2, arrow=True)
    (first_x, first_y, first_tall), (last_x, last_y, last_tall) = places[0], places[-1]
    if len(places) == 1:
        return
    up = first_y + min(first_tall / 2, 40)
    down = last_y + min(last_tall / 2, 40)
    gutter = edge - 22
    if last_y == first_y:
        below = first_y + first_tall + 12
        ends = (last_x + width / 2, first_x + width / 2)
        way = [(ends[0], first_y + last_tall), (ends[0], below), (ends[1], below)]
        sheet.path([*way, (ends[1], first_y + first_tall)], thick=2, dashes="3 3", arrow=True)
        return
    if last_x > first_x:
        below = last_y + last_tall + 12
        middle = last_x + width / 2
        start = [(middle, last_y + last_tall), (middle, below), (gutter, below)]
    else:
        start = [(last_x, down), (gutter, down)]
    sheet.path([*start, (gutter, up), (first_x, up)], thick=2, dashes="3 3", arrow=True)

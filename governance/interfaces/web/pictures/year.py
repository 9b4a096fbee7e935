"""A period's calendar: months down, weeks across, in each week what happens in it.

What goes wrong stands first. Kinds differ in the shape of their marks; a number says how many.
On a narrow screen a month is a block of its weeks, one below the other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from governance import words
from governance.domain.rehearsal.layout import WEEKS, Cell, Event, Kind, Month, months
from governance.interfaces.web.pictures.lettering import SMALL, clean
from governance.interfaces.web.pictures.picture import Picture, Table
from governance.interfaces.web.pictures.sheet import GREY, PALE, WHITE, Shape, Sheet, View
from governance.words.format import months as month_words

KINDS: Final[tuple[Kind, ...]] = ("inquorate", "missed", "ending", "meeting")
_MARKS: Final[dict[Kind, Shape]] = {
    "inquorate": "cross",
    "missed": "diamond",
    "ending": "triangle",
    "meeting": "ring",
}
_EDGE: Final = 8
_NAMES: Final = 76
_LINE: Final = 22


@dataclass(frozen=True, slots=True)
class Lived:
    """What a period was lived under, its days, and what happened: day, kind and reference."""

    about: str
    start: dt.date
    end: dt.date
    events: tuple[tuple[dt.date, Kind, str], ...]


def year(shown: Lived) -> Picture:
    """Draw the calendar of a period."""
    events = [Event(on, kind, clean(label)) for on, kind, label in shown.events]
    lived = months(shown.start, shown.end, events)
    title = words.say("picture.year.title", {"start": shown.start, "end": shown.end})
    described = _described(shown)
    weeks = [words.say(f"rehearsal.week.{n}", {}) for n in range(1, WEEKS + 1)]
    return Picture(
        svg=Markup("").join(_drawn(shown, lived, view, title, described) for view in _VIEWS),
        alternative=described,
        table=Table(
            caption=title,
            heads=(words.say("picture.year.month", {}), *weeks),
            rows=tuple((_named(month), *(_told(cell) for cell in month.weeks)) for month in lived),
        ),
    )


_VIEWS: Final[tuple[View, View]] = ("wide", "narrow")


def _named(month: Month) -> str:
    return month_words(f"{month.first:%Y-%m}")


def _described(shown: Lived) -> str:
    counted = [
        words.say(f"rehearsal.mark.{kind}", {"n": n})
        for kind in KINDS
        if (n := sum(one[1] == kind for one in shown.events))
    ]
    if not counted:
        return words.say("picture.year.nothing", {"about": clean(shown.about)})
    return words.say("picture.year.described", {"about": clean(shown.about), "counted": counted})


def _told(cell: Cell) -> str:
    """A week in words, with every reference."""
    said = [
        f"{words.say(f'rehearsal.mark.{kind}', {'n': len(refs)})}: {', '.join(refs)}"
        for kind in KINDS
        if (refs := cell.of(kind))
    ]
    return "; ".join(said)


def _drawn(shown: Lived, lived: list[Month], view: View, title: str, described: str) -> Markup:
    sheet = Sheet(("year", shown), view)
    legend = [(_MARKS[kind], words.say(f"rehearsal.meaning.{kind}", {})) for kind in KINDS]
    top = sheet.legend(_EDGE, 8, legend, SMALL) + 6
    bottom = (_wide if view == "wide" else _narrow)(sheet, lived, top)
    return sheet.finished(bottom + 8, title=title, described=described)


def _wide(sheet: Sheet, lived: list[Month], top: float) -> float:
    width = (sheet.width - 2 * _EDGE - _NAMES) / WEEKS
    for week in range(WEEKS):
        said = words.say(f"rehearsal.week.{week + 1}", {})
        sheet.text(_EDGE + _NAMES + week * width + 6, top + 14, said, size=SMALL, bold=True)
    top += 20
    for month in lived:
        most = max(sum(bool(cell.of(kind)) for kind in KINDS) for cell in month.weeks)
        height = max(1, most) * _LINE + 8
        sheet.text(_EDGE, top + 19, f"{month.first:%b %Y}", size=SMALL, bold=True)
        for week, cell in enumerate(month.weeks):
            _cell(sheet, cell, _EDGE + _NAMES + week * width, top, width, height)
        top += height
    return top


def _narrow(sheet: Sheet, lived: list[Month], top: float) -> float:
    for month in lived:
        sheet.text(_EDGE, top + 18, _named(month), bold=True)
        top += 26
        for week, cell in enumerate(month.weeks):
            if cell.empty:
                continue
            lines = sum(bool(cell.of(kind)) for kind in KINDS)
            height = lines * _LINE + 8
            said = words.say(f"rehearsal.week.{week + 1}", {})
            sheet.text(_EDGE, top + 19, said, size=SMALL)
            _cell(sheet, cell, _EDGE + 110, top, sheet.width - 2 * _EDGE - 110, height)
            top += height
    return top


def _cell(sheet: Sheet, cell: Cell, x: float, y: float, width: float, height: float) -> None:
    amiss = bool(cell.inquorate or cell.missed)
    sheet.rect(x, y, width, height, fill=PALE if amiss else WHITE, stroke=GREY, thick=1)
    line = y + 4
    for kind in KINDS:
        if refs := cell.of(kind):
            sheet.mark(_MARKS[kind], x + 14, line + _LINE / 2, 6)
            said = words.say(f"rehearsal.mark.{kind}", {"n": len(refs)})
            sheet.text(x + 28, line + _LINE / 2 + 5, said, size=SMALL)
            line += _LINE

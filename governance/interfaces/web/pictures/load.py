"""How much falls to each body in each month, as a table of shaded cells with numbers in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.lettering import SMALL, clean, wide, wrapped
from governance.interfaces.web.pictures.picture import Picture, Table
from governance.interfaces.web.pictures.sheet import GREY, INK, WHITE, Sheet, View
from governance.words.format import months as month_words

SHADES: Final = (
    (WHITE, INK),
    ("#d2e2f1", INK),
    ("#8eb8dc", INK),
    ("#1d70b8", WHITE),
    ("#12406a", WHITE),
)
"""Fills from nothing to the most, each with letters that stand 4.5 to 1 against it."""
_EDGE: Final = 12
_CELL: Final = 38


@dataclass(frozen=True, slots=True)
class Body:
    """A body and how much falls to it in each month, as many numbers as there are months."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """What is counted, the first days of the months, and the bodies in order."""

    about: str
    months: tuple[dt.date, ...]
    bodies: tuple[Body, ...]


def load(shown: Load) -> Picture:
    """Draw the load. Without a body or a month the picture says so."""
    title = words.say("picture.load.title", {"about": clean(shown.about)})
    described = _described(shown)
    named = [month_words(f"{month:%Y-%m}") for month in shown.months]
    return Picture(
        svg=Markup("").join(_drawn(shown, view, title, described) for view in ("wide", "narrow")),
        alternative=described,
        table=Table(
            caption=title,
            heads=(
                words.say("picture.load.head.body", {}),
                *named,
                words.say("picture.load.head.total", {}),
            ),
            rows=tuple(
                (clean(one.name), *(f"{n:,}" for n in one.counts), f"{sum(one.counts):,}")
                for one in shown.bodies
            ),
        ),
    )


def _described(shown: Load) -> str:
    if not (shown.bodies and shown.months):
        return words.say("picture.load.none", {})
    said = []
    for one in shown.bodies:
        most = max(one.counts, default=0)
        told = {"body": clean(one.name), "n": f"{sum(one.counts):,}", "most": f"{most:,}"}
        if most <= 0:
            said.append(words.say("picture.load.body_none", told))
            continue
        month = f"{shown.months[one.counts.index(most)]:%Y-%m}"
        said.append(words.say("picture.load.body", {**told, "month": month}))
    return " ".join(said)


def _drawn(shown: Load, view: View, title: str, described: str) -> Markup:
    sheet = Sheet(("load", shown), view)
    across = sheet.width - 2 * _EDGE
    top = 8.0
    if shown.bodies and shown.months:
        top = (_table if view == "wide" else _blocks)(sheet, shown, top)
        note = wrapped(words.say("picture.load.key", {}), across, size=SMALL)
    else:
        note = wrapped(described, across)
    bottom = sheet.lines(_EDGE, top + 4, note, size=SMALL, fill=GREY) + 8
    return sheet.finished(bottom, title=title, described=described)


def _most(shown: Load) -> int:
    return max((n for one in shown.bodies for n in one.counts), default=0)


def _cell(
    sheet: Sheet, count: int, most: int, x: float, y: float, width: float, height: float
) -> None:
    """A month's cell: shaded by its share of the most, with its number."""
    share = 0 if most <= 0 or count <= 0 else 1 + min(count * 4 // (most + 1), 3)
    fill, letters = SHADES[share]
    sheet.rect(x, y, width, height, fill=fill, stroke=GREY, thick=1)
    said = wrapped(f"{count:,}", width - 2, size=SMALL, most=1)[0]
    sheet.text(x + width / 2, y + height / 2 + 5, said, size=SMALL, anchor="middle", fill=letters)


def _table(sheet: Sheet, shown: Load, top: float) -> float:
    """Bodies down, at most twelve months across; more months follow below."""
    names = 190
    width = (sheet.width - 2 * _EDGE - names) / 12
    most = _most(shown)
    for start in range(0, len(shown.months), 12):
        chunk = shown.months[start : start + 12]
        _months(sheet, chunk, _EDGE + names, top, width)
        top += 40
        for one in shown.bodies:
            lines = wrapped(one.name, names - 10, size=SMALL, most=2)
            sheet.lines(_EDGE, top + (_CELL - len(lines) * 17) / 2, lines, size=SMALL)
            for at, count in enumerate(one.counts[start : start + 12]):
                _cell(sheet, count, most, _EDGE + names + at * width, top, width, _CELL)
            top += _CELL
        top += 12
    return top


def _months(sheet: Sheet, chunk: Sequence[dt.date], left: float, top: float, width: float) -> None:
    """The months' short names, with the year where one begins."""
    for at, month in enumerate(chunk):
        middle = left + (at + 0.5) * width
        if at == 0 or month.month == 1:
            sheet.text(middle, top + 14, str(month.year), size=SMALL, anchor="middle", bold=True)
        sheet.text(middle, top + 32, f"{month:%b}", size=SMALL, anchor="middle")


def _blocks(sheet: Sheet, shown: Load, top: float) -> float:
    """A block for each body: its name, then six months in a row with their numbers below."""
    width = (sheet.width - 2 * _EDGE) / 6
    most = _most(shown)
    for one in shown.bodies:
        lines = wrapped(one.name, sheet.width - 2 * _EDGE, bold=True, most=2)
        top = sheet.lines(_EDGE, top + 4, lines, bold=True) + 2
        for start in range(0, len(shown.months), 6):
            chunk = shown.months[start : start + 6]
            for at, (month, count) in enumerate(
                zip(chunk, one.counts[start : start + 6], strict=False)
            ):
                x = _EDGE + at * width
                said = f"{month:%b %y}"
                size = SMALL if wide(said, SMALL) <= width - 2 else SMALL - 1
                sheet.text(x + width / 2, top + 15, said, size=size, anchor="middle")
                _cell(sheet, count, most, x, top + 20, width, 28)
            top += 56
        top += 6
    return top

"""The calendar of a rehearsed year as an SVG: months down, weeks across, a mark for each kind.

Kinds are told apart by shape, pattern and words, never by colour alone. Each week has a title
with the references; the whole has one that says what it shows.
"""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from governance import words
from governance.domain.rehearsal.layout import WEEKS, Cell, Kind
from governance.interfaces.cli.rehearse_calendar import calendar
from governance.interfaces.cli.rehearse_page import name_of

MARGIN, MONTH_WIDE, WEEK_WIDE = 24, 96, 164
LINE, PAD, HEAD, LEGEND = 20, 8, 64, 72
TITLE_LINE: Final = 26
TITLE_LONG: Final = 80
"""Characters in a line of a heading at the most."""
WIDE: Final = 2 * MARGIN + MONTH_WIDE + WEEKS * WEEK_WIDE
KINDS: Final[tuple[Kind, ...]] = ("inquorate", "missed", "ending", "meeting")
"""The order of the marks in a week: what went wrong first."""

STYLE: Final = """
text { font-family: Arial, Helvetica, sans-serif; font-size: 14px; fill: #0b0c0c; }
.title { font-size: 19px; font-weight: bold; }
.head { font-weight: bold; }
.grid { fill: none; stroke: #b1b4b6; }
.amiss { fill: #f3f2f1; stroke: #b1b4b6; }
.mark { stroke: #0b0c0c; stroke-width: 1.5; }
.meeting { fill: #ffffff; }
.missed { fill: #0b0c0c; }
.ending { fill: #ffffff; }
"""


def picture(found: Mapping[str, Any]) -> str:
    """The picture of every run, one below the other."""
    parts: list[str] = []
    top = MARGIN
    for run in found["runs"]:
        drawn, top = _run(found, run, top)
        parts += drawn
    legend = [*_legend(top)]
    height = top + LEGEND
    title = words.say("rehearsal.picture_title", {"start": found["from"], "end": found["to"]})
    described = " ".join(
        words.say("rehearsal.picture_of", {"how": name_of(run)})
        + " "
        + words.say("rehearsal.summary", run["figures"])
        for run in found["runs"]
    )
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {height}"'
                f' width="{WIDE}" height="{height}" role="img" aria-labelledby="title desc">'
            ),
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(described)}</desc>',
            f"<style>{STYLE}</style>",
            (
                '<defs><pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse"'
                ' patternTransform="rotate(45)"><rect width="5" height="5" fill="#ffffff"/>'
                '<line x1="0" y1="0" x2="0" y2="5" stroke="#0b0c0c" stroke-width="3"/>'
                "</pattern></defs>"
            ),
            f'<rect width="{WIDE}" height="{height}" fill="#ffffff"/>',
            *parts,
            *legend,
            "</svg>",
            "",
        ]
    )


def _run(found: Mapping[str, Any], run: Mapping[str, Any], top: int) -> tuple[list[str], int]:
    """A run's heading and grid, and where the next begins."""
    told = {"start": found["from"], "end": found["to"], "seed": found["seed"]}
    heading = words.say("rehearsal.heading", told | {"how": name_of(run)})
    lines = textwrap.wrap(heading, TITLE_LONG)
    parts = [
        _text(MARGIN, top + 18 + n * TITLE_LINE, said, "title") for n, said in enumerate(lines)
    ]
    top += (len(lines) - 1) * TITLE_LINE
    for week in range(WEEKS):
        label = words.say(f"rehearsal.week.{week + 1}", {})
        parts.append(_text(_left(week) + PAD, top + HEAD - 12, label, "head"))
    at = top + HEAD
    for month in calendar(found, run):
        most = max(sum(bool(cell.of(kind)) for kind in KINDS) for cell in month.weeks)
        tall = max(1, most) * LINE + 2 * PAD
        parts.append(_text(MARGIN, at + PAD + 14, f"{month.first:%b %Y}", "head"))
        for week, cell in enumerate(month.weeks):
            parts += _week(month.first, week, cell, at, tall)
        at += tall
    return parts, at + MARGIN


def _left(week: int) -> int:
    return MARGIN + MONTH_WIDE + week * WEEK_WIDE


def _week(first: dt.date, week: int, cell: Cell, top: int, tall: int) -> Iterator[str]:
    left = _left(week)
    amiss = bool(cell.inquorate or cell.missed)
    yield "<g>"
    if not cell.empty:
        yield f"<title>{escape(_told(first, week, cell))}</title>"
    yield (
        f'<rect class="{"amiss" if amiss else "grid"}" x="{left}" y="{top}"'
        f' width="{WEEK_WIDE}" height="{tall}"/>'
    )
    line = top + PAD
    for kind in KINDS:
        if refs := cell.of(kind):
            yield _mark(kind, left + PAD, line + 2)
            said = words.say(f"rehearsal.mark.{kind}", {"n": len(refs)})
            yield _text(left + PAD + 22, line + 14, said)
            line += LINE
    yield "</g>"


def _told(first: dt.date, week: int, cell: Cell) -> str:
    """A week in words: its days, and every reference by kind."""
    said = [f"{first:%B %Y}, {words.say(f'rehearsal.week.{week + 1}', {})}."]
    for kind in KINDS:
        if refs := cell.of(kind):
            counted = words.say(f"rehearsal.mark.{kind}", {"n": len(refs)})
            said.append(f"{counted}: {', '.join(refs)}.")
    return " ".join(said)


def _mark(kind: Kind, x: int, y: int) -> str:
    """A shape of fourteen units: square, hatched square, black diamond, hollow triangle."""
    match kind:
        case "meeting":
            return f'<rect class="mark meeting" x="{x}" y="{y}" width="14" height="14"/>'
        case "inquorate":
            return (
                f'<rect class="mark" fill="url(#hatched)" x="{x}" y="{y}" width="14" height="14"/>'
            )
        case "missed":
            points = f"{x + 7},{y} {x + 14},{y + 7} {x + 7},{y + 14} {x},{y + 7}"
        case "ending":
            points = f"{x},{y + 1} {x + 14},{y + 1} {x + 7},{y + 14}"
    return f'<polygon class="mark {kind}" points="{points}"/>'


def _legend(top: int) -> Iterator[str]:
    x = MARGIN
    for kind in KINDS:
        yield _mark(kind, x, top)
        yield _text(x + 22, top + 12, words.say(f"rehearsal.meaning.{kind}", {}))
        x += 230


def _text(x: int, y: int, said: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x}" y="{y}">{escape(said)}</text>'

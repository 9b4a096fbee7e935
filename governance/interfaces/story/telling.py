"""How the story is told: headings, days, paragraphs and tables as wide as the screen.

What Vires answered is printed in its own words, marked by a bar. Everything told is kept as
well, so that a program can be given the same as values.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from governance import words
from governance.domain.errors import Refused
from governance.words.format import weekday

NARROW, WIDE = 60, 120
"""Columns the story is never narrower and never wider than."""
READABLE = 92
"""Columns of running text at the most: longer lines are hard to read."""

_BAR = "  │ "


class Teller:
    """Tells a story on a screen of some width, or keeps it only."""

    def __init__(self, *, width: int, muted: bool = False) -> None:
        self.width = min(max(width, NARROW), WIDE)
        self.muted = muted
        """Whether nothing is ever printed."""
        self.silent = muted
        """Whether nothing is printed now."""
        self.chapters: list[dict[str, Any]] = []
        self._day: dt.date | None = None
        self._told: dt.date | None = None
        self._heading: tuple[str, ...] = ()

    # --- the frame

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self.chapters.append({"title": title, "told": []})
        heading = f"{len(self.chapters)}. {title}"
        self._heading = ("", heading, "─" * min(len(heading), self.width))
        self._told = None

    def day(self, on: dt.date) -> None:
        """Say from now on what happened on this day."""
        self._day = on

    # --- what is said

    def say(self, text: str) -> None:
        """A paragraph."""
        self._keep("said", _joined(text))
        self._dated()
        self.line()
        self._wrapped(_joined(text))

    def quote(self, said_by: str, text: str) -> None:
        """A decision, word for word."""
        self._keep("resolved", text, by=said_by)
        self._dated()
        self.line()
        self._wrapped(f"{said_by}:", "  ")
        self._wrapped(f"“{text}”", "    ")

    def answer(self, lines: Iterable[str], *, about: str = "Vires answers") -> None:
        """What Vires answered, in its own words."""
        given = [line.rstrip() for line in lines]
        self._keep("answered", [line for line in given if line])
        self._dated()
        self.line()
        self._wrapped(f"{about}:", "  ")
        for line in given:
            indent = " " * (len(line) - len(line.lstrip()))
            self._wrapped(line.strip(), _BAR + indent, _BAR + indent + "  ")

    def refusal(self, refused: Refused) -> None:
        """A refusal with every reason, and what would change it."""
        told = [
            {
                "code": r.code,
                "words": words.say(r.code, r.params),
                "remedy": words.remedy(r.code, r.params),
            }
            for r in refused.refusals
        ]
        self._keep("refused", told)
        self._dated()
        self.line()
        self._wrapped("Vires refuses:", "  ")
        for one in told:
            self._wrapped(f"✗ {one['words']}", _BAR, f"{_BAR}  ")
            if one["remedy"]:
                self._wrapped(f"→ {one['remedy']}", f"{_BAR}  ", f"{_BAR}    ")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """A table; amounts and numbers stand to the right."""
        given = [["" if cell is None else str(cell) for cell in row] for row in rows]
        self._keep("table", [dict(zip(columns, row, strict=True)) for row in given])
        self._dated()
        self.line()
        if not self.silent:
            print(_drawn(columns, given, self.width), end="")

    def plain(self, text: str) -> None:
        """A paragraph that belongs to no chapter."""
        self.line()
        self._wrapped(_joined(text))

    def line(self, text: str = "") -> None:
        """A line as it is, after its chapter's heading."""
        if self.silent:
            return
        heading, self._heading = self._heading, ()
        for one in (*heading, text):
            print(one)

    # ---

    def _dated(self) -> None:
        if not self.silent and self._day is not None and self._day != self._told:
            self._told = self._day
            self.line()
            self.line(f"▸ {weekday(self._day)}")

    def _wrapped(self, text: str, first: str = "", rest: str | None = None) -> None:
        width = min(self.width, READABLE)
        self.line(
            textwrap.fill(
                text,
                width,
                initial_indent=first,
                subsequent_indent=first if rest is None else rest,
                break_on_hyphens=False,
            )
            or first.rstrip()
        )

    def _keep(self, what: str, value: Any, **more: Any) -> None:
        if self.chapters:
            on = None if self._day is None else self._day.isoformat()
            self.chapters[-1]["told"].append({"on": on, what: value, **more})


def _joined(text: str) -> str:
    return " ".join(text.split())


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    from rich import box  # noqa: PLC0415  # only where a table is drawn
    from rich.console import Console  # noqa: PLC0415  # only where a table is drawn
    from rich.table import Table  # noqa: PLC0415  # only where a table is drawn

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    for index, column in enumerate(columns):
        cells = [row[index] for row in rows if row[index]]
        right = bool(cells) and all(cell[0] in "£0123456789" for cell in cells)
        amount = right and all(cell.strip("£0123456789,.") == "" for cell in cells)
        shown.add_column(
            column, justify="right" if amount else "left", overflow="fold", no_wrap=amount
        )
    for row in rows:
        shown.add_row(*row)
    page = io.StringIO()
    console = Console(
        file=page, width=width - 2, highlight=False, markup=False, color_system=None, emoji=False
    )
    console.print(shown)
    drawn = page.getvalue().splitlines()
    return "".join(f"  {line}".rstrip() + "\n" for line in drawn if line.strip())

"""`vires rehearse`: a year played through on a copy, to see what will go wrong before it does."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.domain.rehearsal.supposing import Supposed
from governance.interfaces.cli.options import As, In, Now, day, instant
from governance.interfaces.cli.output import AsJson, emit_json

if TYPE_CHECKING:
    from governance.application.rehearsal.rehearsing import Asked

app = typer.Typer(rich_markup_mode=None, add_completion=False)

USUAL = Supposed()
SILENT = 3.0
"""Seconds after which a terminal is told how far a rehearsal is."""

From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day, from today on.")]
To = Annotated[str, typer.Option("--to", metavar="DATE", help="The last day.")]
Seed = Annotated[
    int, typer.Option("--seed", help="Settles what chance settles; the same, the same year.")
]
With = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="FILE", help="Compare: under this text. Once or twice."),
]
Absence = Annotated[
    int, typer.Option("--absence", help="Percent of meetings missed besides known absences.")
]
Slip = Annotated[int, typer.Option("--slip", help="Percent of reviews not ready by their day.")]
AWeek = Annotated[int, typer.Option("--reviews-a-week", help="Reviews a lead holds in a week.")]
OfficerDays = Annotated[
    int, typer.Option("--officer-days", help="Working days an officer takes to decide.")
]
Cliff = Annotated[
    int, typer.Option("--cliff", help="Agreements ending in a month that are a cliff.")
]
Svg = Annotated[
    Path | None, typer.Option("--svg", metavar="FILE", help="Draw the calendar into this file.")
]
Csv = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Write everything found as rows.")
]


@app.command()
def rehearse(
    start: From,
    end: To,
    seed: Seed = 1,
    texts: With = None,
    absence: Absence = USUAL.absence,
    slip: Slip = USUAL.slip,
    reviews_a_week: AWeek = USUAL.reviews_a_week,
    officer_days: OfficerDays = USUAL.officer_days,
    cliff: Cliff = USUAL.cliff,
    svg: Svg = None,
    csv: Csv = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Play a period through on a copy: what will be missed, by whom, and when.

    The record is only read, and nothing is sent. The same seed gives the same year.
    """
    from governance.application.rehearsal.rehearsing import Asked, Text
    from governance.interfaces.cli.rulebook_texts import read_texts

    for path in (svg, csv):
        _must_be_writable(path)
    asked = Asked(
        start=day(start, "--from"),
        end=day(end, "--to"),
        seed=seed,
        supposed=Supposed(
            absence=absence,
            slip=slip,
            reviews_a_week=reviews_a_week,
            officer_days=officer_days,
            cliff=cliff,
        ),
        texts=tuple(Text(content, file) for content, file in read_texts(texts or [])),
    )
    found = _rehearsed(asked, actor=actor, now=now, partnership=partnership)
    _write(found, svg=svg, csv=csv)
    if as_json:
        emit_json(found)
        return
    from governance.interfaces.cli.rehearse_page import page

    page(found)
    for path in (svg, csv):
        if path is not None:
            print(words.say("rehearsal.written", {"path": str(path)}))


def _rehearsed(
    asked: Asked, *, actor: str | None, now: str | None, partnership: str | None
) -> dict[str, Any]:
    from governance.application.desk import looking
    from governance.application.rehearsal.rehearsing import rehearse as run
    from governance.interfaces.cli.store import opened

    with opened() as store:
        at = instant(now, store, partnership)
        with looking(store, now=at, partnership=partnership, actor=actor):
            pass  # whoever asks is somebody
        tell, done = _progress(2 if asked.texts else 1)
        try:
            return run(store, asked, now=at, partnership=partnership, progress=tell)
        finally:
            done()


def _progress(runs: int) -> tuple[Callable[[int, dt.date], None], Callable[[], None]]:
    """What tells a terminal how far it is, once that takes longer, and what wipes it away."""
    began = time.monotonic()
    shown: list[str] = []

    def tell(run: int, on: dt.date) -> None:
        if not sys.stderr.isatty() or time.monotonic() - began < SILENT:
            return
        params = {"month": f"{on:%B %Y}", "run": run + 1, "runs": runs}
        text = words.say("rehearsal.under_way" if runs == 1 else "rehearsal.under_way_of", params)
        if not shown or shown[-1] != text:
            shown.append(text)
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def done() -> None:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    return tell, done


def _must_be_writable(path: Path | None) -> None:
    """Say before the work, and not after it, that there is nowhere to write."""
    if path is None:
        return
    if path.is_dir() or not path.absolute().parent.is_dir():
        detail = words.say("rehearsal.no_such_folder", {})
        raise Unusable.one("rehearsal.file_unwritable", path=str(path)[:200], detail=detail)


def _write(found: dict[str, Any], *, svg: Path | None, csv: Path | None) -> None:
    """Write the picture and the rows; each file is there whole, or as it was before."""
    if svg is not None:
        from governance.interfaces.cli.rehearse_picture import picture

        _put(svg, picture(found))
    if csv is not None:
        from governance.interfaces.rehearse_rows import rows_as_csv

        _put(csv, rows_as_csv(found))


def _put(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        try:
            beside.write_text(text, encoding="utf-8", newline="")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise Unusable.one(
            "rehearsal.file_unwritable", path=str(path)[:200], detail=detail
        ) from None

"""Importing values from a CSV file: measure, period, value.

Good rows are taken and the others rejected, each with every reason and its row, as other imports
do. All of a measure's rows are one act. Importing a file again changes nothing; a value that
differs is refused unless a reason is given to correct by.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.performance.finding import held, observed
from governance.application.performance.recording import against, enter
from governance.application.performance.writing import Entry
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.performance.periods import read_period
from governance.domain.performance.values import read_value, said_value
from governance.domain.suggest import nearest
from governance.domain.texts import written
from governance.store.tables import TABLES

COLUMNS: Final = ("measure", "period", "value")
"""The columns of a file of values; their order does not matter."""

LARGEST: Final = 20_000_000
"""Bytes in a file at the most."""

_measure = TABLES["measure"]
_KNOWN = (
    select(_measure.c.id, _measure.c.ref, _measure.c.rhythm, _measure.c.commission_id)
    .where(_measure.c.partnership_id == bindparam("partnership"))
    .order_by(_measure.c.ref)
)


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: its number as a spreadsheet shows it, and every reason."""

    row: int
    reasons: tuple[Problem, ...]


@dataclass(slots=True)
class Imported:
    """What an import came to."""

    entered: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    measure: Any
    entry: Entry


def import_values(desk: Desk, content: bytes, *, file: str, correct: str = "") -> Imported:
    """Import a file of values; `correct` is the reason by which values that differ are corrected.

    Raises `Unusable` for what is wrong with the file as a whole; nothing is written then.
    """
    known = {row.ref: row for row in desk.all(_KNOWN)}
    report = Imported()
    of_period: dict[tuple[str, Any], list[_Row]] = defaultdict(list)
    for number, cells in _lines(content, file, report):
        row = _read(number, cells, known, report, PurePath(file).name)
        if row is not None:
            of_period[row.measure.id, row.entry.period].append(row)
    of_measure: dict[str, list[_Row]] = defaultdict(list)
    for rows in of_period.values():
        if _agree(rows, report):
            of_measure[rows[0].measure.ref].append(rows[0])
    _hold_commissions(desk, (known[ref] for ref in of_measure))
    for ref in sorted(of_measure):
        _import_one(desk, ref, of_measure[ref], report, correct.strip())
    report.rejected.sort(key=lambda one: one.row)
    return report


def _agree(rows: Sequence[_Row], report: Imported) -> bool:
    """Whether the rows of one period say one value: then the first is taken, else none is."""
    first, *others = rows
    differ = [row for row in others if row.entry.value != first.entry.value]
    for row in others:
        told = "measures.import.contradicts" if differ else "measures.import.twice"
        _reject(report, row.number, Problem(told, {"row": first.number}))
    if differ:
        params = {"row": differ[0].number}
        _reject(report, first.number, Problem("measures.import.contradicts", params))
    return not differ


def _hold_commissions(desk: Desk, measures: Iterable[Any]) -> None:
    """Lock the commissions of measures, in the one order in which several are ever locked."""
    for one in sorted({row.commission_id for row in measures if row.commission_id is not None}):
        desk.row("commission", one)


def _import_one(desk: Desk, ref: str, rows: Sequence[_Row], report: Imported, reason: str) -> None:
    """Take the rows of one measure: new values as one act, corrections as another."""
    row = held(desk, ref)
    before = observed(desk, row.id)
    stands = {one.period_end: one for one in before if one.stands}
    new: list[_Row] = []
    differ: list[_Row] = []
    for one in sorted(rows, key=lambda r: r.entry.period):
        old = stands.get(one.entry.period.last)
        if old is None:
            new.append(one)
        elif old.value == one.entry.value:
            report.unchanged += 1
        elif reason:
            differ.append(_because(one, reason))
        else:
            params = {
                "ref": row.ref,
                "period": one.entry.period.text,
                "there": said_value(old.value),
                "value": said_value(one.entry.value or 0),
            }
            _reject(report, one.number, Problem("measures.import.differs", params))
    report.entered += _taken(desk, row.id, before, new, report, correcting=False)
    report.corrected += _taken(desk, row.id, before, differ, report, correcting=True)


def _taken(
    desk: Desk,
    row_id: str,
    before: Sequence[Any],
    rows: Sequence[_Row],
    report: Imported,
    *,
    correcting: bool,
) -> int:
    """Enter those of the rows that nothing is against, and reject the others."""
    row = desk.row("measure", row_id)
    good: list[_Row] = []
    for one in rows:
        entries = [*(r.entry for r in good), one.entry]
        refusals = against(desk, row, before, entries, correcting=correcting)
        if refusals:
            _reject(report, one.number, *(Problem(r.code, r.params) for r in refusals))
        else:
            good.append(one)
    if not good:
        return 0
    try:
        enter(desk, row, [r.entry for r in good], correcting=correcting)
    except Refused as refused:
        for one in good:
            _reject(report, one.number, *(Problem(r.code, r.params) for r in refused.refusals))
        return 0
    return len(good)


def _because(row: _Row, reason: str) -> _Row:
    entry = Entry(row.entry.period, row.entry.value, reason=reason, source=row.entry.source)
    return _Row(row.number, row.measure, entry)


def _read(
    number: int, cells: dict[str, str], known: dict[str, Any], report: Imported, source: str
) -> _Row | None:
    """A row as it is meant; rejected with everything that is wrong in it."""
    wrong = [
        Problem("measures.import.empty_cell", {"column": column})
        for column in COLUMNS
        if not cells[column].strip()
    ]
    measure = known.get(cells["measure"].strip().upper())
    if measure is None and cells["measure"].strip():
        near = nearest(cells["measure"].strip().upper(), known)
        params = {"text": cells["measure"].strip()[:40], "nearest": near}
        wrong.append(Problem("measures.import.unknown", params))
    value = period = None
    if cells["value"].strip():
        try:
            value = read_value(cells["value"])
        except Unusable as error:
            wrong.extend(error.problems)
    if cells["period"].strip() and measure is not None:
        try:
            period = read_period(cells["period"], measure.rhythm)
        except Unusable as error:
            wrong.extend(error.problems)
    if wrong or period is None:
        _reject(report, number, *wrong)
        return None
    return _Row(number, measure, Entry(period, value, source=source))


def _reject(report: Imported, number: int, *reasons: Problem) -> None:
    report.rejected.append(RejectedRow(number, reasons))


def _lines(content: bytes, file: str, report: Imported) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows that are not empty, by column, numbered as a spreadsheet shows them."""
    reader = csv.reader(io.StringIO(written(content, file, most=LARGEST), newline=""), strict=True)
    headings: list[str] = []
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            wrong = Problem("measures.import.quotes", {}, file, reader.line_num)
            raise Unusable([wrong]) from error
        if number == 1:
            headings = _headings(cells, file)
        elif len(cells) != len(headings) and any(cell.strip() for cell in cells):
            params = {"number": len(cells), "expected": len(headings)}
            _reject(report, number, Problem("measures.import.ragged", params))
        elif any(cell.strip() for cell in cells):
            yield number, dict(zip(headings, cells, strict=True))


def _headings(cells: Sequence[str], file: str) -> list[str]:
    found = [cell.strip().lower() for cell in cells]
    if between := _separated_by(found):
        raise Unusable([Problem("measures.import.separator", {"between": between}, file, 1)])
    wrong = [
        Problem("measures.import.heading", {"name": name}, file, 1)
        for name in COLUMNS
        if name not in found
    ]
    for place, name in enumerate(found):
        if name not in COLUMNS:
            params = {"name": name[:40], "nearest": nearest(name, COLUMNS)}
            wrong.append(Problem("measures.import.heading_unknown", params, file, 1))
        elif name in found[:place]:
            wrong.append(Problem("measures.import.heading_twice", {"name": name}, file, 1))
    if wrong:
        raise Unusable(wrong)
    return found


def _separated_by(headings: Sequence[str]) -> str | None:
    """What stands between the columns instead of commas.

    Such a file is not read: where a spreadsheet writes semicolons, the comma in 1,240 may be its
    decimal point.
    """
    if len(headings) != 1:
        return None
    for mark, between in ((";", "semicolons"), ("\t", "tabs")):
        if headings[0] == f"sep={mark}" or any(
            one.strip() in COLUMNS for one in headings[0].split(mark)[1:]
        ):
            return between
    return None

"""Reading registers kept in spreadsheets (CSV), by a mapping file.

Cells are text and nothing else: a cell that looks like a formula is not worked out. A row that
cannot be read as the mapping says is rejected with every reason; the others are taken.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from governance.adapters.csv_mapping import DATE_FORMATS, DAYS, CsvMapping
from governance.adapters.mending import mend
from governance.adapters.ocds.model import Flag, Rejected
from governance.adapters.ocds.values import EARLIEST, LATEST
from governance.domain.errors import Problem, Unusable
from governance.domain.money import MOST, pence
from governance.domain.suggest import nearest

LARGEST = 200_000_000
"""Bytes in a file at the most."""
LONGEST = csv.field_size_limit()
"""Characters in a cell at the most (131,072)."""

_WHOLE = re.compile(r"\d{1,15}")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was taken. None is unknown; amounts are pence; `cells` is the row as it came."""

    number: int
    reference: str | None
    title: str
    description: str | None
    lead: str | None
    buyer: str | None
    buyer_identifier: str | None
    provider: str | None
    provider_identifier: str | None
    lot: str | None
    value: int | None
    published: dt.date | None
    starts: dt.date | None
    ends: dt.date | None
    extends_to: dt.date | None
    method: str | None
    category: str | None
    cpv: str | None
    status: str | None
    flags: tuple[Flag, ...]
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a register held."""

    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]


def read_csv(content: bytes, mapping: CsvMapping, *, file: str) -> Rows:
    """Read a register. Rows are numbered as a spreadsheet shows them: the first line is 1.

    Empty rows are passed over. Raises `Unusable` for what is wrong with the file as a whole:
    its encoding, its quotation marks, a heading that is missing or stands twice, a huge cell.
    """
    lines = _lines(_decode(content, mapping, file), mapping, file)
    headings = _headings(lines, mapping, file)
    rows: list[Row] = []
    rejected: list[Rejected] = []
    references: dict[tuple[str, str | None], int] = {}
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(headings):
            ragged = {"number": len(cells), "expected": len(headings)}
            rejected.append(Rejected(f"row {number}", (Problem("import.ragged_row", ragged),)))
            continue
        taken = _RowReading(mapping, number, dict(zip(headings, cells, strict=True))).row()
        if isinstance(taken, Row) and taken.reference is not None:
            lot = taken.lot or taken.provider
            first = references.setdefault((taken.reference, lot), number)
            if first != number:
                params = {"reference": taken.reference[:80], "row": first}
                reason = Problem("import.reference_taken", params)
                taken = Rejected(f"row {number}", (reason,))
        if isinstance(taken, Row):
            rows.append(taken)
        else:
            rejected.append(taken)
    return Rows(tuple(rows), tuple(rejected))


def _decode(content: bytes, mapping: CsvMapping, file: str) -> str:
    if len(content) > LARGEST:
        params = {"size": len(content), "most": LARGEST}
        raise Unusable([Problem("text.too_large", params, file)])
    if content.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    else:
        encoding = mapping.encoding
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        wrong = Problem("import.wrong_encoding", {"encoding": mapping.encoding}, file, line)
        raise Unusable([wrong]) from error
    if not text.strip():
        raise Unusable([Problem("text.empty", {}, file)])
    return text


def _lines(text: str, mapping: CsvMapping, file: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers, as a spreadsheet counts them (a cell may hold several lines)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            code = "import.cell_too_large" if "limit" in str(error) else "import.broken_quotes"
            params = {"row": number, "most": LONGEST}
            raise Unusable([Problem(code, params, file, reader.line_num)]) from error
        if number > mapping.skip:
            yield number, cells


def _headings(lines: Iterator[tuple[int, list[str]]], mapping: CsvMapping, file: str) -> list[str]:
    """The headings, and for each mapped field one that is there."""
    number, cells = next(lines, (mapping.skip + 1, []))
    headings = [mend(cell, one_line=True).text for cell in cells]
    folded = [heading.casefold() for heading in headings]
    problems = []
    for name, possible in mapping.columns.items():
        there = [h for h in possible if h.casefold() in folded]
        if not there:
            params = {
                "field": name,
                "headings": list(possible),
                "nearest": next(filter(None, (nearest(h, headings) for h in possible)), None),
            }
            problems.append(Problem("import.heading_missing", params, file, number))
        elif folded.count(there[0].casefold()) > 1:
            params = {"heading": there[0]}
            problems.append(Problem("import.heading_twice", params, file, number))
    if problems:
        raise Unusable(problems)
    return _told_apart(headings)


def _told_apart(headings: list[str]) -> list[str]:
    """Headings no field is read from may repeat or be empty; their column tells them apart."""
    counted = Counter(headings)
    return [
        heading if heading and counted[heading] == 1 else f"{heading} (column {number})".strip()
        for number, heading in enumerate(headings, start=1)
    ]


class _RowReading:
    """Takes the fields of one row and collects what is wrong and what is odd."""

    def __init__(self, mapping: CsvMapping, number: int, cells: Mapping[str, str]) -> None:
        self.mapping = mapping
        self.number = number
        self.cells = cells
        self.folded = {heading.casefold(): cell for heading, cell in cells.items()}
        self.problems: list[Problem] = []
        self.flags: list[Flag] = []

    def row(self) -> Row | Rejected:
        title = self._text("title")
        if title is None:
            self.problems.append(Problem("import.row_without_title"))
        days = {name: self._day(name) for name in DAYS}
        value = self._value()
        starts, ends = days["starts"], days["ends"]
        if starts and ends and ends < starts:
            params = {"field": "ends", "starts": starts.isoformat(), "ends": ends.isoformat()}
            self.flags.append(Flag("import.period_reversed", params))
        if self.problems or title is None:
            return Rejected(f"row {self.number}", tuple(self.problems))
        return Row(
            number=self.number,
            reference=self._text("reference"),
            title=title,
            description=self._text("description", one_line=False),
            lead=self._text("lead"),
            buyer=self._text("buyer"),
            buyer_identifier=self._text("buyer_identifier"),
            provider=self._text("provider"),
            provider_identifier=self._text("provider_identifier"),
            lot=self._text("lot"),
            value=value,
            published=days["published"],
            starts=starts,
            ends=ends,
            extends_to=days["extends_to"],
            method=self._text("method"),
            category=self._text("category"),
            cpv=self._text("cpv"),
            status=self._text("status"),
            flags=tuple(self.flags),
            cells=self.cells,
        )

    def _text(self, name: str, *, one_line: bool = True) -> str | None:
        for heading in self.mapping.columns.get(name, ()):
            if heading.casefold() in self.folded:
                text = mend(self.folded[heading.casefold()], one_line=one_line).text
                return None if not text or text.casefold() in self.mapping.unknown else text
        return None

    def _day(self, name: str) -> dt.date | None:
        text = self._text(name)
        if text is None:
            return None
        for written in self.mapping.dates:
            day = _day(text, written)
            if day is not None and EARLIEST <= day.year <= LATEST:
                return day
            if day is not None:
                params = {"field": name, "text": text[:40]}
                self.flags.append(Flag("import.date_out_of_range", params))
                return None
        formats = list(self.mapping.dates)
        self.problems.append(
            Problem("import.cell_not_a_day", {"field": name, "text": text[:40], "formats": formats})
        )
        return None

    def _value(self) -> int | None:
        text = self._text("value")
        if text is None:
            return None
        try:
            value = _pence(text) if self.mapping.money == "pence" else pence(text)
        except Unusable as error:
            self.problems += [Problem(p.code, p.params) for p in error.problems]
            return None
        if value == 0:
            self.flags.append(Flag("import.value_zero", {"field": "value"}))
            return None
        return value


def _pence(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise Unusable.one("import.cell_not_pence", text=text[:40])
    if int(text) > MOST:
        raise Unusable.one("money.too_large", text=text[:40], most=MOST)
    return int(text)


def _day(text: str, written: str) -> dt.date | None:
    """A day written in one format, the year in four digits; None where it is not."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text) or len(text) > 20:
        return None
    try:
        return dt.datetime.strptime(text, DATE_FORMATS[written]).date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None

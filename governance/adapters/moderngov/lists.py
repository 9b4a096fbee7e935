"""Lists of decisions and of meetings, by the mapping's headings: CSV, and decisions in XML too.

ModernGov shows a decision's labels on its page and offers no list of them as a file, so a list
is what a secretary saved or another Vires exported: what a heading means is said by the mapping.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from governance.adapters.moderngov.mapping import CANCELLED, LEFT_OUT, Mapping, folded
from governance.adapters.moderngov.model import Committee, Decision, Meeting, Taken
from governance.adapters.moderngov.values import day, hour, line, prose
from governance.adapters.moderngov.web_service import MOST_ID, meaning_of_status
from governance.adapters.ocds.model import Flag, Rejected
from governance.domain.errors import Problem, Unusable

LARGEST: Final = 50_000_000
"""Bytes of a file at the most."""
DECISION_NEEDS: Final = ("id", "title", "decider", "decided_on")
MEETING_NEEDS: Final = ("id", "on")

_FORMULA: Final = re.compile(r"' *[=+@\t\r\n-]")
"""How a cell begins whose apostrophe keeps a spreadsheet from working it out."""


@dataclass(slots=True)
class _Row:
    """One row: its cells by their folded headings, and what is wrong with it."""

    where: str
    cells: Map[str, str]
    columns: Map[str, tuple[str, ...]]
    dates: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def raw(self, name: str) -> str:
        """A cell; without the apostrophe that keeps a spreadsheet from working it out."""
        for heading in self.columns.get(name, ()):
            if folded(heading) in self.cells:
                text = self.cells[folded(heading)].strip()
                return text[1:] if _FORMULA.match(text) else text
        return ""

    def line(self, name: str) -> str:
        return line(self.raw(name))

    def day(self, name: str, *, needed: bool = False) -> dt.date | None:
        text = self.raw(name)
        if not text and not needed:
            return None
        found = day(text, self.dates)
        if found is None:
            told = {"field": name, "text": text[:40], "formats": [*self.dates]}
            self.problems.append(Problem("import.cell_not_a_day", told))
        return found

    def need(self, *names: str) -> None:
        """Note the cells that are empty and must not be."""
        self.problems += [
            Problem("moderngov.cell_empty", {"field": name}) for name in names if not self.raw(name)
        ]


def read_list(content: bytes, mapping: Mapping, file: str, taken: Taken) -> None:
    """Take a CSV list: of decisions or of meetings, as its headings say. Raises `Unusable`."""
    lines = _lines(_decoded(content, mapping, file), mapping, file)
    _, headings = next(lines, (1, []))
    known = [folded(heading) for heading in headings]
    if not _lacking(mapping.decisions, DECISION_NEEDS, known):
        columns, take = mapping.decisions, _decision
    elif not _lacking(mapping.meeting_list, MEETING_NEEDS, known):
        columns, take = mapping.meeting_list, _meeting
    else:
        raise Unusable(_unknown(mapping, known, headings, file))
    _no_heading_twice(columns, known, file)
    for number, cells in lines:
        if any(cell.strip() for cell in cells):
            where = f"{file}: row {number}"
            if len(cells) != len(headings):
                told = {"number": len(cells), "expected": len(headings)}
                taken.rejected.append(Rejected(where, (Problem("import.ragged_row", told),)))
                continue
            row = _Row(where, dict(zip(known, cells, strict=True)), columns, mapping.dates)
            take(row, mapping, taken)


def decisions_of_xml(root: Element, mapping: Mapping, file: str, taken: Taken) -> None:
    """Take a list of decisions in XML: each `decision` with an element for each heading."""
    for number, element in enumerate(root.findall("decision"), start=1):
        cells = {folded(child.tag): "".join(child.itertext()) for child in element}
        row = _Row(f"{file}: decision {number}", cells, mapping.decisions, mapping.dates)
        _decision(row, mapping, taken)


def _decision(row: _Row, mapping: Mapping, taken: Taken) -> None:
    status = row.line("status")
    if folded(status) in mapping.undecided and status:
        reason = Problem("moderngov.undecided", {"text": status[:60]})
        taken.left_out.append(Rejected(row.where, (reason,)))
        return
    row.need("id", "title", "decider")
    outcome = mapping.outcomes.get(folded(status)) if status else mapping.without_status
    if status and outcome is None:
        row.problems.append(Problem("moderngov.outcome_unknown", {"text": status[:60]}))
    on = row.day("decided_on", needed=True)
    published, effective = row.day("published_on"), row.day("effective_on")
    if row.problems or on is None:
        taken.rejected.append(Rejected(row.where, tuple(row.problems)))
        return
    taken.decisions.append(
        Decision(
            where=row.where,
            id=row.line("id")[:MOST_ID],
            item=row.line("item")[:MOST_ID] or None,
            report=row.line("report")[:40] or None,
            title=row.line("title"),
            decider=row.line("decider"),
            outcome=outcome,
            decided_on=on,
            published_on=published,
            effective_on=effective,
            words=prose(row.raw("words")),
            reasons=prose(row.raw("reasons")),
            alternatives=prose(row.raw("alternatives")),
            key=row.line("key"),
            call_in=row.line("call_in"),
            wards=row.line("wards"),
        )
    )


def _meeting(row: _Row, mapping: Mapping, taken: Taken) -> None:
    row.need("id")
    on = row.day("on", needed=True)
    status = row.line("status")
    means = meaning_of_status(status, mapping)
    if means is None:
        row.problems.append(Problem("moderngov.status_unknown", {"text": status[:60]}))
    if row.problems or on is None:
        taken.rejected.append(Rejected(row.where, tuple(row.problems)))
        return
    if means == LEFT_OUT:
        reason = Problem("moderngov.status_left_out", {"text": status[:60]})
        taken.left_out.append(Rejected(row.where, (reason,)))
        return
    clock = row.line("starts")
    starts = hour(clock)
    odd = clock and starts is None
    committee = Committee(row.line("committee_id")[:MOST_ID] or None, row.line("committee") or None)
    if committee.id and committee.title:
        taken.committees[committee.id] = committee.title
    taken.meetings.append(
        Meeting(
            where=row.where,
            id=row.line("id")[:MOST_ID],
            committee=committee if committee.names else None,
            on=on,
            starts=starts,
            place=row.line("place"),
            cancelled=means == CANCELLED,
            agenda_published=False,
            items=None,
            flags=(Flag("moderngov.hour_unreadable", {"text": clock[:40]}),) if odd else (),
        )
    )


# --- the file


def _decoded(content: bytes, mapping: Mapping, file: str) -> str:
    if len(content) > LARGEST:
        raise Unusable([Problem("text.too_large", {"size": len(content), "most": LARGEST}, file)])
    marked = content.startswith(b"\xef\xbb\xbf")
    encoding = "utf-8-sig" if marked else mapping.encoding
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        at = content.count(b"\n", 0, error.start) + 1
        wrong = Problem("import.wrong_encoding", {"encoding": mapping.encoding}, file, at)
        raise Unusable([wrong]) from error
    if not text.strip():
        raise Unusable([Problem("text.empty", {}, file)])
    return text


def _lines(text: str, mapping: Mapping, file: str) -> Iterator[tuple[int, list[str]]]:
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
            told = {"row": number, "most": csv.field_size_limit()}
            raise Unusable([Problem(code, told, file, reader.line_num)]) from error
        yield number, cells


def _lacking(
    columns: Map[str, tuple[str, ...]], needs: tuple[str, ...], known: list[str]
) -> list[str]:
    """The fields that must have a heading and have none."""
    return [n for n in needs if not any(folded(h) in known for h in columns.get(n, ()))]


def _unknown(mapping: Mapping, known: list[str], headings: list[str], file: str) -> list[Problem]:
    lacking = {
        "decisions": _lacking(mapping.decisions, DECISION_NEEDS, known),
        "meetings": _lacking(mapping.meeting_list, MEETING_NEEDS, known),
    }
    told = {"headings": [line(h)[:40] for h in headings[:12]], **lacking}
    return [Problem("moderngov.headings_unknown", told, file, 1)]


def _no_heading_twice(columns: Map[str, tuple[str, ...]], known: list[str], file: str) -> None:
    twice = [
        heading
        for headings in columns.values()
        for heading in headings
        if known.count(folded(heading)) > 1
    ]
    if twice:
        raise Unusable([Problem("import.heading_twice", {"heading": h}, file, 1) for h in twice])

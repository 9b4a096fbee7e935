"""The mapping: what a council's ModernGov calls its statuses and columns, as data.

ModernGov documents no export, and councils rename what it shows; so what a word means is said in
a text (`vires: moderngov-mapping/1`) that a secretary can change, and nowhere in code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from governance.adapters.csv_mapping import DATE_FORMATS, DELIMITERS, ENCODINGS
from governance.domain.texts import Problems, Reader, parse

KIND: Final = "moderngov-mapping/1"
DECISION_FIELDS: Final = (
    "id",
    "item",
    "report",
    "title",
    "decider",
    "status",
    "decided_on",
    "published_on",
    "effective_on",
    "words",
    "reasons",
    "alternatives",
    "key",
    "call_in",
    "wards",
)
MEETING_FIELDS: Final = ("id", "committee_id", "committee", "on", "starts", "place", "status")
OUTCOMES: Final = (
    "approved",
    "approved_as_amended",
    "approved_with_conditions",
    "endorsed",
    "recommended",
    "noted",
    "refused",
    "referred_back",
    "deferred",
)
"""What a decision can come to here."""
STANDS, CANCELLED, LEFT_OUT = "stands", "cancelled", "left_out"


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read and write ModernGov. Texts are looked up by `folded`."""

    title: str
    encoding: str
    delimiter: str
    dates: tuple[str, ...]
    bodies: Map[str, str]
    """Which body or office, by the folded number or title of a committee or decision maker."""
    meetings: Map[str, str]
    """Whether a meeting of a status stands, was cancelled or is left out."""
    statuses: Map[str, str]
    """How the status of a meeting is written."""
    calls: bool
    """Whether a meeting to come whose agenda is published was called."""
    outcomes: Map[str, str]
    written: Map[str, str]
    """How an outcome is written."""
    undecided: frozenset[str]
    without_status: str | None
    decisions: Map[str, tuple[str, ...]]
    meeting_list: Map[str, tuple[str, ...]]


def folded(text: str) -> str:
    """A name as it is compared: letters and digits alone, without regard to capitals."""
    return re.sub(r"[^\w]+|_", "", text.casefold())


def load_mapping(content: bytes, file: str) -> Mapping:
    """Read a mapping. Raises `Unusable` with everything wrong in it."""
    problems = Problems(file)
    reader = Reader(parse(content, file), problems)
    reader.choice("vires", [KIND])
    outcomes = _worded(reader, "outcomes", OUTCOMES, problems)
    meetings = _worded(reader, "meetings", (STANDS, CANCELLED, LEFT_OUT), problems)
    without = reader.text("without_status", "")
    if without and without not in OUTCOMES:
        reader.choice("without_status", OUTCOMES)
    mapping = Mapping(
        title=reader.text("title"),
        encoding=reader.choice("encoding", ENCODINGS, "utf-8"),
        delimiter=DELIMITERS[reader.choice("delimiter", DELIMITERS, "comma")],
        dates=_dates(reader, problems),
        bodies=_bodies(reader, problems),
        meetings=_by_word(meetings),
        statuses={name: texts[0] for name, texts in meetings.items()},
        calls=reader.choice("published_agenda", ["called", "planned"], "called") == "called",
        outcomes=_by_word(outcomes),
        written={name: texts[0] for name, texts in outcomes.items()},
        undecided=frozenset(folded(text) for text in reader.texts("undecided")),
        without_status=without or None,
        decisions=_worded(reader, "decisions", DECISION_FIELDS, problems),
        meeting_list=_worded(reader, "meeting_list", MEETING_FIELDS, problems),
    )
    reader.done()
    problems.stop_if_any()
    return mapping


def _worded(
    reader: Reader, section: str, known: Sequence[str], problems: Problems
) -> dict[str, tuple[str, ...]]:
    """For each of some names the words it stands under; no word for two names."""
    node = reader.get(section)
    if node is None:
        return {}
    inner = Reader(node, problems)
    found: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for name in known:
        texts = tuple(text for text in inner.texts(name) if folded(text))
        if texts:
            found[name] = texts
        for text in texts:
            other = taken.setdefault(folded(text), name)
            if other != name:
                params = {"heading": text, "fields": [other, name]}
                problems.add(node.line, "import.heading_mapped_twice", **params)
    inner.done()
    return found


def _by_word(found: Map[str, tuple[str, ...]]) -> dict[str, str]:
    return {folded(text): name for name, texts in found.items() for text in texts}


def _bodies(reader: Reader, problems: Problems) -> dict[str, str]:
    found = {}
    for name, node in reader.mapping("bodies").items():
        if isinstance(node.value, str):
            found[folded(name)] = node.value.strip()
        else:
            problems.add(node.line, "text.want_text", key=name[:80])
    return found


def _dates(reader: Reader, problems: Problems) -> tuple[str, ...]:
    formats = reader.texts("dates") or ["DD/MM/YYYY", "YYYY-MM-DD"]
    node = reader.get("dates")
    line = node.line if node else reader.line
    for name in formats:
        if name not in DATE_FORMATS:
            problems.add(line, "import.unknown_date_format", text=name[:40], known=[*DATE_FORMATS])
    if {"DD/MM/YYYY", "MM/DD/YYYY"} <= set(formats):
        problems.add(line, "import.two_date_orders")
    return tuple(name for name in formats if name in DATE_FORMATS)

"""Mapping files: which column of somebody's register is which field, and how it is written.

A mapping is a text (`vires: csv-mapping/1`) so that a register can be imported without code.
How days and money are written is stated and never guessed from the cells: 03/04/2026 is April
or March depending on who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from governance.domain.texts import Node, Problems, Reader, parse

KIND = "csv-mapping/1"

FIELDS: Mapping[str, str] = {
    "reference": "The register's own number for the row; makes a second import an update",
    "title": "What is commissioned",
    "description": "More about it",
    "lead": "Who answers for it",
    "buyer": "The organisation that commissions",
    "buyer_identifier": "Its identifier, such as GB-LAE-DUR",
    "provider": "Who provides",
    "provider_identifier": "Its identifier, such as GB-COH-01234567",
    "lot": "The lot this row is about",
    "value": "The whole-life value",
    "published": "The day the row was published",
    "starts": "The first day",
    "ends": "The last day",
    "extends_to": "The last day any extension can reach",
    "method": "How the provider was chosen, in the register's words",
    "category": "goods, works or services",
    "cpv": "The CPV code",
    "status": "The status, in the register's words",
}
"""Every field a column can be mapped to, and what it means."""
DAYS = ("published", "starts", "ends", "extends_to")

DATE_FORMATS: Mapping[str, str] = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD-MM-YYYY": "%d-%m-%Y",
    "DD.MM.YYYY": "%d.%m.%Y",
    "D Month YYYY": "%d %B %Y",
    "D Mon YYYY": "%d %b %Y",
}
ENCODINGS = ("utf-8", "cp1252")
DELIMITERS: Mapping[str, str] = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


@dataclass(frozen=True, slots=True)
class CsvMapping:
    """How to read a register. `columns` gives, for each field, the headings it may stand under."""

    title: str
    columns: Mapping[str, tuple[str, ...]]
    dates: tuple[str, ...]
    money: str
    encoding: str
    delimiter: str
    skip: int
    unknown: frozenset[str]
    """What the register writes for "not known", in lower case."""


def load_mapping(content: bytes, file: str) -> CsvMapping:
    """Read a mapping file. Raises `Unusable` with everything wrong in it."""
    problems = Problems(file)
    reader = Reader(parse(content, file), problems)
    reader.choice("vires", [KIND])
    mapping = CsvMapping(
        title=reader.text("title"),
        columns=_columns(reader, problems),
        dates=_dates(reader, problems),
        money=reader.choice("money", ["pounds", "pence"], "pounds"),
        encoding=reader.choice("encoding", ENCODINGS, "utf-8"),
        delimiter=DELIMITERS[reader.choice("delimiter", DELIMITERS, "comma")],
        skip=reader.integer("skip", 0, most=1_000),
        unknown=frozenset(text.casefold() for text in reader.texts("unknown")),
    )
    reader.done()
    problems.stop_if_any()
    return mapping


def _columns(reader: Reader, problems: Problems) -> Mapping[str, tuple[str, ...]]:
    node = reader.want("columns")
    if node is None:
        return {}
    columns = Reader(node, problems)
    found: dict[str, tuple[str, ...]] = {}
    for field in FIELDS:
        headings = tuple(h for h in columns.texts(field) if h)
        if headings:
            found[field] = headings
    columns.want("title")
    columns.done()
    _no_heading_twice(found, node, problems)
    return found


def _no_heading_twice(found: Mapping[str, tuple[str, ...]], node: Node, problems: Problems) -> None:
    taken: dict[str, str] = {}
    for field, headings in found.items():
        for heading in headings:
            other = taken.setdefault(heading.casefold(), field)
            if other != field:
                problems.add(
                    node.value[field].line,
                    "import.heading_mapped_twice",
                    heading=heading,
                    fields=[other, field],
                )


def _dates(reader: Reader, problems: Problems) -> tuple[str, ...]:
    formats = reader.texts("dates") or ["YYYY-MM-DD"]
    node = reader.get("dates")
    line = node.line if node else reader.line
    for name in formats:
        if name not in DATE_FORMATS:
            problems.add(line, "import.unknown_date_format", text=name[:40], known=[*DATE_FORMATS])
    if {"DD/MM/YYYY", "MM/DD/YYYY"} <= set(formats):
        problems.add(line, "import.two_date_orders")
    return tuple(name for name in formats if name in DATE_FORMATS)

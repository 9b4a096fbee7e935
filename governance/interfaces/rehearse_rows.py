"""Everything a rehearsal found as rows for a spreadsheet: one table, `what` says of what kind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from governance import words
from governance.domain.messages.rendering import level

COLUMNS: Final = (
    "run",
    "what",
    "on",
    "ref",
    "who",
    "title",
    "number",
    "counted",
    "needed",
    "pounds",
    "cliff",
    "detail",
)
"""`number` says how many, `counted` of what; `needed` are a meeting's quorum."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]


def rows_as_csv(found: Mapping[str, Any]) -> str:
    """The rows of every run, with a line of headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, run in enumerate(found["runs"], start=1):
        for row in _rows(run):
            line = {"run": number, **row}
            writer.writerow([_cell(line.get(column)) for column in COLUMNS])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A value as a cell; text that a spreadsheet would take for a formula stays text."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _rows(run: Mapping[str, Any]) -> Iterator[Row]:
    for one in run["meetings"]:
        yield {
            "what": "meeting" if one["quorate"] else "inquorate meeting",
            "on": one["on"],
            "ref": one["ref"],
            "who": one["body"],
            "title": one["title"],
            "number": one["there"],
            "counted": "members there",
            "needed": one["needed"],
            "detail": "; ".join(one["why"]),
        }
    for one in run["reviews"]["missed"]:
        yield {
            "what": "overdue review" if one["before"] else "missed review",
            "on": one["due"],
            "ref": one["review"],
            "who": one["lead"],
            "title": one["title"],
            "number": one["late_by"],
            "counted": "days late",
            "detail": f"held {one['held_on']}" if one["held_on"] else "not held",
        }
    for one in run["returns"]:
        yield {
            "what": "late return" if one["missed"] else "return",
            "on": one["due"],
            "ref": one["of"],
            "who": one["who"],
            "title": words.term(one["kind"]),
            "number": one["late_by"],
            "counted": "days late",
            "detail": f"came {one['came_on']}" if one["came_on"] else "not made",
        }
    for month in run["endings"]:
        for one in month["agreements"]:
            yield _ending(month, one)
    yield from _load(run)
    for one in run["findings"]:
        yield {"what": "refused", "on": one["on"], "ref": one["ref"], "detail": one["words"]}


def _ending(month: Row, one: Row) -> Row:
    passed: Sequence[Any] = one["passed_unnoticed"]
    return {
        "what": "agreement ends",
        "on": one["ends_on"],
        "ref": one["agreement"],
        "who": one["lead"],
        "title": one["title"],
        "pounds": None if one["value"] is None else _pounds(one["value"]),
        "number": len(passed),
        "counted": "notices passed",
        "cliff": "yes" if month["cliff"] else "no",
        "detail": "; ".join(map(str, passed)),
    }


def _pounds(pence: int) -> str:
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02}"


def _load(run: Mapping[str, Any]) -> Iterator[Row]:
    for one in run["load"]["bodies"]:
        yield {
            "what": "load of a body",
            "who": one["body"],
            "title": one["title"],
            "number": one["items"],
            "counted": "items",
        }
        yield {
            "what": "load of a body",
            "who": one["body"],
            "title": one["title"],
            "number": one["meetings"],
            "counted": "meetings",
        }
    for one in run["load"]["people"]:
        for month, number in one["months"].items():
            yield {
                "what": "load of a person",
                "on": month,
                "who": one["who"],
                "title": one["name"],
                "number": number,
                "counted": "deadlines",
            }
    for one in run["told"]:
        yield {
            "what": "escalation" if one["escalation"] else "reminder",
            "title": words.term(one["kind"]),
            "detail": level(one["level"]),
            "number": one["number"],
            "counted": "times",
        }

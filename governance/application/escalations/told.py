"""What a meeting was told of missed deadlines, as it stands in its report, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.store.tables import TABLES

_report = TABLES["exception_report"]
_here: Any = bindparam("partnership")

_MADE = select(_report).where(
    _report.c.partnership_id == _here, _report.c.meeting_id == bindparam("meeting")
)


def report_row(desk: Desk, meeting_id: str) -> Any | None:
    """The row of a meeting's report, or None."""
    return desk.first(_MADE, meeting=meeting_id)


def report_of(desk: Desk, meeting_id: str) -> list[dict[str, Any]]:
    """The lines of a meeting's report as they were told; none where it had none."""
    made = report_row(desk, meeting_id)
    return list(made.lines) if made is not None else []


def with_words(desk: Desk, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The lines of a report, each with its sentence as `words`."""
    said = in_words(desk, lines)
    return [{**line, "words": one} for line, one in zip(lines, said, strict=True)]


def in_words(desk: Desk, lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of a report in words, people by their names."""
    language = desk.partnership.language
    answers = [line["declined"] for line in lines if line["declined"] is not None]
    known = names_by_key(desk, {answer["by"] for answer in answers})
    found = []
    for line in lines:
        said = words.say(f"exceptions.line_{_how(line)}", line, language)
        if (answer := line["declined"]) is not None:
            named = {**answer, "by": known.get(answer["by"], answer["by"])}
            said += " " + words.say("exceptions.declined", named, language)
        if line.get("settled_since") is not None:
            said += " " + words.say("exceptions.settled_since", line, language)
        found.append(said)
    return found


def _how(line: Mapping[str, Any]) -> str:
    """How a line stands; told before its day, it is neither late nor overdue."""
    if line["state"] == "running" and not line["overdue"]:
        return "ahead"
    if line["state"] == "met" and line["settled_on"] <= line["due"]:
        return "done"
    return str(line["state"])

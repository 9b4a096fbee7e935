"""Writing as ModernGov names things: lists as CSV or XML, agendas as its web service answers.

Labels are those of its pages, elements those of its web service; days are dd/mm/yyyy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from governance.adapters.csv_out import csv_parts
from governance.adapters.moderngov.mapping import folded

PLAN: Final = (
    "Reference",
    "Title",
    "Decision Maker",
    "Decision status",
    "Is Key decision?",
    "Decision due",
    "Notice of proposed decision first published",
    "Reason for urgency",
    "Anticipated restriction",
    "Documents",
    "Meeting",
)
"""What a plan item shows."""
DECISION: Final = (
    "Reference",
    "Title",
    "Decision Maker",
    "Decision status",
    "Is Key decision?",
    "Is subject to call in?",
    "Decision",
    "Reasons for the decision",
    "Alternative options considered",
    "Interests and nature of interests declared",
    "Publication date",
    "Date of decision",
    "Effective from",
)
"""What the details of a decision show."""
ITEM: Final = (
    "meetingid",
    "committeeid",
    "committeetitle",
    "meetingdate",
    "meetingtime",
    "meetinglocation",
    "meetingstatus",
    "agendaitemid",
    "fulldisplaynumberformat",
    "agendaitemtitle",
    "isrestricted",
)
"""What a list of agenda items shows: one row an item, with its meeting."""

HEAD: Final = b'<?xml version="1.0" encoding="utf-8"?>\n'
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Tree = str | Sequence[tuple[str, Any]]
"""A text, or elements within: their names with what stands in each."""


def day(on: dt.date | None) -> str:
    """A day as ModernGov writes it; empty for None."""
    return "" if on is None else f"{on:%d/%m/%Y}"


def hour(at: dt.time | None) -> str:
    """An hour as ModernGov writes it, such as 2.30 pm; empty for None."""
    if at is None:
        return ""
    half = "am" if at.hour < 12 else "pm"  # the clock's
    return f"{(at.hour - 1) % 12 + 1}.{at.minute:02} {half}"


def flag(value: bool) -> str:  # noqa: FBT001  # what it writes
    """A flag as the web service writes it."""
    return "True" if value else "False"


def yes_no(value: bool) -> str:  # noqa: FBT001  # what it writes
    """A flag as the pages write it."""
    return "Yes" if value else "No"


def csv_list(labels: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """A list as CSV, in pieces; no cell works as a formula."""
    return csv_parts(labels, ([row.get(label, "") for label in labels] for row in rows))


def xml_list(
    root: str, element: str, labels: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> Iterator[bytes]:
    """A list as XML, in pieces: an element for each label, its name in small letters."""
    yield HEAD + f"<{root}>\n".encode()
    for row in rows:
        yield xml(element, [(folded(label), row.get(label, "")) for label in labels])
    yield f"</{root}>\n".encode()


def xml_agendas(committees: Iterable[tuple[str, str, Iterable[Tree]]]) -> Iterator[bytes]:
    """Meetings with their agendas by committee (number, title), in pieces, as GetMeetings names."""
    yield HEAD + b"<getmeetings>\n"
    for number, title, meetings in committees:
        yield b"<committee>\n"
        yield xml("committeeid", number) + xml("committeetitle", title)
        yield b"<committeemeetings>\n"
        for meeting in meetings:
            yield xml("meeting", meeting)
        yield b"</committeemeetings>\n</committee>\n"
    yield b"</getmeetings>\n"


def xml(name: str, inside: Tree) -> bytes:
    """An element, with its end of line; characters that XML has no place for are left out."""
    if isinstance(inside, str):
        text = escape(_NOT_XML.sub("", inside).replace("\r\n", "\n"))
        return f"<{name}>{text}</{name}>\n".encode()
    within = b"".join(xml(child, value) for child, value in inside)
    return f"<{name}>\n".encode() + within + f"</{name}>\n".encode()

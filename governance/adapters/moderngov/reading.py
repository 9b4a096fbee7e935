"""Files of ModernGov: answers of its web service (XML), and lists saved as CSV.

`GetMeetings` names a committee and its meetings; `GetMeeting` has a meeting's agenda and not the
committee. Read together, the meetings of both are one by their number. A list of decisions is
CSV or XML by the mapping: the web service has no such list, and the pages show the labels only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from governance.adapters.moderngov import lists
from governance.adapters.moderngov.mapping import Mapping
from governance.adapters.moderngov.model import Meeting, Taken
from governance.adapters.moderngov.safe_xml import read_xml
from governance.adapters.moderngov.web_service import read_answer
from governance.adapters.ocds.model import Rejected
from governance.domain.errors import Problem, Unusable

MOST_FILES = 2_000
MOST_ROWS = 50_000
"""Meetings and decisions of one import at the most."""


def read_files(files: Sequence[tuple[str, bytes]], mapping: Mapping) -> Taken:
    """Read files, each with its name. Raises `Unusable` for every file that cannot be read."""
    if len(files) > MOST_FILES:
        raise Unusable.one("moderngov.too_many_files", most=MOST_FILES, number=len(files))
    taken = Taken()
    problems: list[Problem] = []
    for file, content in files:
        try:
            _read(content, mapping, file, taken)
        except Unusable as error:
            problems += error.problems
    if problems:
        raise Unusable(problems)
    number = len(taken.meetings) + len(taken.decisions)
    if number > MOST_ROWS:
        raise Unusable.one("moderngov.too_many_rows", most=MOST_ROWS, number=number)
    taken.meetings = _one_by_one(taken.meetings, taken.rejected)
    return taken


def _read(content: bytes, mapping: Mapping, file: str, taken: Taken) -> None:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        root = read_xml(content, file)
        if root.tag == "decisions":
            lists.decisions_of_xml(root, mapping, file, taken)
        else:
            read_answer(root, mapping, file, taken)
    else:
        lists.read_list(content, mapping, file, taken)


def _one_by_one(meetings: Iterable[Meeting], rejected: list[Rejected]) -> list[Meeting]:
    """Each meeting once: what an agenda says of it, with the committee that a list says."""
    found: dict[str, Meeting] = {}
    for meeting in meetings:
        there = found.get(meeting.id)
        if there is None:
            found[meeting.id] = meeting
            continue
        detail, other = (meeting, there) if there.items is None else (there, meeting)
        if (there.items is None) == (meeting.items is None) and _said(there) != _said(meeting):
            told = {"id": meeting.id[:40], "other": there.where}
            rejected.append(Rejected(meeting.where, (Problem("moderngov.meeting_twice", told),)))
            continue
        found[meeting.id] = replace(
            detail,
            committee=detail.committee or other.committee,
            place=detail.place or other.place,
            starts=detail.starts or other.starts,
        )
    return list(found.values())


def _said(meeting: Meeting) -> tuple[object, ...]:
    return meeting.on, meeting.starts, meeting.cancelled, meeting.items

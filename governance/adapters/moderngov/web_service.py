"""Answers of ModernGov's public web service (`mgWebService.asmx`), saved as files.

As councils' installations answer `GetCommittees`, `GetMeetings`, `GetAllMeetingsByDate` and
`GetMeeting`: small-letter elements, flags "True" and "False", days as dd/mm/yyyy, hours as
"10.00 am", and text as HTML pasted from Word, its entities written twice.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from governance.adapters.moderngov.mapping import CANCELLED, LEFT_OUT, Mapping, folded
from governance.adapters.moderngov.model import Committee, Item, Meeting, Taken
from governance.adapters.moderngov.values import day, hour, line, prose, yes
from governance.adapters.ocds.model import Flag, Rejected
from governance.domain.errors import Problem, Unusable

MOST_ITEMS = 500
"""Items of one agenda at the most."""
MOST_ID = 80


def read_answer(root: Element, mapping: Mapping, file: str, taken: Taken) -> None:
    """Take the meetings of an answer. Raises `Unusable` for a document that is no answer."""
    before = len(taken.meetings) + len(taken.rejected) + len(taken.left_out)
    known = len(taken.committees)
    _walk(root, None, mapping, file, taken)
    after = len(taken.meetings) + len(taken.rejected) + len(taken.left_out)
    empty = root.tag in ("getmeetings", "getmeetingsbydate", "committees")
    if after == before and len(taken.committees) == known and not empty:
        raise Unusable([Problem("moderngov.no_answer", {"element": root.tag[:40]}, file)])


def _walk(
    element: Element, committee: Committee | None, mapping: Mapping, file: str, taken: Taken
) -> None:
    """Go through committees and meetings wherever they stand, in SOAP's envelope or not."""
    if element.tag == "committee":
        committee = _committee(element)
        if committee is not None and committee.id and committee.title:
            taken.committees[committee.id] = committee.title
    if element.tag == "meeting":
        _meeting(element, committee, mapping, file, taken)
        return
    for child in element:
        _walk(child, committee, mapping, file, taken)


def _committee(element: Element) -> Committee | None:
    found = Committee(
        _text(element, "committeeid")[:MOST_ID] or None,
        line(_text(element, "committeetitle")) or None,
    )
    return found if found.names else None


def _meeting(
    element: Element, committee: Committee | None, mapping: Mapping, file: str, taken: Taken
) -> None:
    number = _text(element, "meetingid")[:MOST_ID]
    where = f"{file}: meeting {number}" if number else f"{file}: a meeting"
    problems: list[Problem] = []
    flags: list[Flag] = []
    if not number:
        problems.append(Problem("moderngov.no_id"))
    written = _text(element, "meetingdate")
    on = day(written, mapping.dates)
    if on is None:
        told = {"field": "meetingdate", "text": written[:40], "formats": [*mapping.dates]}
        problems.append(Problem("import.cell_not_a_day", told))
    status = _text(element, "meetingstatus")
    means = meaning_of_status(status, mapping)
    if means is None:
        problems.append(Problem("moderngov.status_unknown", {"text": status[:60]}))
    clock = _text(element, "meetingtime")
    starts = hour(clock)
    if clock and starts is None:
        flags.append(Flag("moderngov.hour_unreadable", {"text": clock[:40]}))
    if problems or on is None:
        taken.rejected.append(Rejected(where, tuple(problems)))
        return
    if means == LEFT_OUT:
        reason = Problem("moderngov.status_left_out", {"text": status[:60]})
        taken.left_out.append(Rejected(where, (reason,)))
        return
    agenda = element.find("agendaitems")
    taken.meetings.append(
        Meeting(
            where=where,
            id=number,
            committee=_committee(element) or committee,
            on=on,
            starts=starts,
            place=line(_text(element, "meetinglocation")),
            cancelled=means == CANCELLED,
            agenda_published=yes(_text(element, "agendapublished")),
            items=None if agenda is None else _items(agenda, where, taken),
            flags=tuple(flags),
        )
    )


def meaning_of_status(status: str, mapping: Mapping) -> str | None:
    """What a meeting's status means; one without any stands. None for one that nobody knows."""
    return mapping.meetings.get(folded(status)) if folded(status) else "stands"


def _items(agenda: Element, where: str, taken: Taken) -> tuple[Item, ...]:
    found: list[Item] = []
    for element in agenda.iter("agendaitem"):
        title = line(_text(element, "agendaitemtitle"))
        if not title or not yes(_text(element, "isdisplayallowed") or "True"):
            continue
        if len(found) == MOST_ITEMS:
            reason = Problem("moderngov.too_many_items", {"most": MOST_ITEMS})
            taken.rejected.append(Rejected(where, (reason,)))
            break
        found.append(_item(element, title))
    return tuple(found)


def _item(element: Element, title: str) -> Item:
    restricted = yes(_text(element, "isrestricted"))
    minuted = yes(_text(element, "isminutepublished")) and not restricted
    decided = yes(_text(element, "isdecision")) and yes(_text(element, "isdecisionpublished"))
    words = _text(element, "decisionnonemptyhtmlbody") if decided and not restricted else ""
    return Item(
        id=_text(element, "agendaitemid")[:MOST_ID] or None,
        number=line(_text(element, "fulldisplaynumberformat")),
        title=title,
        minutes=prose(_text(element, "minutesnonemptyhtmlbody")) if minuted else "",
        decision=prose(words),
        decided=decided,
        restricted=restricted,
    )


def _text(element: Element, name: str) -> str:
    """The text of a child, whatever stands in it; empty where it is missing."""
    child = element.find(name)
    return "" if child is None else "".join(child.itertext()).strip()

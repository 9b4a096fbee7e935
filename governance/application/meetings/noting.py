"""Minuting an item without a report: what was said at it, and that it was noted.

A discussion or an information item decides nothing, so there is no decision to record. What is
minuted may name people: the entry holds its salted digest, the text stays apart from the record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.meetings.agenda import CARRIED, LISTED, TAKEN
from governance.application.meetings.queries import IN_SESSION, agenda
from governance.application.meetings.reading import Convened, applied, read_meeting
from governance.domain.errors import GuardRefused, Refusal
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission, titles

NOTED: Final = "noted"
"""What an item without a report comes to."""

WITHOUT_QUORUM: Final = ("inquorate", "informal")
"""States of a meeting that could decide nothing when it ended."""

TAKES_NOTES: Final = (*IN_SESSION, "adjourned", *WITHOUT_QUORUM)
"""States of a meeting at which items are minuted: from its opening to the draft of its minutes."""

_KIND: Final = "meeting.item_minuted"
_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.CHAIR})
_entry = TABLES["ledger_entry"]
_text = TABLES["private_text"]
_NOTES = (
    select(_entry.c.body)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("meeting"),
        _entry.c.kind == _KIND,
    )
    .order_by(_entry.c.number)
)
_TEXTS = select(_text.c.id, _text.c.text).where(
    _text.c.partnership_id == bindparam("partnership"), in_list(_text.c.id, "ids")
)


@dataclass(frozen=True, slots=True)
class Note:
    """What is minuted at an item: the text, and what the item came to."""

    text: str
    outcome: str


def minute_item(
    desk: Desk, meeting: str, *, place: int, text: str, seen: int | None = None
) -> Receipt:
    """Minute an item without a report as noted; `place` is its number on the agenda.

    Done again, what was minuted before is replaced; both stay on the record. An item of a meeting
    without a quorum is minuted and stays to be carried over. Raises `GuardRefused` with everything
    against it: the meeting is not open, the item has a report, nothing is said.
    """
    at = read_meeting(desk, meeting, seen=seen)
    item = next((one for one in agenda(desk, at.row.id) if one.place == place), None)
    noted = item is not None and item.id in notes(desk, at.row.id)
    found = [*_against(desk, at), *_no_note_on(at.row, item, place, noted=noted)]
    if not text.strip():
        found.append(Refusal("meeting.nothing_minuted"))
    if found or item is None:
        raise GuardRefused(found)
    kept = desk.private(text.strip())
    writes: list[Insert | Update] = [kept]
    if item.state == LISTED and at.row.state in (*IN_SESSION, "adjourned"):
        writes.append(Update("agenda_item", item, {"state": TAKEN}))
    facts = {
        "item": item.id,
        "place": place,
        "title": item.title,
        "outcome": NOTED,
        "text": kept.values["id"],
    }
    return applied(desk, at.row, _KIND, values={}, facts=facts, writes=writes)


def notes(desk: Desk, meeting_id: str) -> Mapping[str, Note]:
    """What is minuted at the items of a meeting, by their ids; of several the last."""
    last: dict[str, Mapping[str, Any]] = {}
    for entry in desk.all(_NOTES, meeting=meeting_id):
        facts = json.loads(entry.body)["facts"]
        last[facts["item"]] = facts
    ids = sorted(one["text"] for one in last.values())
    texts = {row.id: row.text or "" for row in desk.all(_TEXTS, ids=ids)} if ids else {}
    return {item: Note(texts.get(one["text"], ""), one["outcome"]) for item, one in last.items()}


def against_minuting(desk: Desk, meeting: str) -> tuple[Refusal, ...]:
    """What is against it that the actor minutes any item of a meeting."""
    return tuple(_against(desk, read_meeting(desk, meeting)))


def takes_note(*, meeting: str, item: str, report: str | None, noted: bool) -> bool:
    """Whether an item is minuted by a text of its own, by the meeting's state and its own.

    It has no report, and was not left out or taken otherwise; what is minuted can be said better.
    At a meeting without a quorum what is carried over can have been talked about.
    """
    carried = item == CARRIED and meeting in WITHOUT_QUORUM
    return report is None and (item == LISTED or carried or noted)


def _against(desk: Desk, at: Convened) -> list[Refusal]:
    return [*_not_theirs(desk, at.permissions), *_not_now(at.row)]


def _not_theirs(desk: Desk, held: frozenset[str]) -> list[Refusal]:
    if held & _KEEPERS:
        return []
    params = {"actor": desk.actor.name, "who": titles(_KEEPERS)}
    return [Refusal("permissions.not_theirs", params)]


def _not_now(meeting: Any) -> list[Refusal]:
    if meeting.state in TAKES_NOTES:
        return []
    params = {"meeting": meeting.ref, "state": meeting.state}
    return [Refusal("meeting.takes_no_notes", params)]


def _no_note_on(meeting: Any, item: Any | None, place: int, *, noted: bool) -> list[Refusal]:
    params = {"meeting": meeting.ref, "place": place}
    if item is None:
        return [Refusal("meeting.no_such_item", params)]
    if item.report is not None:
        return [Refusal("meeting.item_has_report", params | {"report": item.report})]
    if not takes_note(meeting=meeting.state, item=item.state, report=None, noted=noted):
        return [Refusal("meeting.item_not_taken", params | {"state": item.state})]
    return []

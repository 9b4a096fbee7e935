"""Going on in private: the public is excluded for some items, with the ground that is minuted.

Local Government Act 1972 s.100A: confidential information must not be disclosed (2); for exempt
information the meeting resolves so, naming the paragraph of Schedule 12A, and says in all the
circumstances that the public interest is in keeping it closed (4), (5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from governance import words
from governance.application.change import Insert, Receipt
from governance.application.commissions.evidence import PARAGRAPHS
from governance.application.desk import Desk
from governance.application.meetings.agenda import TAKEN
from governance.application.meetings.queries import IN_SESSION, agenda
from governance.application.meetings.reading import applied, read_meeting
from governance.domain.errors import GuardRefused, Refusal
from statemachines.meeting import MEETING
from statemachines.permissions import Permission, titles

CONFIDENTIAL: Final = "confidential"
"""What stands in place of a paragraph where the law itself forbids disclosure."""

_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.CHAIR})


def exclude_public(
    desk: Desk,
    meeting: str,
    *,
    items: Sequence[int],
    ground: str,
    reason: str,
    seen: int | None = None,
) -> Receipt:
    """Record that a meeting that sits takes items (their places) in private.

    `ground` is a paragraph of Part 1 of Schedule 12A ("1" to "7"), or `confidential`. It is minuted
    as an item of its own. Raises `GuardRefused` with everything against it.
    """
    at = read_meeting(desk, meeting, seen=seen)
    rows = agenda(desk, at.row.id)
    known = {row.place for row in rows}
    found = []
    if not at.permissions & _KEEPERS:
        params = {"actor": desk.actor.name, "who": titles(_KEEPERS)}
        found.append(Refusal("permissions.not_theirs", params))
    if at.row.state not in IN_SESSION:
        state = MEETING.state(at.row.state).title
        found.append(Refusal("meeting.not_sitting", {"meeting": at.row.ref, "state": state}))
    if ground not in (*PARAGRAPHS, CONFIDENTIAL):
        found.append(Refusal("meeting.private_ground", {"known": [*PARAGRAPHS, CONFIDENTIAL]}))
    if not items or set(items) - known:
        found.append(Refusal("meeting.private_items", {"meeting": at.row.ref}))
    if not reason.strip():
        found.append(Refusal("lifecycle.reason_missing"))
    if found:
        raise GuardRefused(found)
    code = "meeting.in_private_confidential" if ground == CONFIDENTIAL else "meeting.in_private"
    told = {"items": sorted(items), "ground": ground, "reason": reason.strip()}
    values = {
        "id": desk.new_id(),
        "meeting_id": at.row.id,
        "title": words.say(code, told, desk.partnership.language),
        "place": max(known) + 1,
        "state": TAKEN,
    }
    return applied(
        desk,
        at.row,
        "meeting.public_excluded",
        values={},
        facts=told,
        writes=[Insert("agenda_item", values)],
    )

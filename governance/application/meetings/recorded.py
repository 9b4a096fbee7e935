"""The agenda of a meeting that was recorded as held: what was on it, put there afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from governance.application.change import Insert, Receipt
from governance.application.desk import Desk
from governance.application.meetings.agenda import LISTED
from governance.application.meetings.queries import agenda
from governance.application.meetings.reading import applied, read_meeting
from governance.application.naming import name_problems
from governance.domain.errors import GuardRefused, Refusal, Unusable
from statemachines.permissions import Permission, titles

RECORDED: Final = "meeting.recorded_afterwards"
"""The flag of a meeting that was held without Vires."""

_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER})


def takes_recorded_items(meeting: Any) -> bool:
    """Whether what was on the agenda of a meeting (its row) can be put there afterwards."""
    return meeting.state == "held" and any(one["code"] == RECORDED for one in meeting.flags)


def record_items(
    desk: Desk, meeting: str, *, names: Sequence[str], report: str | None = None
) -> tuple[Receipt, list[str]]:
    """Put items on the agenda of a meeting that was recorded as held; their ids, in that order.

    They stay listed until they are minuted. With `report` the last of them is that report's,
    which waits there for its decision to be recorded. Raises `GuardRefused` for a meeting whose
    agenda Vires knew.
    """
    if problems := [one for title in names for one in name_problems(title)]:
        raise Unusable(problems)
    at = read_meeting(desk, meeting)
    found = []
    if not at.permissions & _KEEPERS:
        told = {"actor": desk.actor.name, "who": titles(_KEEPERS)}
        found.append(Refusal("permissions.not_theirs", told))
    if not takes_recorded_items(at.row):
        found.append(Refusal("meeting.agenda_was_known", {"meeting": at.row.ref}))
    if found:
        raise GuardRefused(found)
    about = None if report is None else desk.row("proposal", report)
    last = max((row.place for row in agenda(desk, at.row.id)), default=0)
    items = [
        {
            "id": desk.new_id(),
            "meeting_id": at.row.id,
            "proposal_id": None,
            "title": title.strip(),
            "place": last + number,
            "state": LISTED,
        }
        for number, title in enumerate(names, start=1)
    ]
    if about is not None:
        items[-1]["proposal_id"] = about.id
    receipt = applied(
        desk,
        at.row,
        "meeting.items_recorded",
        values={},
        facts={
            "items": [{"place": one["place"], "title": one["title"]} for one in items],
            "report": None if about is None else about.ref,
        },
        writes=[Insert("agenda_item", one) for one in items],
    )
    return receipt, [str(one["id"]) for one in items]

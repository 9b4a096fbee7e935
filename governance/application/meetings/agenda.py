"""What is on a meeting's agenda: items without a report, and carrying items over.

Reports come onto an agenda through `proposals.placing`, which moves the report as well; so they
are taken off through it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from governance.application.change import Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.meetings.queries import agenda
from governance.application.meetings.reading import applied, read_meeting
from governance.application.meetings.taking import TAKES_URGENT_ITEMS, agenda_takes
from governance.application.naming import name_problems
from governance.application.proposals.placing import (
    place_on_agenda,
    take_off,
)
from governance.domain.errors import GuardRefused, Refusal, Unusable
from statemachines.permissions import Permission, titles

LISTED, CARRIED, TAKEN = "listed", "carried over", "taken"
"""States of an item: to be taken, taken off for another meeting, and taken at this one."""

WITH_A_MEETING: Final = ("on_agenda", "before_decider")
"""States of a report that waits for the meeting it is listed at."""

GOES_WITH_THE_ITEM: Final = (*WITH_A_MEETING, "reconsidered")
"""States of a report that goes on to the next meeting with its item."""

_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.CHAIR})


def listed(desk: Desk, meeting_id: str) -> list[Any]:
    """The items still to be taken."""
    return [item for item in agenda(desk, meeting_id) if item.state == LISTED]


def shown(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Items as the record names them."""
    return [{"place": row.place, "report": row.report, "title": row.title} for row in rows]


def add_item(
    desk: Desk,
    meeting: str,
    *,
    title: str,
    late_reason: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Put an item without a report on an agenda, such as apologies or a presentation.

    `late_reason` says why the chair takes it as urgent, once the agenda is published. Raises
    `GuardRefused` with everything against it.
    """
    if problems := name_problems(title):
        raise Unusable(problems)
    at = read_meeting(desk, meeting, seen=seen)
    found = [*_not_theirs(desk, at.permissions)]
    found += agenda_takes(at.row, today=desk.today, late_reason=late_reason)
    if found:
        raise GuardRefused(found)
    values = _item_values(desk, at.row.id, title.strip(), late_reason)
    return applied(
        desk,
        at.row,
        "meeting.item_added",
        values={},
        facts={
            "title": title.strip(),
            "place": values["place"],
            "late_reason": values["late_reason"],
        },
        writes=[Insert("agenda_item", values)],
    )


def carry_over(
    desk: Desk, meeting: str, *, reason: str, to: str | None = None, seen: int | None = None
) -> list[Receipt]:
    """Take every item that is still listed off a meeting, and put it on the agenda of another.

    Without `to` a report waits, cleared, for whichever agenda it is put on next. Raises
    `GuardRefused` where the other meeting takes no items.
    """
    at = read_meeting(desk, meeting, seen=seen)
    other = desk.row("meeting", to) if to is not None else None
    found = [*_not_theirs(desk, at.permissions)]
    if not reason.strip():
        found.append(Refusal("lifecycle.reason_missing"))
    if other is not None:
        found += agenda_takes(other, today=desk.today, late_reason=reason)
        if other.body_id != at.row.body_id:
            params = {"meeting": at.row.ref, "other": other.ref}
            found.append(Refusal("meeting.of_another_body", params))
    if found:
        raise GuardRefused(found)
    rows = listed(desk, at.row.id)
    receipts = reports_off(desk, rows, reason=reason)
    facts = {"items": shown(rows), "reason": reason.strip(), "to": other.ref if other else None}
    receipts.append(
        applied(
            desk,
            at.row,
            "meeting.items_carried_over",
            values={},
            facts=facts,
            writes=others_off(rows),
        )
    )
    return [*receipts, *_placed(desk, rows, other, reason)] if other else receipts


def reports_off(desk: Desk, rows: Iterable[Any], *, reason: str) -> list[Receipt]:
    """Take reports off the agenda by their own lifecycle: each is a change of the report."""
    return [
        take_off(desk, row.report, reason=reason)
        for row in rows
        if row.report_state in WITH_A_MEETING
    ]


def others_off(rows: Iterable[Any]) -> list[Update]:
    """The items that no report waits for, carried over: writes of a change of the meeting."""
    return [
        Update("agenda_item", row, {"state": CARRIED})
        for row in rows
        if row.report_state not in WITH_A_MEETING
    ]


def taken(rows: Iterable[Any]) -> list[Update]:
    """The items without a report, as taken at the meeting."""
    return [Update("agenda_item", row, {"state": TAKEN}) for row in rows if row.report is None]


def _placed(desk: Desk, rows: Iterable[Any], other: Any, reason: str) -> list[Receipt]:
    late = reason if other.state in TAKES_URGENT_ITEMS else None
    made = []
    for row in rows:
        if row.report_state in GOES_WITH_THE_ITEM:
            made.append(place_on_agenda(desk, row.report, meeting=other.ref, late_reason=late))
        elif row.report is None:
            made.append(add_item(desk, other.ref, title=row.title, late_reason=late))
    return made


def _item_values(
    desk: Desk, meeting_id: str, title: str, late_reason: str | None
) -> dict[str, Any]:
    last = max((row.place for row in agenda(desk, meeting_id)), default=0)
    return {
        "id": desk.new_id(),
        "meeting_id": meeting_id,
        "title": title,
        "place": last + 1,
        "late_reason": (late_reason or "").strip() or None,
    }


def _not_theirs(desk: Desk, held: frozenset[str]) -> tuple[Refusal, ...]:
    if held & _KEEPERS:
        return ()
    params = {"actor": desk.actor.name, "who": titles(_KEEPERS)}
    return (Refusal("permissions.not_theirs", params),)

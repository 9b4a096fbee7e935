"""Cover is watched: whoever leaves, is appointed, is away or declares an interest changes it.

It is asked again in the transaction of such an act, and every night for what only the calendar
changes. What was told of is kept (see `told`), so that nobody is told twice of one cause, and is
told again only when it was put right in between, or when another version of the scheme has come
into force. The whole of it is a few milliseconds, because what stops a path is not searched for,
only whether it is stopped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.holding import holds_from
from governance.application.change import Change, Receipt
from governance.application.cover.causes import DAYS, MEETINGS_ALONE
from governance.application.cover.forecast import MeetingForecast, forecast
from governance.application.cover.standing import Lost, cause_of, meeting_causes, rules_on
from governance.application.cover.told import Kept, Kind, Note, Watched, read_kept
from governance.application.deadlines.rows import message
from governance.application.desk import CLOCK, Desk, looking
from governance.application.nightcheck.finding import Slice
from governance.application.plain import plain_params
from governance.application.proposals.listing import listed_item
from governance.store.engine import Store
from governance.store.tables import TABLES
from statemachines.permissions import Permission

RULES, MEETING = "cover_lost", "cover_meeting"
"""The templates of what the secretary is told."""

_partnership = TABLES["partnership"]
_NEXT = (
    select(_partnership.c.id)
    .where(_partnership.c.id > bindparam("after"))
    .order_by(_partnership.c.id)
    .limit(2)
)


def follow(desk: Desk) -> None:
    """Tell the secretary, in the same transaction, what the acts at this desk have cost."""
    acts = [(change, receipt) for change, receipt in desk.changes if change.kind in DAYS]
    if not acts:
        return
    changes = [change for change, _ in acts]
    days = {desk.today, *_days(changes, desk.today)}
    rules = any(change.kind not in MEETINGS_ALONE for change in changes)
    bodies = {body for _, receipt in acts for body in _bodies_of(desk, receipt)}
    came = {receipt.id for change, receipt in acts if change.kind == "rulebook.came_into_force"}
    _watched(desk, days if rules else (), bodies=bodies, night=False, came=came).put(desk.writer)


def nightly(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """Whether the next partnership's rules can be followed tonight, and its meetings held."""
    with store.read() as tx:
        found = tx.all(_NEXT, after=after[0] if after else "")
    if not found:
        return Slice(0)
    here = found[0].id
    with looking(store, now=now, partnership=here, actor=CLOCK) as desk:
        watched = _watched(desk, {desk.today}, bodies=None, night=True)
    return Slice(1, last=[here] if len(found) > 1 else None, tellings=[watched])


def _days(acts: Iterable[Change], today: dt.date) -> Iterator[dt.date]:
    """The days to come from which acts change cover."""
    for change in acts:
        day = DAYS[change.kind](change.facts)
        if day is not None and day > today:
            yield day


def _watched(
    desk: Desk,
    days: Collection[dt.date],
    *,
    bodies: Collection[str] | None,
    night: bool,
    came: Collection[str] = (),
) -> Watched:
    """What is to be told, and what to keep of it.

    `days` are those on which rules are looked at, `bodies` (ids) whose meetings; None: all.
    `came` are the ids of versions that have just come into force.
    """
    before = read_kept(desk)
    after, notes = _meetings(desk, before, bodies)
    anew: frozenset[str] = frozenset()
    if days:
        after, more, anew = _rules(desk, after, days, night=night, came=came)
        notes += more
    return Watched(desk.pid, desk.now, before, after, tuple(notes), anew)


def _rules(
    desk: Desk, before: Kept, days: Collection[dt.date], *, night: bool, came: Collection[str]
) -> tuple[Kept, list[Note], frozenset[str]]:
    """Rules that can be followed no longer: at night all of them, else those that could be.

    Of a scheme that has just come into force every rule that cannot be followed is told, and told
    anew: that it could not be followed by the scheme before says nothing of this one. The last
    are their causes.
    """
    asked = {*days, *(day for day in before.rules.values() if day > desk.today)}
    each = {day: rules_on(desk, day) for day in sorted(asked)}
    told = {
        cause: day
        for cause, day in before.rules.items()
        if any(lost.cause == cause for lost in each[max(day, desk.today)].lost)
    }
    new = [(desk.today, lost) for lost in each[desk.today].lost if lost.version.id in came]
    anew = frozenset(lost.cause for _, lost in new)
    told |= dict.fromkeys(anew, desk.today)
    for day, standing in each.items():
        for lost in standing.lost:
            if lost.cause not in told and (night or lost.cause in before.able):
                told[lost.cause] = day
                new.append((day, lost))
    kept = replace(before, able=each[desk.today].able, rules=told)
    return kept, list(_notes(desk, new)), anew


def _notes(desk: Desk, new: Sequence[tuple[dt.date, Lost]]) -> Iterator[Note]:
    """One message for each scheme and day."""
    ordered = sorted(new, key=lambda one: (one[1].version.ref, one[0]))
    for (_, day), group in groupby(ordered, key=lambda one: (one[1].version.ref, one[0])):
        lost = [one for _, one in group]
        params = {
            "scheme": lost[0].scheme.title,
            "on": day,
            "number": len(lost),
        }
        lines = {one.cause: one.words for one in lost}
        yield _note(desk, RULES, ("rulebook_version", lost[0].version.id), params, "rule", lines)


def _bodies_of(desk: Desk, receipt: Receipt) -> Iterator[str]:
    """The bodies whose meetings an act could change: one's own, a person's, a report's."""
    if receipt.table == "body":
        yield receipt.id
    elif receipt.table == "person":
        held = holds_from(desk, receipt.id, desk.today)
        yield from (row.body_id for row in (*held.seats, *held.substitute_in))
    elif receipt.table == "proposal" and (item := listed_item(desk, receipt.id)) is not None:
        yield desk.by_id("meeting", item.meeting_id).body_id


def _meetings(desk: Desk, before: Kept, bodies: Collection[str] | None) -> tuple[Kept, list[Note]]:
    """Coming meetings that will be inquorate, each cause told once while it lasts.

    An item stays told of while the whole meeting is short, and is not told anew after that.
    """
    foreseen = forecast(desk, bodies=bodies)
    looked = {meeting.id for meeting in foreseen}
    told = {
        cause: day
        for cause, day in before.meetings.items()
        if bodies is not None and cause.partition(" ")[0] not in looked
    }
    notes: list[Note] = []
    for meeting in foreseen:
        causes = meeting_causes(meeting)
        short = {cause_of(meeting, item) for item in meeting.items if not item.quorate}
        still = short & before.meetings.keys()
        told |= dict.fromkeys((*causes, *still), meeting.on)
        new = {cause: said for cause, said in causes.items() if cause not in before.meetings}
        if new:
            notes.append(_meeting_note(desk, meeting, new))
    return replace(before, meetings=told), notes


def _meeting_note(desk: Desk, meeting: MeetingForecast, lines: Mapping[str, str]) -> Note:
    params = {"body": meeting.title, "key": meeting.body, "ref": meeting.ref, "on": meeting.on}
    return _note(desk, MEETING, ("meeting", meeting.id), params, "meeting", lines)


def _note(
    desk: Desk,
    template: str,
    subject: tuple[str, str],
    params: dict[str, Any],
    kind: Kind,
    lines: Mapping[str, str],
) -> Note:
    queued = message(
        desk,
        template=template,
        subject=subject,
        recipient=Permission.SECRETARY.value,
        params=plain_params(params),
    )
    return Note(kind, queued, lines)

"""Cover is watched: whoever leaves, is appointed, is away or declares an interest changes it.

It is asked again in the transaction of such an act, and every night for what only the calendar
changes. What was told of is kept beside the runs of the flows, so that nobody is told twice of
one cause, and is told again only when it was put right in between. The whole of it is a few
milliseconds, because what stops a path is not searched for, only whether it is stopped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.holding import holds_from
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.cover.causes import DAYS, MEETINGS_ALONE
from governance.application.cover.forecast import MeetingForecast, forecast
from governance.application.cover.standing import Lost, cause_of, meeting_causes, rules_on
from governance.application.deadlines.rows import message
from governance.application.desk import CLOCK, Desk, looking
from governance.application.nightcheck.finding import Slice, Telling
from governance.application.plain import plain_params
from governance.application.proposals.listing import listed_item
from governance.store.engine import Store
from governance.store.processes import this_process
from governance.store.tables import TABLES
from statemachines.permissions import Permission

RULES, MEETING = "cover_lost", "cover_meeting"
"""The templates of what the secretary is told."""

_COVER: Final = "cover"
"""Under which what was told of is kept, apart from the runs themselves."""

_run = TABLES["flow_run"]
_KEPT = select(_run).where(_run.c.partnership_id == _COVER, _run.c.id == bindparam("here"))
_KEPT_LOCKED = _KEPT.with_for_update()
_partnership = TABLES["partnership"]
_NEXT = (
    select(_partnership.c.id)
    .where(_partnership.c.id > bindparam("after"))
    .order_by(_partnership.c.id)
    .limit(2)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of cover: rules that could be followed when last asked, and what was told.

    `rules` and `meetings` are causes somebody was told of, with the day from which they hold.
    """

    able: frozenset[str] = frozenset()
    rules: Mapping[str, str] = field(default_factory=dict)
    meetings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Any | None) -> Kept:
        """What a row keeps; nothing where there is none."""
        if row is None:
            return cls()
        kept = row.counts
        return cls(frozenset(kept["able"]), kept["rules"], kept["meetings"])

    def write(self, desk: Desk, row: Any | None) -> Insert | Update:
        """It as a row, in place of the one it was read from."""
        counts = {
            "able": sorted(self.able),
            "rules": dict(sorted(self.rules.items())),
            "meetings": dict(sorted(self.meetings.items())),
        }
        values: dict[str, Any] = {"beat_at": desk.now, "counts": counts}
        if row is not None:
            return Update("flow_run", row, values)
        fixed = {"flow": "nightly_assurance", "state": "done", "process": this_process()}
        how = {"started_by": "clock", "through": "direct", "started_at": desk.now}
        return Insert("flow_run", {"id": desk.pid, **fixed, **how, **values})


def follow(desk: Desk) -> None:
    """Tell the secretary, in the same transaction, what the acts at this desk have cost."""
    acts = [(change, receipt) for change, receipt in desk.changes if change.kind in DAYS]
    if not acts:
        return
    writer = desk.writer
    row = writer.first(_KEPT_LOCKED, here=desk.pid)
    changes = [change for change, _ in acts]
    days = {desk.today, *_days(changes, desk.today)}
    rules = any(change.kind not in MEETINGS_ALONE for change in changes)
    bodies = {body for _, receipt in acts for body in _bodies_of(desk, receipt)}
    for telling in _watched(desk, row, days if rules else (), bodies=bodies, night=False):
        telling.put(writer)


def nightly(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """Whether the next partnership's rules can be followed tonight, and its meetings held."""
    with store.read() as tx:
        found = tx.all(_NEXT, after=after[0] if after else "")
    if not found:
        return Slice(0)
    here = found[0].id
    with looking(store, now=now, partnership=here, actor=CLOCK) as desk:
        row = desk.tx.first(_KEPT, here=here)
        tellings = _watched(desk, row, {desk.today}, bodies=None, night=True)
    return Slice(1, last=[here] if len(found) > 1 else None, tellings=tellings)


def _days(acts: Iterable[Change], today: dt.date) -> Iterator[dt.date]:
    """The days to come from which acts change cover."""
    for change in acts:
        day = DAYS[change.kind](change.facts)
        if day is not None and day > today:
            yield day


def _watched(
    desk: Desk,
    row: Any | None,
    days: Collection[dt.date],
    *,
    bodies: Collection[str] | None,
    night: bool,
) -> list[Telling]:
    """What is to be told, and what to keep of it.

    `days` are those on which rules are looked at, `bodies` (ids) whose meetings; None: all.
    """
    before = Kept.of(row)
    after, notes = _meetings(desk, before, bodies)
    if days:
        after, more = _rules(desk, after, days, night=night)
        notes += more
    written = [Telling(desk.pid, note) for note in notes]
    if after != before:
        written.append(Telling(_COVER, after.write(desk, row)))
    return written


def _rules(
    desk: Desk, before: Kept, days: Collection[dt.date], *, night: bool
) -> tuple[Kept, list[Insert]]:
    """Rules that can be followed no longer: at night all of them, else those that could be."""
    foretold = {dt.date.fromisoformat(day) for day in before.rules.values()}
    asked = {*days, *(day for day in foretold if day > desk.today)}
    each = {day: rules_on(desk, day) for day in sorted(asked)}
    told = {
        cause: day
        for cause, day in before.rules.items()
        if any(lost.cause == cause for lost in each[_from(day, desk.today)].lost)
    }
    new: list[tuple[dt.date, Lost]] = []
    for day, standing in each.items():
        for lost in standing.lost:
            if lost.cause not in told and (night or lost.cause in before.able):
                told[lost.cause] = day.isoformat()
                new.append((day, lost))
    kept = replace(before, able=each[desk.today].able, rules=told)
    return kept, list(_notes(desk, new))


def _from(day: str, today: dt.date) -> dt.date:
    """The day on which to ask whether what was told still holds."""
    return max(dt.date.fromisoformat(day), today)


def _notes(desk: Desk, new: Sequence[tuple[dt.date, Lost]]) -> Iterator[Insert]:
    """One message for each scheme and day."""
    ordered = sorted(new, key=lambda one: (one[1].version.ref, one[0]))
    for (_, day), group in groupby(ordered, key=lambda one: (one[1].version.ref, one[0])):
        lost = [one for _, one in group]
        params = {
            "scheme": lost[0].scheme.title,
            "on": day,
            "number": len(lost),
            "lines": [one.words for one in lost],
        }
        yield _note(desk, RULES, ("rulebook_version", lost[0].version.id), params)


def _bodies_of(desk: Desk, receipt: Receipt) -> Iterator[str]:
    """The bodies whose meetings an act could change: one's own, a person's, a report's."""
    if receipt.table == "body":
        yield receipt.id
    elif receipt.table == "person":
        held = holds_from(desk, receipt.id, desk.today)
        yield from (row.body_id for row in (*held.seats, *held.substitute_in))
    elif receipt.table == "proposal" and (item := listed_item(desk, receipt.id)) is not None:
        yield desk.by_id("meeting", item.meeting_id).body_id


def _meetings(
    desk: Desk, before: Kept, bodies: Collection[str] | None
) -> tuple[Kept, list[Insert]]:
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
    notes: list[Insert] = []
    for meeting in foreseen:
        causes = meeting_causes(meeting)
        short = {cause_of(meeting, item) for item in meeting.items if not item.quorate}
        still = short & before.meetings.keys()
        told |= dict.fromkeys((*causes, *still), meeting.on.isoformat())
        new = [said for cause, said in causes.items() if cause not in before.meetings]
        if new:
            notes.append(_meeting_note(desk, meeting, new))
    return replace(before, meetings=told), notes


def _meeting_note(desk: Desk, meeting: MeetingForecast, lines: list[str]) -> Insert:
    params = {
        "body": meeting.title,
        "key": meeting.body,
        "ref": meeting.ref,
        "on": meeting.on,
        "lines": lines,
    }
    return _note(desk, MEETING, ("meeting", meeting.id), params)


def _note(desk: Desk, template: str, subject: tuple[str, str], params: dict[str, Any]) -> Insert:
    return message(
        desk,
        template=template,
        subject=subject,
        recipient=Permission.SECRETARY.value,
        params=plain_params(params),
    )

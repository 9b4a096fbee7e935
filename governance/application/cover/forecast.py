"""Coming meetings: which will be inquorate, for which item, who is away and who must leave.

Known absences and declared interests are all that is foreseen; a member of whom nothing is
recorded is taken to come, and a named substitute to sit where the member cannot.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.facts import BodyFacts
from governance.application.cover.roster import Roster
from governance.application.desk import Desk
from governance.application.meetings.queries import TO_COME
from governance.application.proposals.interests import bound_by_localism_act, stands
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.people import Person
from governance.domain.cover.covering import Sitting
from governance.domain.cover.people import Body, People
from governance.domain.errors import Refusal
from governance.store.lists import in_list
from governance.store.tables import TABLES

_meeting = TABLES["meeting"]
_item = TABLES["agenda_item"]
_proposal = TABLES["proposal"]
_declaration = TABLES["declaration"]
_here: Any = bindparam("partnership")

_MEETINGS = (
    select(_meeting)
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.on_day >= bindparam("day"),
        _meeting.c.state.in_(TO_COME),
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
)
_MEETINGS_UNTIL = _MEETINGS.where(_meeting.c.on_day <= bindparam("until"))
_MEETINGS_OF = _MEETINGS.where(in_list(_meeting.c.body_id, "bodies"))
_ITEMS = (
    select(_item, _proposal.c.ref.label("report"))
    .select_from(
        _item.outerjoin(
            _proposal,
            (_proposal.c.partnership_id == _item.c.partnership_id)
            & (_proposal.c.id == _item.c.proposal_id),
        )
    )
    .where(
        _item.c.partnership_id == _here,
        _item.c.state == "listed",
        in_list(_item.c.meeting_id, "meetings"),
    )
    .order_by(_item.c.place, _item.c.id)
)
_DECLARED = select(_declaration).where(
    _declaration.c.partnership_id == _here,
    in_list(_declaration.c.proposal_id, "proposals"),
)


@dataclass(frozen=True, slots=True)
class ItemForecast:
    """An item, or the meeting as a whole where there is none: is there a quorum, who is missing.

    `leaves` are members and substitutes whose interest takes them out for it.
    """

    place: int | None
    title: str
    report: str | None
    quorate: bool
    needed: int
    there: int
    leaves: tuple[str, ...]
    shortfalls: tuple[Refusal, ...]

    @property
    def why(self) -> list[str]:
        """What is missing for a quorum, in words; nothing where it has one."""
        return [] if self.quorate else why_short(self.shortfalls)


@dataclass(frozen=True, slots=True)
class MeetingForecast:
    """A coming meeting: `away` are its people who are known to be away that day."""

    id: str
    ref: str
    on: dt.date
    body: str
    title: str
    away: tuple[str, ...]
    whole: ItemForecast
    items: tuple[ItemForecast, ...]

    @property
    def quorate(self) -> bool:
        """Whether it is expected to be, for everything on its agenda."""
        return self.whole.quorate and all(item.quorate for item in self.items)

    @property
    def short(self) -> tuple[ItemForecast, ...]:
        """What it will be short for: the whole meeting, else the items."""
        if not self.whole.quorate:
            return (self.whole,)
        return tuple(item for item in self.items if not item.quorate)

    def words(self, item: ItemForecast) -> str:
        """That it will be inquorate, for an item or for everything, and why."""
        code = "cover.meeting_short" if item.place is None else "cover.item_short"
        told = {"on": self.on, "ref": self.ref, "place": item.place, "title": item.title}
        return words.say(code, told | {"why": item.why})


def forecast(
    desk: Desk,
    *,
    on: dt.date | None = None,
    bodies: Collection[str] | None = None,
    until: dt.date | None = None,
) -> list[MeetingForecast]:
    """The coming meetings of all bodies, or of some (their ids), from a day on, by day.

    Those of all bodies go to `until`, that day included, where it is given.
    A body without terms in force has no quorum to be foreseen; its meetings are left out.
    """
    day = on or desk.today
    if bodies is None and until is not None:
        rows = desk.all(_MEETINGS_UNTIL, day=day, until=until)
    elif bodies is None:
        rows = desk.all(_MEETINGS, day=day)
    else:
        rows = desk.all(_MEETINGS_OF, day=day, bodies=sorted(bodies)) if bodies else []
    if not rows:
        return []
    items = _by("meeting_id", desk.all(_ITEMS, meetings=sorted(row.id for row in rows)))
    asked = sorted({i.proposal_id for of in items.values() for i in of if i.proposal_id})
    declared = _by("proposal_id", desk.all(_DECLARED, proposals=asked) if asked else ())
    rosters: dict[dt.date, Roster] = {}
    found = []
    for row in rows:
        if row.on_day not in rosters:
            rosters[row.on_day] = Roster(desk, row.on_day)
        roster = rosters[row.on_day]
        facts = roster.facts(roster.key_of_body(row.body_id))
        if facts.terms is not None:
            found.append(_foreseen(roster, facts, row, items.get(row.id, ()), declared))
    return found


def _by(column: str, rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _foreseen(
    roster: Roster,
    facts: BodyFacts,
    row: Any,
    items: Sequence[Any],
    declared: dict[str, list[Any]],
) -> MeetingForecast:
    body = roster.body(facts.key)
    people = People(on=roster.on, bodies={body.key: body}, away=roster.away())
    return MeetingForecast(
        id=row.id,
        ref=row.ref,
        on=row.on_day,
        body=facts.key,
        title=facts.title,
        away=tuple(p.name for p in everybody(body) if p.key in people.away),
        whole=_item_forecast(body, people, None),
        items=tuple(
            _item_forecast(
                body,
                replace(
                    people, outcomes=_outcomes(roster, facts, declared.get(one.proposal_id, ()))
                ),
                one,
            )
            for one in items
        ),
    )


def _item_forecast(body: Body, people: People, item: Any | None) -> ItemForecast:
    sitting = Sitting(body, people)
    found = sitting.quorum()
    out = {key for key, outcome in people.outcomes.items() if outcome.bars_vote}
    return ItemForecast(
        place=item.place if item is not None else None,
        title=item.title if item is not None else "",
        report=item.report if item is not None else None,
        quorate=sitting.able,
        needed=found.needed,
        there=len(found.counted),
        leaves=tuple(p.name for p in everybody(body) if p.key in out),
        shortfalls=found.shortfalls,
    )


def _outcomes(roster: Roster, facts: BodyFacts, declared: Iterable[Any]) -> dict[str, Outcome]:
    """What the interests declared in a report come to at a body, for people of that body."""
    return {
        key: stands(one, bound=bound_by_localism_act(facts, key), on=roster.on)
        for one in declared
        if (key := roster.key_of(one.person_id)) is not None
    }


def why_short(shortfalls: Iterable[Refusal]) -> list[str]:
    """What is missing for a quorum in time to come, in words."""
    said = []
    for one in shortfalls:
        number = one.code.startswith("quorum.too_few") and "who" not in one.params
        said.append(words.say("cover.short.number" if number else "cover.short.of", one.params))
    return said or [words.say("cover.short.votes", {})]


def everybody(body: Body) -> list[Person]:
    """The members of a body and their named substitutes, each once."""
    found = (p for held in body.appointments for p in (held.person, *held.substitutes))
    return list(dict.fromkeys(found))

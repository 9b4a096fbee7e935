"""What was escalated to whom: the levels that were done, whom each went to, and when.

A level names people by what they are; its messages say who that was on the day. A body is told at
its next meeting. Pages follow one another from the latest level to the earliest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import String, and_, bindparam, cast, func, or_, select, tuple_

from governance.application.deadlines.firing import ESCALATION
from governance.application.deadlines.settling import LIVE
from governance.application.deadlines.telling import Told, told
from governance.application.desk import Desk
from governance.application.people.queries import names
from governance.application.subjects import refs
from governance.domain.errors import Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES

PAGE: Final = 25
"""Levels on a page unless said."""
PERSON: Final = "person:"
"""How a receiver begins that is a person and no office, body or role."""

_deadline, _prompt, _message = TABLES["deadline"], TABLES["prompt"], TABLES["message"]
_line, _person = TABLES["exception_line"], TABLES["person"]
_here: Any = bindparam("partnership")
_when = func.coalesce(_prompt.c.done_at, _prompt.c.wanted_at)
"""When a level was done; of one that nobody timed, when it was to be."""
_DONE = (
    select(
        _prompt.c.id.label("prompt_id"),
        _prompt.c.key.label("level"),
        _prompt.c.wanted_at,
        _prompt.c.done_at,
        _prompt.c.late,
        _prompt.c.effects,
        _deadline,
    )
    .join(
        _deadline,
        and_(
            _deadline.c.partnership_id == _prompt.c.partnership_id,
            _deadline.c.id == _prompt.c.deadline_id,
        ),
    )
    .where(
        _prompt.c.partnership_id == _here,
        _prompt.c.state == "fired",
        _prompt.c.key.like("after-%"),
    )
    .order_by(_when.desc(), _prompt.c.id.desc())
    .limit(bindparam("most"))
)
_EARLIER = tuple_(_when, _prompt.c.id) < tuple_(
    bindparam("last_at", type_=_prompt.c.done_at.type), bindparam("last_id")
)
_LIVE = select(_deadline.c.id).where(_deadline.c.partnership_id == _here)
_PROMPT = select(_prompt.c.id, _when.label("at")).where(_prompt.c.partnership_id == _here)
_MESSAGES = (
    select(
        _message.c.id,
        _message.c.prompt_id,
        _message.c.origin_id,
        _message.c.person_id,
        _message.c.state,
    )
    .where(
        _message.c.partnership_id == _here,
        in_list(_message.c.subject_id, "subjects"),
        in_list(_message.c.prompt_id, "prompts"),
    )
    .order_by(_message.c.id)
)
_LINES = select(_line.c.prompt_id, _line.c.body_id, _line.c.meeting_id).where(
    _line.c.partnership_id == _here, in_list(_line.c.prompt_id, "prompts")
)
_BODIES = select(TABLES["body"].c.id, TABLES["body"].c.key).where(
    TABLES["body"].c.partnership_id == _here
)


@dataclass(frozen=True, slots=True)
class Receiver:
    """One whom a level went to: as the policy names it, and who that was.

    `people` are names; `waiting` those who have not been sent it;
    `again` that whoever it was had been told in another role already. For a body `meeting` is the
    meeting at which it was told, None until then.
    """

    to: str
    people: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    again: bool = False
    is_body: bool = False
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level that was done: of which deadline, on which day, whom it went to, what else."""

    id: str
    key: str
    deadline: Told
    wanted: dt.date
    done: dt.date | None
    late: bool
    receivers: tuple[Receiver, ...]
    effects: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Levels:
    """Some levels, the latest first; `after` begins the next page, where there is one."""

    rows: tuple[Level, ...]
    after: str | None


def escalated(
    desk: Desk,
    *,
    kind: str = "",
    level: str = "",
    receiver: str = "",
    settled: bool = False,
    after: str = "",
    most: int = PAGE,
) -> Levels:
    """The escalation levels that were done, of deadlines that still matter unless `settled`.

    `level` is a level's name, `receiver` a designation as a policy has it or `person:` and a key.
    `after` is the id that the page before ended with. Raises `Unusable` for a place in the list
    that is not there.
    """
    wanted = _DONE
    if not settled:
        # Few deadlines are live of all that there were: these are found first.
        live = _LIVE.where(_deadline.c.state.in_(LIVE))
        wanted = wanted.where(_prompt.c.deadline_id.in_(live))
    if kind:
        wanted = wanted.where(_deadline.c.kind == kind)
    if level:
        again = _prompt.c.key.startswith(f"{level}/", autoescape=True)
        wanted = wanted.where(or_(_prompt.c.key == level, again))
    if receiver:
        wanted = wanted.where(_went(receiver))
    place: dict[str, Any] = {}
    if after:
        last = desk.first(_PROMPT.where(_prompt.c.id == after))
        if last is None:
            raise Unusable.one("deadline.page_gone")
        wanted = wanted.where(_EARLIER)
        place = {"last_at": last.at, "last_id": last.id}
    rows = desk.all(wanted, most=most + 1, **place)
    shown = rows[:most]
    went = went_to(
        desk,
        [(row.prompt_id, row.effects) for row in shown],
        subjects=[row.subject_id for row in shown],
    )
    of = told(desk, shown)
    return Levels(
        rows=tuple(
            Level(
                id=row.prompt_id,
                key=row.level,
                deadline=one,
                wanted=desk.day_of(row.wanted_at),
                done=desk.day_of(row.done_at) if row.done_at is not None else None,
                late=row.late,
                receivers=went[row.prompt_id],
                effects=row.effects,
            )
            for row, one in zip(shown, of, strict=True)
        ),
        after=shown[-1].prompt_id if len(rows) > most else None,
    )


def _went(receiver: str) -> Any:
    """That a level went to somebody: in its effects, or in a message to that person."""
    if receiver.startswith(PERSON):
        person = select(_person.c.id).where(
            _person.c.partnership_id == _here, _person.c.key == receiver.removeprefix(PERSON)
        )
        return _prompt.c.id.in_(
            select(_message.c.prompt_id).where(
                _message.c.partnership_id == _here,
                _message.c.person_id == person.scalar_subquery(),
                _message.c.template == ESCALATION,
            )
        )
    said = cast(_prompt.c.effects, String)
    # Stores differ in whether a blank stands behind a colon.
    keys = [f'"{key}":{gap}"{receiver}"' for key in ("to", "body") for gap in ("", " ")]
    return or_(*(said.contains(one, autoescape=True) for one in keys))


def went_to(
    desk: Desk, prompts: Sequence[tuple[str, list[dict[str, Any]]]], *, subjects: Iterable[str]
) -> Mapping[str, tuple[Receiver, ...]]:
    """Whom each level went to, by the ids of prompts, each given with its effects.

    `subjects` are the ids of what their deadlines are about. A bounded number of statements,
    however many there are.
    """
    if not prompts:
        return {}
    ids = [row_id for row_id, _ in prompts]
    messages = desk.all(_MESSAGES, subjects=sorted(set(subjects)), prompts=ids)
    called = names(desk, [one.person_id for one in messages if one.person_id is not None])
    at = _meetings(desk, ids)
    bodies = {row.key for row in desk.all(_BODIES)}
    found = {}
    for row_id, effects in prompts:
        mine = [one for one in messages if one.prompt_id == row_id]
        everybody = {called[one.person_id] for one in mine if one.person_id in called}
        firsts = iter([one for one in mine if one.origin_id is None])
        found[row_id] = tuple(
            Receiver(to, is_body=True, meeting=at.get((row_id, to)))
            if to in bodies
            else _receiver(to, next(firsts, None), mine, called, everybody)
            for to in _told_to(effects)
        )
    return found


def _receiver(
    to: str, first: Any, mine: Sequence[Any], called: Mapping[str, str], everybody: set[str]
) -> Receiver:
    """Who got a message, and those made of it.

    Of one level a person gets one message, in however many roles: where a message was addressed
    and none was made of it, it was for somebody whom the level told in another.
    """
    sent, waiting = _people(first, mine, called)
    again = not sent and not waiting and first is not None and first.state == "addressed"
    if again and len(everybody) == 1:
        return Receiver(to, tuple(everybody))
    return Receiver(to, sent, waiting, again=again)


def _told_to(effects: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["to"] for one in effects if one["effect"] == "tell"]


def _people(
    first: Any, mine: Sequence[Any], called: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """The people of a message and of those made of it: who was sent it, and who waits for it."""
    if first is None:
        return (), ()
    own = [one for one in mine if first.id in (one.origin_id, one.id)]
    people = [(called.get(one.person_id, ""), one.state) for one in own if one.person_id]
    return tuple(
        tuple(dict.fromkeys(name for name, state in people if state in states))
        for states in (_SENT, _WAITING)
    )


_SENT: Final = ("sent", "uncertain", "gathered", "settled")
"""States of a message by which its person was told, or is in the day's digest."""
_WAITING: Final = ("queued", "failed", "parked")
"""States of a message that its person still lacks."""


def _meetings(desk: Desk, ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """The reference of the meeting at which a body was told of a level, by level and body."""
    keys = {row.id: row.key for row in desk.all(_BODIES)}
    lines = [one for one in desk.all(_LINES, prompts=list(ids)) if one.meeting_id is not None]
    known = refs(desk, [("meeting", one.meeting_id) for one in lines])
    return {
        (one.prompt_id, keys[one.body_id]): known[one.meeting_id]
        for one in lines
        if one.body_id in keys and one.meeting_id in known
    }

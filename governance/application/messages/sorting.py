"""What is to be done with each waiting message, decided in one transaction for a handful of them.

One to an office or a body becomes one for each of its people. One for a quiet day or a digest
waits, or is gathered. One that cannot go, for want of an address, is parked and the secretary is
told in the person's place. The rest is claimed: nobody else tries it until the lease is over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.messages.attempts import Claimed, cut_off
from governance.application.messages.gathering import gather
from governance.application.messages.meant import address, meant_for_another
from governance.application.messages.moving import LEASE, moved, write
from governance.application.messages.needless import dropped
from governance.application.messages.parking import park
from governance.application.messages.standing_in import has_left
from governance.application.messages.times import DIGEST, Wishes, digest_at, goes_at, wishes_of
from governance.application.messages.wording import is_urgent, letter_to
from governance.domain.errors import Problem, Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES

_message = TABLES["message"]
_preference = TABLES["message_preference"]

WAITING = ("queued", "failed", "uncertain")
"""States of what is to be tried, each at its time."""

_LOCKED = (
    select(_message)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        in_list(_message.c.id, "ids"),
    )
    .order_by(_message.c.created_at, _message.c.id)
    .with_for_update(skip_locked=True)
)


@dataclass(slots=True)
class Sorted:
    """What became of a handful: those to be tried now, and what else was done, for the report.

    `moved_on` are rows with what became of them and why, where something was wrong; `held` is
    how many wait for a later moment.
    """

    claimed: list[Claimed] = field(default_factory=list)
    moved_on: list[tuple[Any, str, Problem | None]] = field(default_factory=list)
    held: int = 0

    @property
    def touched(self) -> bool:
        """Whether anything was decided: somebody else may have had all of them in hand."""
        return bool(self.claimed or self.moved_on or self.held)


def sort(desk: Desk, ids: Iterable[str]) -> Sorted:
    """Decide about the messages of these ids that nobody else has in hand."""
    found = Sorted()
    gathered: set[str] = set()
    for row in _waiting(desk, ids):
        if row.id not in gathered:
            _decide(desk, row, found, gathered)
    return found


def give_up(desk: Desk, message_id: str, problem: Problem) -> Sorted:
    """Park a message that Vires itself cannot handle, so that it holds up no other."""
    found = Sorted()
    for row in _waiting(desk, [message_id]):
        park(desk, row, row.state, problem, instead=True)
        found.moved_on.append((row, "parked", problem))
    return found


def text_trouble(wrong: Unusable) -> Problem:
    """Why a message cannot be written, with the place in its template where it is that."""
    problem = wrong.problems[0]
    if problem.file is None:
        return problem
    where = f"{problem.file}:{problem.line}" if problem.line else problem.file
    said = words.say(problem.code, problem.params)
    mend = words.remedy(problem.code, problem.params)
    return Problem("message.template_broken", {"where": where, "said": said, "mend": mend})


def _waiting(desk: Desk, ids: Iterable[str]) -> list[Any]:
    """Of these, what still waits once it is held: somebody else may have dealt with it.

    The database is asked for the rows alone. Asked for their state and time as well, SQLite
    reads all that is due to find them.
    """
    held = desk.all(_LOCKED, ids=list(ids))
    return [row for row in held if row.state in WAITING and row.not_before <= desk.now]


def _decide(desk: Desk, row: Any, found: Sorted, gathered: set[str]) -> None:
    if dropped(desk, row):
        found.moved_on.append((row, "needless", None))
        return
    state = cut_off(desk, row)
    person = desk.by_id("person", row.person_id)
    designation = row.recipient if person is None else _another(desk, row, person)
    if designation is not None:
        told = address(desk, row, _queued(state), designation)
        found.moved_on.append((row, "addressed" if told else "parked", None))
        return
    wishes = wishes_of(desk, person.id)
    if not is_urgent(row.template) and row.template != DIGEST:
        moment = _moment(desk, row, wishes)
        if moment > desk.now:
            write(desk, row, {"state": state, "not_before": moment})
            found.held += 1
            return
        if _for_digest(row, wishes):
            taken = gather(desk, person)
            gathered.update(one.id for one in taken)
            found.moved_on += [(one, "gathered", None) for one in taken]
            return
    _claim(desk, row, state, person, found)


def _another(desk: Desk, row: Any, person: Any) -> str | None:
    """The designation to address a person's message by anew; None while it is right."""
    if has_left(person, desk.today):
        return f"person:{person.key}"
    return meant_for_another(desk, row)


def _queued(state: str) -> str:
    return state if state == "queued" else moved(state, "retry")


def _for_digest(row: Any, wishes: Wishes) -> bool:
    """Whether it goes into a digest: the first time only, not once an attempt was made."""
    return wishes.digest and row.state == "queued" and row.attempts == 0


def _moment(desk: Desk, row: Any, wishes: Wishes) -> dt.datetime:
    if not _for_digest(row, wishes):
        return goes_at(desk, wishes)
    desk.writer.lock(_preference, partnership_id=desk.pid, ids=[wishes.row_id or ""])
    return digest_at(desk, wishes, row.person_id, created_at=row.created_at)


def _claim(desk: Desk, row: Any, state: str, person: Any, found: Sorted) -> None:
    try:
        letter = letter_to(desk, row, person)
    except Unusable as wrong:
        problem = text_trouble(wrong)
        park(desk, row, state, problem, instead=True)
        found.moved_on.append((row, "parked", problem))
        return
    if state == "failed":
        state = moved(state, "retry")
    write(desk, row, {"state": state, "not_before": desk.now + LEASE})
    found.claimed.append(
        Claimed(
            id=row.id,
            version=row.version + 1,
            template=row.template,
            letter=letter,
            created_at=row.created_at,
            person_id=person.id,
            ref=str(row.params.get("ref", "")),
            ask=state == "uncertain",
        )
    )

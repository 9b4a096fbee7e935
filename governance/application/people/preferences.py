"""How a person wants to be told: a daily digest, quiet days, and the address messages go to.

The person says it, or a secretary or administrator for them; where messages go, an administrator
alone. Urgent messages come whatever is said here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.people.acts import address_problems
from governance.application.people.away import must_be_theirs
from governance.application.people.private import must_not_be_erased
from governance.application.people.whose import must_be_own
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Weekdays as people give them; their place is the number that is kept."""

WEEKEND: Final = (5, 6)
"""Quiet for somebody who never said which weekdays are."""

_preference = TABLES["message_preference"]
_OF_PERSON = select(_preference).where(
    _preference.c.partnership_id == bindparam("partnership"),
    _preference.c.person_id == bindparam("person"),
)
_LOCKED = _OF_PERSON.with_for_update()


def tell(
    desk: Desk,
    *,
    person: str,
    digest: bool | None = None,
    quiet: Sequence[str] | None = None,
    quiet_days: Sequence[tuple[dt.date, dt.date]] = (),
) -> Receipt:
    """Set how a person is told; what is not given stays as it is.

    `quiet` are weekdays by name; with none, no weekday and no bank holiday is quiet any more.
    `quiet_days` are further days, first and last, and are added. Raises `Unusable` with
    everything wrong with what was given.
    """
    row = desk.row("person", person)
    must_be_theirs(desk, row)
    if problems := [*_weekday_problems(quiet), *_days_problems(quiet_days)]:
        raise Unusable(problems)
    kept = desk.first(_LOCKED, person=row.id)
    before = kept.quiet_days if kept is not None else []
    ahead = [one for one in before if one["to"] >= desk.today.isoformat()]
    added = [{"from": a.isoformat(), "to": b.isoformat()} for a, b in quiet_days]
    values: dict[str, Any] = {
        "quiet_days": [*ahead, *(one for one in added if one not in ahead)],
        **({"digest": digest} if digest is not None else {}),
        **({"quiet": _numbers(quiet)} if quiet is not None else {}),
    }
    write: Insert | Update
    if kept is None:
        new = {"id": desk.new_id(), "person_id": row.id, "quiet": list(WEEKEND), **values}
        write = Insert("message_preference", new)
    else:
        write = Update("message_preference", kept, values)
    return desk.apply(
        Change(
            kind="person.tell",
            table="person",
            subject=row,
            values={},
            facts={"person": row.key, **values},
            writes=(write,),
        )
    )


def as_told(desk: Desk, person: Any) -> dict[str, Any]:
    """How a person is told, as plain values; `quiet` is None where they never said.

    `quiet` are weekdays by name, `quiet_days` the first and last of days to come.
    """
    kept = desk.first(_OF_PERSON, person=person.id)
    if kept is None:
        return {"digest": False, "quiet": None, "quiet_days": []}
    today = desk.today.isoformat()
    return {
        "digest": kept.digest,
        "quiet": [WEEKDAYS[number] for number in kept.quiet],
        "quiet_days": [one for one in kept.quiet_days if one["to"] >= today],
    }


def set_address(desk: Desk, *, person: str, address: str) -> Receipt:
    """Set where a person's messages go; the record holds a digest of it.

    The person does, or an administrator: a sign-in provider may be matched by it. Raises
    `Unusable` for what is no address.
    """
    row = desk.row("person", person)
    must_be_own(desk, row)
    must_not_be_erased(desk, row)
    if problems := address_problems(address):
        raise Unusable(problems)
    at = desk.private(address.strip())
    return desk.apply(
        Change(
            kind="person.address_set",
            table="person",
            subject=row,
            values={"address_id": at.values["id"]},
            facts={"person": row.key},
            writes=(at,),
        )
    )


def _numbers(quiet: Sequence[str]) -> list[int]:
    return sorted({WEEKDAYS.index(name) for name in quiet})


def _weekday_problems(quiet: Sequence[str] | None) -> list[Problem]:
    given = quiet or ()
    problems = [
        Problem(
            "name.unknown",
            {"what": "weekday", "name": name[:80], "nearest": nearest(name, WEEKDAYS)},
        )
        for name in given
        if name not in WEEKDAYS
    ]
    if not problems and len(set(given)) == len(WEEKDAYS):
        problems.append(Problem("people.always_quiet"))
    return problems


def _days_problems(days: Sequence[tuple[dt.date, dt.date]]) -> list[Problem]:
    return [
        Problem("name.days_reversed", {"from_day": first, "to_day": last})
        for first, last in days
        if last < first
    ]

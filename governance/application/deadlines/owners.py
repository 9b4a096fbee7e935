"""Who a deadline's owner is today, by name: whoever leads, holds the office, or hears instead.

Asks what messages ask (`messages.addressing.reached`), so that a page names whoever is told. A
page of deadlines asks once for each designation among them, whatever their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.telling import Told
from governance.application.desk import Desk
from governance.application.messages.addressing import reached
from governance.application.messages.standing_in import has_left
from governance.application.people.queries import names
from governance.store.lists import in_list
from governance.store.tables import TABLES

LEAD: Final = "lead"
BY_SUBJECT: Final = frozenset({"author", "partner", "owner"})
"""Designations that mean another for every subject."""

_person = TABLES["person"]
_BY_ID = select(_person.c.id, _person.c.left_on).where(
    _person.c.partnership_id == bindparam("partnership"), in_list(_person.c.id, "ids")
)


@dataclass(frozen=True, slots=True)
class Owner:
    """The names of those whom a designation means today; `instead`: it means nobody, they hear."""

    people: tuple[str, ...]
    instead: bool


def owner_now(desk: Desk, one: Told) -> Owner | None:
    """Who the owner of a deadline is today; None where nobody has to do anything for it."""
    if one.owner is None or one.by_clock:
        return None
    meant = reached(desk, one.owner, subject=one.subject, on=desk.today)
    called = names(desk, [to.person.id for to in meant.people])
    return Owner(tuple(called[to.person.id] for to in meant.people), meant.instead)


def owners_now(desk: Desk, shown: Sequence[Told]) -> dict[str, Owner]:
    """Who the owners of deadlines are today, by the deadlines' ids; those that can be told at once.

    What means another for every subject is told on the deadline's own page alone.
    """
    leads = _leads(desk, {one.lead_id for one in shown if one.owner == LEAD and one.lead_id})
    known: dict[tuple[str, Any], Owner | None] = {}
    found: dict[str, Owner] = {}
    for one in shown:
        if one.owner is None or one.owner in BY_SUBJECT or one.owner.startswith("manager:"):
            continue
        lead = leads.get(one.lead_id or "") if one.owner == LEAD else None
        if lead is not None:
            found[one.id] = Owner((lead,), instead=False)
            continue
        key = (one.owner, one.lead_id if one.owner == LEAD else None)
        if key not in known:
            known[key] = owner_now(desk, one)
        if (owner := known[key]) is not None and not one.by_clock:
            found[one.id] = owner
    return found


def _leads(desk: Desk, ids: set[str]) -> dict[str, str]:
    """The names of leads who are there, by id."""
    rows: Sequence[Any] = desk.all(_BY_ID, ids=sorted(ids)) if ids else ()
    there = [row.id for row in rows if not has_left(row, desk.today)]
    return names(desk, there)

"""A partner's consent to its own part of a plan: from whom it counts, and how it is recorded.

Nothing new in accountability: each partner answers for its own part, so only somebody of that
partner can give its consent: whose organisation it is, or who holds an office of it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Insert
from governance.application.desk import Desk
from governance.domain.errors import Refusal
from governance.store.tables import TABLES

_office = TABLES["office"]
_holding = TABLES["office_holding"]
_day: Any = bindparam("day")
_OFFICES = (
    select(_office.c.id)
    .join(
        _holding,
        (_holding.c.partnership_id == _office.c.partnership_id)
        & (_holding.c.office_id == _office.c.id),
    )
    .where(
        _office.c.partnership_id == bindparam("partnership"),
        _office.c.organisation_id == bindparam("partner"),
        _holding.c.person_id == bindparam("person"),
        _holding.c.from_day <= _day,
        _holding.c.to_day.is_(None) | (_holding.c.to_day >= _day),
    )
    .limit(1)
)


def consent_wrong(desk: Desk, partner: Any, person: Any, on: dt.date) -> tuple[Refusal, ...]:
    """Why a person cannot consent for a partner on a day: they are not of it, or have left."""
    if person.left_on is not None and person.left_on <= on:
        return (Refusal("people.left", {"person": person.key, "on": person.left_on}),)
    if person.organisation_id == partner.id:
        return ()
    if desk.first(_OFFICES, partner=partner.id, person=person.id, day=on) is not None:
        return ()
    home = desk.by_id("organisation", person.organisation_id)
    params = {
        "person": person.key,
        "partner": partner.name,
        "home": None if home is None else home.name,
    }
    return (Refusal("plan.consent_by_other", params),)


def consent_row(
    desk: Desk, plan: Any, partner: Any, person: Any, *, on: dt.date, words: str
) -> Insert:
    """A partner's recorded consent to its part of a plan."""
    values = {
        "id": desk.new_id(),
        "subject_table": "plan",
        "subject_id": plan.id,
        "organisation_id": partner.id,
        "person_id": person.id,
        "on_day": on,
        "words": words.strip(),
    }
    return Insert("consent", values)

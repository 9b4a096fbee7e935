"""A partner's consent to its own part of a plan: from whom it counts, and how it is recorded.

Nothing new in accountability: each partner answers for its own part, so only who speaks for that
partner can give its consent: who holds an office of it, or sits for it on a body.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance import words
from governance.application.change import Insert
from governance.application.desk import Desk
from governance.application.permissions import speaks_for_partner
from governance.domain.errors import Refusal


def consent_wrong(desk: Desk, partner: Any, person: Any, on: dt.date) -> tuple[Refusal, ...]:
    """Why a person cannot consent for a partner on a day: who left, or does not speak for it."""
    if person.left_on is not None and person.left_on <= on:
        return (Refusal("people.left", {"person": person.key, "on": person.left_on}),)
    if speaks_for_partner(desk, partner, person, on=on):
        return ()
    return (Refusal("plan.consent_by_other", {"person": person.key, "partner": partner.name}),)


def consent_right(desk: Desk, partner: Any) -> str:
    """By what right something happens that rests on a partner's consent, for the record."""
    return words.say("plan.right_consent", {"partner": partner.name}, desk.partnership.language)


def consent_row(
    desk: Desk, plan: Any, partner: Any, person: Any, *, on: dt.date, said: str
) -> Insert:
    """A partner's recorded consent to its part of a plan."""
    values = {
        "id": desk.new_id(),
        "subject_table": "plan",
        "subject_id": plan.id,
        "organisation_id": partner.id,
        "person_id": person.id,
        "on_day": on,
        "words": said.strip(),
    }
    return Insert("consent", values)

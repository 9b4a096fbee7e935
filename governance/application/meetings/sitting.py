"""Who is in the room for an item: seats, interests, quorum, and who may vote.

Read once for a meeting and an item; the answers are the domain's
(`governance.domain.bodies`), asked for acting and for "is this meeting quorate now?".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.bodies.facts import BodyFacts, body_facts
from governance.application.desk import Desk
from governance.domain.bodies.attendance import Entitled, entitled
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.quorum import Quorum, quorum
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Refused
from governance.store.tables import TABLES

_attendance = TABLES["attendance"]
_appointment = TABLES["appointment"]
_person = TABLES["person"]
_here: Any = bindparam("partnership")

_PRESENT = (
    select(
        _person.c.key,
        _attendance.c.person_id,
        _attendance.c.substitute,
        _appointment.c.seat,
    )
    .select_from(
        _attendance.join(
            _person,
            (_person.c.partnership_id == _attendance.c.partnership_id)
            & (_person.c.id == _attendance.c.person_id),
        ).outerjoin(
            _appointment,
            (_appointment.c.partnership_id == _attendance.c.partnership_id)
            & (_appointment.c.id == _attendance.c.appointment_id),
        )
    )
    .where(
        _attendance.c.partnership_id == _here,
        _attendance.c.meeting_id == bindparam("meeting"),
        _attendance.c.present.is_(True),
        _attendance.c.left_at.is_(None),
    )
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The room for one item at one meeting.

    `present` gives each person's seat by their keys, `outcomes` what their interests in the
    item came to, `person_ids` the rows' ids by key. `presiding` is the key of whoever presides.
    `meeting` is None where the body acts between meetings.
    """

    meeting: Any
    body: BodyFacts
    present: Mapping[str, str]
    outcomes: Mapping[str, Outcome]
    person_ids: Mapping[str, str]
    presiding: str | None

    @property
    def terms(self) -> Terms:
        """The body's terms of reference. Raises `Refused` where none are in force."""
        if self.body.terms is None:
            raise Refused.one("bodies.no_terms_in_force", body=self.body.title, on=self.on)
        return self.body.terms

    @property
    def on(self) -> dt.date:
        """The day of the meeting, or the one on which the body acts without any."""
        return self.body.on

    def quorum(self) -> Quorum:
        """Whether those present may take the item."""
        return quorum(
            terms=self.terms,
            appointments=self.body.appointments,
            present=self.present,
            on=self.on,
            outcomes=self.outcomes,
        )

    def entitled(self) -> Entitled:
        """Who of them may vote on the item."""
        return entitled(
            terms=self.terms,
            appointments=self.body.appointments,
            present=self.present,
            outcomes=self.outcomes,
            on=self.on,
        )


def read_sitting(desk: Desk, meeting: Any) -> Sitting:
    """The room at a meeting, for an item in which nobody declared an interest."""
    body = body_facts(desk, desk.by_id("body", meeting.body_id), meeting.on_day)
    rows = desk.all(_PRESENT, meeting=meeting.id)
    by_id = {row.person_id: row.key for row in rows}
    return Sitting(
        meeting=meeting,
        body=body,
        present={row.key: row.seat for row in rows if row.seat is not None},
        outcomes={},
        person_ids={row.key: row.person_id for row in rows},
        presiding=by_id.get(meeting.presiding_id),
    )

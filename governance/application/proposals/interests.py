"""Interests as they stand at a sitting: what was declared, and what the law makes of it there.

A ruling is given once; the law is asked again wherever the person sits. A councillor's
disclosable pecuniary interest bars at every body on which they sit as a member, whatever was
ruled before the report came there, and a dispensation counts until its last day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from governance.application.bodies.facts import BodyFacts
from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting, read_sitting
from governance.application.proposals.listing import listed_item
from governance.application.proposals.reading import Report
from governance.domain.bodies.interests import Declared, Dispensation, Outcome, mildest_lawful
from statemachines.permissions import Permission

INTERESTS: Final = ("personal", "organisational", "disclosable_pecuniary")
"""Kinds of interest, the mildest first."""

_LEAVE = re.compile(r"(?P<parts>nothing|speak|vote|speak and vote)(?: until (?P<until>\S+))?")


def sitting_for(desk: Desk, report: Report, meeting: Any) -> Sitting:
    """The room at a meeting for a report, with what every declared interest comes to there.

    Interests of those who are away are in it too: they may sign, or come in.
    """
    return with_interests(read_sitting(desk, meeting), report)


def with_interests(sitting: Sitting, report: Report) -> Sitting:
    """The same room with what every interest declared in the report comes to there."""
    return with_declarations(sitting, report.declarations)


def with_declarations(sitting: Sitting, declarations: Iterable[Any]) -> Sitting:
    """The same room with what declarations (their rows) come to there."""
    known = {row_id: key for key, row_id in (*sitting.body.ids.items(),)}
    known |= {row_id: key for key, row_id in sitting.person_ids.items()}
    outcomes = {
        known[d.person_id]: stands(
            d, bound=bound_by_localism_act(sitting.body, known[d.person_id]), on=sitting.on
        )
        for d in declarations
        if d.person_id in known
    }
    return replace(sitting, outcomes=outcomes)


def sitting_of(desk: Desk, report: Report) -> Sitting | None:
    """The room at the meeting on whose agenda a report is now, or None."""
    item = listed_item(desk, report.row.id)
    if item is None:
        return None
    return sitting_for(desk, report, desk.by_id("meeting", item.meeting_id))


def presides(desk: Desk, sitting: Sitting | None) -> frozenset[str]:
    """What whoever presides may do besides, at the desk of whoever that is."""
    if sitting is None or desk.actor.name != sitting.presiding:
        return frozenset()
    return frozenset({Permission.CHAIR.value})


def stands(declared: Any, *, bound: bool, on: dt.date) -> Outcome:
    """What a declaration's row comes to for somebody whom the Localism Act binds there, or not."""
    settled = Outcome(declared.outcome)
    law = mildest_lawful(
        Declared(
            person="",
            kind=declared.kind,
            localism_act=bound,
            dispensation=dispensation_in(declared.dispensation),
        ),
        on=on,
    )
    return max(settled, law, key=lambda outcome: outcome.strictness)


def bound_by_localism_act(body: BodyFacts, key: str) -> bool:
    """Whether a person sits, or stands in, as a member of a council whom that Act binds."""
    if body.terms is None:
        return False
    terms = body.terms
    seats = {
        a.seat
        for a in body.current
        if key == a.person.key or key in {substitute.key for substitute in a.substitutes}
    }
    found = [terms.seat(seat) for seat in seats]
    return any(seat is not None and terms.categories[seat.category].localism_act for seat in found)


def dispensation_told(leave: Dispensation) -> str:
    """A dispensation as the record keeps it."""
    parts = [name for name, given in (("speak", leave.speak), ("vote", leave.vote)) if given]
    until = f" until {leave.until.isoformat()}" if leave.until else ""
    return f"{' and '.join(parts) or 'nothing'}{until}"


def dispensation_in(told: str | None) -> Dispensation | None:
    """A dispensation as it was kept; None where there is none."""
    found = _LEAVE.fullmatch(told or "")
    if found is None:
        return None
    until = dt.date.fromisoformat(found["until"]) if found["until"] else None
    return Dispensation(speak="speak" in found["parts"], vote="vote" in found["parts"], until=until)

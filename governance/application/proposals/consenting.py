"""Whether a partner's written consent can be given to a report now, and by whom.

A consent counts only where a body on the report's path decides in writing, and only from
somebody whose seat there represents the partner: the same people whom the counting looks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from governance.application.bodies.facts import BodyFacts, decider, people_values
from governance.application.desk import Desk
from governance.application.proposals.counting import signatories_of
from governance.application.proposals.interests import sitting_of
from governance.application.proposals.partners import UNDECIDED, children
from governance.application.proposals.reading import Report
from governance.application.proposals.turns import DECIDING, OVER
from governance.domain.authority.outcome import Determined
from governance.domain.bodies.methods import method_named
from governance.domain.bodies.people import Person
from governance.domain.errors import Refusal, Unusable


def consent_refused(
    desk: Desk, report: Report, *, partner: Any, person_id: str
) -> tuple[Refusal, ...]:
    """Why a person cannot give a partner's consent to a report now; `partner` is its row."""
    row = report.row
    own = [child for child in children(desk, row) if child.organisation_id == partner.id]
    if row.state == "awaiting_partners" and own:
        told = {"ref": row.ref, "partner": partner.name, "report": own[0].ref}
        return (Refusal("consent.own_report", told),)
    if row.state not in UNDECIDED:
        told = {"ref": row.ref, "state": row.state.replace("_", " ")}
        return (Refusal("consent.not_now", told),)
    bodies = list(in_writing_bodies(desk, report))
    if not bodies:
        return (Refusal("consent.not_in_writing", {"ref": row.ref}),)
    may_sign: list[Person] = []
    for body in bodies:
        assert body.terms is not None
        may_sign += signatories_of(body, body.terms).get(partner.key, [])
    person = people_values(desk, [person_id])[person_id]
    if person.key in {one.key for one in may_sign}:
        return ()
    if not may_sign:
        return (Refusal("consents.no_signatory", {"partner": partner.name}),)
    names = list(dict.fromkeys(one.name for one in may_sign))
    told = {"name": person.name, "partner": partner.name, "signatories": names}
    return (Refusal("consents.not_a_signatory", told),)


def in_writing_bodies(desk: Desk, report: Report) -> Iterator[BodyFacts]:
    """The bodies that have still to decide, or to advise on, a report in writing."""
    sitting = sitting_of(desk, report)
    listed = {sitting.body.key: sitting.body} if sitting is not None else {}
    for one in _ahead(report):
        found = dict(listed)
        try:
            decides = decider(desk, one.decider, report.on)
        except Unusable:
            decides = None
        if isinstance(decides, BodyFacts):
            found.setdefault(decides.key, decides)
        for body in found.values():
            if body.terms is None:
                continue
            named = method_named(one.method) if one.method else None
            ordinary = named or body.terms.decided_by(report.row.kind).method
            ways = (ordinary, *body.terms.between_meetings.values())
            if any(way is not None and way.in_writing for way in ways):
                yield body


def _ahead(report: Report) -> list[Any]:
    """The turns still to come; by today's facts while no path is drawn."""
    steps: list[Any] = [s for s in report.steps if s.state not in OVER]
    if not report.steps and isinstance(report.outcome, Determined):
        steps = [s for group in report.outcome.path for s in group]
    return [s for s in steps if s.kind in DECIDING]

"""What the procedure of a report's rule wants before the decision, and whether it is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from governance.application.proposals.reading import Report
from governance.domain.procedure import INSTEAD_OF

_COUNTS: Final = ("listed", "taken", "decided")
"""States of an item on an agenda that was not carried over."""


def wanted(report: Report, listings: Iterable[Any]) -> list[dict[str, Any]]:
    """The notices and documents that the procedure wants, each with when or whether it was given.

    Notice of an agenda is given by publishing that of the last meeting that has the report (of
    its `listings`). A notice is `missing` where nothing was given in its stead either; one for a
    meeting only once there is a meeting.
    """
    agendas = [one.agenda_published_on for one in listings if one.state in _COUNTS]
    given: dict[str, dt.date] = {n.kind: n.published_on for n in reversed(report.notices)}
    if agendas and agendas[-1] is not None:
        given["agenda"] = agendas[-1]
    instead = {kind for one in given for kind in INSTEAD_OF.get(one, ())}
    listed = [
        {
            "what": "notice",
            "kind": rule.kind,
            "days": rule.days,
            "policy": rule.policy,
            "source": rule.source,
            "given": given.get(rule.kind),
            "missing": rule.kind not in instead.union(given)
            and (rule.before != "meeting" or bool(agendas)),
        }
        for rule in report.procedure.notices
    ]
    there = report.evidence_kinds | {one.kind for one in report.taken_off}
    return listed + [
        {"what": "document", "kind": kind, "given": kind in there}
        for kind in report.procedure.evidence
    ]

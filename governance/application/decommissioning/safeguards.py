"""What has to lie before whoever decides to end a service, whatever the scheme forgot to ask.

The public sector equality duty (Equality Act 2010 s.149) is the decider's own: the assessment
has to be with the report, and dated before the decision. So have the options, and what those
consulted said, or the reasons for not asking them with legal advice (DOMAIN.md section 7).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.decommissioning.finding import case_for_exit
from governance.application.desk import Desk
from governance.domain.errors import Refusal
from governance.store.tables import TABLES

ENDS_SERVICE: Final = "exit"
"""The kind of report that asks to end a service."""

OPTIONS, EQUALITY, CONSULTED, ADVICE = (
    "options-appraisal",
    "equality-impact-assessment",
    "consultation-report",
    "consultation-advice",
)
"""Kinds of evidence that the report itself has to carry."""

SOURCES: Final = {
    OPTIONS: "NAO guidance on decommissioning",
    EQUALITY: "Equality Act 2010 section 149",
    CONSULTED: "Equality Act 2010 section 149 and the common law duty to consult",
    ADVICE: "Equality Act 2010 section 149 and the common law duty to consult",
}

_evidence = TABLES["evidence"]
_ON_REPORT = select(_evidence.c.kind, _evidence.c.added_at).where(
    _evidence.c.partnership_id == bindparam("partnership"),
    _evidence.c.proposal_id == bindparam("proposal"),
    _evidence.c.withdrawn.is_(False),
)


def safeguards_missing(
    desk: Desk, report: Any, *, case: Any | None = None, on: dt.date | None = None
) -> tuple[Refusal, ...]:
    """Documents that a report on ending a service lacks on a day.

    Only what lies on the report itself counts, and only what was there by that day. Without a
    case it is the equality impact assessment alone: that duty is the decider's in any case.
    """
    if report.kind != ENDS_SERVICE or report.parent_id is not None:
        return ()
    found = case or case_for_exit(desk, report)
    by = on or desk.today
    there = {
        e.kind for e in desk.all(_ON_REPORT, proposal=report.id) if desk.day_of(e.added_at) <= by
    }
    if found is None:
        return () if EQUALITY in there else (_refusal(EQUALITY, report, None),)
    heard = (CONSULTED, ADVICE) if (found.consultation or {}).get("none") else (CONSULTED,)
    lacking = [kind for kind in (OPTIONS, EQUALITY) if kind not in there]
    if not there.intersection(heard):
        lacking.append(heard[-1])
    return tuple(_refusal(kind, report, found) for kind in lacking)


def _refusal(kind: str, report: Any, case: Any | None) -> Refusal:
    params = {
        "report": report.ref,
        "case": None if case is None else case.ref,
        "kind": kind,
        "document": kind.replace("-", " "),
        "source": SOURCES[kind],
    }
    return Refusal("decommissioning.evidence_missing", params)

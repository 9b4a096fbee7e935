"""What lies ahead of a case: who decides, the first lawful day of the decision, and of the end.

Asks what the reports' own outlook asks; a report that nobody has drafted is imagined with the
case's savings. Notice is counted from the decision at the earliest.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.deadlines.policies import policies
from governance.application.decommissioning.answering import answers_of
from governance.application.decommissioning.safeguards import ENDS_SERVICE
from governance.application.decommissioning.wants import (
    VOLUNTARY_NOTICE,
    CaseFile,
    facts_for,
    heard_wants,
)
from governance.application.desk import Desk
from governance.application.proposals.drafting import governing_scheme
from governance.application.proposals.outlook import Imagined, Outlook, outlook
from governance.application.proposals.reading import read_report
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.escalation import counted
from statemachines.decommissioning import BEFORE_DECISION


def ahead_of(desk: Desk, file: CaseFile) -> dict[str, Any]:
    """Plain values: `decider`, `rule`, `decision_from`, `end_from`, and `missing` and `unclear`.

    `missing` is what the case has to have before its decision; `unclear` why nobody knows who
    decides. Days are None where they are not known.
    """
    if file.row.state not in BEFORE_DECISION:
        ends = _after_notice(desk, file, desk.today) if file.row.state == "decided" else None
        return {"end_from": ends, "missing": [], "unclear": []}
    found: dict[str, Any] = {"missing": _missing(file), "unclear": [], "end_from": None}
    try:
        seen = _seen(desk, file)
    except Refused as refused:
        return found | {"unclear": list(refused.refusals)}
    except Unusable as unusable:
        return found | {"unclear": [Refusal(p.code, p.params) for p in unusable.problems]}
    day = _decision_day(seen, file)
    return found | {
        "decider": seen.title,
        "rule": seen.report.row.rule or seen.report.rule,
        "unclear": list(seen.unclear),
        "decision_from": day,
        "end_from": None if day is None else _after_notice(desk, file, day),
    }


def _missing(file: CaseFile) -> list[Refusal]:
    """What the case lacks for its report, each once."""
    facts = facts_for(file)
    return [*(facts.options_wants or ()), *(facts.report_wants or ())]


def _seen(desk: Desk, file: CaseFile) -> Outlook:
    report = file.report
    if report is not None and file.row.state == "before_decider":
        return outlook(desk, read_report(desk, report, on=report.decided_on or desk.today))
    scheme = governing_scheme(desk, file.commission, None)
    row = Imagined(
        kind=ENDS_SERVICE,
        gate=None,
        value=None,
        commission_id=file.commission.id,
        group_id=file.commission.group_id,
        round=file.commission.round,
        scheme_key=scheme,
        agreement_id=file.row.agreement_id,
        answers={name: money for name, (money, _) in answers_of(desk, scheme, file).items()},
        details={"case": file.row.ref},
    )
    return outlook(desk, read_report(desk, row, on=desk.today))


def _decision_day(seen: Outlook, file: CaseFile) -> dt.date | None:
    """The first lawful day of the decision: not before a consultation that runs is over."""
    if seen.report.row.decided_on is not None:
        decided: dt.date = seen.report.row.decided_on
        return decided
    day = seen.earliest.day if seen.earliest is not None else None
    runs: list[dt.date] = [
        r.params["to"] for r in heard_wants(file) if r.code.endswith("consultation_runs")
    ]
    if day is None or not runs:
        return day
    return max(day, runs[0] + dt.timedelta(days=1))


def _after_notice(desk: Desk, file: CaseFile, day: dt.date) -> dt.date:
    if not file.voluntary:
        return day
    return counted(VOLUNTARY_NOTICE, day=day, calendar=policies(desk).calendar).day

"""What the guards of a case are told: everything that the next part of its file still lacks.

A `CaseFile` is frozen and read once. What an act is about to write is laid over it (`said`), so
that acting and "what next?" ask the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from governance.application.commissions.gates import OVER
from governance.application.deadlines.policies import policies
from governance.application.decommissioning.finding import agreements, counts, plans
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals.case import DECIDES
from governance.domain.errors import Refusal
from governance.domain.escalation import Offset, counted
from statemachines.decommissioning import CaseFacts

Findings = tuple[Refusal, ...]

VOLUNTARY_NOTICE: Final = Offset(3, "months", "after")
"""Notice to a voluntary provider at the least (DOMAIN.md section 7; NAO, "Successful
commissioning toolkit": at least three months)."""

EVALUATED_AFTER: Final = Offset(12, "months", "after")
"""When a case is evaluated after its end, unless the policy says."""

APPRAISED: Final = ("options", "users", "market", "support")
"""What an appraisal says: the options, users, the market, who supports it."""

PLANNED: Final = ("staff", "premises", "contingency")
"""What a transition says: TUPE, leases, and what happens if it goes wrong."""

GONE: Final = ("withdrawn", "lapsed", "rescinded", "quashed", "effective")
"""States of a report that asks for nothing any more."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all that bears on its moves, as on one day."""

    row: Any
    on: dt.date
    commission: Any
    report: Any | None
    counts: tuple[Any, ...]
    plans: tuple[Any, ...]
    agreements: tuple[Any, ...]
    permissions: frozenset[str]
    least_end: dt.date
    """The first day a notice given today could end on."""
    evaluate_from: dt.date | None
    """The day a year after its end."""
    new: Mapping[str, Any] = field(default_factory=dict)
    """Columns that the act is about to write."""

    def said(self, column: str) -> Any:
        """What a column holds once the act is done."""
        return self.new[column] if column in self.new else getattr(self.row, column)

    def text(self, column: str, key: str) -> str:
        """A text in a column of several."""
        return str((self.said(column) or {}).get(key) or "").strip()

    def saying(self, **new: Any) -> CaseFile:
        """The file with what an act is about to write."""
        return replace(self, new={**self.new, **new})

    @property
    def voluntary(self) -> tuple[str, ...]:
        """Voluntary providers whose agreements would end."""
        return tuple(
            dict.fromkeys(
                a.provider_name
                for a in self.agreements
                if a.provider_voluntary and a.state not in OVER
            )
        )


def case_file(desk: Desk, row: Any, *, since: dt.date | None = None) -> CaseFile:
    """Read what bears on a case's row; `since` is the day from which notice counts."""
    calendar = policies(desk).calendar
    start = since or row.notice_on or desk.today
    year = None
    if row.closed_on is not None:
        year = counted(EVALUATED_AFTER, day=row.closed_on, calendar=calendar).day
    commission = desk.by_id("commission", row.commission_id)
    file = CaseFile(
        row=row,
        on=desk.today,
        commission=commission,
        report=desk.by_id("proposal", row.proposal_id),
        counts=tuple(counts(desk, row.id)),
        plans=tuple(plans(desk, row.id)),
        agreements=tuple(agreements(desk, row)),
        permissions=permissions(desk, commission=commission),
        least_end=start,
        evaluate_from=year,
    )
    if file.voluntary:
        least = counted(VOLUNTARY_NOTICE, day=start, calendar=calendar).day
        return replace(file, least_end=least)
    return file


def facts_for(
    file: CaseFile, *, reason: str = "", found_state: str | None = None, undecided: Findings = ()
) -> CaseFacts:
    """What the guards of every move are told."""
    return CaseFacts(
        permissions=file.permissions,
        reason=reason,
        found_state=found_state,
        plan_unmet=_plan_unmet(file),
        plan_unfailed=_plan_unfailed(file),
        continuity_wants=_continuity(file),
        options_wants=options_wants(file),
        consultation_wants=_consultation(file),
        report_wants=(*_savings(file), *heard_wants(file)),
        report_live=report_live(file),
        undecided=undecided,
        decision_stands=_decision_stands(file),
        notice_wants=notice_wants(file),
        transition_wants=_transition(file, reason),
        closing_wants=closing_wants(file),
        evaluation_wants=_evaluation(file, reason),
    )


def _missing(file: CaseFile, what: str) -> Refusal:
    return Refusal(f"decommissioning.{what}_missing", {"ref": file.row.ref})


def _plan_unmet(file: CaseFile) -> Findings:
    if any(p.state == "met" for p in file.plans):
        return tuple(
            Refusal("decommissioning.plan_open", {"plan": p.ref})
            for p in file.plans
            if p.settled_on is None
        )
    return (_missing(file, "plan_met"),)


def _plan_unfailed(file: CaseFile) -> Findings:
    failed = any(p.state == "failed" for p in file.plans)
    return () if failed else (_missing(file, "plan_failed"),)


def _continuity(file: CaseFile) -> Findings:
    """What children get at once, who provides it, and until when."""
    found = [
        _missing(file, f"continuity_{key}")
        for key in ("what", "who", "until")
        if not file.text("continuity", key)
    ]
    until = file.text("continuity", "until")
    if until and dt.date.fromisoformat(until) < file.on:
        params = {"until": dt.date.fromisoformat(until)}
        found.append(Refusal("decommissioning.continuity_past", params))
    return tuple(found)


def options_wants(file: CaseFile) -> Findings:
    """Scope, options, and what each would mean for users, the market and partners."""
    found = [] if file.said("scope").strip() else [_missing(file, "scope")]
    found += [_missing(file, key) for key in APPRAISED if not file.text("appraisal", key)]
    return tuple(found)


def _consultation(file: CaseFile) -> Findings:
    """Whom is consulted, from when and until when."""
    found = [
        _missing(file, f"consultation_{key}")
        for key in ("from", "to", "whom")
        if not file.text("consultation", key)
    ]
    first, last = file.text("consultation", "from"), file.text("consultation", "to")
    if first and last and last < first:
        params = {"first": dt.date.fromisoformat(first), "last": dt.date.fromisoformat(last)}
        found.append(Refusal("decommissioning.consultation_reversed", params))
    return tuple(found)


def heard_wants(file: CaseFile) -> Findings:
    """What consultees said and what changed because of it; or why none were asked, on advice."""
    said = file.said("consultation") or {}
    if said.get("none"):
        return () if said.get("advice") else (_missing(file, "advice"),)
    if not said.get("to"):
        return (_missing(file, "consultation"),)
    found = []
    ends = dt.date.fromisoformat(said["to"])
    if ends >= file.on:
        params = {"ref": file.row.ref, "to": ends}
        found.append(Refusal("decommissioning.consultation_runs", params))
    found += [_missing(file, key) for key in ("views", "changed") if not said.get(key)]
    return tuple(found)


def _savings(file: CaseFile) -> Findings:
    said = file.said("savings") or {}
    found = [_missing(file, key) for key in ("saving", "cost", "budget") if said.get(key) is None]
    return (*found, *saves_too_much(file))


def saves_too_much(file: CaseFile) -> Findings:
    """That more would be saved in a year than the service costs."""
    said = file.said("savings") or {}
    saving, budget = said.get("saving"), said.get("budget")
    if saving is None or budget is None or saving <= budget:
        return ()
    return (Refusal("decommissioning.saves_too_much", {"ref": file.row.ref}),)


def report_live(file: CaseFile) -> Findings:
    """The report that asks for its decision and is still on its way.

    One that was referred back or refused waits for its author, and one in draft for the case.
    """
    report = file.report
    if report is None or report.state in (*GONE, "draft", "reconsidered"):
        return ()
    if report.state == "decided" and report.outcome not in (*DECIDES, "deferred", "endorsed"):
        return ()
    return (Refusal("decommissioning.report_live", {"ref": file.row.ref, "report": report.ref}),)


def _decision_stands(file: CaseFile) -> Findings:
    if file.report is not None and file.report.state in ("rescinded", "quashed"):
        return ()
    return (Refusal("decommissioning.decision_stands", {"ref": file.row.ref}),)


def notice_wants(file: CaseFile) -> Findings:
    """An end, long enough after the notice for voluntary providers unless it is said why not."""
    on, ends = file.said("notice_on") or file.on, file.said("notice_ends_on")
    if ends is None:
        return (_missing(file, "notice_end"), *_commission_bars(file))
    found = []
    if on > file.on:
        found.append(Refusal("decommissioning.notice_in_future", {"on": on}))
    if ends < on:
        found.append(Refusal("decommissioning.notice_reversed", {"on": on, "ends": ends}))
    elif ends < file.least_end and not file.said("notice_short").strip():
        params = {"ends": ends, "least": file.least_end, "providers": list(file.voluntary)}
        found.append(Refusal("decommissioning.notice_short", params))
    return (*found, *_commission_bars(file))


def _commission_bars(file: CaseFile) -> Findings:
    """That its commission is in no state to be given notice, where the whole of it would end."""
    commission = file.commission
    if file.row.partial or commission.state in ("in_cycle", "under_notice"):
        return ()
    params = {"commission": commission.ref, "state": commission.state.replace("_", " ")}
    return (Refusal("decommissioning.commission_elsewhere", params),)


def _transition(file: CaseFile, reason: str) -> Findings:
    found = [_missing(file, key) for key in PLANNED if not file.text("transition", key)]
    if not file.counts:
        found.append(_missing(file, "count"))
    if file.row.state == "decided" and not reason.strip():
        found.append(_missing(file, "no_notice"))
    return tuple(found)


def closing_wants(file: CaseFile) -> Findings:
    """Every child's case moved, notice over, agreements ended, what follows said."""
    found: list[Refusal] = []
    if not file.counts:
        found.append(_missing(file, "count"))
    elif (left := file.counts[-1].cases - file.counts[-1].moved) > 0:
        found.append(
            Refusal("decommissioning.children_left", {"ref": file.row.ref, "number": left})
        )
    ends = file.row.notice_ends_on
    if ends is not None and ends > file.on:
        found.append(Refusal("decommissioning.notice_runs", {"ends": ends}))
    found += [
        Refusal("decommissioning.agreement_open", {"ref": a.ref, "state": _spoken(a.state)})
        for a in file.agreements
        if a.state not in OVER
    ]
    if not file.text("transition", "contingency"):
        found.append(_missing(file, "contingency"))
    if not follows(file):
        found.append(_missing(file, "replacement"))
    return tuple(found)


def follows(file: CaseFile) -> bool:
    """Whether it is said what follows the service, or why nothing does."""
    named = file.said("replacement_id") or file.commission.recommissioned_as_id
    return bool(named or file.said("no_replacement").strip())


def _spoken(state: str) -> str:
    return state.replace("_", " ")


def _evaluation(file: CaseFile, reason: str) -> Findings:
    said = file.said("evaluation") or {}
    found = [_missing(file, key) for key in ("improvement", "learned") if not said.get(key)]
    if said.get("saved") is None:
        found.append(_missing(file, "saved"))
    children = said.get("children")
    if children is None:
        found.append(_missing(file, "children"))
    elif file.counts and sum(children.values()) != file.counts[-1].cases:
        params = {"told": sum(children.values()), "moved": file.counts[-1].cases}
        found.append(Refusal("decommissioning.children_differ", params))
    due = file.evaluate_from
    if due is not None and file.on < due and not reason.strip():
        found.append(Refusal("decommissioning.evaluation_early", {"due": due}))
    return tuple(found)

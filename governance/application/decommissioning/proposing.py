"""The report that asks for a case's decision: drafted from the case, under the scheme.

It answers the scheme's questions about savings and the budget from the case, so that savings
limits count, and says what consultees said and what changed because of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance import words
from governance.application.change import Receipt
from governance.application.decommissioning.answering import answers_of
from governance.application.decommissioning.finding import CONSULTATION, held
from governance.application.decommissioning.moving import drop, moved
from governance.application.decommissioning.safeguards import ENDS_SERVICE, safeguards_missing
from governance.application.decommissioning.wants import CaseFile, case_file, facts_for
from governance.application.desk import Desk
from governance.application.proposals.drafting import amend, draft, governing_scheme
from governance.application.proposals.submitting import rework
from governance.domain.errors import Refusal, Refused
from statemachines.decommissioning import DECOMMISSIONING
from statemachines.machine import step

_WRITTEN = ("draft", "on_forward_plan")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What proposing gave: its receipt, the report, and the documents it still has to carry."""

    receipt: Receipt
    report: str
    wants: tuple[Refusal, ...]


def propose(
    desk: Desk,
    name: str,
    *,
    title: str = "",
    recommendation: str = "",
    scheme: str | None = None,
    report: str | None = None,
    seen: int | None = None,
) -> Proposed:
    """Draft the report that asks to end the service, or take one that is drafted (`report`).

    One that was referred back is taken to the desk again. Raises `GuardRefused` with everything
    the case still lacks.
    """
    row = held(desk, name, seen=seen)
    file = case_file(desk, row)
    # All that is missing is said before anything is written.
    step(DECOMMISSIONING, row.state, "propose", facts_for(file))
    paper = _paper(desk, file, title=title, ask=recommendation, scheme=scheme, report=report)
    made = desk.row("proposal", paper)
    receipt = moved(
        desk,
        file.saying(proposal_id=made.id),
        "propose",
        told={"report": made.ref},
        writes=drop(desk, row.id, CONSULTATION),
    )
    return Proposed(receipt, made.ref, safeguards_missing(desk, made))


def _paper(
    desk: Desk, file: CaseFile, *, title: str, ask: str, scheme: str | None, report: str | None
) -> str:
    """The reference of the report: the one named, the one referred back, or a new one."""
    row, commission = file.row, file.commission
    details = {"case": row.ref}
    ready = _drafted(desk, file, report)
    if ready is not None:
        answers = _answers(desk, ready.scheme_key, file)
        return amend(
            desk,
            ready.ref,
            title=title or None,
            recommendation=ask or None,
            answers=answers,
            details=details,
        ).ref
    governing = governing_scheme(desk, commission, scheme)
    return draft(
        desk,
        kind=ENDS_SERVICE,
        title=title or words.say("decommissioning.asks", {"title": commission.title}),
        commission=commission.ref,
        agreement=_agreement(desk, file),
        recommendation=ask or words.say("decommissioning.recommends", {"ref": row.ref}),
        answers=_answers(desk, governing, file),
        details=details,
        scheme=governing,
    ).ref


def _agreement(desk: Desk, file: CaseFile) -> str | None:
    found = desk.by_id("agreement", file.row.agreement_id)
    return None if found is None else str(found.ref)


def _drafted(desk: Desk, file: CaseFile, report: str | None) -> Any | None:
    """The report that is written already: one that is named, or the case's own, come back."""
    found = desk.row("proposal", report) if report is not None else file.report
    if found is None:
        return None
    if report is not None and (
        found.kind != ENDS_SERVICE or found.commission_id != file.row.commission_id
    ):
        told = {"report": found.ref, "ref": file.row.ref}
        raise Refused.one("decommissioning.report_of_another", **told)
    if found.state == "decided" and found.outcome == "referred_back":
        rework(desk, found.ref)
        return desk.row("proposal", found.ref)
    if found.state in _WRITTEN:
        return found
    if report is not None:
        state = found.state.replace("_", " ")
        raise Refused.one("proposal.not_in_draft", ref=found.ref, state=state)
    return None


def _answers(desk: Desk, scheme: str, file: CaseFile) -> dict[str, str]:
    return {name: text for name, (_, text) in answers_of(desk, scheme, file).items()}

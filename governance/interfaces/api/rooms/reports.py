"""Reports: from a first draft to a decision in effect, and what is undone again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.change import Receipt
from governance.application.commissions import evidence
from governance.application.commissions.evidence import Closure
from governance.application.desk import Desk
from governance.application.my_work.reports import under_way
from governance.application.proposals import (
    after,
    between,
    deciding,
    drafting,
    notices,
    outside,
    placing,
    scrutiny,
    submitting,
    taking_part,
)
from governance.application.proposals.counting import Taken
from governance.application.proposals.declarations import withdraw_declaration
from governance.application.proposals.details import adoption_asked
from governance.application.proposals.findings import Words
from governance.application.proposals.inbox import inbox
from governance.application.proposals.report_page import report_page
from governance.application.rulebook.proving import prove_ahead
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told
from governance.interfaces.api.rooms.evidence import document_told
from governance.interfaces.api.shapes import File, Path
from governance.interfaces.api.told import WaitingReport

_AT = "/reports/{report}"
_NEW = "/reports/{ref}"
Answer = str | int | bool
"""An answer to a question of a scheme; an amount only in pounds, as text: "90000.00"."""
Detail = str | int | bool | Sequence[str] | None
"""What a report says of what would take effect.

Days are text; an amount is whole pence, or pounds as text: "90000.00".
"""


def draft(
    desk: Desk,
    *,
    kind: str,
    title: str,
    commission: str | None = None,
    gate: str | None = None,
    agreement: str | None = None,
    version: str | None = None,
    value: int | None = None,
    recommendation: str = "",
    answers: Mapping[str, Answer] | None = None,
    details: Mapping[str, Detail] | None = None,
    scheme: str | None = None,
    delegation: str | None = None,
    decision_due: dt.date | None = None,
) -> Receipt:
    """Begin a report: what it asks for, of which commission, under which scheme."""
    return drafting.draft(
        desk,
        kind=kind,
        title=title,
        commission=commission,
        gate=gate,
        agreement=agreement,
        version=version,
        value=value,
        recommendation=recommendation,
        answers=_answers(answers),
        details=details,
        scheme=scheme,
        delegation=delegation,
        decision_due=decision_due,
    )


def amend(
    desk: Desk,
    ref: str,
    *,
    title: str | None = None,
    recommendation: str | None = None,
    value: int | None = None,
    gate: str | None = None,
    details: Mapping[str, Detail] | None = None,
    decision_due: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Write a report otherwise, while it is a draft; what is not sent stays.

    A gate of no letters is none any more.
    """
    return drafting.amend(
        desk,
        ref,
        seen=seen,
        title=title,
        recommendation=recommendation,
        value=value,
        gate=gate,
        details=details,
        decision_due=decision_due,
    )


def answer(
    desk: Desk, ref: str, *, answers: Mapping[str, Answer], seen: int | None = None
) -> Receipt:
    """Answer questions of the scheme, by their names; an amount in pounds, as text."""
    return drafting.amend(desk, ref, seen=seen, answers=_answers(answers))


def _answers(given: Mapping[str, Answer] | None) -> Mapping[str, Any] | None:
    """Answers as cases are written: yes and no in words."""
    if given is None:
        return None
    said = {True: "yes", False: "no"}
    return {n: said[one] if isinstance(one, bool) else one for n, one in given.items()}


def _prove(desk: Desk, *, ref: str, **said: Any) -> None:
    """Prove what the report asks to adopt, where nobody else waits for it."""
    del said
    names, start = adoption_asked(desk, ref)
    prove_ahead(desk, names, start=start)


def _kept(desk: Desk, *, report: str, data_dir: Path, file: File | None = None, **said: Any) -> Any:
    """Keep the file of a paper before the desk that writes is opened."""
    del said
    if file is None:
        return None
    return evidence.keep_ahead(desk, file.name, file.content, data_dir=data_dir, proposal=report)


def add_paper(
    desk: Desk,
    *,
    report: str,
    kind: str,
    title: str,
    data_dir: Path,
    file: File | None = None,
    closed: Closure | None = None,
    ahead: Any = None,
    seen: int | None = None,
) -> Receipt:
    """Put a document or statement on the file of a report."""
    del file  # kept ahead
    return evidence.add_evidence(
        desk,
        kind=kind,
        title=title,
        data_dir=data_dir,
        proposal=report,
        document=ahead,
        closed=closed,
        seen=seen,
    )


def under_way_of(desk: Desk) -> list[Any]:
    """One's own reports that are under way."""
    return list(under_way(desk))


_SIMPLE = (
    ("clear", submitting.clear, Scope.DECIDE),
    ("return", submitting.give_back, Scope.DECIDE),
    ("rework", submitting.rework, Scope.WORK),
    ("withdraw", submitting.withdraw, Scope.WORK),
    ("lapse", submitting.lapse, Scope.WORK),
    ("take-off", placing.take_off, Scope.WORK),
    ("redraw", placing.draw_again, Scope.WORK),
    ("place", placing.place_on_agenda, Scope.WORK),
    ("hand-over", placing.hand_to_officer, Scope.WORK),
    ("notice", notices.give_notice, Scope.WORK),
    ("off-plan", notices.take_off_plan, Scope.WORK),
    ("open", deciding.open_item, Scope.DECIDE),
    ("view", taking_part.record_view, Scope.DECIDE),
    ("declare", taking_part.declare, Scope.DECIDE),
    ("withdraw-interest", withdraw_declaration, Scope.DECIDE),
    ("vote", taking_part.vote, Scope.DECIDE),
    ("consent", taking_part.consent, Scope.DECIDE),
    ("decide", deciding.decide, Scope.DECIDE),
    ("decide-again", deciding.decide_again, Scope.DECIDE),
    ("decide-between", between.decide_between, Scope.DECIDE),
    ("refer-up", deciding.refer_up, Scope.DECIDE),
    ("publish", after.publish, Scope.WORK),
    ("bring-again", after.bring_again, Scope.WORK),
    ("quash", after.quash, Scope.DECIDE),
    ("rescind", after.rescind, Scope.DECIDE),
    ("call-in", scrutiny.call_in, Scope.DECIDE),
    ("waive-call-in", scrutiny.waive_call_in, Scope.DECIDE),
    ("record-outside", outside.record_outside, Scope.DECIDE),
    ("record-effect", outside.record_effect_outside, Scope.WORK),
)
"""Acts whose use case takes the report and what its signature says."""

ROOM = Room(
    name="Reports",
    resources=(
        Resource(
            table="proposal",
            path="/reports",
            fields=(
                "ref", "kind", "gate", "title", "recommendation", "state", "outcome",
                "commission_id", "agreement_id", "subject_version_id", "parent_id",
                "organisation_id", "author_id", "value", "round", "scheme_key", "rule", "decider",
                "delegation_id", "path_changed", "decision_due", "submitted_at", "decided_on",
                "published_on", "effective_on", "flags",
            ),
            filters=("state", "commission_id", "parent_id"),
            details=report_page,
        ),
    ),
    looks=(
        Look(key="report.inbox", path="/inbox", ask=inbox, gives=list[WaitingReport]),
        Look(key="report.under_way", path="/reports-of-mine", ask=under_way_of),
    ),
    acts=(
        Act(key="report.draft", path="/reports", do=draft, new=_NEW),
        Act(key="report.amend", path=f"{_AT}/amend", do=amend),
        Act(key="report.questions", path=f"{_AT}/answers", do=answer),
        Act(key="report.submit", path=f"{_AT}/submit", do=submitting.submit, ahead=_prove),
        Act(key="report.evidence", path=f"{_AT}/evidence", ahead=_kept,
            do=also(add_paper, document_told), tells=told),
        *(
            Act(key=f"report.{name}", path=f"{_AT}/{name}", do=do, scope=scope)
            for name, do, scope in _SIMPLE
        ),
        *(
            Act(key=f"report.{result}", path=f"{_AT}/{result}", do=scrutiny.scrutinise,
                fixed={"result": result}, scope=Scope.DECIDE)
            for result in ("hear", "release", "reconsider", "council")
        ),
    ),
)  # fmt: skip

__all__ = ["ROOM", "Taken", "Words"]

"""What is done with an annual report: assembled, put to the board, decided on, published.

Its contents are frozen when it is put to the board, and change only once it was referred back or
taken back. It is put by a report of the kind `annual-report`, along the scheme's path.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.change import Change, Receipt
from governance.application.deadlines.settling import live, met
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.plans.annual_assembling import assembled
from governance.application.plans.finding import BY_VIRES as PLAN_BY_VIRES
from governance.application.plans.finding import IN_USE
from governance.application.plans.returns_finding import REPORT_BY_VIRES
from governance.domain.errors import GuardRefused, Refusal, Refused
from governance.store.tables import TABLES
from statemachines.annual_report import ANNUAL_REPORT, AnnualReportFacts
from statemachines.machine import step
from statemachines.plan import PLAN

PUTS: Final = "annual-report"
"""The kind of report that puts an annual report to the board."""

_report = TABLES["annual_report"]
_here: Any = bindparam("partnership")
_OF_PAPER = select(_report.c.id).where(
    _report.c.partnership_id == _here, _report.c.proposal_id == bindparam("proposal")
)
_PEEK = select(_report.c.plan_id, _report.c.proposal_id).where(
    _report.c.partnership_id == _here,
    (_report.c.ref == bindparam("ref")) | (_report.c.id == bindparam("id")),
)


@dataclass(frozen=True, slots=True)
class Put:
    """What putting an annual report to the board did: its paper, and what that still wants."""

    receipt: Receipt
    paper: str
    wants: tuple[Refusal, ...]


def held(desk: Desk, name: str, *, seen: int | None = None) -> tuple[Any, Any]:
    """The annual report of that reference and its plan, locked after its paper and its plan.

    That is the order in which decisions lock them. Raises `Unusable`, `MovedFirst`.
    """
    peek = desk.first(_PEEK, ref=name.upper(), id=name)
    if peek is None:
        desk.row("annual_report", name)
    if peek.proposal_id is not None:
        desk.row("proposal", peek.proposal_id)
    plan = desk.row("plan", peek.plan_id)
    return desk.row("annual_report", name, seen=seen), plan


def assemble(
    desk: Desk,
    name: str,
    *,
    as_at: dt.date | None = None,
    foreword: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Put together what the returns for the year say, as at a day: today unless said.

    `foreword` is what the board says of the year; left out, what was written stays. Raises
    `GuardRefused` while the year runs, `NoSuchMove` for one that lies before the board or is
    published, `Refused` for a day that cannot be.
    """
    row, plan = held(desk, name, seen=seen)
    on = as_at or desk.today
    if on > desk.today:
        raise Refused.one("annual.as_at_to_come", on=on)
    facts = AnnualReportFacts(permissions=permissions(desk), year_runs=tuple(year_runs(row, on)))
    state = step(ANNUAL_REPORT, row.state, "assemble", facts)
    content = assembled(desk, plan, row, on=on)
    return desk.apply(
        Change(
            kind="annual_report.assembled",
            table="annual_report",
            subject=row,
            values={
                "state": state,
                "content": content,
                "assembled_on": on,
                "foreword": row.foreword if foreword is None else foreword.strip(),
            },
            facts={
                "plan": plan.ref,
                "as_at": on,
                "counts": content["counts"],
                "returns": content["returns"],
            },
        )
    )


def year_runs(row: Any, on: dt.date) -> Iterable[Refusal]:
    """That the year of an annual report still runs on a day, where it does."""
    if on <= row.period_end:
        yield Refusal("annual.year_runs", {"ref": row.ref, "on": on, "end": row.period_end})


def digest(row: Any) -> str:
    """What tells one content of an annual report from another: the SHA-256 of its exact text."""
    told = {"foreword": row.foreword, "content": row.content}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def propose(
    desk: Desk,
    name: str,
    *,
    recommendation: str = "",
    scheme: str | None = None,
    seen: int | None = None,
) -> Put:
    """Put an assembled annual report to the board; its contents are frozen.

    Where the scheme has no path for it, the paper waits as a draft and says why. Raises
    `NoSuchMove` for one that is not assembled, or was put already.
    """
    row, plan = held(desk, name, seen=seen)
    facts = AnnualReportFacts(permissions=permissions(desk))
    state = step(ANNUAL_REPORT, row.state, "propose", facts)
    content = digest(row)
    paper = _paper(desk, row, plan, recommendation, scheme, content)
    fresh = desk.row("annual_report", row.id)
    receipt = desk.apply(
        Change(
            kind="annual_report.proposed",
            table="annual_report",
            subject=fresh,
            values={"state": state, "proposal_id": desk.row("proposal", paper).id},
            facts={"report": paper, "content": content},
        )
    )
    return Put(receipt, paper, _submitted(desk, paper))


def _paper(
    desk: Desk, row: Any, plan: Any, recommendation: str, scheme: str | None, content: str
) -> str:
    """The reference of the paper: the one that was referred back, or a new one."""
    from governance.application.proposals.drafting import amend, draft  # noqa: PLC0415  # effects
    from governance.application.proposals.submitting import rework  # noqa: PLC0415  # name this

    details = {"annual_report": row.ref, "content": content}
    before = desk.by_id("proposal", row.proposal_id)
    back = before is not None and before.outcome == "referred_back" and before.state == "decided"
    if back:
        rework(desk, before.ref)
    if back or (before is not None and before.state in ("draft", "on_forward_plan")):
        amend(desk, before.ref, details=details, recommendation=recommendation or None)
        return str(before.ref)
    told, language = {"ref": row.ref, "plan": plan.title}, desk.partnership.language
    return draft(
        desk,
        kind=PUTS,
        title=words.say("annual.paper_title", told, language),
        recommendation=recommendation or words.say("annual.paper_asks", told, language),
        details=details,
        scheme=scheme,
    ).ref


def _submitted(desk: Desk, paper: str) -> tuple[Refusal, ...]:
    """Submit the paper along the scheme's path; everything that keeps it from that."""
    from governance.application.proposals.submitting import submit  # noqa: PLC0415  # as above

    try:
        submit(desk, paper)
    except GuardRefused as refused:
        return refused.refusals
    return ()


# --- what the board decides


def of_paper(desk: Desk, proposal_id: str) -> Any | None:
    """The annual report that a paper puts, locked after its plan; None where it puts none."""
    found = desk.first(_OF_PAPER, proposal=proposal_id)
    if found is None:
        return None
    row, _ = held(desk, found.id)
    return row


def paper_wants(desk: Desk, paper: Any) -> Iterable[Refusal]:
    """What a paper of the kind must say before it can be submitted."""
    row = of_paper(desk, paper.id)
    if row is None:
        yield Refusal("annual.puts_none", {"ref": paper.ref})
    elif row.state != "proposed":
        yield Refusal("annual.not_put", {"report": row.ref, "state": row.state.replace("_", " ")})
    elif paper.details.get("content") != digest(row):
        yield Refusal("annual.content_differs", {"report": row.ref, "ref": paper.ref})


def approve(desk: Desk, paper: Any) -> Receipt | None:
    """The annual report that a paper in effect approves; None where none waits."""
    return _moved(desk, paper, "approve", "annual_report.approved", {"outcome": paper.outcome})


def refer_back(desk: Desk, paper: Any, *, outcome: str) -> Receipt | None:
    """The annual report of a paper that was refused or referred back; None where none waits."""
    return _moved(desk, paper, "refer_back", "annual_report.referred_back", {"outcome": outcome})


def take_back(desk: Desk, paper: Any, *, reason: str) -> Receipt | None:
    """The annual report of a paper that was withdrawn or lapsed; None where none waits."""
    return _moved(desk, paper, "take_back", "annual_report.taken_back", {"reason": reason})


def _moved(desk: Desk, paper: Any, move: str, kind: str, told: dict[str, Any]) -> Receipt | None:
    row = of_paper(desk, paper.id)
    if row is None or row.state != "proposed":
        return None
    return desk.apply(
        Change(
            kind=kind,
            table="annual_report",
            subject=row,
            values={"state": step(ANNUAL_REPORT, row.state, move, REPORT_BY_VIRES)},
            facts={"report": paper.ref, **told},
            authority=paper.ref if move == "approve" else None,
        )
    )


# --- publishing


def publish(
    desk: Desk, name: str, *, on: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """Publish an approved annual report, or record the day on which it was published.

    Raises `NoSuchMove` for one that is not approved, `Refused` for a day that cannot be.
    """
    row, plan = held(desk, name, seen=seen)
    day = on or desk.today
    state = step(
        ANNUAL_REPORT, row.state, "publish", AnnualReportFacts(permissions=permissions(desk))
    )
    paper = desk.by_id("proposal", row.proposal_id)
    decided = paper.decided_on if paper is not None else None
    if paper is None or paper.state != "effective":
        raise Refused.one("annual.decision_gone", ref=row.ref, report=paper and paper.ref)
    if day > desk.today or (decided is not None and day < decided):
        raise Refused.one("annual.day_wrong", on=day, decided=decided, today=desk.today)
    receipt = desk.apply(
        Change(
            kind="annual_report.published",
            table="annual_report",
            subject=row,
            values={"state": state, "published_on": day},
            facts={"plan": plan.ref, "on": day, "content": digest(row), "late": day > row.due_day},
            writes=tuple(met(desk, due) for due in live(desk, row.id)),
            authority=paper.ref,
        )
    )
    _plan_reported(desk, plan.id, row)
    return receipt


def _plan_reported(desk: Desk, plan_id: str, row: Any) -> None:
    plan = desk.row("plan", plan_id)
    if plan.state not in IN_USE:
        return
    desk.apply(
        Change(
            kind="plan.reported",
            table="plan",
            subject=plan,
            values={"state": step(PLAN, plan.state, "report", PLAN_BY_VIRES)},
            facts={"report": row.ref, "year_to": row.period_end},
        )
    )

"""Reporting a review: what was found on each of the four tests, and what users said.

Reporting meets the review's deadline and puts a report before whoever the scheme says accepts
reviews. Where the scheme has no path for it, the report waits as a draft and says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.application.change import Change, Receipt
from governance.application.deadlines.pausing import was_overdue
from governance.application.deadlines.rows import message
from governance.application.deadlines.settling import live, met
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals.case import ACCEPTS_REVIEW
from governance.application.proposals.drafting import draft
from governance.application.proposals.submitting import rework, submit
from governance.application.reviews.finding import AHEAD, KIND, held
from governance.application.reviews.missing import miss
from governance.domain.errors import GuardRefused, Refusal
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.review import REVIEW, ReviewFacts
from statemachines.table import spoken

TESTS: Final = ("efficient", "effective", "equitable", "sustainable")
"""What every review asks of a service."""

FINDINGS: Final = ("met", "partly", "not_met", "not_known")
"""What a review can find on a test."""


_SPOKEN: Final = [spoken(finding) for finding in FINDINGS]


@dataclass(frozen=True, slots=True)
class Found:
    """What a review found on one test: one of `FINDINGS`, and why."""

    finding: str
    text: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What reporting a review made: its report, and what still keeps that from being decided."""

    receipt: Receipt
    report: str
    submitted: bool
    wants: tuple[Refusal, ...]


def report(
    desk: Desk,
    name: str,
    *,
    tests: Mapping[str, Found],
    views: str = "",
    no_views: str = "",
    held_on: dt.date | None = None,
    recommendation: str = "",
    scheme: str | None = None,
    seen: int | None = None,
) -> Reported:
    """Put on file what a review found. `no_views` says why users' views are not there.

    `scheme` is the key of the one that says who accepts it, where several could. Raises
    `GuardRefused` with everything that is missing, `NoSuchMove` for a review that is over.
    """
    row = held(desk, name, seen=seen)
    commission = desk.by_id("commission", row.commission_id)
    facts = ReviewFacts(
        permissions=permissions(desk, commission=commission),
        unanswered=(*_unanswered(tests, views, no_views), *_not_yet_held(desk, held_on)),
    )
    late = row.state == "missed" or (
        row.state in AHEAD and desk.today > row.due_day and not _stands_still(desk, row)
    )
    state = step(REVIEW, "missed" if late else row.state, "hold_late" if late else "report", facts)
    if late and row.state != "missed":
        miss(desk, row)
    paper = _paper(desk, row, commission, recommendation, scheme)
    row = desk.row("review", row.id)
    receipt = desk.apply(
        Change(
            kind="review.held_late" if late else "review.reported",
            table="review",
            subject=row,
            values={
                "state": state,
                "held_on": held_on or desk.today,
                "tests": {
                    t: {"finding": f.finding, "text": f.text.strip()} for t, f in tests.items()
                },
                "views": views.strip(),
                "no_views": no_views.strip(),
                "reported_by_id": desk.actor.person_id,
                "proposal_id": desk.row("proposal", paper).id,
            },
            facts={
                "report": paper,
                "due": row.due_day,
                "found": {test: found.finding for test, found in tests.items()},
            },
            writes=(
                *(met(desk, due) for due in live(desk, row.id)),
                message(
                    desk,
                    template="review_reported",
                    subject=("review", row.id),
                    recipient=Permission.SECRETARY.value,
                    params={
                        "ref": row.ref,
                        "title": commission.title,
                        "commission": commission.ref,
                    },
                ),
            ),
        )
    )
    wants = _submitted(desk, paper)
    return Reported(receipt, paper, submitted=not wants, wants=wants)


def _stands_still(desk: Desk, row: Any) -> bool:
    """Whether the clock of a review was stopped before its day: then it is not late."""
    found = live(desk, row.id, kind=KIND)
    return any(due.state == "paused" and not was_overdue(due) for due in found)


def _unanswered(tests: Mapping[str, Found], views: str, no_views: str) -> tuple[Refusal, ...]:
    """Everything that a report of a review lacks, or says of something nobody knows."""
    found = []
    for test in TESTS:
        said = tests.get(test)
        if said is None:
            found.append(Refusal("review.test_missing", {"test": test, "known": _SPOKEN}))
            continue
        if said.finding not in FINDINGS:
            near = nearest(said.finding, FINDINGS)
            params = {"finding": said.finding[:40], "nearest": near, "known": _SPOKEN}
            found.append(Refusal("review.finding_unknown", {"test": test, **params}))
        if not said.text.strip():
            found.append(Refusal("review.test_without_words", {"test": test}))
    for test in sorted(tests.keys() - set(TESTS)):
        near = nearest(test, TESTS)
        params = {"name": test[:40], "nearest": near, "known": list(TESTS)}
        found.append(Refusal("review.test_unknown", params))
    if not views.strip() and not no_views.strip():
        found.append(Refusal("review.views_missing"))
    return tuple(found)


def _not_yet_held(desk: Desk, held_on: dt.date | None) -> tuple[Refusal, ...]:
    if held_on is None or held_on <= desk.today:
        return ()
    return (Refusal("review.held_in_future", {"on": held_on}),)


def _paper(desk: Desk, row: Any, commission: Any, recommendation: str, scheme: str | None) -> str:
    """The reference of the report that asks to accept a review: the one referred back, or new."""
    before = desk.by_id("proposal", row.proposal_id)
    if before is not None and before.outcome == "referred_back" and before.state == "decided":
        return rework(desk, before.ref).ref
    if before is not None and before.state == "draft":
        return str(before.ref)
    return draft(
        desk,
        kind=ACCEPTS_REVIEW,
        title=f"Review {row.ref}: {commission.title}",
        commission=commission.ref,
        recommendation=recommendation or f"That review {row.ref} be accepted.",
        details={"review": row.ref},
        scheme=scheme,
    ).ref


def _submitted(desk: Desk, paper: str) -> tuple[Refusal, ...]:
    """Submit the report along the scheme's path; everything that keeps it from that."""
    try:
        submit(desk, paper)
    except GuardRefused as refused:
        return refused.refusals
    return ()

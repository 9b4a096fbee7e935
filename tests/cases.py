"""Decommissioning cases for tests: a commission that runs, and its case as far as is wanted."""

import datetime as dt
from typing import Any

from reports import COMMISSIONER, Life

from governance.application.change import Change
from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.queries import deadlines
from governance.application.decommissioning import (
    acts,
    following,
    noticing,
    proposing,
    transition,
    triggering,
)

APPRAISAL = {
    "options": "Go on; end it; buy it with the county's own.",
    "users": "41 families, 12 of them without a car.",
    "market": "Two other providers could take it on.",
    "support": "The schools are for it, the parents' forum is against.",
}
SAVINGS = {"saving": 20_000_00, "cost": 5_000_00, "budget": 250_000_00}
TRANSITION = {
    "staff": "Four staff move under TUPE.",
    "premises": "The lease ends in March.",
    "contingency": "The old provider stays on call for six weeks.",
}
EVIDENCE = ("options-appraisal", "equality-impact-assessment", "consultation-report")
CHILDREN = {"settled": 38, "moved_again": 2, "left": 1, "unknown": 0}


def agreement(life: Life, about: str, *, provider: str = "voluntary-sector") -> str:
    with life.acting() as desk:
        return record_agreement(
            desk,
            commission=about,
            title="Short breaks as they run",
            provider=provider,
            reason="found",
            starts_on=dt.date(2024, 4, 1),
            ends_on=dt.date(2027, 3, 31),
        ).ref


def served(life: Life) -> str:
    """A commission in its cycle with a voluntary provider."""
    about = life.commission()
    agreement(life, about)
    return about


def opened(life: Life, about: str, cause: str = "two quarters red", **more: Any) -> str:
    with life.acting(COMMISSIONER) as desk:
        receipt = triggering.trigger(
            desk, commission=about, trigger="poor-performance", cause=cause, **more
        )
        assert receipt is not None
        return receipt.ref


def do(life: Life, act: Any, case: str, *, by: str = COMMISSIONER, **more: Any) -> Any:
    with life.acting(by) as desk:
        return act(desk, case, **more)


def state(life: Life, case: str) -> str:
    return str(life.row(case, "decommissioning_case").state)


def due(life: Life, ref: str) -> dict[str, dt.date]:
    with life.looking() as desk:
        found = deadlines(desk, subject=ref)
    return {v.row.kind: v.row.due_day for v in found if v.row.state in ("running", "paused")}


def at_options(life: Life, about: str, **more: Any) -> str:
    case = opened(life, about)
    do(life, acts.make_case, case, reason="Fewer families come each year.")
    do(
        life,
        acts.appraise,
        case,
        scope="The whole service",
        savings=SAVINGS,
        **{**APPRAISAL, **more},
    )
    return case


def consulted(life: Life, about: str, **more: Any) -> str:
    case = at_options(life, about, **more)
    last = life.today + dt.timedelta(days=70)
    do(life, acts.consult, case, first=life.today, last=last, whom="41 families, six schools")
    life.wait(71)
    do(life, acts.heard, case, views="Keep Saturdays.", changed="Saturdays are kept.")
    return case


def proposed(life: Life, about: str, **more: Any) -> tuple[str, str]:
    case = consulted(life, about, **more)
    made = do(life, proposing.propose, case)
    return case, made.report


def decided(life: Life, about: str, outcome: str = "approved", **more: Any) -> tuple[str, str]:
    case, report = proposed(life, about, **more)
    life.evidence(report, *EVIDENCE)
    life.submit(report)
    life.view(report, "joint-commissioning-head", by=COMMISSIONER)
    life.executive(report)
    life.decide(report, outcome, publish=True)
    return case, report


def in_transition(life: Life, about: str) -> str:
    case, _ = decided(life, about)
    do(life, noticing.give_notice, case, ends=life.today + dt.timedelta(days=100))
    do(life, transition.plan, case, **TRANSITION)
    do(life, transition.count, case, cases=41, moved=0)
    do(life, transition.begin, case)
    return case


def plan(life: Life, case: str, outcome: str) -> Any:
    """An improvement plan of a case, settled so; as the room of plans writes it."""
    with life.acting() as desk:
        row = desk.row("decommissioning_case", case)
        values = {
            "id": desk.new_id(),
            "ref": desk.next_ref("improvement_plan"),
            "commission_id": row.commission_id,
            "case_id": row.id,
            "title": "To be on time",
            "state": outcome,
            "raised_on": desk.today,
            "settled_on": desk.today,
        }
        ref = desk.apply(
            Change(
                kind="improvement_plan.raised",
                table="improvement_plan",
                subject=None,
                values=values,
            )
        ).ref
        following.plan_settled(desk, desk.row("improvement_plan", ref))
    return ref

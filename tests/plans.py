"""Playing the life of a plan through the real use cases, in a few words a line."""

import datetime as dt
from typing import Any

from reports import SECRETARY, Life

from governance.application.plans import (
    acts,
    agreeing,
    commitments,
    consulting,
    issuing,
    keeping,
    priorities,
    proposing,
)
from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_outside

WORDS = Words("RESOLVED: that the plan be agreed.", "It rests on the needs assessment.", "None.")
SIGNS = {
    "county-council": "example-leader",
    "district-council": "example-district",
    "icb": "example-nhs",
    "police": "example-police",
    "schools-forum": "example-head-teacher",
}
"""Who consents for a partner."""


def begun(life: Life, key: str = "plan-2026", **more: Any) -> str:
    """A plan from the first of last month on, for three years, that states everything."""
    first = (life.today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    given = {
        "title": "Growing up in Exampleshire (example)",
        "board": "trust-board",
        "from_day": first,
        "to_day": first.replace(year=first.year + 3) - dt.timedelta(days=1),
        "vision": "Every child is safe, well and heard.",
        "needs": "The joint strategic needs assessment of last year (example).",
        **more,
    }
    with life.acting() as desk:
        return acts.create(desk, key=key, **given).ref


def priority(life: Life, plan: str, key: str = "early-help", **more: Any) -> str:
    given = {"title": "Help comes early", "outcome": "be-healthy", **more}
    with life.acting() as desk:
        priorities.add_priority(desk, plan, key=key, **given)
    return key


def promise(
    life: Life, plan: str, partner: str = "icb", under: str = "early-help", **more: Any
) -> int:
    """A commitment of a partner; its number."""
    due = life.row(plan, "plan").to_day
    given = {"what": "See every child within four weeks.", "due_on": due, **more}
    with life.acting() as desk:
        receipt = commitments.add_commitment(desk, plan, priority=under, partner=partner, **given)
        number: int = max(row.number for row in _promises(desk, receipt.id))
    return number


def _promises(desk: Any, plan_id: str) -> list[Any]:
    from governance.application.plans.finding import commitments as promised

    return promised(desk, plan_id)


def consulted(life: Life, plan: str) -> None:
    """A consultation that was held last month, outside Vires."""
    start = life.today - dt.timedelta(days=40)
    with life.acting() as desk:
        consulting.consult(
            desk,
            plan,
            from_day=start,
            to_day=start + dt.timedelta(days=30),
            changed="The waiting time promised is shorter.",
        )
        consulting.ask(
            desk, plan, key="youth-council", who="Youth council (example)", asked_on=start
        )
        consulting.answer(desk, plan, key="youth-council", said="Four weeks is too long.")


def consent(life: Life, plan: str, *partners: str) -> None:
    for partner in partners:
        with life.acting() as desk:
            agreeing.consent(desk, plan, partner=partner, by=SIGNS[partner])


def proposed(life: Life, plan: str) -> str:
    with life.acting() as desk:
        return proposing.propose(desk, plan, recommendation="That it be agreed.").ref


def by_the_board(life: Life, report: str, outcome: str = "approved") -> None:
    """The board decided on a report today, outside Vires."""
    with life.acting() as desk:
        record_outside(
            desk,
            report,
            decider="trust-board",
            on=desk.today,
            outcome=outcome,
            published_on=desk.today,
            words=WORDS,
            reason="decided at its meeting",
        )


def agreed(life: Life, plan: str, *partners: str) -> str:
    """A plan that the board and these partners agreed; its report."""
    consulted(life, plan)
    consent(life, plan, *partners)
    report = proposed(life, plan)
    by_the_board(life, report)
    return report


def published_plan(life: Life, *partners: str, key: str = "plan-2026", **more: Any) -> str:
    """A plan in use, in which each of these partners promised one thing under one priority."""
    plan = begun(life, key, **more)
    priority(life, plan)
    for partner in partners or ("icb", "police"):
        promise(life, plan, partner)
    agreed(life, plan, *(partners or ("icb", "police")))
    publish(life, plan)
    return plan


def publish(life: Life, plan: str, *, by: str = SECRETARY) -> None:
    with life.acting(by) as desk:
        issuing.publish(desk, plan)


def every_event(life: Life) -> None:
    """A plan reviewed and renewed by the next, and that one ended."""
    old = published_plan(life, "icb", key="plan-old")
    with life.acting() as desk:
        keeping.review(desk, old, found="On course.")
    last = life.row(old, "plan").to_day
    later = {"from_day": last, "to_day": last.replace(year=last.year + 3)}
    new = published_plan(life, "icb", key="plan-new", **later)
    with life.acting() as desk:
        keeping.renew(desk, old, by=new)
        keeping.end(desk, new, reason="The partnership is dissolved.")

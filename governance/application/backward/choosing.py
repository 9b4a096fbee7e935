"""Which of a scheme's possible rules a decision is planned by, and the others beside it.

A rule may hold on some days only (an extension asked for late goes to a higher body), so each is
planned on the days on which it is the answer. Where too little is known to tell, the longest is
planned: whoever keeps its days keeps those of the others.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from governance.application.backward.answers import Answer, Decision
from governance.application.backward.drafts import Chain, late
from governance.application.backward.paths import Way, decided
from governance.application.backward.times import Times
from governance.application.desk import Desk
from governance.domain.authority.outcome import Undetermined
from governance.domain.backward import Meetings, last_days, meetings_left
from governance.domain.procedure import NO_PROCEDURE

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """A decision planned by one rule, up to the end: the whole chain from here on.

    `meeting` is the step at which a body takes it, None where no body does; `left` the meetings
    at which it still can. `feasible`: nothing in the chain is past.
    """

    way: Way
    chain: Chain
    days: dict[str, dt.date | None]
    deciding: str | None
    left: tuple[dt.date, ...] | None
    feasible: bool

    @property
    def first(self) -> dt.date:
        """The first of all its last days; the earliest there is where a step has none."""
        return min((day or dt.date.min for day in self.days.values()), default=dt.date.min)


def plan_decision(
    desk: Desk, decision: Decision, chain: Chain, *, times: Times
) -> tuple[Planned, tuple[Planned, ...]]:
    """The plan that counts for a decision, and those by other rules that are possible."""
    today = desk.today
    found: dict[str | None, Planned] = {}
    wanted = list(decision.answers(today)) or [Answer(None, "", (), NO_PROCEDURE, "")]
    first = [answer.rule for answer in wanted]
    for _ in range(_ROUNDS):
        for answer in wanted:
            found[answer.rule] = _by_rule(desk, decision, answer, chain, times)
        later = [
            answer
            for plan in found.values()
            for day in _days_to_ask(plan, today)
            for answer in decision.answers(day)
        ]
        wanted = [answer for answer in later if answer.rule not in found]
        if not wanted:
            break
    return _chosen(decision, found, first)


def _chosen(
    decision: Decision, found: dict[str | None, Planned], first: list[str | None]
) -> tuple[Planned, tuple[Planned, ...]]:
    report = decision.report(decision.desk.today)
    now = [found[rule] for rule in first]
    if report is not None and isinstance(report.outcome, Undetermined):
        best = min(now, key=lambda plan: plan.first)
    else:
        possible = [plan for plan in (*now, *found.values()) if plan.feasible]
        best = possible[0] if possible else now[0]
    return best, tuple(plan for plan in found.values() if plan is not best)


def _by_rule(desk: Desk, decision: Decision, answer: Answer, chain: Chain, times: Times) -> Planned:
    def applies(day: dt.date) -> bool:
        answers = decision.answers(day)
        return not answers or answer.rule in [one.rule for one in answers]

    way = Way(decision, answer, applies, times)
    plan = planned(desk, way, chain)
    last = plan.days.get(plan.deciding or "")
    if plan.left is not None or last is None or last < desk.today or applies(last):
        return plan
    day = last
    while day > desk.today and not applies(day):
        day -= dt.timedelta(days=1)
    return planned(desk, replace(way, until=day), chain)


def planned(desk: Desk, way: Way, chain: Chain) -> Planned:
    """One way planned before a chain."""
    whole = decided(desk, way, chain)
    goal = whole.goal()
    days = last_days(goal)
    deciding = next(
        (d for d in reversed(whole.drafts) if _decides(d.step.key, d.what, way.decision)), None
    )
    left = None
    if deciding is not None and isinstance(deciding.step.taken, Meetings):
        left = meetings_left(goal, deciding.step.key, desk.today)
    key = None if deciding is None else deciding.step.key
    feasible = not any(late(day, desk.today) for day in days.values())
    return Planned(way, whole, days, key, left, feasible)


def _decides(key: str, what: str, decision: Decision) -> bool:
    return what.startswith("step.decide") and key.startswith(f"{decision.key}.")


def _days_to_ask(plan: Planned, today: dt.date) -> list[dt.date]:
    """Days on which another rule might hold: its own last one, and the meetings ahead."""
    last = plan.days.get(plan.deciding or "")
    ahead = [last, plan.way.until and plan.way.until + dt.timedelta(days=1)]
    for draft in plan.chain.drafts:
        if draft.step.key == plan.deciding and draft.dates is not None:
            ahead += draft.dates.days
    end = plan.chain.drafts[-1].step.key
    until = plan.days[end] or today
    return [day for day in ahead if day is not None and today <= day <= until]

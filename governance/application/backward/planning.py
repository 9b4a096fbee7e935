"""A commission planned back from its end: every step's last safe day, why, and what is left.

`plan_back` answers with plain values and words; nothing is written. The steps are those of the
decisions the scheme asks for, each by its rule's path and procedure, and of what stands around
them. What is past already comes first, with what can still be done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from governance.application.backward import around, rescue, telling
from governance.application.backward.answers import ahead
from governance.application.backward.asking import AIMS, Asked, Subject, read_subject
from governance.application.backward.choosing import Planned, plan_decision
from governance.application.backward.drafts import Chain
from governance.application.backward.times import times_of
from governance.application.desk import Desk
from governance.application.proposals.queries import of_commission
from governance.application.rulebook import in_force
from governance.domain.backward import last_days


def plan_back(desk: Desk, ref: str, asked: Asked) -> dict[str, Any]:
    """Plan a commission back from its end.

    Gives `steps` in the order of their last days (`what`, `latest`, `why` and more),
    `meetings_left` for the next decision that a body takes, `missed` with `rescue`,
    `decisions`, `assumed`, `notes` and the other `choices`. Raises `Unusable` where nothing can be
    planned.
    """
    subject = read_subject(desk, ref, asked)
    chain, plans = _planned(desk, subject, asked)
    found = telling.told(desk, subject, asked, chain, [plan for plan, _ in plans])
    found["possible"] = [
        telling.by_rule(desk, one) for plan, others in plans for one in (plan, *others) if others
    ]
    found["rescue"] = rescue.ways_out(desk, subject, chain, plans) if found["missed"] else []
    found["choices"] = [_choice(desk, subject, asked, aim) for aim in _others(subject)]
    return found


def _planned(
    desk: Desk, subject: Subject, asked: Asked
) -> tuple[Chain, list[tuple[Planned, tuple[Planned, ...]]]]:
    """The whole plan, and for each decision the plan it rests on and those by other rules."""
    calendar = in_force.calendar(desk, desk.today)
    chain = around.end_of(subject, calendar)
    if subject.aim == "award":
        chain = around.after_award(subject, asked, chain)
    if subject.aim == "exit":
        chain = around.before_exit(desk, subject, asked, chain)
    if subject.aim == "exit" and any(d.kind == "exit" for d in subject.file.decisions):
        return chain, []
    times = times_of(desk, subject, asked)
    plans = []
    decisions = ahead(desk, subject, asked, of_commission(desk, subject.commission.id))
    for decision in reversed(decisions):
        best, others = plan_decision(desk, decision, chain, times=times)
        chain = best.chain
        plans.append((best, others))
        if decision.kind == "award" and not decision.written:
            chain = around.tendering(subject, asked, chain)
    return chain, plans[::-1]


def _others(subject: Subject) -> list[str]:
    """What else could be planned for: an extension only where one is left."""
    return [
        aim
        for aim in AIMS
        if aim != subject.aim and (aim != "extend" or subject.option is not None)
    ]


def _choice(desk: Desk, subject: Subject, asked: Asked, aim: str) -> dict[str, Any]:
    """What another choice would ask for first."""
    chain, _ = _planned(desk, replace(subject, aim=aim), asked)
    return telling.choice(desk, subject, chain, last_days(chain.goal()), aim)

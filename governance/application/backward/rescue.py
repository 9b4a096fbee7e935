"""What can still be done where a plan's days are past: exceptions, an extension, going on.

An exception is offered only where the plan, made anew with it, can still be kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain as flat
from typing import Any

from governance import words
from governance.application.backward.asking import Subject
from governance.application.backward.choosing import Planned, planned
from governance.application.backward.drafts import Chain, late
from governance.application.desk import Desk
from governance.domain.backward import first_end
from governance.domain.procedure import INSTEAD_OF

Plans = list[tuple[Planned, tuple[Planned, ...]]]


def ways_out(desk: Desk, subject: Subject, chain: Chain, plans: Plans) -> list[dict[str, str]]:
    """Everything that can still be done, each in a sentence."""
    found = [*flat(*(_exceptions(desk, chain, plan) for plan, _ in plans))]
    found += [_waiver(plan) for plan, _ in plans if plan.way.answer.procedure.call_in is not None]
    params: dict[str, Any] = {
        "ref": subject.commission.ref,
        "agreement": subject.agreement.ref if subject.agreement is not None else "",
        "end": subject.end,
        "until": subject.option,
        "first": first_end(chain.goal(), desk.today),
    }
    if subject.aim != "extend" and subject.option is not None:
        found.append(_said("extend", params))
    if subject.aim != "exit" and params["first"] is not None:
        found.append(_said("later_start" if subject.aim == "award" else "later", params))
    if subject.aim != "exit" and subject.agreement is not None:
        found.append(_said("go_on", params))
    if subject.aim == "exit":
        found.append(_said("short_notice", params))
    return found


def _exceptions(desk: Desk, chain: Chain, plan: Planned) -> Iterator[dict[str, str]]:
    """Exceptions by which one decision could still be taken in time."""
    procedure = plan.way.answer.procedure
    missed = {
        draft.notice
        for draft in chain.drafts
        if draft.notice is not None
        and draft.decision == plan.way.decision.key
        and late(plan.days.get(draft.step.key), desk.today)
    }
    if not missed and plan.days.get(plan.deciding or "") is None:
        missed = {rule.kind for rule in procedure.notices}
    after = _after(plan)
    for rule in procedure.exceptions:
        replaced = tuple(kind for kind in INSTEAD_OF.get(rule.kind, ()) if kind in missed)
        if not replaced:
            continue
        only = replace(procedure, exceptions=(rule,))
        way = replace(
            plan.way, answer=replace(plan.way.answer, procedure=only), exceptions=replaced
        )
        anew = planned(desk, way, after)
        own = [d.step.key for d in anew.chain.drafts if d.decision == plan.way.decision.key]
        if any(late(anew.days[key], desk.today) for key in own):
            continue
        day = anew.days.get(f"{plan.way.decision.key}.notice.{rule.kind}")
        params = {
            "kind": rule.kind,
            "decision": plan.way.decision.kind,
            "latest": day or anew.days.get(anew.deciding or ""),
            "source": rule.source,
        }
        yield _said("exception" if day is not None else "consent", params)


def _after(plan: Planned) -> Chain:
    """The chain that a decision was put before."""
    own = plan.way.decision.key
    drafts = tuple(d for d in plan.chain.drafts if not d.step.key.startswith(f"{own}."))
    effective = next(d for d in plan.chain.drafts if d.step.key == f"{own}.effective")
    return Chain(drafts, next(iter(effective.step.to)), plan.chain.calendar)


def _waiver(plan: Planned) -> dict[str, str]:
    return _said("waive_call_in", {"decision": plan.way.decision.kind})


def _said(code: str, params: dict[str, Any]) -> dict[str, str]:
    name = f"plan_back.rescue.{code}"
    return {"code": name, "words": words.say(name, params), "remedy": words.remedy(name, params)}

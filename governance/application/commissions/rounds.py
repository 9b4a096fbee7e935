"""Rounds of the cycle: the rows of a round's stages, and going round again.

A round begins at the stages that a review feeds, as far as they may open; where the framework
says nothing of it, at its first stage. What a review found is what the next round starts from.
"""

from __future__ import annotations

from collections.abc import Iterable

from governance.application.change import Change, Insert, Receipt
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.gates import lifecycle_facts, must_have_framework
from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.domain.framework import Framework, may_open
from statemachines.commission import COMMISSION
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.stage import STAGE, StageFacts

_BY_VIRES = frozenset({Permission.VIRES.value, Permission.COMMISSION_LEAD.value})
"""Stages of a round come with the act that begins it, and open with it."""


def next_round(desk: Desk, *, commission: str, seen: int | None = None) -> Receipt:
    """Go round again, under the framework in force today. Raises `GuardRefused`.

    Every stage of this round must be complete. Evidence is asked for anew; what is known of the
    commission and its answers to the principles stand.
    """
    row = desk.row("commission", commission, seen=seen)
    file = commission_facts(desk, row, desk.today)
    state = step(COMMISSION, row.state, "start_next_round", lifecycle_facts(file))
    before = must_have_framework(file)
    version = in_force.version_in_force(
        desk, kind="framework", key=row.framework_key, on=desk.today
    ) or desk.by_id("rulebook_version", row.framework_version_id)
    framework = in_force.meaning(desk, version)
    fed = {target for _, target in before.feeds}
    stages = round_rows(desk, row.id, framework, number=row.round + 1, fed=fed)
    return desk.apply(
        Change(
            kind="commission.round_started",
            table="commission",
            subject=row,
            values={
                "state": state,
                "round": row.round + 1,
                "framework_version_id": version.id,
            },
            facts={
                "round": row.round + 1,
                "framework": version.ref,
                "fed_by": sorted(source for source, _ in before.feeds),
                "opened": [s.values["stage"] for s in stages if s.values["opened_on"] is not None],
            },
            writes=tuple(stages),
        )
    )


def round_rows(
    desk: Desk,
    commission_id: str,
    framework: Framework,
    *,
    number: int,
    begin: bool = True,
    fed: Iterable[str] | None = None,
) -> list[Insert]:
    """A row for every stage of a round; with `begin`, those where it begins are opened.

    `fed` are the stages that the review of the round before feeds.
    """
    first = beginnings(framework, fed) if begin else ()
    return [
        Insert(
            "stage_progress",
            {
                "id": desk.new_id(),
                "commission_id": commission_id,
                "round": number,
                "stage": key,
                "state": _state(framework, key, opened=key in first),
                "opened_on": desk.today if key in first else None,
            },
        )
        for key in framework.stage_keys
    ]


def beginnings(framework: Framework, fed: Iterable[str] | None = None) -> tuple[str, ...]:
    """The stages where a round begins."""
    targets = {target for _, target in framework.feeds} if fed is None else set(fed)
    free = [key for key in framework.stage_keys if not may_open(framework, {}, key)]
    return tuple(key for key in free if key in targets) or tuple(free[:1])


def _state(framework: Framework, key: str, *, opened: bool) -> str:
    facts = StageFacts(permissions=_BY_VIRES, may_not_open=may_open(framework, {}, key))
    state = enter(STAGE, "set_up", facts)
    return step(STAGE, state, "open", facts) if opened else state

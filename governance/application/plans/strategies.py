"""The strategies a plan informs and is informed by: the crime and disorder plan, housing, schools.

They are other people's, so naming them needs no decision.
"""

from __future__ import annotations

from typing import Final

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.naming import key_problems, name_problems
from governance.application.plans.finding import LIVE, must_write
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest

WAYS: Final = ("informs", "informed_by", "both")
"""How a plan and a strategy stand to each other."""


def relate(
    desk: Desk,
    name: str,
    *,
    key: str,
    title: str,
    way: str = "both",
    owner: str = "",
    seen: int | None = None,
) -> Receipt:
    """Name a strategy that a plan informs or is informed by; named again, the last stands.

    `owner` says whose it is. Raises `Unusable`, and `Refused` for a plan that is over.
    """
    must_write(desk)
    plan = desk.row("plan", name, seen=seen)
    problems = [*key_problems(key), *name_problems(title)]
    if way not in WAYS:
        told = {"name": way[:40], "nearest": nearest(way, WAYS), "known": list(WAYS)}
        problems.append(Problem("plan.way_unknown", told))
    if problems:
        raise Unusable(problems)
    _must_live(plan.ref, plan.state)
    one = {"key": key, "title": title.strip(), "way": way, "owner": owner.strip()}
    kept = [s for s in plan.strategies if s["key"] != key]
    if one in plan.strategies:
        raise Refused.one("plan.nothing_changed", ref=plan.ref)
    told = {"strategy": key, "way": way}
    return desk.apply(
        Change("plan.strategy_related", "plan", plan, {"strategies": [*kept, one]}, told)
    )


def unrelate(desk: Desk, name: str, *, key: str, seen: int | None = None) -> Receipt:
    """Take a strategy off a plan. Raises `Unusable` for one it does not name."""
    must_write(desk)
    plan = desk.row("plan", name, seen=seen)
    known = [s["key"] for s in plan.strategies]
    if key not in known:
        told = {"name": key[:80], "nearest": nearest(key, known), "known": known}
        raise Unusable.one("plan.strategy_unknown", ref=plan.ref, **told)
    _must_live(plan.ref, plan.state)
    kept = [s for s in plan.strategies if s["key"] != key]
    return desk.apply(
        Change("plan.strategy_taken_off", "plan", plan, {"strategies": kept}, {"strategy": key})
    )


def _must_live(ref: str, state: str) -> None:
    if state not in LIVE:
        raise Refused.one("plan.over", ref=ref, state=state)

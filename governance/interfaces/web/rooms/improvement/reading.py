"""The pages of improvement plans: those that are open, and one with its actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.improvement import queries
from governance.application.improvement.finding import LIVE
from governance.application.ledger.path import path
from governance.application.people.queries import names_by_key
from governance.interfaces.said import offered, reason
from governance.interfaces.web.pictures.lifecycle import Life, Step, lifecycle
from governance.interfaces.web.visit import Visit
from statemachines.improvement_plan import IMPROVEMENT_PLAN

WAYS: Final[Mapping[str, str]] = {
    "agree": "agree",
    "change": "change",
    "action": "action",
    "meet": "meet",
    "fail": "fail",
    "withdraw": "withdraw",
}
"""What can be done with a plan, and the end of the address of its form."""
SHOWN: Final = ("open", "overdue", "settled")


def listing(visit: Visit) -> Response:
    """Plans, the first due first: open ones, those past their day, or those that are settled."""
    chosen = visit.query.get("show", "open")
    chosen = chosen if chosen in SHOWN else "open"
    settled = [name for name in IMPROVEMENT_PLAN.state_names if name not in LIVE]
    rows, after = queries.page(
        visit.desk,
        states=settled if chosen == "settled" else LIVE,
        overdue=chosen == "overdue",
        text=visit.query.get("find", ""),
        after=visit.query.get("after"),
    )
    return visit.render(
        "improvement/list.html",
        rows=rows,
        people=_people(visit, (one["officer"] for one in rows)),
        after=after,
        chosen=chosen,
        tabs=SHOWN,
        find=visit.query.get("find", ""),
    )


def _people(visit: Visit, keys: Iterable[str | None]) -> dict[str, str]:
    return names_by_key(visit.desk, [key for key in keys if key])


def plan(visit: Visit) -> Response:
    """A plan: what is wanted, its actions, what it lacks, what came of it."""
    found = queries.show(visit.desk, visit.path["ref"])
    steps = tuple(Step(one.state, one.on) for one in path(visit.desk, found["id"]))
    keys = [found["officer"], found["settled_by"], *(a["officer"] for a in found["actions"])]
    return visit.render(
        "improvement/plan.html",
        plan=found,
        people=_people(visit, keys),
        actions=[_action(visit, found, one) for one in found["actions"]],
        wants=[reason(one.code, one.params) for one in found["wants"]],
        life=lifecycle(IMPROVEMENT_PLAN, Life(found["ref"], steps)),
        moves_offered=[
            offered(
                words.say(f"web.plan_of_improvement.{WAYS[one['act']]}.move", {}),
                visit.url(f"/improvement/{found['ref']}/{WAYS[one['act']]}"),
                one["refusals"],
            )
            for one in queries.offers(visit.desk, found["ref"])
            if one["act"] in WAYS
        ],
    )


def _action(visit: Visit, found: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    """An action with how it stands, and where it can be settled."""
    open_ = one["done_on"] is None and not one["given_up"]
    state = "done" if one["done_on"] else "given_up" if one["given_up"] else "to_do"
    if open_ and found["state"] == "agreed" and one["due"] < visit.today:
        state = "late"
    settles = open_ and found["state"] in LIVE
    at = f"/improvement/{found['ref']}/actions/{one['number']}"
    return {**one, "state": state, "href": visit.url(at) if settles else None}

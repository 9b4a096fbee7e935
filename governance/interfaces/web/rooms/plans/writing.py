"""Writing into a plan: what it states, priorities, plans for groups, commitments, strategies."""

from __future__ import annotations

from typing import Any

from governance import words
from governance.application.bodies.queries import list_bodies
from governance.application.desk import Desk
from governance.application.plans import acts, groups, priorities
from governance.application.plans.finding import groups as groups_of
from governance.application.plans.finding import priorities as priorities_of
from governance.application.plans.groups import levels_known
from governance.application.plans.priorities import outcomes_known
from governance.domain.plans.basis import BASES
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import (
    Area,
    Choice,
    Day,
    Field,
    Many,
    Option,
    Pick,
    Text,
    Whole,
)
from governance.interfaces.web.rooms.plans.common import (
    about_plan,
    ground,
    ground_fields,
    plan_act,
    the_plan,
    under,
)
from governance.interfaces.web.visit import Visit

# --- the plan itself


def _bases() -> list[Option]:
    return [Option(one, words.term(one).capitalize()) for one in BASES]


def _states(*, new: bool) -> list[Field]:
    rhythm: Field = Whole(name="rhythm", least=1, most=12, width="2", hint="")
    return [
        Text(name="title"),
        *([Text(name="key", width="20", most=60)] if new else []),
        Day(name="from"),
        Day(name="to"),
        Choice(name="basis", options=_bases()),
        Area(name="vision", required=False),
        Area(name="needs", required=False),
        rhythm,
    ]


def _new_fields(visit: Visit) -> list[Field]:
    boards = [Option(one.row.key, one.row.name) for one in list_bodies(visit.desk)]
    first, *rest = _states(new=True)
    return [first, Pick(name="board", options=boards), *rest]


def _new_about(visit: Visit) -> About:
    return About(values={"basis": "voluntary", "rhythm": 3}, back=visit.url("/plans"))


def _new(desk: Desk, said: Said) -> Done:
    receipt = acts.create(
        desk,
        key=said["key"],
        title=said["title"],
        board=said["board"],
        from_day=said["from"],
        to_day=said["to"],
        basis=said["basis"],
        vision=said.get("vision", ""),
        needs=said.get("needs", ""),
        rhythm=said["rhythm"],
    )
    return Done(receipt=receipt, code="done.plan_begun", params={"title": said["title"].strip()})


def _set_fields(visit: Visit) -> list[Field]:
    outcome = [Text(name="outcome", required=False), Text(name="outcome-key", required=False)]
    return [*_states(new=False), *outcome, *ground_fields(visit)]


def _set_about(visit: Visit) -> About:
    row = the_plan(visit)
    return about_plan(
        visit,
        **{"title": row.title, "from": row.from_day, "to": row.to_day, "basis": row.basis},
        vision=row.vision or None,
        needs=row.needs or None,
        rhythm=row.rhythm,
    )


def _set(desk: Desk, said: Said) -> Done:
    key, title = said.get("outcome-key"), said.get("outcome")
    receipt = acts.set_plan(
        desk,
        said.ref,
        title=said["title"],
        from_day=said["from"],
        to_day=said["to"],
        basis=said["basis"],
        vision=said.get("vision", ""),
        needs=said.get("needs", ""),
        rhythm=said["rhythm"],
        outcomes={key or title: title} if title else {},
        ground=ground(said),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_changed")


# --- priorities


def _outcomes(visit: Visit) -> list[Option]:
    return [
        Option(key, title) for key, title in outcomes_known(visit.desk, the_plan(visit)).items()
    ]


def _priority_fields(visit: Visit) -> list[Field]:
    key: list[Field] = [] if "key" in visit.path else [Text(name="key", width="20", most=60)]
    return [
        Text(name="title"),
        *key,
        Pick(name="outcome", options=_outcomes(visit)),
        Area(name="why", required=False),
        *ground_fields(visit),
    ]


def _add_priority(desk: Desk, said: Said) -> Done:
    receipt = priorities.add_priority(
        desk,
        said.ref,
        key=said["key"],
        title=said["title"],
        outcome=said["outcome"],
        why=said.get("why", ""),
        ground=ground(said),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_priority")


def _keyed(rows: Any, visit: Visit) -> Any:
    """The row of the key that the address names; None for a key nobody has."""
    return next((row for row in rows if row.key == visit.path["key"]), None)


def _priority_about(visit: Visit) -> About:
    row = _keyed(priorities_of(visit.desk, the_plan(visit).id), visit)
    if row is None:
        return about_plan(visit)
    return about_plan(visit, title=row.title, outcome=row.outcome, why=row.why or None)


def _change_priority(desk: Desk, said: Said) -> Done:
    receipt = priorities.change_priority(
        desk,
        said.ref,
        said.path["key"],
        title=said["title"],
        outcome=said["outcome"],
        why=said.get("why", ""),
        ground=ground(said),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_priority_changed")


def _drop_priority(desk: Desk, said: Said) -> Done:
    key = said.path["key"]
    receipt = priorities.drop_priority(desk, said.ref, key, ground=ground(said), seen=said.seen)
    return Done(receipt=receipt, code="done.plan_dropped", params={"what": key})


# --- plans for groups


def _group_fields(visit: Visit) -> list[Field]:
    key: list[Field] = [] if "key" in visit.path else [Text(name="key", width="20", most=60)]
    levels: list[Field] = [
        Area(
            name=f"level-{level}",
            required=False,
            rows=2,
            text=words.say("web.plan.group.level", {"level": title}),
        )
        for level, title in levels_known(visit.desk).items()
    ]
    return [
        Text(name="title"),
        *key,
        Text(name="for"),
        Many(name="under", options=under(visit), required=True),
        *levels,
        *ground_fields(visit),
    ]


def _levels(said: Said) -> dict[str, str]:
    return {
        name.removeprefix("level-"): value
        for name, value in said.values.items()
        if name.startswith("level-") and value
    }


def _add_group(desk: Desk, said: Said) -> Done:
    receipt = groups.add_group(
        desk,
        said.ref,
        key=said["key"],
        title=said["title"],
        for_group=said["for"],
        under=said["under"],
        levels=_levels(said),
        ground=ground(said),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_group")


def _group_about(visit: Visit) -> About:
    row = _keyed(groups_of(visit.desk, the_plan(visit).id), visit)
    if row is None:
        return about_plan(visit)
    levels = {f"level-{one['level']}": one["what"] for one in row.levels}
    values = {"title": row.title, "for": row.for_group, "under": row.priorities}
    return about_plan(visit, **values, **levels)


def _change_group(desk: Desk, said: Said) -> Done:
    receipt = groups.change_group(
        desk,
        said.ref,
        said.path["key"],
        title=said["title"],
        for_group=said["for"],
        under=said["under"],
        levels=_levels(said),
        ground=ground(said),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_group_changed")


def _drop_group(desk: Desk, said: Said) -> Done:
    key = said.path["key"]
    receipt = groups.drop_group(desk, said.ref, key, ground=ground(said), seen=said.seen)
    return Done(receipt=receipt, code="done.plan_dropped", params={"what": key})


ACTS = (
    Act(key="plan.new", path="/plans/new", fields=_new_fields, about=_new_about, do=_new,
        to="/plans/{new}"),
    plan_act("set", "set", _set, fields=_set_fields, about=_set_about),
    plan_act("priority", "priority", _add_priority, fields=_priority_fields),
    plan_act("priority.change", "priority/{key}", _change_priority, fields=_priority_fields,
         about=_priority_about),
    plan_act("priority.drop", "priority/{key}/drop", _drop_priority, fields=ground_fields),
    plan_act("group", "group", _add_group, fields=_group_fields),
    plan_act("group.change", "group/{key}", _change_group, fields=_group_fields,
         about=_group_about),
    plan_act("group.drop", "group/{key}/drop", _drop_group, fields=ground_fields),
)  # fmt: skip

"""What partners promise in a plan, the strategies it names, and commissions in their places."""

from __future__ import annotations

from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.plans import commitments, places, strategies
from governance.application.plans.finding import commitments as promised
from governance.application.plans.finding import groups as groups_of
from governance.application.plans.finding import priorities as priorities_of
from governance.interfaces.web.acts import About, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Pick, Text
from governance.interfaces.web.rooms.plans.common import (
    PLAN,
    about_plan,
    ground,
    ground_fields,
    partner_options,
    plan_act,
    the_plan,
    under,
)
from governance.interfaces.web.visit import Visit

WAYS: Final = ("informs", "informed_by", "both")


def _commitment_fields(visit: Visit) -> list[Field]:
    new = "number" not in visit.path
    partner = [Pick(name="partner", options=partner_options(visit))] if new else []
    return [
        *partner,
        Pick(name="priority", options=under(visit)),
        Area(name="what", rows=3),
        Day(name="due"),
        Text(name="measure", required=False, width="10"),
        *ground_fields(visit, consent=True),
    ]


def _commitment_new(visit: Visit) -> About:
    return about_plan(visit, due=the_plan(visit).to_day)


def _add_commitment(desk: Desk, said: Said) -> Done:
    receipt = commitments.add_commitment(
        desk,
        said.ref,
        partner=said["partner"],
        priority=said["priority"],
        what=said["what"],
        due_on=said["due"],
        measure=said.get("measure"),
        ground=ground(said),
        seen=said.seen,
    )
    number = max(row.number for row in promised(desk, receipt.id))
    return Done(receipt=receipt, code="done.plan_commitment", params={"number": number})


def _number(path: Any) -> int:
    return int(path["number"]) if path["number"].isdecimal() else 0


def _commitment_about(visit: Visit) -> About:
    plan = the_plan(visit)
    rows = {row.number: row for row in promised(visit.desk, plan.id)}
    row = rows.get(_number(visit.path))
    if row is None:
        return about_plan(visit)
    keys = {one.id: one.key for one in priorities_of(visit.desk, plan.id)}
    measure = visit.desk.by_id("measure", row.measure_id)
    return about_plan(
        visit,
        priority=keys.get(row.priority_id),
        what=row.what,
        due=row.due_on,
        measure=None if measure is None else measure.ref,
    )


def _change_commitment(desk: Desk, said: Said) -> Done:
    number = _number(said.path)
    receipt = commitments.change_commitment(
        desk,
        said.ref,
        number,
        what=said["what"],
        due_on=said["due"],
        measure=said.get("measure"),
        priority=said["priority"],
        ground=ground(said),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_commitment_changed", params={"number": number})


def _drop_commitment(desk: Desk, said: Said) -> Done:
    number = _number(said.path)
    receipt = commitments.drop_commitment(
        desk, said.ref, number, ground=ground(said), seen=said.seen
    )
    return Done(receipt=receipt, code="done.plan_dropped", params={"what": str(number)})


# --- strategies, and commissions in their place


def _relate(desk: Desk, said: Said) -> Done:
    receipt = strategies.relate(
        desk,
        said.ref,
        key=said["key"],
        title=said["title"],
        way=said["way"],
        owner=said.get("owner", ""),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.plan_strategy")


def _unrelate(desk: Desk, said: Said) -> Done:
    receipt = strategies.unrelate(desk, said.ref, key=said.path["key"], seen=said.seen)
    return Done(receipt=receipt, code="done.plan_strategy_off")


def _group_options(visit: Visit) -> list[Option]:
    rows = groups_of(visit.desk, the_plan(visit).id)
    return [Option(row.key, row.title) for row in rows if row.dropped_on is None]


def _place_fields(visit: Visit) -> list[Field]:
    return [
        Text(name="commissions", most=2000),
        Pick(name="priority", options=under(visit)),
        Pick(name="group", options=_group_options(visit), required=False),
    ]


def _place(desk: Desk, said: Said) -> Done:
    named = said["commissions"].replace(",", " ").split()
    group = said.get("group")
    receipt = places.place(
        desk, named, priority=said["priority"], group=group, plan=said.ref, seen=said.seen
    )
    refs = [desk.row("commission", one).ref for one in named]
    code = "done.plan_placed" if group is None else "done.plan_placed_group"
    return Done(receipt=receipt, code=code, params={"named": refs})


def _take_out(desk: Desk, said: Said) -> Done:
    receipt = places.take_out(
        desk,
        said.path["commission"],
        priority=said.query.get("priority") or None,
        group=said.query.get("group") or None,
        plan=said.ref,
        seen=said.seen,
    )
    ref = desk.row("commission", said.path["commission"]).ref
    return Done(receipt=receipt, code="done.plan_taken_out", params={"commission": ref})


def _take_out_about(visit: Visit) -> About:
    about = about_plan(visit)
    ref = visit.desk.row("commission", visit.path["commission"]).ref
    return About(params={**about.params, "commission": ref}, seen=about.seen)


ACTS = (
    plan_act("commitment", "commitment", _add_commitment, fields=_commitment_fields,
         about=_commitment_new),
    plan_act("commitment.change", "commitment/{number}", _change_commitment,
         fields=_commitment_fields, about=_commitment_about),
    plan_act("commitment.drop", "commitment/{number}/drop", _drop_commitment,
         fields=lambda visit: ground_fields(visit, consent=True)),
    plan_act("strategy", "strategy", _relate, fields=(
        Text(name="title"),
        Text(name="key", width="20", most=60),
        Choice(name="way", options=[Option(one, words.term(one).capitalize()) for one in WAYS]),
        Text(name="owner", required=False),
    )),
    plan_act("strategy.off", "strategy/{key}/off", _unrelate),
    plan_act("place", "place", _place, fields=_place_fields, to=f"{PLAN}/map"),
    plan_act("take_out", "take-out/{commission}", _take_out, about=_take_out_about,
         to=f"{PLAN}/map"),
)  # fmt: skip

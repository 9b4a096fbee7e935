"""A plan's consultation: from when to when, who was asked, what they said, what changed for it.

One that was held outside Vires, or not held at all, is recorded as it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import deadline
from governance.application.deadlines.settling import live, superseded
from governance.application.desk import Desk
from governance.application.naming import key_problems, name_problems
from governance.application.permissions import permissions
from governance.application.plans.agreeing import settle
from governance.application.plans.finding import CONSULTED, OPEN, consultees, must_write
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.plan import PLAN, PlanFacts


def consult(
    desk: Desk,
    name: str,
    *,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
    changed: str | None = None,
    not_held: str = "",
    seen: int | None = None,
) -> Receipt:
    """Open a plan's consultation, or put on record more of one: its days, what changed.

    Its first day, where none is given: the day on which somebody was first asked, else today.
    `changed` is what changed because of what people said; `not_held` the reason why nobody was
    asked. Raises `GuardRefused` for days that cannot be, `Refused` where nothing would change.
    """
    plan = desk.row("plan", name, seen=seen)
    start = from_day or plan.consulted_from or _first_asked(desk, plan) or desk.today
    end = to_day or plan.consulted_to
    facts = PlanFacts(
        permissions=permissions(desk), days_wrong=tuple(_days_wrong(desk, start, end))
    )
    given: dict[str, Any] = {"changed": changed if changed is None else changed.strip()}
    if not_held.strip():
        given["no_consultation"] = not_held.strip()
    else:
        given |= {"consulted_from": start, "consulted_to": end, "no_consultation": ""}
    values = {c: v for c, v in given.items() if v is not None and v != getattr(plan, c)}
    if plan.state != "consultation":
        values["state"] = step(PLAN, plan.state, "consult", facts)
        values["held_outside"] = end is not None and end < desk.today
    else:
        must_write(desk)
        if facts.days_wrong:
            raise Refused(facts.days_wrong)
    if not values:
        raise Refused.one("plan.nothing_changed", ref=plan.ref)
    receipt = desk.apply(
        Change(
            kind="plan.consultation_opened" if "state" in values else "plan.consultation_recorded",
            table="plan",
            subject=plan,
            values=values,
            facts={"from": start, "to": end, "not_held": not_held.strip()},
            writes=tuple(_end_waited_for(desk, plan, values)),
        )
    )
    return settle(desk, plan.id) or receipt


def _first_asked(desk: Desk, plan: Any) -> dt.date | None:
    return min((row.asked_on for row in consultees(desk, plan.id)), default=None)


def _end_waited_for(desk: Desk, plan: Any, values: dict[str, Any]) -> Iterator[Insert | Update]:
    """The clock's day after a consultation's last: from then on the plan may be agreed."""
    if not values.keys() & {"state", "consulted_to", "no_consultation"}:
        return
    for due in live(desk, plan.id, kind=CONSULTED):
        yield superseded(desk, due)
    end = values.get("consulted_to", plan.consulted_to)
    if end is None or end < desk.today or values.get("no_consultation", plan.no_consultation):
        return
    yield deadline(
        desk,
        kind=CONSULTED,
        cause=f"{end.isoformat()} ({plan.version + 1})",
        subject=("plan", plan.id),
        due_day=end + dt.timedelta(days=1),
        effect=CONSULTED,
    )


def ask(
    desk: Desk,
    name: str,
    *,
    key: str,
    who: str,
    asked_on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Put on record that a group or an organisation was asked about a plan, on a day.

    Raises `Unusable`; `Refused` for somebody asked already, a day to come, and a plan that is
    no longer being made.
    """
    plan = _asked_about(desk, name, seen)
    if problems := [*key_problems(key), *name_problems(who)]:
        raise Unusable(problems)
    if any(row.key == key for row in consultees(desk, plan.id)):
        raise Refused.one("plan.asked_already", key=key, ref=plan.ref)
    on = _past(desk, asked_on)
    values = {"id": desk.new_id(), "plan_id": plan.id, "key": key, "name": who.strip()}
    row = Insert("plan_consultee", {**values, "asked_on": on})
    told = {"consultee": key, "on": on}
    receipt = desk.apply(Change("plan.consultee_asked", "plan", plan, {}, told, (row,)))
    return settle(desk, plan.id) or receipt


def answer(
    desk: Desk,
    name: str,
    *,
    key: str,
    said: str,
    answered_on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Put on record what somebody who was asked said; said again, the last stands.

    Raises `Unusable` for somebody who was not asked, `Refused` for a day before the asking.
    """
    plan = _asked_about(desk, name, seen)
    rows = {row.key: row for row in consultees(desk, plan.id)}
    if key not in rows:
        raise Unusable.one(
            "plan.consultee_unknown", ref=plan.ref, name=key[:80], nearest=nearest(key, rows)
        )
    if not said.strip():
        raise Unusable.one("plan.said_nothing")
    row, on = rows[key], _past(desk, answered_on)
    if on < row.asked_on:
        raise Refused.one("plan.answered_before_asked", on=on, asked=row.asked_on)
    writes = (Update("plan_consultee", row, {"answered_on": on, "said": said.strip()}),)
    told = {"consultee": key, "on": on}
    return desk.apply(Change("plan.consultee_answered", "plan", plan, {}, told, writes))


def _asked_about(desk: Desk, name: str, seen: int | None) -> Any:
    must_write(desk)
    plan = desk.row("plan", name, seen=seen)
    if plan.state not in OPEN:
        raise Refused.one("plan.no_longer_asked", ref=plan.ref, state=plan.state)
    return plan


def _past(desk: Desk, on: dt.date | None) -> dt.date:
    if on is not None and on > desk.today:
        raise Refused.one("plan.day_to_come", on=on)
    return on or desk.today


def _days_wrong(desk: Desk, start: dt.date, end: dt.date | None) -> list[Refusal]:
    found = []
    if start > desk.today:
        found.append(Refusal("plan.day_to_come", {"on": start}))
    if end is not None and end < start:
        found.append(Refusal("name.days_reversed", {"from_day": start, "to_day": end}))
    return found

"""Bringing a plan to agreement: consultation, each partner's consent, the report to the board."""

from __future__ import annotations

from typing import Any, Final

from governance.application.desk import Desk
from governance.application.plans import agreeing, consulting
from governance.application.plans.finding import consultees
from governance.application.plans.proposing import propose
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import Area, Day, Field, Option, Pick, Text
from governance.interfaces.web.rooms.plans.common import about_plan, told
from governance.interfaces.web.visit import Visit

PLAN: Final = "/plans/{ref}"
PART: Final = "/plans/{ref}/parts/{partner}"


def _consult_about(visit: Visit) -> About:
    row = visit.desk.row("plan", visit.path["ref"])
    values = {"from": row.consulted_from, "to": row.consulted_to}
    return about_plan(
        visit, **values, changed=row.changed or None, **{"not-held": row.no_consultation or None}
    )


def _consult(desk: Desk, said: Said) -> Done:
    receipt = consulting.consult(
        desk,
        said.ref,
        from_day=said["from"],
        to_day=said["to"],
        changed=said.get("changed"),
        not_held=said.get("not-held", ""),
        seen=said.seen,
    )
    return told(receipt, "done.plan_consulted")


def _asked(desk: Desk, said: Said) -> Done:
    receipt = consulting.ask(
        desk, said.ref, key=said["key"], who=said["who"], asked_on=said["on"], seen=said.seen
    )
    return told(receipt, "done.plan_asked", who=said["who"].strip())


def _answer_fields(visit: Visit) -> list[Field]:
    rows = consultees(visit.desk, visit.desk.row("plan", visit.path["ref"]).id)
    options = [Option(row.key, row.name) for row in rows]
    return [Pick(name="who", options=options), Area(name="said"), Day(name="on", required=False)]


def _answered(desk: Desk, said: Said) -> Done:
    receipt = consulting.answer(
        desk, said.ref, key=said["who"], said=said["said"], answered_on=said["on"], seen=said.seen
    )
    return told(receipt, "done.plan_answered", key=said["who"])


def _propose(desk: Desk, said: Said) -> Done:
    receipt = propose(
        desk,
        said.ref,
        title=said.get("title", ""),
        recommendation=said.get("recommendation", ""),
        scheme=said.get("scheme"),
        seen=said.seen,
    )
    plan = desk.row("plan", said.ref).ref
    to = f"/reports/{receipt.ref}"
    return Done(receipt=receipt, to=to, code="done.plan_proposed", params={"plan": plan})


# --- each partner's part


def _part_about(visit: Visit) -> About:
    about = about_plan(visit)
    name = visit.desk.row("organisation", visit.path["partner"]).name
    return About(params={**about.params, "partner": name}, seen=about.seen)


def _part_fields(visit: Visit) -> list[Field]:
    by = Pick(name="by", options=officers(visit.desk))
    return [by, Day(name="on", required=False), Area(name="words", required=False, rows=3)]


def _refuse_fields(visit: Visit) -> list[Field]:
    by = Pick(name="by", options=officers(visit.desk))
    return [by, Day(name="on", required=False), Area(name="reason", rows=3)]


def _consent(desk: Desk, said: Said) -> Done:
    receipt = agreeing.consent(
        desk,
        said.ref,
        partner=said.path["partner"],
        by=said["by"],
        on=said["on"],
        words=said.get("words", ""),
        seen=said.seen,
    )
    return told(receipt, "done.plan_consented", partner=_named(desk, said))


def _refuse(desk: Desk, said: Said) -> Done:
    receipt = agreeing.refuse(
        desk,
        said.ref,
        partner=said.path["partner"],
        by=said["by"],
        reason=said["reason"],
        on=said["on"],
        seen=said.seen,
    )
    return told(receipt, "done.plan_part_refused", partner=_named(desk, said))


def _take_back(desk: Desk, said: Said) -> Done:
    receipt = agreeing.take_back_consent(
        desk, said.ref, partner=said.path["partner"], reason=said["reason"], seen=said.seen
    )
    return told(receipt, "done.plan_consent_back", partner=_named(desk, said))


def _named(desk: Desk, said: Said) -> str:
    return str(desk.row("organisation", said.path["partner"]).name)


def _act(key: str, path: str, do: Any, **given: Any) -> Act:
    given.setdefault("about", about_plan)
    return Act(key=f"plan.{key}", path=path, do=do, to=PLAN, **given)


ACTS = (
    _act("consult", f"{PLAN}/consult", _consult, about=_consult_about, fields=(
        Day(name="from", required=False),
        Day(name="to", required=False),
        Area(name="changed", required=False),
        Area(name="not-held", required=False, rows=3),
    )),
    _act("asked", f"{PLAN}/asked", _asked, fields=(
        Text(name="who"),
        Text(name="key", width="20", most=60),
        Day(name="on", required=False),
    )),
    _act("answered", f"{PLAN}/answered", _answered, fields=_answer_fields),
    _act("propose", f"{PLAN}/propose", _propose, fields=(
        Text(name="title", required=False),
        Area(name="recommendation", required=False, rows=3),
        Text(name="scheme", required=False, width="20"),
    )),
    _act("consent", f"{PART}/consent", _consent, about=_part_about, fields=_part_fields,
         check=True),
    _act("refuse", f"{PART}/refuse", _refuse, about=_part_about, fields=_refuse_fields,
         check=True),
    _act("take_back", f"{PART}/take-back", _take_back, about=_part_about,
         fields=(Area(name="reason", rows=3),)),
)  # fmt: skip

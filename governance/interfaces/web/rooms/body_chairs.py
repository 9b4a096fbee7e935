"""Acts on a body's chair: consulting the members, their views, appointing, ending."""

from __future__ import annotations

from collections.abc import Sequence

from governance import words
from governance.application.bodies import acts
from governance.application.bodies.chairs import ROLES, answers_due, can_chair
from governance.application.desk import Desk
from governance.application.people.queries import name_of, people
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Pick
from governance.interfaces.web.rooms.body_common import about_body, called, person, view_of
from governance.interfaces.web.visit import Visit

ANSWERS = {"for": True, "against": False, "neither": None}


def _roles() -> Choice:
    options = [Option(role, words.say(f"web.bodies.role.{role}", {})) for role in ROLES]
    return Choice(name="role", options=options)


def _consult_fields(visit: Visit) -> Sequence[Field]:
    facts = view_of(visit).facts
    return (person(visit, among=can_chair(facts)), _roles(), Day(name="answer-by", required=False))


def _consult(desk: Desk, said: Said) -> Done:
    until = said["answer-by"] or answers_due(desk)
    receipt = acts.consult(
        desk, body=said.ref, person=said["person"], role=said["role"], answer_by=until
    )
    told = {
        "body": desk.row("body", said.ref).name,
        "person": called(desk, said["person"]),
        "role": words.say(f"web.bodies.role.{said['role']}", {}).lower(),
        "answer_by": until,
    }
    return Done(receipt=receipt, code="done.consultation_opened", params=told)


def _record_fields(visit: Visit) -> Sequence[Field]:
    return (
        person(visit),
        _roles(),
        Area(name="reason", rows=3),
        Day(name="from", required=False),
        Day(name="to", required=False),
    )


def _record(desk: Desk, said: Said) -> Done:
    start = said["from"] or desk.today
    receipt = acts.record_chair(
        desk,
        body=said.ref,
        person=said["person"],
        reason=said["reason"],
        role=said["role"],
        from_day=start,
        to_day=said["to"],
    )
    told = {
        "person": called(desk, said["person"]),
        "role": words.say(f"web.bodies.role.{said['role']}", {}).lower(),
        "body": desk.row("body", said.ref).name,
        "from_day": start,
    }
    return Done(receipt=receipt, code="done.chair_recorded", params=told)


# --- one appointment


def _about(visit: Visit) -> About:
    row = visit.desk.row("chair_appointment", visit.path["ref"])
    body = visit.desk.by_id("body", row.body_id)
    who = name_of(visit.desk, visit.desk.by_id("person", row.person_id))
    mine = visit.desk.actor.name if _asked(visit.desk, row) else None
    return About(
        params={"ref": row.ref, "person": who, "body": body.name},
        seen=row.version,
        values={"member": mine},
        back=visit.url(f"/bodies/{body.key}"),
    )


def _asked(desk: Desk, row: object) -> bool:
    views = getattr(row, "views", ())
    return any(view["person_id"] == desk.actor.person_id for view in views)


def _view_fields(visit: Visit) -> Sequence[Field]:
    row = visit.desk.row("chair_appointment", visit.path["ref"])
    ids = {view["person_id"] for view in row.views}
    members = [Option(one.key, one.name) for one in people(visit.desk) if one.id in ids]
    answers = [Option(one, words.say(f"web.bodies.answer.{one}", {})) for one in ANSWERS]
    return (
        Pick(name="member", options=members),
        Choice(name="answer", options=answers),
        Area(name="view", rows=3, required=False),
    )


def _view(desk: Desk, said: Said) -> Done:
    receipt = acts.record_view(
        desk,
        appointment=said.ref,
        member=said["member"],
        in_favour=ANSWERS[said["answer"]],
        view=said.get("view", ""),
    )
    told = {"member": called(desk, said["member"])}
    return Done(receipt=receipt, to=_body(desk, said), params=told)


def _body(desk: Desk, said: Said) -> str:
    row = desk.row("chair_appointment", said.ref)
    return f"/bodies/{desk.by_id('body', row.body_id).key}"


def _appoint(desk: Desk, said: Said) -> Done:
    start = said["from"] or desk.today
    receipt = acts.appoint_chair(desk, appointment=said.ref, from_day=start, to_day=said["to"])
    row = desk.row("chair_appointment", said.ref)
    who = name_of(desk, desk.by_id("person", row.person_id))
    told = {"person": who, "from_day": start}
    return Done(receipt=receipt, to=_body(desk, said), code="done.chair_appointed", params=told)


def _pass_over(desk: Desk, said: Said) -> Done:
    receipt = acts.pass_over(desk, appointment=said.ref, reason=said["reason"])
    return Done(receipt=receipt, to=_body(desk, said), code="done.chair_passed_over")


def _end(desk: Desk, said: Said) -> Done:
    last = said["last-day"] or desk.today
    receipt = acts.end_chair(desk, appointment=said.ref, reason=said["reason"], last_day=last)
    told = {"last": last}
    return Done(receipt=receipt, to=_body(desk, said), code="done.chair_ended", params=told)


ACTS = (
    Act(
        key="bodies.consult",
        path="/bodies/{ref}/consult",
        about=about_body,
        fields=_consult_fields,
        do=_consult,
        to="/bodies/{ref}",
    ),
    Act(
        key="bodies.record_chair",
        path="/bodies/{ref}/chair",
        about=about_body,
        fields=_record_fields,
        do=_record,
        to="/bodies/{ref}",
    ),
    Act(
        key="bodies.view",
        path="/chairs/{ref}/view",
        about=_about,
        fields=_view_fields,
        do=_view,
        to="/bodies",
        done="done.view_recorded",
    ),
    Act(
        key="bodies.appoint_chair",
        path="/chairs/{ref}/appoint",
        about=_about,
        fields=(Day(name="from", required=False), Day(name="to", required=False)),
        do=_appoint,
        to="/bodies",
    ),
    Act(
        key="bodies.pass_over",
        path="/chairs/{ref}/pass-over",
        about=_about,
        fields=(Area(name="reason", rows=3),),
        do=_pass_over,
        to="/bodies",
    ),
    Act(
        key="bodies.end_chair",
        path="/chairs/{ref}/end",
        about=_about,
        fields=(Area(name="reason", rows=3), Day(name="last-day", required=False)),
        do=_end,
        to="/bodies",
    ),
)

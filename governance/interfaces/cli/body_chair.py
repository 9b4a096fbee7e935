"""`vires body chair`: consult the members on a chair, record their views, appoint, end."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, table

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Body = Annotated[str, typer.Argument(help="The body's key or reference.")]
Person = Annotated[str, typer.Argument(help="The key of the person proposed.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="The consultation, such as K-0001.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
Role = Annotated[str, typer.Option("--role", help="chair or vice.")]
From = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="First day; today otherwise.")
]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; open otherwise.")]


@app.command()
def consult(
    body: Body,
    person: Person,
    answer_by: Annotated[
        str | None,
        typer.Option("--answer-by", metavar="DATE", help="The last day to answer: in 14 days."),
    ] = None,
    role: Role = "chair",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Ask every member what they think of a person in the chair."""
    from governance.application.bodies.acts import consult as act
    from governance.application.bodies.chairs import answers_due

    given = optional_day(answer_by, "--answer-by")
    with acting_desk(partnership, actor, now) as desk:
        until = given or answers_due(desk)
        receipt = act(desk, body=body, person=person, role=role, answer_by=until)
    told = {"body": body, "person": person, "role": role, "answer_by": until}
    done(receipt, "done.consultation_opened", as_json=as_json, **told)


@app.command()
def view(
    ref: Ref,
    member: Annotated[str, typer.Argument(help="The member's key.")],
    answer: Annotated[
        Literal["for", "against", "neither"], typer.Argument(help="for, against or neither.")
    ],
    words: Annotated[str, typer.Option("--words", help="What they said.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When they answered: today.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record what a member answered. It does not bind; that they were asked does."""
    from governance.application.bodies.acts import record_view

    in_favour = {"for": True, "against": False, "neither": None}[answer]
    day = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = record_view(
            desk, appointment=ref, member=member, in_favour=in_favour, view=words, on=day
        )
    done(receipt, "done.view_recorded", as_json=as_json, member=member)


@app.command()
def appoint(
    ref: Ref,
    from_day: From = None,
    to_day: To = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Appoint the person, as whoever the terms of reference say appoints."""
    from governance.application.bodies.acts import appoint_chair

    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    with acting_desk(partnership, actor, now) as desk:
        start = first or desk.today
        receipt = appoint_chair(desk, appointment=ref, from_day=start, to_day=last)
        person = desk.by_id("person", desk.row("chair_appointment", ref).person_id).key
    done(receipt, "done.chair_appointed", as_json=as_json, person=person, from_day=start)


@app.command()
def record(
    body: Body,
    person: Person,
    reason: Reason,
    role: Role = "chair",
    from_day: From = None,
    to_day: To = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a chair who was appointed before Vires knew of the body."""
    from governance.application.bodies.acts import record_chair

    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    with acting_desk(partnership, actor, now) as desk:
        start = first or desk.today
        receipt = record_chair(
            desk, body=body, person=person, reason=reason, role=role, from_day=start, to_day=last
        )
    told = {"person": person, "role": role, "body": body, "from_day": start}
    done(receipt, "done.chair_recorded", as_json=as_json, **told)


@app.command("pass-over")
def pass_over(
    ref: Ref,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Not appoint the person the members were asked about."""
    from governance.application.bodies.acts import pass_over as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, appointment=ref, reason=reason)
    done(receipt, "done.chair_passed_over", as_json=as_json)


@app.command()
def end(
    ref: Ref,
    reason: Reason,
    last_day: Annotated[
        str | None, typer.Option("--last-day", metavar="DATE", help="Today otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End a person's time in the chair."""
    from governance.application.bodies.acts import end_chair

    given = optional_day(last_day, "--last-day")
    with acting_desk(partnership, actor, now) as desk:
        last = given or desk.today
        receipt = end_chair(desk, appointment=ref, reason=reason, last_day=last)
    done(receipt, "done.chair_ended", as_json=as_json, last=last)


@app.command("list")
def list_(
    body: Body, actor: As = None, now: Now = None, partnership: In = None, as_json: AsJson = False
) -> None:
    """List the appointments of a body's chair, with how the consultation stands."""
    from governance.application.bodies.chairs import chair_appointments

    with looking_desk(partnership, actor, now) as desk:
        rows = [_plain(r) for r in chair_appointments(desk, desk.row("body", body))]
    if as_json:
        emit_json(rows)
        return
    columns = ("Ref", "Person", "Role", "State", "Answered", "From", "To")
    table("Appointments to the chair", columns, [tuple(r.values()) for r in rows])


def _plain(row: Any) -> dict[str, Any]:
    answered = sum(v["answered"] is not None for v in row.views)
    return {
        "ref": row.ref,
        "person": row.person,
        "role": row.role,
        "state": row.state.replace("_", " "),
        "answered": f"{answered} of {len(row.views)}" if row.views else None,
        "from": row.from_day,
        "to": row.to_day,
    }

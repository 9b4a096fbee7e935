"""`vires body`: add a body, appoint to its seats, look at it; `vires body chair` for its chair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from governance import words
from governance.interfaces.cli import body_chair, body_check
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    On,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, table
from governance.words.format import day, listed

if TYPE_CHECKING:
    from governance.application.bodies.queries import BodyView, QuorumView

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.command("check")(body_check.check)
app.add_typer(body_chair.app, name="chair", help="Consult on a chair, record views, appoint.")

Key = Annotated[str, typer.Argument(metavar="BODY", help="The body's key or reference.")]
Seat = Annotated[str, typer.Argument(help="The seat's key in the terms of reference.")]


@app.command()
def add(
    key: Key,
    name: Annotated[str, typer.Option("--name", help="What people call it.")],
    standing: Annotated[
        str,
        typer.Option(
            "--standing",
            help="executive, council-committee, joint-committee, partnership or partner-body.",
        ),
    ],
    terms: Annotated[
        str | None, typer.Option("--terms", metavar="KEY", help="Its terms of reference.")
    ] = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="KEY", help="Whose own body it is.")
    ] = None,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="BODY", help="Whose subgroup it is.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add a body."""
    from governance.application.bodies.acts import add_body

    with acting_desk(partnership, actor, now) as desk:
        receipt = add_body(
            desk,
            key=key,
            name=name,
            standing=standing,
            terms_key=terms,
            organisation=partner,
            parent=parent,
        )
    done(receipt, "done.body_added", as_json=as_json, name=name.strip())


@app.command()
def appoint(
    body: Key,
    seat: Seat,
    person: Annotated[str, typer.Argument(help="The person's key.")],
    substitute: Annotated[
        list[str] | None,
        typer.Option("--substitute", metavar="PERSON", help="In the order they are asked."),
    ] = None,
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; today otherwise.")
    ] = None,
    to_day: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day; open otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Appoint a person to a seat, with the substitutes named for it."""
    from governance.application.bodies.acts import appoint as act

    first, last = optional_day(from_day, "--from"), optional_day(to_day, "--to")
    with acting_desk(partnership, actor, now) as desk:
        start = first or desk.today
        receipt = act(
            desk,
            body=body,
            seat=seat,
            person=person,
            substitutes=substitute or (),
            from_day=start,
            to_day=last,
        )
    told = {"person": person, "seat": seat, "body": body, "from_day": start}
    done(receipt, "done.appointed", as_json=as_json, **told)


@app.command()
def substitute(
    body: Key,
    seat: Seat,
    people: Annotated[
        list[str] | None, typer.Argument(help="Keys, in the order they are asked; none clears.")
    ] = None,
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Name who may sit for the member in a seat."""
    from governance.application.bodies.acts import name_substitutes

    named = people or []
    asked = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = name_substitutes(desk, body=body, seat=seat, substitutes=named, on=asked)
    code = "done.substitutes_named" if named else "done.no_substitutes_left"
    done(receipt, code, as_json=as_json, seat=seat, body=body, names=named)


@app.command()
def end(
    body: Key,
    seat: Seat,
    last_day: Annotated[
        str | None, typer.Option("--last-day", metavar="DATE", help="Today otherwise.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, if it is to be recorded.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End the appointment to a seat."""
    from governance.application.bodies.acts import end_appointment

    given = optional_day(last_day, "--last-day")
    with acting_desk(partnership, actor, now) as desk:
        last = given or desk.today
        receipt = end_appointment(desk, body=body, seat=seat, last_day=last, reason=reason)
    done(receipt, "done.appointment_ended", as_json=as_json, seat=seat, body=body, last=last)


@app.command("list")
def list_(
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the bodies as of a day."""
    from governance.application.bodies.queries import list_bodies

    with looking_desk(partnership, actor, now) as desk:
        found = list_bodies(desk, on=optional_day(on, "--on"))
    rows = [
        {
            "ref": facts.row.ref,
            "key": facts.key,
            "name": facts.title,
            "standing": facts.row.standing,
            "members": len(facts.current),
            "chairs": [person.key for person in facts.chairs],
        }
        for facts in found
    ]
    if as_json:
        emit_json(rows)
        return
    columns = ("Ref", "Key", "Name", "Standing", "Members", "In the chair")
    chairs = [listed([p.name for p in facts.chairs], "and") for facts in found]
    table(
        "Bodies",
        columns,
        [
            (r["ref"], r["key"], r["name"], r["standing"], r["members"], who)
            for r, who in zip(rows, chairs, strict=True)
        ],
    )


@app.command()
def show(
    body: Key,
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show who sits on a body on a day, what is vacant, and what its quorum asks."""
    from governance.application.bodies.queries import show_body

    with looking_desk(partnership, actor, now) as desk:
        view = show_body(desk, body=body, on=optional_day(on, "--on"))
    if as_json:
        emit_json(_plain(view))
        return
    facts = view.facts
    print(f"{facts.title} ({facts.key}, {facts.row.ref}), {facts.row.standing}")
    print(f"As of {day(facts.on)}.")
    chair = listed([p.name for p in facts.chairs], "and")
    print(f"In the chair: {chair or 'nobody'}.")
    if facts.vices:
        print(f"Vice: {listed([p.name for p in facts.vices], 'and')}.")
    if view.terms is not None:
        governs = {"key": view.terms.key, "number": view.terms.number, "ref": view.terms.ref}
        print(words.say("bodies.terms", {**governs, "since": view.terms.effective_from}))
    print(_quorum(view.quorum) if view.quorum is not None else words.say("bodies.no_terms", {}))
    table("Seats", ("Seat", "Who", "Member", "Until", "Substitutes"), _seat_rows(view))
    for finding in view.findings:
        told = words.say(finding.code, finding.params)
        print(told[:1].upper() + told[1:])


def _seat_rows(view: BodyView) -> Sequence[tuple[str | None, ...]]:
    rows = []
    for seat in view.seats:
        held = seat.appointment
        rows.append(
            (
                seat.key,
                seat.title if seat.voting else f"{seat.title} (no vote)",
                held.person.name if held else "vacant",
                day(held.end) if held and held.end else None,
                ", ".join(p.name for p in held.substitutes) if held else None,
            )
        )
    return rows


def _quorum(quorum: QuorumView) -> str:
    if quorum.share is None:
        told = words.say("bodies.quorum_members", {"members": quorum.needed})
    else:
        part, whole = quorum.share
        params = {"part": part, "whole": whole, "members": quorum.needed}
        told = words.say(quorum.share_code, params)
    minima = [
        words.say("bodies.quorum_minimum", {"members": members, "who": who})
        for members, who in quorum.minima
    ]
    return f"Quorum: {'; '.join([told, *minima])}."


def _plain(view: BodyView) -> dict[str, object]:
    facts = view.facts
    return {
        "ref": facts.row.ref,
        "key": facts.key,
        "name": facts.title,
        "standing": facts.row.standing,
        "on": facts.on,
        "terms": facts.terms.key if facts.terms else None,
        "terms_version": view.terms.ref if view.terms is not None else None,
        "chairs": [person.key for person in facts.chairs],
        "vices": [person.key for person in facts.vices],
        "seats": [seat.plain() for seat in view.seats],
        "vacant": [seat.key for seat in view.vacant],
        "quorum": {"needed": view.quorum.needed, "words": _quorum(view.quorum)}
        if view.quorum
        else None,
        "findings": [
            {
                "code": finding.code,
                "serious": finding.serious,
                "words": words.say(finding.code, finding.params),
                "remedy": words.remedy(finding.code, finding.params),
            }
            for finding in view.findings
        ],
    }

"""The commands of `vires meeting` for the day itself and its minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance.interfaces.cli.meeting import Perhaps, Reason, Ref, Seen, act, app
from governance.interfaces.cli.meeting_page import print_quorum
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk, optional_day
from governance.interfaces.cli.output import AsJson, emit_json, say

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk

People = Annotated[list[str], typer.Argument(metavar="PERSON…", help="Keys of people.")]


@app.command()
def attend(
    ref: Ref,
    people: People,
    substitute_for: Annotated[
        str | None, typer.Option("--for", metavar="MEMBER", help="Whose named substitute this is.")
    ] = None,
    seat: Annotated[
        str | None, typer.Option("--seat", help="Which seat, of somebody with several.")
    ] = None,
    observer: Annotated[
        bool, typer.Option("--observer", help="There without a seat: presents or observes.")
    ] = False,
    apologies: Annotated[
        bool, typer.Option("--apologies", help="Not there, and has sent apologies.")
    ] = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record who is there; all of them, or nobody where one may not sit."""
    from governance.application.meetings import acts
    from governance.application.meetings.queries import quorum_now

    receipts = []
    with acting_desk(partnership, actor, now) as desk:
        for person in people:
            if apologies:
                receipts.append(acts.send_apologies(desk, ref, person=person))
            elif observer:
                receipts.append(acts.in_attendance(desk, ref, person=person))
            else:
                receipts.append(
                    acts.attend(desk, ref, person=person, substitute_for=substitute_for, seat=seat)
                )
        row = desk.row("meeting", ref)
        quorum = quorum_now(desk, row)
    if as_json:
        met = None if quorum is None else quorum.met
        emit_json({"receipts": [r.plain() for r in receipts], "quorate": met})
        return
    kind = "excused" if apologies else "observes" if observer else "attends"
    for person in people:
        say(f"done.meeting_{kind}", person=person, ref=row.ref)
    print_quorum(quorum)


@app.command()
def leave(
    ref: Ref,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="The key of whoever left.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that somebody left."""
    from governance.application.meetings.acts import leave_meeting
    from governance.application.meetings.queries import quorum_now

    with acting_desk(partnership, actor, now) as desk:
        receipt = leave_meeting(desk, ref, person=person)
        row = desk.by_id("meeting", receipt.id)
        quorum = quorum_now(desk, row)
    if as_json:
        emit_json(receipt.plain() | {"quorate": None if quorum is None else quorum.met})
        return
    say("done.meeting_left", person=person, ref=row.ref)
    print_quorum(quorum)


@app.command()
def hold(
    ref: Ref,
    presiding: Annotated[
        str | None,
        typer.Option("--presiding", metavar="PERSON", help="Whom those present elected."),
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open it, once a quorum is there."""
    from governance.application.meetings.acts import hold as open_it

    with acting_desk(partnership, actor, now) as desk:
        receipt = open_it(desk, ref, presiding=presiding, seen=seen)
        name = _presiding(desk, receipt)
    _told(receipt, "done.meeting_held", name, as_json=as_json)


@app.command()
def preside(
    ref: Ref,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who takes the chair.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let another member take the chair while it sits."""
    from governance.application.meetings.acts import preside as take_chair

    with acting_desk(partnership, actor, now) as desk:
        receipt = take_chair(desk, ref, person=person)
        name = _presiding(desk, receipt)
    _told(receipt, "done.meeting_presides", name, as_json=as_json)


def _presiding(desk: Desk, receipt: Receipt) -> str:
    from governance.application.people.queries import names

    presiding = desk.by_id("meeting", receipt.id).presiding_id
    return names(desk, [presiding])[presiding]


def _told(receipt: Receipt, code: str, name: str, *, as_json: bool) -> None:
    if as_json:
        emit_json(receipt.plain() | {"presiding": name})
    else:
        say(code, ref=receipt.ref, name=name)


@app.command()
def adjourn(
    ref: Ref,
    reason: Reason,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="To go on that day; today otherwise.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Break off, to go on later."""
    from governance.application.meetings.acts import adjourn as break_off

    day = optional_day(to, "--to")

    def do(desk: Desk) -> Receipt:
        return break_off(desk, ref, reason=reason, to=day, seen=seen)

    act(
        do,
        "done.meeting_adjourned",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def resume(
    ref: Ref,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Go on as the same meeting."""
    from governance.application.meetings.acts import resume as go_on

    def do(desk: Desk) -> Receipt:
        return go_on(desk, ref, seen=seen)

    act(
        do,
        "done.meeting_resumed",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def inquorate(
    ref: Ref,
    informal: Annotated[
        bool, typer.Option("--informal", help="Go on without deciding; items are carried over.")
    ] = False,
    reason: Perhaps = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Find that too few are there; with --informal, go on without deciding."""
    from governance.application.meetings.acts import find_inquorate, go_on_informally

    def do(desk: Desk) -> Receipt:
        row = desk.row("meeting", ref, seen=seen)
        if not informal:
            return find_inquorate(desk, ref)
        if row.state != "inquorate":
            find_inquorate(desk, ref)
        return go_on_informally(desk, ref, reason=reason)

    act(
        do,
        "done.meeting_informal" if informal else "done.meeting_inquorate",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def private(
    ref: Ref,
    items: Annotated[list[int], typer.Argument(metavar="ITEM…", help="Numbers on its agenda.")],
    ground: Annotated[
        str, typer.Option("--ground", help="A paragraph of Schedule 12A, or confidential.")
    ],
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that it takes items in private, and on what ground."""
    from governance.application.meetings.acts import exclude_public

    def do(desk: Desk) -> Receipt:
        return exclude_public(desk, ref, items=items, ground=ground, reason=reason, seen=seen)

    act(
        do,
        "done.meeting_in_private",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def note(
    ref: Ref,
    place: Annotated[int, typer.Argument(metavar="ITEM", help="Its number on the agenda.")],
    text: Annotated[str, typer.Option("--text", help="What is minuted of it.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Minute an item without a report as noted; done again, it replaces what was minuted."""
    from governance.application.meetings.acts import minute_item

    def do(desk: Desk) -> Receipt:
        return minute_item(desk, ref, place=place, text=text, seen=seen)

    act(
        do,
        "done.meeting_item_minuted",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
        meeting=ref,
        place=place,
    )


@app.command()
def minutes(
    ref: Ref,
    note: Annotated[str, typer.Option("--note", help="What else is to stand in them.")] = "",
    read: Annotated[
        bool, typer.Option("--read", help="Read what is drafted; write nothing.")
    ] = False,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Draft its minutes from what is on the record, and print them."""
    from governance.application.meetings.acts import draft_minutes

    if read:
        with looking_desk(partnership) as desk:
            text = desk.row("meeting", ref).minutes
        if as_json:
            emit_json({"ref": ref, "minutes": text})
        elif text is None:
            say("meeting.no_minutes", ref=ref)
        else:
            print(text, end="")
        return
    with acting_desk(partnership, actor, now) as desk:
        receipt = draft_minutes(desk, ref, note=note, seen=seen)
        text = desk.by_id("meeting", receipt.id).minutes
    if as_json:
        emit_json(receipt.plain() | {"minutes": text})
    else:
        print(text)
        say("done.meeting_minutes", ref=receipt.ref)


@app.command()
def sign(
    ref: Ref,
    at: Annotated[str, typer.Option("--at", metavar="MEETING", help="Where they are signed.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Sign its minutes at a later ordinary meeting of the body."""
    from governance.application.meetings.acts import sign_minutes

    def do(desk: Desk) -> Receipt:
        return sign_minutes(desk, ref, at=at, seen=seen)

    act(
        do,
        "done.meeting_signed",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
        at=at.upper(),
    )

"""`vires meeting`: from its plan over its agenda and the day itself to signed minutes.

What is done on the day stands in `meeting_day`. A report is put on an agenda, and decided, by
`vires proposal`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from governance import words
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    day,
    hour,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table
from governance.words import format as formats

if TYPE_CHECKING:
    import datetime as dt

    from governance.application.change import Receipt
    from governance.application.desk import Desk

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="MEETING", help="The meeting, such as M-0001.")]
Seen = Annotated[
    int | None,
    typer.Option("--seen", metavar="VERSION", help="Refuse if it changed since this version."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
Perhaps = Annotated[str, typer.Option("--reason", help="Why, where that is asked for.")]
Hour = Annotated[
    str | None, typer.Option("--at", metavar="HH:MM", help="When it begins, on that day.")
]
Place = Annotated[str | None, typer.Option("--place", help="Where it meets.")]


def act(
    do: Callable[[Desk], Receipt],
    code: str,
    *,
    partnership: str | None,
    actor: str | None,
    now: str | None,
    as_json: bool,
    **params: Any,
) -> None:
    """Do one act on a meeting, say what was done, and what about it is irregular."""
    with acting_desk(partnership, actor, now) as desk:
        before = _flags(desk, params.get("meeting"))
        receipt = do(desk)
        row = desk.by_id("meeting", receipt.id)
        body = desk.by_id("body", row.body_id)
    if as_json:
        emit_json(
            receipt.plain() | {"state": row.state, "version": row.version, "flags": row.flags}
        )
        return
    done(receipt, code, as_json=False, **{"on": row.on_day, "body": body.name, **params})
    for flag in row.flags[before:]:
        say("done.meeting_irregular", said=words.say(flag["code"], flag["params"]))


def _flags(desk: Desk, meeting: str | None) -> int:
    return len(desk.row("meeting", meeting).flags) if meeting is not None else 0


@app.command()
def plan(
    body: Annotated[str, typer.Argument(metavar="BODY", help="Its key, such as trust-board.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day.")],
    at: Hour = None,
    place: Annotated[str, typer.Option("--place", help="Where it meets.")] = "",
    extraordinary: Annotated[
        bool, typer.Option("--extraordinary", help="Not one of its ordinary meetings.")
    ] = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put a meeting into a body's calendar."""
    from governance.application.meetings.acts import plan as put

    that, starts = day(on, "--on"), hour(at, "--at")

    def do(desk: Desk) -> Receipt:
        return put(desk, body=body, on=that, starts=starts, place=place, ordinary=not extraordinary)

    act(
        do,
        "done.meeting_planned",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def record(
    reason: Reason,
    body: Annotated[str, typer.Option("--body", metavar="KEY", help="Whose meeting.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; today otherwise.")
    ] = None,
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="REF", help="One that was planned.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a meeting that was held without Vires."""
    from governance.application.meetings.acts import record_held

    that = optional_day(on, "--on")

    def do(desk: Desk) -> Receipt:
        return record_held(desk, reason=reason, meeting=meeting, body=body, on=that)

    act(
        do,
        "done.meeting_recorded",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command("list")
def list_(
    body: Annotated[str | None, typer.Option("--body", metavar="KEY", help="Whose.")] = None,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; all otherwise.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Last day; all otherwise.")
    ] = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List meetings by day."""
    from governance.application.meetings.queries import meetings

    first, last = optional_day(since, "--from"), optional_day(until, "--to")
    with looking_desk(partnership) as desk:
        rows = meetings(desk, body=body, from_day=first, to_day=last)
        zone = ZoneInfo(desk.partnership.timezone)
    if as_json:
        emit_json(
            [
                {
                    "ref": row.ref,
                    "body": row.body,
                    "on": row.on_day,
                    "starts_at": row.starts_at.isoformat() if row.starts_at else None,
                    "place": row.place,
                    "state": row.state,
                    "ordinary": row.ordinary,
                }
                for row in rows
            ]
        )
        return
    shown = [
        (
            r.ref,
            r.body_name,
            formats.weekday(r.on_day),
            clock(r.starts_at, zone),
            r.place,
            spoken(r.state),
        )
        for r in rows
    ]
    table("Meetings", ("Meeting", "Body", "Day", "Hour", "Place", "State"), shown)


@app.command()
def show(ref: Ref, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a meeting: its agenda, who is there, whether it is quorate."""
    from governance.application.meetings.queries import meeting_view
    from governance.interfaces.cli.meeting_page import plain, print_meeting

    with looking_desk(partnership, now=now) as desk:
        view = meeting_view(desk, ref)
        zone = ZoneInfo(desk.partnership.timezone)
    if as_json:
        emit_json(plain(view))
    else:
        print_meeting(view, zone)


@app.command()
def move(
    ref: Ref,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The new day.")],
    reason: Reason,
    at: Hour = None,
    place: Place = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Move it to another day, before its agenda is published."""
    from governance.application.meetings.acts import change_day

    that, starts = day(on, "--on"), hour(at, "--at")

    def do(desk: Desk) -> Receipt:
        return change_day(desk, ref, on=that, reason=reason, starts=starts, place=place, seen=seen)

    act(
        do,
        "done.meeting_moved",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def call(
    ref: Ref,
    at: Hour = None,
    place: Place = None,
    reason: Perhaps = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Summon the members."""
    from governance.application.meetings.acts import call as summon

    starts = hour(at, "--at")

    def do(desk: Desk) -> Receipt:
        return summon(desk, ref, starts=starts, place=place, reason=reason, seen=seen)

    act(
        do,
        "done.meeting_called",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
        meeting=ref,
    )


@app.command()
def publish(
    ref: Ref,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="When that was done; today otherwise."),
    ] = None,
    reason: Perhaps = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Publish its agenda and reports; later than allowed, the proper officer, with a reason."""
    from governance.application.meetings.acts import publish as put_out

    that = optional_day(on, "--on")

    def do(desk: Desk) -> Receipt:
        return put_out(desk, ref, on=that, reason=reason, seen=seen)

    with_day = {} if that is None else {"on": that}
    act(
        do,
        "done.meeting_published" if with_day else "done.meeting_published_now",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
        meeting=ref,
        **with_day,
    )


@app.command()
def supplement(
    ref: Ref,
    reason: Perhaps = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Publish what was added after its agenda."""
    from governance.application.meetings.acts import supplement as add_to

    def do(desk: Desk) -> Receipt:
        return add_to(desk, ref, reason=reason, seen=seen)

    act(
        do,
        "done.meeting_supplemented",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def item(
    ref: Ref,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What the item is called.")],
    urgent: Annotated[
        str | None, typer.Option("--urgent", help="Why the chair takes it as urgent.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put an item without a report on its agenda; a report is put there by “vires proposal”."""
    from governance.application.meetings.acts import add_item

    def do(desk: Desk) -> Receipt:
        return add_item(desk, ref, title=title, late_reason=urgent, seen=seen)

    act(
        do,
        "done.meeting_item_added",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
        title=title.strip(),
    )


@app.command("carry-over")
def carry_over(
    ref: Ref,
    reason: Reason,
    to: Annotated[
        str | None, typer.Option("--to", metavar="MEETING", help="The meeting that takes them.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take everything still listed off its agenda, and put it on another."""
    from governance.application.meetings.acts import carry_over as take_over

    with acting_desk(partnership, actor, now) as desk:
        receipts = take_over(desk, ref, reason=reason, to=to, seen=seen)
        row = desk.row("meeting", ref)
    if as_json:
        emit_json([receipt.plain() for receipt in receipts])
    else:
        say("done.meeting_carried_over", ref=row.ref)


@app.command()
def cancel(
    ref: Ref,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Call it off; what is listed is carried over."""
    from governance.application.meetings.acts import cancel as call_off

    def do(desk: Desk) -> Receipt:
        return call_off(desk, ref, reason=reason, seen=seen)

    act(
        do,
        "done.meeting_cancelled",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


def clock(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    """The hour of a moment on the partnership's wall; empty for None."""
    return "" if moment is None else f"{moment.astimezone(zone):%H:%M}"


def spoken(state: str) -> str:
    """A state in words."""
    return state.replace("_", " ")


from governance.interfaces.cli import meeting_day, meeting_exceptions  # noqa: E402  # add to the app

__all__ = ["app", "meeting_day", "meeting_exceptions"]

"""The commands of `vires meeting` for what is escalated to a body: items proposed, and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance import words
from governance.interfaces.cli.meeting import Reason, app
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table
from governance.words import format as formats

if TYPE_CHECKING:
    from governance.application.escalations.items import Proposed

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="As listed, such as C-0001/executive-board.")
]


@app.command("proposed")
def proposed_items(
    body: Annotated[str | None, typer.Option("--body", metavar="KEY", help="Whose.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also those that were answered, or are needless.")
    ] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the items that escalations propose for a body's agenda and that wait for an answer."""
    from governance.application.escalations.items import proposed

    with looking_desk(partnership, now=now) as desk:
        found = proposed(desk, body=body, everything=everything)
    if as_json:
        emit_json([one.plain() for one in found])
        return
    rows = [
        (one.name, one.row.body_name, one.row.title, formats.day(one.row.due_day), _state(one))
        for one in found
    ]
    columns = ("Item", "For", "Title", "Was due", "State")
    table("Proposed items", columns, rows, whole="Item")


def _state(one: Proposed) -> str:
    if one.row.state == "proposed" and not one.waits:
        return words.term("needless")
    return words.term(one.row.state)


@app.command()
def take(
    item: Item,
    meeting: Annotated[str, typer.Option("--meeting", metavar="REF", help="On whose agenda.")],
    urgent: Annotated[
        str | None,
        typer.Option("--urgent", metavar="REASON", help="Why the chair takes it as urgent."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put a proposed item on a meeting's agenda; its report with it, where one is ready."""
    from governance.application.escalations.items import take as put

    with acting_desk(partnership, actor, now) as desk:
        receipt = put(desk, item, meeting=meeting, late_reason=urgent)
    done(receipt, "done.item_taken", as_json=as_json, meeting=meeting)


@app.command()
def decline(
    item: Item,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record why a proposed item is not taken; the body sees who said so, and why."""
    from governance.application.escalations.items import decline as turn_down

    with acting_desk(partnership, actor, now) as desk:
        receipt = turn_down(desk, item, reason=reason)
    done(receipt, "done.item_declined", as_json=as_json)


@app.command()
def exceptions(
    name: Annotated[
        str, typer.Argument(metavar="MEETING", help="A meeting, or the key of a body.")
    ],
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show what a meeting was told is overdue, or what a body would be told now."""
    from governance.application.escalations.reports import told_to

    with looking_desk(partnership, now=now) as desk:
        body, meeting, lines = told_to(desk, name)
    if as_json:
        told = {"body": body.key, "meeting": meeting.ref if meeting is not None else None}
        emit_json(told | {"lines": lines})
        return
    if not lines:
        say("exceptions.none", body=body.name)
    elif meeting is not None:
        say("exceptions.were", body=body.name, meeting=meeting.ref)
    elif any(line["new"] for line in lines):
        say("exceptions.would_be", body=body.name)
    else:
        say("exceptions.again", body=body.name)
    for line in lines:
        print(f"- {line['words']}")

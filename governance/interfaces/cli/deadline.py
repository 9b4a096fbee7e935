"""`vires deadline`: what falls due, what is overdue; stop a clock, let it run, let it go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, table
from governance.words.format import day

if TYPE_CHECKING:
    from governance.application.deadlines.queries import DeadlineView

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Name = Annotated[
    str,
    typer.Argument(metavar="DEADLINE", help="As listed, such as R-0001/call_in_window."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]


@app.command("list")
def list_(
    subject: Annotated[
        str | None, typer.Option("--of", metavar="REF", help="Only those of this thing.")
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", help="Such as met; running and paused otherwise.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only what is due by this day.")
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List deadlines, the first due first."""
    from governance.application.deadlines.queries import deadlines

    last = optional_day(until, "--until")
    with looking_desk(partnership, None, now) as desk:
        found = deadlines(desk, subject=subject, state=state, overdue=overdue, until=last)
    if as_json:
        emit_json([view.plain() for view in found])
        return
    rows = [
        (v.name, words.term(v.row.kind), day(v.row.due_day), _state(v), _whose(v)) for v in found
    ]
    table("Deadlines", ("Deadline", "What", "Due", "State", "Whose"), rows, whole="Deadline")


@app.command()
def show(name: Name, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a deadline and how its day was counted."""
    from governance.application.deadlines.queries import deadline_named

    with looking_desk(partnership, None, now) as desk:
        found = deadline_named(desk, name)
    if as_json:
        emit_json(found.plain())
        return
    row = found.row
    print(f"{found.name}: {words.term(row.kind)}")
    print(f"Due {day(row.due_day)}; {_state(found)}; {_whose(found)}.")
    if row.trouble is not None:
        code, params = row.trouble["code"], row.trouble["params"]
        print(f"{words.say(code, params)}\n  {words.remedy(code, params)}")
    if row.working:
        table("The working", ("Day", "Counted", "Why"), [_step(step) for step in row.working])


@app.command()
def pause(
    name: Name,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Stop its clock and keep what remains."""
    from governance.application.deadlines.acts import pause as stop

    with acting_desk(partnership, actor, now) as desk:
        receipt = stop(desk, name, reason=reason)
    done(receipt, "done.deadline_paused", as_json=as_json, name=name)


@app.command()
def resume(
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="Why, if it matters.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let its clock run on; the day moves by as long as it stood."""
    from governance.application.deadlines.acts import resume as run_on
    from governance.application.deadlines.queries import deadline_named

    with acting_desk(partnership, actor, now) as desk:
        receipt = run_on(desk, name, reason=reason)
        due = deadline_named(desk, name).row.due_day
    done(receipt, "done.deadline_resumed", as_json=as_json, name=name, due=due)


@app.command()
def waive(
    name: Name,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let it go, for a reason."""
    from governance.application.deadlines.acts import waive as let_go

    with acting_desk(partnership, actor, now) as desk:
        receipt = let_go(desk, name, reason=reason)
    done(receipt, "done.deadline_waived", as_json=as_json, name=name)


@app.command()
def meet(
    name: Name,
    note: Annotated[str, typer.Option("--note", help="How it was done.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Note that what it waited for is done."""
    from governance.application.deadlines.acts import meet as note_met

    with acting_desk(partnership, actor, now) as desk:
        receipt = note_met(desk, name, note=note)
    done(receipt, "done.deadline_met", as_json=as_json, name=name)


def _state(view: DeadlineView) -> str:
    if view.row.trouble is not None:
        return words.term("deadline_in_trouble")
    return words.term("deadline_overdue") if view.overdue else str(view.row.state)


def _whose(view: DeadlineView) -> str:
    return (
        words.term("clock_does_it") if view.row.effect else words.term(view.row.owner or "people")
    )


def _step(step: dict[str, Any]) -> tuple[str, str, str]:
    """A day of the working, or a time at which the clock stood still."""
    if "day" in step:
        why = words.say(step["why"], {"name": step.get("name", "")})
        return day(step["day"]), words.term("yes" if step["counted"] else "no"), why.rstrip(": ")
    spell = f"{day(step['paused'])} – {day(step['resumed'])}"
    return spell, words.term("no"), words.term("clock_stood_still")

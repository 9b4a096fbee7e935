"""`vires deadline`: what falls due, what is overdue; stop a clock, extend it, let it go."""

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
from governance.interfaces.cli.options import (
    day as read_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table
from governance.words.format import day, weekday

if TYPE_CHECKING:
    from governance.application.deadlines.queries import DeadlineView, PromptView

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
        str | None,
        typer.Option("--state", help="Such as met, or all; running and paused otherwise."),
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Only what is due by this day.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many at the most.")] = 200,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List deadlines, the first due first."""
    from governance.application.deadlines.queries import deadlines

    last = optional_day(until, "--until")
    with looking_desk(partnership, None, now) as desk:
        found = deadlines(
            desk, subject=subject, state=state, overdue=overdue, until=last, most=most
        )
    if as_json:
        emit_json([view.plain() for view in found])
        return
    rows = [(f"{v.name}\n{v.title}", day(v.row.due_day), _state(v), _whose(v)) for v in found]
    table("Deadlines", ("Deadline", "Due", "State", "Whose"), rows, wide="Deadline")
    if len(found) == most:
        say("deadline.more", most=most)


@app.command()
def show(name: Name, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a deadline, its reminders and escalations, and how its day was counted."""
    from governance.application.deadlines.queries import deadline_named, prompts

    with looking_desk(partnership, None, now) as desk:
        found = deadline_named(desk, name)
        levels = prompts(desk, found)
    if as_json:
        emit_json(found.plain() | {"prompts": [one.plain() for one in levels]})
        return
    row = found.row
    print(f"{found.name}: {found.title}")
    print(f"Due {day(row.due_day)}; {_state(found)}; {_whose(found)}.")
    if row.trouble is not None:
        code, params = row.trouble["code"], row.trouble["params"]
        print(f"{words.say(code, params)}\n  {words.remedy(code, params)}")
    if (pause := found.pause) is not None:
        code = "stands_still_because" if pause.get("reason") else "stands_still"
        say(f"deadline.{code}", since=pause["paused"], reason=pause.get("reason"))
    if levels:
        rows = [
            (_level(one.key), _told(one), day(one.day) if one.day else "", _outcome(one))
            for one in levels
        ]
        table("Reminders and escalations", ("Level", "What", "Day", "State"), rows)
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
def extend(
    name: Name,
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The day it is due then.")],
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give it more time, as far as its escalation policy allows."""
    from governance.application.deadlines.extending import extend as give_time

    until = read_day(to, "--to")
    with acting_desk(partnership, actor, now) as desk:
        receipt = give_time(desk, name, to=until, reason=reason)
    done(receipt, "done.deadline_extended", as_json=as_json, name=name, due=until)


@app.command()
def retry(
    name: Name,
    level: Annotated[
        str | None,
        typer.Option("--level", help="Which, where several failed: such as after-5-working-days."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Do a reminder or an escalation after all that had failed for good."""
    from governance.application.deadlines.retrying import retry as do_after_all

    with acting_desk(partnership, actor, now) as desk:
        receipt = do_after_all(desk, name, level=level)
    done(receipt, "done.prompt_retried", as_json=as_json, name=name)


@app.command()
def plan(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as review.")],
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="The day it would be due.")],
    policy: Annotated[
        str | None,
        typer.Option("--policy", metavar="FILE", help="A text; otherwise what is in force."),
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show when each reminder and escalation of a deadline would come, before it is set."""
    from governance.application.deadlines.planned import planned
    from governance.interfaces.cli.rulebook_texts import read_text

    text = None if policy is None else read_text(policy)
    with looking_desk(partnership, None, now) as desk:
        found = planned(desk, kind, due=read_day(due, "--due"), text=text)
    if as_json:
        emit_json([one.plain() for one in found])
        return
    rows = [
        (_level(one.key), _told(one), weekday(one.day) if one.day else "", ", ".join(one.waits))
        for one in found
    ]
    table(words.term(kind), ("Level", "What", "Day", "Moved because of"), rows)


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
    if view.overdue:
        still = view.row.state == "paused"
        return words.term("deadline_overdue_paused" if still else "deadline_overdue")
    return words.term(view.row.state)


def _whose(view: DeadlineView) -> str:
    from governance.application.deadlines.effects import by_the_clock
    from governance.domain.messages.rendering import whom

    if by_the_clock(view.row.effect):
        return words.term("clock_does_it")
    return whom(view.row.owner) if view.row.owner else words.term("people")


def _level(key: str) -> str:
    from governance.domain.messages.rendering import level

    return level(key)


def _told(one: PromptView) -> str:
    """What a level brings about, in a line."""
    from governance.domain.messages.rendering import whom

    said = []
    for effect in one.effects:
        name = effect["effect"]
        told = {**effect, "to": whom(effect["to"])} if "to" in effect else effect
        known = f"prompt.{name}"
        said.append(words.say(known, told) if known in words.catalogue() else words.term(name))
    return "; ".join(said)


def _outcome(one: PromptView) -> str:
    said = words.term(f"prompt_{one.state}")
    if one.trouble is not None:
        said += f": {words.say(one.trouble['code'], one.trouble['params'])}"
    if one.done_at is not None and one.late:
        said += f", {words.term('prompt_late')} ({day(one.done_at.date())})"
    if one.waits:
        said += f"; {words.say('prompt.waits', {'periods': list(one.waits)})}"
    return said


def _step(step: dict[str, Any]) -> tuple[str, str, str]:
    """A day of the working, or a time at which the clock stood still."""
    if "day" in step:
        why = words.say(step["why"], {"name": "", **step})
        return day(step["day"]), words.term("yes" if step["counted"] else "no"), why.rstrip(": ")
    if "extended" in step:
        spell = f"{day(step['extended'])} – {day(step['until'])}"
        return spell, words.term("no"), words.term("deadline_was_extended")
    spell = f"{day(step['paused'])} –"
    if "resumed" in step:
        spell += f" {day(step['resumed'])}"
    why = words.term("clock_stood_still")
    if step.get("reason"):
        why += f": {step['reason']}"
    return spell, words.term("no"), why

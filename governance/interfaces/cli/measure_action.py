"""The commands of `vires measure` for what is done about a red: recorded, moved, done."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.measure import Ref, app
from governance.interfaces.cli.options import As, In, Now, acting_desk, day, optional_day
from governance.interfaces.cli.output import AsJson, done

_Number = Annotated[int, typer.Argument(metavar="ACTION", help="Its number, such as 1.")]
_Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]


@app.command()
def action(
    ref: Ref,
    what: Annotated[str, typer.Option("--what", help="What is done.")],
    officer: Annotated[str, typer.Option("--officer", metavar="PERSON", help="Who does it.")],
    due: Annotated[str, typer.Option("--due", metavar="DATE", help="By when.")],
    period: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help="The latest otherwise.")
    ] = None,
    done_on: Annotated[
        str | None, typer.Option("--done-on", metavar="DATE", help="Where it is done already.")
    ] = None,
    outcome: Annotated[str, typer.Option("--outcome", help="What came of it then.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record what is done about a measure; that answers what a red demands."""
    from governance.application.performance.actions import record_action
    from governance.application.performance.finding import actions

    by, already = day(due, "--due"), optional_day(done_on, "--done-on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = record_action(
            desk,
            measure=ref,
            what=what,
            officer=officer,
            due=by,
            period=period,
            done_on=already,
            outcome=outcome,
        )
        number = actions(desk, receipt.id)[-1].number
    told = {"number": number, "officer": officer, "due": by}
    done(receipt, "done.action_recorded", as_json=as_json, **told)


@app.command("done")
def done_(
    ref: Ref,
    number: _Number,
    outcome: Annotated[str, typer.Option("--outcome", help="What came of it.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When; today otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that an action is done, and what came of it."""
    from governance.application.performance.actions import action_done

    when = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = action_done(desk, measure=ref, number=number, outcome=outcome, on=when)
    done(receipt, "done.action_done", as_json=as_json, number=number)


@app.command("give-up")
def give_up(
    ref: Ref,
    number: _Number,
    reason: _Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give an action up; what a red demands is asked for again."""
    from governance.application.performance.actions import give_up as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, measure=ref, number=number, reason=reason)
    done(receipt, "done.action_given_up", as_json=as_json, number=number)


@app.command("put-off")
def put_off(
    ref: Ref,
    number: _Number,
    reason: _Reason,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The other day.")] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="PERSON", help="The other officer.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give an action another day or another officer."""
    from governance.application.performance.actions import put_off as act
    from governance.application.performance.finding import actions

    later = optional_day(to, "--to")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, measure=ref, number=number, reason=reason, to=later, officer=officer)
        one = next(a for a in actions(desk, receipt.id) if a.number == number)
        who = desk.by_id("person", one.officer_id).key
    told = {"number": number, "officer": who, "due": one.due_on}
    done(receipt, "done.action_moved", as_json=as_json, **told)

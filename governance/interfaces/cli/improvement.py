"""`vires improvement`: support and challenge; raise a plan, agree it, act, judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance import words
from governance.interfaces.cli.improvement_page import page, plain, plan_table
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    day,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say

if TYPE_CHECKING:
    from governance.application.desk import Desk

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_Plan = Annotated[str, typer.Argument(metavar="PLAN", help="Its reference, such as I-0001.")]
_Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
_Title = Annotated[str | None, typer.Option("--title", help="The commission’s otherwise.")]
_Wanted = Annotated[
    str | None, typer.Option("--wanted", help="What has to be so for it to be met.")
]
_Officer = Annotated[
    str | None, typer.Option("--officer", metavar="PERSON", help="Who carries it out.")
]
_Due = Annotated[str | None, typer.Option("--due", metavar="DATE", help="By when it is to be met.")]
_Finding = Annotated[str, typer.Option("--finding", help="What is so now, and how that is known.")]


@app.command("raise")
def raise_(
    commission: Annotated[
        str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")
    ],
    title: _Title = None,
    wanted: _Wanted = None,
    officer: _Officer = None,
    due: _Due = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="The case it belongs to.")
    ] = None,
    review: Annotated[
        str | None,
        typer.Option("--review", metavar="REVIEW", help="The review that found it wanting."),
    ] = None,
    beside: Annotated[
        bool, typer.Option("--beside", help="Although another plan is open.")
    ] = False,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Propose support and challenge for a commission."""
    from governance.application.improvement.acts import raise_plan

    on = optional_day(due, "--due")
    with acting_desk(partnership, actor, now) as desk:
        receipt = raise_plan(
            desk,
            commission=commission,
            title=title or "",
            wanted=wanted or "",
            officer=officer,
            due=on,
            case=case,
            review=review,
            beside=beside,
            seen=seen,
        )
        about = desk.row("commission", commission).ref
    done(receipt, "done.improvement_raised", as_json=as_json, commission=about)


@app.command()
def agree(
    plan: _Plan,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Agree a plan: its officer is told and its days are watched."""
    from governance.application.improvement.acts import agree as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, plan, seen=seen)
        due = desk.row("improvement_plan", receipt.ref).due_on
    done(receipt, "done.improvement_agreed", as_json=as_json, due=due)


@app.command()
def change(
    plan: _Plan,
    title: _Title = None,
    wanted: _Wanted = None,
    officer: _Officer = None,
    due: _Due = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; wanted once it is agreed.")] = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Change what a plan says; its deadline follows."""
    from governance.application.improvement.acts import change as act

    on = optional_day(due, "--due")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            plan,
            title=title,
            wanted=wanted,
            officer=officer,
            due=on,
            reason=reason,
            seen=seen,
        )
    done(receipt, "done.improvement_changed", as_json=as_json)


@app.command()
def action(
    plan: _Plan,
    what: Annotated[str, typer.Option("--what", help="What is to be done.")],
    officer: Annotated[str, typer.Option("--officer", metavar="PERSON", help="Who does it.")],
    by: Annotated[str, typer.Option("--by", metavar="DATE", help="By when.")],
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add an action to a plan."""
    from governance.application.improvement.actions import add_action

    on = day(by, "--by")
    with acting_desk(partnership, actor, now) as desk:
        receipt, number = add_action(desk, plan, what=what, officer=officer, by=on, seen=seen)
    done(receipt, "done.improvement_action", as_json=as_json, number=number, due=on)


@app.command("done")
def done_(
    plan: _Plan,
    number: Annotated[int, typer.Argument(metavar="ACTION", help="Its number in the plan.")],
    outcome: Annotated[str, typer.Option("--outcome", help="What came of it.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; today otherwise.")
    ] = None,
    given_up: Annotated[
        bool, typer.Option("--given-up", help="It is given up; the outcome says why.")
    ] = False,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that an action is done, or given up."""
    from governance.application.improvement.actions import settle_action

    day_done = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = settle_action(
            desk,
            plan,
            number,
            outcome=outcome,
            done_on=day_done,
            given_up=given_up,
            seen=seen,
        )
    done(receipt, "done.improvement_action_settled", as_json=as_json, number=number)


@app.command()
def meet(
    plan: _Plan,
    finding: _Finding,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Find a plan met."""
    from governance.application.improvement.judging import meet as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, plan, finding=finding, seen=seen)
        case = _case_of(desk, receipt.ref)
    done(receipt, "done.improvement_met", as_json=as_json)
    if case is not None and not as_json:
        say("improvement.case_is_now", **case)


@app.command()
def fail(
    plan: _Plan,
    finding: _Finding,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Find a plan failed."""
    from governance.application.improvement.judging import fail as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, plan, finding=finding, seen=seen)
        case = _case_of(desk, receipt.ref)
    done(receipt, "done.improvement_failed", as_json=as_json)
    if as_json:
        return
    if case is not None:
        say("improvement.case_is_now", **case)
    else:
        say("improvement.failed_opens")


@app.command()
def withdraw(
    plan: _Plan,
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")],
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw a plan that nobody wants any more."""
    from governance.application.improvement.acts import withdraw as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, plan, reason=reason, seen=seen)
    done(receipt, "done.improvement_withdrawn", as_json=as_json)


@app.command("list")
def list_(
    commission: Annotated[
        str | None, typer.Option("--commission", help="All of this commission, the old ones too.")
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those past their day.")] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the improvement plans that are open, the first due first."""
    from governance.application.improvement.queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, commission=commission, overdue=overdue)
    if as_json:
        emit_json(rows)
    else:
        plan_table("Improvement plans", rows)


@app.command()
def show(plan: _Plan, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a plan: its actions, its days, what came of it."""
    from governance.application.improvement.queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, plan)
    if as_json:
        emit_json(plain(found))
    else:
        page(found)


def _case_of(desk: Desk, ref: str) -> dict[str, str] | None:
    """The case that a plan belongs to and where it stands now; None where there is none."""
    case = desk.by_id("decommissioning_case", desk.row("improvement_plan", ref).case_id)
    return None if case is None else {"case": case.ref, "state": words.term(case.state)}

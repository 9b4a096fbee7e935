"""`vires decommission`, after the decision: notice, transition, closure, evaluation."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from governance.interfaces.cli.decommission_common import (
    Case,
    Reason,
    Seen,
    case_done,
    pence_of,
    told,
    written,
)
from governance.interfaces.cli.options import As, In, Now, acting_desk, optional_day
from governance.interfaces.cli.output import AsJson, done


def _number(name: str, told: str) -> Any:
    return typer.Option(f"--{name}", metavar="N", help=f"Children: {told}")


def add_to(app: typer.Typer) -> None:
    """Add these commands to those of `vires decommission`."""
    for name, command in (
        ("notice", notice),
        ("withdraw-notice", withdraw_notice),
        ("transition", transition),
        ("count", count),
        ("begin", begin),
        ("halt", halt),
        ("resume", resume),
        ("replace", replace),
        ("close", close),
        ("record-closure", record_closure),
        ("evaluate", evaluate),
        ("undo", undo),
    ):
        app.command(name)(command)


def notice(
    case: Case,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="DATE", help="The day on which it ends.")
    ] = None,
    given: Annotated[
        str | None,
        typer.Option("--given", metavar="DATE", help="When providers were told; today otherwise."),
    ] = None,
    short: Annotated[
        str, typer.Option("--short-because", metavar="REASON", help="Why it is sooner.")
    ] = "",
    terms: Annotated[str, typer.Option("--terms", help="What the agreements say of notice.")] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give notice to the commission and its agreements."""
    from governance.application.decommissioning.noticing import give_notice

    last, on = optional_day(ends, "--ends"), optional_day(given, "--given")
    with acting_desk(partnership, actor, now) as desk:
        receipt = give_notice(
            desk, case, ends=last, given_on=on, short=short, terms=terms, seen=seen
        )
    done(receipt, "done.decommission_noticed", as_json=as_json, ends=last)


def withdraw_notice(
    case: Case,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take the notice back; the decision stands."""
    from governance.application.decommissioning.noticing import withdraw_notice as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


def transition(
    case: Case,
    staff: Annotated[
        str | None, typer.Option("--staff", help="What happens to staff (TUPE).")
    ] = None,
    premises: Annotated[
        str | None, typer.Option("--premises", help="What happens to premises and leases.")
    ] = None,
    contingency: Annotated[
        str | None, typer.Option("--contingency", help="What is done if it goes wrong.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write down staff, premises and contingency."""
    from governance.application.decommissioning.transition import plan

    with acting_desk(partnership, actor, now) as desk:
        receipt = plan(
            desk, case, staff=staff, premises=premises, contingency=contingency, seen=seen
        )
    written(receipt, as_json=as_json)


def count(
    case: Case,
    cases: Annotated[
        int, typer.Option("--cases", metavar="N", help="Children whose cases have to move.")
    ],
    moved: Annotated[int, typer.Option("--moved", metavar="N", help="Of them, those moved.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; today otherwise.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Count the children’s cases that are moved."""
    from governance.application.decommissioning.transition import count as act

    when = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, cases=cases, moved=moved, on=when, seen=seen)
        day = when or desk.today
    done(receipt, "done.decommission_counted", as_json=as_json, cases=cases, moved=moved, on=day)


def begin(
    case: Case,
    reason: Annotated[
        str, typer.Option("--reason", help="Why there is nobody to give notice to.")
    ] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Begin the transition."""
    from governance.application.decommissioning.transition import begin as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


def halt(
    case: Case,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Stop the transition as unsafe; its clocks stand still."""
    from governance.application.decommissioning.transition import halt as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


def resume(
    case: Case,
    reason: Reason,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="DATE", help="The new end, where it is known.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Go on with the transition; say what makes it safe again."""
    from governance.application.decommissioning.transition import resume as act

    last = optional_day(ends, "--ends")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, ends=last, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


def replace(
    case: Case,
    by: Annotated[
        str | None, typer.Option("--by", metavar="COMMISSION", help="The one that follows.")
    ] = None,
    none_because: Annotated[
        str, typer.Option("--none-because", metavar="REASON", help="Why nothing follows.")
    ] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Name the commission that follows, or why none does."""
    from governance.application.decommissioning.transition import replace_by

    with acting_desk(partnership, actor, now) as desk:
        receipt = replace_by(desk, case, commission=by, none_because=none_because, seen=seen)
    written(receipt, as_json=as_json)


def close(
    case: Case,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Close the case, and its commission with it."""
    from governance.application.deadlines.settling import live
    from governance.application.decommissioning.ending import close as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, seen=seen)
        due = live(desk, receipt.id)[0].due_day
    done(receipt, "done.decommission_closed", as_json=as_json, due=due)


def record_closure(
    case: Case,
    reason: Reason,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day; today otherwise.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that it ended outside Vires; flagged."""
    from governance.application.deadlines.settling import live
    from governance.application.decommissioning.ending import record_closure as act

    when = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, on=when, seen=seen)
        due = live(desk, receipt.id)[0].due_day
    done(receipt, "done.decommission_closed", as_json=as_json, due=due)


def evaluate(
    case: Case,
    improvement: Annotated[
        str, typer.Option("--improvement", help="Whether it brought the improvement.")
    ] = "",
    saved: Annotated[
        str | None, typer.Option("--saved", metavar="AMOUNT", help="Saved in a year, in pounds.")
    ] = None,
    learned: Annotated[str, typer.Option("--learned", help="What was learned.")] = "",
    settled: Annotated[int | None, _number("settled", "settled where they were moved to.")] = None,
    moved_again: Annotated[int | None, _number("moved-again", "moved again since.")] = None,
    left: Annotated[int | None, _number("left", "left services since.")] = None,
    unknown: Annotated[int | None, _number("unknown", "of whom nothing is known.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why before a year has passed.")] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say, a year later, what came of it."""
    from governance.application.decommissioning.ending import evaluate as act

    counted = {"settled": settled, "moved_again": moved_again, "left": left, "unknown": unknown}
    given = {name: number for name, number in counted.items() if number is not None}
    amount = pence_of(saved)
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            case,
            improvement=improvement,
            saved=amount,
            learned=learned,
            children=given or None,
            reason=reason,
            seen=seen,
        )
    done(receipt, "done.decommission_evaluated", as_json=as_json)


def undo(
    case: Case,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Go back to the options; the decision is undone."""
    from governance.application.decommissioning.ending import undo as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)

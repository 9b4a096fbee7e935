"""`vires proposal`: a report from its first draft to a decision in effect.

People call a proposal the report; its reference begins with R. Every act says in one sentence
what it did; with `--json` it gives the receipt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, emit_json, table
from governance.interfaces.cli.proposal_common import Reason, Ref, Seen, act, app, pairs
from governance.interfaces.cli.proposal_page import print_page, spoken
from governance.words.format import money

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk

Answers = Annotated[
    list[str] | None,
    typer.Option("--answer", metavar="INPUT=VALUE", help="An input of the scheme; repeatable."),
]
Details = Annotated[
    list[str] | None,
    typer.Option("--detail", metavar="NAME=VALUE", help="What takes effect; repeatable."),
]
Value = Annotated[str | None, typer.Option("--value", metavar="POUNDS", help="The sum asked for.")]
Due = Annotated[str | None, typer.Option("--due", metavar="DATE", help="When the decision is due.")]

AMOUNTS = frozenset({"ceiling", "whole_life_value"})
"""Details that are amounts."""
LISTS = frozenset({"kinds", "consultees"})
"""Details that are lists, separated by commas."""


def details_of(given: list[str] | None) -> dict[str, Any]:
    """Details as the register keeps them: amounts in pence, lists split at commas."""
    from governance.domain.money import pence

    found: dict[str, Any] = {}
    for name, value in pairs(given, "--detail").items():
        if name in AMOUNTS:
            found[name] = pence(value)
        elif name in LISTS:
            found[name] = [part.strip() for part in value.split(",") if part.strip()]
        elif name.endswith(("_on", "_from")):
            day = optional_day(value, f"--detail {name}")
            found[name] = day.isoformat() if day is not None else None
        else:
            found[name] = value
    return found


def pence_of(text: str | None) -> int | None:
    """An amount given to an option, in pence."""
    from governance.domain.money import pence

    return None if text is None else pence(text)


@app.command()
def draft(
    kind: Annotated[str, typer.Argument(help="What it asks for, such as award or adopt.")],
    title: Annotated[str, typer.Option("--title", help="What it is about, in a line.")],
    commission: Annotated[str | None, typer.Option("--commission", metavar="C")] = None,
    gate: Annotated[str | None, typer.Option("--gate", help="The gate it asks to pass.")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", metavar="A")] = None,
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help="The rulebook to adopt.")
    ] = None,
    value: Value = None,
    recommendation: Annotated[str, typer.Option("--recommendation")] = "",
    answer: Answers = None,
    detail: Details = None,
    scheme: Annotated[str | None, typer.Option("--scheme", help="The scheme that governs.")] = None,
    due: Due = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Begin a report that asks for a decision."""
    from governance.application.proposals.drafting import draft as begin

    amount, when = pence_of(value), optional_day(due, "--due")
    answers, details = pairs(answer, "--answer"), details_of(detail)

    def do(desk: Desk) -> Receipt:
        return begin(
            desk,
            kind=kind,
            title=title,
            commission=commission,
            gate=gate,
            agreement=agreement,
            version=version,
            value=amount,
            recommendation=recommendation,
            answers=answers,
            details=details,
            scheme=scheme,
            decision_due=when,
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command()
def amend(
    ref: Ref,
    title: Annotated[str | None, typer.Option("--title")] = None,
    gate: Annotated[
        str | None, typer.Option("--gate", help='The gate it asks to pass; "" for none.')
    ] = None,
    value: Value = None,
    recommendation: Annotated[str | None, typer.Option("--recommendation")] = None,
    answer: Answers = None,
    detail: Details = None,
    due: Due = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Change a report that is still being written."""
    from governance.application.proposals.drafting import amend as change

    amount, when = pence_of(value), optional_day(due, "--due")
    answers, details = pairs(answer, "--answer"), details_of(detail)

    def do(desk: Desk) -> Receipt:
        return change(
            desk,
            ref,
            seen=seen,
            title=title,
            recommendation=recommendation,
            value=amount,
            gate=gate,
            answers=answers,
            details=details,
            decision_due=when,
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command()
def notice(
    ref: Ref,
    kind: Annotated[str, typer.Option("--kind", help="Such as forward_plan.")] = "forward_plan",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Published on; today otherwise.")
    ] = None,
    agreed_by: Annotated[str | None, typer.Option("--agreed-by", metavar="WHO")] = None,
    reason: Reason = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a notice of a coming decision, or an exception that stands in for one."""
    from governance.application.proposals.notices import give_notice

    published = optional_day(on, "--on")

    def do(desk: Desk) -> Receipt:
        return give_notice(
            desk, ref, kind=kind, on=published, agreed_by=agreed_by, reasons=reason, seen=seen
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command("list")
def list_reports(
    state: Annotated[list[str] | None, typer.Option("--state", help="Only in this state.")] = None,
    after: Annotated[str, typer.Option("--after", metavar="R", help="Go on after this.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=1000)] = 100,
    partnership: In = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """List reports."""
    from governance.application.proposals.queries import listed

    with looking_desk(partnership, None, now) as desk:
        rows = listed(desk, states=tuple(state or ()), after=after, most=most)
    if as_json:
        columns = ("ref", "title", "kind", "state", "outcome", "value", "decider")
        emit_json(
            [{c: getattr(r, c) for c in columns} | {"commission": r.commission_ref} for r in rows]
        )
        return
    table(
        "Reports",
        ("Report", "About", "Commission", "Value", "State", "Decider"),
        (
            (
                r.ref,
                f"{spoken(r.kind)}: {r.title}",
                r.commission_ref,
                money(r.value) if r.value is not None else "",
                f"{spoken(r.state)}{': ' + spoken(r.outcome) if r.outcome else ''}",
                spoken(r.decider),
            )
            for r in rows
        ),
    )


@app.command()
def show(
    ref: Ref,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a report: its case, path, notices, decisions, and what lies ahead."""
    from governance.application.next_steps import page

    with looking_desk(partnership, actor, now) as desk:
        found = page(desk, ref)
    if as_json:
        emit_json(found)
    else:
        print_page(found)


def _simple(name: str, function: str, help_text: str, *, reason: bool) -> None:
    """A command whose act takes a report and, where it wants one, a reason."""
    module, _, verb = function.partition(":")

    def run(ref: str, seen: int | None, said: dict[str, str], common: dict[str, Any]) -> None:
        from importlib import import_module

        call = getattr(import_module(f"governance.application.proposals.{module}"), verb)
        act(lambda desk: call(desk, ref, seen=seen, **said), **common)

    def with_reason(
        ref: Ref,
        reason: Reason,
        seen: Seen = None,
        actor: As = None,
        now: Now = None,
        partnership: In = None,
        as_json: AsJson = False,
    ) -> None:
        common = {"partnership": partnership, "actor": actor, "now": now, "as_json": as_json}
        run(ref, seen, {"reason": reason}, common)

    def without(
        ref: Ref,
        seen: Seen = None,
        actor: As = None,
        now: Now = None,
        partnership: In = None,
        as_json: AsJson = False,
    ) -> None:
        common = {"partnership": partnership, "actor": actor, "now": now, "as_json": as_json}
        run(ref, seen, {}, common)

    app.command(name, help=help_text)(with_reason if reason else without)


_simple("clear", "submitting:clear", "Note that everybody who has to clear it has.", reason=False)
_simple("return", "submitting:give_back", "Give it back to its author.", reason=True)
_simple("rework", "submitting:rework", "Take it up again after a referral back.", reason=False)
_simple("withdraw", "submitting:withdraw", "Withdraw it before it is decided.", reason=True)
_simple("take-off", "placing:take_off", "Take it off the agenda, or carry it over.", reason=True)
_simple("redraw", "placing:draw_again", "Draw a path that has changed anew.", reason=False)
_simple("open", "deciding:open_item", "Open it for votes: it is before its decider.", reason=False)
_simple("bring-again", "after:bring_again", "Bring it again after a deferral.", reason=False)
_simple("lapse", "submitting:lapse", "Let it go: its day is past.", reason=False)
_simple("off-plan", "notices:take_off_plan", "Take its forward-plan notice back.", reason=True)
_simple("quash", "after:quash", "Note that a court has quashed it.", reason=True)
_simple(
    "record-effect",
    "outside:record_effect_outside",
    "Record that it was carried out before Vires let it.",
    reason=True,
)


@app.command()
def submit(
    ref: Ref,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Freeze its facts and draw its path; a scheme it asks to adopt is proved first."""
    from governance.application.proposals import submitting
    from governance.application.proposals.details import adoption_asked

    act(
        lambda desk: submitting.submit(desk, ref, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
        ahead=lambda desk: adoption_asked(desk, ref),
    )


# Each adds its commands to the app.
from governance.interfaces.cli import proposal_after, proposal_between, proposal_deciding  # noqa: E402  # see above

__all__ = ["app", "proposal_after", "proposal_between", "proposal_deciding"]

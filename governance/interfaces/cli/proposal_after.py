"""The commands of `vires proposal` for what follows a decision, or happened without Vires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, day, optional_day
from governance.interfaces.cli.output import AsJson
from governance.interfaces.cli.proposal_common import Reason, Ref, Seen, act, app
from governance.interfaces.cli.proposal_deciding import Alternatives, Outcome, Reasons, Verbatim

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk


@app.command("record-outside")
def record_outside(
    ref: Ref,
    decider: Annotated[str, typer.Option("--decider", metavar="KEY", help="Who decided it.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was decided.")],
    outcome: Outcome,
    reason: Reason,
    resolved: Verbatim = "",
    reasons: Reasons = "",
    alternatives: Alternatives = "",
    published: Annotated[str | None, typer.Option("--published", metavar="DATE")] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a decision taken outside Vires, flagged with what was irregular."""
    from governance.application.proposals.findings import Words
    from governance.application.proposals.outside import record_outside as record

    when, shown = day(on, "--on"), optional_day(published, "--published")

    def do(desk: Desk) -> Receipt:
        return record(
            desk,
            ref,
            decider=decider,
            on=when,
            outcome=outcome,
            words=Words(resolved, reasons, alternatives),
            reason=reason,
            published_on=shown,
            seen=seen,
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command()
def publish(
    ref: Ref,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Today otherwise.")] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Publish its decision; the call-in window begins."""
    from governance.application.proposals.after import publish as make_public

    when = optional_day(on, "--on")
    act(
        lambda desk: make_public(desk, ref, on=when, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command("call-in")
def call_in(
    ref: Ref,
    by: Annotated[list[str], typer.Option("--by", metavar="WHO", help="Repeatable.")],
    grounds: Annotated[str, typer.Option("--grounds", help="Why scrutiny should look at it.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Call its decision in."""
    from governance.application.proposals.scrutiny import call_in as call

    act(
        lambda desk: call(desk, ref, by=by, grounds=grounds, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def scrutiny(
    ref: Ref,
    result: Annotated[str, typer.Argument(help="hear, release, reconsider or council.")],
    reason: Reason = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record what scrutiny, or the council, did with a decision that was called in."""
    from governance.application.proposals.scrutiny import scrutinise

    act(
        lambda desk: scrutinise(desk, ref, result=result, reason=reason, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command("waive-call-in")
def waive_call_in(
    ref: Ref,
    agreed_by: Annotated[str, typer.Option("--agreed-by", metavar="WHO")],
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let an urgent decision go without call-in, by a consent of its own."""
    from governance.application.proposals.scrutiny import waive_call_in as waive

    act(
        lambda desk: waive(desk, ref, agreed_by=agreed_by, reason=reason, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def rescind(
    ref: Ref,
    by: Annotated[str, typer.Option("--by", metavar="REPORT", help="The later decision.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Undo its decision by a later one."""
    from governance.application.proposals.after import rescind as undo

    act(
        lambda desk: undo(desk, ref, by=by, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )

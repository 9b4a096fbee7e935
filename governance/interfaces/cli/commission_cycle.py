"""`vires commission stage`: open a stage, ask its gate, pass it, go back to it."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.commission_details import Reason, Ref, Seen, Stage
from governance.interfaces.cli.options import As, In, Now, acting_desk, optional_day
from governance.interfaces.cli.output import AsJson, done

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Open stages, pass gates, go back."
)


@app.command("open")
def open_(
    ref: Ref,
    stage: Stage,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Start work on a stage."""
    from governance.application.commissions.stages import open_stage

    with acting_desk(partnership, actor, now) as desk:
        receipt = open_stage(desk, commission=ref, stage=stage, seen=seen)
    done(receipt, "done.stage_opened", as_json=as_json, stage=stage)


@app.command()
def submit(
    ref: Ref,
    stage: Stage,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Bring a stage to its gate, with everything the gate asks for."""
    from governance.application.commissions.stages import submit_stage

    with acting_desk(partnership, actor, now) as desk:
        receipt = submit_stage(desk, commission=ref, stage=stage, seen=seen)
    passed = receipt.kind == "commission.gate_passed"
    code = "done.stage_passed" if passed else "done.stage_submitted"
    done(receipt, code, as_json=as_json, stage=stage)


@app.command()
def certify(
    ref: Ref,
    stage: Stage,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Pass a gate that needs no decision: the lead answers for it."""
    from governance.application.commissions.stages import certify as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, stage=stage, seen=seen)
    done(receipt, "done.stage_passed", as_json=as_json, stage=stage)


@app.command("return")
def return_(
    ref: Ref,
    stage: Stage,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a stage back from its gate: there is more to do."""
    from governance.application.commissions.stages import return_from_gate

    with acting_desk(partnership, actor, now) as desk:
        receipt = return_from_gate(desk, commission=ref, stage=stage, reason=reason, seen=seen)
    done(receipt, "done.stage_returned", as_json=as_json, stage=stage)


@app.command()
def reopen(
    ref: Ref,
    stage: Stage,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Send the work back to a stage, for example when there are no bids."""
    from governance.application.commissions.stages import reopen as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, stage=stage, reason=reason, seen=seen)
    done(receipt, "done.stage_reopened", as_json=as_json, stage=stage)


@app.command()
def outside(
    ref: Ref,
    stage: Stage,
    reason: Reason,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When; today otherwise.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that a stage was passed outside Vires; it is flagged."""
    from governance.application.commissions.stages import record_stage_outside

    day = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = record_stage_outside(
            desk, commission=ref, stage=stage, reason=reason, on=day, seen=seen
        )
    done(receipt, "done.stage_passed", as_json=as_json, stage=stage)

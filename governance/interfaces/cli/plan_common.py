"""What the commands of `vires plan` share: the app, arguments, and the ground of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance.interfaces.cli.output import done, say

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.plans.changing import Ground

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="PLAN", help="Its reference or key, such as L-0001.")]
Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
Because = Annotated[
    str, typer.Option("--because", metavar="REASON", help="Why; needed once it is agreed.")
]
Decided = Annotated[
    str | None,
    typer.Option("--decision", metavar="REPORT", help="The further decision it rests on."),
]
ConsentBy = Annotated[
    str | None,
    typer.Option("--consent-by", metavar="PERSON", help="Who of the partner consented to it."),
]
Past = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day of it; today otherwise.")
]


def ground(because: str, decision: str | None, consent_by: str | None = None) -> Ground:
    """What a change of an agreed plan rests on."""
    from governance.application.plans.changing import Ground

    return Ground(because, decision, consent_by)


def told(receipt: Receipt, code: str, *, as_json: bool, **params: object) -> None:
    """Say what was done, and that the plan is agreed where that was the last it waited for."""
    done(receipt, code, as_json=as_json, **params)
    if receipt.kind == "plan.agreed" and not as_json:
        say("done.plan_agreed", ref=receipt.ref)

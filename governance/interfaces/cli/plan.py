"""`vires plan`: write, agree, publish and keep the plan of a partnership; see the whole system."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    day,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json
from governance.interfaces.cli.plan_common import Because, Decided, Ref, Seen, app, ground
from governance.interfaces.cli.plan_page import page, plain, plan_table

_Basis = Annotated[
    str | None, typer.Option("--basis", help="Voluntary, or statutory for one of before 2010.")
]
_Vision = Annotated[str | None, typer.Option("--vision", help="What it wants for children.")]
_Needs = Annotated[str | None, typer.Option("--needs", help="The needs assessment it rests on.")]
_Rhythm = Annotated[
    int | None, typer.Option("--rhythm", metavar="MONTHS", help="Months between partners’ returns.")
]


@app.command("list")
def list_(
    over: Annotated[bool, typer.Option("--over", help="Those that are over too.")] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the plans that are not over."""
    from governance.application.plans.queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, over=over)
    if as_json:
        emit_json(rows)
    else:
        plan_table("Plans", rows)


@app.command()
def show(ref: Ref, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a plan: what it states, who agreed which part, what is missing for its next move."""
    from governance.application.plans.queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref)
    if as_json:
        emit_json(plain(found))
    else:
        page(found)


@app.command()
def new(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A short name, such as plan-2026.")],
    title: Annotated[str, typer.Option("--title", help="What it is called.")],
    board: Annotated[str, typer.Option("--board", metavar="BODY", help="Whose plan it is.")],
    starts: Annotated[str, typer.Option("--from", metavar="DATE", help="Its first day.")],
    ends: Annotated[str, typer.Option("--to", metavar="DATE", help="Its last day.")],
    basis: _Basis = None,
    vision: _Vision = None,
    needs: _Needs = None,
    rhythm: _Rhythm = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Begin a plan of a board for a period."""
    from governance.application.plans.acts import create

    first, last = day(starts, "--from"), day(ends, "--to")
    with acting_desk(partnership, actor, now) as desk:
        receipt = create(
            desk,
            key=key,
            title=title,
            board=board,
            from_day=first,
            to_day=last,
            basis=basis or "voluntary",
            vision=vision or "",
            needs=needs or "",
            rhythm=3 if rhythm is None else rhythm,
        )
    done(receipt, "done.plan_begun", as_json=as_json, title=title.strip())


@app.command("set")
def set_(
    ref: Ref,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    starts: Annotated[str | None, typer.Option("--from", metavar="DATE")] = None,
    ends: Annotated[str | None, typer.Option("--to", metavar="DATE")] = None,
    basis: _Basis = None,
    vision: _Vision = None,
    needs: _Needs = None,
    rhythm: _Rhythm = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="KEY=TITLE", help="A local outcome; repeatable."),
    ] = None,
    because: Because = "",
    decision: Decided = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Set what a plan says of itself; what you leave out stays."""
    from governance.application.plans.acts import set_plan

    first, last = optional_day(starts, "--from"), optional_day(ends, "--to")
    outcomes = dict(_outcome(text) for text in outcome or ())
    with acting_desk(partnership, actor, now) as desk:
        receipt = set_plan(
            desk,
            ref,
            title=title,
            from_day=first,
            to_day=last,
            basis=basis,
            vision=vision,
            needs=needs,
            rhythm=rhythm,
            outcomes=outcomes,
            ground=ground(because, decision),
            seen=seen,
        )
    done(receipt, "done.plan_changed", as_json=as_json)


def _outcome(text: str) -> tuple[str, str]:
    key, equals, title = text.partition("=")
    if not equals or not key.strip() or not title.strip():
        raise Unusable.one("plan.outcome_unreadable", text=text[:60])
    return key.strip(), title.strip()


# Each adds its commands to the app.
from governance.interfaces.cli import plan_agreeing, plan_keeping, plan_system, plan_writing  # noqa: E402  # see above

__all__ = ["app", "plan_agreeing", "plan_keeping", "plan_system", "plan_writing"]

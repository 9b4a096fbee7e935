"""The commands of `vires plan` for the whole system: place, take out, and the map."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json
from governance.interfaces.cli.plan_common import Ref, Seen, app
from governance.interfaces.cli.plan_map import map_page

_Group = Annotated[
    str | None, typer.Option("--group", metavar="KEY", help="The commissioning plan for a group.")
]
_Plan = Annotated[
    str | None, typer.Option("--plan", metavar="PLAN", help="Not needed where there is one.")
]


@app.command()
def place(
    commissions: Annotated[
        list[str], typer.Argument(metavar="COMMISSION...", help="Such as C-0001; several go.")
    ],
    priority: Annotated[str, typer.Option("--priority", metavar="KEY", help="Under which.")],
    group: _Group = None,
    plan: _Plan = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Place commissions under a priority, and in a group’s commissioning plan."""
    from governance.application.plans.places import place as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commissions, priority=priority, group=group, plan=plan, seen=seen)
        named = [desk.row("commission", one).ref for one in commissions]
    code = "done.plan_placed" if group is None else "done.plan_placed_group"
    done(receipt, code, as_json=as_json, named=named, priority=priority, group=group or "")


@app.command("take-out")
def take_out(
    commission: Annotated[
        str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")
    ],
    priority: Annotated[
        str | None, typer.Option("--priority", metavar="KEY", help="From this one alone.")
    ] = None,
    group: _Group = None,
    plan: _Plan = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a commission out of the plan, or from one priority or group."""
    from governance.application.plans.places import take_out as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission, priority=priority, group=group, plan=plan, seen=seen)
        named = desk.row("commission", commission).ref
    done(receipt, "done.plan_taken_out", as_json=as_json, commission=named)


@app.command("map")
def map_(
    ref: Ref,
    all_: Annotated[
        bool, typer.Option("--all", help="Every commission, however many there are.")
    ] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show the whole system: what is commissioned under what, for whom, at which level."""
    from governance.application.plans.mapping import the_map

    with looking_desk(partnership, None, now) as desk:
        found = the_map(desk, ref)
    if as_json:
        emit_json(found)
    else:
        map_page(found, everything=all_)

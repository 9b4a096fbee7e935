"""`vires decommission`: cases for ending a service; opened, sent one way, shown."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli import decommission_deciding, decommission_ending
from governance.interfaces.cli.decommission_common import (
    Case,
    Commission,
    Officer,
    Reason,
    Seen,
    case_done,
    told,
)
from governance.interfaces.cli.decommission_page import case_table, page, plain
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command("open")
def open_(
    commission: Commission,
    cause: Annotated[str, typer.Option("--cause", help="What has happened, in a few words.")],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="Such as need-gone or insolvency.")
    ] = "other",
    reason: Reason = "",
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", metavar="AGREEMENT", help="Where only that would end."),
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open a case for a cause; one cause opens one case."""
    from governance.application.deadlines.settling import live
    from governance.application.decommissioning.triggering import known_kind, trigger

    known_kind(kind)
    with acting_desk(partnership, actor, now) as desk:
        receipt = trigger(
            desk,
            commission=commission,
            trigger=kind,
            cause=cause,
            reason=reason,
            agreement=agreement,
            seen=seen,
        )
        assert receipt is not None
        due = live(desk, receipt.id)[0].due_day
        about = desk.row("commission", commission).ref
    done(receipt, "done.decommission_opened", as_json=as_json, commission=about, due=due)


@app.command()
def record(
    commission: Commission,
    cause: Annotated[str, typer.Option("--cause", help="What had happened, in a few words.")],
    state: Annotated[str, typer.Option("--state", help="Where it stands, such as closed.")],
    reason: Reason,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="Such as need-gone or insolvency.")
    ] = "other",
    agreement: Annotated[
        str | None, typer.Option("--agreement", metavar="AGREEMENT", help="Where only that ends.")
    ] = None,
    scope: Annotated[str, typer.Option("--scope", help="What ends.")] = "",
    part: Annotated[bool, typer.Option("--part", help="Only a part of the service ends.")] = False,
    noticed: Annotated[
        str | None, typer.Option("--noticed", metavar="DATE", help="When notice was given.")
    ] = None,
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="DATE", help="When the notice ends.")
    ] = None,
    closed: Annotated[
        str | None, typer.Option("--closed", metavar="DATE", help="When the service ended.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a case that was on its way already, or over."""
    from governance.application.decommissioning.triggering import record_as_found

    days = {
        "notice_on": optional_day(noticed, "--noticed"),
        "notice_ends_on": optional_day(ends, "--ends"),
        "closed_on": optional_day(closed, "--closed"),
    }
    with acting_desk(partnership, actor, now) as desk:
        receipt = record_as_found(
            desk,
            commission=commission,
            state=state,
            trigger=kind,
            cause=cause,
            reason=reason,
            agreement=agreement,
            scope=scope,
            partial=part,
            seen=seen,
            **days,
        )
        said = told(desk, receipt) | {"commission": desk.row("commission", commission).ref}
    done(receipt, "done.decommission_recorded", as_json=as_json, **said)


@app.command()
def support(
    case: Case,
    reason: Reason,
    officer: Officer = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Help the service to improve by an improvement plan."""
    from governance.application.decommissioning.acts import support as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, officer=officer, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


@app.command()
def change(
    case: Case,
    reason: Reason,
    officer: Officer = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Make the case for change, or make it anew."""
    from governance.application.decommissioning.acts import make_case

    with acting_desk(partnership, actor, now) as desk:
        receipt = make_case(desk, case, reason=reason, officer=officer, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


@app.command()
def emergency(
    case: Case,
    reason: Reason,
    what: Annotated[str, typer.Option("--what", help="What children get meanwhile.")] = "",
    who: Annotated[str, typer.Option("--who", help="Who provides it.")] = "",
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Until when it is arranged.")
    ] = None,
    officer: Officer = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Keep children safe at once: insolvency, hand-back, danger."""
    from governance.application.decommissioning.acts import ensure_continuity

    last = optional_day(until, "--until")
    with acting_desk(partnership, actor, now) as desk:
        receipt = ensure_continuity(
            desk, case, reason=reason, what=what, who=who, until=last, officer=officer, seen=seen
        )
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


@app.command()
def avert(
    case: Case,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Go no further; possible until it is decided to end it."""
    from governance.application.decommissioning.acts import avert as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, reason=reason, seen=seen)
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


decommission_deciding.add_to(app)
decommission_ending.add_to(app)


@app.command("list")
def list_(
    state: Annotated[
        str | None, typer.Option("--state", help="Only those that stand there.")
    ] = None,
    commission: Annotated[
        str | None, typer.Option("--commission", help="All of this commission, the old ones too.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over too.")] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the cases that go on, or wait to be evaluated."""
    from governance.application.decommissioning.queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, state=state, commission=commission, over=everything)
    if as_json:
        emit_json(rows)
    else:
        case_table("Decommissioning cases", rows)


@app.command()
def show(
    case: Case,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a case: its file, what it lacks, what comes next."""
    from governance.application.decommissioning.queries import show as shown

    with looking_desk(partnership, actor, now) as desk:
        found = shown(desk, case)
    if as_json:
        emit_json(plain(found))
    else:
        page(found)

"""`vires trigger`: what opens a case; see it, raise it, look for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, instant, looking_desk
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, done, emit_json, say
from governance.interfaces.cli.trigger_page import findings, page, trigger_table

if TYPE_CHECKING:
    from governance.application.desk import Desk
    from governance.application.sweeping import Swept

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command("list")
def list_(now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """List the triggers in force, and how many cases each has open."""
    from governance.application.triggers.queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk)
    if as_json:
        emit_json(rows)
    else:
        trigger_table("Triggers", rows)


@app.command()
def show(
    trigger: Annotated[str, typer.Argument(metavar="TRIGGER", help="Its name, as listed.")],
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a trigger: what it looks for, where it holds, which way it offers."""
    from governance.application.triggers.queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, trigger)
    if as_json:
        emit_json(found)
    else:
        page(found)


@app.command("raise")
def raise_(
    commission: Annotated[
        str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")
    ],
    trigger: Annotated[
        str, typer.Option("--trigger", metavar="TRIGGER", help="Its name, as listed.")
    ],
    evidence: Annotated[
        str, typer.Option("--evidence", help="What it rests on, from whom, since when.")
    ] = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="A document for the commission’s file.")
    ] = None,
    closed: Annotated[
        str | None, typer.Option("--closed", metavar="WHY", help="exempt or confidential.")
    ] = None,
    paragraph: Annotated[
        str | None, typer.Option("--paragraph", help="Of Schedule 12A, where it is exempt.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why the document is not open.")] = "",
    agreement: Annotated[
        str | None, typer.Option("--agreement", help="The agreement it is about.")
    ] = None,
    seen: Annotated[
        int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open a case for a cause that you know of."""
    from governance.application.triggers.raising import raise_trigger
    from governance.interfaces.cli.evidence import closure, document
    from governance.store.settings import settings

    filed = None if file is None else document(file)
    with acting_desk(partnership, actor, now) as desk:
        receipt = raise_trigger(
            desk,
            commission=commission,
            trigger=trigger,
            evidence=evidence,
            agreement=agreement,
            document=filed,
            closed=closure(closed, paragraph, reason),
            data_dir=settings().evidence_dir,
            seen=seen,
        )
        told = _told(desk, receipt.ref)
    done(receipt, "done.case_opened", as_json=as_json, **told)


def _told(desk: Desk, ref: str) -> dict[str, Any]:
    from governance.application.deadlines.settling import live

    case = desk.row("decommissioning_case", ref)
    return {
        "commission": desk.by_id("commission", case.commission_id).ref,
        "trigger": case.reason,
        "due": min(one.due_day for one in live(desk, case.id)),
    }


@app.command()
def evaluate(
    commission: Annotated[
        str | None, typer.Argument(metavar="[COMMISSION]", help="All of them otherwise.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would open, and open nothing.")
    ] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Look for causes now; the clock does so by itself."""
    from governance.application.sweeping import Swept
    from governance.application.triggers.queries import evaluate as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, commission=commission)
        key = desk.partnership.key
    swept = Swept() if dry_run else _looked(key, commission, now)
    opened = [line["ref"] for line in swept.lines if line["ref"].startswith("X-")]
    if as_json:
        emit_json({**found, "dry_run": dry_run, "opened": opened, "failed": swept.failed})
    else:
        findings(found)
        number = found["opens_in_all"] if dry_run else len(opened)
        code = "done.trigger_would_open" if dry_run else "done.trigger_evaluated"
        say(code, opened=number, warned=found["watched_in_all"])
    if swept.failed:
        raise typer.Exit(EXIT_REFUSED)


def _looked(partnership: str, commission: str | None, now: str | None) -> Swept:
    """Look now, as the clock does."""
    from governance.application.triggers.looking import look_now
    from governance.interfaces.cli.store import opened

    with opened() as store:
        at = instant(now, store, partnership)
        return look_now(store, partnership=partnership, now=at, commission=commission)

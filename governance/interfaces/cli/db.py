"""`vires db`: bring the database up to date, check it, back it up, restore it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from governance import words
from governance.interfaces.cli.options import As
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say
from governance.interfaces.cli.store import found, opened

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring the database up to the version this Vires knows."""
    from governance.store.migrations import head
    from governance.store.migrations import upgrade as bring_up

    with found() as store:
        applied = bring_up(store)
        if as_json:
            emit_json({"applied": applied, "version": head()})
        else:
            say("db.upgraded" if applied else "db.up_to_date", version=head(), where=store.where)


@app.command()
def check(
    replay: Annotated[
        bool,
        typer.Option("--replay", help="Rebuild every state from the ledger's entries and compare."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Look for damage, broken references, unknown states and a broken ledger."""
    from governance.application.ledger.differing import differences
    from governance.application.webhooks.queries import undelivered
    from governance.store.check import check as look
    from governance.store.private import is_open
    from governance.store.settings import settings

    with opened() as store:
        report = look(store, evidence_dir=settings().evidence_dir)
        everybody = is_open(settings().data_dir)
        differing = differences(store) if replay else ()
        with store.read() as tx:
            events = undelivered(tx)
    found_all = (*report.findings, *differing)
    findings = [
        {
            "code": one.code,
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in found_all
    ]
    if as_json:
        emit_json(
            {
                "ok": not found_all,
                "replayed": replay,
                "version": report.schema,
                "rows": report.rows,
                "entries": report.entries,
                "subjects": report.subjects,
                "seals": report.seals,
                "unsealed": sum(one.entries for one in report.waiting),
                "unsealed_since": min((one.since for one in report.waiting), default=None),
                "undelivered_events": events.count,
                "undelivered_since": events.since,
                "open_to_everybody": everybody,
                "findings": findings,
            }
        )
    else:
        for finding in findings:
            print(f"{finding['words']}\n  {finding['remedy']}")
        say("db.checked", rows=report.rows, entries=report.entries, found=len(findings))
        if report.waiting and report.seals:
            waits = sum(one.entries for one in report.waiting)
            since = min(one.since for one in report.waiting)
            say("seals.waiting", entries=waits, since=since)
        if everybody:
            say("db.for_everybody", path=str(settings().data_dir))
        if events.count:
            say("webhook.undelivered", count=events.count, since=events.since)
        if replay and not differing:
            say("replay.whole")
    if found_all:
        raise typer.Exit(EXIT_REFUSED)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    as_json: AsJson = False,
) -> None:
    """Write everything, with the evidence and without any key, to one file."""
    from governance.store.backup import backup as write
    from governance.store.settings import settings

    with opened() as store:
        outcome = write(
            store, path=file, evidence_dir=settings().evidence_dir, now=dt.datetime.now(dt.UTC)
        )
    told = {"file": str(file), "rows": outcome.rows, "evidence": outcome.evidence}
    if as_json:
        emit_json(told | {"digest": outcome.digest})
    else:
        say("db.backed_up", **told)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that vires db backup wrote.")],
    actor: As = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Give up what the database holds; a backup is made first."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a backup into an empty database; the ledger notes that it was restored."""
    from governance.store.backup import backup as write
    from governance.store.backup import restore as put_back
    from governance.store.settings import settings

    now = dt.datetime.now(dt.UTC)
    here = settings()
    kept = here.data_dir / f"replaced-{now:%Y%m%dT%H%M%S%fZ}.vires" if replace else None
    with opened() as store:
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            write(store, path=kept, evidence_dir=here.evidence_dir, now=now)
        outcome = put_back(
            store,
            path=file,
            evidence_dir=here.evidence_dir,
            actor=actor or "operator",
            now=now,
            replace=replace,
        )
    told = {"file": str(file), "rows": outcome.rows, "evidence": outcome.evidence}
    if as_json:
        emit_json(
            told | {"digest": outcome.digest, "replaced": None if kept is None else str(kept)}
        )
        return
    say("db.restored", partnerships=outcome.partnerships, **told)
    if kept is not None:
        say("db.replaced", file=str(kept))

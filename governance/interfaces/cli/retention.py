"""`vires retention`: how long what is kept, what is due for disposal, and disposing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance import words
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, emit_json, say, table

if TYPE_CHECKING:
    from governance.domain.retention import Rule

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command()
def due(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Due by this day; today otherwise.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List what is due for disposal, by which rule; nothing is disposed of."""
    from governance.application.retention.due import due as listed

    with looking_desk(partnership, actor, now) as desk:
        found = listed(desk, on=optional_day(on, "--on"))
    if as_json:
        emit_json([{**one.plain(), "what": words.say(one.what, {})} for one in found])
        return
    rows = [
        (
            one.ref,
            f"{one.rows:,}",
            f"{words.say(one.what, {})}\n({one.rule.name})",
            f"{_time(one.rule)} ({one.rule.source})",
            one.since,
            one.due_on,
        )
        for one in found
    ]
    columns = ("Ref", "Rows", "What (and its class)", "Rule", "Counts from", "Due since")
    table("Due for disposal", columns, rows, whole="Ref")


@app.command()
def dispose(
    refs: Annotated[
        list[str], typer.Argument(metavar="REF...", help="What “vires retention due” lists.")
    ],
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why; it goes on the record.")
    ],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Dispose of what is due: erase people, delete rows that are not of the record."""
    from governance.application.retention.disposing import dispose as act

    with acting_desk(partnership, actor, now) as desk:
        disposed = act(desk, refs, reason=reason)
    if as_json:
        emit_json([{**receipt.plain(), "rows": rows} for _, rows, receipt in disposed])
        return
    for ref, rows, receipt in disposed:
        code = "done.disposed_rows" if receipt.table == "partnership" else "done.disposed_person"
        say(code, ref=ref, rows=rows)


@app.command()
def rules(as_json: AsJson = False) -> None:
    """Say of every table how long its rows are kept, by which source, and what becomes of them."""
    from governance.application.retention.kept import every_table

    found = every_table()
    if as_json:
        emit_json([{**one.plain(), "becomes": words.say(one.becomes, {})} for one in found])
        return
    classes: dict[tuple[str, str, str, str], list[str]] = {}
    for one in found:
        key = (one.rule.name, _time(one.rule), one.rule.source, words.say(one.becomes, {}))
        classes.setdefault(key, []).append(one.table)
    rows = [
        (name, time, source, becomes, ", ".join(tables))
        for (name, time, source, becomes), tables in classes.items()
    ]
    columns = ("Class", "How long", "Source", "Then", "Tables")
    table("How long what is kept", columns, rows)


def _time(rule: Rule) -> str:
    since = words.say(rule.since, {})
    if rule.for_ever:
        return since
    code = "retention.until" if rule.years else "retention.until_days"
    return words.say(code, {"years": rule.years, "days": rule.days, "since": since})

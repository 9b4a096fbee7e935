"""`vires partnership`: create one, list them, show one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from governance.interfaces.cli.options import As, In, Now, instant_in, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, table
from governance.words.format import day

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command()
def create(
    key: Annotated[str, typer.Argument(help="A short name for commands: exampleshire.")],
    name: Annotated[str, typer.Option("--name", help="What people call it.")],
    timezone: Annotated[str, typer.Option("--timezone", help="Whose hours count.")] = (
        "Europe/London"
    ),
    jurisdiction: Annotated[
        str, typer.Option("--jurisdiction", help="Whose holidays and law hold.")
    ] = "england-and-wales",
    language: Annotated[str, typer.Option("--language", help="The language of its words.")] = "en",
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Create a partnership. The operator does: nobody else is there yet."""
    from governance.application.people.acts import create_partnership
    from governance.application.people.partnerships import check_partnership
    from governance.interfaces.cli.store import opened

    check_partnership(
        key=key, name=name, timezone=timezone, jurisdiction=jurisdiction, language=language
    )
    with opened() as store:
        receipt = create_partnership(
            store,
            key=key,
            name=name,
            timezone=timezone,
            jurisdiction=jurisdiction,
            language=language,
            now=instant_in(now, timezone),
        )
    done(receipt, "done.partnership_created", as_json=as_json, name=name.strip())


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the partnerships of this installation."""
    from governance.application.people.partnerships import partnerships
    from governance.interfaces.cli.store import opened

    with opened() as store, store.read() as tx:
        rows = [_plain(row) for row in partnerships(tx)]
    if as_json:
        emit_json(rows)
        return
    columns = ("Key", "Name", "Constituted on")
    table("Partnerships", columns, [(r["key"], r["name"], _day(r)) for r in rows])


@app.command()
def show(
    key: Annotated[str | None, typer.Argument(help="Which; not needed where there is one.")] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a partnership and its partners."""
    from governance.application.people.organisations import partners

    with looking_desk(key or partnership, actor, now) as desk:
        found = _plain(desk.partnership)
        rows = [(p.key, p.name, _what(p)) for p in partners(desk)]
    if as_json:
        emit_json({**found, "partners": [key for key, _, _ in rows]})
        return
    print(found["name"])
    constituted = _day(found)
    print(f"Constituted on {constituted}." if constituted else "Not constituted yet.")
    print(f"Time zone {found['timezone']}, jurisdiction {found['jurisdiction']}.")
    table("Partners", ("Key", "Name", ""), rows)


def _plain(row: Any) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name,
        "timezone": row.timezone,
        "jurisdiction": row.jurisdiction,
        "language": row.language,
        "constituted_on": row.constituted_on,
    }


def _day(row: dict[str, Any]) -> str | None:
    return day(row["constituted_on"]) if row["constituted_on"] else None


def _what(row: Any) -> str:
    if row.lead:
        return "lead partner"
    return "statutory" if row.statutory else ""

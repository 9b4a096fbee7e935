"""`vires partnership`: create one, list them, show one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, instant_in, looking_desk
from governance.interfaces.cli.output import AsJson, done, emit_json, say, table
from governance.words.acts import called
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


@app.command()
def publishing(
    ocid_prefix: Annotated[
        str | None,
        typer.Option("--ocid-prefix", metavar="PREFIX", help="Your prefix: ocds-a2b3c4."),
    ] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", metavar="URL", help="Under which licence.")
    ] = None,
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="URL", help="Where you say how you publish.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say how open data is published; an empty value takes it back. Without options, show it."""
    from governance.application.publishing.open_data.publisher import publisher, set_publisher

    said = {"ocid_prefix": ocid_prefix, "licence": licence, "policy": policy}
    if any(value is not None for value in said.values()):
        with acting_desk(partnership, actor, now) as desk:
            receipt = set_publisher(desk, **said)
        done(receipt, "done.partnership_publishing_set", as_json=as_json)
        return
    with looking_desk(partnership, actor, now) as desk:
        found = asdict(publisher(desk))
    if as_json:
        emit_json(found)
        return
    for name, value in found.items():
        code = "open_data.setting" if value else "open_data.setting_missing"
        say(code, what=called(name).capitalize(), value=value)


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

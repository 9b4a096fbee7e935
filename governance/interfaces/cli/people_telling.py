"""`vires people`, telling: who is away, who manages whom, how and where people are told."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk, optional_day
from governance.interfaces.cli.options import day as read_day
from governance.interfaces.cli.output import AsJson, done, emit_json, say

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Key = Annotated[str, typer.Argument(metavar="PERSON", help="The person's key.")]
NOTHING = "none"
"""Given for `--quiet` by somebody who wants no weekday to be quiet."""


@app.command()
def away(
    key: Key,
    to_day: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day away.")],
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day; today otherwise.")
    ] = None,
    deputy: Annotated[
        str | None,
        typer.Option(
            "--deputy", metavar="PERSON", help="Told as well; else the deputies of their offices."
        ),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record days on which a person is away."""
    from governance.application.people.away import record_absence

    last, given = read_day(to_day, "--to"), optional_day(from_day, "--from")
    with acting_desk(partnership, actor, now) as desk:
        first = given or desk.today
        receipt = record_absence(desk, person=key, from_day=first, to_day=last, deputy=deputy)
    told = {"person": key, "from_day": first, "to_day": last}
    done(receipt, "done.person_away", as_json=as_json, **told)


@app.command()
def back(
    key: Key, actor: As = None, now: Now = None, partnership: In = None, as_json: AsJson = False
) -> None:
    """Withdraw a person's absence: they are back, or did not go."""
    from governance.application.people.away import come_back

    with acting_desk(partnership, actor, now) as desk:
        receipt = come_back(desk, person=key)
    done(receipt, "done.person_back", as_json=as_json, person=key)


@app.command("reports-to")
def reports_to(
    key: Key,
    office: Annotated[str, typer.Argument(metavar="OFFICE", help="Whose holder manages them.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record the office whose holder manages a person."""
    from governance.application.people.away import reports_to as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, person=key, office=office)
    told = {"person": key, "office": office}
    done(receipt, "done.person_reports_to", as_json=as_json, **told)


@app.command()
def address(
    key: Key,
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Where messages go.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Set where a person's messages go."""
    from governance.application.people.preferences import set_address

    with acting_desk(partnership, actor, now) as desk:
        receipt = set_address(desk, person=key, address=email)
    done(receipt, "done.person_address", as_json=as_json, person=key)


@app.command()
def tell(
    key: Key,
    digest: Annotated[
        bool | None,
        typer.Option("--digest/--no-digest", help="What is not urgent in one message a day."),
    ] = None,
    quiet: Annotated[
        str | None,
        typer.Option(
            "--quiet", metavar="WEEKDAYS", help="Such as saturday,sunday; none for no quiet day."
        ),
    ] = None,
    quiet_day: Annotated[
        list[str] | None,
        typer.Option("--quiet-day", metavar="DATE", help="A further quiet day; repeatable."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say how a person is told, or show it: urgent messages come in any case."""
    from governance.application.people.preferences import tell as act

    if digest is None and quiet is None and not quiet_day:
        _show(key, partnership, now, as_json=as_json)
        return
    days = [read_day(text, "--quiet-day") for text in quiet_day or ()]
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            person=key,
            digest=digest,
            quiet=None if quiet is None else _weekdays(quiet),
            quiet_days=[(one, one) for one in days],
        )
    done(receipt, "done.person_tell", as_json=as_json, person=key)


def _weekdays(text: str) -> list[str]:
    """Weekdays as they were given, separated by commas; nothing for `none`."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if not names:
        raise Unusable.one("people.weekdays_missing")
    return [] if names == [NOTHING] else names


def _show(key: str, partnership: str | None, now: str | None, *, as_json: bool) -> None:
    from governance.application.people.away import absences
    from governance.application.people.preferences import as_told

    with looking_desk(partnership, None, now) as desk:
        row = desk.row("person", key)
        told: dict[str, Any] = as_told(desk, row)
        gone = [(one.from_day, one.to_day) for one in absences(desk, row.id)]
    if as_json:
        away_days = [{"from": first, "to": last} for first, last in gone]
        emit_json({"person": row.key, **told, "reports_to": row.reports_to, "away": away_days})
        return
    say("people.told_digest" if told["digest"] else "people.told_at_once", person=row.key)
    quiet = told["quiet"]
    if quiet is None:
        say("people.quiet_usual")
    else:
        say("people.quiet_days" if quiet else "people.quiet_never", quiet=quiet)
    for one in told["quiet_days"]:
        say("people.quiet_too", from_day=one["from"], to_day=one["to"])
    for first, last in gone:
        say("done.person_away", person=row.key, from_day=first, to_day=last)

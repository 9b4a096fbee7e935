"""`vires show WHAT [REF] --at DAY`: a thing as it stood then, rebuilt from the record.

What is shown is what the ordinary command for that thing would have shown: it is asked of the
rebuilt states, at that instant.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import (
    As,
    In,
    asked_of,
    day,
    instant,
    looking_desk,
)
from governance.interfaces.cli.output import AsJson, emit_json, say, table
from governance.words.format import day as day_words
from governance.words.format import listed

if TYPE_CHECKING:
    from governance.store.engine import Store

app = typer.Typer(rich_markup_mode=None, add_completion=False)

What = Literal[
    "body",
    "commission",
    "delegation",
    "meeting",
    "office",
    "person",
    "report",
    "rulebook",
    "scheme",
]
_EXAMPLES: Final = {"commission": "C-0001", "meeting": "M-0001", "report": "R-0001"}
"""What is shown one at a time, with a reference such as its own have."""


@app.command()
def show(
    what: Annotated[What, typer.Argument(help="The kind of thing.")],
    at: Annotated[
        str,
        typer.Option("--at", metavar="WHEN", help="A day, meaning its end, or an instant."),
    ],
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[REF]", help="Its reference or key; all of the kind otherwise."),
    ] = None,
    actor: As = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a thing as it stood on a past day or at an instant, from the record alone."""
    from governance.application.ledger.as_it_stood import as_it_stood
    from governance.interfaces.cli.store import opened

    if ref is None and what in _EXAMPLES:
        raise Unusable.one("cli.show_which", what=what, example=_EXAMPLES[what], at=at[:40])
    with opened() as store:
        moment, local, now = _moments(at, store, partnership)
        with (
            as_it_stood(store, partnership=partnership, at=moment, now=now) as then,
            asked_of(then, moment),
        ):
            if not as_json:
                say("as_it_stood.shown", at=local)
                print()
            SHOWN[what](ref, actor, as_json)


def _moments(
    text: str, store: Store, partnership: str | None
) -> tuple[dt.datetime, dt.datetime, dt.datetime]:
    """The instant that is asked about, the same on the partnership's clocks, and the present."""
    from governance.application.desk import find_partnership
    from governance.application.ledger.as_it_stood import end_of_day

    with store.read() as tx:
        timezone = find_partnership(tx, partnership).timezone
    now = instant(None, store, partnership)
    if len(text.strip()) == len("2025-02-20"):
        moment = end_of_day(day(text, "--at"), timezone)
        zone = ZoneInfo(timezone)
        if moment.astimezone(zone).date() == now.astimezone(zone).date():
            moment = now  # the day is not over: as far as it has gone
    else:
        moment = instant(text, store, partnership)
    return moment, moment.astimezone(ZoneInfo(timezone)), now


def _command(module: str, name: str) -> Callable[..., None]:
    found: Callable[..., None] = getattr(import_module(f"governance.interfaces.cli.{module}"), name)
    return found


def _body(ref: str | None, actor: str | None, as_json: bool) -> None:
    if ref is None:
        _command("body", "list_")(actor=actor, as_json=as_json)
    else:
        _command("body", "show")(ref, actor=actor, as_json=as_json)


def _commission(ref: str | None, actor: str | None, as_json: bool) -> None:
    """The commission and, beside it, what could come next that day and why the rest could not."""
    from governance.application.commissions.queries import show as query
    from governance.application.next_steps import next_steps
    from governance.interfaces.cli.commission_page import page, plain
    from governance.interfaces.cli.proposal_page import print_next

    with looking_desk(None, actor) as desk:
        told = query(desk, commission=ref or "")
        ahead = next_steps(desk, ref or "")
    if as_json:
        emit_json({"commission": plain(told), "next": ahead})
        return
    page(told)
    print()
    print_next(ahead)


def _delegation(ref: str | None, actor: str | None, as_json: bool) -> None:
    if ref is None:
        with looking_desk(None, actor) as desk:
            today = desk.today
        _command("delegation", "list_")(on=today.isoformat(), actor=actor, as_json=as_json)
    else:
        _command("delegation", "show")(ref, actor=actor, as_json=as_json)


def _meeting(ref: str | None, actor: str | None, as_json: bool) -> None:  # noqa: ARG001  # one shape for all
    _command("meeting", "show")(ref, as_json=as_json)


def _office(ref: str | None, actor: str | None, as_json: bool) -> None:
    """An office with everybody who held it by then, or all with their holders."""
    if ref is None:
        _command("office", "list_")(actor=actor, as_json=as_json)
        return
    from governance.application.bodies.listing import holdings

    with looking_desk(None, actor) as desk:
        row = desk.row("office", ref)
        held = holdings(desk, row.id)
        today = desk.today
    now_held = [one for one in held if one.goes_on and one.start <= today]
    if as_json:
        told = [
            {
                "person": one.person,
                "name": one.name,
                "deputy": one.deputy,
                "from": one.start,
                "to": one.end,
                "holds": one in now_held,
            }
            for one in held
        ]
        emit_json({"ref": row.ref, "key": row.key, "title": row.title, "holdings": told})
        return
    print(f"{row.title} ({row.key}, {row.ref})")
    holders = [one.name for one in now_held if not one.deputy]
    print(f"Held by: {listed(holders, 'and') or 'nobody'}.")
    cells = [
        (
            one.name,
            "deputy" if one.deputy else "holder",
            day_words(one.start),
            day_words(one.end) if one.end else None,
        )
        for one in held
    ]
    table("Holders", ("Who", "As", "From", "Until"), cells)


def _person(ref: str | None, actor: str | None, as_json: bool) -> None:
    if ref is None:
        _command("people", "list_")(actor=actor, as_json=as_json)
        return
    from governance.application.people.person_page import person_page

    with looking_desk(None, actor) as desk:
        found = person_page(desk, ref)
        today = desk.today
    roles = [
        {"role": one.role, "from": one.from_day, "to": one.to_day}
        for one in found.grants
        if one.from_day <= today and (one.to_day is None or one.to_day >= today)
    ]
    told: dict[str, Any] = {
        "ref": found.row.ref,
        "key": found.row.key,
        "name": found.name,
        "partner": found.organisation.key if found.organisation is not None else None,
        "left_on": found.row.left_on,
        "roles": roles,
        "seats": [{"body": row.name, "seat": row.seat} for row in found.held.seats],
        "offices": [row.title for row in found.held.offices],
        "chairs": [{"body": row.name, "role": row.role} for row in found.held.chairs],
        "leads": list(found.leads),
    }
    if as_json:
        emit_json(told)
    else:
        _print_person(told)


def _print_person(told: Mapping[str, Any]) -> None:
    left = f"; left on {day_words(told['left_on'])}" if told["left_on"] else ""
    print(f"{told['name']} ({told['key']}, {told['ref']}){left}")
    if told["partner"]:
        print(f"Of: {told['partner']}.")
    rows = [
        *((words.term(one["role"]), "role", _days(one)) for one in told["roles"]),
        *((one["seat"], f"seat of {one['body']}", None) for one in told["seats"]),
        *((title, "office", None) for title in told["offices"]),
        *((one["role"], f"chair of {one['body']}", None) for one in told["chairs"]),
    ]
    table("What they are", ("What", "Of", "Days"), rows)
    print(f"Leads: {listed(told['leads'], 'and') or 'no commission'}.")


def _days(one: Mapping[str, Any]) -> str:
    until = f" to {day_words(one['to'])}" if one["to"] else ""
    return f"from {day_words(one['from'])}{until}"


def _report(ref: str | None, actor: str | None, as_json: bool) -> None:
    _command("proposal", "show")(ref, actor=actor, as_json=as_json)


def _rulebook(ref: str | None, actor: str | None, as_json: bool) -> None:  # noqa: ARG001  # one shape for all
    if ref is None:
        _command("rulebook", "list_")(as_json=as_json)
    else:
        _command("rulebook", "show")(ref, as_json=as_json)


def _scheme(ref: str | None, actor: str | None, as_json: bool) -> None:
    if ref is None:
        _command("rulebook", "list_")(kind="scheme", as_json=as_json)
    else:
        _rulebook(ref, actor, as_json)


SHOWN: Final[Mapping[str, Callable[[str | None, str | None, bool], None]]] = {
    "body": _body,
    "commission": _commission,
    "delegation": _delegation,
    "meeting": _meeting,
    "office": _office,
    "person": _person,
    "report": _report,
    "rulebook": _rulebook,
    "scheme": _scheme,
}
"""How each kind of thing is shown: by its reference, for whoever asks, for people or as JSON."""

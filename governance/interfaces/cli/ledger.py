"""`vires ledger`: is the record whole, what was done to a thing, and a receipt for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import In, looking_desk
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

if TYPE_CHECKING:
    from governance.application.ledger.queries import EntryView
    from governance.application.ledger.verifying import Verified
    from governance.domain.errors import Problem

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command()
def verify(
    against: Annotated[
        Path | None,
        typer.Option("--against", metavar="RECEIPT", help="Compare with the receipt in this file."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="Want seals by the public key in this file."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every entry and seal of every partnership; exit 1 where the record is not whole."""
    from governance.application.ledger import receipts
    from governance.application.ledger.verifying import verify as check
    from governance.interfaces.cli.store import opened
    from governance.store.keys import read_public

    wanted = None if key is None else read_public(key)
    receipt = None if against is None else receipts.read(against)
    with opened() as store:
        found = check(store, key=wanted, receipt=receipt)
    problems, notes = list(_told(found.problems)), list(_told(found.notes))
    if as_json:
        emit_json(
            {
                "ok": found.ok,
                "entries": found.entries,
                "subjects": found.subjects,
                "seals": found.seals,
                "sealed": found.sealed,
                "waiting": found.plain_waiting(),
                "keys": found.plain_keys(),
                "problems": problems,
                "notes": notes,
            }
        )
    else:
        for problem in problems:
            print(f"{problem['words']}\n  {problem['remedy']}")
        for note in notes:
            print(note["words"])
        code = "ledger.whole" if found.ok else "ledger.broken"
        say(code, entries=found.entries, subjects=found.subjects, problems=len(problems))
        _say_what_is_sealed(found)
        if receipt is not None and not any(one["code"].startswith("receipt.") for one in problems):
            say("receipt.stands", ref=receipt.ref, number=receipt.number)
    if not found.ok:
        raise typer.Exit(EXIT_REFUSED)


def _told(problems: Iterable[Problem]) -> Iterable[dict[str, Any]]:
    for one in problems:
        yield {
            "code": one.code,
            "ref": one.params.get("ref"),
            "entry": one.params.get("number") if not one.code.startswith("seal.") else None,
            "seal": one.params.get("seal")
            or (one.params.get("number") if one.code.startswith("seal.") else None),
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }


def _say_what_is_sealed(found: Verified) -> None:
    """How much is sealed, by which keys, and what waits."""
    if found.seals:
        keys = len({one.key for one in found.reigns})
        say("seals.told", sealed=found.sealed, seals=found.seals, keys=keys)
    if found.waiting:
        entries = sum(one.entries for one in found.waiting)
        say("seals.waiting", entries=entries, since=min(one.since for one in found.waiting))


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="REF", help="A reference such as C-0001, a key or an id.")
    ],
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show what was done to a thing: who did what, when, with which facts."""
    from governance.application.ledger.queries import history
    from governance.application.ledger.told import names_in, readable
    from governance.words.acts import facts

    with looking_desk(partnership) as desk:
        found = history(desk, name)
        names = {} if as_json else names_in(desk, (entry.facts for entry in found.entries))
        told = [] if as_json else [readable(desk, one.facts, names) for one in found.entries]
    if as_json:
        entries = [entry.plain() for entry in found.entries]
        emit_json({"ref": found.ref, "kind": found.table, "entries": entries})
        return
    rows = [_row(entry, facts(one)) for entry, one in zip(found.entries, told, strict=True)]
    table(f"What was done to {found.ref}", ("No.", "When", "Who", "What", "Facts", "Hash"), rows)


def _row(entry: EntryView, told: str) -> tuple[object, ...]:
    """An entry as the table shows it."""
    from governance.words.acts import act
    from governance.words.format import day

    who = words.term(entry.who) if entry.who in ("clock", "operator") else entry.who
    if entry.authority:
        told = "; ".join(part for part in (told, f"by {entry.authority}") if part)
    when = f"{day(entry.at)} {entry.at:%H:%M}"
    return entry.number, when, who, act(entry.kind), told, entry.hash[:12]


@app.command()
def receipt(
    name: Annotated[
        str, typer.Argument(metavar="REF", help="A reference such as C-0001, a key or an id.")
    ],
    number: Annotated[
        int | None,
        typer.Option("--number", min=1, help="Which of its entries; the latest by default."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Into a new file; shown otherwise."),
    ] = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give a receipt for an entry: what shows later that it stood there."""
    from governance.application.ledger import receipts
    from governance.interfaces.cli.files import may_write, write

    if file is not None:
        may_write(file)
    with looking_desk(partnership) as desk:
        told = receipts.receipt(desk, name, number=number)
    if file is None:
        print(receipts.encoded(told), end="")
        return
    write(file, receipts.encoded(told).encode())
    if as_json:
        emit_json({"file": str(file), "ref": told["ref"], "entry": told["number"]})
        return
    code = "receipt.written" if told["sealed"] else "receipt.written_unsealed"
    say(code, ref=told["ref"], number=told["number"], file=str(file))

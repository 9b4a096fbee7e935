"""`vires import`: notices (OCDS) and registers (CSV) into the register of commissions."""  # noqa: N999  # named as its noun

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, On, instant, instant_in, optional_day
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

if TYPE_CHECKING:
    from governance.application.imports.deciders import Decider
    from governance.application.imports.model import Report, Source
    from governance.domain.authority import Compiled
    from governance.store.engine import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

File = Annotated[str, typer.Argument(metavar="FILE", help="The file; - for standard input.")]
Scheme = Annotated[
    str | None,
    typer.Option(
        "--scheme", metavar="SCHEME", help="Say who would have had to decide: a file or a name."
    ),
]

ZONE = "Europe/London"
"""Where the days of a partnership that does not yet exist are counted."""
MOST = 200_000_000
"""Bytes read of a file at the most; one more shows that it is too large."""


@app.command()
def ocds(
    file: File,
    scheme: Scheme = None,
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Import notices: OCDS 1.1 packages, records or single releases.

    The partnership is created where it is new. Importing a file again changes nothing.
    """
    from governance.application.imports.acts import import_ocds
    from governance.application.imports.notices import OCDS

    content = _read(file)

    def run(store: Store, key: str, at: dt.datetime) -> Report:
        return import_ocds(store, partnership=key, content=content, file=file, now=at, actor=actor)

    _import(run, OCDS, file, scheme, on, now, partnership, as_json=as_json)


@app.command()
def csv(
    file: File,
    mapping: Annotated[
        str,
        typer.Option("--mapping", metavar="MAPPING", help="Which column is what: file or name."),
    ],
    scheme: Scheme = None,
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Import a register kept in a spreadsheet, by a mapping of its columns.

    The partnership is created where it is new. Importing a file again changes nothing.
    """
    from governance.application.imports.acts import import_csv
    from governance.application.imports.registers import REGISTER

    content = _read(file)
    reading = _read_mapping(mapping)

    def run(store: Store, key: str, at: dt.datetime) -> Report:
        return import_csv(
            store,
            partnership=key,
            content=content,
            file=file,
            mapping=reading,
            mapping_file=mapping,
            now=at,
            actor=actor,
        )

    _import(run, REGISTER, file, scheme, on, now, partnership, as_json=as_json)


def _import(
    run: Callable[[Store, str, dt.datetime], Report],
    source: Source,
    file: str,
    scheme: str | None,
    on: str | None,
    now: str | None,
    partnership: str | None,
    *,
    as_json: bool,
) -> None:
    """Run an import and tell what it did; exit 1 where anything was rejected."""
    from governance.interfaces.cli.store import opened

    day = optional_day(on, "--on")
    with opened() as store:
        key, at, zone = _where(store, partnership, now)
        compiled = None if scheme is None else _compiled(scheme, day or _day(at, zone))
        started = time.perf_counter()
        report = run(store, key, at)
        took = time.perf_counter() - started
        answers = [] if compiled is None else _answers(store, report, source, compiled, at)
    rejected = [{"ref": r.ref, "reason": _reason(r.reasons)} for r in report.rejected]
    if as_json:
        counts = {name: getattr(report, name) for name in ("created", "updated", "unchanged")}
        told: dict[str, Any] = {**counts, "rejected": rejected}
        if compiled is not None:
            told["deciders"] = [_decider(compiled, answer) for answer in answers]
        emit_json(told)
    else:
        _tell(report, file, took, rejected)
        if compiled is not None:
            _tell_deciders(compiled, answers)
    if rejected:
        raise typer.Exit(EXIT_REFUSED)


def _where(store: Store, name: str | None, now: str | None) -> tuple[str, dt.datetime, str]:
    """The partnership named (new or not), the moment, and the zone its days are counted in."""
    from governance.application.desk import find_partnership
    from governance.application.imports.acts import known_partnership

    known = None if name is None else known_partnership(store, name)
    if name is not None and known is None:
        return name, instant_in(now, ZONE), ZONE
    with store.read() as tx:
        row = find_partnership(tx, known)
    return row.key, instant(now, store, row.key), row.timezone


def _day(at: dt.datetime, zone: str) -> dt.date:
    return at.astimezone(ZoneInfo(zone)).date()


def _compiled(scheme: str, on: dt.date) -> Compiled:
    from governance.domain.authority import compile_scheme
    from governance.interfaces.cli.scheme import read_scheme

    return compile_scheme(read_scheme(scheme), on)


def _answers(
    store: Store, report: Report, source: Source, compiled: Compiled, at: dt.datetime
) -> list[Decider]:
    from governance.application.desk import looking
    from governance.application.imports.deciders import deciders

    with looking(store, now=at, partnership=report.partnership) as desk:
        return deciders(desk, report.processes, source, compiled)


# --- reading


def _read(file: str) -> bytes:
    """The bytes of a file or of standard input; one too many shows that it is too large."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MOST + 1)
    except (OSError, ValueError):
        raise Unusable.one("import.file_unreadable", name=file[:200]) from None


def _read_mapping(name: str) -> bytes:
    """The bytes of a mapping file, or of one that ships with Vires by its name."""
    from governance.configuration import config_dir
    from governance.domain.suggest import nearest

    known = {path.stem: path for path in sorted((config_dir() / "imports").glob("*.yaml"))}
    try:
        there = Path(name).exists()
    except (OSError, ValueError):
        there = False
    if there:
        return _read(name)
    if name in known:
        return known[name].read_bytes()
    near = nearest(name, known)
    raise Unusable.one("import.mapping_missing", name=name[:200], nearest=near, known=[*known])


# --- telling


def _reason(reasons: Any) -> str:
    """Every reason in words, in one line."""
    return " ".join(words.say(problem.code, problem.params) for problem in reasons)


def _tell(report: Report, file: str, took: float, rejected: list[dict[str, str]]) -> None:
    total = report.created + report.updated + report.unchanged + len(rejected)
    say(
        "import.done",
        file=file,
        partnership=report.partnership,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
        rejected=len(rejected),
    )
    say("import.rate", number=total, seconds=f"{took:.1f}", rate=round(total / max(took, 0.001)))
    if rejected:
        rows = ((row["ref"], row["reason"]) for row in rejected)
        table("Rejected", ["Where", "Why"], rows)


def _pounds(value: int | None) -> str | None:
    from governance.domain.money import pounds

    return None if value is None else str(pounds(value))


def _decider(compiled: Compiled, answer: Decider) -> dict[str, Any]:
    """A commission and who would have had to decide it, for programs."""
    from governance.interfaces.outcomes import outcome_json

    told: dict[str, Any] = {
        "ref": answer.ref,
        "ocid": answer.process,
        "title": answer.title,
        "value": _pounds(answer.value),
    }
    if answer.outcome is None:
        return {**told, "problems": [words.say(p.code, p.params) for p in answer.problems]}
    found = outcome_json(compiled.scheme, answer.outcome)
    if "rule" in found:
        found["decider"] = next(
            (step["decider"] for step in found["path"] if step["kind"] == "decide"), None
        )
        del found["because"]
    return {**told, **found}


def _tell_deciders(compiled: Compiled, answers: list[Decider]) -> None:
    from governance.words.format import money

    rows = [
        (
            answer.ref,
            answer.title[:60],
            None if answer.value is None else money(answer.value),
            _who(compiled, answer),
        )
        for answer in answers
    ]
    say("import.deciders", scheme=compiled.scheme.title, on=compiled.on)
    table("Who decides", ["Ref", "Title", "Value", "Decided by"], rows)


def _who(compiled: Compiled, answer: Decider) -> str:
    """Who decides, or why that cannot be said, in a cell."""
    from governance.domain.authority import Conflict, Determined, Undetermined
    from governance.interfaces.describe import describe_path

    scheme = compiled.scheme
    match answer.outcome:
        case None:
            return _reason(answer.problems)
        case Determined():
            return f"{answer.outcome.rule}: {describe_path(scheme, answer.outcome.path)}"
        case Undetermined(unknown):
            titles = [scheme.inputs[name].title for name in unknown]
            return words.say("import.decider_unknown", {"unknown": titles})
        case Conflict(rules):
            return words.say("import.decider_conflict", {"rules": list(rules)})
    fallback = answer.outcome.fallback
    if fallback is None:
        return words.say("import.decider_none", {})
    return words.say("import.decider_fallback", {"fallback": fallback.replace("_", " ")})


from governance.interfaces.cli import import_moderngov  # noqa: E402  # adds to the app

app.command()(import_moderngov.moderngov)

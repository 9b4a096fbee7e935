"""`vires scheme`: who decides a case; bundled schemes; a scheme's table; the JSON Schema."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli import (
    scheme_checking,
    scheme_comparing,
    scheme_cover,
    scheme_explaining,
    scheme_sheets,
)
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, table
from governance.words.format import listed

if TYPE_CHECKING:
    from governance.domain.authority import Case, Outcome, Scheme

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.command("check")(scheme_checking.check)
app.command("compare")(scheme_comparing.compare)
app.command("explain")(scheme_explaining.explain)
app.command("cover")(scheme_cover.cover)
app.command("export")(scheme_sheets.export)
app.command("import")(scheme_sheets.import_)

SchemeFile = Annotated[
    str, typer.Argument(metavar="FILE", help="A scheme's file, or the name of a bundled one.")
]


@app.command("path")
def path_(
    file: SchemeFile,
    case: Annotated[Path, typer.Option("--case", help="The case: JSON, input names and values.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of decision: today.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say who decides a case, on which path, after which procedure, and why."""
    from governance.domain.authority import evaluate, parse_case
    from governance.interfaces.outcomes import outcome_json

    asked = None if on is None else day_given(on)
    scheme = read_scheme(file)
    known = parse_case(read_file(case), scheme, str(case))
    outcome = evaluate(scheme, known, day_of_decision(scheme, known, asked))
    answer = outcome_json(scheme, outcome)
    if as_json:
        emit_json(answer)
    else:
        _tell(scheme, outcome, answer)
    if "rule" not in answer:
        raise typer.Exit(EXIT_REFUSED)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the schemes that ship with Vires."""
    rows = [
        {
            "name": name,
            "title": scheme.title,
            "standing": scheme.standing,
            "owner": scheme.owner,
            "rules": len(scheme.rules),
            "source": scheme.source.title,
        }
        for name, scheme in ((name, read_scheme(name)) for name in bundled())
    ]
    if as_json:
        emit_json(rows)
        return
    columns = ["Name", "Title", "Standing", "Rules"]
    cells = ([row["name"], row["title"], row["standing"], row["rules"]] for row in rows)
    table("Bundled schemes", columns, cells)


@app.command()
def show(file: SchemeFile, as_json: AsJson = False) -> None:
    """Show a scheme as a table: when each rule holds, who decides, after which procedure."""
    from governance.interfaces.describe import describe_condition, describe_path

    scheme = read_scheme(file)
    rows = [
        {
            "rule": rule.id,
            "title": rule.title,
            "when": describe_condition(scheme, rule.when),
            "path": describe_path(scheme, rule.path),
            "procedure": [scheme.procedures[name].title for name in rule.procedure],
            "overrides": sorted(rule.overrides),
            "source": rule.source,
        }
        for rule in scheme.rules
    ]
    if as_json:
        emit_json({"key": scheme.key, "title": scheme.title, "vat": scheme.vat, "rules": rows})
        return
    columns = ["Rule", "When", "Path", "Procedure"]
    cells = (
        [
            row["rule"],
            row["when"],
            row["path"],
            listed(row["procedure"], "and"),
        ]
        for row in rows
    )
    table(f"{scheme.title} (VAT {scheme.vat})", columns, cells)


@app.command()
def schema(as_json: AsJson = False) -> None:  # noqa: ARG001 - it is JSON either way
    """Print the JSON Schema of the scheme language, for editors that check as you type."""
    print(schema_file().read_text(encoding="utf-8"), end="")


def schema_file() -> Path:
    """Where the JSON Schema of the scheme language is."""
    import governance

    return Path(governance.__file__).parent / "docs" / "schemes" / "scheme.schema.json"


def bundled() -> dict[str, Path]:
    """The schemes that ship with Vires, by name."""
    from governance.configuration import config_dir

    return {file.stem: file for file in sorted((config_dir() / "schemes").glob("*.yaml"))}


def read_scheme(file: str) -> Scheme:
    """Read a scheme from a file, or one that ships with Vires by its name."""
    from governance.domain.authority import load_scheme

    return load_scheme(scheme_bytes(file), file)


def scheme_bytes(file: str) -> bytes:
    """The text of a scheme's file, or of one that ships with Vires by its name."""
    from governance.domain.suggest import nearest

    known = bundled()
    found = Path(file)
    if not _exists(found):
        if file not in known:
            near = nearest(file, known)
            name = file[:200]
            raise Unusable.one("scheme.file.missing", name=name, nearest=near, known=[*known])
        found = known[file]
    return read_file(found)


def _exists(file: Path) -> bool:
    try:
        return file.exists()
    except (OSError, ValueError):
        return False


def read_file(file: Path) -> bytes:
    """A file's bytes; one byte too many is enough to know that it is too large."""
    from governance.domain.texts import LARGEST

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError):
        raise Unusable.one("scheme.file.unreadable", name=str(file)[:200]) from None


def day_of_decision(scheme: Scheme, case: Case, asked: dt.date | None) -> dt.date:
    """The day asked for, or the one the case itself gives, which must be the same; or today."""
    days = {
        name: dt.date.fromordinal(value)
        for name, value in case.values.items()
        if scheme.inputs[name].derived == "decision_day" and isinstance(value, int)
    }
    day = asked or next(iter(days.values()), None)
    for name, given in days.items():
        if given != day:
            raise Unusable.one("scheme.case.other_day", input=name, given=given, asked=day)
    return day or today()


def today() -> dt.date:
    """The day by the clock, in the zone of the schemes' law."""
    from zoneinfo import ZoneInfo

    return dt.datetime.now(ZoneInfo("Europe/London")).date()


def day_given(text: str) -> dt.date:
    """The day that `--on` says. Raises `Unusable`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Unusable.one("text.want_day", key="--on", text=text[:40]) from None


def _tell(scheme: Scheme, outcome: Outcome, answer: dict[str, Any]) -> None:
    from governance.domain.authority import Conflict, Determined, Undetermined
    from governance.interfaces.describe import describe_path

    match outcome:
        case Determined():
            title = scheme.rule(outcome.rule).title
            print(f"Rule {outcome.rule}" + (f", {title}" if title else ""))
            print(f"Path: {describe_path(scheme, outcome.path)}.")
            names = [scheme.procedures[name].title for name in outcome.procedure]
            print(f"Procedure: {listed(names, 'and') or 'none'}.")
            print("Because:")
            for line in answer["because"]:
                print(f"  {line}")
        case Undetermined(unknown, possible):
            titles = [scheme.inputs[name].title for name in unknown]
            _say("scheme.answer.undetermined", unknown=titles)
            rows = [(one, scheme.rule(one).title, _who(scheme, one)) for one in possible]
            table("Still possible", ["Rule", "Title", "Path"], rows)
        case Conflict(rules):
            _say("scheme.answer.conflict", rules=list(rules))
        case _ if outcome.fallback:
            _say("scheme.answer.fallback", fallback=outcome.fallback.replace("_", " "))
        case _:
            _say("scheme.answer.no_rule")


def _who(scheme: Scheme, rule_id: str) -> str:
    from governance.interfaces.describe import describe_path

    return describe_path(scheme, scheme.rule(rule_id).path)


def _say(code: str, **params: Any) -> None:
    print(words.say(code, params))
    print(f"  {words.remedy(code, params)}")

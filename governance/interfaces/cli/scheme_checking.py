"""`vires scheme check`: a scheme is proved, or every hole and clash in it is shown by a case."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Refused, Unusable
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, tell

if TYPE_CHECKING:
    import datetime as dt

    from governance.domain.assurance import Finding, Proof
    from governance.domain.assurance.mending import Mended
    from governance.domain.authority import Rule, Scheme


def check(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A scheme's file, or the name of a bundled one.")
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The first day of decision proved: today."),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Show the lines that mend what one edge decides.")
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="With --fix: write those lines to the file.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prove that every possible case has one path, or show each hole and clash by a case."""
    from governance.domain.assurance import prove
    from governance.domain.assurance.mending import mend, with_mends
    from governance.domain.authority import load_scheme
    from governance.interfaces.cli.scheme import day_given, scheme_bytes, today

    if write and not fix:
        raise Unusable.one("proof.fix.want_fix")
    day = today() if on is None else day_given(on)
    text = scheme_bytes(file)
    scheme = load_scheme(text, file)
    proof = with_mends(prove(scheme, on=day), text, file, on=day)
    mended = mend(proof, text, file, on=day) if fix else None
    if write and mended is not None and mended.mends:
        _write(file, text, mended.text)
        scheme, proof = load_scheme(mended.text, file), mended.proof
    if as_json:
        emit_json(proof_json(scheme, proof, day) | _fix_json(file, text, mended, written=write))
    else:
        _tell(file, scheme, proof, day)
        _tell_fix(file, scheme, text, mended, written=write)
    if not proof.proved:
        raise typer.Exit(EXIT_REFUSED)


def proof_json(scheme: Scheme, proof: Proof, asked: dt.date) -> dict[str, Any]:
    """A proof for programs."""
    from governance.interfaces.findings import finding_json

    return {
        "proved": proof.proved,
        "rules": proof.rules,
        "findings": [finding_json(scheme, one, asked) for one in proof.findings],
        "unsettled": list(proof.unsettled),
        "more": proof.more,
    }


def changed_lines(text: bytes, mended: bytes) -> list[tuple[int, str, str]]:
    """The lines that differ: number, before and after. A mend never adds or takes out a line."""
    before = text.decode("utf-8-sig").splitlines()
    after = mended.decode("utf-8-sig").splitlines()
    pairs = enumerate(zip(before, after, strict=True), start=1)
    return [(number, old, new) for number, (old, new) in pairs if old != new]


def _fix_json(file: str, text: bytes, mended: Mended | None, *, written: bool) -> dict[str, Any]:
    if mended is None:
        return {}
    lines = [
        {"file": file, "line": number, "before": before, "after": after}
        for number, before, after in changed_lines(text, mended.text)
    ]
    return {"fix": {"lines": lines, "written": written and bool(lines)}}


def _tell(file: str, scheme: Scheme, proof: Proof, asked: dt.date) -> None:
    if proof.proved:
        say("proof.proved", rules=proof.rules)
        return
    say("proof.not_proved", findings=len(proof.findings), rules=proof.rules)
    for number, one in enumerate(proof.findings, start=1):
        tell()
        _tell_finding(file, scheme, one, number, asked)
    for code in ("proof.unsettled",) * bool(proof.unsettled) + ("proof.more",) * proof.more:
        params = {"rules": list(proof.unsettled)}
        tell(f"\n{words.say(code, params)}\n  {words.remedy(code, params)}")


def _tell_finding(file: str, scheme: Scheme, one: Finding, number: int, asked: dt.date) -> None:
    from governance.application.rulebook.finding_words import finding_words, remedy_words
    from governance.interfaces.cases import case_json
    from governance.interfaces.findings import mend_json, region_of

    kind = words.say(f"proof.kind.{one.kind}", {})
    tell(f"{number}. {kind}. {finding_words(scheme, one, asked)}")
    if one.region is not None and one.region.wide and (region := region_of(scheme, one)):
        tell(f"   {words.say('proof.region', {'region': region})}")
    for rule_id in one.rules if one.why != "assumptions" else ():
        tell(f"   {rule_id}: {_known_by(scheme, scheme.rule(rule_id))}")
    if one.mend is not None:
        code = "proof.mend.recorded" if scheme.standing == "recorded" else "proof.mend"
        tell(f"   {words.say(code, mend_json(one.mend))}")
    elif remedy := remedy_words(one):
        tell(f"   {remedy}")
    if one.example is not None:
        case = json.dumps(case_json(scheme.inputs, one.example.values), ensure_ascii=False)
        tell(f"   {words.say('proof.try', {'case': case})}")
        print(f"     vires scheme path {file} --case case.json --on {one.on}")


def _known_by(scheme: Scheme, rule: Rule) -> str:
    """What a rule is known by beside its id: its title, else its source, else its test."""
    from governance.interfaces.describe import describe_condition

    return rule.title or rule.source or describe_condition(scheme, rule.when)


def _tell_fix(
    file: str, scheme: Scheme, text: bytes, mended: Mended | None, *, written: bool
) -> None:
    if mended is None:
        return
    lines = changed_lines(text, mended.text)
    print()
    if not lines:
        say("proof.fix.none")
        return
    for number, before, after in lines:
        print(f"{file}:{number}\n- {before}\n+ {after}")
    params = {"file": file, "lines": len(lines)}
    whose = "recorded_" if scheme.standing == "recorded" else ""
    code = f"proof.fix.{whose}{'written' if written else 'shown'}"
    tell(words.say(code, params))
    if remedy := words.remedy(code, params):
        tell(f"  {remedy}")


def _write(file: str, before: bytes, after: bytes) -> None:
    """Put the mended text in the file's place, all at once. Bundled schemes are not touched."""
    from governance.configuration import config_dir
    from governance.interfaces.cli.scheme import read_file

    path = Path(file)
    if not path.exists() or path.resolve().is_relative_to(config_dir().resolve()):
        raise Refused.one("proof.fix.bundled", name=file)
    path = path.resolve()
    if read_file(path) != before:
        raise Unusable.one("proof.fix.changed", name=file)
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as new:
            new.write(after)
            new.flush()
            os.fsync(new.fileno())
        Path(new.name).chmod(path.stat().st_mode & 0o7777)
        Path(new.name).replace(path)
    except OSError:
        raise Unusable.one("proof.fix.unwritable", name=file) from None

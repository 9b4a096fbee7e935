"""The reference of the scheme language is true: every example is read, every table is run."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import governance
from governance.configuration import config_dir
from governance.domain.authority import (
    DERIVED,
    Case,
    Determined,
    NoRule,
    Undetermined,
    evaluate,
    load_scheme,
    parse_case,
)
from governance.domain.authority.model import DERIVED_TYPES
from governance.domain.texts import parse

DOCS = Path(governance.__file__).parent / "docs"
REFERENCE = (DOCS / "scheme-language.md").read_text(encoding="utf-8")
BLOCKS = [
    (language.strip(), body)
    for language, body in re.findall(
        r"^```([^\n]*)\n(.*?)^```$", REFERENCE, re.MULTILINE | re.DOTALL
    )
]
SCHEMA = json.loads((DOCS / "schemes" / "scheme.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
ON = dt.date(2026, 2, 2)

PARTS = {
    "inputs": """\
inputs:
  kind: {one of: [award, waive, pool]}
  value: {type: money}
  budget: {type: money}
  prior_approval: {type: money}
  listed: {type: yes-no}
  wards: {type: number}
  months: {type: number}
  starts: {type: day}
  ends: {type: day}
""",
    "deciders": """\
deciders:
  s151: {kind: office, title: s151}
  director: {kind: office, title: director}
  board: {kind: body, title: board}
  partners: {kind: each-partner, title: each partner}
""",
    "rules": "rules: [{id: R1, when: always, path: [{decide: board}]}]\n",
}


def blocks(kind: str) -> list[str]:
    return [body for language, body in BLOCKS if language == f"yaml {kind}"]


def assembled(**parts: str) -> bytes:
    """A whole scheme around some parts; the reference's own limits and definitions are in it."""
    known = {
        "limits": blocks("limits")[0],
        "definitions": blocks("definitions")[0],
        "procedures": blocks("procedures")[0],
        **PARTS,
        **parts,
    }
    head = "vires: scheme/1\nkey: doc\ntitle: Doc\nstanding: own\nowner: board\nvat: excluding\n"
    return (head + "".join(known.values())).encode()


def checked(text: bytes) -> Any:
    """Read by Vires and by the JSON Schema alike."""
    VALIDATOR.validate(parse(text, "doc").plain)
    return load_scheme(text, "doc")


def test_every_block_is_of_a_kind_that_is_run() -> None:
    kinds = {language.split(":")[0] for language, _ in BLOCKS}
    known = {"", "yaml", "yaml scheme", "json case A1", "json case A2", "json case unknown"}
    parts = {"when", "limits", "definitions", "assume", "path", "procedures", "rules", "separate"}
    assert kinds == known | {f"yaml {part}" for part in parts}


def test_the_whole_scheme_answers_its_cases() -> None:
    scheme = checked(blocks("scheme")[0].encode())
    cases = [(language, body) for language, body in BLOCKS if language.startswith("json case")]
    assert len(cases) == 3
    for language, body in cases:
        outcome = evaluate(scheme, parse_case(body.encode(), scheme), ON)
        expected = language.removeprefix("json case ")
        if isinstance(outcome, Determined):
            assert outcome.rule == expected
        else:
            assert isinstance(outcome, Undetermined)
            assert f"unknown: {', '.join(outcome.unknown)}" == expected


@pytest.mark.parametrize("block", blocks("when"))
def test_every_condition_is_read(block: str) -> None:
    indented = "".join(f"    {line}\n" for line in block.splitlines())
    checked(assembled(rules=f"rules:\n  - id: R1\n{indented}    path: [{{decide: board}}]\n"))


@pytest.mark.parametrize("block", blocks("path"))
def test_every_path_is_read(block: str) -> None:
    indented = "".join(f"    {line}\n" for line in block.splitlines())
    checked(assembled(rules=f"rules:\n  - id: R1\n    when: always\n{indented}"))


@pytest.mark.parametrize("part", ["limits", "definitions", "assume", "procedures", "rules", "separate"])  # fmt: skip
def test_every_other_part_is_read(part: str) -> None:
    for block in blocks(part):
        checked(assembled(**{part: block}))


def test_deciders_and_ranks_are_read() -> None:
    (block,) = (body for language, body in BLOCKS if language == "yaml")
    checked(assembled(deciders=block))


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = REFERENCE.split(f"{heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_table_of_words_and_symbols_is_true() -> None:
    tested = 0
    for words, symbol, takes in (row for row in rows("### Amounts and numbers") if len(row) == 3):
        first, *others = re.findall(r"`([^`]+)`", words)
        number = re.search(r"[\d,]+", first)
        assert number
        symbols = re.findall(r"`([^`]+)`", symbol)
        full = [one if any(c.isdigit() for c in one) else f"{one} 30,000" for one in others]
        for test in [first, *full, *symbols]:
            rules = f"rules: [{{id: R1, when: {{value: '{test}'}}, path: [{{decide: board}}]}}]\n"
            scheme = checked(assembled(rules=rules))
            at = evaluate(scheme, Case({"value": 30_000_00}), ON)
            if symbols:
                assert (at != NoRule(None)) == takes.startswith("yes"), test
            tested += 1
    assert tested > 25


def test_the_table_of_inputs_is_true() -> None:
    for written, _ in rows("## Inputs")[:5]:
        checked(assembled(inputs=PARTS["inputs"] + f"  extra: {written.strip('`')}\n"))
    columns = ["choice", "money", "yes-no", "integer", "day"]
    listed = {
        name: columns[at]
        for row in rows("The register knows:")
        for at, name in enumerate(row)
        if name in DERIVED
    }
    assert listed == DERIVED_TYPES


@pytest.mark.parametrize("file", sorted((config_dir() / "schemes").glob("*.yaml")), ids=lambda f: f.stem)  # fmt: skip
def test_bundled_schemes_keep_to_the_json_schema(file: Any) -> None:
    VALIDATOR.validate(parse(file.read_bytes(), file.name).plain)


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"standing": "owned"},
        {"rules": [{"id": "A", "when": {}, "path": [{"decide": "board"}]}]},
        {"rules": [{"id": "A", "when": "always", "path": [{"decide": "a", "consult": "b"}]}]},
        {"inputs": {"value": {"title": "no type"}}},
        {"assume": [{"if": {"kind": "award"}}]},
    ],
)
def test_the_json_schema_refuses_what_vires_refuses(wrong: dict[str, Any]) -> None:
    whole = parse(blocks("scheme")[0].encode(), "doc").plain
    assert VALIDATOR.is_valid(whole)
    assert not VALIDATOR.is_valid(whole | wrong)


def test_the_json_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

"""A scheme as DMN 1.3: a sound document, whose rows mean what the scheme means."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheet_schemes import scheme_texts

from governance import words
from governance.adapters.dmn import export_dmn
from governance.adapters.dmn.drawing import DC, DMNDI, MODEL
from governance.adapters.dmn.feel import entry, text, variables
from governance.adapters.dmn.rows import MOST_ROWS, Row, ends
from governance.adapters.dmn.rows import Test as Asked
from governance.adapters.dmn.table import DecisionTable, decision_table, outputs
from governance.configuration import config_dir
from governance.domain.authority import Case, Conflict, Determined, compile_scheme, load_scheme
from governance.domain.authority.conditions import holds, truth
from governance.domain.authority.evaluating import verdict
from governance.domain.authority.model import Input, Scheme, Value

ON = dt.date(2026, 2, 2)
SCHEMES = sorted((config_dir() / "schemes").glob("*.yaml"))
M = f"{{{MODEL}}}"
HEAD = """
vires: scheme/1
key: small
title: Small & <odd>
standing: own
owner: board
vat: including
deciders:
  a: {kind: office, title: A}
  b: {kind: body, title: B}
inputs:
  kind: {one of: [award, waive, pool]}
  listed: {type: yes-no}
  value: {type: money, most: "1,000"}
  budget: {type: money, most: "1,000"}
  wards: {type: number, most: 9}
  starts: {type: day}
  ends: {type: day}
rules:
"""


def small(*rules: str) -> Scheme:
    return load_scheme((HEAD + "\n".join(f"  - {one}" for one in rules)).encode(), "small.yaml")


def entries(when: str, name: str) -> list[str]:
    """What the rows of a rule ask of one input."""
    scheme = small(f"{{id: R1, when: {when}, path: [{{decide: a}}]}}")
    table = decision_table(scheme, on=ON)
    names = variables(scheme.inputs)
    return [entry(scheme.inputs[name], line.row.get(name, Asked()), names) for line in table.lines]


@pytest.mark.parametrize(
    ("name", "test", "expected"),
    [
        ("value", "over 30.50 and up to 60", ["(30.5..60]"]),
        ("value", "under 30", ["< 30"]),
        ("value", "30 or more", [">= 30"]),
        ("value", "10 to under 30", ["[10..30)"]),
        ("value", "exactly 30.01", ["30.01"]),
        ("value", "other than 30", ["not(30)"]),
        ("value", "10 to 30 and other than 20", ["[10..20),(20..30]"]),
        ("value", "under 10 or over 30", ["< 10", "> 30"]),
        ("value", "over 10% of budget", ["? * 10 > budget"]),
        ("value", "over 5 and up to 2/3 of budget", ["? > 5 and ? * 3 <= budget * 2"]),
        ("value", "up to budget", ["? <= budget"]),
        ("kind", "award or pool", ['"award","pool"']),
        ("listed", "yes", ["true"]),
        ("wards", "1 - 3", ["[1..3]"]),
        ("starts", "before 2026-04-01", ['< date("2026-04-01")']),
        ("starts", "ends minus 28 days", ['? = ends - duration("P28D")']),
    ],
)
def test_a_test_in_feel(name: str, test: str, expected: list[str]) -> None:
    assert entries(f'{{{name}: "{test}"}}', name) == expected


def test_text_and_names_in_feel() -> None:
    assert text('say "no"\\\n') == '"say \\"no\\"\\\\\\n"'
    assert variables(["a-b", "a.b", "date", "value"]) == {
        "a-b": "a_b", "a.b": "a_b_", "date": "date_", "value": "value",
    }  # fmt: skip


# --- what the table means is what the scheme means


def matches(row: Row, values: Mapping[str, Value], inputs: Mapping[str, Input]) -> bool:
    for name, test in row.items():
        value = values[name]
        if isinstance(value, str):
            if test.choices is not None and value not in test.choices:
                return False
            continue
        least, most = ends(test, inputs[name])
        if not least <= value <= most or value in test.but:
            return False
        if not all(holds(leaf, values) for leaf in test.relations):
            return False
    return True


def answers(table: DecisionTable, values: Mapping[str, Value]) -> set[tuple[str, ...]]:
    """What the matching rows say: one thing, nothing, or several (no answer, by the policy)."""
    inputs = table.scheme.inputs
    return {
        outputs(table.scheme, line.rule)
        for line in table.lines
        if matches(line.row, values, inputs)
    }


VALUES: Mapping[str, list[Any]] = {
    "kind": ["award", "waive", "pool"],
    "title": ["yes", "no"],
    "value": [0, 100, 200, 250, 300, 500, 501, 600, 700, 7510, 250_000],
    "source": [500, 600, 2500, 7510],
    "wards": [0, 1, 2, 3, 5, 40],
    "starts": [dt.date(2024, 1, 1).toordinal(), dt.date(2026, 4, 1).toordinal()],
    "ends": [dt.date(2026, 4, 1).toordinal(), dt.date(2026, 3, 29).toordinal()],
}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)  # fmt: skip
@given(found=scheme_texts(), data=st.data())
def test_the_table_of_any_scheme_answers_as_the_scheme(found: bytes, data: st.DataObject) -> None:
    scheme = load_scheme(found, "random.yaml")
    table, compiled = decision_table(scheme, on=ON), compile_scheme(scheme, ON)
    told = {one.code: one.params for one in table.left_out}
    unsure = {*told.get("dmn.left_out.rules", {}).get("rules", ()),
              *told.get("dmn.left_out.advice", {}).get("rules", ())}  # fmt: skip
    ET.fromstring(export_dmn(scheme, on=ON)[0])
    for _ in range(8):
        values = {name: data.draw(st.sampled_from(some)) for name, some in VALUES.items()}
        holding = {one.rule.id for one in compiled.rules if truth(one.when, values)}
        if holding & unsure:
            continue
        decided = verdict(compiled, values)
        if decided.winner is not None:
            assert answers(table, values) == {outputs(scheme, decided.winner)}
        elif decided.conflicting:
            assert len(answers(table, values)) != 1 or _alike(scheme, decided.conflicting)
        else:
            assert answers(table, values) == set()


def _alike(scheme: Scheme, rules: Any) -> bool:
    """Whether rules in conflict say the same in a table's words (who decides first may differ)."""
    return len({outputs(scheme, rule) for rule in rules}) == 1


def test_what_is_overridden_is_taken_out() -> None:
    scheme = small(
        "{id: R1, when: {kind: award}, path: [{decide: a}]}",
        "{id: R2, when: {kind: award, listed: yes}, path: [{decide: b}], overrides: [R1]}",
    )
    table = decision_table(scheme, on=ON)
    case: dict[str, Value] = {"kind": "award", "listed": "yes"}
    assert {one[0] for one in answers(table, case)} == {"B"}
    assert {one[0] for one in answers(table, case | {"listed": "no"})} == {"A"}


def test_a_conflict_has_no_answer_in_either() -> None:
    scheme = small(
        "{id: R1, when: {kind: award}, path: [{decide: a}]}",
        "{id: R2, when: {listed: yes}, path: [{decide: b}]}",
    )
    values: dict[str, Value] = {"kind": "award", "listed": "yes"}
    from governance.domain.authority import evaluate

    assert isinstance(evaluate(scheme, Case(values), ON), Conflict)
    assert len(answers(decision_table(scheme, on=ON), values)) == 2
    assert isinstance(evaluate(scheme, Case(values | {"listed": "no"}), ON), Determined)


def test_a_rule_of_too_many_rows_is_left_out_and_named() -> None:
    many = ", ".join(f'"{number} or {number + 1} or {number + 2}"' for number in range(0, 900, 3))
    scheme = small(
        "{id: R1, when: {value: [" + many + "], budget: [" + many + "]}, path: [{decide: a}]}",
        "{id: R2, when: {kind: award}, path: [{decide: b}]}",
    )
    content, left_out = export_dmn(scheme, on=ON)
    assert ("dmn.left_out.rules", {"rules": ["R1"]}) in [(o.code, o.params) for o in left_out]
    assert len(ET.fromstring(content).findall(f".//{M}rule")) == 1 < MOST_ROWS


def test_agreeing_rules_with_other_advice_are_named() -> None:
    scheme = small(
        "{id: R1, when: {kind: award}, path: [{decide: a}]}",
        "{id: R2, when: {listed: yes}, path: [{consult: b}, {decide: a}]}",
        "{id: R3, when: {kind: waive, listed: no}, path: [{consult: b}, {decide: a}]}",
    )
    told = {one.code: one.params for one in export_dmn(scheme, on=ON)[1]}
    assert told["dmn.left_out.advice"] == {"rules": ["R1", "R2"]}


def test_agreeing_rules_that_never_meet_are_not_named() -> None:
    """Row by row they might: what one asks of two amounts is the opposite of what the other does."""
    scheme = small(
        "{id: R1, when: {value: up to 10% of budget}, path: [{decide: a}]}",
        "{id: R2, when: {value: over 10% of budget}, path: [{consult: b}, {decide: a}]}",
        "{id: R3, when: {value: over 20% of budget}, path: [{decide: a}]}",
    )
    told = {one.code: one.params for one in export_dmn(scheme, on=ON)[1]}
    assert told["dmn.left_out.advice"] == {"rules": ["R2", "R3"]}


# --- the document


@pytest.mark.parametrize("file", SCHEMES, ids=lambda file: file.stem)
def test_the_document_holds_together(file: Path) -> None:
    scheme = load_scheme(file.read_bytes(), file.name)
    content, left_out = export_dmn(scheme, on=ON)
    root = ET.fromstring(content)
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(ids) == len(set(ids))
    for one in root.iter():
        target = one.attrib.get("href", "").removeprefix("#") or one.attrib.get("dmnElementRef")
        assert target is None or target in ids
    (table,) = root.iter(f"{M}decisionTable")
    assert table.attrib["hitPolicy"] == "ANY"
    columns, out = len(table.findall(f"{M}input")), len(table.findall(f"{M}output"))
    for rule in table.findall(f"{M}rule"):
        assert len(rule.findall(f"{M}inputEntry")) == columns
        assert len(rule.findall(f"{M}outputEntry")) == out == 3
        assert all(one.text for one in rule.iter(f"{M}text") if one.text is not None)
    named = {one.attrib["name"] for one in root.findall(f"{M}inputData")}
    asked = {one.findtext(f"{M}inputExpression/{M}text") for one in table.findall(f"{M}input")}
    assert asked <= named
    drawn = {one.attrib["dmnElementRef"] for one in root.iter(f"{{{DMNDI}}}DMNShape")}
    assert drawn == {"decision", "note", *(f"input-{at}" for at in range(len(named)))}
    assert len(list(root.iter(f"{{{DC}}}Bounds"))) == len(drawn)
    note = root.findtext(f"{M}textAnnotation/{M}text") or ""
    assert all(words.say(one.code, one.params) in note for one in left_out)


def test_the_order_of_elements_is_that_of_the_standard() -> None:
    """The order in which DMN 1.3's schema wants the parts of each element."""
    order = {
        "definitions": ["description", "decision", "inputData", "textAnnotation", "association", "DMNDI"],
        "decision": ["description", "variable", "informationRequirement", "decisionTable"],
        "decisionTable": ["input", "output", "annotation", "rule"],
        "input": ["inputExpression", "inputValues"],
        "rule": ["description", "inputEntry", "outputEntry", "annotationEntry"],
    }  # fmt: skip
    scheme = load_scheme((config_dir() / "schemes" / "example-partnership.yaml").read_bytes(), "e")
    for one in ET.fromstring(export_dmn(scheme, on=ON)[0]).iter():
        wanted = order.get(re.sub(r"\{.*\}", "", one.tag))
        if wanted is not None:
            places = [wanted.index(re.sub(r"\{.*\}", "", part.tag)) for part in one]
            assert places == sorted(places)

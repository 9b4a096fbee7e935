"""A scheme edited cell by cell: the next text says what was meant, and all else stays."""

import difflib

import pytest
from hypothesis import HealthCheck, given, settings
from sheet_schemes import scheme_texts

from governance.adapters.sheets import canonical, export_scheme, import_scheme
from governance.adapters.sheets.editing import (
    file_taken_in,
    row_added,
    row_moved,
    row_taken_out,
    row_written,
    sheets_of,
    sited,
    table_pasted,
)
from governance.adapters.sheets.weaving import Woven, woven
from governance.configuration import config_dir
from governance.domain.authority import load_scheme
from governance.domain.errors import Unusable

FILE = "example.yaml"
TEXT = (config_dir() / "schemes" / "example-partnership.yaml").read_bytes()


def at(rule: str) -> int:
    """The place of a rule among the rules."""
    return [row[0] for row in sheets_of(TEXT, FILE)["Rules"].rows].index(rule)


def changes(found: Woven) -> list[str]:
    """The lines that were taken out and put in."""
    assert found.kept
    before, after = TEXT.decode().splitlines(), found.text.decode().splitlines()
    lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def test_a_changed_cell_changes_its_line_alone() -> None:
    found = row_written(TEXT, FILE, sheet="Rules", row=at("S2"), cells={"title": "middling sums"})
    assert changes(found) == ["-    title: middling commitments", "+    title: middling sums"]


def test_a_step_taken_out_of_a_path_takes_its_line_out() -> None:
    path = "clear: s151\ndecide: executive-board"
    found = row_written(TEXT, FILE, sheet="Rules", row=at("S2"), cells={"path": path})
    assert changes(found) == ["-      - recommend: joint-commissioning-head"]


def test_a_rule_called_otherwise_is_still_named_where_it_was() -> None:
    found = row_written(TEXT, FILE, sheet="Rules", row=at("S2"), cells={"id": "S2a"})
    scheme = load_scheme(found.text, FILE)
    assert "S2a" in scheme.rule("A1").overrides
    assert any("S2a" in one.rules for one in scheme.separate)


def test_a_new_rule_stands_where_it_was_put() -> None:
    cells = {"id": "S5", "input kind": "pool", "input value": "over 5m", "path": "decide: cabinet"}
    found = row_added(TEXT, FILE, sheet="Rules", at=at("S4") + 1, cells=cells)
    assert [line[:1] for line in changes(found)] == ["+"] * 3
    ids = [rule.id for rule in load_scheme(found.text, FILE).rules]
    assert ids[ids.index("S4") + 1] == "S5"


def test_a_moved_rule_leaves_the_heading_above_it_in_its_place() -> None:
    found = row_moved(TEXT, FILE, sheet="Rules", row=at("S1"), to=at("S2"))
    lines = found.text.decode().splitlines()
    heading = next(n for n, line in enumerate(lines) if "# New commitments" in line)
    assert lines[heading + 1] == "  - id: S2"
    assert sorted(lines) == sorted(TEXT.decode().splitlines())


def test_a_rule_taken_out_leaves_every_comment() -> None:
    found = row_taken_out(TEXT, FILE, sheet="Rules", row=at("E1"))
    assert found.text.count(b"#") == TEXT.count(b"#")
    with pytest.raises(KeyError):
        load_scheme(found.text, FILE).rule("E1")


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "line"),
    [
        ("Limits", 1, {"value": "110,000"}, '{from: 2024-04-01, amount: "110,000", source'),
        ("Procedures", 2, {"call_in.days": "7"}, "      days: 7"),
        ("Scheme", 1, {"value": "A: new one"}, 'title: "A: new one"'),
        ("Ranks", 1, {"chain": "director > locality-north"}, "[director, locality-north]"),
        ("Definitions", 0, {"when": "kind: award or grant"}, "when: {kind: award or grant}"),
        ("Assumptions", 0, {"holds": "value: up to cumulative_value"}, "up to cumulative_value"),
    ],
)
def test_every_other_table_is_edited_in_place(
    sheet: str, row: int, cells: dict[str, str], line: str
) -> None:
    found = row_written(TEXT, FILE, sheet=sheet, row=row, cells=cells)
    assert [one for one in changes(found) if one.startswith("+") and line in one]
    assert len(changes(found)) == 2


def test_what_is_wrong_is_told_by_cell_all_at_once() -> None:
    cells = {"id": "", "path": "decide: nobody", "input value": "up too 5", "overrides": "X9"}
    with pytest.raises(Unusable) as failed:
        row_written(TEXT, FILE, sheet="Rules", row=at("S2"), cells=cells)
    found = [sited(TEXT, FILE, one) for one in failed.value.problems]
    assert {(one.sheet, one.row, one.name) for one in found} == {("Rules", at("S2"), "S2")}
    assert {one.column.key for one in found if one.column} == {
        "id",
        "path",
        "input value",
        "overrides",
    }


def test_a_rule_that_others_name_is_not_taken_out_silently() -> None:
    with pytest.raises(Unusable) as failed:
        row_taken_out(TEXT, FILE, sheet="Rules", row=at("S1"))
    (problem,) = failed.value.problems
    found = sited(TEXT, FILE, problem, gone=("Rules", at("S1")))
    assert (found.name, found.column and found.column.key) == ("A1", "overrides")


def test_a_pasted_table_of_rules_keeps_everything_else() -> None:
    rows = sheets_of(TEXT, FILE)["Rules"]
    lines = ["\t".join(one.heading for one in rows.columns)]
    for row in rows.rows:
        cells = ('"' + cell.replace('"', '""') + '"' if "\n" in cell else cell for cell in row)
        lines.append("\t".join(cells))
    same = table_pasted(TEXT, FILE, "\r\n".join(lines))
    assert same == Woven(TEXT, kept=True)
    lines[1] = lines[1].replace("the plan and commissioning plans", "plans")
    assert changes(table_pasted(TEXT, FILE, "\n".join(lines)))[1] == "+    title: plans"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_from_a_spreadsheet_changes_what_differs(kind: str) -> None:
    content = export_scheme(TEXT, FILE, kind="csv" if kind == "csv" else "xlsx")
    assert file_taken_in(TEXT, FILE, content, f"a.{kind}") == Woven(TEXT, kept=True)


def test_line_ends_and_the_mark_of_utf_8_stay() -> None:
    text = b"\xef\xbb\xbf" + TEXT.replace(b"\n", b"\r\n")
    found = row_written(text, FILE, sheet="Rules", row=0, cells={"title": "plans"})
    assert found.kept
    assert found.text.startswith(b"\xef\xbb\xbf")
    assert found.text.count(b"\r\n") == found.text.count(b"\n") == TEXT.count(b"\n")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(one=scheme_texts(), other=scheme_texts())
def test_whatever_is_woven_says_what_it_should(one: bytes, other: bytes) -> None:
    new = canonical(other, FILE)
    assert canonical(woven(one, FILE, new).text, FILE) == new
    again = import_scheme(export_scheme(one, FILE, kind="csv"), FILE, kind="csv")
    assert woven(one, FILE, again) == Woven(one, kept=True)

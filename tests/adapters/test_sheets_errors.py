"""What is wrong with a sheet is told by cell, all of it at once; nothing handed in crashes."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from governance import words
from governance.adapters.sheets import (
    Note,
    canonical,
    comment_lines,
    export_scheme,
    import_scheme,
)
from governance.domain.errors import Unusable

TEXT = b"""
vires: scheme/1
key: small
title: Small
standing: own
owner: board
vat: excluding
deciders:
  board: {kind: body, title: the board}
  s151: {kind: office, title: the chief finance officer}
inputs:
  kind: {one of: [award, waive]}
  value: {type: money, most: "10,000,000"}
  listed: {type: yes-no}
  ends: {type: day}
procedures:
  agenda: {title: on the agenda, notices: [{kind: agenda, policy: clear_working_days, days: 5}]}
definitions:
  big: {when: {value: "over 5,000"}}
rules:
  - {id: A1, when: {kind: award, value: "up to 30,000"}, path: [{decide: s151}]}
  - {id: A2, when: {kind: award, value: "over 30,000"}, path: [{decide: board}], overrides: [A1]}
  - {id: W1, when: {kind: waive, is: big}, path: [{consult: s151}, {decide: board}]}
"""
DAY = dt.datetime.combine(dt.date(2026, 3, 1), dt.time(0))
"""A day as openpyxl gives it: with the time of midnight, in no zone."""


@cache
def workbook() -> bytes:
    return export_scheme(TEXT, "small.yaml", kind="xlsx")


def changed(change: Callable[[Workbook], object]) -> bytes:
    book = load_workbook(io.BytesIO(workbook()))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(**cells: Any) -> bytes:
    """The workbook with cells of the rules changed: `D2="over 5"`."""

    def change(book: Workbook) -> None:
        for where, value in cells.items():
            book["Rules"][where].value = value

    return changed(change)


def told(content: bytes, kind: Any = "xlsx", **more: Any) -> list[tuple[str | None, str]]:
    """Cells and codes; every sentence must be sayable."""
    with pytest.raises(Unusable) as caught:
        import_scheme(content, "sheet", kind=kind, **more)
    for problem in caught.value.problems:
        assert problem.file == "sheet"
        assert words.say(problem.code, problem.params)
        words.remedy(problem.code, problem.params)
    return [(one.params.get("cell"), one.code) for one in caught.value.problems]


def taken(content: bytes) -> str:
    return import_scheme(content, "sheet", kind="xlsx")


def test_a_changed_band_is_read() -> None:
    text = taken(put(D2="up to 45,000", D3="over 45,000"))
    assert text == canonical(TEXT, "small.yaml").replace("30,000", "45,000")


def test_a_new_row_is_a_new_rule() -> None:
    text = taken(put(A5="W2", C5="waive", D5="up to 5000", H5="decide: s151"))
    assert text.endswith(
        "  - id: W2\n    when: {kind: waive, value: up to 5000}\n    path: [{decide: s151}]\n"
    )


def test_everything_wrong_is_told_at_once_by_cell() -> None:
    found = told(put(C2="awrd", D3="over thirty", H4="consult: s151\ndecde: board", J3="A9"))
    assert set(found) == {
        ("Rules!C2", "scheme.test.want_choice"),
        ("Rules!D3", "scheme.test.want_amount"),
        ("Rules!H4", "sheets.path.step"),
        ("Rules!J3", "scheme.rule.unknown"),
    }


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("D2", "=1+1", "sheets.cell.formula"),
        ("D2", "#REF!", "sheets.cell.error"),
        ("D2", DAY, "sheets.cell.date"),
        ("F2", DAY + dt.timedelta(hours=9), "sheets.cell.time"),
        ("D2", True, "sheets.cell.yes_no"),
        ("D2", dt.time(9), "sheets.cell.unreadable"),
        ("D2", 30000.125, "money.unreadable"),
        ("A4", "A1", "scheme.rule.twice"),
        ("A3", None, "sheets.cell.needed"),
        ("A3", "two words", "scheme.rule.id"),
        ("H2", None, "sheets.cell.needed"),
        ("H2", "the board decides", "sheets.path.unreadable"),
        ("H2", "consult: s151", "scheme.path.no_decision"),
        ("H2", "decide: bord", "scheme.decider.unknown"),
        ("H2", "decide: board (by lot)", "scheme.path.method"),
        ("G2", "always", "sheets.rule.always_and_more"),
        ("G2", "big", "sheets.rule.other"),
        ("G2", "is: bg", "scheme.definition.unknown"),
        ("G2", "is: [", "text.not_yaml"),
        ("G2", "kind: waive", "sheets.test.twice"),
        ("I2", "agnda", "scheme.procedure.unknown"),
        ("L1", "Sauce", "sheets.column.unknown"),
        ("L1", "kind", "sheets.column.twice"),
        ("L3", "a note", "sheets.column.none"),
    ],
)
def test_what_is_wrong_with_a_cell(cell: str, value: Any, code: str) -> None:
    assert told(put(**{cell: value})) == [(f"Rules!{cell}", code)]


def test_a_line_of_a_cell_is_named() -> None:
    with pytest.raises(Unusable) as caught:
        taken(put(G4="is: big\nnot: bg"))
    assert [(p.params["cell"], p.line) for p in caught.value.problems] == [("Rules!G4", 2)]


def test_a_rule_without_a_condition_is_not_taken_to_hold_always() -> None:
    assert told(put(C2=None, D2=None)) == [("Rules!G2", "sheets.rule.no_condition")]
    assert "when: always" in taken(put(C2=None, D2=None, G2="always"))


def test_numbers_days_and_answers_may_be_typed_as_such() -> None:
    text = taken(put(D2=30000, D3=30000.5, E2=True, F2=DAY, F3=dt.date(2026, 4, 1)))
    assert "when: {kind: award, value: 30000, listed: yes, ends: 2026-03-01}" in text
    assert "when: {kind: award, value: 30000.5, ends: 2026-04-01}" in text


def test_a_percentage_is_not_a_share() -> None:
    def change(book: Workbook) -> None:
        book["Rules"]["D2"].value = 0.1
        book["Rules"]["D2"].number_format = "0%"

    assert told(changed(change)) == [("Rules!D2", "sheets.cell.percent")]


def test_merged_cells_are_refused() -> None:
    found = told(changed(lambda book: book["Rules"].merge_cells("C2:C3")))
    assert ("Rules!C2", "sheets.cell.merged") in found


def test_columns_may_be_moved_and_none_may_be_missing() -> None:
    def last(book: Workbook) -> None:
        sheet = book["Rules"]
        for row in range(1, 5):
            sheet.cell(row, 12).value = sheet.cell(row, 4).value
        sheet.delete_cols(4)

    assert taken(changed(last)) == canonical(TEXT, "small.yaml")
    assert told(changed(lambda book: book["Rules"].delete_cols(4))) == [
        ("Rules!A1", "sheets.column.missing")
    ]


def test_empty_rows_and_notes_are_passed_over() -> None:
    def change(book: Workbook) -> None:
        book["Rules"].insert_rows(3, 4)
        book.create_sheet("Notes")["A1"].value = "ours"

    assert taken(changed(change)) == canonical(TEXT, "small.yaml")


@pytest.mark.parametrize("sheet", ["Rules", "Scheme", "Deciders", "Inputs"])
def test_a_sheet_is_missing(sheet: str) -> None:
    content = changed(lambda book: book.remove(book[sheet]))
    assert (None, "sheets.sheet.missing") in told(content)


def test_a_missing_sheet_does_not_hide_what_else_is_wrong() -> None:
    def change(book: Workbook) -> None:
        book.remove(book["Deciders"])
        book["Rules"]["D1"].value = "valeu"
        book["Inputs"]["B1"].value = "Name"

    found = told(changed(change))
    assert found[0] == (None, "sheets.sheet.missing")
    assert {("Rules!D1", "sheets.column.unknown"), ("Inputs!B1", "sheets.column.unknown")} < {
        *found
    }


def spoken(content: bytes, kind: Any = "xlsx") -> dict[Any, tuple[str, str]]:
    """What is said of each cell, and the remedy."""
    with pytest.raises(Unusable) as caught:
        import_scheme(content, "sheet", kind=kind)
    return {
        one.params.get("cell"): (
            words.say(one.code, one.params),
            words.remedy(one.code, one.params),
        )
        for one in caught.value.problems
    }


def test_errors_speak_as_the_headings_do() -> None:
    def change(book: Workbook) -> None:
        book["Rules"]["A3"].value = None
        book["Rules"]["H2"].value = None
        book["Rules"]["I2"].value = "agnda"
        book["Rules"]["J4"].value = "X1"
        book["Inputs"]["F3"].value = "lots"
        book["Procedures"]["C2"].value = "perhaps"
        book["Scheme"]["B3"].value = None

    said = spoken(changed(change))
    assert said["Rules!A3"][0] == "“Rule” is missing."
    assert said["Rules!H2"][0] == "“Decision path” is missing."
    assert said["Scheme!B3"][0] == "“Title” is missing."
    assert said["Procedures!C2"][0].endswith("value of “Key decision”.")
    assert said["Inputs!F3"][1] == "Write pounds and pence, for example “30000” or “30,000.50”."
    assert "Declare it among the procedures" in said["Rules!I2"][1]
    csv = export_scheme(TEXT, "s", kind="csv").replace(b"decide: s151", b"")
    assert [one for one, _ in spoken(csv, "csv").values()] == ["“Decision path” is missing."]


def test_rules_are_named_in_their_order() -> None:
    assert spoken(put(J3="A9"))["Rules!J3"][1].endswith("Rules are: A1, A2 and W1.")


def test_a_misspelt_sheet_is_not_passed_over() -> None:
    def change(book: Workbook) -> None:
        book["Definitions"].title = "Definitons"

    assert told(changed(change)) == [(None, "sheets.sheet.unknown")]


def test_rules_alone_go_with_the_scheme_beside() -> None:
    def change(book: Workbook) -> None:
        for name in book.sheetnames[1:]:
            book.remove(book[name])

    content = changed(change)
    assert import_scheme(content, "s", kind="xlsx", beside=TEXT) == canonical(TEXT, "s")
    csv = export_scheme(TEXT, "s", kind="csv").split(b"\r\n\r\n")[0]
    assert import_scheme(csv, "s", kind="csv", beside=TEXT) == canonical(TEXT, "s")


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("Scheme", "B4", "mine", "text.not_one_of"),
        ("Scheme", "A4", "Standings", "sheets.entry.unknown"),
        ("Scheme", "B3", None, "sheets.cell.needed"),
        ("Deciders", "B2", "bodi", "text.not_one_of"),
        ("Deciders", "A3", "board", "text.duplicate_key"),
        ("Deciders", "A3", None, "sheets.cell.name_missing"),
        ("Inputs", "C3", "mony", "text.not_one_of"),
        ("Inputs", "F3", "lots", "money.unreadable"),
        ("Inputs", "G3", "valu", "scheme.input.from"),
        ("Definitions", "C2", "value: over a lot", "scheme.test.want_amount"),
        ("Procedures", "C2", "perhaps", "text.not_one_of"),
        ("Notices", "A2", "agend", "scheme.procedure.unknown"),
        ("Notices", "B2", "notise", "text.not_one_of"),
        ("Notices", "E2", "five", "text.want_integer"),
        ("Assumptions", "A2", "value: over", "scheme.test.want_amount"),
        ("Separation", "A2", "decide", "sheets.cell.needed"),
        ("Ranks", "A2", "board", "scheme.ranks.chain"),
    ],
)
def test_what_is_wrong_on_other_sheets(sheet: str, cell: str, value: Any, code: str) -> None:
    def change(book: Workbook) -> None:
        book[sheet][cell].value = value

    found = told(changed(change))
    where = "Separation!B2" if sheet == "Separation" else f"{sheet}!{cell}"
    assert (where, code) in found


# --- files


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def odd_files() -> list[tuple[bytes, str]]:
    whole = workbook()
    entity = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 99 + b'">]><x>' + b"&a;" * 99 + b"</x>"
    return [
        (b"", "sheets.file.not_workbook"),
        (b"%PDF-1.7", "sheets.file.not_workbook"),
        (whole[: len(whole) // 2], "sheets.file.not_workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 99, "sheets.file.old_or_locked"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "sheets.file.open_document"),
        (zipped(a=b"b"), "sheets.file.not_workbook"),
        (zipped(xl__workbook_xml=b"<broken"), "sheets.file.broken"),
        (zipped(xl__workbook_xml=entity), "sheets.file.broken"),
        (zipped(xl__workbook_xml=b" " * 50_000_000), "sheets.file.too_large_unpacked"),
        (b"PK" + b"\x00" * 10_000_000, "text.too_large"),
    ]  # fmt: skip


def test_files_that_are_no_workbook() -> None:
    for content, code in odd_files():
        assert told(content) == [(None, code)]


def test_one_cell_in_the_last_corner_costs_nothing() -> None:
    content = put(XFD1048576="x")
    assert [code for _, code in told(content)] == ["sheets.too_many_rows"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheets.sheet.missing"),
        (b"Rule,Title\xa3\r\n", "sheets.csv.not_utf8"),
        (b"PK\x03\x04 and so on", "sheets.csv.is_workbook"),
        (b'Rule,"open\r\n', "sheets.csv.unreadable"),
        (b"Rule\x00", "sheets.csv.not_utf8"),
        (b"x" * 9_000_000, "text.too_large"),
        (b'Rule\r\n"' + b"x" * 200_000 + b'"', "sheets.csv.unreadable"),
        (b"Rule\r\n\r\n[Scheme]\r\nEntry\r\n\r\n[Scheme]\r\n", "sheets.sheet.twice"),
    ],
)
def test_files_that_are_no_csv(content: bytes, code: str) -> None:
    assert code in [one for _, one in told(content, "csv")]


def as_csv() -> str:
    return export_scheme(TEXT, "small.yaml", kind="csv").decode("utf-8-sig")


@pytest.mark.parametrize(
    "content",
    [
        as_csv().encode(),
        as_csv().encode("utf-8-sig"),
        as_csv().encode("utf-16"),
        as_csv().replace("\r\n", "\n").encode(),
        ("sep=,\r\n" + as_csv()).encode(),
        ("\r\n\r\n" + as_csv()).encode(),
        as_csv().replace("\r\n\r\n", "\r\n,,,,,,\r\n").encode(),
    ],
)
def test_csv_as_programs_save_it(content: bytes) -> None:
    assert import_scheme(content, "s.csv", kind="csv") == canonical(TEXT, "s")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_csv_with_other_marks_between(mark: str) -> None:
    import csv

    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark).writerows(csv.reader(io.StringIO(as_csv(), newline="")))
    content = stream.getvalue().encode()
    assert import_scheme(content, "s.csv", kind="csv") == canonical(TEXT, "s")


def test_errors_of_csv_are_told_by_cell() -> None:
    content = as_csv().replace("up to 30,000", "upto 30,000").encode()
    assert told(content, "csv") == [("D2", "scheme.test.want_amount")]


# --- findings


def test_findings_stand_beside_their_rules_and_are_not_read() -> None:
    notes = [Note(("A1", "A2"), "first"), Note(("A2",), "=second"), Note((), "of no rule")]
    content = export_scheme(TEXT, "small.yaml", kind="xlsx", notes=notes)
    sheet = load_workbook(io.BytesIO(content))["Rules"]
    assert [sheet[f"L{row}"].value for row in range(1, 6)] == [
        "Findings", "first", "first\n=second", None, "of no rule",
    ]  # fmt: skip
    assert taken(content) == canonical(TEXT, "small.yaml")
    csv = export_scheme(TEXT, "small.yaml", kind="csv", notes=notes)
    assert b"of no rule" in csv
    assert import_scheme(csv, "s", kind="csv") == canonical(TEXT, "s")


def test_every_cell_is_text_for_the_spreadsheet() -> None:
    risky = TEXT.replace(b"title: the board", b"title: =HYPERLINK(1)").replace(
        b"id: A1, when", b"id: 1-3, title: +44, when"
    ).replace(b"[A1]", b"[1-3]")  # fmt: skip
    book = load_workbook(io.BytesIO(export_scheme(risky, "r", kind="xlsx")))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.value is None or (cell.data_type, cell.number_format) == ("s", "@")
    assert book["Rules"]["A2"].value == "1-3"
    for line in export_scheme(risky, "r", kind="csv").decode("utf-8-sig").splitlines():
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.split(","))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b"# a\nkey: b\n", 1),
        (b"key: b  # a remark beside it\n  # and one below\n", 2),
        (b"title: 'a # b'\nref: \"c # d\"\nurl: e#f\n", 0),
    ],
)
def test_comments_that_no_sheet_keeps_are_counted_by_their_lines(text: bytes, lines: int) -> None:
    assert comment_lines(text) == lines

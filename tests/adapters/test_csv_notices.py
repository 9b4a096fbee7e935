import contextlib
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.adapters.csv_mapping import CsvMapping, load_mapping
from governance.adapters.csv_notices import Row, read_csv
from governance.domain.errors import Unusable

CONFIG = Path(__file__).parents[2] / "config" / "imports"

MAPPING = b"""
vires: csv-mapping/1
title: Test register
dates: [DD/MM/YYYY, D Month YYYY]
unknown: [TBC]
columns:
  reference: Ref
  title: [Contract, Title]
  lead: Officer
  provider: Supplier
  value: Value
  starts: Start
  ends: End
"""
HEAD = "Ref,Title,Officer,Supplier,Value,Start,End\n"


def mapping(text: bytes = MAPPING) -> CsvMapping:
    return load_mapping(text, "m.yaml")


def one(line: str) -> Row:
    rows = read_csv((HEAD + line).encode(), mapping(), file="r.csv")
    assert rows.rejected == ()
    return rows.rows[0]


def rejected(*lines: str) -> list[tuple[str, list[str]]]:
    rows = read_csv((HEAD + "\n".join(lines)).encode(), mapping(), file="r.csv")
    return [(r.ref, [p.code for p in r.reasons]) for r in rows.rejected]


def test_a_row_is_read_as_the_mapping_says() -> None:
    row = one('C1,Foster care,A. Lead,Acme Ltd,"£1,234.50",01/04/2026,31 March 2029')
    assert (row.number, row.reference, row.title, row.lead) == (2, "C1", "Foster care", "A. Lead")
    assert (row.provider, row.value) == ("Acme Ltd", 123450)
    assert (row.starts, row.ends) == (dt.date(2026, 4, 1), dt.date(2029, 3, 31))
    assert row.cells["Value"] == "£1,234.50"
    assert row.flags == ()


def test_what_is_not_known_stays_unknown() -> None:
    row = one("C1,Foster care,TBC,,0,,")
    assert (row.lead, row.provider, row.value, row.starts, row.ends) == (None,) * 5
    assert [f.code for f in row.flags] == ["import.value_zero"]


def test_odd_days_are_flagged() -> None:
    assert [f.code for f in one("C1,T,,,,01/04/2027,01/04/2026").flags] == [
        "import.period_reversed"
    ]
    row = one("C1,T,,,,,31/12/9999")
    assert (row.ends, [f.code for f in row.flags]) == (None, ["import.date_out_of_range"])


def test_a_formula_is_text() -> None:
    assert (
        one('C1,"=HYPERLINK(""http://example.org"")",@cmd,+x,,,').title
        == '=HYPERLINK("http://example.org")'
    )


def test_bad_rows_are_rejected_with_every_reason_and_their_number() -> None:
    assert rejected(
        "C1,Good,,,1,,",
        "C2,Too,few",
        "",
        ",,,,,,",
        "C3,,,,-5,2026-04-01,1/4/26",
        "C4,T,,,=1+1,,",
        "C1,Again,,,1,,",
        "C5,T,,,NaN,,31/02/2026",
    ) == [
        ("row 3", ["import.ragged_row"]),
        (
            "row 6",
            [
                "import.row_without_title",
                "import.cell_not_a_day",
                "import.cell_not_a_day",
                "money.unreadable",
            ],
        ),
        ("row 7", ["money.unreadable"]),
        ("row 8", ["import.reference_taken"]),
        ("row 9", ["import.cell_not_a_day", "money.unreadable"]),
    ]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    rows = read_csv((HEAD + '"A\nB",T,,,,,\nC,,,,,,').encode(), mapping(), file="r.csv")
    assert [r.number for r in rows.rows] == [2]
    assert rows.rejected[0].ref == "row 3"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "text.empty"),
        (HEAD.encode("utf-16"), "import.wrong_encoding"),
        (HEAD.encode() + "C1,Café,,,,,".encode("cp1252"), "import.wrong_encoding"),
        (HEAD.encode() + b'C1,"never closed,,,,,', "import.broken_quotes"),
        (HEAD.encode() + b'C1,"closed" early,,,,,', "import.broken_quotes"),
        (HEAD.encode() + b"C1," + b"x" * 10_000_000 + b",,,,,", "import.cell_too_large"),
        (b"Ref,Titel,Officer,Supplier,Value,Start,End\n", "import.heading_missing"),
        (b"Ref,Title,Officer,Supplier,Value,Start,End,Ref\n", "import.heading_twice"),
    ],
)
def test_an_unusable_file_says_why(content: Any, code: Any) -> None:
    with pytest.raises(Unusable) as caught:
        read_csv(content, mapping(), file="r.csv")
    assert [p.code for p in caught.value.problems] == [code]


def test_a_missing_heading_is_told_with_the_nearest() -> None:
    with pytest.raises(Unusable) as caught:
        read_csv(b"Ref,Titel,Supplier,Value,Start,End\n", mapping(), file="r.csv")
    found = {p.params["field"]: p.params["nearest"] for p in caught.value.problems}
    assert found == {"title": "Titel", "lead": None}


def test_headings_nobody_reads_may_repeat() -> None:
    content = b"Ref,Title,Officer,Supplier,Value,Start,End,,Note,Note\nC1,T,,,,,,a,b,c\n"
    (row,) = read_csv(content, mapping(), file="r.csv").rows
    assert [*row.cells.values()][-3:] == ["a", "b", "c"]


def test_other_encodings_delimiters_and_pence() -> None:
    text = MAPPING + b"encoding: cp1252\ndelimiter: semicolon\nmoney: pence\nskip: 1\n"
    content = "Our register\n" + HEAD.replace(",", ";") + "C1;Café – “crèche”;;;123456;;"
    (row,) = read_csv(content.encode("cp1252"), mapping(text), file="r.csv").rows
    assert (row.title, row.value) == ("Café – “crèche”", 123456)
    (same,) = read_csv(content.encode("utf-8-sig"), mapping(text), file="r.csv").rows
    assert same.title == row.title
    wrong = read_csv(
        content.replace("123456", "1234.56").encode("cp1252"), mapping(text), file="r.csv"
    )
    assert [p.code for p in wrong.rejected[0].reasons] == ["import.cell_not_pence"]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2300, 12, 31)), st.integers(1, 10**12))
def test_days_and_money_come_back_as_written(day: Any, pence: Any) -> None:
    row = one(f"C1,T,,,{pence // 100}.{pence % 100:02},{day:%d/%m}/{day.year},")
    assert (row.starts, row.value) == (day, pence)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reading(content: Any) -> None:
    with contextlib.suppress(Unusable):
        read_csv(HEAD.encode() + content, mapping(), file="r.csv")


# Mapping files


def test_everything_wrong_with_a_mapping_is_said_at_once() -> None:
    text = b"""
vires: csv-mapping/1
title: Register
dates: [DD/MM/YYYY, MM/DD/YYYY, DD/MM/YY]
money: euros
encodng: utf-8
columns:
  titel: Title
  value: Amount
  provider: amount
"""
    with pytest.raises(Unusable) as caught:
        mapping(text)
    assert [(p.line, p.code) for p in caught.value.problems] == [
        (4, "import.unknown_date_format"),
        (4, "import.two_date_orders"),
        (5, "text.not_one_of"),
        (6, "text.unknown_key"),
        (8, "text.missing"),
        (8, "text.unknown_key"),
        (9, "import.heading_mapped_twice"),
    ]


@pytest.mark.parametrize("path", sorted(CONFIG.glob("*.yaml")), ids=lambda p: p.stem)
def test_the_mappings_we_ship_are_sound(path: Any) -> None:
    assert load_mapping(path.read_bytes(), path.name).columns["title"]

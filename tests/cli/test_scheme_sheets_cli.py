"""`vires scheme export` and `import`: files written whole or not at all, and what is told."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from governance.adapters.sheets import canonical
from governance.configuration import config_dir
from governance.interfaces.cli.main import main

GLOUCESTER = "gloucester-city-2026"
DAY = ("--on", "2026-02-02")


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def vires(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as caught:
            main(["scheme", *(str(one) for one in arguments)])
        out, err = capsys.readouterr()
        return Ran(int(caught.value.code or 0), out, err)

    return run


def bundled(name: str) -> bytes:
    return (config_dir() / "schemes" / f"{name}.yaml").read_bytes()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_out_and_back(vires: Any, tmp_path: Path, kind: str) -> None:
    sheet, back = tmp_path / f"g.{kind}", tmp_path / "g.yaml"
    ran = vires("export", GLOUCESTER, "-o", sheet)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"Written: {sheet}, 9 rules.",
        f"1 line of comments in {GLOUCESTER} cannot be kept in a sheet.",
    ]
    ran = vires("import", sheet, "-o", back, "--with", GLOUCESTER)
    assert ran.code == 0
    assert ran.out == f"Written: {back}, 9 rules.\nIt says the same as {GLOUCESTER}.\n"
    assert back.read_text(encoding="utf-8") == canonical(bundled(GLOUCESTER), "g")
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([sheet.name, "g.yaml"])


def test_a_file_that_exists_is_not_written_over(vires: Any, tmp_path: Path) -> None:
    sheet = tmp_path / "g.csv"
    sheet.write_text("mine", encoding="utf-8")
    ran = vires("export", GLOUCESTER, "-o", sheet)
    assert (ran.code, sheet.read_text(encoding="utf-8")) == (2, "mine")
    assert ran.err == (
        f"“{sheet}” exists already.\n  Choose another name, or write over it with --force.\n"
    )
    assert vires("export", GLOUCESTER, "-o", sheet, "--force").code == 0
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbfRule,")


@pytest.mark.parametrize("out", ["g.ods", "missing/g.csv", "g"])
def test_where_nothing_can_be_written(vires: Any, tmp_path: Path, out: str) -> None:
    ran = vires("export", GLOUCESTER, "-o", tmp_path / out)
    assert ran.code == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_is_told_by_cell_and_nothing_written(vires: Any, tmp_path: Path) -> None:
    sheet, back = tmp_path / "g.xlsx", tmp_path / "g.yaml"
    vires("export", GLOUCESTER, "-o", sheet)
    book = load_workbook(sheet)
    book["Rules"]["D3"].value = "30,001 upto 60,000"
    book["Rules"]["J4"].value = "decide: senior-oficer"
    book.save(sheet)
    ran = vires("import", sheet, "-o", back)
    assert ran.code == 2
    assert not back.exists()
    told = ran.err.splitlines()
    assert told[0] == f"{sheet}:Rules!D3: The test of “value” cannot go on with “upto”."
    assert told[2].startswith(f"{sheet}:Rules!J4: ")
    assert "Did you mean senior-officer?" in told[3]
    error = json.loads(vires("import", sheet, "-o", back, "--json").out)["error"]
    assert [one["cell"] for one in error["all"]] == ["Rules!D3", "Rules!J4"]


def test_findings_stand_in_a_column(vires: Any, tmp_path: Path) -> None:
    sheet = tmp_path / "g.xlsx"
    ran = vires("export", GLOUCESTER, "-o", sheet, "--findings", *DAY, "--json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    rules = load_workbook(io.BytesIO(sheet.read_bytes()))["Rules"]
    heading = next(cell for cell in rules[1] if cell.value == "Findings")
    beside = {
        row[0].value: str(row[heading.column - 1].value or "") for row in rules.iter_rows(min_row=2)
    }
    for rule in ("G1", "G2"):
        assert "£30,000.50" in beside[rule]
    for finding in answer["findings"]:
        shown = finding["rules"] or [None]
        assert all(finding["words"] in beside[rule] for rule in shown)
    back = tmp_path / "g.yaml"
    assert vires("import", sheet, "-o", back).code == 0
    assert back.read_text(encoding="utf-8") == canonical(bundled(GLOUCESTER), "g")


DATED = """\
vires: scheme/1
key: dated
title: Dated
standing: own
owner: board
vat: excluding
deciders: {board: {kind: body, title: the board}}
limits:
  lim:
    dates:
      - {from: 2020-01-01, amount: 500k}
      - {from: 2026-07-01, amount: 750k}
inputs:
  value: {type: money, most: 1m, title: the sum}
rules:
  - {id: R1, when: {value: up to lim}, path: [{decide: board}]}
"""


def test_findings_in_a_column_say_from_when_and_until_when(vires: Any, tmp_path: Path) -> None:
    file, sheet = tmp_path / "d.yaml", tmp_path / "d.csv"
    file.write_text(DATED, encoding="utf-8")
    assert vires("export", file, "-o", sheet, "--findings", *DAY).code == 0
    told = sheet.read_text(encoding="utf-8-sig")
    assert "Until 30 June 2026: A case of £510,000 matches no rule: R1 ends at £500,000." in told
    assert "The same gap from 1 July 2026, with another edge: A case of £760,000 " in told


def test_dmn_says_what_it_cannot_say(vires: Any, tmp_path: Path) -> None:
    model = tmp_path / "g.dmn"
    ran = vires("export", "example-partnership", "-o", model, *DAY)
    assert ran.code == 0
    assert ran.out.startswith(
        f"Written: {model}, 27 rules.\nWhat this model does not say of the scheme:\n"
    )
    assert "  Separation of duties is not said (4 rules of it).\n" in ran.out
    assert ET.fromstring(model.read_bytes()).tag.endswith("definitions")
    ran = vires("export", "example-partnership", "-o", model, "--force", "--json", *DAY)
    answer = json.loads(ran.out)
    assert "dmn.left_out.assume" in [one["code"] for one in answer["left_out"]]
    assert vires("export", GLOUCESTER, "-o", tmp_path / "x.dmn", "--findings").code == 2


def test_a_scheme_is_written_to_no_other_kind_of_file(vires: Any, tmp_path: Path) -> None:
    sheet = tmp_path / "s.csv"
    assert vires("export", GLOUCESTER, "-o", sheet).code == 0
    ran = vires("import", sheet, "-o", tmp_path / "s.txt")
    assert ran.code == 2
    assert "Give it a name that ends in .yaml or .yml." in ran.err
    assert list(tmp_path.iterdir()) == [sheet]
    assert vires("import", sheet, "-o", tmp_path / "s.yml").code == 0


@pytest.mark.parametrize("name", ["none.xlsx", "sheet.yaml"])
def test_what_cannot_be_imported(vires: Any, tmp_path: Path, name: str) -> None:
    assert vires("import", tmp_path / name, "-o", tmp_path / "o.yaml").code == 2
    assert list(tmp_path.iterdir()) == []

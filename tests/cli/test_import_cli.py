"""`vires import` as somebody at a terminal meets it."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from import_files import award, package, release

from governance.configuration import config_dir
from governance.interfaces.cli.main import main

AT = ("--now", "2025-02-20T14:30:00+00:00", "--partnership", "Exampleshire")
REGISTER = """\
Reference number,Title of agreement,Supplier name,Start date,End date,Contract value
E1,Foster care,Example Care Ltd,01/02/2025,31/01/2027,"£30,000"
E2,,Example Care Ltd,01/02/2025,31/01/2027,TBC
"""
MAPPING = """\
vires: csv-mapping/1
title: Contracts register
dates: [DD/MM/YYYY]
unknown: [TBC]
columns:
  reference: Reference number
  title: Title of agreement
  provider: Supplier name
  starts: Start date
  ends: End date
  value: Contract value
"""


class Terminal:
    """Runs `vires` with a data folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was printed on both channels."""
        code = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def json(self, *arguments: str) -> tuple[int, Any]:
        """The exit code, and the answer for programs."""
        code, said = self(*arguments, "--json")
        return code, json.loads(said)


@pytest.fixture
def vires(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.delenv("VIRES_DATABASE_URL", raising=False)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))
    return Terminal(capsys)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notices.json"
    value = {"amount": 30000.50, "currency": "GBP"}
    gap = release(ocid="ocds-example-0002", tender={"title": "Short breaks", "value": value})
    unknown = release(ocid="ocds-example-0003", tender={"title": "Youth centre"})
    path.write_bytes(package(release(awards=[award()]), gap, unknown, release(ocid=...)))
    return path


def test_the_four_numbers_and_every_reason(vires: Terminal, file: Path) -> None:
    rejected = [
        {
            "ref": "r1",
            "reason": "The release has no “ocid”, so it cannot be told which process it belongs to.",
        }
    ]
    told = {"created": 3, "updated": 0, "unchanged": 0, "rejected": rejected}
    assert vires.json("import", "ocds", str(file), *AT) == (1, told)
    told |= {"created": 0, "unchanged": 3}
    assert vires.json("import", "ocds", str(file), *AT) == (1, told)


def test_who_would_have_had_to_decide(vires: Terminal, file: Path) -> None:
    scheme = ("--scheme", "gloucester-city-2026", "--on", "2026-04-01")
    _, told = vires.json("import", "ocds", str(file), *AT, *scheme)
    first, gap, unknown = told["deciders"]
    assert first["rule"] == "G1"
    assert first["decider"] == "budget-holder"
    assert first["value"] == "29000.00"
    assert [step["decider"] for step in first["path"]] == ["budget-holder"]
    assert gap == {
        "ref": "C-0002",
        "ocid": "ocds-example-0002",
        "title": "Short breaks",
        "value": "30000.50",
        "no_rule": True,
        "fallback": "proper_officer",
    }
    assert unknown["value"] is None
    assert "value" in unknown["unknown"]
    assert "G6" in unknown["possible"]


def test_for_people_it_is_sentences_and_tables(vires: Terminal, file: Path) -> None:
    scheme = ("--scheme", "gloucester-city-2026", "--on", "2026-04-01")
    code, said = vires("import", "ocds", str(file), *AT, *scheme)
    lines = [re.sub("─+", "─", line).rstrip() for line in said.splitlines()]
    assert lines.pop(1).startswith("It took")
    assert code == 1
    assert lines == [
        f"{file} is imported into exampleshire: 3 created, 0 updated, 0 unchanged, 1 rejected.",
        "Rejected",
        "",
        " Where   Why",
        " ─",
        " r1      The release has no “ocid”, so it cannot be told which process it belongs to.",
        "",
        "Who would have had to decide, by Gloucester City Council: contracts and waivers, 2026 as it stands on 1 April 2026:",
        "Who decides",
        "",
        " Ref      Title          Value        Decided by",
        " ─",
        " C-0001   Foster care    £29,000      G1: the budget holder decides",
        " C-0002   Short breaks   £30,000.50   no rule takes it: the proper officer",
        " C-0003   Youth centre                not known: the contract's value and on the forward plan would settle it",
        "",
    ]


def test_standard_input_is_a_file_too(
    vires: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert vires.json("import", "ocds", "-", *AT)[1]["created"] == 3


def test_a_register_by_its_mapping(vires: Terminal, tmp_path: Path) -> None:
    register, mapping = tmp_path / "register.csv", tmp_path / "mapping.yaml"
    register.write_text(REGISTER, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    given = ("import", "csv", str(register), "--mapping", str(mapping), *AT)
    code, told = vires.json(*given, "--scheme", "oxford-city-2016")
    assert (code, told["created"], told["updated"], told["unchanged"]) == (1, 1, 0, 0)
    assert told["rejected"] == [{"ref": "row 3", "reason": "The row has no title."}]
    assert [answer["value"] for answer in told["deciders"]] == ["30000.00"]
    assert vires.json(*given)[1]["unchanged"] == 1


def test_mappings_that_ship_are_known_by_name(vires: Terminal, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(REGISTER, encoding="utf-8")
    code, told = vires.json("import", "csv", str(register), "--mapping", "contract-register", *AT)
    assert code == 2
    assert told["error"]["code"] == "import.mapping_missing"
    assert "contracts-register" in told["error"]["remedy"]
    code, told = vires.json("import", "csv", str(register), "--mapping", "contracts-register", *AT)
    assert code == 2
    assert {one["code"] for one in told["error"]["all"]} == {"import.heading_missing"}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("missing.json", None, "import.file_unreadable"),
        ("empty.json", b"", "text.empty"),
        ("broken.json", b'{"releases": [', "import.not_json"),
        ("other.json", b'{"a": 1}', "import.not_ocds"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_so_and_nothing_is_written(
    vires: Terminal, tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    exit_code, told = vires.json("import", "ocds", str(path), *AT)
    assert (exit_code, told["error"]["code"]) == (2, code)
    assert vires.json("partnership", "list") == (0, [])


def test_a_scheme_that_cannot_be_read_stops_before_anything_is_imported(
    vires: Terminal, file: Path
) -> None:
    code, told = vires.json("import", "ocds", str(file), *AT, "--scheme", "gloucester")
    assert (code, told["error"]["code"]) == (2, "scheme.file.missing")
    assert vires.json("partnership", "list") == (0, [])


def test_the_example_and_its_scheme_go_together(vires: Terminal) -> None:
    notices = config_dir() / "example" / "notices.json"
    scheme = ("--scheme", "example-partnership", "--on", "2026-04-01")
    code, told = vires.json("import", "ocds", str(notices), *AT, *scheme)
    assert code == 0
    assert (told["created"], told["updated"], len(told["deciders"])) == (16, 9, 16)
    assert all({"rule", "unknown", "no_rule"} & answer.keys() for answer in told["deciders"]), told[
        "deciders"
    ]


def test_without_a_partnership_the_only_one_is_meant(vires: Terminal, file: Path) -> None:
    code, told = vires.json("import", "ocds", str(file))
    assert (code, told["error"]["code"]) == (2, "partnership.none")
    vires("import", "ocds", str(file), *AT)
    assert vires.json("import", "ocds", str(file))[1]["unchanged"] == 3


def test_what_came_in_can_be_looked_at(vires: Terminal, file: Path) -> None:
    late = release(ocid="ocds-example-0004", date="2027-06-01T09:00:00Z", awards=[award()])
    file.write_bytes(package(late))
    vires("import", "ocds", str(file), *AT)
    code, said = vires("commission", "show", "C-0001", "--now", "2025-02-20T14:30:00+00:00")
    assert code == 0
    assert "Nobody is named as its lead." in said
    assert "The notice appeared on 1 June 2027, after the contract had ended" in said
    assert vires("agreement", "list", "--now", "2025-02-20T14:30:00+00:00")[0] == 0

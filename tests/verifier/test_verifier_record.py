"""The record of each decision of the example's year follows; the verifier stands on its own."""

import ast
import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from sealed_records import Record, wrong

from governance.application.desk import looking
from governance.application.record.exporting import record_of, written
from governance.store import keys
from governance.store.engine import open_store
from governance.store.keys import SealKey, public_pem
from governance.store.sealing import seal_waiting
from governance.verifier.__main__ import main, verify

pytestmark = IN_ONE_WORKER

OURS = Path(__file__).parents[2] / "governance" / "verifier"


@pytest.fixture(scope="module")
def records(
    example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, Record], SealKey]:
    """The record of every report that the year decided, sealed."""
    folder = tmp_path_factory.mktemp("records")
    shutil.copytree(example_year.folder, folder, dirs_exist_ok=True)
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    key = keys.read(folder / "keys" / "seal.pem")
    assert key is not None
    now = dt.datetime(2027, 3, 9, 10, tzinfo=dt.UTC)
    while seal_waiting(store, key=key, now=now, most=100):
        pass
    found = {}
    with looking(store, now=now) as desk:
        for ref in decided(desk):
            found[ref] = record_of(desk, ref)
    store.close()
    return found, key


def decided(desk: Any) -> Iterator[str]:
    from sqlalchemy import select

    from governance.store.tables import TABLES

    report = TABLES["proposal"]
    rows = desk.tx.all(select(report.c.ref).where(report.c.decided_on.is_not(None)))
    return (row.ref for row in rows)


def test_every_decision_of_the_year_follows(records: tuple[dict[str, Record], SealKey]) -> None:
    found, key = records
    assert len(found) > 15
    for ref, record in found.items():
        bundle, findings = verify(written(record), key.public)
        assert bundle.ref == ref
        flagged = any(step.name == "outside" and step.wrong for step in findings.steps)
        assert wrong(findings) == (["outside"] if flagged else []), ref
        named = {step.name for step in findings.steps}
        assert {"ledger", "seal"} <= named
        assert named & {"rule", "outside"}


def test_the_rule_it_finds_is_the_one_the_engine_applied(
    records: tuple[dict[str, Record], SealKey],
) -> None:
    for record in records[0].values():
        _, findings = verify(written(record))
        rules = {
            json.loads(entry["body"])["facts"]["rule"]
            for chain in record["chains"]
            if chain["id"] == record["report"]["id"]
            for entry in chain["entries"]
            if json.loads(entry["body"])["kind"] == "proposal.decided"
        }
        said = " ".join(w for s in findings.steps if s.name == "rule" for w in s.derived)
        assert all(f"rule {rule} of" in said for rule in rules if rule)


@pytest.fixture
def file(records: tuple[dict[str, Record], SealKey], tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(written(records[0]["R-0001"]))
    return path


def test_the_command_line_says_that_it_follows(
    file: Path, records: tuple[dict[str, Record], SealKey], capsys: pytest.CaptureFixture[str]
) -> None:
    key = file.with_name("key.pem")
    key.write_text(public_pem(records[1].public))
    assert main([str(file), "--key", str(key), "--explain"]) == 0
    told = capsys.readouterr().out
    assert "rule S4 of V-0002 takes the case" in told
    assert "the seals are by the key that was given" in told
    assert "£" in told
    fingerprint = records[1].fingerprint
    assert told.endswith(
        "within powers, as far as this record can show.\n"
        f"The seals were held against the key {fingerprint}.\n"
    )


def test_the_page_about_it_quotes_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = OURS.parent / "docs" / "verifying-a-decision.md"
    assert main([str(file)]) == 0
    assert f"```text\n{capsys.readouterr().out}```" in page.read_text(encoding="utf-8")


def test_the_command_line_says_what_does_not_follow(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(file.read_text().replace("2025-04-11", "2025-05-11"))
    assert main([str(file), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["follows"] is False
    assert said["report"] == "R-0001"
    assert any(step["wrong"] for step in said["steps"] if step["step"] == "ledger")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\xff", b"[1]", b'{"format": "vires-record", "version": 2}', b"[" * 9999],
)
def test_what_is_no_record_is_told(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(content)
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.startswith("The file cannot be read: ")


def test_a_file_or_a_key_that_is_not_there_is_told(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.json")]) == 2
    assert main([str(file), "--key", str(file)]) == 2
    assert capsys.readouterr().err.count("The file cannot be read: ") == 2


def test_it_imports_the_standard_library_and_cryptography_alone() -> None:
    allowed = set(sys.stdlib_module_names) | {"cryptography"}
    for path in OURS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            for name in names:
                ours = name.startswith("governance.verifier")
                assert ours or name.split(".")[0] in allowed, (path.name, name)


def test_it_runs_where_nothing_else_of_ours_is(file: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(OURS, alone / "governance" / "verifier")
    ran = subprocess.run(
        [sys.executable, "-P", "-m", "governance.verifier", str(file)],
        cwd=alone,
        env={"PYTHONPATH": str(alone), "PYTHONNOUSERSITE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "It follows" in ran.stdout

"""`vires fund`: sums are pence in JSON, a line a fund at 80 columns, errors all at once."""

import datetime as dt
import json
from pathlib import Path

import pytest
from pools import pool
from reports import life

from governance.interfaces.cli.main import main
from governance.store.engine import open_store

NOW = ("--now", "2025-05-01T09:00")


@pytest.fixture
def here(
    tmp_path: Path, sqlite_template: bytes, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> str:
    """A database with a pool in force."""
    path = tmp_path / "vires.db"
    path.write_bytes(sqlite_template)
    monkeypatch.setenv("VIRES_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.chdir(tmp_path)
    store = open_store(f"sqlite:///{path}")
    fund = pool(life(store, now))
    store.close()
    return fund


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["fund", *arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


def test_a_fund_from_the_command_line(
    here: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run(capsys, "show", here, "--json", *NOW)
    found = json.loads(said)
    assert (code, found["agreed"], found["headroom"]) == (0, 500_000_00, 500_000_00)
    assert found["agreement"]["lacks"] == []
    monkeypatch.setenv("COLUMNS", "80")
    code, said = run(capsys, "list", *NOW)
    assert "The example pooled fund" in said
    assert max(map(len, said.splitlines())) <= 80
    code, said = run(capsys, "clause", "J-0001", "h=nofile", "b")
    assert (code, said.count("  ")) == (2, 2)
    code, said = run(capsys, "contribute", here, "icb", "5", "--from", "2025-04-01", *NOW)
    assert (code, said.splitlines()[0]) == (2, "A period has a first and a last day.")
    code, said = run(capsys, "allocate", here, "5", *NOW)
    assert (code, said.splitlines()[0]) == (2, "An allocation is for one thing.")

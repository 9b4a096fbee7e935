"""`vires export` and `vires partnership publishing`: files, the terminal, JSON, and what is wrong."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from open_data_bits import PREFIX, opened, publishing
from world import World, world

from governance.application.commissions.agreements import record_agreement
from governance.interfaces.cli.main import main
from governance.store.engine import open_store

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


@pytest.fixture
def built(sqlite_template: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The example partnership with a contract, in the store that commands find."""
    (tmp_path / "vires.db").write_bytes(sqlite_template)
    url = f"sqlite:///{tmp_path / 'vires.db'}"
    monkeypatch.setenv("VIRES_DATABASE_URL", url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    store = open_store(url)
    made = world(store, NOW)
    with made.acting() as desk:
        ref = opened(desk)
        record_agreement(
            desk,
            commission=ref,
            title="=Foster care",
            provider="example-care",
            value=7_000_50,
            reason="found",
        )
    store.close()
    return made


def vires(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--now", "2025-02-21T09:00"])
    out, err = capsys.readouterr()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, out, err


def test_notices_go_into_a_file_or_onto_the_terminal(
    built: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publishing(World(open_store(f"sqlite:///{tmp_path / 'vires.db'}"), NOW))
    code, out, _ = vires(capsys, "export", "ocds", "--commission", "c-0001")
    shown = json.loads(out)
    assert (code, shown["uri"]) == (0, "urn:vires:exampleshire:releases")
    assert shown["releases"][0]["ocid"].startswith(PREFIX)
    file = tmp_path / "records.json"
    named = ["--uri", "https://example.org/r.json", "--records", "-o", str(file), "--json"]
    code, out, _ = vires(capsys, "export", "ocds", *named)
    assert (code, json.loads(out)) == (0, {"file": str(file), "processes": 1, "releases": 1})
    written = json.loads(file.read_bytes())
    assert written["uri"] == "https://example.org/r.json"
    assert written["records"][0]["compiledRelease"]["tag"] == ["compiled"]
    code, _, err = vires(capsys, "export", "ocds", "-o", str(file))
    assert (code, "there already" in err or "exists" in err) == (2, True)
    assert [one.name for one in tmp_path.glob(".records*")] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export", "ocds"], 1, "No prefix for contracting processes is set"),
        (["export", "ocds", "--uri", "here"], 2, "no address on the web"),
        (["export", "transparency", "--list", "contract"], 2, "Did you mean contracts?"),
        (["partnership", "publishing", "--ocid-prefix", "x"], 2, "is no prefix"),
        (["partnership", "publishing", "--licence", "", "--as", "example-lead"], 2, "example-lead"),
        (["partnership", "publishing", "--policy", ""], 1, "It is said so already"),
    ],
)
def test_what_is_wrong_is_said(
    built: World, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    ended, _, err = vires(capsys, *arguments)
    assert (ended, said in err) == (code, True), err


def test_nothing_public_is_said_and_no_file_is_left(
    sqlite_template: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "vires.db").write_bytes(sqlite_template)
    url = f"sqlite:///{tmp_path / 'vires.db'}"
    monkeypatch.setenv("VIRES_DATABASE_URL", url)
    publishing(world(open_store(url), NOW))
    file = tmp_path / "r.json"
    code, _, err = vires(capsys, "export", "ocds", "-o", str(file))
    assert (code, "Nothing is on the public register yet" in err) == (2, True)
    assert not file.exists()


def test_a_list_is_shown_or_written(
    built: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = vires(capsys, "export", "transparency")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (code, row["Title"], row["Sum (£)"]) == (0, "'=Foster care", "7000.50")
    file = tmp_path / "contracts.csv"
    code, out, _ = vires(capsys, "export", "transparency", "--list", "contracts", "-o", str(file))
    assert (code, out.strip()) == (0, f"1 row of the list “contracts” in {file}.")
    assert file.read_bytes().startswith("\ufeffReference,".encode())


def test_how_it_is_published_is_set_and_shown(
    built: World, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--ocid-prefix", PREFIX, "--policy", "https://example.org/policy"]
    assert vires(capsys, "partnership", "publishing", *said)[0] == 0
    assert vires(capsys, "partnership", "publishing")[1].splitlines() == [
        f"Prefix of contracting processes: {PREFIX}",
        "Licence: not set",
        "Publication policy: https://example.org/policy",
    ]
    code, out, _ = vires(capsys, "partnership", "publishing", "--json")
    assert (code, json.loads(out)["ocid_prefix"]) == (0, PREFIX)

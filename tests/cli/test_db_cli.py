"""`vires db` as somebody at a terminal meets it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from governance.interfaces.cli.main import main
from governance.store import ledger
from governance.store.engine import open_store
from governance.store.ids import new_id
from governance.store.migrations import head
from governance.store.tables import TABLES


class Terminal:
    """Runs `vires` with a data folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was printed on both channels."""
        code = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        return code, (said.out + said.err).replace(str(self.folder), "DATA")

    def json(self, *arguments: str) -> tuple[int, object]:
        """The exit code, and what was answered as JSON."""
        code, said = self(*arguments, "--json")
        return code, json.loads(said)


@pytest.fixture
def vires(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_DATABASE_URL", raising=False)
    return Terminal(capsys, tmp_path)


def a_partnership(url: str) -> None:
    import datetime as dt

    now = dt.datetime(2025, 2, 20, tzinfo=dt.UTC)
    row = new_id(now)
    first = ledger.entry(
        partnership_id=row, id=new_id(now), subject_table="partnership", subject_id=row, number=1,
        previous=None, kind="made", at=now, actor="operator",
    )  # fmt: skip
    values = {"partnership_id": row, "id": row, "ref": "Y-1", "key": "example", "name": "Example"}
    store = open_store(url)
    with store.write() as tx:
        tx.insert(TABLES["partnership"], values | {"head": first["hash"], "entries": 1})
        ledger.put(tx, first)
    store.close()


def test_an_empty_database_is_made_on_first_use(vires: Terminal) -> None:
    assert vires("db", "check") == (
        0,
        "Checked 0 rows and 0 entries of the ledger; found 0 problems.\n",
    )
    assert (vires.folder / "vires.db").exists()


def test_upgrade_says_what_it_did(vires: Terminal) -> None:
    version = head()
    assert vires("db", "upgrade") == (
        0,
        f"The database sqlite:///DATA/vires.db is now at version {version}.\n",
    )
    assert vires("db", "upgrade") == (
        0,
        f"The database sqlite:///DATA/vires.db is at version {version}; there was nothing to do.\n",
    )
    assert vires.json("db", "upgrade") == (0, {"applied": [], "version": version})


def test_from_a_laptop_to_a_server_and_back(
    vires: Terminal, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vires("db", "upgrade")
    a_partnership(f"sqlite:///{vires.folder}/vires.db")
    assert vires("db", "backup", f"{vires.folder}/laptop.vires") == (
        0,
        "Wrote 3 rows and 0 files of evidence to DATA/laptop.vires.\n",
    )
    psycopg_url = make_url(postgres_url).set(drivername="postgresql+psycopg")
    monkeypatch.setenv("VIRES_DATABASE_URL", psycopg_url.render_as_string(hide_password=False))
    assert vires("db", "restore", f"{vires.folder}/laptop.vires", "--as", "clerk") == (
        0,
        (
            "Restored 3 rows and 0 files of evidence from DATA/laptop.vires; noted in the ledger of 1"
            " partnership.\n"
        ),
    )
    code, report = vires.json("db", "check")
    assert code == 0
    assert isinstance(report, dict)
    assert (report["ok"], report["rows"], report["entries"]) == (True, 5, 2)
    assert vires("db", "restore", f"{vires.folder}/laptop.vires")[0] == 2
    code, told = vires.json("db", "restore", f"{vires.folder}/laptop.vires", "--replace")
    assert code == 0
    assert isinstance(told, dict)
    kept = told["replaced"].replace("DATA", str(vires.folder))
    monkeypatch.delenv("VIRES_DATABASE_URL")
    monkeypatch.setenv("VIRES_DATA_DIR", str(vires.folder / "second"))
    assert vires("db", "restore", kept)[1].startswith("Restored 5 rows")
    assert vires.json("db", "check")[0] == 0


def test_findings_end_with_one(vires: Terminal) -> None:
    vires("db", "upgrade")
    url = f"sqlite:///{vires.folder}/vires.db"
    a_partnership(url)
    store = open_store(url)
    with store.write() as tx:
        tx.run(text("UPDATE partnership SET head = NULL"))
    store.close()
    assert vires("db", "check") == (
        1,
        (
            "Y-1 (partnership) does not name its latest entry.\n"
            "  Somebody changed it past Vires. Compare with a backup.\n"
            "Checked 3 rows and 1 entry of the ledger; found 1 problem.\n"
        ),
    )
    code, report = vires.json("db", "check")
    assert code == 1
    assert isinstance(report, dict)
    assert [finding["code"] for finding in report["findings"]] == ["ledger.head_differs"]


def test_what_cannot_be_used_ends_with_two(
    vires: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vires.folder / "notes").write_text("no backup")
    assert vires("db", "restore", f"{vires.folder}/notes") == (
        2,
        (
            "DATA/notes is damaged, or is not a backup of Vires: File is not a zip file.\n"
            "  Nothing was changed. Use another backup.\n"
        ),
    )
    monkeypatch.setenv("VIRES_DATABASE_URL", "oracle://x")
    assert vires.json("db", "check") == (
        2,
        {
            "error": {
                "code": "store.address_unknown",
                "words": "VIRES_DATABASE_URL names a kind of database that Vires does not use:"
                " oracle.",
                "remedy": "Start the address with sqlite:/// and a path, or with postgresql://.",
            }
        },
    )


def test_an_older_database_is_not_changed_in_passing(vires: Terminal) -> None:
    vires("db", "upgrade")
    store = open_store(f"sqlite:///{vires.folder}/vires.db")
    with store.write() as tx:
        tx.run(text("UPDATE alembic_version SET version_num = '0001'"))
    store.close()
    code, said = vires("db", "check")
    assert code == 2
    assert "run `vires db upgrade`" in said


def test_a_data_folder_that_everybody_can_look_into_is_told(vires: Terminal) -> None:
    vires("db", "upgrade")
    told = "Everybody on this machine can look into DATA"
    assert told not in vires("db", "check")[1]
    assert vires.json("db", "check")[1]["open_to_everybody"] is False  # type: ignore[index]
    vires.folder.chmod(0o755)
    code, said = vires("db", "check")
    assert (code, told in said) == (0, True)
    assert "chmod o= DATA" in said
    assert vires.json("db", "check")[1]["open_to_everybody"] is True  # type: ignore[index]

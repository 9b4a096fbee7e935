"""`vires key` and `vires ledger` as somebody at a terminal meets them."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from test_db_cli import Terminal

from governance.store import keys
from governance.store.engine import open_store
from governance.store.triggers import LEDGER_TRIGGERS_OFF


@pytest.fixture
def vires(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_DATABASE_URL", raising=False)
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)
    terminal = Terminal(capsys, tmp_path)
    terminal("partnership", "create", "exampleshire", "--name", "Exampleshire")
    return terminal


def test_what_waits_is_said_and_a_tick_seals_it(vires: Terminal) -> None:
    code, said = vires("ledger", "verify")
    assert code == 0
    assert "1 entry waits to be sealed, the oldest since" in said
    code, told = vires.json("tick")
    assert isinstance(told, dict)
    assert (code, told["sealed"]) == (0, 1)
    assert vires("ledger", "verify") == (
        0,
        (
            "The ledger is whole: 1 entry on 1 thing.\n"
            "1 entry is sealed, in 1 seal by 1 key.\n"
        ),
    )  # fmt: skip
    code, told = vires.json("ledger", "verify")
    assert isinstance(told, dict)
    assert (told["ok"], told["seals"], told["sealed"], told["waiting"]) == (True, 1, 1, [])


def test_the_record_is_held_to_a_receipt_and_a_key(vires: Terminal) -> None:
    vires("tick")
    receipt, public = f"{vires.folder}/receipt.json", f"{vires.folder}/public.pem"
    assert vires("ledger", "receipt", "exampleshire", "-o", receipt)[0] == 0
    assert vires("key", "export", "-o", public)[0] == 0
    for written in (
        ("ledger", "receipt", "exampleshire", "-o", receipt),
        ("key", "export", "-o", public),
        ("key", "export", "-o", str(vires.folder)),
    ):
        code, said = vires(*written)
        assert code == 2, "never written over"
        assert "exists already.\n  Choose another name.\n" in said
    code, said = vires("ledger", "verify", "--against", receipt, "--key", public)
    assert code == 0
    assert said.endswith("Entry 1 on exampleshire stands as its receipt says.\n")
    shown = vires("ledger", "receipt", "exampleshire")[1]
    assert json.loads(shown) == json.loads(Path(receipt).read_text())
    store = open_store(f"sqlite:///{vires.folder}/vires.db")
    with store.write() as tx:
        for off in LEDGER_TRIGGERS_OFF["sqlite"]:
            tx.run(text(off))
        for table in ("seal", "sealed_entry"):
            tx.run(text(f"DELETE FROM {table}"))
        tx.run(text("INSERT INTO unsealed_entry SELECT partnership_id, id, 1 FROM ledger_entry"))
    store.close()
    assert vires("ledger", "verify")[0] == 0, "nothing inside shows it"
    code, told = vires.json("ledger", "verify", "--against", receipt)
    assert code == 1
    assert isinstance(told, dict)
    assert [(one["code"], one["seal"]) for one in told["problems"]] == [
        ("receipt.seal_gone", 1),
        ("receipt.place_differs", 1),
    ]


def test_files_that_are_no_receipt_and_no_key(vires: Terminal) -> None:
    wrong = vires.folder / "wrong"
    wrong.write_text("{}")
    for option in ("--against", "--key"):
        assert vires("ledger", "verify", option, str(wrong))[0] == 2
        assert vires("ledger", "verify", option, str(vires.folder / "nothing"))[0] == 2
    assert vires("ledger", "receipt", "C-9999")[0] == 2
    for number in ("7", "9" * 23):
        code, said = vires("ledger", "receipt", "exampleshire", "--number", number)
        assert code == 1
        assert "has no entry" in said


def test_a_key_is_made_shown_and_changed(vires: Terminal) -> None:
    assert vires("key", "show")[0] == 0
    assert vires("key", "export")[0] == 2
    code, made = vires.json("key", "create")
    assert code == 0
    assert isinstance(made, dict)
    assert vires("key", "create")[0] == 2
    vires("tick")
    code, changed = vires.json("key", "rotate")
    assert code == 0
    assert isinstance(changed, dict)
    assert (changed["after"], changed["sealed"]) == (made["key"], 1)
    code, shown = vires.json("key", "show")
    assert isinstance(shown, dict)
    assert (code, shown["key"], shown["trouble"]) == (0, changed["key"], None)
    (vires.folder / "keys" / "seal.pem").chmod(0o644)
    code, shown = vires.json("key", "show")
    assert isinstance(shown, dict)
    assert (code, shown["trouble"]["code"]) == (1, "seal.key_open")
    assert "chmod 600" in shown["trouble"]["remedy"]


def test_a_tick_says_what_keeps_it_from_sealing(vires: Terminal) -> None:
    vires("tick")
    (vires.folder / "keys" / "seal.pem").unlink()
    vires("people", "add", "example-secretary", "--name", "Sam Secretary")
    code, said = vires("tick")
    assert code == 1
    assert "There is no key at DATA/keys/seal.pem to seal with." in said
    assert vires("key", "create")[0] == 1, "not without saying that the key is lost"
    assert vires("key", "create", "--lost")[0] == 0
    assert vires("tick")[0] == 0
    assert vires("ledger", "verify")[0] == 1


def test_a_tick_tells_what_it_sealed_beside_a_partnership_in_trouble(vires: Terminal) -> None:
    vires("tick")
    key = vires.folder / "keys" / "seal.pem"
    key.unlink()
    keys.create(key)
    vires("people", "add", "example-secretary", "--name", "Sam Secretary")
    vires("partnership", "create", "sampleton", "--name", "Sampleton")
    code, told = vires.json("tick")
    assert isinstance(told, dict)
    assert (code, told["sealed"]) == (1, 1), "the new partnership's"
    assert [one["code"] for one in told["unsealed"]] == ["seal.key_differs"]
    code, told = vires.json("tick")
    assert isinstance(told, dict)
    assert (code, told["sealed"]) == (1, 0)

"""Holding the record to a receipt that somebody brings, and the check of one partnership's."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from governance.application.desk import acting, looking
from governance.application.jobs.doing import checking
from governance.application.jobs.kinds import Task
from governance.application.ledger import receipts, sealing
from governance.application.ledger.holding import held_to
from governance.application.ledger.seals_told import latest_seals, public_key, seal_told, waits
from governance.application.people.partnerships import create_partnership, rename_partnership
from governance.domain.errors import Unusable
from governance.store import keys
from governance.store.engine import Store
from governance.store.triggers import LEDGER_TRIGGERS_OFF

HERE = "exampleshire"


@pytest.fixture
def area(
    quick_store: Store, now: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """A partnership whose name was changed twice, each act sealed by itself; and another one."""
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)
    create_partnership(quick_store, key=HERE, name="Exampleshire", now=now)
    create_partnership(quick_store, key="elsewhere", name="Elsewhere", now=now)
    for name in ("First", "Second"):
        sealing.seal_all(quick_store, now=now)
        with acting(quick_store, now=now, partnership=HERE) as desk:
            rename_partnership(desk, name=name)
    sealing.seal_all(quick_store, now=now)
    return quick_store


def receipt(store: Store, now: dt.datetime, *, of: str = HERE, number: int = 2) -> dict[str, Any]:
    with looking(store, now=now, partnership=of) as desk:
        return receipts.receipt(desk, of, number=number)


def found(store: Store, now: dt.datetime, content: bytes) -> list[str]:
    """The codes of what a receipt brings to light; nothing where the record holds it."""
    try:
        with looking(store, now=now, partnership=HERE) as desk:
            held_to(desk, content, name="r.json")
    except Unusable as error:
        return [one.code for one in error.problems]
    return []


def past_vires(store: Store, *statements: str) -> None:
    with store.engine.begin() as connection:
        for statement in (*LEDGER_TRIGGERS_OFF[store.dialect], *statements):
            connection.execute(text(statement))


def test_the_record_holds_a_receipt(area: Store, now: dt.datetime) -> None:
    content = receipts.encoded(receipt(area, now)).encode()
    with looking(area, now=now, partnership=HERE) as desk:
        held = held_to(desk, content, name="r.json")
    assert (held.number, held.seal) == (2, 2)


@pytest.mark.parametrize("name", ["ref", "kind", "at", "hash", "number", "subject"])
def test_a_receipt_that_says_otherwise_is_not_held(
    area: Store, now: dt.datetime, name: str
) -> None:
    other = {"number": 1, "subject": ["person", None]}.get(name, "2026-01-01")
    told = receipt(area, now)
    if name == "subject":
        other = ["person", told["subject"][1]]
    assert found(area, now, json.dumps(told | {name: other}).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        b"[" * 5000,
        b"null",
        b'{"format":"vires-receipt","version":1}',
        b" " * (receipts.LONGEST + 1),
    ],
)
def test_what_is_no_receipt_is_said(area: Store, now: dt.datetime, content: bytes) -> None:
    assert found(area, now, content) == ["receipt.none"]


@pytest.mark.parametrize("bad", ["\ud800", "a\0b"])
def test_no_character_of_a_receipt_breaks_it(area: Store, now: dt.datetime, bad: str) -> None:
    told = receipt(area, now)
    told["subject"][1] = bad
    assert found(area, now, json.dumps(told).encode()) == ["receipt.none"]


def test_nothing_is_said_of_another_partnerships_record(area: Store, now: dt.datetime) -> None:
    told = receipt(area, now, of="elsewhere", number=1)
    assert found(area, now, json.dumps(told).encode()) == ["receipt.of_another"]


def test_a_record_that_was_cut_does_not_hold_its_receipt(area: Store, now: dt.datetime) -> None:
    content = receipts.encoded(receipt(area, now, number=3)).encode()
    with looking(area, now=now, partnership=HERE) as desk:
        pid = desk.pid
    past_vires(
        area,
        f"DELETE FROM sealed_entry WHERE partnership_id = '{pid}' AND seal = 3",
        f"DELETE FROM seal WHERE partnership_id = '{pid}' AND number = 3",
        f"DELETE FROM ledger_entry WHERE partnership_id = '{pid}' AND number = 3",
    )
    assert found(area, now, content) == [
        "receipt.entry_gone",
        "receipt.seal_gone",
    ]


def test_seals_are_told_the_last_first(area: Store, now: dt.datetime) -> None:
    with looking(area, now=now, partnership=HERE) as desk:
        seals, more = latest_seals(desk)
        older, _ = latest_seals(desk, before=2)
        assert [one.number for one in seals] == [3, 2, 1]
        assert (more, [one.number for one in older]) == (False, [1])
        assert seals[0].previous == seals[1].hash == seal_told(desk, 2).hash
        assert seals[0].total == 3
        key = public_key(desk)
        assert waits(desk).entries == 0
        for number in (0, 4, 10**12):
            with pytest.raises(Unusable):
                seal_told(desk, number)
    assert key is not None
    assert keys.fingerprint(_bytes(key[1])) == key[0] == seals[0].key


def _bytes(pem: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(pem.encode())
    assert isinstance(key, Ed25519PublicKey)
    return key.public_bytes_raw()


def test_what_waits_is_counted_for_the_partnership_alone(area: Store, now: dt.datetime) -> None:
    with acting(area, now=now, partnership="elsewhere") as desk:
        rename_partnership(desk, name="Third")
    with looking(area, now=now, partnership=HERE) as desk:
        assert waits(desk).entries == 0
    with looking(area, now=now, partnership="elsewhere") as desk:
        assert (waits(desk).entries, waits(desk).since) == (1, now)


# --- the check of the whole


def checked(
    store: Store, now: dt.datetime, tell: Callable[..., None] = lambda *_, **__: None
) -> Any:
    """What the job says of the partnership."""
    nowhere = Path("unused")
    task = Task(
        store=store, folder=nowhere, evidence=nowhere, partnership=HERE, actor="operator",
        now=now, params={}, files=(), tell=tell,
    )  # fmt: skip
    return checking.do(task)


def test_the_check_looks_at_seals_and_says_what_waits(area: Store, now: dt.datetime) -> None:
    with acting(area, now=now, partnership=HERE) as desk:
        rename_partnership(desk, name="Third")
    steps: list[tuple[int, int]] = []
    told = checked(area, now, lambda done, total, *_, **__: steps.append((done, total)))
    assert told["ok"], told
    assert (told["seals"], told["sealed"], told["waiting"]) == (3, 3, 1)
    assert steps == sorted(steps)
    assert all(done <= total for done, total in steps)


@pytest.mark.parametrize("of", [HERE, "elsewhere"])
def test_the_check_tells_of_a_broken_seal_to_whom_it_belongs(
    area: Store, now: dt.datetime, of: str
) -> None:
    with looking(area, now=now, partnership=of) as desk:
        pid = desk.pid
    past_vires(area, f"UPDATE seal SET root = hash WHERE partnership_id = '{pid}' AND number = 1")
    told = checked(area, now)
    assert told["ok"] is (of != HERE)
    assert [one["code"] for one in told["problems"]] == (
        ["seal.columns_changed"] if of == HERE else []
    )


def test_the_check_tells_of_a_seal_that_is_gone(area: Store, now: dt.datetime) -> None:
    with looking(area, now=now, partnership=HERE) as desk:
        pid = desk.pid
    past_vires(area, f"DELETE FROM seal WHERE partnership_id = '{pid}' AND number = 3")
    assert "seal.holds_without" in [one["code"] for one in checked(area, now)["problems"]]

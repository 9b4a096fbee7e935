"""A record that was sealed by several keys is proved by any of them that stands for the others."""

import datetime as dt
from pathlib import Path

import pytest
from reports import life
from sealed_records import verified, wrong

from governance.application.record.exporting import record_of
from governance.store import keys
from governance.store.engine import Store
from governance.store.sealing import seal_waiting


@pytest.mark.parametrize("lost", [False, True], ids=["rotated", "lost"])
def test_the_key_before_and_the_key_after(
    quick_store: Store, tmp_path: Path, lost: bool
) -> None:  # pytest gives it by name
    built = life(quick_store, dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC))
    path = tmp_path / "keys" / "seal.pem"
    first = keys.create(path)
    ref = built.middling(built.commission())
    built.executive(ref)
    while seal_waiting(quick_store, key=first, now=built.now):
        pass
    built.decide(ref)
    if lost:
        path.unlink()
        second = keys.create(path, lost=first.fingerprint)
    else:
        second, _ = keys.succeed(path)
    while seal_waiting(quick_store, key=second, now=built.now):
        pass
    with built.looking() as desk:
        record = record_of(desk, ref)
    assert wrong(verified(record)) == []
    assert wrong(verified(record, second.public)) == []
    assert wrong(verified(record, first.public)) == (["seal"] if lost else [])
    assert wrong(verified(record, keys.new_key().public)) == ["seal"]
    later = next(seal for seal in record["seals"] if seal["public_key"] == second.public.hex())
    later["certificate"] = "ab" * 64
    assert wrong(verified(record, second.public)) == ["seal"]

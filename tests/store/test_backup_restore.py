"""A backup of either database restores into either, whole or not at all."""

import datetime as dt
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from store_rows import DEADLINE, NOW, PARTNERSHIP, act, body, deadline, partnership

from governance.domain.errors import Unusable
from governance.store import files, ledger
from governance.store.backup import backup, restore
from governance.store.check import check
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    with store.write() as tx:
        area = partnership(tx)
        other = partnership(tx, "other")
        board = body(tx, area, "board")
        body(tx, other, "board")
        tx.insert(DEADLINE, deadline(area, "1", working=[{"why": "é\u2028"}], owner="it's"))
        tx.insert_many(DEADLINE, [deadline(other, f"{n:04}") for n in range(1500)])
        kept = files.keep(tmp_path / "evidence", b"minutes of the board")
        version = {
            "partnership_id": area, "id": "v", "ref": "V-0001", "kind": "scheme", "key": "own",
            "number": 1, "title": "Own", "state": "draft", "text": b"\x00\xff yaml", "digest": "d",
        }  # fmt: skip
        first = ledger.entry(
            partnership_id=area, id="e", subject_table="rulebook_version", subject_id="v", number=1,
            previous=None, kind="drafted", at=NOW, actor="operator", facts={"of": board},
        )  # fmt: skip
        tx.insert(TABLES["rulebook_version"], version | {"head": first["hash"], "entries": 1})
        ledger.put(tx, first)
        tx.insert(
            TABLES["evidence"],
            {
                "partnership_id": area, "id": "f", "kind": "minutes", "title": "Minutes",
                "digest": kept.digest, "size": kept.size, "added_at": NOW,
            },
        )  # fmt: skip
    act(store, area, "named")
    return store


def contents(store: Store) -> dict[str, list[Any]]:
    with store.read() as tx:
        return {
            name: tx.all(select(table).order_by(table.c.partnership_id, table.c.id))
            for name, table in TABLES.items()
        }


def made(store: Store, tmp_path: Path, name: str = "one.vires") -> Path:
    path = tmp_path / name
    backup(store, path=path, evidence_dir=tmp_path / "evidence", now=NOW)
    return path


def put_back(store: Store, path: Path, folder: Path, *, replace: bool = False) -> None:
    restore(store, path=path, evidence_dir=folder, actor="operator", now=LATER, replace=replace)


def empty_copy(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> Store:
    if kind == "sqlite":
        return open_store(f"sqlite:///{tmp_path / 'target' / 'vires.db'}")
    return open_store(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = empty_copy(request, tmp_path, request.param)
    yield opened
    opened.close()


def test_either_restores_into_either(filled: Store, target: Store, tmp_path: Path) -> None:
    path = made(filled, tmp_path)
    put_back(target, path, tmp_path / "new" / "evidence")
    before, after = contents(filled), contents(target)
    for name in TABLES.keys() - {"partnership", "ledger_entry", "unsealed_entry"}:
        assert after[name] == before[name], name
    epochs = [row for row in after["ledger_entry"] if row.kind == "epoch"]
    assert [row for row in after["ledger_entry"] if row.kind != "epoch"] == before["ledger_entry"]
    assert {row.subject_id for row in epochs} == {row.id for row in before["partnership"]}
    assert {row.id for row in after["unsealed_entry"]} == {row.id for row in after["ledger_entry"]}
    facts = json.loads(epochs[0].body)["facts"]
    assert facts["made_at"] == "2025-02-20T14:30:00.000000Z"
    assert facts["entries"] == len(before["ledger_entry"])
    report = check(target, evidence_dir=tmp_path / "new" / "evidence")
    assert report.findings == ()
    assert report.entries == len(before["ledger_entry"]) + 2


def test_a_backup_is_the_same_picture_whichever_database(filled: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(made(filled, tmp_path)) as archive:
        names = set(archive.namelist())
        row = json.loads(archive.read("tables/deadline.jsonl").splitlines()[0])
    assert {f"tables/{name}.jsonl" for name in TABLES} < names
    assert "manifest.json" in names
    assert sum(name.startswith("evidence/") for name in names) == 1
    assert len(row) == len(DEADLINE.columns)


def test_a_backup_never_writes_over_a_file(filled: Store, tmp_path: Path) -> None:
    made(filled, tmp_path)
    assert refused(lambda: made(filled, tmp_path)) == "store.backup_exists"
    assert refused(lambda: made(filled, tmp_path, "no/folder.vires")) == "store.backup_unwritable"
    assert not list(tmp_path.glob("*.part"))


def test_keys_are_not_in_it(filled: Store, tmp_path: Path) -> None:
    for secret in ("keys/seal.key", "seal.key"):
        place = tmp_path / secret
        place.parent.mkdir(exist_ok=True)
        place.write_text("SECRET")
    (tmp_path / "evidence" / "link").symlink_to(tmp_path / "seal.key")
    with zipfile.ZipFile(made(filled, tmp_path)) as archive:
        assert not [n for n in archive.namelist() if "key" in n or "link" in n]


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Unusable) as caught:
        act()
    return caught.value.problems[0].code


def test_a_database_that_holds_something_is_not_restored_into(
    filled: Store, tmp_path: Path
) -> None:
    path = made(filled, tmp_path)
    before = contents(filled)
    assert refused(lambda: put_back(filled, path, tmp_path / "evidence")) == "store.not_empty"
    assert contents(filled) == before


def test_replacing_gives_up_what_was_there(filled: Store, tmp_path: Path) -> None:
    path = made(filled, tmp_path)
    area = contents(filled)["partnership"][0].id
    act(filled, area, "afterwards")
    put_back(filled, path, tmp_path / "evidence", replace=True)
    after = contents(filled)
    assert "afterwards" not in {row.kind for row in after["ledger_entry"]}
    assert check(filled, evidence_dir=tmp_path / "evidence").findings == ()


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The backup with some members changed; the manifest as it was unless that is changed."""
    out = path.with_name("changed.vires")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return out


def with_manifest(change: Callable[[dict[str, Any]], Any]) -> Callable[[str, bytes], bytes]:
    def apply(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        change(manifest)
        return json.dumps(manifest).encode()

    return apply


DAMAGES: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a row changed": lambda n, c: c.replace(b"board", b"crowd") if "body.jsonl" in n else c,
    "a row cut off": lambda n, c: c[:-9] if "deadline.jsonl" in n else c,
    "a row added": lambda n, c: c + c if "person.jsonl" not in n and "body.jsonl" in n else c,
    "a table missing": lambda n, c: None if "deadline.jsonl" in n else c,
    "evidence changed": lambda n, c: c + b"!" if "evidence/" in n else c,
    "no manifest": lambda n, c: None if "manifest" in n else c,
    "not JSON": lambda n, c: b"{" if "manifest" in n else c,
    "deep JSON": lambda n, c: b"[" * 100_000 if "manifest" in n else c,
    "another format": with_manifest(lambda m: m.update(format="zip")),
    "a later format": with_manifest(lambda m: m.update(format_version=2)),
    "a field unknown": with_manifest(lambda m: m.update(colour="red")),
    "a table unlisted": with_manifest(lambda m: m["tables"].pop("deadline")),
    "evidence outside": with_manifest(
        lambda m: m["evidence"].update({"../x": {"size": 1, "sha256": "", "rows": 0}})
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_changes_nothing(damage: str, sqlite_url: str, tmp_path: Path) -> None:
    source = open_store(sqlite_url)
    with source.write() as tx:
        area = partnership(tx)
        body(tx, area, "board")
        tx.insert(DEADLINE, deadline(area, "1"))
    files.keep(tmp_path / "evidence", b"minutes")
    path = rewritten(made(source, tmp_path), DAMAGES[damage])
    source.close()
    target = open_store(f"sqlite:///{tmp_path / 'target.db'}")
    code = refused(lambda: put_back(target, path, tmp_path / "new"))
    assert code == "store.backup_damaged"
    assert not any(contents(target).values())
    assert not (tmp_path / "new").exists()
    target.close()


def test_what_is_not_even_a_file(quick_store: Store, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a backup")
    for name, code in (("nothing", "unreadable"), ("text", "damaged"), (".", "unreadable")):
        with pytest.raises(Unusable) as caught:
            put_back(quick_store, tmp_path / name, tmp_path / "new")
        assert caught.value.problems[0].code == f"store.backup_{code}"


@pytest.mark.parametrize(("at", "code"), [("9999", "newer"), ("0001", "older")])
def test_a_backup_of_another_version(
    quick_store: Store, tmp_path: Path, at: str, code: str
) -> None:
    path = made(quick_store, tmp_path)
    changed = rewritten(path, with_manifest(lambda m: m.update(schema=at)))
    found = refused(lambda: put_back(quick_store, changed, tmp_path / "new"))
    assert found == f"store.backup_{code}"


@pytest.mark.parametrize(
    "row",
    [
        '["p","1"]',
        "{}",
        '["p",1,1,"k","c","t","s","2025-02-20T14:30:00.000000Z","2025-02-20","running",null,null,[],null]',
        '["p","1",1,"k","c","t","s","2025-02-20T14:30:00","2025-02-20","running",null,null,[],null]',
        '["p","1",1,"k","c","t","s","2025-02-20T14:30:00.000000Z","2025-02-31","running",null,null,[],null]',
    ],
)
def test_a_crafted_row_changes_nothing(quick_store: Store, tmp_path: Path, row: str) -> None:
    import hashlib

    line = row.encode() + b"\n"
    part = {"size": len(line), "sha256": hashlib.sha256(line).hexdigest(), "rows": 1}
    first = rewritten(
        made(quick_store, tmp_path), lambda n, c: line if n == "tables/deadline.jsonl" else c
    )
    first = first.rename(tmp_path / "first.vires")
    path = rewritten(first, with_manifest(lambda m: m["tables"].update(deadline=part)))
    found = refused(lambda: put_back(quick_store, path, tmp_path / "new"))
    assert found == "store.backup_damaged"
    assert not any(contents(quick_store).values())


def test_other_evidence_of_that_name_stops_it(filled: Store, target: Store, tmp_path: Path) -> None:
    path = made(filled, tmp_path)
    name = next((tmp_path / "evidence").iterdir()).name
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / name).write_text("other bytes")
    found = refused(lambda: put_back(target, path, tmp_path / "new"))
    assert found == "store.evidence_differs"
    assert not any(contents(target).values())


def test_evidence_put_in_place_is_taken_away_again(filled: Store, tmp_path: Path) -> None:
    path = made(filled, tmp_path)
    assert refused(lambda: put_back(filled, path, tmp_path / "new")) == "store.not_empty"
    assert not [p for p in (tmp_path / "new").rglob("*") if p.is_file()]


def test_the_epoch_moves_each_head(filled: Store, target: Store, tmp_path: Path) -> None:
    put_back(target, made(filled, tmp_path), tmp_path / "new")
    before = {row.id: row for row in contents(filled)["partnership"]}
    with target.read() as tx:
        for row in tx.all(select(PARTNERSHIP)):
            assert row.entries == before[row.id].entries + 1
            assert row.head != before[row.id].head

"""`check` finds what somebody wrote past Vires, and nothing where nobody did."""

from pathlib import Path

import pytest
from sqlalchemy import text
from store_rows import DEADLINE, NOW, act, body, deadline, partnership

from governance import words
from governance.store import files
from governance.store.check import check
from governance.store.engine import Store
from governance.store.tables import ROWS, TABLES
from governance.store.triggers import LEDGER_TRIGGERS_OFF
from statemachines import LIFECYCLES


@pytest.fixture
def area(store: Store) -> str:
    with store.write() as tx:
        made = partnership(tx)
        body(tx, made, "board")
        tx.insert(DEADLINE, deadline(made, "1"))
    act(store, made, "named")
    return made


def found(store: Store, folder: Path) -> list[str]:
    report = check(store, evidence_dir=folder)
    assert report.ok == (not report.findings)
    for finding in report.findings:
        assert words.say(finding.code, finding.params)
        assert words.remedy(finding.code, finding.params)
    return [finding.code for finding in report.findings]


def past_vires(store: Store, statement: str) -> None:
    """Write without foreign keys, as somebody with the file or the superuser's password can."""
    with store.engine.connect() as connection:
        if store.dialect == "sqlite":
            connection.rollback()
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute(statement)
            raw.execute("PRAGMA foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(statement)
            connection.commit()


def test_nothing_is_found_where_nothing_is_wrong(store: Store, area: str, tmp_path: Path) -> None:
    report = check(store, evidence_dir=tmp_path)
    assert report.findings == ()
    assert (report.rows, report.entries, report.subjects) == (9, 3, 2)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE deadline SET state = 'sleeping'", "check.unknown_state"),
        ("UPDATE deadline SET subject_id = 'nobody'", "check.dangling"),
        ("UPDATE deadline SET subject_table = 'invoice'", "check.dangling"),
        ("UPDATE body SET parent_id = 'nobody'", "check.dangling"),
        ("UPDATE partnership SET head = NULL", "ledger.head_differs"),
    ],
)
def test_what_was_written_past_vires_is_found(
    store: Store, area: str, tmp_path: Path, statement: str, code: str
) -> None:
    past_vires(store, statement)
    assert found(store, tmp_path) == [code]


def test_an_amount_below_nothing_is_found(store: Store, area: str, tmp_path: Path) -> None:
    with store.write() as tx:
        tx.insert(
            TABLES["delegation"],
            {
                "partnership_id": area, "id": "d", "version": 1, "ref": "D-0001",
                "from_key": "board", "to_key": "s151", "purpose": "Awards", "ceiling": -1,
                "from_day": NOW.date(), "kinds": [],
            },
        )  # fmt: skip
    assert "check.below_nothing" in found(store, tmp_path)


def test_the_guards_of_the_ledger_taken_away(store: Store, area: str, tmp_path: Path) -> None:
    with store.write() as tx:
        for statement in LEDGER_TRIGGERS_OFF[store.dialect]:
            tx.run(text(statement))
    assert found(store, tmp_path) == ["check.trigger_missing"] * 6


def test_evidence_that_is_missing_or_altered(store: Store, area: str, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    kept = files.keep(folder, b"minutes")
    with store.write() as tx:
        tx.insert(
            TABLES["evidence"],
            {
                "partnership_id": area, "id": "f", "kind": "minutes", "title": "Minutes",
                "digest": kept.digest, "size": kept.size, "added_at": NOW,
            },
        )  # fmt: skip
    assert found(store, folder) == []
    (folder / kept.digest).write_bytes(b"others")
    assert found(store, folder) == ["check.evidence_altered"]
    (folder / kept.digest).unlink()
    assert found(store, folder) == ["check.evidence_missing"]


def test_every_lifecycle_a_table_names_is_there() -> None:
    for name, model in ROWS.items():
        if model.lifecycle is not None:
            assert model.lifecycle in LIFECYCLES, name
            assert "state" in TABLES[name].c, name

"""What waits is sealed once, whoever seals and whenever they die; and seals are what they say."""

import datetime as dt
import importlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select, text
from store_rows import NOW, act, body, partnership

from governance import words
from governance.domain.errors import Unusable
from governance.store import ledger, sealing, seals
from governance.store.backup import backup, restore
from governance.store.check import check
from governance.store.engine import Store, open_store
from governance.store.keys import SealKey, Succession, new_key
from governance.store.sealing import seal_waiting
from governance.store.tables import TABLES
from governance.store.triggers import LEDGER_TRIGGERS_OFF

KEY = new_key()
ENTRY, SEAL, SEALED = (TABLES[name] for name in ("ledger_entry", "seal", "sealed_entry"))
WAITING = TABLES["unsealed_entry"]


@pytest.fixture
def area(store: Store) -> str:
    with store.write() as tx:
        made = partnership(tx)
        body(tx, made, "board")
    return made


def rows(store: Store, table: Any) -> list[Any]:
    with store.read() as tx:
        return tx.all(select(table).order_by(table.c.partnership_id, table.c.id))


def sealed(store: Store, *, most: int = sealing.MOST, key: SealKey = KEY) -> list[sealing.Made]:
    """Seal until nothing waits."""
    made: list[sealing.Made] = []
    while found := seal_waiting(store, key=key, now=NOW, most=most):
        made += found
    return made


def amiss(store: Store) -> list[str]:
    """The codes of whatever a whole check finds; each has words and a remedy."""
    with store.read() as tx:
        problems = [*ledger.verify(tx).problems, *seals.check_seals(tx).problems]
    for one in problems:
        assert words.say(one.code, one.params)
        assert words.remedy(one.code, one.params)
    return [one.code for one in problems]


def past_the_guards(store: Store, *statements: str) -> None:
    with store.write() as tx:
        for off in LEDGER_TRIGGERS_OFF[store.dialect]:
            tx.run(text(off))
        for one in statements:
            tx.run(text(one))


def test_what_waits_is_sealed_and_nothing_twice(store: Store, area: str) -> None:
    (first,) = seal_waiting(store, key=KEY, now=NOW)
    assert (first.partnership_id, first.number, first.entries) == (area, 1, 2)
    assert seal_waiting(store, key=KEY, now=NOW) == ()
    act(store, area, "named")
    (second,) = seal_waiting(store, key=KEY, now=NOW + dt.timedelta(seconds=1))
    one, two = rows(store, SEAL)
    assert (two.number, two.entries, two.total, two.previous) == (2, 1, 3, one.hash)
    assert second.hash == two.hash
    assert json.loads(two.body) == {
        "v": 1, "partnership": area, "number": 2, "at": "2025-02-20T14:30:01.000000Z",
        "entries": 1, "total": 3, "root": two.root, "previous": one.hash, "key": KEY.fingerprint,
    }  # fmt: skip
    assert two.body == ledger.canonical(json.loads(two.body))
    assert rows(store, WAITING) == []
    assert len(rows(store, SEALED)) == 3
    assert amiss(store) == []


def test_each_partnership_has_seals_of_its_own(store: Store, area: str) -> None:
    with store.write() as tx:
        other = partnership(tx, "other")
    made = seal_waiting(store, key=KEY, now=NOW)
    assert {(one.partnership_id, one.number) for one in made} == {(area, 1), (other, 1)}


def test_batches_are_bounded_and_go_on(store: Store, area: str) -> None:
    for number in range(7):
        act(store, area, f"act_{number}")
    assert [one.entries for one in sealed(store, most=4)] == [4, 4, 1]
    assert amiss(store) == []


def test_what_is_sealed_already_is_only_taken_out_of_the_queue(store: Store, area: str) -> None:
    sealed(store)
    entry = rows(store, ENTRY)[0]
    with store.write() as tx:
        tx.insert(WAITING, {"partnership_id": area, "id": entry.id})
    assert amiss(store) == ["ledger.sealed_and_waits"]
    assert seal_waiting(store, key=KEY, now=NOW) == ()
    assert rows(store, WAITING) == []
    assert amiss(store) == []


@pytest.mark.parametrize("most", [1, 2, 3, 100])
def test_a_clock_that_goes_back_never_turns_a_history_round(store: Store, most: int) -> None:
    with store.write() as tx:
        area = partnership(tx)
        board = body(tx, area, "board")
    for hours in (5, -9, 2, -30, -1):
        at = NOW + dt.timedelta(hours=hours)
        with store.write() as tx:
            row = tx.get(TABLES["body"], partnership_id=area, id=board)
            ledger.append(
                tx, subject=row, subject_table="body", id=sealing_id(at), kind="named", at=at,
                actor="operator",
            )  # fmt: skip
    sealed(store, most=most)
    assert amiss(store) == []
    with store.read() as tx:
        numbers = tx.all(
            select(ENTRY.c.number)
            .select_from(ENTRY.join(SEALED, SEALED.c.id == ENTRY.c.id))
            .where(ENTRY.c.subject_id == board)
            .order_by(SEALED.c.seal, SEALED.c.position)
        )
    assert [row.number for row in numbers] == [1, 2, 3, 4, 5, 6]


def sealing_id(at: dt.datetime) -> str:
    from governance.store.ids import new_id

    return new_id(at)


def test_many_sealers_at_once_seal_everything_once(store_url: str) -> None:
    store = open_store(store_url)
    with store.write() as tx:
        area = partnership(tx)
    stores = [open_store(store_url) for _ in range(3)]
    going = threading.Event()
    troubles: list[BaseException] = []

    def seal(own: Store) -> None:
        try:
            while not going.is_set():
                seal_waiting(own, key=KEY, now=NOW, most=3)
        except BaseException as error:  # noqa: BLE001  # told by the test
            troubles.append(error)

    crew = [threading.Thread(target=seal, args=(own,)) for own in stores]
    for one in crew:
        one.start()
    for number in range(40):
        act(store, area, f"act_{number}")
    going.set()
    for one in crew:
        one.join()
    assert troubles == []
    sealed(store)
    assert len(rows(store, SEALED)) == len(rows(store, ENTRY)) == 41
    assert amiss(store) == []
    for opened in (*stores, store):
        opened.close()


def test_a_place_leads_to_the_root(store: Store, area: str) -> None:
    from governance.store import merkle

    for number in range(5):
        act(store, area, f"act_{number}")
    sealed(store)
    for entry in rows(store, ENTRY):
        with store.read() as tx:
            place = seals.place_of(tx, area, entry.id)
        assert place is not None
        reached = merkle.root_by(
            entry.hash, position=place.position, size=place.seal.entries, beside=place.path
        )
        assert reached == place.seal.root
    with store.read() as tx:
        assert seals.place_of(tx, area, "nothing") is None


def test_a_key_that_does_not_follow_seals_nothing(store: Store, area: str) -> None:
    sealed(store)
    act(store, area, "named")
    other = new_key()
    with pytest.raises(Unusable) as caught:
        seal_waiting(store, key=other, now=NOW)
    assert [one.code for one in caught.value.problems] == ["seal.key_differs"]
    assert len(rows(store, WAITING)) == 1
    other.succession = Succession(KEY.fingerprint, KEY.certify(other.public))
    sealed(store, key=other)
    assert amiss(store) == []
    with store.read() as tx:
        reigns = seals.check_seals(tx).reigns
    assert [(one.key, one.since, one.certified) for one in reigns] == [
        (KEY.fingerprint, 1, True),
        (other.fingerprint, 2, True),
    ]
    assert seals.follows_from(reigns, KEY.fingerprint) == 1
    assert seals.follows_from(reigns, other.fingerprint) == 2
    assert seals.follows_from(reigns, new_key().fingerprint) is None


@pytest.mark.parametrize("signature", ["", "ab" * 64, "no hex", 5, "in capitals"])
def test_a_certificate_that_is_nobodys_word_is_sealed_nowhere(
    store: Store, area: str, signature: Any
) -> None:
    sealed(store)
    act(store, area, "named")
    other = new_key()
    if signature == "in capitals":
        signature = KEY.certify(other.public).upper()
    other.succession = Succession(KEY.fingerprint, signature)
    with pytest.raises(Unusable) as caught:
        seal_waiting(store, key=other, now=NOW)
    (one,) = caught.value.problems
    assert one.code == "seal.certificate_unfit"
    assert words.say(one.code, one.params)
    assert words.remedy(one.code, one.params)
    assert (len(rows(store, SEAL)), len(rows(store, WAITING))) == (1, 1)


def test_a_new_key_for_a_lost_one_is_told(store: Store, area: str) -> None:
    sealed(store)
    act(store, area, "named")
    other = new_key()
    other.succession = Succession(KEY.fingerprint, None)
    sealed(store, key=other)
    assert amiss(store) == ["seal.uncertified"]
    with store.read() as tx:
        reigns = seals.check_seals(tx).reigns
    assert seals.follows_from(reigns, KEY.fingerprint) is None
    assert seals.follows_from(reigns, other.fingerprint) == 2


def test_pages_of_seals_are_checked_as_the_whole(store: Store, area: str) -> None:
    for number in range(5):
        act(store, area, f"act_{number}")
        sealed(store)
    after: seals.SealsKey | None = ("", 0)
    seen = entries = 0
    with store.read() as tx:
        while after is not None:
            found, after = seals.check_seals_slice(tx, after=after, most=2)
            assert found.ok
            seen, entries = seen + found.seals, entries + found.entries
    assert (seen, entries) == (5, 7)


CHANGES = {
    "seal.missing": "DELETE FROM seal WHERE number = 2",
    "seal.bytes_changed": "UPDATE seal SET hash = '{00}' WHERE number = 2",
    "seal.columns_changed": "UPDATE seal SET entries = 7 WHERE number = 2",
    "seal.key_wrong": "UPDATE seal SET public_key = '{00}' WHERE number = 2",
    "seal.signature_wrong": "UPDATE seal SET signature = '{00}{00}' WHERE number = 2",
    "seal.certificate_wrong": "UPDATE seal SET certificate = '{00}{00}' WHERE number = 2",
    "seal.root_differs": "UPDATE ledger_entry SET hash = '{00}' WHERE kind = 'act_1'",
    "seal.count_differs": "DELETE FROM sealed_entry WHERE seal = 2",
    "seal.places_wrong": "UPDATE sealed_entry SET position = 3 WHERE seal = 2",
    "seal.entry_gone": "DELETE FROM ledger_entry WHERE kind = 'act_1'",
    "seal.holds_without": "DELETE FROM seal WHERE number = 3",
    "ledger.not_sealed": "DELETE FROM unsealed_entry",
    "seal.waits_for_nothing": "DELETE FROM ledger_entry WHERE kind = 'act_9'",
    "ledger.sealed_out_of_turn": "UPDATE sealed_entry SET seal = 9 WHERE seal = 2",
}


@pytest.mark.parametrize("code", CHANGES)
def test_tampering_with_seals_shows(store: Store, area: str, code: str) -> None:
    sealed(store)
    for kind in ("act_1", "act_2"):
        act(store, area, kind)
        sealed(store)
    act(store, area, "act_9")
    assert amiss(store) == []
    past_the_guards(store, CHANGES[code].replace("{00}", "00" * 32))
    assert code in amiss(store)


def test_what_is_said_to_be_in_a_seal_that_is_gone_stops_sealing_loudly(
    store: Store, area: str
) -> None:
    sealed(store)
    past_the_guards(store, "DELETE FROM seal")
    act(store, area, "named")
    with pytest.raises(Unusable) as caught:
        seal_waiting(store, key=KEY, now=NOW)
    assert [one.code for one in caught.value.problems] == ["seal.contradicts"]


@pytest.mark.parametrize("table", ["seal", "sealed_entry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET version = 2", "DELETE FROM {}"])
def test_the_database_itself_refuses(store: Store, area: str, table: str, statement: str) -> None:
    sealed(store)
    with pytest.raises(Exception, match=r"never changed"), store.write() as tx:
        tx.run(text(statement.format(table)))
    assert amiss(store) == []


def test_seals_go_along_with_a_backup_and_the_restore_is_sealed(
    store: Store, area: str, tmp_path: Path
) -> None:
    sealed(store)
    act(store, area, "named")
    path = tmp_path / "one.vires"
    backup(store, path=path, evidence_dir=tmp_path / "evidence", now=NOW)
    act(store, area, "after the backup")
    sealed(store)
    later = {row.number: row.hash for row in rows(store, SEAL)}
    restore(
        store, path=path, evidence_dir=tmp_path / "evidence", actor="operator",
        now=NOW + dt.timedelta(days=1), replace=True,
    )  # fmt: skip
    assert {row.id for row in rows(store, WAITING)} == {
        row.id for row in rows(store, ENTRY) if row.kind in ("named", "epoch")
    }
    sealed(store)
    assert amiss(store) == []
    assert check(store, evidence_dir=tmp_path / "evidence").findings == ()
    now = {row.number: row.hash for row in rows(store, SEAL)}
    assert now[1] == later[1]
    assert now[2] != later[2], "who holds the later seal sees that the record went back"


def test_the_version_that_brings_seals_queues_what_is_there(store: Store, area: str) -> None:
    with store.engine.begin() as connection:
        for table in ("seal", "sealed_entry", "unsealed_entry"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        step = importlib.import_module("governance.store.migrations.versions.0027_seals")
        with Operations.context(MigrationContext.configure(connection)):
            step.upgrade()
    assert {row.id for row in rows(store, WAITING)} == {row.id for row in rows(store, ENTRY)}
    sealed(store)
    assert amiss(store) == []

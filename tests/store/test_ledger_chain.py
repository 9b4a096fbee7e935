"""Every way of tampering with the ledger shows, on both databases."""

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from store_rows import NOW, act, body, partnership

from governance import words
from governance.application.ledger.verifying import verify
from governance.store import ledger
from governance.store.engine import Store
from governance.store.keys import new_key
from governance.store.sealing import seal_waiting
from governance.store.triggers import LEDGER_TRIGGERS_OFF

CHANGES = {
    "ledger.bytes_changed": "UPDATE ledger_entry SET body = {other} WHERE number = 2",
    "ledger.columns_changed": "UPDATE ledger_entry SET actor = 'somebody' WHERE number = 2",
    "ledger.missing": "DELETE FROM ledger_entry WHERE number = 2",
    "ledger.cut": "DELETE FROM ledger_entry WHERE number = 4",
    "ledger.head_differs": "UPDATE partnership SET head = NULL",
    "ledger.out_of_order": "UPDATE ledger_entry SET previous = NULL WHERE number = 3",
    "ledger.no_subject": "DELETE FROM partnership",
    "ledger.unknown_subject": "UPDATE ledger_entry SET subject_table = 'deadline'",
    "ledger.no_entries": "DELETE FROM ledger_entry",
}
OTHER_BYTES = {"sqlite": "x'7b7d'", "postgresql": "'\\x7b7d'::bytea"}


@pytest.fixture
def area(store: Store) -> str:
    with store.write() as tx:
        made = partnership(tx)
    for number in range(2, 5):
        act(store, made, f"act_{number}")
    return made


def past_the_guards(store: Store, statement: str) -> None:
    with store.write() as tx:
        for off in LEDGER_TRIGGERS_OFF[store.dialect]:
            tx.run(text(off))
        for one in statement.format(other=OTHER_BYTES[store.dialect]).split(";"):
            tx.run(text(one))


def verified(store: Store) -> ledger.Verification:
    with store.read() as tx:
        return ledger.verify(tx)


def test_whole_chains_verify(store: Store, area: str) -> None:
    with store.write() as tx:
        body(tx, area, "board")
    found = verified(store)
    assert (found.ok, found.entries, found.subjects, found.problems) == (True, 5, 2, [])


def test_an_empty_ledger_verifies(store: Store) -> None:
    found = verified(store)
    assert (found.ok, found.entries, found.subjects) == (True, 0, 0)


@pytest.mark.parametrize("code", CHANGES)
def test_tampering_shows(store: Store, area: str, code: str) -> None:
    past_the_guards(store, CHANGES[code])
    found = verified(store)
    assert not found.ok
    assert code in {problem.code for problem in found.problems}
    for problem in found.problems:
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE ledger_entry SET body = CAST(body AS TEXT)", "ledger.bytes_changed"),
        ("UPDATE ledger_entry SET hash = x'00' WHERE number = 2", "ledger.bytes_changed"),
        ("UPDATE ledger_entry SET at = 'never' WHERE number = 2", "ledger.unreadable"),
        ("UPDATE ledger_entry SET number = 'x' WHERE number = 2", "ledger.missing"),
        ("UPDATE seal SET body = CAST(body AS TEXT)", "seal.bytes_changed"),
        ("UPDATE seal SET at = 'never'", "seal.unreadable"),
        ("UPDATE seal SET entries = 'x'", "seal.unreadable"),
        ("UPDATE ledger_entry SET hash = x'00' WHERE number = 2", "seal.root_differs"),
    ],
)
def test_what_is_not_even_of_its_columns_kind_is_told(
    quick_store: Store, statement: str, code: str
) -> None:
    """SQLite keeps anything in any column."""
    with quick_store.write() as tx:
        made = partnership(tx)
    for number in range(2, 5):
        act(quick_store, made, f"act_{number}")
    seal_waiting(quick_store, key=new_key(), now=NOW)
    past_the_guards(quick_store, statement)
    found = verify(quick_store)
    assert code in {problem.code for problem in found.problems}
    for problem in found.problems:
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)


def test_two_entries_that_change_places_show(store: Store, area: str) -> None:
    moves = [(2, 99), (3, 2), (99, 3)]
    past_the_guards(
        store,
        ";".join(f"UPDATE ledger_entry SET number = {b} WHERE number = {a}" for a, b in moves),
    )
    assert not verified(store).ok


def test_a_subject_and_its_chain_removed_together_leave_the_others_whole(
    store: Store, area: str
) -> None:
    """What this check cannot show alone: seals and receipts are for that."""
    with store.write() as tx:
        made = body(tx, area, "board")
    past_the_guards(store, f"DELETE FROM ledger_entry WHERE subject_id = '{made}'")
    assert [p.code for p in verified(store).problems] == ["ledger.no_entries"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor = 'x'",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_itself_refuses(store: Store, area: str, statement: str) -> None:
    with pytest.raises(Exception, match=r"never changed"), store.write() as tx:
        tx.run(text(statement))
    assert verified(store).ok


def test_postgresql_refuses_to_empty_the_table(store: Store, area: str) -> None:
    if store.dialect == "postgresql":
        with pytest.raises(Exception, match=r"never changed"), store.write() as tx:
            tx.run(text("TRUNCATE ledger_entry"))
    assert verified(store).ok


def test_an_entry_by_hand() -> None:
    made = ledger.entry(
        partnership_id="p",
        id="e",
        subject_table="commission",
        subject_id="c",
        number=2,
        previous="00ff",
        kind="opened",
        at=NOW,
        actor="operator",
        facts={"value": 3_000_000, "ends": dt.date(2026, 3, 31), "title": "Foster care – Éire"},
        writes=[["insert", "commission", "c", {"text": b"abc"}]],
    )
    assert made["body"].decode() == (
        '{"actor":"operator","at":"2025-02-20T14:30:00.000000Z","authority":null,'
        '"facts":{"ends":"2026-03-31","title":"Foster care – Éire","value":3000000},'
        '"kind":"opened","number":2,"partnership":"p","subject":["commission","c"],"v":1,'
        '"writes":[["insert","commission","c",{"text":{"sha256":'
        f'"{hashlib.sha256(b"abc").hexdigest()}"'
        "}}]]}"
    )
    assert made["hash"] == hashlib.sha256(b"\x00\xff" + made["body"]).hexdigest()


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: 2}, object(), [{"a": 0.1}]])
def test_what_has_no_one_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        ledger.canonical(value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_bytes_are_one_form_and_read_back(value: Any) -> None:
    if "\\ud" in json.dumps(value):
        value = None
    written = ledger.canonical(value)
    assert json.loads(written) == value
    assert ledger.canonical(json.loads(written)) == written


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(), max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(facts: dict[str, int], random: Any) -> None:
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    assert ledger.canonical(dict(shuffled)) == ledger.canonical(facts)

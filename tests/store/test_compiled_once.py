"""A statement is compiled the first time it runs and never again."""

from sqlalchemy import bindparam, select

from governance.store.engine import Store
from governance.store.lists import in_list
from governance.store.statements import prepared
from governance.store.tables import TABLES

PERSON = TABLES["person"]
BY_KEY = select(PERSON.c.id).where(PERSON.c.key == bindparam("key"))
BY_KEYS = select(PERSON.c.id).where(in_list(PERSON.c.key, "keys"))


def test_running_a_statement_again_compiles_nothing(store: Store) -> None:
    with store.read() as tx:
        tx.all(BY_KEY, key="somebody")
        tx.all(BY_KEYS, keys=["somebody"])
        before = prepared.cache_info()
        for number in range(20):
            tx.all(BY_KEY, key=f"somebody-{number}")
            tx.all(BY_KEYS, keys=[f"somebody-{n}" for n in range(number)])
    after = prepared.cache_info()
    assert after.misses == before.misses
    assert after.hits >= before.hits + 40

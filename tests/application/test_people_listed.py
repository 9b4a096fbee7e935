"""People and organisations are listed a page at a time and found by words, on both databases."""

import datetime as dt
from pathlib import Path

from world import World, world

from governance.application.health import health
from governance.application.people.acts import add_organisation, add_person
from governance.application.people.listing import PAGE, organisations_page, people_page
from governance.application.people.standing_for import one_of_each
from governance.store.engine import Store


def found(built: World, **asked: str) -> list[str]:
    with built.looking() as desk:
        return [row.key for row in people_page(desk, **asked).rows]  # type: ignore[arg-type]


def test_people_are_found_and_paged(store: Store, now: dt.datetime, tmp_path: Path) -> None:
    built = world(store, now)
    with built.acting() as desk:
        add_person(desk, key="example-odd", name="Zoë 100% O\u2019Brien")
        add_organisation(desk, key="odd-trust", name="The Ödd_Trust", provider=True)
        for n in range(PAGE):
            add_person(desk, key=f"example-many-{n}", name=f"Many {n}")
    assert found(built, words="ZOË") == ["example-odd"]
    assert found(built, words="100%") == ["example-odd"]
    assert found(built, words="%") == ["example-odd"]
    assert found(built, role="auditor") == ["example-auditor"]
    with built.looking() as desk:
        first = people_page(desk)
        assert len(first.rows) == PAGE
        second = people_page(desk, after=first.after)
        assert not {row.id for row in first.rows} & {row.id for row in second.rows}
        assert second.after is None
        assert [row.key for row in organisations_page(desk, words="ödd_t").rows] == ["odd-trust"]
        assert "example-secretary" in {one.person for one in one_of_each(desk)}
        pid = desk.pid
    stands = health(store, partnership_id=pid, data_dir=tmp_path, now=now)
    assert stands.schema == stands.expected_schema
    assert stands.dialect == store.dialect
    assert stands.alone

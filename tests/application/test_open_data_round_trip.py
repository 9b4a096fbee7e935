"""What came in by OCDS goes out again without loss, and what Vires adds comes after it."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import memory_store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import AREA, NOW, award, package, release, take_file
from ocds_validator import findings

from governance.adapters.ocds import read_package
from governance.adapters.ocds.exact_json import canonical, load
from governance.adapters.ocds.writing import record_package, release_package
from governance.application.commissions.agreement_moves import move
from governance.application.commissions.queries import agreements
from governance.application.desk import acting, looking
from governance.application.publishing.open_data.processes import Process, every_process, frame
from governance.application.publishing.open_data.publisher import set_publisher
from governance.store.engine import Store

LATER = NOW + dt.timedelta(days=30)


def taken(store: Store, content: bytes) -> None:
    """A file that was imported into a partnership that has a prefix."""
    take_file(store, content)
    with acting(store, now=NOW, partnership=AREA) as desk:
        set_publisher(desk, ocid_prefix="ocds-a2b3c4")


def going_out(store: Store, now: dt.datetime = NOW, *, contacts: bool = True) -> list[Process]:
    with looking(store, now=now, partnership=AREA) as desk:
        return list(every_process(desk, contacts=contacts))


def written(store: Store, *, records: bool = False) -> bytes:
    made = record_package if records else release_package
    with looking(store, now=NOW, partnership=AREA) as desk:
        found = every_process(desk, contacts=True)
        return b"".join(made(frame(desk, "urn:vires:exampleshire:releases"), found))


def exact(content: bytes) -> Any:
    """JSON with every number as it was written."""
    return load(content.decode(), file="f")


def ours(found: list[Process]) -> list[dict[str, Any]]:
    """The releases that did not come in."""
    return [
        json.loads(one.body, parse_float=Decimal)
        for process in found
        for one in process
        if "-A-" in one.id
    ]


@pytest.fixture(scope="session")
def sample(shared: Path) -> bytes:
    return (shared / "data" / "contracts-finder-sample.json").read_bytes()


def test_real_notices_go_out_word_for_word(store: Store, sample: bytes) -> None:
    taken(store, sample)
    found = exact(written(store))["releases"]
    wanted = {(one["ocid"], one["id"]): canonical(one) for one in exact(sample)["releases"]}
    came = {(one["ocid"], one["id"]): canonical(one) for one in found}
    kept = {name: body for name, body in came.items() if name in wanted}
    assert kept == wanted
    assert len(wanted) == 99
    assert {name: body for name, body in came.items() if name not in wanted} == {}


def test_real_notices_come_in_again_unchanged(store: Store, sample: bytes) -> None:
    taken(store, sample)
    for records in (False, True):
        again = take_file(store, written(store, records=records))
        assert (again.created, again.updated, again.unchanged, again.rejected) == (0, 0, 99, ())


def test_nothing_more_is_held_against_real_notices_than_before(
    store: Store, sample: bytes, shared: Path
) -> None:
    taken(store, sample)
    before, after = findings(sample, shared), findings(written(store), shared)
    assert after.keys() == before.keys()
    values = [
        sorted((one["type"], one["value"]) for one in found["validation_errors"])
        for found in (before, after)
    ]
    assert values[0] == values[1]


def test_what_stood_round_them_goes_out_with_them(store: Store) -> None:
    address = "https://example.org/lots/extension.json"
    frame_ = {"version": "1.1", "extensions": [address], "license": "https://example.org/l"}
    taken(store, json.dumps({**frame_, "releases": [release()]}).encode())
    assert exact(written(store))["extensions"] == [address]


def test_people_to_ask_stay_where_they_are_not_wanted(store: Store) -> None:
    party = {"id": "b", "name": "B", "contactPoint": {"name": "Anna Example"}, "roles": ["buyer"]}
    taken(store, package(release(parties=[party])))
    with_, without = (going_out(store, contacts=c)[0][0].body for c in (True, False))
    assert b"Anna Example" in with_
    assert json.loads(without)["parties"] == [{"id": "b", "name": "B", "roles": ["buyer"]}]


def test_a_release_that_came_without_an_id_is_given_one(store: Store) -> None:
    taken(store, package(release(id=...)))
    (told,) = exact(written(store))["releases"]
    assert {name: value for name, value in told.items() if name != "id"} == exact(
        json.dumps(release(id=...)).encode()
    )
    assert told["id"] == "2025-01-10T09:00:00+00:00"


def test_what_vires_adds_comes_after_what_came_in(store: Store) -> None:
    contract = {"id": "c1", "awardID": "a1", "status": "active", "dateSigned": "2025-01-30"}
    last = release(id="r2", tag=["contract"], awards=[award()], contracts=[contract])
    taken(store, package(release(), last))
    with acting(store, now=LATER, partnership=AREA) as desk:
        (row,) = agreements(desk)
        move(
            desk,
            agreement=row["ref"],
            move="record_notice",
            reason="they gave notice",
            ends_on=dt.date(2025, 6, 30),
        )
    (process,) = going_out(store, LATER)
    assert [one.id for one in process][:2] == ["r1", "r2"]
    (told,) = ours([process])
    assert (told["ocid"], told["tag"]) == ("ocds-example-0001", ["contractUpdate"])
    assert told["contracts"] == [
        {"id": "c1", "awardID": "a1", "period": {"endDate": "2025-06-30T23:59:59+01:00"}}
    ]


def test_a_contract_that_no_notice_names_gets_a_name_of_its_own(store: Store) -> None:
    suppliers = [{"id": "s1", "name": "One Ltd"}, {"id": "s2", "name": "Two Ltd"}]
    shared_one = {"id": "c1", "awardID": "a1", "status": "active"}
    taken(
        store,
        package(release(awards=[award() | {"suppliers": suppliers}], contracts=[shared_one])),
    )
    with acting(store, now=LATER, partnership=AREA) as desk:
        one = agreements(desk)[0]
        move(desk, agreement=one["ref"], move="break_off", reason="insolvency")
    (told,) = ours(going_out(store, LATER))
    (contract,) = told["contracts"]
    assert (contract["id"], contract["awardID"], contract["status"]) == (
        one["ref"],
        "a1",
        "terminated",
    )


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.decimals(allow_nan=False, allow_infinity=False, places=5)
    | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)
KNOWN = {*release(), "parties", "awards", "contracts", "planning", "legalBasis", "title"}
EXTRA = st.dictionaries(NAMES.filter(lambda name: name not in KNOWN), VALUES, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(EXTRA, EXTRA), min_size=1, max_size=3))
def test_whatever_a_release_holds_goes_out_again(
    sqlite_template: bytes, more: list[tuple[Any, Any]]
) -> None:
    made = [
        release(id=f"r{number}") | extra | {"tender": release()["tender"] | {"x": inner}}
        for number, (extra, inner) in enumerate(more)
    ]
    content = b'{"version":"1.1","releases":' + canonical(made) + b"}"
    rejected = read_package(content, "f").rejected
    store = memory_store(sqlite_template)
    taken(store, content)
    came = [canonical(one) for one in exact(written(store))["releases"]]
    store.close()
    assert rejected == ()
    assert sorted(came) == sorted(canonical(one) for one in made)

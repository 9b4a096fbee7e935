"""Importing notices: counted once, written whole, idempotent, and never against people's word."""

import copy
import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from conftest import memory_store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import (
    AGREEMENTS,
    AREA,
    COMMISSIONS,
    ENTRIES,
    NOW,
    ORGANISATIONS,
    RELEASES,
    award,
    counts,
    flags,
    only,
    package,
    picture,
    release,
    rows,
    take,
    take_file,
)
from world import world

from governance.application.change import Change
from governance.application.commissions.lifecycle import set_facts
from governance.application.desk import acting
from governance.application.imports import writing
from governance.application.imports.acts import known_partnership
from governance.application.people.partnerships import create_partnership
from governance.domain.errors import Refused, Unusable
from governance.store import ledger
from governance.store.engine import Store
from governance.words import say

WRITE = "governance.application.imports.acts.write"


@pytest.fixture(scope="session")
def sample(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (shared / "data" / "contracts-finder-sample.json").read_bytes()
    )
    return found


def whole(store: Store) -> bool:
    with store.read() as tx:
        return ledger.verify(tx).ok


def test_real_notices_go_in_whole_and_a_second_time_change_nothing(
    store: Store, sample: dict[str, Any]
) -> None:
    content = json.dumps(sample).encode()
    assert counts(take_file(store, content)) == (93, 6, 0, 0)
    before, entries = picture(store), len(rows(store, ENTRIES))
    assert counts(take_file(store, content)) == (0, 0, 99, 0)
    assert picture(store) == before
    assert len(rows(store, ENTRIES)) == entries
    assert len(rows(store, COMMISSIONS)) == 93
    kept = {r.ocid + r.release: json.loads(r.body) for r in rows(store, RELEASES)}
    assert kept == {r["ocid"] + r["id"]: r for r in sample["releases"]}
    assert whole(store)


def test_real_notices_in_two_halves_end_the_same_in_either_order(
    sample: dict[str, Any], sqlite_template: bytes
) -> None:
    halves = [
        json.dumps({**sample, "releases": part}).encode()
        for part in (sample["releases"][::2], sample["releases"][1::2])
    ]
    ends = []
    for order in ([json.dumps(sample).encode()], halves, halves[::-1]):
        store = memory_store(sqlite_template)
        reports = [take_file(store, content) for content in order]
        assert sum(sum(counts(report)) for report in reports) == 99
        ends.append(picture(store))
        store.close()
    assert ends[0] == ends[1] == ends[2]


def test_an_award_becomes_a_commission_with_its_agreement(store: Store) -> None:
    assert counts(take(store, release(tag=["award"], awards=[award()]))) == (1, 0, 0, 0)
    commission = only(store, COMMISSIONS)
    assert commission.title == "Foster care"
    assert (commission.value, commission.end_date) == (3_000_000, dt.date(2027, 1, 31))
    assert (commission.state, commission.ocid) == ("in_cycle", "ocds-example-0001")
    assert flags(commission) == {"import.found", "import.no_lead"}
    agreement = only(store, AGREEMENTS)
    assert (agreement.state, agreement.value) == ("in_force", 2_900_000)
    assert agreement.ends_on == dt.date(2027, 1, 31)
    provider = next(o for o in rows(store, ORGANISATIONS) if o.id == agreement.provider_id)
    assert (provider.key, provider.provider, provider.partner) == (
        "example-care-limited",
        True,
        False,
    )
    kinds = {entry.kind for entry in rows(store, ENTRIES)}
    assert kinds == {
        "partnership.created",
        "organisation.added",
        "commission.imported",
        "agreement.imported",
    }


@pytest.mark.parametrize(
    ("days", "contract", "state"),
    [
        (("2025-02-20", "2027-01-31"), None, "in_force"),
        (("2025-02-21", "2027-01-31"), None, "awarded"),
        (("2024-02-20", "2025-02-19"), None, "expired"),
        (("2024-02-20", "2025-02-20"), None, "in_force"),
        (("2025-02-21", "2027-01-31"), {"id": "c1", "status": "active"}, "signed"),
        (("2024-02-20", "2027-01-31"), {"id": "c1", "status": "terminated"}, "ended"),
    ],
)
def test_an_agreement_stands_where_its_days_and_contract_say(
    quick_store: Store, days: tuple[str, str], contract: dict[str, Any] | None, state: str
) -> None:
    made = award(contractPeriod={"startDate": days[0], "endDate": days[1]})
    contracts = [{**contract, "awardID": "a1"}] if contract else []
    take(quick_store, release(awards=[made], contracts=contracts))
    assert only(quick_store, AGREEMENTS).state == state


def test_what_a_notice_does_not_say_stays_unknown(store: Store) -> None:
    bare = {"ocid": "o1", "date": "2025-01-10", "tender": {"value": {"amount": 0}}}
    assert counts(take(store, bare)) == (1, 0, 0, 0)
    commission = only(store, COMMISSIONS)
    assert commission.title == "o1"
    assert [commission.value, commission.end_date, commission.lead_id] == [None, None, None]
    assert commission.organisation_id is None
    assert flags(commission) >= {
        "import.id_missing",
        "import.title_missing",
        "import.buyer_missing",
        "import.value_zero",
        "import.no_lead",
        "import.no_end_date",
    }
    assert counts(take(store, bare)) == (0, 0, 1, 0)
    for flag in commission.flags:
        assert say(flag["code"], flag.get("params", {})).endswith(".")


def test_each_release_is_counted_once(store: Store) -> None:
    first, second = release(), release(id="r2", date="2025-01-11T09:00:00Z")
    other = release(ocid="ocds-example-0002")
    wrong = release(ocid=...)
    report = take(store, second, first, first, other, wrong, {"ocid": "x"}, 7)
    assert counts(report) == (2, 1, 1, 3)
    assert [r.ref for r in report.rejected] == ["r1", "x", "release 7"]
    assert [p.code for r in report.rejected for p in r.reasons] == [
        "import.no_ocid",
        "import.no_date",
        "import.not_an_object",
    ]


def test_the_same_id_under_two_processes_is_two_releases(store: Store) -> None:
    assert counts(take(store, release(), release(ocid="ocds-example-0002"))) == (2, 0, 0, 0)


def test_an_id_that_comes_again_with_other_words_is_an_update(store: Store) -> None:
    take(store, release())
    renamed = release(tender={"title": "Fostering", "value": {"amount": 5, "currency": "GBP"}})
    assert counts(take(store, renamed)) == (0, 1, 0, 0)
    assert only(store, COMMISSIONS).title == "Fostering"
    assert json.loads(only(store, RELEASES).body) == renamed
    assert counts(take(store, renamed)) == (0, 0, 1, 0)


@pytest.mark.parametrize("content", [package(), json.dumps(release()).encode()])
def test_an_empty_package_and_a_single_release_are_files_too(
    quick_store: Store, content: bytes
) -> None:
    assert sum(counts(take_file(quick_store, content))) == content.count(b'"ocid"')


@pytest.mark.parametrize("content", [b"", b"{", b"[1, NaN]", b'{"releases": 7}', b"\xff\xfe{}"])
def test_a_file_that_cannot_be_used_leaves_nothing_behind(
    quick_store: Store, content: bytes
) -> None:
    with pytest.raises(Unusable):
        take_file(quick_store, content)
    assert known_partnership(quick_store, AREA) is None


def test_names_that_cannot_be_stored_are_rejected_and_the_rest_taken(store: Store) -> None:
    report = take(store, release(ocid="a\0b"), release(id="\ud800"), release())
    assert counts(report) == (1, 0, 0, 2)
    assert {p.code for r in report.rejected for p in r.reasons} == {"import.name_unstorable"}


def test_one_process_that_cannot_be_stored_is_rejected_whole_and_alone(
    quick_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fails(desk: Any, standing: Any, process: str, *rest: Any) -> None:
        writing.write(desk, standing, process, *rest)
        if process == "bad":
            raise Unusable.one("store.too_long", column="c", most=1, length=2)

    monkeypatch.setattr(WRITE, fails)
    bad = [release(ocid="bad"), release(ocid="bad", id="r2", date="2025-01-11")]
    report = take(quick_store, release(), *bad, release(ocid="ocds-example-0002"))
    assert counts(report) == (2, 0, 0, 2)
    assert [r.ref for r in report.rejected] == ["bad r1", "bad r2"]
    assert report.processes == ("ocds-example-0001", "ocds-example-0002")
    assert {row.ocid for row in rows(quick_store, RELEASES)} == set(report.processes)
    assert whole(quick_store)


def test_a_database_that_fails_stops_the_import(
    quick_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise Unusable.one("store.full", where="x")

    monkeypatch.setattr(WRITE, full)
    with pytest.raises(Unusable) as caught:
        take(quick_store, release())
    assert caught.value.problems[0].code == "store.full"
    assert rows(quick_store, RELEASES) == []


def test_a_later_notice_changes_what_nobody_has_changed(store: Store) -> None:
    take(store, release(awards=[award()]))
    with acting(store, now=NOW, partnership=AREA) as desk:
        set_facts(desk, commission="C-0001", title="Foster care for Exampleshire")
    later = release(
        id="r2",
        date="2025-02-10T09:00:00Z",
        tag=["awardUpdate"],
        tender={"title": "Fostering", "value": {"amount": 31000, "currency": "GBP"}},
        awards=[award(contractPeriod={"startDate": "2025-02-01", "endDate": "2028-01-31"})],
    )
    assert counts(take(store, later)) == (0, 1, 0, 0)
    commission, agreement = only(store, COMMISSIONS), only(store, AGREEMENTS)
    assert commission.title == "Foster care for Exampleshire"
    assert (commission.value, commission.end_date) == (3_100_000, dt.date(2028, 1, 31))
    (kept,) = [flag for flag in commission.flags if flag["code"] == "import.kept"]
    assert kept["params"]["fields"] == ["title"]
    assert agreement.ends_on == dt.date(2028, 1, 31)


def test_a_commission_that_got_a_lead_is_no_longer_said_to_lack_one(store: Store) -> None:
    built = world(store, NOW)
    take(store, release())
    with built.acting() as desk:
        set_facts(desk, commission="C-0001", lead="example-commissioner")
    take(store, release(id="r2", date="2025-02-10"))
    assert "import.no_lead" not in flags(only(store, COMMISSIONS))
    assert only(store, COMMISSIONS).lead_id is not None


def test_an_agreement_people_moved_on_stays_where_they_moved_it(store: Store) -> None:
    future = {"startDate": "2025-06-01", "endDate": "2027-01-31"}
    take(store, release(awards=[award(contractPeriod=future)]))
    row = only(store, AGREEMENTS)
    assert row.state == "awarded"
    with acting(store, now=NOW, partnership=AREA) as desk:
        values = {"state": "standstill"}
        desk.apply(Change("agreement.moved.start_standstill", "agreement", row, values))
    contract = {"id": "c1", "awardID": "a1", "status": "active"}
    take(store, release(id="r2", date="2025-02-10", awards=[award()], contracts=[contract]))
    row = only(store, AGREEMENTS)
    assert row.state == "standstill"
    assert row.starts_on == dt.date(2025, 2, 1)
    assert "import.kept" in flags(row)


def test_an_award_taken_back_is_flagged_and_never_deleted(store: Store) -> None:
    take(store, release(awards=[award()]))
    gone = release(id="r2", date="2025-02-10", awards=[award(status="cancelled")])
    take(store, gone)
    assert "import.no_longer_named" in flags(only(store, AGREEMENTS))


def test_an_import_stands_on_the_framework_in_force(store: Store) -> None:
    world(store, NOW)
    take(store, release())
    commission = only(store, COMMISSIONS)
    assert commission.framework_key == "four-step"
    assert commission.framework_version_id is not None


def test_a_partnership_is_found_by_key_and_by_name_and_created_else(store: Store) -> None:
    create_partnership(store, key="north", name="The North", now=NOW)
    assert take(store, release(), partnership="The North").partnership == "north"
    assert take(store, release(), partnership="South & West").partnership == "south-and-west"
    assert counts(take(store, release(), partnership="South & West")) == (0, 0, 1, 0)


def test_only_those_who_keep_the_register_import(store: Store) -> None:
    world(store, NOW)
    with pytest.raises(Refused):
        take(store, release(), actor="example-parent")
    assert counts(take(store, release(), actor="example-commissioner")) == (1, 0, 0, 0)
    with pytest.raises(Unusable):
        take(store, release(), partnership="Nowhere yet", actor="example-commissioner")
    assert known_partnership(store, "Nowhere yet") is None


def test_two_imports_at_once_add_nothing_twice(store: Store) -> None:
    create_partnership(store, key=AREA, name="Exampleshire", now=NOW)
    files = [
        [release(ocid=f"ocds-{number}", awards=[award()]) for number in numbers]
        for numbers in (range(150), range(50, 200))
    ]
    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(lambda releases: take(store, *releases), files))
    assert sum(report.created for report in reports) == 200
    assert sum(report.unchanged for report in reports) == 100
    assert len(rows(store, COMMISSIONS)) == len(rows(store, AGREEMENTS)) == 200
    assert len(rows(store, ORGANISATIONS)) == 2
    assert whole(store)


JUNK: list[Any] = [
    None, True, 0, -1, 10**40, 1.5, "", "\0", "\ud800", "9999-12-31", "a" * 2000, [], {}, [None],
    [{}], {"id": 1}, {"amount": -1}, {"amount": 1e30, "currency": "GBP"}, [{"id": "\0"}],
]  # fmt: skip
FULL = release(
    awards=[award()],
    contracts=[{"id": "c1", "awardID": "a1", "value": {"amount": 1, "currency": "GBP"}}],
    parties=[{"id": "b", "name": "B", "identifier": {"scheme": "GB-LAE", "id": "EXA"}}],
)


@st.composite
def broken_release(draw: st.DrawFn) -> Any:
    """A release in which some places hold what nobody expects."""
    made = json.loads(json.dumps(FULL))
    for _ in range(draw(st.integers(1, 4))):
        holder, place = made, draw(st.sampled_from([*made, "ocid"]))
        while isinstance(holder.get(place), dict | list) and draw(st.booleans()):
            inner = holder[place]
            if isinstance(inner, list):
                inner = next((item for item in inner if isinstance(item, dict)), None)
            if not inner:
                break
            holder, place = inner, draw(st.sampled_from(sorted(inner)))
        holder[place] = copy.deepcopy(draw(st.sampled_from(JUNK)))
    return made


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(releases=st.lists(broken_release(), max_size=4))
def test_whatever_comes_each_release_is_taken_or_rejected_in_words(
    sqlite_template: bytes, releases: list[Any]
) -> None:
    store = memory_store(sqlite_template)
    report = take(store, *releases)
    assert sum(counts(report)) == len(releases)
    for rejected in report.rejected:
        assert rejected.ref
        assert all(say(p.code, p.params) for p in rejected.reasons)
    taken = len(releases) - len(report.rejected)
    assert counts(take(store, *releases)) == (0, 0, taken, len(report.rejected))
    assert whole(store)
    store.close()

import datetime as dt
import json
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from ocds_files import OCID, codes, one, raw_release

from governance.adapters.ocds import Merged, Release, agreements, merge

GBP = "GBP"


def award(number: Any, suppliers: Any, amount: Any = None, **fields: Any) -> Any:
    value = {} if amount is None else {"value": {"amount": amount, "currency": GBP}}
    named = [{"id": s, "name": s.upper()} for s in suppliers]
    return {"id": str(number), "status": "active", "suppliers": named} | value | fields


def merged(*releases: Release) -> Merged:
    return merge(releases)[OCID]


def test_later_fields_override_and_others_stay() -> None:
    first = one()
    later = one(
        id="r2",
        date="2025-02-01T00:00:00Z",
        tag=["tenderUpdate"],
        tender={"title": "Foster care, revised", "description": "More", "value": None},
    )
    notice = merged(later, first).notice
    assert (notice.title, notice.description, notice.reference) == (
        "Foster care, revised",
        "More",
        "T1",
    )
    assert notice.value is None
    assert merged(later, first).date == dt.datetime(2025, 2, 1, tzinfo=dt.UTC)


def test_lists_merge_by_id_or_are_replaced_whole() -> None:
    first = one(
        awards=[award(1, ["a"], 10), award(2, ["b"], 20)],
        tender={
            "items": [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "1"}]}],
            "x": [1, 2],
        },
    )
    later = one(
        id="r2",
        date="2025-02-01T00:00:00Z",
        awards=[award(2, ["b"], 25), award(3, ["c"], 30)],
        tender={
            "items": [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "2"}]}],
            "x": [3],
        },
    )
    compiled = json.loads(merged(first, later).body)
    assert [(a["id"], a["value"]["amount"]) for a in compiled["awards"]] == [
        ("1", 10),
        ("2", 25),
        ("3", 30),
    ]
    assert compiled["tender"]["x"] == [3]
    assert merged(first, later).notice.cpv == ("2",)
    assert compiled["tag"] == ["compiled"]
    assert compiled["id"] == f"{OCID}-2025-02-01T00:00:00Z"


def test_at_the_same_instant_the_later_step_wins() -> None:
    tender = one(id="z", tag=["tender"], tender={"title": "Tender"})
    awarded = one(id="a", tag=["award"], tender={"title": "Award"})
    assert merged(awarded, tender).notice.title == "Award"


def test_a_tender_that_was_announced_in_time_is_not_flagged_when_awarded() -> None:
    period = {"tenderPeriod": {"endDate": "2025-02-10T12:00:00Z"}}
    first = one(tender=raw_release()["tender"] | period)
    later = one(id="r2", date="2025-06-01T00:00:00Z", tag=["award"])
    assert merged(first, later).notice.flags == ()


_amounts = st.none() | st.integers(1, 10**6)
_releases = st.lists(
    st.builds(
        lambda ocid, own, day, title, amount, suppliers: one(
            ocid=ocid,
            id=own,
            date=f"2025-01-{day:02}T00:00:00Z",
            tender={"title": title, "value": {"amount": amount, "currency": GBP}},
            awards=[award(1, suppliers, amount)],
        ),
        st.sampled_from(["ocds-example-1", "ocds-example-2"]),
        st.sampled_from("abc"),
        st.integers(1, 4),
        st.sampled_from(["A", "B", None]),
        _amounts,
        st.lists(st.sampled_from("xyz"), unique=True),
    ),
    max_size=6,
)


@given(_releases, st.randoms(use_true_random=False))
def test_merging_knows_neither_order_nor_repetition(releases: Any, chance: random.Random) -> None:
    shuffled = releases + releases[:2]
    chance.shuffle(shuffled)
    assert merge(shuffled) == merge(releases)


@given(_releases)
def test_no_amount_comes_from_nowhere(releases: Any) -> None:
    said = {
        a["value"]["amount"] * 100
        for r in releases
        for a in json.loads(r.body)["awards"]
        if a.get("value")
    }
    for process in merge(releases).values():
        assert process.notice.value is None or process.notice.value in said
        for facts in agreements(process):
            assert facts.value is None or facts.value in said


# Agreements


def test_each_lot_and_supplier_is_an_agreement_and_shared_amounts_are_nobodys() -> None:
    lots = [{"id": "N", "title": "North"}, {"id": "S", "title": "South"}]
    process = merged(
        one(
            tender={"title": "Transport", "lots": lots},
            awards=[
                award(1, ["a", "b"], 100, relatedLots=["N"]),
                award(2, ["c"], 200, relatedLots=["S"]),
                award(3, ["c"], 300, relatedLots=["N", "S"]),
            ],
        )
    )
    found = [
        (a.key, a.lot_title, a.provider and a.provider.name, a.value, codes(a.flags))
        for a in agreements(process)
    ]
    shared = ["import.value_shared"]
    assert found == [
        ("1/N/a", "North", "A", None, shared),
        ("1/N/b", "North", "B", None, shared),
        ("2/S/c", "South", "C", 20000, []),
        ("3/N/c", "North", "C", None, shared),
        ("3/S/c", "South", "C", None, shared),
    ]


def test_the_contract_counts_before_the_award_and_the_key_stays() -> None:
    first = one(
        awards=[
            award(
                1, ["a"], 100, contractPeriod={"startDate": "2025-03-01", "endDate": "2026-03-01"}
            )
        ]
    )
    contract = {
        "id": "c",
        "awardID": "1",
        "status": "active",
        "value": {"amount": 90, "currency": GBP},
        "period": {
            "startDate": "2025-04-01",
            "endDate": "2026-04-01",
            "maxExtentDate": "2027-04-01",
        },
        "dateSigned": "2025-03-20T00:00:00Z",
    }
    later = one(id="r2", date="2025-04-01T00:00:00Z", tag=["contract"], contracts=[contract])
    (before,) = agreements(merged(first))
    (after,) = agreements(merged(first, later))
    assert before.key == after.key
    assert (before.value, before.ends, before.signed) == (10000, dt.date(2026, 3, 1), None)
    assert (after.value, after.ends, after.extends_to) == (
        9000,
        dt.date(2026, 4, 1),
        dt.date(2027, 4, 1),
    )
    assert (after.signed, after.contract_status, after.contract_id) == (
        dt.date(2025, 3, 20),
        "active",
        "c",
    )


def test_several_contracts_under_an_award_leave_it_its_own_value_and_say_so() -> None:
    contracts = [{"id": i, "awardID": "1", "value": {"amount": 50, "currency": GBP}} for i in "xy"]
    (facts,) = agreements(merged(one(awards=[award(1, ["a"], 100)], contracts=contracts)))
    assert (facts.value, facts.contract_id, codes(facts.flags)) == (
        10000,
        None,
        ["import.several_contracts"],
    )


def test_what_found_nobody_is_no_agreement() -> None:
    process = merged(
        one(
            awards=[
                award(1, ["a"], 1, status="cancelled"),
                award(2, [], status="unsuccessful"),
                award(3, []),
            ]
        )
    )
    assert agreements(process) == []
    assert codes(process.notice.flags) == ["import.award_without_supplier"]


def test_a_supplier_named_twice_is_one() -> None:
    (facts,) = agreements(merged(one(awards=[award(1, ["a", "a"], 100)])))
    assert facts.value == 10000


def test_an_absurd_number_of_lots_is_taken_as_one_whole() -> None:
    lots = [str(n) for n in range(5001)]
    found = agreements(merged(one(awards=[award(1, ["a", "b"], 100, relatedLots=lots)])))
    assert [f.lot for f in found] == [None, None]
    assert "import.too_many_lots" in codes(found[0].flags)


def test_long_keys_stay_within_their_column() -> None:
    (facts,) = agreements(merged(one(awards=[award(1, ["s" * 500], 1)])))
    assert len(facts.key) == 64

"""What of the register another version would send elsewhere: held to asking one by one."""

import datetime as dt
from dataclasses import replace

import pytest
from reports import Life, life
from test_next_commissions import planning

from governance.application.next_steps import next_steps
from governance.application.proposals import reading
from governance.application.proposals.case import make_case
from governance.application.proposals.in_bulk import Register
from governance.application.proposals.partners import UNDECIDED
from governance.application.rulebook import in_force
from governance.application.rulebook.comparing import on_the_register
from governance.configuration import config_dir
from governance.domain.assurance.comparing import compare
from governance.domain.authority import Scheme, load_scheme
from governance.store.engine import Store

TEXT = (config_dir() / "schemes" / "example-partnership.yaml").read_text(encoding="utf-8")
OLD = load_scheme(TEXT.encode(), "old.yaml")
TODAY = dt.date(2025, 2, 20)


def newer(*changes: tuple[str, str]) -> Scheme:
    text = TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return load_scheme(text.encode(), "new.yaml")


LESS = newer(('amount: "100,000", source', 'amount: "50,000", source'))
"""The Director may commit half as much."""


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    """Reports in many states: linked, listed, permitted, decided, varying."""
    built = life(quick_store, now)
    first = built.commission("Short breaks")
    second = built.commission("Respite", linked_to=first)
    third = built.commission("Foster care")
    built.award(first, 60_000)
    built.ready(second, 30_000)
    built.notice(built.award(third, 700_000, decision_due=dt.date(2025, 4, 2)))
    built.draft("permission-to-procure", third, 20_000)
    built.draft("grant", third, 5_000, answers={"urgent": "no"})
    built.officer(built.ready(built.commission("Decided"), 80_000))
    built.officer(built.ready(built.commission("Also decided"), 10_000))
    built.draft("waive", built.commission("Waived"), 40_000, answers={"urgent": "yes"})
    return built


def test_what_is_known_in_bulk_is_what_is_known_of_each(built: Life) -> None:
    with built.looking() as desk:
        register = Register(desk)
        refs = [f"R-{number:04}" for number in range(1, 9)]
        asked = 0
        for ref in refs:
            row = desk.row("proposal", ref)
            if row.state not in UNDECIDED:
                continue
            notices = desk.all(reading._NOTICES, proposal=row.id)
            each = reading.known_about(desk, row, TODAY, notices=notices)
            bulk = register.about(row, register.commissions.get(row.commission_id), TODAY)
            assert bulk.commission is not None, ref
            assert (bulk.listed, bulk.permission) == (each.listed, each.permission)
            assert bulk.risk_tier == each.risk_tier
            assert bulk.other_variations == each.other_variations
            assert sorted(bulk.sums, key=str) == sorted(each.sums, key=str)
            scheme = in_force.scheme(desk, row.scheme_key, TODAY)
            assert make_case(scheme, bulk)[0] == make_case(scheme, each)[0]
            asked += 1
        assert asked == 6


def test_live_reports_that_would_go_elsewhere_are_listed(built: Life) -> None:
    with built.looking() as desk:
        found = on_the_register(desk, compare(OLD, LESS, TODAY), OLD, LESS)
    told = {
        one["proposal"]: (one["before"]["rule"], one["after"]["rule"])
        for one in found["elsewhere"]
        if one["proposal"]
    }
    # With the linked R-0002, R-0001 comes to £90,000; as a draft it does not count in R-0002.
    assert told == {"R-0001": ("S1", "S2")}
    assert found["proposals"] == 6
    assert "Director of Children's Services" in found["elsewhere"][0]["words"]


def test_each_is_found_as_one_by_one(built: Life) -> None:
    with built.looking() as desk:
        found = compare(OLD, LESS, TODAY)
        quick = on_the_register(desk, found, OLD, LESS)
        # Without regions to go by, every case is put to both versions.
        slow = on_the_register(desk, replace(found, unsettled=("?",)), OLD, LESS)
    assert quick == slow
    assert quick["elsewhere"]


def test_what_each_decider_would_gain_or_lose_follows_from_the_record(built: Life) -> None:
    with built.looking() as desk:
        found = on_the_register(desk, compare(OLD, LESS, TODAY), OLD, LESS)["record"]
    assert (found["decisions"], found["unknown"]) == (2, 0)
    assert (found["from"], found["to"]) == ("2024-02-21", "2025-02-20")
    assert [
        (one["decider"], one["before"], one["after"], one["change"]) for one in found["deciders"]
    ] == [
        ("director", 0.2, 0.1, -0.1),
        ("executive-board", 0.0, 0.1, 0.1),
    ]


def test_the_same_scheme_sends_nothing_elsewhere(built: Life) -> None:
    with built.looking() as desk:
        found = on_the_register(desk, compare(OLD, OLD, TODAY), OLD, OLD)
    assert found["elsewhere"] == []
    assert all(one["change"] == 0 for one in found["record"]["deciders"])


def test_the_next_decision_of_every_commission_is_that_of_what_next(built: Life) -> None:
    small, large = planning(built, 90_000), planning(built, 300_000)
    with built.looking() as desk:
        found = on_the_register(desk, compare(OLD, LESS, TODAY), OLD, LESS)
        gates = {
            ref: [
                (one["decision"], one["rule"]) for one in next_steps(desk, ref)["decisions_ahead"]
            ]
            for ref in (small, large, "C-0001")
        }
    assert gates == {
        small: [("permission-to-procure", "S1")],
        large: [("permission-to-procure", "S2")],
        "C-0001": [],
    }
    assert found["commissions"] == 2
    told = [one for one in found["elsewhere"] if one["proposal"] is None]
    assert [(one["commission"], one["gate"]) for one in told] == [(small, "permission-to-procure")]
    assert (told[0]["before"]["rule"], told[0]["after"]["rule"]) == ("S1", "S2")


def test_commissions_under_another_scheme_are_left_out(built: Life) -> None:
    planning(built, 90_000)
    other, less = replace(OLD, key="another"), replace(LESS, key="another")
    with built.looking() as desk:
        found = on_the_register(desk, compare(other, less, TODAY), other, less)
    assert (found["commissions"], found["proposals"], found["elsewhere"]) == (0, 0, [])

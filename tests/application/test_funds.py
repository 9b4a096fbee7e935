"""Funds: contributions, allocations within limits, consents, devolution, closing."""

import datetime as dt
from typing import Any

import pytest
from pools import YEAR, aside, decided, opened, pool, put_in, shown
from reports import COMMISSIONER, SECRETARY, Life, codes, life

from governance.application.funds import agreements, queries
from governance.application.funds.allocating import Wanted, allocate, release
from governance.application.funds.consenting import consent
from governance.application.funds.contributing import contribute
from governance.application.funds.setting_up import add_fund, close, join, leave
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.domain.funds.periods import Period
from governance.store.engine import Store


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def test_everything_wrong_with_a_new_fund_is_said_at_once(played: Life) -> None:
    with pytest.raises(Unusable) as error, played.acting() as desk:
        add_fund(
            desk,
            key="Not a key",
            title=" ",
            kind="poled",
            host="nobody",
            partners=["example-care"],
            manager="no-one",
            year_starts=13,
        )
    assert codes(error) == [
        "name.key_unusable",
        "name.missing",
        "fund.kind_unknown",
        "fund.month_unknown",
        "name.unknown",
        "fund.no_partner",
        "name.unknown",
    ]


def test_the_pool_manager_commits_up_to_the_limit_and_no_split_passes_it(played: Life) -> None:
    fund, about = pool(played), played.commission()
    aside(played, fund, 30_000, commission=about)
    with pytest.raises(Refused) as error:
        aside(played, fund, 20_001, commission=about)
    (refusal,) = error.value.refusals
    assert refusal.code == "fund.needs_decision_together"
    assert refusal.params["who"] == ["the Director of Children's Services", "the Executive Board"]
    aside(played, fund, 20_000, commission=about)
    other = played.commission("Therapy")
    aside(played, fund, 50_000, commission=other)
    with pytest.raises(Refused) as error:
        aside(played, fund, 600_000, commission=other)
    assert codes(error) == ["fund.beyond_fund", "fund.needs_decision_above_together"]


def test_the_secretary_records_who_committed_and_nobody_else_poses_as_them(played: Life) -> None:
    fund, about = pool(played), played.commission()
    with pytest.raises(Refused) as error:
        aside(played, fund, 90_000, by=SECRETARY, commission=about)
    assert codes(error) == ["fund.committed_by_whom"]
    with pytest.raises(Refused) as error:
        aside_by_director(played, fund, about, COMMISSIONER)
    assert codes(error) == ["fund.not_that_decider"]
    aside_by_director(played, fund, about, SECRETARY)
    (one,) = shown(played, fund)["allocations"]
    assert (one["decider"], one["amount"]) == ("director", 90_000_00)


def aside_by_director(life: Life, fund: str, about: str, actor: str) -> None:
    with life.acting(actor) as desk:
        wanted = Wanted(
            amount=90_000_00, commission=about, by="director", permitted="therapy", period=YEAR
        )
        allocate(desk, fund, wanted=wanted)


def test_a_decision_in_effect_gives_what_it_decided_and_no_more(played: Life) -> None:
    fund, about = pool(played), played.commission()
    draft = played.draft("other", about, 200_000, scheme="example-partnership")
    with pytest.raises(Refused) as error:
        aside(played, fund, 200_000, commission=about, decision=draft)
    assert codes(error)[0] == "fund.decision_not_in_effect"
    ref = decided(played, about, 200_000, "executive-board")
    aside(played, fund, 150_000, commission=about, decision=ref)
    with pytest.raises(Refused) as error:
        aside(played, fund, 50_001, commission=about, decision=ref)
    assert codes(error) == ["fund.decision_used_up"]
    with pytest.raises(Refused) as error:
        aside(played, fund, 10, commission=played.commission("Other"), decision=ref)
    assert "fund.decision_on_another" in codes(error)
    low = decided(played, about, 150_000, "director")
    with pytest.raises(Refused) as error:
        aside(played, fund, 150_000, commission=about, decision=low)
    assert codes(error) == ["fund.decider_beyond_limit"]


def test_never_more_than_partners_put_in_and_less_is_recorded_and_shown(played: Life) -> None:
    fund, about = pool(played), played.commission()
    ref = decided(played, about, 500_000, "executive-board")
    aside(played, fund, 500_000, commission=about, decision=ref)
    with pytest.raises(Refused) as error:
        aside(played, fund, 1, commission=about)
    assert codes(error)[0] == "fund.beyond_fund"
    with pytest.raises(Refused) as error:
        put_in(played, fund, "icb", -50_000)
    assert codes(error) == ["fund.change_without_reason"]
    put_in(played, fund, "icb", -50_000, reason="The NHS budget was cut.")
    found = shown(played, fund)
    assert (found["agreed"], found["headroom"]) == (450_000_00, -50_000_00)
    assert "fund.warn_over_committed" in [w.code for w in found["warnings"]]
    with pytest.raises(Refused) as error:
        put_in(played, fund, "icb", -150_001, reason="No.")
    assert codes(error) == ["fund.below_nothing"]
    with played.acting() as desk:
        release(desk, fund, number=1, amount=60_000_00, reason="Not needed.")
    assert shown(played, fund)["headroom"] == 10_000_00
    assert played.whole()


def test_sums_and_periods_that_cannot_be(played: Life) -> None:
    fund = pool(played)
    for amount, period, code in (
        (0, YEAR, "fund.sum_of_nothing"),
        (10**18, YEAR, "money.too_large"),
        (1, Period(dt.date(2025, 4, 1), dt.date(2027, 3, 31)), "fund.across_years"),
        (1, Period(dt.date(2025, 5, 1), dt.date(2025, 4, 1)), "name.days_reversed"),
    ):
        with pytest.raises(Unusable) as error, played.acting() as desk:
            contribute(desk, fund, partner="icb", amount=amount, period=period)
        assert codes(error) == [code]
    with pytest.raises(Unusable) as error:
        aside(played, fund, -5)
    assert codes(error) == ["fund.for_what", "fund.sum_not_positive"]


def test_periods_that_overlap_or_leave_gaps_are_said(played: Life) -> None:
    fund = opened(played)
    half = Period(dt.date(2025, 4, 1), dt.date(2025, 9, 30))
    late = Period(dt.date(2025, 9, 1), dt.date(2025, 12, 31))
    put_in(played, fund, "icb", 10, period=half)
    put_in(played, fund, "icb", 10, period=late)
    put_in(played, fund, "county-council", 10)
    told = {w.code: w.params for w in shown(played, fund)["warnings"]}
    overlap, gap = told["fund.warn_overlap"], told["fund.warn_gap"]
    assert (overlap["start"], overlap["end"]) == (dt.date(2025, 9, 1), dt.date(2025, 9, 30))
    assert (gap["start"], gap["end"]) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))


def test_what_departs_waits_for_each_partner(played: Life) -> None:
    fund, about = pool(played), played.commission()
    with pytest.raises(Refused) as error:
        aside(played, fund, 10_000, commission=about, permitted=None)
    assert codes(error) == ["fund.purpose_missing"]
    aside(played, fund, 10_000, commission=about, permitted=None, departs=True)
    assert shown(played, fund)["headroom"] == 490_000_00
    with pytest.raises(Refused) as error, played.acting("example-police") as desk:
        consent(desk, fund, number=1, partner="icb", words="Yes.")
    assert codes(error) == ["fund.not_of_partner"]
    for nobody in ("example-scrutineer", "example-secretary"):
        with pytest.raises(Refused) as error, played.acting(nobody) as desk:
            consent(desk, fund, number=1, partner="county-council", words="Yes.")
        assert codes(error) == ["fund.not_of_partner"], nobody
    with played.acting("example-nhs") as desk:
        consent(desk, fund, number=1, partner="icb", words="Yes.")
    assert shown(played, fund)["allocations"][0]["awaits"] == ["Exampleshire County Council"]
    with pytest.raises(Refused) as error, played.acting("example-nhs") as desk:
        consent(desk, fund, number=1, partner="icb", words="Yes.")
    assert codes(error) == ["fund.consented_already"]
    with played.acting() as desk:
        consent(desk, fund, number=1, partner="county-council", person="example-leader")
    assert shown(played, fund)["allocations"][0]["state"] == "set_aside"
    aside(played, fund, 10_000, commission=about, permitted=None, departs=True)
    with pytest.raises(Refused) as error, played.acting("example-nhs") as desk:
        consent(desk, fund, number=2, partner="icb", refuse=True)
    assert codes(error) == ["lifecycle.reason_missing"]
    with played.acting("example-nhs") as desk:
        consent(desk, fund, number=2, partner="icb", refuse=True, words="It is not for that.")
    found = shown(played, fund)
    assert (found["allocations"][1]["state"], found["headroom"]) == ("refused", 490_000_00)


def test_a_partner_that_left_is_not_waited_for(played: Life) -> None:
    fund, about = pool(played), played.commission()
    aside(played, fund, 10_000, commission=about, permitted=None, departs=True)
    with played.acting() as desk:
        consent(desk, fund, number=1, partner="county-council", person="example-leader")
    with pytest.raises(Refused) as error, played.acting() as desk:
        leave(desk, fund, partner="icb")
    assert codes(error) == ["fund.partners_decide"]
    with played.acting() as desk:
        leave(desk, fund, partner="icb", reason="The boards decided it in January.")
    found = shown(played, fund)
    assert found["allocations"][0]["state"] == "set_aside"
    assert found["agreement"]["flags"][-1]["code"] == "pool.left_outside"
    assert "fund.warn_left" in [w.code for w in found["warnings"]]
    played.wait(1)
    with pytest.raises(Refused) as error:
        put_in(played, fund, "icb", 5)
    assert codes(error) == ["fund.partner_not_in_then", "fund.change_without_reason"]


def test_a_body_allocates_within_what_it_was_given(played: Life) -> None:
    fund = pool(played)
    about = played.commission()
    ref = decided(played, None, 80_000, "executive-board")
    aside(played, fund, 80_000, permitted=None, body="locality-north", decision=ref)
    theirs = decided(played, about, 60_000, "locality-north")
    wanted: dict[str, Any] = {"commission": about, "under": 1, "permitted": "short-breaks"}
    with pytest.raises(Refused) as error:
        aside(played, fund, 60_000, by="example-police", decision=theirs, **wanted)
    assert codes(error) == ["fund.body_members_alone"]
    with pytest.raises(Refused) as error:
        aside(played, fund, 60_000, by="example-district", **wanted)
    assert codes(error) == ["fund.body_decides"]
    aside(played, fund, 60_000, by="example-district", decision=theirs, **wanted)
    more = decided(played, about, 60_000, "locality-north")
    with pytest.raises(Refused) as error:
        aside(played, fund, 20_001, by="example-district", decision=more, **wanted)
    assert codes(error) == ["fund.beyond_body"]
    wrong = decided(played, about, 5_000, "executive-board")
    with pytest.raises(Refused) as error:
        aside(played, fund, 5_000, by="example-district", decision=wrong, **wanted)
    assert codes(error) == ["fund.decided_by_another"]
    aside(played, fund, 5_000, by=SECRETARY, outside="Minute 12, by word.", **wanted)
    found = shown(played, fund)
    assert (found["headroom"], found["devolved"]) == (420_000_00, 80_000_00)
    assert found["allocations"][0]["allocated_on"] == 65_000_00
    assert [f["code"] for f in found["allocations"][2]["flags"]] == ["fund.committed_outside"]
    with pytest.raises(Refused) as error, played.acting() as desk:
        release(desk, fund, number=1, reason="Back.")
    assert codes(error) == ["fund.allocated_on"]


def test_ring_fenced_money_goes_to_nothing_else(played: Life) -> None:
    fund, about = pool(played), played.commission()
    ref = decided(played, None, 80_000, "executive-board")
    aside(played, fund, 80_000, body="locality-north", decision=ref, ring_fenced=True)
    theirs = decided(played, about, 60_000, "locality-north")
    with pytest.raises(Refused) as error:
        aside(
            played, fund, 10, commission=about, under=1, decision=theirs, permitted="short-breaks"
        )
    assert "fund.ring_fenced" in codes(error)


def test_each_partner_sets_aside_from_its_own_part_of_an_aligned_fund(played: Life) -> None:
    fund, about = opened(played, "aligned"), played.commission()
    put_in(played, fund, "county-council", 300)
    put_in(played, fund, "icb", 100)
    wanted: dict[str, Any] = {"commission": about, "permitted": None}
    with pytest.raises(Refused) as error:
        aside(played, fund, 100, by="example-nhs", **wanted)
    assert codes(error) == ["fund.whose_part"]
    with pytest.raises(Refused) as error:
        aside(played, fund, 100, by="example-nhs", part="county-council", **wanted)
    assert codes(error) == ["fund.partner_controls"]
    with pytest.raises(Refused) as error:
        aside(played, fund, 101, by="example-nhs", part="icb", **wanted)
    assert codes(error) == ["fund.beyond_part"]
    aside(played, fund, 100, by="example-nhs", part="icb", **wanted)
    aside(played, fund, 300, by="example-leader", part="county-council", **wanted)
    with played.looking() as desk:
        row = desk.row("commission", about)
        paid = [(one["fund"], one["amount"]) for one in queries.funds_of(desk, row.id)]
    assert paid == [(fund, 100_00), (fund, 300_00)]


def test_nothing_is_set_aside_before_an_agreement_is_in_force(played: Life) -> None:
    fund = opened(played)
    put_in(played, fund, "icb", 100)
    with pytest.raises(Refused) as error:
        aside(played, fund, 1, commission=played.commission(), permitted=None)
    assert codes(error) == ["fund.nothing_pooled", "fund.needs_decision_above"]


def test_a_fund_with_money_left_is_not_closed_and_says_how(played: Life) -> None:
    fund = pool(played)
    with played.acting() as desk:
        contribute(desk, fund, partner="icb", amount=100_00, period=YEAR, paid=True)
    with pytest.raises(Refused) as error, played.acting() as desk:
        close(desk, fund, reason="Done.")
    assert codes(error) == ["fund.agreement_stands", "fund.money_left"]
    with played.acting() as desk:
        agreements.move(desk, "J-0001", move="end", reason="By agreement.")
        contribute(
            desk,
            fund,
            partner="icb",
            amount=-100_00,
            period=YEAR,
            paid=True,
            reason="Returned.",
        )
        close(desk, fund, reason="Done.")
    with pytest.raises(Refused) as error:
        put_in(played, fund, "icb", 1)
    assert codes(error) == ["fund.closed"]
    assert played.whole()


def test_who_keeps_a_fund(played: Life) -> None:
    fund = pool(played)
    with pytest.raises(GuardRefused) as error, played.acting("example-police") as desk:
        contribute(desk, fund, partner="icb", amount=5, period=YEAR)
    assert codes(error) == ["fund.not_yours"]
    with pytest.raises(Refused) as twice, played.acting() as desk:
        join(desk, fund, partner="icb", reason="Again.")
    assert codes(twice) == ["fund.partner_already"]

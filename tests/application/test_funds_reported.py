"""Reports on funds: asked for period by period by the clock, corrected, over- and underspent."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pools import TEXT, aside, opened, pool, put_in, shown
from reports import COMMISSIONER, Life, codes
from test_one_at_a_time import at_once
from world import RULEBOOKS, world

from governance.application.deadlines.acts import waive
from governance.application.deadlines.queries import deadlines
from governance.application.deadlines.tick import tick
from governance.application.funds import agreements, reporting
from governance.application.funds.allocating import Wanted, allocate
from governance.application.funds.finding import report_rows
from governance.application.nightcheck import missing
from governance.domain.errors import Refused, Unusable
from governance.domain.funds.periods import Period
from governance.store.engine import Store

RULED = (*RULEBOOKS, "escalations/exampleshire.yaml")
SPRING = dt.date(2025, 5, 1)


@pytest.fixture
def ruled(store: Store, now: dt.datetime) -> Life:
    return Life(world(store, now, rulebooks=RULED), now)


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=RULED), now)


def reported(
    life: Life, fund: str, day: dt.date, spent: int, forecast: int | None, **more: Any
) -> Any:
    kind = more.pop("kind", "quarter")
    with life.acting(COMMISSIONER) as desk:
        return reporting.report(
            desk,
            fund,
            kind=kind,
            day=day,
            spent=spent * 100,
            forecast=None if forecast is None else forecast * 100,
            **more,
        )


def asked(life: Life, fund: str) -> list[tuple[str, dt.date, bool]]:
    with life.looking() as desk:
        row = desk.row("fund", fund)
        return [
            (r.kind, r.period_end, r.reported_on is not None) for r in report_rows(desk, row.id)
        ]


def running(life: Life, fund: str, kind: str = "fund_report") -> list[tuple[dt.date, str | None]]:
    with life.looking() as desk:
        found = [v.row for v in deadlines(desk, subject=fund) if v.row.kind == kind]
    return [(row.due_day, row.owner) for row in found]


def test_reports_are_asked_for_by_themselves_and_the_next_when_one_comes(played: Life) -> None:
    fund = pool(played)
    assert running(played, fund) == [
        (dt.date(2025, 4, 30), "person:example-commissioner"),
        (dt.date(2025, 6, 29), "person:example-commissioner"),
    ]
    for kind in ("quarter", "year"):
        with pytest.raises(Refused) as error:
            reported(played, fund, dt.date(2025, 3, 1), 10, 10, kind=kind)
        assert codes(error) == ["fund.period_running"]
    played.wait_until(dt.date(2025, 3, 31))
    reported(played, fund, dt.date(2025, 3, 1), 10, 10)
    assert asked(played, fund) == [
        ("quarter", dt.date(2025, 3, 31), True),
        ("year", dt.date(2025, 3, 31), False),
        ("quarter", dt.date(2025, 6, 30), False),
    ]
    with pytest.raises(Refused) as error:
        reported(played, fund, dt.date(2025, 3, 1), 10, 10)
    assert codes(error) == ["fund.reported_already"]
    with pytest.raises(Refused) as error:
        reported(played, fund, dt.date(2025, 5, 1), 10, 10)
    assert codes(error) == ["fund.period_ahead"]
    with pytest.raises(Unusable) as unusable:
        reported(played, fund, dt.date(2025, 3, 1), -10, None)
    assert codes(unusable) == ["fund.forecast_missing", "fund.sum_below_nothing"]


def test_a_clock_that_jumps_a_year_asks_for_every_report_once(ruled: Life) -> None:
    fund = pool(ruled)
    ruled.wait_until(dt.date(2026, 5, 10))
    with ThreadPoolExecutor(2) as two:
        list(two.map(lambda _: tick(ruled.world.store, now=ruled.now, limit=1000), range(2)))
    assert ruled.tick().failed == []
    ends = [(kind, end) for kind, end, _ in asked(ruled, fund)]
    assert len(ends) == len(set(ends))
    quarters = [end for kind, end in ends if kind == "quarter"]
    assert quarters == [
        dt.date(2025, 3, 31),
        dt.date(2025, 6, 30),
        dt.date(2025, 9, 30),
        dt.date(2025, 12, 31),
        dt.date(2026, 3, 31),
        dt.date(2026, 6, 30),
    ]
    late = [w for w in shown(ruled, fund)["warnings"] if w.code == "fund.warn_report_late"]
    assert len(late) == 4
    assert ruled.whole()


def test_a_correction_stays_beside_what_it_corrects(played: Life) -> None:
    fund = pool(played)
    played.wait_until(dt.date(2025, 7, 10))
    played.tick()
    reported(played, fund, SPRING, 100_000, 480_000, said="On course.")
    with pytest.raises(Refused) as error:
        reported(played, fund, SPRING, 90_000, 480_000, correct=True)
    assert codes(error) == ["lifecycle.reason_missing"]
    reported(played, fund, SPRING, 90_000, 470_000, correct=True, reason="An invoice was not ours.")
    found = shown(played, fund)
    (one,) = [r for r in found["reports"] if r["kind"] == "quarter" and r["spent"] is not None]
    assert (one["spent"], one["earlier"][0]["spent"]) == (90_000_00, 100_000_00)
    assert (found["spent"], found["sharing"]["under"]) == (90_000_00, 30_000_00)
    assert {p["partner"]: p["amount"] for p in found["sharing"]["parts"]} == {
        "county-council": 18_000_00,
        "icb": 12_000_00,
    }
    played.wait_until(dt.date(2025, 10, 1))
    with pytest.raises(Refused) as error:
        reported(played, fund, dt.date(2025, 7, 5), 400_000, 480_000)
    assert codes(error) == ["fund.forecast_below_spent"]


def test_an_overspend_asks_for_a_plan_by_the_agreements_clause(played: Life) -> None:
    fund = pool(played)
    played.wait_until(dt.date(2025, 7, 10))
    made = reported(played, fund, SPRING, 150_000, 600_000)
    assert (made.over, made.plan_due) == (100_000_00, dt.date(2025, 7, 31))
    assert running(played, fund, "remedial_plan") == [
        (dt.date(2025, 7, 31), "person:example-commissioner")
    ]
    found = shown(played, fund)
    assert {p["partner"]: p["amount"] for p in found["sharing"]["parts"]} == {
        "county-council": 60_000_00,
        "icb": 40_000_00,
    }
    with played.acting() as desk:
        reporting.plan_remedy(desk, fund, what="Two posts stay vacant until spring.")
    assert running(played, fund, "remedial_plan") == []
    with played.acting() as desk:
        reporting.settle_remedy(desk, fund, outcome="The forecast came down.")
    with pytest.raises(Refused) as error, played.acting() as desk:
        reporting.plan_remedy(desk, fund, what="Again.")
    assert codes(error) == ["fund.no_plan_wanted"]


def test_a_plan_is_let_go_where_a_correction_forecasts_no_overspend(played: Life) -> None:
    fund = pool(played)
    played.wait_until(dt.date(2025, 7, 10))
    reported(played, fund, SPRING, 150_000, 600_000)
    made = reported(played, fund, SPRING, 150_000, 450_000, correct=True, reason="A slip.")
    assert (made.over, made.plan_due) == (0, None)
    assert running(played, fund, "remedial_plan") == []
    (plan,) = shown(played, fund)["remedial_plans"]
    assert (plan["settled_on"], plan["overdue"]) == (dt.date(2025, 7, 10), False)


def test_without_the_clause_it_is_only_warned_of(played: Life) -> None:
    text = TEXT.replace("remedial plan within: 21\n", "").replace(
        "overspend: {shares: {county-council: 3/5, icb: 40%}}",
        "overspend: {in order: [{partner: icb, up to: 20k}]}",
    )
    fund = pool(played, text)
    played.wait_until(dt.date(2025, 7, 10))
    made = reported(played, fund, SPRING, 150_000, 550_000)
    assert (made.over, made.plan_due) == (50_000_00, None)
    found = shown(played, fund)
    told = [w.code for w in found["warnings"]]
    assert {"fund.warn_overspend", "fund.warn_no_clause", "fund.warn_to_nobody"} <= set(told)
    assert found["sharing"]["to_nobody"] == 30_000_00


def test_an_ended_agreement_asks_for_no_more_reports(played: Life) -> None:
    fund = pool(played)
    played.wait_until(dt.date(2025, 4, 10))
    reported(played, fund, dt.date(2025, 3, 1), 10, 10)
    with played.acting() as desk:
        agreements.move(desk, "J-0001", move="end", reason="By agreement.", on=dt.date(2025, 3, 31))
    assert [day for day, _ in running(played, fund)] == [dt.date(2025, 6, 29)]
    played.wait_until(dt.date(2026, 10, 1))
    played.tick()
    assert all(end <= dt.date(2025, 6, 30) for _, end, _ in asked(played, fund))


def test_the_night_asks_for_what_comes_after_a_report_that_was_waived(played: Life) -> None:
    fund = pool(played)
    with played.acting() as desk:
        (due, *_) = deadlines(desk, subject=fund)
        waive(desk, due.row.id, reason="The fund had not begun.")
    found = missing.looked(
        played.world.store, part="fund_reports", after=None, now=played.now, limit=10
    )
    assert [one.ref for one in found.mended] == [fund]
    assert ("quarter", dt.date(2025, 6, 30), False) in asked(played, fund)
    again = missing.looked(
        played.world.store, part="fund_reports", after=None, now=played.now, limit=10
    )
    assert (again.mended, again.findings) == ([], [])


def test_of_two_who_take_the_last_of_a_fund_one_does(ruled: Life) -> None:
    fund = pool(ruled)
    abouts = [ruled.commission(f"Service {n}") for n in range(11)]
    for about in abouts[:9]:
        aside(ruled, fund, 50_000, commission=about)
    year = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))

    def take(about: str) -> Any:
        wanted = Wanted(amount=40_000_00, commission=about, permitted="therapy", period=year)
        return lambda desk: allocate(desk, fund, wanted=wanted)

    found = at_once(ruled.world, COMMISSIONER, ruled.now, take(abouts[9]), take(abouts[10]))
    assert found == ["", "fund.beyond_fund"]
    assert shown(ruled, fund)["headroom"] == 10_000_00


def test_an_aligned_fund_is_reported_from_its_opening(played: Life) -> None:
    fund = opened(played, "aligned")
    put_in(played, fund, "icb", 100)
    assert len(running(played, fund)) == 2

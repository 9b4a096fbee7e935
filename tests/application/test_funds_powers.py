"""Who may commit a fund's money: every role tried, and every way round a limit."""

import datetime as dt
from typing import Any

import pytest
from pools import aside, decided, opened, pool, put_in, shown
from reports import COMMISSIONER, SECRETARY, Life, codes, life
from world import CAST

from governance.application.commissions.agreements import record_agreement
from governance.application.desk import Desk
from governance.application.funds.consenting import consent
from governance.domain.errors import GuardRefused, Refused
from governance.store.engine import Store

OFFICER = "example-monitoring"
"""The proper officer."""


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def test_only_the_secretary_and_the_proper_officer_record_what_was_committed_outside(
    played: Life,
) -> None:
    fund, about = pool(played), played.commission()
    for person in sorted(CAST.people.keys() - {SECRETARY, OFFICER}):
        with pytest.raises(GuardRefused) as error:
            aside(played, fund, 200_000, by=person, commission=about, outside="Because.")
        assert codes(error) == ["fund.outside_not_yours"], person
    for person in (SECRETARY, OFFICER):
        aside(played, fund, 200_000, by=person, commission=about, outside="Minute 12.")
    found = shown(played, fund)["allocations"]
    flagged = [[flag["code"] for flag in one["flags"]] for one in found]
    assert flagged == [["fund.committed_outside"]] * 2


def test_only_who_keeps_a_pool_sets_aside_on_a_decision(played: Life) -> None:
    fund, about = pool(played), played.commission()
    ref = decided(played, about, 200_000, "executive-board")
    for person in sorted(CAST.people):
        if person in (SECRETARY, COMMISSIONER):
            aside(played, fund, 100, by=person, commission=about, decision=ref)
            continue
        with pytest.raises(GuardRefused) as error:
            aside(played, fund, 100, by=person, commission=about, decision=ref)
        assert codes(error) == ["fund.not_yours"], person
    assert len(shown(played, fund)["allocations"]) == 2


def test_a_limit_is_not_passed_by_splitting_between_a_commission_and_its_agreement(
    played: Life,
) -> None:
    fund, about = pool(played), played.commission()
    with played.acting() as desk:
        ends = dt.date(2026, 3, 31)
        contract = record_agreement(desk, commission=about, title="Therapy", ends_on=ends).ref
    aside(played, fund, 40_000, commission=about)
    with pytest.raises(Refused) as error:
        aside(played, fund, 40_000, agreement=contract)
    assert codes(error) == ["fund.needs_decision_together"]
    aside(played, fund, 10_000, agreement=contract)
    with pytest.raises(Refused):
        aside(played, fund, 1, commission=about)


def test_a_decision_commits_only_the_sum_it_names(played: Life) -> None:
    fund, about = pool(played), played.commission()
    bare = decided(played, about, None, "executive-board")
    with pytest.raises(Refused) as error:
        aside(played, fund, 1, commission=about, decision=bare)
    assert codes(error) == ["fund.decision_without_sum"]


def test_what_rests_on_a_decision_stays_within_its_deciders_limit(played: Life) -> None:
    fund, about = pool(played), played.commission()
    ref = decided(played, about, 300_000, "director")
    aside(played, fund, 60_000, commission=about, decision=ref)
    with pytest.raises(Refused) as error:
        aside(played, fund, 60_000, commission=about, decision=ref)
    assert codes(error) == ["fund.decider_beyond_limit"]
    aside(played, fund, 40_000, commission=about, decision=ref)


def test_a_decision_on_something_else_commits_nothing(played: Life) -> None:
    fund, about = pool(played), played.commission()
    ref = decided(played, None, 100_000, "executive-board", kind="exit")
    with pytest.raises(Refused) as error:
        aside(played, fund, 100, commission=about, decision=ref)
    assert codes(error) == ["fund.decision_of_another_kind"]


def test_every_act_on_a_fund_locks_the_fund_before_a_partner(
    played: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two acts that lock them the other way round stand in each other's way for ever."""
    fund, about = opened(played, kind="aligned"), played.commission()
    run = pool(played)
    locked: list[str] = []
    row = Desk.row

    def noted(desk: Desk, table: str, name: str, **more: Any) -> Any:
        locked.append(table)
        return row(desk, table, name, **more)

    monkeypatch.setattr(Desk, "row", noted)

    def order() -> list[str]:
        found = [table for table in locked if table in ("fund", "organisation")]
        locked.clear()
        return found

    put_in(played, fund, "icb", 100)
    assert order()[:2] == ["fund", "organisation"]
    aside(played, fund, 50, by="example-nhs", commission=about, permitted=None, part="icb")
    assert order()[:2] == ["fund", "organisation"]
    aside(played, run, 50, commission=about, permitted=None, departs=True)
    locked.clear()
    with played.acting("example-nhs") as desk:
        consent(desk, run, number=1, partner="icb")
    assert order()[:2] == ["fund", "organisation"]

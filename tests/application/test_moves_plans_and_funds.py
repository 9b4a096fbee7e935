"""What can be done with plans, returns, annual reports and funds, and why the rest is closed."""

import datetime as dt
from typing import Any

import pytest
from plans import agreed, begun, priority, promise, published_plan
from pools import opened, pool
from promised import publish_plan, returns_of
from reports import COMMISSIONER, SECRETARY, Life
from world import RULEBOOKS, world

from governance.application.desk import Desk
from governance.application.funds import agreements
from governance.application.funds.moves import agreement_moves, fund_moves
from governance.application.plans import annual_queries
from governance.application.plans.moves import annual_moves, plan_moves, return_moves
from governance.store.engine import Store

Moves = dict[str, list[str]]


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    rules = (*RULEBOOKS, "escalations/exampleshire.yaml")
    return Life(world(quick_store, now, rulebooks=rules), now)


def seen(life: Life, question: object, ref: str, by: str = SECRETARY) -> Moves:
    """Each move with the codes of what is against it."""
    with life.looking(by) as desk:
        return {m["move"]: [r.code for r in m["refusals"]] for m in _asked(question, desk, ref)}


def _asked(question: object, desk: Desk, ref: str) -> list[dict[str, Any]]:
    assert callable(question)
    found: list[dict[str, Any]] = question(desk, ref)
    return found


def test_a_plan_in_the_making_is_written_and_not_published(life: Life) -> None:
    plan = begun(life)
    priority(life, plan)
    promise(life, plan)
    moves = seen(life, plan_moves, plan)
    assert moves["set"] == moves["propose"] == moves["consult"] == moves["end"] == []
    assert moves["publish"]
    assert moves["review"] == ["plan.not_in_use"]
    assert "renew" not in moves
    assert seen(life, plan_moves, plan, "example-auditor")["set"] == ["permissions.not_theirs"]


def test_a_plan_is_not_put_to_the_board_twice_and_once_agreed_is_published(life: Life) -> None:
    plan = begun(life)
    priority(life, plan)
    promise(life, plan)
    agreed(life, plan, "icb")
    moves = seen(life, plan_moves, plan)
    assert moves["publish"] == []
    assert "asked" not in moves
    assert seen(life, plan_moves, plan, COMMISSIONER)["publish"] == ["lifecycle.not_permitted"]


def test_a_plan_in_use_is_reviewed_and_one_that_is_over_has_no_moves(life: Life) -> None:
    plan = published_plan(life, "icb")
    moves = seen(life, plan_moves, plan)
    assert moves["review"] == moves["renew"] == []
    assert "publish" not in moves
    from governance.application.plans.keeping import end

    with life.acting() as desk:
        end(desk, plan, reason="Another follows.")
    assert seen(life, plan_moves, plan) == {}


def test_a_return_is_made_by_its_partner_and_an_annual_report_after_its_year(life: Life) -> None:
    with life.acting() as desk:
        plan = publish_plan(desk, first=dt.date(2025, 1, 1), last=dt.date(2027, 12, 31))
    ref = returns_of(life, "police")[0][0]
    assert seen(life, return_moves, ref, "example-police") == {"report": []}
    assert seen(life, return_moves, ref, "example-nhs") == {"report": ["lifecycle.not_permitted"]}
    with life.looking() as desk:
        annual = annual_queries.listing(desk, plan=plan)[0]["ref"]
    assert seen(life, annual_moves, annual) == {"assemble": ["annual.year_runs"]}


def test_a_fund_says_what_its_keepers_and_others_can_do(life: Life) -> None:
    fund = pool(life)
    moves = seen(life, fund_moves, fund)
    assert moves["contribute"] == moves["report"] == moves["draft"] == []
    assert "fund.agreement_stands" in moves["close"]
    assert "remedy" not in moves
    other = seen(life, fund_moves, fund, "example-auditor")
    assert other["report"] == ["fund.not_yours"]
    assert other["manager"] == ["permissions.not_theirs"]


def test_an_agreement_is_written_while_it_is_a_draft(life: Life) -> None:
    fund = opened(life)
    with life.acting() as desk:
        from pools import terms

        ref = agreements.draft(desk, fund, terms=terms()).ref
    assert seen(life, fund_moves, fund)["draft"] == ["pool.written_already"]
    moves = seen(life, agreement_moves, ref)
    assert moves["amend"] == moves["propose"] == moves["set_aside"] == []
    assert "execute" not in moves
    with life.acting() as desk:
        agreements.move(desk, ref, move="record_agreed", reason="In January.")
        agreements.move(desk, ref, move="execute")
    moves = seen(life, agreement_moves, ref)
    assert moves["end"] == moves["record_varied"] == []
    assert "amend" not in moves

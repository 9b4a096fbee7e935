"""A report from draft to effect, on both databases, as the people of a partnership do it."""

import datetime as dt
from typing import Any

import pytest
from world import World, world

from governance.application.commissions.opening import open_commission
from governance.application.proposals import deciding, drafting, placing, submitting
from governance.application.proposals.findings import Words
from governance.domain.errors import GuardRefused, NoSuchMove, ViresError
from governance.store.engine import Store

WORDS = Words("RESOLVED: that the award be made.", "Best value.", "None.")


def codes(error: ViresError) -> list[str]:
    refusals: list[Any] = list(getattr(error, "refusals", ()))
    return sorted(r.code for r in refusals)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def commission(built: World, title: str = "Short breaks") -> str:
    with built.acting("example-commissioner") as desk:
        return open_commission(
            desk,
            title=title,
            lead="example-commissioner",
            end_date=dt.date(2027, 3, 31),
        ).ref


def award(built: World, about: str, value: int, **more: Any) -> str:
    with built.acting("example-commissioner") as desk:
        return drafting.draft(
            desk,
            kind="award",
            title="Award of short breaks",
            commission=about,
            value=value,
            recommendation="That the contract be awarded to Example Care Limited.",
            details={"provider": "example-care", "ends_on": "2027-03-31"},
            **more,
        ).ref


def state(built: World, ref: str) -> tuple[str, str | None]:
    with built.looking() as desk:
        row = desk.row("proposal", ref)
        return row.state, row.rule


def test_an_officer_decides_a_small_award_and_it_takes_effect_at_once(built: World) -> None:
    ref = award(built, commission(built), 60_000_00)
    with built.acting("example-commissioner") as desk:
        submitting.submit(desk, ref)
    assert state(built, ref) == ("cleared", "S1")
    with built.acting("example-commissioner") as desk:
        placing.hand_to_officer(desk, ref)
    with built.acting("example-director") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)
    assert state(built, ref) == ("effective", "S1")
    with built.looking() as desk:
        row = desk.row("agreement", "A-0001")
        assert (row.value, row.state) == (60_000_00, "awarded")


def test_an_officer_without_the_power_is_told_who_has_it(built: World) -> None:
    ref = award(built, commission(built), 60_000_00)
    with built.acting("example-commissioner") as desk:
        submitting.submit(desk, ref)
        placing.hand_to_officer(desk, ref)
    with pytest.raises(GuardRefused) as refused, built.acting("example-finance") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)
    assert "powers.not_entitled" in codes(refused.value)


def test_an_author_cannot_decide_their_own_report(built: World) -> None:
    with built.acting("example-commissioner") as desk:
        about = open_commission(
            desk, title="Play", lead="example-director", end_date=dt.date(2027, 3, 31)
        ).ref
    with built.acting("example-director") as desk:
        ref = drafting.draft(
            desk,
            kind="award",
            title="Mine",
            commission=about,
            value=1_000_00,
            recommendation="Agree.",
        ).ref
        submitting.submit(desk, ref)
        placing.hand_to_officer(desk, ref)
    with pytest.raises(GuardRefused) as refused, built.acting("example-director") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)
    assert codes(refused.value) == ["proposal.duties_together"]
    with built.acting("example-deputy") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)
    assert state(built, ref)[0] == "effective"


def test_deciding_twice_is_refused_and_says_where_it_is(built: World) -> None:
    ref = award(built, commission(built), 10_000_00)
    with built.acting("example-commissioner") as desk:
        submitting.submit(desk, ref)
        placing.hand_to_officer(desk, ref)
    with built.acting("example-director") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)
    with pytest.raises(NoSuchMove), built.acting("example-director") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)


def test_two_linked_reports_cannot_each_stay_under_a_limit(built: World) -> None:
    from governance.application.commissions.links import link

    first, second = commission(built), commission(built, "Short breaks, part two")
    with built.acting("example-commissioner") as desk:
        link(desk, commission=first, other=second)
    one, two = award(built, first, 90_000_00), award(built, second, 90_000_00)
    with built.acting("example-commissioner") as desk:
        submitting.submit(desk, one)
    assert state(built, one)[1] == "S1"
    with built.acting("example-commissioner") as desk:
        submitting.submit(desk, two)
    assert state(built, two)[1] == "S2"
    with built.acting("example-commissioner") as desk:
        placing.hand_to_officer(desk, one)
    with pytest.raises(GuardRefused) as refused, built.acting("example-director") as desk:
        deciding.decide(desk, one, outcome="approved", words=WORDS)
    assert codes(refused.value) == ["proposal.path_changed"]
    assert state(built, one)[1] == "S2"

"""Reports on a commission that is set aside or given up: nothing is agreed to under it."""

import datetime as dt

import pytest
from reports import COMMISSIONER, EXECUTIVE, Life, codes, life

from governance.application.commissions import lifecycle
from governance.application.next_steps import report_steps
from governance.application.proposals.submitting import withdraw
from governance.domain.errors import GuardRefused
from governance.store.engine import Store

PAUSED = "proposal.commission_paused"


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def pause(built: Life, about: str) -> None:
    with built.acting(COMMISSIONER) as desk:
        lifecycle.pause(desk, commission=about, reason="a review of the service")


def closed(built: Life, ref: str, move: str) -> list[str]:
    """Why a move of a report is closed, as "what next?" tells it."""
    with built.looking(COMMISSIONER) as desk:
        moves = report_steps(desk, desk.row("proposal", ref))["moves"]
    return [r["code"] for m in moves if m["move"] == move for r in m["closed_because"]]


def test_nothing_is_submitted_until_the_commission_goes_on(built: Life) -> None:
    about = built.commission()
    ref = built.award(about, 60_000)
    pause(built, about)
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    assert codes(refused) == [PAUSED]
    assert PAUSED in closed(built, ref, "submit")
    with built.acting(COMMISSIONER) as desk:
        lifecycle.resume(desk, commission=about)
    built.submit(ref)
    assert built.state(ref) == "cleared"


def test_nothing_is_brought_to_a_decider_meanwhile(built: Life) -> None:
    small, large = built.commission(), built.commission("Family hubs")
    handed, placed = built.submit(built.award(small, 60_000)), built.middling(large)
    pause(built, small)
    pause(built, large)
    with pytest.raises(GuardRefused) as refused:
        built.hand(handed)
    assert codes(refused) == [PAUSED]
    assert PAUSED in closed(built, handed, "hand_to_officer")
    with pytest.raises(GuardRefused) as refused:
        built.meeting("executive-board", built.today + dt.timedelta(days=14), placed)
    assert PAUSED in codes(refused)
    assert PAUSED in closed(built, placed, "place_on_agenda")


def test_an_officer_refuses_and_does_not_approve_meanwhile(built: Life) -> None:
    about = built.commission()
    ref = built.ready(about, 60_000)
    pause(built, about)
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert codes(refused) == [PAUSED]
    assert built.officer(ref, "refused").outcome == "refused"


def test_a_body_refuses_and_does_not_approve_meanwhile(built: Life) -> None:
    about = built.commission()
    ref = built.middling(about)
    built.executive(ref, people=EXECUTIVE)
    pause(built, about)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert PAUSED in codes(refused)
    assert built.decide(ref, "refused").outcome == "refused"


def test_a_report_outlives_its_commission_only_to_be_withdrawn(built: Life) -> None:
    about = built.commission()
    ref = built.ready(about, 60_000)
    with built.acting(COMMISSIONER) as desk:
        lifecycle.withdraw(desk, commission=about, reason="no longer wanted")
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert codes(refused) == ["proposal.commission_over"]
    with built.acting(COMMISSIONER) as desk:
        withdraw(desk, ref, reason="its commission is given up")
    assert built.state(ref) == "withdrawn"

"""The inbox: what waits for whom, and that it costs the same whatever the register holds."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, life

from governance.application.bodies.delegations import delegate
from governance.application.commissions.links import link
from governance.application.proposals import inbox_rows, placing, submitting, taking_part
from governance.application.proposals.inbox import inbox, look_into
from governance.domain.errors import GuardRefused
from governance.store.engine import Store

FINANCE, NHS, POLICE = "example-finance", "example-nhs", "example-police"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def waiting(built: Life, person: str | None) -> list[tuple[str, str]]:
    """What waits for a person, and of which report."""
    with built.looking(person) as desk:
        return [(one["what"], one["ref"]) for one in inbox(desk)]


def test_a_report_waits_for_each_in_turn(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    built.evidence(ref, "options-appraisal")
    assert waiting(built, FINANCE) == [("clear", ref)]
    assert waiting(built, POLICE) == []
    built.view(ref, "s151", by=FINANCE)
    assert waiting(built, FINANCE) == []
    with built.acting() as desk:
        submitting.clear(desk, ref)
    assert ("advise", ref) in waiting(built, COMMISSIONER)
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    meeting = built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    with built.looking(POLICE) as desk:
        (one,) = inbox(desk)
    assert (one["what"], one["ref"], one["meeting"]) == ("read", ref, meeting)
    assert one["said"] == (
        f"It is on the agenda of the Executive Board: meeting {meeting}, 6 March 2025."
    )
    built.wait(14)
    built.hold(meeting, ("example-director", FINANCE, NHS, POLICE), presiding=NHS)
    built.open(ref)
    assert waiting(built, POLICE) == [("vote", ref)]
    built.vote(ref, police="for")
    assert waiting(built, POLICE) == []
    assert waiting(built, FINANCE) == [("vote", ref)]


def test_a_path_drawn_anew_takes_it_from_the_officer(built: Life) -> None:
    """Together they pass a limit: what the director has on the desk is the board's to decide."""
    one, other = built.commission("One"), built.commission("Other")
    with built.acting(COMMISSIONER) as desk:
        link(desk, commission=one, other=other, reason="One need.")
    ref = built.ready(one, 60_000)
    assert ("decide", ref) in waiting(built, DIRECTOR)
    built.submit(built.award(other, 90_000))
    with pytest.raises(GuardRefused):
        built.officer(ref, by=DIRECTOR)
    assert built.state(ref) == "with_officer"
    assert ("decide", ref) not in waiting(built, DIRECTOR)
    built.view(ref, "s151", by=FINANCE)
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    assert ("decide", ref) not in waiting(built, DIRECTOR)
    with built.looking(SECRETARY) as desk:
        (told,) = [one for one in inbox(desk) if one["ref"] == ref]
    assert told["what"] == "place"
    assert told["said"].startswith("Its path was drawn anew. Take it back from the officer")


def test_a_path_drawn_anew_by_hand_goes_back_to_its_stage(built: Life) -> None:
    one, other = built.commission("One"), built.commission("Other")
    with built.acting(COMMISSIONER) as desk:
        link(desk, commission=one, other=other, reason="One need.")
    ref = built.ready(one, 60_000)
    built.submit(built.award(other, 90_000))
    with built.acting() as desk:
        placing.draw_again(desk, ref)
    assert built.state(ref) in ("in_clearance", "cleared")
    assert ("decide", ref) not in waiting(built, DIRECTOR)


def test_whoever_it_was_handed_to_has_it(built: Life) -> None:
    with built.acting() as desk:
        delegate(
            desk,
            giver="director",
            receiver="s151",
            purpose="small awards",
            kinds=["award"],
            ceiling=50_000_00,
            source="minute 3",
        )
    ref = built.submit(built.award(built.commission(), 20_000))
    assert waiting(built, DIRECTOR) == []
    built.hand(ref, office="s151")
    assert waiting(built, FINANCE) == [("decide", ref)]
    assert waiting(built, DIRECTOR) == []


def test_an_officer_decides_what_is_theirs_and_gets_their_own_back(built: Life) -> None:
    ref = built.ready(built.commission(), 20_000)
    assert waiting(built, DIRECTOR) == [("decide", ref)]
    built.officer(ref, "referred_back")
    assert waiting(built, DIRECTOR) == []
    assert waiting(built, COMMISSIONER) == [("rework", ref)]
    assert waiting(built, SECRETARY) == []
    assert waiting(built, None) == []


def test_a_partner_is_asked_for_its_consent_and_its_named_substitute_too(built: Life) -> None:
    ref = built.draft("pool", None, 100_000, scheme="example-partnership")
    assert waiting(built, COMMISSIONER) == [("write", ref)]
    built.submit(ref)
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    with built.looking("example-nhs-substitute") as desk:
        (one,) = inbox(desk)
    assert (one["what"], one["partner"], one["stands_in_for"]) == (
        "consent",
        "icb",
        ["Noor Health"],
    )
    with built.acting(NHS) as desk:
        taking_part.consent(desk, ref, partner="icb")
    assert waiting(built, "example-nhs-substitute") == []
    assert waiting(built, POLICE) == [("consent", ref)]


def test_the_most_pressing_comes_first(built: Life) -> None:
    about = built.commission()
    late = built.award(about, 10_000, decision_due=built.today + dt.timedelta(days=3))
    soon = built.award(about, 10_000, decision_due=built.today - dt.timedelta(days=1))
    never = built.award(about, 10_000)
    with built.looking(COMMISSIONER) as desk:
        found = inbox(desk)
    assert [one["ref"] for one in found] == [soon, late, never]
    assert [one["overdue"] for one in found] == [True, False, False]


def test_it_asks_as_much_of_a_large_register_as_of_a_small_one(built: Life) -> None:
    def statements() -> int:
        asked: list[Any] = []
        with built.looking(DIRECTOR) as desk:
            one_by_one = desk.tx.all

            def counted(statement: Any, /, **params: Any) -> Any:
                asked.append(statement)
                return one_by_one(statement, **params)

            desk.tx.all = counted  # type: ignore[method-assign]  # counts what is asked
            inbox(desk)
        return len(asked)

    built.ready(built.commission(), 20_000)
    one = statements()
    for _ in range(4):
        built.ready(built.commission(), 20_000)
    assert statements() == one
    assert len(waiting(built, DIRECTOR)) == 5


def test_what_is_cleared_waits_for_whoever_takes_it_on(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    built.evidence(ref, "options-appraisal")
    assert waiting(built, SECRETARY) == []
    built.view(ref, "s151", by=FINANCE)
    assert waiting(built, SECRETARY) == [("note_cleared", ref)]
    with built.acting() as desk:
        submitting.clear(desk, ref)
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    with built.looking(SECRETARY) as desk:
        (one,) = inbox(desk)
    assert one["said"] == "It is cleared and waits for an agenda of the Executive Board."
    built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    assert waiting(built, SECRETARY) == []


def test_its_author_hands_a_ready_report_to_the_officer(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 20_000))
    assert waiting(built, COMMISSIONER) == [("hand_over", ref)]
    assert waiting(built, SECRETARY) == [("hand_over", ref)]
    assert waiting(built, FINANCE) == []
    built.hand(ref)
    assert waiting(built, COMMISSIONER) == []


def test_what_was_handed_on_hides_nothing_that_waits(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports that another has now are not counted before the cut."""
    monkeypatch.setattr(inbox_rows, "MOST", 1)
    with built.acting() as desk:
        delegate(
            desk,
            giver="director",
            receiver="s151",
            purpose="small awards",
            kinds=["award"],
            ceiling=50_000_00,
            source="minute 3",
        )
    for _ in range(2):
        built.hand(built.submit(built.award(built.commission(), 20_000)), office="s151")
    theirs = [built.ready(built.commission(), 20_000) for _ in range(2)]
    with built.looking(DIRECTOR) as desk:
        box = look_into(desk)
    assert [one["ref"] for one in box.found] == theirs[:1]
    assert box.more

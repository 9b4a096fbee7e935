"""Planning a commission back: over a year, against playing it forward; and where it is odd."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from cases import at_options, do, served
from reports import COMMISSIONER, EXECUTIVE, WORDS, Life, codes
from world import bring_into_force, world

from governance.application.backward.asking import Asked
from governance.application.backward.planning import plan_back
from governance.application.commissions import lifecycle
from governance.application.commissions.agreement_moves import move
from governance.application.commissions.agreements import record_agreement
from governance.application.decommissioning import acts
from governance.application.meetings import acts as meetings
from governance.application.proposals import drafting
from governance.application.proposals.outside import record_outside
from governance.application.rulebook import in_force
from governance.configuration import config_dir
from governance.domain.calendar import window
from governance.domain.errors import Unusable
from governance.domain.procedure import GivenNotice, lawful_on
from governance.store.engine import Store

DAY = dt.timedelta(days=1)
END = dt.date(2027, 3, 31)
BOARDS = [dt.date(2026, m, d) for m, d in ((3, 3), (4, 28), (6, 23), (9, 1), (10, 13), (12, 8))]
BOARDS += [dt.date(2027, 2, 2), dt.date(2027, 3, 23)]


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now), now)


def running(life: Life, about: str, **more: Any) -> str:
    given: dict[str, Any] = {"starts_on": dt.date(2025, 2, 1), "ends_on": END, **more}
    with life.acting() as desk:
        return record_agreement(
            desk, commission=about, title="As it runs", reason="found", **given
        ).ref


def option(pounds: int, until: str = "2028-03-31") -> list[dict[str, Any]]:
    return [{"until": until, "value": pounds * 100}]


def planned(life: Life, days: Sequence[dt.date], body: str = "trust-board") -> None:
    for day in days:
        if day >= life.today:
            with life.acting() as desk:
                meetings.plan(desk, body=body, on=day)


def plan(life: Life, about: str, **asked: Any) -> dict[str, Any]:
    with life.looking() as desk:
        return plan_back(desk, about, Asked(**asked))


def days(found: dict[str, Any]) -> dict[str, dt.date | None]:
    return {
        s["key"]: dt.date.fromisoformat(s["latest"]) if s["latest"] else None
        for s in found["steps"]
    }


def permit(life: Life, ref: str) -> None:
    """Have a permission given by the cabinet, and in effect."""
    with life.acting() as desk:
        record_outside(
            desk,
            ref,
            decider="cabinet",
            on=life.today,
            outcome="approved",
            words=WORDS,
            reason="at a seminar",
            published_on=life.today,
        )
    life.wait(12)
    life.tick()
    assert life.state(ref) == "effective"


def test_over_a_year_it_agrees_with_playing_it_forward(life: Life) -> None:
    about = life.commission()
    running(life, about, value=200_000_000, extensions=option(900_000))
    planned(life, BOARDS)
    with life.looking() as desk:
        calendar = in_force.calendar(desk, life.today)
        scheme = in_force.scheme(desk, "example-partnership", life.today)
    agenda, key = scheme.procedures["agenda"], scheme.procedures["key-decision"]
    rules = replace(agenda, notices=(*agenda.notices, *key.notices))

    def makes(board: dt.date, papers: dt.date, cleared: dt.date, plan: dt.date) -> bool:
        """Whether a board decides in time where these are done from these days on."""
        asked = calendar.on_or_after(papers)
        free = window(policy="working_days_after", days=5, start=asked, calendar=calendar)
        agenda = calendar.on_or_after(max(free.effective, cleared))
        given = [GivenNotice("forward_plan", calendar.on_or_after(plan))]
        wrong = lawful_on(
            procedure=rules, given=given, day=board, published_agenda=agenda, calendar=calendar
        )
        return not wrong and agenda <= board and calendar.on_or_after(board) <= END

    seen, start = set(), dt.date(2026, 3, 2)
    for day in range(0, (END - start).days, 17):
        life.wait_until(start + day * DAY)
        found, today = plan(life, about), life.today
        assert (found["for"], found["decisions"][0]["rule"]) == ("extend", "E3")
        left = [b for b in BOARDS if b >= today and makes(b, today, today, today)]
        assert found["meetings_left"] == len(left), today
        last = days(found)
        board = max(
            b for b in BOARDS if makes(b, END - 200 * DAY, END - 200 * DAY, END - 200 * DAY)
        )
        early = today - 200 * DAY
        assert last["extend.1.0"] == board
        for step, at in (
            ("extend.paper", 0),
            ("extend.1.0.agenda", 1),
            ("extend.notice.forward_plan", 2),
        ):
            on = last[step]
            assert on is not None
            tries = [[early] * at + [day] + [early] * (2 - at) for day in (on, on + DAY)]
            assert [any(makes(b, *one) for b in BOARDS) for one in tries] == [True, False], step
        seen.add(found["meetings_left"])
    assert len(seen) > 5


def test_one_board_left_and_then_none_with_what_can_still_be_done(life: Life) -> None:
    about = life.commission()
    running(life, about, value=200_000_000, extensions=option(900_000))
    planned(life, BOARDS)
    life.wait_until(dt.date(2027, 1, 25))
    found = plan(life, about)
    assert found["meetings_left"] == 1
    assert found["headline"].startswith("You have one meeting of the Partnership Board left")
    life.wait_until(dt.date(2027, 3, 1))
    late = plan(life, about)
    assert late["meetings_left"] == 0
    assert "No meeting of the Partnership Board is left" in late["headline"]
    assert "Notice of a key decision on the forward plan" in late["missed"]
    told = " ".join(one["words"] for one in late["rescue"])
    # General exception: 5 clear working days before Tuesday 23 March.
    assert "a general exception to the scrutiny chair, given by 15 March 2027" in told
    assert "agreement that the decision is urgent" in told


def test_a_rule_that_holds_only_early_is_planned_on_its_days(life: Life) -> None:
    about = life.commission()
    ref = life.draft("permission-to-procure", about, 3_000_000)
    permit(life, ref)
    running(life, about, value=100_000_000, extensions=option(200_000, "2027-09-30"))
    found = plan(life, about)
    by_rule = {one["rule"]: one for one in found["possible"]}
    # An officer extends what was approved, but not less than 28 days before the end.
    assert found["decisions"][0]["rule"] == "E1"
    assert by_rule["E1"]["latest"] == "2027-03-03"
    assert by_rule["E2"]["latest"] > "2027-03-03"
    life.wait_until(dt.date(2027, 3, 4))
    planned(life, [dt.date(2027, 3, 22)], "executive-board")
    after = plan(life, about)
    assert after["decisions"][0] | {"words": ""} == {
        "decision": "extend",
        "kind": "extend",
        "rule": "E2",
        "decider": "the Executive Board",
        "latest": "2027-03-22",
        "meetings_left": 1,
        "in_time": True,
        "words": "",
    }


def test_an_award_is_planned_through_permission_tenders_and_standstill(life: Life) -> None:
    about = life.commission()
    with life.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(desk, commission=about, value=8_000_000, regime="procurement_act")
    running(life, about)
    last = days(plan(life, about, mobilise=20))
    assert list(last) == [
        "permission-to-procure.paper",
        "permission-to-procure.0",
        "permission-to-procure.publish",
        "permission-to-procure.effective",
        "tender",
        "tenders_in",
        "award.paper",
        "award.0",
        "award.publish",
        "award.effective",
        "award_notice",
        "sign",
        "begin",
    ]
    assert last["begin"] == dt.date(2027, 4, 1)
    assert last["sign"] == dt.date(2027, 3, 11)
    # Eight working days, the first included: 1 March to 10 March.
    assert last["award_notice"] == dt.date(2027, 3, 1)
    assert last["tenders_in"] == dt.date(2027, 1, 29)


def test_an_award_is_planned_as_if_the_permission_before_it_were_given(life: Life) -> None:
    about = life.commission()
    with life.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(desk, commission=about, value=120_000_000, regime="procurement_act")
    running(life, about, value=100_000_000)
    found = plan(life, about)
    assert [one["rule"] for one in found["decisions"]] == ["S3", "A1"]
    assert any("is given for £1,200,000" in one for one in found["assumed"])
    ref = life.draft("permission-to-procure", about, 800_000)
    # What is asked for already counts: it is too little for the award.
    assert [one["rule"] for one in plan(life, about)["decisions"]] == ["S3", "S4"]
    with life.acting(COMMISSIONER) as desk:
        drafting.amend(desk, ref, value=120_000_000)
    before = plan(life, about)
    assert [one["rule"] for one in before["decisions"]] == ["S3", "A1"]
    permit(life, ref)
    after = plan(life, about)
    assert [one["rule"] for one in after["decisions"]] == ["A1"]
    # Given, it is no longer assumed; the award has the days it had before.
    assert not any("is given for" in one for one in after["assumed"])
    assert days(after) == {k: day for k, day in days(before).items() if "permission" not in k}


def test_the_standstill_of_the_old_regulations_ends_on_a_working_day(life: Life) -> None:
    about = life.commission()
    with life.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(
            desk, commission=about, value=8_000_000, regime="public_contracts_regulations"
        )
    with life.looking() as desk:
        calendar = in_force.calendar(desk, life.today)
    rolled = set()
    # Signed on the days before and after Easter: weekends and bank holidays among them.
    for end in (dt.date(2027, 4, 8) + n * DAY for n in range(14)):
        found = plan(life, about, end=end, mobilise=10)
        last = days(found)
        signed, told = last["sign"], last["award_notice"]
        assert signed is not None
        assert told is not None

        def over(sent: dt.date) -> dt.date:
            """Regulation 87: midnight of the tenth day, of the next working day where it is none."""
            return calendar.on_or_after(sent + 10 * DAY)

        assert over(told) < signed
        assert over(calendar.on_or_after(told + DAY)) >= signed
        rolled.add(over(told) != told + 10 * DAY)
        assert any("regulation 86(5)" in one for one in found["assumed"])
    assert rolled == {True, False}


def test_an_end_long_past_says_in_a_sentence_that_no_meeting_was_in_time(life: Life) -> None:
    about = life.commission()
    running(life, about, value=200_000_000, extensions=option(900_000))
    planned(life, [dt.date(2025, 3, 4)])
    life.wait_until(dt.date(2026, 8, 28))
    found = plan(life, about, aim="extend", end=dt.date(2025, 1, 1))
    assert found["never"] == (
        "No meeting of the Partnership Board was ever early enough for an extension in effect"
        " by 1 January 2025, so 6 steps have no last day."
    )
    # A meeting of more than a year ago is still one that was in time.
    back = plan(life, about, aim="extend", end=dt.date(2025, 6, 30))
    assert back["never"] is None
    assert days(back)["extend.1.0"] == dt.date(2025, 3, 4)


def test_too_little_known_plans_the_longest_and_says_what_would_settle_it(life: Life) -> None:
    about = life.commission()
    running(life, about)
    found = plan(life, about)
    # Two boards take longer than a board and the cabinet that meets more often.
    assert found["decisions"][1]["rule"] == "S3"
    rules = {one["decision"]: set[str]() for one in found["possible"]}
    for one in found["possible"]:
        rules[one["decision"]].add(one["rule"])
    commits = {"S1", "S2", "S3", "S4"}
    # The sum that will be permitted is not known either: the award may be within it.
    assert rules == {"permission-to-procure": commits, "award": commits | {"A1"}}
    assert not any("is given for" in one for one in found["assumed"])
    assert any("would settle it" in one["words"] for one in found["unclear"])
    notes = " ".join(found["notes"])
    assert "regime" in notes
    assert "value" in notes


def test_a_notice_that_is_given_is_not_planned_again_and_binds(life: Life) -> None:
    about = life.commission()
    agreement = running(life, about, value=200_000_000, extensions=option(900_000))
    planned(life, BOARDS)
    life.wait_until(dt.date(2027, 2, 12))
    ref = life.draft(
        "extend",
        about,
        900_000,
        agreement=agreement,
        decision_due=dt.date(2027, 3, 23),
        details={"ends_on": "2028-03-31"},
    )
    life.notice(ref)
    found = plan(life, about)
    assert "extend.notice.forward_plan" not in days(found)
    assert found["meetings_left"] == 1
    assert days(found)["extend.1.0"] == dt.date(2027, 3, 23)


def test_an_exit_counts_the_notice_to_a_provider_and_shows_as_a_choice(life: Life) -> None:
    about = life.commission()
    running(life, about, provider="example-care")
    found = plan(life, about)
    assert {one["for"] for one in found["choices"]} == {"exit"}
    out = plan(life, about, aim="exit")
    # Three months before the end, and the office is shut between Christmas and New Year.
    assert days(out)["give_notice"] == dt.date(2026, 12, 23)
    assert days(plan(life, about, aim="exit", notice=0))["give_notice"] == END


def test_before_an_exit_comes_a_consultation(life: Life) -> None:
    about = life.commission()
    running(life, about)
    out = plan(life, about, aim="exit")
    assert any("consultation" in one and "42 days" in one for one in out["assumed"])
    for asked in (42, 70):
        last = days(plan(life, about, aim="exit", consult=None if asked == 42 else asked))
        began, paper = last["exit.consult"], last["exit.paper"]
        assert began is not None
        assert paper is not None
        # So many whole days after its first; a working day later there are too few of them.
        calendar_day = began + (asked + 1) * DAY
        assert calendar_day <= paper < calendar_day + 4 * DAY
    assert "exit.consult" not in days(plan(life, about, aim="exit", consult=0))
    life.evidence(about, "consultation-report")
    assert "exit.consult" not in days(plan(life, about, aim="exit"))


def test_a_case_says_until_when_it_consults(life: Life) -> None:
    about = served(life)
    case = at_options(life, about)
    assert "exit.consult" in days(plan(life, about, aim="exit"))
    last = life.today + 70 * DAY
    do(life, acts.consult, case, first=life.today, last=last, whom="41 families")
    out = plan(life, about, aim="exit")
    assert "exit.consult" not in days(out)
    over = next(step for step in out["steps"] if step["key"] == "exit.consulted")
    assert over["earliest"] == last.isoformat()
    paper = next(step for step in out["steps"] if step["key"] == "exit.paper")
    assert paper["earliest"] > last.isoformat()
    assert "exit.consult" in days(plan(life, about, aim="exit", consult=30))
    life.wait(71)
    assert "exit.consulted" not in days(plan(life, about, aim="exit"))


def test_partners_have_time_for_their_own_decision(life: Life) -> None:
    about = life.commission()
    running(life, about, value=200_000_000, extensions=option(900_000))
    text = (config_dir() / "schemes/example-partnership.yaml").read_text()
    own = "title: other large extensions"
    start = text.index(own)
    changed = text[start:].replace(
        "- decide: trust-board", "- {decide: each-partner, method: each_partner_in_writing}", 1
    )
    with life.acting() as desk:
        bring_into_force(
            desk,
            kind="scheme",
            file="schemes/example-partnership.yaml",
            since=life.today,
            text=(text[:start] + changed).encode(),
            number=2,
        )
    found = plan(life, about)
    last = days(found)
    assert (last["extend.1.partners.asked"], last["extend.1.partners"]) == (
        dt.date(2027, 3, 2),
        END,
    )
    assert any("28 days (--partners says otherwise)" in one for one in found["assumed"])
    asked = plan(life, about, partners=40)
    assert days(asked)["extend.1.partners.asked"] == dt.date(2027, 2, 18)
    assert not any("--partners" in one for one in asked["assumed"])
    assert "extend.1.partners.asked" not in days(plan(life, about, partners=0))


def test_a_published_agenda_fixes_the_meeting_and_a_decision_leaves_its_effect(life: Life) -> None:
    about = life.commission()
    agreement = running(life, about, value=200_000_000, extensions=option(300_000))
    ref = life.draft(
        "extend",
        about,
        300_000,
        agreement=agreement,
        details={"ends_on": "2028-03-31"},
        answers={"extension_months": 12},
    )
    life.submit(ref)
    life.clear(ref, "s151")
    board = life.today + 14 * DAY
    meeting = life.meeting("executive-board", board, ref)
    planned(life, [board + 28 * DAY], "executive-board")
    found = plan(life, about)
    # It stands on that agenda, so that is its meeting, and nothing before it is left to do.
    assert days(found)["extend.0.0"] == board
    assert found["meetings_left"] == 1
    assert not any("agenda" in key or "paper" in key for key in days(found))
    life.wait(14)
    life.hold(meeting, EXECUTIVE, presiding="example-nhs")
    life.open(ref)
    assert life.decide(ref, publish=False).state == "decided"
    after = plan(life, about)
    assert list(days(after)) == ["extend.publish", "extend.effective", "end"]
    assert after["meetings_left"] is None


def test_a_body_without_meetings_and_without_rhythm_is_told(life: Life, now: dt.datetime) -> None:
    about = life.commission()
    running(life, about, value=200_000_000, extensions=option(900_000))
    with life.acting() as desk:
        body = desk.row("body", "trust-board")
        text = in_force.text_of(
            desk, in_force.must(desk, kind="terms", key=body.terms_key, on=life.today)
        )
    assert b"a_year: 6" in text
    found = plan(life, about)
    assert any("assumed from 6 meetings a year" in step["why"] for step in found["steps"])
    assert found["meetings_left"] == len(
        next(s["meetings"] for s in found["steps"] if s["meetings"] is not None)
    )


@pytest.mark.parametrize("pause", [True, False])
def test_a_pause_a_notice_and_an_end_that_is_past_are_said(life: Life, pause: bool) -> None:
    about = life.commission()
    agreement = running(life, about, extensions=option(10_000))
    if pause:
        with life.acting() as desk:
            lifecycle.pause(desk, commission=about, reason="bids are awaited")
        assert any("is paused" in note for note in plan(life, about)["notes"])
        return
    with life.acting() as desk:
        move(desk, agreement=agreement, move="record_notice", reason="by the provider")
    noticed = plan(life, about)
    assert noticed["for"] == "award"
    assert any("Notice to end" in note for note in noticed["notes"])
    life.wait_until(END + 10 * DAY)
    past = plan(life, about)
    assert past["notes"][0].startswith("31 March 2027 is past")
    assert past["meetings_left"] in (0, None)
    assert past["rescue"]
    assert past["first_possible"] > "2027-04-10"


def test_what_cannot_be_planned_says_what_to_do(life: Life) -> None:
    about, other = life.commission(), life.commission("Another")
    held, gone = running(life, other), life.commission("A third")
    endless = running(life, about, ends_on=None)
    for asked, code in (
        ({"aim": "reward"}, "plan_back.aim_unknown"),
        ({"mobilise": -1, "notice": 999}, "plan_back.number"),
        ({"agreement": held}, "plan_back.not_its_agreement"),
        ({"agreement": endless}, "plan_back.agreement_no_end"),
        ({"agreement": "A-0999"}, "name.unknown"),
        ({"end": dt.date(2100, 12, 31)}, "calendar.year"),
        ({"scheme": "none-such"}, "name.unknown"),
    ):
        with pytest.raises(Unusable) as error:
            plan(life, about, **asked)
        assert code in codes(error)
    with life.acting() as desk:
        lifecycle.withdraw(desk, commission=gone, reason="need gone")
    with pytest.raises(Unusable) as error:
        plan(life, gone)
    assert codes(error) == ["plan_back.over"]

"""Cases pending when another scheme comes into force: shown, told, drawn anew, or saved."""

import datetime as dt
import re
from typing import Any

import pytest
from reports import BOARD, COMMISSIONER, SECRETARY, Life, codes, life
from sqlalchemy import bindparam, select
from test_one_at_a_time import at_once

from governance import words
from governance.application.bodies import acts as bodies
from governance.application.desk import Desk
from governance.application.nightcheck import missing
from governance.application.proposals import (
    drafting,
    following,
    impact,
    placing,
    redrawing,
    submitting,
)
from governance.application.proposals.details import adoption_asked
from governance.application.proposals.queries import shown
from governance.application.proposals.reading import read_report
from governance.application.rulebook import acts as rulebook
from governance.application.rulebook import proving, taking_effect
from governance.application.rulebook.comparing import on_the_register
from governance.application.rulebook.kept import Kept
from governance.configuration import config_dir
from governance.domain import assurance
from governance.domain.assurance.comparing import compare
from governance.domain.authority.loading import load_scheme
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

SCHEME = (config_dir() / "schemes/example-partnership.yaml").read_text()
SMALL = 'from: 2024-04-01, amount: "100,000", source: "scheme, paragraph 3.1"'
LATER = dt.date(2025, 3, 10)

_message, _step, _entry = TABLES["message"], TABLES["step"], TABLES["ledger_entry"]
_MESSAGES = (
    select(_message.c.template, _message.c.recipient, _message.c.params)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.template.in_(("path_changed", "paths_redrawn", "procedure_changed")),
    )
    .order_by(_message.c.id)
)
_ADOPTIONS = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.template.in_(("adoption_waits", "draft_withdrawn")),
)
_STEPS = (
    select(_step)
    .where(
        _step.c.partnership_id == bindparam("partnership"),
        _step.c.proposal_id == bindparam("proposal"),
    )
    .order_by(_step.c.draw, _step.c.place, _step.c.lane)
)
_FOLLOWING = select(TABLES["deadline"]).where(
    TABLES["deadline"].c.partnership_id == bindparam("partnership"),
    TABLES["deadline"].c.kind == "follow_scheme",
)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def small(to: str, then: str = "") -> str:
    """The example's scheme where the Director commits up to another sum."""
    assert SCHEME.count(SMALL) == 1
    return SCHEME.replace(SMALL, SMALL.replace("100,000", to)) + f"# {to} {then}\n"


def adopted(built: Life, text: str, *, start: dt.date = LATER, pending: str | None = None) -> str:
    """A version that the board has adopted from a day."""
    said = {"pending": pending} if pending else {}
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text.encode(), "new.yaml")])
        rulebook.prove(desk, draft.ref, start=start)
        rulebook.adopt_decided(
            desk,
            desk.row("rulebook_version", draft.ref),
            effective_from=start,
            authority={"kind": "decision", "decision": "minute 7", **said},
        )
        return draft.ref


def messages(built: Life) -> list[Any]:
    with built.looking() as desk:
        return desk.all(_MESSAGES)


def told(built: Life) -> list[str]:
    """The reports of which a message said that their path has changed."""
    return [m.params["ref"] for m in messages(built) if m.template == "path_changed"]


def steps(built: Life, ref: str) -> list[tuple[int, str, str, str]]:
    with built.looking() as desk:
        rows = desk.all(_STEPS, proposal=desk.row("proposal", ref).id)
        return [(s.draw, s.kind, s.decider, s.state) for s in rows]


# --- drawn anew


def test_when_a_scheme_comes_into_force_pending_reports_are_drawn_anew_and_told_once(
    built: Life,
) -> None:
    changed = built.ready(built.commission(), 60_000)
    same = built.ready(built.commission("Small"), 20_000)
    version = adopted(built, small("50,000"))
    built.tick()
    assert (built.rule(changed), told(built)) == ("S1", [])
    built.wait_until(LATER)
    built.tick()
    row = built.row(changed)
    assert (row.rule, row.decider, row.path_changed) == ("S2", "executive-board", True)
    assert row.state == "in_clearance"
    assert row.scheme_version_id == built.row(version, "rulebook_version").id
    assert (built.rule(same), built.state(same)) == ("S1", "with_officer")
    author, secretary = messages(built)
    assert (author.template, author.recipient) == ("path_changed", "author")
    assert (author.params["before"], author.params["after"]) == ("S1", "S2")
    assert author.params["who"] == "the Executive Board"
    assert (secretary.template, secretary.recipient) == ("paths_redrawn", "secretary")
    assert secretary.params["lines"] == [f"{changed} A report on award: S1 → S2"]
    built.tick()
    assert len(messages(built)) == 2
    assert built.whole()


def test_what_was_done_and_is_still_asked_for_counts(built: Life) -> None:
    ref = built.draft("waive", built.commission(), 60_000, answers={"urgent": "no"})
    with built.acting(COMMISSIONER) as desk:
        drafting.amend(desk, ref, answers={"procurement_commenced": "2025-01-10"})
    built.submit(ref)
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    built.hand(ref)
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), built.state(ref)) == ("W2", "cleared")
    second = [one for one in steps(built, ref) if one[0] == 2]
    assert second == [
        (2, "consult", "s151", "done"),
        (2, "consult", "monitoring-officer", "done"),
        (2, "decide", "executive-board", "open"),
    ]
    built.executive(ref)
    assert built.decide(ref, how="counted", totals=(4, 0, 0)).state == "effective"
    assert built.whole()


def test_advice_counts_only_where_all_that_comes_before_it_was_there(built: Life) -> None:
    ref = built.middling(built.commission(), 300_000)
    before = """      - clear: s151
      - recommend: joint-commissioning-head
"""
    text = SCHEME.replace(before, before.replace("s151", "[s151, monitoring-officer]"))
    assert text != SCHEME
    adopted(built, text)
    built.wait_until(LATER)
    built.tick()
    assert [one for one in steps(built, ref) if one[0] == 2] == [
        (2, "clear", "s151", "done"),
        (2, "clear", "monitoring-officer", "open"),
        (2, "recommend", "joint-commissioning-head", "waiting"),
        (2, "decide", "executive-board", "waiting"),
    ]
    assert built.state(ref) == "in_clearance"


def test_a_body_that_keeps_the_power_keeps_the_report_on_its_agenda(built: Life) -> None:
    ref = built.middling(built.commission(), 120_000)
    built.meeting("executive-board", LATER + dt.timedelta(days=7), ref)
    adopted(built, small("150,000"))
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), built.state(ref)) == ("S1", "on_agenda")


def test_a_report_comes_off_the_agenda_of_a_body_that_cannot_decide_it(built: Life) -> None:
    ref = built.middling(built.commission(), 300_000)
    meeting = built.meeting("executive-board", LATER + dt.timedelta(days=7), ref)
    adopted(built, SCHEME.replace('amount: "500,000"', 'amount: "200,000"'))
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), built.state(ref)) == ("S3", "in_clearance")
    with built.looking() as desk:
        item = select(TABLES["agenda_item"].c.state).where(
            TABLES["agenda_item"].c.partnership_id == bindparam("partnership"),
            TABLES["agenda_item"].c.meeting_id == bindparam("meeting"),
        )
        at = desk.row("meeting", meeting)
        assert [row.state for row in desk.all(item, meeting=at.id)] == ["carried over"]


def test_a_report_that_the_new_scheme_gives_no_path_is_flagged_and_told(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    asked = "  urgent: {type: yes-no, title: urgent, from: urgent}\n"
    text = SCHEME.replace(
        "when: {is: commitment, cumulative_value: up to small-sum}",
        "when: {is: commitment, urgent: no, cumulative_value: up to small-sum}",
    ).replace(
        "when: {is: commitment, cumulative_value: over small-sum and up to large-sum}",
        "when:\n      - {is: commitment, cumulative_value: over small-sum and up to large-sum}\n"
        "      - {is: commitment, urgent: yes, cumulative_value: up to small-sum}",
    )
    assert asked in text
    adopted(built, text)
    built.wait_until(LATER)
    built.tick()
    row = built.row(ref)
    assert (row.rule, row.path_changed, row.state) == ("S1", True, "with_officer")
    (author, _) = messages(built)
    assert author.params["after"] is None
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert "proposal.path_unknown" in codes(refused)
    built.tick()
    assert len(messages(built)) == 2


# --- in batches, whatever is killed


def test_many_reports_are_followed_in_batches_each_once(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    refs = [built.ready(built.commission(f"No {n}"), 60_000) for n in range(5)]
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    built.tick()
    assert sorted(told(built)) == refs
    assert {built.rule(ref) for ref in refs} == {"S2"}
    with built.looking() as desk:
        due = desk.all(_FOLLOWING)
    assert ([one.state for one in due], len({one.cause for one in due})) == (["met"] * 3, 3)


def test_a_process_killed_between_coming_into_force_and_redrawing_loses_nothing(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = [built.ready(built.commission(f"No {n}"), 60_000) for n in range(3)]
    version = adopted(built, small("50,000"))
    built.wait_until(LATER)
    real, calls = redrawing.redraw, []

    def killed(*args: Any, **more: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **more)

    monkeypatch.setattr(following, "redraw", killed)
    with pytest.raises(KeyboardInterrupt):
        built.tick()
    monkeypatch.undo()
    assert built.row(version, "rulebook_version").state == "in_force"
    assert {built.rule(ref) for ref in refs} == {"S1"}
    assert messages(built) == []
    built.tick()
    assert {built.rule(ref) for ref in refs} == {"S2"}
    assert sorted(told(built)) == refs
    assert built.whole()


def test_what_is_decided_before_the_clock_comes_is_held_to_the_scheme_of_the_day(
    built: Life,
) -> None:
    ref, other = (built.ready(built.commission(f"No {n}"), 60_000) for n in range(2))
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert codes(refused) == ["proposal.path_changed"]
    assert built.rule(ref) == "S2"
    built.tick()
    assert told(built) == [other]
    assert built.rule(other) == "S2"


def test_a_report_decided_on_the_eve_is_left_alone(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"))
    built.wait_until(LATER - dt.timedelta(days=1))
    assert built.officer(ref).state == "effective"
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(ref), messages(built)) == ("S1", [])


def test_a_version_that_no_longer_governs_is_not_followed(built: Life) -> None:
    built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"))
    adopted(built, small("100,000", "again"), start=LATER + dt.timedelta(days=1))
    built.wait_until(LATER + dt.timedelta(days=1))
    built.tick()
    assert messages(built) == []


# --- saved


def test_a_saved_case_stays_under_its_scheme_however_late_it_is_decided(built: Life) -> None:
    saved = built.ready(built.commission(), 60_000)
    first = built.row(saved).scheme_version_id
    adopted(built, small("50,000"), pending="saved")
    built.wait_until(LATER)
    built.tick()
    assert (built.rule(saved), messages(built)) == ("S1", [])
    later = built.submit(built.award(built.commission("New"), 60_000))
    assert built.rule(later) == "S2"
    built.wait(365)
    row = built.officer(saved)
    assert (row.state, row.rule, row.scheme_version_id) == ("effective", "S1", first)
    assert built.whole()


def test_a_saved_case_follows_a_later_scheme_that_saves_nothing(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"), pending="saved")
    after = LATER + dt.timedelta(days=20)
    adopted(built, small("40,000"), start=after)
    built.wait_until(after)
    built.tick()
    assert (built.rule(ref), told(built)) == ("S2", [ref])


def test_of_two_schemes_that_save_each_case_stays_where_it_began(built: Life) -> None:
    first = built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"), pending="saved")
    built.wait_until(LATER)
    built.tick()
    second = built.submit(built.award(built.commission("Two"), 45_000))
    after = LATER + dt.timedelta(days=20)
    adopted(built, small("40,000"), start=after, pending="saved")
    built.wait_until(after)
    built.tick()
    assert (built.rule(first), built.rule(second), messages(built)) == ("S1", "S1", [])
    third = built.submit(built.award(built.commission("Three"), 45_000))
    assert built.rule(third) == "S2"


def test_a_saved_case_that_goes_back_to_its_author_comes_again_under_the_new_scheme(
    built: Life,
) -> None:
    ref = built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"), pending="saved")
    built.wait_until(LATER)
    built.tick()
    with built.acting() as desk:
        placing.take_off(desk, ref, reason="More is wanted.")
    with built.acting() as desk:
        submitting.give_back(desk, ref, reason="More is wanted.")
    built.submit(ref)
    assert built.rule(ref) == "S2"


def test_the_resolution_says_whether_pending_cases_are_saved(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(small("50,000").encode(), "new.yaml")])
        rulebook.prove(desk, draft.ref)
    wrong = built.draft("adopt", None, version=draft.ref, details={"pending": "savd"})
    with pytest.raises(GuardRefused) as refused:
        built.submit(wrong)
    assert codes(refused) == ["rulebook.pending_unknown"]
    assert "saved" in words.remedy(refused.value.refusals[0].code, refused.value.refusals[0].params)
    details = {"effective_from": "2025-04-01", "pending": "saved"}
    asked = built.draft("adopt", None, version=draft.ref, details=details)
    built.submit(asked)
    built.view(asked, "monitoring-officer")
    built.sitting("trust-board", BOARD, asked)
    assert built.decide(asked, how="counted", totals=(6, 1, 0)).state == "effective"
    authority = built.row(draft.ref, "rulebook_version").authority
    assert (authority["kind"], authority["pending"]) == ("decision", "saved")
    built.wait_until(dt.date(2025, 4, 1))
    built.tick()
    assert built.officer(ref).rule == "S1"


# --- shown before


def test_reports_whose_path_would_change_are_shown_before(built: Life) -> None:
    changed = built.ready(built.commission(), 60_000)
    built.ready(built.commission("Small"), 20_000)
    written = built.award(built.commission("Draft"), 70_000)
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(small("50,000").encode(), "new.yaml")])
    with built.looking() as desk:
        found = impact.impact(desk, draft.ref, start=LATER)
    assert [(one.ref, one.state, one.drawn) for one in found] == [
        (changed, "with_officer", True),
        (written, "draft", False),
    ]
    assert {(one.before.rule, one.after.rule) for one in found} == {("S1", "S2")}
    assert found[0].after.path[-1] == [
        {"kind": "decide", "decider": "executive-board", "method": None}
    ]
    assert found[0].commission == "C-0001"
    with built.looking() as desk, pytest.raises(Unusable) as wrong:
        impact.impact(desk, "trust-board-terms")
    assert codes(wrong) == ["rulebook.impact_of_schemes"]


def test_what_the_new_path_no_longer_asks_for_is_said(built: Life) -> None:
    ref = built.middling(built.commission(), 120_000)
    with built.acting() as desk:
        texts = [(small(to).encode(), f"{to}.yaml") for to in ("150,000", "50,000")]
        looser, tighter = (receipt.ref for receipt in rulebook.load_all(desk, texts))
    built.ready(built.commission("Small"), 60_000)
    with built.looking() as desk:
        (weaker,) = impact.impact(desk, looser)
        (stronger,) = impact.impact(desk, tighter)
    assert (weaker.ref, weaker.before.rule, weaker.after.rule) == (ref, "S2", "S1")
    said = " ".join(words.say(one.code, one.params) for one in weaker.lost)
    assert "clears" in said
    assert weaker.plain()["weaker"]
    assert stronger.after.rule == "S2"
    assert [one.params for one in stronger.lost] == [{"kind": "decision-record"}]


def test_whether_a_path_not_settled_becomes_weaker_cannot_be_said_yet(built: Life) -> None:
    ref = built.draft("award", built.commission(), details={"provider": "example-care"})
    text = SCHEME.replace("path: [{decide: director}]", "path: [{clear: s151}, {decide: director}]")
    assert text != SCHEME
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text.encode(), "new.yaml")])
    with built.looking() as desk:
        (found,) = impact.impact(desk, draft.ref)
    assert (found.ref, found.lost, found.plain()["weaker"]) == (ref, (), None)
    assert [one.code for one in found.unsettled] == ["proposal.path_unknown"]


def test_a_lead_who_is_not_the_author_is_told_too(built: Life) -> None:
    built.ready(built.commission(), 60_000, by=SECRETARY)
    adopted(built, small("50,000"))
    built.wait_until(LATER)
    built.tick()
    whom = [m.recipient for m in messages(built) if m.template == "path_changed"]
    assert whom == ["author", "lead"]


def test_what_was_shown_before_is_what_is_done_after(built: Life) -> None:
    for value in (20_000, 60_000, 90_000, 300_000):
        built.submit(built.award(built.commission(f"Of {value}"), value))
    version = adopted(built, small("50,000"))
    with built.looking() as desk:
        shown = [(one.ref, one.after.rule) for one in impact.impact(desk, version)]
    built.wait_until(LATER)
    built.tick()
    assert shown == [(ref, built.rule(ref)) for ref in told(built)]
    assert len(shown) == 2
    with built.looking() as desk:
        assert impact.impact(desk, version) == []


# --- the resolution and the text


def asked_for(built: Life, text: str, **details: str) -> str:
    """A report that asks for a text to be adopted."""
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text.encode(), "new.yaml")])
    ref = built.draft("adopt", None, version=draft.ref, details=details)
    with built.looking() as desk:
        names, start = adoption_asked(desk, ref)
        proving.prove_ahead(desk, names, start=start)
    return ref


def test_a_text_with_a_hole_is_not_put_to_the_board(built: Life) -> None:
    holed = SCHEME.replace("over 2m}", "over 2.1m}")
    assert holed != SCHEME
    ref = asked_for(built, holed, effective_from="2025-04-01")
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    assert set(codes(refused)) == {"rulebook.finding.gap"}
    said = refused.value.refusals[0].params["said"]
    assert "the value together with linked commissions: £2,100,000" in said


def test_a_decision_stands_though_what_it_adopts_has_to_wait(built: Life) -> None:
    office, person = "monitoring-officer", "example-monitoring"
    ref = asked_for(built, small("50,000"))
    version = built.row(ref).subject_version_id
    built.submit(ref)
    built.view(ref, "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    with built.acting() as desk:
        bodies.end_holding(
            desk, office=office, person=person, last_day=built.today - dt.timedelta(days=1)
        )
    row = built.decide(ref, how="counted", totals=(6, 1, 0))
    assert (row.state, row.flags[-1]["code"]) == ("effective", "adoption_waits")
    assert built.row(version, "rulebook_version").state == "proved"
    for named in (ref, None):
        with built.acting() as desk, pytest.raises(GuardRefused) as refused:
            rulebook.adopt(desk, version, decision=named)
        assert set(codes(refused)) == {"rulebook.uncovered"}
    with built.acting() as desk:
        bodies.hold_office(desk, office=office, person=person, from_day=built.today)
        rulebook.adopt(desk, version)
    row = built.row(version, "rulebook_version")
    assert (row.state, row.authority["decision"]) == ("in_force", ref)
    assert built.whole()


def test_whoever_decides_sees_whether_people_could_follow_it(built: Life) -> None:
    ref, version = put_to_the_board(built, small("50,000"), effective_from="2025-05-01")

    def page() -> Any:
        with built.looking() as desk:
            return shown(desk, ref)["adopts"]

    told = page()
    assert (told["version"], told["state"], told["uncovered"]) == (version, "proved", [])
    assert (told["first_day"], told["waits"]) == (dt.date(2025, 5, 1), None)
    with built.acting() as desk:
        bodies.end_holding(
            desk, office="monitoring-officer", person="example-monitoring", last_day=built.today
        )
    stopped = page()["uncovered"]
    assert stopped
    assert all("on 1 May 2025" in said and "onitoring" in said for said in stopped)
    built.decide(ref, how="counted", totals=(6, 1, 0))
    waits = page()["waits"]
    assert waits["why"] == stopped
    assert f"vires rulebook adopt {version} --decision {ref}" in waits["words"]
    tomorrow = built.today + dt.timedelta(days=1)
    with built.acting() as desk:
        bodies.hold_office(
            desk, office="monitoring-officer", person="example-monitoring", from_day=tomorrow
        )
        rulebook.adopt(desk, version)
    assert page()["waits"] is None
    assert built.row(version, "rulebook_version").effective_from == dt.date(2025, 5, 1)


def test_of_two_schemes_adopted_at_once_one_governs_and_reports_are_drawn_once(
    built: Life,
) -> None:
    ref = built.ready(built.commission(), 60_000)
    with built.acting() as desk:
        texts = [(small(to).encode(), f"{to}.yaml") for to in ("50,000", "40,000")]
        drafts = [receipt.ref for receipt in rulebook.load_all(desk, texts)]
        for name in drafts:
            rulebook.prove(desk, name)

    def adopt(name: str) -> Any:
        def act(desk: Desk) -> None:
            version = desk.row("rulebook_version", name)
            said = {"kind": "decision", "decision": "minute 7"}
            rulebook.adopt_decided(desk, version, effective_from=desk.today, authority=said)

        return act

    found = at_once(built.world, SECRETARY, built.now, *map(adopt, drafts))
    assert found in (["", ""], ["", "rulebook.day_taken"])
    states = [built.row(name, "rulebook_version").state for name in drafts]
    assert states.count("in_force") == 1
    built.tick()
    assert (built.rule(ref), told(built)) == ("S2", [ref])
    assert max(draw for draw, *_ in steps(built, ref)) == 2


# --- what came between the report and its decision


def put_to_the_board(built: Life, text: str, **details: str) -> tuple[str, str]:
    """A report that asks the board to adopt a text, before it; and the version's reference."""
    ref = asked_for(built, text, **details)
    built.submit(ref)
    built.view(ref, "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    with built.looking() as desk:
        version = desk.by_id("rulebook_version", built.row(ref).subject_version_id)
    return ref, version.ref


def test_a_decision_is_recorded_though_its_draft_was_withdrawn(built: Life) -> None:
    ref, version = put_to_the_board(built, small("50,000"))
    with built.acting() as desk:
        rulebook.withdraw_draft(desk, version, reason="A slip of the pen.")
    row = built.decide(ref, how="counted", totals=(6, 1, 0))
    assert (row.state, row.flags[-1]["code"]) == ("effective", "adoption_waits")
    assert built.row(version, "rulebook_version").state == "withdrawn"
    with built.looking() as desk:
        said = [m.params for m in desk.all(_ADOPTIONS) if m.template == "adoption_waits"]
    assert [(one["version"], one["codes"]) for one in said] == [
        (version, ["lifecycle.no_moves_left"])
    ]
    assert built.whole()


def test_whoever_asked_for_a_draft_is_told_that_it_was_withdrawn(built: Life) -> None:
    ref, version = put_to_the_board(built, small("50,000"))
    with built.acting() as desk:
        rulebook.withdraw_draft(desk, version, reason="A slip of the pen.")
    with built.looking() as desk:
        (said,) = [m for m in desk.all(_ADOPTIONS) if m.template == "draft_withdrawn"]
    assert said.recipient == "author"
    assert (said.params["ref"], said.params["version"]) == (ref, version)
    assert said.params["reason"] == "A slip of the pen."


def test_a_decision_is_recorded_though_its_draft_was_adopted_otherwise(built: Life) -> None:
    ref, version = put_to_the_board(built, small("50,000"))
    with built.acting() as desk:
        rulebook.adopt_decided(
            desk,
            desk.row("rulebook_version", version),
            effective_from=desk.today,
            authority={"kind": "decision", "decision": "minute 7"},
        )
    row = built.decide(ref, how="counted", totals=(6, 1, 0))
    assert (row.state, row.flags[-1]["code"]) == ("effective", "adoption_waits")
    assert built.row(version, "rulebook_version").state == "in_force"


def test_what_adopting_had_begun_is_undone_where_it_fails(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, version = put_to_the_board(built, small("50,000"))

    def fails(*_: object, **__: object) -> None:
        raise Unusable.one("rulebook.bytes_changed", ref=version)

    monkeypatch.setattr(taking_effect, "follow_rules", fails)
    row = built.decide(ref, how="counted", totals=(6, 1, 0))
    assert (row.state, row.flags[-1]["code"]) == ("effective", "adoption_waits")
    assert built.row(version, "rulebook_version").state == "proved"
    assert built.whole()


def test_nothing_is_proved_while_others_wait(built: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when a report is submitted, nor when it is decided, in whichever process."""
    ref = asked_for(built, small("50,000"), effective_from="2025-04-01")
    monkeypatch.setattr(assurance, "prove", None)
    built.submit(ref)
    with built.looking() as desk:
        version = desk.by_id("rulebook_version", built.row(ref).subject_version_id)
    assert (version.state, version.proof) == ("proved", {"proved_from": "2025-04-01"})
    monkeypatch.setattr(proving, "_proofs", Kept(8))
    monkeypatch.setattr(proving, "_proved", Kept(8))
    built.view(ref, "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    assert not built.decide(ref, how="counted", totals=(6, 1, 0)).flags
    assert built.row(version.ref, "rulebook_version").state == "adopted"


def test_what_nobody_proved_is_not_put_to_the_board(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = asked_for(built, small("50,000"), effective_from="2025-04-01")
    monkeypatch.setattr(proving, "_proofs", Kept(8))
    monkeypatch.setattr(proving, "_proved", Kept(8))
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    (one,) = refused.value.refusals
    assert one.code == "rulebook.unproved"
    assert "vires rulebook prove V-" in words.remedy(one.code, one.params)
    assert "--from 2025-04-01" in words.remedy(one.code, one.params)


def test_a_proof_from_a_later_day_is_made_again_from_an_earlier(built: Life) -> None:
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(small("50,000").encode(), "new.yaml")])
        for start in (LATER, desk.today):
            rulebook.prove(desk, draft.ref, start=start)
    assert built.row(draft.ref, "rulebook_version").proof == {
        "proved_from": built.today.isoformat()
    }


# --- what a report is held to, beside its path

DECIDED_BY_EXECUTIVE = "      - decide: executive-board\n    procedure: [options, agenda]"


def register(built: Life, text: str) -> list[str]:
    """The reports that `compare --register` finds to go elsewhere."""
    old, new = load_scheme(SCHEME.encode(), "old"), load_scheme(text.encode(), "new")
    with built.looking() as desk:
        found = on_the_register(desk, compare(old, new, desk.today), old, new)
    return [one["proposal"] for one in found["elsewhere"] if one["proposal"] is not None]


def test_another_procedure_is_shown_before_and_told_after_and_draws_nothing_anew(
    built: Life,
) -> None:
    ref = built.middling(built.commission())
    text = SCHEME.replace(
        DECIDED_BY_EXECUTIVE, DECIDED_BY_EXECUTIVE.replace("options, agenda", "agenda"), 1
    )
    assert text != SCHEME
    before = steps(built, ref)
    found = register(built, text)
    version = adopted(built, text)
    with built.looking() as desk:
        (shown,) = impact.impact(desk, version)
    assert [shown.ref] == found == [ref]
    assert (shown.changed, shown.before.path) == (("procedure",), shown.after.path)
    assert shown.lost
    built.wait_until(LATER)
    built.tick()
    author, secretary = messages(built)
    assert (author.template, author.params["ref"]) == ("procedure_changed", ref)
    assert author.params["what"] == ["the notices, papers and publication it needs"]
    assert ref in secretary.params["lines"][0]
    row = built.row(ref)
    assert (row.procedure, row.path_changed) == ({"names": ["agenda"]}, False)
    assert row.scheme_version_id == built.row(version, "rulebook_version").id
    assert steps(built, ref) == before
    with built.looking() as desk:
        assert impact.impact(desk, version) == []
    assert built.whole()


def test_a_rule_that_is_only_renamed_changes_nothing(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    text = re.sub(r"\bS1\b", "S1-new", SCHEME)
    assert text != SCHEME
    found = register(built, text)
    version = adopted(built, text)
    with built.looking() as desk:
        assert impact.impact(desk, version) == []
    assert found == []
    built.wait_until(LATER)
    built.tick()
    assert messages(built) == []
    assert (built.rule(ref), max(draw for draw, *_ in steps(built, ref))) == ("S1-new", 1)
    row = built.officer(ref)
    assert (row.state, row.rule) == ("effective", "S1-new")
    assert built.whole()


def test_a_rule_renamed_on_the_day_of_decision_is_the_one_on_record(built: Life) -> None:
    """The clock has not looked at the report yet."""
    ref = built.ready(built.commission(), 60_000)
    adopted(built, re.sub(r"\bS1\b", "S1-new", SCHEME), start=built.today)
    assert built.officer(ref).rule == "S1-new"
    with built.looking() as desk:
        assert read_report(desk, desk.row("proposal", ref), on=desk.today).rule == "S1-new"


# --- versions that come in late, and deadlines that got lost


def test_a_version_that_comes_in_late_governs_what_a_later_one_saved(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    adopted(built, small("40,000"), start=built.today + dt.timedelta(days=10), pending="saved")
    built.wait(10)
    built.tick()
    assert (built.rule(ref), told(built)) == ("S1", [])
    between = adopted(built, small("50,000"), start=built.today - dt.timedelta(days=5))
    assert built.row(between, "rulebook_version").state == "superseded"
    built.tick()
    row = built.row(ref)
    assert (row.rule, told(built)) == ("S2", [ref])
    assert row.scheme_version_id == built.row(between, "rulebook_version").id
    built.tick()
    assert len(told(built)) == 1


def nightly(built: Life) -> list[tuple[str, str]]:
    """What the night's check mends about reports and their schemes."""
    found = missing.looked(built.world.store, part="followed", after=None, now=built.now, limit=100)
    assert found.findings == []
    return [(one.ref, one.what) for one in found.mended]


def test_the_night_finds_reports_that_no_deadline_would_lead_to_their_scheme(built: Life) -> None:
    first = built.ready(built.commission(), 60_000)
    second = built.ready(built.commission("Another"), 70_000)
    kept = built.ready(built.commission("Small"), 20_000)
    adopted(built, small("50,000"), start=built.today)
    assert nightly(built) == []
    with built.looking() as desk:
        (due,) = desk.all(_FOLLOWING)
    with built.world.store.write() as tx:
        tx.update(
            TABLES["deadline"],
            partnership_id=due.partnership_id,
            id=due.id,
            expected_version=due.version,
            values={"state": "superseded", "wake_at": None},
        )
    assert nightly(built) == [(first, "follow_scheme")]
    assert nightly(built) == []
    built.tick()
    assert sorted(told(built)) == [first, second]
    assert built.rule(kept) == "S1"
    assert nightly(built) == []


def test_the_night_leaves_what_a_resolution_saved(built: Life) -> None:
    built.ready(built.commission(), 60_000)
    adopted(built, small("50,000"), start=built.today, pending="saved")
    built.tick()
    assert nightly(built) == []

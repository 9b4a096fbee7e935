"""What decisions bring about, what was decided outside, and how decisions are undone."""

import datetime as dt
from typing import Any

import pytest
from reports import BOARD, COMMISSIONER, DIRECTOR, WORDS, Life, codes, life
from sqlalchemy import bindparam, select

from governance.application.commissions import lifecycle, principles, stages
from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.queries import show
from governance.application.meetings.queries import agenda
from governance.application.proposals import after, submitting
from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_effect_outside, record_outside
from governance.application.proposals.queries import shown
from governance.application.proposals.reading import read_report
from governance.application.proposals.report_page import report_page
from governance.application.rulebook import acts as rulebook
from governance.application.rulebook import in_force
from governance.configuration import config_dir
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

_message = TABLES["message"]
_MESSAGES = select(_message).where(_message.c.partnership_id == bindparam("partnership"))


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def running(built: Life, about: str, value: int = 80_000) -> str:
    with built.acting() as desk:
        return record_agreement(
            desk,
            commission=about,
            title="Short breaks",
            provider="example-care",
            value=value * 100,
            starts_on=dt.date(2025, 1, 1),
            ends_on=dt.date(2026, 3, 31),
            reason="It ran before Vires knew of it.",
        ).ref


def messages(built: Life, template: str) -> list[Any]:
    with built.looking() as desk:
        return [m for m in desk.all(_MESSAGES) if m.template == template]


# --- effects


def test_an_award_makes_the_agreement_and_tells_the_author(built: Life) -> None:
    about = built.commission()
    details = {
        "provider": "example-care",
        "starts_on": "2025-04-01",
        "ends_on": "2027-03-31",
        "lot": "1",
    }
    ref = built.ready(about, 60_000, details=details)
    built.officer(ref)
    row = built.row("A-0001", "agreement")
    assert (row.value, row.state, row.lot) == (60_000_00, "awarded", "1")
    assert (row.starts_on, row.ends_on) == (dt.date(2025, 4, 1), dt.date(2027, 3, 31))
    assert row.commission_id == built.row(about, "commission").id
    (told,) = messages(built, "decision_effective")
    assert told.person_id == built.row(COMMISSIONER, "person").id


def test_an_extension_moves_the_end_and_adds_the_money(built: Life) -> None:
    agreement = running(built, built.commission())
    ref = built.draft(
        "extend", None, 20_000, agreement=agreement, details={"ends_on": "2027-03-31"}
    )
    with pytest.raises(GuardRefused) as refused:
        built.submit(built.draft("extend", None, 20_000, agreement=agreement))
    assert "proposal.detail_missing" in codes(refused)
    built.submit(ref)
    assert built.rule(ref) == "E2"
    built.clear(ref, "s151")
    built.executive(ref)
    built.decide(ref)
    row = built.row(agreement, "agreement")
    assert (row.ends_on, row.value) == (dt.date(2027, 3, 31), 100_000_00)


@pytest.mark.parametrize("day", ["before", "same"])
def test_an_extension_to_no_later_day_is_refused(built: Life, day: str) -> None:
    agreement = running(built, built.commission())
    ends = built.row(agreement, "agreement").ends_on
    asked = ends - dt.timedelta(days=1) if day == "before" else ends
    details = {"ends_on": asked.isoformat()}
    with pytest.raises(GuardRefused) as refused:
        built.submit(built.draft("extend", None, 20_000, agreement=agreement, details=details))
    assert codes(refused) == ["proposal.extends_nothing"]


def test_a_delegation_is_made_by_the_board_and_used_at_once(built: Life) -> None:
    details = {
        "from": "executive-board",
        "to": "locality-north",
        "kinds": ["award"],
        "ceiling": 150_000_00,
        "consultees": ["s151"],
    }
    ref = built.draft("delegate", None, details=details)
    built.submit(ref)
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref)
    made = built.row("D-0001", "delegation")
    assert (made.to_key, made.ceiling, made.source_id) == (
        "locality-north",
        150_000_00,
        built.row(ref).id,
    )
    award = built.middling(built.commission(), 120_000)
    built.sitting(
        "locality-north",
        ("example-councillor", "example-district", "example-head-teacher"),
        award,
    )
    assert built.decide(award).state == "effective"
    assert built.row("D-0001", "delegation").used == 120_000_00


def test_an_adopted_version_is_in_force_from_its_day_whenever_the_clock_comes(built: Life) -> None:
    text = (config_dir() / "schemes/example-partnership.yaml").read_text()
    changed = text.replace('amount: "500,000", source', 'amount: "400,000", source')
    assert changed != text
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(changed.encode(), "new.yaml")])
        rulebook.prove(desk, draft.ref)
    details = {"effective_from": "2025-04-01"}
    ref = built.draft("adopt", None, version=draft.ref, details=details)
    built.submit(ref)
    built.view(ref, "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    assert built.decide(ref, how="counted", totals=(6, 1, 0)).state == "effective"
    version = built.row(draft.ref, "rulebook_version")
    assert (version.state, version.effective_from) == ("adopted", dt.date(2025, 4, 1))
    built.wait_until(dt.date(2025, 4, 9))
    with built.looking() as desk:
        on = [dt.date(2025, 3, 31), dt.date(2025, 4, 1)]
        found = [in_force.must(desk, kind="scheme", key="example-partnership", on=d) for d in on]
    assert [v.number for v in found] == [1, 2]
    built.tick()
    assert built.row(draft.ref, "rulebook_version").state == "in_force"


def test_a_decision_passes_the_gate_that_waits_for_it(built: Life) -> None:
    about = built.commission()
    with built.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(desk, commission=about, need="Rest", population="Carers")
        for one in show(desk, commission=about)["principles"]:
            principles.answer(desk, commission=about, principle=one["key"], text="Yes.")
    built.evidence(about, "needs-assessment", "views")
    with built.acting(COMMISSIONER) as desk:
        stages.submit_stage(desk, commission=about, stage="understand")
        stages.certify(desk, commission=about, stage="understand")
        stages.open_stage(desk, commission=about, stage="plan")
    asked = built.draft("permission-to-procure", about, 90_000, gate="permission-to-procure")
    with pytest.raises(GuardRefused) as refused:
        built.submit(asked)
    assert len(codes(refused)) > 3
    with built.acting(COMMISSIONER) as desk:
        lifecycle.set_facts(
            desk,
            commission=about,
            outcomes=["stay-safe"],
            value=90_000_00,
            mechanism="competition",
            level="service",
        )
        for one in show(desk, commission=about)["principles"]:
            principles.answer(desk, commission=about, principle=one["key"], text="Yes.")
    built.evidence(about, "options-appraisal", "equality-impact")
    with built.acting(COMMISSIONER) as desk:
        stages.submit_stage(desk, commission=about, stage="plan")
    built.submit(asked)
    built.hand(asked)
    built.officer(asked)
    with built.looking() as desk:
        states = commission_facts(desk, desk.row("commission", about), desk.today).states
    assert states["plan"] == "complete"


# --- outside


def outside(built: Life, ref: str, *, by: str | None = "example-secretary", **more: Any) -> None:
    given: dict[str, Any] = {
        "decider": "trust-board",
        "on": built.today - dt.timedelta(days=3),
        "outcome": "approved",
        "words": WORDS,
        "reason": "Agreed by consensus in a crisis.",
    }
    with built.acting(by) as desk:
        record_outside(desk, ref, **{**given, **more})


def test_what_was_decided_outside_is_recorded_as_it_happened_and_flagged(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 3, 31))
    outside(built, ref, words=Words("It was agreed to go on."))
    row = built.row(ref)
    assert (row.state, row.outcome) == ("decided", "approved")
    assert row.decided_on == built.today - dt.timedelta(days=3)
    (decision,) = built.decisions(ref)
    assert decision.outside
    assert {i["code"] for i in decision.irregular} == {
        "step.clear_wanted",
        "step.recommend_wanted",
        "procedure.notice_missing",
        "proposal.evidence_missing",
        "decision.no_reasons",
        "decision.no_alternatives",
    }
    with built.looking() as desk:
        told = shown(desk, ref)["decisions"][0]["irregular"]
    assert all(one["words"] and "{" not in one["words"] for one in told)
    (duty,) = messages(built, "decision_irregular")
    assert duty.recipient == "proper_officer"
    with built.acting() as desk:
        after.publish(desk, ref)
    assert built.state(ref) == "effective"
    assert built.row("A-0001", "agreement").value == 900_000_00


def test_a_decision_taken_outside_claims_no_other_step_of_the_path(built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    outside(built, ref, decider="executive-board")
    (decision,) = built.decisions(ref)
    with built.looking() as desk:
        steps = {s["kind"]: s for s in report_page(desk, ref)["steps"]}
        plain = {s["kind"]: s["state"] for s in shown(desk, ref)["path"]}
        rows = {s.id: s for s in read_report(desk, desk.row("proposal", ref), on=desk.today).steps}
    assert rows[decision.step_id].kind == "decide"
    assert (steps["decide"]["state"], steps["decide"]["supports"]) == ("done", True)
    assert steps["decide"]["on"] == decision.on_day
    wanted = {i["code"] for i in decision.irregular}
    left = {kind for kind in steps if f"step.{kind}_wanted" in wanted}
    assert left
    for kind in left:
        assert plain[kind] == steps[kind]["state"] == "not_on_record"
        assert (steps[kind]["supports"], steps[kind]["on"]) == (None, None)


def test_of_a_path_drawn_for_the_record_only_the_decision_is_done(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 3, 31))
    outside(built, ref)
    with built.looking() as desk:
        steps = report_page(desk, ref)["steps"]
    states = {(s["kind"], s["state"]) for s in steps}
    assert ("decide", "done") in states
    assert {kind for kind, state in states if state == "not_on_record"} == {"clear", "recommend"}


def test_recording_outside_is_for_keepers_with_a_reason_a_day_and_a_decider(built: Life) -> None:
    ref = built.award(built.commission(), 60_000)
    with pytest.raises(GuardRefused) as refused:
        outside(built, ref, reason=" ", words=Words())
    assert codes(refused) == ["decision.no_words", "lifecycle.reason_missing"]
    with pytest.raises(GuardRefused):
        outside(built, ref, by=COMMISSIONER)
    with pytest.raises(Unusable) as unusable:
        outside(built, ref, on=built.today + dt.timedelta(days=1))
    assert codes(unusable) == ["decision.in_future"]
    with pytest.raises(Unusable) as unusable:
        outside(built, ref, decider="trust-bord")
    assert unusable.value.problems[0].params["nearest"] == "trust-board"


def test_whoever_had_no_power_is_flagged_and_not_refused(built: Life) -> None:
    ref = built.middling(built.commission())
    outside(built, ref, decider="locality-north")
    (decision,) = built.decisions(ref)
    assert "powers.not_entitled" in {i["code"] for i in decision.irregular}
    with built.acting() as desk:
        after.publish(desk, ref)
    assert built.state(ref) == "effective"


def test_what_was_put_off_outside_is_brought_again(built: Life) -> None:
    ref = built.middling(built.commission())
    outside(built, ref, decider="executive-board", outcome="deferred")
    assert built.row(ref).live
    built.bring_again(ref)
    built.executive(ref)
    assert built.decide(ref).state == "effective"


def test_an_effect_before_its_time_is_recorded_and_flagged(built: Life) -> None:
    details = {"provider": "example-care", "effective_from": "2025-06-01"}
    ref = built.ready(built.commission(), 60_000, details=details)
    built.officer(ref)
    with built.acting() as desk:
        record_effect_outside(desk, ref, reason="The provider had begun.")
    row = built.row(ref)
    assert (row.state, row.effective_on, row.live) == ("effective", built.today, False)
    assert [f["code"] for f in row.flags] == ["effect_outside"]
    assert built.row("A-0001", "agreement").state == "awarded"
    built.wait_until(dt.date(2025, 6, 2))
    assert built.tick().failed == []
    refused_one = built.ready(built.commission("Another"), 10_000)
    built.officer(refused_one, "refused")
    with pytest.raises(Refused) as refused, built.acting() as desk:
        record_effect_outside(desk, refused_one, reason="It was done.")
    assert codes(refused) == ["decision.nothing_to_effect"]


# --- undoing


def test_a_later_decision_undoes_an_earlier_one(built: Life) -> None:
    about = built.commission()
    first, later, other = (built.ready(about, v) for v in (10_000, 20_000, 30_000))
    built.officer(first)
    for by in (first, later):
        with pytest.raises(GuardRefused) as refused, built.acting() as desk:
            after.rescind(desk, first, by=by)
        assert codes(refused) == ["decision.later_not_effective"]
    built.wait(1)
    built.officer(later)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        after.rescind(desk, later, by=first)
    assert codes(refused) == ["decision.later_is_earlier"]
    with built.acting() as desk:
        after.rescind(desk, first, by=later)
    assert built.state(first) == "rescinded"
    with pytest.raises(NoSuchMove), built.acting() as desk:
        after.rescind(desk, other, by=later)


def test_a_court_quashes_and_the_proper_officer_notes_it(built: Life) -> None:
    details = {"provider": "example-care", "effective_from": "2025-06-01"}
    ref = built.ready(built.commission(), 60_000, details=details)
    built.officer(ref)
    with pytest.raises(GuardRefused), built.acting() as desk:
        after.quash(desk, ref, reason="The court said so.")
    with built.acting("example-monitoring") as desk:
        after.quash(desk, ref, reason="A background paper could not be had.")
    assert (built.state(ref), built.row(ref).live) == ("quashed", False)
    built.wait_until(dt.date(2025, 6, 2))
    assert built.tick().done == []


def test_a_report_is_withdrawn_with_its_item_and_lapses_when_its_day_is_past(built: Life) -> None:
    about = built.commission()
    ref = built.middling(about)
    meeting = built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    with built.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, ref, reason="The need is gone.")
    with built.looking() as desk:
        items = agenda(desk, desk.row("meeting", meeting).id)
    assert [i.state for i in items] == ["carried over"]
    late = built.award(about, 10_000, decision_due=built.today + dt.timedelta(days=5))
    built.submit(late)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        submitting.lapse(desk, late)
    assert codes(refused) == ["proposal.can_still_be_decided"]
    built.wait(6)
    with built.acting() as desk:
        submitting.lapse(desk, late)
    assert (built.state(late), built.row(late).live) == ("lapsed", False)
    with pytest.raises(NoSuchMove):
        built.decide(late, by=DIRECTOR)

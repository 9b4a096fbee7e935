"""A commission goes round its cycle: opening, stages, gates, going back, the next round."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from world import World, bring_into_force, empty_world, world

from governance.application.change import Change
from governance.application.commissions import lifecycle, opening, principles, rounds, stages
from governance.application.commissions.evidence import add_evidence, withdraw_evidence
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.gates import gate_missing, gate_refusals, moves
from governance.application.commissions.queries import listing, show
from governance.application.desk import Desk
from governance.application.people.leaving import leave
from governance.domain.errors import GuardRefused, MovedFirst, NoSuchMove, Refused, Unusable
from governance.store import ledger
from governance.store.engine import Store

LEAD = "example-commissioner"
DUE = dt.date(2027, 3, 31)
NOW = dt.date(2025, 2, 20)

Made = tuple[World, str]


@pytest.fixture
def made(store: Store, now: dt.datetime) -> Made:
    """The example partnership with one commission, opened with the least there is."""
    built = world(store, now)
    with built.acting() as desk:
        ref = opening.open_commission(desk, title="Foster care", lead=LEAD, end_date=DUE).ref
    return built, ref


def codes(error: pytest.ExceptionInfo[Any]) -> list[str]:
    found = getattr(error.value, "refusals", None) or error.value.problems
    return [one.code for one in found]


def effective(desk: Desk, ref: str, *, kind: str, gate: str | None = None) -> Any:
    """A report as its decision leaves it: in effect."""
    about = desk.row("commission", ref)
    proposal_id = desk.new_id()
    desk.apply(
        Change(
            kind="proposal.effective",
            table="proposal",
            subject=None,
            values={
                "id": proposal_id,
                "ref": desk.next_ref("proposal"),
                "kind": kind,
                "gate": gate,
                "title": "A report",
                "state": "effective",
                "outcome": "approved",
                "commission_id": about.id,
                "round": about.round,
                "scheme_key": "example-partnership",
                "submitted_at": desk.now,
                "effective_on": desk.today,
            },
        )
    )
    return desk.by_id("proposal", proposal_id)


def put(desk: Desk, ref: str, data: Path, *kinds: str) -> None:
    for kind in kinds:
        add_evidence(desk, commission=ref, kind=kind, title=kind.replace("-", " "), data_dir=data)


def answer_all(desk: Desk, ref: str) -> None:
    for one in show(desk, commission=ref)["principles"]:
        principles.answer(desk, commission=ref, principle=one["key"], text="As the plan says.")


def understood(built: World, ref: str, data: Path) -> None:
    """Everything the first gate asks for, then through it."""
    with built.acting(LEAD) as desk:
        lifecycle.set_facts(desk, commission=ref, need="Fewer moves", population="Children in care")
        put(desk, ref, data, "needs-assessment", "views")
        answer_all(desk, ref)
        stages.submit_stage(desk, commission=ref, stage="understand")
        stages.certify(desk, commission=ref, stage="understand")
        stages.open_stage(desk, commission=ref, stage="plan")


def planned(built: World, ref: str, data: Path) -> None:
    with built.acting(LEAD) as desk:
        lifecycle.set_facts(
            desk,
            commission=ref,
            outcomes=["stay-safe"],
            value=900_000_00,
            mechanism="competition",
            level="local-area",
        )
        put(desk, ref, data, "options-appraisal", "equality-impact")
        stages.submit_stage(desk, commission=ref, stage="plan")


def states(built: World, ref: str) -> dict[str, str]:
    with built.looking() as desk:
        return commission_facts(desk, desk.row("commission", ref), desk.today).states


def test_title_lead_and_end_date_open_a_commission(made: Made) -> None:
    built, ref = made
    with built.looking(LEAD) as desk:
        told = show(desk, commission=ref)
    assert (told["ref"], told["state"], told["round"]) == ("C-0001", "in_cycle", 1)
    assert told["lead"] == "Casey Commissioner"
    assert [(s["key"], s["state"]) for s in told["stages"]] == [
        ("understand", "open"),
        ("plan", "not_started"),
        ("do", "not_started"),
        ("review", "not_started"),
    ]
    assert told["value"] is None


def test_everything_wrong_with_an_opening_is_said_at_once(store: Store, now: dt.datetime) -> None:
    built = world(store, now)
    with pytest.raises(Unusable) as error, built.acting() as desk:
        opening.open_commission(
            desk,
            title=" ",
            lead="example-comissioner",
            end_date=dt.date(9999, 1, 1),
            level="lokal-area",
            value=-1,
            outcomes=["stay-safe", "be-rich"],
        )
    assert sorted(codes(error)) == [
        "commission.day_out_of_range",
        "commission.not_in_vocabulary",
        "commission.not_in_vocabulary",
        "commission.value_out_of_range",
        "name.missing",
        "name.unknown",
    ]
    (unknown,) = (p for p in error.value.problems if p.code == "name.unknown")
    assert unknown.params["nearest"] == "example-commissioner"
    with built.looking() as desk:
        assert listing(desk) == []


def test_an_end_date_in_the_past_opens_nothing_but_can_be_recorded(
    store: Store, now: dt.datetime
) -> None:
    built = world(store, now)
    past = dt.date(2020, 3, 31)
    with pytest.raises(Refused) as error, built.acting() as desk:
        opening.open_commission(desk, title="Old", lead=LEAD, end_date=past)
    assert codes(error) == ["commission.end_date_past"]
    with built.acting() as desk:
        ref = opening.record_commission(desk, title="Old", end_date=past).ref
        told = show(desk, commission=ref)
    assert [f["code"] for f in told["flags"]] == [
        "commission.found_running",
        "commission.found_without_lead",
        "commission.found_past_its_end",
    ]
    assert {s["state"] for s in told["stages"]} == {"not_started"}


def test_without_a_framework_in_force_nothing_is_opened(store: Store, now: dt.datetime) -> None:
    built = empty_world(store, now)
    with pytest.raises(Refused) as error, built.acting() as desk:
        opening.open_commission(desk, title="Early", lead="nobody", end_date=DUE)
    assert codes(error) == ["commission.framework_none"]


def test_only_those_who_commission_open_one(store: Store, now: dt.datetime) -> None:
    built = world(store, now)
    with pytest.raises(GuardRefused) as error, built.acting("example-police") as desk:
        opening.open_commission(desk, title="Mine", lead="example-police", end_date=DUE)
    assert codes(error) == ["lifecycle.not_permitted"]


def test_a_gate_says_everything_it_misses(made: Made) -> None:
    built, ref = made
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        stages.submit_stage(desk, commission=ref, stage="understand")
    assert codes(error)[:4] == [
        "framework.evidence_missing",
        "framework.evidence_missing",
        "framework.field_missing",
        "framework.field_missing",
    ]
    with built.looking(LEAD) as desk:
        file = commission_facts(desk, desk.row("commission", ref), desk.today)
        assert gate_missing(file, "understand") == error.value.refusals


def test_what_next_and_acting_agree(made: Made, tmp_path: Path) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    acts: dict[str, Callable[..., Any]] = {
        "open": stages.open_stage,
        "bring_to_gate": stages.submit_stage,
        "certify": stages.certify,
    }
    with built.looking(LEAD) as desk:
        file = commission_facts(desk, desk.row("commission", ref), desk.today)
        seen = [m for m in moves(file, reason="a reason") if m.move in acts]
    assert {m.about for m in seen} == {"plan", "do", "review"}
    for one in seen:
        with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
            acts[one.move](desk, commission=ref, stage=one.about)
        assert error.value.refusals == one.refusals


def test_the_lead_certifies_and_the_next_stage_opens(made: Made, tmp_path: Path) -> None:
    built, ref = made
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        stages.open_stage(desk, commission=ref, stage="plan")
    assert codes(error) == ["framework.stage_waits"]
    understood(built, ref, tmp_path)
    assert states(built, ref)["understand"] == "complete"
    assert states(built, ref)["plan"] == "open"


def test_only_the_lead_certifies(made: Made, tmp_path: Path) -> None:
    built, ref = made
    with built.acting(LEAD) as desk:
        lifecycle.set_facts(desk, commission=ref, need="A need", population="Children")
        put(desk, ref, tmp_path, "needs-assessment", "views")
        answer_all(desk, ref)
        stages.submit_stage(desk, commission=ref, stage="understand")
    with pytest.raises(GuardRefused) as error, built.acting("example-secretary") as desk:
        stages.certify(desk, commission=ref, stage="understand")
    assert codes(error) == ["lifecycle.not_permitted"]


def test_a_decision_in_effect_passes_the_gate_that_waits(made: Made, tmp_path: Path) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    planned(built, ref, tmp_path)
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        stages.certify(desk, commission=ref, stage="plan")
    assert codes(error) == ["stage.needs_decision"]
    with built.acting(LEAD) as desk:
        row = desk.row("commission", ref)
        assert stages.pass_gate(desk, commission=row, gate=None, kind="award") is None
        undecided = stages.pass_gate(desk, commission=row, gate=None, kind="permission-to-procure")
        assert undecided is None
        effective(desk, ref, kind="permission-to-procure", gate="permission-to-procure")
        change = stages.pass_gate(
            desk, commission=row, gate="permission-to-procure", kind="permission-to-procure"
        )
        assert change is not None
        desk.apply(change)
    assert states(built, ref)["plan"] == "complete"


def test_a_decision_taken_first_passes_the_gate_when_it_is_asked(
    made: Made, tmp_path: Path
) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    with built.acting(LEAD) as desk:
        effective(desk, ref, kind="permission-to-procure")
    planned(built, ref, tmp_path)
    assert states(built, ref)["plan"] == "complete"


def test_no_bids_send_the_work_back_and_the_old_permission_is_spent(
    made: Made, tmp_path: Path, now: dt.datetime
) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    with built.acting(LEAD) as desk:
        effective(desk, ref, kind="permission-to-procure")
    planned(built, ref, tmp_path)
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        stages.reopen(desk, commission=ref, stage="plan", reason=" ")
    assert codes(error) == ["framework.way_back_closed", "lifecycle.reason_missing"]
    with built.acting(LEAD) as desk:
        stages.open_stage(desk, commission=ref, stage="do")
        stages.reopen(desk, commission=ref, stage="plan", reason="Nobody made an offer.")
        stages.submit_stage(desk, commission=ref, stage="plan")
    assert states(built, ref) == {
        "understand": "complete",
        "plan": "at_gate",
        "do": "open",
        "review": "not_started",
    }
    with built.looking(LEAD) as desk:
        file = commission_facts(desk, desk.row("commission", ref), desk.today)
        assert gate_missing(file, "do")[0].code == "gate.earlier_stage"
    with built.acting(LEAD, now=now + dt.timedelta(days=40)) as desk:
        row = desk.row("commission", ref)
        effective(desk, ref, kind="permission-to-procure")
        change = stages.pass_gate(desk, commission=row, gate=None, kind="permission-to-procure")
        assert change is not None


def test_what_was_passed_outside_is_recorded_and_flagged(made: Made) -> None:
    built, ref = made
    with pytest.raises(GuardRefused), built.acting(LEAD) as desk:
        stages.record_stage_outside(desk, commission=ref, stage="understand", reason="Before us.")
    with built.acting("example-secretary") as desk:
        for stage in ("understand", "plan", "do", "review"):
            stages.record_stage_outside(
                desk, commission=ref, stage=stage, reason="Before us.", on=dt.date(2024, 5, 1)
            )
        told = show(desk, commission=ref)
    assert {s["completed_on"] for s in told["stages"]} == {dt.date(2024, 5, 1)}
    assert told["flags"][0] == {
        "code": "stage.passed_outside",
        "params": {"stage": "understand", "on": "2024-05-01", "reason": "Before us."},
    }
    with pytest.raises(Refused), built.acting("example-secretary") as desk:
        stages.record_stage_outside(
            desk, commission=ref, stage="do", reason="Soon", on=dt.date(2027, 1, 1)
        )


def test_the_review_feeds_the_next_round(made: Made, tmp_path: Path) -> None:
    built, ref = made
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        rounds.next_round(desk, commission=ref)
    assert codes(error) == ["framework.stage_unfinished"] * 4
    with built.acting("example-secretary") as desk:
        put(desk, ref, tmp_path, "needs-assessment")
        for stage in ("understand", "plan", "do", "review"):
            stages.record_stage_outside(desk, commission=ref, stage=stage, reason="Before us.")
        rounds.next_round(desk, commission=ref)
        told = show(desk, commission=ref)
        file = commission_facts(desk, desk.row("commission", ref), desk.today)
    assert told["round"] == 2
    assert [s["state"] for s in told["stages"]] == ["open", *["not_started"] * 3]
    assert file.evidence_kinds == frozenset()


def test_pausing_keeps_where_it_was(made: Made) -> None:
    built, ref = made
    with built.acting(LEAD) as desk:
        lifecycle.pause(desk, commission=ref, reason="The funding is in doubt.")
    with pytest.raises(Refused) as error, built.acting(LEAD) as desk:
        stages.open_stage(desk, commission=ref, stage="plan")
    assert codes(error) == ["commission.not_in_cycle"]
    with built.acting(LEAD) as desk:
        lifecycle.resume(desk, commission=ref)
        assert show(desk, commission=ref)["state"] == "in_cycle"


def test_notice_needs_a_decision_and_can_be_taken_back(made: Made) -> None:
    built, ref = made
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        lifecycle.give_notice(desk, commission=ref)
    assert codes(error) == ["commission.exit_undecided"]
    with built.acting(LEAD) as desk:
        effective(desk, ref, kind="exit", gate="exit")
        lifecycle.give_notice(desk, commission=ref, end_date=dt.date(2026, 9, 30))
        assert show(desk, commission=ref)["end_date"] == dt.date(2026, 9, 30)
        lifecycle.withdraw_notice(desk, commission=ref, reason="Money was found.", end_date=DUE)
        assert show(desk, commission=ref)["state"] == "in_cycle"
        lifecycle.give_notice(desk, commission=ref)
        lifecycle.close(desk, commission=ref)
        new, old = lifecycle.recommission(
            desk, commission=ref, title="Foster care, anew", lead=LEAD, end_date=DUE
        )
        assert show(desk, commission=old.ref)["recommissioned_as"] == new.ref
        assert show(desk, commission=new.ref)["linked"] == []
    with pytest.raises(Refused), built.acting(LEAD) as desk:
        lifecycle.set_facts(desk, commission=ref, need="Too late")
    with pytest.raises(NoSuchMove), built.acting(LEAD) as desk:
        lifecycle.pause(desk, commission=ref, reason="Too late")


def test_a_commission_can_be_proposed_and_withdrawn(store: Store, now: dt.datetime) -> None:
    built = world(store, now)
    with built.acting(LEAD) as desk:
        ref = opening.propose(desk, title="An idea").ref
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        opening.start_cycle(desk, commission=ref)
    assert codes(error) == ["commission.no_lead", "commission.no_end_date"]
    with built.acting("example-secretary") as desk:
        lifecycle.withdraw(desk, commission=ref, reason="Not wanted.")
        assert show(desk, commission=ref)["state"] == "withdrawn"
        ended = opening.propose(desk, title="Another").ref
        lifecycle.record_closure(desk, commission=ended, reason="It ran out unseen.")
        assert [f["code"] for f in show(desk, commission=ended)["flags"]] == [
            "commission.closed_outside"
        ]


def test_two_people_at_once_the_second_is_told(made: Made) -> None:
    built, ref = made
    with built.looking() as desk:
        seen = show(desk, commission=ref)["version"]
    with built.acting(LEAD) as desk:
        lifecycle.set_facts(desk, commission=ref, need="First", seen=seen)
    with pytest.raises(MovedFirst) as error, built.acting("example-secretary") as desk:
        lifecycle.set_facts(desk, commission=ref, need="Second", seen=seen)
    (told,) = error.value.refusals
    assert (told.params["who"], told.params["what"]) == (LEAD, "commission.facts_set")


def test_saying_what_is_said_already_is_refused(made: Made) -> None:
    built, ref = made
    with pytest.raises(Refused) as error, built.acting(LEAD) as desk:
        lifecycle.set_facts(desk, commission=ref, title="Foster care", end_date=DUE)
    assert codes(error) == ["commission.nothing_changed"]


def test_a_commission_cannot_stand_under_itself(made: Made) -> None:
    built, ref = made
    with built.acting(LEAD) as desk:
        child = opening.open_commission(
            desk, title="A part", lead=LEAD, end_date=DUE, parent=ref, facts={"lot": "1"}
        ).ref
        assert show(desk, commission=ref)["children"] == [child]
        lifecycle.set_facts(desk, commission=child, facts={"lot": None, "ward": "North"})
        assert show(desk, commission=child)["facts"] == {"ward": "North"}
    for parent in (ref, child):
        with pytest.raises(Unusable) as error, built.acting(LEAD) as desk:
            lifecycle.set_facts(desk, commission=ref, parent=parent)
        assert codes(error) == ["commission.parent_circle"]


def test_a_report_for_a_gate_asks_what_the_gate_asks(made: Made, tmp_path: Path) -> None:
    built, ref = made
    with built.acting(LEAD) as desk:
        row = desk.row("commission", ref)
        report = effective(desk, ref, kind="exit", gate="exit")
        assert [r.code for r in gate_refusals(desk, report, row)][:2] == [
            "framework.evidence_missing"
        ] * 2
        add_evidence(
            desk, proposal=report.ref, kind="exit-options", title="Options", data_dir=tmp_path
        )
        missing = gate_refusals(desk, report, row)
        assert [r.params.get("evidence") for r in missing][:1] == [
            "Equality impact assessment of ending it"
        ]
        other = effective(desk, ref, kind="award", gate="exit")
        assert [r.code for r in gate_refusals(desk, other, row)] == ["gate.other_decision"]
        certified = effective(desk, ref, kind="award", gate="reviewed")
        assert [r.code for r in gate_refusals(desk, certified, row)] == ["gate.certified_by_lead"]
        assert [r.code for r in gate_refusals(desk, report, None)] == ["gate.no_commission"]
        unknown = effective(desk, ref, kind="exit", gate="exiit")
        with pytest.raises(Unusable):
            gate_refusals(desk, unknown, row)


def test_a_stage_is_taken_back_from_its_gate(made: Made, tmp_path: Path) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    planned(built, ref, tmp_path)
    with built.acting(LEAD) as desk:
        stages.return_from_gate(desk, commission=ref, stage="plan", reason="More options.")
    assert states(built, ref)["plan"] == "open"


def test_a_gate_that_lost_its_evidence_waits_although_it_is_decided(
    made: Made, tmp_path: Path
) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    planned(built, ref, tmp_path)
    with built.acting(LEAD) as desk:
        documents = {e["kind"]: e["id"] for e in show(desk, commission=ref)["evidence"]}
        withdraw_evidence(desk, evidence=documents["equality-impact"], reason="Out of date.")
        effective(desk, ref, kind="permission-to-procure")
        row = desk.row("commission", ref)
        kind = "permission-to-procure"
        assert stages.pass_gate(desk, commission=row, gate=None, kind=kind) is None
        put(desk, ref, tmp_path, "equality-impact")
        row = desk.row("commission", ref)
        assert stages.pass_gate(desk, commission=row, gate="award", kind=kind) is None
        assert stages.pass_gate(desk, commission=row, gate=None, kind=kind) is not None


def test_a_commission_of_no_known_framework_is_shown_and_says_so(
    made: Made, now: dt.datetime
) -> None:
    built, _ = made
    with built.acting() as desk:
        row_id = desk.new_id()
        values = {
            "id": row_id,
            "ref": desk.next_ref("commission"),
            "title": "From a notice",
            "state": "in_cycle",
            "framework_key": "unknown",
            "group_id": row_id,
        }
        ref = desk.apply(
            Change(kind="commission.imported", table="commission", subject=None, values=values)
        ).ref
        told = show(desk, commission=ref)
        assert (told["stages"], told["principles"], told["lead"]) == ([], [], None)
        seen = {m.move: m for m in moves(commission_facts(desk, desk.row("commission", ref), NOW))}
        assert [r.code for r in seen["start_next_round"].refusals] == [
            "commission.no_lead",
            "commission.no_end_date",
            "commission.no_framework",
            "commission.no_framework",
        ]
    with pytest.raises(Unusable) as error, built.acting() as desk:
        stages.open_stage(desk, commission=ref, stage="plan")
    assert codes(error) == ["commission.no_framework"]


def test_a_lead_who_has_left_is_told_before_the_next_round(made: Made, now: dt.datetime) -> None:
    built, ref = made
    with built.acting() as desk:
        leave(desk, person=LEAD, on=now.date())
    with built.looking() as desk:
        seen = moves(commission_facts(desk, desk.row("commission", ref), desk.today))
        (round_,) = (m for m in seen if m.move == "start_next_round")
        assert round_.refusals[0].code == "commission.lead_left"
    with pytest.raises(Unusable) as error, built.acting() as desk:
        opening.open_commission(desk, title="New", lead=LEAD, end_date=DUE)
    assert codes(error) == ["commission.lead_left"]


def test_of_several_frameworks_one_is_named(made: Made) -> None:
    built, _ = made
    with built.acting() as desk:
        since = desk.today
        bring_into_force(desk, kind="framework", file="frameworks/nine-step-2005.yaml", since=since)
    with pytest.raises(Refused) as error, built.acting() as desk:
        opening.open_commission(desk, title="New", lead=LEAD, end_date=DUE)
    assert codes(error) == ["commission.framework_which"]
    with pytest.raises(Unusable) as unknown, built.acting() as desk:
        opening.open_commission(
            desk, title="New", lead=LEAD, end_date=DUE, framework="nine-steps-2005"
        )
    assert unknown.value.problems[0].params["nearest"] == "nine-step-2005"
    with built.acting() as desk:
        ref = opening.open_commission(
            desk, title="New", lead=LEAD, end_date=DUE, framework="nine-step-2005"
        ).ref
    begun = [stage for stage, state in states(built, ref).items() if state == "open"]
    assert begun == ["outcomes", "needs"]


def test_the_whole_story_leaves_whole_chains(made: Made, tmp_path: Path) -> None:
    built, ref = made
    understood(built, ref, tmp_path)
    planned(built, ref, tmp_path)
    with built.store.read() as tx:
        report = ledger.verify(tx)
    assert report.ok, report

"""Adopting a text by resolution: what is asked of it, what is proved, what may come between."""

import datetime as dt
from typing import Any

import pytest
from pending import LATER, SCHEME, small, steps, told
from reports import BOARD, SECRETARY, Life, codes, life
from sqlalchemy import bindparam, select
from test_one_at_a_time import at_once

from governance import words
from governance.application.bodies import acts as bodies
from governance.application.desk import Desk
from governance.application.proposals.details import adoption_asked
from governance.application.proposals.queries import in_words, shown
from governance.application.proposals.ready import ready_for
from governance.application.rulebook import acts as rulebook
from governance.application.rulebook import proving, taking_effect
from governance.application.rulebook.kept import Kept
from governance.application.rulebook.moves import moves
from governance.domain import assurance
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

_message = TABLES["message"]
_ADOPTIONS = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.template.in_(("adoption_waits", "draft_withdrawn")),
)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


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
    assert (row.state, row.flags) == ("effective", [])
    found = built.row(version, "rulebook_version")
    assert (found.state, found.authority["decision"]) == ("in_force", ref)
    assert found.authority["confirms"] == {"kind": "decision", "decision": "minute 7"}
    assert built.whole()


def test_a_body_is_offered_only_what_its_agenda_takes(built: Life) -> None:
    ref = asked_for(built, small("50,000"))
    built.submit(ref)
    with built.looking() as desk:
        assert built.state(ref) == "cleared"
        assert ready_for(desk, "trust-board") == []
        told = in_words(desk, desk.row("proposal", ref))
    assert "is ready for" not in told
    assert "It has not been put to the monitoring officer" in told
    built.view(ref, "monitoring-officer")
    with built.looking() as desk:
        assert [row.ref for row in ready_for(desk, "trust-board")] == [ref]
        assert "is ready for" in in_words(desk, desk.row("proposal", ref))


def test_nobody_adopts_by_an_act_what_is_before_whoever_decides(built: Life) -> None:
    policy = """vires: escalation/1
key: ours
title: Ours
deadlines:
  review: {prompts: [{when: on the day, tell: owner}]}
"""
    ref, version = put_to_the_board(built, policy)
    with built.acting() as desk, pytest.raises(GuardRefused) as refused:
        rulebook.adopt(desk, version, reason="It cannot wait.")
    assert codes(refused) == ["rulebook.with_whoever_decides"]
    assert refused.value.refusals[0].params["report"] == ref
    with built.acting() as desk:
        (told,) = [one for one in moves(desk, version) if one["move"] == "adopt_by_act"]
    assert [one.code for one in told["refusals"]] == ["rulebook.with_whoever_decides"]
    row = built.decide(ref, how="counted", totals=(6, 1, 0))
    found = built.row(version, "rulebook_version")
    assert (row.state, row.flags, found.state) == ("effective", [], "in_force")
    assert found.authority["decision"] == ref


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

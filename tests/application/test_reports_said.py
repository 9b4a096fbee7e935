"""What a report says: sums that cannot be below nothing, gates there are, details of their type."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, SECRETARY, Life, codes, life

from governance.application.bodies.delegations import delegation_change
from governance.application.change import Change
from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.evidence_asked import asked_nowhere
from governance.application.commissions.links import link
from governance.application.proposals import drafting
from governance.application.proposals.details import details_wanted
from governance.application.proposals.outlook import moves, outlook
from governance.application.proposals.reading import read_report
from governance.domain.errors import GuardRefused, Unusable
from governance.domain.money import MOST
from governance.store.engine import Store


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def amend(built: Life, ref: str, **said: Any) -> None:
    with built.acting(COMMISSIONER) as desk:
        drafting.amend(desk, ref, **said)


def as_stored(built: Life, ref: str, **values: Any) -> None:
    """A row as it came about before what is said was checked."""
    with built.acting(COMMISSIONER) as desk:
        row = desk.row("proposal", ref)
        desk.apply(Change(kind="proposal.amended", table="proposal", subject=row, values=values))


# --- sums


@pytest.mark.parametrize("value", [-1, -48_000_000, MOST + 1])
def test_a_report_asks_for_no_sum_below_nothing_or_beyond_all(built: Life, value: int) -> None:
    about = built.commission()
    with pytest.raises(Unusable) as refused, built.acting(COMMISSIONER) as desk:
        drafting.draft(desk, kind="award", title="x", commission=about, value=value)
    assert codes(refused) == ["money.negative" if value < 0 else "money.too_large"]
    ref = built.award(about, 10_000)
    with pytest.raises(Unusable):
        amend(built, ref, value=value)
    for details in (
        {"whole_life_value": value},
        {"extensions": [{"until": "2028-03-31", "value": value}]},
        {"shares": {"county-council": value}},
    ):
        with pytest.raises(Unusable):
            amend(built, ref, details=details)
    with pytest.raises(Unusable):
        built.draft("delegate", None, details={"ceiling": value})
    assert built.row(ref).version == 1


def test_a_sum_below_nothing_that_is_on_record_makes_no_room_for_another(built: Life) -> None:
    """Two linked reports of £90,000 do not pass under £100,000 by a third that takes away."""
    one, other, third = (built.commission(name) for name in ("One", "Other", "Third"))
    with built.acting(COMMISSIONER) as desk:
        for name in (other, third):
            link(desk, commission=one, other=name, reason="One need.")
    built.submit(built.award(one, 90_000))
    taking = built.award(third, 10_000)
    as_stored(built, taking, value=-90_000_00)
    ref = built.award(other, 90_000)
    with built.looking(COMMISSIONER) as desk:
        report = read_report(desk, desk.row("proposal", ref), on=desk.today)
        (summed,) = [w for w in report.workings if w.how == "sum"]
        assert summed.value == 180_000_00
        negative = read_report(desk, desk.row("proposal", taking), on=desk.today)
        assert outlook(desk, negative).report.row.ref == taking
        assert moves(desk, negative)


def test_other_sums_are_not_below_nothing_either(built: Life) -> None:
    about = built.commission()
    with pytest.raises(Unusable) as refused, built.acting() as desk:
        record_agreement(
            desk,
            commission=about,
            reason="It ran.",
            title="Play",
            extensions=[{"until": "2028-03-31", "value": -1}],
        )
    assert codes(refused) == ["money.negative"]
    with pytest.raises(Unusable) as refused, built.acting() as desk:
        delegation_change(
            desk,
            giver="trust-board",
            receiver="s151",
            purpose="Awards",
            ceiling=MOST + 1,
            source="Minute 4",
        )
    assert "money.too_large" in codes(refused)


# --- gates


def test_a_gate_is_one_of_the_framework_and_of_that_decision(built: Life) -> None:
    about = built.commission()
    for gate, code in (("zzz", "framework.unknown_gate"), ("exit", "gate.other_decision")):
        with pytest.raises(Unusable) as refused:
            built.award(about, 10_000, gate=gate)
        assert codes(refused) == [code]
    with pytest.raises(Unusable) as refused:
        built.draft("other", None, gate="exit")
    assert codes(refused) == ["proposal.gate_of_no_commission"]
    ref = built.draft("permission-to-procure", about, 10_000)
    amend(built, ref, gate="permission-to-procure")
    assert built.row(ref).gate == "permission-to-procure"
    with pytest.raises(Unusable):
        amend(built, ref, gate="permision")
    amend(built, ref, gate="")
    assert built.row(ref).gate is None


def test_a_gate_that_is_none_any_more_breaks_nothing_else(built: Life) -> None:
    ref = built.award(built.commission(), 10_000)
    as_stored(built, ref, gate="zzz")
    with built.looking(COMMISSIONER) as desk:
        report = read_report(desk, desk.row("proposal", ref), on=desk.today)
        (submit,) = [one for one in moves(desk, report) if one.move == "submit"]
    assert "framework.unknown_gate" in {one.code for one in submit.refusals}
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    assert "framework.unknown_gate" in codes(refused)


# --- details


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ({"starts_on": "zzz"}, "proposal.detail_not_a_day"),
        ({"starts_on": 5}, "proposal.detail_not_a_day"),
        ({"ends_on": "0001-01-01"}, "commission.day_out_of_range"),
        ({"provider": ["a"]}, "proposal.detail_not_text"),
        ({"whole_life_value": "many"}, "money.unreadable"),
        ({"whole_life_value": True}, "money.not_pence"),
        ({"extensions": "2028"}, "proposal.detail_not_options"),
        ({"extensions": [{"til": "2028-03-31"}]}, "proposal.detail_not_options"),
        ({"shares": 5}, "proposal.detail_not_shares"),
        ({"agreement_kind": "contrct"}, "proposal.detail_not_one_of"),
        ({"budget_and_policy_framework": "perhaps"}, "proposal.detail_not_yes_no"),
        ({"providr": "example-care"}, "proposal.detail_name_unknown"),
        ({"ceiling": 5}, "proposal.detail_name_unknown"),
    ],
)
def test_a_detail_is_read_when_it_is_said(built: Life, details: dict[str, Any], code: str) -> None:
    about = built.commission()
    with pytest.raises(Unusable) as refused:
        built.award(about, 10_000, details=details)
    assert codes(refused) == [code]
    ref = built.award(about, 10_000)
    with pytest.raises(Unusable) as refused:
        amend(built, ref, details=details)
    assert codes(refused) == [code]


def test_the_nearest_name_of_a_detail_is_told(built: Life) -> None:
    with pytest.raises(Unusable) as refused:
        built.award(built.commission(), 10_000, details={"start_on": "2026-04-01"})
    assert refused.value.problems[0].params["nearest"] == "starts_on"


def test_amounts_in_text_are_pounds_and_nothing_takes_back(built: Life) -> None:
    ref = built.award(built.commission(), 10_000, details={"whole_life_value": "20,000.50"})
    assert built.row(ref).details["whole_life_value"] == 20_000_50
    amend(built, ref, details={"whole_life_value": None})
    assert built.row(ref).details["whole_life_value"] is None


def test_what_an_older_draft_says_that_nothing_can_read_is_refused_in_words(built: Life) -> None:
    ref = built.award(built.commission(), 10_000)
    as_stored(built, ref, details={"starts_on": "zzz", "drawn": 7})
    with built.looking(SECRETARY) as desk:
        found = details_wanted(desk, desk.row("proposal", ref))
    assert [one.code for one in found] == ["proposal.detail_not_a_day"]


# --- answers


def test_nothing_said_writes_nothing(built: Life) -> None:
    ref = built.award(built.commission(), 10_000)
    nothing: tuple[dict[str, Any], ...] = ({}, {"answers": {}}, {"details": {}})
    for said in nothing:
        with pytest.raises(Unusable) as refused:
            amend(built, ref, **said)
        assert codes(refused) == ["proposal.nothing_to_change"]
    assert built.row(ref).version == 1


def test_a_number_is_no_answer_to_a_question_about_money(built: Life) -> None:
    """20000 would be pounds to one and pence to another."""
    ref = built.draft("exit", built.commission(), 10_000)
    with pytest.raises(Unusable) as refused:
        amend(built, ref, answers={"savings": 20_000})
    assert codes(refused) == ["proposal.answer_in_pounds"]
    amend(built, ref, answers={"savings": "20,000"})
    assert built.row(ref).answers == {"savings": 20_000_00}


# --- evidence


def test_a_kind_that_nothing_asks_for_is_told_with_the_nearest(built: Life) -> None:
    with built.looking(COMMISSIONER) as desk:
        assert asked_nowhere(desk, "options-appraisal") is None
        told = asked_nowhere(desk, "option-appraisal")
    assert told is not None
    assert told.params["nearest"] == "options-appraisal"

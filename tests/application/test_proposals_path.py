"""The rule that takes a report: unknown, none, two, changed; and values that count together."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, codes, life
from world import bring_into_force, cite

from governance.application.change import Change
from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.links import link
from governance.application.proposals import drafting, placing, submitting
from governance.application.proposals.after import publish
from governance.application.rulebook import acts as rulebook
from governance.configuration import config_dir
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store

SCHEME = "schemes/example-partnership.yaml"


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def amended(built: Life, old: str, new: str, *, start: dt.date | None = None) -> str:
    """A new version of the scheme, adopted by the board before this test begins."""
    text = (config_dir() / SCHEME).read_text()
    assert text.count(old) == 1
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text.replace(old, new).encode(), "new.yaml")])
        rulebook.prove(desk, draft.ref, start=start)
        rulebook.adopt_decided(
            desk,
            desk.row("rulebook_version", draft.ref),
            effective_from=start or desk.today,
            authority={"kind": "decision", "decision": "minute 7"},
        )
        return draft.ref


def recorded(built: Life, name: str) -> None:
    with built.acting() as desk:
        text = (config_dir() / "schemes" / f"{name}.yaml").read_bytes()
        (draft,) = rulebook.load_all(desk, [(text, name)])
        cite(desk, draft.ref, "Council, minute 4", desk.today)


SMALL = 'from: 2024-04-01, amount: "100,000", source: "scheme, paragraph 3.1"'


# --- what is not known, and what no rule takes


def test_what_is_unknown_says_what_would_settle_it(built: Life) -> None:
    ref = built.draft("grant", built.commission(), 30_000)
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    assert codes(refused) == ["proposal.path_unknown"]
    told = refused.value.refusals[0].params
    assert told["names"] == ["funding"]
    assert set(told["rules"]) >= {"R2", "R3"}
    with built.acting(COMMISSIONER) as desk:
        drafting.amend(desk, ref, answers={"funding": "capital"})
    built.submit(ref)
    assert built.rule(ref) == "R3"
    with pytest.raises(Unusable) as unusable, built.acting(COMMISSIONER) as desk:
        drafting.draft(desk, kind="grant", title="Play", answers={"fundin": "capital"})
    assert codes(unusable) == ["scheme.case.unknown"]


def test_nobody_answers_in_the_registers_place(built: Life) -> None:
    """A kind, or a sum, that the scheme has no room for is not made to fit by its author."""
    about = built.commission()
    for answers in ({"kind": "award"}, {"value": "1"}, {"cumulative_value": "1"}):
        with pytest.raises(Unusable) as unusable:
            built.draft("other", about, 30_000, answers=answers)
        assert codes(unusable) == ["proposal.register_says"]
    ref = built.draft("other", about, 30_000)
    with pytest.raises(Unusable) as unusable, built.acting(COMMISSIONER) as desk:
        drafting.amend(desk, ref, answers={"kind": "award"})
    assert codes(unusable) == ["proposal.register_says"]
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    assert codes(refused) == ["proposal.no_rule"]
    huge = built.draft("award", built.commission(), 5 * 10**10)
    with pytest.raises((GuardRefused, Unusable)):
        built.submit(huge)


def test_a_gap_in_a_recorded_scheme_goes_to_the_proper_officer(built: Life) -> None:
    recorded(built, "gloucester-city-2026")
    about = built.commission()
    answers = {"category": "light-touch", "procurement_commenced": "2025-01-06", "urgent": "no"}
    with built.acting(COMMISSIONER) as desk:
        ref = drafting.draft(
            desk,
            kind="award",
            title="In a gap of pence",
            commission=about,
            value=30_000_50,
            recommendation="That it be awarded.",
            scheme="gloucester-city-2026",
            answers=answers,
            details={"provider": "example-care"},
        ).ref
    built.submit(ref)
    row = built.row(ref)
    assert (row.rule, row.decider) == (None, "proper_officer")
    built.hand(ref)
    with pytest.raises(GuardRefused) as refused:
        built.officer(ref)
    assert "powers.not_entitled" in codes(refused)
    assert built.officer(ref, by="example-monitoring").state == "effective"


def test_rules_that_disagree_give_no_path(built: Life) -> None:
    about = built.commission()
    allowed = built.submit(built.draft("permission-to-procure", about, 90_000))
    built.hand(allowed)
    built.officer(allowed)
    ref = built.award(about, 80_000)
    overrides = "    overrides: [S1, S2, S3, S4]\n"
    text = (config_dir() / SCHEME).read_text()
    assert text.count(overrides) == 1
    wrong = text.replace(
        "path: [{decide: director}]\n    procedure: [officer-record]\n" + overrides,
        "path: [{decide: s151}]\n    procedure: [officer-record]\n",
    )
    with built.acting() as desk:
        start, text_of = built.today, wrong.encode()
        bring_into_force(desk, kind="scheme", file=SCHEME, since=start, text=text_of, number=2)
    with pytest.raises(GuardRefused) as refused:
        built.submit(ref)
    assert codes(refused) == ["proposal.rules_disagree"]
    assert refused.value.refusals[0].params["rules"] == ["S1", "A1"]


# --- when the path is drawn, and drawn anew


def test_the_scheme_of_the_day_of_decision_governs(built: Life) -> None:
    first = built.ready(built.commission(), 60_000)
    start = built.today + dt.timedelta(days=10)
    version = amended(built, SMALL, SMALL.replace("100,000", "50,000"), start=start)
    second = built.ready(built.commission("Another"), 60_000)
    assert built.rule(second) == "S1"
    assert built.officer(first).state == "effective"
    built.wait(10)
    with pytest.raises(GuardRefused) as refused:
        built.officer(second)
    assert codes(refused) == ["proposal.path_changed"]
    row = built.row(second)
    assert (row.rule, row.decider, row.path_changed) == ("S2", "executive-board", True)
    assert row.scheme_version_id == built.row(version, "rulebook_version").id
    with built.acting() as desk:
        placing.take_off(desk, second, reason="It goes to the board now.")
    built.evidence(second, "options-appraisal")
    built.view(second, "s151")
    built.view(second, "joint-commissioning-head", by=COMMISSIONER)
    built.executive(second)
    assert built.decide(second).state == "effective"
    assert built.whole()


def test_the_same_rule_in_a_new_version_is_decided_under_the_new_one(built: Life) -> None:
    ref = built.ready(built.commission(), 20_000)
    version = amended(built, SMALL, SMALL.replace("100,000", "50,000"))
    row = built.officer(ref)
    assert (row.state, row.rule) == ("effective", "S1")
    assert row.scheme_version_id == built.row(version, "rulebook_version").id


def test_a_changed_path_can_be_drawn_anew_before_anybody_decides(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        placing.draw_again(desk, ref)
    assert codes(refused) == ["proposal.path_stands"]
    amended(built, SMALL, SMALL.replace("100,000", "50,000"))
    with built.acting() as desk:
        placing.draw_again(desk, ref)
    assert built.rule(ref) == "S2"


def test_a_decided_report_keeps_what_it_was_decided_under(built: Life) -> None:
    about = built.commission()
    ref = built.ready(about, 60_000)
    built.decide(ref, by=DIRECTOR, publish=False)
    built.submit(built.award(about, 90_000))
    amended(built, SMALL, SMALL.replace("100,000", "50,000"))
    with built.acting() as desk:
        publish(desk, ref)
    assert (built.state(ref), built.rule(ref)) == ("effective", "S1")


# --- values that count together


def test_live_reports_on_linked_commissions_count_and_dead_ones_do_not(built: Life) -> None:
    first = built.commission()
    second = built.commission("Part two", linked_to=first)
    one = built.submit(built.award(first, 60_000))
    two = built.submit(built.award(second, 60_000))
    assert (built.rule(one), built.rule(two)) == ("S1", "S2")
    with built.acting() as desk:
        submitting.withdraw(desk, one, reason="not needed")
    three = built.ready(first, 30_000)
    assert built.rule(three) == "S1"
    with built.acting() as desk:
        submitting.withdraw(desk, two, reason="not needed")
    built.officer(three, "refused")
    four = built.ready(second, 100_000)
    assert built.rule(four) == "S1"
    built.officer(four)
    assert built.rule(built.submit(built.award(first, 1))) == "S2"


def test_a_report_advised_against_still_counts_while_it_is_on_its_way(built: Life) -> None:
    first = built.commission()
    second = built.commission("Part two", linked_to=first)
    large = built.submit(built.award(first, 900_000))
    built.evidence(large, "options-appraisal")
    built.clear(large, "s151", "monitoring-officer")
    built.executive(large)
    assert built.decide(large, "refused").state == "cleared"
    assert built.row(large).live
    assert built.rule(built.submit(built.award(second, 90_000))) == "S3"


def test_an_award_under_a_permission_is_not_counted_twice(built: Life) -> None:
    about = built.commission()
    allowed = built.submit(built.draft("permission-to-procure", about, 90_000))
    built.hand(allowed)
    built.officer(allowed)
    award = built.award(about, 90_000)
    built.submit(award)
    assert built.rule(award) == "A1"
    built.hand(award)
    assert built.officer(award).state == "effective"
    more = built.submit(built.award(about, 9_000))
    assert built.rule(more) == "S1"


def test_a_permission_is_used_up_by_what_is_awarded_under_it(built: Life) -> None:
    about = built.commission()
    allowed = built.draft("permission-to-procure", about, 400_000)
    built.evidence(built.submit(allowed), "options-appraisal")
    built.clear(allowed, "s151")
    built.view(allowed, "joint-commissioning-head", by=COMMISSIONER)
    built.executive(allowed)
    built.decide(allowed)
    first = built.ready(about, 300_000)
    assert built.rule(first) == "A1"
    second = built.submit(built.award(about, 300_000))
    assert built.rule(second) == "S3"
    with built.acting() as desk:
        submitting.withdraw(desk, second, reason="too much")
    built.officer(first)
    assert built.rule(built.submit(built.award(about, 100_000))) == "A1"
    assert built.rule(built.submit(built.award(about, 1))) == "S2"


def test_options_to_extend_count_from_the_start(built: Life) -> None:
    details = {
        "provider": "example-care",
        "ends_on": "2027-03-31",
        "extensions": [{"until": "2028-03-31", "value": 50_000_00}],
    }
    ref = built.submit(built.award(built.commission(), 60_000, details=details))
    assert built.rule(ref) == "S2"


def in_force(built: Life, about: str, value: int) -> str:
    """An agreement of that value, found running."""
    with built.acting() as desk:
        return record_agreement(
            desk,
            commission=about,
            title="Short breaks",
            provider="example-care",
            value=value * 100,
            starts_on=dt.date(2025, 1, 1),
            ends_on=dt.date(2027, 3, 31),
            reason="It ran before Vires knew of it.",
        ).ref


def test_variations_of_an_agreement_count_together_against_its_first_value(built: Life) -> None:
    about = built.commission()
    other = built.commission("A large one", linked_to=about)
    agreement = in_force(built, about, 80_000)
    large = built.middling(other, 400_000)
    built.executive(large)
    built.decide(large)
    first = built.submit(built.draft("vary", None, 6_000, agreement=agreement))
    assert built.rule(first) == "V1"
    second = built.submit(built.draft("vary", None, 6_000, agreement=agreement))
    assert built.rule(second) == "V2"
    with built.acting() as desk:
        submitting.withdraw(desk, second, reason="later")
    built.hand(first)
    built.officer(first)
    assert built.row(agreement, "agreement").value == 86_000_00
    third = built.submit(built.draft("vary", None, 2_001, agreement=agreement))
    assert built.rule(third) == "V2"
    with pytest.raises(Unusable) as unusable:
        built.draft("vary", other, 2_000, agreement=agreement)
    assert codes(unusable) == ["proposal.agreement_elsewhere"]


# --- at once


def test_two_linked_reports_submitted_at_once_do_not_both_stay_under(built: Life) -> None:
    first = built.commission()
    second = built.commission("Part two", linked_to=first)
    reports = [built.award(first, 90_000), built.award(second, 90_000)]
    ready = threading.Barrier(2)

    def submit(ref: str) -> None:
        ready.wait()
        with built.world.acting(COMMISSIONER, now=built.now) as desk:
            submitting.submit(desk, ref)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(submit, reports))
    assert sorted(str(built.rule(ref)) for ref in reports) == ["S1", "S2"]
    assert built.whole()


def test_linking_while_the_other_is_decided_catches_the_split(built: Life) -> None:
    first, second = built.commission(), built.commission("Part two")
    one, two = built.ready(first, 90_000), built.ready(second, 90_000)
    with built.acting(SECRETARY) as desk:
        link(desk, commission=first, other=second)
    for ref in (one, two):
        with pytest.raises(GuardRefused) as refused:
            built.officer(ref)
        assert codes(refused) == ["proposal.path_changed"]
        assert built.row(ref).decider == "executive-board"


def test_an_award_that_ends_before_it_starts_is_refused_while_it_is_written(built: Life) -> None:
    about = built.commission()
    days = {"starts_on": "2026-04-01", "ends_on": "2026-03-31"}
    with pytest.raises(Unusable) as refused:
        built.award(about, 20_000, details=days)
    assert codes(refused) == ["name.days_reversed"]
    ref = built.award(about, 20_000, details={"starts_on": "2026-04-01"})
    with built.acting(COMMISSIONER) as desk, pytest.raises(Unusable) as refused:
        drafting.amend(desk, ref, details={"ends_on": "2026-03-31"})
    assert codes(refused) == ["name.days_reversed"]
    with built.acting() as desk:
        row = desk.row("proposal", ref)
        desk.apply(
            Change(kind="proposal.amended", table="proposal", subject=row, values={"details": days})
        )
    with pytest.raises(GuardRefused) as closed:
        built.submit(ref)
    assert "name.days_reversed" in codes(closed)

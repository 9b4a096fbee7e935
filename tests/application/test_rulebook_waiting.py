"""Cases that wait while a scheme changes: saved or not, shown before, and held to what."""

import datetime as dt
import re

import pytest
from pending import LATER, SCHEME, adopted, messages, small, steps, told
from reports import BOARD, SECRETARY, Life, codes, life

from governance import words
from governance.application.proposals import (
    impact,
    placing,
    submitting,
)
from governance.application.proposals.reading import read_report
from governance.application.rulebook import acts as rulebook
from governance.application.rulebook.comparing import on_the_register
from governance.domain.assurance.comparing import compare
from governance.domain.authority.loading import load_scheme
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


@pytest.fixture
def on_each(store: Store, now: dt.datetime) -> Life:
    """The same on both databases: for what hangs on their SQL, transactions or savepoints."""
    return life(store, now)


# --- saved


def test_a_saved_case_stays_under_its_scheme_however_late_it_is_decided(on_each: Life) -> None:
    saved = on_each.ready(on_each.commission(), 60_000)
    first = on_each.row(saved).scheme_version_id
    adopted(on_each, small("50,000"), pending="saved")
    on_each.wait_until(LATER)
    on_each.tick()
    assert (on_each.rule(saved), messages(on_each)) == ("S1", [])
    later = on_each.submit(on_each.award(on_each.commission("New"), 60_000))
    assert on_each.rule(later) == "S2"
    on_each.wait(365)
    row = on_each.officer(saved)
    assert (row.state, row.rule, row.scheme_version_id) == ("effective", "S1", first)
    assert on_each.whole()


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


def test_reports_whose_path_would_change_are_shown_before(on_each: Life) -> None:
    changed = on_each.ready(on_each.commission(), 60_000)
    on_each.ready(on_each.commission("Small"), 20_000)
    written = on_each.award(on_each.commission("Draft"), 70_000)
    with on_each.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(small("50,000").encode(), "new.yaml")])
    with on_each.looking() as desk:
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
    with on_each.looking() as desk, pytest.raises(Unusable) as wrong:
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


# --- what a report is held to, beside its path

DECIDED_BY_EXECUTIVE = "      - decide: executive-board\n    procedure: [options, agenda]"


def register(built: Life, text: str) -> list[str]:
    """The reports that `compare --register` finds to go elsewhere."""
    old, new = load_scheme(SCHEME.encode(), "old"), load_scheme(text.encode(), "new")
    with built.looking() as desk:
        found = on_the_register(desk, compare(old, new, desk.today), old, new)
    return [one["proposal"] for one in found["elsewhere"] if one["proposal"] is not None]


def test_another_procedure_is_shown_before_and_told_after_and_draws_nothing_anew(
    on_each: Life,
) -> None:
    ref = on_each.middling(on_each.commission())
    text = SCHEME.replace(
        DECIDED_BY_EXECUTIVE, DECIDED_BY_EXECUTIVE.replace("options, agenda", "agenda"), 1
    )
    assert text != SCHEME
    before = steps(on_each, ref)
    found = register(on_each, text)
    version = adopted(on_each, text)
    with on_each.looking() as desk:
        (shown,) = impact.impact(desk, version)
    assert [shown.ref] == found == [ref]
    assert (shown.changed, shown.before.path) == (("procedure",), shown.after.path)
    assert shown.lost
    on_each.wait_until(LATER)
    on_each.tick()
    author, secretary = messages(on_each)
    assert (author.template, author.params["ref"]) == ("procedure_changed", ref)
    assert author.params["what"] == ["the notices, papers and publication it needs"]
    assert ref in secretary.params["lines"][0]
    row = on_each.row(ref)
    assert (row.procedure, row.path_changed) == ({"names": ["agenda"]}, False)
    assert row.scheme_version_id == on_each.row(version, "rulebook_version").id
    assert steps(on_each, ref) == before
    with on_each.looking() as desk:
        assert impact.impact(desk, version) == []
    assert on_each.whole()


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

"""A report's page and the list of reports: complete, closed where it must be, and bounded."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, DIRECTOR, EXECUTIVE, Life, codes, life

from governance.application.commissions.evidence import Closure, add_evidence
from governance.application.proposals.queries import in_words
from governance.application.proposals.report_page import report_page
from governance.application.proposals.search import Found, search
from governance.domain.errors import GuardRefused
from governance.store.engine import Store


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def page(built: Life, ref: str, by: str | None = COMMISSIONER) -> dict[str, Any]:
    with built.looking(by) as desk:
        return report_page(desk, ref)


def find(built: Life, *, by: str | None = COMMISSIONER, **asked: Any) -> Found:
    with built.looking(by) as desk:
        return search(desk, **asked)


def test_a_draft_shows_the_path_it_would_take_and_what_would_be_asked(built: Life) -> None:
    found = page(built, built.award(built.commission(), 300_000))
    assert [(s["kind"], s["decider"], s["state"]) for s in found["steps"]] == [
        ("clear", "s151", "provisional"),
        ("recommend", "joint-commissioning-head", "provisional"),
        ("decide", "executive-board", "provisional"),
    ]
    assert found["steps"][0]["who"] == ["Frankie Finance"]
    assert found["ruled"]["rule"].id == "S2"
    assert found["ruled"]["rule"].source == "scheme, paragraph 3.2"
    wanted = {(one["what"], one["kind"]): one["given"] for one in found["wanted"]}
    assert wanted == {("notice", "agenda"): None, ("document", "options-appraisal"): False}
    assert found["besides"] == ["record_decision_outside", "lapse"]


def test_notice_of_the_agenda_is_given_by_publishing_it(built: Life) -> None:
    ref = built.middling(built.commission())
    (notice, paper) = page(built, ref)["wanted"]
    assert (notice["given"], notice["missing"]) == (None, False), "there is no meeting yet"
    assert paper["given"]
    built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    notice = page(built, ref)["wanted"][0]
    assert (notice["kind"], notice["given"]) == ("agenda", built.today)


def test_each_sum_is_shown_with_what_it_is_made_of(built: Life) -> None:
    one = built.commission()
    other = built.commission("Respite", linked_to=one)
    first = built.submit(built.award(one, 60_000))
    found = page(built, built.award(other, 70_000))
    by_name = {one["name"]: one for one in found["case"]}
    together = by_name["cumulative_value"]
    assert (together["value"], together["how"], together["yours"]) == (130_000_00, "sum", False)
    assert [(p["ref"], p["amount"]) for p in together["parts"]] == [
        (first, 60_000_00),
        ("this report", 70_000_00),
    ]
    assert by_name["kind"]["how"] == "register"
    assert not by_name["savings"]["yours"], "no rule for an award asks for a saving"


def test_a_closed_document_is_named_and_seen_by_those_who_need_it(
    built: Life, tmp_path: Any
) -> None:
    ref = built.ready(built.commission(), 20_000)
    with built.acting(COMMISSIONER) as desk:
        add_evidence(
            desk,
            kind="tender-report",
            title="Bids",
            data_dir=tmp_path,
            proposal=ref,
            closed=Closure("exempt", reason="Bidders' prices.", paragraph="3"),
        )
    (theirs,) = page(built, ref, DIRECTOR)["documents"]
    (others,) = page(built, ref, "example-parent")["documents"]
    assert (theirs["title"], theirs["closed"], theirs["may_see"]) == ("Bids", "exempt", True)
    assert (others["title"], others["closed"], others["may_see"]) == ("Bids", "exempt", False)


def test_a_decision_says_who_voted_how(built: Life) -> None:
    ref = built.middling(built.commission())
    at = built.executive(ref)
    built.declare(ref, "example-police", "personal", ruling="stays_without_vote", advised=True)
    votes = {"example-director": "for", "example-finance": "against", "example-nhs": "for"}
    with pytest.raises(GuardRefused) as left_out:
        built.decide(ref, how="recorded", votes={"example-nhs": "for"}, whole=True)
    assert codes(left_out) == ["decision.vote_missing"] * 2, "whoever is left out is named"
    with pytest.raises(GuardRefused) as no_tie:
        built.decide(ref, how="recorded", votes=votes, casting="for")
    assert codes(no_tie) == ["decision.no_tie"]
    built.decide(ref, how="recorded", votes=votes)
    found = page(built, ref)
    (decision,) = found["decisions"]
    assert {(v["name"], v["vote"]) for v in decision["votes"]} == {
        ("Dana Director", "for"),
        ("Frankie Finance", "against"),
        ("Noor Health", "for"),
    }
    assert decision["conflicts"][0]["name"] == "Pat Police"
    assert [(one["meeting"], one["state"]) for one in found["listings"]] == [(at, "decided")]
    assert [one["name"] for one in found["interests"]] == ["Pat Police"]
    assert len(EXECUTIVE) == 4
    assert found["history"][0].kind == "proposal.drafted"


def test_whoever_gave_no_vote_is_said_to_have_given_none(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    votes = {"example-director": "for", "example-finance": "none", "example-nhs": "for"}
    built.decide(ref, how="recorded", votes={**votes, "example-police": "abstain"})
    (decision,) = page(built, ref)["decisions"]
    assert decision["count"]["by_name"] == {
        "example-director": "for",
        "example-nhs": "for",
        "example-police": "abstain",
    }


def test_a_report_at_the_meeting_of_a_higher_body_is_said_to_be_with_that_body(
    built: Life,
) -> None:
    ref = built.submit(built.award(built.commission(), 20_000))

    def now() -> str:
        with built.looking(COMMISSIONER) as desk:
            return in_words(desk, desk.row("proposal", ref))

    assert now() == f"{ref} is ready for the Director of Children's Services (rule S1)."
    built.executive(ref)
    assert now() == f"{ref} is on an agenda, for the Executive Board."
    built.open(ref)
    assert now() == f"{ref} is open before the Executive Board."
    built.decide(ref)
    (step,) = [one for one in page(built, ref)["steps"] if one["kind"] == "decide"]
    assert (step["title"], step["what"], step["who"]) == ("the Executive Board", "body", [])


def test_ways_without_a_meeting_say_why_they_are_closed(built: Life) -> None:
    ref = built.middling(built.commission())
    ways = {one["way"]: one for one in page(built, ref)["between"]}
    assert set(ways) == {"chairs_action", "written_resolution"}
    assert all(way["open"] or way["closed_because"][0]["words"] for way in ways.values())
    assert page(built, built.award(built.commission(), 1))["between"] == []


def test_reports_are_found_by_text_state_kind_and_author(store: Store, now: dt.datetime) -> None:
    built = life(store, now)
    about = built.commission("Short breaks at weekends")
    first = built.award(about, 10_000)
    second = built.ready(built.commission("Advocacy 100%"), 20_000)
    assert [row["ref"] for row in find(built).rows] == [second, first]
    assert [row["ref"] for row in find(built, text="weekENDS").rows] == [first]
    assert [row["ref"] for row in find(built, text=first.lower()).rows] == [first]
    assert [row["ref"] for row in find(built, text="100%").rows] == [second]
    assert [row["ref"] for row in find(built, text="1_0%").rows] == []
    assert find(built, text="!\\'; --\x00").rows == []
    assert [row["ref"] for row in find(built, states=["with_officer"]).rows] == [second]
    assert find(built, kinds=["exit"]).rows == []
    assert [row["ref"] for row in find(built, decider="director").rows] == [second]
    assert find(built, by=DIRECTOR, mine=True).rows == []


def test_the_list_is_paged_and_costs_the_same_however_long_it_is(built: Life) -> None:
    about = built.commission()
    refs = [built.award(about, 1_000 + n) for n in range(5)]
    first = find(built, most=2)
    second = find(built, most=2, before=first.more)
    last = find(built, most=2, before=second.more)
    pages = [row["ref"] for one in (first, second, last) for row in one.rows]
    assert pages == refs[::-1]
    assert last.more is None


def test_a_page_asks_as_much_of_a_large_register_as_of_a_small_one(built: Life) -> None:
    ref = built.middling(built.commission())

    def statements() -> int:
        with built.looking(DIRECTOR) as desk:
            asked: list[Any] = []
            one_by_one = desk.tx.all

            def counted(statement: Any, /, **params: Any) -> Any:
                asked.append(statement)
                return one_by_one(statement, **params)

            desk.tx.all = counted  # type: ignore[method-assign]  # counts what is asked
            report_page(desk, ref)
        return len(asked)

    before = statements()
    for _ in range(3):
        built.middling(built.commission())
    assert statements() == before

"""Reports in a browser: from a draft to a decision, and every form of the way there."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from browsing import Site, main_form, text_of
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, life
from world import KEY

from governance.interfaces.web.rooms.reports import ROOM
from governance.store.engine import Store

FINANCE = "example-finance"
DECIDED = {
    "outcome": "approved",
    "resolved": "RESOLVED: that <b>it</b> be agreed.",
    "reasons": "It is the best value.",
    "alternatives": "None was better.",
}


@pytest.fixture
def built(quick_store: Store, now: dt.datetime, tmp_path: Path) -> Life:
    return life(quick_store, now, tmp_path)


@pytest.fixture
def site(built: Life, quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(quick_store, now + dt.timedelta(hours=1), KEY, data_dir=tmp_path)


def done(page: Any) -> str:
    """What a page says after an act that was done."""
    assert page.status_code == 200, text_of(page)
    said = text_of(page)
    assert "govuk-notification-banner--success" in page.text, said[:400]
    return said


def test_a_report_is_written_submitted_handed_over_and_decided(site: Site, built: Life) -> None:
    about = built.commission()
    author = site.as_(COMMISSIONER)
    page = author.get("/new/report", kind="award", commission=about)
    assert str(page.url).endswith(f"/new/report/award?commission={about}")
    typed = {
        "title": "Award <script>alert(1)</script>",
        "value": "20,000",
        "recommendation": "That it be agreed.",
        "detail.provider": "example-care",
        "detail.ends_on": dt.date(2027, 3, 31),
    }
    said = done(author.submit(main_form(page), typed))
    assert "R-0001 is a draft" in said
    assert "<script>alert" in said
    page = author.get("/reports/R-0001")
    assert "<script>alert" not in page.text
    assert "Rule S1" in text_of(page)
    assert "the earliest lawful day" in text_of(page).lower()
    assert "Answer" in text_of(author.get("/reports/R-0001/questions"))
    done(author.send("/reports/R-0001/submit"))
    done(author.send("/reports/R-0001/hand-over"))
    decider = site.as_(DIRECTOR)
    assert "R-0001" in text_of(decider.get("/inbox"))
    said = done(decider.send("/reports/R-0001/decide", DECIDED))
    assert "RESOLVED: that <b>it</b> be agreed." in said
    assert built.row("R-0001").outcome == "approved"
    assert built.state("R-0001") == "effective"


def test_what_keeps_a_report_from_being_submitted_is_said_before_and_after(
    site: Site, built: Life
) -> None:
    ref = built.draft("extend", built.commission(), 1000)
    browser = site.as_(COMMISSIONER)
    page = browser.get(f"/reports/{ref}/submit")
    assert "does not say its agreement" in text_of(page)
    page = browser.send(f"/reports/{ref}/submit")
    assert page.status_code in (403, 409)
    assert "There is a problem" in text_of(page)
    assert text_of(page).count("does not say its") == 2


def test_the_questions_of_a_scheme_are_asked_with_what_is_known(site: Site, built: Life) -> None:
    ref = built.draft("exit", built.commission(), None)
    browser = site.as_(COMMISSIONER)
    page = browser.get(f"/reports/{ref}/questions")
    asked = main_form(page).fields
    assert "answer.savings" in asked
    assert "answer.kind" not in asked
    done(browser.send(f"/reports/{ref}/questions", {"answer.savings": "12,500.50"}))
    assert built.row(ref).answers["savings"] == 12_500_50
    assert "£12,500.50" in text_of(browser.get(f"/reports/{ref}"))
    page = browser.send(f"/reports/{ref}/questions", {"answer.savings": "twelve"})
    assert page.status_code == 400
    assert main_form(page).fields["answer.savings"] == ["twelve"]


def test_a_report_is_cleared_and_heard_by_those_it_asks(site: Site, built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    finance = site.as_(FINANCE)
    form = finance.form(f"/reports/{ref}/view")
    assert form.fields["of"] == ["s151"]
    done(finance.submit(form, {"view": "It is affordable.", "supports": "yes"}))
    done(site.as_(SECRETARY).send(f"/reports/{ref}/clear"))
    page = site.as_(COMMISSIONER).get(f"/reports/{ref}")
    assert "It is affordable." in text_of(page)
    assert built.state(ref) == "cleared"


def test_a_document_is_added_closed_and_its_name_alone_is_shown(site: Site, built: Life) -> None:
    ref = built.ready(built.commission(), 20_000)
    browser = site.as_(COMMISSIONER)
    typed = {"kind": "Tender report", "title": "Bids", "closed": "exempt", "paragraph": "3"}
    files = {"file": ("bids.txt", b"secret prices", "text/plain")}
    page = browser.send(f"/reports/{ref}/evidence", typed, files=files)
    assert page.status_code in (400, 409), "a closed document needs its reason"
    done(
        browser.send(
            f"/reports/{ref}/evidence", {**typed, "why-closed": "Bidders' prices"}, files=files
        )
    )
    seen = text_of(site.as_("example-parent").get(f"/reports/{ref}"))
    assert "Bids" in seen
    assert "Exempt under paragraph 3" in seen
    assert "It is open to those who keep the file" in seen
    done(
        browser.send(
            f"/reports/{ref}/withdraw-evidence",
            {
                "paper": main_form(browser.get(f"/reports/{ref}/withdraw-evidence")).choices[
                    "paper"
                ][1],
                "reason": "A slip",
            },
        )
    )


def test_the_closed_moves_say_why_and_nobody_decides_beyond_their_powers(
    site: Site, built: Life
) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    page = text_of(site.as_(COMMISSIONER).get(f"/reports/{ref}"))
    assert "What cannot be done yet, and why" in page
    refused = site.as_("example-parent").send(f"/reports/{ref}/withdraw", {"reason": "No"})
    assert refused.status_code == 403
    assert built.state(ref) == "in_clearance"


def test_how_many_votes_carry_it_is_said_before_the_vote_and_where_it_was_lost(
    site: Site, built: Life
) -> None:
    """A waiver wants two thirds of the board, and no casting vote helps."""
    answers = {"urgent": "no", "procurement_commenced": "2025-01-06"}
    ref = built.submit(built.draft("waive", built.commission(), 200_000, answers=answers))
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office, supports=None)
    built.executive(ref)
    site.now = built.now + dt.timedelta(minutes=1)
    browser = site.as_(SECRETARY)
    page = browser.get(f"/reports/{ref}/decide")
    carries = "Two thirds of the votes for and against must be for."
    assert f"{carries} A casting vote does not help here. That is from the terms" in (text_of(page))
    assert "casting" not in main_form(page).fields
    assert not any(browser.form(f"/reports/{ref}/declare").fields.get("person", ()))
    member = site.as_("example-police").form(f"/reports/{ref}/declare")
    assert member.fields["person"] == ["example-police"]
    typed = {**DECIDED, "how": "counted", "votes-for": 2, "votes-against": 2, "publish": "no"}
    lost = browser.submit(browser.form(f"/reports/{ref}/decide"), typed)
    assert "It was not carried: 2 for, 2 against" in text_of(lost)
    assert text_of(lost).count(carries) >= 2, "with the refusal, too"
    check = text_of(browser.submit(main_form(lost), {"votes-for": 3, "votes-against": 1}))
    assert "Check your answers" in check
    assert "Pat Police" not in check, "what was left open is not asked to be checked"


def test_a_notice_is_recorded_and_taken_back(site: Site, built: Life) -> None:
    ref = built.award(built.commission(), 300_000, decision_due=built.today + dt.timedelta(90))
    browser = site.as_(SECRETARY)
    done(browser.send(f"/reports/{ref}/notice"))
    assert built.state(ref) == "on_forward_plan"
    assert "Notices given" in text_of(browser.get(f"/reports/{ref}"))
    done(browser.send(f"/reports/{ref}/off-plan", {"reason": "Too early"}))
    assert built.state(ref) == "draft"


def test_what_happened_outside_is_recorded_and_flagged(site: Site, built: Life) -> None:
    ref = built.award(built.commission(), 300_000)
    typed = {
        **DECIDED,
        "decider": "executive-board",
        "on": built.today,
        "reason": "Urgent, by word",
    }
    said = done(site.as_(SECRETARY).send(f"/reports/{ref}/record-outside", typed))
    assert "Taken outside Vires" in said
    assert "What was not in order" in said


def test_a_view_that_nobody_gave_is_claimed_nowhere_of_a_decision_taken_outside(
    site: Site, built: Life
) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    typed = {**DECIDED, "decider": "executive-board", "on": built.today, "reason": "Urgent"}
    browser = site.as_(SECRETARY)
    said = done(browser.send(f"/reports/{ref}/record-outside", typed))
    assert "Not on record: the decision was taken outside" in said
    done(browser.send(f"/reports/{ref}/publish", {"on": built.today}))
    public = text_of(site.as_().get(f"/public/decisions/{ref}"))
    assert "Who was consulted" not in public
    assert "It was taken outside Vires" in public
    assert "It has not been cleared by the chief finance officer." in public


def test_a_decision_is_offered_for_publication_where_it_can_be_published(
    site: Site, built: Life
) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    typed = {**DECIDED, "decider": "executive-board", "on": built.today, "reason": "Urgent"}
    browser = site.as_(SECRETARY)
    assert "Publish the decision" not in text_of(browser.get(f"/reports/{ref}"))
    page = done(browser.send(f"/reports/{ref}/record-outside", typed))
    assert page.count("Publish the decision") == 1
    form = text_of(browser.get(f"/reports/{ref}/publish"))
    assert "cannot be done" not in form
    assert "It takes effect at once when it is published" in form
    assert "Only the secretary" in text_of(site.as_(COMMISSIONER).get(f"/reports/{ref}/publish"))
    done(browser.send(f"/reports/{ref}/publish", {"on": built.today}))
    assert built.state(ref) == "effective"
    assert "is published already" in text_of(browser.get(f"/reports/{ref}/publish"))


def test_whoever_stands_above_the_decider_is_said_to(site: Site, built: Life) -> None:
    ref = built.submit(built.award(built.commission(), 300_000))
    said = text_of(site.as_(SECRETARY).get(f"/reports/{ref}"))
    assert "It can be decided by the Executive Board. The " in said
    assert "may decide it too, standing above in the scheme." in said


def test_the_list_is_searched_filtered_and_paged(site: Site, built: Life) -> None:
    about = built.commission()
    refs = [built.award(about, 1000 + n) for n in range(27)]
    browser = site.as_(COMMISSIONER)
    page = browser.get("/reports")
    assert refs[-1] in text_of(page)
    assert refs[0] not in text_of(page)
    assert f"before={refs[2]}" in page.text
    assert refs[0] in text_of(browser.get("/reports", before=refs[2]))
    assert "No report answers" in text_of(browser.get("/reports", text="<x>", state="effective"))
    assert refs[-1] in text_of(browser.get("/reports", mine="yes", kind="award"))


EVERY = sorted(act.path.rpartition("/")[2] for act in ROOM.acts if "{ref}" in act.path)


def test_every_form_opens_in_every_state_it_may_be_asked_in(site: Site, built: Life) -> None:
    about = built.commission()
    states = [
        built.award(about, 20_000),
        built.submit(built.award(about, 30_000)),
        built.ready(about, 5_000),
        built.middling(built.commission()),
    ]
    decided = built.ready(built.commission(), 1_000)
    built.officer(decided)
    site.now = built.now + dt.timedelta(hours=1)
    browser = site.as_(SECRETARY)
    for ref in (*states, decided):
        for name in EVERY:
            page = browser.get(f"/reports/{ref}/{name}")
            assert page.status_code == 200, f"{ref} {name}: {text_of(page)[:300]}"
        assert browser.get(f"/reports/{ref}").status_code == 200


def test_a_path_that_no_longer_holds_is_said_at_the_top_and_drawn_anew_first(
    site: Site, built: Life
) -> None:
    about = built.commission()
    ref = built.submit(built.award(about, 90_000))
    assert "no longer holds" not in text_of(site.as_(COMMISSIONER).get(f"/reports/{ref}"))
    built.submit(built.award(about, 90_000))
    page = site.as_(COMMISSIONER).get(f"/reports/{ref}")
    said = text_of(page)
    assert said.index("no longer holds") < said.index("What it asks")
    assert "It can be decided by" not in said
    moves = said[said.index("What can be done now") :]
    assert moves.split("now", 1)[1].strip().startswith("Draw the path anew")
    site.as_(COMMISSIONER).send(f"/reports/{ref}/redraw")
    assert "no longer holds" not in text_of(site.as_(COMMISSIONER).get(f"/reports/{ref}"))


def test_sentences_say_names_and_words_and_give_one_answer(site: Site, built: Life) -> None:
    about = built.commission()
    ref = built.award(about, 300_000)
    author = site.as_(COMMISSIONER)
    ahead = text_of(author.get(f"/commissions/{about}"))
    assert f"{ref} “A report on award” is a draft: it has still to be submitted." in ahead
    assert f"has {ref}" not in ahead
    assert "Write the report to" not in ahead
    assert "a decision to" not in ahead
    said = text_of(author.get(f"/reports/{ref}"))
    assert "the decision asked for is permission to procure or award" in said
    assert "he first lawful day is" in said
    assert "No lawful day is known yet" not in said
    assert "There is no report “R-9999”" in text_of(author.get("/go", ref="R-9999"))
    assert "(example-" not in author.get("/new/commission").text


def test_what_is_refused_in_the_end_is_refused_before_the_answers_are_checked(
    site: Site, built: Life
) -> None:
    ref = built.ready(built.commission(), 20_000)
    decider = site.as_(DIRECTOR)
    page = decider.get(f"/reports/{ref}/decide")
    assert "They have to be on the record, unless the decision is deferred" in text_of(page)
    said = text_of(decider.submit(main_form(page), {**DECIDED, "reasons": ""}))
    assert "There is a problem" in said
    page = decider.submit(main_form(page), {**DECIDED, "alternatives": ""})
    said = text_of(page)
    assert page.status_code == 403
    assert "lternatives" in said.partition("Outcome")[0]
    assert "Check your answers" not in said
    assert built.state(ref) == "with_officer", "what is tried is taken back"
    page = decider.submit(main_form(page), DECIDED)
    assert "Check your answers" in text_of(page)
    assert built.state(ref) == "with_officer"


def test_only_who_may_take_an_interest_back_is_offered_to(site: Site, built: Life) -> None:
    ref = built.ready(built.commission(), 20_000)
    built.declare(ref, DIRECTOR, "personal")
    offered = f"/reports/{ref}/withdraw-interest"
    assert offered in site.as_(SECRETARY).get(f"/reports/{ref}").text
    assert offered not in site.as_(DIRECTOR).get(f"/reports/{ref}").text


def test_only_what_a_rule_for_such_a_decision_can_ask_is_asked(site: Site, built: Life) -> None:
    about = built.commission()
    permission = built.draft("permission-to-procure", about, 20_000)
    author = site.as_(COMMISSIONER)
    said = text_of(author.get(f"/reports/{permission}/questions")).lower()
    assert "the months added" not in said
    assert "all variations together" not in said
    extension = built.draft("extend", about, 20_000)
    said = text_of(author.get(f"/reports/{extension}/questions")).lower()
    assert "the months added" in said

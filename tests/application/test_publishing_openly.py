"""What anybody may see, and from when: nothing before its day, nothing that is closed."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from reports import BOARD, COMMISSIONER, EXECUTIVE, Life, codes, life
from sqlalchemy import bindparam, select

from governance.application.commissions.evidence import (
    Closure,
    Document,
    add_evidence,
    withdraw_evidence,
)
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.opening import open_commission, propose
from governance.application.desk import looking
from governance.application.proposals import after, notices
from governance.application.proposals.report_page import report_page
from governance.application.publishing.coming import coming
from governance.application.publishing.decisions import decided, deciders
from governance.application.publishing.documents import open_document
from governance.application.publishing.overview import overview, public_report
from governance.application.publishing.paging import MOST
from governance.application.publishing.register import agreements, commission, commissions
from governance.application.publishing.stated import stated
from governance.domain.errors import Unusable
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

EVIDENCE = select(TABLES["evidence"]).where(
    TABLES["evidence"].c.partnership_id == bindparam("partnership")
)
SECRET = "A name nobody may read"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime, tmp_path: Path) -> Life:
    return life(quick_store, now, tmp_path)


def on_plan(built: Life) -> str:
    """A key decision (rule S3) on the forward plan, its paper still a draft."""
    about = built.commission("Short breaks")
    ref = built.award(about, 900_000, decision_due=dt.date(2025, 3, 31))
    built.notice(ref)
    return ref


def file(built: Life, ref: str, kind: str, *, closed: Closure | None = None) -> str:
    title = SECRET if closed else f"An open {kind}"
    with built.acting(COMMISSIONER) as desk:
        add_evidence(
            desk,
            kind=kind,
            title=title,
            data_dir=built.data,
            proposal=ref,
            document=Document(f"{kind}.txt", kind.encode()),
            closed=closed,
        )
    with built.looking() as desk:
        from governance.application.proposals.reading import read_report

        report = read_report(desk, desk.row("proposal", ref), on=desk.today)
    return next(str(e.id) for e in report.evidence if e.title == title)


def refs(rows: tuple[dict[str, object], ...]) -> list[object]:
    return [row["ref"] for row in rows]


def test_a_draft_is_nobodys_until_its_notice_is_given(built: Life) -> None:
    about = built.commission()
    draft = built.award(about, 900_000, decision_due=dt.date(2025, 3, 31))
    with built.looking() as desk:
        assert overview(desk) == {"coming": (), "decided": ()}
        with pytest.raises(Unusable) as unknown:
            public_report(desk, draft)
    assert codes(unknown) == ["public.report_unknown"]
    built.notice(draft)
    with built.looking() as desk:
        (line,) = coming(desk).rows
        shown = public_report(desk, draft)["notice"]
    assert line["matter"] == "A report on award"
    assert line["on"] == dt.date(2025, 3, 31)
    assert (line["decider"]["key"], line["key_decision"]) == ("trust-board", True)
    assert line["commission"] == {"ref": about, "title": "Short breaks"}
    assert len(shown["decider"]["members"]) > 5
    with built.acting() as desk:
        notices.take_off_plan(desk, draft, reason="Not yet.")
    with built.looking() as desk:
        assert coming(desk).rows == ()


def test_documents_are_open_with_the_agenda_and_closed_ones_only_exist(built: Life) -> None:
    ref = on_plan(built)
    paper = file(built, ref, "options-appraisal")
    closed = file(
        built, ref, "prices", closed=Closure("exempt", "It would harm the competition.", "3")
    )
    told = file(built, ref, "advice", closed=Closure("confidential", SECRET))
    with built.looking() as desk:
        before = public_report(desk, ref)["notice"]
        for one in (paper, closed, told):
            with pytest.raises(Unusable):
                open_document(desk, report=ref, evidence=one, data_dir=built.data)
    assert before["papers"] == {"open": [], "closed": []}
    built.submit(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.executive(ref)
    built.decide(ref, "recommended")
    meeting = built.meeting("trust-board", built.today + dt.timedelta(days=30), ref)
    with built.looking() as desk:
        shown = public_report(desk, ref)["notice"]
        row, content = open_document(desk, report=ref, evidence=paper, data_dir=built.data)
        for one in (closed, told):
            with pytest.raises(Unusable) as unknown:
                open_document(desk, report=ref, evidence=one, data_dir=built.data)
            assert codes(unknown) == ["public.document_unknown"]
    assert (row["title"], content) == ("An open options-appraisal", b"options-appraisal")
    assert shown["meeting"]["ref"] == meeting
    assert [one["title"] for one in shown["papers"]["open"]] == ["An open options-appraisal"]
    assert sorted(shown["papers"]["closed"], key=lambda one: str(one["kind"])) == [
        {
            "kind": "advice",
            "closed": "confidential",
            "paragraph": None,
            "reason": None,
            "off_on": None,
        },
        {
            "kind": "prices",
            "closed": "exempt",
            "paragraph": "3",
            "reason": "It would harm the competition.",
            "off_on": None,
        },
    ]
    assert SECRET not in json.dumps(shown, default=str)


def test_a_decision_is_public_from_the_day_it_is_published(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    built.decide(ref, publish=False)
    with built.looking() as desk:
        assert decided(desk).rows == ()
        with pytest.raises(Unusable):
            public_report(desk, ref)
    with built.acting() as desk:
        after.publish(desk, ref)
    with built.looking() as desk:
        assert refs(decided(desk).rows) == [ref]
        record = public_report(desk, ref)["record"]
        assert list(deciders(desk)) == ["executive-board"]
        assert refs(decided(desk, decided_by="executive-board", words="REPORT on").rows) == [ref]
        assert decided(desk, words="100%").rows == decided(desk, words="_").rows == ()
    (taken,) = record["decisions"]
    assert taken["verbatim"] == "RESOLVED: that it be agreed."
    assert taken["reasons"] == "It is the best value."
    assert taken["alternatives"] == "None was better."
    assert taken["by"] is None, "a body decided, and no person"


def test_the_record_names_those_it_must_and_nobody_else(built: Life) -> None:
    ref = built.middling(built.commission())
    built.declare(ref, "example-police", "organisational")
    built.declare(ref, "example-parent", "organisational", ruling="leaves", advised=True)
    built.executive(ref)
    built.decide(ref)
    with built.looking() as desk:
        record = stated(desk, ref)
    assert record is not None
    text = json.dumps(record, default=str)
    told = {c["name"]: c["outcome"] for c in record["decisions"][0]["conflicts"]}
    assert told.popitem()[1] == "not_there", "a parent has no seat on the executive board"
    assert list(told) == ["Pat Police"]
    assert told["Pat Police"] != "not_there"
    assert "Pat Police" in text
    for key in (*EXECUTIVE, *BOARD, COMMISSIONER):
        assert key not in text
    assert "Dana Director" not in text
    assert "As it was said." not in text, "what a consultee wrote is not public"


def test_the_register_begins_with_the_cycle_and_tells_no_lead(built: Life) -> None:
    running = built.commission("Running already")
    with built.acting(COMMISSIONER) as desk:
        idea = propose(desk, title="An idea").ref
    with built.looking() as desk:
        assert refs(commissions(desk).rows) == [running]
        with pytest.raises(Unusable) as unknown:
            commission(desk, idea)
        shown = commission(desk, running)
        assert refs(commissions(desk, words="ALREADY").rows) == [running]
        assert commissions(desk, state="closed").rows == ()
        for wrong in ({"state": "proposed"}, {"after": "\x00"}):
            with pytest.raises(Unusable):
                commissions(desk, **wrong)
    assert codes(unknown) == ["public.commission_unknown"]
    assert "lead" not in shown
    assert "value" not in shown
    assert (shown["need"], shown["decided"], shown["agreements"]) == (None, [], [])


def test_outcomes_are_said_as_the_framework_titles_them(built: Life) -> None:
    about = built.commission()
    with built.looking() as desk:
        file = commission_facts(desk, desk.row("commission", about), desk.today)
    assert file.framework is not None
    one = next(found for found in file.framework.outcomes if found.key != found.title)
    with built.acting(COMMISSIONER) as desk:
        about = open_commission(
            desk,
            title="Mentoring",
            lead=COMMISSIONER,
            end_date=dt.date(2027, 3, 31),
            outcomes=[one.key],
        ).ref
    with built.looking() as desk:
        assert commission(desk, about)["outcomes"] == [one.title]


def test_long_lists_come_in_pages_without_a_gap(built: Life) -> None:
    made = [built.commission(f"Commission {number}") for number in range(MOST + 3)]
    with built.looking() as desk:
        first = commissions(desk)
        second = commissions(desk, after=str(first.after))
    assert refs((*first.rows, *second.rows)) == made
    assert (len(first.rows), second.after) == (MOST, None)


@IN_ONE_WORKER
def test_the_years_decisions_in_pages_and_agreements_only_once_made(
    example_year: ExampleYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    from governance.application.publishing import paging

    store = open_store(example_year.url)
    with looking(store, now=dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)) as desk:
        everything = decided(desk)
        monkeypatch.setattr(paging, "MOST", 4)
        seen: list[Any] = []
        mark = ""
        for _ in range(10):
            page = decided(desk, after=mark)
            seen += page.rows
            if page.after is None:
                break
            mark = page.after
        monkeypatch.undo()
        shown = agreements(desk).rows
        award = stated(desk, "R-0012")
        with pytest.raises(Unusable):
            decided(desk, after="2025-04-29")
    store.close()
    assert seen == list(everything.rows)
    days = [row["published_on"] for row in seen]
    assert days == sorted(days, reverse=True)
    assert "awarded" not in {row["state"] for row in shown}
    assert {row["state"] for row in shown} == {"in_force", "expired", "ended"}
    assert award is not None
    assert [one["paragraph"] for one in award["papers"]["closed"]] == ["3"]
    assert "Evaluation of eleven offers" not in json.dumps(award, default=str)


def titles_shown(shown: dict[str, Any]) -> list[str]:
    return [one["title"] for one in shown["papers"]["open"]]


def test_a_paper_put_on_the_commissions_file_after_the_agenda_stays_a_draft(built: Life) -> None:
    about = built.commission()
    built.evidence(about, "needs")
    ref = built.middling(about)
    built.meeting("executive-board", built.today + dt.timedelta(days=14), ref)
    with built.looking() as desk:
        assert titles_shown(public_report(desk, ref)["notice"]) == ["needs", "options appraisal"]
    draft = on_commission(built, about, "draft")
    built.wait(2)
    later = on_commission(built, about, "later-draft")
    with built.looking() as desk:
        assert titles_shown(public_report(desk, ref)["notice"]) == ["needs", "options appraisal"]
        for one in (draft, later):
            with pytest.raises(Unusable):
                open_document(desk, report=ref, evidence=one, data_dir=built.data)


def on_commission(built: Life, about: str, kind: str) -> str:
    with built.acting(COMMISSIONER) as desk:
        add_evidence(
            desk,
            kind=kind,
            title=kind,
            data_dir=built.data,
            commission=about,
            document=Document(f"{kind}.txt", kind.encode()),
        )
        found = desk.all(EVIDENCE)
    return next(str(one.id) for one in found if one.kind == kind)


def test_the_record_keeps_the_papers_of_the_instant_of_the_decision(built: Life) -> None:
    about = built.commission()
    ref = built.middling(about)
    paper = file(built, ref, "prices")
    built.executive(ref)
    seen = on_commission(built, about, "seen")
    built.decide(ref)
    late = on_commission(built, about, "scores")
    with built.acting(COMMISSIONER) as desk:
        withdraw_evidence(desk, evidence=paper, reason="A wrong page.")
    with built.looking() as desk:
        record = public_report(desk, ref)["record"]
        page = report_page(desk, ref)
        assert open_document(desk, report=ref, evidence=seen, data_dir=built.data)[1] == b"seen"
        for one in (paper, late):
            with pytest.raises(Unusable):
                open_document(desk, report=ref, evidence=one, data_dir=built.data)
    day = built.today
    told = [("An open prices", day), ("options appraisal", None), ("seen", None)]
    assert [(one["title"], one["off_on"]) for one in record["papers"]["open"]] == told
    assert sorted((one["title"], one["off_on"]) for one in page["documents"]) == told

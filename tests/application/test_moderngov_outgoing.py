"""What goes out for ModernGov: what anybody may see, and it comes in again as it was."""

import csv
import datetime as dt
import io
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from moderngov_files import MAPPING, shown
from reports import COMMISSIONER, SECRETARY, Life, life

from governance.adapters.moderngov import load_mapping
from governance.adapters.moderngov.writing import hour
from governance.application.commissions.evidence import Closure, Document, add_evidence
from governance.application.desk import Desk, looking
from governance.application.meetings.acts import plan
from governance.application.moderngov.model import Report
from governance.application.moderngov.outgoing import export
from governance.application.moderngov.taking import import_moderngov
from governance.application.proposals.drafting import amend
from governance.application.proposals.findings import Words
from governance.application.proposals.queries import decisions as taken_on
from governance.application.publishing import paging
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store, open_store

READING = load_mapping(MAPPING, "moderngov.yaml")
SECRET = "A name nobody may read"
BODY = "executive-board"


@pytest.fixture
def built(store: Store, now: dt.datetime, tmp_path: Path) -> Life:
    return life(store, now, tmp_path)


def out(built: Life, kind: str, *, actor: str | None = None, **more: Any) -> bytes:
    def look() -> AbstractContextManager[Desk]:
        return built.looking(actor)

    return b"".join(export(look, READING, kind=kind, **more))


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def decided(built: Life, title: str, *, words: str = "RESOLVED: that it be agreed.") -> str:
    """A report that the executive board decided at its meeting."""
    ref = built.award(built.commission(), 300_000)
    with built.acting(COMMISSIONER) as desk:
        amend(desk, ref, title=title)
    built.submit(ref)
    built.evidence(ref, "options-appraisal")
    built.clear(ref, "s151")
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    closed = Closure("exempt", "It names prices.", "3")
    with built.acting(COMMISSIONER) as desk:
        add_evidence(
            desk,
            kind="financial-appraisal",
            title=SECRET,
            data_dir=built.data,
            proposal=ref,
            document=Document("a.txt", b"secret"),
            closed=closed,
        )
    built.executive(ref)
    built.open(ref)
    built.decide(ref, words=Words(words, "It is the best value.", "None was better."))
    return ref


def test_decisions_go_out_under_the_labels_of_its_pages(built: Life) -> None:
    ref = decided(built, "=1+1 for short breaks")
    (row,) = table(out(built, "decisions"))
    assert row["Reference"] == ref
    assert row["Title"] == "'=1+1 for short breaks", "no spreadsheet works it out"
    assert row["Decision status"] == "Recommendations Approved"
    assert row["Decision Maker"] == "the Executive Board"
    assert (row["Date of decision"], row["Publication date"]) == ("06/03/2025", "06/03/2025")
    assert row["Decision"] == "RESOLVED: that it be agreed."
    assert row["Alternative options considered"] == "None was better."
    assert SECRET.encode() not in out(built, "decisions", form="xml")
    assert not table(out(built, "decisions", body="cabinet"))
    assert not table(out(built, "decisions", to_day=dt.date(2025, 3, 5)))
    assert table(out(built, "decisions", body=BODY, from_day=dt.date(2025, 3, 6)))


def test_what_is_not_published_does_not_go_out(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    built.open(ref)
    built.decide(ref, publish=False)
    assert not table(out(built, "decisions"))


def test_the_forward_plan_goes_out_with_its_notices(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 3, 31))
    assert not table(out(built, "forward-plan")), "a draft is nobody's"
    built.notice(ref)
    (row,) = table(out(built, "forward-plan"))
    assert (row["Reference"], row["Is Key decision?"]) == (ref, "Yes")
    assert row["Decision status"] == "For Determination"
    assert row["Notice of proposed decision first published"] == "20/02/2025"
    assert row["Anticipated restriction"] == "Open"
    tree = ET.fromstring(out(built, "forward-plan", form="xml"))
    assert [one.tag for one in tree] == ["planitem"]
    assert tree.findtext("planitem/iskeydecision") == "Yes"


def test_agendas_go_out_without_what_is_exempt(built: Life) -> None:
    decided(built, "Short <breaks> & respite")
    tree = ET.fromstring(out(built, "agenda", form="xml", body=BODY))
    assert tree.findtext("committee/committeetitle") == "the Executive Board"
    (meeting,) = tree.iter("meeting")
    assert meeting.findtext("meetingid") == "M-0001"
    assert meeting.findtext("meetingtime") == "10.00 am"
    assert meeting.findtext("agendapublished") == "True"
    (item,) = meeting.iter("agendaitem")
    assert item.findtext("agendaitemtitle") == "Short <breaks> & respite"
    assert item.findtext("agendaitemid") == "M-0001/1"
    docs = [(d.findtext("title"), d.findtext("isrestricted")) for d in item.iter("linkeddoc")]
    assert ("", "True") in docs
    assert ("options appraisal", "False") in docs
    assert SECRET not in ET.tostring(tree, encoding="unicode")
    (row,) = table(out(built, "agenda"))
    assert (row["meetingid"], row["agendaitemtitle"]) == ("M-0001", "Short <breaks> & respite")


def test_agendas_that_are_not_published_are_the_secretarys(built: Life) -> None:
    with built.acting(SECRETARY) as desk:
        plan(desk, body=BODY, on=dt.date(2025, 3, 20))
    assert not table(out(built, "agenda"))
    (row,) = table(out(built, "agenda", unpublished=True, actor=SECRETARY))
    assert (row["meetingdate"], row["agendaitemtitle"]) == ("20/03/2025", "")
    with pytest.raises(GuardRefused, match="not_theirs"):
        out(built, "agenda", unpublished=True, actor=COMMISSIONER)


def test_what_nobody_knows_is_refused_before_anything_is_written(built: Life) -> None:
    for more in ({"kind": "minutes"}, {"kind": "agenda", "form": "pdf"}):
        with pytest.raises(Unusable, match=r"moderngov\."):
            out(built, **more)
    with pytest.raises(Unusable, match=r"name\.unknown"):
        out(built, "agenda", body="nobody")
    assert not table(out(built, "decisions", body="director")), "an office decides, and meets not"
    with pytest.raises(Unusable, match=r"name\.unknown"):
        out(built, "agenda", body="director")


def taken(store: Store, now: dt.datetime, *files: bytes, site: str, **more: Any) -> Report:
    return import_moderngov(
        store,
        partnership=None,
        files=[(f"file{n}", content) for n, content in enumerate(files, start=1)],
        mapping=MAPPING,
        mapping_file="moderngov.yaml",
        now=now,
        site=site,
        scheme="example-partnership",
        **more,
    )


@pytest.mark.parametrize("form", ["csv", "xml"])
def test_what_goes_out_comes_into_another_partnership_as_it_was(
    built: Life, form: str, quick_store: Store
) -> None:
    words = "RESOLVED:\n- that “it” be agreed; & no <more>"
    decided(built, "Short breaks", words=words)
    files = [out(built, kind, form=form) for kind in ("agenda", "decisions")]
    other, there = quick_store, life(quick_store, built.now)
    bodies = {"the Executive Board": BODY}
    report = taken(other, built.now, *files, site="exampleshire", bodies=bodies)
    assert [row[:2] for row in shown(report)] == [
        ("meeting", "made"),
        *([("item", "made")] if form == "xml" else []),
        ("decision", "made"),
    ]
    with there.looking() as desk:
        (one,) = taken_on(desk, desk.row("proposal", "R-0001").id)
        assert (one.verbatim, one.reasons) == (words, "It is the best value.")
        assert (one.outcome, one.on_day) == ("approved", dt.date(2025, 3, 6))
        assert desk.row("meeting", "M-0001").on_day == dt.date(2025, 3, 6)
    again = taken(other, built.now, *files, site="exampleshire", bodies=bodies)
    assert {row.becomes for row in again.rows} == {"there"}
    back = taken(built.world.store, built.now, *files, site="ourselves", bodies=bodies)
    assert {row.becomes for row in back.rows} == {"there"}, "what is ours is not doubled"


@IN_ONE_WORKER
def test_a_year_goes_out_page_by_page(
    example_year: ExampleYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(example_year.url)
    now = dt.datetime(2027, 4, 1, 9, tzinfo=dt.UTC)

    def look() -> AbstractContextManager[Desk]:
        return looking(store, now=now)

    whole = {kind: b"".join(export(look, READING, kind=kind)) for kind in ("decisions", "agenda")}
    monkeypatch.setattr(paging, "MOST", 4)
    monkeypatch.setattr("governance.application.moderngov.outgoing.PAGE", 3)
    for kind, content in whole.items():
        assert b"".join(export(look, READING, kind=kind)) == content
        refs = [row.get("Reference", row.get("agendaitemid")) for row in table(content)]
        named = [ref for ref in refs if ref]
        assert len(named) == len(set(named)) > 4
    store.close()


def test_hours_are_written_as_they_are_read() -> None:
    told = [hour(dt.time(h, m)) for h, m in ((0, 0), (9, 5), (12, 0), (14, 30))]
    assert told == ["12.00 am", "9.05 am", "12.00 pm", "2.30 pm"]

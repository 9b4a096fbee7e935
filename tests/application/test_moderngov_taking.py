"""What ModernGov published comes in once, as it happened, through the doors people use."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from moderngov_files import (
    DECIDED,
    HELD,
    MAPPING,
    ROW,
    agenda,
    codes,
    decisions,
    item,
    listing,
    meeting,
    shown,
)
from sqlalchemy import select
from world import World, world

from governance.application.meetings.acts import add_item, plan
from governance.application.meetings.queries import meeting_view
from governance.application.moderngov.model import Report
from governance.application.moderngov.taking import import_moderngov
from governance.application.proposals.drafting import draft
from governance.application.proposals.queries import decisions as taken_on
from governance.domain.errors import GuardRefused, Unusable
from governance.store import ledger
from governance.store.check import check
from governance.store.engine import Store
from governance.store.tables import TABLES

SECRETARY = "example-secretary"
CABINET = {"144": "cabinet"}
PAST, PAST2, TO_COME = "06/02/2025", "13/02/2025", "13/03/2025"


@pytest.fixture
def area(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def take(area: World, *files: bytes, **more: Any) -> Report:
    given: dict[str, Any] = {
        "partnership": area.key,
        "files": [(f"file{n}", content) for n, content in enumerate(files, start=1)],
        "mapping": MAPPING,
        "mapping_file": "moderngov.yaml",
        "now": area.now,
        "actor": SECRETARY,
        "bodies": CABINET,
        "scheme": "example-partnership",
    } | more
    return import_moderngov(area.store, **given)


def rows(area: World, table: str) -> list[Any]:
    with area.store.read() as tx:
        return tx.all(select(TABLES[table]).order_by(TABLES[table].c.id))


def whole(area: World, folder: Path) -> None:
    with area.store.read() as tx:
        assert ledger.verify(tx).ok
    assert check(area.store, evidence_dir=folder).ok


YEAR = (
    listing(
        meeting("1", PAST),
        meeting("2", PAST2, "Cancelled"),
        meeting("3", TO_COME),
        meeting("4", "20/03/2025", "Provisional"),
    ),
    meeting(
        "1",
        PAST,
        "Confirmed",
        agenda(
            item("81", "Apologies", minutes=HELD),
            item("82", "Short breaks &amp; respite", decision=DECIDED),
            item("83", "A secret", isrestricted=True, minutes=HELD),
            item("84", "Not shown", isdisplayallowed=False),
        ),
    ).encode(),
    meeting("3", TO_COME, "Confirmed", agenda(item("91", "Apologies"))).encode(),
)


def test_a_year_of_a_committee_comes_in_as_it_happened(area: World, tmp_path: Path) -> None:
    report = take(area, *YEAR, outcome="approved")
    assert shown(report) == [
        ("row", "left_out", ""),
        ("meeting", "made", "Cabinet (144), 6 February 2025"),
        ("item", "made", "Apologies"),
        ("decision", "made", "Short breaks & respite"),
        ("item", "made", "A secret"),
        ("meeting", "left_out", "Cabinet (144), 13 February 2025"),
        ("meeting", "made", "Cabinet (144), 13 March 2025"),
        ("item", "made", "Apologies"),
    ]
    held, coming = rows(area, "meeting")
    assert (held.state, held.on_day, held.place) == ("held", dt.date(2025, 2, 6), "Council Chamber")
    assert held.starts_at == dt.datetime(2025, 2, 6, 10, tzinfo=dt.UTC)
    assert [flag["code"] for flag in held.flags] == ["meeting.recorded_afterwards"]
    assert (coming.state, coming.starts_at.hour) == ("called", 10)
    with area.looking() as desk:
        view = meeting_view(desk, held.ref)
        found = taken_on(desk, desk.row("proposal", "R-0001").id)
    assert [(i["title"], i["state"], i["report"]) for i in view["agenda"]] == [
        ("Apologies", "taken", None),
        ("Short breaks & respite", "decided", "R-0001"),
        ("A secret", "listed", None),
    ]
    decision = found[0]
    assert decision.outside
    assert decision.irregular, "nothing was in order here, and it says so"
    assert decision.verbatim == (
        "RESOLVED: that the Council's short breaks be commissioned anew.\nThe officers were thanked."
    )
    assert (decision.decider, decision.on_day, decision.outcome) == (
        "cabinet",
        dt.date(2025, 2, 6),
        "approved",
    )
    whole(area, tmp_path)


def test_a_second_time_changes_nothing(area: World) -> None:
    take(area, *YEAR, outcome="approved")
    entries = len(rows(area, "ledger_entry"))
    again = take(area, *YEAR, outcome="approved", bodies={})
    assert {row.becomes for row in again.rows} == {"there", "left_out"}
    assert len(rows(area, "ledger_entry")) == entries


def test_a_trial_says_what_would_be_done_and_writes_nothing(area: World) -> None:
    before = {name: len(rows(area, name)) for name in TABLES}
    told = take(area, *YEAR, outcome="approved", check=True)
    assert told.check
    assert {name: len(rows(area, name)) for name in TABLES} == before
    done = take(area, *YEAR, outcome="approved")
    assert shown(done) == shown(told)


def test_unknown_committees_are_listed_and_not_guessed(area: World) -> None:
    report = take(area, *YEAR, bodies={})
    assert [(one.name, one.number) for one in report.unknown] == [("Cabinet (144)", 3)]
    assert report.count("refused") == 3
    assert codes(report.rows[1]) == ["moderngov.committee_unknown"]
    assert not rows(area, "meeting")
    alone = take(area, YEAR[1], bodies={})
    assert codes(alone.rows[0]) == ["moderngov.no_committee"]
    by_title = take(area, *YEAR, bodies={"CABINET": "cabinet"}, check=True)
    assert by_title.count("made") > 3
    named = take(area, YEAR[1], bodies={"": "cabinet"}, outcome="approved")
    assert named.count("made") == 4
    known = take(area, YEAR[1], bodies={})
    assert not known.count("refused"), "its number says whose meeting it is"


def test_a_committee_is_said_once(area: World) -> None:
    take(area, listing(meeting("3", TO_COME)))
    assert take(area, listing(meeting("5", "20/03/2025")), bodies={}).count("made") == 1
    other = take(area, listing(meeting("5", "27/03/2025")), bodies={}, site="elsewhere")
    assert other.unknown, "another council numbers its own committees"
    with pytest.raises(Unusable, match=r"name\.unknown"):
        take(area, *YEAR, bodies={"144": "cabinett"})


def test_a_meeting_goes_on_as_it_does_there(area: World) -> None:
    take(area, listing(meeting("3", TO_COME), meeting("4", "20/03/2025")))
    moved = take(
        area,
        listing(meeting("3", "14/03/2025", hour="2.30pm"), meeting("4", "20/03/2025", "Cancelled")),
    )
    assert [row.did for row in moved.rows] == [
        ("moderngov.did.moved",),
        ("moderngov.did.cancelled",),
    ]
    first, second = rows(area, "meeting")
    assert (first.on_day, first.starts_at.hour, first.starts_at.minute) == (
        dt.date(2025, 3, 14),
        14,
        30,
    )
    assert second.state == "cancelled"
    later = take(
        area,
        listing(meeting("3", "14/03/2025", hour="2.30pm")),
        now=area.now + dt.timedelta(days=60),
    )
    assert [row.did for row in later.rows] == [("moderngov.did.held",)]


def test_what_was_typed_already_is_matched_and_not_doubled(area: World) -> None:
    with area.acting(SECRETARY) as desk:
        mine = plan(desk, body="cabinet", on=dt.date(2025, 3, 13), starts=dt.time(10)).ref
        add_item(desk, mine, title="apologies")
    report = take(area, *YEAR)
    coming = [row for row in report.rows if row.ref == mine]
    assert [(row.kind, row.becomes) for row in coming] == [("meeting", "there")]
    assert len(rows(area, "meeting")) == 2
    with area.looking() as desk:
        assert len(meeting_view(desk, mine)["agenda"]) == 1


def test_a_decision_is_recorded_on_the_report_it_was_taken_on(area: World, tmp_path: Path) -> None:
    with area.acting(SECRETARY) as desk:
        ref = draft(desk, kind="other", title="School transport", scheme="example-partnership").ref
    report = take(area, decisions(ROW), bodies={"Cabinet": "cabinet"}, reports={"13567": ref})
    assert [(row.becomes, row.ref) for row in report.rows] == [("changed", ref)]
    with area.looking() as desk:
        row = desk.row("proposal", ref)
        assert (row.outcome, row.published_on) == ("approved", dt.date(2025, 2, 13))
        (found,) = taken_on(desk, row.id)
    assert (found.verbatim, found.reasons) == ("That transport be procured.", "It is needed")
    again = take(area, decisions(ROW), bodies={"Cabinet": "cabinet"})
    assert [(row.becomes, row.ref) for row in again.rows] == [("there", ref)]
    other = take(area, decisions(ROW.replace("procured", "kept")), bodies={"Cabinet": "cabinet"})
    assert codes(other.rows[0]) == ["moderngov.decision_differs"]
    whole(area, tmp_path)


def test_an_officer_is_said_each_time_and_never_kept(area: World) -> None:
    row = ROW.replace("Cabinet", "Jane Example &#40;Director&#41;")
    report = take(area, decisions(row), bodies={"Jane Example (Director)": "director"})
    assert report.count("made") == 1, report.rows
    assert not [one for one in rows(area, "outside_reference") if one.kind == "committee"]
    assert take(area, decisions(row), bodies={}).unknown


def test_two_decisions_of_a_day_can_be_called_alike(area: World) -> None:
    other = ROW.replace("13567", "13568").replace("procured", "reviewed")
    report = take(area, decisions(ROW, other), bodies={"Cabinet": "cabinet"})
    assert len({row.ref for row in report.rows if row.becomes == "made"}) == 2


def test_an_item_and_a_list_can_tell_of_one_decision(area: World) -> None:
    take(area, *YEAR, outcome="approved")
    row = ROW.replace("Home to school transport", "Short breaks &amp; respite")
    listed = decisions(row.replace("12/02/2025", "06/02/2025"))
    report = take(area, listed, bodies={"Cabinet": "cabinet"})
    assert [(one.becomes, one.ref) for one in report.rows] == [("there", "R-0001")]


def test_what_cannot_be_taken_is_told_row_by_row_and_the_rest_stands(
    area: World, tmp_path: Path
) -> None:
    report = take(
        area,
        decisions(
            ROW,
            ROW.replace("13567", "1").replace("12/02/2025", "31/02/2025"),
            ROW.replace("13567", ""),
            ROW.replace("13567", "2").replace("Recommendations Approved", "Perhaps"),
            ROW.replace("13567", "3").replace("Recommendations Approved", "For Determination"),
            ROW.replace("13567", "4").replace("12/02/2025", "12/02/2030"),
            ROW.replace("13567", "5").replace('"<p>That transport be procured.</p>"', ""),
            ROW.replace("13567", "6").replace(",Cabinet,", ",The Mayor,"),
            "too,few",
        ),
        bodies={"Cabinet": "cabinet"},
    )
    told = {
        row.where.partition(": ")[2]: codes(row) for row in report.rows if row.becomes == "refused"
    }
    assert told == {
        "row 3": ["import.cell_not_a_day"],
        "row 4": ["moderngov.cell_empty"],
        "row 5": ["moderngov.outcome_unknown"],
        "row 7": ["decision.in_future"],
        "row 8": ["decision.no_words"],
        "row 9": ["moderngov.decider_unknown"],
        "row 10": ["import.ragged_row"],
    }
    assert report.count("made") == 1
    assert report.count("left_out") == 1
    assert len(rows(area, "proposal")) == 1, "what was begun for the others is undone"
    whole(area, tmp_path)


def test_without_a_status_nobody_guesses_what_was_decided(area: World) -> None:
    report = take(area, *YEAR)
    refused = [row for row in report.rows if row.becomes == "refused"]
    assert [codes(row) for row in refused] == [["moderngov.no_outcome"]]
    later = take(area, *YEAR, outcome="noted")
    assert [row.kind for row in later.rows if row.becomes == "made"] == ["decision"]
    with pytest.raises(Unusable, match="outcome_none"):
        take(area, *YEAR, outcome="perhaps")


def test_a_decision_from_before_there_was_a_scheme_is_told(area: World) -> None:
    old = ROW.replace("12/02/2025", "12/02/2020")
    report = take(area, decisions(old), bodies={"Cabinet": "cabinet"})
    told = [(row.becomes, codes(row)) for row in report.rows]
    assert told == [("refused", ["rulebook.none_in_force"])]


def test_only_the_secretary_imports(area: World) -> None:
    with pytest.raises(GuardRefused, match="not_theirs"):
        take(area, *YEAR, actor="example-commissioner")

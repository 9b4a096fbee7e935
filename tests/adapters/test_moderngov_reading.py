"""Reading what ModernGov answers: its shapes, its oddities, and what wants to do harm."""

import datetime as dt
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moderngov_files import (
    DECIDED,
    HELD,
    MAPPING,
    ROW,
    agenda,
    decisions,
    item,
    listing,
    meeting,
)

from governance.adapters.moderngov import Taken, load_mapping, read_files
from governance.adapters.moderngov.mapping import DECISION_FIELDS, MEETING_FIELDS, OUTCOMES
from governance.adapters.moderngov.values import day, hour, line, prose
from governance.domain.errors import Unusable
from statemachines import proposal_facts

READING = load_mapping(MAPPING, "moderngov.yaml")


def read(*files: bytes, mapping: bytes = MAPPING) -> Taken:
    named = [(f"file{n}", content) for n, content in enumerate(files, start=1)]
    return read_files(named, load_mapping(mapping, "m.yaml"))


def refused(content: bytes) -> list[str]:
    with pytest.raises(Unusable) as raised:
        read(content)
    return [problem.code for problem in raised.value.problems]


def why(taken: Taken) -> list[tuple[str, list[str]]]:
    return [(one.ref, [p.code for p in one.reasons]) for one in taken.rejected]


def test_a_list_and_an_agenda_are_one_meeting() -> None:
    detail = meeting("1", "13/02/2025", "Confirmed", agenda(item("81", "Apologies", minutes=HELD)))
    (found,) = read(listing(meeting("1", "13/02/2025")), detail.encode()).meetings
    assert (str(found.committee), found.place) == ("Cabinet (144)", "Council Chamber")
    assert (found.on, found.starts) == (dt.date(2025, 2, 13), dt.time(10))
    assert found.agenda_published
    (one,) = found.items or ()
    assert (one.title, one.number) == ("Apologies", "1.")
    assert one.minutes == "Apologies were received from Councillor Example."


def test_the_order_of_files_does_not_matter() -> None:
    files = [
        listing(meeting("1", "13/02/2025")),
        meeting("1", "13/02/2025", "Confirmed", agenda(item("81", "Apologies"))).encode(),
    ]
    one, other = read(*files).meetings[0], read(*reversed(files)).meetings[0]
    assert (one.committee, one.place, one.items) == (other.committee, other.place, other.items)


def test_what_is_restricted_or_unpublished_is_not_taken() -> None:
    detail = meeting(
        "1",
        "13/02/2025",
        "Confirmed",
        agenda(
            item("1", "Exempt", decision=DECIDED, minutes=HELD, isrestricted=True),
            item("2", "Not yet", decision=DECIDED, isdecisionpublished=False),
            item("3", "Draft minute", minutes=HELD, isminutepublished=False),
            item("4", "Hidden", isdisplayallowed=False),
        ),
    )
    (found,) = read(detail.encode()).meetings
    told = [(i.title, i.decided, i.decision, i.minutes) for i in found.items or ()]
    assert told == [
        ("Exempt", True, "", ""),
        ("Not yet", False, "", ""),
        ("Draft minute", False, "", ""),
    ]


@pytest.mark.parametrize(
    "around",
    [
        '<soap:Envelope xmlns:soap="http://x"><soap:Body>{}</soap:Body></soap:Envelope>',
        "<getmeetingsbydate><meetings>{}</meetings></getmeetingsbydate>",
        "<mg:GetMeetings xmlns:mg='http://moderngov.co.uk/namespaces'>{}</mg:GetMeetings>",
    ],
)
def test_meetings_are_found_in_whatever_stands_around_them(around: str) -> None:
    """GetAllMeetingsByDate says the committee within the meeting."""
    inside = meeting("1", "13/02/2025", "Confirmed", "<committeeid>9</committeeid>")
    (found,) = read(around.format(inside).encode()).meetings
    assert found.committee is not None
    assert found.committee.id == "9"


def test_windows_1252_is_read_whatever_was_declared() -> None:
    text = listing(meeting("1", "13/02/2025"), title="Children’s Panel – North").decode()
    for declared in ("utf-8", "windows-1252", "iso-8859-1"):
        content = text.replace("utf-8", declared).encode("cp1252")
        (found,) = read(content).meetings
        assert str(found.committee) == "Children’s Panel – North (144)", declared
    (found,) = read(text.replace("utf-8", "utf-16").encode("utf-16")).meetings
    assert str(found.committee) == "Children’s Panel – North (144)"


def test_odd_meetings_are_told_one_by_one() -> None:
    taken = read(
        listing(
            meeting("1", "2025-02-13"),
            meeting("2", "2025-02-13T00:00:00", hour="half past"),
            meeting("", "13/02/2025"),
            meeting("4", "31/02/2025"),
            meeting("5", "13/02/2025", "Lost at sea"),
            meeting("6", "13/02/2025", "Provisional"),
            meeting("7", "13/02/2025"),
            meeting("7", "14/02/2025"),
            meeting("7", "13/02/2025"),
        )
    )
    assert [m.id for m in taken.meetings] == ["1", "2", "7"]
    assert [f.code for f in taken.meetings[1].flags] == ["moderngov.hour_unreadable"]
    assert why(taken) == [
        ("file1: a meeting", ["moderngov.no_id"]),
        ("file1: meeting 4", ["import.cell_not_a_day"]),
        ("file1: meeting 5", ["moderngov.status_unknown"]),
        ("file1: meeting 7", ["moderngov.meeting_twice"]),
    ]
    assert [one.reasons[0].code for one in taken.left_out] == ["moderngov.status_left_out"]


# --- documents that want to do harm

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<getmeetings>&lol3;</getmeetings>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<getmeetings>&x;</getmeetings>"""
REMOTE = b"""<!DOCTYPE getmeetings SYSTEM "http://127.0.0.1:9/a.dtd"><getmeetings/>"""


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, REMOTE, b"<!DOCTYPE html><html></html>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_is_read_in_any_encoding(content: bytes, encoding: str) -> None:
    assert refused(content.decode().encode(encoding)) == ["moderngov.doctype"]


def test_what_is_no_answer_is_refused_whole() -> None:
    assert refused(b"<html><body>Sign in</body></html>") == ["moderngov.no_answer"]
    assert refused(b"<getmeetings><meeting>") == ["moderngov.not_xml"]
    assert refused(b"<getmeetings>&made-up;</getmeetings>") == ["moderngov.not_xml"]
    assert refused(b"<a>" * 100 + b"</a>" * 100) == ["moderngov.too_deep"]
    assert refused(b"   ") == ["text.empty"]
    assert refused(b"Name,Colour\nA,red\n") == ["moderngov.headings_unknown"]
    assert not read(b"<getmeetings><meetingscount> 0</meetingscount></getmeetings>").meetings


def test_every_file_that_cannot_be_read_is_told() -> None:
    with pytest.raises(Unusable) as raised:
        read(LAUGHS, listing(meeting("1", "13/02/2025")), b"<a/>")
    assert [(p.file, p.code) for p in raised.value.problems] == [
        ("file1", "moderngov.doctype"),
        ("file3", "moderngov.no_answer"),
    ]


@given(st.text())
def test_words_of_strangers_are_mended_and_never_harmful(text: str) -> None:
    told = prose(escape(f"<p>{text}</p>"))
    assert "\x00" not in told
    assert prose(told) == prose(prose(told))
    assert "\n" not in line(text)


# --- lists


def test_a_list_of_decisions_is_read_by_its_headings() -> None:
    (one,) = read(decisions(ROW)).decisions
    assert (one.id, one.title, one.decider) == ("13567", "Home to school transport", "Cabinet")
    assert (one.outcome, one.words) == ("approved", "That transport be procured.")
    assert (one.decided_on, one.published_on) == (dt.date(2025, 2, 12), dt.date(2025, 2, 13))
    assert (one.key, one.call_in, one.effective_on) == ("Yes", "Yes", dt.date(2025, 2, 21))


def test_capitals_colons_and_a_mark_at_the_start_do_not_count() -> None:
    headings = "ref:,TITLE:,decision maker :,Date of Decision:,Decision Status"
    row = "1,=Cake,Cabinet,2025-02-12,recommendations approved"
    content = decisions(row, headings=headings)
    (one,) = read(b"\xef\xbb\xbf" + content).decisions
    assert (one.title, one.outcome) == ("=Cake", "approved")
    (same,) = read(content.replace(b"=Cake", b"'=Cake")).decisions
    assert same.title == "=Cake", "the apostrophe of an export is taken off"


def test_a_list_of_meetings_is_read_too() -> None:
    content = (
        b"meetingid,committeeid,committeetitle,meetingdate,meetingtime,meetinglocation,"
        b"meetingstatus\r\n1,144,Cabinet,13/02/2025,6.30 p.m.,Hall,Confirmed\r\n"
        b"2,144,Cabinet,,,,Confirmed\r\n3,144,Cabinet,13/02/2025,,,Cancelled\r\n"
    )
    taken = read(content)
    assert [(m.id, m.starts, m.cancelled) for m in taken.meetings] == [
        ("1", dt.time(18, 30), False),
        ("3", None, True),
    ]
    assert taken.committees == {"144": "Cabinet"}
    assert why(taken) == [("file1: row 3", ["import.cell_not_a_day"])]


def test_windows_1252_in_a_list_is_the_mappings_to_say() -> None:
    content = decisions(ROW.replace("transport", "café")).decode().encode("cp1252")
    assert refused(content) == ["import.wrong_encoding"]
    mapping = MAPPING.replace(b"encoding: utf-8", b"encoding: cp1252")
    (one,) = read(content, mapping=mapping).decisions
    assert one.title == "Home to school café"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("10.00 am", dt.time(10)),
        ("10:00", dt.time(10)),
        ("12 noon", dt.time(12)),
        ("12.15 am", dt.time(0, 15)),
        ("6pm", dt.time(18)),
        ("6.30 p.m.", dt.time(18, 30)),
        ("14:30:00", dt.time(14, 30)),
        ("25:00", None),
        ("13 pm", None),
        ("10", None),
        ("", None),
        ("On the rising of the Council", None),
    ],
)
def test_hours_as_councils_write_them(text: str, told: dt.time | None) -> None:
    assert hour(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("03/04/2025", dt.date(2025, 4, 3)),
        ("2025-04-03", dt.date(2025, 4, 3)),
        ("2025-04-03T00:00:00", dt.date(2025, 4, 3)),
        ("03/04/2025 00:00:00", dt.date(2025, 4, 3)),
        ("03/04/25", None),
        ("04/13/2025", None),
        ("3 April", None),
        ("03/04/0025", None),
    ],
)
def test_days_as_the_mapping_says(text: str, told: dt.date | None) -> None:
    assert day(text, READING.dates) == told


# --- the mapping


def test_the_shipped_mapping_names_every_field_and_outcome() -> None:
    assert set(READING.decisions) == set(DECISION_FIELDS)
    assert set(READING.meeting_list) == set(MEETING_FIELDS)
    assert set(READING.written) == set(OUTCOMES) == proposal_facts.OUTCOMES


def test_everything_wrong_in_a_mapping_is_told_at_once() -> None:
    wrong = (
        MAPPING.replace(b"dates: [DD/MM/YYYY, YYYY-MM-DD]", b"dates: [DD/MM/YYYY, YY]")
        .replace(b"noted: [Noted]", b"noted: [Approved]")
        .replace(b'without_status: ""', b"without_status: perhaps")
        .replace(b"published_agenda: called", b"published_agenda: shouted")
    )
    with pytest.raises(Unusable) as raised:
        load_mapping(wrong, "m.yaml")
    assert {p.code for p in raised.value.problems} == {
        "import.unknown_date_format",
        "import.heading_mapped_twice",
        "text.not_one_of",
    }
    assert len(raised.value.problems) == 4

"""Calendars as other programs read them: checked by two libraries that know nothing of Vires."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from ical.calendar import Calendar as Second
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event
from world import SEATS, World, world

from governance.adapters.calendars import Entry, written
from governance.application.bodies import acts as bodies
from governance.application.calendars import feeds
from governance.application.calendars.addresses import (
    addresses_of,
    end_addresses,
    make_address,
    whose,
)
from governance.application.deadlines import acts as deadlines
from governance.application.deadlines.queries import deadline_named
from governance.application.desk import looking
from governance.application.meetings import acts as meetings
from governance.application.people import acts as people
from governance.application.people.erasing import erase
from governance.application.people.leaving import leave
from governance.application.signing_in import acts as signing_in
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

SITE = "https://vires.example.org/p/exampleshire"
LONDON = ZoneInfo("Europe/London")
SECRETARY = "example-secretary"
SUMMER, WINTER = dt.date(2025, 7, 15), dt.date(2025, 12, 9)
TEN = dt.time(10)
CABINET, BOARD, CLOSED = "cabinet", "trust-board", "working-group"


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def member_of(body: str) -> str:
    """Somebody who sits on a body, and is no secretary."""
    return str(next(iter(SEATS[body].values()))[0])


def mine(built: World, person: str, now: dt.datetime | None = None) -> bytes:
    with built.looking(person, now=now) as desk:
        return feeds.personal(desk, site=SITE).content


def of_body(built: World, body: str = CABINET, now: dt.datetime | None = None) -> bytes:
    with built.looking(SECRETARY, now=now) as desk:
        return feeds.of_body(desk, desk.row("body", body).id, site=SITE).content


def openly(built: World, body: str = CABINET, now: dt.datetime | None = None) -> bytes:
    with built.looking(now=now) as desk:
        return feeds.public(desk, body, site=SITE).content


def first(content: bytes) -> dict[str, Event]:
    """A calendar read and checked by the first library: its events by their reference."""
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    calendar.validate()  # type: ignore[no-untyped-call]  # the library has no types there
    assert calendar.to_ical() == content, "read and written again, it is the same"
    assert not calendar.get_missing_tzids()
    found = {str(one["url"]).rpartition("/")[2]: one for one in calendar.events}
    assert len({str(one["uid"]) for one in calendar.events}) == len(calendar.events)
    assert not any(one.errors for one in calendar.walk())
    return found


def second(content: bytes) -> Second:
    """The same calendar, opened by the other library, which is strict."""
    found = IcsCalendarStream.calendar_from_ics(content.decode())
    assert [one.uid for one in found.events] == [
        str(one["uid"]) for one in Calendar.from_ical(content).events
    ]
    return found


def both(content: bytes) -> dict[str, Event]:
    second(content)
    return first(content)


def planned(built: World, body: str, on: dt.date, starts: dt.time | None = TEN) -> str:
    with built.acting(SECRETARY) as desk:
        return meetings.plan(desk, body=body, on=on, starts=starts, place="Shire Hall").ref


# --- what a calendar says


def test_summer_and_winter_have_the_hour_on_the_wall(built: World) -> None:
    refs = [planned(built, CABINET, on) for on in (SUMMER, WINTER)]
    content = of_body(built)
    found = both(content)
    for ref, on, utc in ((refs[0], SUMMER, 9), (refs[1], WINTER, 10)):
        start = found[ref].start
        assert isinstance(start, dt.datetime)
        assert start == dt.datetime.combine(on, TEN, tzinfo=LONDON)
        assert start.astimezone(dt.UTC).hour == utc
        assert str(found[ref]["dtstart"].params["TZID"]) == "Europe/London"
    other = {str(one.url).rpartition("/")[2]: one for one in second(content).events}
    assert [other[ref].start_datetime.astimezone(dt.UTC).hour for ref in refs] == [9, 10]
    assert other[refs[0]].location == "Shire Hall"
    assert other[refs[0]].computed_duration == dt.timedelta(hours=2)


def test_the_zone_is_written_out_as_it_is(built: World) -> None:
    """Each onset by the clock before it, which the definition of iCalendar asks for."""
    planned(built, CABINET, SUMMER)
    lines = of_body(built).decode().replace("\r\n ", "").split("\r\n")
    zone = lines[lines.index("BEGIN:VTIMEZONE") : lines.index("END:VTIMEZONE") + 1]
    assert zone == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:STANDARD",
        "DTSTART:20250101T000000",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T010000",
        "TZNAME:BST",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T020000",
        "TZNAME:GMT",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize("name", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
def test_by_the_zone_alone_every_hour_is_the_right_one(name: str) -> None:
    zone = ZoneInfo(name)
    begin = dt.datetime(2025, 1, 1, 12, tzinfo=zone)
    entries = [entry(at=(begin + dt.timedelta(days=n)), uid=str(n)) for n in range(0, 1000, 3)]
    content = written(entries, name="", timezone=name)
    calendar = Calendar.from_ical(content.replace(name.encode(), b"Nowhere/Known"))
    (told,) = calendar.timezones
    known = told.to_tz(lookup_tzid=False)
    for one in entries:
        assert one.at is not None
        wall = one.at.astimezone(zone).replace(tzinfo=None)
        assert known.utcoffset(wall) == zone.utcoffset(wall), wall


def test_a_move_raises_the_sequence_and_keeps_the_name(built: World, now: dt.datetime) -> None:
    ref = planned(built, CABINET, SUMMER)
    told: list[Event] = [both(of_body(built))[ref]]
    later = now + dt.timedelta(hours=1)
    with built.acting(SECRETARY, now=later) as desk:
        meetings.change_day(desk, ref, on=WINTER, reason="The room is taken.", place="Annexe")
    told.append(both(of_body(built))[ref])
    with built.acting(SECRETARY, now=later + dt.timedelta(hours=1)) as desk:
        meetings.cancel(desk, ref, reason="Nothing to decide.")
    told.append(both(of_body(built))[ref])
    assert len({str(one["uid"]) for one in told}) == 1
    assert str(told[0]["uid"]).endswith("@exampleshire.vires")
    sequences = [one.sequence for one in told]
    assert sequences == sorted(set(sequences))
    stamps = [one.DTSTAMP for one in told]
    assert stamps == [now, later, later + dt.timedelta(hours=1)]
    assert [one.LAST_MODIFIED for one in told] == stamps
    assert [f"{one.start:%Y-%m-%d}" for one in told] == [f"{d}" for d in (SUMMER, WINTER, WINTER)]
    assert [str(one["location"]) for one in told] == ["Shire Hall", "Annexe", "Annexe"]
    assert [str(one["status"]) for one in told] == ["TENTATIVE", "TENTATIVE", "CANCELLED"]
    assert str(told[2]["summary"]).startswith("Cancelled: ")
    assert str(told[2]["transp"]) == "TRANSPARENT"


def test_a_cancelled_meeting_stays_for_a_year(built: World) -> None:
    ref = planned(built, CABINET, SUMMER)
    with built.acting(SECRETARY) as desk:
        meetings.cancel(desk, ref, reason="Nothing to decide.")
    at = dt.datetime.combine(SUMMER, TEN, tzinfo=dt.UTC)
    assert ref in both(of_body(built, now=at + dt.timedelta(days=360)))
    assert ref not in both(of_body(built, now=at + dt.timedelta(days=370)))


def test_a_meeting_without_an_hour_takes_the_day(built: World) -> None:
    ref = planned(built, CABINET, SUMMER, None)
    one = both(of_body(built))[ref]
    assert (one.start, one.end) == (SUMMER, SUMMER + dt.timedelta(days=1))
    assert str(one["transp"]) == "TRANSPARENT"


def test_the_same_state_is_the_same_bytes(built: World, now: dt.datetime) -> None:
    ref = planned(built, CABINET, SUMMER)
    one = of_body(built)
    assert of_body(built, now=now + dt.timedelta(days=20)) == one
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in one
    assert b"X-PUBLISHED-TTL:PT1H" in one
    with built.acting(SECRETARY) as desk:
        meetings.call(desk, ref, reason="")
    assert of_body(built) != one


def entry(**values: object) -> Entry:
    given: dict[str, object] = {
        "uid": "one@example",
        "sequence": 0,
        "changed": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        "on": SUMMER,
        "at": None,
        "summary": "A meeting",
        "status": "CONFIRMED",
    }
    return Entry(**{**given, **values})  # type: ignore[arg-type]


ODD = [
    'Commas, semicolons; back\\slashes \\n and "quotes": all of them',
    "é" * 300 + "€" * 300 + "👩‍👩‍👧‍👦" * 60,
    "two\nlines\r\nand\ra third",
    "BEGIN:VEVENT\nEND:VCALENDAR\nATTACH:file",
    "=cmd|' /C calc'!A0",
    "name with \x00 and \x07 and \x1b[31m in it",
    " begins and ends with a gap ",
    "مرحبا שלום",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_folded_escaped_and_comes_back(text: str) -> None:
    content = written(
        [entry(summary=text, description=text, place=text)], name=text, timezone="Europe/London"
    )
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # never broken within a character
    assert content.count(b"\r") == content.count(b"\n")
    meant = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    (one,) = Calendar.from_ical(content).events
    assert [str(one[name]) for name in ("summary", "description", "location")] == [meant] * 3
    (other,) = IcsCalendarStream.calendar_from_ics(content.decode()).events
    assert (other.summary, other.description) == (meant, meant)
    assert content.count(b"\r\nBEGIN:VEVENT") == 1


# --- whose meetings and deadlines


def test_a_person_has_the_meetings_of_their_bodies_and_no_others(
    built: World, now: dt.datetime
) -> None:
    cabinet, board = planned(built, CABINET, SUMMER), planned(built, BOARD, WINTER)
    person = "example-councillor"
    assert person not in str(SEATS[BOARD])
    assert set(both(mine(built, person))) & {cabinet, board} == {cabinet}
    assert {cabinet, board} <= set(both(mine(built, SECRETARY)))
    with built.acting(SECRETARY) as desk:
        bodies.end_appointment(
            desk, body=CABINET, seat="finance", last_day=SUMMER - dt.timedelta(3)
        )
    assert cabinet not in both(mine(built, person))


def test_a_named_substitute_has_them_too(built: World) -> None:
    body, seat = next(
        (body, people_)
        for body, seats in SEATS.items()
        for people_ in seats.values()
        if len(people_) > 1
    )
    ref = planned(built, body, SUMMER)
    assert ref in both(mine(built, seat[1]))


def test_what_is_due_is_a_day_of_whoever_owes_it(built: World, now: dt.datetime) -> None:
    ref = planned(built, CABINET, SUMMER)
    with built.looking(SECRETARY) as desk:
        due = deadline_named(desk, ref)
    found = both(mine(built, SECRETARY))
    one = found[due.row.id]
    assert one.start == due.row.due_day
    assert str(one["uid"]) == f"{due.row.id}@exampleshire.vires"
    assert str(one["transp"]) == "TRANSPARENT"
    assert str(one["status"]) == "CONFIRMED"
    assert due.row.id not in both(mine(built, member_of(CABINET)))
    with built.acting(SECRETARY) as desk:
        deadlines.pause(desk, due.name, reason="The room is not certain.")
    paused = both(mine(built, SECRETARY))[due.row.id]
    assert str(paused["status"]) == "TENTATIVE"
    assert paused.sequence > one.sequence
    later = now + dt.timedelta(days=7)
    with built.acting(SECRETARY, now=later) as desk:
        deadlines.resume(desk, due.name)
    moved = both(mine(built, SECRETARY, later))[due.row.id]
    assert moved.start > one.start
    assert moved.sequence > paused.sequence
    with built.acting(SECRETARY, now=later) as desk:
        deadlines.waive(desk, due.name, reason="It will be held elsewhere.")
    assert due.row.id not in both(mine(built, SECRETARY, later))


def test_the_public_has_what_is_published_of_bodies_that_meet_in_public(
    built: World, now: dt.datetime
) -> None:
    ref = planned(built, CABINET, SUMMER)
    assert both(openly(built)) == {}
    with built.acting(SECRETARY) as desk:
        meetings.call(desk, ref)
    assert both(openly(built)) == {}
    with built.acting(SECRETARY) as desk:
        meetings.publish(desk, ref)
    found = both(openly(built))
    assert len(found) == 1
    content = openly(built).decode()
    assert "/meetings/" not in content
    assert content.count("/public") == 1
    with built.acting(SECRETARY) as desk:
        meetings.cancel(desk, ref, reason="The chair is ill with something private.")
    (one,) = both(openly(built)).values()
    assert str(one["status"]) == "CANCELLED"
    assert "private" not in openly(built).decode()
    with built.acting() as desk:
        bodies.add_body(desk, key=CLOSED, name="Working group", standing="partnership")
    with built.looking() as desk:
        named = [row.key for row in feeds.public_bodies(desk)]
        assert CABINET in named
        assert CLOSED not in named
        for body in (CLOSED, "nobody-knows"):
            with pytest.raises(Unusable) as unknown:
                feeds.public(desk, body, site=SITE)
            assert [p.code for p in unknown.value.problems] == ["name.unknown"]


def test_names_of_people_stand_in_no_calendar(built: World) -> None:
    for body in (CABINET, BOARD):
        planned(built, body, SUMMER)
    with built.looking() as desk:
        named = desk.tx.all(people_names())
    whole = b"".join((mine(built, SECRETARY), of_body(built), of_body(built, BOARD))).decode()
    assert not [row.text for row in named if row.text in whole]


def people_names() -> object:
    from sqlalchemy import select

    return select(TABLES["private_text"].c.text)


@IN_ONE_WORKER
def test_every_calendar_of_the_examples_year_is_sound(example_year: ExampleYear) -> None:
    store = open_store(example_year.url)
    at = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
    with looking(store, now=at) as desk:
        keys = [row.key for row in desk.tx.all(TABLES["person"].select())]
        bodies_ = [row.id for row in desk.tx.all(TABLES["body"].select())]
        calendars = [feeds.of_body(desk, one, site=SITE).content for one in bodies_]
        calendars += [
            feeds.public(desk, row.key, site=SITE).content for row in feeds.public_bodies(desk)
        ]
    for key in keys:
        with looking(store, now=at, actor=key) as desk:
            calendars.append(feeds.personal(desk, site=SITE).content)
    counted = [len(both(one)) for one in calendars]
    assert len(counted) > 30
    assert sum(counted) > 100
    statuses = {s for one in calendars for s in re.findall(rb"STATUS:(\w+)", one)}
    assert {b"CONFIRMED", b"CANCELLED"} <= statuses
    store.close()


# --- addresses


@pytest.fixture
def person(built: World) -> str:
    return member_of(CABINET)


def known(built: World, token: str, now: dt.datetime | None = None) -> object:
    with built.looking() as desk:
        pid = desk.pid
    return whose(built.store, partnership_id=pid, token=token, now=now or built.now)


def test_an_address_is_shown_once_and_another_ends_it(
    built: World, person: str, now: dt.datetime
) -> None:
    with built.acting(person) as desk:
        made = make_address(desk)
        of_board = make_address(desk, body=BOARD)
    assert len(made.token) >= 43
    assert made.receipt.kind == "person.calendar_made"
    found = known(built, made.token)
    assert found is not None
    assert (found.person, found.body_id) == (person, None)  # type: ignore[attr-defined]
    board = known(built, of_board.token)
    assert board is not None
    assert board.body_id is not None  # type: ignore[attr-defined]
    assert known(built, made.token[:-1]) is None
    assert known(built, "") is None
    with built.acting(person) as desk:
        again = make_address(desk)
    assert known(built, made.token) is None
    assert known(built, again.token) is not None
    assert known(built, of_board.token) is not None
    with built.looking(person) as desk:
        kept = addresses_of(desk)
        rows = desk.tx.all(everything())
    assert [one.body for one in kept] == [BOARD, None]
    assert not [row for row in rows if again.token in str(row)]


def everything() -> object:
    return TABLES["calendar_address"].select()


def test_it_is_ended_by_its_owner_and_by_administrators_alone(built: World, person: str) -> None:
    with built.acting(person) as desk:
        one, other = make_address(desk), make_address(desk, body=CABINET)
        receipt = end_addresses(desk, body=CABINET)
    assert receipt.kind == "person.calendar_ended"
    assert known(built, other.token) is None
    assert known(built, one.token) is not None
    somebody = member_of(BOARD)
    assert somebody != person
    with pytest.raises(GuardRefused), built.acting(somebody) as desk:
        end_addresses(desk, person=person)
    with pytest.raises(GuardRefused), built.looking(somebody) as desk:
        addresses_of(desk, person=person)
    with built.acting() as desk:
        end_addresses(desk, person=person)
    assert known(built, one.token) is None
    with pytest.raises(Refused) as gone, built.acting(person) as desk:
        end_addresses(desk)
    assert [r.code for r in gone.value.refusals] == ["calendar.none_such"]
    with pytest.raises(Refused) as nobody, built.acting() as desk:
        make_address(desk)
    assert [r.code for r in nobody.value.refusals] == ["calendar.of_nobody"]


def test_it_is_over_with_the_account_and_on_the_day_of_leaving(
    built: World, now: dt.datetime
) -> None:
    with built.acting() as desk:
        people.add_person(desk, key="example-new", name="Example New")
        signing_in.make_account(desk, person="example-new")
    with built.acting("example-new") as desk:
        token = make_address(desk).token
    assert known(built, token) is not None
    with built.acting() as desk:
        signing_in.lock_account(desk, person="example-new")
    assert known(built, token) is None
    with built.acting() as desk:
        signing_in.unlock_account(desk, person="example-new")
    assert known(built, token) is not None
    with built.acting() as desk:
        leave(desk, person="example-new", on=now.date() + dt.timedelta(days=3))
    assert known(built, token, now + dt.timedelta(days=2)) is not None
    assert known(built, token, now + dt.timedelta(days=3)) is None
    after = now + dt.timedelta(days=10)
    with built.acting(now=after) as desk:
        erase(desk, person="example-new", reason="They asked.", now_because="They asked us to.")
    with built.looking() as desk:
        assert desk.tx.all(everything()) == []


def test_the_record_says_that_it_was_made_and_ended_and_nothing_secret(
    built: World, person: str
) -> None:
    with built.acting(person) as desk:
        token = make_address(desk, body=CABINET).token
        end_addresses(desk)
    with built.looking() as desk:
        bodies_ = [row.body for row in desk.tx.all(entries())]
    told = [one for one in bodies_ if b"person.calendar_" in one]
    assert len(told) == 2
    assert not [one for one in bodies_ if token.encode() in one]


def entries() -> object:
    return TABLES["ledger_entry"].select()

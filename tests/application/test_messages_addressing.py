"""Whom a designation leads to on a day, and why."""

import datetime as dt

import pytest
from letters import queue, small_world
from world import World, world

from governance import words
from governance.application.bodies import acts as bodies
from governance.application.commissions import opening
from governance.application.messages.addressing import Reached, reached
from governance.application.messages.wording import text_of
from governance.application.people import acts as people
from governance.application.people import away
from governance.application.people.leaving import leave
from governance.domain.errors import Refused
from governance.store.engine import Store

DAY = dt.timedelta(days=1)
NOWHERE = ("partnership", "none")
REMINDER = {
    "title": "Short breaks",
    "what": "review",
    "kind": "review",
    "due": "2025-03-13",
    "days": 5,
    "overdue": False,
    "commission": None,
    "owners": [],
    "late": None,
}


@pytest.fixture
def example(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


def led(world: World, designation: str, *, on: dt.date | None = None, **more: str) -> Reached:
    with world.looking() as desk:
        return reached(desk, designation, subject=NOWHERE, on=on or desk.today, **more)


def keys(found: Reached) -> list[str]:
    return [to.person.key.removeprefix("example-") for to in found.people]


def why(found: Reached) -> list[str]:
    codes = [to.because.code.removeprefix("message.") for to in found.people]
    assert all(f"message.{code}" in words.catalogue() for code in codes)
    return codes


def test_an_office_is_whoever_holds_it_that_day_else_its_deputy(example: World) -> None:
    found = led(example, "director")
    assert (keys(found), why(found)) == (["director"], ["because.holder"])
    with example.acting() as desk:
        bodies.end_holding(desk, office="director", person="example-director")
    assert keys(led(example, "director")) == ["director"]
    found = led(example, "director", on=example.now.date() + DAY)
    assert (keys(found), why(found)) == (["deputy"], ["because.deputy"])


def test_a_vacant_office_without_a_deputy_goes_to_the_secretary_and_says_so(
    example: World,
) -> None:
    with example.acting() as desk:
        bodies.end_holding(desk, office="s151", person="example-finance")
    found = led(example, "s151", on=example.now.date() + DAY)
    assert (keys(found), why(found)) == (["secretary"], ["nobody.office_vacant"])
    because = found.people[0].because
    assert words.say(because.code, because.params) == (
        "You get this as secretary because nobody holds the post of the chief finance officer,"
        " and it has no deputy."
    )


@pytest.mark.parametrize(
    ("designation", "code"),
    [
        ("nobody-of-that-name", "nobody.unknown"),
        ("person:nobody", "nobody.unknown"),
        ("chair:director", "nobody.unknown"),
        ("chair:nobody", "nobody.unknown"),
        ("whatever:nobody", "nobody.unknown"),
        ("owner", "nobody.unknown"),
        ("chair:executive-board", "nobody.no_chair"),
        ("manager:director", "nobody.no_manager"),
        ("lead", "nobody.no_commission"),
        ("author", "nobody.no_author"),
    ],
)
def test_what_leads_to_nobody_goes_to_the_secretary(
    example: World, designation: str, code: str
) -> None:
    with example.looking() as desk:
        subject = ("partnership", desk.pid)
        found = reached(desk, designation, subject=subject, on=desk.today)
    assert (keys(found), why(found)) == (["secretary"], [code])


def test_bodies_chairs_and_roles(example: World) -> None:
    assert keys(led(example, "cabinet")) == ["councillor", "lead-member", "leader"]
    assert keys(led(example, "chair:trust-board")) == ["lead-member"]
    assert keys(led(example, "chair:locality-north")) == ["councillor", "district"]
    assert keys(led(example, "secretary")) == ["secretary"]
    assert keys(led(example, "proper_officer")) == ["monitoring"]
    assert keys(led(example, "person:example-police")) == ["police"]
    assert keys(led(example, "owner", owner="director")) == ["director"]
    with example.looking() as desk:
        called = reached(desk, "trust-board", subject=("meeting", "none"), on=desk.today)
    assert {"police", "police-substitute", "nhs-substitute"} <= set(keys(called))
    assert "police-substitute" not in keys(led(example, "trust-board"))


def test_a_manager_is_whoever_holds_the_office_they_report_to(example: World) -> None:
    with example.acting() as desk:
        away.reports_to(desk, person="example-commissioner", office="director")
        away.reports_to(desk, person="example-director", office="director")
    found = led(example, "manager:joint-commissioning-head")
    assert (keys(found), why(found)) == (["director"], ["because.manager"])
    assert keys(led(example, "manager:manager:joint-commissioning-head")) == ["secretary"]
    assert keys(led(example, "manager:owner", owner="joint-commissioning-head")) == ["director"]


def test_a_leaver_is_followed_by_whoever_holds_what_they_held(example: World) -> None:
    today = example.now.date()
    with example.acting() as desk:
        receipt = opening.open_commission(
            desk, title="Short breaks", lead="example-commissioner", end_date=today + 400 * DAY
        )
        subject = ("commission", receipt.id)
        leave(desk, person="example-commissioner", on=today)
        away.reports_to(desk, person="example-commissioner", office="director")

    def lead() -> Reached:
        with example.looking() as desk:
            return reached(desk, "lead", subject=subject, on=today)

    found = lead()
    assert (keys(found), why(found)) == (["director"], ["because.reported_to"])
    with example.acting() as desk:
        bodies.hold_office(desk, office="joint-commissioning-head", person="example-finance")
    found = lead()
    assert (keys(found), why(found)) == (["finance"], ["because.succeeded"])
    with example.acting() as desk:
        leave(desk, person="example-finance", on=today)
        leave(desk, person="example-director", on=today)
    found = lead()
    assert (keys(found), why(found)) == (["deputy"], ["because.reported_to"])
    with example.acting() as desk:
        leave(desk, person="example-deputy", on=today)
    found = lead()
    assert (keys(found), why(found)) == (["secretary"], ["nobody.left"])


def test_a_commission_without_a_lead_is_said_to_have_none_and_the_secretary_is_not_it(
    example: World,
) -> None:
    with example.acting() as desk:
        made = opening.propose(desk, title="Short breaks")
        subject = ("commission", made.id)
        asked = queue(
            desk,
            recipient="owner",
            template="reminder",
            params=REMINDER | {"owner": "lead", "ref": made.ref},
            subject=subject,
            prompt_id="prompt",
        )
    with example.looking() as desk:
        found = reached(desk, "lead", subject=subject, on=desk.today)
        text = text_of(desk, desk.by_id("message", asked)).body
    assert (keys(found), why(found)) == (["secretary"], ["nobody.no_lead"])
    because = found.people[0].because
    assert made.ref in words.say(because.code, because.params)
    assert "Who has to do it: the lead of the commission\n" in text


def test_who_is_away_is_told_with_their_deputy(example: World) -> None:
    today = example.now.date()
    with example.acting() as desk:
        away.record_absence(desk, person="example-director", from_day=today, to_day=today + 3 * DAY)
    found = led(example, "director")
    assert keys(found) == ["director", "deputy"]
    assert found.people[1].because.params["until"] == (today + 3 * DAY).isoformat()
    assert keys(led(example, "director", on=today + 4 * DAY)) == ["director"]
    with example.acting() as desk:
        away.record_absence(
            desk,
            person="example-deputy",
            from_day=today,
            to_day=today,
            deputy="example-director",
        )
    assert keys(led(example, "director")) == ["director", "deputy"]
    with example.acting() as desk:
        away.record_absence(
            desk, person="example-police", from_day=today, to_day=today, deputy="example-nhs"
        )
    found = led(example, "person:example-police")
    assert (keys(found), why(found)) == (["police", "nhs"], ["because.you", "because.away"])
    with example.acting() as desk:
        away.come_back(desk, person="example-police")
    assert keys(led(example, "person:example-police")) == ["police"]


def test_without_a_secretary_nobody_is_reached_and_it_says_so(
    quick_store: Store, now: dt.datetime
) -> None:
    built = small_world(quick_store, now)
    with built.acting() as desk:
        people.end_grant(desk, person="example-secretary", role="secretary")
    found = led(built, "director", on=now.date() + DAY)
    assert found.people == ()
    assert found.missing is not None
    assert found.missing.code == "message.no_secretary"


def test_days_away_are_checked(example: World) -> None:
    today = example.now.date()
    with example.acting() as desk, pytest.raises(Refused):
        away.come_back(desk, person="example-police")
    with example.acting() as desk, pytest.raises(Refused, match="own_deputy"):
        away.record_absence(
            desk,
            person="example-police",
            from_day=today,
            to_day=today,
            deputy="example-police",
        )

"""The register a page at a time: found, filtered, sorted, and never a row twice or left out."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from world import World, world

from governance.application.change import Change, Insert
from governance.application.commissions import agreements, lifecycle, opening
from governance.application.commissions.register import SORTS, Asked, every, register
from governance.application.commissions.register_rows import WAITING
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.store.engine import Store

LEAD = "example-commissioner"
OTHER = "example-police-substitute"
COUNT = 23
BOUND = 12
"""Statements for a page at the most, one filter set, whatever it holds."""


@pytest.fixture
def made(store: Store, now: dt.datetime) -> World:
    """Twenty-three commissions that differ in everything the register sorts by."""
    built = world(store, now)
    with built.acting() as desk:
        for n in range(COUNT):
            opening.record_commission(
                desk,
                title=f"{'sSpeech therapy' if n % 2 else 'Café for carers'}"[n % 2 :] + f" {n % 7}",
                reason="It ran before.",
                lead=OTHER if n % 5 == 0 else LEAD,
                end_date=None if n % 4 == 0 else dt.date(2026, 1, 1) + dt.timedelta(days=n % 3),
                value=None if n % 6 == 0 else 100_000 * (n % 5),
            )
    return built


def asked(built: World, given: Asked) -> list[str]:
    """Every reference of an answer, read page by page, forwards; backwards must be the same."""
    pages = list(forwards(built, given))
    refs = [ref for page in pages for ref in page]
    assert len(set(refs)) == len(refs)
    with built.looking(LEAD) as desk:
        last = register(desk, given)
        while last.after:
            last = register(desk, replace(given, after=last.after))
        back = [[one["ref"] for one in last.lines]]
        while last.before:
            last = register(desk, replace(given, before=last.before))
            back.insert(0, [one["ref"] for one in last.lines])
    assert [ref for page in back for ref in page] == refs
    return refs


def forwards(built: World, given: Asked) -> Iterator[list[str]]:
    with built.looking(LEAD) as desk:
        page = register(desk, given)
        yield [one["ref"] for one in page.lines]
        while page.after:
            page = register(desk, replace(given, after=page.after))
            yield [one["ref"] for one in page.lines]


def rows(built: World) -> list[dict[str, Any]]:
    with built.looking(LEAD) as desk:
        return register(desk, Asked(size=100)).lines


KEYS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "reference": lambda one: one["ref"],
    "title": lambda one: one["title"].lower(),
    "end": lambda one: one["end_date"],
    "value": lambda one: one["value"],
}


@pytest.mark.parametrize("sort", sorted(KEYS))
@pytest.mark.parametrize("down", [False, True])
def test_pages_follow_one_another_in_every_order(made: World, sort: str, down: bool) -> None:
    key = KEYS[sort]
    lines = rows(made)
    known = [one for one in lines if key(one) is not None]
    known.sort(key=lambda one: (key(one), one["ref"]), reverse=down)
    lacking = sorted((one["ref"] for one in lines if key(one) is None), reverse=down)
    given = Asked(sort=sort, down=down, size=4)
    assert asked(made, given) == [one["ref"] for one in known] + lacking


def test_references_are_in_the_order_people_count(made: World) -> None:
    with made.acting() as desk:
        row = desk.row("commission", "C-0023")
        desk.apply(Change("commission.amended", "commission", row, {"ref": "C-10000"}))
    assert asked(made, Asked(size=5))[-2:] == ["C-0022", "C-10000"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("speech", 11),
        ("THERAPY 3", 2),
        ("café", 12),
        ("CAFÉ", 12),
        ("c-0007", 1),
        ("7", 1),
        ("%", 0),
        ("_", 0),
        ("speech café", 0),
        ("  ", COUNT),
    ],
)
def test_words_are_found_in_titles_and_references(made: World, text: str, found: int) -> None:
    assert len(asked(made, Asked(text=text, size=5))) == found


def test_many_that_hold_a_word_are_found_like_few(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [asked(made, Asked(text="speech", sort=sort, size=3)) for sort in KEYS]
    monkeypatch.setattr("governance.application.commissions.register_search.FEW", 2)
    assert [asked(made, Asked(text="speech", sort=sort, size=3)) for sort in KEYS] == few
    assert len(asked(made, Asked(lead=OTHER, states=("in_cycle",), size=3))) == 5


def test_leads_and_providers_are_found_by_name(made: World, now: dt.datetime) -> None:
    with made.acting() as desk:
        name = lead_name(desk)
        provider = desk.row("organisation", "example-care")
        agreements.record_agreement(
            desk, commission="C-0003", title="Grant", provider=provider.key, reason="It runs."
        )
        wanted = provider.name
    assert len(asked(made, Asked(text=name, size=50))) == 5
    assert asked(made, Asked(text=wanted.split()[0] + " speech" * 0, size=50)).count("C-0003") == 1
    assert asked(made, Asked(provider="example-care")) == ["C-0003"]


def lead_name(desk: Desk) -> str:
    from governance.application.people.queries import names_by_key

    return names_by_key(desk, [OTHER])[OTHER]


def test_filters_leave_what_they_say(made: World) -> None:
    lines = rows(made)
    early = dt.date(2026, 1, 2)
    with made.acting(LEAD) as desk:
        lifecycle.pause(desk, commission="C-0002", reason="A strike.")
    assert asked(made, Asked(states=("paused",))) == ["C-0002"]
    assert asked(made, Asked(ending_before=early, size=3)) == [
        one["ref"] for one in lines if one["end_date"] and one["end_date"] < early
    ]
    assert asked(made, Asked(value_from=200_000, value_to=300_000, size=3)) == [
        one["ref"] for one in lines if one["value"] and 200_000 <= one["value"] <= 300_000
    ]
    assert asked(made, Asked(level="local")) == []


def test_what_nobody_knows_is_said_all_at_once(made: World) -> None:
    wanted = Asked(states=("pausd",), lead="exampel-commissioner", sort="titel")
    with pytest.raises(Unusable) as error, made.looking(LEAD) as desk:
        register(desk, wanted)
    assert {one.code for one in error.value.problems} == {
        "commission.state_unknown",
        "name.unknown",
    }
    assert len(error.value.problems) == 3


def a_review(desk: Desk, ref: str, *, due: dt.date, state: str, cause: str = "1") -> None:
    """A review of a commission with its deadline, whatever the day."""
    about = desk.row("commission", ref)
    review = {
        "id": desk.new_id(),
        "ref": desk.next_ref("review"),
        "commission_id": about.id,
        "number": int(cause),
        "state": state,
        "tier": "low",
        "due_day": due,
    }
    running = {
        "id": desk.new_id(),
        "kind": "review",
        "subject_table": "review",
        "subject_id": review["id"],
        "due_at": dt.datetime.combine(due, dt.time(), tzinfo=dt.UTC),
        "due_day": due,
    }
    writes = (Insert("deadline", running),)
    desk.apply(Change("review.scheduled", "review", None, review, writes=writes))


def test_the_next_date_orders_and_missed_reviews_show(made: World, now: dt.datetime) -> None:
    today = now.date()
    with made.acting() as desk:
        for n, ref in enumerate(("C-0009", "C-0004", "C-0011", "C-0002")):
            a_review(desk, ref, due=today + dt.timedelta(days=n - 1), state="due")
        a_review(desk, "C-0009", due=today + dt.timedelta(days=40), state="due", cause="2")
        a_review(desk, "C-0005", due=today - dt.timedelta(days=5), state="missed")
    found = ["C-0005", "C-0009", "C-0004", "C-0011", "C-0002"]
    assert asked(made, Asked(sort="next", size=2)) == found
    assert asked(made, Asked(sort="next", down=True, size=2)) == found[::-1]
    assert asked(made, Asked(missed=True)) == ["C-0005", "C-0009"]
    assert asked(made, Asked(missed=True, sort="next", size=1)) == ["C-0005", "C-0009"]
    with made.looking(LEAD) as desk:
        (line,) = register(desk, Asked(text="C-0009")).lines
    assert (line["next_on"], line["review_missed"]) == (today - dt.timedelta(days=1), True)


@pytest.mark.parametrize("state", ["draft", "before_decider"])
def test_a_report_before_a_decider_waits_for_a_decision(made: World, state: str) -> None:
    with made.acting() as desk:
        about = desk.row("commission", "C-0006")
        values = {
            "id": desk.new_id(),
            "ref": desk.next_ref("proposal"),
            "kind": "award",
            "title": "A report",
            "state": state,
            "commission_id": about.id,
            "scheme_key": "example-partnership",
        }
        desk.apply(Change("proposal.drafted", "proposal", None, values))
    wanted = ["C-0006"] if state in WAITING else []
    assert asked(made, Asked(waiting=True)) == wanted


def test_a_page_costs_the_same_however_many_there_are(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (statements(made, size, monkeypatch) for size in (2, 20))
    assert max(few) <= BOUND
    assert max(many) <= BOUND


def counting(fetch: Callable[..., Any], asks: Counter[str]) -> Callable[..., Any]:
    def counted(text: str, values: Any) -> Any:
        asks[text] += 1
        return fetch(text, values)

    return counted


def statements(built: World, size: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    counted = []
    for sort in SORTS:
        with built.looking(LEAD) as desk, monkeypatch.context() as patch:
            asks = Counter[str]()
            fetch = desk.tx._fetch  # every statement goes through it
            patch.setattr(desk.tx, "_fetch", counting(fetch, asks))
            register(desk, Asked(sort=sort, size=size, lead=LEAD, after="C-0001"))
            counted.append(asks.total())
    return counted


def test_every_line_comes_for_a_file(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.application.commissions.register.MOST", 5)
    with made.looking(LEAD) as desk:
        assert [one["ref"] for one in every(desk, Asked(sort="title"))] == asked(
            made, Asked(sort="title")
        )

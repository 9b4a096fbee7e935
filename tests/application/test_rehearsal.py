"""A year rehearsed on a copy: what it finds, that it is the same again, that nothing is touched."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pools import pool
from promised import publish_plan
from rehearsed import END, FIRST, POLICY, START, away, year_ahead
from reports import Life, codes
from sqlalchemy import select
from trigger_bits import measure
from world import World

from governance.application.change import Change
from governance.application.deadlines.rows import deadline
from governance.application.people.leaving import leave
from governance.application.rehearsal.rehearsing import Asked, Text, rehearse
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.rehearsal.supposing import Supposed
from governance.store import ledger, migrations
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

SPRING = Asked(start=START, end=dt.date(2026, 4, 12), seed=1)
LONGER = replace(SPRING, end=dt.date(2026, 5, 31))
AUTUMN = Asked(start=dt.date(2026, 9, 7), end=dt.date(2026, 11, 15), seed=1)
OCTOBER = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
STEADY = Supposed(absence=0, slip=0)
SCHEME = "schemes/example-partnership.yaml"


@pytest.fixture(scope="module")
def built() -> Iterator[World]:
    """Eight commissions with two leads: rehearsing never writes, so one is enough for all."""
    store = open_store("sqlite://")
    migrations.upgrade(store)
    yield year_ahead(store, commissions=8)
    store.close()


@pytest.fixture(scope="module")
def spring(built: World) -> dict[str, Any]:
    return rehearsed(built, SPRING)


def rehearsed(built: World, asked: Asked) -> dict[str, Any]:
    return rehearse(built.store, asked, now=FIRST)


def as_json(found: dict[str, Any]) -> str:
    return json.dumps(found, default=str)


def shipped(file: str, before: str = "", after: str = "") -> Text:
    """A shipped text, with a part of it put otherwise."""
    text = (config_dir() / file).read_text(encoding="utf-8")
    assert before in text
    return Text(text.replace(before, after, 1).encode(), file)


def everything(store: Store) -> dict[str, list[Any]]:
    with store.read() as tx:
        return {
            name: tx.all(select(table).order_by(table.c.partnership_id, table.c.id))
            for name, table in TABLES.items()
        }


def test_the_original_is_never_written(store: Store) -> None:
    built = year_ahead(store, commissions=3)
    before = everything(store)
    found = rehearse(store, replace(SPRING, end=dt.date(2026, 3, 31)), now=FIRST)
    assert found["runs"][0]["figures"]["meetings"] > 0
    assert found["runs"][0]["figures"]["messages"] > 0
    assert everything(store) == before
    with built.store.read() as tx:
        assert ledger.verify(tx).ok


def test_the_same_seed_gives_the_same_year_and_another_another(
    built: World, spring: dict[str, Any]
) -> None:
    assert as_json(rehearsed(built, SPRING)) == as_json(spring)
    assert as_json(rehearsed(built, replace(SPRING, seed=2))) != as_json(spring)


def test_an_understaffed_october_names_its_meeting() -> None:
    store = open_store("sqlite://")
    migrations.upgrade(store)
    built = year_ahead(store, commissions=2)
    whole = rehearsed(built, replace(AUTUMN, supposed=STEADY))["runs"][0]
    assert not [
        one for one in whole["meetings"] if one["body"] == "executive-board" and one["short"]
    ]
    for person in ("example-nhs", "example-police", "example-finance"):
        away(built, person, *OCTOBER)
    found = rehearsed(built, replace(AUTUMN, supposed=STEADY))["runs"][0]
    store.close()
    short = [one for one in found["meetings"] if one["body"] == "executive-board" and one["short"]]
    assert [one["on"].month for one in short] == [10]
    one = short[0]
    assert one["ref"] in found["inquorate"]
    assert one["foreseen"]
    assert (one["there"], one["needed"], one["short"]) == (2, 3, 1)
    assert one["away"] == ("Frankie Finance", "Noor Health", "Pat Police")
    assert one["missed"] == ()
    assert one["vacant"] == ("the schools forum's head teacher",)
    assert any("NHS officer" in why for why in one["why"])


def test_reviews_are_held_by_leads_who_can_and_their_reports_decided(
    spring: dict[str, Any],
) -> None:
    run = spring["runs"][0]
    assert run["findings"] == []
    assert run["figures"]["reviews"] == 2
    assert run["figures"]["decisions"] >= 2
    assert run["waiting"].get("with_officer", 0) <= 2


def test_a_lead_who_can_hold_none_misses_all(built: World) -> None:
    supposed = Supposed(reviews_a_week=0)
    run = rehearsed(built, replace(SPRING, start=FIRST.date(), supposed=supposed))["runs"][0]
    figures = run["figures"]
    assert figures["reviews_missed"] == figures["reviews_not_held"] > 0
    last = run["reviews"]["missed"][-1]
    assert last["late_by"] == (SPRING.end - last["due"]).days
    assert figures["escalations"] > 0
    assert any(one["kind"] == "review" and one["escalation"] for one in run["told"])


def test_a_cliff_is_told_with_its_value_and_the_notices_nobody_minded(built: World) -> None:
    asked = Asked(dt.date(2026, 3, 1), END, seed=1, supposed=Supposed(cliff=2))
    months = rehearsed(built, asked)["runs"][0]["endings"]
    assert [(one["month"], one["number"], one["cliff"]) for one in months] == [
        ("2026-08", 2, True),
        ("2026-12", 2, True),
    ]
    first = months[0]
    assert first["value"] == sum(one["value"] for one in first["agreements"]) > 0
    assert first["not_seen_to"] == 2
    passed = first["agreements"][0]["passed_unnoticed"]
    assert dt.date(2026, 6, 3) in passed, "ninety days before"


def test_what_vires_refuses_is_found_and_stops_nothing() -> None:
    store = open_store("sqlite://")
    migrations.upgrade(store)
    built = year_ahead(store, commissions=6)
    with built.acting() as desk:
        leave(desk, person="example-lead-00", on=dt.date(2026, 1, 5))
    found = rehearsed(built, SPRING)["runs"][0]["findings"]
    store.close()
    assert "C-0005 has no lead who is still there" in found[0]["words"]
    assert found[0]["why"][0]["remedy"] == "Give the commission a lead."


def test_everything_wrong_with_a_period_is_said_at_once(built: World) -> None:
    wrong = Asked(dt.date(2025, 5, 1), dt.date(2025, 4, 1), seed=-1, supposed=Supposed(absence=101))
    with pytest.raises(Unusable) as raised:
        rehearsed(built, wrong)
    assert codes(raised) == [
        "rehearsal.to_before_from",
        "rehearsal.in_the_past",
        "rehearsal.seed_out_of_range",
        "rehearsal.out_of_range",
    ]
    with pytest.raises(Unusable) as raised:
        rehearsed(built, Asked(START, dt.date(2036, 2, 1), seed=1))
    assert codes(raised) == ["rehearsal.too_long"]


def test_two_escalation_policies_meet_the_same_luck(built: World, spring: dict[str, Any]) -> None:
    text = shipped(
        POLICY,
        before="      - {when: 1 working day after, tell: owner's manager}\n"
        "      - {when: 5 working days after, tell: chair of executive-board",
        after="      - {when: 5 working days after, tell: chair of executive-board",
    )
    found = rehearsed(built, replace(LONGER, supposed=Supposed(slip=100), texts=(text,)))
    first, second = found["runs"]
    assert first["figures"]["reviews_missed"] > 0
    assert second["title"] == "Reminders and escalation in the Exampleshire Children's Partnership"
    assert first["reviews"] == second["reviews"]
    told = found["difference"]["told"]
    assert [(one["kind"], one["level"], one["second"]) for one in told] == [
        ("review", "after-1-working-day", 0)
    ]
    assert found["difference"]["figures"]["escalations"]["change"] == -told[0]["first"] < 0


def test_two_schemes_send_the_same_reviews_elsewhere(built: World) -> None:
    text = shipped(
        SCHEME,
        before="    path: [{decide: director}]\n    procedure: [officer-record]\n"
        "    source: scheme, paragraph 9.1",
        after="    path: [{decide: executive-board}]\n    procedure: [agenda]\n"
        "    source: scheme, paragraph 9.1",
    )
    found = rehearsed(built, replace(LONGER, texts=(text,)))
    executive = next(
        one for one in found["difference"]["bodies"] if one["body"] == "executive-board"
    )
    assert executive["second"]["items"] > executive["first"]["items"]
    assert found["runs"][1]["findings"] == []


def test_a_text_that_stands_for_none_is_refused(built: World) -> None:
    text = shipped(POLICY, before="key: exampleshire-escalation", after="key: exampleshire")
    with pytest.raises(Unusable) as raised:
        rehearsed(built, replace(SPRING, texts=(text,)))
    assert codes(raised) == ["rehearsal.stands_for_none"]
    assert raised.value.problems[0].params["nearest"] == "exampleshire-escalation"
    with pytest.raises(Unusable) as raised:
        rehearsed(built, replace(SPRING, texts=(shipped("frameworks/four-step.yaml"),)))
    assert codes(raised) == ["rehearsal.kind_not_tried"]


def test_one_that_is_broken_off_leaves_nothing(built: World) -> None:
    def stop(_run: int, day: dt.date) -> None:
        if day >= START:
            raise KeyboardInterrupt

    before = everything(built.store)
    with pytest.raises(KeyboardInterrupt):
        rehearse(built.store, SPRING, now=FIRST, progress=stop)
    assert everything(built.store) == before


def test_partners_returns_and_hosts_reports_come_or_are_late() -> None:
    store = open_store("sqlite://")
    migrations.upgrade(store)
    life = Life(year_ahead(store, commissions=1), FIRST)
    with life.acting() as desk:
        publish_plan(desk)
    pool(life)
    on_time = rehearsed(life.world, replace(LONGER, supposed=STEADY))["runs"][0]
    late = rehearsed(life.world, replace(LONGER, supposed=Supposed(slip=100)))["runs"][0]
    store.close()
    assert on_time["findings"] == []
    kinds = {one["kind"] for one in on_time["returns"]}
    assert kinds == {"monitoring_return", "fund_report"}
    assert on_time["figures"]["returns_missed"] == 0
    assert late["figures"]["returns"] == late["figures"]["returns_missed"] > 0


def test_what_a_measure_asks_of_a_lead_is_the_leads() -> None:
    store = open_store("sqlite://")
    migrations.upgrade(store)
    life = Life(year_ahead(store, commissions=1), FIRST)
    of_lead = deadlines_of(rehearsed(life.world, SPRING))
    ref = measure(life, "C-0001")
    with life.acting(None) as desk:
        row = desk.row("measure", ref)
        due = deadline(
            desk,
            kind="corrective_action",
            cause="2025-12-31-1",
            subject=("measure", row.id),
            due_day=START + dt.timedelta(days=30),
            owner="lead",
        )
        desk.apply(Change("deadline.set", "measure", row, {}, writes=(due,)))
    found = deadlines_of(rehearsed(life.world, SPRING))
    store.close()
    assert found == of_lead | {"example-lead-00": of_lead.get("example-lead-00", 0) + 1}


def deadlines_of(found: dict[str, Any]) -> dict[str, int]:
    """How many deadlines each has."""
    return {one["who"]: one["deadlines"] for one in found["runs"][0]["load"]["people"]}


def test_reviews_overdue_when_it_begins_are_told_apart(built: World) -> None:
    late = replace(SPRING, start=dt.date(2026, 9, 7), end=dt.date(2026, 9, 30))
    run = rehearsed(built, replace(late, supposed=Supposed(slip=100)))["runs"][0]
    before = [one for one in run["reviews"]["missed"] if one["due"] < late.start]
    assert len(before) == run["figures"]["reviews_overdue"] > 0
    missed = run["figures"]["reviews_missed"]
    assert missed + len(before) == len(run["reviews"]["missed"])


def test_vacant_seats_and_substitutes_who_are_away_are_named() -> None:
    store = open_store("sqlite://")
    migrations.upgrade(store)
    built = year_ahead(store, commissions=1)
    with built.acting() as desk:
        leave(desk, person="example-police", on=FIRST.date())
    for person in ("example-nhs", "example-nhs-substitute", "example-finance"):
        away(built, person, *OCTOBER)
    run = rehearsed(built, replace(AUTUMN, supposed=STEADY))["runs"][0]
    store.close()
    of_board = [one for one in run["meetings"] if one["body"] == "executive-board"]
    (short,) = [one for one in of_board if one["on"].month == 10]
    assert short["foreseen"]
    assert len(short["vacant"]) == 2, "that of the schools, and the seat of whoever left"
    assert short["away"] == ("Frankie Finance", "Noor Health")

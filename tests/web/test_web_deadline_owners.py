"""Whose a deadline is, by name: on its page and in the list, and who is told where nobody is."""

import datetime as dt
from typing import Any

import pytest
from browsing import Site, text_of
from reports import COMMISSIONER, SECRETARY, Life
from world import KEY, RULEBOOKS, world

from governance.application.change import Change
from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.queries import deadline_named
from governance.application.people.queries import names
from governance.store.engine import Store

POLICY = "escalations/exampleshire.yaml"


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now, rulebooks=(*RULEBOOKS, POLICY)), now)


def due(life: Life, lead: str | None) -> str:
    """The id of the deadline of a review, on a commission that this person leads by now."""
    given: dict[str, Any] = {"starts_on": dt.date(2025, 2, 1), "ends_on": dt.date(2027, 3, 31)}
    about = life.commission(title="Breaks")
    with life.acting() as desk:
        record_agreement(desk, commission=about, title="As it runs", reason="found", **given)
        if lead is None:
            row = desk.row("commission", about)
            gone = {"lead_id": None}
            desk.apply(
                Change(kind="commission.amended", table="commission", subject=row, values=gone)
            )
    with life.looking() as desk:
        return str(deadline_named(desk, "W-0001/review").row.id)


def called(life: Life, person: str) -> str:
    with life.looking() as desk:
        row = desk.row("person", person)
        return names(desk, [row.id])[row.id]


@pytest.mark.parametrize(
    ("lead", "who", "said"),
    [
        (COMMISSIONER, COMMISSIONER, "The lead of the commission: {name}"),
        (
            None,
            SECRETARY,
            "The lead of the commission: nobody at present; messages go to {name} instead",
        ),
    ],
)
def test_a_deadline_names_whose_it_is_or_who_is_told_instead(
    life: Life, quick_store: Store, lead: str | None, who: str, said: str
) -> None:
    row = due(life, lead)
    browser = Site(quick_store, life.now, KEY).as_(SECRETARY)
    wanted = said.format(name=called(life, who))
    assert wanted in text_of(browser.get(f"/deadlines/{row}"))
    assert wanted in text_of(browser.get("/deadlines"))

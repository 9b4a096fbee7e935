"""A commission's whole page: what stands on it, and that its cost does not grow."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from world import World, world

from governance.application.commissions import agreements, lifecycle, opening, page
from governance.application.commissions.agreement_list import agreements_page
from governance.application.desk import Desk
from governance.store.engine import Store

LEAD = "example-commissioner"


@pytest.fixture
def made(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


def opened(desk: Desk, title: str = "Short breaks") -> str:
    end = dt.date(2027, 3, 31)
    return opening.open_commission(desk, title=title, lead=LEAD, end_date=end).ref


def agreed(desk: Desk, ref: str, n: int, provider: str) -> None:
    agreements.record_agreement(
        desk,
        commission=ref,
        title=f"Lot {n}",
        provider=provider,
        reason="It runs.",
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2026, 1, n),
    )


def test_its_days_stand_in_order_with_what_they_are(made: World) -> None:
    with made.acting() as desk:
        ref = opened(desk)
        agreed(desk, ref, 5, "example-care")
    with made.looking(LEAD) as desk:
        told = page.page(desk, ref)
    days = [(one["on"], one["what"]) for one in told["dates"]]
    assert days == sorted(days)
    assert (dt.date(2026, 1, 5), "agreement_ends") in days
    assert days[-1] == (dt.date(2027, 3, 31), "commission_ends")
    assert told["lead_key"] == LEAD
    assert told["reads_closed"]
    assert told["agreements"][0]["provider"]


def test_its_history_is_read_backwards_page_by_page(made: World) -> None:
    with made.acting() as desk:
        ref = opened(desk)
        for n in range(page.HISTORY + 3):
            lifecycle.set_facts(desk, commission=ref, need=f"Need {n}")
    numbers: list[int] = []
    before = None
    with made.looking(LEAD) as desk:
        while True:
            found = page.page(desk, ref, history_before=before)["history"]
            numbers += [one["number"] for one in found["entries"]]
            before = found["older"]
            if before is None:
                break
    assert numbers == list(range(numbers[0], 0, -1))
    assert numbers[0] == page.HISTORY + 5


def test_closed_documents_are_not_for_everybody(made: World) -> None:
    with made.acting() as desk:
        ref = opened(desk)
    with made.looking("example-police-substitute") as desk:
        assert not page.page(desk, ref)["reads_closed"]


def test_more_on_file_and_more_in_the_register_cost_no_more_statements(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made.acting() as desk:
        ref = opened(desk)
        agreed(desk, ref, 1, "example-care")
    first = counted(made, ref, monkeypatch)
    with made.acting() as desk:
        for n in range(20):
            opened(desk, f"Another {n}")
        for n in range(2, 9):
            agreed(desk, ref, n, "example-care")
    assert counted(made, ref, monkeypatch) == first


def counted(built: World, ref: str, monkeypatch: pytest.MonkeyPatch) -> int:
    with built.looking(LEAD) as desk, monkeypatch.context() as patch:
        asks = Counter[str]()
        fetch = desk.tx._fetch  # every statement goes through it

        def counting(text: str, values: Any) -> Any:
            asks[text] += 1
            return fetch(text, values)

        patch.setattr(desk.tx, "_fetch", counting)
        page.page(desk, ref)
    return asks.total()


def test_agreements_are_listed_by_their_end_page_by_page(made: World) -> None:
    with made.acting() as desk:
        ref = opened(desk)
        for n in (3, 1, 1, 2):
            agreed(desk, ref, n, "example-care")
        agreements.record_agreement(desk, commission=ref, title="No end", reason="It runs.")
        agreements.record_agreement(
            desk, commission=ref, title="Over", reason="It ran.", state="ended"
        )
    found: list[str] = []
    after = None
    with made.looking(LEAD) as desk:
        while True:
            rows, after = agreements_page(desk, after=after, size=1)
            found += [one["title"] for one in rows]
            if after is None:
                break
        early, _ = agreements_page(desk, ending_before=dt.date(2026, 1, 2))
        everything, _ = agreements_page(desk, over=True)
    assert found == ["Lot 1", "Lot 1", "Lot 2", "Lot 3", "No end"]
    assert [one["title"] for one in early] == ["Lot 1", "Lot 1"]
    assert "Over" in [one["title"] for one in everything]

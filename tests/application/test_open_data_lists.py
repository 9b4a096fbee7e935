"""The lists of the transparency code: what each holds, exact, and safe in a spreadsheet."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from open_data_bits import awarded, opened, report
from world import World, world

from governance.adapters.csv_out import FORMULA, Pence, cell, csv_parts
from governance.application.change import Change
from governance.application.commissions.agreements import record_agreement
from governance.application.publishing.open_data import lists
from governance.domain.errors import Unusable
from governance.store.engine import Store


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def rows(built: World, name: str, now: dt.datetime | None = None) -> list[dict[str, str]]:
    with built.looking(now=now) as desk:
        content = b"".join(lists.list_parts(desk, lists.known_list(name)))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def recorded(built: World, ref: str, **more: Any) -> str:
    given: dict[str, Any] = {"title": "A contract", "provider": "example-care", "reason": "found"}
    with built.acting() as desk:
        return record_agreement(desk, commission=ref, **(given | more)).ref


def test_a_contract_is_listed_with_what_the_code_asks_for(built: World) -> None:
    with built.acting() as desk:
        ref = opened(desk, mechanism="competition")
        department = desk.row("organisation", "county-council").id
        row = desk.row("commission", ref)
        values = {"organisation_id": department}
        desk.apply(Change("commission.facts_set", "commission", row, values))
        for number, (state, day) in enumerate((("accepted", 1), ("due", 20), ("due", 21))):
            review = {"commission_id": row.id, "number": number, "state": state, "tier": "low"}
            named = {"id": desk.new_id(), "ref": desk.next_ref("review")}
            due = {"due_day": dt.date(2025, 6, day)}
            desk.apply(Change("review.set", "review", None, {**named, **review, **due}))
    agreement = recorded(
        built,
        ref,
        title="Foster care, lot 1",
        value=1_234_567_89,
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 12, 31),
    )
    (found,) = rows(built, "contracts")
    assert found == {
        "Reference": agreement,
        "Title": "Foster care, lot 1",
        "Description of the goods or services": "Foster care",
        "Department responsible": "Exampleshire County Council",
        "Kind of agreement": "contract",
        "Supplier": "Example Care Limited",
        "Supplier’s registration numbers": "",
        "Voluntary or community sector": "",
        "Small or medium-sized enterprise": "",
        "Sum (£)": "1234567.89",
        "VAT that cannot be recovered (£)": "",
        "Start date": "2025-01-01",
        "End date": "2027-12-31",
        "Review date": "2025-06-20",
        "How it was procured": "competition",
        "State": "in force",
        "Commission": ref,
    }


def test_what_is_at_most_five_thousand_pounds_is_not_listed_and_what_is_unknown_is(
    built: World,
) -> None:
    with built.acting() as desk:
        ref = opened(desk)
    for title, value in (("Small", 5_000_00), ("Over", 5_000_01), ("Unknown", None)):
        recorded(built, ref, title=title, value=value)
    found = {one["Title"]: one["Sum (£)"] for one in rows(built, "contracts")}
    assert found == {"Over": "5000.01", "Unknown": ""}


def test_grants_have_a_list_of_their_own(built: World) -> None:
    with built.acting() as desk:
        ref = opened(desk)
    recorded(built, ref, title="Club", kind="grant", value=300_00, provider="voluntary-sector")
    recorded(built, ref, title="In house", kind="in-house", value=90_000_00)
    assert rows(built, "contracts") == []
    (found,) = rows(built, "grants")
    wanted = ["Club", "300.00", "yes", "Exampleshire Voluntary Action"]
    columns = ("Title", "Sum (£)", "Voluntary or community sector", "Beneficiary")
    assert [found[name].casefold() for name in columns] == [one.casefold() for one in wanted]


def test_an_agreement_that_is_only_awarded_is_not_listed(built: World) -> None:
    with built.acting() as desk:
        ref = opened(desk)
        awarded(desk, ref, report(desk, ref).ref)
    assert rows(built, "contracts") == []


def test_a_permission_to_procure_is_listed_once_it_is_published(
    built: World, now: dt.datetime
) -> None:
    tomorrow = now + dt.timedelta(days=1)
    with built.acting() as desk:
        ref = opened(desk)
        kind = "permission-to-procure"
        report(desk, ref, kind=kind, state="rescinded")
        report(desk, ref, kind=kind, published_on=None)
        report(desk, ref, kind=kind, outcome="refused", state="decided")
        last = report(desk, ref, kind=kind, published_on=tomorrow.date())
        opened(desk, title="Nothing decided")
    assert rows(built, "tenders") == []
    (found,) = rows(built, "tenders", tomorrow)
    assert (found["Decision"], found["Commission"]) == (last.ref, ref)
    assert found["Description of the goods or services"] == "Children live far from home."


@pytest.mark.parametrize("at_once", [3, 7, 500])
def test_a_list_is_whole_and_in_order(
    built: World, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", at_once)
    with built.acting() as desk:
        ref = opened(desk)
    made = [recorded(built, ref, title=f"Number {n}") for n in range(7)]
    assert [one["Reference"] for one in rows(built, "contracts")] == made


def test_no_cell_works_as_a_formula(built: World) -> None:
    with built.acting() as desk:
        ref = opened(desk, title="=HYPERLINK(1)")
    recorded(built, ref, title="+1+1", value=9_000_00)
    (found,) = rows(built, "contracts")
    assert found["Title"] == "'+1+1"
    assert found["Description of the goods or services"] == "'=HYPERLINK(1)"


def test_a_list_nobody_knows(built: World) -> None:
    with pytest.raises(Unusable) as error:
        rows(built, "contract")
    assert error.value.problems[0].params["nearest"] == "contracts"


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**15)), max_size=4))
def test_every_cell_comes_back_and_none_begins_as_a_formula(lines: list[tuple[str, int]]) -> None:
    content = b"".join(csv_parts(["a", "b"], [(t, Pence(n)) for t, n in lines]))
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert read[0] == ["a", "b"]
    assert len(read) == len(lines) + 1
    for (text, amount), (first, second) in zip(lines, read[1:], strict=True):
        assert first in (text, f"'{text}")
        assert not first.lstrip(" ").startswith(FORMULA)
        assert Decimal(second) * 100 == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (dt.date(2025, 3, 1), "2025-03-01"),
        (-3, "-3"),
        (Pence(5), "0.05"),
        ("  =1", "'  =1"),
        ("plain", "plain"),
    ],
)
def test_each_kind_of_cell(value: Any, text: str) -> None:
    assert cell(value) == text

"""Linked commissions count together; partners and pages of the list."""

import datetime as dt
from typing import Any

import pytest
from conftest import memory_store
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World, world

from governance.application.change import Change
from governance.application.commissions import links, opening
from governance.application.commissions.partners import add_partner
from governance.application.commissions.queries import listing, show
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.store.engine import Store

LEAD = "example-commissioner"
DUE = dt.date(2027, 3, 31)


def opened(desk: Desk, count: int) -> list[str]:
    return [
        opening.open_commission(desk, title=f"Service {n}", lead=LEAD, end_date=DUE).ref
        for n in range(count)
    ]


@pytest.fixture
def made(store: Store, now: dt.datetime) -> tuple[World, list[str]]:
    built = world(store, now)
    with built.acting() as desk:
        return built, opened(desk, 4)


def codes(error: pytest.ExceptionInfo[Any]) -> list[str]:
    found = getattr(error.value, "refusals", None) or error.value.problems
    return [one.code for one in found]


def report(desk: Desk, ref: str, *, live: bool) -> str:
    about = desk.row("commission", ref)
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("proposal"),
        "kind": "award",
        "title": "A report",
        "state": "cleared",
        "commission_id": about.id,
        "group_id": about.group_id,
        "live": live,
        "scheme_key": "example-partnership",
    }
    desk.apply(Change(kind="proposal.submitted", table="proposal", subject=None, values=values))
    return str(values["ref"])


def linked(desk: Desk, ref: str) -> set[str]:
    return {one["ref"] for one in show(desk, commission=ref)["linked"]}


def test_links_merge_whole_groups_and_carry_their_reports(made: tuple[World, list[str]]) -> None:
    built, (a, b, c, d) = made
    with built.acting(LEAD) as desk:
        about = report(desk, b, live=True)
        links.link(desk, commission=a, other=b)
        links.link(desk, commission=c, other=d, reason="One service in two wards.")
        links.link(desk, commission=d, other=a)
        assert linked(desk, a) == {b, c, d}
        group = desk.row("commission", c).group_id
        assert desk.row("proposal", about).group_id == group
    with pytest.raises(Refused) as error, built.acting(LEAD) as desk:
        links.link(desk, commission=b, other=c)
    assert codes(error) == ["commission.linked_already"]
    with pytest.raises(Refused), built.acting(LEAD) as desk:
        links.link(desk, commission=b, other=b)


def test_a_live_report_keeps_the_link(made: tuple[World, list[str]]) -> None:
    built, (a, b, *_) = made
    with built.acting(LEAD) as desk:
        links.link(desk, commission=a, other=b)
        report(desk, a, live=True)
        report(desk, b, live=False)
    with pytest.raises(GuardRefused), built.acting(LEAD) as desk:
        links.unlink(desk, commission=b, reason="I would like it.")
    with pytest.raises(Refused) as error, built.acting("example-secretary") as desk:
        links.unlink(desk, commission=a, reason="")
    assert codes(error) == ["lifecycle.reason_missing", "commission.live_reports"]
    with built.acting("example-secretary") as desk:
        links.unlink(desk, commission=b, reason="Another service after all.")
        assert linked(desk, a) == set()
        row = desk.row("commission", b)
        assert row.group_id == row.id
    with pytest.raises(Refused) as error, built.acting("example-secretary") as desk:
        links.unlink(desk, commission=b, reason="Again")
    assert codes(error) == ["commission.not_linked"]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8))
def test_groups_are_what_the_links_join(
    sqlite_template: bytes, now: dt.datetime, pairs: list[tuple[int, int]]
) -> None:
    store = memory_store(sqlite_template)
    built = world(store, now)
    joined = [{n} for n in range(5)]
    with built.acting(LEAD) as desk:
        refs = opened(desk, 5)
        for one, other in pairs:
            if joined[one] is joined[other]:
                with pytest.raises(Refused):
                    links.link(desk, commission=refs[one], other=refs[other])
                continue
            links.link(desk, commission=refs[one], other=refs[other])
            joined[one] |= joined[other]
            for member in joined[one]:
                joined[member] = joined[one]
        for number, ref in enumerate(refs):
            assert linked(desk, ref) == {refs[m] for m in joined[number] - {number}}
    store.close()


def test_partners_and_shares(made: tuple[World, list[str]]) -> None:
    built, (a, *_) = made
    with built.acting(LEAD) as desk:
        add_partner(desk, commission=a, organisation="icb", share=100_000_00)
        add_partner(desk, commission=a, organisation="police")
        add_partner(desk, commission=a, organisation="icb", share=120_000_00)
        assert [(p["key"], p["share"]) for p in show(desk, commission=a)["partners"]] == [
            ("icb", 120_000_00),
            ("police", None),
        ]
    with pytest.raises(Unusable) as error, built.acting() as desk:
        opening.open_commission(
            desk,
            title="Shared",
            lead=LEAD,
            end_date=DUE,
            partners={"example-care": None, "icbb": -1, "police": -1},
        )
    assert codes(error) == [
        "commission.not_a_partner",
        "name.unknown",
        "commission.value_out_of_range",
    ]


def test_a_listing_goes_page_by_page(made: tuple[World, list[str]]) -> None:
    built, refs = made
    with built.looking() as desk:
        first = listing(desk, limit=3)
        rest = listing(desk, limit=3, after=first[-1]["ref"])
        assert [row["ref"] for row in (*first, *rest)] == refs
        assert listing(desk, state="paused") == []
        assert len(listing(desk, stage="understand", lead=LEAD, state="in_cycle")) == 4
        assert listing(desk, stage="plan") == []
        assert listing(desk, ending_before=DUE) == []
        assert len(listing(desk, ending_before=DUE + dt.timedelta(days=1))) == 4
        assert listing(desk, limit=0)[0]["lead"] == "Casey Commissioner"
        with pytest.raises(Unusable) as error:
            listing(desk, state="in_cicle")
    assert error.value.problems[0].params["nearest"] == "in_cycle"

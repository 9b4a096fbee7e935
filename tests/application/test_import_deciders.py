"""Who would have had to decide what was imported: known, unknown, or nobody."""

import datetime as dt
from typing import Any

import pytest
from import_files import AREA, NOW, award, release, take

from governance.application.commissions.links import link
from governance.application.desk import acting, looking
from governance.application.imports.deciders import Decider, deciders
from governance.application.imports.notices import OCDS
from governance.configuration import config_dir
from governance.domain.authority import (
    Compiled,
    Determined,
    NoRule,
    Undetermined,
    compile_scheme,
    load_scheme,
)
from governance.store.engine import Store

DAY = dt.date(2026, 4, 1)


def compiled(name: str) -> Compiled:
    file = config_dir() / "schemes" / f"{name}.yaml"
    return compile_scheme(load_scheme(file.read_bytes(), file.name), DAY)


def asked(store: Store, scheme: Compiled, *releases: Any) -> list[Decider]:
    report = take(store, *releases)
    with looking(store, now=NOW, partnership=AREA) as desk:
        return deciders(desk, report.processes, OCDS, scheme)


def worth(amount: float | None, ocid: str = "o1", **changes: Any) -> dict[str, Any]:
    value = {} if amount is None else {"value": {"amount": amount, "currency": "GBP"}}
    return release(ocid=ocid, tender={"title": "Foster care", **value}, **changes)


@pytest.mark.parametrize(
    ("amount", "rule"), [(30_000, "G1"), (30_001, "G2"), (500_000.01, "G6"), (250_001, "G5")]
)
def test_a_known_value_finds_its_rule(quick_store: Store, amount: float, rule: str) -> None:
    (found,) = asked(quick_store, compiled("gloucester-city-2026"), worth(amount))
    assert isinstance(found.outcome, Determined)
    assert found.outcome.rule == rule
    assert (found.ref, found.process, found.title) == ("C-0001", "o1", "Foster care")


def test_a_gap_falls_to_the_proper_officer(quick_store: Store) -> None:
    (found,) = asked(quick_store, compiled("gloucester-city-2026"), worth(30_000.50))
    assert found.outcome == NoRule("proper_officer")


def test_what_a_notice_does_not_say_is_what_would_settle_it(store: Store) -> None:
    (found,) = asked(store, compiled("oxford-city-2016"), worth(None))
    assert isinstance(found.outcome, Undetermined)
    assert found.outcome.unknown == ("value",)
    assert found.value is None


def test_an_award_counts_with_what_was_awarded(quick_store: Store) -> None:
    (found,) = asked(quick_store, compiled("gloucester-city-2026"), worth(70_000, awards=[award()]))
    assert isinstance(found.outcome, Determined)
    assert (found.value, found.outcome.rule) == (2_900_000, "G1")


def test_answers_come_in_the_order_of_the_file_and_for_what_was_there_before(
    quick_store: Store,
) -> None:
    scheme = compiled("gloucester-city-2026")
    first, second = worth(30_000), worth(40_000, "o2")
    asked(quick_store, scheme, first)
    assert [d.process for d in asked(quick_store, scheme, second, first)] == ["o2", "o1"]


@pytest.mark.parametrize(
    ("category", "known"),
    [("goods", "goods-and-services"), ("works", "works"), ("services", None), ("x", None)],
)
def test_a_category_is_told_only_where_it_can_be_no_other(category: str, known: str | None) -> None:
    from governance.application.imports.deciders import _category
    from governance.domain.authority.model import Input

    choices = ("goods-and-services", "light-touch", "works")
    one = Input("category", "the category", "choice", choices=choices, derived="category")
    assert _category(one, category) == known


def test_linked_commissions_do_not_count_as_one_alone(store: Store) -> None:
    scheme = compiled("example-partnership")
    notices = [worth(30_000), worth(30_000, "o2")]
    alone = asked(store, scheme, *notices)[0].outcome
    with acting(store, now=NOW, partnership=AREA) as desk:
        link(desk, commission="C-0001", other="C-0002", reason="one need, bought in two parts")
    together = asked(store, scheme, *notices)[0].outcome
    assert isinstance(together, Undetermined)
    assert "cumulative_value" in together.unknown
    assert not isinstance(alone, Undetermined) or "cumulative_value" not in alone.unknown

"""Moving an item on: the next state, or every reason why not; three refusals kept apart."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from governance import words
from governance.domain.errors import GuardRefused, NoSuchMove, Refusal
from statemachines import LIFECYCLES, machine
from statemachines.commission import COMMISSION, CommissionFacts
from statemachines.machine import Look, UnknownState, edges, enter, look, moves_from, step
from statemachines.permissions import Permission
from statemachines.table import NEW

LEAD = frozenset({Permission.COMMISSION_LEAD})


def test_a_move_gives_the_next_state() -> None:
    facts = CommissionFacts(permissions=LEAD, essentials_missing=())
    assert step(COMMISSION, "proposed", "start_cycle", facts) == "in_cycle"


def test_an_item_comes_in_by_an_entry() -> None:
    facts = CommissionFacts(permissions=frozenset({Permission.COMMISSIONER}))
    assert enter(COMMISSION, "propose", facts) == "proposed"


def test_every_reason_is_given_at_once_and_permission_first() -> None:
    with pytest.raises(GuardRefused) as caught:
        step(COMMISSION, "in_cycle", "withdraw", CommissionFacts(agreements_open=(Refusal("x"),)))
    assert [refusal.code for refusal in caught.value.refusals] == [
        "lifecycle.not_permitted",
        "x",
        "lifecycle.reason_missing",
    ]
    first = caught.value.refusals[0]
    assert words.remedy(first.code, first.params) == (
        "It can be made by the lead of the commission or the secretary."
    )


def test_no_such_move_says_what_there_is() -> None:
    with pytest.raises(NoSuchMove) as caught:
        step(COMMISSION, "proposed", "close", CommissionFacts(permissions=LEAD))
    (refusal,) = caught.value.refusals
    assert refusal.code == "lifecycle.no_such_move"
    assert words.say(refusal.code, refusal.params) == (
        "This commission is “proposed”, so it has no move “close”."
    )
    assert refusal.params["available"] == ["start cycle", "record closure", "pause", "withdraw"]


def test_nothing_is_left_to_do_at_an_end() -> None:
    with pytest.raises(NoSuchMove) as caught:
        step(COMMISSION, "withdrawn", "pause", CommissionFacts(permissions=LEAD, reason="x"))
    assert caught.value.refusals[0].code == "lifecycle.no_moves_left"


def test_a_state_no_lifecycle_knows_is_a_fault_of_the_store() -> None:
    with pytest.raises(UnknownState) as caught:
        step(COMMISSION, "in_cyle", "pause", CommissionFacts())
    (problem,) = caught.value.problems
    assert problem.code == "lifecycle.unknown_state"
    assert problem.params["nearest"] == "in_cycle"
    with pytest.raises(UnknownState):
        look(COMMISSION, "gone", CommissionFacts())


def test_the_facts_choose_the_target() -> None:
    facts = CommissionFacts(permissions=LEAD, paused_from="under_notice")
    assert step(COMMISSION, "paused", "resume", facts) == "under_notice"


@pytest.mark.parametrize("came_from", [None, "closed"])
def test_a_target_the_facts_cannot_choose_refuses(came_from: Any) -> None:
    with pytest.raises(GuardRefused) as caught:
        step(
            COMMISSION,
            "paused",
            "resume",
            CommissionFacts(permissions=LEAD, paused_from=came_from),
        )
    assert [r.code for r in caught.value.refusals] == ["lifecycle.target_unknown"]


def test_looking_says_where_each_move_leads_and_why_it_is_closed() -> None:
    facts = CommissionFacts(
        permissions=LEAD, agreements_open=(Refusal("busy"),), successor="c2", closing_blocked=()
    )
    closed = (Refusal("busy"),)
    noted = Look("recommission", "recommissioned", closed)
    assert look(COMMISSION, "closed", facts) == (noted,)
    assert not noted.open
    free = replace(facts, agreements_open=())
    assert [seen.open for seen in look(COMMISSION, "closed", free)] == [True]


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=list(LIFECYCLES))
def test_the_machine_holds_the_table_and_nothing_more(lifecycle: Any) -> None:
    table = {
        (source, move.name, target)
        for move in lifecycle.moves
        for source in move.sources
        for target in move.targets
    }
    assert sorted(edges(lifecycle)) == sorted(table)
    assert moves_from(lifecycle, NEW), "there is a way in"


def test_many_threads_share_one_machine() -> None:
    def walk(number: int) -> Any:
        facts = CommissionFacts(
            permissions=LEAD, essentials_missing=() if number % 2 else (Refusal("no"),)
        )
        try:
            return step(COMMISSION, "proposed", "start_cycle", facts)
        except GuardRefused as refused:
            return refused.refusals

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(walk, range(2000)))
    assert found == [(Refusal("no"),), "in_cycle"] * 1000


def test_transitions_is_imported_in_one_place() -> None:
    root = Path(machine.__file__).parents[1]
    importers = {
        str(file.relative_to(root))
        for folder in ("governance", "statemachines", "flows")
        for file in (root / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "transitions")
        or (isinstance(node, ast.Import) and any(a.name == "transitions" for a in node.names))
    }
    assert importers == {"statemachines/machine.py"}

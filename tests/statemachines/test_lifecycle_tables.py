"""A lifecycle is checked when it is built: each mistake in a table is named, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from governance.domain.errors import Refusal
from statemachines import LIFECYCLES
from statemachines.permissions import ANYONE, Permission, holder, known, titles
from statemachines.table import (
    NEW,
    Chosen,
    Facts,
    Guard,
    Lifecycle,
    Move,
    State,
    TableError,
    established,
    reason_given,
    spoken,
)


def state(name: str, *, final: bool = False) -> State:
    return State(name, "Meaning.", "Somebody.", "It stays.", final=final)


def move(
    name: str,
    sources: tuple[str, ...],
    target: str | Chosen[Facts],
    *,
    who: frozenset[str] = ANYONE,
    guards: tuple[Guard[Facts], ...] = (),
) -> Move[Facts]:
    return Move(name=name, sources=sources, target=target, meaning="Move.", who=who, guards=guards)


def build(
    *, states: tuple[State, ...] | None = None, moves: tuple[Move[Facts], ...] | None = None
) -> Lifecycle[Facts]:
    return Lifecycle(
        name="thing",
        title="thing",
        meaning="A thing.",
        states=(state("a"), state("b", final=True)) if states is None else states,
        moves=(move("make", (NEW,), "a"), move("finish", ("a",), "b")) if moves is None else moves,
    )


def test_a_sound_table_is_built_and_indexed() -> None:
    thing = build()
    assert thing.initial == "a"
    assert thing.state_names == ("a", "b")
    assert thing.move_names == ("make", "finish")
    assert list(thing.from_state["a"]) == ["finish"]
    assert thing.from_state["b"] == {}
    assert thing.state("b").final
    with pytest.raises(KeyError):
        thing.state("c")


SOUND = (move("make", (NEW,), "a"), move("finish", ("a",), "b"))


def undocumented(facts: Facts) -> tuple[Refusal, ...]:
    return ()


@pytest.mark.parametrize(
    ("states", "moves", "says"),
    [
        (None, (*SOUND, move("go", ("c",), "b")), "go starts from c, which is no state"),
        (None, (*SOUND, move("go", ("a",), "c")), "go leads to c, which is no state"),
        (None, (*SOUND, move("go", (), "b")), "go starts from nowhere"),
        (None, (*SOUND, move("finish", ("a",), "a")), "finish stands twice from a"),
        (None, (*SOUND, move("go", ("a", "a"), "b")), "go stands twice from a"),
        (None, (*SOUND, move("Go", ("a",), "b")), "'Go' is not a name in snake_case"),
        (None, (*SOUND, move("go", ("a",), "b", who=frozenset())), "go does not say who may"),
        (None, (*SOUND, move("go", ("a",), "b", who=frozenset({"king"}))), "king, whom nobody"),
        (None, (*SOUND, move("go", ("a",), "b", guards=(undocumented,))), "does not say what it"),
        ((state("a"), state("b", final=True), state("c", final=True)), SOUND, "nothing leads to c"),
        ((state("a"), state("b")), SOUND, "no state is final"),
        (
            (state("a"), state("b", final=True), state("c")),
            (*SOUND, move("stray", ("a",), "c")),
            "no end can be reached from c",
        ),
        ((state("a"), state("a"), state("b", final=True)), SOUND, "the state a stands twice"),
        ((state("a"), state("b", final=True), state(NEW)), SOUND, "new is no state of an item"),
    ],
)
def test_each_mistake_stops_the_table(states: Any, moves: Any, says: Any) -> None:
    with pytest.raises(TableError, match=r"^thing: ") as caught:
        build(states=states, moves=moves)
    assert says in str(caught.value)


def test_all_mistakes_are_named_at_once() -> None:
    with pytest.raises(TableError) as caught:
        build(moves=(*SOUND, move("go", ("c",), "d")))
    assert "c, which is no state; go leads to d" in str(caught.value)


def test_a_chosen_target_is_checked_whole() -> None:
    with pytest.raises(TableError, match="go leads to z"):
        build(moves=(*SOUND, move("go", ("a",), Chosen(("b", "z"), lambda _: "b"))))


def test_facts_nobody_established_refuse() -> None:
    assert established((), "anything") == ()
    assert established((Refusal("x"),), "anything") == (Refusal("x"),)
    assert established(None, "evidence_missing") == (
        Refusal("lifecycle.not_established", {"about": "evidence missing"}),
    )


def test_a_reason_of_blanks_is_no_reason() -> None:
    assert list(reason_given(Facts(reason=" \n"))) == [Refusal("lifecycle.reason_missing")]
    assert list(reason_given(Facts(reason="Because."))) == []


def test_permissions_have_titles_and_holders_are_named_after_their_office() -> None:
    assert all(known(permission) for permission in Permission)
    assert known(holder("cabinet"))
    assert not known("holder.")
    assert not known("king")
    assert titles({holder("lead-member"), Permission.SECRETARY, Permission.AUTHOR}) == [
        "the author of the report",
        "the secretary",
        "lead member",
    ]


def test_the_registry_names_each_lifecycle_by_itself() -> None:
    assert list(LIFECYCLES) == [
        "commission",
        "stage",
        "agreement",
        "proposal",
        "step",
        "pooled_agreement",
        "allocation",
        "rulebook",
        "meeting",
        "review",
        "improvement_plan",
        "decommissioning",
        "deadline",
        "prompt",
        "proposed_item",
        "message",
        "chair",
        "plan",
        "monitoring_return",
        "annual_report",
        "job",
        "webhook",
        "webhook_delivery",
    ]
    assert all(name == one.name for name, one in LIFECYCLES.items())


@pytest.mark.parametrize("lifecycle", LIFECYCLES.values(), ids=list(LIFECYCLES))
def test_every_state_and_move_is_documented(lifecycle: Any) -> None:
    for one in lifecycle.states:
        assert all(text.endswith(".") for text in (one.meaning, one.moved_by, one.crash)), one
    for one in lifecycle.moves:
        assert one.meaning.endswith("."), one
        assert one.who != ANYONE, f"{one.name} is open to anyone"


def test_names_are_spoken_as_words() -> None:
    assert spoken("on_forward_plan") == "on forward plan"

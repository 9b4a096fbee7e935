"""The approval machine: built from a path, cached by it, each step its own decider's."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.domain.authority.model import PathStep
from governance.domain.errors import GuardRefused, NoSuchMove, Refusal, Unusable
from statemachines.approval import (
    KINDS,
    ApprovalFacts,
    approval,
    example,
    group_state,
    standing,
)
from statemachines.machine import enter, look, moves_from, step
from statemachines.permissions import Permission, holder


@dataclass(frozen=True)
class Step:
    kind: str
    decider: str
    method: str | None = None


PATH = (
    (Step("consult", "s151"), Step("consult", "legal")),
    (Step("recommend", "executive-board"),),
    (Step("decide", "cabinet"),),
)


def acting(decider: str, lane: int = 0, *, done: tuple[int, ...] = ()) -> ApprovalFacts:
    return ApprovalFacts(
        permissions=frozenset({holder(decider)}),
        reason="Because.",
        lane=lane,
        done_lanes=frozenset(done),
        not_entitled=(),
        not_separate=(),
        record_wants=(),
    )


def codes(caught: pytest.ExceptionInfo[GuardRefused]) -> list[str]:
    return [refusal.code for refusal in caught.value.refusals]


def test_a_path_is_walked_group_by_group() -> None:
    path = approval(PATH)
    state = enter(path, "draw", ApprovalFacts(permissions=frozenset({Permission.VIRES})))
    assert state == "group_1"
    state = step(path, state, "consult", acting("legal", 1))
    assert state == "group_1", "s151 has not been heard"
    state = step(path, state, "consult", acting("s151", 0, done=(1,)))
    assert state == "group_2"
    state = step(path, state, "recommend", acting("executive-board"))
    assert step(path, state, "decide", acting("cabinet")) == "complete"


def test_a_consultee_is_heard_and_cannot_block() -> None:
    assert moves_from(approval(PATH), "group_1") == ("consult", "call_back", "record_outside")
    assert moves_from(approval(PATH), "group_2") == (
        "recommend",
        "send_back",
        "call_back",
        "record_outside",
    )
    assert moves_from(approval(PATH), "group_3") == (
        "decide",
        "refuse",
        "send_back",
        "refer_up",
        "call_back",
        "record_outside",
    )


def test_nobody_acts_in_the_place_of_another() -> None:
    path = approval(PATH)
    with pytest.raises(GuardRefused) as caught:
        step(path, "group_3", "decide", acting("director"))
    assert codes(caught) == ["lifecycle.not_permitted", "approval.not_theirs"]
    assert caught.value.refusals[0].params["who"] == ["cabinet"]
    with pytest.raises(GuardRefused) as caught:
        step(path, "group_1", "consult", acting("s151", 1))
    assert codes(caught) == ["approval.not_theirs"], "a consultee is no stand-in for the other"


@pytest.mark.parametrize("lane", [None, -1, 2])
def test_a_step_has_to_be_named(lane: int | None) -> None:
    with pytest.raises(GuardRefused) as caught:
        step(approval(PATH), "group_1", "consult", replace(acting("s151"), lane=lane))
    assert codes(caught) == ["approval.not_that_step"]


def test_a_step_is_done_once() -> None:
    with pytest.raises(GuardRefused) as caught:
        step(approval(PATH), "group_1", "consult", acting("s151", 0, done=(0,)))
    assert codes(caught) == ["approval.done_already"]


def test_a_step_of_another_kind_is_not_meant() -> None:
    mixed = approval(((Step("consult", "s151"), Step("decide", "cabinet")),))
    with pytest.raises(GuardRefused) as caught:
        step(mixed, "group_1", "decide", replace(acting("cabinet"), lane=0))
    assert codes(caught) == ["approval.not_that_step"]


def test_what_nobody_looked_into_stays_closed() -> None:
    bare = ApprovalFacts(permissions=frozenset({holder("cabinet")}), lane=0)
    with pytest.raises(GuardRefused) as caught:
        step(approval(PATH), "group_3", "decide", bare)
    assert codes(caught) == ["lifecycle.not_established"] * 3


def test_one_refusal_among_partners_refuses() -> None:
    partners = approval(((Step("consent", "county"), Step("consent", "health")),))
    assert step(partners, "group_1", "refuse", acting("health", 1)) == "refused"


def test_a_path_sent_back_begins_again() -> None:
    path = approval(PATH)
    assert step(path, "group_3", "send_back", acting("cabinet")) == "sent_back"
    author = ApprovalFacts(permissions=frozenset({Permission.AUTHOR}))
    assert step(path, "sent_back", "answer", author) == "group_1"
    assert step(path, "group_3", "refer_up", acting("cabinet")) == "referred_up"


def test_a_path_that_decides_nothing_cannot_be_refused() -> None:
    heard = approval(((Step("consult", "s151"),),))
    assert heard.state_names == ("group_1", "complete", "sent_back")
    with pytest.raises(NoSuchMove):
        step(heard, "group_1", "refuse", acting("s151"))


def test_equal_paths_share_a_machine() -> None:
    again = tuple(
        tuple(PathStep(kind=s.kind, decider=s.decider) for s in group)  # type: ignore[arg-type]
        for group in PATH
    )
    assert approval(PATH) is approval(again)
    assert approval(PATH) is not approval(PATH[1:])


@pytest.mark.parametrize("path", [(), ((),), (PATH[0], ())])
def test_an_empty_path_is_unusable(path: tuple[tuple[Step, ...], ...]) -> None:
    with pytest.raises(Unusable) as caught:
        approval(path)
    assert [problem.code for problem in caught.value.problems] == ["approval.path_empty"]


def test_a_kind_of_step_nobody_knows_is_unusable() -> None:
    with pytest.raises(Unusable) as caught:
        approval(((Step("veto", "cabinet"),),))
    assert caught.value.problems[0].params["kind"] == "veto"


def test_where_a_path_stands_follows_from_the_steps_done() -> None:
    assert standing(PATH, set()) == "group_1"
    assert standing(PATH, {(0, 1)}) == "group_1"
    assert standing(PATH, {(0, 0), (0, 1)}) == "group_2"
    assert standing(PATH, {(0, 0), (0, 1), (1, 0), (2, 0)}) == "complete"


def test_the_example_shows_every_kind_of_step() -> None:
    assert set(KINDS) <= set(example().move_names)


steps = st.builds(Step, st.sampled_from(sorted(KINDS)), st.sampled_from(["a", "b", "c", "d"]))
paths = st.lists(st.lists(steps, min_size=1, max_size=3), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(path=paths, data=st.data())
def test_any_path_is_complete_once_each_step_is_done_in_any_order(
    path: list[list[Step]], data: st.DataObject
) -> None:
    machine, state = approval(path), group_state(0)
    all_done: set[tuple[int, int]] = set()
    for place, group in enumerate(path):
        done: set[int] = set()
        for lane in data.draw(st.permutations(range(len(group)))):
            assert state == standing(path, all_done) == group_state(place)
            one = group[lane]
            state = step(machine, state, one.kind, acting(one.decider, lane, done=tuple(done)))
            done.add(lane)
            all_done.add((place, lane))
    assert state == standing(path, all_done) == "complete"
    assert look(machine, state, acting("a")) == ()


def test_outside_a_path_is_recorded_whoever_acted() -> None:
    facts = ApprovalFacts(
        permissions=frozenset({Permission.SECRETARY}),
        reason="Agreed by telephone.",
        record_wants=(Refusal("x"),),
    )
    with pytest.raises(GuardRefused):
        step(approval(PATH), "group_2", "record_outside", facts)
    told = replace(facts, record_wants=())
    assert step(approval(PATH), "group_2", "record_outside", told) == "complete"

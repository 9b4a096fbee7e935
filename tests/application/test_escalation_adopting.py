"""Adopting an escalation policy: everybody it names is there, or it is refused, with every name."""

import datetime as dt

import pytest
from reports import codes
from world import RULEBOOKS, World, empty_world, world

from governance.application.rulebook import acts
from governance.application.rulebook.in_force import version_in_force
from governance.configuration import config_dir
from governance.domain.errors import GuardRefused, Unusable
from governance.interfaces.story.cast import add_organisations, add_people, cast
from governance.store.engine import Store

POLICY = """\
vires: escalation/1
key: ours
title: Ours
deadlines:
  review:
    prompts:
      - {when: 5 working days before, tell: owner}
      - {when: 1 week after, tell: [chair of trust-board, director]}
"""


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def load(built: World, text: str) -> str:
    with built.acting() as desk:
        return acts.load(desk, text.encode(), "ours.yaml").ref


def adopt(built: World, ref: str) -> None:
    with built.acting() as desk:
        acts.adopt(desk, ref, reason="As the secretary proposed.")


def decided(built: World, ref: str) -> None:
    """What a decision to adopt it does."""
    with built.acting() as desk:
        row = desk.row("rulebook_version", ref)
        authority = {"kind": "decision", "decision": "R-0001", "on": desk.today.isoformat()}
        acts.adopt_decided(desk, row, effective_from=desk.today, authority=authority)


def in_force(built: World) -> int | None:
    with built.looking() as desk:
        found = version_in_force(desk, kind="escalation", key="ours", on=desk.today)
    return None if found is None else found.number


def test_a_policy_is_adopted_by_a_recorded_act(built: World) -> None:
    adopt(built, load(built, POLICY))
    assert in_force(built) == 1


def test_every_name_that_nobody_has_is_refused_with_the_nearest(built: World) -> None:
    text = POLICY.replace("trust-board", "trustboard").replace("director]", "directer, s-151]")
    ref = load(built, text.replace("tell: owner}", "tell: owner, propose item: director}"))
    with pytest.raises(GuardRefused) as refused:
        adopt(built, ref)
    assert [(r.code, r.params["name"], r.params["nearest"]) for r in refused.value.refusals] == [
        ("rulebook.names_no_body", "director", None),
        ("rulebook.names_no_body", "trustboard", "trust-board"),
        ("rulebook.names_nobody", "directer", "director"),
        ("rulebook.names_nobody", "s-151", "s151"),
    ]
    assert in_force(built) is None


def test_a_text_with_an_error_is_refused_and_the_version_in_force_goes_on(built: World) -> None:
    adopt(built, load(built, POLICY))
    with pytest.raises(Unusable) as failed:
        load(built, POLICY.replace("5 working days", "5 days"))
    assert [(p.code, p.file, p.line) for p in failed.value.problems] == [
        ("escalation.which_days", "ours.yaml", 7)
    ]
    assert in_force(built) == 1
    ref = load(built, POLICY.replace("director", "nobody"))
    with pytest.raises(GuardRefused):
        adopt(built, ref)
    assert in_force(built) == 1


def test_a_policy_is_adopted_for_a_reason(built: World) -> None:
    ref = load(built, POLICY)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        acts.adopt(desk, ref, reason=" ")
    assert codes(refused) == ["lifecycle.reason_missing"]


def test_a_decision_cannot_bring_in_a_policy_that_names_nobody(built: World) -> None:
    ref = load(built, POLICY.replace("director", "nobody"))
    with pytest.raises(GuardRefused) as refused:
        decided(built, ref)
    assert codes(refused) == ["rulebook.names_nobody"]


def test_bodies_may_come_in_with_the_policy_that_names_them(store: Store, now: dt.datetime) -> None:
    """Before any body is set up, terms of reference stand for it."""
    built = empty_world(store, now)
    files = [f for f in RULEBOOKS if not f.startswith("escalations/")]
    with built.acting() as desk:
        add_organisations(desk, cast())
        add_people(desk, cast(), since=desk.today)
        texts = [((config_dir() / file).read_bytes(), file) for file in files]
        refs = [receipt.ref for receipt in acts.load_all(desk, texts)]
    refs.append(load(built, POLICY))
    others = [
        ref for ref, file in zip(refs, [*files, ""], strict=True) if "trust-board" not in file
    ]
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        acts.constitute(desk, others, cast().signatories)
    assert codes(refused) == ["rulebook.names_no_body"]
    with built.acting() as desk:
        acts.constitute(desk, refs, cast().signatories)
    assert in_force(built) == 1

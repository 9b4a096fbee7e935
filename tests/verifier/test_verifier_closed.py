"""A decision that something had closed does not follow, though the scheme would allow it."""

import datetime as dt
from typing import Any

import pytest
from policies import a_deadline, adopt_policy, rows
from random_decisions import without_guards
from reports import COMMISSIONER, Life, life
from sealed_records import verified, wrong

from governance.application.commissions import lifecycle
from governance.application.commissions.evidence import withdraw_evidence
from governance.application.deadlines import acts as deadlines
from governance.application.record.exporting import record_of
from governance.store.engine import Store

POLICY = """
vires: escalation/1
key: exampleshire
title: Levels for the tests
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 5 working days after, tell: trust-board, block: [award]}
"""
DUE = dt.date(2025, 2, 24)
BLOCKED = DUE + dt.timedelta(days=7)


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    made = life(quick_store, now)
    adopt_policy(made.world, POLICY)
    return made


def decided(built: Life, ref: str, outcome: str = "approved", **more: Any) -> list[str]:
    """What does not follow of a decision that no guard could stop."""
    against: list[Any] = []
    with without_guards(against):
        built.officer(ref, outcome, **more)
    with built.looking() as desk:
        return wrong(verified(record_of(desk, ref)))


def test_nothing_is_agreed_to_on_a_commission_that_is_set_aside(built: Life) -> None:
    about = built.commission()
    refs = [built.ready(about, 20_000) for _ in range(3)]
    assert decided(built, refs[0]) == []
    with built.acting() as desk:
        lifecycle.pause(desk, commission=about, reason="a review")
    assert decided(built, refs[1]) == ["open"]
    assert decided(built, refs[2], "refused") == []


def blocked(built: Life) -> tuple[str, str]:
    """A commission with a report before the director, and awards closed on it."""
    about = built.commission()
    a_deadline(built.world, built.row(about, "commission"), DUE, now=built.now)
    ref = built.ready(about, 20_000)
    built.wait_until(BLOCKED)
    built.tick()
    return about, ref


def test_a_kind_of_decision_is_closed_until_its_cause_is_gone(built: Life) -> None:
    assert decided(built, blocked(built)[1]) == ["open"]


def test_once_its_cause_is_gone_it_is_open_again(built: Life) -> None:
    _, ref = blocked(built)
    (due,) = (one for one in rows(built.world, "deadline") if one.kind == "review")
    with built.acting() as desk:
        deadlines.waive(desk, due.id, reason="it was held, and is on file")
    built.officer(ref)
    with built.looking() as desk:
        found = verified(record_of(desk, ref))
    assert wrong(found) == []
    said = next(step for step in found.steps if step.name == "open").derived
    assert any("had been closed, and were open again: review, due on" in one for one in said)


def test_a_service_is_not_ended_without_its_assessment(built: Life) -> None:
    about = built.commission()
    answers = {"savings": "1000", "budget": "90000000"}
    ref = built.draft("exit", about, 20_000, answers=answers)
    kinds = ("options-appraisal", "equality-impact-assessment", "consultation-report")
    built.evidence(ref, *kinds)
    built.evidence(about, *kinds)
    built.submit(ref)
    report = built.row(ref).id
    mine = next(
        one
        for one in rows(built.world, "evidence")
        if (one.proposal_id, one.kind) == (report, kinds[1])
    )
    with built.acting(COMMISSIONER) as desk:
        withdraw_evidence(desk, evidence=mine.id, reason="wrong file")
    built.view(ref, "joint-commissioning-head", by=COMMISSIONER)
    built.executive(ref)
    against: list[Any] = []
    with without_guards(against):
        built.decide(ref)
    assert against
    with built.looking() as desk:
        assert wrong(verified(record_of(desk, ref))) == ["open"]

"""What a level brings about: bodies told, items proposed, moves closed, exceptions, triggers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from policies import a_deadline, adopt_policy, rows
from reports import COMMISSIONER, WORDS, Life, codes, life
from sqlalchemy import Table
from sqlalchemy.sql.visitors import iterate

from governance.application.commissions.facts import commission_facts
from governance.application.commissions.gates import lifecycle_facts, stage_facts
from governance.application.commissions.queries import show as commission_page
from governance.application.deadlines import acts as deadlines
from governance.application.deadlines.tick import tick
from governance.application.escalations import unheard
from governance.application.escalations.effects import Firing, bring_about
from governance.application.escalations.queries import holds
from governance.application.ledger.queries import history
from governance.application.meetings import acts as meetings
from governance.application.next_steps import next_steps
from governance.application.next_steps import page as report_page
from governance.application.proposals import deciding, placing
from governance.application.proposals.outside import record_outside
from governance.domain.errors import GuardRefused, Refused
from governance.domain.escalation import Offset, Prompt
from governance.store.check import check
from governance.store.engine import Store
from governance.store.tables import TABLES
from statemachines.commission import COMMISSION
from statemachines.machine import look
from statemachines.stage import STAGE

POLICY = """
vires: escalation/1
key: exampleshire
title: Levels for the tests
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 1 working day after, tell: owner}
      - {when: 2 working days after, tell: executive-board, propose item: executive-board}
      - when: 5 working days after
        tell: [trust-board, executive-board]
        propose item: executive-board
        exception: yes
        block: [award, gate, close]
        trigger: unbroken-missed-reviews
      - when: 10 working days after
        tell: trust-board
        exception: yes
        block: [extend]
        trigger: unbroken-missed-reviews
"""
DUE = dt.date(2025, 2, 24)
"""A Monday, two working days after the day on which the tests begin."""


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    """The example partnership under a policy whose levels go up to the trust board."""
    made = life(store, now)
    adopt_policy(made.world, POLICY)
    return made


def missed(built: Life, *, on: dt.date | None = None) -> str:
    """A commission whose review is missed; ticked through up to a day, if one is named."""
    about = built.commission()
    a_deadline(built.world, built.row(about, "commission"), DUE, now=built.now)
    if on is not None:
        built.wait_until(on)
        assert built.tick().failed == []
    return about


FIRST = DUE + dt.timedelta(days=2)
FIFTH = DUE + dt.timedelta(days=7)
TENTH = DUE + dt.timedelta(days=14)


def test_each_thing_is_brought_about_once(built: Life) -> None:
    missed(built, on=TENTH)
    assert [row.title for row in rows(built.world, "proposed_item")] == [
        "C-0001 Short breaks: a review to be held, due on 24 February 2025"
    ]
    assert sorted(row.moves for row in rows(built.world, "block")) == [
        ["award", "gate", "close"],
        ["extend"],
    ]
    assert len(rows(built.world, "assurance_exception")) == 1
    assert [row.name for row in rows(built.world, "raised_trigger")] == ["unbroken-missed-reviews"]
    assert len(rows(built.world, "exception_line")) == 4
    built.tick()
    assert len(rows(built.world, "exception_line")) == 4
    assert built.whole()
    assert check(built.world.store, evidence_dir=built.data).findings == ()


def test_members_of_a_body_get_no_message_of_each_level(built: Life) -> None:
    missed(built, on=TENTH)
    told = [
        (row.template, row.recipient)
        for row in rows(built.world, "message")
        if row.template != "meeting_called"
    ]
    assert sorted(told) == [
        ("escalation", "lead"),
        ("item_proposed", "secretary"),
        ("no_meeting_planned", "secretary"),
        ("no_meeting_planned", "secretary"),
    ]


def test_the_secretary_hears_once_a_week_that_a_body_has_no_meeting(built: Life) -> None:
    first = missed(built)
    with built.acting() as desk:
        meetings.plan(desk, body="executive-board", on=built.today + dt.timedelta(days=200))
    second = built.commission("Speech and language")
    a_deadline(
        built.world,
        built.row(second, "commission"),
        DUE + dt.timedelta(days=1),
        now=built.now,
    )
    built.wait_until(FIFTH + dt.timedelta(days=1))
    built.tick()
    noted = [r for r in rows(built.world, "message") if r.template == "no_meeting_planned"]
    assert [(r.params["number"], r.params["ref"]) for r in noted] == [(1, first)]
    built.wait(7)
    built.tick()
    noted = [r for r in rows(built.world, "message") if r.template == "no_meeting_planned"]
    assert [(r.params["number"], r.params["ref"]) for r in noted[1:]] == [(2, first)]


def test_the_night_s_check_says_so_again_each_week(built: Life) -> None:
    first = missed(built, on=FIRST)
    noted = []
    for _ in range(16):
        built.wait(1)
        looked = unheard.remind(built.world.store, after=None, now=built.now, limit=100)
        with built.world.store.write() as tx:
            for one in looked.tellings:
                one.put(tx)
        found = [r for r in rows(built.world, "message") if r.template == "no_meeting_planned"]
        noted.append(len(found))
    assert noted == [1] * 6 + [2] * 7 + [3] * 3
    assert [(r.params["number"], r.params["ref"]) for r in found] == [(1, first)] * 3


def test_a_block_closes_each_way_to_the_decision(built: Life) -> None:
    early = missed(built)
    ready = built.ready(early, 20_000)
    cleared = built.submit(built.award(early, 21_000))
    draft = built.award(early, 22_000)
    built.wait_until(FIFTH)
    built.tick()
    with pytest.raises(GuardRefused) as refused:
        built.submit(draft)
    assert codes(refused) == ["commission.blocked"]
    with built.acting() as desk, pytest.raises(GuardRefused) as refused:
        placing.hand_to_officer(desk, cleared)
    assert codes(refused) == ["commission.blocked"]
    with built.acting("example-director") as desk, pytest.raises(GuardRefused) as refused:
        deciding.open_item(desk, ready)
    assert "commission.blocked" in codes(refused)
    with pytest.raises(GuardRefused) as refused:
        built.officer(ready)
    assert codes(refused) == ["commission.blocked"]
    assert dict(refused.value.refusals[0].params) == {
        "commission": early,
        "move": "award",
        "ref": early,
        "kind": "review",
        "what": "a review to be held",
        "due": DUE,
        "since": FIFTH,
    }


def test_what_next_says_what_acting_says(built: Life) -> None:
    about = missed(built)
    draft = built.award(about, 20_000)
    built.wait_until(FIFTH)
    built.tick()
    with built.looking(COMMISSIONER) as desk:
        found = report_page(desk, draft)["ahead"]["moves"]
    submit = next(move for move in found if move["move"] == "submit")
    assert [reason["code"] for reason in submit["closed_because"]] == ["commission.blocked"]
    assert submit["closed_because"][0]["words"] == (
        "“award” is closed on C-0001 since 3 March 2025: "
        "a review to be held (C-0001) was due on 24 February 2025."
    )


def test_no_refusal_and_no_deferral_is_closed(built: Life) -> None:
    about = missed(built)
    ready = built.ready(about, 20_000)
    built.wait_until(FIFTH)
    built.tick()
    assert built.officer(ready, "refused").outcome == "refused"


def test_other_decisions_and_other_commissions_go_on(built: Life) -> None:
    about = missed(built, on=FIFTH)
    assert built.officer(built.ready(built.commission("Another"), 20_000)).outcome == "approved"
    other = built.draft("permission-to-procure", about, 20_000)
    with built.looking(COMMISSIONER) as desk:
        found = report_page(desk, other)["ahead"]["moves"]
    reasons = [reason["code"] for move in found for reason in move["closed_because"]]
    assert "commission.blocked" not in reasons


@pytest.mark.parametrize("way", ["met", "waived"])
def test_it_opens_by_itself_once_the_deadline_is_settled(built: Life, way: str) -> None:
    about = missed(built)
    ready = built.ready(about, 20_000)
    built.wait_until(FIFTH)
    built.tick()
    with built.acting() as desk:
        deadlines.pause(desk, f"{about}/review", reason="the lead is ill")
    with pytest.raises(GuardRefused):
        built.officer(ready)
    with built.acting() as desk:
        if way == "met":
            deadlines.meet(desk, f"{about}/review", note="held")
        else:
            deadlines.waive(desk, f"{about}/review", reason="not needed")
    with built.looking() as desk:
        commission = desk.row("commission", about)
        assert holds(desk, commission.id) == ()
    assert built.officer(ready).outcome == "approved"


def test_gates_and_closing_are_closed_too(built: Life) -> None:
    about = missed(built, on=FIFTH)
    with built.looking(COMMISSIONER) as desk:
        file = commission_facts(desk, desk.row("commission", about), desk.today)
    gate = stage_facts(file, file.stages[0].stage)
    certify = next(m for m in look(STAGE, "at_gate", gate) if m.move == "certify")
    close = next(
        m for m in look(COMMISSION, "under_notice", lifecycle_facts(file)) if m.move == "close"
    )
    for found, move in ((certify, "gate"), (close, "close")):
        assert [r.params["move"] for r in found.refusals if r.code == "commission.blocked"] == [
            move
        ]


def test_what_was_decided_outside_is_recorded_and_flagged(built: Life) -> None:
    about = missed(built)
    draft = built.award(about, 20_000)
    built.wait_until(FIFTH)
    built.tick()
    with built.acting() as desk:
        record_outside(
            desk,
            draft,
            decider="director",
            on=desk.today,
            outcome="approved",
            words=WORDS,
            reason="urgent",
        )
    assert "commission.blocked" in [i["code"] for i in built.decisions(draft)[0].irregular]


def test_before_the_block_was_set_nothing_was_irregular(built: Life) -> None:
    about = missed(built)
    draft = built.award(about, 20_000)
    built.wait_until(FIFTH)
    built.tick()
    with built.acting() as desk:
        record_outside(
            desk,
            draft,
            decider="director",
            on=DUE,
            outcome="approved",
            words=WORDS,
            reason="it was told late",
        )
    assert "commission.blocked" not in [i["code"] for i in built.decisions(draft)[0].irregular]


def test_papers_carry_open_exceptions_and_decisions_keep_them(built: Life) -> None:
    about = missed(built, on=FIFTH)
    draft = built.draft("permission-to-procure", about, 20_000)
    with built.looking() as desk:
        shown: Any = report_page(desk, draft)["exceptions"]
        next_for: Any = next_steps(desk, about)["exceptions"]
    assert [(line["ref"], line["due"], line["until"]) for line in shown] == [
        (about, "2025-02-24", None)
    ]
    assert next_for == shown
    built.submit(draft)
    assert built.row(draft).case_facts["exceptions"] == shown
    built.hand(draft)
    decided = built.officer(draft)
    assert decided.case_facts["exceptions"] == shown
    with built.acting() as desk:
        deadlines.meet(desk, f"{about}/review", note="held")
    with built.looking() as desk:
        assert report_page(desk, draft)["exceptions"] == shown
        [told] = [e.facts for e in history(desk, draft).entries if e.kind == "proposal.decided"]
        assert holds(desk, desk.row("commission", about).id) == ()
        [ended] = commission_page(desk, commission=about)["exceptions"]
    assert told["exceptions"] == shown
    assert (ended["since"], ended["until"]) == ("2025-03-03", "2025-03-03")


def test_a_level_that_can_hold_nothing_is_parked_and_says_why(built: Life) -> None:
    prompt = Prompt(
        Offset(1, "working_days", "after"), items=("nowhere",), block=("award",), exception=True
    )
    due: Any = SimpleNamespace(subject_table="meeting")
    with built.acting() as desk, pytest.raises(Refused) as refused:
        bring_about(
            desk, Firing(due=due, prompt=prompt, prompt_id="p", commission=None, ref="M", bodies={})
        )
    assert codes(refused) == ["escalation.no_such_body", "escalation.no_commission"]


def test_many_clocks_at_once_tell_a_body_of_each_once(built: Life) -> None:
    abouts = [missed(built) for _ in range(8)]
    built.wait_until(TENTH)
    with ThreadPoolExecutor(4) as clocks:
        ticks = [clocks.submit(tick, built.world.store, now=built.now) for _ in range(4)]
        assert [one.result().failed for one in ticks] == [[], [], [], []]
    for table, each in (
        ("exception_line", 4),
        ("block", 2),
        ("assurance_exception", 1),
        ("raised_trigger", 1),
        ("proposed_item", 1),
    ):
        assert len(rows(built.world, table)) == each * len(abouts), table
    assert built.whole()


@pytest.mark.parametrize("outcome", ["approved", "refused"])
def test_a_decision_asks_one_thing_more_where_nothing_is_escalated(
    built: Life, outcome: str
) -> None:
    ready = built.ready(built.commission(), 20_000)
    asked: list[object] = []
    with built.acting("example-director") as desk:
        one_by_one = desk.tx.all

        def counted(statement: Any, /, **params: Any) -> Any:
            asked.append(statement)
            return one_by_one(statement, **params)

        desk.tx.all = counted  # type: ignore[method-assign]  # counts what is asked
        deciding.decide(desk, ready, outcome=outcome, words=WORDS)
    held = {TABLES[name] for name in ("block", "assurance_exception", "raised_trigger")}
    theirs = [one for one in asked if held & set(tables_of(one))]
    assert len(theirs) == 1


def tables_of(statement: Any) -> Iterator[Any]:
    """The tables a statement speaks of."""
    for part in iterate(statement):
        if isinstance(part, Table):
            yield part

"""A report's whole life by chance, through the use cases: whatever comes, the promises hold."""

import datetime as dt
from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from conftest import memory_store
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from reports import COMMISSIONER, DIRECTOR, EXECUTIVE, SECRETARY, Life, life
from sqlalchemy import bindparam, select

from governance.application.bodies import delegations
from governance.application.ledger.differing import differences
from governance.application.proposals import after, deciding, placing, submitting
from governance.domain.errors import Refused, Unusable
from governance.store.tables import TABLES

CEILING = 250_000_00
NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
OUTCOMES = ("approved", "approved", "approved_with_conditions", "refused", "deferred")


def of(table: str) -> Any:
    rows = TABLES[table]
    return select(rows).where(rows.c.partnership_id == bindparam("partnership")).order_by(rows.c.id)


ROWS = {table: of(table) for table in ("proposal", "decision", "delegation", "agreement", "step")}


class Reports(RuleBasedStateMachine):
    """Two linked commissions, a delegation with a ceiling, and people who do what they please."""

    template: bytes
    life: Life
    reached: ClassVar[set[tuple[str, str | None]]] = set()
    """States and outcomes that any report came to, and how decisions were taken."""

    @initialize()
    def begin(self) -> None:
        self.store = memory_store(self.template)
        self.life = life(self.store, NOW)
        first = self.life.commission()
        self.commissions = [first, self.life.commission("Part two", linked_to=first)]
        self.refs: list[str] = []
        self.meeting: str | None = None
        with self.life.acting() as desk:
            delegations.delegate(
                desk,
                giver="director",
                receiver="s151",
                purpose="small awards",
                source="note 3",
                ceiling=CEILING,
            )

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert differences(self.store) == (), "its ledger ends where its tables do"
            self.store.close()

    def tries(self, act: Callable[[], Any]) -> None:
        """Do an act or be refused; anything else is a fault."""
        try:
            act()
        except (Refused, Unusable) as told:
            found = getattr(told, "refusals", None) or getattr(told, "problems", ())
            assert found, "a refusal gives its reasons"

    def one(self, number: int) -> str:
        return self.refs[number % len(self.refs)]

    # --- what people do

    @precondition(lambda self: len(self.refs) < 4)
    @rule(thousands=st.sampled_from([20, 60, 90, 100, 300]), about=st.integers(0, 1))
    def draft(self, thousands: int, about: int) -> None:
        ref = self.life.award(self.commissions[about], thousands * 1000)
        self.refs.append(ref)
        self.life.evidence(ref, "options-appraisal")

    @precondition(lambda self: self.refs)
    @rule(number=st.integers(0, 3), officer=st.booleans())
    def bring_on(self, number: int, officer: bool) -> None:
        """Everything that has to be done before it is decided, as far as it can be."""
        ref = self.one(number)
        self.cleared(ref)
        if officer:
            self.tries(lambda: self.life.hand(ref))
        else:
            self.put_on_the_boards_agenda(ref)

    def cleared(self, ref: str) -> None:
        self.tries(lambda: self.life.submit(ref))
        self.tries(lambda: self.life.view(ref, "s151"))
        self.tries(lambda: self.life.clear(ref))
        self.tries(lambda: self.life.view(ref, "joint-commissioning-head", by=COMMISSIONER))

    def bring_on_to_officer(self, ref: str) -> None:
        if self.life.state(ref) in ("draft", "in_clearance", "cleared"):
            self.cleared(ref)
            self.tries(lambda: self.life.hand(ref))

    def put_on_the_boards_agenda(self, ref: str) -> None:
        if self.meeting is None:
            self.meeting = self.life.executive()

        def place() -> None:
            with self.life.acting() as desk:
                placing.place_on_agenda(desk, ref, meeting=str(self.meeting), late_reason="urgent")

        self.tries(place)

    @precondition(lambda self: self.refs)
    @rule(
        number=st.integers(0, 3),
        outcome=st.sampled_from(OUTCOMES),
        by=st.sampled_from([DIRECTOR, DIRECTOR, "example-finance", COMMISSIONER, SECRETARY]),
    )
    def decide(self, number: int, outcome: str, by: str) -> None:
        ref = self.one(number)
        self.bring_on_to_officer(ref)
        self.tries(lambda: self.life.decide(ref, outcome, by=by))

    @precondition(lambda self: self.refs)
    @rule(number=st.integers(0, 3), referred=st.booleans())
    def give_back_or_refer_up(self, number: int, referred: bool) -> None:
        ref = self.one(number)
        self.bring_on_to_officer(ref)
        if not referred:
            self.tries(lambda: self.life.decide(ref, "referred_back", by=DIRECTOR))
            return

        def up() -> None:
            with self.life.acting(DIRECTOR) as desk:
                deciding.refer_up(desk, ref, reason="contested")

        self.tries(up)

    @precondition(lambda self: self.refs)
    @rule(
        number=st.integers(0, 3),
        votes=st.lists(st.sampled_from(["for", "against", "abstain"]), min_size=4, max_size=4),
        interested=st.sampled_from([None, *EXECUTIVE]),
    )
    def vote(self, number: int, votes: list[str], interested: str | None) -> None:
        ref = self.one(number)
        given = dict(zip(EXECUTIVE, votes, strict=True))
        self.tries(lambda: self.life.open(ref))
        self.tries(
            lambda: self.life.vote(ref, **{k.removeprefix("example-"): v for k, v in given.items()})
        )
        if interested is not None:
            self.tries(lambda: self.life.declare(ref, interested, "organisational"))
        self.tries(lambda: self.life.decide(ref, "approved", how="recorded"))
        self.tries(lambda: self.life.decide(ref, "refused", how="recorded"))

    @precondition(lambda self: self.refs)
    @rule(number=st.integers(0, 3), what=st.sampled_from(["withdraw", "again", "rework", "off"]))
    def take_back(self, number: int, what: str) -> None:
        acts: dict[str, Callable[[Any], Any]] = {
            "withdraw": lambda d: submitting.withdraw(d, self.one(number), reason="not needed"),
            "again": lambda d: after.bring_again(d, self.one(number)),
            "rework": lambda d: submitting.rework(d, self.one(number)),
            "off": lambda d: placing.take_off(d, self.one(number), reason="no time"),
        }

        def back() -> None:
            with self.life.acting() as desk:
                acts[what](desk)

        self.tries(back)

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days: int) -> None:
        self.life.wait(days)
        assert self.life.tick().failed == []

    # --- what holds

    def rows(self, table: str) -> list[Any]:
        with self.life.looking() as desk:
            return desk.all(ROWS[table])

    @invariant()
    def the_promises_hold(self) -> None:
        if not hasattr(self, "life"):
            return
        reports = {row.id: row for row in self.rows("proposal")}
        type(self).reached |= {(row.state, row.outcome) for row in reports.values()}
        decisions = self.rows("decision")
        type(self).reached |= {("decided by", decision.how_taken) for decision in decisions}
        for row in reports.values():
            own = [d for d in decisions if d.proposal_id == row.id]
            agreed = [d for d in own if d.outcome.startswith("approved")]
            assert len(agreed) == (1 if row.state == "effective" else 0), row.ref
            assert row.live == (row.state not in ("draft", "effective", "withdrawn")) or (
                row.state == "decided" and row.outcome in ("refused", "referred_back")
            )
        effective = [r for r in reports.values() if r.state == "effective"]
        assert len(self.rows("agreement")) == len(effective)
        (given,) = self.rows("delegation")
        by_delegate = {d.proposal_id for d in decisions if d.decider == "s151"}
        drawn = sum(r.value for r in effective if r.id in by_delegate)
        assert given.used == drawn <= CEILING
        for decision in decisions:
            self.nobody_barred_is_counted(decision)
        # Each decision under the rule for small sums counted all the others with it.
        assert sum(r.value for r in effective if r.rule == "S1") <= 100_000_00

    def nobody_barred_is_counted(self, decision: Any) -> None:
        barred = {c["person_id"] for c in decision.conflicts if c["outcome"] != "none"}
        if not barred or not decision.count or "by_name" not in decision.count:
            return
        with self.life.looking() as desk:
            keys = {desk.by_id("person", one).key for one in barred}
        assert not keys & decision.count["by_name"].keys()
        assert decision.count["eligible"] <= len(EXECUTIVE) - len(keys)

    @invariant()
    def the_ledger_is_whole(self) -> None:
        assert not hasattr(self, "life") or self.life.whole()


@pytest.fixture
def machine(sqlite_template: bytes) -> type[Reports]:
    return type("TemplatedReports", (Reports,), {"template": sqlite_template})


def test_whatever_people_do_the_promises_hold(machine: type[Reports]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    assert machine.reached >= {
        ("effective", "approved"),
        ("decided", "refused"),
        ("decided", "deferred"),
        ("decided by", "recorded"),
        ("decided by", "single_officer"),
        ("sent_to_higher", None),
        ("withdrawn", None),
    }

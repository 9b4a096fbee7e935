"""Decisions taken at random, by whoever is there and however they vote: what was let through follows.

Where the engine refuses, nothing is decided; where it lets a decision pass, the verifier has to
come to the same. `VIRES_SOAK` says how many times as many are tried.
"""

import datetime as dt
import os
import random
from typing import Any

import pytest
from reports import BOARD, CABINET, COMMISSIONER, EXECUTIVE, Life, life
from sealed_records import wrong

from governance.application.proposals.findings import Words
from governance.application.record.exporting import record_of, written
from governance.domain.errors import ViresError
from governance.store.engine import Store
from governance.verifier.__main__ import verify

TIMES = int(os.environ.get("VIRES_SOAK", "1"))
EACH = 12
"""Reports in one world, so that linked ones count together."""
OUTCOMES = ("approved", "approved", "approved_as_amended", "refused", "referred_back", "deferred")
VALUES = (20_000, 60_000, 99_999, 100_000, 100_001, 300_000, 500_000, 500_001, 1_900_000)
ALSO = ("example-head-teacher", "example-commissioner", "example-charity", "example-jobcentre")


class Chance:
    """Whoever throws the dice of one world."""

    def __init__(self, seed: int, built: Life) -> None:
        self.dice = random.Random(seed)
        self.built = built
        self.commissions: list[str] = []

    def report(self) -> str:
        """An award or a permission, on a commission of its own or on one linked to another."""
        linked = self.dice.choice([None, None, *self.commissions[-3:]])
        about = self.built.commission(linked_to=linked)
        self.commissions.append(about)
        kind = self.dice.choice(["award", "award", "permission-to-procure"])
        value = self.dice.choice(VALUES)
        due = self.built.today + dt.timedelta(days=120)
        if kind == "award":
            return self.built.award(about, value, decision_due=due)
        return self.built.draft(kind, about, value, decision_due=due)

    def run(self) -> None:
        """One report, as far as it comes."""
        ref = self.report()
        if self.dice.random() < 0.8:
            self.tried(self.built.notice, ref)
            self.built.wait(self.dice.choice([10, 40]))
        self.tried(self.built.submit, ref)
        if self.dice.random() < 0.9:
            self.tried(self.built.evidence, ref, "options-appraisal")
        for office in ("s151", "monitoring-officer"):
            self.tried(self.built.view, ref, office)
        self.tried(self.built.clear, ref)
        self.tried(self.built.view, ref, "joint-commissioning-head", by=COMMISSIONER)
        for _ in range(3):
            decider = str(self.built.row(ref).decider)
            if decider == "director":
                self.tried(self.built.hand, ref)
                self.tried(self.built.officer, ref, self.dice.choice(OUTCOMES))
            for body, people in (
                ("executive-board", EXECUTIVE),
                ("trust-board", BOARD),
                ("cabinet", CABINET),
            ):
                self.tried(self.meet, body, people, ref)

    def meet(self, body: str, people: tuple[str, ...], ref: str) -> None:
        """A meeting of a body with some of its people there, and whatever they make of it."""
        there = [one for one in (*people, *ALSO) if self.dice.random() < 0.85]
        on = self.built.today + dt.timedelta(days=self.dice.choice([4, 14]))
        meeting = self.built.meeting(body, on, ref)
        self.built.wait((on - self.built.today).days)
        for person in there:
            self.tried(self.built.attend, meeting, person)
        self.built.hold(meeting, (), presiding=self.dice.choice(there))
        for person in self.dice.sample(there, self.dice.choice([0, 0, 1, 2])):
            kind = self.dice.choice(["personal", "organisational", "disclosable_pecuniary"])
            ruling = self.dice.choice(["none", "stays_without_vote", "leaves"])
            more: dict[str, Any] = {"ruling": ruling, "advised": True}
            self.tried(self.built.declare, ref, person, kind, **more)
        self.vote(ref, there)

    def vote(self, ref: str, there: list[str]) -> None:
        """A decision in one manner or another."""
        outcome = self.dice.choice([*OUTCOMES, "recommended", "endorsed"])
        casting = self.dice.choice([None, None, "for", "against"])
        how = self.dice.choice(["agreed", "counted", "recorded"])
        taken: dict[str, Any] = {}
        if how == "agreed":
            taken["dissent"] = tuple(self.dice.sample(there, self.dice.choice([0, 0, 1])))
        elif how == "counted":
            votes = (self.dice.randint(0, 6), self.dice.randint(0, 3), self.dice.randint(0, 1))
            taken |= {"totals": votes, "casting": casting}
        else:
            voting = {one: self.dice.choice(["for", "for", "against", "abstain"]) for one in there}
            taken |= {"votes": voting, "casting": casting}
        words = Words("RESOLVED: as it was put.", "Reasons.", "None was better.")
        self.built.decide(ref, outcome, how=how, words=words, **taken)

    def tried(self, act: Any, *args: Any, **more: Any) -> None:
        """Do something, if it is let through."""
        try:
            act(*args, **more)
        except ViresError:
            self.built.now += dt.timedelta(seconds=1)


@pytest.mark.parametrize("seed", range(2 * TIMES))
def test_what_is_let_through_follows(quick_store: Store, seed: int) -> None:
    built = life(quick_store, dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC))
    chance = Chance(seed, built)
    for _ in range(EACH):
        chance.run()
    with built.looking() as desk:
        rows = [desk.row("proposal", f"R-{number:04}") for number in range(1, EACH + 1)]
        decided = [row.ref for row in rows if row.decided_on is not None]
        for ref in decided:
            found = verify(written(record_of(desk, ref)))[1]
            assert wrong(found) == [], (ref, [(s.title, s.wrong) for s in found.failed])
    assert decided

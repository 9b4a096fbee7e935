"""Reports brought before whoever decides, at random: by whom, with what, and however they vote.

Many reports live in one partnership at a time, on linked commissions, before bodies whose terms
are of that partnership's own; several stand on one agenda. What the engine lets through has to
follow for the verifier; what it refuses is now and then written all the same, as a program without
guards would write it, and then it must not follow.
"""

import datetime as dt
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any

from reports import COMMISSIONER, DIRECTOR, Life, life
from sealed_records import wrong

from governance.application.bodies.delegations import delegate
from governance.application.change import Change
from governance.application.commissions import lifecycle
from governance.application.meetings import acts
from governance.application.proposals import between, deciding, placing, scrutiny
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.application.proposals.powers import read_turn
from governance.application.proposals.reading import read_report
from governance.application.record.exporting import record_of, written
from governance.configuration import config_dir
from governance.domain.errors import GuardRefused, Refusal, ViresError
from governance.store.engine import Store
from governance.verifier.__main__ import verify
from statemachines.proposal_facts import ProposalFacts

BEGINS = dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC)
VALUES = (20_000, 60_000, 99_999, 100_000, 100_001, 300_000, 500_000, 500_001, 1_900_000)
OUTCOMES = ("approved", "approved", "approved", "approved_as_amended", "approved_with_conditions",
            "refused", "referred_back", "deferred")  # fmt: skip
ADVICE = ("recommended", "recommended", "endorsed", "referred_back", "deferred")
MEMBERS = {
    "trust-board": (
        "example-lead-member", "example-director", "example-district", "example-nhs",
        "example-police", "example-probation", "example-head-teacher", "example-charity",
        "example-jobcentre",
    ),
    "executive-board": (
        "example-director", "example-finance", "example-nhs", "example-police",
        "example-district", "example-commissioner",
    ),
    "cabinet": ("example-leader", "example-lead-member", "example-councillor"),
    "locality-north": (
        "example-councillor", "example-district", "example-nhs-substitute",
        "example-head-teacher", "example-charity",
    ),
}  # fmt: skip
SUBSTITUTES = {"example-director": "example-deputy", "example-nhs": "example-nhs-substitute"}
METHODS = ("simple_majority", "simple_majority", "simple_majority_of_all", "two_thirds",
           "two_thirds_of_all", "unanimity")  # fmt: skip


@dataclass
class Told:
    """What came of it: decisions that follow, forced ones that do not, and how they were taken."""

    worlds: int = 0
    records: int = 0
    follow: int = 0
    caught: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    """Each disagreement, in words."""

    def __str__(self) -> str:
        ways = ", ".join(f"{number} {way}" for way, number in sorted(self.ways.items()))
        return (
            f"{self.follow} decisions in {self.records} records of {self.worlds} partnerships "
            f"follow ({ways}); {self.caught} that were refused and written all the same do not; "
            f"{len(self.wrong)} disagreements"
        )


def decisions_at_random(store: Store, seed: int, told: Told, *, reports: int = 12) -> None:
    """One partnership's decisions, each verified; counts and disagreements go into `told`."""
    chance = Chance(seed, life(store, BEGINS), told)
    refs = [chance.report() for _ in range(reports)]
    for _ in range(7):
        chance.go_round(refs)
    told.worlds += 1
    with chance.built.looking() as desk:
        for ref in refs:
            if ref in chance.forced or desk.row("proposal", ref).decided_on is None:
                continue
            found = verify(written(record_of(desk, ref)))[1]
            told.records += 1
            told.follow += len({step.decision for step in found.steps} - {None})
            if wrong(found):
                why = [(step.title, step.wrong) for step in found.failed]
                told.wrong.append(f"{seed} {ref}: let through, and {why}")


class Chance:
    """Whoever throws the dice of one partnership."""

    def __init__(self, seed: int, built: Life, told: Told) -> None:
        self.dice = random.Random(seed)
        self.seed = seed
        self.built = built
        self.told = told
        self.commissions: list[str] = []
        self.paused: set[str] = set()
        self.forced: set[str] = set()
        self._constitute()

    # --- the partnership

    def _constitute(self) -> None:
        """Terms of the bodies' own, and delegations."""
        since = (self.built.now - dt.timedelta(days=300)).date()
        for key in ("executive-board", "trust-board", "cabinet"):
            if self.dice.random() < 0.6:
                self._terms(key, since)
        ways = (
            ("director", "joint-commissioning-head"),
            ("executive-board", "director"),
            ("trust-board", "director"),
            ("joint-commissioning-head", "monitoring-officer"),
        )
        for giver, receiver in ways:
            if self.dice.random() < 0.6:
                self.tried(self._delegate, giver, receiver, since)

    def _terms(self, key: str, since: dt.date) -> None:
        file = f"terms/{key}.yaml"
        text = (config_dir() / file).read_text(encoding="utf-8")
        text = text.replace("  method: simple_majority", f"  method: {self.dice.choice(METHODS)}")
        text = text.replace("  members: 5\n", f"  share: {self.dice.choice(['1/3', '1/2'])}\n")
        for still in ("none", "those_who_stay"):
            other = self.dice.choice(["none", "those_who_stay", "all"])
            text = text.replace(f"  interested_count: {still}\n", f"  interested_count: {other}\n")
        if key == "trust-board" and self.dice.random() < 0.5:
            text = text.replace("standing: joint-committee", "standing: partner-body")
            own = self.dice.choice(["unanimity_of_all", "simple_majority", "two_thirds_of_all"])
            ways = f"  chairs_action: yes\n  written_resolution: {own}\n"
            text = text.replace("between_meetings:\n", f"between_meetings:\n{ways}")
        if "standing: joint-committee" not in text:  # the law gives a joint committee one
            casting = self.dice.choice(["yes", "no"])
            text = text.replace("casting_vote: yes", f"casting_vote: {casting}")
        content = text.encode()
        values = {
            "kind": "terms",
            "key": f"{key}-terms",
            "number": 2,
            "title": f"Terms of {key}",
            "state": "in_force",
            "text": content,
            "digest": hashlib.sha256(content).hexdigest(),
            "file": file,
            "effective_from": since,
        }
        with self.built.acting(None) as desk:
            values |= {"id": desk.new_id(), "ref": desk.next_ref("rulebook_version")}
            desk.apply(Change("rulebook.constituted", "rulebook_version", None, values))

    def _delegate(self, giver: str, receiver: str, since: dt.date) -> None:
        with self.built.acting() as desk:
            delegate(
                desk,
                giver=giver,
                receiver=receiver,
                purpose="what is small",
                source="minute 4",
                kinds=self.dice.choice([(), ("award",)]),
                ceiling=self.dice.choice([None, 9_999_900, 30_000_000]),
                consultees=self.dice.choice([(), ("s151",)]),
                from_day=since,
                expires_on=self.dice.choice([None, since + dt.timedelta(days=340)]),
            )

    # --- reports

    def report(self) -> str:
        """An award, a permission or an end, on a commission of its own or on a linked one."""
        if self.commissions and self.dice.random() < 0.3:
            about = self.dice.choice(self.commissions)  # an award within a permission, or a second
        else:
            linked = self.dice.choice([None, None, *self.commissions[-3:]])
            about = self.built.commission(linked_to=linked)
            self.commissions.append(about)
        kind = self.dice.choice(["award", "award", "award", "permission-to-procure", "exit"])
        value = self.dice.choice(VALUES)
        due = self.built.today + dt.timedelta(days=250)
        if kind == "award":
            ref = self.built.award(about, value, decision_due=due)
        elif kind == "exit":
            answers = {"savings": self.dice.choice(["1000", "60000000"]), "budget": "90000000"}
            ref = self.built.draft(kind, about, value, decision_due=due, answers=answers)
        else:
            ref = self.built.draft(kind, about, value, decision_due=due)
        notice = self.dice.choice(["forward_plan"] * 8 + ["general_exception", None])
        if notice is not None:
            self.tried(self.built.notice, ref, notice)
        return ref

    def go_round(self, refs: list[str]) -> None:
        """Every report as far as it comes alone, then a meeting of each body that is wanted."""
        wanted: dict[str, list[str]] = {}
        if self.dice.random() < 0.2:
            self.tried(self.pause, self.dice.choice(self.commissions))
        for ref in refs:
            if ref in self.forced:
                continue
            self.tried(self.forward, ref)
            turn = self.turn(ref)
            if turn in MEMBERS and self.built.state(ref) in ("cleared", "reconsidered"):
                body = self.dice.choice([*MEMBERS]) if self.dice.random() < 0.05 else turn
                wanted.setdefault(body, []).append(ref)
        for body, listed in wanted.items():
            if self.dice.random() < 0.15:
                self.between(body, listed.pop())
            if listed:
                self.tried(self.meet, body, listed)
        self.built.wait(self.dice.choice([1, 9]))
        self.built.tick()

    def pause(self, commission: str) -> None:
        """Set a commission aside, or let it go on."""
        with self.built.acting() as desk:
            if commission in self.paused:
                lifecycle.resume(desk, commission=commission)
            else:
                lifecycle.pause(desk, commission=commission, reason="a review")
        self.paused ^= {commission}

    def turn(self, ref: str) -> str | None:
        """The key of whoever's turn it is."""
        with self.built.looking() as desk:
            row = desk.row("proposal", ref)
            turn = read_turn(desk, read_report(desk, row, on=desk.today))
            return row.decider if turn is None else turn.lowest

    def forward(self, ref: str) -> None:
        """Whatever comes next for a report, short of a meeting."""
        match self.built.state(ref):
            case "draft" | "on_forward_plan":
                self.documents(ref)
                self.built.submit(ref)
                self.prepare(ref)
                self.forward(ref)
            case "in_clearance":
                self.prepare(ref)
            case "cleared" if self.turn(ref) not in MEMBERS:
                self.tried(self.built.view, ref, "joint-commissioning-head", by=COMMISSIONER)
                if self.built.state(ref) == "cleared":
                    self.built.hand(ref)
                    self.officer(ref)
            case "with_officer":
                self.officer(ref)
            case "deferred":
                self.built.bring_again(ref)
            case "on_agenda":
                with self.built.acting() as desk:
                    placing.take_off(desk, ref, reason="it was not reached")
            case "sent_to_higher":
                self.built.hand(ref)
            case "call_in_window" if self.dice.random() < 0.6:
                with self.built.acting() as desk:
                    scrutiny.call_in(desk, ref, by=["five members"], grounds="the cost")
            case "called_in" | "before_scrutiny":
                result = self.dice.choice(["hear", "release", "reconsider"])
                with self.built.acting() as desk:
                    scrutiny.scrutinise(desk, ref, result=result, reason="as heard")

    def documents(self, ref: str) -> None:
        """Documents, some of them left out."""
        kinds = ("options-appraisal", "equality-impact-assessment", "consultation-report")
        for kind in kinds:
            if self.dice.random() < 0.9:
                self.tried(self.built.evidence, ref, kind)

    def prepare(self, ref: str) -> None:
        """Clearances and views, some of them left out."""
        for office in ("s151", "monitoring-officer"):
            if self.dice.random() < 0.95:
                self.tried(self.built.view, ref, office)
        self.tried(self.built.clear, ref)
        if self.dice.random() < 0.9:
            self.tried(self.built.view, ref, "joint-commissioning-head", by=COMMISSIONER)

    def officer(self, ref: str) -> None:
        """An officer decides, mostly the director or whoever it was passed on to, or leaves it."""
        if self.dice.random() < 0.07:
            with self.built.acting(DIRECTOR) as desk:
                deciding.refer_up(desk, ref, reason="it is for a body")
            self.told.ways["left to others"] += 1
            return
        others = (COMMISSIONER, "example-monitoring-officer", "example-finance")
        by = self.dice.choice([DIRECTOR, DIRECTOR, *others])
        if self.dice.random() < 0.05:
            self.tried(self.built.declare, ref, by, "personal", ruling="leaves", advised=True)
        for _ in range(3):
            if self.built.state(ref) in ("with_officer", "before_decider"):
                self.decide(ref, self.dice.choice(OUTCOMES), by=by)
                by = DIRECTOR

    # --- bodies

    def meet(self, body: str, refs: list[str]) -> None:
        """A meeting with some of its people there, and whatever they make of each item."""
        there = [who for who in MEMBERS[body] if self.dice.random() < 0.93]
        on = self.built.today + dt.timedelta(days=self.dice.choice([9, 14, 14, 40]))
        meeting = self.called(body, on, refs)
        self.built.wait((on - self.built.today).days)
        for who in there:
            instead = SUBSTITUTES.get(who)
            if instead and self.dice.random() < 0.3:
                self.tried(self.built.attend, meeting, instead, instead_of=who)
            else:
                self.tried(self.built.attend, meeting, who)
        self.tried(self.built.hold, meeting, (), presiding=self.dice.choice(there))
        if self.built.row(meeting, "meeting").state != "held":
            for who in MEMBERS[body]:
                self.tried(self.built.attend, meeting, who)
            self.built.hold(meeting, (), presiding=MEMBERS[body][0])
        for ref in refs:
            interested = self.dice.choice([0, 0, 0, 1, 2])
            for who in self.dice.sample(there, min(interested, len(there))):
                kind = self.dice.choice(["personal", "organisational", "disclosable_pecuniary"])
                ruling = self.dice.choice(["none", "stays_without_vote", "leaves"])
                more: dict[str, Any] = {"ruling": ruling, "advised": True}
                self.tried(self.built.declare, ref, who, kind, **more)
            for _ in range(4):
                if self.built.state(ref) not in ("on_agenda", "before_decider", "reconsidered"):
                    break
                self.vote(ref, there, meeting)

    def called(self, body: str, on: dt.date, refs: list[str]) -> str:
        """A meeting whose agenda is published today, now and then before it is complete."""
        with self.built.acting() as desk:
            meeting = acts.plan(desk, body=body, on=on, starts=dt.time(10)).ref
            acts.call(desk, meeting, place="the council chamber", reason="as agreed")
        late = refs[:1] if self.dice.random() < 0.1 else []
        for ref in refs[len(late) :]:
            self.tried(self.place, meeting, ref)
        with self.built.acting() as desk:
            acts.publish(desk, meeting, reason="as agreed")
        for ref in late:
            self.tried(self.place, meeting, ref, late_reason="it cannot wait")
        return meeting

    def place(self, meeting: str, ref: str, **more: Any) -> None:
        """Put a report on an agenda."""
        with self.built.acting() as desk:
            placing.place_on_agenda(desk, ref, meeting=meeting, **more)

    def vote(self, ref: str, there: list[str], meeting: str) -> None:
        """A decision of a body in one manner or another."""
        how = self.dice.choice(["agreed", "counted", "recorded", "recorded"])
        casting = self.dice.choice([None, None, "for", "against"])
        taken: dict[str, Any] = {}
        if how == "agreed":
            taken["dissent"] = tuple(self.dice.sample(there, self.dice.choice([0, 0, 1])))
        elif how == "counted":
            votes = (self.dice.randint(0, 7), self.dice.randint(0, 3), self.dice.randint(0, 1))
            taken |= {"totals": votes, "casting": casting}
        else:
            cast = {who: self.dice.choice(["for", "for", "against", "abstain"]) for who in there}
            taken |= {"votes": cast, "casting": casting}
        again = self.built.state(ref) == "reconsidered"
        outcome = self.dice.choice([*OUTCOMES, *ADVICE])
        if again:
            taken = {"how": how, **taken}
            self.tried(self.again, ref, outcome, meeting, Taken(**taken))
        else:
            self.decide(ref, outcome, how=how, **taken)

    def again(self, ref: str, outcome: str, meeting: str, taken: Taken) -> None:
        words = Words("RESOLVED: as before.", "Reasons.", "None was better.")
        with self.built.acting() as desk:
            deciding.decide_again(
                desk, ref, outcome=outcome, words=words, taken=taken, meeting=meeting
            )
        self.told.ways["taken again"] += 1

    def between(self, body: str, ref: str) -> None:
        """The chair acts, or members sign, where their terms let them."""
        way = self.dice.choice(["chairs_action", "written_resolution"])
        by = "example-lead-member" if way == "chairs_action" else "example-secretary"
        agree = () if way == "chairs_action" else self.dice.sample(MEMBERS[body], 3)
        self.tried(self._between, body, ref, way, by, tuple(agree))

    def _between(self, body: str, ref: str, way: str, by: str, agree: tuple[str, ...]) -> None:
        words = Words("RESOLVED: as it was put.", "Reasons.", "None was better.")
        all_ = MEMBERS[body] if agree and self.dice.random() < 0.7 else agree
        with self.built.acting(by) as desk:
            between.decide_between(
                desk, ref, way=way, outcome=self.dice.choice(["approved", "recommended"]),
                words=words, agree=all_, body=body,
            )  # fmt: skip
        self.told.ways[way.replace("_", " ")] += 1

    # --- deciding

    def decide(self, ref: str, outcome: str, **more: Any) -> None:
        """Decide as it is put; now and then whatever the engine has against it."""
        reasons = self.dice.choice(["Reasons."] * 9 + [""])
        more["words"] = Words("RESOLVED: as it was put.", reasons, "None was better.")
        way = more.get("how", "by an officer")
        against: list[Refusal] = []
        try:
            if self.dice.random() < 0.3:
                with without_guards(against):
                    self.built.decide(ref, outcome, **more)
            else:
                self.built.decide(ref, outcome, **more)
        except (ViresError, AssertionError):
            self.built.now += dt.timedelta(seconds=1)
            return
        self.told.ways[str(way)] += 1
        if against:
            self.must_not_follow(ref, [one.code for one in against])

    def must_not_follow(self, ref: str, codes: list[str]) -> None:
        """What was refused and written all the same is caught."""
        self.forced.add(ref)
        with self.built.looking() as desk:
            if desk.row("proposal", ref).decided_on is None:
                return
            found = verify(written(record_of(desk, ref)))[1]
        last = max(step.decision or 0 for step in found.steps)
        if any(step.wrong for step in found.steps if step.decision == last):
            self.told.caught += 1
        else:
            self.told.wrong.append(f"{self.seed} {ref}: refused for {codes}, and it follows")

    def tried(self, act: Any, *args: Any, **more: Any) -> None:
        """Do something, if it is let through."""
        try:
            act(*args, **more)
        except ViresError:
            self.built.now += dt.timedelta(seconds=1)


@contextmanager
def without_guards(against: list[Refusal]) -> Iterator[None]:
    """Decide whatever speaks against it; what does is noted in `against`.

    Who is entitled is asked all the same: without that there is nobody to write down.
    """
    own = deciding._decided

    def decided(state: str, facts: ProposalFacts) -> str:
        try:
            return own(state, facts)
        except GuardRefused as refused:
            if facts.not_entitled:
                raise
            found = [one.name for one in fields(facts) if getattr(facts, one.name)]
            nothing: dict[str, Any] = {
                name: () for name in found if isinstance(getattr(facts, name), tuple)
            }
            state = own(state, replace(facts, **nothing))
            against.extend(refused.refusals)
            return state

    deciding._decided = decided
    try:
        yield
    finally:
        deciding._decided = own

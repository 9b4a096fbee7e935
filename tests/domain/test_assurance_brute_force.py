"""The proof of schemes, held to brute force: each small scheme's cases are all looked at."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import pytest
from case_bits import Cases
from small_schemes import ON, all_cases, days_of, possible, small_scheme

from governance.domain.assurance import Finding, Proof, prove
from governance.domain.assurance.documents import contradict
from governance.domain.authority import Conflict, Determined, NoRule, Scheme, compile_scheme
from governance.domain.authority.choosing import Verdict, choose
from governance.domain.authority.compiling import Compiled
from governance.domain.authority.evaluating import answer
from governance.domain.authority.model import Rule

SEEDS, EACH = 20, 500
"""Together 10,000 schemes."""


@dataclass
class Truth:
    """What looking at every case of a scheme says; cases are bits, by the day of decision."""

    compiled: dict[dt.date, Compiled] = field(default_factory=dict)
    cases: dict[dt.date, Cases] = field(default_factory=dict)
    gaps: dict[dt.date, int] = field(default_factory=dict)
    taken: dict[dt.date, int] = field(default_factory=dict)
    overlaps: set[tuple[str, ...]] = field(default_factory=set)
    duplicates: set[tuple[str, ...]] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)

    def look(self, scheme: Scheme) -> None:
        seen: set[tuple[int, ...]] = set()
        for day in days_of(scheme):
            compiled = self.compiled[day] = compile_scheme(scheme, day)
            every, there = all_cases(compiled), possible(compiled)
            parts = every.parted(there, [one.when for one in compiled.rules])
            self.cases[day], self.gaps[day] = every, parts.pop((), 0)
            self.taken[day] = there & ~self.gaps[day]
            for held in parts.keys() - seen:
                rules = [scheme.rules[n] for n in held]
                self.judge(rules, choose(rules))
            seen |= parts.keys()
        self.duplicates -= self.overlaps

    @property
    def possible(self) -> bool:
        return any(self.gaps.values()) or any(self.taken.values())

    def judge(self, rules: list[Rule], verdict: Verdict) -> None:
        hidden = set().union(*(rule.overrides for rule in rules))
        standing = [rule for rule in rules if rule.id not in hidden]
        self.reached.update(rule.id for rule in standing)
        for at, one in enumerate(standing):
            for other in standing[at + 1 :]:
                if verdict.winner is not None:
                    self.duplicates.add((one.id, other.id))
                elif choose([one, other]).winner is None:
                    self.overlaps.add((one.id, other.id))


def outcome(real: Truth, finding: Finding) -> object:
    assert finding.example is not None
    return answer(real.compiled[finding.on], finding.example)


def check_pairs(scheme: Scheme, proof: Proof, real: Truth) -> None:
    told = {kind: [f.rules for f in proof.findings if f.kind == kind] for kind in CLASHES}
    sources = {rule.id: rule.source for rule in scheme.rules}
    apart = {pair for pair in real.overlaps if contradict(*(sources[one] for one in pair))}
    assert sorted(told["contradiction"]) == sorted(apart)
    assert sorted(told["overlap"]) == sorted(real.overlaps - apart)
    assert sorted(told["duplicate"]) == sorted(real.duplicates)
    for finding in proof.findings:
        if finding.kind in ("overlap", "contradiction"):
            found = outcome(real, finding)
            assert isinstance(found, Conflict)
            assert set(finding.rules) <= set(found.rules)
        elif finding.kind == "duplicate":
            assert isinstance(outcome(real, finding), Determined)


CLASHES = ("overlap", "duplicate", "contradiction")


def check_gaps(proof: Proof, real: Truth) -> None:
    gaps = [finding for finding in proof.findings if finding.kind == "gap"]
    assert bool(gaps) == any(real.gaps.values())
    for finding in gaps:
        assert isinstance(outcome(real, finding), NoRule)
        assert finding.region is not None
        region = real.cases[finding.on].within(finding.region)
        assert not region & real.taken[finding.on]
        assert region & real.gaps[finding.on]
    for day, missed in real.gaps.items():
        told = 0
        for finding in gaps if missed else ():
            assert finding.region is not None
            told |= real.cases[day].within(finding.region)
        assert not missed & ~told, real.cases[day].case(missed & ~told)


def check_unreachable(scheme: Scheme, proof: Proof, real: Truth) -> None:
    told = [finding for finding in proof.findings if finding.kind == "unreachable"]
    if not real.possible:
        assert [finding.why for finding in proof.findings] == ["assumptions"]
        return
    every = {rule.id for rule in scheme.rules}
    assert sorted(finding.rules[0] for finding in told) == sorted(every - real.reached)
    for finding in told:
        if finding.why == "overridden":
            found = outcome(real, finding)
            assert not isinstance(found, NoRule)
            assert finding.rules[0] not in str(found).split("because")[0]
        else:
            assert finding.example is None


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_kind_of_finding_agrees_with_brute_force(seed: int) -> None:
    random = Random(seed)
    kinds: Counter[str] = Counter()
    for _ in range(EACH):
        scheme = small_scheme(random)
        real = Truth()
        real.look(scheme)
        proof = prove(scheme, on=ON)
        assert proof.unsettled == ()
        assert not proof.more
        check_gaps(proof, real)
        check_pairs(scheme, proof, real)
        check_unreachable(scheme, proof, real)
        assert proof.proved == (not proof.findings)
        kinds.update(finding.kind for finding in proof.findings)
        kinds["proved"] += proof.proved
    assert len(kinds) == 6
    assert min(kinds.values()) > 5, kinds

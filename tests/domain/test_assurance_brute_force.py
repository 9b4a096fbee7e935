"""The proof of schemes, held to brute force: each small scheme's cases are all looked at."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

import pytest
from small_schemes import ON, cases, days_of, small_scheme

from governance.domain.assurance import Finding, Proof, Region, prove
from governance.domain.assurance.documents import contradict
from governance.domain.authority import Conflict, Determined, NoRule, Scheme, compile_scheme
from governance.domain.authority.choosing import Verdict, choose
from governance.domain.authority.conditions import truth
from governance.domain.authority.evaluating import answer
from governance.domain.authority.model import Rule, Value

SEEDS, EACH = 20, 500
"""Together 10,000 schemes."""


@dataclass
class Truth:
    """What looking at every case of a scheme says."""

    gaps: dict[dt.date, list[dict[str, Value]]] = field(default_factory=dict)
    taken: dict[dt.date, list[dict[str, Value]]] = field(default_factory=dict)
    overlaps: set[tuple[str, ...]] = field(default_factory=set)
    duplicates: set[tuple[str, ...]] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)
    possible: bool = False

    def look(self, scheme: Scheme) -> None:
        for day in days_of(scheme):
            compiled = compile_scheme(scheme, day)
            seen: dict[tuple[int, ...], Verdict] = {}
            for case in cases(compiled):
                self.possible = True
                held = tuple(n for n, one in enumerate(compiled.rules) if one.test(case))
                side = self.taken if held else self.gaps
                side.setdefault(day, []).append(case)
                if held and held not in seen:
                    rules = [compiled.rules[n].rule for n in held]
                    seen[held] = choose(rules)
                    self.judge(rules, seen[held])
        self.duplicates -= self.overlaps

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


def inside(case: Mapping[str, Value], region: Region) -> bool:
    return (
        all(case[name] in choices for name, choices in region.choices.items())
        and all(least <= int(case[n]) <= most for n, (least, most) in region.bounds.items())
        and all(truth(one, case) for one in region.relations)
    )


def outcome(scheme: Scheme, finding: Finding) -> object:
    assert finding.example is not None
    return answer(compile_scheme(scheme, finding.on), finding.example)


def check_pairs(scheme: Scheme, proof: Proof, real: Truth) -> None:
    told = {kind: [f.rules for f in proof.findings if f.kind == kind] for kind in CLASHES}
    sources = {rule.id: rule.source for rule in scheme.rules}
    apart = {pair for pair in real.overlaps if contradict(*(sources[one] for one in pair))}
    assert sorted(told["contradiction"]) == sorted(apart)
    assert sorted(told["overlap"]) == sorted(real.overlaps - apart)
    assert sorted(told["duplicate"]) == sorted(real.duplicates)
    for finding in proof.findings:
        if finding.kind in ("overlap", "contradiction"):
            found = outcome(scheme, finding)
            assert isinstance(found, Conflict)
            assert set(finding.rules) <= set(found.rules)
        elif finding.kind == "duplicate":
            assert isinstance(outcome(scheme, finding), Determined)


CLASHES = ("overlap", "duplicate", "contradiction")


def check_gaps(scheme: Scheme, proof: Proof, real: Truth) -> None:
    gaps = [finding for finding in proof.findings if finding.kind == "gap"]
    assert bool(gaps) == bool(real.gaps)
    for finding in gaps:
        assert isinstance(outcome(scheme, finding), NoRule)
        assert finding.region is not None
        assert finding.on in real.gaps
        assert not any(inside(case, finding.region) for case in real.taken.get(finding.on, []))
        assert any(inside(case, finding.region) for case in real.gaps[finding.on])
    for missed in real.gaps.values():
        for case in missed:
            assert any(finding.region and inside(case, finding.region) for finding in gaps)


def check_unreachable(scheme: Scheme, proof: Proof, real: Truth) -> None:
    told = [finding for finding in proof.findings if finding.kind == "unreachable"]
    if not real.possible:
        assert [finding.why for finding in proof.findings] == ["assumptions"]
        return
    every = {rule.id for rule in scheme.rules}
    assert sorted(finding.rules[0] for finding in told) == sorted(every - real.reached)
    for finding in told:
        if finding.why == "overridden":
            found = outcome(scheme, finding)
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
        check_gaps(scheme, proof, real)
        check_pairs(scheme, proof, real)
        check_unreachable(scheme, proof, real)
        assert proof.proved == (not proof.findings)
        kinds.update(finding.kind for finding in proof.findings)
        kinds["proved"] += proof.proved
    assert len(kinds) == 6
    assert min(kinds.values()) > 5, kinds

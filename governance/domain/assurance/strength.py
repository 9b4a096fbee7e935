"""Weaker, as it is defined: what an outcome asked for that another no longer does.

An outcome is a set of requirements. The new one is at least as strong when each requirement of
the old stands in it, equal or stronger: for each step one of its own, in the same order, and so
for whatever the procedures ask. Everything else is weaker, what cannot be compared too, and each
loss is said. Where nobody could decide before (no rule, a conflict) nothing can be lost; where
nobody can decide any more, that is the loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.assurance.asked import procedure_losses
from governance.domain.assurance.going import Going, method_of
from governance.domain.assurance.loss import Loss
from governance.domain.assurance.matching import matched
from governance.domain.assurance.ranking import Ranks, as_strict
from governance.domain.authority.model import PathStep

_AS_GOOD: Mapping[str, tuple[str, ...]] = {
    "consult": ("recommend", "endorse", "consent", "clear", "decide"),
    "recommend": ("decide",),
    "endorse": ("consent", "decide"),
    "consent": ("decide",),
}
"""Which steps, taken by the same office or body, ask more of it than a step does."""


def losses(old: Going, new: Going, ranks: Ranks) -> tuple[Loss, ...]:
    """What is lost from one outcome to another; nothing where the new one is as strong.

    A decider stands for another only by `ranks`: those of the old scheme, which the new one may
    contradict and not add to (else a version could rank its way out of being weaker). Nor may a
    version redefine the higher decider.
    """
    if old.key == new.key or old.kind in ("impossible", "conflict"):
        return ()
    if old.kind == "no_rule":
        before = old.scheme.fallback
        if before is None or new.kind == "rule" or new.scheme.fallback == before:
            return ()
        return (Loss("lost.fallback", {"fallback": before}),)
    match new.kind:
        case "conflict":
            return (Loss("lost.conflict", {"rules": [*new.rules]}),)
        case "impossible":
            return (Loss("lost.impossible"),)
        case "no_rule" if new.scheme.fallback is None:
            return (Loss("lost.no_rule"),)
        case "no_rule":
            return (Loss("lost.to_fallback", {"fallback": new.scheme.fallback}),)
    return (*_Paths(old, new, ranks).losses(), *procedure_losses(old.procedure, new.procedure))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A step, the number of its group, and from whom its taker is kept apart."""

    step: PathStep
    group: int
    people: frozenset[str]


class _Paths:
    """Two paths, each step of the old one set against those of the new."""

    def __init__(self, old: Going, new: Going, ranks: Ranks) -> None:
        self.old, self.new, self.ranks = old, new, ranks
        self.before, self.after = _placed(old), _placed(new)

    def losses(self) -> Iterator[Loss]:
        pairs = self._in_order(apart=True) or self._in_order(apart=False)
        if pairs is None:
            pairs = self._anyhow()
            lost = [at for at in range(len(self.before)) if at not in pairs]
            free = [one for at, one in enumerate(self.after) if at not in pairs.values()]
            for at in lost:
                yield self._step_lost(self.before[at].step, [one.step for one in free])
            yield from self._out_of_order(pairs)
        yield from self._together(pairs)

    def _candidates(self, old: _Placed, *, apart: bool = False, after: int = -1) -> list[int]:
        """The new steps that stand for an old one, of later groups than `after`."""
        return [
            at
            for at, new in enumerate(self.after)
            if new.group > after
            and self._as_good(old.step, new.step)
            and (not apart or old.people <= new.people)
        ]

    def _anyhow(self) -> dict[int, int]:
        """A new step for as many old ones as can be, whatever their order.

        Those that stand in the new path as they were come first, so that what is said to be
        lost is what was taken out.
        """
        kept = [one.step in [new.step for new in self.after] for one in self.before]
        order = sorted(range(len(self.before)), key=lambda at: not kept[at])
        pairs = matched([self._candidates(self.before[at]) for at in order])
        return {order[one]: to for one, to in pairs.items()}

    def _in_order(self, *, apart: bool) -> dict[int, int] | None:
        """A new step for each old one, order kept; None where there is no such choice.

        Group by group the earliest choice is the best: whatever follows must come later.
        """
        found: dict[int, int] = {}
        after = -1
        for group in sorted({one.group for one in self.before}):
            mine = [at for at, one in enumerate(self.before) if one.group == group]
            open_ = [self._candidates(self.before[at], apart=apart, after=after) for at in mine]
            for last in sorted({self.after[at].group for each in open_ for at in each}):
                within = [[at for at in each if self.after[at].group <= last] for each in open_]
                pairs = matched(within)
                if len(pairs) == len(mine):
                    found |= {mine[at]: to for at, to in pairs.items()}
                    after = last
                    break
            else:
                return None
        return found

    def _as_good(self, old: PathStep, new: PathStep) -> bool:
        if new.kind != old.kind:
            return (
                new.kind in _AS_GOOD.get(old.kind, ())
                and new.decider == old.decider
                and self._same_terms(old.decider)
            )
        method, was = method_of(self.new.scheme, new), method_of(self.old.scheme, old)
        if new.decider == old.decider:
            return self._same_terms(old.decider) and as_strict(method, was)
        if old.kind != "decide" or not self.ranks.above(new.decider, old.decider):
            return False
        # A higher decider has its own terms; only a method that the rule itself asked for counts.
        return self._same_terms(new.decider) and (
            was in (None, "single_officer") or as_strict(method, was)
        )

    def _same_terms(self, key: str) -> bool:
        old, new = self.old.scheme.deciders[key], self.new.scheme.deciders[key]
        return old.kind == new.kind and old.terms in (None, new.terms)

    def _step_lost(self, old: PathStep, free: Sequence[PathStep]) -> Loss:
        """Why no new step stands for an old one, as nearly as it can be said."""
        told = {"who": self.old.scheme.deciders[old.decider].title}
        same = [one for one in free if (one.kind, one.decider) == (old.kind, old.decider)]
        if same and not self._same_terms(old.decider):
            return Loss("lost.terms", told)
        if same:
            was = method_of(self.old.scheme, old) or "own_terms"
            now = method_of(self.new.scheme, same[0]) or "own_terms"
            return Loss("lost.method", {**told, "was": was, "now": now})
        others = [one for one in free if one.kind == old.kind == "decide"]
        if not others:
            return Loss(f"lost.{old.kind}", told)
        other = others[-1]
        told |= {"now": self.new.scheme.deciders[other.decider].title}
        if self.ranks.above(other.decider, old.decider):
            if not self._same_terms(other.decider):
                return Loss("lost.terms", {"who": told["now"]})
            return Loss("lost.method_above", {**told, "was": method_of(self.old.scheme, old) or ""})
        below = self.ranks.above(old.decider, other.decider)
        return Loss("lost.decider_below" if below else "lost.decider_unranked", told)

    def _out_of_order(self, pairs: Mapping[int, int]) -> Iterator[Loss]:
        """The first two steps that no longer follow one another."""
        titles = self.old.scheme.deciders
        for one, to in pairs.items():
            for other, then in pairs.items():
                first, second = self.before[one], self.before[other]
                if first.group < second.group and self.after[to].group >= self.after[then].group:
                    kinds = {
                        "first": f"does_{first.step.kind}",
                        "second": f"does_{second.step.kind}",
                    }
                    names = {
                        "who": titles[first.step.decider].title,
                        "other": titles[second.step.decider].title,
                    }
                    yield Loss("lost.order", {**names, **kinds})
                    return

    def _together(self, pairs: Mapping[int, int]) -> Iterator[Loss]:
        """Duties that were kept apart and may now be held together."""
        new_of = {self.before[at].step: self.after[to].step for at, to in pairs.items()}
        kept = {frozenset((one.step, one.other)) for one in self.new.apart}
        for one in self.old.apart:
            step = new_of.get(one.step)
            other = one.other if isinstance(one.other, str) else new_of.get(one.other)
            if step is None or other is None or frozenset((step, other)) in kept:
                continue
            if step == other:
                continue
            titles = self.old.scheme.deciders
            told = {"who": titles[one.step.decider].title, "kind": f"does_{one.step.kind}"}
            if isinstance(one.other, str):
                yield Loss(f"lost.apart_{one.other}", told)
            else:
                yield Loss("lost.apart_steps", {**told, "other": titles[one.other.decider].title})


def _placed(way: Going) -> list[_Placed]:
    people: dict[PathStep, set[str]] = {}
    for one in way.apart:
        if isinstance(one.other, str):
            people.setdefault(one.step, set()).add(one.other)
    return [
        _Placed(step, number, frozenset(people.get(step, ())))
        for number, group in enumerate(way.path)
        for step in group
    ]

"""What a framework says about one commission: what may open, what a gate wants, what is due."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from governance.domain.errors import Refusal, Unusable
from governance.domain.framework.model import Framework, Principle, Stage
from governance.domain.suggest import nearest

COMPLETE = "complete"
"""The state of a stage whose gate is passed (see `statemachines.stage`)."""

_AT_WORK = frozenset({"open", "at_gate", "reopened"})


def may_open(framework: Framework, states: Mapping[str, str], stage: str) -> tuple[Refusal, ...]:
    """Refuse while a stage that comes first is not complete. Stages may else be open at once.

    `states` gives the state of each stage of this round. Raises `Unusable` for no such stage.
    """
    return tuple(
        Refusal("framework.stage_waits", {"stage": found.title, "before": before.title})
        for found in (_stage(framework, stage),)
        for before in (_stage(framework, key) for key in found.after)
        if states.get(before.key) != COMPLETE
    )


def may_reopen(framework: Framework, states: Mapping[str, str], stage: str) -> tuple[Refusal, ...]:
    """Refuse to go back to a stage, unless the framework has a way back from one at work.

    Raises `Unusable` where there is no such stage.
    """
    title = _stage(framework, stage).title
    ways = [r.source for r in framework.reopenings if r.target == stage]
    if not ways:
        return (Refusal("framework.no_way_back", {"stage": title}),)
    if any(states.get(source) in _AT_WORK for source in ways):
        return ()
    sources = [_stage(framework, source).title for source in ways]
    return (Refusal("framework.way_back_closed", {"stage": title, "sources": sources}),)


def gate_wants(
    framework: Framework,
    gate: str,
    *,
    evidence: Collection[str],
    known: Collection[str],
    answered: Collection[str],
    value: int | None,
) -> tuple[Refusal, ...]:
    """Name everything a gate asks for and does not have. Raises `Unusable` for no such gate.

    `evidence` are kinds at hand, `known` the commission's fields with a value, `answered` the
    principles answered, `value` the whole-life value in pence. That a decision is needed is not
    among them: it is asked of the gate itself.
    """
    found = framework.gate(gate)
    if found is None:
        gates = [g.key for s in framework.stages for g in s.gates]
        raise Unusable.one(
            "framework.unknown_gate", gate=gate, known=gates, nearest=nearest(gate, gates)
        )
    wants = [
        Refusal(
            "framework.evidence_missing",
            {"gate": found.title, "evidence": want.title, "kind": want.key},
        )
        for want in found.evidence
        if want.key not in evidence
    ]
    wants += [
        Refusal("framework.field_missing", {"gate": found.title, "field": field})
        for field in found.asks
        if field not in known
    ]
    wants += [
        Refusal("framework.principle_unanswered", {"principle": p.title, "key": p.key})
        for p in principles_due(framework, value)
        if found.principles and p.key not in answered
    ]
    return tuple(wants)


def principles_due(framework: Framework, value: int | None) -> tuple[Principle, ...]:
    """The principles a commission of this value (pence) answers; an unknown value owes all."""
    return tuple(p for p in framework.principles if value is None or value >= p.from_value)


def round_unfinished(framework: Framework, states: Mapping[str, str]) -> tuple[Refusal, ...]:
    """Name every stage of this round that is not complete."""
    return tuple(
        Refusal("framework.stage_unfinished", {"stage": stage.title})
        for stage in framework.stages
        if states.get(stage.key) != COMPLETE
    )


def translate(framework: Framework, stage: str, other: Framework) -> tuple[str, ...]:
    """Give the stages of another framework that a stage of this one stands for.

    Uses this framework's crosswalk, or the other's read backwards. Raises `Unusable` where
    there is no such stage, or neither framework says.
    """
    _stage(framework, stage)
    if framework.key == other.key:
        return (stage,)
    if other.key in framework.crosswalk:
        return framework.crosswalk[other.key][stage]
    back = other.crosswalk.get(framework.key)
    if back is None:
        raise Unusable.one("framework.no_crosswalk", framework=framework.title, other=other.title)
    return tuple(key for key in other.stage_keys if stage in back[key])


def _stage(framework: Framework, key: str) -> Stage:
    found = framework.stage(key)
    if found is None:
        known = list(framework.stage_keys)
        raise Unusable.one(
            "framework.unknown_stage", stage=key, known=known, nearest=nearest(key, known)
        )
    return found

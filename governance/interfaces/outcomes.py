"""What a scheme answers about a case, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance import words
from governance.domain.authority import (
    Conflict,
    Determined,
    Outcome,
    PathStep,
    Scheme,
    Undetermined,
)
from governance.domain.procedure import merge


def outcome_json(scheme: Scheme, outcome: Outcome) -> dict[str, Any]:
    """What a scheme answers about a case, for programs."""
    match outcome:
        case Determined():
            return _determined(scheme, outcome)
        case Undetermined(unknown, possible, no_rule, conflict):
            return {
                "unknown": list(unknown),
                "possible": list(possible),
                "possible_no_rule": no_rule,
                "possible_conflict": conflict,
            }
        case Conflict(rules):
            return {"conflict": list(rules)}
        case _:
            fallback = {} if outcome.fallback is None else {"fallback": outcome.fallback}
            return {"no_rule": True, **fallback}


def _determined(scheme: Scheme, outcome: Any) -> dict[str, Any]:
    steps = [
        {
            "decider": step.decider,
            "method": step.method or _method(scheme, step),
            "parallel": len(group) > 1,
            "kind": step.kind,
            "title": scheme.deciders[step.decider].title,
            "group": number,
        }
        for number, group in enumerate(outcome.path, start=1)
        for step in group
    ]
    merged = merge([scheme.procedures[name] for name in outcome.procedure])
    procedure = {
        "names": list(outcome.procedure),
        "key_decision": merged.key_decision,
        "notices": [_notice(notice) for notice in merged.notices],
        "exceptions": [_notice(notice) for notice in merged.exceptions],
        "evidence": list(merged.evidence),
        "call_in": None
        if merged.call_in is None
        else {"policy": merged.call_in.policy, "days": merged.call_in.days},
        "publish": list(merged.publish),
        "meeting_only": merged.meeting_only,
    }
    because = [_sentence(reason.code, reason.params) for reason in outcome.because]
    return {"rule": outcome.rule, "path": steps, "procedure": procedure, "because": because}


def _method(scheme: Scheme, step: PathStep) -> str | None:
    """How a decision is taken where the rule leaves it to the decider."""
    if step.kind != "decide":
        return None
    kind = scheme.deciders[step.decider].kind
    by_kind = {"office": "single_officer", "body": "terms_of_reference"}
    return by_kind.get(kind, "each_under_its_own_scheme")


def _sentence(code: str, params: Mapping[str, Any]) -> str:
    text = words.say(code, params)
    return text[:1].upper() + text[1:]


def _notice(notice: Any) -> dict[str, Any]:
    return {"kind": notice.kind, "policy": notice.policy, "days": notice.days}

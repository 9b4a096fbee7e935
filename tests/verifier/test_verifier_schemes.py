"""The verifier's reading of a scheme sends every case where the engine sends it."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest

from governance.configuration import config_dir
from governance.domain.authority.compiling import Compiled, compile_scheme
from governance.domain.authority.evaluating import answer
from governance.domain.authority.folding import representatives
from governance.domain.authority.loading import load_scheme
from governance.domain.authority.outcome import Case, Conflict, Determined, NoRule, Outcome
from governance.domain.errors import Unusable
from governance.verifier.scheme import Answer, read_scheme

SCHEMES = sorted((config_dir() / "schemes").glob("*.yaml"))
DAYS = (dt.date(2021, 5, 5), dt.date(2025, 7, 8), dt.date(2026, 11, 26))


def cases(compiled: Compiled, chance: random.Random, unknown: float) -> Iterator[dict[str, Any]]:
    """Cases on and around every edge of the rules, some inputs of some of them unknown."""
    scheme = compiled.scheme
    conditions = [rule.when for rule in compiled.rules] + list(compiled.assume)
    edges = {n: representatives(i, conditions, scheme.inputs) for n, i in scheme.inputs.items()}
    for _ in range(150):
        case: dict[str, Any] = {}
        for name, one in scheme.inputs.items():
            if one.derived == "decision_day" or chance.random() < unknown:
                continue
            value = chance.choice(edges[name])
            if isinstance(value, int) and chance.random() < 0.5:
                value = max(one.least, min(one.most, value + chance.choice([-100, -1, 1, 100])))
            case[name] = value
        yield case


def alike(theirs: Outcome, ours: Answer) -> bool:
    match theirs:
        case Determined():
            rule = ours.rule
            return (
                rule is not None
                and rule.id == theirs.rule
                and [list(group) for group in rule.path]
                == [[(s.kind, s.decider, s.method) for s in group] for group in theirs.path]
                and set(rule.procedures) == set(theirs.procedure)
            )
        case NoRule():
            return ours.kind == "no rule"
        case Conflict():
            return ours.kind == "conflict" and set(ours.rules) == set(theirs.rules)
    return ours.kind == "unknown"


@pytest.mark.parametrize("unknown", [0, 0.1], ids=["known", "some-unknown"])
@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_case_goes_where_the_engine_sends_it(path: Any, unknown: float) -> None:
    text = path.read_bytes()
    scheme, ours = load_scheme(text, path.name), read_scheme(text.decode())
    chance = random.Random(path.stem)
    went = 0
    for on in DAYS:
        try:
            compiled = compile_scheme(scheme, on)
        except Unusable:
            continue
        for case in cases(compiled, chance, unknown):
            try:
                theirs = answer(compiled, Case(case))
            except Unusable:
                continue
            assert alike(theirs, ours.answer(case, on)), case
            went += 1
    assert went > 30

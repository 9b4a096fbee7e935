"""What the example scheme answers in a second: with reasons, verdict only, with unknowns.

Cases are drawn by a fixed seed from what the scheme's inputs can be, so every run asks the same.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from random import Random

from bench.figures import Figure, middle, seconds
from governance.configuration import config_dir
from governance.domain.authority import compile_scheme, load_scheme
from governance.domain.authority.compiling import Compiled
from governance.domain.authority.evaluating import answer, verdict
from governance.domain.authority.model import Input, Value
from governance.domain.authority.outcome import Case
from governance.domain.errors import Unusable

TODAY = dt.date(2025, 2, 20)
ROUNDS = 5
ORDINARY = ("kind", "value", "cumulative_value", "decision_day")
"""Inputs known of an ordinary report: the rest is asked for when a rule needs it."""

Values = Mapping[str, Value]


def measure(*, quick: bool) -> list[Figure]:
    """Answers a second, by how much is known and how much is said."""
    name = "schemes/example-partnership.yaml"
    scheme = load_scheme((config_dir() / name).read_bytes(), name)
    compiled = compile_scheme(scheme, TODAY)
    cases = _cases(compiled, 20 if quick else 1000)
    whole = [{**compiled.given, **case} for case in cases]
    part = [{k: v for k, v in case.items() if k in ORDINARY} for case in cases]
    rules = f"{len(scheme.rules)} rules, {len(scheme.inputs)} inputs"
    return [
        _rate("scheme, verdict only", whole, lambda v: verdict(compiled, v), rules),
        _rate("scheme, with path and reasons", cases, lambda v: answer(compiled, Case(v)), rules),
        _rate(
            "scheme, with unknown inputs",
            part,
            lambda v: answer(compiled, Case(v)),
            f"{rules}; {len(ORDINARY)} known, what would settle it is said",
        ),
    ]


def _rate(what: str, cases: Sequence[Values], ask: Callable[[Values], object], note: str) -> Figure:
    def once() -> None:
        for case in cases:
            ask(case)

    rate = len(cases) / middle([seconds(once) for _ in range(ROUNDS)])
    return Figure(what, "no database", rate, "a second", note)


def _cases(compiled: Compiled, wanted: int) -> list[Values]:
    """Whole cases that the scheme's assumptions allow."""
    random = Random(7)  # the same cases every time, nothing secret
    found: list[Values] = []
    while len(found) < wanted:
        case = {one.name: _value(one, random) for one in compiled.scheme.inputs.values()}
        case["whole_life_value"] = max(case["value"], case["whole_life_value"], key=int)
        case["cumulative_value"] = max(case["whole_life_value"], case["cumulative_value"], key=int)
        case["savings"] = min(case["savings"], case["budget"], key=int)
        try:
            answer(compiled, Case(case))
        except Unusable:
            continue
        found.append(case)
    return found


def _value(one: Input, random: Random) -> Value:
    if one.discrete:
        return random.choice(one.choices)
    if one.type == "money":
        return int(10 ** random.uniform(5, 9))
    return random.randint(one.least, min(one.most, one.least + 800))

"""Small schemes drawn at random, quickly, and every case there is of them: for brute force."""

from collections.abc import Mapping
from random import Random

from case_bits import Cases, cases_of

from governance.domain.assurance.going import Going, going, impossible
from governance.domain.authority import Scheme
from governance.domain.authority.choosing import choose
from governance.domain.authority.conditions import all_of, any_of, truth
from governance.domain.authority.model import (
    ALWAYS,
    Assumption,
    Compare,
    Condition,
    Const,
    Decider,
    Fraction,
    In,
    Input,
    Op,
    PathStep,
    Rule,
    Source,
    Value,
)
from governance.domain.procedure import NoticeRule, Procedure

OPS: tuple[Op, ...] = ("<", "<=", ">", ">=", "=", "!=")
MOST = 3
SHARES = ((1, 1), (1, 2), (2, 3), (2, 1))
PROCEDURES = {
    "notice": Procedure(
        "notice", "Notice", notices=(NoticeRule("agenda", "clear_working_days", 5),)
    ),
    "evidence": Procedure("evidence", "Evidence", evidence=("options",)),
}
DECIDERS = {key: Decider(key, "body", f"the {key}") for key in ("top", "middle", "low", "other")}


def inputs(random: Random, *, varied: bool = False) -> dict[str, Input]:
    """The inputs of a small scheme; `varied` in their bounds and choices."""
    most = random.choice((MOST - 1, MOST)) if varied else MOST - 1
    kinds = random.choice((("a", "b"), ("a", "b", "c"))) if varied else ("a", "b")
    found = [
        Input("kind", "kind", "choice", choices=kinds),
        Input("listed", "listed", "yes-no", choices=("no", "yes")),
        Input("value", "value", "money", least=0, most=most),
        Input("budget", "budget", "money", least=0, most=MOST if varied else MOST - 1),
    ]
    if not varied:
        found.pop(1)
    elif random.random() < 0.2:
        found.pop(random.choice((1, 3)))
    return {one.name: one for one in found}


def leaf(random: Random, known: Mapping[str, Input]) -> Condition:
    """One comparison."""
    one = random.choice(list(known.values()))
    if one.discrete:
        size = random.randint(1, len(one.choices) - 1)
        return In(one.name, frozenset(random.sample(one.choices, size)))
    other = {"value": "budget", "budget": "value"}[one.name]
    if other in known and random.random() < 0.25:
        return Compare(one.name, random.choice(OPS), Fraction(*random.choice(SHARES), other))
    return Compare(one.name, random.choice(OPS), Const(random.randint(0, MOST)))


def condition(random: Random, known: Mapping[str, Input]) -> Condition:
    """A few comparisons, joined."""
    if random.random() < 0.05:
        return ALWAYS
    parts = [leaf(random, known) for _ in range(random.randint(1, 3))]
    return any_of(parts) if random.random() < 0.2 else all_of(parts)


def scheme(random: Random, *, rules: int = 3, varied: bool = False) -> Scheme:
    """A small scheme."""
    known = inputs(random, varied=varied)
    found = []
    for number in range(random.randint(1, rules)):
        path = [(PathStep("decide", random.choice(list(DECIDERS))),)]
        if random.random() < 0.3:
            path.insert(0, (PathStep("consult", "other"),))
        names = tuple(name for name in PROCEDURES if random.random() < 0.2)
        over = {f"R{number - 1}"} if number and random.random() < 0.3 else set()
        rule = Rule(f"R{number}", condition(random, known), tuple(path), names, frozenset(over))
        found.append(rule)
    assume = (Assumption(leaf(random, known)),) if random.random() < 0.2 else ()
    return Scheme(
        key="small",
        title="Small",
        standing="own",
        owner="top",
        source=Source(""),
        vat="including",
        fallback=None,
        deciders=DECIDERS,
        ranks=(("top", "middle", "low"), ("top", "other")),
        inputs=known,
        limits={},
        definitions={},
        assume=assume,
        separate=(),
        procedures=PROCEDURES,
        rules=tuple(found),
    )


def values(one: Input) -> list[Value]:
    """Everything an input may be."""
    return list(one.choices) if one.discrete else list(range(one.least, one.most + 1))


def all_cases(known: Mapping[str, Input]) -> Cases:
    """Every case there is, possible or not, at once."""
    return cases_of(tuple((one.name, tuple(values(one))) for one in known.values()))


def goings(of: Scheme, every: Cases) -> list[tuple[Going, int]]:
    """Where all cases go by a scheme, by the plain reading of its rules: each way once."""
    room = every.all
    for one in of.inputs.values():
        room &= every.among(one.name, values(one))
    for assumed in of.assume:
        room &= every.where(assumed.holds)
    parts = every.parted(room, [rule.when for rule in of.rules])
    found = [
        (going(of, choose([of.rules[at] for at in holding])), there)
        for holding, there in parts.items()
    ]
    return [*found, (impossible(of), every.all & ~room)]


class Goes:
    """Where each case goes by a scheme, by the plain reading of its rules."""

    def __init__(self, of: Scheme) -> None:
        self.of = of
        self.none = impossible(of)
        self.known: dict[tuple[int, ...], Going] = {}

    def __call__(self, case: Mapping[str, Value]) -> Going:
        """Where a case goes."""
        one = self.of
        for name, i in one.inputs.items():
            room = case[name] in i.choices if i.discrete else i.least <= int(case[name]) <= i.most
            if not room:
                return self.none
        if not all(truth(a.holds, case) for a in one.assume):
            return self.none
        holding = tuple(at for at, rule in enumerate(one.rules) if truth(rule.when, case))
        if holding not in self.known:
            self.known[holding] = going(one, choose([one.rules[at] for at in holding]))
        return self.known[holding]

"""How long the proof of a scheme takes: bands of amounts, and bands by shares of a budget.

The schemes are made here and are proved, so that nothing ends a proof early: ten kinds of
decision, each with its own bands. With relations, seven kinds have bands of a share of the
budget, and what is assumed relates the two amounts as well.
"""

import datetime as dt

from bench.figures import Figure, middle, seconds
from governance.domain.assurance import prove
from governance.domain.authority import Scheme
from governance.domain.authority.conditions import all_of
from governance.domain.authority.model import (
    Assumption,
    Compare,
    Const,
    Decider,
    Fraction,
    In,
    Input,
    PathStep,
    Rule,
    Source,
    Term,
)

ON = dt.date(2026, 2, 2)
SIZES = (10, 100, 1_000, 5_000)
QUICK_SIZES = (10, 20)
ROUNDS = 3
KINDS = tuple(f"kind-{number}" for number in range(10))
MOST = 1_000_000_000_00
STEP = 1_000_00


def measure(*, quick: bool) -> list[Figure]:
    """Seconds for one proof, by the number of rules."""
    figures = []
    for size in QUICK_SIZES if quick else SIZES:
        for related in (False, True):
            scheme = banded(size, related=related)
            took = middle([seconds(lambda: _proved(scheme)) for _ in range(ROUNDS)])  # noqa: B023
            note = "bands by share of the budget" if related else "bands by amount"
            figures.append(Figure(f"prove, {size:,} rules", "no database", took * 1000, "ms", note))
    return figures


def _proved(scheme: Scheme) -> None:
    assert prove(scheme, on=ON).proved


def banded(size: int, *, related: bool) -> Scheme:
    """A scheme of so many rules, ten kinds with as many bands each."""
    each = max(size // len(KINDS), 1)
    inputs = (
        Input("kind", "the decision asked for", "choice", KINDS),
        Input("value", "the sum", "money", most=MOST),
        Input("budget", "the budget", "money", most=MOST),
    )
    assume = Compare("value", "<=", Fraction(2, 1, "budget"))
    return Scheme(
        key="banded",
        title="Banded",
        standing="own",
        owner="board",
        source=Source(""),
        vat="excluding",
        fallback=None,
        deciders={"board": Decider("board", "body", "the board")},
        ranks=(),
        inputs={one.name: one for one in inputs},
        limits={},
        definitions={},
        assume=(Assumption(assume),) if related else (),
        separate=(),
        procedures={},
        rules=tuple(
            _rule(kind, number, each, related=related and at > 2)
            for at, kind in enumerate(KINDS)
            for number in range(each)
        ),
    )


def _rule(kind: str, number: int, each: int, *, related: bool) -> Rule:
    def edge(at: int) -> Term:
        return Fraction(at, each, "budget") if related else Const(at * STEP)

    parts: list[Compare | In] = [In("kind", frozenset((kind,)))]
    if number:
        parts.append(Compare("value", ">", edge(number)))
    if number + 1 < each:
        parts.append(Compare("value", "<=", edge(number + 1)))
    return Rule(f"{kind}-{number}", all_of(parts), ((PathStep("decide", "board"),),))

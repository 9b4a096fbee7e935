"""Options that say more of a commission, and how they are read."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from governance.domain.errors import Problem, Unusable

Ref = Annotated[str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")]
Stage = Annotated[str, typer.Argument(metavar="STAGE", help="The stage's key, such as plan.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
Need = Annotated[str | None, typer.Option("--need", help="The need it meets.")]
Population = Annotated[str | None, typer.Option("--population", help="For whom.")]
Outcome = Annotated[
    list[str] | None, typer.Option("--outcome", help="An outcome of the framework; repeatable.")
]
Level = Annotated[str | None, typer.Option("--level", help="A level of the framework.")]
Mechanism = Annotated[str | None, typer.Option("--mechanism", help="How provision is secured.")]
Regime = Annotated[str | None, typer.Option("--regime", help="The law of the procurement.")]
Value = Annotated[
    str | None, typer.Option("--value", metavar="POUNDS", help="Whole-life value in pounds.")
]
Organisation = Annotated[
    str | None, typer.Option("--organisation", metavar="PARTNER", help="Who commissions it.")
]
Parent = Annotated[
    str | None, typer.Option("--parent", metavar="COMMISSION", help="What it stands under.")
]
Fact = Annotated[
    list[str] | None, typer.Option("--fact", metavar="NAME=TEXT", help="A local fact; repeatable.")
]
Partners = Annotated[
    list[str] | None,
    typer.Option("--partner", metavar="KEY[=POUNDS]", help="A partner and its share; repeatable."),
]
Framework = Annotated[
    str | None, typer.Option("--framework", metavar="KEY", help="Not needed where there is one.")
]


def details(**given: Any) -> dict[str, Any]:
    """What was given of a commission, as the use cases take it. Raises `Unusable`, all at once."""
    found = {name: value for name, value in given.items() if value is not None}
    problems: list[Problem] = []
    if "value" in found:
        found["value"] = _pence(found["value"], problems)
    if "facts" in found:
        found["facts"] = dict(_pair(text, problems) for text in found["facts"])
    if problems:
        raise Unusable(problems)
    return found


def shares(texts: list[str] | None) -> dict[str, int | None]:
    """Partners with their shares in pence. Raises `Unusable`, all at once."""
    problems: list[Problem] = []
    found: dict[str, int | None] = {}
    for text in texts or ():
        name, equals, amount = text.partition("=")
        found[name.strip()] = _pence(amount, problems) if equals else None
    if problems:
        raise Unusable(problems)
    return found


def _pence(text: str, problems: list[Problem]) -> int | None:
    from governance.domain.money import pence

    try:
        return pence(text)
    except Unusable as error:
        problems += error.problems
        return None


def _pair(text: str, problems: list[Problem]) -> tuple[str, str | None]:
    """A fact's name and its text; an empty text takes the fact back."""
    name, equals, said = text.partition("=")
    if not equals or not name.strip():
        problems.append(Problem("commission.fact_unreadable", {"text": text[:80]}))
    return name.strip(), said.strip() or None

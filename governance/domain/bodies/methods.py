"""The methods by which a question put to the vote is carried, as one table.

A method is a share of the votes, a number of votes, or each partner's consent; counting
(`ballots`) and written consents (`consents`) read the same values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Method:
    """How many votes carry a question.

    `share` (numerator, denominator) of the votes for and against, or `of_all` entitled to vote,
    is needed; `more_than` it where the share alone is not enough. `number` needs that many
    votes for, of `of` seats. `casting` says that the person presiding can break a tie.
    `in_writing` asks each partner instead of counting votes.
    """

    name: str
    share: tuple[int, int] | None = None
    more_than: bool = False
    of_all: bool = False
    number: int | None = None
    of: int | None = None
    casting: bool = False
    in_writing: bool = False

    def enough(self, votes_for: int, votes_against: int, eligible: int) -> bool:
        """Whether so many votes carry the question. Abstentions are not votes against."""
        if self.number is not None:
            return votes_for >= self.number
        assert self.share is not None
        part, whole = self.share
        cast = eligible if self.of_all else votes_for + votes_against
        if self.more_than:
            return votes_for * whole > part * cast
        return votes_for > 0 and votes_for * whole >= part * cast


EACH_PARTNER = Method("each_partner_in_writing", in_writing=True)

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        method.name: method
        for method in (
            Method("simple_majority", share=(1, 2), more_than=True, casting=True),
            Method("simple_majority_of_all", share=(1, 2), more_than=True, of_all=True),
            Method("two_thirds", share=(2, 3)),
            Method("two_thirds_of_all", share=(2, 3), of_all=True),
            Method("unanimity", share=(1, 1)),
            Method("unanimity_of_all", share=(1, 1), of_all=True),
            Method("single_officer", number=1, of=1),
            EACH_PARTNER,
        )
    }
)
"""Every method that has a name; "3 of 5" is read by `method_named`."""

_N_OF_M = re.compile(r"(?P<n>[1-9]\d{0,2}) of (?P<m>[1-9]\d{0,2})")


def method_named(text: str) -> Method | None:
    """The method a text names: a name in `METHODS`, or "n of m"; None where it names none."""
    if match := _N_OF_M.fullmatch(text):
        number, of = int(match["n"]), int(match["m"])
        return Method("n_of_m", number=number, of=of) if number <= of else None
    return METHODS.get(text)

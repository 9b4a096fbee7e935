"""What can go wrong, as codes and parameters.

Words for a code live in `governance.words`; nothing here knows English. Three refusals are
kept apart because they call for different acts: there is no such move from here; a guard
refused; somebody else moved first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why something may not happen: a code that has words, and its parameters.

    Parameters are plain values: text, int (pence for money), bool, date, datetime, or lists of
    text.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with something handed in, and where it stands."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None


class ViresError(Exception):
    """Anything Vires says no to. Interfaces turn it into words and an exit code."""


class Unusable(ViresError):
    """What was handed in cannot be used; nothing was changed. All problems at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.code} {dict(p.params)}" for p in self.problems))

    @classmethod
    def one(cls, code: str, **params: Any) -> Self:
        """The error for a single problem that stands in no file."""
        return cls([Problem(code, params)])


def problems_of(*checks: Callable[[], object]) -> tuple[Problem, ...]:
    """What each of several checks finds unusable, so that all of it can be said at once."""
    found: list[Problem] = []
    for check in checks:
        try:
            check()
        except Unusable as error:
            found.extend(error.problems)
    return tuple(found)


class Refused(ViresError):
    """The rules say no. Every reason is given, not only the first."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{r.code} {dict(r.params)}" for r in self.refusals))

    @classmethod
    def one(cls, code: str, **params: Any) -> Self:
        """The refusal for a single reason."""
        return cls([Refusal(code, params)])


class NoSuchMove(Refused):
    """The lifecycle has no such move from the state the item is in."""


class GuardRefused(Refused):
    """The move exists; its conditions are not met."""


class MovedFirst(Refused):
    """Somebody changed the item after it was read; parameters say who, when and what."""


def of_the_store(error: BaseException, *codes: str) -> bool:
    """Whether it is the database that failed; with `codes` whether in one of these ways."""
    return isinstance(error, Unusable) and any(
        problem.code in codes if codes else problem.code.startswith("store.")
        for problem in error.problems
    )

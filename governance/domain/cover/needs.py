"""What one way of doing a step asks of people: an officer, a meeting, each of several.

People are bits of a number. To each need belongs `everyone`, who could help to meet it at all,
and `able`, whether some of them suffice; more people never suffice less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Need(Protocol):
    """What is asked of people."""

    @property
    def everyone(self) -> int:
        """Whoever could help to meet it."""

    def able(self, people: int) -> bool:
        """Whether these people suffice."""


@dataclass(frozen=True, slots=True)
class AnyOne:
    """One of these people, who acts alone."""

    everyone: int

    def able(self, people: int) -> bool:
        """Whether one of them is among these people."""
        return bool(people & self.everyone)


@dataclass(frozen=True, slots=True)
class Every:
    """All of these needs at once; the same people may meet several of them."""

    parts: tuple[Need, ...]

    @property
    def everyone(self) -> int:
        """Whoever could help to meet any of them."""
        return _together(self.parts)

    def able(self, people: int) -> bool:
        """Whether these people meet every one of them."""
        return all(part.able(people) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """One of these needs is enough; where there is none, nothing is."""

    parts: tuple[Need, ...]

    @property
    def everyone(self) -> int:
        """Whoever could help to meet any of them."""
        return _together(self.parts)

    def able(self, people: int) -> bool:
        """Whether these people meet one of them."""
        return any(part.able(people) for part in self.parts)


def _together(parts: Sequence[Need]) -> int:
    everyone = 0
    for part in parts:
        everyone |= part.everyone
    return everyone


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One decider who may do a step, by its key, and what that asks.

    `duties` are the names under which a separation of duties can mean it.
    """

    decider: str
    duties: frozenset[str]
    need: Need

    @property
    def alone(self) -> bool:
        """Whether one person acts in it."""
        return isinstance(self.need, AnyOne)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A step of a path and everybody who may do it."""

    kind: str
    decider: str
    options: tuple[Option, ...]

    @property
    def everyone(self) -> int:
        """Whoever could take part in it."""
        return _together([option.need for option in self.options])

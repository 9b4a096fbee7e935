"""What a template of a message is.

A text has a subject and lines. `{name}` stands for a parameter, with the formats that
`governance.words.format` names and those of `rendering`. A line that begins with conditions in
square brackets stands only where they all hold: `[late]`, `[not late]`, `[kind=clear]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must be so for a line to stand: a parameter is there, is not, or is this."""

    name: str
    wanted: bool = True
    value: str | None = None

    def holds(self, params: Mapping[str, Any]) -> bool:
        """Whether it is so. None, no, nought, an empty text and an empty list are not there."""
        given = params[self.name]
        if self.value is not None:
            return str(given) == self.value
        return bool(given) is self.wanted


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text and the conditions under which it stands."""

    text: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class LineOf:
    """How each entry of a list is said. An entry that is text is its `line`."""

    text: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Template:
    """A message's text before it is filled in.

    `params` are the parameters it uses and has to be given; `example` has a value for each, so
    that it can be shown without any data. What is urgent waits for no digest and no quiet day.
    """

    name: str
    subject: str
    body: tuple[Line, ...]
    params: frozenset[str]
    example: Mapping[str, Any] = field(hash=False)
    lines_of: Mapping[str, LineOf] = field(default_factory=dict, hash=False)
    urgent: bool = False

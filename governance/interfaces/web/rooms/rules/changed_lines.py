"""The lines in which two texts differ, each with its numbers and what happened to it in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

What = Literal["added", "gone", "kept"]

_PLACE = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_MARKS: dict[str, What] = {"+": "added", "-": "gone", " ": "kept"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its number in the text before and in the text now, where it stands there."""

    was: int | None
    now: int | None
    what: What
    text: str


def passages(difference: Iterable[str]) -> list[list[Line]]:
    """The passages of a unified difference, each with the lines around what changed."""
    found: list[list[Line]] = []
    was = now = 0
    for line in difference:
        if place := _PLACE.match(line):
            was, now = int(place[1]), int(place[2])
            found.append([])
        elif found and (what := _MARKS.get(line[:1])):
            found[-1].append(
                Line(
                    None if what == "added" else was,
                    None if what == "gone" else now,
                    what,
                    line[1:],
                )
            )
            was += what != "added"
            now += what != "gone"
    return found

"""Decision paths as lines: one line a group of steps, in order.

    consult: s151, legal
    clear: s151 and clear: monitoring-officer
    decide: board (two_thirds)

What stands in one line happens at once; brackets say how a step is taken. "then" starts a new
group as well as a new line does.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from governance.domain.authority.model import Path, PathStep

_THEN = re.compile(r"\s*[;,]?\s+then\s+(?=[a-z]+\s*:)", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+(?=[a-z]+\s*:)", re.IGNORECASE)
_STEP = re.compile(
    r"\s*(?P<kind>[a-z]+)\s*:\s*(?P<who>[^():]+?)\s*(?:\(\s*(?P<method>[^()]*?)\s*\))?\s*"
)


def path_entries(path: Path) -> list[dict[str, Any]]:
    """The groups of a path as a scheme's text has them."""
    return [_entry(group) for group in path]


def _entry(group: tuple[PathStep, ...]) -> dict[str, Any]:
    runs = [_run_entry(kind, who, method) for kind, who, method in _runs(group)]
    return runs[0] if len(runs) == 1 else {"parallel": runs}


def _run_entry(kind: str, who: list[str], method: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {kind: who[0] if len(who) == 1 else who}
    return found if method is None else {**found, "method": method}


def _runs(group: tuple[PathStep, ...]) -> Iterator[tuple[str, list[str], str | None]]:
    """Neighbours of one kind and method together."""
    for (kind, method), steps in itertools.groupby(group, key=lambda one: (one.kind, one.method)):
        yield kind, [step.decider for step in steps], method


def path_lines(path: Path) -> str:
    """A path as lines."""
    return "\n".join(
        " and ".join(_run_words(kind, who, method) for kind, who, method in _runs(group))
        for group in path
    )


def _run_words(kind: str, who: list[str], method: str | None) -> str:
    words = f"{kind}: {', '.join(who)}"
    return words if method is None else f"{words} ({method})"


def read_path(text: str) -> Iterator[tuple[int, list[dict[str, Any]] | None, str]]:
    """The groups of a path written as lines, each with its line and words.

    A group is a list of steps, as entries of a scheme's text; None where it cannot be read.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        for words in _THEN.split(line):
            if words.strip():
                yield number, _read_group(words), words.strip()


def _read_group(words: str) -> list[dict[str, Any]] | None:
    steps = []
    for part in _AND.split(words):
        match = _STEP.fullmatch(part.lower())
        if match is None:
            return None
        who = [one.strip() for one in match["who"].split(",")]
        steps.append(_run_entry(match["kind"], who, match["method"]))
    return steps

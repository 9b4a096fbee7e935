"""A lifecycle as a picture (Mermaid) and as tables, drawn from the machine and its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from statemachines import permissions
from statemachines.machine import edges
from statemachines.table import NEW, Lifecycle, Move, spoken

STATE_COLUMNS: Final = ("state", "meaning", "moved on by", "after a crash")
MOVE_COLUMNS: Final = ("move", "from", "to", "by", "meaning", "asks")


def mermaid(lifecycle: Lifecycle[Any]) -> str:
    """Draw the machine as a Mermaid state diagram."""
    labels: dict[tuple[str, str], list[str]] = {}
    for source, move, target in edges(lifecycle):
        labels.setdefault((source, target), []).append(spoken(move))
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.title}" as {state.name}' for state in lifecycle.states]
    lines += [
        f"    {'[*]' if source == NEW else source} --> {target}: {', '.join(moves)}"
        for (source, target), moves in labels.items()
    ]
    lines += [f"    {state.name} --> [*]" for state in lifecycle.states if state.final]
    return "\n".join(lines) + "\n"


def state_rows(lifecycle: Lifecycle[Any]) -> list[tuple[str, ...]]:
    """One row a state, under `STATE_COLUMNS`."""
    return [(s.title, s.meaning, s.moved_by, s.crash) for s in lifecycle.states]


def move_rows(lifecycle: Lifecycle[Any]) -> list[tuple[str, ...]]:
    """One row a move, under `MOVE_COLUMNS`. Entries come from nothing: a dash."""
    return [
        (
            move.title,
            ", ".join("–" if source == NEW else spoken(source) for source in move.sources),
            " or ".join(spoken(target) for target in move.targets),
            ", ".join(permissions.titles(move.who)),
            move.meaning,
            " ".join(asks(move)),
        )
        for move in lifecycle.moves
    ]


def asks(move: Move[Any]) -> list[str]:
    """What the guards of a move ask, each in a sentence."""
    return [(guard.__doc__ or "").strip().splitlines()[0] for guard in move.guards]


def markdown(lifecycles: Iterable[Lifecycle[Any]]) -> str:
    """Write the page that documents lifecycles: meaning, picture, states, moves."""
    parts = [_INTRODUCTION]
    for lifecycle in lifecycles:
        parts += [
            f"## {spoken(lifecycle.name).capitalize()}\n\n{lifecycle.meaning}\n",
            f"```mermaid\n{mermaid(lifecycle)}```\n",
            _table(STATE_COLUMNS, state_rows(lifecycle)),
            _table(MOVE_COLUMNS, move_rows(lifecycle)),
        ]
    return "\n".join(parts)


def plain(lifecycle: Lifecycle[Any]) -> dict[str, Any]:
    """The lifecycle as plain values, for programs."""
    return {
        "name": lifecycle.name,
        "title": lifecycle.title,
        "meaning": lifecycle.meaning,
        "initial": lifecycle.initial,
        "states": [
            {
                "name": s.name,
                "meaning": s.meaning,
                "moved_by": s.moved_by,
                "crash": s.crash,
                "final": s.final,
            }
            for s in lifecycle.states
        ],
        "moves": [
            {
                "name": m.name,
                "from": list(m.sources),
                "to": list(m.targets),
                "who": sorted(m.who),
                "meaning": m.meaning,
                "asks": asks(m),
            }
            for m in lifecycle.moves
        ],
        "mermaid": mermaid(lifecycle),
    }


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


_INTRODUCTION: Final = """\
# Lifecycles

What may happen to each kind of item next, who may do it, and what it asks for. This page is
written by `vires lifecycle --all` from the tables that the program runs on.

A move is closed to everyone it does not name. Moves that record what happened outside Vires
never ask whether it should have happened: they ask for the reason and flag the record. A move
that says “or” leads where the facts say.
"""

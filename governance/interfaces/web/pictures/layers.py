"""A graph laid out in layers, and the ways of its lines: never through a box.

Layers are those of the longest way from the start once lines that lead back are left out; within
a layer boxes are put in the middle of their neighbours, to cross few lines. A line between
neighbouring layers goes straight; any other leaves its box downwards into the space between two
layers, goes to a gutter at the right, and comes to its end from above. Each such line has a
height and a gutter of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Edge = tuple[str, str]


def layered(names: Sequence[str], edges: Iterable[Edge], start: str) -> list[list[str]]:
    """The names in layers, every name once."""
    onward: dict[str, list[str]] = {name: [] for name in names}
    for source, target in edges:
        if source in onward and target in onward and target not in onward[source]:
            onward[source].append(target)
    forward = _forward(names, onward, start)
    depth = dict.fromkeys(names, 0)
    for name in _in_order(names, forward):
        for target in forward[name]:
            depth[target] = max(depth[target], depth[name] + 1)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for name in names:
        layers[depth[name]].append(name)
    return _sorted(layers, forward)


def _forward(
    names: Sequence[str], onward: Mapping[str, Sequence[str]], start: str
) -> dict[str, list[str]]:
    """The lines without those that lead back: the ones that go up the table of states."""
    place = {name: at for at, name in enumerate(names)}
    if start in place:
        place[start] = -1
    return {n: [t for t in onward[n] if place[t] > place[n]] for n in names}


def _in_order(names: Sequence[str], forward: Mapping[str, Sequence[str]]) -> list[str]:
    """The names so that every line leads on."""
    into = dict.fromkeys(names, 0)
    for targets in forward.values():
        for target in targets:
            into[target] += 1
    waiting = [name for name in names if into[name] == 0]
    found: list[str] = []
    while waiting:
        name = waiting.pop(0)
        found.append(name)
        for target in forward[name]:
            into[target] -= 1
            if into[target] == 0:
                waiting.append(target)
    return found


def _sorted(layers: list[list[str]], forward: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Each layer in the order of the middles of what leads to its boxes."""
    back: dict[str, list[str]] = {}
    for source, targets in forward.items():
        for target in targets:
            back.setdefault(target, []).append(source)
    at: dict[str, float] = {}
    for layer in layers:
        middles = {n: [at[s] for s in back.get(n, ()) if s in at] for n in layer}
        layer.sort(key=lambda n: sum(middles[n]) / len(middles[n]) if middles[n] else 0.5)
        for place, name in enumerate(layer):
            at[name] = (place + 1) / (len(layer) + 1)
    return layers


@dataclass(frozen=True, slots=True)
class Box:
    """A placed box and the layer it is in."""

    x: float
    y: float
    width: float
    height: float
    layer: int

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the layers begin and end, and where the gutter is."""

    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    gutter: float
    room: float
    """Width of the gutter."""


def ways(
    edges: Sequence[Edge], boxes: Mapping[str, Box], frame: Frame
) -> dict[Edge, list[tuple[float, float]]]:
    """The points that each line goes through."""
    around = [e for e in edges if boxes[e[1]].layer != boxes[e[0]].layer + 1]
    found: dict[Edge, list[tuple[float, float]]] = {}
    step = frame.room / (len(around) + 1)
    for edge in edges:
        one, other = boxes[edge[0]], boxes[edge[1]]
        if edge not in around:
            found[edge] = [(one.middle, one.y + one.height), (other.middle, other.y)]
            continue
        at = around.index(edge)
        share = (at + 1) / (len(around) + 1)
        out = _between(frame, one.layer, 0.15 + 0.3 * share)
        into = _between(frame, other.layer - 1, 0.5 + 0.3 * share)
        gutter = frame.gutter + (at + 1) * step
        leave = one.x + one.width * (0.6 + 0.3 * share)
        enter = other.x + other.width * (0.6 + 0.3 * share)
        found[edge] = [
            (leave, one.y + one.height),
            (leave, out),
            (gutter, out),
            (gutter, into),
            (enter, into),
            (enter, other.y),
        ]
    return found


def _between(frame: Frame, layer: int, share: float) -> float:
    """A height between a layer and the next."""
    if layer < 0:
        return frame.tops[0] - 26 * (1 - share)
    top = frame.bottoms[layer]
    bottom = frame.tops[layer + 1] if layer + 1 < len(frame.tops) else top + 26
    return top + (bottom - top) * share

"""A lifecycle's states as boxes: in layers on a wide screen, as a list on a narrow one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.layers import Box, Edge, Frame, layered, ways
from governance.interfaces.web.pictures.lettering import SMALL, wrapped
from governance.interfaces.web.pictures.sheet import BLUE, GREY, INK, PALE, WHITE, Sheet, View, tall

Kind = Literal["was", "here", "next", "other"]
_PAD: Final = 8
_EDGE: Final = 10
_SPACE: Final = 34
"""Height between two layers."""
_BOX: Final = 186
_ACROSS: Final = 3
"""Boxes beside one another at most: a layer with more is broken."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A state of the table as it stands for a record: `by` are the moves that lead there now."""

    name: str
    title: str
    kind: Kind
    note: str
    by: str
    final: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: states, all ways between them, those taken and those now possible."""

    about: object
    title: str
    described: str
    seen: tuple[Seen, ...]
    edges: tuple[Edge, ...]
    taken: tuple[Edge, ...]
    possible: tuple[Edge, ...]
    start: str


def arranged(drawing: Drawing, view: View) -> Markup:
    """The SVG for a width of screen."""
    sheet = Sheet(("lifecycle", drawing.about), view)
    across = sheet.width - 2 * _EDGE
    bottom = _list(sheet, drawing, 6) if view == "narrow" else _layers(sheet, drawing, 6)
    if view == "wide":
        said = wrapped(words.say("picture.lifecycle.more", {}), across, size=SMALL)
        bottom = sheet.lines(_EDGE, bottom, said, size=SMALL, fill=GREY) + 6
    return sheet.finished(bottom + 4, title=drawing.title, described=drawing.described)


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written in a box of a width."""

    title: tuple[str, ...]
    note: tuple[str, ...]
    by: tuple[str, ...]

    @classmethod
    def of(cls, one: Seen, width: float) -> _Words:
        inside = width - 2 * _PAD
        mark = 22 if one.kind in ("was", "here") else 0
        return cls(
            wrapped(one.title, inside - mark, bold=True, most=3),
            wrapped(one.note, inside, size=SMALL, most=2),
            wrapped(one.by, inside, size=SMALL, most=3),
        )

    @property
    def height(self) -> float:
        return tall(self.title) + tall((*self.note, *self.by), SMALL) + 2 * _PAD + 2


def _draw(sheet: Sheet, one: Seen, said: _Words, box: tuple[float, float, float, float]) -> None:
    """A box: what it is shows in its line, its mark and its words."""
    x, y, width, height = box
    possible = bool(one.by)
    stroke = INK if one.kind != "other" else BLUE if possible else GREY
    thick = 4 if one.kind == "here" else 2.5 if possible else 1.5
    dashes = "" if one.kind != "other" or possible else "5 4"
    fill = PALE if one.kind == "was" else WHITE
    if one.final:
        sheet.rect(x - 3, y - 3, width + 6, height + 6, fill="none", stroke=GREY, thick=1, round_=8)
    sheet.rect(x, y, width, height, fill=fill, stroke=stroke, thick=thick, dashes=dashes, round_=6)
    shift = 0
    if one.kind in ("was", "here"):
        sheet.mark("circle" if one.kind == "was" else "flag", x + _PAD + 7, y + _PAD + 10, 6)
        shift = 22
    at = sheet.lines(x + _PAD + shift, y + _PAD, said.title, bold=True)
    at = sheet.lines(x + _PAD, at, said.note, size=SMALL)
    sheet.lines(x + _PAD, at, said.by, size=SMALL, fill=BLUE)


def _list(sheet: Sheet, drawing: Drawing, top: float) -> float:
    """The states below one another, in the order of the layers."""
    by_name = {one.name: one for one in drawing.seen}
    order = [
        name for layer in layered(list(by_name), drawing.edges, drawing.start) for name in layer
    ]
    width = sheet.width - 2 * _EDGE - 6
    for name in order:
        said = _Words.of(by_name[name], width)
        _draw(sheet, by_name[name], said, (_EDGE + 3, top, width, said.height))
        top += said.height + 12
    return top


def _layers(sheet: Sheet, drawing: Drawing, top: float) -> float:
    """The states in layers, with lines."""
    by_name = {one.name: one for one in drawing.seen}
    layers = [
        layer[at : at + _ACROSS]
        for layer in layered(list(by_name), drawing.edges, drawing.start)
        for at in range(0, len(layer), _ACROSS)
    ]
    room = 70.0
    across = sheet.width - 2 * _EDGE - room
    boxes: dict[str, Box] = {}
    said = {one.name: _Words.of(one, _BOX) for one in drawing.seen}
    tops: list[float] = []
    bottoms: list[float] = []
    top += 20
    for at, layer in enumerate(layers):
        height = max(said[name].height for name in layer)
        gap = (across - len(layer) * _BOX) / (len(layer) + 1)
        for place, name in enumerate(layer):
            x = _EDGE + gap + place * (_BOX + gap)
            boxes[name] = Box(x, top, _BOX, height, at)
        tops.append(top)
        bottoms.append(top + height)
        top += height + _SPACE
    frame = Frame(tuple(tops), tuple(bottoms), _EDGE + across, room)
    _lines(sheet, drawing, boxes, frame)
    for name, box in boxes.items():
        _draw(sheet, by_name[name], said[name], (box.x, box.y, box.width, box.height))
    return top - _SPACE / 2


def _lines(sheet: Sheet, drawing: Drawing, boxes: dict[str, Box], frame: Frame) -> None:
    """The usual course thin, what can come next blue, the path taken thick."""
    told = {*drawing.taken, *drawing.possible}
    usual = [
        edge
        for edge in drawing.edges
        if edge not in told and boxes[edge[1]].layer == boxes[edge[0]].layer + 1
    ]
    moved = [edge for edge in dict.fromkeys(drawing.taken) if edge[0] != edge[1]]
    possible = [e for e in drawing.possible if e not in moved and e[0] != e[1]]
    found = ways([*usual, *possible, *moved], boxes, frame)
    for edge in usual:
        sheet.path(found[edge], stroke=GREY, thick=1, arrow=True)
    for edge in possible:
        sheet.path(found[edge], stroke=BLUE, thick=2, dashes="6 3", arrow=True)
    for edge in moved:
        sheet.path(found[edge], stroke=INK, thick=3.5, arrow=True)

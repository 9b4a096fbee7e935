"""A scheme along one amount: bands with who decides, gaps and overlaps by pattern and label.

On a wide screen a strip shows all stretches at a glance, the smallest wide enough to be seen;
below it, and alone on a narrow screen, each stretch stands in a row with its exact amounts.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.lettering import REGULAR, SMALL, clean, wide, wrapped
from governance.interfaces.web.pictures.picture import Picture, Table
from governance.interfaces.web.pictures.sheet import GREY, PALE, WHITE, Pattern, Sheet, View, tall
from governance.words.format import day, money

Kind = Literal["band", "open", "gap", "overlap", "impossible"]
Unit = Literal["money", "integer", "day"]

_PATTERNS: Final[dict[Kind, Pattern]] = {
    "open": "striped",
    "gap": "hatched",
    "overlap": "crossed",
    "impossible": "dotted",
}
_EDGE: Final = 12
_MOST: Final = 24
"""Stretches in the strip at most: more stand in rows alone."""
_STRIP: Final = 48


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its id, and who decides under it."""

    id: str
    decider: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the line, both ends included: pence, a number, or a day's ordinal.

    `band`: one rule takes it; `open`: one of several, by what is not held; `gap`: no rule, or
    perhaps none where it names some; `overlap`: rules that disagree; `impossible`: no such case.
    """

    least: int
    most: int
    kind: Kind
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A scheme's line along an input, from its least to its most."""

    scheme: str
    along: str
    unit: Unit
    parts: tuple[Part, ...]


def value_line(shown: ValueLine) -> Picture:
    """Draw a scheme as a line. Without a stretch the picture says so."""
    told = {"scheme": clean(shown.scheme), "along": clean(shown.along)}
    title = words.say("picture.values.title", told)
    described = _described(shown)
    heads = ("amounts", "kind", "who")
    return Picture(
        svg=Markup("").join(_drawn(shown, view, title, described) for view in ("wide", "narrow")),
        alternative=described,
        table=Table(
            caption=title,
            heads=tuple(words.say(f"picture.values.head.{head}", {}) for head in heads),
            rows=tuple(
                (
                    _amounts(shown, part),
                    words.say(f"picture.values.kind.{part.kind}", {}),
                    _said(part),
                )
                for part in shown.parts
            ),
        ),
    )


def _amount(shown: ValueLine, value: int) -> str:
    match shown.unit:
        case "money":
            return money(value)
        case "day":
            return day(dt.date.fromordinal(value))
    return f"{value:,}"


def _amounts(shown: ValueLine, part: Part) -> str:
    ends = {"least": _amount(shown, part.least), "most": _amount(shown, part.most)}
    code = "amount" if part.least == part.most else "amounts"
    return words.say(f"picture.values.{code}", ends)


def _said(part: Part) -> str:
    rules = [
        words.say("picture.values.rule", {"rule": clean(one.id), "decider": clean(one.decider)})
        if clean(one.decider)
        else clean(one.id)
        for one in part.rules
    ]
    code = "gap_perhaps" if part.kind == "gap" and rules else part.kind
    return words.say(f"picture.values.{code}", {"rules": rules})


def _described(shown: ValueLine) -> str:
    if not shown.parts:
        return words.say("picture.values.none", {"along": clean(shown.along)})
    kinds = Counter(part.kind for part in shown.parts)
    ends = {
        "least": _amount(shown, shown.parts[0].least),
        "most": _amount(shown, shown.parts[-1].most),
    }
    counts = {"n": len(shown.parts), "gaps": kinds["gap"], "overlaps": kinds["overlap"]}
    return " ".join(
        [
            words.say("picture.values.counted", {**ends, **counts}),
            *(
                words.say(
                    "picture.values.part", {"amounts": _amounts(shown, part), "said": _said(part)}
                )
                for part in shown.parts
            ),
        ]
    )


def _drawn(shown: ValueLine, view: View, title: str, described: str) -> Markup:
    sheet = Sheet(("value line", shown), view)
    across = sheet.width - 2 * _EDGE
    top = 8.0
    if not shown.parts:
        lines = wrapped(described, across)
        return sheet.finished(sheet.lines(_EDGE, top, lines) + 8, title=title, described=described)
    if view == "wide" and len(shown.parts) <= _MOST:
        top = _strip(sheet, shown, top)
    top = _rows(sheet, shown, top)
    note = wrapped(words.say("picture.values.not_to_scale", {}), across, size=SMALL)
    return sheet.finished(
        sheet.lines(_EDGE, top + 8, note, size=SMALL, fill=GREY) + 8,
        title=title,
        described=described,
    )


def _weight(part: Part) -> float:
    """How long a stretch is drawn: a band by its decades, bounded; anything else short."""
    if part.kind != "band":
        return 1.0
    least, most = max(part.least, 1), max(part.most, 2)
    return 1.2 + min(max(math.log10(most / least), 0.0), 1.3) if least < most else 1.2


def _fill(sheet: Sheet, part: Part, at: int) -> str:
    if part.kind == "band":
        return WHITE if at % 2 else PALE
    return sheet.pattern(_PATTERNS[part.kind])


def _strip(sheet: Sheet, shown: ValueLine, top: float) -> float:
    """All stretches beside one another, with the amount at which each begins."""
    weights = [_weight(part) for part in shown.parts]
    unit = (sheet.width - 2 * _EDGE) / sum(weights)
    edges = [_EDGE + unit * sum_ for sum_ in accumulate(weights, initial=0.0)]
    for at, part in enumerate(shown.parts):
        x, width = edges[at], edges[at + 1] - edges[at]
        sheet.rect(x, top, width, _STRIP, fill=_fill(sheet, part, at))
        _name(sheet, part, x, top, width)
    return _ticks(sheet, shown, edges, top + _STRIP)


def _name(sheet: Sheet, part: Part, x: float, top: float, width: float) -> None:
    """A stretch's short name in the strip, on a plate where a pattern lies under it."""
    if part.kind == "band":
        said = " ".join(rule.id for rule in part.rules)
    else:
        said = words.say(f"picture.values.short.{part.kind}", {})
    lines = wrapped(said, width - 6, size=SMALL, most=1, bold=True)
    if not lines or (lines[0] == "…" and part.kind != "band"):
        return
    half = wide(lines[0], SMALL, bold=True) / 2 + 2
    middle, base = x + width / 2, top + _STRIP / 2 + 5
    if part.kind != "band":
        sheet.rect(middle - half, base - 15, 2 * half, 20, stroke="none")
    sheet.text(middle, base, lines[0], size=SMALL, bold=True, anchor="middle")


def _ticks(sheet: Sheet, shown: ValueLine, edges: Sequence[float], top: float) -> float:
    """Where each stretch begins, the amounts staggered so that none lies on another."""
    ends = [-math.inf]
    for part, edge in zip(shown.parts, edges, strict=False):
        said = _amount(shown, part.least)
        length = wide(said, SMALL)
        left = min(max(edge - length / 2, 2), sheet.width - length - 2)
        row = next((at for at, end in enumerate(ends) if left >= end + 8), len(ends))
        if row == len(ends):
            ends.append(left)
        ends[row] = left + length
        base = top + 24 + row * SMALL * 1.4
        sheet.path([(edge, top), (edge, top + 8)], stroke=GREY)
        if row:
            sheet.path([(edge, top + 8), (edge, base - 13)], stroke=GREY, thick=1, dashes="1 3")
        sheet.text(left, base, said, size=SMALL)
    return top + 24 + len(ends) * SMALL * 1.4


def _rows(sheet: Sheet, shown: ValueLine, top: float) -> float:
    """A row for each stretch: its piece of the line, its amounts, what is said of it."""
    left = _EDGE + 46
    room = sheet.width - left - _EDGE
    for at, part in enumerate(shown.parts):
        amounts = wrapped(_amounts(shown, part), room, bold=True, most=2)
        said = wrapped(_said(part), room, size=SMALL, most=4)
        height = tall(amounts, REGULAR) + tall(said, SMALL) + 12
        sheet.rect(_EDGE, top, 32, height, fill=_fill(sheet, part, at))
        under = sheet.lines(left, top + 5, amounts, bold=True)
        sheet.lines(left, under, said, size=SMALL)
        top += height
    return top

"""A sheet that shapes and words are put on, and what becomes of it: one SVG element.

Everything a person typed is escaped here and nowhere else. Nothing is styled by attributes or
elements that a strict Content-Security-Policy forbids: colours and sizes are presentation
attributes. Colours stand at least 3 to 1 against what is beside them, words 4.5 to 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from markupsafe import Markup, escape

from governance.interfaces.web.pictures.lettering import LEADING, REGULAR, clean, wide

INK: Final = "#0b0c0c"
GREY: Final = "#505a5f"
BLUE: Final = "#1d70b8"
PALE: Final = "#f3f2f1"
WHITE: Final = "#ffffff"

WIDE: Final = 720
"""Units across a picture on a wide screen."""
NARROW: Final = 330
"""Units across a picture on a telephone, where a unit is about a pixel."""

View = Literal["wide", "narrow"]
Anchor = Literal["start", "middle", "end"]
Shape = Literal[
    "circle", "ring", "square", "hollow", "triangle", "diamond", "cross", "flag", "bar", "hexagon"
]

_PATTERNS: Final = {
    "hatched": '<path d="M0 8 8 0M-2 2 2 -2M6 10 10 6" stroke="#0b0c0c" stroke-width="1.5"/>',
    "crossed": '<path d="M0 8 8 0M0 0 8 8" stroke="#0b0c0c" stroke-width="1.5"/>',
    "dotted": '<circle cx="2" cy="2" r="1.2" fill="#0b0c0c"/><circle cx="6" cy="6" r="1.2"'
    ' fill="#0b0c0c"/>',
    "striped": '<path d="M2 0V8" stroke="#1d70b8" stroke-width="2"/>',
}
Pattern = Literal["hatched", "crossed", "dotted", "striped"]


def number(value: float) -> str:
    """A coordinate with one decimal at the most."""
    return f"{value:.1f}".removesuffix(".0")


class Sheet:
    """A sheet of a width; its height is said when it is finished.

    `about` is what the picture is drawn from: ids are made of it, so that two pictures on a page
    never share one unless they are the same.
    """

    def __init__(self, about: object, view: View) -> None:
        self.view: View = view
        self.width = WIDE if view == "wide" else NARROW
        digest = hashlib.sha256(repr(about).encode("utf-8", "replace")).hexdigest()[:12]
        self.key = f"picture-{digest}-{view}"
        self._parts: list[str] = []
        self._used: set[Pattern] = set()

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float = REGULAR,
        bold: bool = False,
        anchor: Anchor = "start",
        fill: str = INK,
    ) -> None:
        """One line of words; `y` is its baseline."""
        heavy = ' font-weight="bold"' if bold else ""
        placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"'
            f' fill="{fill}"{heavy}{placed}>{escape(clean(said))}</text>'
        )

    def lines(
        self,
        x: float,
        y: float,
        said: Sequence[str],
        *,
        size: float = REGULAR,
        bold: bool = False,
        anchor: Anchor = "start",
        fill: str = INK,
    ) -> float:
        """Lines of words below one another from a top; the bottom of the last is given back."""
        for at, line in enumerate(said):
            base = y + size * (at * LEADING + 0.95)
            self.text(x, base, line, size=size, bold=bold, anchor=anchor, fill=fill)
        return y + tall(said, size)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = WHITE,
        stroke: str = INK,
        thick: float = 1.5,
        dashes: str = "",
        round_: float = 0,
    ) -> None:
        """A rectangle; `stroke` “none” leaves its line out."""
        rounded = f' rx="{number(round_)}"' if round_ else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}"'
            f' height="{number(height)}" fill="{fill}"{_line(stroke, thick, dashes)}{rounded}/>'
        )

    def path(
        self,
        points: Iterable[tuple[float, float]],
        *,
        stroke: str = INK,
        thick: float = 1.5,
        dashes: str = "",
        arrow: bool = False,
        fill: str = "none",
    ) -> None:
        """A line through points; `arrow` puts a head on its end."""
        there = list(points)
        through = " ".join(f"{number(x)},{number(y)}" for x, y in there)
        self._parts.append(
            f'<polyline points="{through}" fill="{fill}"{_line(stroke, thick, dashes)}/>'
        )
        if arrow and len(there) > 1:
            self._head(there[-2], there[-1], stroke)

    def polygon(
        self,
        points: Iterable[tuple[float, float]],
        *,
        fill: str = INK,
        stroke: str = INK,
        thick: float = 1.5,
    ) -> None:
        """A closed shape."""
        through = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._parts.append(f'<polygon points="{through}" fill="{fill}"{_line(stroke, thick)}/>')

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str = WHITE,
        stroke: str = INK,
        thick: float = 1.5,
        dashes: str = "",
    ) -> None:
        """A circle."""
        self._parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
            f' fill="{fill}"{_line(stroke, thick, dashes)}/>'
        )

    def pattern(self, name: Pattern) -> str:
        """A pattern to fill a shape with."""
        self._used.add(name)
        return f"url(#{self.key}-{name})"

    def mark(  # noqa: C901  # one arm a shape
        self, shape: Shape, x: float, y: float, radius: float = 7
    ) -> None:
        """A mark around a point; shapes differ in outline, never in colour alone."""
        r = radius
        match shape:
            case "circle":
                self.circle(x, y, r, fill=INK)
            case "ring":
                self.circle(x, y, r, thick=2.5)
            case "square":
                self.rect(x - r, y - r, 2 * r, 2 * r, fill=INK)
            case "hollow":
                self.rect(x - r, y - r, 2 * r, 2 * r, thick=2.5)
            case "triangle":
                self.polygon([(x, y - r), (x + r, y + r), (x - r, y + r)])
            case "diamond":
                self.polygon([(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)])
            case "cross":
                self.path([(x - r, y - r), (x + r, y + r)], thick=2.5)
                self.path([(x - r, y + r), (x + r, y - r)], thick=2.5)
            case "flag":
                self.path([(x - r, y + r), (x - r, y - r)], thick=2.5)
                self.polygon([(x - r, y - r), (x + r, y - r / 2), (x - r, y)])
            case "bar":
                self.rect(x - r / 2, y - r - 2, r, 2 * r + 4, fill=INK)
            case "hexagon":
                half = r * 0.6
                self.polygon(
                    [
                        (x - r, y),
                        (x - half, y - r),
                        (x + half, y - r),
                        (x + r, y),
                        (x + half, y + r),
                        (x - half, y + r),
                    ],
                    fill=WHITE,
                    thick=2.5,
                )

    def legend(self, x: float, y: float, said: Sequence[tuple[Shape, str]], size: float) -> float:
        """A key of marks in rows from a left top; the bottom is given back."""
        at = x
        for shape, meaning in said:
            needs = 24 + wide(meaning, size) + 18
            if at > x and at + needs - 18 > self.width:
                at, y = x, y + size * 1.6
            self.mark(shape, at + 8, y + size * 0.65, 6)
            self.text(at + 24, y + size * 0.95, meaning, size=size)
            at += needs
        return y + size * 1.6 if said else y

    def finished(self, height: float, *, title: str, described: str) -> Markup:
        """The whole as an SVG element with its title and description."""
        patterns = "".join(
            f'<pattern id="{self.key}-{name}" width="8" height="8"'
            f' patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#ffffff"/>'
            f"{_PATTERNS[name]}</pattern>"
            for name in sorted(self._used)
        )
        return Markup(  # noqa: S704  # every word in it went through `escape`
            f'<svg xmlns="http://www.w3.org/2000/svg" class="app-picture__drawing'
            f' app-picture__drawing--{self.view}" viewBox="0 0 {self.width} {number(height)}"'
            f' role="img" aria-labelledby="{self.key}-title {self.key}-desc"'
            f' font-family="Arial, Helvetica, sans-serif" focusable="false">'
            f'<title id="{self.key}-title">{escape(clean(title))}</title>'
            f'<desc id="{self.key}-desc">{escape(clean(described))}</desc>'
            + (f"<defs>{patterns}</defs>" if patterns else "")
            + f'<rect width="{self.width}" height="{number(height)}" fill="#ffffff"/>'
            + "".join(self._parts)
            + "</svg>"
        )

    def _head(self, before: tuple[float, float], end: tuple[float, float], fill: str) -> None:
        """An arrow's head at the end of a line."""
        across, down = end[0] - before[0], end[1] - before[1]
        length = (across**2 + down**2) ** 0.5 or 1
        across, down = across / length * 8, down / length * 8
        x, y = end[0] - across, end[1] - down
        self.polygon(
            [end, (x - down * 0.6, y + across * 0.6), (x + down * 0.6, y - across * 0.6)],
            fill=fill,
            stroke=fill,
            thick=1,
        )


def tall(said: Sequence[str], size: float = REGULAR) -> float:
    """How high lines of words are."""
    return len(said) * size * LEADING


def _line(stroke: str, thick: float, dashes: str = "") -> str:
    if stroke == "none":
        return ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f' stroke="{stroke}" stroke-width="{number(thick)}"{dashed}'

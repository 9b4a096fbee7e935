"""What every picture is: two drawings for two widths of screen, the same in words, and a table."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Table:
    """What a picture shows, as a table of words: every row is as long as `heads`."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    `svg` holds a drawing for wide screens and one for narrow ones; the stylesheet shows one of
    them, by the classes `app-picture__drawing--wide` and `app-picture__drawing--narrow`.
    `alternative` says the same in a few sentences.
    """

    svg: Markup
    alternative: str
    table: Table

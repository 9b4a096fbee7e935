"""How wide words are in Arial, and how they are broken into lines, without a screen to ask.

The widths are those of Helvetica's published metrics, which Arial and Liberation Sans share.
A letter that is not in them counts as wide, so that a label is never longer than was reckoned.
"""

from __future__ import annotations

import unicodedata
from typing import Final

REGULAR: Final = 16
"""Size of ordinary words, in the units of a picture."""
SMALL: Final = 14
"""Size of the smallest words."""
LEADING: Final = 1.25
"""Height of a line, in sizes."""

_GROUPS: Final = {
    222: "ijl‘’",
    278: " !,./:;I[\\]ft",
    333: "()-`r“”",
    389: "*",
    500: "ckJsvxyz",
    556: "#$0123456789?L_abdeghnopqu£–•",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…→←↑↓↗↘●▲■○◆×",
    1015: "@",
}
_WIDTHS: Final = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_OTHERS: Final = {'"': 355, "'": 191, "^": 469, "{": 334, "|": 260, "}": 334, "·": 278}
_UNKNOWN: Final = 1100
_BOLD: Final = 1.1
"""Bold letters are wider by a tenth at the most, but for the narrowest."""
_TURNS: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: in a label they would turn what stands beside it."""


def clean(text: str) -> str:
    """A text as a label can carry it: one line, nothing that XML forbids or that turns writing."""
    kept = "".join(" " if one.isspace() else one for one in text if _allowed(one))
    return " ".join(kept.split())


def _allowed(letter: str) -> bool:
    if letter in _TURNS:
        return False
    kind = unicodedata.category(letter)
    return letter.isspace() or (kind not in ("Cc", "Cs", "Cn", "Co") and letter < "\U000f0000")


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, in the units of the size."""
    total = sum(_letter(one) for one in text) * size / 1000
    return total * _BOLD if bold else total


def _letter(letter: str) -> int:
    known = _WIDTHS.get(letter) or _OTHERS.get(letter)
    if known:
        return known
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    known = _WIDTHS.get(plain) or _OTHERS.get(plain)
    return known or (_UNKNOWN if ord(letter) < 0x1F000 else 1500)


def wrapped(
    text: str, width: float, *, size: float = REGULAR, most: int = 3, bold: bool = False
) -> tuple[str, ...]:
    """A text in lines no wider than so much, at most so many; what is left out becomes “…”."""
    lines: list[str] = []
    line = ""
    for word in _words(clean(text), width, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if wide(longer, size, bold=bold) <= width:
            line = longer
            continue
        lines.append(line)
        line = word
    if line:
        lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(f"{lines[most - 1]} …", width, size, bold=bold))


def _words(text: str, width: float, size: float, *, bold: bool) -> list[str]:
    """The words of a text, those that are wider than a line broken."""
    found: list[str] = []
    for word in text.split(" "):
        part = ""
        for letter in word:
            if part and wide(part + letter, size, bold=bold) > width:
                found.append(part)
                part = ""
            part += letter
        if part:
            found.append(part)
    return found


def _cut(text: str, width: float, size: float, *, bold: bool) -> str:
    """A text that ends in “…”, so short that it fits."""
    kept = text.removesuffix("…").rstrip()
    while kept and wide(f"{kept}…", size, bold=bold) > width:
        kept = kept[:-1].rstrip()
    return f"{kept}…"

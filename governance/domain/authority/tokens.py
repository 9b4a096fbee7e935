"""Cutting a test ("over £30,000 and up to 10% of budget") into tokens, phrases made one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from governance.domain.authority.model import Op
from governance.domain.errors import Unusable

Kind = Literal["day", "number", "name", "op", "symbol", "after-op", "end"]

LONGEST = 2_000
"""Characters in a test at the most."""

_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})(?![\w-])"
    r"|(?P<number>£?\s?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%|[mk]\b)?)(?![\w])"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_.-]*)"
    r"|(?P<symbol><=|>=|!=|<>|≤|≥|[<>=(),+/–-]))"
)

_SYMBOLS: dict[str, Op] = {
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
    "=": "=",
    "!=": "!=",
    "<>": "!=",
}

_PHRASES: dict[tuple[str, ...], Op] = {
    ("less", "than"): "<",
    ("fewer", "than"): "<",
    ("under",): "<",
    ("below",): "<",
    ("before",): "<",
    ("up", "to"): "<=",
    ("at", "most"): "<=",
    ("no", "more", "than"): "<=",
    ("on", "or", "before"): "<=",
    ("until",): "<=",
    ("more", "than"): ">",
    ("greater", "than"): ">",
    ("over",): ">",
    ("above",): ">",
    ("exceeding",): ">",
    ("after",): ">",
    ("at", "least"): ">=",
    ("no", "less", "than"): ">=",
    ("on", "or", "after"): ">=",
    ("from",): ">=",
    ("exactly",): "=",
    ("equal", "to"): "=",
    ("on",): "=",
    ("other", "than"): "!=",
}
_AFTERWARDS: dict[str, Op] = {
    **dict.fromkeys(("more", "over", "above", "later", "after"), ">="),
    **dict.fromkeys(("less", "fewer", "under", "below", "earlier", "before"), "<="),
}
_LONGEST_PHRASE = max(len(phrase) for phrase in _PHRASES)

RESERVED = frozenset(
    {phrase[0] for phrase in _PHRASES if len(phrase) == 1}
    | set(_AFTERWARDS)
    | {"and", "or", "not", "is", "any", "all", "if", "then", "to", "of", "between", "always"}
    | {"plus", "minus", "day", "days", "smaller", "lower", "lesser", "larger", "higher", "greater"}
    | {"half"}
)
"""Words of the language, which no input, limit, choice or definition may have as its name."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a test: `text` as written (lower case), `op` where it compares."""

    kind: Kind
    text: str
    op: Op | None = None


def cut(text: str) -> list[Token]:
    """The tokens of a test, ending with an `end`. Raises `Unusable` at what is none."""
    if len(text) > LONGEST:
        raise Unusable.one("scheme.test.too_long", most=LONGEST)
    raw: list[Token] = []
    position = 0
    text = text.strip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise Unusable.one("scheme.test.unreadable", text=text[position : position + 40])
        position = match.end()
        raw.append(_token(match))
    return [*_joined(raw), Token("end", "")]


def _token(match: re.Match[str]) -> Token:
    kind = match.lastgroup
    found = match[kind or 0].strip().lower()
    if kind == "symbol" and found in _SYMBOLS:
        return Token("op", found, _SYMBOLS[found])
    if kind == "symbol":
        return Token("symbol", "-" if found == "–" else found)
    return Token("day" if kind == "day" else "number" if kind == "number" else "name", found)


def _joined(raw: list[Token]) -> list[Token]:
    """The tokens with phrases ("up to", "or more") made one."""
    found: list[Token] = []
    at = 0
    while at < len(raw):
        if (op := _afterwards(raw, at)) is not None:
            found.append(Token("after-op", f"or {raw[at + 1].text}", op))
            at += 2
            continue
        length = _phrase(raw, at)
        if length:
            words = tuple(token.text for token in raw[at : at + length])
            found.append(Token("op", " ".join(words), _PHRASES[words]))
        else:
            found.append(raw[at])
        at += max(length, 1)
    return found


def _afterwards(raw: list[Token], at: int) -> Op | None:
    """The comparison of "or more" where nothing to compare with follows it."""
    if raw[at].text != "or" or at + 1 >= len(raw):
        return None
    op = _AFTERWARDS.get(raw[at + 1].text)
    following = raw[at + 2].text if at + 2 < len(raw) else ""
    return op if following in ("", ")", "and", "or", ",") else None


def _phrase(raw: list[Token], at: int) -> int:
    """How many tokens from here are one phrase."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        words = tuple(token.text for token in raw[at : at + length] if token.kind == "name")
        if len(words) == length and words in _PHRASES:
            return length
    return 0

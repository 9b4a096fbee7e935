"""Passwords: what may be one, and how it is kept (Argon2id, as RFC 9106 advises).

Length and not being guessable is all that is asked, as the National Cyber Security Centre and
NIST SP 800-63B advise: no classes of characters, no changing by the calendar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from governance.configuration import config_dir
from governance.domain.errors import Problem

SHORTEST: Final = 12
LONGEST: Final = 200
"""Characters: enough for any sentence, and no work for hashing a book."""

_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(2)
"""How many are hashed at the same time: each takes 64 MB and a processor for itself."""
_LOOKS_LIKE = str.maketrans("01345789@$!|+", "oleastbgasiit")
"""Digits and signs that people put for letters."""
_NOT_LETTERS = re.compile(r"[^a-z]+")
_AROUND = re.compile(r"^[^a-z]+|[^a-z]+$")
_FEWEST_LETTERS: Final = 4


def hashed(password: str) -> str:
    """The Argon2id hash of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_whole(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the password whose hash was kept; where none was, after the same work."""
    try:
        with _AT_ONCE:
            return _HASHER.verify(kept or _nobodys(), _whole(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with less work than is asked today."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")


def _whole(password: str) -> str:
    """However it was typed, the same bytes; what is longer than may be is not read."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1])


def password_problems(password: str, *, about: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with a password that is to be set; `about` are names it may not be made of."""
    length = len(password)
    if length < SHORTEST:
        return [Problem("account.password_short", {"length": length, "least": SHORTEST})]
    if length > LONGEST:
        return [Problem("account.password_long", {"length": length, "most": LONGEST})]
    typed = _bare(password)
    if len(set(typed)) <= _FEWEST_LETTERS or _in_a_row(typed) or _made_of(typed, _common()):
        return [Problem("account.password_common")]
    parts = {part for name in about for part in _NOT_LETTERS.split(_bare(name))}
    names = {part for part in parts if len(part) >= _FEWEST_LETTERS}
    if names and _made_of(typed, names | _common()):
        return [Problem("account.password_names")]
    return []


def _made_of(typed: str, words: Iterable[str]) -> bool:
    """Whether a text is made of such words, with a little that is not, digits and signs."""
    inner = _AROUND.sub("", typed).translate(_LOOKS_LIKE)
    for letters in {_NOT_LETTERS.sub("", typed), _NOT_LETTERS.sub("", inner)}:
        left = letters
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _FEWEST_LETTERS and left != letters:
            return True
    return False


def _in_a_row(typed: str) -> bool:
    """Whether it runs along the alphabet, the digits or a row of keys, there or back."""
    rows = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm")
    pairs = {row[i : i + 2] for row in rows for i in range(len(row) - 1)}
    steps = [typed[i : i + 2] for i in range(len(typed) - 1)]
    close = sum(step in pairs or step[::-1] in pairs or step[0] == step[1] for step in steps)
    return close >= len(steps) - 2


def _bare(text: str) -> str:
    """A text in small letters, without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in bare if not unicodedata.combining(c))


@cache
def _common() -> frozenset[str]:
    lines = (config_dir() / "passwords" / "common.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))

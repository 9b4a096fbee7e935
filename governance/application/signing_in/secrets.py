"""Tokens and their digests: whoever has a token proves by it that it was given to them.

A token has 256 random bits, so its plain SHA-256 cannot be guessed back.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

_ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody takes for one another."""


def new_token() -> str:
    """A token for a cookie or an address."""
    return secrets.token_urlsafe(32)


def digest(*parts: str) -> str:
    """The SHA-256 of a token, or of several parts kept apart, in hexadecimal."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def to_be_typed(groups: int = 4) -> str:
    """A secret that people can read and type: groups of four, five bits a character."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(groups))


def as_typed(text: str) -> str:
    """What somebody typed of such a secret: small letters and gaps do not matter."""
    return "".join(c for c in text.upper() if c.isalnum())

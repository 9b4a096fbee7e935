"""The nearest known name to one that was mistyped."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most like `name`, or None where nothing is near."""
    close = difflib.get_close_matches(name[:200], list(known), n=1, cutoff=0.5)
    return close[0] if close else None

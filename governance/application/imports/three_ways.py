"""What a later notice changes: only what an earlier one said and nobody has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merged(
    stands: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The columns to set, and the names of those where people's word stands against the notice.

    `stands` is what is recorded now, `before` what the notices so far said, `after` what they
    say with the new ones.
    """
    changed: dict[str, Any] = {}
    kept: list[str] = []
    for name, new in after.items():
        now = stands.get(name)
        if new in (now, before.get(name)):
            continue
        if now == before.get(name):
            changed[name] = new
        else:
            kept.append(name)
    return changed, sorted(kept)

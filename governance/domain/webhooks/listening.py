"""What a webhook listens to: kinds of entries, named one by one or many at once.

A pattern is a kind (`proposal.decided`), all that begins like it (`proposal.*`,
`agreement.moved.*`), or everything (`*`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest
from governance.domain.webhooks.kinds import KINDS

EVERYTHING: Final = "*"
_REST: Final = ".*"
MOST: Final = 50
"""Patterns of one webhook at the most."""
_SHOWN: Final = 80


def patterns(given: Iterable[str]) -> list[str]:
    """What somebody wrote as patterns: each once, in their order.

    Raises `Unusable` naming each that no kind there is fits, or where there are none or too many.
    """
    found = list(dict.fromkeys(one.strip() for one in given if one.strip()))
    if not found:
        raise Unusable.one("webhook.listens_to_nothing")
    if len(found) > MOST:
        raise Unusable.one("webhook.listens_to_many", most=MOST)
    known = sorted({EVERYTHING, *KINDS, *_beginnings()})
    wrong = [
        Problem(
            "webhook.event_unknown", {"name": one[:_SHOWN], "nearest": nearest(one[:_SHOWN], known)}
        )
        for one in found
        if not any(fits(one, kind) for kind in KINDS)
    ]
    if wrong:
        raise Unusable(wrong)
    return found


def fits(pattern: str, kind: str) -> bool:
    """Whether a pattern means a kind."""
    if pattern.endswith(_REST):
        return kind.startswith(pattern[:-1])
    return pattern in (EVERYTHING, kind)


def listens(given: Sequence[str], kind: str) -> bool:
    """Whether any of some patterns means a kind."""
    return any(fits(pattern, kind) for pattern in given)


def _beginnings() -> Iterable[str]:
    for kind in KINDS:
        parts = kind.split(".")
        for n in range(1, len(parts)):
            yield ".".join(parts[:n]) + _REST

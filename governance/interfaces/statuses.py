"""The status that each kind of error is answered with, to people and to programs."""

from __future__ import annotations

from governance.domain.errors import (
    GuardRefused,
    MovedFirst,
    Refused,
    Unusable,
    ViresError,
    of_the_store,
)

NOT_FOUND, FORBIDDEN, UNUSABLE, CONFLICT, AWAY = 404, 403, 400, 409, 503


def status_of(error: ViresError) -> int:
    """The status that an error is answered with."""
    if isinstance(error, Unusable):
        if of_the_store(error):
            return AWAY
        return NOT_FOUND if _nothing_there(error) else UNUSABLE
    if isinstance(error, MovedFirst):
        return CONFLICT
    if isinstance(error, GuardRefused):
        return FORBIDDEN
    return CONFLICT if isinstance(error, Refused) else UNUSABLE


def _nothing_there(error: Unusable) -> bool:
    return all(p.code in _NOT_THERE for p in error.problems)


_NOT_THERE = frozenset(
    {
        "name.unknown",
        "web.not_found",
        "public.annual_unknown",
        "public.commission_unknown",
        "public.document_unknown",
        "public.page_unknown",
        "public.plan_unknown",
        "public.report_unknown",
        "web.policy.kind_gone",
        "web.policy.level_gone",
    }
)
"""Codes that say of an address that nothing is there, or nothing for whoever asks."""

"""What rows of reports and agreements say for a case: asked of one report's and of a register's.

Pure: which rows are read, and how many at once, is for whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance.application.proposals.case import (
    ADDS,
    ALLOWS,
    SPENDS,
    Permission,
    Sum,
    committed,
    varied,
)


def sum_of_report(row: Any) -> Sum | None:
    """What a report counts for among linked commissions; a partner's own decision adds nothing."""
    if row.parent_id is not None or row.kind not in (*ALLOWS, *SPENDS):
        return None
    amount = committed(row.kind, row.value, row.details)
    counts = "permits" if row.kind in ALLOWS else "spends"
    return Sum(row.ref, row.commission_id or "", amount, counts, row.id)


def sum_of_agreement(row: Any) -> Sum:
    """What an agreement counts for among linked commissions."""
    return Sum(row.ref, row.commission_id, row.value, "agreed", row.id)


def largest_permission(permits: Iterable[Any], about: Any) -> Permission | None:
    """The largest permission in effect for a report, of those of its commission.

    One of this round counts, or of any for what adds to an agreement.
    """
    found = [one for one in permits if one.round == about.round or about.kind in ADDS]
    largest = max(found, key=lambda one: int(one.value), default=None)
    return None if largest is None else Permission(largest.id, largest.value)


def other_variations(live: Iterable[Any], about: Any, agreement: Any | None) -> int:
    """What other reports have varied an agreement by, live ones counted; pence."""
    if agreement is None or about.kind != "vary":
        return 0
    return varied(agreement) + sum(max(0, int(one.value)) for one in live if one.id != about.id)

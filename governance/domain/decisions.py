"""The kinds of decision a report can ask for, as people and delegations name them.

A scheme's input `kind` chooses among its own names; one that is not here is answered by the author.
"""

from __future__ import annotations

KINDS = (
    "permission-to-procure",
    "award",
    "grant",
    "extend",
    "vary",
    "waive",
    "exit",
    "pool",
    "delegate",
    "adopt",
    "agree-plan",
    "annual-report",
    "accept-review",
    "other",
)
"""What a report can ask for."""

"""What a pooled agreement must specify, and what one lacks of it.

SI 2000/617 regulation 7 (DOMAIN.md section 5): (a) aims and outcomes, (b) contributions and how
they vary, (c) functions, (d) persons and services, (e) staff, goods, services, accommodation,
(f) duration, review, variation, termination, (g) how the fund is managed and monitored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from governance.domain.errors import Refusal

CLAUSES: Final = ("a", "b", "c", "d", "e", "f", "g")
"""The letters of what an agreement must specify. `term.pool_clause_a` and so on say what."""


def lacking(
    clauses: Mapping[str, str],
    *,
    parties: int,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    has_manager: bool,
) -> tuple[Refusal, ...]:
    """Everything an agreement does not say and has to, all of it at once.

    `parties` is how many partners are in it; the host is known from the fund. A first and a last
    day belong to (f), the pool manager to (g).
    """
    return tuple(_lacking(clauses, parties, starts_on, ends_on, has_manager))


def _lacking(
    clauses: Mapping[str, str],
    parties: int,
    starts_on: dt.date | None,
    ends_on: dt.date | None,
    has_manager: bool,  # noqa: FBT001  # asked for by name above
) -> Iterator[Refusal]:
    for letter in CLAUSES:
        if not clauses.get(letter, "").strip():
            yield Refusal(
                "pool.clause_missing", {"clause": letter, "what": f"pool_clause_{letter}"}
            )
        if letter == "b" and parties < 2:
            yield Refusal("pool.one_partner")
        if letter == "f" and starts_on is None:
            yield Refusal("pool.no_first_day")
        if letter == "f" and ends_on is None:
            yield Refusal("pool.no_last_day")
        if letter == "g" and not has_manager:
            yield Refusal("pool.no_manager")

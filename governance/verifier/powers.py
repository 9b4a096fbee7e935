"""Who could take a decision: the rule's decider, those above, and whoever a power was passed to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from governance.verifier.bundle import Row
from governance.verifier.words import in_words, pounds

PROPER_OFFICER = "proper_officer"
PROPER_OFFICES = ("proper-officer", "monitoring-officer")
"""Offices that are a body's proper officer."""


@dataclass
class Powers:
    """A decision to be taken: what, for how much (pence), on which day, and who was heard by it."""

    lowest: str
    kind: str
    amount: int | None
    on: dt.date
    ranks: Sequence[Sequence[str]]
    delegations: Sequence[Row]
    heard: set[str]

    def above(self, decider: str) -> set[str]:
        """Everybody ranked above a decider, through any number of chains."""
        found: set[str] = set()
        waiting = [decider]
        while waiting:
            one = waiting.pop()
            for chain in (chain for chain in self.ranks if one in chain):
                higher = set(chain[: chain.index(one)]) - found - {decider}
                found |= higher
                waiting += higher
        return found

    def could(self) -> dict[str, str]:
        """Who could take it, by key, with the basis: `rule`, `kept` or `delegation`.

        Local Government Act 1972, section 101(4): whoever passed a power on keeps it.
        """
        found = {self.lowest: "rule"}
        found |= dict.fromkeys(self.above(self.lowest) | self._givers(), "kept")
        found[self.lowest] = "rule"
        grown = True
        while grown:
            grown = False
            for one in self.delegations:
                fits = one["from_key"] in found and one["to_key"] not in found
                if fits and not self.why_not(one):
                    found[one["to_key"]] = "delegation"
                    grown = True
        return found

    def _givers(self) -> set[str]:
        """Who passed this power on to the lowest decider, itself or through others."""
        found: set[str] = set()
        waiting = [self.lowest]
        while waiting:
            one = waiting.pop()
            for row in self.delegations:
                if row["to_key"] == one and row["from_key"] not in found and self._covers(row):
                    found.add(row["from_key"])
                    waiting.append(row["from_key"])
        return found - {self.lowest}

    def _covers(self, row: Row) -> bool:
        kinds = row.get("kinds") or []
        return (not kinds or self.kind in kinds) and not self._out_of_time(row)

    def _out_of_time(self, row: Row) -> bool:
        day, ends = self.on.isoformat(), row.get("expires_on")
        ended = row.get("ended_on")
        return row["from_day"] > day or bool(ends and ends < day) or bool(ended and ended <= day)

    def why_not(self, row: Row) -> str:
        """Why a delegation does not carry the decision; empty where it does."""
        if self._out_of_time(row):
            return f"{row['ref']} is not in force on {in_words(self.on)}"
        if not self._covers(row):
            return f"{row['ref']} does not cover such a decision"
        ceiling = row.get("ceiling")
        if ceiling is not None:
            left = max(0, ceiling - (row.get("used") or 0))
            if self.amount is None or self.amount > left:
                return f"{row['ref']} has {pounds(left)} left"
        missing = sorted(set(row.get("consultees") or []) - self.heard)
        return f"{row['ref']} wants the views of {', '.join(missing)}" if missing else ""


def as_deciders(offices: Iterable[str]) -> set[str]:
    """The deciders that somebody in these offices is; the proper officer among them."""
    found = set(offices)
    return found | ({PROPER_OFFICER} if found & set(PROPER_OFFICES) else set())

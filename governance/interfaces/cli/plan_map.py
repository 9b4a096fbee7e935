"""The whole-system map as a page of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from governance import words
from governance.interfaces.cli.output import say, table, tell
from governance.words.format import listed, money

SHOWN: Final = 20
"""Commissions shown in one place unless everything is asked for."""


def map_page(found: Mapping[str, Any], *, everything: bool) -> None:
    """Print what `mapping.the_map` tells."""
    most = None if everything else SHOWN
    print(f"{found['ref']} {found['title']}")
    _priorities(found["priorities"], most)
    for group in found["groups"]:
        _group(group, most)
    _overlaps(found["overlaps"], most)
    _gaps(found, most)


def _priorities(rows: Sequence[Mapping[str, Any]], most: int | None) -> None:
    print()
    table(
        words.term("map_priorities"),
        ("Priority", "Outcome", "Commissions", "Value", "Promised by"),
        [
            (
                f"{one['title']} [{one['key']}]",
                one["outcome_title"],
                _refs(one["commissions"], most),
                money(one["value"]) if one["commissions"] else "",
                listed(one["partners"], "and"),
            )
            for one in rows
        ],
    )


def _group(group: Mapping[str, Any], most: int | None) -> None:
    print()
    tell(f"{group['title']} [{group['key']}]: {group['for']}")
    table(
        words.term("map_levels"),
        ("Level", "What it does", "Commissions"),
        [
            (
                one["title"] or words.term("map_level_unsaid"),
                one["stated"] or words.term("map_nothing_stated"),
                _refs(one["commissions"], most) or words.term("map_none"),
            )
            for one in group["levels"]
        ],
    )


def _overlaps(rows: Sequence[Mapping[str, Any]], most: int | None) -> None:
    print()
    if not rows:
        say("plan.map_no_overlap")
        return
    say("plan.map_overlap")
    for one in rows:
        print()
        how = "unsaid" if one["level_unsaid"] else "levels"
        code = "plan.map_overlap_same" if one["same_level"] else f"plan.map_overlap_{how}"
        params = {"group": one["group_title"], "outcome": one["outcome_title"]}
        say(code, **params, number=len({c["ref"] for c in one["commissions"]}))
        shown = one["commissions"][:most]
        table(
            "",
            ("Commission", "Title", "Priority", "Level", "Value"),
            [(c["ref"], c["title"], c["priority"], _level(c), _money(c)) for c in shown],
            whole="Commission",
        )
        _more(len(one["commissions"]) - len(shown))


def _gaps(found: Mapping[str, Any], most: int | None) -> None:
    for code in ("without_commission", "without_commitment", "outcomes_not_covered"):
        if found[code]:
            print()
            say(f"plan.map_{code}", named=found[code])
    rows = found["without_priority"]
    print()
    if not rows:
        say("plan.map_all_placed")
        return
    shown = rows[:most]
    table(
        words.term("map_without_priority"),
        ("Commission", "Title", "Level", "Value"),
        [(c["ref"], c["title"], _level(c), _money(c)) for c in shown],
        whole="Commission",
    )
    _more(len(rows) - len(shown))


def _more(left: int) -> None:
    if left > 0:
        say("plan.map_more", left=left)


def _refs(rows: Sequence[Mapping[str, Any]], most: int | None) -> str:
    named = [row["ref"] for row in rows[:most]]
    left = len(rows) - len(named)
    return listed(
        [*named, *([words.say("plan.map_others", {"left": left})] if left else [])], "and"
    )


def _level(row: Mapping[str, Any]) -> str:
    return row["level"] or words.term("map_level_unsaid")


def _money(row: Mapping[str, Any]) -> str:
    return words.term("map_value_unknown") if row["value"] is None else money(row["value"])

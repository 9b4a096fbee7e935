"""An improvement plan as a page of text, and plans as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import in_words, table
from governance.words.format import day, listed


def plan_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print plans, a line each."""
    table(
        title,
        ("Plan", "Commission", "Title", "Officer", "Due", "Open", "State"),
        [
            (
                r["ref"],
                r["commission"],
                r["title"],
                r["officer"],
                day(r["due"]) if r["due"] else "",
                r["open"],
                state_of(r),
            )
            for r in rows
        ],
        whole="Plan",
    )


def state_of(plan: Mapping[str, Any]) -> str:
    """A plan's state, and that its day has passed where it has."""
    state = words.term(plan["state"])
    return f"{state}, {words.term('overdue')}" if plan["overdue"] else state


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    print(f"{found['ref']}: {found['title']} ({found['commission']})")
    for name, text in _facts(found):
        print(f"  {name + ':':<14}{text}")
    rows = [
        (one["number"], one["what"], one["officer"], day(one["due"]), _came_of(one))
        for one in found["actions"]
    ]
    table("Actions", ("No", "What", "Officer", "Due", "What came of it"), rows)
    if found["wants"]:
        print(words.say("improvement.before_agreed", {}))
    for one in found["wants"]:
        print(f"  - {words.say(one.code, one.params)} {words.remedy(one.code, one.params)}")


def plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """What `queries.show` tells, for JSON: refusals with their words."""
    return {**found, "wants": [in_words(one) for one in found["wants"]]}


def _facts(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    review = found["review"]
    said = {
        "State": state_of(found),
        "Officer": found["officer"] or "nobody yet",
        "Due": day(found["due"]) if found["due"] else "not known",
        "Wanted": found["wanted"] or "not said",
        "Case": found["case"],
        "Review": review and f"{review['ref']} ({listed(review['found'], 'and')})",
        "Agreed": day(found["agreed_on"]) if found["agreed_on"] else None,
        "Settled": day(found["settled_on"]) if found["settled_on"] else None,
        "By": found["settled_by"],
        "Finding": found["finding"],
    }
    return [(name, text) for name, text in said.items() if text]


def _came_of(action: Mapping[str, Any]) -> str:
    if action["done_on"]:
        return f"{words.term('done')} {day(action['done_on'])}: {action['outcome']}"
    if action["given_up"]:
        return f"{words.term('given_up')}: {action['outcome']}"
    return ""

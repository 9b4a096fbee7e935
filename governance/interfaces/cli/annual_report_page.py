"""An annual report as a page of text, and annual reports as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import table, tell
from governance.words.format import day

COUNTED = ("kept", "partly_kept", "not_kept", "under_way", "none")
"""The words on a commitment, in the order of the columns."""


def report_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print annual reports, a line each."""
    table(
        title,
        ("Report", "Plan", "Year to", "Due", "State", "Put by"),
        [(r["ref"], r["plan"], day(r["to"]), day(r["due"]), _state(r), r["report"]) for r in rows],
        whole="Report",
    )


def _state(one: Mapping[str, Any]) -> str:
    state = words.term(one["state"])
    return words.say("annual.state_late", {"state": state}) if one["late"] else state


def page(found: Mapping[str, Any]) -> None:
    """Print what `annual_queries.show` tells."""
    content = found["content"]
    tell(words.say("annual.page_title", found))
    tell(words.say("annual.page_year", {"since": found["from"], "until": found["to"]}))
    tell(words.say("annual.page_due", {"due": found["due"], "state": _state(found)}))
    if found["report"]:
        tell(words.say("annual.page_report", found))
    if found["published_on"]:
        tell(words.say("annual.page_published", {"on": found["published_on"]}))
    code = "annual.page_preview" if found["preview"] else "annual.page_as_at"
    tell(words.say(code, {"as_at": content["as_at"]}))
    named = [words.say(f"judgement.{one}", {}) for one in COUNTED]
    rows = [
        (one["name"], _came(one), *(one["counts"].get(word, 0) for word in COUNTED))
        for one in content["partners"]
    ]
    rows.append(
        (
            words.say("annual.all_partners", {}),
            "",
            *(content["counts"].get(word, 0) for word in COUNTED),
        )
    )
    table(words.say("annual.by_partner", {}), ("Partner", "Returns", *named), rows)
    if found["decision"] is not None:
        tell(words.say("annual.decided_by", found["decision"]))
        tell(found["decision"]["verbatim"])


def _came(partner: Mapping[str, Any]) -> str:
    """What came of a partner's returns, in a few words."""
    if partner["returned_nothing"] and partner["returns"]:
        return words.say("annual.page_nothing", {})
    made = partner["returns_made"]
    came = [(name, made.get(name, 0)) for name in ("in_time", "late", "missing", "awaited")]
    return ", ".join(f"{number} {words.term(f'came_{name}')}" for name, number in came if number)

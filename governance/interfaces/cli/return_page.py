"""A monitoring return as a page of text, and returns as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.domain.performance.values import said_value
from governance.interfaces.cli.output import table, tell
from governance.words.format import day


def return_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print returns, a line each."""
    table(
        title,
        ("Return", "Plan", "Partner", "Period to", "Due", "State"),
        [(r["ref"], r["plan"], r["name"], day(r["to"]), day(r["due"]), state_of(r)) for r in rows],
        whole="Return",
    )


def state_of(one: Mapping[str, Any]) -> str:
    """A return's state, or that it is missed where the clock has still to note that."""
    return words.term("missed" if one["missed"] else one["state"])


def page(found: Mapping[str, Any]) -> None:
    """Print what `returns_queries.show` tells."""
    tell(words.say("return.page_title", found))
    period = {"since": found["from"], "until": found["to"]}
    tell(words.say("return.page_period", period))
    tell(words.say("return.page_due", {"due": found["due"], "state": state_of(found)}))
    if found["missed_on"] is not None:
        tell(words.say("return.page_missed", {"on": found["missed_on"]}))
    if found["returned_on"] is not None:
        code = "return.page_returned_for" if found["on_behalf"] else "return.page_returned"
        by = found["returned_by"] or "operator"
        tell(words.say(code, {"on": found["returned_on"], "by": by}))
    if found["said"]:
        tell(words.say("return.page_said", {"said": found["said"]}))
    measured = any(one["measure"] for one in found["commitments"])
    columns = ["No.", "Commitment", "Word", "What it rests on", *(["Measure"] if measured else [])]
    table(
        words.say("return.lines_title", {}),
        columns,
        [_line(one, measured=measured) for one in found["commitments"]],
        whole="No.",
    )
    for one in found["commitments"]:
        for before in one["said_before"]:
            told = {"number": one["number"], **before, "judgement": word(before["judgement"])}
            tell(words.say("return.said_before", {**told, "reason": one["reason"]}))


def word(judgement: str | None) -> str:
    """A judgement as people read it."""
    return words.say(f"judgement.{judgement or 'none'}", {})


def _line(one: Mapping[str, Any], *, measured: bool) -> tuple[str, ...]:
    said = (word(one["judgement"]), one["evidence"])
    what = words.say("annual.due", {"what": one["what"], "due": one["due"]})
    return (str(one["number"]), what, *said, *((_measure(one["measure"]),) if measured else ()))


def _measure(measure: Mapping[str, Any] | None) -> str:
    if measure is None:
        return ""
    if measure["value"] is None:
        return words.say("annual.unmeasured", measure)
    return words.say("annual.measured", {**measure, "value": said_value(measure["value"])})

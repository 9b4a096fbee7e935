"""The procedures a scheme names: what must be true before a decision, and what happens after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from governance.domain.authority.naming import good_name
from governance.domain.calendar import MOST_DAYS
from governance.domain.errors import Unusable
from governance.domain.procedure import CallIn, NoticeRule, Procedure, check
from governance.domain.texts import Node, Problems, Reader


def read_procedures(nodes: Mapping[str, Node], problems: Problems) -> dict[str, Procedure]:
    """The named procedures."""
    return {
        name: _procedure(name, Reader(node, problems))
        for name, node in nodes.items()
        if good_name(name, node.line, problems)
    }


def _procedure(name: str, reader: Reader) -> Procedure:
    before = len(reader.problems.found)
    call_in = reader.reader("call_in")
    found = Procedure(
        key=name,
        title=reader.text("title"),
        key_decision=reader.yes("key_decision"),
        notices=tuple(_notice(part) for part in reader.readers("notices")),
        exceptions=tuple(_notice(part, least=0) for part in reader.readers("exceptions")),
        evidence=tuple(reader.texts("evidence")),
        call_in=None if call_in is None else _call_in(call_in),
        publish=tuple(reader.texts("publish")),
        source=reader.text("source", ""),
        meeting_only=reader.yes("meeting_only"),
    )
    reader.done()
    if len(reader.problems.found) == before:
        try:
            check(found)
        except Unusable as error:
            reader.problems.take(reader.line, error)
    return found


def _notice(reader: Reader, *, least: int = 1) -> NoticeRule:
    before: Literal["decision", "meeting"] = (
        "meeting"
        if reader.choice("before", ("decision", "meeting"), "decision") == "meeting"
        else "decision"
    )
    found = NoticeRule(
        kind=reader.key("kind"),
        policy=reader.text("policy"),
        days=reader.integer("days", least=least, most=MOST_DAYS),
        before=before,
        source=reader.text("source", ""),
    )
    reader.done()
    return found


def _days(reader: Reader, key: str) -> int | None:
    return reader.integer(key, least=1, most=MOST_DAYS) if reader.get(key) else None


def _call_in(reader: Reader) -> CallIn:
    found = CallIn(
        policy=reader.text("policy"),
        days=reader.integer("days", least=1, most=MOST_DAYS),
        cutoff=reader.text("cutoff", "") or None,
        who=reader.text("who"),
        meets_within_days=_days(reader, "meets_within_days"),
        reconsider_within_days=_days(reader, "reconsider_within_days"),
        source=reader.text("source", ""),
    )
    reader.done()
    return found

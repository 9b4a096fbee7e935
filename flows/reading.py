"""What a run did, as a page that a person can read in Prefect's interface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance import words
from governance.application.running import RunReport
from governance.application.sweeping import COUNTED, sweep_named
from governance.domain.messages.rendering import level
from governance.words.format import day


def page(report: RunReport) -> str:
    """The page in Markdown: what the flow is for, how much it did, and each thing it did."""
    swept = report.swept
    counts = swept.counts()
    parts = [
        f"# {sweep_named(report.flow).title}",
        _table(
            tuple(words.term(f"run_{name}") for name in COUNTED),
            [[f"{counts[name]:,}" for name in COUNTED]],
        ),
    ]
    if swept.more:
        parts.append(f"{words.say('run.more', {})} {words.remedy('run.more', {})}")
    if swept.lines:
        parts.append(_table(("Item", "What", "Due", "Outcome"), map(_line, swept.lines)))
    whole = sum(counts[name] for name in COUNTED if name != "late")
    if swept.lines and whole > len(swept.lines):
        parts.append(words.say("run.first_lines", {"shown": len(swept.lines), "whole": whole}))
    return "\n\n".join(parts) + "\n"


def _line(line: dict[str, Any]) -> list[str]:
    outcome = level(str(line.get("outcome", "")))
    if problem := line.get("problem"):
        outcome = f"{outcome}: {said(problem)}"
    return [
        str(line.get("ref", "")),
        words.term(str(line.get("what", ""))),
        day(line["due"]) if line.get("due") else "",
        outcome,
    ]


def said(problem: dict[str, Any]) -> str:
    """A problem that was kept, in words."""
    code, params = problem["code"], problem.get("params", {})
    if code not in words.catalogue():
        return str(code)
    return f"{words.say(code, params)} {words.remedy(code, params)}".strip()


def _table(columns: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    lines = ["| " + " | ".join(map(_cell, row)) + " |" for row in (columns, *rows)]
    lines.insert(1, "|" + " --- |" * len(columns))
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Text that cannot break out of its cell, or become a link or HTML."""
    plain = " ".join(text.split())
    return "".join(f"\\{c}" if c in "\\|<>[]`*_" else c for c in plain)

"""Which sheets a scheme is written on, and which columns they have.

The headings are the contract with whoever edits the sheet: they are read by name, in any order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Accepts = Literal["text", "day", "yes-no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` is what the scheme's text calls it; `accepts` what a typed cell may hold.

    `width` is in characters. A column that is not `needed` may be left out of the sheet.
    """

    key: str
    heading: str
    width: int = 20
    accepts: Accepts = "text"
    needed: bool = True
    among: tuple[str, ...] = ()


YES_NO = ("yes", "no")

RULES = "Rules"
BEFORE_TESTS = (Column("id", "Rule", 10), Column("title", "Title", 32))
AFTER_TESTS = (
    Column("when", "Other conditions", 32),
    Column("path", "Decision path", 36),
    Column("procedure", "Procedure", 22),
    Column("overrides", "Overrides", 12),
    Column("source", "Source", 36),
    Column("order", "Order of tests", 16, needed=False),
)
FINDINGS = Column("findings", "Findings", 60, needed=False)
"""Written where findings are asked for; never read."""

SCHEME = "Scheme"
HEAD = (Column("entry", "Entry", 16), Column("value", "Value", 70, accepts="day"))
HEAD_ENTRIES: Mapping[str, str] = {
    "Key": "key",
    "Title": "title",
    "Standing": "standing",
    "Owner": "owner",
    "Source": "source.title",
    "Reference": "source.ref",
    "Published": "source.published",
    "VAT": "vat",
    "Fallback": "fallback",
}
HEAD_CHOICES: Mapping[str, tuple[str, ...]] = {
    "Standing": ("own", "recorded"),
    "VAT": ("including", "excluding", "not-stated"),
}
TYPES = ("one of", "yes-no", "money", "number", "day")

TABLES: Mapping[str, tuple[Column, ...]] = {
    SCHEME: HEAD,
    "Deciders": (
        Column("key", "Decider", 24),
        Column("kind", "Kind", 14, among=("office", "body", "each-partner")),
        Column("title", "Title", 44),
        Column("terms", "Terms of reference", 28),
    ),
    "Ranks": (Column("chain", "Highest first", 90),),
    "Inputs": (
        Column("key", "Input", 24),
        Column("title", "Title", 44),
        Column("type", "Type", 10, among=TYPES),
        Column("one of", "Choices", 40),
        Column("least", "Least", 14, accepts="day"),
        Column("most", "Most", 16, accepts="day"),
        Column("from", "From the register", 24),
    ),
    "Limits": (
        Column("key", "Limit", 28),
        Column("title", "Title", 40),
        Column("type", "Type", 10, among=("money", "number")),
        Column("by", "Read on", 24),
        Column("from", "From", 12, accepts="day"),
        Column("value", "Value", 14),
        Column("source", "Source", 44),
    ),
    "Definitions": (
        Column("key", "Definition", 24),
        Column("title", "Title", 40),
        Column("when", "When", 60),
    ),
    "Assumptions": (
        Column("holds", "Holds", 50),
        Column("if", "If", 40),
        Column("then", "Then", 40),
    ),
    "Separation": (
        Column("step", "Step", 24),
        Column("not", "Not", 24),
        Column("rules", "Rules", 24),
        Column("source", "Source", 44),
    ),
    "Procedures": (
        Column("key", "Procedure", 24),
        Column("title", "Title", 32),
        Column("key_decision", "Key decision", 13, "yes-no", among=YES_NO),
        Column("meeting_only", "Meeting only", 13, "yes-no", among=YES_NO),
        Column("evidence", "Evidence", 30),
        Column("publish", "Publish", 22),
        Column("call_in.policy", "Call-in counted by", 28),
        Column("call_in.days", "Call-in days", 12),
        Column("call_in.cutoff", "Call-in until", 12),
        Column("call_in.who", "Called in by", 32),
        Column("call_in.meets_within_days", "Meets within days", 14),
        Column("call_in.reconsider_within_days", "Reconsiders within days", 14),
        Column("call_in.source", "Call-in source", 32),
        Column("source", "Source", 36),
    ),
    "Notices": (
        Column("procedure", "Procedure", 24),
        Column("list", "Notice or exception", 18, among=("notice", "exception")),
        Column("kind", "Kind", 20),
        Column("policy", "Counted by", 24),
        Column("days", "Days", 8),
        Column("before", "Before", 12, among=("decision", "meeting")),
        Column("source", "Source", 44),
    ),
}
"""The sheets after the rules, in order."""
REQUIRED = (SCHEME, "Deciders", "Inputs")
"""Sheets without which there is no scheme, unless another file gives what they would say."""
ABOUT = "About"
"""A sheet for people, which is not read."""
NAMES = (RULES, *TABLES)
MOST_ROWS = 20_000
MOST_COLUMNS = 400
LONGEST = 32_767
"""Characters that Excel holds in a cell at the most."""


def natural_order(inputs: list[str]) -> list[str]:
    """The order in which the tests of a row are read where the row says nothing else."""
    return [*inputs, "is", "not", "any"]

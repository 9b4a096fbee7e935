"""Escalation: who is reminded of what is due, who is told once it is missed, and what follows.

A policy is a rulebook that a board's secretary writes. It names people by what they are, days by
how far they lie from the day something is due, and leaves the counting to the calendar.
"""

from governance.domain.escalation.model import (
    DeadlineRule,
    EscalationPolicy,
    Event,
    Extension,
    Offset,
    Prompt,
    Rhythm,
    Span,
    Start,
    Way,
    office_or_body,
)
from governance.domain.escalation.moments import Told, Wake, counted, due_day, wakes

__all__ = [
    "DeadlineRule",
    "EscalationPolicy",
    "Event",
    "Extension",
    "Offset",
    "Prompt",
    "Rhythm",
    "Span",
    "Start",
    "Told",
    "Wake",
    "Way",
    "counted",
    "due_day",
    "office_or_body",
    "wakes",
]

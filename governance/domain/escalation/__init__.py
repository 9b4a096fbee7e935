"""Escalation: who is reminded of what is due, who is told once it is missed, and what follows.

A policy is a rulebook that a board's secretary writes. It names people by what they are, days by
how far they lie from the day something is due, and leaves the counting to the calendar.
"""

from governance.domain.escalation.events import EVENTS
from governance.domain.escalation.kinds import KINDS
from governance.domain.escalation.loading import load_escalation
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
from governance.domain.escalation.phrases import say_designation

__all__ = [
    "EVENTS",
    "KINDS",
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
    "load_escalation",
    "office_or_body",
    "say_designation",
    "wakes",
]

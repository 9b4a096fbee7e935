"""Triggers: by what a partnership lets a case of support and challenge or of ending be opened."""

from governance.domain.triggers.causes import CAUSES, EMERGENCIES, KnownCause
from governance.domain.triggers.loading import load_triggers
from governance.domain.triggers.model import FORMAT, WAYS, Scope, Trigger, Triggers

__all__ = [
    "CAUSES",
    "EMERGENCIES",
    "FORMAT",
    "WAYS",
    "KnownCause",
    "Scope",
    "Trigger",
    "Triggers",
    "load_triggers",
]

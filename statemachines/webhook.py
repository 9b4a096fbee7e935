"""A webhook: an address that is told, as events, what the record of a partnership takes up.

Administrators keep webhooks; `governance.application.webhooks` asks that before it asks here.
"""

from __future__ import annotations

from typing import Final

from statemachines.permissions import Permission
from statemachines.table import NEW, Facts, Lifecycle, Move, State, reason_given

_VIRES: Final = frozenset({Permission.CLOCK, Permission.VIRES})

WEBHOOK: Final[Lifecycle[Facts]] = Lifecycle(
    name="webhook",
    title="webhook",
    meaning="An address that is told, as events, what the record takes up.",
    states=(
        State(
            "active",
            "Events are sent to it.",
            "An administrator; the clock, where nothing gets through or it says it is gone.",
            "It stays active; what waits is sent later.",
        ),
        State(
            "paused",
            "Nothing is sent to it; it goes on from where it stopped.",
            "An administrator.",
            "It stays paused.",
        ),
        State("ended", "Nothing is sent to it any more.", "Nobody.", "It stays ended.", final=True),
    ),
    moves=(
        Move(
            name="add",
            sources=(NEW,),
            target="active",
            who=_VIRES,
            meaning="Add it, with a secret to sign with.",
        ),
        Move(
            name="pause",
            sources=("active",),
            target="paused",
            who=_VIRES,
            meaning="Stop sending to it for now.",
            guards=(reason_given,),
        ),
        Move(
            name="resume",
            sources=("paused",),
            target="active",
            who=_VIRES,
            meaning="Send to it again, from where it stopped.",
        ),
        Move(
            name="end",
            sources=("active", "paused"),
            target="ended",
            who=_VIRES,
            meaning="Send nothing to it any more.",
            guards=(reason_given,),
        ),
    ),
)

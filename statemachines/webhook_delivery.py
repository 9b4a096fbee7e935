"""The delivery of one event to one webhook: written before it is sent, like a message.

No event is lost while its webhook lasts. It can arrive twice only after an attempt whose outcome
nobody knows, or because somebody had it sent again; its id stays the same.
"""

from __future__ import annotations

from typing import Final

from statemachines.permissions import Permission
from statemachines.table import NEW, Facts, Lifecycle, Move, State

_VIRES: Final = frozenset({Permission.CLOCK, Permission.VIRES})

WEBHOOK_DELIVERY: Final[Lifecycle[Facts]] = Lifecycle(
    name="webhook_delivery",
    title="delivery to a webhook",
    meaning="One event for one webhook.",
    states=(
        State(
            "queued",
            "To be sent.",
            "The clock.",
            "An attempt that had begun becomes uncertain; else it is sent later.",
        ),
        State(
            "sent",
            "The receiver took it.",
            "An administrator, by having it sent again.",
            "It stays sent.",
            final=True,
        ),
        State(
            "failed",
            "An attempt failed for certain.",
            "The clock, by trying again.",
            "It is tried again later.",
        ),
        State(
            "uncertain",
            "It was sent and nobody knows whether it was taken.",
            "The clock, by sending it again.",
            "It stays uncertain; it may arrive twice, never not at all.",
        ),
        State(
            "parked",
            "Not tried any more: it was as often as it may be, or its webhook was ended.",
            "An administrator, by having it sent again, unless its webhook was ended.",
            "It stays parked and shown.",
        ),
    ),
    moves=(
        Move(
            name="queue",
            sources=(NEW,),
            target="queued",
            who=_VIRES,
            meaning="Write it for a webhook that listens to such events.",
        ),
        Move(
            name="send",
            sources=("queued", "failed", "uncertain"),
            target="sent",
            who=_VIRES,
            meaning="Note that the receiver took it.",
        ),
        Move(
            name="fail",
            sources=("queued", "failed", "uncertain"),
            target="failed",
            who=_VIRES,
            meaning="Note that an attempt failed for certain.",
        ),
        Move(
            name="lose_track",
            sources=("queued", "failed", "uncertain"),
            target="uncertain",
            who=_VIRES,
            meaning="Note that nobody knows whether an attempt was taken.",
        ),
        Move(
            name="park",
            sources=("queued", "failed", "uncertain"),
            target="parked",
            who=_VIRES,
            meaning="Stop trying: the tries are used up, or its webhook is ended.",
        ),
        Move(
            name="replay",
            sources=("sent", "failed", "uncertain", "parked"),
            target="queued",
            who=_VIRES,
            meaning="Have it sent again.",
        ),
    ),
)

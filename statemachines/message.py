"""A message in the outbox: written with the act that causes it, sent afterwards.

A message is never lost. It can arrive twice only after an attempt whose outcome nobody knows,
which is why "uncertain" is a state of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Facts,
    Findings,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts(Facts):
    """What the guards of a message ask.

    `tries_left`: that it may still be tried again by itself. `unconfirmed`: that whoever
    carries messages does not confirm it was sent.
    """

    tries_left: Findings = None
    unconfirmed: Findings = None


def confirmed(facts: MessageFacts) -> Iterable[Refusal]:
    """Whoever carries it confirms that it was sent."""
    return established(facts.unconfirmed, "unconfirmed")


def tried_enough(facts: MessageFacts) -> Iterable[Refusal]:
    """It has been tried as often as it may be."""
    return established(facts.tries_left, "tries_left")


_ENGINE: Final = frozenset({Permission.VIRES, Permission.CLOCK})

MESSAGE: Final[Lifecycle[MessageFacts]] = Lifecycle(
    name="message",
    title="message",
    meaning="A message in the outbox.",
    states=(
        State(
            "queued",
            "To be sent.",
            "The clock.",
            "An attempt that had begun becomes uncertain; else it is sent later.",
        ),
        State(
            "sent",
            "Handed over to whoever carries messages.",
            "The clock, should it come back; else nobody.",
            "It stays sent; it is not sent again.",
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
            "An attempt was made and nobody knows whether it went out.",
            "The clock, by asking the carrier or sending it again.",
            "It stays uncertain; it may arrive twice, never not at all.",
        ),
        State(
            "parked",
            "Tried as often as it may be; shown to the secretary.",
            "The secretary, by sending it again or telling the person otherwise.",
            "It stays parked and shown.",
        ),
        State(
            "addressed",
            "It was to an office, a body or a role; each of its people has a message of their own.",
            "Nobody.",
            "It stays addressed; the messages that came of it are sent.",
            final=True,
        ),
        State(
            "gathered",
            "It went into the person's daily digest, which is a message of its own.",
            "Nobody.",
            "It stays gathered; the digest is sent.",
            final=True,
        ),
        State(
            "needless",
            "What it urged was done before it went out.",
            "Nobody.",
            "It stays needless.",
            final=True,
        ),
        State(
            "settled",
            "The person was told in another way.",
            "Nobody.",
            "It stays settled.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="queue",
            sources=(NEW,),
            target="queued",
            who=_ENGINE,
            meaning="Write it with the act that causes it.",
        ),
        Move(
            name="address",
            sources=("queued",),
            target="addressed",
            who=_ENGINE,
            meaning="Make a message of it for each person it is meant for on that day.",
        ),
        Move(
            name="gather",
            sources=("queued",),
            target="gathered",
            who=_ENGINE,
            meaning="Take it into the person's daily digest.",
        ),
        Move(
            name="drop",
            sources=("queued",),
            target="needless",
            who=_ENGINE,
            meaning="Let it go unsent: what it urged is done.",
        ),
        Move(
            name="send",
            sources=("queued",),
            target="sent",
            who=_ENGINE,
            meaning="Note that it was handed over.",
        ),
        Move(
            name="fail",
            sources=("queued",),
            target="failed",
            who=_ENGINE,
            meaning="Note that an attempt failed for certain.",
            guards=(reason_given,),
        ),
        Move(
            name="lose_track",
            sources=("queued",),
            target="uncertain",
            who=_ENGINE,
            meaning="Note that nobody knows whether an attempt went out.",
        ),
        Move(
            name="retry",
            sources=("failed", "uncertain"),
            target="queued",
            who=_ENGINE | {Permission.SECRETARY},
            meaning="Try again.",
        ),
        Move(
            name="confirm",
            sources=("uncertain",),
            target="sent",
            who=_ENGINE,
            meaning="Note that the carrier has it after all.",
            guards=(confirmed,),
        ),
        Move(
            name="park",
            sources=("queued", "failed", "uncertain"),
            target="parked",
            who=_ENGINE,
            meaning="Stop trying and show it to the secretary.",
            guards=(tried_enough,),
        ),
        Move(
            name="bounce",
            sources=("sent",),
            target="parked",
            who=_ENGINE,
            meaning="Note that it came back, and show it to the secretary.",
            guards=(reason_given,),
        ),
        Move(
            name="release",
            sources=("parked",),
            target="queued",
            who=frozenset({Permission.SECRETARY}),
            meaning="Send it again after mending what stood in its way.",
        ),
        Move(
            name="settle",
            sources=("parked",),
            target="settled",
            who=frozenset({Permission.SECRETARY}),
            meaning="Note that the person was told in another way.",
            guards=(reason_given,),
        ),
    ),
)

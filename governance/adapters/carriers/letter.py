"""What a carrier takes, what it gives back, and what every carrier promises.

The four outcomes call for four different acts: leave it, try it again, mend it first, or ask
before trying again. A carrier answers `UNCERTAIN` only where the letter may have gone out.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from governance.domain.errors import Problem


class Outcome(StrEnum):
    """How an attempt to carry a letter ended."""

    SENT = "sent"
    """The carrier has it and answers for it from here."""
    FAILED = "failed"
    """It certainly did not go out, and may if it is tried again."""
    REFUSED = "refused"
    """It certainly did not go out, and never will as it is."""
    UNCERTAIN = "uncertain"
    """Nobody knows: it may have gone out."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person, as plain text.

    `reference` is the same at every attempt on the same letter, so that a carrier, or whoever
    receives it, can tell a second copy from a second letter; a message that a person released
    after it was parked is a letter with another. `written_at` is the moment its
    date line says, an aware instant; without one the first server on the way dates it.
    """

    to: str
    name: str
    subject: str
    body: str
    reference: str
    written_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of one attempt: the outcome, why, and how long the carrier asks us to wait."""

    outcome: Outcome
    detail: Problem | None = None
    retry_after: dt.timedelta | None = None


class Carrier(Protocol):
    """Whatever takes letters out of the house. Never raises: each attempt has an outcome.

    A carrier can serve several threads at once.
    """

    @property
    def name(self) -> str:
        """What the attempt's record calls it: `console`, `files`, `smtp` or `notify`."""

    def carry(self, letter: Letter) -> Carried:
        """Try once to send the letter."""

    def confirm(self, reference: str) -> Outcome | None:
        """Whether a letter of unknown fate went out; ask before trying it again.

        `SENT` where the carrier has it, `FAILED` where it certainly has not, None where it
        cannot be asked or does not answer.
        """

    def bounced(self, reference: str) -> Problem | None:
        """Why a letter that was sent did not arrive; None while nothing of the kind is known."""


SENT = Carried(Outcome.SENT)
"""The letter went out, and there is nothing more to say."""


def failed(code: str, *, retry_after: dt.timedelta | None = None, **params: Any) -> Carried:
    """It did not go out and may be tried again."""
    return Carried(Outcome.FAILED, Problem(code, params), retry_after)


def refused(code: str, **params: Any) -> Carried:
    """It did not go out and will not as it is."""
    return Carried(Outcome.REFUSED, Problem(code, params))


def uncertain(code: str, **params: Any) -> Carried:
    """Nobody knows whether it went out."""
    return Carried(Outcome.UNCERTAIN, Problem(code, params))

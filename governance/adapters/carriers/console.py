"""Prints letters instead of sending them: for trying Vires out, and for its logs.

What was printed is not kept, so nothing can be asked about it afterwards.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TextIO

from governance.adapters.carriers.letter import SENT, Carried, Letter, Outcome, failed
from governance.domain.errors import Problem

_RULE = "-" * 72


@dataclass(frozen=True, slots=True)
class Console:
    """Prints each letter to a stream; standard output, as it is then, unless told."""

    stream: TextIO | None = None
    name: str = field(default="console", init=False)

    def carry(self, letter: Letter) -> Carried:
        """Print it in one piece."""
        stream = self.stream or sys.stdout
        try:
            stream.write(_printed(letter))
            stream.flush()
        except (OSError, ValueError) as error:
            return failed("carrier.console_closed", detail=_reason(error))
        return SENT

    def confirm(self, reference: str) -> Outcome | None:
        """Nobody remembers what was printed."""
        del reference
        return None

    def bounced(self, reference: str) -> Problem | None:
        """What is printed does not come back."""
        del reference
        return None


def _printed(letter: Letter) -> str:
    """The letter between two rules, its headers on a line each."""
    to = " ".join(f"{letter.name} <{letter.to}>".split())
    subject = " ".join(letter.subject.split())
    return f"{_RULE}\nTo: {to}\nSubject: {subject}\n\n{letter.body.rstrip()}\n{_RULE}\n"


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)

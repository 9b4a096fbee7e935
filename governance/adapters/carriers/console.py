"""Prints letters instead of sending them: for trying Vires out.

They go to standard error, as logs do, so that what a command answers stays whole for the
program that reads it. What was printed is not kept: nothing can be asked about it afterwards.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TextIO

from governance.adapters.carriers.letter import SENT, Carried, Letter, Outcome, failed, refused
from governance.adapters.carriers.mail import address, one_line, plain_body
from governance.domain.errors import Problem

_RULE = "-" * 72


@dataclass(frozen=True, slots=True)
class Console:
    """Prints each letter to a stream; standard error, as it is then, unless told."""

    stream: TextIO | None = None
    name: str = field(default="console", init=False)

    def carry(self, letter: Letter) -> Carried:
        """Print it in one piece."""
        to = address(letter.to)
        if to is None:
            return refused("carrier.address_unusable")
        stream = self.stream or sys.stderr
        try:
            stream.write(_printed(letter, to))
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


def _printed(letter: Letter, to: str) -> str:
    """The letter between two rules, its headers on a line each."""
    head = f"To: {one_line(letter.name)} <{to}>\nSubject: {one_line(letter.subject)}"
    return f"{_RULE}\n{head}\n\n{plain_body(letter.body)}{_RULE}\n"


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)

"""What is noted while a year is rehearsed: meetings, what was refused, what the clock did."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from governance import words
from governance.application.plain import plain_params
from governance.domain.errors import Problem, Refusal, Refused, Unusable, ViresError


@dataclass(frozen=True, slots=True)
class Sat:
    """A meeting as it came about, or did not.

    `needed` and `there` are the quorum's; `away` are names of members known to be away,
    `missed` of those whom the seed kept away, `no_stand_in` of substitutes named for these who
    could not come either; `vacant` are titles of seats that nobody holds. `foreseen`: known
    absences and vacant seats alone left it short.
    """

    ref: str
    body: str
    title: str
    on: dt.date
    planned: bool
    items: int
    quorate: bool
    needed: int
    there: int
    why: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    no_stand_in: tuple[str, ...] = ()
    vacant: tuple[str, ...] = ()
    foreseen: bool = False

    @property
    def short(self) -> int:
        """How many more had to be there; 0 where only some particular member was missing."""
        return 0 if self.quorate else max(self.needed - self.there, 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that Vires refused in the rehearsal: what was tried on what, and every reason."""

    on: dt.date
    tried: str
    ref: str
    why: tuple[tuple[str, dict[str, Any]], ...]

    def plain(self) -> dict[str, Any]:
        """The finding for JSON, with its words."""
        return {
            "on": self.on,
            "tried": self.tried,
            "ref": self.ref,
            "words": self.said(),
            "why": [
                {
                    "code": code,
                    "words": words.say(code, params),
                    "remedy": words.remedy(code, params),
                }
                for code, params in self.why
            ],
        }

    def said(self) -> str:
        """The finding in a sentence."""
        reasons = [words.say(code, params).rstrip(".") for code, params in self.why]
        code = f"rehearsal.tried.{self.tried}"
        return words.say(code, {"ref": self.ref, "on": self.on, "why": "; ".join(reasons)})


@dataclass(slots=True)
class Notes:
    """Everything noted in one rehearsal."""

    sat: list[Sat] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each level (kind of deadline, key) of an escalation policy came."""
    acts: Counter[str] = field(default_factory=Counter)
    _known: set[tuple[str, str, tuple[str, ...]]] = field(default_factory=set)

    def refused(self, on: dt.date, tried: str, ref: str, error: ViresError) -> None:
        """Note that something was refused; the same refusal of the same thing is noted once."""
        why = tuple((one.code, plain_params(one.params)) for one in reasons(error))
        known = (tried, ref, tuple(code for code, _ in why))
        if known not in self._known:
            self._known.add(known)
            self.findings.append(Finding(on, tried, ref, why))


def reasons(error: ViresError) -> Iterable[Refusal | Problem]:
    """Everything that an error gives as a reason."""
    if isinstance(error, Unusable):
        return error.problems
    return error.refusals if isinstance(error, Refused) else ()

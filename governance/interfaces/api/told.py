"""The shapes of common answers, for the description: names that are always there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MoveAhead:
    """A move of a commission or of a stage: whether it is open, why not, and what does it.

    `about` is commission or the key of a stage; `act` the address that does it, null where no
    program does.
    """

    about: str
    move: str
    to: str | None
    open: bool
    closed_because: Sequence[Told]
    act: str | None


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Everything that can come next for a commission, for whoever asks."""

    commission: str
    title: str
    state: str
    asked_by: str
    on: dt.date
    stages: Sequence[Told]
    exceptions: Sequence[Told]
    blocks: Sequence[Told]
    moves: Sequence[MoveAhead]
    decisions_ahead: Sequence[Told]
    review: Told | None
    improvement: Sequence[Told]
    cases: Sequence[Told]
    ending: Sequence[Told]
    measures: Told | None
    reports: Sequence[Told]


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report that waits for whoever the token acts as, what is wanted of it, and by when."""

    ref: str
    title: str
    kind: str
    state: str
    commission: str | None
    value: int | None
    what: str
    due: dt.date | None
    overdue: bool
    said: str


@dataclass(frozen=True, slots=True)
class JobTold:
    """A job as it stands: how far it is, what it is at, and what went wrong."""

    id: str
    kind: str
    state: str
    asker: str | None
    files: Sequence[str]
    done: int | None
    total: int | None
    saying: str | None
    trouble: Any
    asked_at: dt.datetime
    began_at: dt.datetime | None
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDone(JobTold):
    """A job, and its result once it is done."""

    result: Any


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting's minutes, null until they are drafted."""

    ref: str
    state: str
    minutes: str | None


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether those who are there are a quorum; null where the body's terms do not say."""

    met: bool | None
    counted: int | None = None
    needed: int | None = None
    shortfalls: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class SchemeFindings:
    """Whether a scheme is proved from a day on, and what keeps it from that."""

    ref: str
    on: dt.date
    proved: bool
    findings: Sequence[Told]


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One entry of the record: what was done, when, by whom, by what right, and its hash."""

    ref: str
    kind: str
    number: int
    act: str
    at: dt.datetime
    actor: str | None
    who: str | None
    authority: Any
    facts: Told
    wrote: Told
    hash: str
    told: Any


@dataclass(frozen=True, slots=True)
class RecordOf:
    """Everything that was done to one thing."""

    ref: str
    kind: str
    entries: Sequence[Told]


@dataclass(frozen=True, slots=True)
class DeadlineTold:
    """A deadline, when it is due, and whose it is."""

    id: str
    name: str
    subject: str | None
    what: str | None
    title: str | None
    commission: Told | None
    kind: str
    due: dt.date
    state: str
    overdue: bool
    owner: Any


@dataclass(frozen=True, slots=True)
class Counted:
    """How many."""

    overdue: int

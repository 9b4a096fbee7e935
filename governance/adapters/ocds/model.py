"""What was read from a notice: the exact release, and the part of it that was understood.

None always means unknown: missing, zero, unreadable and foreign amounts are never guessed.
Amounts are pence; days are the days the notice means in its own country.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class Flag:
    """Something odd about a notice that did not stop it: a code with words, and parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as a notice names it. `identifiers` are "scheme-id", its own id first."""

    id: str | None
    name: str | None
    identifiers: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    scale: str | None = None
    voluntary: bool | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day; `extends_to` is the last day any extension can reach."""

    starts: dt.date | None = None
    ends: dt.date | None = None
    extends_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Lot:
    """A part of a tender that is awarded on its own."""

    id: str
    title: str | None
    description: str | None
    status: str | None
    value: int | None
    period: Period


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract that was entered into, under an award."""

    id: str
    award_id: str | None
    title: str | None
    status: str | None
    value: int | None
    period: Period
    signed: dt.date | None


@dataclass(frozen=True, slots=True)
class Award:
    """A decision to award: to whom, for which lots."""

    id: str
    title: str | None
    status: str | None
    decided: dt.date | None
    value: int | None
    period: Period
    lots: tuple[str, ...]
    suppliers: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document a notice points to. `url` is None unless it is http or https."""

    id: str | None
    kind: str | None
    title: str | None
    url: str | None
    belongs_to: str
    """`planning`, `tender`, or the id of an award or contract."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a release says, as far as Vires understands it."""

    title: str | None
    description: str | None
    reference: str | None
    buyer: Party | None
    procuring: Party | None
    parties: tuple[Party, ...]
    value: int | None
    least_value: int | None
    tender_opens: dt.date | None
    tender_closes: dt.date | None
    period: Period
    method: str | None
    method_details: str | None
    mechanism: str | None
    regime: str | None
    status: str | None
    category: str | None
    cpv: tuple[str, ...]
    small_firms: bool | None
    voluntary_sector: bool | None
    lots: tuple[Lot, ...]
    awards: tuple[Award, ...]
    contracts: tuple[Contract, ...]
    documents: tuple[Document, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One release. `body` is its canonical JSON, from which it can go out again without loss.

    `release_id` is its own id, or its date where it has none (`has_own_id` is then false).
    `digest` is the SHA-256 of `body` in hexadecimal.
    """

    ocid: str
    release_id: str
    has_own_id: bool
    date: dt.datetime
    tags: tuple[str, ...]
    digest: str
    body: bytes = field(repr=False)
    notice: Notice


@dataclass(frozen=True, slots=True)
class Rejected:
    """A release or row that was not taken: how to find it, and every reason."""

    ref: str
    reasons: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A file of releases. `frame` is the canonical JSON of what stood round them."""

    releases: tuple[Release, ...]
    rejected: tuple[Rejected, ...]
    frame: bytes = field(default=b"{}", repr=False)


@dataclass(frozen=True, slots=True)
class Merged:
    """All releases of one contracting process as one: the later overrides field by field."""

    ocid: str
    date: dt.datetime
    """The latest release's date."""
    releases: tuple[Release, ...]
    """In order of date."""
    body: bytes = field(repr=False)
    """The compiled release, as canonical JSON."""
    notice: Notice


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """One supplier's agreement for one lot (or for the whole, where there are no lots).

    `key` stays the same when later releases change the agreement. `value` is None where an
    amount is shared by several agreements; a flag then says which amount and how many share it.
    """

    key: str
    ocid: str
    award_id: str
    contract_id: str | None
    title: str | None
    lot: str | None
    lot_title: str | None
    provider: Party | None
    value: int | None
    starts: dt.date | None
    ends: dt.date | None
    extends_to: dt.date | None
    awarded: dt.date | None
    signed: dt.date | None
    award_status: str | None
    contract_status: str | None
    regime: str | None
    flags: tuple[Flag, ...]

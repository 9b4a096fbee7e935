"""Ending a service, or deciding not to: one case for one cause, with its evidence."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    day,
    instant,
    json,
    unique,
)


class DecommissioningCase(Subject, table=True):
    """A case about a commission, or one agreement of it: triggered, settled, evaluated.

    `trigger` is the key of the rule that opened it and `cause` what it was, said so that the same
    cause opens no second case. `evidence` is what the trigger rested on when it opened. `way` is
    `support`, `change` or `emergency`. Text of the stages lies in columns of its own; documents
    are evidence on the commission's file. `proposal_id` is the report that asks for the decision.
    """

    __tablename__ = "decommissioning_case"
    lifecycle: ClassVar[str | None] = "decommissioning"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        unique("ref"),
        unique("commission_id", "cause"),
        belongs_to("commission", "commission_id"),
        belongs_to("agreement", "agreement_id"),
        belongs_to("proposal", "proposal_id"),
        belongs_to("commission", "replacement_id"),
        belongs_to("person", "officer_id"),
        Index("decommissioning_case_state", "partnership_id", "state"),
        Index("decommissioning_case_proposal", "partnership_id", "proposal_id"),
    )
    commission_id: str = Field(max_length=36)
    agreement_id: str | None = Field(default=None, max_length=36)
    state: str = Field(max_length=40)
    trigger: str = Field(max_length=80)
    cause: str = Field(max_length=200)
    because: str = ""
    """What opened it, as people say it."""
    way: str | None = Field(default=None, max_length=20)
    reason: str = ""
    """Why it went the way it did."""
    evidence: list[dict[str, Any]] = json(default=[])
    officer_id: str | None = Field(default=None, max_length=36)
    opened_on: dt.date = day()
    scope: str = ""
    """What would end: the service, or which part of it."""
    partial: bool = False
    """Whether only a part of the service would end: its commission then goes on."""
    continuity: dict[str, Any] | None = json(default=None)
    """`{"what", "who", "until"}`: what children get at once where the service broke off."""
    appraisal: dict[str, Any] | None = json(default=None)
    """`{"options", "users", "market", "support"}`: the options, and what each means for whom."""
    savings: dict[str, Any] | None = json(default=None)
    """Pence a year and what it would cost to end: `{"year", "cost", "budget"}`."""
    consultation: dict[str, Any] | None = json(default=None)
    """`{"from", "to", "whom", "views", "changed"}`, or `{"none", "advice"}`: why none is held."""
    proposal_id: str | None = Field(default=None, max_length=36)
    notice_on: dt.date | None = day(default=None)
    notice_ends_on: dt.date | None = day(default=None)
    notice_short: str = ""
    """Why notice is shorter than it should be."""
    notice_terms: str = ""
    """What the agreements themselves say of notice, where it is known."""
    transition: dict[str, Any] | None = json(default=None)
    """`{"staff", "premises", "contingency"}`: TUPE, leases, what happens if it goes wrong."""
    replacement_id: str | None = Field(default=None, max_length=36)
    no_replacement: str = ""
    """Why nothing follows it."""
    closed_on: dt.date | None = day(default=None)
    evaluated_on: dt.date | None = day(default=None)
    evaluation: dict[str, Any] | None = json(default=None)
    flags: list[dict[str, Any]] = json(default=[])


class TransferCount(Row, table=True):
    """How many children's cases are moved, counted on a day; belongs to the case's chain.

    Counts alone: no child is ever named here.
    """

    __tablename__ = "transfer_count"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("decommissioning_case", "case_id"),
        Index("transfer_count_case", "partnership_id", "case_id", "on_day"),
    )
    case_id: str = Field(max_length=36)
    on_day: dt.date = day()
    cases: int
    """Children whose cases have to move, in all."""
    moved: int
    at: dt.datetime = instant()

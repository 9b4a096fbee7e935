"""Commissions, their stages, evidence, principles, partners and agreements."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    day,
    instant,
    json,
    pence,
    unique,
)


class Commission(Subject, table=True):
    """A need and the service that meets it, on its way round the cycle.

    Title, lead and end date open it; imported ones may lack even those and say so in `flags`.
    `group_id` is shared by linked commissions, whose values count together. `value` is
    whole-life, in pence; None is unknown, never zero by guess.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "commission"
    __table_args__ = (
        unique("ref"),
        belongs_to("person", "lead_id"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("commission", "parent_id"),
        belongs_to("commission", "recommissioned_as_id"),
        Index("commission_group", "partnership_id", "group_id"),
        Index("commission_ocid", "partnership_id", "ocid"),
        Index("commission_reference", "partnership_id", text("length(ref)"), "ref"),
        Index("commission_title", "partnership_id", text("lower(title)"), "ref"),
        Index("commission_search", "partnership_id", "title", "lead_id", "id"),
        Index("commission_by_end", "partnership_id", "end_date", "ref"),
        Index("commission_by_value", "partnership_id", "value", "ref"),
        Index("commission_state", "partnership_id", "state", "ref"),
        Index("commission_lead", "partnership_id", "lead_id", "ref"),
        Index("commission_parent", "partnership_id", "parent_id"),
    )
    title: str
    state: str = Field(max_length=40)
    state_before_pause: str | None = Field(default=None, max_length=40)
    lead_id: str | None = Field(default=None, max_length=36)
    end_date: dt.date | None = day(default=None)
    organisation_id: str | None = Field(default=None, max_length=36)
    framework_key: str = Field(max_length=80)
    framework_version_id: str | None = Field(default=None, max_length=36)
    round: int = 1
    level: str | None = Field(default=None, max_length=40)
    mechanism: str | None = Field(default=None, max_length=40)
    regime: str | None = Field(default=None, max_length=40)
    need: str | None = None
    population: str | None = None
    outcomes: list[str] = json(default=[])
    value: int | None = pence(default=None)
    parent_id: str | None = Field(default=None, max_length=36)
    recommissioned_as_id: str | None = Field(default=None, max_length=36)
    group_id: str = Field(max_length=36)
    ocid: str | None = Field(default=None, max_length=200)
    facts: dict[str, Any] = json(default={})
    flags: list[dict[str, Any]] = json(default=[])
    risk_tier: str | None = Field(default=None, max_length=40)
    """How closely it is reviewed: a tier of the escalation policy's rhythm."""


class CommissionPartner(Row, table=True):
    """A partner in a commission and what it puts in, in pence."""

    __tablename__ = "commission_partner"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        belongs_to("organisation", "organisation_id"),
        unique("commission_id", "organisation_id"),
    )
    commission_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36, index=True)
    share: int | None = pence(default=None)


class StageProgress(Row, table=True):
    """One stage of one round of a commission."""

    __tablename__ = "stage_progress"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "stage"
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        unique("commission_id", "round", "stage"),
        Index("stage_at_work", "partnership_id", "stage", "state", "commission_id"),
    )
    commission_id: str = Field(max_length=36)
    round: int = 1
    stage: str = Field(max_length=80)
    state: str = Field(max_length=40)
    opened_on: dt.date | None = day(default=None)
    completed_on: dt.date | None = day(default=None)
    reopened_at: dt.datetime | None = instant(default=None)
    """When the work last came back to it: what was decided before does not pass its gate again."""


class Evidence(Row, table=True):
    """A document or statement that a gate or a decider needs. Files lie by digest."""

    retention: ClassVar[Retention] = Retention.FOUR_YEARS
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        belongs_to("proposal", "proposal_id"),
        belongs_to("person", "added_by_id"),
        Index("evidence_commission", "partnership_id", "commission_id"),
        Index("evidence_proposal", "partnership_id", "proposal_id"),
    )
    commission_id: str | None = Field(default=None, max_length=36)
    proposal_id: str | None = Field(default=None, max_length=36)
    round: int = 1
    kind: str = Field(max_length=80)
    title: str
    file: str | None = None
    digest: str | None = Field(default=None, max_length=64)
    size: int | None = None
    closed: str | None = Field(default=None, max_length=20)
    """`exempt` or `confidential` where the document is not open."""
    closed_paragraph: str | None = Field(default=None, max_length=40)
    closed_reason: str | None = None
    added_by_id: str | None = Field(default=None, max_length=36)
    added_at: dt.datetime = instant()
    withdrawn: bool = False


class PrincipleAnswer(Row, table=True):
    """How a commission answers a principle of its framework."""

    __tablename__ = "principle_answer"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("commission", "commission_id"),
        Index("principle_commission", "partnership_id", "commission_id"),
    )
    commission_id: str = Field(max_length=36)
    principle: str = Field(max_length=80)
    answer: str
    on_day: dt.date = day()


class Agreement(Subject, table=True):
    """What secures delivery: contract, call-off, grant, service level agreement, in-house."""

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "agreement"
    __table_args__ = (
        unique("ref"),
        belongs_to("commission", "commission_id"),
        belongs_to("organisation", "provider_id"),
        Index("agreement_commission", "partnership_id", "commission_id"),
        Index("agreement_end", "partnership_id", "ends_on"),
        Index("agreement_state", "partnership_id", "state", "ref"),
        Index("agreement_provider", "partnership_id", "provider_id", "commission_id"),
    )
    commission_id: str = Field(max_length=36)
    provider_id: str | None = Field(default=None, max_length=36)
    title: str
    kind: str = Field(default="contract", max_length=40)
    lot: str | None = None
    state: str = Field(max_length=40)
    value: int | None = pence(default=None)
    starts_on: dt.date | None = day(default=None)
    ends_on: dt.date | None = day(default=None)
    extensions: list[dict[str, Any]] = json(default=[])
    regime: str | None = Field(default=None, max_length=40)
    source_key: str | None = Field(default=None, max_length=200)
    flags: list[dict[str, Any]] = json(default=[])

"""The children and young people's plan: what partners committed to, and whether they kept it."""

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
    json,
    unique,
)


class Plan(Subject, table=True):
    """A plan for a period, and everything it states.

    `basis` is `statutory` or `voluntary`. `strategies` are those it informs and is informed by:
    `[{"key", "title", "way", "owner"}]`, `way` one of `informs`, `informed_by`, `both`. `outcomes`
    are local ones, beside those of the framework: `[{"key", "title"}]`. `rhythm` is how many months
    lie between the returns of a partner. `body_id` is the board whose plan it is; `proposal_id`
    the report that asks it to agree. `no_consultation` is the reason why nobody was asked.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    lifecycle: ClassVar[str | None] = "plan"
    __table_args__ = (
        unique("ref"),
        unique("key"),
        belongs_to("body", "body_id"),
        belongs_to("proposal", "proposal_id"),
        belongs_to("plan", "renewed_as_id"),
    )
    key: str = Field(max_length=80)
    title: str
    state: str = Field(max_length=40)
    basis: str = Field(max_length=20)
    body_id: str = Field(max_length=36)
    from_day: dt.date = day()
    to_day: dt.date = day()
    vision: str = ""
    needs: str = ""
    """The needs assessment it rests on."""
    strategies: list[dict[str, Any]] = json(default=[])
    outcomes: list[dict[str, Any]] = json(default=[])
    rhythm: int = 3
    consulted_from: dt.date | None = day(default=None)
    consulted_to: dt.date | None = day(default=None)
    changed: str = ""
    """What changed because of what consultees said."""
    held_outside: bool = False
    """Whether the consultation was recorded after it was held."""
    no_consultation: str = ""
    proposal_id: str | None = Field(default=None, max_length=36)
    board_agreed_on: dt.date | None = day(default=None)
    agreed_on: dt.date | None = day(default=None)
    published_on: dt.date | None = day(default=None)
    reviewed_on: dt.date | None = day(default=None)
    reviews: list[dict[str, Any]] = json(default=[])
    """What each yearly review found: `[{"on", "found"}]`."""
    renewed_as_id: str | None = Field(default=None, max_length=36)
    ended_on: dt.date | None = day(default=None)
    end_reason: str = ""


class PlanPart(Row, table=True):
    """One partner's part of a plan, and its consent to it; belongs to the plan's chain.

    There from a partner's first commitment on. A change of its part before the plan is agreed
    takes `consent_id` away: what a partner consented to is what stands.
    """

    __tablename__ = "plan_part"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        belongs_to("plan", "plan_id"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("consent", "consent_id"),
        unique("plan_id", "organisation_id"),
    )
    plan_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36)
    consent_id: str | None = Field(default=None, max_length=36)
    consented_on: dt.date | None = day(default=None)
    lost_on: dt.date | None = day(default=None)
    """When a consent was last taken away, because the part changed or people took it back."""
    refused_on: dt.date | None = day(default=None)
    refusal: str = ""
    """Why the partner refuses its part; empty once it consents."""


class PlanConsultee(Row, table=True):
    """Somebody who was asked about a plan, and what they said; belongs to the plan's chain.

    A group or an organisation, never a private person.
    """

    __tablename__ = "plan_consultee"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (belongs_to("plan", "plan_id"), unique("plan_id", "key"))
    plan_id: str = Field(max_length=36)
    key: str = Field(max_length=80)
    name: str
    asked_on: dt.date = day()
    answered_on: dt.date | None = day(default=None)
    said: str = ""


class Priority(Row, table=True):
    """What a plan wants to change, under an outcome; belongs to the plan's chain."""

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (belongs_to("plan", "plan_id"), unique("plan_id", "key"))
    plan_id: str = Field(max_length=36)
    key: str = Field(max_length=80)
    number: int
    title: str
    outcome: str = Field(max_length=80)
    why: str = ""
    dropped_on: dt.date | None = day(default=None)


class CommissioningPlan(Row, table=True):
    """A plan for one group of children, under priorities; belongs to the plan's chain.

    `priorities` are keys; `levels` say what each level of commissioning does for the group:
    `[{"level", "what"}]`.
    """

    __tablename__ = "commissioning_plan"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (belongs_to("plan", "plan_id"), unique("plan_id", "key"))
    plan_id: str = Field(max_length=36)
    key: str = Field(max_length=80)
    title: str
    for_group: str
    priorities: list[str] = json(default=[])
    levels: list[dict[str, Any]] = json(default=[])
    dropped_on: dt.date | None = day(default=None)


class CommissionPlace(Row, table=True):
    """Where a commission stands in a plan: a priority, a group's plan; in the plan's chain."""

    __tablename__ = "commission_place"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("plan", "plan_id"),
        belongs_to("commission", "commission_id"),
        belongs_to("priority", "priority_id"),
        belongs_to("commissioning_plan", "commissioning_plan_id"),
        Index("commission_place_plan", "partnership_id", "plan_id"),
        Index("commission_place_commission", "partnership_id", "commission_id"),
    )
    plan_id: str = Field(max_length=36)
    commission_id: str = Field(max_length=36)
    priority_id: str | None = Field(default=None, max_length=36)
    commissioning_plan_id: str | None = Field(default=None, max_length=36)
    from_day: dt.date = day()
    to_day: dt.date | None = day(default=None)


class Commitment(Row, table=True):
    """What one partner promised in a plan, by when; belongs to the plan's chain.

    `measure_id` is what it is measured by. `judgement` is the last return's word on it.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        belongs_to("plan", "plan_id"),
        belongs_to("priority", "priority_id"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("measure", "measure_id"),
        unique("plan_id", "number"),
        Index("commitment_partner", "partnership_id", "plan_id", "organisation_id"),
    )
    plan_id: str = Field(max_length=36)
    number: int
    priority_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36)
    what: str
    due_on: dt.date = day()
    measure_id: str | None = Field(default=None, max_length=36)
    judgement: str | None = Field(default=None, max_length=20)
    dropped_on: dt.date | None = day(default=None)
    drop_reason: str = ""


class MonitoringReturn(Subject, table=True):
    """What one partner reports on its commitments for one period of a plan."""

    __tablename__ = "monitoring_return"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "monitoring_return"
    __table_args__ = (
        unique("ref"),
        belongs_to("plan", "plan_id"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("person", "returned_by_id"),
        unique("plan_id", "organisation_id", "period_end"),
        Index("monitoring_return_due", "partnership_id", "state", "due_day"),
    )
    plan_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36)
    state: str = Field(max_length=40)
    period_start: dt.date = day()
    period_end: dt.date = day()
    due_day: dt.date = day()
    missed_on: dt.date | None = day(default=None)
    returned_on: dt.date | None = day(default=None)
    returned_by_id: str | None = Field(default=None, max_length=36)
    on_behalf: bool = False
    """Whether the secretary put it on file for the partner."""
    said: str = ""
    """What the partner says besides, of the period as a whole."""


class ReturnLine(Row, table=True):
    """What a return says of one commitment; belongs to the return's chain.

    `judgement` is `kept`, `partly_kept`, `not_kept` or `under_way`.
    """

    __tablename__ = "return_line"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("monitoring_return", "return_id"),
        belongs_to("commitment", "commitment_id"),
        belongs_to("person", "said_by_id"),
        unique("return_id", "commitment_id", "number"),
        Index("return_line_commitment", "partnership_id", "commitment_id"),
    )
    return_id: str = Field(max_length=36)
    commitment_id: str = Field(max_length=36)
    number: int = 1
    """A return that is corrected says it again; the last one stands."""
    judgement: str = Field(max_length=20)
    evidence: str
    said_on: dt.date = day()
    said_by_id: str | None = Field(default=None, max_length=36)
    reason: str = ""
    """Why it corrects the one before."""


class AnnualReport(Subject, table=True):
    """How far each partner kept its commitments in one year of a plan.

    `content` is what was put before the board, as assembled from the returns on `assembled_on`.
    """

    __tablename__ = "annual_report"
    retention: ClassVar[Retention] = Retention.PERMANENT
    lifecycle: ClassVar[str | None] = "annual_report"
    __table_args__ = (
        unique("ref"),
        unique("plan_id", "period_end"),
        belongs_to("plan", "plan_id"),
        belongs_to("proposal", "proposal_id"),
    )
    plan_id: str = Field(max_length=36)
    state: str = Field(max_length=40)
    period_start: dt.date = day()
    period_end: dt.date = day()
    due_day: dt.date = day()
    foreword: str = ""
    content: dict[str, Any] | None = json(default=None)
    assembled_on: dt.date | None = day(default=None)
    proposal_id: str | None = Field(default=None, max_length=36)
    published_on: dt.date | None = day(default=None)

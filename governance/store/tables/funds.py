"""Money that partners put together: funds, the agreements behind them, where it goes."""

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
    pence,
    unique,
)


class Fund(Subject, table=True):
    """A pooled fund, or budgets that are aligned.

    Each partner keeps control of what is `aligned`; what is `pooled` is held by the host under
    an agreement. `year_starts` is the month in which its year begins.
    """

    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        unique("ref"),
        unique("key"),
        belongs_to("organisation", "host_id"),
        belongs_to("person", "manager_id"),
    )
    key: str = Field(max_length=80)
    title: str
    kind: str = Field(max_length=20)
    host_id: str = Field(max_length=36)
    manager_id: str | None = Field(default=None, max_length=36)
    year_starts: int = 4
    closed_on: dt.date | None = day(default=None)


class FundPartner(Row, table=True):
    """A partner that puts money into a fund, from one day to another; in the fund's chain."""

    __tablename__ = "fund_partner"
    retention: ClassVar[Retention] = Retention.PERMANENT
    __table_args__ = (
        belongs_to("fund", "fund_id"),
        belongs_to("organisation", "organisation_id"),
        unique("fund_id", "organisation_id", "from_day"),
    )
    fund_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36)
    from_day: dt.date = day()
    to_day: dt.date | None = day(default=None)
    """The last day on which it is in."""


class PooledAgreement(Subject, table=True):
    """The agreement behind a fund, as written.

    `clauses` hold the text of (a) to (g) of SI 2000/617 regulation 7 by letter. `limits` are sums
    (pence) that nobody passes inside: `[{"decider", "up_to", "what"}]`. `permitted` are the kinds
    of spending it permits: `[{"key", "title"}]`. `overspend` and `underspend` say who bears and
    who gets what: `{"how", "parts": [{"partner", "share", "up_to"}], "up_to"}`, shares as exact
    fractions. `remedial_days`, `quarter_days` and `year_days` are days by which a remedial plan
    and the reports are due; None where it does not say.
    """

    __tablename__ = "pooled_agreement"
    retention: ClassVar[Retention] = Retention.PERMANENT
    lifecycle: ClassVar[str | None] = "pooled_agreement"
    __table_args__ = (
        unique("ref"),
        unique("fund_id", "number"),
        belongs_to("fund", "fund_id"),
        belongs_to("proposal", "proposal_id"),
        Index("pooled_agreement_ends", "partnership_id", "state", "ends_on"),
    )
    fund_id: str = Field(max_length=36)
    number: int = 1
    state: str = Field(max_length=40)
    title: str
    starts_on: dt.date | None = day(default=None)
    ends_on: dt.date | None = day(default=None)
    partners: list[str] = json(default=[])
    """Keys of the partners it names; those that are not in the fund enter when it begins."""
    clauses: dict[str, Any] = json(default={})
    permitted: list[dict[str, Any]] = json(default=[])
    limits: list[dict[str, Any]] = json(default=[])
    overspend: dict[str, Any] = json(default={})
    underspend: dict[str, Any] = json(default={})
    remedial_days: int | None = None
    quarter_days: int | None = None
    year_days: int | None = None
    proposal_id: str | None = Field(default=None, max_length=36)
    executed_on: dt.date | None = day(default=None)
    ended_on: dt.date | None = day(default=None)
    flags: list[dict[str, Any]] = json(default=[])


class Contribution(Row, table=True):
    """What a partner puts into a fund for a period; belongs to the fund's chain.

    What changes it is a further row with a reason; the sum of a period counts.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("fund", "fund_id"),
        belongs_to("organisation", "organisation_id"),
        Index("contribution_fund", "partnership_id", "fund_id", "period_start"),
    )
    fund_id: str = Field(max_length=36)
    organisation_id: str = Field(max_length=36)
    period_start: dt.date = day()
    period_end: dt.date = day()
    amount: int = pence()
    paid: bool = False
    """Whether it came in, or was agreed."""
    on_day: dt.date = day()
    reason: str = ""


class Allocation(Row, table=True):
    """Money of a fund set aside for something; belongs to the fund's chain.

    For a commission, one of its agreements, or a body that decides on it within `amount`.
    `permitted` is the key of what the agreement permits; None departs from it, by each partner's
    consent. `organisation_id` is whose part of an aligned fund it comes from. `decider` is who
    committed it. `released_on` is the day it was given back.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "allocation"
    __table_args__ = (
        belongs_to("fund", "fund_id"),
        belongs_to("commission", "commission_id"),
        belongs_to("agreement", "agreement_id"),
        belongs_to("body", "body_id"),
        belongs_to("allocation", "under_id"),
        belongs_to("organisation", "organisation_id"),
        belongs_to("proposal", "proposal_id"),
        unique("fund_id", "number"),
        Index("allocation_fund", "partnership_id", "fund_id", "period_start"),
        Index("allocation_commission", "partnership_id", "commission_id"),
    )
    fund_id: str = Field(max_length=36)
    number: int
    commission_id: str | None = Field(default=None, max_length=36)
    agreement_id: str | None = Field(default=None, max_length=36)
    body_id: str | None = Field(default=None, max_length=36)
    under_id: str | None = Field(default=None, max_length=36)
    """The allocation to a body out of which this one comes."""
    organisation_id: str | None = Field(default=None, max_length=36)
    decider: str | None = Field(default=None, max_length=80)
    ring_fenced: bool = False
    """What a body is given may go to nothing but what is said here."""
    proposal_id: str | None = Field(default=None, max_length=36)
    period_start: dt.date = day()
    period_end: dt.date = day()
    amount: int = pence()
    permitted: str | None = Field(default=None, max_length=80)
    state: str = Field(default="set_aside", max_length=40)
    on_day: dt.date = day()
    released_on: dt.date | None = day(default=None)
    reason: str = ""
    flags: list[dict[str, Any]] = json(default=[])


class FundReport(Row, table=True):
    """What the host tells the partners, quarter by quarter and for the year; in the fund's chain.

    `spent` is what was spent in the period, `forecast` what will have been by the year's end.
    The first of a period has number 1 and is there before it is reported; a correction is a
    further one with its reason, and the last counts.
    """

    __tablename__ = "fund_report"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("fund", "fund_id"),
        belongs_to("person", "reported_by_id"),
        unique("fund_id", "kind", "period_end", "number"),
        Index("fund_report_fund", "partnership_id", "fund_id", "period_end"),
    )
    fund_id: str = Field(max_length=36)
    kind: str = Field(max_length=10)
    """`quarter` or `year`."""
    number: int = 1
    period_start: dt.date = day()
    period_end: dt.date = day()
    due_day: dt.date = day()
    reported_on: dt.date | None = day(default=None)
    reported_by_id: str | None = Field(default=None, max_length=36)
    spent: int | None = pence(default=None)
    forecast: int | None = pence(default=None)
    said: str = ""
    reason: str = ""


class RemedialPlan(Row, table=True):
    """What is done about a fund that would overspend, by the agreement's clause.

    Belongs to the fund's chain.
    """

    __tablename__ = "remedial_plan"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("fund", "fund_id"),
        belongs_to("fund_report", "report_id"),
        unique("report_id"),
    )
    fund_id: str = Field(max_length=36)
    report_id: str = Field(max_length=36)
    over: int = pence()
    due_day: dt.date = day()
    given_on: dt.date | None = day(default=None)
    what: str = ""
    settled_on: dt.date | None = day(default=None)
    outcome: str = ""

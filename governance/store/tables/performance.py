"""How a service does: measures, what was observed, what is done where it falls short."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import (
    Retention,
    Row,
    Subject,
    belongs_to,
    day,
    instant,
    quantity,
    unique,
)


class Measure(Subject, table=True):
    """Something that is measured of a commission, or of what partners committed to.

    `question` is `how_much`, `how_well` or `better_off`; `direction` is `higher` or `lower`,
    whichever is better. Values are millionths of `unit`; `tolerance` too, or millionths of the
    target's hundredth part where `tolerance_percent`. `rating`, `reds` (how many of the latest
    periods in a row are red) and `latest_end` follow from the observations that stand.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        unique("ref"),
        belongs_to("commission", "commission_id"),
        Index("measure_commission", "partnership_id", "commission_id"),
        Index("measure_reds", "partnership_id", "reds"),
    )
    commission_id: str | None = Field(default=None, max_length=36)
    title: str
    question: str = Field(max_length=20)
    unit: str = Field(default="", max_length=40)
    direction: str = Field(max_length=10)
    baseline: int | None = quantity(default=None)
    baseline_on: dt.date | None = day(default=None)
    target: int | None = quantity(default=None)
    target_on: dt.date | None = day(default=None)
    tolerance: int | None = quantity(default=None)
    tolerance_percent: bool = True
    rhythm: str = Field(default="quarter", max_length=20)
    """The length of its periods: `month`, `quarter`, `half_year` or `year`."""
    ended_on: dt.date | None = day(default=None)
    rating: str | None = Field(default=None, max_length=10)
    reds: int = 0
    latest_end: dt.date | None = day(default=None)
    wants_action: bool = False
    """Whether the latest rating demands a corrective action, by the rule that gave it."""


class Observation(Row, table=True):
    """What was measured for one period; belongs to the measure's chain.

    A correction is another row for the same period: `number` is 1 for the first, and only the
    last `stands`; one that takes a value back without another has no `value` and does not stand.
    `rating` is green, amber, red, or None with `unrated` saying why not; `rule_id` is the version
    of the rule that gave it, and `target` and `tolerance` are those it was held against.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("measure", "measure_id"),
        belongs_to("person", "entered_by_id"),
        belongs_to("rulebook_version", "rule_id"),
        unique("measure_id", "period_end", "number"),
        Index("observation_standing", "partnership_id", "measure_id", "stands", "period_end"),
    )
    measure_id: str = Field(max_length=36)
    period_start: dt.date = day()
    period_end: dt.date = day()
    number: int = 1
    value: int | None = quantity(default=None)
    stands: bool = True
    source: str = ""
    """Where it came from: a file's name, or empty for one entered by hand."""
    reason: str = ""
    """Why it corrects the one before."""
    entered_by_id: str | None = Field(default=None, max_length=36)
    entered_at: dt.datetime = instant()
    rating: str | None = Field(default=None, max_length=10)
    unrated: str | None = Field(default=None, max_length=40)
    rule_id: str | None = Field(default=None, max_length=36)
    target: int | None = quantity(default=None)
    tolerance: int | None = quantity(default=None)
    tolerance_percent: bool = True


class Action(Row, table=True):
    """What somebody does so that a service gets better, by a day.

    Belongs to the chain of its measure (the corrective action that a red demands, for the period
    that ended on `period_end`) or of its improvement plan.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("measure", "measure_id"),
        belongs_to("improvement_plan", "improvement_plan_id"),
        belongs_to("person", "officer_id"),
        Index("action_measure", "partnership_id", "measure_id"),
        Index("action_plan", "partnership_id", "improvement_plan_id"),
    )
    measure_id: str | None = Field(default=None, max_length=36)
    number: int | None = None
    """Counts the actions of its measure, so that people can name one."""
    period_end: dt.date | None = day(default=None)
    improvement_plan_id: str | None = Field(default=None, max_length=36)
    what: str
    officer_id: str = Field(max_length=36)
    due_on: dt.date = day()
    done_on: dt.date | None = day(default=None)
    outcome: str = ""
    """What came of it, once it is done or given up."""
    given_up: bool = False


class ImprovementPlan(Subject, table=True):
    """Support and challenge: what a provider and the commissioner agree to do, and by when."""

    __tablename__ = "improvement_plan"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "improvement_plan"
    __table_args__ = (
        unique("ref"),
        belongs_to("commission", "commission_id"),
        belongs_to("decommissioning_case", "case_id"),
        belongs_to("review", "review_id"),
        belongs_to("person", "officer_id"),
        belongs_to("person", "settled_by_id"),
        Index("improvement_plan_commission", "partnership_id", "commission_id", "state"),
        Index("improvement_plan_case", "partnership_id", "case_id"),
    )
    commission_id: str = Field(max_length=36)
    case_id: str | None = Field(default=None, max_length=36)
    review_id: str | None = Field(default=None, max_length=36)
    """The review that found the service wanting, where one did."""
    title: str
    wanted: str = ""
    """What has to be so for it to be met."""
    state: str = Field(max_length=40)
    officer_id: str | None = Field(default=None, max_length=36)
    due_on: dt.date | None = day(default=None)
    raised_on: dt.date = day()
    agreed_on: dt.date | None = day(default=None)
    settled_on: dt.date | None = day(default=None)
    settled_by_id: str | None = Field(default=None, max_length=36)
    finding: str = ""
    """Why it was met, failed or withdrawn."""

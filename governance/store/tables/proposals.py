"""Proposals (people say reports), their steps, ballots, interests, notices and decisions."""

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


class Proposal(Subject, table=True):
    """A request for a decision.

    `answers` are the scheme's inputs the author gave; `case_facts` all inputs as frozen at
    submission, with how each was made. `live` is true while the value still counts against
    linked proposals. `path` is the decision path as drawn: groups of steps.
    """

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "proposal"
    __table_args__ = (
        unique("ref"),
        belongs_to("commission", "commission_id"),
        belongs_to("agreement", "agreement_id"),
        belongs_to("person", "author_id"),
        belongs_to("proposal", "parent_id"),
        belongs_to("rulebook_version", "scheme_version_id"),
        belongs_to("rulebook_version", "subject_version_id"),
        belongs_to("delegation", "delegation_id"),
        Index("proposal_group", "partnership_id", "group_id", "live"),
        Index("proposal_commission", "partnership_id", "commission_id"),
        Index("proposal_state", "partnership_id", "state"),
        Index("proposal_parent", "partnership_id", "parent_id"),
        Index("proposal_published", "partnership_id", "published_on", "ref"),
        Index("proposal_decider", "partnership_id", "decider", "published_on", "ref"),
        Index(
            "proposal_to_come",
            "partnership_id",
            "state",
            "decision_due",
            text("length(ref)"),
            "ref",
        ),
    )
    kind: str = Field(max_length=40)
    gate: str | None = Field(default=None, max_length=80)
    title: str
    recommendation: str = ""
    state: str = Field(max_length=40)
    outcome: str | None = Field(default=None, max_length=40)
    commission_id: str | None = Field(default=None, max_length=36)
    agreement_id: str | None = Field(default=None, max_length=36)
    subject_version_id: str | None = Field(default=None, max_length=36)
    parent_id: str | None = Field(default=None, max_length=36)
    organisation_id: str | None = Field(default=None, max_length=36)
    author_id: str | None = Field(default=None, max_length=36)
    group_id: str | None = Field(default=None, max_length=36)
    live: bool = False
    value: int | None = pence(default=None)
    round: int = 1
    details: dict[str, Any] = json(default={})
    """What takes effect if it is approved: the award's provider, the delegation's terms."""
    answers: dict[str, Any] = json(default={})
    case_facts: dict[str, Any] | None = json(default=None)
    scheme_key: str = Field(max_length=80)
    scheme_version_id: str | None = Field(default=None, max_length=36)
    rule: str | None = Field(default=None, max_length=80)
    decider: str | None = Field(default=None, max_length=80)
    path: list[Any] | None = json(default=None)
    procedure: dict[str, Any] | None = json(default=None)
    delegation_id: str | None = Field(default=None, max_length=36)
    path_changed: bool = False
    decision_due: dt.date | None = day(default=None)
    submitted_at: dt.datetime | None = instant(default=None)
    decided_on: dt.date | None = day(default=None)
    published_on: dt.date | None = day(default=None)
    effective_on: dt.date | None = day(default=None)
    flags: list[dict[str, Any]] = json(default=[])


class Step(Row, table=True):
    """One step of a proposal's decision path."""

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    lifecycle: ClassVar[str | None] = "step"
    __table_args__ = (
        belongs_to("proposal", "proposal_id"),
        belongs_to("person", "done_by_id"),
        unique("proposal_id", "draw", "place", "lane"),
        Index("step_waiting", "partnership_id", "decider", "state"),
    )
    proposal_id: str = Field(max_length=36)
    draw: int = 1
    """Which drawing of the path this step belongs to: a changed path is drawn anew."""
    place: int
    lane: int = 0
    kind: str = Field(max_length=20)
    decider: str = Field(max_length=80)
    method: str | None = Field(default=None, max_length=40)
    state: str = Field(max_length=40)
    view: str | None = None
    supports: bool | None = None
    done_on: dt.date | None = day(default=None)
    done_by_id: str | None = Field(default=None, max_length=36)


class Ballot(Row, table=True):
    """A vote cast on a proposal at one sitting; the last before closing counts."""

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("proposal", "proposal_id"),
        belongs_to("person", "person_id"),
        unique("proposal_id", "sitting", "person_id"),
    )
    proposal_id: str = Field(max_length=36)
    sitting: str = Field(max_length=36)
    """The meeting, or the proposal itself where the body decides between meetings."""
    person_id: str = Field(max_length=36)
    seat: str | None = Field(default=None, max_length=80)
    vote: str = Field(max_length=10)
    cast_at: dt.datetime = instant()


class Declaration(Row, table=True):
    """An interest declared on a proposal and its outcome."""

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("proposal", "proposal_id"),
        belongs_to("person", "person_id"),
        unique("proposal_id", "person_id"),
    )
    proposal_id: str = Field(max_length=36)
    person_id: str = Field(max_length=36, index=True)
    kind: str = Field(max_length=40)
    outcome: str = Field(max_length=40)
    dispensation: str | None = None
    settled_by_id: str | None = Field(default=None, max_length=36)
    declared_at: dt.datetime = instant()


class Decision(Row, table=True):
    """What was decided, verbatim, and how. `outside` where it was taken outside Vires."""

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("proposal", "proposal_id"),
        belongs_to("step", "step_id"),
        belongs_to("meeting", "meeting_id"),
        belongs_to("person", "taken_by_id"),
        Index("decision_proposal", "partnership_id", "proposal_id"),
    )
    proposal_id: str = Field(max_length=36)
    step_id: str | None = Field(default=None, max_length=36)
    meeting_id: str | None = Field(default=None, max_length=36)
    taken_by_id: str | None = Field(default=None, max_length=36)
    decider: str = Field(max_length=80)
    outcome: str = Field(max_length=40)
    how_taken: str = Field(max_length=40)
    verbatim: str
    reasons: str = ""
    alternatives: str = ""
    conflicts: list[dict[str, Any]] = json(default=[])
    count: dict[str, Any] | None = json(default=None)
    quorum: dict[str, Any] | None = json(default=None)
    on_day: dt.date = day()
    outside: bool = False
    irregular: list[dict[str, Any]] = json(default=[])


class Notice(Row, table=True):
    """A notice given about a proposal: forward plan, general exception, urgency, private."""

    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("proposal", "proposal_id"),
        Index("notice_proposal", "partnership_id", "proposal_id"),
    )
    proposal_id: str = Field(max_length=36)
    kind: str = Field(max_length=40)
    published_on: dt.date = day()
    content: dict[str, Any] = json(default={})
    agreed_by: str | None = None
    reasons: str = ""
    withdrawn: bool = False


class CallIn(Row, table=True):
    """A call-in of a decision and what came of it."""

    __tablename__ = "call_in"
    retention: ClassVar[Retention] = Retention.SIX_YEARS
    __table_args__ = (
        belongs_to("proposal", "proposal_id"),
        Index("call_in_proposal", "partnership_id", "proposal_id"),
    )
    proposal_id: str = Field(max_length=36)
    called_by: list[str] = json(default=[])
    grounds: str = ""
    called_at: dt.datetime = instant()
    outcome: str | None = Field(default=None, max_length=40)
    outcome_on: dt.date | None = day(default=None)

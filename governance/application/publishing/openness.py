"""From when a thing is public: one condition for each kind, asked by every list and page.

The law behind them: SI 2012/2089 regs 5 to 13 (notices, agendas, records of decisions), LGA 1972
ss.100A to 100E (agendas and reports of committees), SI 2014/2095 reg 7 (officers' decisions), and
the Local Government Transparency Code 2015 (contracts that were made).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import and_, bindparam, or_, select

from governance.application.proposals.partners import UNDECIDED
from governance.store.tables import TABLES

_proposal = TABLES["proposal"]
_notice = TABLES["notice"]
_item = TABLES["agenda_item"]
_meeting = TABLES["meeting"]
_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_plan = TABLES["plan"]
_annual = TABLES["annual_report"]

ANNOUNCES: Final = (
    "forward_plan",
    "general_exception",
    "special_urgency",
    "private_28",
    "private_5",
    "private_urgency",
)
"""Notices by which anybody is told of a decision to come."""

PRIVATE: Final = ("private_28", "private_5", "private_urgency")
"""Notices that a part of a meeting will be held without the public."""

ON_SHOW: Final = (
    "published",
    "supplement_published",
    "held",
    "adjourned",
    "resumed",
    "inquorate",
    "informal",
    "minutes_drafted",
    "signed",
)
"""States of a meeting whose agenda and reports are open to inspection."""

MADE: Final = (
    "signed",
    "mobilising",
    "in_force",
    "notice",
    "expired",
    "continuing",
    "regularised",
    "ended",
)
"""States of an agreement that was made; one only awarded could still come to nothing."""

BEFORE_ITS_CYCLE: Final = ("proposed", "withdrawn")
"""States of a commission that is an idea, or that never was more."""

SCHEDULE_12A: Final[Mapping[str, str]] = MappingProxyType(
    {str(n): f"public.paragraph.{n}" for n in range(1, 8)}
)
"""The code whose words say what each paragraph of Part 1 of Schedule 12A is about."""


def announced() -> Any:
    """That notice of a report was given, and not taken back."""
    return (
        select(_notice.c.id)
        .where(
            _notice.c.partnership_id == _proposal.c.partnership_id,
            _notice.c.proposal_id == _proposal.c.id,
            _notice.c.kind.in_(ANNOUNCES),
            _notice.c.withdrawn.is_(False),
            _notice.c.published_on <= bindparam("today"),
        )
        .exists()
    )


def _listings() -> Any:
    """Meetings and their items, where the agenda is open to inspection."""
    return (
        select(_meeting.c.id, _meeting.c.ref, _meeting.c.agenda_published_on)
        .select_from(_item)
        .join(
            _meeting,
            and_(
                _meeting.c.partnership_id == _item.c.partnership_id,
                _meeting.c.id == _item.c.meeting_id,
            ),
        )
        .where(
            _item.c.state.in_(("listed", "taken", "decided")),
            _meeting.c.state.in_(ON_SHOW),
            _meeting.c.agenda_published_on <= bindparam("today"),
        )
    )


def on_a_published_agenda() -> Any:
    """That a report stands, or stood, on an agenda that is open to inspection."""
    return (
        _listings()
        .where(
            _item.c.partnership_id == _proposal.c.partnership_id,
            _item.c.proposal_id == _proposal.c.id,
        )
        .exists()
    )


def shown_listings() -> Any:
    """The meetings (id, reference, day of publication) on whose open agendas a report is."""
    return _listings().where(
        _item.c.partnership_id == bindparam("partnership"),
        _item.c.proposal_id == bindparam("proposal"),
    )


def decided_openly() -> Any:
    """That the decision on a report is published."""
    return and_(_proposal.c.decided_on.is_not(None), _proposal.c.published_on <= bindparam("today"))


def to_come() -> Any:
    """That a report is undecided, and announced or on a published agenda."""
    return and_(_proposal.c.state.in_(UNDECIDED), announced_openly())


def announced_openly() -> Any:
    """That anybody may know of a report: notice of it was given, or its agenda is open."""
    return or_(announced(), on_a_published_agenda())


def commission_open() -> Any:
    """That a commission is on the public register: it is, or was, in its cycle."""
    before = _commission.c.state_before_pause
    return and_(
        _commission.c.state.not_in(BEFORE_ITS_CYCLE),
        or_(
            _commission.c.state != "paused",
            before.is_(None),
            before.not_in(BEFORE_ITS_CYCLE),
        ),
    )


def agreement_open() -> Any:
    """That an agreement is public: it was made, for a commission on the public register."""
    return and_(_agreement.c.state.in_(MADE), commission_open())


def plan_open() -> Any:
    """That a plan was published."""
    return _plan.c.published_on <= bindparam("today")


def annual_open() -> Any:
    """That an annual report was published."""
    return and_(_annual.c.state == "published", _annual.c.published_on <= bindparam("today"))

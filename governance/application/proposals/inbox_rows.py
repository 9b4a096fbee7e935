"""What the inbox asks of the store: each statement takes in only what waits for who asks.

What is filtered here is not filtered after the cut: sixty rows are sixty that are wanted.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Boolean, Integer, and_, bindparam, exists, func, or_, select

from governance.application.proposals.deciding import IN_SESSION
from governance.application.proposals.powers import PROPER_OFFICER
from governance.application.proposals.taking_part import ASKED
from governance.application.proposals.turns import DECIDING, OVER
from governance.store.lists import belongs, by_reference, in_list
from governance.store.tables import TABLES

MOST: Final = 60
"""Reports that are shown of one statement; each reads one more, to know whether there are more."""

WITH_OFFICER: Final = ("with_officer", "before_decider")
"""States of a report that an officer has before them, where no meeting has it."""

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_step = TABLES["step"]
_message = TABLES["message"]
_item = TABLES["agenda_item"]
_meeting = TABLES["meeting"]
_ballot = TABLES["ballot"]
_consent = TABLES["consent"]
_appointment = TABLES["appointment"]
_body = TABLES["body"]
_here: Any = bindparam("partnership")

_WHAT = (
    _proposal.c.id,
    _proposal.c.ref,
    _proposal.c.title,
    _proposal.c.kind,
    _proposal.c.state,
    _proposal.c.outcome,
    _proposal.c.value,
    _proposal.c.decider,
    _proposal.c.decision_due,
    _proposal.c.path_changed,
    _commission.c.ref.label("commission"),
)


def _reports(*more: Any, source: Any = _proposal) -> Any:
    """Reports with the commission each is about, those that are due first at the front."""
    due = _proposal.c.decision_due
    return (
        select(*_WHAT, *more)
        .select_from(
            source.outerjoin(_commission, belongs(_proposal, "commission_id", _commission))
        )
        .where(_proposal.c.partnership_id == _here)
        .order_by(due.is_(None), due, *by_reference(_proposal.c.ref))
        .limit(bindparam("most", type_=Integer))
    )


_TO_SAY: Final = ("clear", "consult", "recommend")
"""Kinds of step in which an officer says something; a body's part is taken at a meeting."""

_IN_SESSION: Final = tuple(sorted(IN_SESSION))
_WITH_STEP: Any = _step.join(_proposal, belongs(_step, "proposal_id", _proposal))


def _open_steps(*more: Any) -> Any:
    """Reports with an open step of their path."""
    asked = _step.c.decider.label("asked")
    found = _reports(_step.c.kind.label("asks"), asked, _step.c.method, source=_WITH_STEP)
    return found.where(_step.c.partnership_id == _here, _step.c.state == "open", *more)


def _handed_last() -> Any:
    """The message that told of the last handing over of a report to an officer."""
    return (
        select(func.max(_message.c.id))
        .where(
            _message.c.partnership_id == _proposal.c.partnership_id,
            _message.c.subject_id == _proposal.c.id,
            _message.c.template == "decision_wanted",
            _message.c.origin_id.is_(None),
        )
        .correlate(_proposal)
        .scalar_subquery()
    )


def _on_an_agenda(*more: Any) -> Any:
    """That a report is listed at a meeting."""
    at = _item.join(_meeting, belongs(_item, "meeting_id", _meeting)).join(
        _body, belongs(_meeting, "body_id", _body)
    )
    return exists(
        select(_item.c.id)
        .select_from(at)
        .where(
            _item.c.partnership_id == _proposal.c.partnership_id,
            _item.c.proposal_id == _proposal.c.id,
            _item.c.state == "listed",
            *more,
        )
        .correlate(_proposal, _step)
    )


_HANDED_ELSEWHERE = exists(
    select(_message.c.id)
    .where(
        _message.c.partnership_id == _proposal.c.partnership_id,
        _message.c.id == _handed_last(),
        ~in_list(_message.c.recipient, "keys"),
    )
    .correlate(_proposal)
)

SAID_BY_OFFICE = _open_steps(
    in_list(_step.c.decider, "keys"),
    _step.c.kind.in_(_TO_SAY),
    _proposal.c.state.in_(ASKED),
)
"""What an office (`keys`) is asked to say."""

DECIDED_BY_OFFICE = _open_steps(
    in_list(_step.c.decider, "keys"),
    _step.c.kind.in_(sorted(DECIDING.difference(_TO_SAY))),
    _proposal.c.state.in_(WITH_OFFICER),
    ~_on_an_agenda(),
    ~_HANDED_ELSEWHERE,
)
"""What an office (`keys`) has before it by the rule and has not been handed to another."""

HANDED = _reports(
    source=_proposal.join(
        _message,
        (_message.c.partnership_id == _proposal.c.partnership_id)
        & (_message.c.subject_id == _proposal.c.id),
    ),
).where(
    _proposal.c.state.in_(WITH_OFFICER),
    _message.c.id == _handed_last(),
    in_list(_message.c.recipient, "keys"),
    ~_on_an_agenda(),
)
"""What was handed to an office (`keys`) last."""

_VOTED_THERE = exists(
    select(_ballot.c.id)
    .where(
        _ballot.c.partnership_id == _proposal.c.partnership_id,
        _ballot.c.proposal_id == _proposal.c.id,
        _ballot.c.sitting == _meeting.c.id,
        _ballot.c.person_id == bindparam("person"),
    )
    .correlate(_proposal, _meeting)
)
AT_BODY = _open_steps(
    in_list(_step.c.decider, "keys"),
    _step.c.kind.in_(sorted(DECIDING)),
    or_(
        and_(
            _proposal.c.state == "on_agenda",
            _on_an_agenda(_body.c.key == _step.c.decider),
        ),
        and_(
            _proposal.c.state == "before_decider",
            in_list(_step.c.decider, "member_of"),
            _on_an_agenda(
                _body.c.key == _step.c.decider,
                _meeting.c.state.in_(_IN_SESSION),
                ~_VOTED_THERE,
            ),
        ),
    ),
)
"""What is to be read or voted on at a body: one of `keys`, and to vote one of `member_of`."""

_SIGNED = (
    select(func.count())
    .where(
        _consent.c.partnership_id == _proposal.c.partnership_id,
        _consent.c.subject_id == _proposal.c.id,
        in_list(_consent.c.organisation_id, "partners"),
    )
    .correlate(_proposal)
    .scalar_subquery()
)
TO_SIGN = _open_steps(
    in_list(_step.c.decider, "keys"),
    _step.c.kind.in_(sorted(DECIDING)),
    _proposal.c.state.in_(ASKED),
    bindparam("wanted", type_=Integer) > _SIGNED,
)
"""What bodies (`keys`) have before them that not all `wanted` of `partners` (ids) signed."""

_NOT_CLEARED = exists(
    select(_step.c.id)
    .where(
        _step.c.partnership_id == _proposal.c.partnership_id,
        _step.c.proposal_id == _proposal.c.id,
        _step.c.kind == "clear",
        _step.c.state.not_in(sorted(OVER)),
    )
    .correlate(_proposal)
)
ALL_CLEARED = _reports().where(_proposal.c.state == "in_clearance", ~_NOT_CLEARED)
"""What everybody has cleared and nobody has noted so."""


def _keyed(table: Any) -> Any:
    return exists(
        select(table.c.id)
        .where(table.c.partnership_id == _here, table.c.key == _step.c.decider)
        .correlate(_step)
    )


_READY: Final = ("cleared", "sent_to_higher")
"""States in which a report is ready to be brought to whoever decides."""

TO_PLACE = _open_steps(
    _step.c.kind.in_(sorted(DECIDING)),
    or_(
        _proposal.c.state.in_(_READY),
        and_(
            _proposal.c.state == "with_officer",
            _proposal.c.path_changed.is_(True),
            ~_on_an_agenda(),
        ),
    ),
    _keyed(_body),
)
"""What is ready for an agenda of the body that decides, or lies with an officer since its path was
drawn anew: that may be one who still decides (see `inbox`)."""

TO_HAND = _open_steps(
    _step.c.kind.in_(sorted(DECIDING.difference(_TO_SAY))),
    _proposal.c.state.in_(_READY),
    or_(_step.c.decider == PROPER_OFFICER, _keyed(TABLES["office"])),
    or_(
        _proposal.c.author_id == bindparam("person"),
        _commission.c.lead_id == bindparam("person"),
        bindparam("secretary", type_=Boolean),
    ),
)
"""What is ready for the officer who decides, of what the actor may hand over."""

LAST_HANDED = (
    select(_message.c.subject_id, _message.c.recipient)
    .where(
        _message.c.partnership_id == _here,
        _message.c.template == "decision_wanted",
        _message.c.origin_id.is_(None),
        in_list(_message.c.subject_id, "reports"),
    )
    .order_by(_message.c.id)
)
LISTED = (
    select(
        _item.c.proposal_id,
        _meeting.c.id,
        _meeting.c.ref,
        _meeting.c.on_day,
        _meeting.c.state,
        _body.c.key.label("body"),
    )
    .join(_meeting, belongs(_item, "meeting_id", _meeting))
    .join(_body, belongs(_meeting, "body_id", _body))
    .where(
        _item.c.partnership_id == _here,
        _item.c.state == "listed",
        in_list(_item.c.proposal_id, "reports"),
    )
)
VOTED = select(_ballot.c.proposal_id, _ballot.c.sitting).where(
    _ballot.c.partnership_id == _here,
    _ballot.c.person_id == bindparam("person"),
    in_list(_ballot.c.proposal_id, "reports"),
)
CONSENTED = select(_consent.c.subject_id, _consent.c.organisation_id).where(
    _consent.c.partnership_id == _here, in_list(_consent.c.subject_id, "reports")
)
SEATS = (
    select(
        _body.c.key,
        _body.c.terms_key,
        _appointment.c.seat,
        _appointment.c.person_id,
        _appointment.c.substitute_ids,
    )
    .join(_body, belongs(_appointment, "body_id", _body))
    .where(
        _appointment.c.partnership_id == _here,
        _appointment.c.from_day <= bindparam("day"),
        _appointment.c.to_day.is_(None) | (_appointment.c.to_day >= bindparam("day")),
    )
    .order_by(_body.c.key, _appointment.c.seat)
)
AGAIN = _reports().where(_proposal.c.state == "reconsidered", in_list(_proposal.c.decider, "keys"))
CALLED_IN = _reports().where(_proposal.c.state.in_(("called_in", "before_scrutiny")))
MINE = _reports().where(
    _proposal.c.author_id == bindparam("person"),
    _proposal.c.parent_id.is_(None),
    _proposal.c.state.in_(("draft", "decided")),
    (_proposal.c.state == "draft")
    | ((_proposal.c.state == "decided") & _proposal.c.outcome.in_(("referred_back", "deferred"))),
)

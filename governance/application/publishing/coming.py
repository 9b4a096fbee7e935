"""Decisions to come: what was announced, by whom it will be taken, and when.

What is shown is what the notice or the agenda said, never the report as it is being written.
SI 2012/2089 reg 9 says what a notice must state, LGA 1972 s.100B and reg 7 when agendas are open
to inspection.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Date, and_, bindparam, select, tuple_, union_all

from governance.application.bodies.facts import BodyFacts, OfficeFacts, decider
from governance.application.desk import Desk
from governance.application.proposals.partners import UNDECIDED
from governance.application.proposals.powers import titles
from governance.application.publishing.documents import behind
from governance.application.publishing.openness import (
    ANNOUNCES,
    ON_SHOW,
    PRIVATE,
    announced_openly,
    commission_open,
    to_come,
)
from governance.application.publishing.paging import (
    MOST,
    Listed,
    beyond,
    day_and_ref,
    mark,
    order,
    page_of,
    read_mark,
)
from governance.domain.errors import Unusable
from governance.store.lists import by_reference, in_list
from governance.store.tables import TABLES

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_notice = TABLES["notice"]
_item = TABLES["agenda_item"]
_meeting = TABLES["meeting"]
_body = TABLES["body"]
_here: Any = bindparam("partnership")

_ABOUT = and_(
    _commission.c.partnership_id == _proposal.c.partnership_id,
    _commission.c.id == _proposal.c.commission_id,
    commission_open(),
)
COLUMNS: Final = (
    _proposal,
    _commission.c.ref.label("commission_ref"),
    _commission.c.title.label("commission_title"),
)
"""A report, and its commission where that is on the public register."""

_COMING = (
    select(*COLUMNS)
    .outerjoin(_commission, _ABOUT)
    .where(_proposal.c.partnership_id == _here, to_come())
)
_DAYS = (_proposal.c.decision_due, _proposal.c.ref)


def _first_of(state: str, *, dated: bool) -> Any:
    """The first reports to come in a state after the mark: those with a day, or those without.

    An index has them in this order; whether each was announced is asked one by one.
    """
    due, ref = _DAYS
    after = (
        # Said twice, for databases that find only the day of it in an index.
        (due >= bindparam("mark_day", type_=Date), tuple_(due, *by_reference(ref)) > mark())
        if dated
        else (due.is_(None), beyond(*_DAYS))
    )
    found = (
        select(_proposal.c.id, *_DAYS)
        .where(_proposal.c.partnership_id == _here, _proposal.c.state == state, announced_openly())
        .where(*after)
        .order_by(due, *by_reference(ref))
        .limit(MOST + 1)
    )
    return select(found.subquery())


_FIRST = union_all(
    *(_first_of(state, dated=dated) for state in UNDECIDED for dated in (True, False))
).subquery()
_PAGE = (
    select(*COLUMNS)
    .select_from(_FIRST)
    .join(
        _proposal,
        and_(_proposal.c.partnership_id == _here, _proposal.c.id == _FIRST.c.id),
    )
    .outerjoin(_commission, _ABOUT)
    .order_by(*order(*_DAYS))
    .limit(MOST + 1)
)
_ONE = _COMING.where(_proposal.c.ref == bindparam("ref"))
_OF_COMMISSION = (
    _COMING.where(_proposal.c.commission_id == bindparam("commission"))
    .order_by(*order(*_DAYS))
    .limit(MOST)
)
_NOTICES = (
    select(_notice)
    .where(
        _notice.c.partnership_id == _here,
        in_list(_notice.c.proposal_id, "proposals"),
        _notice.c.kind.in_(ANNOUNCES),
        _notice.c.withdrawn.is_(False),
        _notice.c.published_on <= bindparam("today"),
    )
    .order_by(_notice.c.published_on, _notice.c.id)
)
_AGENDAS = (
    select(
        _item.c.proposal_id,
        _item.c.title,
        _item.c.late_reason,
        _meeting.c.ref,
        _meeting.c.on_day,
        _meeting.c.starts_at,
        _meeting.c.place,
        _body.c.key.label("body"),
        _body.c.name.label("body_name"),
    )
    .join(
        _meeting,
        and_(
            _meeting.c.partnership_id == _item.c.partnership_id,
            _meeting.c.id == _item.c.meeting_id,
        ),
    )
    .join(
        _body,
        and_(_body.c.partnership_id == _meeting.c.partnership_id, _body.c.id == _meeting.c.body_id),
    )
    .where(
        _item.c.partnership_id == _here,
        in_list(_item.c.proposal_id, "proposals"),
        _item.c.state == "listed",
        _meeting.c.state.in_(ON_SHOW),
        _meeting.c.agenda_published_on <= bindparam("today"),
    )
    .order_by(_meeting.c.on_day, _item.c.id)
)


_BEGINNING: Final = {"mark_day": dt.date.min, "mark_ref": ""}
"""The mark that every report comes after."""


def coming(desk: Desk, *, after: str = "") -> Listed:
    """A page of decisions to come, the next one first, those without a day last.

    Raises `Unusable` for a mark that is none.
    """
    place = read_mark(after) if after else _BEGINNING
    rows = desk.all(_PAGE, today=desk.today, **place)
    told = Announced(desk, rows[:MOST])
    return page_of(rows, lambda row: day_and_ref(row.decision_due, row.ref), told.line)


def coming_on(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The decisions to come on one commission, by its id."""
    rows = desk.all(_OF_COMMISSION, commission=commission_id, today=desk.today)
    told = Announced(desk, rows)
    return [told.line(row) for row in rows]


def coming_one(desk: Desk, ref: str) -> dict[str, Any] | None:
    """The notice of one decision to come; None where there is none such for anybody to see."""
    row = desk.first(_ONE, ref=ref, today=desk.today)
    if row is None:
        return None
    told = Announced(desk, [row])
    line = told.line(row)
    on_show = line["meeting"] is not None
    return {
        **line,
        "decider": _decider(desk, line["decider"]["key"], line["decider"]["title"]),
        "notices": [_notice_plain(one) for one in told.notices.get(row.id, ())],
        "papers": behind(desk, row) if on_show else {"open": [], "closed": []},
    }


class Announced:
    """What was announced of some reports: their notices and agendas, read once for all."""

    def __init__(self, desk: Desk, rows: Iterable[Any]) -> None:
        rows = list(rows)
        ids = sorted(row.id for row in rows)
        self.notices = _by_report(desk.all(_NOTICES, proposals=ids, today=desk.today))
        self.agendas = _by_report(desk.all(_AGENDAS, proposals=ids, today=desk.today))
        self._desk = desk
        keys = {self._key(row) for row in rows} - {None}
        self.titles = titles(desk, None, {str(key) for key in keys})

    def line(self, row: Any) -> dict[str, Any]:
        """One report as a list shows it."""
        notices = self.notices.get(row.id, [])
        agenda = self.agendas.get(row.id, [])
        said = self._said(row)
        meeting = agenda[-1] if agenda else None
        key = self._key(row)
        return {
            "ref": row.ref,
            "matter": said.get("matter") or (meeting.title if meeting else row.ref),
            "kind": row.kind,
            "decider": {"key": key, "title": self.titles.get(key or "", "")},
            "on": meeting.on_day if meeting else _day(said.get("date")),
            "key_decision": any(n.kind == "forward_plan" for n in notices),
            "private": [n.reasons for n in notices if n.kind in PRIVATE],
            "announced_on": min((n.published_on for n in notices), default=None),
            "documents": list(said.get("documents") or ()),
            "meeting": None if meeting is None else _meeting_plain(self._desk, meeting),
            "commission": commission_plain(row),
        }

    def _said(self, row: Any) -> Mapping[str, Any]:
        """What the latest notice of the forward plan said; else the latest of any kind."""
        notices = self.notices.get(row.id, [])
        planned = [n for n in notices if n.kind == "forward_plan"] or notices
        return planned[-1].content if planned else {}

    def _key(self, row: Any) -> str | None:
        agenda = self.agendas.get(row.id, [])
        said = self._said(row).get("decider")
        return str(said) if said else (agenda[-1].body if agenda else None)


def commission_plain(row: Any) -> dict[str, Any] | None:
    """The commission of a report, where it is on the public register."""
    if row.commission_ref is None:
        return None
    return {"ref": row.commission_ref, "title": row.commission_title}


def _by_report(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.proposal_id, []).append(row)
    return found


def _day(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def _notice_plain(row: Any) -> dict[str, Any]:
    # Whoever agreed to urgency is not named: that the agreement was given is what must be said.
    return {
        "kind": row.kind,
        "on": row.published_on,
        "reasons": row.reasons,
        "agreed": row.agreed_by is not None,
    }


def _meeting_plain(desk: Desk, row: Any) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "body": row.body_name,
        "on": row.on_day,
        "starts_at": desk.local(row.starts_at) if row.starts_at is not None else None,
        "place": row.place,
        "late": row.late_reason,
    }


def _decider(desk: Desk, key: str | None, title: str) -> dict[str, Any]:
    """Who will decide: the body with its members, or whoever holds the office (reg 9(1)(c))."""
    named: list[str] = []
    if key is not None:
        try:
            facts = decider(desk, key, desk.today)
        except Unusable:
            facts = None
        if isinstance(facts, BodyFacts):
            named = [held.person.name for held in facts.current]
        elif isinstance(facts, OfficeFacts):
            named = [person.name for person in facts.holders]
    return {"key": key, "title": title, "members": list(dict.fromkeys(named))}

"""What goes out for ModernGov: the forward plan, agendas and decisions, as it names them.

Only what anybody may see, by the conditions of the public pages: what is exempt is said to be
there and why it is closed, and nothing of what is in it. Agendas that are not published yet are
for the secretary who asks for them. Numbers are our references, so they stay the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.adapters.moderngov import Mapping as Reading
from governance.adapters.moderngov.mapping import CANCELLED, STANDS
from governance.adapters.moderngov.writing import (
    DECISION,
    ITEM,
    PLAN,
    Tree,
    csv_list,
    day,
    flag,
    hour,
    xml_agendas,
    xml_list,
    yes_no,
)
from governance.application.desk import Desk
from governance.application.meetings.queries import agenda, meetings
from governance.application.permissions import must_be
from governance.application.publishing.coming import coming, coming_one
from governance.application.publishing.decisions import decided
from governance.application.publishing.documents import behind, why_closed
from governance.application.publishing.openness import ON_SHOW, PRIVATE
from governance.application.publishing.stated import stated
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission

FORWARD_PLAN, AGENDA, DECISIONS = "forward-plan", "agenda", "decisions"
KINDS: Final = (FORWARD_PLAN, AGENDA, DECISIONS)
FORMATS: Final = ("csv", "xml")
PAGE: Final = 25
"""Meetings read at one desk; what was read is forgotten with it."""

Look = Callable[[], AbstractContextManager[Desk]]
"""Opens a desk for a question. A long list is read at several, so that none grows with it."""

_URGENT: Final = ("general_exception", "special_urgency")
_NOT_YET: Final = "For Determination"
"""The status of what is to be decided, as ModernGov writes it."""

_notice = TABLES["notice"]
_PRIVATE: Final = select(_notice.c.proposal_id, _notice.c.content).where(
    _notice.c.partnership_id == bindparam("partnership"),
    in_list(_notice.c.proposal_id, "proposals"),
    _notice.c.kind.in_(PRIVATE),
    _notice.c.withdrawn.is_(False),
)


def export(
    look: Look,
    mapping: Reading,
    *,
    kind: str,
    form: str = "csv",
    body: str | None = None,
    from_day: dt.date | None = None,
    to_day: dt.date | None = None,
    unpublished: bool = False,
) -> Iterator[bytes]:
    """A file in pieces. `body` is the key of a body or an office; every one without it.

    The days limit agendas, and decisions by their publication. Raises `Unusable` for a name
    nobody knows, `GuardRefused` for who may not see agendas that are not published.
    """
    if kind not in KINDS:
        told = {"text": kind[:40], "known": [*KINDS], "nearest": nearest(kind, KINDS)}
        raise Unusable.one("moderngov.what_unknown", **told)
    if form not in FORMATS:
        raise Unusable.one("moderngov.format_unknown", text=form[:40], known=[*FORMATS])
    with look() as desk:
        key = None if body is None else _decider(desk, body, meets=kind == AGENDA)
        if unpublished:
            must_be(desk, Permission.SECRETARY)
    if kind == AGENDA:
        found = _agendas(look, mapping, key, from_day, to_day, unpublished=unpublished)
        if form == "xml":
            return xml_agendas(_by_committee(found))
        return csv_list(ITEM, _items(found))
    rows = _plan(look, key)
    labels: Sequence[str] = PLAN
    names = ("forwardplan", "planitem")
    if kind == DECISIONS:
        rows = _decisions(look, mapping, key, from_day, to_day)
        labels, names = DECISION, ("decisions", "decision")
    return csv_list(labels, rows) if form == "csv" else xml_list(*names, labels, rows)


def _decider(desk: Desk, name: str, *, meets: bool) -> str:
    """The key of a body, or of an office where none has to meet."""
    try:
        return str(desk.row("body", name).key)
    except Unusable:
        if meets:
            raise
        return str(desk.row("office", name).key)


# --- the forward plan


def _plan(look: Look, body: str | None) -> Iterator[Mapping[str, str]]:
    after = ""
    while True:
        with look() as desk:
            page = coming(desk, after=after)
            found = [
                coming_one(desk, line["ref"])
                for line in page.rows
                if body is None or line["decider"]["key"] == body
            ]
        yield from (_planned(one) for one in found if one is not None)
        if page.after is None:
            return
        after = page.after


def _planned(one: Mapping[str, Any]) -> Mapping[str, str]:
    urgent = [n["reasons"] for n in one["notices"] if n["kind"] in _URGENT and n["reasons"]]
    meeting = one["meeting"]
    return dict(
        zip(
            PLAN,
            (
                one["ref"],
                one["matter"],
                one["decider"]["title"],
                _NOT_YET,
                yes_no(one["key_decision"]),
                day(one["on"]),
                day(one["announced_on"]),
                " ".join(urgent),
                _restriction(one),
                "; ".join(str(name) for name in one["documents"]),
                "" if meeting is None else f"{day(meeting['on'])} - {meeting['body']}",
            ),
            strict=True,
        )
    )


def _restriction(one: Mapping[str, Any]) -> str:
    """Whether it will be taken in private, and why, as the notice of it says."""
    if not one["private"]:
        return "Open"
    return " - ".join(("Exempt", *(reason for reason in one["private"] if reason)))


# --- decisions


def _decisions(
    look: Look,
    mapping: Reading,
    body: str | None,
    from_day: dt.date | None,
    to_day: dt.date | None,
) -> Iterator[Mapping[str, str]]:
    """The latest first, as the public list has them."""
    after = ""
    while True:
        with look() as desk:
            page = decided(desk, decided_by=body or "", since=from_day, after=after)
            refs = [
                line["ref"]
                for line in page.rows
                if to_day is None or line["published_on"] <= to_day
            ]
            found = [stated(desk, ref) for ref in refs]
        yield from (_decision(one, mapping) for one in found if one is not None)
        if page.after is None:
            return
        after = page.after


def _decision(told: Mapping[str, Any], mapping: Reading) -> Mapping[str, str]:
    last = told["decisions"][-1] if told["decisions"] else None
    interests = [] if last is None else [_interest(one) for one in last["conflicts"]]
    return dict(
        zip(
            DECISION,
            (
                told["ref"],
                told["title"],
                told["decider"],
                mapping.written.get(told["outcome"], words.term(told["outcome"])),
                yes_no(told["key_decision"]),
                yes_no(told["call_in"] is not None),
                "" if last is None else last["verbatim"],
                "" if last is None else last["reasons"],
                "" if last is None else last["alternatives"],
                "; ".join(interests),
                day(told["published_on"]),
                day(told["decided_on"]),
                day(told["effective_on"]),
            ),
            strict=True,
        )
    )


def _interest(one: Mapping[str, Any]) -> str:
    kind = words.term(one["kind"] or "declared")
    return f"{one['name']}: {kind}"


# --- agendas


class _Agenda:
    """A meeting with its items, ready to be written."""

    def __init__(self, committee: tuple[str, str], meeting: dict[str, str]) -> None:
        self.committee = committee
        self.meeting = meeting
        self.published = False
        self.items: list[tuple[dict[str, str], list[Tree]]] = []

    @property
    def tree(self) -> Tree:
        """As the web service answers for one meeting."""
        items = [
            ("agendaitem", [*item.items(), ("linkeddocuments", _docs(docs))])
            for item, docs in self.items
        ]
        published = ("agendapublished", flag(self.published))
        return [*self.meeting.items(), published, ("agendaitems", items)]


def _docs(docs: Sequence[Tree]) -> Tree:
    return [("linkeddoc", one) for one in docs]


def _agendas(
    look: Look,
    mapping: Reading,
    body: str | None,
    from_day: dt.date | None,
    to_day: dt.date | None,
    *,
    unpublished: bool,
) -> Iterator[_Agenda]:
    with look() as desk:
        rows = meetings(desk, body=body, from_day=from_day, to_day=to_day)
    shown = [row for row in rows if unpublished or row.state in ON_SHOW]
    shown.sort(key=lambda row: (row.body, row.on_day, row.ref))
    for start in range(0, len(shown), PAGE):
        with look() as desk:
            found = [_agenda(desk, mapping, row) for row in shown[start : start + PAGE]]
        yield from found


def _agenda(desk: Desk, mapping: Reading, row: Any) -> _Agenda:
    status = mapping.statuses.get(CANCELLED if row.state == "cancelled" else STANDS, "")
    starts = None if row.starts_at is None else desk.local(row.starts_at).time()
    made = _Agenda(
        (desk.by_id("body", row.body_id).ref, row.body_name),
        {
            "meetingid": row.ref,
            "meetingdate": day(row.on_day),
            "meetingstatus": status,
            "meetingtime": hour(starts),
            "meetinglocation": row.place,
        },
    )
    made.published = row.state in ON_SHOW
    items = [one for one in agenda(desk, row.id) if one.state != "carried over"]
    ids = sorted({one.proposal_id for one in items if one.proposal_id is not None})
    private = {n.proposal_id: n.content for n in desk.all(_PRIVATE, proposals=ids)} if ids else {}
    for one in items:
        closed = private.get(one.proposal_id)
        made.items.append(
            (
                {
                    "agendaitemid": f"{row.ref}/{one.place}",
                    "fulldisplaynumberformat": f"{one.place}.",
                    "agendaitemtitle": _title(one, closed, published=made.published),
                    "isrestricted": flag(closed is not None),
                    "isdisplayallowed": flag(True),
                },
                _documents(desk, one) if made.published else [],
            )
        )
    return made


def _title(item: Any, closed: Mapping[str, Any] | None, *, published: bool) -> str:
    """An item's title.

    Of one to be taken in private, before its agenda is published, the matter its notice states.
    """
    if closed is None or published:
        return str(item.title)
    return str(closed.get("matter") or words.say("moderngov.private_item", {}))


def _documents(desk: Desk, item: Any) -> list[Tree]:
    """The documents behind a report on a published agenda: closed ones without their titles."""
    if item.proposal_id is None:
        return []
    papers = behind(desk, desk.by_id("proposal", item.proposal_id))
    found: list[Tree] = [
        [("title", one["title"]), ("isrestricted", flag(False)), ("restrictionsRef", "")]
        for one in papers["open"]
    ]
    found += [
        [("title", ""), ("isrestricted", flag(True)), ("restrictionsRef", why_closed(one))]
        for one in papers["closed"]
    ]
    return found


def _by_committee(found: Iterator[_Agenda]) -> Iterator[tuple[str, str, Iterator[Tree]]]:
    for (number, title), rows in groupby(found, key=lambda one: one.committee):
        yield number, title, (one.tree for one in rows)


def _items(found: Iterator[_Agenda]) -> Iterator[Mapping[str, str]]:
    """A row for each item; a meeting without any has one row."""
    for one in found:
        number, title = one.committee
        meeting = {**one.meeting, "committeeid": number, "committeetitle": title}
        for item, _ in one.items or [({}, [])]:
            yield {**meeting, **item}

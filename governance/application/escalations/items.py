"""Items that escalations propose for a body's agenda, and the secretary's answer to each.

An item whose deadline is settled, or got more time, asks for nothing any more. Nobody takes one
off: it is worked out from the deadline, and stays on the record as it was proposed. Missed again
on its new day, the deadline proposes the item anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import and_, bindparam, select

from governance.application.change import Change, Receipt, Update
from governance.application.deadlines.planning import is_of_round
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.meetings.agenda import add_item
from governance.application.meetings.queries import agenda
from governance.application.meetings.taking import agenda_takes
from governance.application.permissions import permissions
from governance.application.proposals.placing import place_on_agenda
from governance.application.subjects import id_by_ref, refs
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.proposed_item import PROPOSED_ITEM, ProposedItemFacts

_item = TABLES["proposed_item"]
_deadline = TABLES["deadline"]
_body = TABLES["body"]
_prompt = TABLES["prompt"]
_review = TABLES["review"]
_here: Any = bindparam("partnership")

_PROPOSED = (
    select(
        _item,
        _body.c.key.label("body"),
        _body.c.name.label("body_name"),
        _deadline.c.kind,
        _deadline.c.due_day,
        _deadline.c.state.label("deadline_state"),
        _deadline.c.extended,
        _prompt.c.key.label("level"),
    )
    .join(
        _body, and_(_body.c.partnership_id == _item.c.partnership_id, _body.c.id == _item.c.body_id)
    )
    .join(
        _deadline,
        and_(
            _deadline.c.partnership_id == _item.c.partnership_id,
            _deadline.c.id == _item.c.deadline_id,
        ),
    )
    .join(
        _prompt,
        and_(
            _prompt.c.partnership_id == _item.c.partnership_id,
            _prompt.c.id == _item.c.prompt_id,
        ),
    )
    .where(_item.c.partnership_id == _here)
    .order_by(_body.c.key, _item.c.proposed_at, _item.c.id)
)
_WAITING = _PROPOSED.where(_item.c.state == "proposed", _deadline.c.state.in_(LIVE))
_OF_SUBJECT = _PROPOSED.where(_item.c.subject_id == bindparam("subject"))
_SUBJECT = select(_item.c.subject_id).where(
    _item.c.partnership_id == _here, _item.c.id == bindparam("id")
)
_OF_BODY = _PROPOSED.where(_item.c.body_id == bindparam("body"), _item.c.state == "proposed")
_LOCKED = (
    select(_item).where(_item.c.partnership_id == _here, _item.c.id == bindparam("id"))
).with_for_update()
_OF_REVIEW = select(_review.c.proposal_id).where(
    _review.c.partnership_id == _here, _review.c.id == bindparam("review")
)

READY: Final = ("cleared", "sent_to_higher")
"""States in which a report can go onto an agenda."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed item: of which subject, for which body, and whether it still asks for anything.

    `name` is what commands take for it: the subject's reference and the body's key, else its id.
    """

    row: Any
    ref: str
    name: str
    waits: bool

    def plain(self) -> dict[str, Any]:
        """The item for JSON."""
        row = self.row
        return {
            "name": self.name,
            "id": row.id,
            "body": row.body,
            "body_name": row.body_name,
            "title": row.title,
            "ref": self.ref,
            "kind": row.kind,
            "due": row.due_day,
            "level": row.level,
            "state": row.state,
            "waits": self.waits,
            "proposed_at": row.proposed_at.isoformat(),
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            "answered_by": row.answered_by,
            "reason": row.reason,
        }


def proposed(desk: Desk, *, body: str | None = None, everything: bool = False) -> list[Proposed]:
    """Items that wait for an answer, by body; `everything` is every one there ever was."""
    wanted = desk.row("body", body).id if body is not None else None
    statement = _PROPOSED if everything else _WAITING
    rows = [row for row in desk.all(statement) if wanted in (None, row.body_id)]
    return [one for one in _views(desk, rows) if everything or one.waits]


def waiting_for(desk: Desk, body_id: str) -> list[Proposed]:
    """Items that wait for an answer of one body (its id), each named by its own id."""
    found = _views(desk, desk.all(_OF_BODY, body=body_id))
    return [replace(one, name=one.row.id) for one in found if one.waits]


def take(
    desk: Desk, item: str, *, meeting: str, late_reason: str | None = None, seen: int | None = None
) -> Receipt:
    """Put a proposed item on a meeting's agenda; with its report, where one is ready for it.

    `late_reason` says why the chair takes it as urgent, once the agenda is published. Raises
    `GuardRefused` with everything against it.
    """
    found = item_named(desk, item)
    report = _report(desk, found)  # held first, as whoever places a report holds it
    at = desk.row("meeting", meeting, seen=seen)
    body, row = _held(desk, found)
    against = [*agenda_takes(at, today=desk.today, late_reason=late_reason)]
    if at.body_id != body.id:
        params = {"meeting": at.ref, "body": body.name}
        against.append(Refusal("escalation.item_of_another_body", params))
    facts = ProposedItemFacts(
        permissions=permissions(desk, body=body),
        unlisted=tuple(against),
        needless=_needless(found),
    )
    state = step(PROPOSED_ITEM, row.state, "accept", facts)
    place = _listed(desk, at, report, late_reason) or _plain_item(desk, at, row.title, late_reason)
    values = {"state": state, **_answer(desk), "agenda_item_id": place.id}
    told = {"meeting": at.ref, "place": place.place}
    return _answered(desk, body, row, "body.item_taken", found, values, told)


def decline(desk: Desk, item: str, *, reason: str) -> Receipt:
    """Record why a proposed item is not taken; the body sees who said so, and why."""
    found = item_named(desk, item)
    body, row = _held(desk, found)
    facts = ProposedItemFacts(permissions=permissions(desk, body=body), reason=reason)
    state = step(PROPOSED_ITEM, row.state, "decline", facts)
    values = {"state": state, **_answer(desk), "reason": reason.strip()}
    told = {"reason": reason.strip()}
    return _answered(desk, body, row, "body.item_declined", found, values, told)


def item_named(desk: Desk, name: str) -> Proposed:
    """The item of that name: its id, or its subject's reference with as much as tells it apart.

    One that waits comes before one that was answered. Raises `Unusable`.
    """
    fitting = _exactly(desk, name)
    known = [] if fitting else proposed(desk, everything=True)
    wanted = name.casefold()
    fitting = fitting or [one for one in known if one.name.casefold().startswith(f"{wanted}/")]
    waiting = [one for one in fitting if one.row.state == "proposed"] or fitting
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        names = [one.name for one in waiting]
        raise Unusable.one("escalation.which_item", name=name[:80], known=names)
    near = nearest(name, [one.name for one in known])
    raise Unusable.one("name.unknown", what="proposed item", name=name[:80], nearest=near)


def _exactly(desk: Desk, name: str) -> list[Proposed]:
    """The items whose name or id this is, found without reading all there ever were."""
    ref, _, _ = name.rpartition("/")
    if ref:
        subject = id_by_ref(desk, ref)
    else:
        row = desk.first(_SUBJECT, id=name)
        subject = None if row is None else row.subject_id
    if subject is None:
        return []
    found = _views(desk, desk.all(_OF_SUBJECT, subject=subject))
    return [one for one in found if name in (one.row.id, f"{one.ref}/{one.row.body}")]


def _views(desk: Desk, rows: Sequence[Any]) -> list[Proposed]:
    known = refs(desk, [(row.subject_table, row.subject_id) for row in rows])
    called = [f"{known.get(row.subject_id, row.subject_id)}/{row.body}" for row in rows]
    times = Counter(called)
    return [
        Proposed(
            row=row,
            ref=known.get(row.subject_id, row.subject_id),
            name=name if times[name] == 1 else row.id,
            waits=row.state == "proposed"
            and row.deadline_state in LIVE
            and is_of_round(row.level, row.extended),
        )
        for row, name in zip(rows, called, strict=True)
    ]


def _held(desk: Desk, found: Proposed) -> tuple[Any, Any]:
    """The body and the item, held until the end."""
    body = desk.row("body", found.row.body)
    return body, desk.first(_LOCKED, id=found.row.id)


def _needless(found: Proposed) -> tuple[Refusal, ...]:
    state = found.row.deadline_state
    if state in LIVE and is_of_round(found.row.level, found.row.extended):
        return ()
    if state in LIVE:
        told = {"ref": found.ref, "due": found.row.due_day}
        return (Refusal("escalation.item_put_off", told),)
    return (Refusal("escalation.item_needless", {"ref": found.ref, "state": state}),)


def _report(desk: Desk, found: Proposed) -> Any | None:
    """The report that the item is about: the subject itself, or the one a review asks with."""
    row = found.row
    if row.subject_table == "proposal":
        return desk.by_id("proposal", row.subject_id)
    if row.subject_table == "review":
        review = desk.first(_OF_REVIEW, review=row.subject_id)
        return desk.by_id("proposal", review.proposal_id)
    return None


def _listed(desk: Desk, at: Any, report: Any | None, late_reason: str | None) -> Any | None:
    """The place of the report on the agenda, put there now if it can be; None where it cannot."""
    if report is None:
        return None
    if report.state in READY:
        try:
            place_on_agenda(desk, report.ref, meeting=at.ref, late_reason=late_reason)
        except GuardRefused as refused:
            if {one.code for one in refused.refusals} - _APART:
                raise
    return next((one for one in agenda(desk, at.id) if one.proposal_id == report.id), None)


_APART: Final = frozenset({"agenda.other_body", "commission.blocked", "proposal.not_for_agenda"})
"""Why an item goes without its report: another body decides it, or it is closed for now."""


def _plain_item(desk: Desk, at: Any, title: str, late_reason: str | None) -> Any:
    add_item(desk, at.ref, title=title, late_reason=late_reason)
    return max(agenda(desk, at.id), key=lambda one: one.place)


def _answer(desk: Desk) -> dict[str, Any]:
    return {"answered_at": desk.now, "answered_by": desk.actor.name}


def _answered(
    desk: Desk,
    body: Any,
    row: Any,
    kind: str,
    found: Proposed,
    values: dict[str, Any],
    told: Mapping[str, Any],
) -> Receipt:
    return desk.apply(
        Change(
            kind=kind,
            table="body",
            subject=body,
            values={},
            facts={"item": found.row.title, "ref": found.ref, **told},
            writes=(Update("proposed_item", row, values),),
        )
    )

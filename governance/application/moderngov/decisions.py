"""A decision that ModernGov published, recorded as taken outside Vires, as it happened.

It goes through the same door as any other and is flagged with whatever was not in order.

It is recorded on the report that it was taken on, where that is known: because somebody says so,
because the report stood on that agenda, or because it came before. Else a report is made for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.adapters.moderngov import Decision, Item, Meeting
from governance.application.desk import Desk
from governance.application.meetings.recorded import record_items, takes_recorded_items
from governance.application.moderngov.meetings import keep_item, listed_as, reason
from governance.application.moderngov.model import CHANGED, MADE, REFUSED, THERE, Asked, Told
from governance.application.moderngov.references import DECISION, keep, kept
from governance.application.proposals.drafting import draft
from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_outside
from governance.domain.errors import Problem, Refusal
from governance.store.tables import TABLES

_KIND: Final = "other"
"""What a report asks for that is made for a decision: ModernGov does not say."""
_OF_ITEM: Final = "item "
"""What begins a decision's number that is its agenda item's: they are numbered apart."""

_proposal, _decision = TABLES["proposal"], TABLES["decision"]
_SAME: Final = (
    select(_proposal.c.id)
    .join(
        _decision,
        (_decision.c.partnership_id == _proposal.c.partnership_id)
        & (_decision.c.proposal_id == _proposal.c.id),
    )
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.title == bindparam("title"),
        _decision.c.decider == bindparam("decider"),
        _decision.c.on_day == bindparam("day"),
    )
    .order_by(_proposal.c.ref)
)
_reference = TABLES["outside_reference"]
_NUMBERS: Final = select(_reference.c.external).where(
    _reference.c.partnership_id == bindparam("partnership"),
    _reference.c.subject_id == bindparam("proposal"),
    _reference.c.site == bindparam("site"),
    _reference.c.kind == DECISION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A decision with whoever took it (a key here) and what it came to."""

    where: str
    externals: tuple[str, ...]
    title: str
    decider: str
    outcome: str | None
    on: dt.date
    published_on: dt.date | None
    words: Words
    said: dict[str, str]
    report: str | None = None

    @property
    def digest(self) -> str:
        """Of what was decided, so that another word of it later is noticed."""
        told = [self.title, self.outcome, self.on.isoformat(), self.words.verbatim]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def of_list(asked: Asked, one: Decision, decider: str) -> Found:
    """A decision of a list."""
    externals = (one.id, f"{_OF_ITEM}{one.item}") if one.item else (one.id,)
    numbers = (one.id, one.item or "")
    named = next((asked.reports[n] for n in numbers if n in asked.reports), None)
    said = {"key": one.key, "call_in": one.call_in, "wards": one.wards}
    if one.effective_on is not None:
        said["effective_from"] = one.effective_on.isoformat()
    return Found(
        where=one.where,
        externals=externals,
        title=one.title,
        decider=decider,
        outcome=one.outcome or asked.outcome,
        on=one.decided_on,
        published_on=one.published_on,
        words=Words(one.words, one.reasons, one.alternatives),
        said={name: text for name, text in said.items() if text},
        report=one.report or named,
    )


def of_item(asked: Asked, meeting: Meeting, item: Item, body: str) -> Found:
    """The decision on an item of a meeting of a body (its key)."""
    number = item.id or f"{meeting.id} {item.title}"[:280]
    return Found(
        where=f"{meeting.where}, item {item.number or item.title[:40]}",
        externals=(f"{_OF_ITEM}{number}",),
        title=item.title,
        decider=body,
        outcome=asked.outcome or asked.mapping.without_status,
        on=meeting.on,
        published_on=None,
        words=Words(item.decision),
        said={"meeting": meeting.id},
        report=asked.reports.get(item.id or ""),
    )


def take_decision(desk: Desk, asked: Asked, found: Found, report: str | None = None) -> Told:
    """Record a decision once; `report` is the one that stood on the agenda it was taken at."""
    known = kept(desk, asked.site, DECISION, found.externals)
    if known:
        row = next(iter(known.values()))
        ref = desk.by_id("proposal", row.subject_id).ref
        _keep(desk, asked, found, ref)
        same = row.digest == found.digest
        notes = () if same else (Problem("moderngov.decision_differs", {"ref": ref}),)
        return Told(found.where, "decision", THERE, found.title, ref, notes=notes)
    there = _same(desk, asked, found)
    if there is not None:
        ref = desk.by_id("proposal", there).ref
        _keep(desk, asked, found, ref)
        return Told(found.where, "decision", THERE, found.title, ref)
    if found.outcome is None:
        note = Problem("moderngov.no_outcome")
        return Told(found.where, "decision", REFUSED, found.title, notes=(note,))
    named = found.report or report
    ref = named or _drafted(desk, asked, found)
    return _recorded(desk, asked, found, ref, new=named is None)


def take_item_decision(
    desk: Desk, asked: Asked, meeting: Any, of: Meeting, item: Item, body: str
) -> Told:
    """Record what was decided on an item of a meeting (its row here), and where it stood."""
    found = of_item(asked, of, item, body)
    listed = listed_as(desk, asked, meeting, item)
    if listed is not None and listed.report is not None:
        told = take_decision(desk, asked, found, report=listed.report)
    elif _comes_new(desk, asked, found) and takes_recorded_items(meeting) and listed is None:
        ref = found.report or _drafted(desk, asked, found)
        _, ids = record_items(desk, meeting.id, names=[found.title], report=ref)
        keep_item(desk, asked, meeting, item, ids[0])
        return _recorded(desk, asked, found, ref, new=found.report is None)
    else:
        told = take_decision(desk, asked, found)
    if listed is not None:
        keep_item(desk, asked, meeting, item, listed.id)
    return told


def _comes_new(desk: Desk, asked: Asked, found: Found) -> bool:
    known = kept(desk, asked.site, DECISION, found.externals)
    return found.outcome is not None and not known and _same(desk, asked, found) is None


def _same(desk: Desk, asked: Asked, found: Found) -> str | None:
    """The id of the report with this very decision: title, decider and day; None where none has.

    Not one that has another number there already: two decisions of a day can be called alike. An
    item's number and a list's are numbers of one decision.
    """
    sorts = {number.startswith(_OF_ITEM) for number in found.externals}
    for row in desk.all(_SAME, title=found.title, decider=found.decider, day=found.on):
        numbers = desk.all(_NUMBERS, proposal=row.id, site=asked.site)
        if not sorts & {one.external.startswith(_OF_ITEM) for one in numbers}:
            return str(row.id)
    return None


def _drafted(desk: Desk, asked: Asked, found: Found) -> str:
    return draft(desk, kind=_KIND, title=found.title, scheme=asked.scheme).ref


def _recorded(desk: Desk, asked: Asked, found: Found, ref: str, *, new: bool) -> Told:
    assert found.outcome is not None
    record_outside(
        desk,
        ref,
        decider=found.decider,
        on=found.on,
        outcome=found.outcome,
        words=found.words,
        reason=reason(asked, "decided"),
        published_on=found.published_on,
    )
    _keep(desk, asked, found, ref)
    did = (f"moderngov.did.{'made' if new else 'decided'}",)
    notes = tuple(Refusal(one["code"], one["params"]) for one in _irregular(desk, ref))
    becomes = MADE if new else CHANGED
    return Told(found.where, "decision", becomes, found.title, ref, did, notes)


_IRREGULAR: Final = (
    select(_decision.c.irregular)
    .where(
        _decision.c.partnership_id == bindparam("partnership"),
        _decision.c.proposal_id == bindparam("proposal"),
    )
    .order_by(_decision.c.id.desc())
    .limit(1)
)


def _irregular(desk: Desk, ref: str) -> list[dict[str, Any]]:
    row = desk.first(_IRREGULAR, proposal=desk.row("proposal", ref).id)
    return [] if row is None else list(row.irregular)


def _keep(desk: Desk, asked: Asked, found: Found, ref: str) -> None:
    keep(
        desk,
        "proposal",
        ref,
        site=asked.site,
        kind=DECISION,
        externals=found.externals,
        digest=found.digest,
        facts=found.said,
    )

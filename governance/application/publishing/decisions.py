"""Decisions that were published, and the record of each as the regulations ask for it.

SI 2012/2089 reg 12 (a body's decision: statement) and reg 13 (a member's or an officer's: record):
the decision and its day, the reasons, the alternatives considered and rejected, the interests
declared and the dispensations given. SI 2014/2095 reg 7 asks the same of officers of councils.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Date, and_, bindparam, or_, select, tuple_

from governance.application.desk import Desk
from governance.application.meetings.present import came_to, people_there
from governance.application.people.queries import names, names_by_key
from governance.application.proposals.after import call_in_open
from governance.application.proposals.powers import titles
from governance.application.proposals.queries import decisions as taken_on
from governance.application.proposals.reading import Report, read_report
from governance.application.publishing.coming import COLUMNS, commission_plain
from governance.application.publishing.documents import behind
from governance.application.publishing.openness import ANNOUNCES, commission_open, decided_openly
from governance.application.publishing.paging import (
    MOST,
    Listed,
    day_and_ref,
    mark,
    page_of,
    read_mark,
    searched,
)
from governance.store.lists import by_reference, contains
from governance.store.tables import TABLES

RECORDED: Final = "recorded"
"""The way of voting whose record names everybody."""

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_call_in = TABLES["call_in"]
_declaration = TABLES["declaration"]
_step = TABLES["step"]
_here: Any = bindparam("partnership")

_TAKEN = (
    select(*COLUMNS)
    .outerjoin(
        _commission,
        and_(
            _commission.c.partnership_id == _proposal.c.partnership_id,
            _commission.c.id == _proposal.c.commission_id,
            commission_open(),
        ),
    )
    .where(_proposal.c.partnership_id == _here, decided_openly())
)
_BY_DAY = (_proposal.c.published_on, *by_reference(_proposal.c.ref))
_NEWEST = tuple(one.desc() for one in _BY_DAY)


def _page(*who: Any) -> Any:
    return (
        _TAKEN.where(
            *who,
            # Said twice, for databases that find only the day of it in an index.
            _proposal.c.published_on <= bindparam("mark_day", type_=Date),
            tuple_(*_BY_DAY) < mark(),
            or_(bindparam("any_day"), _proposal.c.published_on >= bindparam("since")),
            contains(_proposal.c.title, "words"),
        )
        .order_by(*_NEWEST)
        .limit(MOST + 1)
    )


_PAGE, _PAGE_OF = _page(), _page(_proposal.c.decider == bindparam("decider"))
_ONE = _TAKEN.where(_proposal.c.ref == bindparam("ref"))
_OF_COMMISSION = (
    _TAKEN.where(_proposal.c.commission_id == bindparam("commission"))
    .order_by(*_NEWEST)
    .limit(MOST)
)


def _next_decider(*after: Any) -> Any:
    """The first decider by key, or the first after another: one step in an index."""
    return (
        select(_proposal.c.decider)
        .where(_proposal.c.partnership_id == _here, _proposal.c.decider.is_not(None), *after)
        .order_by(_proposal.c.decider)
        .limit(1)
        .scalar_subquery()
    )


def _every_decider() -> Any:
    """Whoever took a published decision: from key to key, not over all their decisions."""
    found = select(_next_decider().label("decider")).cte("deciders", recursive=True)
    after = _next_decider(_proposal.c.decider > found.c.decider)
    found = found.union_all(select(after).where(found.c.decider.is_not(None)))
    openly = select(_proposal.c.id).where(
        _proposal.c.partnership_id == _here,
        _proposal.c.decider == found.c.decider,
        decided_openly(),
    )
    return select(found.c.decider).where(openly.correlate(found).exists()).limit(200)


_DECIDERS = _every_decider()
_CALLED_IN = (
    select(_call_in)
    .where(_call_in.c.partnership_id == _here, _call_in.c.proposal_id == bindparam("proposal"))
    .order_by(_call_in.c.called_at)
)


def decided(
    desk: Desk, *, words: str = "", decided_by: str = "", since: Any = None, after: str = ""
) -> Listed:
    """A page of published decisions, the latest first.

    `words` are looked for in the title; `decided_by` is the key of a body or an office; `since` the
    first day of publication. Raises `Unusable` for a mark that is none.
    """
    who = {"decider": decided_by[:80]} if decided_by else {}
    rows = desk.all(
        _PAGE_OF if who else _PAGE,
        **who,
        today=desk.today,
        words=searched(words),
        any_day=since is None,
        since=since,
        **read_mark(after),
    )
    told = _lines(desk, rows[:MOST])
    return page_of(
        rows, lambda row: day_and_ref(row.published_on, row.ref), lambda row: told[row.id]
    )


def decided_on_commission(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The published decisions on one commission, by its id, the latest first."""
    rows = desk.all(_OF_COMMISSION, commission=commission_id, today=desk.today)
    return list(_lines(desk, rows).values())


def deciders(desk: Desk) -> dict[str, str]:
    """Everybody who took a published decision: what each is called, by key."""
    keys = {row.decider for row in desk.all(_DECIDERS, today=desk.today)}
    called = titles(desk, None, keys) if keys else {}
    return dict(sorted(called.items(), key=lambda one: one[1]))


def _lines(desk: Desk, rows: Any) -> dict[str, dict[str, Any]]:
    keys = {row.decider for row in rows} - {None}
    called = titles(desk, None, keys) if keys else {}
    return {
        row.id: {
            "ref": row.ref,
            "title": row.title,
            "kind": row.kind,
            "decider": called.get(row.decider, ""),
            "decided_on": row.decided_on,
            "published_on": row.published_on,
            "outcome": row.outcome,
            "state": row.state,
            "commission": commission_plain(row),
        }
        for row in rows
    }


def notice(desk: Desk, ref: str) -> dict[str, Any] | None:
    """The record of a published decision; None where there is none such for anybody to see."""
    row = desk.first(_ONE, ref=ref, today=desk.today)
    if row is None:
        return None
    report = read_report(desk, row, on=row.decided_on)
    taken = taken_on(desk, row.id)
    called = titles(
        desk,
        report.scheme,
        {str(key) for key in (row.decider, *(d.decider for d in taken)) if key is not None},
    )
    people = _People(desk, taken)
    return {
        **_lines(desk, [row])[row.id],
        "decider": called.get(row.decider, ""),
        "key_decision": report.procedure.key_decision,
        "authority": _authority(report),
        "decisions": [_decision(d, called[d.decider], people, report) for d in taken],
        "consulted": _consulted(desk, report),
        "notices": [
            {"kind": n.kind, "on": n.published_on, "reasons": n.reasons}
            for n in report.notices
            if n.kind in ANNOUNCES or n.kind == "urgent_item"
        ],
        "call_in": _call_in_of(desk, row, report),
        "effective_on": row.effective_on,
        "papers": behind(desk, row),
    }


class _People:
    """Whom the record of a decision has to name, and nobody else."""

    def __init__(self, desk: Desk, taken: list[Any]) -> None:
        ids = {one["person_id"] for d in taken for one in d.conflicts if "person_id" in one}
        ids |= {d.taken_by_id for d in taken if d.taken_by_id is not None}
        self.by_id = names(desk, ids)
        self.by_key = names_by_key(desk, {key for d in taken for key in _voters(d)})
        self.there = people_there(desk, (d.meeting_id for d in taken if d.conflicts))


def _voters(decision: Any) -> list[str]:
    count = decision.count or {}
    named = list(count.get("dissent") or ())
    if decision.how_taken == RECORDED:
        named += list(count.get("by_name") or ())
    return named


def _decision(decision: Any, decider: str, people: _People, report: Report) -> dict[str, Any]:
    dispensed = {d.person_id: d.dispensation for d in report.declarations}
    return {
        "decider": decider,
        "by": people.by_id.get(decision.taken_by_id or ""),
        "on": decision.on_day,
        "outcome": decision.outcome,
        "how": decision.how_taken,
        "verbatim": decision.verbatim,
        "reasons": decision.reasons,
        "alternatives": decision.alternatives,
        "conflicts": [
            {
                "name": people.by_id.get(one.get("person_id", ""), one.get("name", "")),
                "kind": one.get("kind"),
                "outcome": came_to(one, decision, people.there),
                "dispensation": dispensed.get(one.get("person_id")),
            }
            for one in decision.conflicts
        ],
        "vote": _vote(decision, people),
    }


def _vote(decision: Any, people: _People) -> dict[str, Any] | None:
    """How a vote went: totals of a counted one, names of a recorded one, and who dissented."""
    count: Mapping[str, Any] = decision.count or {}
    totals = [count.get(side) or 0 for side in ("for", "against", "abstained")]
    dissent = [people.by_key.get(key, key) for key in count.get("dissent") or ()]
    if not any(totals) and not dissent:
        return None
    by_name = (count.get("by_name") or {}) if decision.how_taken == RECORDED else {}
    return {
        "for": totals[0],
        "against": totals[1],
        "abstained": totals[2],
        "by_name": [(people.by_key.get(key, key), vote) for key, vote in by_name.items()],
        "dissent": dissent,
        "casting_vote": count.get("casting_vote"),
    }


def _authority(report: Report) -> dict[str, Any]:
    """Under what it was decided: the scheme's version and its rule, and the procedure."""
    version = report.version
    return {
        "scheme": None if version is None else version.title,
        "version": None if version is None else version.ref,
        "rule": report.row.rule,
        "procedure": report.procedure.title,
    }


def _consulted(desk: Desk, report: Report) -> list[dict[str, Any]]:
    """Who was consulted, and when. That they were is public; what they wrote is not."""
    steps = [s for s in report.steps if s.kind == "consult" and s.done_on is not None]
    called = titles(desk, report.scheme, {s.decider for s in steps}) if steps else {}
    return [{"title": called[s.decider], "on": s.done_on} for s in steps]


def _call_in_of(desk: Desk, row: Any, report: Report) -> dict[str, Any] | None:
    """Until when it may be called in, and whether it was. Who did is not shown."""
    if report.procedure.call_in is None:
        return None
    open_ = call_in_open(desk, row) if row.state == "call_in_window" else ()
    return {
        "until": open_[0].params["until"] if open_ else None,
        "called": [
            {"on": desk.day_of(c.called_at), "outcome": c.outcome, "outcome_on": c.outcome_on}
            for c in desk.all(_CALLED_IN, proposal=row.id)
        ],
    }

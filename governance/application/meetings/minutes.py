"""Minutes: assembled from what is on the record, decisions word for word; and their signing.

They name people, so the ledger's entry holds their digest; the text stays with the meeting. They
carry the latest seal over the record: whoever keeps them can hold the record to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.facts import people_values
from governance.application.change import Receipt, Update
from governance.application.desk import Desk
from governance.application.escalations.told import in_words, report_of
from governance.application.ledger.sealing import LatestSeal, latest_seal
from governance.application.meetings.agenda import (
    CARRIED,
    LISTED,
    listed,
    others_off,
    reports_off,
    shown,
    taken,
)
from governance.application.meetings.minutes_people import people_lines
from governance.application.meetings.noting import WITHOUT_QUORUM, Note, notes
from governance.application.meetings.present import people_there
from governance.application.meetings.queries import agenda, attendance
from governance.application.meetings.reading import Convened, applied, moved, read_meeting
from governance.application.people.queries import names_by_key
from governance.domain.errors import Refusal
from governance.store.tables import TABLES
from statemachines.meeting import MeetingFacts

SIGNED_AT = ("held", "adjourned", "resumed", "minutes_drafted", "signed")
"""States of a later meeting at which minutes can have been signed."""

_decision = TABLES["decision"]
_DECISIONS = (
    select(_decision)
    .where(
        _decision.c.partnership_id == bindparam("partnership"),
        _decision.c.meeting_id == bindparam("meeting"),
    )
    .order_by(_decision.c.id)
)


def draft_minutes(desk: Desk, meeting: str, *, note: str = "", seen: int | None = None) -> Receipt:
    """Write a meeting's minutes down; `note` goes at their end.

    A report still listed was not reached and is carried over. Raises `GuardRefused` where nobody
    is recorded as there.
    """
    at = read_meeting(desk, meeting, seen=seen)
    row = at.row
    people = attendance(desk, row)
    there = [one for one in people if one["seat"] is not None]
    wants = () if there else (Refusal("meeting.nobody_recorded", {"meeting": row.ref}),)
    facts = MeetingFacts(permissions=at.permissions, minutes_want=wants)
    state = moved(row.state, "draft_minutes", facts)
    rest = listed(desk, row.id)
    say = _Say(desk.partnership.language)
    reports_off(desk, rest, reason=say("minutes.not_reached"))
    latest = latest_seal(desk)
    ends = [note.strip(), ""] if note.strip() else []
    if latest is not None:
        ends += [say("minutes.sealed", number=latest.number, hash=latest.hash), ""]
    text = "\n".join([*_written(desk, at, people, say), *ends])
    return applied(
        desk,
        row,
        "meeting.minutes_drafted",
        values={"state": state, "minutes": text},
        facts={
            "decisions": [d.id for d in desk.all(_DECISIONS, meeting=row.id)],
            "carried_over": shown(one for one in rest if one.report is not None),
            **_seal(latest),
        },
        writes=_settled(row, rest),
    )


def _settled(row: Any, rest: list[Any]) -> list[Update]:
    """The items still listed: taken where a quorum met, but never one with a report."""
    if row.state in WITHOUT_QUORUM:
        return others_off(rest)
    return [*taken(rest), *others_off(one for one in rest if one.report is not None)]


def sign_minutes(desk: Desk, meeting: str, *, at: str, seen: int | None = None) -> Receipt:
    """Sign a meeting's minutes at a later ordinary meeting of the body, by whoever presides there.

    Local Government Act 1972, Schedule 12, paragraph 41. Raises `GuardRefused` with why the
    other meeting is not suitable.
    """
    this = read_meeting(desk, meeting, seen=seen)
    later = desk.row("meeting", at)
    facts = MeetingFacts(
        permissions=this.permissions, signing_wants=tuple(_not_suitable(this.row, later))
    )
    state = moved(this.row.state, "sign", facts)
    signer = desk.by_id("person", later.presiding_id)
    return applied(
        desk,
        this.row,
        "meeting.minutes_signed",
        values={"state": state},
        facts={
            "at": later.ref,
            "on": later.on_day,
            "by": signer.key if signer else None,
            **_seal(latest_seal(desk)),
        },
    )


def _seal(latest: LatestSeal | None) -> dict[str, Any]:
    """The latest seal over the record, among the facts of an act: minutes go out of the house."""
    return {} if latest is None else {"seal": latest.plain()}


def _not_suitable(row: Any, later: Any) -> Iterator[Refusal]:
    params = {"meeting": row.ref, "other": later.ref}
    if later.body_id != row.body_id:
        yield Refusal("meeting.of_another_body", params)
    elif (later.on_day, later.ref) <= (row.on_day, row.ref):
        yield Refusal("meeting.signing_not_later", params)
    if not later.ordinary:
        yield Refusal("meeting.signing_extraordinary", params)
    if later.state not in SIGNED_AT:
        state = later.state.replace("_", " ")
        yield Refusal("meeting.signing_not_held", params | {"state": state})


class _Say:
    """Words of one language, as lines."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, code: str, **params: Any) -> str:
        return words.say(code, params, self._language)


def _written(desk: Desk, at: Convened, people: list[dict[str, Any]], say: _Say) -> Iterator[str]:
    """The lines of the minutes."""
    row = at.row
    where = row.place or say("minutes.no_place")
    yield say("minutes.title", body=at.body.title, on=row.on_day, place=where)
    if row.starts_at is not None:
        zone = ZoneInfo(desk.partnership.timezone)
        yield say("minutes.hour", hour=f"{row.starts_at.astimezone(zone):%H:%M}")
    yield ""
    yield from people_lines(desk, at, people, say)
    if row.state in WITHOUT_QUORUM:
        yield say("minutes.inquorate")
        yield ""
    yield from _exceptions(desk, row, say)
    decided: dict[str, list[Any]] = {}
    for decision in desk.all(_DECISIONS, meeting=row.id):
        decided.setdefault(decision.proposal_id, []).append(decision)
    minuted = notes(desk, row.id)
    for item in agenda(desk, row.id):
        yield from _item(desk, item, decided.get(item.proposal_id, []), minuted.get(item.id), say)


def _exceptions(desk: Desk, row: Any, say: _Say) -> Iterator[str]:
    """The report of missed deadlines that was before the meeting."""
    lines = report_of(desk, row.id)
    if lines:
        yield say("minutes.exceptions", number=len(lines))
        yield from (f"- {line}" for line in in_words(desk, lines))
        yield ""


def _item(
    desk: Desk, item: Any, decisions: list[Any], note: Note | None, say: _Say
) -> Iterator[str]:
    """One item: its title, why it was urgent, who had an interest, what was said or decided."""
    report = f" ({item.report})" if item.report else ""
    yield f"{item.place}. {item.title}{report}"
    if item.late_reason:
        yield say("minutes.urgent", reason=item.late_reason)
    if note is not None:
        yield from (note.text, say(f"minutes.{note.outcome}"))
    for decision in decisions:
        yield from _interests(desk, decision, say)
        yield say("minutes.resolved", outcome=decision.outcome, words=decision.verbatim)
        if decision.reasons:
            yield say("minutes.reasons", words=decision.reasons)
        if decision.alternatives:
            yield say("minutes.alternatives", words=decision.alternatives)
        yield _how(desk, decision, say)
    if not decisions and (item.state == CARRIED or item.report is not None):
        carried = item.state in (CARRIED, LISTED)
        yield say("minutes.carried_over" if carried else "minutes.not_decided")
    yield ""


def _interests(desk: Desk, decision: Any, say: _Say) -> Iterator[str]:
    """The interests of those who were there; of others there is nothing to minute."""
    there = people_there(desk, [decision.meeting_id] if decision.conflicts else ())
    conflicts = [c for c in decision.conflicts if (decision.meeting_id, c["person_id"]) in there]
    people = people_values(desk, [c["person_id"] for c in conflicts])
    for conflict in conflicts:
        name = people[conflict["person_id"]].name
        kind = say(f"minutes.kind.{conflict.get('kind') or 'unsaid'}")
        yield say(f"minutes.interest.{conflict['outcome']}", name=name, kind=kind)


def _how(desk: Desk, decision: Any, say: _Say) -> str:
    """How it was decided: without a vote, by figures, by name, or in writing."""
    count = decision.count or {}
    if "for" not in count:
        return say("minutes.manner", manner=decision.how_taken)
    names = names_by_key(desk, [*count["by_name"], *count["dissent"]])
    if decision.how_taken == "agreed_without_a_vote":
        dissent = [names.get(key, key) for key in count["dissent"]]
        return say("minutes.agreed_with_dissent" if dissent else "minutes.agreed", names=dissent)
    figures = {name: count[name] for name in ("against", "abstained")}
    said = [say("minutes.voted", votes_for=count["for"], **figures)]
    if count["casting_vote"]:
        said.append(say("minutes.casting_vote", vote=count["casting_vote"]))
    for vote in ("for", "against", "abstain"):
        voters = [names.get(key, key) for key, cast in count["by_name"].items() if cast == vote]
        if voters:
            said.append(say("minutes.by_name", vote=vote, names=voters))
    return " ".join(said)

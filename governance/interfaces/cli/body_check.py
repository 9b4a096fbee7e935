"""`vires body check`: how a body is made up, whether it has a quorum, coming meetings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import As, In, Now, On, looking_desk, optional_day
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, tell
from governance.interfaces.cli.scheme_cover import SHOWN, named

if TYPE_CHECKING:
    from governance.application.cover.checking import BodyCheck, QuorumOn
    from governance.application.cover.forecast import MeetingForecast
    from governance.application.cover.posts import Absent


def check(
    body: Annotated[str, typer.Argument(metavar="BODY", help="The body's key or reference.")],
    on: On = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Check how a body is made up, whether it has a quorum, and its coming meetings.

    Ends with 1 where it has no quorum that day, or a coming meeting will be inquorate.
    """
    from governance.application.cover.checking import body_check

    day = optional_day(on, "--on")
    with looking_desk(partnership, actor, now) as desk:
        found = body_check(desk, body, on=day)
    if as_json:
        emit_json(_plain(found))
    else:
        _tell(found)
    if not found.quorate or not all(one.quorate for one in found.forecast):
        raise typer.Exit(EXIT_REFUSED)


def _tell(found: BodyCheck) -> None:
    facts = found.view.facts
    tell(f"{facts.title} ({facts.key}, {facts.row.ref})")
    for category in found.categories:
        told = {"title": category.title, "filled": category.filled, "seats": category.seats}
        tell(f"  {words.say('cover.category', told)}")
    for finding in found.view.findings:
        said = words.say(finding.code, finding.params)
        tell(said[:1].upper() + said[1:])
    for one in found.runs_out:
        tell(words.say("cover.runs_out", {"name": one.name, "seat": one.title, "last": one.last}))
    tell()
    for line in (*_quorum_lines(found), *_trap_lines(found)):
        tell(line)
    if found.forecast:
        tell()
        tell("Coming meetings")
    for meeting in found.forecast:
        for line in _meeting_lines(meeting):
            tell(line)


def _quorum_lines(found: BodyCheck) -> Iterator[str]:
    if not found.quorum:
        yield words.say("cover.body_no_terms", {"body": found.view.facts.title})
    for quorum in found.quorum:
        yield _quorum_words(quorum)
        if quorum.away:
            yield f"  {words.say('cover.meeting_away', {'who': [a.name for a in quorum.away]})}"
    if found.k:
        yield words.say("cover.body_any_away", {"k": found.k})


def _trap_lines(found: BodyCheck) -> Iterator[str]:
    told_of = [trap for trap in found.traps if trap]
    for trap in told_of[:SHOWN]:
        yield _trap_words(trap)
    if len(told_of) > SHOWN:
        yield words.say("cover.more", {"more": len(told_of) - SHOWN})


def _quorum_words(quorum: QuorumOn) -> str:
    code = "cover.quorum_met" if quorum.met else "cover.quorum_short"
    told = {"on": quorum.on, "needed": quorum.needed, "there": quorum.there}
    return words.say(code, told | {"why": quorum.why})


def _trap_words(trap: tuple[Absent, ...]) -> str:
    code = "cover.body_trap_one" if len(trap) == 1 else "cover.body_trap"
    return words.say(code, {"who": named(trap)})


def _meeting_words(meeting: MeetingForecast) -> str:
    """What is foreseen of a meeting, in one line."""
    told = {"on": meeting.on, "ref": meeting.ref}
    if meeting.quorate:
        return words.say("cover.meeting_quorate", told)
    return " ".join(meeting.words(item) for item in meeting.short)


def _meeting_lines(meeting: MeetingForecast) -> Iterator[str]:
    if meeting.quorate:
        yield _meeting_words(meeting)
    for item in meeting.short:
        yield meeting.words(item)
    if meeting.away:
        yield f"  {words.say('cover.meeting_away', {'who': list(meeting.away)})}"
    for item in meeting.items:
        if item.leaves:
            told = {"place": item.place, "who": list(item.leaves)}
            yield f"  {words.say('cover.meeting_leave', told)}"


def _plain(found: BodyCheck) -> dict[str, Any]:
    facts = found.view.facts
    return {
        "body": facts.key,
        "ref": facts.row.ref,
        "name": facts.title,
        "on": facts.on,
        "covered": found.quorate,
        "k": found.k,
        "composition": {
            "seats": len(found.view.seats),
            "vacant": [seat.key for seat in found.view.vacant],
            "categories": [
                {"category": c.key, "title": c.title, "seats": c.seats, "filled": c.filled}
                for c in found.categories
            ],
            "runs_out": [
                {"seat": r.seat, "person": r.person, "name": r.name, "last": r.last}
                for r in found.runs_out
            ],
            "findings": [
                {"code": f.code, "serious": f.serious, "words": words.say(f.code, f.params)}
                for f in found.view.findings
            ],
        },
        "quorum": [_plain_quorum(quorum) for quorum in found.quorum],
        "traps": [
            {
                "absent": [one.key for one in trap],
                "words": _trap_words(trap) if trap else _quorum_words(found.quorum[-1]),
            }
            for trap in found.traps
        ],
        "forecast": [_plain_meeting(meeting) for meeting in found.forecast],
    }


def _plain_quorum(quorum: QuorumOn) -> dict[str, Any]:
    return {
        "on": quorum.on,
        "needed": quorum.needed,
        "there": quorum.there,
        "met": quorum.met,
        "away": [one.key for one in quorum.away],
        "shortfalls": quorum.why,
        "words": _quorum_words(quorum),
    }


def _plain_meeting(meeting: MeetingForecast) -> dict[str, Any]:
    return {
        "meeting": meeting.ref,
        "on": meeting.on,
        "quorate": meeting.quorate,
        "needed": meeting.whole.needed,
        "there": meeting.whole.there,
        "away": list(meeting.away),
        "items": [
            {
                "item": item.place,
                "title": item.title,
                "report": item.report,
                "quorate": item.quorate,
                "needed": item.needed,
                "there": item.there,
                "leaves": list(item.leaves),
                "shortfalls": item.why,
                "words": meeting.words(item) if not item.quorate else "",
            }
            for item in meeting.items
        ],
        "words": _meeting_words(meeting),
    }

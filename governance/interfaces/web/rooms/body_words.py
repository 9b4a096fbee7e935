"""What is to be said of a body's quorum, its cover and its coming meetings, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from governance import words
from governance.application.bodies.queries import QuorumView
from governance.application.cover.checking import BodyCheck, QuorumOn
from governance.application.cover.forecast import MeetingForecast
from governance.application.cover.posts import Absent

SHOWN = 12
"""Sets of absences told on a page; a body with more has no cover to speak of."""


def quorum_rule(quorum: QuorumView | None) -> str:
    """What a body's quorum asks with today's seats; empty where no terms say it."""
    if quorum is None:
        return ""
    if quorum.share is None:
        told = words.say("bodies.quorum_members", {"members": quorum.needed})
    else:
        part, whole = quorum.share
        params = {"part": part, "whole": whole, "members": quorum.needed}
        told = words.say(quorum.share_code, params)
    minima = [
        words.say("bodies.quorum_minimum", {"members": members, "who": who})
        for members, who in quorum.minima
    ]
    said = "; ".join([told, *minima])
    return f"{said[:1].upper()}{said[1:]}."


def covered(check: BodyCheck) -> dict[str, Any]:
    """The quorum of the days asked about, and who could be away; each line with its remedy."""
    traps = [trap for trap in check.traps if trap]
    return {
        "quorum": [_on(one) for one in check.quorum],
        "any": words.say("cover.body_any_away", {"k": check.k}) if check.k else "",
        "traps": [_trap(trap) for trap in traps[:SHOWN]],
        "more": max(0, len(traps) - SHOWN),
    }


def _on(quorum: QuorumOn) -> dict[str, Any]:
    code = "cover.quorum_met" if quorum.met else "cover.quorum_short"
    told = {
        "on": quorum.on,
        "needed": quorum.needed,
        "there": quorum.there,
        "why": quorum.why,
    }
    away = [one.name for one in quorum.away]
    return {
        "met": quorum.met,
        "words": words.say(code, told),
        "remedy": words.remedy(code, told),
        "away": words.say("cover.meeting_away", {"who": away}) if away else "",
    }


def _trap(trap: tuple[Absent, ...]) -> dict[str, str]:
    code = "cover.body_trap_one" if len(trap) == 1 else "cover.body_trap"
    who = [f"{one.name} ({', '.join(one.posts)})" if one.posts else one.name for one in trap]
    return {"words": words.say(code, {"who": who}), "remedy": words.remedy(code, {"who": who})}


def foreseen(meeting: MeetingForecast) -> dict[str, Any]:
    """A coming meeting: when, whether it will be quorate, and everything known that bears on it."""
    return {
        "ref": meeting.ref,
        "on": meeting.on,
        "quorate": meeting.quorate,
        "lines": list(_lines(meeting)),
    }


def _lines(meeting: MeetingForecast) -> Iterator[str]:
    for item in meeting.short:
        yield meeting.words(item)
    if meeting.away:
        yield words.say("cover.meeting_away", {"who": list(meeting.away)})
    for item in meeting.items:
        if item.leaves:
            told = {"place": item.place, "who": list(item.leaves)}
            yield words.say("cover.meeting_leave", told)

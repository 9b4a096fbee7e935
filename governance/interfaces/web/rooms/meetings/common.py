"""What the acts on a meeting share: the subject, where an act leads, and what is said after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.meetings.ahead import moves
from governance.application.meetings.queries import quorum_now
from governance.application.meetings.reading import convened
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Field
from governance.interfaces.web.visit import Visit

PATHS: Final[Mapping[str, str]] = {
    "change_day": "move",
    "record_as_held": "record-held",
    "call": "call",
    "publish": "publish",
    "publish_late": "publish",
    "publish_supplement": "supplement",
    "hold": "open",
    "become_quorate": "open",
    "find_inquorate": "inquorate",
    "go_on_informally": "informal",
    "adjourn": "adjourn",
    "resume": "resume",
    "draft_minutes": "draft-minutes",
    "sign": "sign",
    "cancel": "cancel",
}
"""Where each move of a meeting is made."""

Doing = Callable[[Desk, Said], Receipt | None]


def about(visit: Visit, values: Mapping[str, Any] | None = None, **more: Any) -> About:
    """A meeting as an act's page knows it."""
    row = visit.desk.row("meeting", visit.path["ref"])
    body = visit.desk.by_id("body", row.body_id)
    return About(
        params={"ref": row.ref, "body": body.name, "on": row.on_day},
        seen=row.version,
        values=values or {},
        more={"meeting": row, **more},
    )


def none_planned(visit: Visit, body: str, name: str) -> dict[str, str]:
    """That no meeting of a body (its key and name) is planned, with where one is."""
    params = {"body": name}
    return {
        **reason("web.meeting.none_planned", params),
        "href": visit.url("/new/meeting", body=body),
        "link": words.say("web.meeting.plan_of", params),
    }


def told(desk: Desk, said: Said, receipt: Receipt | None, code: str, **params: Any) -> Done:
    """What was done, what about it is irregular, and whether the meeting is quorate now."""
    row = desk.row("meeting", said.ref)
    body = desk.by_id("body", row.body_id)
    known = {"ref": row.ref, "on": row.on_day, "body": body.name, **params}
    sentences = [words.say(code, known)]
    sentences += [
        words.say("done.meeting_irregular", {"said": words.say(one["code"], one["params"])})
        for one in row.flags
        if one["on"] == desk.today.isoformat() and code in _FLAGGING
    ]
    if code in _COUNTING:
        sentences += _quorum(desk, row)
    return Done(receipt=receipt, code="web.meeting.said", params={"said": " ".join(sentences)})


def _with_closed(visit: Visit, name: str, found: About) -> About:
    """What an act's page knows, with why its move is closed now, if it is."""
    names = {move for move, path in PATHS.items() if path == name}
    if not names or found.closed:
        return found
    at = convened(visit.desk, visit.desk.row("meeting", visit.path["ref"]))
    looked = [one for one in moves(visit.desk, at) if one["move"] in names]
    if any(one["open"] for one in looked):
        return found
    return replace(found, closed=[reason for one in looked for reason in one["closed_because"]])


_FLAGGING = frozenset({"done.meeting_called", "done.meeting_published", "done.meeting_held"})
_COUNTING = frozenset({"web.meeting.present_kept", "done.meeting_resumed", "done.meeting_held"})


def _quorum(desk: Desk, row: Any) -> list[str]:
    """Whether those there are a quorum now, and what would restore it."""
    found = quorum_now(desk, row)
    if found is None:
        return []
    if found.met:
        params = {"counted": len(found.counted), "needed": found.needed}
        return [words.say("web.meeting.quorate", params)]
    return [
        f"{words.say(one.code, one.params)} {words.remedy(one.code, one.params)}"
        for one in found.shortfalls
    ]


def act(
    name: str,
    do: Doing,
    code: str,
    *,
    fields: Sequence[Field] | Callable[[Visit], Sequence[Field]] = (),
    known: Callable[[Visit], About] = about,
    check: bool = False,
    now: bool = False,
    params: Callable[[Desk, Said], Mapping[str, Any]] | None = None,
) -> Act:
    """An act on a meeting, at /meetings/{ref}/<name>; `now` leads back into the meeting."""

    def doing(desk: Desk, said: Said) -> Done:
        receipt = do(desk, said)
        more = params(desk, said) if params is not None else {}
        return told(desk, said, receipt, code, **more)

    return Act(
        key=f"meeting.{name}",
        path=f"/meetings/{{ref}}/{name}",
        do=doing,
        to="/meetings/{ref}/now" if now else "/meetings/{ref}",
        fields=fields,
        about=lambda visit: _with_closed(visit, name, known(visit)),
        check=check,
    )

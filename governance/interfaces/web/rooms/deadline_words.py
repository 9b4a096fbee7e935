"""Rows of a deadline's page in words: whose it is, its levels, how its day was counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from governance import words
from governance.application.deadlines.owners import Owner
from governance.application.deadlines.queries import PromptView
from governance.application.deadlines.telling import Told
from governance.application.escalations.receivers import Receivers
from governance.application.escalations.went_to import Receiver
from governance.domain.messages.rendering import level, whom
from governance.words.format import day


def whose(one: Told) -> str:
    """Whose a deadline is."""
    if one.by_clock:
        return words.term("clock_does_it")
    return whom(one.owner) if one.owner else words.term("people")


def owned(one: Told, now: Owner | None) -> str:
    """Whose a deadline is, and who that is today, or who hears of it as nobody is."""
    role = words.capital(whose(one))
    if now is None or not now.people:
        return role
    code = "web.deadlines.owned_instead" if now.instead else "web.deadlines.owned"
    return words.say(code, {"role": role, "people": now.people})


def level_row(
    one: PromptView, names: Receivers, went: Sequence[Receiver] = ()
) -> list[str | list[str]]:
    """A level: which, what it brings about, on which day, how it went, and whom it went to."""
    return [
        words.capital(level(one.key)),
        words.capital("; ".join(brings(one.effects, names))),
        day(one.day) if one.day else "",
        _went(one),
        [went_to_said(each, names) for each in went],
    ]


def brings(effects: Iterable[Mapping[str, Any]], names: Receivers) -> list[str]:
    """What a level brings about, each thing in words."""
    said = []
    for effect in effects:
        name = effect["effect"]
        told: dict[str, Any] = {**effect}
        if "to" in effect:
            told["to"] = names.said(effect["to"])
        if "body" in effect:
            told["body"] = names.body(effect["body"])
        if "moves" in effect:
            told["moves"] = [words.term(move) for move in effect["moves"]]
        known = f"prompt.{name}"
        said.append(words.say(known, told) if known in words.catalogue() else words.term(name))
    return said


def went_to_said(one: Receiver, names: Receivers) -> str:
    """Whom a level went to: who it was, and as what; a body with the meeting that was told."""
    to = names.said(one.to)
    if one.is_body:
        code = "at_meeting" if one.meeting is not None else "at_next_meeting"
        return words.say(
            f"web.deadlines.{code}", {"body": words.capital(to), "meeting": one.meeting}
        )
    said = []
    if one.people:
        said.append(words.say("web.deadlines.went_as", {"people": one.people, "to": to}))
    if one.waiting:
        said.append(words.say("web.deadlines.not_yet", {"people": one.waiting, "to": to}))
    if one.again:
        said.append(words.say("web.deadlines.told_in_another_role", {"to": words.capital(to)}))
    return "; ".join(said) or words.capital(to)


def done_said(done: dt.date | None, wanted: dt.date | None, *, late: bool) -> str:
    """When a level was done; of one done late, which day it should have been."""
    if done is None:
        return words.capital(words.term("prompt_fired"))
    code = "done_late" if late and wanted is not None else "done_on"
    return words.say(f"web.deadlines.{code}", {"on": done, "wanted": wanted})


def _went(one: PromptView) -> str:
    said = words.term(f"prompt_{one.state}")
    if one.state == "fired" and one.done_at is not None:
        said = done_said(one.done_on, one.day, late=one.late)
    if one.trouble is not None:
        said += f": {words.say(one.trouble['code'], one.trouble['params'])}"
    if one.waits:
        said += f"; {words.say('prompt.waits', {'periods': list(one.waits)})}"
    return words.capital(said)


def working_row(step: dict[str, Any]) -> list[str]:
    """A day of the working, or a time at which the clock stood still: when, counted, why."""
    if "day" in step:
        why = words.say(step["why"], {"name": "", **step}).rstrip(": ")
        return [
            day(step["day"]),
            words.capital(words.term("yes" if step["counted"] else "no")),
            words.capital(why),
        ]
    no = words.capital(words.term("no"))
    if "extended" in step:
        spell = words.say("web.deadlines.spell", {"first": step["extended"], "last": step["until"]})
        return [spell, no, words.capital(words.term("deadline_was_extended"))]
    why = words.term("clock_stood_still")
    if step.get("reason"):
        why += f": {step['reason']}"
    if not step.get("resumed"):
        return [words.say("web.deadlines.since", {"first": step["paused"]}), no, words.capital(why)]
    spell = words.say("web.deadlines.spell", {"first": step["paused"], "last": step["resumed"]})
    return [spell, no, words.capital(why)]

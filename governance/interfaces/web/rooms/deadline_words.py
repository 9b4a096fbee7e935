"""Rows of a deadline's page in words: whose it is, its levels, how its day was counted."""

from __future__ import annotations

from typing import Any

from governance import words
from governance.application.deadlines.queries import PromptView
from governance.application.deadlines.telling import Told
from governance.domain.messages.rendering import level, whom
from governance.words.format import day


def whose(one: Told) -> str:
    """Whose a deadline is."""
    if one.by_clock:
        return words.term("clock_does_it")
    return whom(one.owner) if one.owner else words.term("people")


def level_row(one: PromptView) -> list[str]:
    """A level of an escalation: which, what it brings about, on which day, how it went."""
    return [
        _first(level(one.key)),
        _first(_brings(one)),
        day(one.day) if one.day else "",
        _went(one),
    ]


def _brings(one: PromptView) -> str:
    said = []
    for effect in one.effects:
        name = effect["effect"]
        told: dict[str, Any] = {**effect}
        if "to" in effect:
            told["to"] = whom(effect["to"])
        if "moves" in effect:
            told["moves"] = [words.term(move) for move in effect["moves"]]
        known = f"prompt.{name}"
        said.append(words.say(known, told) if known in words.catalogue() else words.term(name))
    return "; ".join(said)


def _went(one: PromptView) -> str:
    said = words.term(f"prompt_{one.state}")
    if one.trouble is not None:
        said += f": {words.say(one.trouble['code'], one.trouble['params'])}"
    if one.done_at is not None and one.late:
        said += f", {words.term('prompt_late')} ({day(one.done_at.date())})"
    if one.waits:
        said += f"; {words.say('prompt.waits', {'periods': list(one.waits)})}"
    return _first(said)


def working_row(step: dict[str, Any]) -> list[str]:
    """A day of the working, or a time at which the clock stood still: when, counted, why."""
    if "day" in step:
        why = words.say(step["why"], {"name": "", **step}).rstrip(": ")
        return [
            day(step["day"]),
            _first(words.term("yes" if step["counted"] else "no")),
            _first(why),
        ]
    no = _first(words.term("no"))
    if "extended" in step:
        spell = words.say("web.deadlines.spell", {"first": step["extended"], "last": step["until"]})
        return [spell, no, _first(words.term("deadline_was_extended"))]
    why = words.term("clock_stood_still")
    if step.get("reason"):
        why += f": {step['reason']}"
    if not step.get("resumed"):
        return [words.say("web.deadlines.since", {"first": step["paused"]}), no, _first(why)]
    spell = words.say("web.deadlines.spell", {"first": step["paused"], "last": step["resumed"]})
    return [spell, no, _first(why)]


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]

"""A review as a page of text, and reviews as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import table
from governance.words.format import day


def review_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print reviews, a line each."""
    table(
        title,
        ("Review", "Commission", "Title", "Tier", "Due", "State", "Report"),
        [
            (
                r["ref"],
                r["commission"],
                r["title"],
                r["tier"],
                day(r["due"]),
                state_of(r),
                r["report"],
            )
            for r in rows
        ],
        whole="Review",
    )


def state_of(review: Mapping[str, Any]) -> str:
    """A review's state, or that it is missed where the clock has still to note that."""
    return words.term("missed" if review["missed"] else review["state"])


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    print(f"{found['ref']}: review {found['number']} of {found['commission']} {found['title']}")
    print(f"Due {day(found['due'])}; {state_of(found)}; tier {found['tier']}.")
    if found["missed_on"] is not None:
        print(f"It was not reported by {day(found['missed_on'])}.")
    if found["held_on"] is not None:
        by = f" by {found['reported_by']}" if found["reported_by"] else ""
        print(f"Held on {day(found['held_on'])}, reported{by}; its report is {found['report']}.")
        tests = [(t["test"], words.term(t["finding"] or ""), t["text"]) for t in found["tests"]]
        table("What it found", ("Test", "Finding", "Why"), tests)
        print(_views(found))
    for one in found["deadlines"]:
        kind = words.term(one["kind"])
        print(f"{kind[:1].upper()}{kind[1:]}: {day(one['due'])} ({_how(one)})")
    if found["prompts"]:
        from governance.domain.messages.rendering import level

        rows = [(level(p["level"]), day(p["day"]), _became(p)) for p in found["prompts"]]
        table("Reminders and escalations", ("Level", "Day", "State"), rows)


def _became(prompt: Mapping[str, Any]) -> str:
    """What became of a level, and on which day where it was not its own."""
    said = words.term(f"prompt_{prompt['state']}")
    if prompt["late"] and prompt["on"]:
        said += f", {words.term('prompt_late')} ({day(prompt['on'])})"
    return said


def _views(found: Mapping[str, Any]) -> str:
    if found["views"]:
        return f"Users’ views: {found['views']}"
    return f"No users’ views: {found['no_views']}"


def _how(deadline: Mapping[str, Any]) -> str:
    """How a deadline's day was found, in the words of its last step that counts."""
    state = words.term(deadline["state"])
    steps = [s for s in deadline["working"] if _moved_it(s)]
    if not steps:
        return state
    last = steps[-1]
    if "extended" in last:
        return f"{words.say('review.put_off', {'before': last['extended']})}; {state}"
    if "resumed" in last:
        spell = {"since": last["paused"], "until": last["resumed"]}
        return f"{words.say('review.moved_by_pause', spell)}; {state}"
    said = words.say(last["why"], {"name": last.get("name", "")}).rstrip(": ")
    return f"{said}; {state}"


def _moved_it(step: Mapping[str, Any]) -> bool:
    """Whether a step of the working settled the day, and is no pause that moved nothing."""
    if "resumed" in step:
        return not step.get("overdue") and step["paused"][:10] != step["resumed"][:10]
    return bool(step.get("counted") or "extended" in step)

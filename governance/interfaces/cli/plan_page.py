"""A plan as a page of text, and plans as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import in_words, say, table, tell
from governance.words.format import day, listed


def plan_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print plans, a line each."""
    table(
        title,
        ("Plan", "Title", "Until", "Basis", "State", "Review by"),
        [
            (
                r["ref"],
                r["title"],
                day(r["to"]),
                words.term(r["basis"]),
                words.term(r["state"]),
                day(r["review_by"]) if r["review_by"] else "",
            )
            for r in rows
        ],
        whole="Plan",
    )


def plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """What `queries.show` tells, for JSON: refusals with their words."""
    decides = found["decides"]
    if decides is not None:
        decides = {**decides, "unclear": [in_words(one) for one in decides["unclear"]]}
    return {
        **found,
        "decides": decides,
        "missing": [in_words(one) for one in found["missing"]],
        "notes": [in_words(one) for one in found["notes"]],
    }


def refusal_lines(refusals: Sequence[Any]) -> Iterator[str]:
    """What is missing as lines: what is so, and under it what to do."""
    for one in refusals:
        said = in_words(one)
        yield f"  - {said['words']}"
        if said["remedy"]:
            yield f"    {said['remedy']}"


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    print(f"{found['ref']} {found['title']} ({words.term(found['state'])})")
    for name, text in _facts(found):
        tell(f"  {words.term(name)}: {text}")
    for one in found["notes"]:
        said = in_words(one)
        tell(f"  {said['words']} {said['remedy']}".rstrip())
    _priorities(found)
    _groups(found)
    _parts(found)
    _consultation(found)
    _strategies(found)
    if found["missing"]:
        print()
        say("plan.missing_head")
        for line in refusal_lines(found["missing"]):
            tell(line)
    _who_decides(found["decides"])


def _facts(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    days = ("board_agreed_on", "agreed_on", "published_on", "reviewed_on", "ended_on")
    facts = {
        "plan_board": found["board"],
        "plan_spans": f"{day(found['from'])} – {day(found['to'])}",
        "plan_basis": words.term(found["basis"]),
        "plan_rhythm": words.say("plan.months", {"months": found["rhythm"]}),
        "plan_vision": found["vision"],
        "plan_needs": found["needs"],
        "plan_report": "" if found["report"] is None else found["report"]["ref"],
        **{f"plan_{one}": day(found[one]) if found[one] else "" for one in days},
        "plan_renewed_as": found["renewed_as"] or "",
        "plan_end_reason": found["end_reason"],
    }
    return [(name, text) for name, text in facts.items() if text]


def _priorities(found: Mapping[str, Any]) -> None:
    for one in found["priorities"]:
        mark = _gone(one)
        print()
        tell(f"{one['number']}. {one['title']} [{one['key']}]{mark}")
        tell(f"   {one['outcome_title']}. {one['why']}".rstrip())
        if one["commitments"]:
            _commitments(one["commitments"])


def _gone(one: Mapping[str, Any]) -> str:
    """Said after the name of something that was dropped: that it was, and when."""
    if one["dropped_on"] is None:
        return ""
    return f" ({words.term('plan_dropped')} {day(one['dropped_on'])})"


def _commitments(rows: Sequence[Mapping[str, Any]]) -> None:
    """A table of what partners promised; a column that would be empty is left out."""
    columns: dict[str, list[Any]] = {
        "No.": [one["number"] for one in rows],
        "Partner": [one["partner"] for one in rows],
        "Commitment": [_what(one) for one in rows],
        "By": [day(one["due"]) for one in rows],
        "Measure": [one["measure"] for one in rows],
        "Kept": [words.term(one["judgement"]) if one["judgement"] else "" for one in rows],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    table("", tuple(shown), list(zip(*shown.values(), strict=True)), wide="Commitment")


def _what(one: Mapping[str, Any]) -> str:
    if one["dropped_on"] is None:
        return str(one["what"])
    return f"{one['what']}{_gone(one)}: {one['drop_reason']}".rstrip(": ")


def _groups(found: Mapping[str, Any]) -> None:
    for one in found["groups"]:
        print()
        tell(f"{one['title']} [{one['key']}]{_gone(one)}: {one['for']}")
        tell(f"   {words.term('plan_under')}: {listed(one['priorities'], 'and')}")
        for level in one["levels"]:
            tell(f"   {level['title']}: {level['what']}")


def _parts(found: Mapping[str, Any]) -> None:
    if not found["parts"]:
        return
    print()
    tell(words.say("plan.own_part", {}))
    table(
        words.term("plan_parts"),
        ("Partner", "Key", "Commitments (no.)", "Consented on", "By"),
        [
            (
                one["name"],
                one["key"],
                listed(one["commitments"], "and"),
                day(one["consented_on"]) if one["consented_on"] else words.term("plan_not_yet"),
                one["by"],
            )
            for one in found["parts"]
        ],
        whole="Key",
    )


def _consultation(found: Mapping[str, Any]) -> None:
    told = found["consultation"]
    if told["from"] is None and not told["not_held"]:
        return
    print()
    if told["not_held"]:
        say("plan.not_held", why=told["not_held"])
    else:
        code = "plan.held" if told["to"] else "plan.held_open"
        say(code, from_day=told["from"], to=told["to"] or told["from"])
        if told["held_outside"]:
            say("plan.held_outside")
    if told["changed"]:
        say("plan.what_changed", text=told["changed"])
    for one in told["asked"]:
        code = "plan.was_answered" if one["answered_on"] else "plan.was_asked"
        days = {"asked": one["asked_on"], "answered": one["answered_on"] or one["asked_on"]}
        said = words.say(code, {"who": one["name"], "key": one["key"], "said": one["said"], **days})
        tell(f"  - {said}")


def _strategies(found: Mapping[str, Any]) -> None:
    if found["strategies"]:
        print()
        table(
            words.term("plan_strategies"),
            ("Key", "Strategy", "Whose", "How they stand to each other"),
            [(s["key"], s["title"], s["owner"], words.term(s["way"])) for s in found["strategies"]],
            whole="Key",
        )


def _who_decides(decides: Mapping[str, Any] | None) -> None:
    if decides is None:
        return
    print()
    if decides["title"] is None:
        say("plan.decides_unclear")
        for line in refusal_lines(decides["unclear"]):
            tell(line)
        return
    say("plan.decides", who=decides["title"])
    if decides["waits_for"]:
        say("plan.waits_for", who=decides["waits_for"])
    if decides["earliest"]:
        say("plan.earliest", on=decides["earliest"])

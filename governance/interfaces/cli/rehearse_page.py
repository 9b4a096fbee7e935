"""A rehearsed year as pages of text: the calendar, what will go wrong, who has how much to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces.cli.output import table, tell
from governance.interfaces.cli.rehearse_calendar import MARKS, calendar
from governance.words.format import day, money

SHOWN = 20
"""Lines of a table shown to people; files and programs get all of them."""
BUSIEST = 10
"""People shown, those with most to do in a month first."""

Run = Mapping[str, Any]


def page(found: Mapping[str, Any]) -> None:
    """Print everything that a rehearsal found."""
    for number, run in enumerate(found["runs"]):
        if number:
            print()
        _run(found, run)
    if "difference" in found:
        print()
        _difference(found)


def name_of(run: Run) -> str:
    """What a run is called: by its text, or as things stand."""
    if run["text"] is None:
        return words.say("rehearsal.as_it_stands", {})
    return words.say("rehearsal.under", {"title": run["title"], "file": run["text"]})


def _run(found: Mapping[str, Any], run: Run) -> None:
    told = {"start": found["from"], "end": found["to"], "seed": found["seed"]}
    tell(words.say("rehearsal.heading", told | {"how": name_of(run)}))
    tell(words.say("rehearsal.summary", run["figures"]))
    tell(words.say("rehearsal.supposed", found["supposed"]))
    print()
    _calendar(found, run)
    print()
    _inquorate(run)
    _missed(run)
    _returns(run)
    _endings(run)
    _load(run)
    _told(run)
    _findings(run)


def _calendar(found: Mapping[str, Any], run: Run) -> None:
    columns = ("Month", *(words.say(f"rehearsal.week.{n}", {}) for n in range(1, 6)))
    rows = [
        (
            f"{month.first:%b %Y}",
            *(
                " ".join(f"{sign}{n}" for kind, sign in MARKS.items() if (n := len(cell.of(kind))))
                or "·"
                for cell in month.weeks
            ),
        )
        for month in calendar(found, run)
    ]
    widths = [max(len(row[n]) for row in (columns, *rows)) for n in range(len(columns))]
    for row in (columns, *rows):
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    tell(words.say("rehearsal.legend", {str(kind): sign for kind, sign in MARKS.items()}))


def _some(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], **more: str | None
) -> None:
    """A table of the first rows, and how many more there are."""
    table(title, columns, rows[:SHOWN], **more)
    if len(rows) > SHOWN:
        tell(words.say("rehearsal.more", {"more": len(rows) - SHOWN}))


def _inquorate(run: Run) -> None:
    rows = [
        (one["ref"], day(one["on"]), one["title"], words.say("rehearsal.there", one), _why(one))
        for one in run["meetings"]
        if not one["quorate"]
    ]
    _some("Inquorate meetings", ("Meeting", "On", "Body", "There", "Why"), rows, whole="Meeting")


def _why(meeting: Mapping[str, Any]) -> str:
    said = [words.say("rehearsal.short", {"why": "; ".join(meeting["why"])})]
    away, vacant, missed = meeting["away"], meeting["vacant"], meeting["missed"]
    if meeting["foreseen"]:
        how = "foreseen_both" if away and vacant else "foreseen_vacant" if vacant else "foreseen"
        said.append(words.say(f"rehearsal.{how}", {}))
    if vacant:
        said.append(words.say("rehearsal.vacant", {"seats": vacant}))
    if away:
        said.append(words.say("rehearsal.away", {"who": away}))
    if missed:
        how = "besides" if meeting["foreseen"] else "kept_away"
        said.append(words.say(f"rehearsal.{how}", {"who": missed}))
    if meeting["no_stand_in"]:
        said.append(words.say("rehearsal.no_stand_in", {"who": meeting["no_stand_in"]}))
    if meeting["items"]:
        said.append(words.say("rehearsal.waited", {"items": meeting["items"]}))
    return " ".join(said)


def _missed(run: Run) -> None:
    missed = run["reviews"]["missed"]
    columns = ("Review", "Commission", "Lead", "Due", "Held")
    rows = _reviews(one for one in missed if not one["before"])
    _some("Missed reviews", columns, rows, whole="Review")
    if overdue := _reviews(one for one in missed if one["before"]):
        _some("Reviews that were overdue when it began", columns, overdue, whole="Review")


def _reviews(missed: Iterable[Mapping[str, Any]]) -> list[Sequence[Any]]:
    return [
        (
            one["review"],
            one["commission"],
            one["lead_name"] or one["lead"],
            day(one["due"]),
            words.say("rehearsal.late" if one["held_on"] else "rehearsal.not_held", one),
        )
        for one in missed
    ]


def _returns(run: Run) -> None:
    rows = [
        (
            one["of"],
            words.term(one["kind"]),
            one["who"],
            day(one["due"]),
            words.say(
                "rehearsal.return_late" if one["came_on"] else "rehearsal.return_not_made", one
            ),
        )
        for one in run["returns"]
        if one["missed"]
    ]
    _some("Late returns", ("Of", "What", "Whose", "Due", "Came"), rows, whole="Of")


def _endings(run: Run) -> None:
    rows = []
    for one in run["endings"]:
        passed = sum(len(row["passed_unnoticed"]) for row in one["agreements"])
        rows.append(
            (
                one["month"],
                one["number"],
                money(one["value"]) + ("+" if one["value_unknown"] else ""),
                one["not_seen_to"],
                passed,
                words.say("rehearsal.cliff", {}) if one["cliff"] else "",
            )
        )
    columns = ("Month", "End", "Value", "Not seen to", "Notices passed", "")
    _some("Agreements that run out", columns, rows, whole="Month")


def _load(run: Run) -> None:
    bodies = [
        (one["title"], one["meetings"], one["inquorate"], one["items"], one["most_items"])
        for one in run["load"]["bodies"]
    ]
    columns = ("Body", "Meetings", "Inquorate", "Items", "Most at one")
    _some("What bodies have to do", columns, bodies)
    people = sorted(
        run["load"]["people"],
        key=lambda one: (-one["most_in_a_month"], -one["deadlines"], one["who"]),
    )
    rows = [
        (
            one["name"] or words.term(one["who"]),
            one["deadlines"],
            one["most_in_a_month"],
            ", ".join(m for m, n in one["months"].items() if n == one["most_in_a_month"]),
        )
        for one in people[:BUSIEST]
    ]
    table("Who has most to do in a month", ("Who", "Deadlines", "Most", "In"), rows)


def _told(run: Run) -> None:
    from governance.domain.messages.rendering import level

    rows = [(words.term(one["kind"]), level(one["level"]), one["number"]) for one in run["told"]]
    _some("Reminders and escalations", ("Deadline", "Level", "Times"), rows)


def _findings(run: Run) -> None:
    rows = [(day(one["on"]), one["words"]) for one in run["findings"]]
    _some("What Vires refused", ("On", "What"), rows, wide="What")


# --- side by side


def _difference(found: Mapping[str, Any]) -> None:
    first, second = (name_of(run) for run in found["runs"])
    difference = found["difference"]
    tell(words.say("rehearsal.side_by_side", {"first": first, "second": second}))
    figures = difference["figures"].values()
    if not any(one["change"] for one in figures) and not any(
        difference[name] for name in ("bodies", "people", "told")
    ):
        tell(words.say("rehearsal.same", {}))
    rows = [
        (words.say(f"rehearsal.figure.{name}", {}), one["first"], one["second"], _signed(one))
        for name, one in difference["figures"].items()
    ]
    table("Figures", ("What", "First", "Second", "Change"), rows)
    titles = {one["body"]: one["title"] for run in found["runs"] for one in run["load"]["bodies"]}
    bodies = list(_pairs(difference["bodies"], lambda one: titles[one["body"]]))
    table("Bodies that differ", ("Body", "What", "First", "Second"), bodies)
    names = {one["who"]: one["name"] for run in found["runs"] for one in run["load"]["people"]}
    people = list(_pairs(difference["people"], lambda one: names[one["who"]] or one["who"]))
    _some("People who differ", ("Who", "What", "First", "Second"), people)


def _pairs(
    differing: Iterable[Mapping[str, Any]], name: Callable[[Mapping[str, Any]], str]
) -> Iterable[tuple[str, str, int, int]]:
    for one in differing:
        for what, value in one["first"].items():
            if value != one["second"][what]:
                said = words.say(f"rehearsal.load.{what}", {})
                yield name(one), said, value, one["second"][what]


def _signed(one: Mapping[str, int]) -> str:
    return f"{one['change']:+}" if one["change"] else "="

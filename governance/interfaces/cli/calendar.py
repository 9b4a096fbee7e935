"""`vires calendar`: count days and show the working. Needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.output import AsJson, emit_json, say, table
from governance.words.format import day as day_words

if TYPE_CHECKING:
    import datetime as dt

    from governance.domain.calendar import Calendar, CountedDay, Verb

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

PolicyName = Annotated[
    str, typer.Option("--policy", help="How days are counted; see vires calendar policies.")
]
Days = Annotated[str, typer.Option("--days", help="How many days.", metavar="N")]
Closed = Annotated[
    list[str] | None,
    typer.Option("--closed", help="A day that is closed as well; repeat for more.", metavar="DATE"),
]
Jurisdiction = Annotated[
    str, typer.Option("--jurisdiction", help="Whose bank holidays hold, for example scotland.")
]
_DEFAULT = "england-and-wales"


@app.command()
def earliest(
    policy: PolicyName,
    days: Days,
    notice: Annotated[str, typer.Option("--notice", help="Day of the notice.", metavar="DATE")],
    closed: Closed = None,
    jurisdiction: Jurisdiction = _DEFAULT,
    as_json: AsJson = False,
) -> None:
    """The first lawful day after a notice."""
    from governance.domain.calendar import earliest as count

    number, day, calendar = _read("earliest", policy, days, notice, closed, jurisdiction)
    found = count(policy=policy, days=number, notice=day, calendar=calendar)
    if as_json:
        emit_json(
            _asked(policy, number, calendar)
            | {
                "notice": day,
                "raw": found.raw,
                "rolled": found.rolled,
                "trace": _listed(found.trace),
                "passed_over": _listed(found.passed_over),
            }
        )
        return
    code = "calendar.earliest" if found.raw == found.rolled else "calendar.earliest_rolled"
    say(code, raw=found.raw, rolled=found.rolled)
    _working([*found.trace, *found.passed_over])


@app.command()
def latest(
    policy: PolicyName,
    days: Days,
    meeting: Annotated[str, typer.Option("--meeting", help="Day of the meeting.", metavar="DATE")],
    closed: Closed = None,
    jurisdiction: Jurisdiction = _DEFAULT,
    as_json: AsJson = False,
) -> None:
    """The last day for a notice before a meeting."""
    from governance.domain.calendar import latest as count

    number, day, calendar = _read("latest", policy, days, meeting, closed, jurisdiction)
    found = count(policy=policy, days=number, meeting=day, calendar=calendar)
    if as_json:
        emit_json(
            _asked(policy, number, calendar)
            | {
                "meeting": day,
                "latest_notice": found.latest_notice,
                "rolled": found.rolled,
                "trace": _listed(found.trace),
            }
        )
        return
    code = "calendar.latest" if found.latest_notice == found.rolled else "calendar.latest_rolled"
    say(code, day=found.latest_notice, rolled=found.rolled)
    _working(found.trace)


@app.command()
def window(
    policy: PolicyName,
    days: Days,
    start: Annotated[str, typer.Option("--from", help="Day it starts from.", metavar="DATE")],
    cutoff: Annotated[
        str | None,
        typer.Option("--cutoff", help="Hour at which the last day closes.", metavar="HH:MM"),
    ] = None,
    closed: Closed = None,
    jurisdiction: Jurisdiction = _DEFAULT,
    as_json: AsJson = False,
) -> None:
    """When a window that opens on a day closes, and what waits for it takes effect."""
    from governance.domain.calendar import read_cutoff
    from governance.domain.calendar import window as count

    number, day, calendar = _read("window", policy, days, start, closed, jurisdiction, cutoff)
    hour = None if cutoff is None else read_cutoff(cutoff)
    found = count(policy=policy, days=number, start=day, calendar=calendar, cutoff=hour)
    if as_json:
        emit_json(
            _asked(policy, number, calendar)
            | {
                "from": day,
                "last_day": found.last_day,
                "closes_at": found.closes_at.isoformat(),
                "effective": found.effective,
                "trace": _listed(found.trace),
            }
        )
        return
    code = "calendar.window" if cutoff is None else "calendar.window_cutoff"
    say(code, last_day=found.last_day, closes_at=found.closes_at, effective=found.effective)
    _working(found.trace)


@app.command()
def policies(as_json: AsJson = False) -> None:
    """The ways of counting days there are."""
    from governance.domain.calendar import POLICIES

    rows = [
        (p.name, list(p.verbs), words.say(f"calendar.policy.{p.name}", {}), p.source)
        for p in POLICIES.values()
    ]
    if as_json:
        keys = ("policy", "answers", "meaning", "source")
        emit_json({"policies": [dict(zip(keys, row, strict=True)) for row in rows]})
        return
    table(
        "Ways of counting days",
        ["Policy", "Answers", "Meaning", "Source"],
        [(name, ", ".join(verbs), meaning, source) for name, verbs, meaning, source in rows],
    )


def _read(
    verb: Verb,
    policy: str,
    days: str,
    day: str,
    closed: Sequence[str] | None,
    jurisdiction: str,
    cutoff: str | None = None,
) -> tuple[int, dt.date, Calendar]:
    """Read what was typed; everything wrong with it is said at once."""
    from functools import partial

    from governance.domain.calendar import (
        Calendar,
        policy_named,
        read_cutoff,
        read_day,
        read_days,
    )
    from governance.domain.errors import Unusable, problems_of

    closed = closed or ()
    problems = problems_of(
        partial(policy_named, policy, verb=verb),
        partial(read_days, days),
        *(partial(read_day, text) for text in (day, *closed)),
        partial(Calendar, jurisdiction),
        *(() if cutoff is None else (partial(read_cutoff, cutoff),)),
    )
    if problems:
        raise Unusable(problems)
    shut = frozenset(read_day(text) for text in closed)
    return read_days(days), read_day(day), Calendar(jurisdiction, shut)


def _asked(policy: str, days: int, calendar: Calendar) -> dict[str, Any]:
    return {"policy": policy, "days": days, "jurisdiction": calendar.jurisdiction}


def _why(entry: CountedDay) -> str:
    return words.say(entry.why.code, {"name": entry.why.name})


def _listed(trace: Iterable[CountedDay]) -> list[dict[str, Any]]:
    return [{"day": e.day, "counted": e.counted, "why": _why(e)} for e in trace]


def _working(trace: Iterable[CountedDay]) -> None:
    """Print the working, a run of days with the same reason on one line."""
    rows, so_far = [], 0
    for why, run in groupby(trace, key=_why):
        entries = list(run)
        so_far += sum(entry.counted for entry in entries)
        first, last = entries[0], entries[-1]
        until = "" if len(entries) == 1 else f"{last.day:%a} {day_words(last.day)}"
        counted = f"{so_far}" if first.counted else ""
        rows.append((f"{first.day:%a} {day_words(first.day)}", until, why, counted))
    table("The working", ["Day", "To", "Why", "Counted so far"], rows)

"""The first day on which a decision would be lawful, and what is irregular on a chosen day.

Each step of the working is a code with parameters, so that it can be said in words and checked
by hand. A notice that has not been given is counted as if it were given today, and said so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from governance.domain.calendar import (
    Calendar,
    Counted,
    Window,
    counted_between,
    earliest,
    next_day,
    read_cutoff,
    window,
)
from governance.domain.errors import Refusal
from governance.domain.procedure.model import (
    INSTEAD_OF,
    CallIn,
    GivenNotice,
    NoticeRule,
    Procedure,
)


@dataclass(frozen=True, slots=True)
class Working:
    """One step of the working: a code that has words, its parameters, the days counted."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Exceptions that, used today, would make an earlier day lawful, and its working."""

    kinds: tuple[str, ...]
    day: dt.date
    working: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class Lawful:
    """The first lawful day, if there is one.

    `missing` is what has yet to be done for that day to hold; `exceptions` are the exceptions
    that would allow an earlier one.
    """

    day: dt.date | None
    working: tuple[Working, ...]
    missing: tuple[Refusal, ...] = ()
    exceptions: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class _Count:
    """A notice counted: the first day it allows that its policy counts.

    A meeting on a day that the policy does not count, a Saturday say, is in time as soon as the
    days before it are all there.
    """

    rule: NoticeRule
    on: dt.date
    first: dt.date
    counted: Counted | None

    @property
    def allows_from(self) -> dt.date:
        """The day after the last day that counted."""
        return self.first if self.counted is None else next_day(self.counted.last_counted)


def earliest_lawful(
    *,
    procedure: Procedure,
    given: Sequence[GivenNotice],
    meetings: Sequence[dt.date] | None,
    today: dt.date,
    calendar: Calendar,
) -> Lawful:
    """The first day on which a decision under `procedure` would be lawful, with its working.

    A body decides on one of its `meetings`; with None an officer decides, on a working day.
    Nothing is decided before `today`. Raises `Unusable` for days that cannot be counted.
    """
    plain = _plan(procedure, given, (), meetings, today, calendar)
    offers: list[Alternative] = []
    kinds = [kind for kind in _exception_kinds(procedure) if kind not in {g.kind for g in given}]
    for together in _compatible(kinds):
        found = _plan(procedure, given, together, meetings, today, calendar)
        rivals = [o.day for o in offers if set(o.kinds) < set(together)]
        rivals += [plain.day] if plain.day is not None else []
        if found.day is not None and all(found.day < rival for rival in rivals):
            offers.append(Alternative(together, found.day, found.working))
    return Lawful(plain.day, plain.working, plain.missing, tuple(offers))


def lawful_on(
    *,
    procedure: Procedure,
    given: Sequence[GivenNotice],
    day: dt.date,
    published_agenda: dt.date | None,
    calendar: Calendar,
    at_meeting: bool = True,
) -> tuple[Refusal, ...]:
    """What is irregular if the decision is taken on `day`; empty where nothing is.

    `published_agenda` is the day the agenda was open to inspection; `at_meeting` is no for an
    officer's decision. Raises `Unusable` for days that cannot be counted.
    """
    known = list(given)
    if published_agenda is not None:
        known.append(GivenNotice("agenda", published_agenda))
    found: list[Refusal] = []
    if procedure.meeting_only and not at_meeting:
        found.append(Refusal("procedure.meeting_only", {"procedure": procedure.title}))
    for rule in _binding(procedure, at_meeting=at_meeting):
        counts = [c for c in _counts(rule, procedure, known, calendar) if c.on <= day]
        if not counts:
            found.append(Refusal("procedure.notice_missing", _of(rule) | {"day": day}))
            continue
        best = min(counts, key=lambda count: count.allows_from)
        if best.allows_from > day:
            found.append(_too_short(best, day, calendar))
    return tuple(found)


def call_in_window(*, call_in: CallIn, published: dt.date, calendar: Calendar) -> Window:
    """The call-in window of a decision published on a day.

    If nobody calls in, the decision takes effect on the window's `effective` day.
    """
    cutoff = None if call_in.cutoff is None else read_cutoff(call_in.cutoff)
    return window(
        policy=call_in.policy,
        days=call_in.days,
        start=published,
        calendar=calendar,
        cutoff=cutoff,
    )


def _plan(
    procedure: Procedure,
    given: Sequence[GivenNotice],
    supposed: tuple[str, ...],
    meetings: Sequence[dt.date] | None,
    today: dt.date,
    calendar: Calendar,
) -> Lawful:
    """The first lawful day if the `supposed` exceptions were used today."""
    known = [*given, *(GivenNotice(kind, today) for kind in supposed)]
    day = first = today
    working: list[Working] = []
    missing: list[Refusal] = []
    if procedure.meeting_only and meetings is None:
        missing.append(Refusal("procedure.meeting_only", {"procedure": procedure.title}))
    for rule in _binding(procedure, at_meeting=meetings is not None):
        counts = list(_counts(rule, procedure, known, calendar))
        if counts:
            best = min(counts, key=lambda count: count.allows_from)
            working.append(_step(best, supposing=best.rule.kind in supposed))
        else:
            best = _count(rule, today, calendar)
            working.append(_step(best, supposing=True))
            missing.append(Refusal("procedure.notice_not_given", _of(rule) | {"first": best.first}))
        day, first = max(day, best.allows_from), max(first, best.first)
    if meetings is None and procedure.meeting_only:
        return Lawful(None, tuple(working), tuple(missing))
    if meetings is None:
        decided = calendar.on_or_after(day)
        working.append(Working("procedure.by_officer", {"day": decided}))
        return Lawful(decided, tuple(working), tuple(missing))
    meeting = min((m for m in meetings if m >= day), default=None)
    if meeting is None:
        missing.append(Refusal("procedure.no_meeting", {"day": first}))
    else:
        params = {"day": min(first, meeting), "meeting": meeting}
        working.append(Working("procedure.at_meeting", params))
    return Lawful(meeting, tuple(working), tuple(missing))


def _binding(procedure: Procedure, *, at_meeting: bool) -> tuple[NoticeRule, ...]:
    return tuple(r for r in procedure.notices if at_meeting or r.before == "decision")


def _counts(
    rule: NoticeRule, procedure: Procedure, given: Sequence[GivenNotice], calendar: Calendar
) -> Iterator[_Count]:
    """The notice as it was given, and each exception given in its stead.

    An exception that several rules describe counts from the strictest of them.
    """
    if (on := _first_given(rule.kind, given)) is not None:
        yield _count(rule, on, calendar)
    for kind in _exception_kinds(procedure):
        on = _first_given(kind, given)
        if on is not None and rule.kind in INSTEAD_OF.get(kind, ()):
            counts = [_count(e, on, calendar) for e in procedure.exceptions if e.kind == kind]
            yield max(counts, key=lambda count: count.allows_from)


def _first_given(kind: str, given: Sequence[GivenNotice]) -> dt.date | None:
    return min((notice.on for notice in given if notice.kind == kind), default=None)


def _count(rule: NoticeRule, on: dt.date, calendar: Calendar) -> _Count:
    if rule.days == 0:
        return _Count(rule, on, on, None)
    counted = earliest(policy=rule.policy, days=rule.days, notice=on, calendar=calendar)
    return _Count(rule, on, counted.raw, counted)


def _exception_kinds(procedure: Procedure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.kind for rule in procedure.exceptions))


def _compatible(kinds: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every choice of exceptions, fewest first, of which no two stand in for one notice."""
    for number in range(1, len(kinds) + 1):
        for together in combinations(kinds, number):
            replaced = [notice for kind in together for notice in INSTEAD_OF.get(kind, ())]
            if len(set(replaced)) == len(replaced):
                yield together


def _of(rule: NoticeRule) -> dict[str, Any]:
    """The parameters every sentence about a notice takes."""
    unit = rule.policy if rule.days != 1 else f"{rule.policy}.one"
    return {"kind": rule.kind, "days": rule.days, "unit": unit, "source": rule.source}


def _step(count: _Count, *, supposing: bool) -> Working:
    params = _of(count.rule) | {"notice": count.on, "first": count.first}
    if count.counted is None:
        return Working("procedure.if_consent" if supposing else "procedure.consent", params)
    params["ends"] = count.counted.last_counted
    code = "procedure.if_given_today" if supposing else "procedure.given"
    return Working(code, params, count.counted)


def _too_short(count: _Count, day: dt.date, calendar: Calendar) -> Refusal:
    between = counted_between(
        policy=count.rule.policy, notice=count.on, meeting=day, calendar=calendar
    )
    params = _of(count.rule) | {
        "notice": count.on,
        "day": day,
        "first": count.first,
        "between": between,
    }
    return Refusal("procedure.notice_short", params)

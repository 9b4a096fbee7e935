"""Planning back agrees with a search through every day, going forward by the rules that decide.

The search knows nothing of links and steps: it plays a decision from its papers to the end with
`earliest_lawful`, `call_in_window` and `window`, one day after another.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from governance.domain.backward import (
    After,
    Before,
    Days,
    End,
    Goal,
    Link,
    Meetings,
    Notice,
    Step,
    Straight,
    WorkingDays,
    bound_by,
    earliest_days,
    last_days,
    last_reach,
    meetings_left,
)
from governance.domain.calendar import POLICIES, Calendar, window
from governance.domain.procedure import (
    CallIn,
    GivenNotice,
    NoticeRule,
    Procedure,
    call_in_window,
    earliest_lawful,
)

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 1, 5), dt.date(2027, 1, 4)
YEAR = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
CLEAR = ("clear_calendar_days", "clear_working_days", "s243_clear_days")
WINDOWS = [name for name, p in POLICIES.items() if "window" in p.verbs and not p.months]
LONG_AGO = FIRST - 200 * DAY
NEVER = dt.date(2040, 1, 1)


@dataclass(frozen=True)
class Ways:
    """One random way to a contract: what its decision needs, and what follows it."""

    calendar: Calendar
    boards: Sequence[dt.date]
    advisers: Sequence[dt.date]
    plan: NoticeRule
    agenda: NoticeRule
    call_in: CallIn | None
    standstill: tuple[str, int]
    mobilise: int
    end: dt.date
    known: dict[tuple[str | dt.date, ...], dt.date] = field(default_factory=dict)

    def steps(self) -> Goal:
        """The plan, as it is to be planned back."""
        told = () if self.call_in is None else (After(self.call_in.policy, self.call_in.days),)
        agenda: Link = Notice(self.agenda.policy, self.agenda.days)
        return Goal(
            (
                Step("paper", WorkingDays(), {"advice": (Notice("clear_working_days", 5),)}),
                Step("advice", Meetings(self.advisers), {"agenda": (Straight(),)}),
                Step("agenda", WorkingDays(), {"decide": (agenda,)}),
                Step(
                    "plan", WorkingDays(), {"decide": (Notice(self.plan.policy, self.plan.days),)}
                ),
                Step("decide", Meetings(self.boards), {"publish": (Straight(),)}),
                Step("publish", WorkingDays(), {"effective": told or (Straight(),)}),
                Step("effective", Days(), {"tell": (Straight(),)}),
                Step("tell", WorkingDays(), {"sign": (After(*self.standstill),)}),
                Step(
                    "sign", WorkingDays(), {"end": (After("calendar_days_after", self.mobilise),)}
                ),
                Step("end", End(self.end), {}),
            ),
            self.calendar,
        )

    def late(self, step: str, by: Mapping[str, dt.date], day: dt.date) -> dt.date:
        """When a step is reached that could be taken on `day` and waits as long as `by` says."""
        return max(day, by.get(step, LONG_AGO))

    def works(self, day: dt.date) -> dt.date:
        while not self.calendar.is_working_day(day):
            day += DAY
        return day

    def run(self, **by: dt.date) -> dt.date:
        """The first day on which it could begin, where some steps wait until their days."""
        meets = self.lawful(
            "advice",
            Procedure("a", "", notices=(NoticeRule("agenda", "clear_working_days", 5),)),
            self.advisers,
            by.get("advice", LONG_AGO),
            agenda=self.works(self.late("paper", by, LONG_AGO)),
        )
        decided = self.lawful(
            "decide",
            Procedure("d", "", notices=(self.plan, self.agenda)),
            self.boards,
            by.get("decide", LONG_AGO),
            agenda=self.works(self.late("agenda", by, meets)),
            forward_plan=self.works(self.late("plan", by, LONG_AGO)),
        )
        told = self.works(self.late("publish", by, decided))
        effective = self.late("effective", by, self.after_call_in(told))
        notified = self.works(self.late("tell", by, effective))
        signed = self.works(self.late("sign", by, self.counted(*self.standstill, notified)))
        return self.counted("calendar_days_after", self.mobilise, signed)

    def lawful(
        self,
        name: str,
        procedure: Procedure,
        meetings: Sequence[dt.date],
        today: dt.date,
        **given: dt.date,
    ) -> dt.date:
        if max(given.values()) > LAST:
            return NEVER
        key: tuple[str | dt.date, ...] = (name, today, *given.values())
        if key not in self.known:
            found = earliest_lawful(
                procedure=procedure,
                given=[GivenNotice(kind, on) for kind, on in given.items()],
                meetings=meetings,
                today=today,
                calendar=self.calendar,
            )
            self.known[key] = found.day or NEVER
        return self.known[key]

    def after_call_in(self, told: dt.date) -> dt.date:
        if self.call_in is None or told == NEVER:
            return told
        if ("call-in", told) not in self.known:
            found = call_in_window(call_in=self.call_in, published=told, calendar=self.calendar)
            self.known["call-in", told] = found.effective
        return self.known["call-in", told]

    def counted(self, policy: str, days: int, start: dt.date) -> dt.date:
        if start >= NEVER:
            return NEVER
        key = (f"{policy} {days}", start)
        if key not in self.known:
            found = window(policy=policy, days=days, start=start, calendar=self.calendar)
            self.known[key] = found.effective
        return self.known[key]


def notice(kind: str, most: int) -> st.SearchStrategy[NoticeRule]:
    return st.builds(NoticeRule, st.just(kind), st.sampled_from(CLEAR), st.integers(1, most))


_DATES = st.lists(st.sampled_from(YEAR), min_size=1, max_size=14, unique=True).map(sorted)
WAYS = st.builds(
    Ways,
    calendar=st.frozensets(st.sampled_from(YEAR), max_size=25).map(
        lambda closed: Calendar("england-and-wales", closed)
    ),
    boards=_DATES,
    advisers=_DATES,
    plan=notice("forward_plan", 35),
    agenda=notice("agenda", 8),
    call_in=st.none() | st.builds(CallIn, st.sampled_from(WINDOWS), st.integers(1, 10)),
    standstill=st.tuples(st.sampled_from(WINDOWS), st.integers(1, 12)),
    mobilise=st.integers(1, 40),
    end=st.sampled_from(YEAR[90:]),
)
MONTHLY = [dt.date(2026, month, 11) for month in range(1, 13)]
REAL = Ways(
    calendar=Calendar(),
    boards=MONTHLY,
    advisers=[day - 14 * DAY for day in MONTHLY],
    plan=NoticeRule("forward_plan", "clear_calendar_days", 28),
    agenda=NoticeRule("agenda", "clear_working_days", 5),
    call_in=CallIn("end_of_nth_working_day_after", 5),
    standstill=("working_days_first_included", 8),
    mobilise=28,
    end=dt.date(2026, 12, 29),
)


def up_to(found: Mapping[str, dt.date | None], key: str) -> list[dt.date]:
    """The days on which a step is in time; none where another step has no day at all."""
    last = found[key]
    if last is None or None in found.values():
        return []
    return [day for day in YEAR if day <= last]


@given(WAYS)
@example(REAL)
@settings(max_examples=15, deadline=None)
def test_a_step_makes_it_up_to_its_last_day_and_on_no_later_one(ways: Ways) -> None:
    goal = ways.steps()
    found = last_days(goal)
    for step in goal.steps[:-1]:
        makes_it = [day for day in YEAR if ways.run(**{step.key: day}) <= ways.end]
        assert makes_it == up_to(found, step.key), step.key


@given(WAYS, st.sampled_from(YEAR))
@example(REAL, dt.date(2026, 5, 4))
@settings(max_examples=60, deadline=None)
def test_the_meetings_left_are_those_a_search_finds(ways: Ways, today: dt.date) -> None:
    goal = ways.steps()
    now = dict.fromkeys(("paper", "advice", "agenda", "plan"), today)
    found = [
        day
        for day in ways.boards
        if day >= today
        and ways.run(**now, decide=day) <= ways.end
        and ways.run(**now, decide=day) < ways.run(**now, decide=day + DAY)
    ]
    left = meetings_left(goal, "decide", today)
    assert set(found) <= set(left)
    # Of two meetings that bring the same beginning the search cannot tell which it was.
    assert all(ways.run(**now, decide=day) <= ways.end for day in left)
    assert bool(left) is (ways.run(**now) <= ways.end)


@given(WAYS, st.sampled_from(YEAR))
@settings(max_examples=60, deadline=None)
def test_going_forward_from_today_is_what_the_search_does(ways: Ways, today: dt.date) -> None:
    first = earliest_days(ways.steps(), today)
    leaves = dict.fromkeys(("paper", "advice", "agenda", "plan", "decide"), today)
    everything = leaves | dict.fromkeys(("publish", "effective", "tell", "sign"), today)
    assert (first["end"] == ways.end) is (ways.run(**everything) <= ways.end)


@given(WAYS, st.sampled_from(YEAR))
@settings(max_examples=60, deadline=None)
def test_a_holiday_announced_never_gives_more_time(ways: Ways, closed: dt.date) -> None:
    goal = ways.steps()
    shorter = Goal(goal.steps, ways.calendar.also_closed(frozenset({closed})))
    for key, day in last_days(shorter).items():
        before = last_days(goal)[key]
        assert day is None or (before is not None and day <= before)


@given(WAYS, st.sampled_from(YEAR))
@settings(max_examples=40, deadline=None)
def test_a_notice_given_already_binds_like_one_that_is_played(ways: Ways, given: dt.date) -> None:
    goal = ways.steps()
    link = (Notice(ways.plan.policy, ways.plan.days),)
    steps = tuple(
        Step(s.key, bound_by(s.taken, link, given, ways.calendar), s.to) if s.key == "decide" else s
        for s in goal.steps
        if s.key != "plan"
    )
    found = last_days(Goal(steps, ways.calendar))
    if ways.calendar.is_working_day(given):
        makes_it = [d for d in YEAR if ways.run(plan=given, agenda=d) <= ways.end]
        assert makes_it == up_to(found, "agenda")


LINKS: Sequence[Callable[[int], Link]] = [
    *(lambda n, p=p: After(p, n) for p, way in POLICIES.items() if "window" in way.verbs),
    *(lambda n, p=p: Notice(p, n) for p in CLEAR),
    *(lambda n, p=p: Before(p, n) for p, way in POLICIES.items() if "latest" in way.verbs),
    lambda _n: Straight(),
]


@given(st.sampled_from(LINKS), st.integers(1, 9), st.sampled_from(YEAR), st.data())
@settings(max_examples=150, deadline=None)
def test_what_a_day_allows_every_earlier_day_allows(
    make: Callable[[int], Link], days: int, then: dt.date, data: st.DataObject
) -> None:
    link = make(days)
    closed = data.draw(st.frozensets(st.sampled_from(YEAR), max_size=20))
    calendar = Calendar("england-and-wales", closed)
    back = 330 if "months" in getattr(link, "policy", "") else 60
    allowed = [link.allows(then - n * DAY, then, calendar) for n in range(-1, back)]
    assert allowed == sorted(allowed), "a later day allows what an earlier one does not"
    later = [link.allows(then - 20 * DAY, then + n * DAY, calendar) for n in range(40)]
    assert later == sorted(later), "what is allowed on a day is refused on a later one"
    last = last_reach(Step("a", Days(), {"b": (link,)}), {"b": then}, calendar)
    assert last == then - (allowed.index(True) - 1) * DAY


def test_what_people_do_they_do_on_working_days() -> None:
    monday = dt.date(2026, 6, 15)
    steps = (
        Step("notice", WorkingDays(), {"decide": (Notice("clear_calendar_days", 28),)}),
        Step("decide", Meetings([monday]), {"end": (Straight(),)}),
        Step("end", End(monday), {}),
    )
    found = last_days(Goal(steps, Calendar()))
    # 28 clear days allow Sunday 17 May; a notice of that day would be given on the Monday.
    assert found["notice"] == dt.date(2026, 5, 15)
    assert last_reach(steps[0], {"decide": monday}, Calendar()) == dt.date(2026, 5, 17)


def test_a_body_that_does_not_meet_in_time_leaves_no_day_at_all() -> None:
    steps = (
        Step("notice", WorkingDays(), {"decide": (Notice("clear_calendar_days", 28),)}),
        Step("decide", Meetings([]), {"end": (Straight(),)}),
        Step("end", End(dt.date(2026, 6, 15)), {}),
    )
    goal = Goal(steps, Calendar())
    assert last_days(goal) == {"notice": None, "decide": None, "end": dt.date(2026, 6, 15)}
    assert meetings_left(goal, "decide", FIRST) == ()

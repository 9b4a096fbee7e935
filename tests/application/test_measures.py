"""Measures: added, observed, corrected, rated by the rule in force; what a red demands."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import memory_store
from policies import adopt_policy, policy
from reports import COMMISSIONER, DIRECTOR, SECRETARY, Life, codes
from world import World, bring_into_force, world

from governance.application.change import Change
from governance.application.commissions import lifecycle
from governance.application.deadlines.acts import waive
from governance.application.deadlines.claiming import hold_commission
from governance.application.deadlines.extending import extend
from governance.application.deadlines.queries import deadlines, prompts
from governance.application.desk import Desk
from governance.application.ledger.queries import history
from governance.application.next_steps import next_steps
from governance.application.nightcheck.missing import looked
from governance.application.people.leaving import leave
from governance.application.performance import actions, demanding, measures, queries, recording
from governance.application.performance.finding import dropped
from governance.application.performance.importing import Imported, import_values
from governance.application.performance.measures import Said
from governance.application.rulebook import acts as rulebooks
from governance.domain.errors import GuardRefused, MovedFirst, Unusable
from governance.store.engine import Store, open_store

RULE = "rag/havering.yaml"
Q1, Q2, Q3, Q4 = (f"2024/25 {q}" for q in ("Q1", "Q2", "Q3", "Q4"))
YEAR_AGO = {q: q.replace("2024/25", "2023/24") for q in (Q1, Q2, Q3, Q4)}


def built(store: Store, now: dt.datetime, *rules: str) -> Life:
    life = Life(world(store, now), now)
    with life.acting() as desk:
        for rule in rules:
            bring_into_force(desk, kind="rag", file=rule, since=dt.date(2024, 1, 1))
    return life


NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def example(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The example partnership with Havering's rule in force, as a database's bytes."""
    path = tmp_path_factory.mktemp("measures") / "vires.db"
    path.write_bytes(sqlite_template)
    opened = open_store(f"sqlite:///{path}")
    built(opened, NOW, RULE)
    opened.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return path.read_bytes()


@pytest.fixture
def played(example: bytes) -> Iterator[Life]:
    """The example partnership with Havering's rule in force, on 20 February 2025."""
    opened = memory_store(example)
    yield Life(World(opened, NOW), NOW)
    opened.close()


@pytest.fixture
def ticking(example: bytes, tmp_path: Path) -> Iterator[Life]:
    """The same in a file, which the clock opens more than once."""
    path = tmp_path / "vires.db"
    path.write_bytes(example)
    opened = open_store(f"sqlite:///{path}")
    yield Life(World(opened, NOW), NOW)
    opened.close()


def measure(life: Life, about: str | None = "", **more: Any) -> str:
    given: dict[str, Any] = {
        "title": "Families seen in time",
        "question": "how_well",
        "direction": "higher",
    }
    given |= {"unit": "%", "target": "100", **more}
    where = life.commission() if about == "" else about
    with life.acting() as desk:
        return measures.add_measure(desk, Said(**given), commission=where).ref


def record(life: Life, ref: str, period: str, value: str, *, by: str = COMMISSIONER) -> None:
    with life.acting(by) as desk:
        recording.record(desk, measure=ref, value=value, period=period)


def correct(life: Life, ref: str, period: str, value: str, reason: str = "miscounted") -> None:
    with life.acting(COMMISSIONER) as desk:
        recording.correct(desk, measure=ref, value=value, period=period, reason=reason)


def withdraw(life: Life, ref: str, period: str) -> None:
    with life.acting(COMMISSIONER) as desk:
        recording.withdraw(desk, measure=ref, period=period, reason="of another service")


def act(life: Life, ref: str, *, officer: str = DIRECTOR, due: dt.date | None = None) -> None:
    with life.acting(COMMISSIONER) as desk:
        by = due or life.today + dt.timedelta(days=30)
        actions.record_action(desk, measure=ref, what="More staff.", officer=officer, due=by)


def ratings(life: Life, ref: str) -> list[str | None]:
    """Ratings that stand, or why there is none, the latest first."""
    with life.looking() as desk:
        row = desk.row("measure", ref)
        return [one["rating"] or one["unrated"] for one in queries.latest(desk, row.id, 50)]


def follows(life: Life, ref: str) -> tuple[str | None, int, dt.date | None]:
    row = life.row(ref, "measure")
    return row.rating, row.reds, row.latest_end


def due(life: Life, ref: str, state: str = "running") -> list[tuple[str, dt.date]]:
    with life.looking() as desk:
        return [(v.row.kind, v.row.due_day) for v in deadlines(desk, subject=ref, state=state)]


def refused(life: Life, act: Any) -> list[str]:
    with pytest.raises((GuardRefused, Unusable)) as raised, life.acting(COMMISSIONER) as desk:
        act(desk)
    return codes(raised)


# --- measures


def test_everything_wrong_with_a_measure_is_said_at_once(played: Life) -> None:
    said = Said(title=" ", question="how good", rhythm="week", target="x", tolerance="-5%")
    assert refused(played, lambda desk: measures.add_measure(desk, said)) == [
        "measure.missing",
        "measure.missing",
        "measure.not_one_of",
        "measure.not_one_of",
        "value.unreadable",
        "measure.tolerance_negative",
    ]
    early = dt.date(2024, 1, 1)
    said = Said(
        title="A", question="how much", direction="lower", target_on=early, baseline_on=early
    )
    assert refused(played, lambda desk: measures.add_measure(desk, said)) == [
        "measure.day_alone",
        "measure.day_alone",
        "measure.target_before_baseline",
    ]


def test_what_was_observed_keeps_its_meaning(played: Life) -> None:
    ref = measure(played)
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(rhythm="month"))
        measures.set_measure(desk, ref, Said(rhythm="quarter"))
    record(played, ref, Q1, "95")
    for said in (Said(rhythm="month"), Said(direction="lower"), Said(unit="families")):
        assert refused(played, lambda desk, s=said: measures.set_measure(desk, ref, s)) == [
            "measure.fixed"
        ]
    assert refused(played, lambda desk: measures.set_measure(desk, ref, Said(target="100.0"))) == [
        "measure.nothing_said"
    ]


def test_a_measure_of_no_commission_yet_finds_one(played: Life) -> None:
    ref = measure(played, None)
    about = played.commission()
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(), commission=about)
        assert [one["ref"] for one in queries.listing(desk, commission=about)] == [ref]
    other = played.commission("Another")
    assert refused(
        played, lambda desk: measures.set_measure(desk, ref, Said(), commission=other)
    ) == ["measure.of_another"]


def test_who_keeps_measures(played: Life) -> None:
    ref = measure(played)
    with pytest.raises(GuardRefused) as raised:
        record(played, ref, Q1, "95", by="example-charity")
    assert codes(raised) == ["permissions.not_theirs"]
    record(played, ref, Q1, "95", by=SECRETARY)
    assert follows(played, ref)[0] == "green"


# --- values


def test_a_value_is_rated_as_it_is_entered(store: Store, now: dt.datetime) -> None:
    played = built(store, now, RULE)
    ref = measure(played)
    assert follows(played, ref) == (None, 0, None)
    record(played, ref, Q1, "90")
    assert follows(played, ref) == ("green", 0, dt.date(2024, 6, 30))
    record(played, ref, Q2, "89.999999")
    assert follows(played, ref) == ("red", 1, dt.date(2024, 9, 30))
    record(played, ref, Q3, "80")
    assert follows(played, ref) == ("red", 2, dt.date(2024, 12, 31))
    assert ratings(played, ref) == ["red", "red", "green"]
    assert played.whole()


def test_a_late_value_rates_the_year_after_again(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q2, "70")
    record(played, ref, Q3, "80")
    assert follows(played, ref)[:2] == ("red", 2)
    record(played, ref, YEAR_AGO[Q3], "75")
    assert ratings(played, ref) == ["amber", "red", "red"]
    assert follows(played, ref) == ("amber", 0, dt.date(2024, 12, 31))
    correct(played, ref, YEAR_AGO[Q3], "81")
    assert follows(played, ref)[:2] == ("red", 3)
    withdraw(played, ref, YEAR_AGO[Q3])
    assert follows(played, ref)[:2] == ("red", 2)


def test_a_correction_is_another_row_and_both_are_shown(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    correct(played, ref, Q1, "95", reason="  a typing error ")
    with played.looking() as desk:
        found = queries.show(desk, ref)["observations"]
    assert [(o["number"], o["value"], o["stands"], o["rating"], o["reason"]) for o in found] == [
        (2, "95", True, "green", "a typing error"),
        (1, "50", False, "red", ""),
    ]
    withdraw(played, ref, Q1)
    assert follows(played, ref) == (None, 0, None)
    record(played, ref, Q1, "60")
    assert follows(played, ref)[0] == "red"
    with played.looking() as desk:
        found = queries.show(desk, ref)["observations"]
    assert [(o["number"], o["value"]) for o in found] == [
        (4, "60"),
        (3, None),
        (2, "95"),
        (1, "50"),
    ]


def test_what_cannot_be_entered_says_why(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "95")

    def enter(period: str, value: str = "1") -> list[str]:
        return refused(
            played,
            lambda desk: recording.record(desk, measure=ref, value=value, period=period),
        )

    assert enter(Q1) == ["measure.observed_already"]
    assert enter("2025-01 to 2025-03") == ["measure.period_not_over"]
    assert enter("2024-05 to 2024-07") == ["measure.out_of_step"]
    assert enter("2024-07") == ["period.wrong_length"]
    assert enter(Q2, "95%") == ["value.unreadable"]

    def mend(period: str, value: str, reason: str) -> list[str]:
        return refused(
            played,
            lambda desk: recording.correct(
                desk, measure=ref, value=value, period=period, reason=reason
            ),
        )

    assert mend(Q1, "95", "why") == ["measure.same_value"]
    assert mend(Q2, "95", " ") == ["measure.reason_missing", "measure.nothing_to_correct"]


def test_two_people_who_enter_one_value_at_once(store: Store, now: dt.datetime) -> None:
    played = built(store, now, RULE)
    ref = measure(played)
    with played.looking() as desk:
        seen = desk.row("measure", ref).version
    record(played, ref, Q1, "95")
    with pytest.raises(MovedFirst), played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="90"), seen=seen)


def test_unrated_says_why_and_breaks_no_row(played: Life) -> None:
    ref = measure(played, target=None)
    record(played, ref, Q1, "95")
    assert ratings(played, ref) == ["no_target"]
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="200"))
    record(played, ref, Q2, "95")
    record(played, ref, Q3, "95")
    assert follows(played, ref)[:2] == ("red", 2)
    with played.acting(COMMISSIONER) as desk:
        recording.rate_again(desk, measure=ref, reason="the target was forgotten")
    assert (ratings(played, ref), follows(played, ref)[1]) == (["red"] * 3, 3)
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="0", direction=None))
    played.wait_until(dt.date(2025, 4, 2))
    record(played, ref, Q4, "-5")
    assert ratings(played, ref)[0] == "zero_target"
    assert follows(played, ref)[:2] == (None, 3)


def test_a_new_target_leaves_the_ratings_that_were_given(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="50"))
    assert ratings(played, ref) == ["red"]
    correct(played, ref, Q1, "51")
    assert ratings(played, ref) == ["red"], "a correction is held against the target of its period"
    record(played, ref, Q2, "50")
    assert ratings(played, ref) == ["green", "red"]


# --- rules


def test_without_one_rule_nothing_is_rated(quick_store: Store, now: dt.datetime) -> None:
    played = built(quick_store, now)
    ref = measure(played)
    record(played, ref, Q1, "50")
    assert ratings(played, ref) == ["no_rule"]
    with played.acting() as desk:
        for rule in (RULE, "rag/own-tolerance.yaml"):
            bring_into_force(desk, kind="rag", file=rule, since=dt.date(2024, 1, 1))
    record(played, ref, Q2, "50")
    assert ratings(played, ref) == ["several_rules", "no_rule"]
    narrow = b"vires: rag/1\nkey: narrow\ntitle: Narrow\nholds for: {rhythms: quarter}\n"
    with played.acting() as desk:
        text = narrow + b"ratings: [{rating: amber}]\n"
        bring_into_force(desk, kind="rag", file="n", since=dt.date(2024, 1, 1), text=text)
    record(played, ref, Q3, "50")
    assert ratings(played, ref) == ["amber", "several_rules", "no_rule"]


def test_a_rule_by_a_recorded_act_rates_from_its_day_on(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    text = b"vires: rag/1\nkey: havering-rag\ntitle: Milder\nratings: [{rating: amber}]\n"
    with played.acting() as desk:
        version = rulebooks.load(desk, text, "milder.yaml").ref
        rulebooks.adopt(desk, version, reason="Agreed by the board.")
    record(played, ref, Q2, "50")
    record(played, ref, YEAR_AGO[Q1], "40")
    assert ratings(played, ref) == ["amber", "amber", "amber"], "Q1 is rated again by its own rule"
    with played.looking() as desk:
        found = {o["period"]: o["rule"] for o in queries.show(desk, ref)["observations"]}
    assert found["2024-04 to 2024-06"] != found["2024-07 to 2024-09"] == version


# --- what a red demands


def test_a_red_asks_for_an_action_that_meets_it(store: Store, now: dt.datetime) -> None:
    played = built(store, now, RULE)
    ref = measure(played)
    record(played, ref, Q2, "50")
    assert due(played, ref) == [("corrective_action", dt.date(2025, 3, 20))]
    record(played, ref, Q3, "50")
    assert due(played, ref) == [("corrective_action", dt.date(2025, 3, 20))] * 2
    act(played, ref, due=dt.date(2025, 3, 31))
    assert due(played, ref) == [("action_due", dt.date(2025, 3, 31))]
    assert len(due(played, ref, "met")) == 2
    with played.looking() as desk:
        (view,) = deadlines(desk, subject=ref)
        assert view.row.owner == f"person:{DIRECTOR}"
    with played.acting(DIRECTOR) as desk:
        actions.action_done(desk, measure=ref, number=1, outcome="Two people started.")
    assert due(played, ref) == []
    assert refused(
        played, lambda desk: actions.action_done(desk, measure=ref, number=1, outcome="x")
    ) == ["action.settled"]
    assert played.whole()


def test_only_the_latest_period_asks_for_an_action(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q3, "95")
    record(played, ref, Q2, "50")
    assert due(played, ref) == []


def test_a_red_that_is_the_latest_again_asks_for_an_action(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q3, "95")
    record(played, ref, Q2, "50")
    assert due(played, ref) == []
    withdraw(played, ref, Q3)
    assert [kind for kind, _ in due(played, ref)] == ["corrective_action"]
    record(played, ref, Q3, "95")
    withdraw(played, ref, Q3)
    assert len(due(played, ref)) == 1
    act(played, ref)
    record(played, ref, Q3, "95")
    withdraw(played, ref, Q3)
    assert [kind for kind, _ in due(played, ref)] == ["action_due"]


def test_a_red_corrected_away_asks_for_nothing_and_again_when_it_is_back(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    correct(played, ref, Q1, "51")
    assert len(due(played, ref)) == 1, "still red: nobody is asked twice"
    correct(played, ref, Q1, "95")
    assert (due(played, ref), len(due(played, ref, "superseded"))) == ([], 1)
    correct(played, ref, Q1, "52")
    assert len(due(played, ref)) == 1
    withdraw(played, ref, Q1)
    assert due(played, ref) == []


def test_a_year_ago_corrected_takes_the_red_away(played: Life) -> None:
    ref = measure(played)
    record(played, ref, YEAR_AGO[Q3], "60")
    act(played, ref)
    record(played, ref, Q3, "50")
    assert [kind for kind, _ in due(played, ref)] == ["corrective_action", "action_due"]
    correct(played, ref, YEAR_AGO[Q3], "40")
    assert [kind for kind, _ in due(played, ref)] == ["action_due"]
    assert follows(played, ref)[0] == "amber"


def test_an_action_given_up_is_asked_for_again_and_one_put_off_moves(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    act(played, ref)
    with played.acting(COMMISSIONER) as desk:
        actions.give_up(desk, measure=ref, number=1, reason="no money")
    assert [kind for kind, _ in due(played, ref)] == ["corrective_action"]
    act(played, ref, due=dt.date(2025, 3, 1))
    with played.acting(DIRECTOR) as desk:
        later = dt.date(2025, 4, 1)
        actions.put_off(desk, measure=ref, number=2, to=later, reason="nobody applied")
    assert due(played, ref) == [("action_due", dt.date(2025, 4, 1))]


def test_an_action_by_somebody_who_left_or_on_a_day_past(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    with played.acting() as desk:
        leave(desk, person="example-finance")
    past = played.today - dt.timedelta(days=1)
    assert refused(
        played,
        lambda desk: actions.record_action(
            desk, measure=ref, what=" ", officer="example-finance", due=past
        ),
    ) == ["action.nothing_said", "action.due_past", "people.left"]
    with played.acting(COMMISSIONER) as desk:
        actions.record_action(
            desk,
            measure=ref,
            what="A rota.",
            officer=DIRECTOR,
            due=past,
            done_on=past,
            outcome="It works.",
        )
    assert due(played, ref) == []


def test_what_a_measure_waits_for_ends_with_it_and_with_its_commission(played: Life) -> None:
    first, second = measure(played), measure(played)
    for ref in (first, second):
        record(played, ref, Q1, "50")
    with played.acting() as desk:
        measures.end_measure(desk, first, reason="it says nothing")
    assert due(played, first) == []
    assert refused(
        played, lambda desk: recording.record(desk, measure=first, value="1", period="2025/26 Q1")
    ) == ["measure.ended", "measure.period_not_over"]
    about = played.row(second, "measure").commission_id
    with played.acting(COMMISSIONER) as desk:
        lifecycle.withdraw(desk, commission=about, reason="not needed")
    assert due(played, second) == []
    record(played, second, Q2, "50")
    assert due(played, second) == []
    with played.looking() as desk:
        kinds = [entry.kind for entry in history(desk, second).entries]
    assert kinds[-1] == "measure.observed", "a late red is rated, and asks nobody for anything"


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rows that are locked, in that order."""
    found: list[str] = []

    def row(self: Desk, table: str, name: str, **more: Any) -> Any:
        held = REAL_ROW(self, table, name, **more)
        if table in ("commission", "measure"):
            found.append(held.ref)
        return held

    monkeypatch.setattr(Desk, "row", row)
    return found


REAL_ROW = Desk.row


def test_a_file_holds_commissions_in_one_order_before_any_measure(
    played: Life, locked: list[str]
) -> None:
    first, second = played.commission(), played.commission()
    refs = [measure(played, about) for about in (second, first, None)]
    locked.clear()
    text = "measure,period,value\n" + "".join(f"{ref},{Q1},50\n" for ref in refs)
    assert counts(imported(played, text)) == (3, 0, 0, [])
    by_id = sorted((first, second), key=lambda ref: played.row(ref, "commission").id)
    assert locked[:2] == by_id


def test_the_clock_holds_a_measure_after_its_commission(played: Life) -> None:
    under, alone = (played.row(measure(played, about), "measure") for about in ("", None))
    asked = []
    with played.acting(None) as desk:
        real = desk.all

        def spied(statement: Any, **params: Any) -> Any:
            asked.append(params)
            return real(statement, **params)

        desk.all = spied  # type: ignore[method-assign]
        for row in (under, alone):
            due_of = SimpleNamespace(subject_table="measure", subject_id=row.id)
            assert hold_commission(desk, due_of, wait=True)
    assert [p["ids"] for p in asked if "ids" in p] == [[under.commission_id]]


def test_the_policy_says_who_hears_and_who_gives_more_time(ticking: Life) -> None:
    played = ticking
    more = """
  corrective-action:
    prompts:
      - {when: 5 working days before, tell: owner}
      - {when: 1 working day after, tell: owner's manager, exception: yes}
    extension: {most: 10 working days, times: 1, by: [director]}
  action-due:
    prompts: [{when: 1 working day before, tell: owner}]
"""
    adopt_policy(played.world, policy(more), now=played.now)
    ref = measure(played)
    record(played, ref, Q1, "50")
    with played.acting(DIRECTOR) as desk:
        (view,) = deadlines(desk, subject=ref)
        extend(desk, view.row.id, to=dt.date(2025, 4, 1), reason="half term")
    assert due(played, ref) == [("corrective_action", dt.date(2025, 4, 1))]
    played.wait_until(dt.date(2025, 4, 3))
    played.tick()
    with played.looking() as desk:
        found = next_steps(desk, str(played.row(ref, "measure").commission_id))
    assert [one["kind"] for one in found["exceptions"]] == ["corrective_action"]


def test_a_measure_of_no_commission_holds_none_to_anything(ticking: Life) -> None:
    more = """
  corrective-action:
    prompts: [{when: 1 working day after, tell: [owner, director], exception: yes, block: [award]}]
"""
    adopt_policy(ticking.world, policy(more), now=ticking.now)
    ref = measure(ticking, None)
    record(ticking, ref, Q1, "50")
    ticking.wait_until(dt.date(2025, 3, 24))
    ticking.tick()
    with ticking.looking() as desk:
        (view,) = deadlines(desk, subject=ref)
        (one,) = prompts(desk, view)
    assert one.state == "fired"


# --- the night's check


def test_the_night_finds_a_red_nobody_was_asked_about(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")

    def checked(part: str) -> tuple[int, int]:
        found = looked(played.world.store, part=part, after=None, now=played.now, limit=50)
        return len(found.findings), len(found.mended)

    assert checked("reds") == (0, 0)
    with played.acting() as desk:
        (view,) = deadlines(desk, subject=ref)
        waive(desk, view.row.id, reason="the service ends next month")
    assert checked("reds") == (0, 0), "somebody let it go"
    other = measure(played)
    record(played, other, Q1, "50")
    _drop(played, other)
    assert checked("reds") == (0, 1)
    assert [kind for kind, _ in due(played, other)] == ["corrective_action"]
    assert checked("reds") == (0, 0)
    act(played, other)
    _drop(played, other)
    assert checked("action_days") == (0, 1)
    assert [kind for kind, _ in due(played, other)] == ["action_due"]


def test_setting_again_asks_for_nothing_that_was_asked_for_meanwhile(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    with played.acting() as desk:
        assert demanding.set_again(desk, ref) is None
    assert len(due(played, ref)) == 1
    bare = measure(played)
    with played.acting() as desk:
        assert demanding.set_again(desk, bare) is None


def _drop(life: Life, ref: str) -> None:
    """The deadlines of a measure gone, as after a fault."""
    with life.acting() as desk:
        row = desk.row("measure", ref)
        writes = tuple(dropped(desk, row.id))
        desk.apply(Change("test.dropped", "measure", row, {}, writes=writes))


# --- values from a file


def imported(life: Life, text: str, correct: str = "") -> Imported:
    with life.acting(COMMISSIONER) as desk:
        return import_values(desk, text.encode(), file="values.csv", correct=correct)


def counts(found: Imported) -> tuple[int, int, int, list[tuple[int, list[str]]]]:
    rejected = [(one.row, [p.code for p in one.reasons]) for one in found.rejected]
    return found.entered, found.corrected, found.unchanged, rejected


FILE = """\
Measure,Period,Value
Q-0001,2024/25 Q1,95
q-0001,2024-07 to 2024-09,"1,050.5"
Q-0001,2024/25 Q3,50
"""


def test_a_file_is_imported_once(played: Life) -> None:
    ref = measure(played)
    assert counts(imported(played, FILE)) == (3, 0, 0, [])
    assert ratings(played, ref) == ["red", "green", "green"]
    version = played.row(ref, "measure").version
    assert counts(imported(played, FILE)) == (0, 0, 3, [])
    assert played.row(ref, "measure").version == version
    changed = FILE.replace(",95", ",96")
    assert counts(imported(played, changed)) == (0, 0, 2, [(2, ["measures.import.differs"])])
    assert counts(imported(played, changed, "recounted")) == (0, 1, 2, [])
    with played.looking() as desk:
        oldest = queries.show(desk, ref)["observations"][-2]
    assert (oldest["value"], oldest["reason"], oldest["source"]) == (
        "96",
        "recounted",
        "values.csv",
    )


def test_every_row_that_is_wrong_is_told_and_the_others_are_taken(played: Life) -> None:
    measure(played)
    text = FILE + (
        "Q-0009,2024/25 Q1,x\n"
        ",,\n"
        "Q-0001,2024-05 to 2024-07,1\n"
        "Q-0001,2024/25 Q3,51\n"
        "Q-0001,2025/26 Q1,5\n"
        "Q-0001,,\n"
        "Q-0001,2024/25 Q2\n"
        'Q-0001,2024/25 Q2,"1,050.50"\n'
    )
    assert counts(imported(played, text)) == (
        2,
        0,
        0,
        [
            (4, ["measures.import.contradicts"]),
            (5, ["measures.import.unknown", "value.unreadable"]),
            (7, ["measure.out_of_step"]),
            (8, ["measures.import.contradicts"]),
            (9, ["measure.period_not_over"]),
            (10, ["measures.import.empty_cell", "measures.import.empty_cell"]),
            (11, ["measures.import.ragged"]),
            (12, ["measures.import.twice"]),
        ],
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ["text.empty"]),
        ("a,b\n1,2\n", ["measures.import.heading"] * 3 + ["measures.import.heading_unknown"] * 2),
        ('measure,period,value\n"Q-0001,1\n', ["measures.import.quotes"]),
        ("Measure;Period;Value\nQ-0001;2024/25 Q1;1,240\n", ["measures.import.separator"]),
        ("value\tmeasure\tperiod\n", ["measures.import.separator"]),
        ("sep=;\nmeasure;period;value\n", ["measures.import.separator"]),
    ],
)
def test_a_file_that_is_no_table_of_values(played: Life, text: str, why: list[str]) -> None:
    with pytest.raises(Unusable) as raised:
        imported(played, text)
    assert codes(raised) == why


# --- questions


def test_unrated_measures_leave_the_denominator(played: Life) -> None:
    about = played.commission()
    for title, value in (("A", "95"), ("B", "99"), ("C", "50"), ("D", None), ("E", "5")):
        ref = measure(played, about, title=title, target=None if title == "E" else "100")
        if value is not None:
            record(played, ref, Q3, value)
    with played.looking() as desk:
        row = desk.row("commission", about)
        found = queries.summary(desk, row.id)
        assert queries.summary(desk) == found
    assert {key: found[key] for key in ("measures", "rated", "green", "red", "unrated")} == {
        "measures": 5,
        "rated": 3,
        "green": 2,
        "red": 1,
        "unrated": 2,
    }
    assert [one["why"] for one in found["reasons"]] == ["no_value", "no_target"]


def test_what_next_names_a_red_and_a_value_that_is_wanted(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q2, "50")
    about = str(played.row(ref, "measure").commission_id)
    with played.looking() as desk:
        found = next_steps(desk, about)["measures"]
    assert (found["red"], [one["code"] for one in found["wanting"]]) == (
        1,
        ["measures.red_waits", "measures.value_wanted"],
    )


def test_where_the_trend_leads(played: Life) -> None:
    last = dt.date(2025, 12, 31)
    ref = measure(played, baseline="50", baseline_on=dt.date(2024, 3, 31), target_on=last)
    record(played, ref, Q1, "55")

    def ahead(on: dt.date | None = None) -> Any:
        with played.looking() as desk:
            return queries.ahead(desk, ref, on=on)

    with pytest.raises(Unusable) as raised:
        ahead()
    assert codes(raised) == ["forecast.too_few"]
    record(played, ref, Q2, "60")
    found = ahead()
    assert (found["turned"], found["by"], found["without"], found["values"]) == (
        True,
        "level",
        "50",
        3,
    )
    assert float(found["expected"]) == pytest.approx(85, abs=0.3)
    assert float(found["misses"]) == pytest.approx(15, abs=0.3)
    with pytest.raises(Unusable) as raised:
        ahead(dt.date(2024, 9, 30))
    assert codes(raised) == ["forecast.day_past"]

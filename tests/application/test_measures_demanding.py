"""What a red demands: an action by a day, asked for once, and what it is held to by night."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from measuring import (
    Q1,
    Q2,
    Q3,
    RULE,
    YEAR_AGO,
    act,
    built,
    correct,
    counts,
    due,
    example,
    follows,
    imported,
    measure,
    played,
    record,
    refused,
    ticking,
    withdraw,
)
from policies import adopt_policy, policy
from reports import COMMISSIONER, DIRECTOR, Life

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
from governance.application.performance import actions, demanding, measures, recording
from governance.application.performance.finding import dropped
from governance.store.engine import Store

__all__ = ["example", "played", "ticking"]


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

"""Monitoring returns: set by the plan's rhythm, asked for, missed, escalated, made, corrected."""

import datetime as dt

import pytest
from policies import adopt_policy
from promised import (
    change_plan,
    make_return,
    publish_plan,
    reports_of,
    returns_of,
    said,
)
from reports import Life, codes
from sqlalchemy import bindparam, select
from world import World, world

from governance.application.change import Change, Update
from governance.application.deadlines.acts import meet, pause, resume
from governance.application.deadlines.extending import extend
from governance.application.messages.addressing import reached
from governance.application.people.leaving import leave
from governance.application.plans import returns, returns_queries
from governance.application.plans.finding import commitments
from governance.application.plans.returns_said import read_csv, read_line
from governance.domain.errors import GuardRefused, NoSuchMove, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

START = dt.datetime(2025, 4, 7, 9, tzinfo=dt.UTC)
JUNE, SEPTEMBER = dt.date(2025, 6, 30), dt.date(2025, 9, 30)
DUE = dt.date(2025, 7, 28)
"""20 working days after 30 June."""

POLICY = """
vires: escalation/1
key: returns
title: How returns are asked for (example)
deadlines:
  monitoring-return:
    prompts:
      - {when: 5 working days before, tell: partner}
      - {when: 1 working day after, tell: partner}
      - {when: 5 working days after, tell: chair of trust-board, propose item: trust-board}
    extension: {most: 20 working days, times: 1, by: [secretary]}
"""

_MESSAGES = (
    select(TABLES["message"], TABLES["prompt"].c.key.label("level"))
    .join(
        TABLES["prompt"],
        (TABLES["prompt"].c.id == TABLES["message"].c.prompt_id)
        & (TABLES["prompt"].c.partnership_id == TABLES["message"].c.partnership_id),
    )
    .where(TABLES["message"].c.partnership_id == bindparam("partnership"))
    .order_by(TABLES["message"].c.id)
)
_ITEMS = select(TABLES["proposed_item"]).where(
    TABLES["proposed_item"].c.partnership_id == bindparam("partnership")
)


@pytest.fixture
def life(quick_store: Store) -> Life:
    built: World = world(quick_store, START)
    adopt_policy(built, POLICY)
    return Life(built, START)


@pytest.fixture
def plan(life: Life) -> str:
    with life.acting() as desk:
        return publish_plan(desk)


def day(life: Life, on: dt.date) -> None:
    """The clock runs on the morning of a day."""
    life.now = dt.datetime.combine(on, dt.time(8, 1), tzinfo=dt.UTC)
    assert not life.tick().failed


def every_day(life: Life, until: dt.date) -> None:
    while life.today < until:
        day(life, life.today + dt.timedelta(days=1))


def ref_of(life: Life, partner: str) -> str:
    return returns_of(life, partner)[-1][0]


# --- set by themselves


def test_publishing_a_plan_asks_every_partner_that_promised_something(
    life: Life, plan: str
) -> None:
    found = returns_of(life)
    assert [(p, end, s) for _, p, end, s in found] == [
        ("county-council", JUNE, "due"),
        ("icb", JUNE, "due"),
        ("police", JUNE, "due"),
    ]
    assert life.row(found[0][0], "monitoring_return").due_day == DUE
    assert reports_of(life) == [("Y-0001", dt.date(2026, 3, 31), "due")]
    assert life.row("Y-0001", "annual_report").due_day == dt.date(2026, 6, 30)
    assert life.whole()


def test_a_clock_that_comes_three_quarters_late_misses_no_period_and_sets_none_twice(
    life: Life, plan: str
) -> None:
    day(life, dt.date(2026, 1, 2))
    ends = [end for _, p, end, _ in returns_of(life) if p == "icb"]
    assert ends == [JUNE, SEPTEMBER, dt.date(2025, 12, 31), dt.date(2026, 3, 31)]
    assert [s for _, p, _, s in returns_of(life, "icb")] == ["missed", "missed", "due", "due"]
    day(life, dt.date(2026, 1, 2))
    assert len(returns_of(life)) == 12
    assert life.whole()


def test_the_year_s_end_sets_the_next_annual_report(life: Life, plan: str) -> None:
    day(life, dt.date(2026, 4, 1))
    assert [end for _, end, _ in reports_of(life)] == [dt.date(2026, 3, 31), dt.date(2027, 3, 31)]


def test_a_rhythm_changed_half_way_moves_what_runs_and_leaves_what_was(
    life: Life, plan: str
) -> None:
    day(life, dt.date(2025, 7, 1))
    with life.acting() as desk:
        change_plan(desk, plan, rhythm=6)
    assert [end for _, p, end, _ in returns_of(life) if p == "icb"] == [JUNE, SEPTEMBER]
    day(life, dt.date(2025, 10, 1))
    march = dt.date(2026, 3, 31)
    assert [end for _, p, end, _ in returns_of(life) if p == "icb"] == [JUNE, SEPTEMBER, march]
    with life.acting() as desk:
        change_plan(desk, plan, rhythm=1)
    october = dt.date(2025, 10, 31)
    assert [end for _, p, end, _ in returns_of(life) if p == "icb"] == [JUNE, SEPTEMBER, october]
    with life.acting() as desk:
        change_plan(desk, plan, rhythm=6)
        change_plan(desk, plan, rhythm=1)
    day(life, dt.date(2025, 11, 1))
    assert [end for _, p, end, _ in returns_of(life) if p == "icb"][-1] == dt.date(2025, 11, 30)
    assert life.whole()


def test_a_partner_without_a_commitment_left_is_asked_no_more(life: Life, plan: str) -> None:
    with life.acting() as desk:
        row = desk.row("plan", plan)
        theirs = [c for c in commitments(desk, row.id) if c.number == 4]
        write = Update("commitment", theirs[0], {"dropped_on": desk.today, "drop_reason": "Done."})
        desk.apply(Change("plan.commitment_dropped", "plan", row, {}, {}, (write,)))
    assert [(p, s) for _, p, _, s in returns_of(life)][-1] == ("police", "lapsed")
    day(life, dt.date(2025, 7, 1))
    assert len(returns_of(life, "police")) == 1


def test_a_plan_that_ends_lets_go_of_the_period_that_runs_and_keeps_what_is_owed(
    life: Life, plan: str
) -> None:
    day(life, dt.date(2025, 7, 1))
    with life.acting() as desk:
        change_plan(desk, plan, state="ended", ended_on=desk.today)
    assert [s for _, p, _, s in returns_of(life, "icb")] == ["due", "lapsed"]
    assert [s for _, _, s in reports_of(life)] == ["lapsed"]
    day(life, dt.date(2026, 1, 1))
    assert len(returns_of(life, "icb")) == 2
    assert life.whole()


# --- asked for, missed, escalated


def test_a_late_return_is_missed_and_goes_up_to_the_chair(life: Life, plan: str) -> None:
    every_day(life, dt.date(2025, 8, 6))
    about = ref_of(life, "icb")
    first = returns_of(life, "icb")[0][0]
    assert life.row(first, "monitoring_return").state == "missed"
    with life.looking() as desk:
        row = desk.row("monitoring_return", first)
        told = [(m.level, m.recipient) for m in desk.all(_MESSAGES) if m.subject_id == row.id]
        items = [i for i in desk.all(_ITEMS) if i.subject_id == row.id]
    assert told == [
        ("before-5-working-days", "partner"),
        ("after-1-working-day", "partner"),
        ("after-5-working-days", "chair:trust-board"),
    ]
    assert len(items) == 1
    assert "NHS Exampleshire" in items[0].title
    assert about != first
    make_return(life, first, said(3), by="example-nhs")
    row = life.row(first, "monitoring_return")
    assert (row.state, row.missed_on, row.on_behalf) == ("returned_late", DUE, False)
    assert life.whole()


def test_the_post_and_not_the_person_is_asked(life: Life, plan: str) -> None:
    ref = ref_of(life, "icb")
    with life.looking() as desk:
        row = desk.row("monitoring_return", ref)
        found = reached(desk, "partner", subject=("monitoring_return", row.id), on=desk.today)
    assert [to.person.key for to in found.people] == ["example-nhs"]
    with life.acting() as desk:
        leave(desk, person="example-nhs", on=desk.today)
    life.wait(1)
    ref = ref_of(life, "icb")
    with life.looking() as desk:
        row = desk.row("monitoring_return", ref)
        found = reached(desk, "partner", subject=("monitoring_return", row.id), on=desk.today)
    assert found.instead
    assert [to.because.code for to in found.people] == ["message.nobody.partner_unfilled"]


def test_more_time_and_a_stopped_clock_move_the_return_s_day(life: Life, plan: str) -> None:
    ref = ref_of(life, "police")
    with life.acting("example-secretary") as desk:
        extend(desk, ref, to=dt.date(2025, 8, 8), reason="Their analyst is ill.")
    assert life.row(ref, "monitoring_return").due_day == dt.date(2025, 8, 8)
    life.wait_until(dt.date(2025, 7, 1))
    with life.acting() as desk:
        pause(desk, ref, reason="Their systems are down.")
    life.wait(7)
    with life.acting() as desk:
        resume(desk, ref)
    assert life.row(ref, "monitoring_return").due_day == dt.date(2025, 8, 15)
    with life.acting() as desk, pytest.raises(GuardRefused) as refused:
        meet(desk, ref, note="Seen.")
    assert codes(refused) == ["deadline.meet_by_monitoring_return"]


# --- made


def test_a_return_answers_everything_or_says_all_that_is_missing(life: Life, plan: str) -> None:
    ref = ref_of(life, "county-council")
    with life.acting("example-director") as desk, pytest.raises(GuardRefused) as refused:
        returns.report(desk, ref, lines=[])
    assert codes(refused) == ["return.unanswered"] * 2
    with life.acting("example-director") as desk, pytest.raises(Unusable) as unusable:
        returns.report(
            desk,
            ref,
            lines=[said(1, "keptt"), said(1), said(3), said(9, evidence=" ")],
        )
    assert codes(unusable) == [
        "return.judgement_unknown",
        "return.twice",
        "return.not_theirs",
        "return.no_such_commitment",
        "return.evidence_missing",
        "return.unanswered",
    ]
    make_return(life, ref, said(1), said(2, "under_way"), by="example-director")
    with life.looking() as desk:
        found = returns_queries.show(desk, ref)
    assert [(c["number"], c["judgement"]) for c in found["commitments"]] == [
        (1, "kept"),
        (2, "under_way"),
    ]
    assert found["deadlines"][0]["state"] == "met"
    assert life.row(plan, "plan").state == "monitored"
    assert life.whole()


def test_only_somebody_of_the_partner_or_the_secretary_reports(life: Life, plan: str) -> None:
    ref = ref_of(life, "icb")
    for other in ("example-police", "example-director"):
        with life.acting(other) as desk, pytest.raises(GuardRefused) as refused:
            returns.report(desk, ref, lines=[said(3)])
        assert codes(refused) == ["lifecycle.not_permitted"]
    make_return(life, ref, said(3), by="example-secretary")
    row = life.row(ref, "monitoring_return")
    assert row.on_behalf


def test_the_same_again_changes_nothing_and_a_correction_is_a_line_of_its_own(
    life: Life, plan: str
) -> None:
    ref = ref_of(life, "icb")
    make_return(life, ref, said(3), by="example-nhs")
    before = life.row(ref, "monitoring_return")
    assert make_return(life, ref, said(3), by="example-nhs").receipt is None
    assert life.row(ref, "monitoring_return") == before
    with life.acting("example-nhs") as desk, pytest.raises(GuardRefused) as refused:
        returns.report(desk, ref, lines=[said(3, "not_kept")])
    assert codes(refused) == ["lifecycle.reason_missing"]
    with life.acting("example-nhs") as desk:
        made = returns.report(
            desk, ref, lines=[said(3, "not_kept")], reason="The wait was counted wrongly."
        )
    assert made.corrected == (3,)
    with life.looking() as desk:
        (line,) = returns_queries.show(desk, ref)["commitments"]
    assert line["judgement"] == "not_kept"
    assert [was["judgement"] for was in line["said_before"]] == ["kept"]
    assert life.whole()


def test_a_return_that_came_on_paper_in_time_is_put_on_file_as_it_was(
    life: Life, plan: str
) -> None:
    day(life, dt.date(2025, 7, 30))
    ref = returns_of(life, "police")[0][0]
    assert life.row(ref, "monitoring_return").state == "missed"
    came = dt.date(2025, 7, 25)
    with life.acting("example-police") as desk, pytest.raises(GuardRefused) as refused:
        returns.report(desk, ref, lines=[said(4)], returned_on=came)
    assert codes(refused) == ["return.day_for_secretary"]
    with life.acting("example-secretary") as desk:
        returns.report(desk, ref, lines=[said(4)], returned_on=came)
    assert life.row(ref, "monitoring_return").state == "returned"


def test_a_return_that_lapsed_cannot_be_made(life: Life, plan: str) -> None:
    with life.acting() as desk:
        change_plan(desk, plan, state="ended", ended_on=desk.today)
    ref = ref_of(life, "icb")
    with life.acting("example-nhs") as desk, pytest.raises(NoSuchMove):
        returns.report(desk, ref, lines=[said(3)])


# --- read


def test_lines_are_read_as_people_write_them() -> None:
    one = read_line("3= Partly kept : It opened: late")
    assert (one.number, one.judgement, one.evidence) == (3, "partly_kept", "It opened: late")
    for text in ("3", "x=kept", "=kept:why"):
        with pytest.raises(Unusable):
            read_line(text)


def test_a_file_is_read_whole_with_every_error_at_once() -> None:
    text = '\ufeffCommitment,Evidence,Judgement,Note\r\n3,"a, ""b""\nc",Under way,x\r\n,,,\r\n'
    (one,) = read_csv(text.encode(), "r.csv")
    assert (one.number, one.judgement, one.evidence) == (3, "under_way", 'a, "b"\nc')
    bad = {
        b"": ["return.file_empty"],
        b"\xff\xfe\x00": ["return.file_not_text"],
        b"commitment,word\n1,kept\n": ["return.column_missing", "return.column_missing"],
        b"commitment,judgement,evidence\nx,kept,a\ny,kept,b\n": ["return.number_unreadable"] * 2,
        b'commitment,judgement,evidence\n1,kept,"a\n': ["return.file_unreadable"],
    }
    for content, wanted in bad.items():
        with pytest.raises(Unusable) as unusable:
            read_csv(content, "r.csv")
        assert codes(unusable) == wanted, content

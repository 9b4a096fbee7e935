"""Triggers when things come back: ends, notices, reports, faults, busy neighbours, missed reviews."""

import datetime as dt
from typing import Any

import pytest
from reports import COMMISSIONER, WORDS, Life, life
from sqlalchemy import bindparam, select
from trigger_bits import REDS, cases, in_force, is_due, measure, observe, sweep
from world import RULEBOOKS, World, world

from governance.application.change import Change
from governance.application.commissions.agreements import record_agreement
from governance.application.people import acts as people
from governance.application.proposals.outside import record_outside
from governance.application.proposals.submitting import withdraw
from governance.application.reviews.listing import listing
from governance.application.reviews.reporting import Found, report
from governance.application.triggers import expiry, looking, opening
from governance.domain.errors import MovedFirst
from governance.store.engine import Store
from governance.store.tables import TABLES

PRE_EXPIRY = """\
  before-the-end:
    title: No review before the end
    source: local
    looks for: pre-expiry review not held
    months before: 12
    days after: 30
    offers: change
"""
ENDS = """\
  ends:
    title: Nothing follows
    source: local
    looks for: agreement ending
    offers: change
"""
MISSED = """\
  unbroken:
    title: Reviews missed one after another
    source: local
    looks for: missed reviews
    raised as: unbroken-missed-reviews
    in a row: 2
    offers: support
"""
EXTEND = {"ends_on": "2028-03-31"}
TESTS = dict.fromkeys(
    ("efficient", "effective", "equitable", "sustainable"), Found("met", "As it was asked for.")
)

_deadline, _look = TABLES["deadline"], TABLES["trigger_look"]
_PRE_EXPIRY = (
    select(_deadline.c.cause, _deadline.c.state)
    .where(
        _deadline.c.partnership_id == bindparam("partnership"),
        _deadline.c.subject_id == bindparam("subject"),
        _deadline.c.kind == expiry.KIND,
    )
    .order_by(_deadline.c.id)
)
_LOOKED_ON = select(_look.c.looked_on).where(
    _look.c.partnership_id == bindparam("partnership"), _look.c.id == bindparam("partnership")
)


@pytest.fixture
def quick(quick_store: Store, now: dt.datetime) -> Life:
    made = life(quick_store, now)
    in_force(made, PRE_EXPIRY)
    return made


def agreement(life: Life, about: str, ends: dt.date, *, starts: dt.date | None = None) -> str:
    with life.acting() as desk:
        return record_agreement(
            desk,
            commission=about,
            title="As it runs",
            reason="found",
            starts_on=starts or dt.date(2024, 4, 1),
            ends_on=ends,
        ).ref


def now_so(life: Life, ref: str, kind: str, **values: Any) -> None:
    """An agreement as a later act leaves it, and what the sweep makes of it."""
    with life.acting(None) as desk:
        row = desk.row("agreement", ref)
        desk.apply(Change(kind=kind, table="agreement", subject=row, values=values))
    sweep(life)


def pre_expiry(life: Life, ref: str) -> list[tuple[str, str]]:
    with life.looking() as desk:
        rows = desk.all(_PRE_EXPIRY, subject=desk.row("agreement", ref).id)
    return [(row.cause, row.state) for row in rows]


def test_an_end_that_comes_back_has_its_review_again(store: Store, now: dt.datetime) -> None:
    played = life(store, now)
    in_force(played, PRE_EXPIRY)
    first, other = dt.date(2027, 3, 31), dt.date(2028, 3, 31)
    ref = agreement(played, played.commission(), first)
    sweep(played)
    now_so(played, ref, "agreement.extended", ends_on=other)
    now_so(played, ref, "agreement.varied", ends_on=first)
    assert pre_expiry(played, ref) == [
        ("2027-03-31", "superseded"),
        ("2028-03-31", "superseded"),
        ("2027-03-31-2", "running"),
    ]
    now_so(played, ref, "agreement.varied", ends_on=other)
    now_so(played, ref, "agreement.varied", ends_on=first)
    assert pre_expiry(played, ref)[-2:] == [
        ("2028-03-31-2", "superseded"),
        ("2027-03-31-3", "running"),
    ]
    assert not is_due(played)


def test_a_notice_that_is_taken_back_leaves_its_review(quick: Life) -> None:
    ref = agreement(quick, quick.commission(), dt.date(2027, 3, 31))
    sweep(quick)
    now_so(quick, ref, "agreement.notice_given", state="notice")
    assert [state for _, state in pre_expiry(quick, ref)] == ["superseded"]
    now_so(quick, ref, "agreement.notice_withdrawn", state="in_force")
    assert [state for _, state in pre_expiry(quick, ref)] == ["superseded", "running"]


@pytest.mark.parametrize("came", ["written", "refused", "handed in"])
def test_only_a_report_that_was_handed_in_and_not_refused_meets_it(quick: Life, came: str) -> None:
    about = quick.commission()
    ref = agreement(quick, about, quick.today + dt.timedelta(days=400))
    sweep(quick)
    paper = quick.draft("extend", None, 10_000, agreement=ref, details=EXTEND)
    if came != "written":
        quick.submit(paper)
    if came == "refused":
        with quick.acting() as desk:
            record_outside(
                desk,
                paper,
                decider="executive-board",
                on=quick.today,
                outcome="refused",
                words=WORDS,
                reason="taken at a seminar",
                published_on=quick.today,
            )
    quick.wait(1)
    sweep(quick)
    met = [state for _, state in pre_expiry(quick, ref)]
    assert met == (["met"] if came == "handed in" else ["running"])


def test_a_draft_that_nobody_hands_in_keeps_no_ending_agreement_from_being_a_cause(
    quick: Life,
) -> None:
    in_force(quick, ENDS, key="ends")
    about = quick.commission()
    ref = agreement(quick, about, quick.today + dt.timedelta(days=60))
    paper = quick.draft("extend", None, 10_000, agreement=ref, details=EXTEND)
    quick.submit(paper)
    sweep(quick)
    assert cases(quick) == []
    with quick.acting(COMMISSIONER) as desk:
        withdraw(desk, paper, reason="not wanted")
    quick.draft("extend", None, 10_000, agreement=ref, details=EXTEND)
    quick.wait(1)
    sweep(quick)
    assert [one.trigger for one in cases(quick)] == ["ends"]


def test_what_could_not_be_followed_for_an_agreement_is_tried_again(
    quick: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = quick.commission()
    ref = agreement(quick, about, dt.date(2027, 3, 31))
    sets = expiry.keep

    def breaks(*_: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setattr(expiry, "keep", breaks)
    swept = sweep(quick)
    assert (swept.failed, [line["ref"] for line in swept.lines]) == (1, [about])
    assert not is_due(quick)
    monkeypatch.setattr(expiry, "keep", sets)
    quick.now += dt.timedelta(hours=1, minutes=1)
    assert is_due(quick)
    sweep(quick)
    assert [state for _, state in pre_expiry(quick, ref)] == ["running"]
    assert not is_due(quick)


def test_a_partnership_that_is_busy_holds_up_no_other(
    quick: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(quick, REDS, key="reds")
    observe(quick, measure(quick, quick.commission()), "red", "red")
    store = quick.world.store
    people.create_partnership(store, key="neighbour", name="A neighbour", now=quick.now)
    other = Life(World(store, quick.now, key="neighbour"), quick.now)
    in_force(other, REDS)
    opens = opening.open_if_there

    def moved(*_: Any) -> Any:
        raise MovedFirst.one("store.moved_first")

    monkeypatch.setattr(looking, "open_if_there", moved)
    looking.work(store, flow="decommissioning_triggers", now=quick.now, limit=1)
    with other.looking() as desk:
        assert desk.tx.scalar(_LOOKED_ON, partnership=desk.pid) == desk.today
    monkeypatch.setattr(looking, "open_if_there", opens)
    sweep(quick)
    assert len(cases(quick)) == 1


# --- missed reviews in an unbroken row


@pytest.fixture
def reviewed(store: Store, now: dt.datetime) -> tuple[Life, str]:
    """A commission reviewed every three months, by a policy whose last level raises the trigger."""
    files = tuple(dict.fromkeys((*RULEBOOKS, "escalations/exampleshire.yaml")))
    made = Life(world(store, now, rulebooks=files), now)
    in_force(made, MISSED)
    about = made.commission()
    agreement(made, about, dt.date(2029, 3, 31), starts=dt.date(2025, 2, 1))
    return made, about


def next_review(life: Life, about: str) -> tuple[str, dt.date]:
    with life.looking() as desk:
        (row,) = [r for r in listing(desk, commission=about) if r["state"] in ("due", "missed")]
    return row["ref"], row["due"]


def missed_until(life: Life, about: str, days: int) -> str:
    """The next review, missed, with so many days gone by since; nobody has held it."""
    ref, due = next_review(life, about)
    life.wait_until(due + dt.timedelta(days=days))
    assert life.tick().failed == []
    sweep(life)
    return ref


def held(life: Life, ref: str, *, outcome: str = "approved") -> None:
    """Hold a review today, and accept its report, so that the next one is set."""
    with life.acting(COMMISSIONER) as desk:
        made = report(desk, ref, tests=TESTS, views="They would keep it.")
    life.hand(made.report)
    life.officer(made.report, outcome)


def test_reviews_missed_in_an_unbroken_row_open_one_case_once_they_were_escalated(
    reviewed: tuple[Life, str],
) -> None:
    life, about = reviewed
    first = missed_until(life, about, 30)
    assert cases(life) == [], "one alone is no row"
    held(life, first)
    second = missed_until(life, about, 3)
    assert cases(life) == [], "the second was not escalated that far yet"
    assert missed_until(life, about, 30) == second
    (case,) = cases(life)
    assert (case.trigger, case.cause, case.way) == (
        "unbroken",
        f"missed-reviews:{first}",
        "support",
    )
    assert [one["ref"] for one in case.evidence] == [first, second]
    held(life, second)
    missed_until(life, about, 30)
    assert len(cases(life)) == 1, "the row goes on, and has its case"
    assert life.whole()


def test_a_review_held_in_time_breaks_the_row(reviewed: tuple[Life, str]) -> None:
    life, about = reviewed
    held(life, missed_until(life, about, 30))
    ref, due = next_review(life, about)
    life.wait_until(due - dt.timedelta(days=5))
    held(life, ref)
    missed_until(life, about, 30)
    assert cases(life) == []

"""Cover of schemes and bodies as it is asked, on both databases."""

import datetime as dt
from dataclasses import replace

import pytest
from reports import Life
from world import World, world

from governance.application.bodies import acts
from governance.application.cover.checking import body_check
from governance.application.cover.forecast import forecast
from governance.application.cover.schemes import Cover, cover_of
from governance.application.people.away import record_absence
from governance.application.people.leaving import leave
from governance.application.rulebook import in_force
from governance.domain.authority.model import ALWAYS, Decider, PathStep, Rule, Scheme, Separation
from governance.domain.errors import Unusable
from governance.store.engine import Store

MARCH = dt.date(2025, 3, 1)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


@pytest.fixture
def life(built: World, now: dt.datetime) -> Life:
    return Life(built, now)


def cover(built: World, *, on: dt.date | None = None, k: int = 3, away: bool = False) -> Cover:
    with built.looking() as desk:
        scheme = in_force.scheme(desk, "example-partnership", desk.today)
        return cover_of(desk, scheme, on=on, k=k, away=away)


def stops(found: Cover, rule: str) -> list[set[str]]:
    return [{one.key for one in trap.absent} for trap in found.traps if trap.rule == rule]


def only(built: World, *steps: PathStep, separate: tuple[Separation, ...] = ()) -> Scheme:
    """The example's scheme with one rule of these steps, taken one after the other."""
    with built.looking() as desk:
        scheme = in_force.scheme(desk, "example-partnership", desk.today)
    rule = Rule("ONE", ALWAYS, tuple((step,) for step in steps))
    return replace(scheme, rules=(rule,), separate=separate)


def asked(built: World, scheme: Scheme) -> Cover:
    with built.looking() as desk:
        return cover_of(desk, scheme)


def test_the_example_hangs_on_the_officers_who_have_no_deputy(built: World) -> None:
    found = cover(built)
    assert (found.covered, found.k, found.asked, found.paths) == (True, 0, 3, 27)
    assert not found.stopped
    assert stops(found, "W3") == [{"example-monitoring"}]
    assert {"example-finance"} in stops(found, "S2")
    [trap] = [trap for trap in found.traps if trap.rule == "W3"]
    assert trap.deciders == ("the monitoring officer",)
    assert trap.absent[0].posts == ("the monitoring officer",)


def test_those_above_may_decide_too(built: World) -> None:
    # The Director and the deputy may be away: the Executive Board keeps the power.
    assert not [one for one in stops(cover(built), "S1") if len(one) < 3]


def test_asked_for_fewer_away_it_looks_no_further(built: World) -> None:
    found = cover(built, k=0)
    assert (found.covered, found.k, found.traps) == (True, 0, ())


def test_a_day_on_which_somebody_has_left_is_another_answer(built: World) -> None:
    with built.acting() as desk:
        leave(desk, person="example-monitoring", on=MARCH)
    assert cover(built).covered
    found = cover(built, on=MARCH)
    assert (found.covered, found.k) == (False, None)
    assert {trap.rule for trap in found.stopped} == {
        "P2", "P3", "P5", "S3", "S4", "W1", "W2", "W3",
    }  # fmt: skip
    assert {lack.code for trap in found.stopped for lack in trap.lacks} == {"cover.lack.vacant"}
    assert [lack.params["keys"] for lack in found.unheld] == [["monitoring-officer"]]


def test_leave_counts_where_it_is_asked_for(built: World) -> None:
    with built.acting() as desk:
        record_absence(
            desk, person="example-finance", from_day=MARCH, to_day=MARCH + dt.timedelta(days=6)
        )
    assert cover(built, on=MARCH).covered
    found = cover(built, on=MARCH, away=True)
    assert not found.covered
    assert [one.key for one in found.away] == ["example-finance"]
    assert {lack.code for trap in found.stopped for lack in trap.lacks} == {"cover.lack.short"}
    assert cover(built, on=MARCH + dt.timedelta(days=7), away=True).covered


def test_a_decider_whom_nobody_knows_is_said_to_be_nobody(built: World) -> None:
    scheme = only(built, PathStep("decide", "commissioner-general"))
    general = Decider("commissioner-general", "office", "the Commissioner General")
    scheme = replace(scheme, deciders={**scheme.deciders, general.key: general}, ranks=())
    found = asked(built, scheme)
    assert not found.covered
    [lack] = found.stopped[0].lacks
    assert (lack.code, lack.params["who"]) == ("cover.lack.unknown", ["the Commissioner General"])


def test_a_body_without_terms_decides_nothing(built: World) -> None:
    with built.acting() as desk:
        acts.add_body(desk, key="ad-hoc", name="an ad hoc group", standing="partnership")
    scheme = only(built, PathStep("decide", "ad-hoc"))
    group = Decider("ad-hoc", "body", "a group")
    found = asked(built, replace(scheme, deciders={**scheme.deciders, "ad-hoc": group}))
    assert [lack.code for lack in found.stopped[0].lacks] == ["cover.lack.no_terms"]


def test_one_person_in_two_offices_cannot_do_what_is_kept_apart(built: World) -> None:
    steps = (PathStep("clear", "s151"), PathStep("clear", "monitoring-officer"))
    separate = (Separation("s151", "monitoring-officer"),)
    scheme = only(built, *steps, PathStep("decide", "director"), separate=separate)
    assert asked(built, scheme).covered
    with built.acting() as desk:
        acts.end_holding(desk, office="s151", person="example-finance")
    with built.acting(now=built.now + dt.timedelta(days=1)) as desk:
        acts.hold_office(desk, office="s151", person="example-monitoring")
        found = cover_of(desk, scheme)
    assert [lack.code for lack in found.stopped[0].lacks] == ["cover.lack.apart"]
    with built.looking(now=built.now + dt.timedelta(days=1)) as desk:
        assert cover_of(desk, replace(scheme, separate=())).covered


def test_whoever_may_write_a_report_may_turn_out_to_be_its_author(built: World) -> None:
    step = PathStep("decide", "joint-commissioning-head")
    separate = (Separation("decide", "author"),)
    scheme = replace(only(built, step, separate=separate), ranks=())
    # Its holder is the one commissioner, who writes reports; nobody else is left.
    assert [lack.code for lack in asked(built, scheme).stopped[0].lacks] == ["cover.lack.apart"]
    assert asked(built, replace(scheme, separate=())).covered
    with built.acting() as desk:
        acts.hold_office(
            desk, office="joint-commissioning-head", person="example-deputy", deputy=True
        )
    found = asked(built, scheme)
    assert (found.covered, stops(found, "ONE")) == (True, [{"example-deputy"}])


def test_each_partner_needs_somebody_to_sign(built: World) -> None:
    scheme = only(built, PathStep("decide", "each-partner"))
    assert {"example-probation"} in stops(asked(built, scheme), "ONE")
    with built.acting() as desk:
        acts.name_substitutes(
            desk, body="trust-board", seat="probation", substitutes=["example-young-person"]
        )
    found = stops(asked(built, scheme), "ONE")
    assert {"example-probation"} not in found
    assert {"example-probation", "example-young-person"} in found
    with built.acting() as desk:
        acts.end_appointment(desk, body="trust-board", seat="probation")
    with built.looking(now=built.now + dt.timedelta(days=1)) as desk:
        assert not cover_of(desk, scheme).covered


def test_a_body_is_checked(built: World) -> None:
    with built.acting() as desk:
        record_absence(desk, person="example-nhs", from_day=MARCH, to_day=MARCH)
        record_absence(desk, person="example-nhs-substitute", from_day=MARCH, to_day=MARCH)
    with built.looking() as desk:
        found = body_check(desk, "trust-board")
        then = body_check(desk, "trust-board", on=MARCH)
        with pytest.raises(Unusable):
            body_check(desk, "nobody")
    assert (found.quorate, found.k, [q.met for q in found.quorum]) == (True, 1, [True])
    assert [{one.key for one in trap} for trap in found.traps] == [
        {"example-district", "example-lead-member"},
        {"example-nhs", "example-nhs-substitute"},
    ]
    assert (then.quorate, then.k) == (False, None)
    today, on_march = then.quorum
    assert (today.met, on_march.met) == (True, False)
    assert [one.key for one in on_march.away] == ["example-nhs", "example-nhs-substitute"]
    assert [s.code for s in on_march.shortfalls] == ["quorum.too_few_of"]
    assert on_march.why == ["1 more NHS representative must be there"]
    assert [(c.key, c.seats, c.filled) for c in found.categories][:2] == [
        ("councillor", 2, 2),
        ("council-officer", 1, 1),
    ]


def test_terms_that_run_out_soon_are_told(built: World) -> None:
    with built.acting() as desk:
        acts.end_appointment(desk, body="trust-board", seat="police", last_day=MARCH)
    with built.looking() as desk:
        assert [(one.seat, one.last) for one in body_check(desk, "trust-board").runs_out] == [
            ("police", MARCH)
        ]


def test_on_a_day_without_terms_nothing_is_foreseen_of_meetings(life: Life) -> None:
    ref = life.meeting("trust-board", dt.date(2025, 3, 13))
    with life.looking() as desk:
        (terms,) = [
            row
            for row in in_force.keys_in_force(desk, kind="terms", on=desk.today)
            if row.key == "trust-board-terms"
        ]
        eve = terms.effective_from - dt.timedelta(days=1)
        assert [one.ref for one in body_check(desk, "trust-board").forecast] == [ref]
        before = body_check(desk, "trust-board", on=eve)
    assert (before.view.facts.terms, before.forecast, before.quorate) == (None, (), False)


def test_a_meeting_to_come_is_foreseen_item_by_item(life: Life) -> None:
    day = dt.date(2025, 3, 13)
    about = life.commission()
    ref = life.middling(about)
    meeting = life.meeting("executive-board", day, ref)
    with life.looking() as desk:
        [one] = forecast(desk, bodies=[desk.row("body", "executive-board").id])
    assert (one.ref, one.quorate, [i.report for i in one.items]) == (meeting, True, [ref])
    with life.acting() as desk:
        record_absence(desk, person="example-police", from_day=day, to_day=day)
        record_absence(desk, person="example-district", from_day=day, to_day=day)
    life.declare(ref, "example-nhs", "personal", ruling="leaves", advised=True)
    with life.looking() as desk:
        [one] = forecast(desk, bodies=[desk.row("body", "executive-board").id])
    assert one.whole.quorate
    [short] = one.short
    assert (short.report, short.leaves) == (ref, ("Noor Health",))
    assert one.away == ("Pat Police", "Drew District")

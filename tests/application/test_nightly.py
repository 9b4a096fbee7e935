"""The night's check: mends what it can, tells of the rest once, and goes on where it stopped."""

import datetime as dt
from typing import Any

import pytest
from reports import Life
from sqlalchemy import bindparam, select, text
from world import RULEBOOKS, bring_into_force, world

from governance.application.assurance import nightly
from governance.application.assurance.finding import tell
from governance.application.assurance.place import SLICES, Place
from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines.queries import deadlines
from governance.application.running import last_run, run_sweep
from governance.application.sweeping import Swept, sweep_named
from governance.store.engine import Store
from governance.store.tables import TABLES

FLOW = "nightly_assurance"
RULED = tuple(dict.fromkeys((*RULEBOOKS, "escalations/exampleshire.yaml")))
_message = TABLES["message"]
_MESSAGES = (
    select(_message.c.recipient, _message.c.params)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.template == "assurance_finding",
    )
    .order_by(_message.c.id)
)


@pytest.fixture
def life(store: Store, now: dt.datetime) -> Life:
    return Life(world(store, now, rulebooks=RULED), now)


def night(life: Life, *, limit: int = 100) -> Swept:
    """Everything that one night's check does."""
    whole = Swept()
    for _ in range(SLICES):
        whole.take(nightly.work(life.world.store, flow=FLOW, now=life.now, limit=limit))
        if not whole.more:
            return whole
    raise AssertionError("the night does not end")


def due(life: Life) -> dt.datetime | None:
    return nightly.due(life.world.store, flow=FLOW, now=life.now)


def told(life: Life) -> list[tuple[str, str, str]]:
    with life.looking() as desk:
        return [(m.recipient, m.params["ref"], m.params["code"]) for m in desk.all(_MESSAGES)]


def running(life: Life) -> tuple[str, str]:
    """A commission with an agreement in force."""
    about = life.commission()
    with life.acting() as desk:
        agreement = record_agreement(
            desk,
            commission=about,
            title="As it runs",
            reason="found",
            starts_on=dt.date(2025, 2, 1),
            ends_on=dt.date(2027, 3, 31),
        ).ref
    return about, agreement


def lost(life: Life, statement: str) -> None:
    """What nobody should do: write to the database past Vires."""
    with life.world.store.engine.begin() as connection:
        connection.execute(text(statement))


def live(life: Life, ref: str) -> list[tuple[str, str]]:
    with life.looking() as desk:
        return [(v.row.kind, str(v.row.due_day)) for v in deadlines(desk, subject=ref)]


def test_a_whole_record_has_nothing_to_tell(life: Life) -> None:
    running(life)
    assert due(life) == dt.datetime(2025, 2, 20, 2, tzinfo=dt.UTC)
    swept = night(life)
    assert (swept.done, swept.found, swept.lines) == (0, 0, [])
    assert due(life) is None
    assert nightly.work(life.world.store, flow=FLOW, now=life.now, limit=100) == Swept()
    life.now = dt.datetime(2025, 2, 21, 1, 59, tzinfo=dt.UTC)
    assert due(life) is None
    life.now = dt.datetime(2025, 2, 21, 2, tzinfo=dt.UTC)
    assert due(life) == life.now
    assert told(life) == []


def test_there_is_nothing_to_check_where_nobody_is(store: Store, now: dt.datetime) -> None:
    assert nightly.due(store, flow=FLOW, now=now) is None


def test_deadlines_that_are_missing_are_set_again(life: Life) -> None:
    about, agreement = running(life)
    before = [*live(life, "W-0001"), *live(life, agreement)]
    assert len(before) == 2
    lost(life, "UPDATE deadline SET state = 'superseded' WHERE state = 'running'")
    swept = night(life)
    assert (swept.done, swept.found) == (2, 0)
    assert sorted((line["ref"], line["what"]) for line in swept.lines) == [
        ("A-0001", "agreement_ends"),
        ("W-0001", "review"),
    ]
    assert [*live(life, "W-0001"), *live(life, agreement)] == before
    assert life.whole()
    life.wait(1)
    assert night(life).done == 0
    assert about == "C-0001"


def test_a_commission_without_a_review_gets_one(store: Store, now: dt.datetime) -> None:
    unruled = tuple(name for name in RULEBOOKS if not name.startswith("escalations/"))
    life = Life(world(store, now, rulebooks=unruled), now)
    about, _ = running(life)
    assert night(life).done == 0
    assert told(life) == []
    with life.acting() as desk:
        file = "escalations/exampleshire.yaml"
        bring_into_force(desk, kind="escalation", file=file, since=life.today)
    life.wait(1)
    swept = night(life)
    assert [(line["ref"], line["what"]) for line in swept.lines] == [(about, "review")]
    assert live(life, "W-0001") == [("review", "2025-05-21")]


def test_a_review_that_was_referred_back_gets_its_day_back(life: Life) -> None:
    running(life)
    lost(life, "UPDATE deadline SET state = 'superseded' WHERE state = 'running'")
    lost(life, "UPDATE review SET state = 'referred_back'")
    assert night(life).done == 2
    assert live(life, "W-0001") == [("review_again", "2025-03-20")]


def test_what_was_let_go_for_a_reason_stays_so(life: Life) -> None:
    _, agreement = running(life)
    lost(life, "UPDATE deadline SET state = 'waived' WHERE state = 'running'")
    assert night(life).done == 0
    assert [*live(life, "W-0001"), *live(life, agreement)] == []


def test_a_call_in_window_without_its_end_gets_one(life: Life) -> None:
    about = life.commission()
    ref = life.middling(about)
    lost(life, "UPDATE proposal SET state = 'call_in_window'")
    swept = night(life)
    (line,) = swept.lines
    assert (swept.found, line["ref"], line["problem"]["code"]) == (
        1,
        ref,
        "assurance.no_call_in_end",
    )


def test_an_adopted_version_gets_its_first_day_back(life: Life) -> None:
    lost(
        life,
        "UPDATE rulebook_version SET state = 'adopted', effective_from = '2025-03-01'"
        " WHERE kind = 'calendar'",
    )
    assert [line["what"] for line in night(life).lines] == ["in_force"]
    with life.looking() as desk:
        (found,) = [v for v in deadlines(desk) if v.row.kind == "in_force"]
    assert (str(found.row.due_day), found.row.effect) == ("2025-03-01", "rulebook_in_force")


def test_people_and_offices_that_are_not_there_are_told_once(life: Life) -> None:
    about = life.commission()
    lost(life, "UPDATE person SET left_on = '2025-02-01' WHERE key = 'example-commissioner'")
    lost(
        life,
        "UPDATE office_holding SET to_day = '2025-02-01' WHERE office_id ="
        " (SELECT id FROM office WHERE key = 'director')",
    )
    for _ in range(2):
        found = {(line["ref"], line["problem"]["code"]) for line in night(life).lines}
        assert {(about, "assurance.lead_left"), ("O-0001", "assurance.office_vacant")} <= found
        life.wait(1)
    assert sorted(told(life)) == sorted(
        [
            ("secretary", about, "assurance.lead_left"),
            ("secretary", "O-0001", "assurance.office_vacant"),
        ]
    )


def test_a_broken_chain_is_told_to_the_proper_officer_too(life: Life) -> None:
    about = life.commission()
    lost(life, f"UPDATE commission SET head = '{'0' * 64}' WHERE ref = '{about}'")
    for _ in range(2):
        found = [(line["ref"], line["problem"]["code"]) for line in night(life).lines]
        assert found == [(about, "ledger.head_differs")]
        life.wait(1)
    assert sorted(told(life)) == [
        ("proper_officer", about, "ledger.head_differs"),
        ("secretary", about, "ledger.head_differs"),
    ]


def test_what_the_database_lacks_is_told_to_the_partnership(life: Life) -> None:
    life.commission()
    lost(life, "UPDATE commission SET state = 'dreaming'")
    (line,) = night(life).lines
    assert (line["ref"], line["problem"]["code"]) == (
        "commission (dreaming)",
        "check.unknown_state",
    )
    assert {who for who, _, _ in told(life)} == {"secretary", "proper_officer"}


def test_a_check_goes_on_where_it_stopped(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    running(life)
    lost(life, "UPDATE deadline SET state = 'superseded' WHERE state = 'running'")
    monkeypatch.setattr("governance.application.assurance.place.SLICES", 12)
    nights = 0
    done = 0
    while due(life) is not None:
        nights += 1
        done += night(life, limit=1).done
        life.wait(1)
        if done == 2:
            break
    assert nights > 3
    assert done == 2


def test_two_at_once_count_one_of_them(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    store = life.world.store
    nightly.work(store, flow=FLOW, now=life.now, limit=100)
    seen: list[Swept] = []

    def overtaken(*given: Any, **named: Any) -> None:
        monkeypatch.setattr(nightly, "tell", tell)
        seen.append(nightly.work(store, flow=FLOW, now=life.now, limit=100))
        tell(*given, **named)

    monkeypatch.setattr(nightly, "tell", overtaken)
    assert nightly.work(store, flow=FLOW, now=life.now, limit=100) == Swept(more=True)
    assert seen[0].more
    night(life)
    assert due(life) is None


def test_the_run_is_on_record_and_the_place_is_no_run(life: Life) -> None:
    running(life)
    store = life.world.store
    report = run_sweep(
        store, FLOW, clock=lambda: life.now, started_by="hand", through="direct", limit=100
    )
    assert report.run is not None
    while sweep_named(FLOW).due(store, now=life.now) is not None:
        run_sweep(store, FLOW, clock=lambda: life.now, started_by="hand", through="direct")
    last = last_run(store, FLOW)
    assert last is not None
    assert last.state == "done"
    assert last.process != "place"


def test_a_check_that_went_through_begins_anew_the_next_night() -> None:
    first = dt.datetime(2025, 2, 20, 2, tzinfo=dt.UTC)
    then = first + dt.timedelta(days=1)
    over = Place(first, None, slices=7, version=3)
    assert not over.due(first)
    assert over.due(then)
    assert over.tonight(then, first="tables") == Place(then, "tables", version=3)
    half = Place(first, "chains", ["a", "b", "c"], slices=SLICES, version=3)
    assert not half.due(first)
    assert half.tonight(then, first="tables") == Place(then, "chains", ["a", "b", "c"], version=3)

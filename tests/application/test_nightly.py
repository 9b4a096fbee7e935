"""The night's check: mends what it can, tells of the rest, and goes on where it stopped."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from reports import Life
from sqlalchemy import bindparam, select, text
from world import RULEBOOKS, bring_into_force, world

from governance.application.commissions.agreements import record_agreement
from governance.application.deadlines import acts
from governance.application.deadlines.queries import deadlines
from governance.application.escalations import unheard
from governance.application.nightcheck import nightly, offices, replayed
from governance.application.nightcheck.finding import Finding, Slice, Telling
from governance.application.nightcheck.place import SLICES, Place, keep
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
_REMINDERS = select(_message.c.subject_id).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.template == "no_meeting_planned",
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


def on_sunday(life: Life) -> list[tuple[str, str]]:
    """What the night of the next Sunday finds."""
    life.wait((6 - life.now.weekday()) % 7 or 7)
    return [(line["ref"], line["problem"]["code"]) for line in night(life).lines]


def test_once_a_week_the_tables_are_held_against_the_record(life: Life) -> None:
    about, _ = running(life)
    assert on_sunday(life) == [], "whatever was done says so on record"
    lost(life, f"UPDATE commission SET title = 'Another', need = 'Other' WHERE ref = '{about}'")
    life.wait(1)
    assert night(life).found == 0, "not every night"
    wrong = [(f"{about} (title)", "replay.differs"), (f"{about} (need)", "replay.differs")]
    assert sorted(on_sunday(life)) == sorted(wrong)
    everybody = [(who, *one) for who in ("proper_officer", "secretary") for one in wrong]
    assert sorted(told(life)) == sorted(everybody)
    life.wait(1)
    assert night(life).found == 0
    assert sorted(on_sunday(life)) == sorted(wrong)
    assert len(told(life)) == len(everybody), "and told once"


def test_much_that_differs_is_told_in_part(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replayed, "TOLD", 2)
    for _ in range(3):
        life.commission()
    lost(life, "UPDATE commission SET title = 'Another'")
    assert [code for _, code in on_sunday(life)] == ["replay.differs"] * 2 + ["replay.more"]


def test_a_record_too_long_for_a_night_is_left_out_and_said(
    life: Life, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(replayed, "MOST", 3)
    about = life.commission()
    lost(life, f"UPDATE commission SET title = 'Another' WHERE ref = '{about}'")
    assert on_sunday(life) == []
    assert "too long to be replayed at night" in caplog.text


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
    monkeypatch.setattr("governance.application.nightcheck.place.SLICES", 12)
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


VACANT = ("secretary", "O-0001", "assurance.office_vacant")


def director(life: Life, *, to_day: str | None) -> None:
    """Let the director's office be held until a day, or for good; past Vires, as time does."""
    day = "NULL" if to_day is None else f"'{to_day}'"
    lost(
        life,
        f"UPDATE office_holding SET to_day = {day} WHERE office_id ="
        " (SELECT id FROM office WHERE key = 'director')",
    )


def only(monkeypatch: pytest.MonkeyPatch, part: str, look: nightly.Part) -> None:
    """Let a night's check be of one part alone."""
    monkeypatch.setattr(nightly, "PARTS", {part: look})
    monkeypatch.setattr(nightly, "_FIRST", part)


def test_what_comes_back_after_it_was_gone_is_told_again(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, "offices", offices.vacant)
    director(life, to_day="2025-02-01")
    for _ in range(2):
        night(life)
        life.wait(1)
    assert told(life) == [VACANT]
    director(life, to_day=None)
    assert night(life).found == 0
    life.wait(1)
    director(life, to_day="2025-02-22")
    for _ in range(2):
        assert night(life).found == 1
        life.wait(1)
    assert told(life) == [VACANT] * 2


def test_what_still_stands_is_told_again_after_thirty_days(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    director(life, to_day="2025-02-01")
    only(monkeypatch, "offices", offices.vacant)
    number = []
    for _ in range(62):
        night(life)
        number.append(len(told(life)))
        life.wait(1)
    assert number == [1] * 30 + [2] * 30 + [3] * 2


def test_a_check_that_takes_several_nights_tells_once(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    director(life, to_day="2025-02-01")
    monkeypatch.setattr(nightly, "PARTS", {"offices": offices.vacant, "bodies": unheard.remind})
    monkeypatch.setattr(nightly, "_FIRST", "offices")
    monkeypatch.setattr("governance.application.nightcheck.place.SLICES", 1)
    found = []
    for _ in range(6):
        found.append(nightly.work(life.world.store, flow=FLOW, now=life.now).found)
        life.wait(1)
    assert found == [1, 0] * 3
    assert told(life) == [VACANT]


def twice_at_once(life: Life, monkeypatch: pytest.MonkeyPatch) -> list[Swept]:
    """Two checks, each of which has looked before either is kept."""
    both = threading.Barrier(2, timeout=30)

    def together(*given: Any, **named: Any) -> bool:
        both.wait()
        return keep(*given, **named)

    monkeypatch.setattr(nightly, "keep", together)
    work = partial(nightly.work, life.world.store, flow=FLOW, now=life.now, limit=100)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(work) for _ in range(2)]
    monkeypatch.setattr(nightly, "keep", keep)
    return sorted((one.result() for one in done), key=lambda swept: swept.found)


def test_of_two_at_once_one_counts_and_tells(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    director(life, to_day="2025-02-01")
    only(monkeypatch, "offices", offices.vacant)
    for number in (1, 2):
        late, first = twice_at_once(life, monkeypatch)
        assert late == Swept(more=True)
        assert (first.found, first.more) == (1, False)
        assert told(life) == [VACANT] * number
        assert due(life) is None
        life.wait(31)


def test_of_two_at_once_one_reminds_of_a_body_without_a_meeting(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    about, _ = running(life)
    life.wait_until(dt.date(2025, 7, 1))
    life.tick()
    life.wait(8)
    before = reminders(life)
    assert before
    only(monkeypatch, "bodies", unheard.remind)
    late, _ = sorted(twice_at_once(life, monkeypatch), key=lambda swept: not swept.more)
    assert late == Swept(more=True)
    assert len(reminders(life)) == len(before) + len(set(before))
    assert about == "C-0001"


def reminders(life: Life) -> list[str]:
    """The bodies that the secretary was told have no meeting, as often as told."""
    with life.looking() as desk:
        return [m.subject_id for m in desk.all(_REMINDERS)]


def test_what_could_not_be_told_is_told_with_the_next_attempt(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    director(life, to_day="2025-02-01")
    only(monkeypatch, "offices", offices.vacant)

    def cut_off(*_: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(Telling, "put", cut_off)
        with pytest.raises(ConnectionError):
            nightly.work(life.world.store, flow=FLOW, now=life.now)
    assert told(life) == []
    assert due(life) is not None
    assert night(life).found == 1
    assert told(life) == [VACANT]


def test_nobody_is_told_where_there_is_no_such_partnership(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Finding("gone", "office", "gone", "O-0001", "assurance.office_vacant", {"title": "x"})
    only(monkeypatch, "offices", lambda *_, **__: Slice(1, findings=[gone]))
    assert night(life).found == 1
    assert told(life) == []


def test_what_is_paused_for_long_is_told_to_the_secretary(life: Life) -> None:
    running(life)
    with life.acting() as desk:
        acts.pause(desk, "W-0001/review", reason="The provider is in administration.")
    life.wait(90)
    life.now -= dt.timedelta(hours=1)
    assert night(life).found == 0
    life.wait(1)
    (line,) = night(life).lines
    assert (line["ref"], line["problem"]) == (
        "W-0001/review",
        {
            "code": "assurance.paused_long",
            "params": {
                "ref": "W-0001/review",
                "what": "a review to be held",
                "since": "2025-02-20",
            },
        },
    )
    life.wait(1)
    night(life)
    assert told(life) == [("secretary", "W-0001/review", "assurance.paused_long")]
    with life.acting() as desk:
        acts.resume(desk, "W-0001/review")
    life.wait(1)
    assert night(life).found == 0


def test_many_paused_deadlines_are_gone_through_in_slices(life: Life) -> None:
    _, agreement = running(life)
    names = ["W-0001/review", f"{agreement}/agreement_ends/2027-03-31 (1)"]
    for name in names:
        with life.acting() as desk:
            acts.pause(desk, name, reason="The provider is in administration.")
    life.wait(91)
    found = [line["ref"] for line in night(life, limit=1).lines]
    assert sorted(found) == sorted(names)
    assert len(told(life)) == 2


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
    assert over.tonight(then, first="tables") == Place(then, "tables", check=1, version=3)
    half = Place(first, "chains", ["a", "b", "c"], slices=SLICES, version=3)
    assert not half.due(first)
    assert half.tonight(then, first="tables") == Place(then, "chains", ["a", "b", "c"], version=3)

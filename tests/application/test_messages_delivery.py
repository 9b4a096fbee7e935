"""From the outbox to sent: attempts, failures, parking, two deliverers at once."""

import datetime as dt
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from letters import DOWN, LOST, WENT, WRONG, Recorder, everything, queue, small_world, state, sweep

from governance import words
from governance.adapters import templates
from governance.adapters.carriers import Carried, Letter, Outcome
from governance.application.desk import Desk
from governance.application.messages import delivery, sorting, wording
from governance.application.messages.moving import LEASE, MOST_ATTEMPTS
from governance.application.messages.queries import messages
from governance.application.people import acts as people
from governance.application.people.preferences import tell
from governance.configuration import config_dir
from governance.domain.errors import Problem, Unusable
from governance.logs import set_up_logs
from governance.store.engine import Store

MINUTE = dt.timedelta(minutes=1)


def test_a_message_to_a_person_is_sent_once(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    carrier = Recorder()
    assert delivery.due(store, flow="deliver_messages", now=now) == now
    swept = sweep(store, carrier, now)
    assert swept.counts() == {
        "done": 1,
        "failed": 0,
        "uncertain": 0,
        "parked": 0,
        "late": 0,
        "found": 0,
    }
    assert [line["outcome"] for line in swept.lines] == ["sent"]
    letter = carrier.delivered[0]
    assert (letter.to, letter.name, letter.reference) == ("ann@example.org", "Example-Ann", one)
    assert "R-0001" in letter.subject
    row = state(store, one)
    assert (row.state, row.attempts, row.settled_at, row.trouble) == ("sent", 1, now, None)
    assert [a.outcome for a in everything(store, "message_attempt")] == ["sent"]
    assert delivery.due(store, flow="deliver_messages", now=now) is None
    assert sweep(store, carrier, now).done == 0
    assert len(carrier.delivered) == 1


def test_messages_are_listed_by_state_person_and_subject(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann", "example-ben")
    with world.acting() as desk:
        first = queue(desk, to="example-ann")
        second = queue(desk, to="example-ben")
    sweep(store, Recorder(), now)
    with world.acting() as desk:
        assert [v.row.id for v in messages(desk, state="sent", to="example-ann")] == [first]
        assert {v.row.id for v in messages(desk, state="all")} == {first, second}
        newest = messages(desk, state="all")[0]
        assert [v.row.id for v in messages(desk, state="all", about=newest.about)] == [
            newest.row.id
        ]
        assert messages(desk, to="example-ann") == []


def test_what_failed_is_tried_again_ever_more_rarely_and_then_parked(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    carrier = Recorder(answer=lambda _: DOWN)
    waits = []
    at = now
    for _ in range(MOST_ATTEMPTS):
        sweep(store, carrier, at)
        row = state(store, one)
        if row.not_before is not None:
            waits.append(int((row.not_before - at) / MINUTE))
            assert delivery.due(store, flow="", now=row.not_before - MINUTE / 2) is None
            at = row.not_before
    assert waits == [1, 5, 30, 120, 360]
    assert (row.state, row.trouble["code"]) == ("parked", "carrier.console_closed")
    made = [a.outcome for a in everything(store, "message_attempt") if a.message_id == one]
    assert made == ["failed"] * MOST_ATTEMPTS
    assert carrier.delivered == []


def test_a_carrier_that_asks_for_time_is_given_it(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        first, second = (queue(desk, to="example-ann") for _ in range(2))
    busy = Carried(
        Outcome.FAILED, Problem("carrier.notify_silent"), retry_after=dt.timedelta(minutes=10)
    )
    carrier = Recorder(answer=lambda _: busy)
    swept = sweep(store, carrier, now)
    assert (swept.failed, swept.more) == (1, False)
    rows = sorted((state(store, first), state(store, second)), key=lambda row: row.state)
    assert [(row.state, row.attempts) for row in rows] == [("failed", 1), ("queued", 0)]
    assert {row.not_before for row in rows} == {now + 10 * MINUTE}
    carrier.answer = Recorder().answer
    assert sweep(store, carrier, now + 10 * MINUTE).done == 2


def test_a_carrier_out_of_order_is_left_alone_after_three_letters(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        for _ in range(30):
            queue(desk, to="example-ann")
    tried: list[str] = []

    def down(letter: Letter) -> Carried:
        tried.append(letter.reference)
        return DOWN

    assert sweep(store, Recorder(answer=down), now).failed == 3
    assert len(tried) == 3
    assert sum(row.attempts for row in everything(store, "message")) == 3
    carrier = Recorder()
    assert sweep(store, carrier, now + LEASE).done == 30


def test_what_is_refused_for_good_goes_to_the_secretary(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    carrier = Recorder(answer=lambda letter: WRONG if "ann" in letter.to else Carried(Outcome.SENT))
    sweep(store, carrier, now)
    assert state(store, one).state == "parked"
    assert carrier.told == ["secretary"]
    letter = carrier.delivered[0]
    assert letter.subject.startswith("Example-Ann could not be told")
    assert "Nothing can be sent to this person’s e-mail address" in letter.body
    assert "R-0001" in letter.body
    assert one in letter.body


def test_without_an_address_the_secretary_is_told_and_that_is_the_end_of_it(
    store: Store, now: dt.datetime
) -> None:
    from governance.application.people import acts as people

    world = small_world(store, now)
    with world.acting() as desk:
        people.add_person(desk, key="example-bob", name="Bob Example")
        one = queue(desk, to="example-bob")
        people.add_person(desk, key="example-second", name="Second Example")
        people.grant(desk, person="example-second", role="secretary")
    carrier = Recorder()
    sweep(store, carrier, now)
    assert carrier.told == ["secretary"]
    row = state(store, one)
    assert (row.state, row.trouble["code"], row.attempts) == ("parked", "message.no_address", 0)
    parked = [r for r in everything(store, "message") if r.state == "parked"]
    assert len(parked) == 2  # Bob's, and the one about it to a secretary without an address


def always(outcome: Outcome | None) -> Callable[[str], Outcome | None]:
    return lambda _: outcome


def test_an_uncertain_one_is_asked_about_before_it_is_tried_again(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    for known, copies, final in (
        (Outcome.SENT, 1, ["uncertain"]),
        (Outcome.FAILED, 2, ["uncertain", "sent"]),
        (None, 2, ["uncertain", "sent"]),
    ):
        with world.acting() as desk:
            one = queue(desk, to="example-ann")
        carrier = Recorder(answer=lambda _: LOST)
        sweep(store, carrier, now)
        assert state(store, one).state == "uncertain"
        carrier.answer, carrier.knows = Recorder().answer, always(known)
        assert sweep(store, carrier, now + MINUTE).done == 1
        assert carrier.asked == [one]
        assert state(store, one).state == "sent"
        assert len(carrier.delivered) == copies
        made = [a for a in everything(store, "message_attempt") if a.message_id == one]
        assert [a.outcome for a in made] == final


def test_a_template_that_is_not_there_parks_its_message_and_no_other(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        bad = queue(desk, to="example-ann", template="no_such_thing")
        lacking = queue(desk, to="example-ann", params={"ref": "R-0001"})
        good = queue(desk, to="example-ann")
    carrier = Recorder()
    swept = sweep(store, carrier, now + dt.timedelta(days=1))
    assert (swept.done, swept.parked) == (3, 2), "the secretary hears of both"
    codes = {one: state(store, one).trouble for one in (bad, lacking, good)}
    assert codes[bad]["code"] == "template.unknown"
    assert codes[lacking]["code"] == "template.param_missing"
    assert codes[good] is None


def test_a_carrier_that_breaks_is_no_reason_to_lose_anything(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")

    def broken(_: Letter) -> Carried:
        raise RuntimeError("ann@example.org")

    sweep(store, Recorder(answer=broken), now)
    row = state(store, one)
    assert (row.state, row.trouble) == (
        "uncertain",
        {"code": "message.carrier_broken", "params": {"detail": "RuntimeError"}},
    )


def test_a_bounce_is_noticed_and_parked(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        came_back, arrived = (queue(desk, to="example-ann") for _ in range(2))
    carrier = Recorder(name="notify")
    sweep(store, carrier, now)
    carrier.back = {came_back: Problem("carrier.notify_permanent")}
    at = now + 5 * MINUTE
    assert delivery.due(store, flow="", now=at) == at
    swept = sweep(store, carrier, at)
    assert swept.parked == 1
    assert state(store, came_back).trouble["code"] == "carrier.notify_permanent"
    assert (state(store, came_back).state, state(store, arrived).state) == ("parked", "sent")
    sweep(store, carrier, at + MINUTE)
    assert carrier.told == ["ann", "ann", "secretary"]
    looks = []
    while (look := state(store, arrived).not_before) is not None:
        looks.append(look - now)
        sweep(store, carrier, look)
    assert looks == [dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=3)]


def at_once(number: int, work: Callable[[], object]) -> None:
    """Do the same in several threads; every error is one."""
    with ThreadPoolExecutor(number) as pool:
        for done in [pool.submit(work) for _ in range(number)]:
            done.result()


def test_a_bounce_is_noticed_of_a_letter_that_went_out_after_all(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    carrier = Recorder(name="notify", answer=lambda _: LOST, knows=always(Outcome.SENT))
    carrier.back = {one: Problem("carrier.notify_permanent")}
    sweep(store, carrier, now)
    sweep(store, carrier, now + MINUTE)
    assert state(store, one).state == "sent"
    carrier.answer = Recorder().answer
    sweep(store, carrier, now + 6 * MINUTE)
    assert state(store, one).state == "parked"
    sweep(store, carrier, now + 6 * MINUTE)
    assert carrier.told == ["ann", "secretary"]


def test_two_deliverers_at_once_never_send_one_message_twice(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        for _ in range(40):
            queue(desk, to="example-ann")
    carrier = Recorder()
    at_once(3, lambda: sweep(store, carrier, now, limit=15))
    sweep(store, carrier, now)
    references = [letter.reference for letter in carrier.delivered]
    assert len(references) == len(set(references)) == 40
    assert {row.state for row in everything(store, "message")} == {"sent"}


def test_several_deliverers_gather_one_digest_a_day(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann", "example-bob")
    with world.acting() as desk:
        for key in ("example-ann", "example-bob"):
            tell(desk, person=key, digest=True)
        for n in range(40):
            to = "example-ann" if n % 2 else "example-bob"
            queue(desk, to=to, template="step_open", params={"ref": f"R-{n:04}", "kind": "clear"})
    carrier = Recorder()
    for days in range(1, 6):
        at_once(3, partial(sweep, store, carrier, now + dt.timedelta(days=days), limit=7))
    rows = everything(store, "message")
    assert {row.state for row in rows} == {"gathered", "sent"}
    digests = [row for row in rows if row.template == "daily_digest"]
    made = [(row.person_id, row.created_at.date()) for row in digests]
    assert len(made) == len(set(made))
    assert sorted(one for row in digests for one in row.params["messages"]) == sorted(
        row.id for row in rows if row.template == "step_open"
    )
    assert len(carrier.delivered) == len(digests)


def test_what_one_deliverer_has_in_hand_is_due_for_no_other(store: Store, now: dt.datetime) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        for _ in range(3):
            queue(desk, to="example-ann")
    seen = []

    def looks(_: Letter) -> Carried:
        seen.append(delivery.due(store, flow="", now=now))
        return Carried(Outcome.SENT)

    assert sweep(store, Recorder(answer=looks), now).done == 3
    assert seen == [None] * 3


def test_a_fault_of_ours_parks_the_message_that_meets_it_and_no_other(
    store: Store, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = small_world(store, now, "example-ann", "example-bob")
    with world.acting() as desk:
        good, bad, also = (queue(desk, to=f"example-{who}") for who in ("ann", "bob", "ann"))
    made = wording.letter_to

    def broken(desk: Desk, row: Any, person: Any) -> Letter:
        if person.key == "example-bob":
            raise ZeroDivisionError
        return made(desk, row, person)

    monkeypatch.setattr(sorting, "letter_to", broken)
    swept = sweep(store, Recorder(), now)
    assert (swept.done, swept.parked) == (3, 1)
    assert [state(store, one).state for one in (good, bad, also)] == ["sent", "parked", "sent"]
    assert state(store, bad).trouble["params"] == {"detail": "ZeroDivisionError"}


def test_what_cannot_be_used_is_no_fault_of_ours_wherever_it_shows(
    store: Store,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        bad = queue(desk, to="example-ann")

    def broken(*_: Any) -> bool:
        raise Unusable([Problem("template.no_subject", {}, file="messages/x.md", line=3)])

    monkeypatch.setattr(sorting, "is_urgent", broken)
    sweep(store, Recorder(), now)
    assert state(store, bad).trouble["params"]["where"] == "messages/x.md:3"
    assert caplog.records == []


def test_a_template_that_cannot_be_read_holds_up_its_own_messages_only(
    store: Store, now: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(config_dir() / "messages", tmp_path / "messages")
    broken = tmp_path / "messages" / "step_open.md"
    whole = broken.read_bytes()
    broken.write_bytes(b"no head")
    templates._read.cache_clear()
    monkeypatch.setattr(templates, "config_dir", lambda: tmp_path)
    world = small_world(store, now, "example-ann", "example-bob")
    with world.acting() as desk:
        good = queue(desk, to="example-ann")
        bad = queue(desk, to="example-bob", template="step_open")
        also = queue(desk, to="example-ann")
    carrier = Recorder()
    swept = sweep(store, carrier, now)
    assert (swept.done, swept.parked) == (3, 1)
    assert [state(store, one).state for one in (good, bad, also)] == ["sent", "parked", "sent"]
    trouble = state(store, bad).trouble
    assert trouble["code"] == "message.template_broken"
    assert trouble["params"]["where"] == "messages/step_open.md:1"
    assert words.remedy(**trouble).endswith("Then run “vires message retry --all-parked”.")
    assert carrier.told == ["ann", "ann", "secretary"], "what it was about goes to the secretary"
    assert "cannot be shown" in carrier.delivered[-1].body
    broken.write_bytes(whole)
    assert templates.template("step_open").params
    templates._read.cache_clear()


def test_logs_name_nobody(
    quick_store: Store,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    world = small_world(quick_store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    monkeypatch.setenv("VIRES_LOG", "info")
    set_up_logs()
    sweep(quick_store, Recorder(), now)
    monkeypatch.delenv("VIRES_LOG")
    set_up_logs()
    logged = capsys.readouterr().err
    assert one in logged
    assert "decision_wanted" in logged
    assert "ann" not in logged.lower().replace("cannot", "")


@pytest.mark.parametrize(
    ("answer", "count", "code"),
    [
        (DOWN, "failed", "carrier.console_closed"),
        (LOST, "uncertain", "message.unknown_too_often"),
    ],
)
def test_what_is_given_up_after_its_last_attempt_is_said_so_and_goes_to_the_secretary(
    store: Store, now: dt.datetime, answer: Carried, count: str, code: str
) -> None:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")
    carrier = Recorder(answer=lambda letter: answer if "ann" in letter.to else WENT)
    told = [sweep(store, carrier, now + dt.timedelta(days=n)).counts() for n in range(6)]
    assert [(counts[count], counts["parked"]) for counts in told] == [(1, 0)] * 5 + [(0, 1)]
    assert (state(store, one).state, state(store, one).trouble["code"]) == ("parked", code)
    sweep(store, carrier, now + dt.timedelta(days=6))
    instead = carrier.delivered[-1]
    assert instead.to.startswith("secretary")
    assert "could not be told" in instead.subject


def test_one_cut_off_too_often_is_given_up_in_the_open(
    store: Store, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time Vires was stopped in the middle of the attempt."""
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        one = queue(desk, to="example-ann")

    def stopped(letter: Letter) -> Carried:
        raise KeyboardInterrupt

    for n in range(6):
        with pytest.raises(KeyboardInterrupt):
            sweep(store, Recorder(answer=stopped), now + n * LEASE)
    swept = sweep(store, Recorder(), now + 7 * LEASE)
    assert (swept.parked, state(store, one).state) == (1, "parked")
    assert [line["problem"]["code"] for line in swept.lines if line["outcome"] == "parked"] == [
        "message.unknown_too_often"
    ]


def test_what_is_told_in_somebodys_place_says_once_why_and_begins_with_a_capital(
    store: Store, now: dt.datetime
) -> None:
    world = small_world(store, now)
    with world.acting() as desk:
        people.add_person(desk, key="example-nobody", name="No Address")
        params = {"because": {"code": "message.because.secretary", "params": {}}}
        about = {"ref": "R-0001", "title": "A report"}
        queue(desk, to="example-nobody", params={**about, **params})
    carrier = Recorder()
    sweep(store, carrier, now)
    [letter] = carrier.delivered
    assert letter.body.count("You get this because") == 1
    assert "Reason: There is no e-mail address for No Address.\n" in letter.body

"""Sealing as the clock, the tick and the sweep do it, and keeping its key."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from governance import words
from governance.application.desk import acting, looking
from governance.application.ledger import keeping, receipts, sealing
from governance.application.ledger.verifying import verify
from governance.application.nightcheck import integrity
from governance.application.people.partnerships import create_partnership
from governance.application.running import last_run, run_sweep
from governance.domain.errors import Refused, Unusable
from governance.store import keys
from governance.store import sealing as store_sealing
from governance.store.engine import Store
from governance.store.tables import TABLES
from governance.store.triggers import LEDGER_TRIGGERS_OFF

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)
    return tmp_path / "keys" / "seal.pem"


@pytest.fixture
def area(quick_store: Store, now: dt.datetime, place: Path) -> Store:
    """A store with a partnership in it: one entry waits."""
    a_partnership(quick_store, "exampleshire", now)
    return quick_store


def a_partnership(store: Store, key: str, now: dt.datetime) -> None:
    create_partnership(store, key=key, name=key.title(), now=now)


def number(store: Store, table: str) -> int:
    with store.read() as tx:
        return int(tx.scalar(select(func.count()).select_from(TABLES[table])))


def code(error: Unusable | Refused) -> str:
    (problem,) = error.refusals if isinstance(error, Refused) else error.problems
    assert words.say(problem.code, problem.params)
    assert words.remedy(problem.code, problem.params)
    return problem.code


def an_act(store: Store, now: dt.datetime, name: str = "Another name") -> None:
    an_act_of(store, "exampleshire", now, name)


def an_act_of(store: Store, key: str, now: dt.datetime, name: str = "Another name") -> None:
    from governance.application.change import Change

    with acting(store, now=now, partnership=key) as desk:
        row = desk.row("partnership", desk.partnership.key)
        desk.apply(Change("partnership.renamed", "partnership", row, {"name": name}))


def test_an_installation_in_one_file_makes_its_key_itself(
    area: Store, now: dt.datetime, place: Path
) -> None:
    assert sealing.standing(area).trouble is None
    assert sealing.seal_all(area, now=now) == 1
    assert keys.read(place) is not None
    assert sealing.seal_all(area, now=now) == 0
    with looking(area, now=now) as desk:
        latest = sealing.latest_seal(desk)
    assert latest is not None
    assert latest.plain() == {"number": 1, "hash": latest.hash}
    assert verify(area).ok


def test_where_nothing_waits_no_key_is_made(
    quick_store: Store, now: dt.datetime, place: Path
) -> None:
    assert sealing.seal_all(quick_store, now=now) == 0
    assert not place.exists()


def test_a_key_that_is_named_is_never_made_in_passing(
    area: Store, now: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIRES_SEAL_KEY", str(tmp_path / "elsewhere.pem"))
    with pytest.raises(Unusable) as caught:
        sealing.seal_all(area, now=now)
    assert code(caught.value) == "seal.key_none_yet"
    keeping.create_key(area)
    assert sealing.seal_all(area, now=now) == 1


def test_on_postgresql_somebody_chooses_where_the_key_lies(
    store: Store, now: dt.datetime, place: Path
) -> None:
    a_partnership(store, "exampleshire", now)
    if store.dialect == "postgresql":
        trouble = sealing.standing(store).trouble
        assert trouble is not None
        assert trouble.code == "seal.key_none_yet"
        with pytest.raises(Unusable):
            sealing.seal_all(store, now=now)
        keeping.create_key(store)
    assert sealing.seal_all(store, now=now) == 1
    assert verify(store).ok


def another(place: Path) -> None:
    place.unlink()
    keys.create(place)


WRONG: dict[str, Callable[[Path], object]] = {
    "seal.key_missing": lambda place: place.unlink(),
    "seal.key_open": lambda place: place.chmod(0o644),
    "seal.key_none": lambda place: place.write_text("nothing"),
    "seal.key_differs": another,
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_key_that_cannot_seal_stops_sealing_alone(
    area: Store, now: dt.datetime, place: Path, wrong: str
) -> None:
    sealing.seal_all(area, now=now)
    WRONG[wrong](place)
    an_act(area, now + MINUTE)
    with pytest.raises(Unusable) as caught:
        sealing.seal_all(area, now=now)
    assert code(caught.value) == wrong
    how = sealing.standing(area)
    assert how.trouble is not None
    assert how.trouble.code == wrong
    assert (how.entries, how.since) == (1, now + MINUTE)
    told = verify(area)
    assert told.ok
    assert [(one.entries, one.since) for one in told.waiting] == [(1, now + MINUTE)]
    report = run_sweep(
        area, "seal_ledger", clock=lambda: now + 3 * MINUTE, started_by="hand", through="direct"
    )
    assert report.swept.failed == 1
    assert report.swept.amiss[0]["problem"]["code"] == wrong


def test_the_sweep_takes_up_what_was_left(area: Store, now: dt.datetime) -> None:
    def run(at: dt.datetime) -> Any:
        return run_sweep(
            area, "seal_ledger", clock=lambda: at, started_by="clock", through="direct"
        )

    assert run(now + MINUTE / 2).run is None
    assert last_run(area, "seal_ledger") is None
    report = run(now + MINUTE)
    assert (report.swept.done, report.swept.more) == (1, False)
    assert run(now + 9 * MINUTE).run is None
    assert verify(area).ok


def test_what_comes_while_it_seals_waits_for_the_next_time(
    area: Store, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal_waiting, looks = store_sealing.seal_waiting, 0

    def beside_a_writer(*args: Any, **given: Any) -> Any:
        nonlocal looks
        looks += 1
        assert looks < 10, "it chases whoever writes"
        made = seal_waiting(*args, **given)
        an_act(area, now, f"Name {looks}")
        return made

    an_act(area, now)
    monkeypatch.setattr(store_sealing, "seal_waiting", beside_a_writer)
    assert sealing.seal_all(area, now=now) == 2
    assert (looks, number(area, "unsealed_entry")) == (1, 1)


def test_what_waits_of_one_partnership_is_told_however_busy_another_is(
    area: Store, now: dt.datetime, place: Path
) -> None:
    """The key is another's for the second partnership alone; the first has a new entry."""
    ours = keeping.create_key(area).fingerprint
    sealing.seal_all(area, now=now)
    a_partnership(area, "northshire", now)
    with looking(area, now=now, partnership="northshire") as desk:
        other = desk.pid
    store_sealing.seal_waiting(area, key=keys.new_key(), now=now)
    an_act_of(area, other, now + MINUTE)
    an_act_of(area, "exampleshire", now + 5 * MINUTE)
    at = now + 5 * MINUTE
    assert sealing.due(area, flow="seal_ledger", now=at) == now + 2 * MINUTE
    report = run_sweep(area, "seal_ledger", clock=lambda: at, started_by="clock", through="direct")
    assert (report.swept.done, report.swept.failed) == (1, 1)
    assert report.swept.amiss[0]["problem"]["code"] == "seal.key_differs"
    with pytest.raises(Unusable) as caught:
        sealing.seal_all(area, now=at)
    assert code(caught.value) == "seal.key_differs"
    assert keeping.key_here().fingerprint == ours


def test_a_key_follows_another_on_every_partnership(
    area: Store, now: dt.datetime, place: Path
) -> None:
    a_partnership(area, "northshire", now)
    sealing.seal_all(area, now=now)
    before = keeping.key_here()
    made = keeping.rotate_key(area, now=now + MINUTE)
    assert made.after == before.fingerprint
    assert made.sealed == 2
    told = verify(area, key=before.public)
    assert told.ok
    assert {(one.since, one.certified) for one in told.reigns} == {(1, True), (2, True)}
    after = keeping.key_here()
    assert verify(area, key=after.public).ok
    shown = keeping.key_told(area)
    assert [(one.partnership, one.since, one.waiting) for one in shown.partnerships] == [
        ("exampleshire", 2, 0),
        ("northshire", 2, 0),
    ]
    assert shown.plain(words.say, words.remedy)["trouble"] is None


def test_a_change_of_key_that_was_cut_off_is_finished(
    area: Store, now: dt.datetime, place: Path
) -> None:
    sealing.seal_all(area, now=now)
    new, _ = keys.succeed(place)
    made = keeping.rotate_key(area, now=now)
    assert made.fingerprint == new.fingerprint
    assert number(area, "seal") == 2
    assert number(area, "ledger_entry") == 2
    keys.succeed(place)
    an_act(area, now)
    sealing.seal_all(area, now=now)
    again = keeping.rotate_key(area, now=now)
    assert again.after != new.fingerprint
    assert verify(area).ok


def test_a_change_of_key_without_the_old_ones_word_is_not_noted(
    area: Store, now: dt.datetime, place: Path
) -> None:
    sealing.seal_all(area, now=now)
    new, aside = keys.succeed(place)
    assert new.succession is not None
    follows = next(place.parent.glob("*.follows"))
    follows.write_text(follows.read_text().replace(str(new.succession.signature), "ab" * 64))
    with pytest.raises(Refused) as caught:
        keeping.rotate_key(area, now=now)
    assert code(caught.value) == "seal.certificate_unfit"
    assert number(area, "ledger_entry") == 1
    aside.replace(place)
    keeping.rotate_key(area, now=now)
    assert verify(area).ok, "the remedy that is named helps"


def test_another_key_does_not_follow(area: Store, now: dt.datetime, place: Path) -> None:
    sealing.seal_all(area, now=now)
    place.unlink()
    with pytest.raises(Unusable):
        keeping.rotate_key(area, now=now)
    with pytest.raises(Refused) as caught:
        keeping.create_key(area)
    assert code(caught.value) == "seal.sealed_by_another"
    keys.create(place)
    with pytest.raises(Refused) as caught:
        keeping.rotate_key(area, now=now)
    assert code(caught.value) == "seal.key_differs"


def test_a_key_for_a_lost_one_seals_and_is_told(area: Store, now: dt.datetime, place: Path) -> None:
    sealing.seal_all(area, now=now)
    lost = keeping.key_here()
    place.unlink()
    made = keeping.create_key(area, lost=True)
    assert made.after == lost.fingerprint
    an_act(area, now)
    sealing.seal_all(area, now=now)
    told = verify(area)
    assert [one.code for one in told.problems] == ["seal.uncertified"]
    assert not verify(area, key=lost.public).ok
    trusted = verify(area, key=keeping.key_here().public)
    assert trusted.ok
    assert [one.code for one in trusted.notes] == ["seal.uncertified"]


def test_the_night_looks_at_seals_some_at_a_time(area: Store, now: dt.datetime) -> None:
    for again in range(25):
        an_act(area, now, name=f"Name {again}")
        sealing.seal_all(area, now=now)
    with area.write() as tx:
        for off in LEDGER_TRIGGERS_OFF[area.dialect]:
            tx.run(text(off))
        tx.run(text("UPDATE seal SET signature = 'ab' WHERE number = 17"))
    found, looked, after = [], 0, None
    while True:
        part = integrity.sealed(area, after=after, now=now, limit=1)
        found += [(one.ref, one.code, one.recipients) for one in part.findings]
        looked += part.looked
        if part.last is None:
            break
        after = part.last
    assert looked == 25
    assert found == [("17", "seal.signature_wrong", ("secretary", "proper_officer"))]


def test_a_receipt_says_what_stood_and_where(area: Store, now: dt.datetime, tmp_path: Path) -> None:
    with looking(area, now=now) as desk:
        waiting = receipts.receipt(desk, "exampleshire")
    assert (waiting["sealed"], waiting["latest"]) == (None, None)
    sealing.seal_all(area, now=now)
    with looking(area, now=now) as desk:
        told = receipts.receipt(desk, "exampleshire", number=1)
    assert list(told) == [
        "format", "version", "partnership", "subject", "ref", "number", "kind", "at", "hash",
        "sealed", "latest",
    ]  # fmt: skip
    for one in (waiting, told):
        path = tmp_path / "receipt.json"
        path.write_text(receipts.encoded(one))
        assert verify(area, receipt=receipts.read(path)).ok
    with looking(area, now=now) as desk, pytest.raises(Refused) as caught:
        receipts.receipt(desk, "exampleshire", number=2)
    assert code(caught.value) == "receipt.no_entry"


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"format": "vires-receipt", "version": 2}', "[" * 100_000]
)
def test_what_is_no_receipt(tmp_path: Path, content: str) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(content)
    with pytest.raises(Unusable) as caught:
        receipts.read(path)
    assert code(caught.value) == "receipt.none"
    with pytest.raises(Unusable) as caught:
        receipts.read(tmp_path / "nothing")
    assert code(caught.value) == "receipt.unreadable"

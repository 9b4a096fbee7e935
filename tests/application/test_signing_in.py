"""Signing in: who gets in, who does not, and that the answer tells nothing about anybody."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import select
from world import KEY, World, world

from governance.application.people.leaving import leave
from governance.application.signing_in import acts, limits, passwords
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

SECRETARY, MEMBER = "example-secretary", "example-commissioner"
GOOD = "orchard kettle seven ladders"
BETTER = "violet tractor in the rain"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    """The example partnership."""
    return world(quick_store, now)


@pytest.fixture
def on_each(store: Store, now: dt.datetime) -> World:
    """The example partnership, on each kind of database."""
    return world(store, now)


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little work: how much is asked is tested by itself."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(
        passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    )
    passwords._nobodys.cache_clear()


def with_account(built: World, person: str = SECRETARY, password: str = GOOD) -> None:
    """An account whose password its person chose."""
    with built.acting() as desk:
        given = acts.make_account(desk, person=person).password
    with built.acting(person) as desk:
        acts.set_password(desk, current=given, new=password)


def try_it(built: World, password: str, **more: object) -> object:
    given = {"name": SECRETARY, "address": "192.0.2.1", "now": built.now, **more}
    return acts.sign_in(built.store, partnership=KEY, password=password, **given)  # type: ignore[arg-type]


def test_whoever_has_the_password_is_signed_in_until_they_sign_out(on_each: World) -> None:
    built = on_each
    with_account(built)
    let_in = try_it(built, GOOD)
    assert isinstance(let_in, acts.SignedIn)
    assert not let_in.must_change
    session = acts.session_of(built.store, token=let_in.token, now=built.now)
    assert session is not None
    assert (session.person, session.partnership, session.how) == (SECRETARY, KEY, "password")
    assert acts.session_of(built.store, token=session.id, now=built.now) is None
    acts.sign_out(built.store, token=let_in.token, now=built.now)
    assert acts.session_of(built.store, token=let_in.token, now=built.now) is None


def test_an_address_will_do_for_a_name_however_it_is_typed(on_each: World) -> None:
    built = on_each
    from sqlalchemy import select

    with_account(built)
    with built.looking() as desk:
        person = desk.row("person", SECRETARY)
        text = TABLES["private_text"]
        where = text.c.id == person.address_id
        address = desk.tx.scalar(select(text.c.text).where(where))
    assert isinstance(try_it(built, GOOD, name=f" {address.upper()} "), acts.SignedIn)


def test_everybody_refused_is_told_the_same(built: World) -> None:
    with_account(built)
    told = [try_it(built, "wrong wrong wrong"), try_it(built, "wrong", name="nobody-at-all")]
    told.append(try_it(built, "wrong", name=MEMBER))
    with built.acting() as desk:
        acts.lock_account(desk, person=SECRETARY)
    told.append(try_it(built, GOOD))
    with built.acting() as desk:
        acts.unlock_account(desk, person=SECRETARY)
        leave(desk, person=SECRETARY)
    told.append(try_it(built, GOOD))
    told.append(acts.sign_in(built.store, partnership="no-such-place", name=SECRETARY,
                          password=GOOD, address="192.0.2.9", now=built.now))  # fmt: skip
    assert told == [acts.SignInRefused("sign_in.refused")] * 6


def test_a_password_given_out_lasts_three_days_and_has_to_be_changed(built: World) -> None:
    with built.acting() as desk:
        given = acts.make_account(desk, person=SECRETARY)
    let_in = try_it(built, given.password)
    assert isinstance(let_in, acts.SignedIn)
    assert let_in.must_change
    session = acts.session_of(built.store, token=let_in.token, now=built.now)
    assert session is not None
    assert session.must_change
    assert isinstance(try_it(built, given.password, now=given.until), acts.SignInRefused)
    with built.acting(SECRETARY) as desk:
        acts.set_password(desk, current=given.password, new=GOOD, session=session.id)
    session = acts.session_of(built.store, token=let_in.token, now=built.now)
    assert session is not None
    assert not session.must_change


def test_a_session_ends_when_idle_when_old_and_when_its_person_leaves(on_each: World) -> None:
    built = on_each
    with_account(built)
    token = acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)

    def there(**later: float) -> bool:
        at = built.now + dt.timedelta(**later)
        return acts.session_of(built.store, token=token, now=at) is not None

    assert there(hours=7)
    assert there(hours=14)
    assert there(hours=21)
    assert not there(hours=24)
    token = acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)
    assert not there(hours=8)
    with built.acting() as desk:
        leave(desk, person=SECRETARY)
    assert not there()
    with pytest.raises(Refused):
        acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)


def test_whoever_guesses_waits_longer_and_longer_and_others_do_not(on_each: World) -> None:
    built = on_each
    with_account(built)
    now, waited = built.now, []
    for _ in range(8):
        answer = try_it(built, "wrong", now=now)
        while isinstance(answer, acts.SignInRefused) and answer.code == "sign_in.wait":
            now += dt.timedelta(seconds=10)
            answer = try_it(built, "wrong", now=now)
        waited.append((now - built.now).seconds)
    steps = [b - a for a, b in pairwise(waited)]
    assert steps == [0, 0, 0, 0, 30, 60, 120]
    assert isinstance(try_it(built, GOOD, now=now), acts.SignInRefused)
    assert isinstance(try_it(built, GOOD, now=now, address="198.51.100.7"), acts.SignedIn)
    # What is right from elsewhere lets the account go, not the place that guessed.
    assert isinstance(try_it(built, GOOD, now=now), acts.SignInRefused)
    later = now + limits.LONGEST_WAIT
    assert isinstance(try_it(built, GOOD, now=later), acts.SignedIn)


def test_one_place_that_tries_many_names_waits_too(built: World) -> None:
    for n in range(limits.FREE["address"]):
        try_it(built, "wrong", name=f"name-{n}", address=f"2001:db8:1:2::{n:x}")
    told = try_it(built, "wrong", name="another", address="2001:db8:1:2:ffff::1")
    assert isinstance(told, acts.SignInRefused)
    assert told.code == "sign_in.wait"
    assert isinstance(try_it(built, "wrong", name="another", address="2001:db8:1:3::1"),
                      acts.SignInRefused)  # fmt: skip


def test_an_office_behind_one_address_is_not_kept_out_for_long(built: World) -> None:
    with_account(built)
    for n in range(limits.FREE["address"]):
        try_it(built, "wrong", name=f"name-{n}")
    later = built.now + dt.timedelta(minutes=10)
    for n in range(10):
        told = try_it(built, "wrong", name=f"other-{n}", now=later)
        assert told == acts.SignInRefused("sign_in.refused"), n
        later += dt.timedelta(seconds=1)
    told = try_it(built, GOOD, now=later)
    assert isinstance(told, acts.SignInRefused)
    assert told.code == "sign_in.wait"


def test_a_look_at_a_page_waits_for_no_writer(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)

    def busy() -> None:
        raise Unusable.one("store.busy", where="memory", detail="")

    monkeypatch.setattr(built.store, "write", busy)
    later = built.now + dt.timedelta(hours=1)
    assert acts.session_of(built.store, token=token, now=later) is not None


def test_many_who_guess_at_once_get_no_more_looks_than_one(
    store_url: str, now: dt.datetime
) -> None:
    from governance.store.engine import open_store

    stores = [open_store(store_url) for _ in range(2)]
    built = world(stores[0], now)
    with_account(built)
    seen = []

    def guess(n: int) -> str:
        answer = acts.sign_in(stores[n % 2], partnership=KEY, name=SECRETARY, password="wrong",
                              address="192.0.2.1", now=now)  # fmt: skip
        assert isinstance(answer, acts.SignInRefused)
        return answer.code

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(guess, range(24)))
    for one in stores:
        one.close()
    assert seen.count("sign_in.refused") == limits.FREE["both"]
    assert seen.count("sign_in.wait") == 24 - limits.FREE["both"]


def second_factor_on(built: World) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    with built.acting(SECRETARY) as desk:
        offer = acts.begin_totp(desk, password=GOOD)
    assert offer is not None
    assert parse_qs(urlsplit(offer.uri).query)["secret"] == [offer.secret]
    assert offer.picture.startswith("<svg")
    totp = pyotp.TOTP(offer.secret)
    with built.acting(SECRETARY) as desk, pytest.raises(Unusable):
        acts.confirm_totp(desk, code="000000" if totp.at(built.now) != "000000" else "000001")
    with built.acting(SECRETARY) as desk:
        return totp, acts.confirm_totp(desk, code=totp.at(built.now))[1]


def test_a_secret_waits_half_an_hour_to_be_confirmed(built: World) -> None:
    with_account(built)
    with built.acting(SECRETARY) as desk:
        offer = acts.begin_totp(desk, password=GOOD)
    assert offer is not None
    totp = pyotp.TOTP(offer.secret)
    for minutes, stands in ((29, True), (30, False)):
        later = built.now + dt.timedelta(minutes=minutes)
        assert acts.tidy(built.store, now=later) == 0
        with built.acting(SECRETARY, now=later) as desk:
            assert (acts.offered_totp(desk) is not None) is stands
    with built.acting(SECRETARY, now=later) as desk, pytest.raises(Refused) as caught:
        acts.confirm_totp(desk, code=totp.at(later))
    assert [one.code for one in caught.value.refusals] == ["account.second_factor_offer_over"]
    acts.tidy(built.store, now=later + dt.timedelta(seconds=1))
    with built.store.read() as tx:
        account = TABLES["account"]
        kept = tx.all(select(account.c.totp_offered, account.c.totp_offered_at))
    assert [tuple(row) for row in kept] == [(None, None)]
    with built.acting(SECRETARY, now=later) as desk:
        again = acts.begin_totp(desk, password=GOOD)
        assert again is not None
        acts.confirm_totp(desk, code=pyotp.TOTP(again.secret).at(later))


def test_whoever_looks_waits_for_nobody_who_writes(on_each: World) -> None:
    """That a session lives is written by the next request that finds nobody writing."""
    built = on_each
    token = acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)
    table = TABLES["web_session"]

    def seen() -> dt.datetime:
        with built.store.read() as tx:
            at: dt.datetime = tx.scalar(select(table.c.seen_at))
        return at

    later = built.now + dt.timedelta(minutes=10)
    began = time.monotonic()
    with built.store.write() as tx:
        tx.run(table.update().values(agent="another"))
        live = acts.session_of(built.store, token=token, now=later)
    assert live is not None
    assert time.monotonic() - began < 5, "the store waits ten seconds for another writer"
    assert seen() == built.now
    assert acts.session_of(built.store, token=token, now=later) is not None
    assert seen() == later
    soon = later + dt.timedelta(seconds=59)
    assert acts.session_of(built.store, token=token, now=soon) is not None
    assert seen() == later


def test_a_code_of_the_second_factor_is_good_once(built: World) -> None:
    with_account(built)
    totp, _ = second_factor_on(built)
    asked = try_it(built, GOOD)
    assert isinstance(asked, acts.NeedsCode)
    assert acts.session_of(built.store, token=asked.token, now=built.now) is None

    def give(code: str, token: str, **later: float) -> acts.SignedIn | acts.SignInRefused:
        at = built.now + dt.timedelta(**later)
        return acts.give_code(built.store, token=token, code=code, address="192.0.2.1", now=at)

    # The code that turned it on is used up.
    assert give(totp.at(built.now), asked.token) == acts.SignInRefused("sign_in.code_refused")
    code = totp.at(built.now + dt.timedelta(seconds=30))
    let_in = give(f" {code[:3]} {code[3:]}", asked.token, seconds=30)
    assert isinstance(let_in, acts.SignedIn)
    session = acts.session_of(built.store, token=let_in.token, now=built.now)
    assert session is not None
    assert session.how == "code"
    assert give(code, asked.token, seconds=31) == acts.SignInRefused("sign_in.too_late")
    again = try_it(built, GOOD)
    assert isinstance(again, acts.NeedsCode)
    assert give(code, again.token, seconds=31) == acts.SignInRefused("sign_in.code_refused")
    assert give(code, again.token, minutes=11) == acts.SignInRefused("sign_in.too_late")


def test_two_who_use_one_code_at_once_are_one_who_gets_in(store_url: str, now: dt.datetime) -> None:
    from governance.store.engine import open_store

    stores = [open_store(store_url) for _ in range(2)]
    built = world(stores[0], now)
    with_account(built)
    totp, _ = second_factor_on(built)
    later = now + dt.timedelta(seconds=30)
    code = totp.at(later)

    def go(n: int) -> object:
        return acts.sign_in(stores[n % 2], partnership=KEY, name=SECRETARY, password=GOOD,
                            code=code, address=f"192.0.2.{n}", now=later)  # fmt: skip

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(go, range(4)))
    for one in stores:
        one.close()
    assert sum(isinstance(one, acts.SignedIn) for one in answers) == 1


def test_a_recovery_code_is_good_once_and_codes_cannot_be_guessed_for_long(built: World) -> None:
    with_account(built)
    _, codes = second_factor_on(built)
    assert isinstance(try_it(built, GOOD, code=codes[3].lower().replace("-", " ")), acts.SignedIn)
    assert try_it(built, GOOD, code=codes[3]) == acts.SignInRefused("sign_in.code_refused")
    with built.looking(SECRETARY) as desk:
        assert acts.own_account(desk).recovery_left == 9
    asked = try_it(built, GOOD)
    assert isinstance(asked, acts.NeedsCode)
    told = [
        acts.give_code(
            built.store, token=asked.token, code="123", address="192.0.2.1", now=built.now
        )
        for _ in range(7)
    ]
    assert {one.code for one in told[5:] if isinstance(one, acts.SignInRefused)} == {"sign_in.wait"}


def test_the_second_factor_goes_with_the_password_or_by_an_administrator(built: World) -> None:
    with_account(built)
    second_factor_on(built)
    for _ in range(5):
        with pytest.raises(Refused) as wrong, built.acting(SECRETARY) as desk:
            acts.end_totp(desk, password="not it at all")
        assert wrong.value.refusals[0].code == "account.password_wrong"
    with pytest.raises(Refused) as wrong, built.acting(SECRETARY) as desk:
        acts.end_totp(desk, password=GOOD)
    assert wrong.value.refusals[0].code == "account.password_guessed"
    with built.acting() as desk:
        given = acts.reset_account(desk, person=SECRETARY, second_factor=True)
    assert isinstance(try_it(built, given.password), acts.SignedIn)


def test_no_password_is_hashed_while_others_wait_to_write(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_account(built)
    with built.looking(SECRETARY) as desk:
        found = acts.look(desk, password=GOOD, new="violet tractor in the rain")
        wrong = acts.look(desk, password="not it at all")
    given = acts.ready()

    def never(*_: object) -> None:
        raise AssertionError("hashed at a desk that writes")

    with monkeypatch.context() as patched:
        patched.setattr(passwords, "hashed", never)
        patched.setattr(passwords, "is_right", never)
        with pytest.raises(Refused), built.acting(SECRETARY) as desk:
            acts.begin_totp(desk, password="not it at all", looked=wrong)
        with built.acting(SECRETARY) as desk:
            acts.set_password(desk, current=GOOD, new="violet tractor in the rain", looked=found)
        with built.acting() as desk:
            acts.make_account(desk, person=MEMBER, password=given)
    assert isinstance(try_it(built, "violet tractor in the rain"), acts.SignedIn)
    assert isinstance(try_it(built, given.password, name=MEMBER), acts.SignedIn)
    # What was found of the account as it was before says nothing of it now.
    with pytest.raises(Refused), built.acting(SECRETARY) as desk:
        acts.set_password(desk, current=GOOD, new="orchard kettle seven", looked=found)


def test_no_more_than_two_passwords_are_hashed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading
    import time

    lock, now, most = threading.Lock(), [0], [0]

    class Slow:
        def verify(self, kept: str, given: str) -> bool:
            del kept, given
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.02)
            with lock:
                now[0] -= 1
            return True

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: passwords.is_right("a", "b"), range(8)))
    assert most == [2]


def test_only_administrators_keep_accounts_and_the_ledger_says_so(built: World) -> None:
    with pytest.raises(Refused), built.acting(MEMBER) as desk:
        acts.make_account(desk, person=SECRETARY)
    with_account(built)
    with pytest.raises(Refused), built.acting() as desk:
        acts.make_account(desk, person=SECRETARY)
    token = acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)
    with pytest.raises(Refused), built.acting(MEMBER) as desk:
        acts.revoke_sessions(desk, person=SECRETARY)
    with pytest.raises(Refused), built.looking(MEMBER) as desk:
        acts.sessions_of(desk, person=SECRETARY)
    with built.looking(SECRETARY) as desk:
        assert len(acts.sessions_of(desk, person=SECRETARY)) == 1
    with built.acting() as desk:
        acts.revoke_sessions(desk, person=SECRETARY)
    assert acts.session_of(built.store, token=token, now=built.now) is None
    from governance.application.ledger.queries import history

    with built.looking() as desk:
        told = str(history(desk, SECRETARY))
    assert "person.account_made" in told
    assert "person.sessions_revoked" in told
    assert "argon2" not in told


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "account.password_short"),
        ("x" * 201, "account.password_long"),
        ("Passw0rd1234!", "account.password_common"),
        ("qwertyuiop123", "account.password_common"),
        ("aaaaaaaaaaaaaa", "account.password_common"),
        ("abcdefghijklmnop", "account.password_common"),
        ("Liverpool2025!", "account.password_common"),
        ("example-secretary-1", "account.password_names"),
        (GOOD, None),
        ("пароль с буквами", None),
        ("837462910583", None),
    ],
)
def test_a_password_is_long_and_no_first_guess(password: str, code: str | None) -> None:
    found = passwords.password_problems(password, about=("example-secretary", "Example"))
    assert [problem.code for problem in found] == ([] if code is None else [code])


def test_the_work_of_hashing_is_what_is_advised() -> None:
    from argon2 import PasswordHasher
    from argon2.profiles import RFC_9106_LOW_MEMORY

    kept = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY).hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHasher().check_needs_rehash(kept) is False
    assert passwords.is_outdated(kept)  # of less work, as these tests have it


def test_what_was_hashed_with_other_work_is_hashed_again(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    with_account(built)
    stronger = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", stronger)
    assert isinstance(try_it(built, GOOD), acts.SignedIn)
    with built.acting() as desk:
        from governance.application.signing_in.accounts import account_of

        kept = account_of(desk, desk.row("person", SECRETARY).id).password
    assert not passwords.is_outdated(kept)
    assert isinstance(try_it(built, GOOD), acts.SignedIn)


def test_a_form_sent_twice_at_once_has_one_effect(store_url: str, now: dt.datetime) -> None:
    from governance.application.desk import acting
    from governance.application.people.acts import add_person
    from governance.store.engine import open_store

    stores = [open_store(store_url) for _ in range(2)]
    world(stores[0], now)

    def send(n: int) -> str:
        with acting(stores[n % 2], now=now, partnership=KEY) as desk:
            if (where := acts.used(desk, "a token")) is not None:
                return where
            receipt = add_person(desk, key=f"example-new-{n}", name="Example New")
            acts.use(desk, "a token", f"/people/{receipt.ref}")
        return f"/people/{receipt.ref}"

    with ThreadPoolExecutor(4) as pool:
        led = set(pool.map(send, range(6)))
    for one in stores:
        one.close()
    assert len(led) == 1


def test_a_form_that_was_refused_can_be_sent_again(built: World) -> None:
    with pytest.raises(Refused), built.acting() as desk:
        acts.unlock_account(desk, person=SECRETARY) if acts.used(desk, "a token") is None else None
    with built.acting() as desk:
        assert acts.used(desk, "a token") is None


def test_what_was_typed_is_kept_for_an_hour(built: World) -> None:
    fields = [("reason", "a long text"), ("reason", "\0more")]
    token = acts.keep_form(
        built.store, partnership=KEY, path="/reviews/W-1", fields=fields, now=built.now
    )
    with built.looking() as desk:
        pid = desk.pid
    assert acts.kept_form(built.store, partnership_id="b", token=token, now=built.now) is None
    kept = acts.kept_form(built.store, partnership_id=pid, token=token, now=built.now)
    assert kept is not None
    assert kept.fields == (("reason", "a long text"), ("reason", "more"))
    later = built.now + dt.timedelta(hours=1)
    assert acts.kept_form(built.store, partnership_id=pid, token=token, now=later) is None
    acts.drop_form(built.store, token=token)
    assert acts.kept_form(built.store, partnership_id=pid, token=token, now=built.now) is None
    with pytest.raises(Unusable):
        acts.keep_form(
            built.store, partnership=KEY, path="/", fields=[("a", "x" * 2_000_000)], now=built.now
        )


def test_what_is_past_is_deleted_and_nothing_else(on_each: World) -> None:
    built = on_each
    with_account(built)
    try_it(built, "wrong")
    acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)
    acts.keep_form(built.store, partnership=KEY, path="/", fields=[], now=built.now)
    with built.acting() as desk:
        acts.used(desk, "a token")
    assert acts.tidy(built.store, now=built.now) == 0
    assert acts.tidy(built.store, now=built.now + dt.timedelta(days=40)) == 7
    assert isinstance(try_it(built, GOOD), acts.SignedIn)


def test_no_backup_and_no_rehearsal_has_anybody_signed_in(on_each: World, tmp_path: Path) -> None:
    built = on_each
    from governance.application.rehearsal.copying import copied
    from governance.store.archive import reading
    from governance.store.backup import backup

    with_account(built)
    acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)
    path = tmp_path / "kept.vires"
    backup(built.store, path=path, evidence_dir=tmp_path / "evidence", now=built.now)
    with reading(path) as archive:
        assert archive.manifest.tables["web_session"].rows == 0
        assert archive.manifest.tables["account"].rows == 1
    with copied(built.store, KEY) as copy, copy.read() as tx:
        from sqlalchemy import func, select

        for name in ("account", "web_session", "sign_in_attempt"):
            assert tx.scalar(select(func.count()).select_from(TABLES[name])) == 0


def test_the_night_deletes_what_is_past(built: World) -> None:
    from governance.application.running import run_sweep

    acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=built.now)
    later = built.now + dt.timedelta(days=40)
    run_sweep(
        built.store, "nightly_assurance", clock=lambda: later, started_by="hand", through="direct"
    )
    with built.store.read() as tx:
        assert tx.all(TABLES["web_session"].select()) == []

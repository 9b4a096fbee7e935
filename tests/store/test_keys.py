"""The key that seals: in a file of its owner's alone, never lost by a change, never in a backup."""

import datetime as dt
import os
import threading
import zipfile
from pathlib import Path

import pytest
from store_rows import NOW, act, partnership

from governance import words
from governance.domain.errors import Unusable
from governance.store import keys
from governance.store.backup import backup
from governance.store.engine import Store
from governance.store.sealing import seal_waiting
from governance.store.settings import settings


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "seal.pem"


def refused(place: Path) -> str:
    with pytest.raises(Unusable) as caught:
        keys.read(place)
    problem = caught.value.problems[0]
    assert words.say(problem.code, problem.params)
    assert words.remedy(problem.code, problem.params)
    return problem.code


def test_a_key_is_its_owners_alone(place: Path) -> None:
    assert keys.read(place) is None
    made = keys.create(place)
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    read = keys.read(place)
    assert read is not None
    assert (read.public, read.fingerprint) == (made.public, made.fingerprint)
    assert keys.signed_by(made.public, signature=read.sign(b"x"), content=b"x")
    assert not keys.signed_by(made.public, signature=read.sign(b"x"), content=b"y")
    assert place.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    assert "PRIVATE" not in repr(made)


def test_nothing_is_written_over_a_key(place: Path) -> None:
    keys.create(place)
    before = place.read_bytes()
    with pytest.raises(Unusable) as caught:
        keys.create(place)
    assert caught.value.problems[0].code == "seal.key_exists"
    assert place.read_bytes() == before


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_not_used(place: Path, mode: int) -> None:
    keys.create(place)
    place.chmod(mode)
    assert refused(place) == "seal.key_open"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"-----BEGIN PRIVATE KEY-----\nnothing\n-----END PRIVATE KEY-----\n"],
)
def test_what_is_no_key(place: Path, content: bytes) -> None:
    place.parent.mkdir()
    place.write_bytes(content)
    place.chmod(0o600)
    assert refused(place) == "seal.key_none"


def test_a_key_of_another_kind_is_no_key(place: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    other = ec.generate_private_key(ec.SECP256R1())
    pem = other.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    place.parent.mkdir()
    place.write_bytes(pem)
    place.chmod(0o600)
    assert refused(place) == "seal.key_none"
    public = place.with_name("public.pem")
    public.write_bytes(
        other.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    with pytest.raises(Unusable):
        keys.read_public(public)


def test_the_public_key_goes_out_and_comes_back(place: Path) -> None:
    made = keys.create(place)
    out = place.with_name("public.pem")
    out.write_text(keys.public_pem(made.public))
    assert keys.read_public(out) == made.public
    with pytest.raises(Unusable):
        keys.read_public(place)


def test_a_new_key_follows_with_the_word_of_the_old(place: Path) -> None:
    old = keys.create(place)
    new, aside = keys.succeed(place)
    read, kept = keys.read(place), keys.read(aside)
    assert read is not None
    assert kept is not None
    assert (read.fingerprint, kept.fingerprint) == (new.fingerprint, old.fingerprint)
    assert read.succession is not None
    assert read.succession.after == old.fingerprint
    signature = bytes.fromhex(read.succession.signature or "")
    assert keys.certified_by(old.public, signature=signature, new=new.public)
    assert read.follows(old.fingerprint)
    assert not read.follows("0" * 64)
    assert aside.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("dies_at", range(8))
def test_a_change_that_is_cut_off_anywhere_is_gone_on_with(
    place: Path, dies_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keys.create(place)
    steps = 0

    def counted(real: object) -> object:
        def step(*given: object, **more: object) -> object:
            nonlocal steps
            steps += 1
            if steps > dies_at:
                raise KeyboardInterrupt
            return real(*given, **more)  # type: ignore[operator]  # a method of a path

        return step

    with monkeypatch.context() as cut:
        cut.setattr(Path, "replace", counted(Path.replace))
        cut.setattr(Path, "hardlink_to", counted(Path.hardlink_to))
        cut.setattr(os, "fsync", counted(os.fsync))
        try:
            keys.succeed(place)
        except KeyboardInterrupt:
            pass
        else:
            pytest.fail("nothing was cut off")
    now = keys.read(place)
    assert now is not None
    if now.fingerprint == old.fingerprint:
        now, _ = keys.succeed(place)
    assert now.follows(old.fingerprint)
    read = keys.read(place)
    assert read is not None
    assert read.succession is not None
    kept = keys.read(keys.aside_of(place, old.fingerprint))
    assert kept is not None
    assert kept.fingerprint == old.fingerprint


def test_of_two_who_make_a_key_one_does(place: Path) -> None:
    made: list[str] = []
    refusals: list[str] = []

    def make() -> None:
        try:
            made.append(keys.create(place).fingerprint)
        except Unusable as error:
            refusals.append(error.problems[0].code)

    crew = [threading.Thread(target=make) for _ in range(4)]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    read = keys.read(place)
    assert read is not None
    assert made == [read.fingerprint]
    assert refusals == ["seal.key_exists"] * 3


def test_where_the_key_is() -> None:
    assert settings({}).seal_key_file == Path("var/keys/seal.pem")
    assert settings({"VIRES_DATA_DIR": "/data"}).seal_key_file == Path("/data/keys/seal.pem")
    named = settings({"VIRES_SEAL_KEY": "/etc/vires/seal.pem", "VIRES_DATA_DIR": "/data"})
    assert named.seal_key_file == Path("/etc/vires/seal.pem")


def test_no_byte_of_the_key_is_in_a_backup(quick_store: Store, tmp_path: Path) -> None:
    with quick_store.write() as tx:
        area = partnership(tx)
    act(quick_store, area, "named")
    place = tmp_path / "keys" / "seal.pem"
    key = keys.create(place)
    seal_waiting(quick_store, key=key, now=NOW)
    path = tmp_path / "one.vires"
    backup(quick_store, path=path, evidence_dir=tmp_path / "evidence", now=NOW + dt.timedelta(1))
    secret = [line for line in key.pem().splitlines() if b"-----" not in line]
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    raw = key._private.private_bytes_raw()
    for one in (*secret, raw, raw.hex().encode()):
        assert one not in content

"""The key that seals the ledger: an Ed25519 key in a file, never in the database or a backup.

The file is PKCS #8 in PEM, for its owner alone. Where one key follows another, the old one signs
the new: that certificate lies beside the key, named by the new key's fingerprint, until the next
seal carries it. Every step of a change leaves what the next can go on from.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from governance.domain.errors import Unusable
from governance.store.private import make_private

CERTIFIES: Final = b"vires-key\x00"
"""What precedes a new key's 32 bytes where the old one signs it."""
LONGEST: Final = 10_000
"""Bytes of a file of a key at the most."""


def fingerprint(public: bytes) -> str:
    """What a public key is called by: SHA-256 of its 32 bytes, in hexadecimal."""
    return sha256(public).hexdigest()


def signed_by(public: bytes, *, signature: bytes, content: bytes) -> bool:
    """Whether a signature over some bytes is that key's."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def certified_by(public: bytes, *, signature: bytes, new: bytes) -> bool:
    """Whether a key signed that another follows it."""
    return signed_by(public, signature=signature, content=CERTIFIES + new)


@dataclass(frozen=True, slots=True)
class Succession:
    """That a key follows the one with the fingerprint `after`.

    `signature` is the old key's, in hexadecimal; None where the old key was lost.
    """

    after: str
    signature: str | None


class SealKey:
    """A private key, which shows itself in no text."""

    def __init__(self, private: Ed25519PrivateKey, succession: Succession | None = None) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.fingerprint = fingerprint(self.public)
        self.succession = succession

    def __repr__(self) -> str:
        return f"SealKey({self.fingerprint[:16]})"

    def follows(self, known: str) -> bool:
        """Whether this key may seal after the one with that fingerprint.

        One that was made for a lost key may follow any: it has nobody's word, and that shows.
        """
        followed = self.succession
        if followed is None:
            return False
        return followed.after == known or followed.signature is None

    def sign(self, content: bytes) -> bytes:
        """The signature over some bytes."""
        return self._private.sign(content)

    def certify(self, new: bytes) -> str:
        """The signature, in hexadecimal, that says a new key follows this one."""
        return self.sign(CERTIFIES + new).hex()

    def pem(self) -> bytes:
        """The private key as it lies in its file."""
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def new_key() -> SealKey:
    """A key nobody has had before."""
    return SealKey(Ed25519PrivateKey.generate())


def public_pem(public: bytes) -> str:
    """A public key as others are given it."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def read_public(path: Path) -> bytes:
    """The 32 bytes of the public key in a file. Raises `Unusable` where there is none such."""
    content = _content(path, "seal.public_unreadable")
    with contextlib.suppress(ValueError, UnsupportedAlgorithm):
        key = serialization.load_pem_public_key(content)
        if isinstance(key, Ed25519PublicKey):
            return key.public_bytes_raw()
    raise Unusable.one("seal.public_none", path=str(path))


def read(path: Path) -> SealKey | None:
    """The key in a file, with what it follows; None where there is no such file.

    Raises `Unusable` for a file that others may read, or that holds no such key.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        detail = error.strerror or str(error)
        raise Unusable.one("seal.key_unreadable", path=str(path), detail=detail) from error
    if mode & 0o077:
        raise Unusable.one("seal.key_open", path=str(path), mode=f"{mode:04o}")
    content = _content(path, "seal.key_unreadable")
    with contextlib.suppress(ValueError, TypeError, UnsupportedAlgorithm):
        private = serialization.load_pem_private_key(content, password=None)
        if isinstance(private, Ed25519PrivateKey):
            key = SealKey(private)
            key.succession = _succession(path, key.fingerprint)
            return key
    raise Unusable.one("seal.key_none", path=str(path))


def create(path: Path, *, lost: str | None = None) -> SealKey:
    """Make a key in a file that did not exist; of two who come at once, the second is refused.

    `lost` is the fingerprint of a key that is lost, which this one follows without its word.
    Raises `Unusable` where there is a file already, or it cannot be written.
    """
    key = new_key()
    try:
        make_private(path.parent)
        with _alone(path.parent):
            if path.exists():
                raise Unusable.one("seal.key_exists", path=str(path))
            if lost is not None:
                key.succession = Succession(lost, None)
                _put_succession(path, key)
            _written(path, key.pem()).replace(path)
            _flush(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    return key


def succeed(path: Path) -> tuple[SealKey, Path]:
    """Let a new key follow the one in a file; returns it, and where the old one is kept.

    Interrupted anywhere, it goes on from there when it is called again. Raises `Unusable` where
    there is no key to follow, or the files cannot be written.
    """
    if read(path) is None:
        raise Unusable.one("seal.key_missing", path=str(path))
    try:
        with _alone(path.parent):
            return _succeed(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _succeed(path: Path) -> tuple[SealKey, Path]:
    old = read(path)
    assert old is not None
    coming = path.with_name(f"{path.name}.next")
    new = read(coming)
    if new is None:
        new = new_key()
        _written(path, new.pem()).replace(coming)
    new.succession = Succession(old.fingerprint, old.certify(new.public))
    _put_succession(path, new)
    aside = aside_of(path, old.fingerprint)
    with contextlib.suppress(FileExistsError):
        aside.hardlink_to(path)
    coming.replace(path)
    _flush(path.parent)
    return new, aside


def aside_of(path: Path, known: str) -> Path:
    """Where an old key, by its fingerprint, is kept beside the one that followed it."""
    return path.with_name(f"{path.stem}-{known[:16]}{path.suffix}")


def _succession_file(path: Path, known: str) -> Path:
    return path.with_name(f"{path.stem}-{known[:16]}.follows")


def _succession(path: Path, known: str) -> Succession | None:
    try:
        content = _succession_file(path, known).read_bytes()[:LONGEST]
        said = json.loads(content)
        return Succession(str(said["after"]), said["signature"]) if said["key"] == known else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _put_succession(path: Path, key: SealKey) -> None:
    assert key.succession is not None
    said = {
        "key": key.fingerprint,
        "after": key.succession.after,
        "signature": key.succession.signature,
    }
    place = _succession_file(path, key.fingerprint)
    _written(place, json.dumps(said).encode()).replace(place)
    _flush(path.parent)


def _content(path: Path, code: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError as error:
        raise Unusable.one(code, path=str(path), detail=error.strerror or str(error)) from error


def _written(path: Path, content: bytes) -> Path:
    """A file beside a place that holds some bytes, on the disk, for its owner alone."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


@contextlib.contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Nobody else changes keys in a directory meanwhile; whoever dies lets go."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _flush(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(path: Path, error: OSError) -> Unusable:
    detail = error.strerror or str(error)
    return Unusable.one("seal.key_unwritable", path=str(path), detail=detail)

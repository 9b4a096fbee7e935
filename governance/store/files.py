"""Files of evidence: each lies once under the name of its SHA-256 and is never overwritten.

A file is written and flushed before the transaction that names it commits, so that no record
ever names a file that is not there. One whose transaction fails lies unused and harms nobody.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from governance.domain.errors import Unusable

LARGEST = 100_000_000
"""Bytes in a file of evidence at the most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: the SHA-256 of its bytes in hexadecimal, and how many there are."""

    digest: str
    size: int


def keep(directory: Path, content: bytes) -> Kept:
    """Keep a file's bytes. Raises `Unusable` where it is empty, too large or cannot be written."""
    if not content:
        raise Unusable.one("evidence.file_empty")
    if len(content) > LARGEST:
        raise Unusable.one("evidence.file_too_large", size=len(content), most=LARGEST)
    kept = Kept(hashlib.sha256(content).hexdigest(), len(content))
    place = directory / kept.digest
    try:
        if not (place.exists() and place.read_bytes() == content):
            _write(place, content)
    except OSError as error:
        detail = error.strerror or "unknown reason"
        raise Unusable.one("evidence.not_kept", detail=detail) from error
    return kept


def read(directory: Path, digest: str) -> bytes:
    """The bytes of a kept file. Raises `Unusable` where they are missing or not what was kept."""
    try:
        content = (directory / digest).read_bytes()
    except OSError as error:
        raise Unusable.one("evidence.file_missing", digest=digest) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise Unusable.one("evidence.file_altered", digest=digest)
    return content


def _write(place: Path, content: bytes) -> None:
    """Write beside the place, flush, and take the place only if nothing whole stands there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    _flush_directory(place.parent)


def _flush_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

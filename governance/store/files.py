"""Files of evidence and of jobs: each lies once under its SHA-256 and is never overwritten.

A file is written and flushed before the transaction that names it commits, so that no record
ever names a file that is not there. One whose transaction fails lies unused until it is swept.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from governance.domain.errors import Unusable
from governance.store.private import SHARED, make_within

LARGEST = 100_000_000
"""Bytes in a file of evidence at the most."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: the SHA-256 of its bytes in hexadecimal, and how many there are."""

    digest: str
    size: int


_OURS = re.compile(r"[0-9a-f]{64}|\.[0-9a-f]{64}\.[0-9a-f]{8}")
"""Names that `keep` gives: of a file, and of one that was never wholly written."""


def as_kept(content: bytes) -> Kept:
    """What a file's bytes are to be kept as. Raises `Unusable` where it is empty or too large."""
    if not content:
        raise Unusable.one("evidence.file_empty")
    if len(content) > LARGEST:
        raise Unusable.one("evidence.file_too_large", size=len(content), most=LARGEST)
    return Kept(hashlib.sha256(content).hexdigest(), len(content))


def keep(directory: Path, content: bytes) -> Kept:
    """Keep a file's bytes. Raises `Unusable` where it is empty, too large or cannot be written.

    One that is there already is as new: it may have lain unused, and be about to be swept.
    """
    kept = as_kept(content)
    place = directory / kept.digest
    try:
        if place.exists() and place.read_bytes() == content:
            with contextlib.suppress(PermissionError):  # another user's, who sweeps it as well
                os.utime(place)
        else:
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


def sweep(directory: Path, *, named: Collection[str], before: dt.datetime) -> int:
    """Delete the files that `keep` wrote before a moment and nothing names; how many there were.

    What somebody else put there stays. `before` is compared with the times of the file system.
    """
    if not directory.is_dir():
        return 0
    swept = 0
    for one in [one for one in directory.iterdir() if _OURS.fullmatch(one.name)]:
        if one.name in named:
            continue
        with contextlib.suppress(FileNotFoundError):  # another process swept it
            # Asked as late as can be: it may be as new by now.
            if one.lstat().st_mtime < before.timestamp():
                one.unlink()
                swept += 1
    return swept


def _write(place: Path, content: bytes) -> None:
    """Write beside the place, flush, and take the place only if nothing whole stands there."""
    make_within(place.parent)
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SHARED)
        with os.fdopen(handle, "wb") as file:
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

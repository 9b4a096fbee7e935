"""The key that webhooks' secrets are made of: 32 bytes in a file, in no database and no backup.

A secret is derived from it, from whose webhook it is and from how often it was changed. So a copy
of the database signs nothing and, without the key, sends nothing; every machine that sends needs
the same file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from governance.domain.errors import Unusable
from governance.store.private import make_private

LENGTH: Final = 32
"""Bytes of the key, and of each secret."""
PRINT: Final = 16
"""Hexadecimal digits by which a secret is recognised."""


def read(path: Path) -> bytes:
    """The key in a file. Raises `Unusable` where there is none, or others may read it."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unusable.one("webhook.key_missing", path=str(path)) from None
    except OSError as error:
        detail = error.strerror or str(error)
        raise Unusable.one("webhook.key_unreadable", path=str(path), detail=detail) from error
    if mode & 0o077:
        raise Unusable.one("webhook.key_open", path=str(path), mode=f"{mode:04o}")
    try:
        key = bytes.fromhex(content.decode().strip())
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise Unusable.one("webhook.key_none", path=str(path))
    return key


def read_or_make(path: Path) -> bytes:
    """The key in a file, made where there was none; of two who come at once both get one key.

    Raises `Unusable` as `read` does, and where the file cannot be written.
    """
    if not path.exists():
        try:
            _make(path)
        except OSError as error:
            detail = error.strerror or str(error)
            raise Unusable.one("webhook.key_unwritable", path=str(path), detail=detail) from error
    return read(path)


def _make(path: Path) -> None:
    make_private(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(LENGTH).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(beside)
    except FileExistsError:
        pass  # another process was faster
    finally:
        beside.unlink()


def secret(key: bytes, *, partnership_id: str, webhook_id: str, generation: int) -> bytes:
    """The secret of a webhook in one generation."""
    about = f"vires webhook {partnership_id} {webhook_id} {generation}".encode()
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=None, info=about).derive(key)


def printed(given: bytes) -> str:
    """By what a secret is recognised: the beginning of its SHA-256, in hexadecimal."""
    return hashlib.sha256(given).hexdigest()[:PRINT]

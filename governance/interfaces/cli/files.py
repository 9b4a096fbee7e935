"""Writing a file that a command was asked for: whole or not at all, and never over another."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from governance.domain.errors import Problem, Unusable


def may_write(out: Path, *, force: bool | None = None) -> None:
    """Raise `Unusable` where the file exists already. `force` is None where nothing forces it."""
    try:
        exists = out.exists()
    except (OSError, ValueError):
        raise Unusable.one("sheets.file.not_written", name=str(out)[:200]) from None
    if not exists:
        return
    if force is None or out.is_dir():
        raise Unusable.one("file.exists", name=str(out)[:200])
    if not force:
        raise Unusable.one("sheets.file.exists", name=str(out)[:200])


def write(out: Path, content: bytes) -> None:
    """Write the whole file or nothing: beside it first, then in its place."""
    write_parts(out, (content,))


def write_parts(out: Path, parts: Iterable[bytes]) -> None:
    """Write a file piece by piece, whole or not at all; whatever making a piece raises goes on."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError:
        raise Unusable([Problem("sheets.file.not_written", {"name": str(out)[:200]})]) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            for part in parts:
                stream.write(part)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(out)
    except OSError:
        raise Unusable([Problem("sheets.file.not_written", {"name": str(out)[:200]})]) from None
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    found = os.umask(0)
    os.umask(found)
    return found

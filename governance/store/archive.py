"""The file a backup is: a ZIP of lines for each table, the evidence, and a manifest.

The manifest says how long each part is and its SHA-256, so that a file can be checked before a
row of it is believed. Only names the manifest lists are ever read, and none leads out of the
folder of evidence. Keys are no part of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from governance.domain.errors import Unusable

FORMAT = "vires-backup"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 64_000_000
"""Bytes of a manifest at the most: room for some hundred thousand files of evidence."""
LONGEST_LINE = 256_000_000
"""Bytes of a row at the most."""
CHUNK = 1 << 20

_EVIDENCE_NAME = re.compile(
    r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,200}){0,4}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a backup: its length, its digest, and its rows where it is a table."""

    size: int
    sha256: str
    rows: int = 0


@dataclass(slots=True)
class Manifest:
    """What a backup holds."""

    made_at: str
    schema: str
    partnerships: int = 0
    tables: dict[str, Part] = field(default_factory=dict)
    evidence: dict[str, Part] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The manifest as it lies in the file."""
        whole = {"format": FORMAT, "format_version": FORMAT_VERSION, **asdict(self)}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def decoded(cls, text: bytes) -> Manifest:
        """Read a manifest. Raises `ValueError` where it is none, or of another format."""
        whole = json.loads(text)
        if not isinstance(whole, dict) or whole.pop("format", None) != FORMAT:
            raise ValueError("not a backup of Vires")
        if whole.pop("format_version", None) != FORMAT_VERSION:
            raise ValueError("a backup in another format")
        try:
            tables = {name: Part(**part) for name, part in whole.pop("tables").items()}
            evidence = {name: Part(**part) for name, part in whole.pop("evidence").items()}
            return cls(tables=tables, evidence=evidence, **whole)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("a manifest that lacks something") from error


class Writer:
    """Writes parts and, at the end, the manifest."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def table(self, name: str, lines: Iterable[bytes]) -> None:
        """Write a table's rows, a line each."""
        with self._archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as out:
            digest, size, rows = hashlib.sha256(), 0, 0
            for line in lines:
                out.write(line + b"\n")
                digest.update(line + b"\n")
                size += len(line) + 1
                rows += 1
        self.manifest.tables[name] = Part(size, digest.hexdigest(), rows)

    def evidence(self, name: str, source: IO[bytes]) -> None:
        """Write a file of evidence."""
        with self._archive.open(f"evidence/{name}", "w", force_zip64=True) as out:
            digest, size = hashlib.sha256(), 0
            while chunk := source.read(CHUNK):
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.manifest.evidence[name] = Part(size, digest.hexdigest())


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Write a backup; the file appears under its name only when it is whole.

    Raises `Unusable` where there is a file of that name, or it cannot be written.
    """
    if path.exists():
        raise Unusable.one("store.backup_exists", path=str(path))
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield Writer(archive, manifest)
                archive.writestr(MANIFEST, manifest.encoded())
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        detail = error.strerror or str(error)
        raise Unusable.one("store.backup_unwritable", path=str(path), detail=detail) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


class Archive:
    """An opened backup."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path = path
        self._archive = archive
        if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
            raise ValueError("a manifest that is too long")
        text = archive.read(MANIFEST)
        self.manifest = Manifest.decoded(text)
        self.digest = hashlib.sha256(text).hexdigest()

    def verify(self) -> None:
        """Read everything once and compare it with the manifest. Raises `Unusable`."""
        for name in self.manifest.evidence:
            if not _EVIDENCE_NAME.fullmatch(name):
                raise self.damaged(f"a name of evidence that is not allowed: {name[:80]!r}")
        for member, part in self._parts():
            digest, size = hashlib.sha256(), 0
            with self._archive.open(member) as source:
                while size <= part.size and (chunk := source.read(CHUNK)):
                    digest.update(chunk)
                    size += len(chunk)
            if size != part.size or digest.hexdigest() != part.sha256:
                raise self.damaged(f"{member} is not what the manifest says")

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for name, part in self.manifest.tables.items():
            yield f"tables/{name}.jsonl", part
        for name, part in self.manifest.evidence.items():
            yield f"evidence/{name}", part

    def lines(self, table: str) -> Generator[bytes]:
        """The rows of a table, a line each."""
        with self._archive.open(f"tables/{table}.jsonl") as source:
            while line := source.readline(LONGEST_LINE):
                if not line.endswith(b"\n"):
                    raise self.damaged(f"a row of {table} that is too long or cut off")
                yield line

    def evidence(self, name: str) -> IO[bytes]:
        """A file of evidence."""
        return self._archive.open(f"evidence/{name}")

    def damaged(self, detail: str) -> Unusable:
        """The error for a file that cannot be believed."""
        return Unusable.one("store.backup_damaged", path=str(self.path), detail=detail)


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """Open a backup. Raises `Unusable` where it is none, or is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Archive(path, archive)
    except OSError as error:
        detail = error.strerror or str(error)
        raise Unusable.one("store.backup_unreadable", path=str(path), detail=detail) from error
    except _DAMAGE as error:
        detail = str(error).strip("'\"")[:200]
        raise Unusable.one("store.backup_damaged", path=str(path), detail=detail) from error


_DAMAGE: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RecursionError,
)
"""What reading a broken or hostile ZIP file, or the JSON in it, can raise."""


def names_of_evidence(folder: Path) -> list[str]:
    """The files of evidence in a folder, by their names within it; links are left out."""
    if not folder.is_dir():
        return []
    found: list[Any] = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()]
    names = sorted(p.relative_to(folder).as_posix() for p in found)
    return [name for name in names if _EVIDENCE_NAME.fullmatch(name)]

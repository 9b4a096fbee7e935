"""The kinds of job there are: where each is done, and whether it may be begun again.

A kind's module has `check(desk, params, files)`, which raises before anything is asked for in
vain, and `do(task)`, which does it and gives back a result as plain values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store import files
from governance.store.engine import Store

BEGUN_AT_MOST: Final = 3
"""How often a job is begun whose process goes on dying."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was handed in with a job and lies with the files of jobs by its digest."""

    name: str
    digest: str
    size: int
    content: bytes = field(default=b"", repr=False, compare=False)
    """Its bytes, where it has just been handed in."""

    def plain(self) -> dict[str, Any]:
        """The file as the job's row keeps it."""
        return {"name": self.name, "digest": self.digest, "size": self.size}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job. `again`: doing it twice does no more than doing it once.

    `reads`: it changes nothing, takes long, and is open to many: one at a time for a person.
    """

    name: str
    where: str
    again: bool = True
    reads: bool = False

    @property
    def module(self) -> ModuleType:
        """Where it is done; loaded when it is needed, for some of it is slow to load."""
        return import_module(self.where)


_DOING: Final = "governance.application.jobs.doing"

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("as_it_stood", f"{_DOING}.standing_then", reads=True),
        Kind("check_record", f"{_DOING}.checking", reads=True),
        Kind("import", f"{_DOING}.importing"),
        Kind("import_moderngov", f"{_DOING}.taking_over"),
        Kind("rehearse", f"{_DOING}.rehearsing", reads=True),
        Kind("values", f"{_DOING}.valuing"),
        Kind("causes", f"{_DOING}.looking"),
    )
}
"""Every kind by its name; rooms above this one add theirs with `add_kind`."""


def add_kind(kind: Kind) -> None:
    """Let this process know of a further kind."""
    KINDS[kind.name] = kind


def kind_named(name: str) -> Kind:
    """The kind of that name. Raises `Unusable` with the nearest."""
    found = KINDS.get(name)
    if found is None:
        near = nearest(name, KINDS)
        raise Unusable.one("name.unknown", what="kind of job", name=name[:80], nearest=near)
    return found


Tell = Callable[..., None]
"""`tell(done, total, saying, **params)`: how far it is; a code of the words says at what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a job is given to work with. `actor` is who asked for it; its rights are theirs."""

    store: Store
    folder: Path
    """Where the files of jobs lie."""
    evidence: Path
    """Where files of evidence lie."""
    partnership: str
    actor: str
    now: dt.datetime
    params: Mapping[str, Any]
    files: Sequence[Handed]
    tell: Tell

    def content(self, at: int = 0) -> bytes:
        """The bytes of a file that was handed in. Raises `Unusable` where it is gone."""
        return files.read(self.folder, self.files[at].digest)


def given_in(name: str, content: bytes) -> Handed:
    """A file as it is to be handed in; nothing of it is kept yet."""
    kept = files.as_kept(content)
    return Handed(name[:200], kept.digest, kept.size, content)


def hand_in(folder: Path, name: str, content: bytes) -> Handed:
    """Keep a file for a job. Raises `Unusable` where it is empty, too large or cannot be kept."""
    kept = files.keep(folder, content)
    return Handed(name[:200], kept.digest, kept.size, content)

"""What the application is given when it is made: the store, the clock and where files lie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from governance.adapters.openid import Speakers
from governance.store.engine import Store

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names by which a machine calls itself."""

BODY_BESIDE_FILES = 2_000_000
"""Bytes that a form may have beside its files."""


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The installation that pages speak of.

    `hosts` are the names it may be called by, besides those of the machine itself; any other
    name in a request is refused. `example` says that the database is the example's, which goes by
    a clock of its own; `one_click` that people of it can be signed in as without a password, on
    this machine alone. `status` says how the clock and Prefect stand, where they run
    in this process.
    """

    store: Store
    clock: Callable[[], dt.datetime]
    data_dir: Path
    example: bool = False
    one_click: bool = False
    hosts: tuple[str, ...] = ()
    status: Callable[[], Mapping[str, Any]] = field(default=_nothing)
    upload_limit: int = 25_000_000
    """Bytes of a file at the most."""
    metrics_token: str | None = field(default=None, repr=False)
    """Whoever has it is given figures at `/metrics`; without one there is no such page."""

    openid: Speakers = field(default_factory=Speakers)
    """The providers that people sign in with."""

    @property
    def evidence_dir(self) -> Path:
        """Where files of evidence lie, named by their digest."""
        return self.data_dir / "evidence"

    @property
    def known_hosts(self) -> frozenset[str]:
        """Every name it may be called by."""
        return frozenset((*LOOPBACK, *self.hosts))

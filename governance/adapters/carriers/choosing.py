"""Which carrier an installation uses, from its environment. Everything missing is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from governance.adapters.carriers.console import Console
from governance.adapters.carriers.letter import Carrier
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest

MAIL = "VIRES_MAIL"
KINDS = ("console", "files", "smtp", "notify")


def carrier_from(environment: Mapping[str, str], *, data_dir: Path) -> Carrier:
    """The carrier that VIRES_MAIL names; `console` without it. Raises `Unusable`.

    `data_dir` is where `files` keeps its outbox.
    """
    kind = (environment.get(MAIL) or KINDS[0]).strip().lower()
    del data_dir
    if kind == "console":
        return Console()
    raise Unusable.one(
        "carrier.unknown", name=kind, known=list(KINDS), nearest=nearest(kind, KINDS)
    )

"""Whoever publishes open data: the prefix of their processes, the licence, the policy.

A prefix is given out by the Open Contracting Partnership, once for each publisher; without one
nobody can tell the publisher's processes from others'.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, Final

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.permissions import must_administer
from governance.domain.errors import Problem, Refused, Unusable

_PREFIX: Final = re.compile(r"ocds-[a-z0-9]{6}")
_ADDRESS: Final = re.compile(r"https?://[^\s/?#\"<>\\]+(?:[/?#][^\s\"<>\\]*)?")
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Publisher:
    """How a partnership publishes. `licence` and `policy` are web addresses."""

    ocid_prefix: str | None = None
    licence: str | None = None
    policy: str | None = None


def publisher(desk: Desk) -> Publisher:
    """How the partnership publishes, as far as it has said."""
    return Publisher(**(desk.partnership.publishing or {}))


def must_have_prefix(desk: Desk) -> str:
    """The prefix of the partnership's processes. Raises `Refused` where none is set."""
    prefix = publisher(desk).ocid_prefix
    if prefix is None:
        raise Refused.one("open_data.no_prefix")
    return prefix


def set_publisher(desk: Desk, **said: str | None) -> Receipt:
    """Say how the partnership publishes; what is not said stays, and "" takes it back.

    Raises `Unusable` with everything that cannot be, `Refused` for whoever may not.
    """
    must_administer(desk)
    given = {name: (value or "").strip() for name, value in said.items() if value is not None}
    if problems := _problems(given):
        raise Unusable(problems)
    was = asdict(publisher(desk))
    now = was | {name: value or None for name, value in given.items()}
    if now == was:
        raise Refused.one("open_data.nothing_changed")
    return desk.apply(
        Change(
            kind="partnership.publishing_set",
            table="partnership",
            subject=desk.row("partnership", desk.partnership.key),
            values={"publishing": {name: value for name, value in now.items() if value}},
            facts={name: value for name, value in now.items() if value != was[name]},
        )
    )


def _problems(given: dict[str, Any]) -> list[Problem]:
    found = []
    prefix = given.get("ocid_prefix")
    if prefix and not _PREFIX.fullmatch(prefix):
        found.append(Problem("open_data.prefix_unreadable", {"text": prefix[:40]}))
    for name in ("licence", "policy"):
        address = given.get(name)
        if address and (len(address) > _LONGEST or not _ADDRESS.fullmatch(address)):
            found.append(Problem("open_data.address_unreadable", {"text": address[:80]}))
    return found

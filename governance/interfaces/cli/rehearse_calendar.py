"""The events of a rehearsed year as its calendar shows them, in a terminal or a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from governance.domain.rehearsal.layout import Event, Kind, Month, months

MARKS: Final[Mapping[Kind, str]] = MappingProxyType(
    {"meeting": "M", "inquorate": "!", "missed": "R", "ending": "E"}
)
"""What stands before the number of each kind in a terminal."""


def calendar(found: Mapping[str, Any], run: Mapping[str, Any]) -> list[Month]:
    """The months of a rehearsal with what happened in each week of one run."""
    return months(found["from"], found["to"], _events(found, run))


def _events(found: Mapping[str, Any], run: Mapping[str, Any]) -> Iterator[Event]:
    for one in run["meetings"]:
        yield Event(one["on"], "meeting" if one["quorate"] else "inquorate", one["ref"])
    for one in run["reviews"]["missed"]:
        if one["due"] >= found["from"]:
            yield Event(one["due"], "missed", one["review"])
    for month in run["endings"]:
        for one in month["agreements"]:
            yield Event(one["ends_on"], "ending", one["agreement"])

"""Release packages and record packages, written piece by piece: a register may be large.

What goes out once goes out in the same bytes again: a package is dated by its latest release. A
compiled release is merged from the releases that stand beside it, by the rules that merge what
comes in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from governance.adapters.ocds.exact_json import canonical, load
from governance.adapters.ocds.merging import merge
from governance.adapters.ocds.outgoing import utc
from governance.adapters.ocds.package import read_release
from governance.adapters.ocds.values import Reading

VERSION: Final = "1.1"
"""The version of the standard that packages follow."""


@dataclass(frozen=True, slots=True)
class Out:
    """One release as it goes out. `extensions` are the addresses of those that it uses."""

    ocid: str
    id: str
    date: dt.datetime
    body: bytes = field(repr=False)
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round the releases: the package's address and whoever publishes it."""

    uri: str
    publisher: str
    licence: str | None = None
    policy: str | None = None


def release_package(frame: Frame, processes: Iterable[Iterable[Out]]) -> Iterator[bytes]:
    """A release package with every release of some processes, in pieces."""
    return _package(frame, "releases", processes, lambda releases: [one.body for one in releases])


def record_package(frame: Frame, processes: Iterable[Iterable[Out]]) -> Iterator[bytes]:
    """A record package: each process with all its releases and one compiled of them, in pieces."""
    return _package(frame, "records", processes, _record)


def compiled(releases: Iterable[Out]) -> bytes:
    """The compiled release of a process, as canonical JSON."""
    read = [read_release(one.body) for one in releases]
    return merge(read)[read[0].ocid].body


def frame_extensions(frame: bytes | None) -> tuple[str, ...]:
    """The extensions that the frame of a package that came in names."""
    named = load(frame.decode("ascii"), file="frame").get("extensions") if frame else None
    if not isinstance(named, list):
        return ()
    return tuple(one for one in named if isinstance(one, str) and one)


def came_in(ocid: str, name: str, body: bytes, *, frame: bytes | None, contacts: bool) -> Out:
    """A release that came in, as it goes out: word for word, by the name it was kept under.

    One that came without an id is given one, which the standard asks for. Without `contacts` the
    names, addresses and telephones of people to ask are left out.
    """
    raw: dict[str, Any] = load(body.decode("ascii"), file="release")
    reading = Reading()
    date = reading.instant(raw.get("date"))
    assert date is not None, "what has no date is not taken in"
    if reading.name(raw.get("id")) is None:
        raw["id"] = name
    if not contacts:
        raw = _without(raw)
    return Out(ocid, name, date, canonical(raw), frame_extensions(frame))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without(v) for k, v in value.items() if k != "contactPoint"}
    return [_without(one) for one in value] if isinstance(value, list) else value


def _record(releases: list[Out]) -> list[bytes]:
    ocid = canonical(releases[0].ocid)
    held = b",".join(one.body for one in releases)
    merged = compiled(releases)
    return [b'{"compiledRelease":%b,"ocid":%b,"releases":[%b]}' % (merged, ocid, held)]


def _package(
    frame: Frame,
    name: str,
    processes: Iterable[Iterable[Out]],
    items: Callable[[list[Out]], list[bytes]],
) -> Iterator[bytes]:
    latest: dt.datetime | None = None
    extensions: dict[str, None] = {}
    mark = b'{"%b":[\n' % name.encode()
    for process in processes:
        releases = list(process)
        for one in releases:
            latest = one.date if latest is None else max(latest, one.date)
            extensions |= dict.fromkeys(one.extensions)
        for item in items(releases):
            yield mark + item
            mark = b",\n"
    if latest is None:
        yield mark
        latest = dt.datetime.fromtimestamp(0, dt.UTC)
    head: dict[str, Any] = {
        "uri": frame.uri,
        "version": VERSION,
        "publishedDate": utc(latest),
        "publisher": {"name": frame.publisher},
    }
    optional = {
        "license": frame.licence,
        "publicationPolicy": frame.policy,
        "extensions": sorted(extensions),
    }
    head |= {key: value for key, value in optional.items() if value}
    yield b"\n]," + canonical(head)[1:] + b"\n"

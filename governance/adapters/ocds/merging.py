"""Merging the releases of a contracting process into one, as OCDS 1.1 says.

Later releases override earlier ones field by field; objects in a list are matched by their
`id`; a list whose objects have none, or of plain values, is replaced as a whole; a field set to
null goes. The result depends on the set of releases alone, not on their order or on how often
one is given.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from governance.adapters.ocds.exact_json import canonical, load
from governance.adapters.ocds.model import Merged, Release
from governance.adapters.ocds.understanding import understand
from governance.adapters.ocds.values import Reading

_REPLACED_WHOLE = frozenset({"additionalIdentifiers", "additionalClassifications"})
_LEFT_OUT = frozenset({"id", "date", "tag"})
"""Fields of a release itself that are not merged."""
_STEPS = ("planning", "tender", "award", "contract", "implementation")


def merge(releases: Iterable[Release]) -> dict[str, Merged]:
    """Merge releases by `ocid`. Of two of the same instant, the later step of the process wins."""
    known = {(r.ocid, r.release_id, r.digest): r for r in releases}
    ordered = sorted(known.values(), key=_order)
    return {
        ocid: _merge_one(ocid, tuple(group)) for ocid, group in groupby(ordered, lambda r: r.ocid)
    }


def _order(release: Release) -> tuple[Any, ...]:
    steps = [
        2 * number + (tag != step)
        for tag in release.tags
        for number, step in enumerate(_STEPS)
        if tag.startswith(step)
    ]
    return (
        release.ocid,
        release.date,
        max(steps, default=-1),
        release.release_id,
        release.digest,
    )


def _merge_one(ocid: str, releases: tuple[Release, ...]) -> Merged:
    compiled: dict[str, Any] = {}
    for release in releases:
        raw = load(release.body.decode("ascii"), file=release.ocid)
        later = {k: v for k, v in raw.items() if k not in _LEFT_OUT}
        compiled = _object(compiled, later)
    last = releases[-1].date
    text = last.isoformat().replace("+00:00", "Z")
    compiled |= {"id": f"{ocid}-{text}", "date": text, "tag": ["compiled"]}
    reading = Reading()
    for release in releases:
        if not release.has_own_id:
            reading.flag("import.id_missing")
    notice = understand(compiled, reading, published=releases[0].date)
    return Merged(ocid, last, releases, canonical(compiled), notice)


def _object(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    merged = dict(earlier)
    for name, value in later.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _value(name, merged.get(name), value)
    return merged


def _value(name: str, earlier: Any, later: Any) -> Any:
    if isinstance(later, dict):
        return _object(earlier if isinstance(earlier, dict) else {}, later)
    if isinstance(later, list):
        later = _distinct(later)
        if name not in _REPLACED_WHOLE and _by_id(later):
            return _list(earlier if isinstance(earlier, list) and _by_id(earlier) else [], later)
    return later


def _distinct(items: list[Any]) -> list[Any]:
    """The objects of a list once each, plain values as they are."""
    seen: set[bytes] = set()
    distinct = []
    for item in items:
        if isinstance(item, dict):
            written = canonical(item)
            if written in seen:
                continue
            seen.add(written)
        distinct.append(item)
    return distinct


def _by_id(items: list[Any]) -> bool:
    """Whether every item is an object with an id of its own in this list."""
    ids = [str(i["id"]) for i in items if isinstance(i, dict) and i.get("id") is not None]
    return len(ids) == len(items) == len(set(ids))


def _list(earlier: list[Any], later: list[Any]) -> list[Any]:
    merged = {str(item["id"]): item for item in earlier}
    for item in later:
        key = str(item["id"])
        merged[key] = _object(merged.get(key, {}), item)
    return list(merged.values())

"""Reading a file of OCDS releases: release packages, record packages, single releases, lines.

What is wrong with the file stops everything (`Unusable`); what is wrong with one release
rejects that release, with every reason, and the others are taken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from governance.adapters.ocds.exact_json import NotJson, Repeating, canonical, inspect, load
from governance.adapters.ocds.model import Package, Rejected, Release
from governance.adapters.ocds.understanding import understand
from governance.adapters.ocds.values import Reading
from governance.domain.errors import Problem, Unusable
from governance.domain.texts import written

LARGEST = 200_000_000
"""Bytes in a file at the most."""
LONGEST_OCID, LONGEST_ID = 200, 300
"""Characters in an ocid and in a release's id at the most."""
MOST_AWARDS = 10_000
"""Awards, contracts or lots in a release at the most."""


def read_package(content: bytes, file: str) -> Package:
    """Read a file of OCDS 1.1 releases (1.0 is taken too).

    Takes a release package, a record package (its releases; the compiled release where there
    are no others), a single release, a list of any of these, or one of them on each line.
    Every release in the file ends either in `releases` or in `rejected`. A release that says
    again, word for word, what an earlier one said is taken; one that says something else under
    the same `ocid` and id is rejected. Raises `Unusable` for what is wrong with the file.
    """
    items, rejected, frame = _items(content, file)
    releases: list[Release] = []
    seen: dict[tuple[str, str], str] = {}
    for place, raw in items:
        release = _release(raw, place)
        if isinstance(release, Release):
            key = (release.ocid, release.release_id)
            if seen.setdefault(key, release.digest) != release.digest:
                params = {"ocid": release.ocid, "release": release.release_id}
                release = Rejected(_ref(raw, place), (Problem("import.id_taken", params),))
        if isinstance(release, Release):
            releases.append(release)
        else:
            rejected.append(release)
    return Package(tuple(releases), tuple(rejected), frame)


def read_release(body: bytes) -> Release:
    """Read a release back from its own `body`. Raises `Unusable` where it is none."""
    package = read_package(body, "release")
    if package.rejected:
        raise Unusable(package.rejected[0].reasons)
    return package.releases[0]


def _items(content: bytes, file: str) -> tuple[list[tuple[str, Any]], list[Rejected], bytes]:
    """The raw releases with their places, what was rejected on the way, and the frame."""
    text = written(content, file, most=LARGEST)
    rejected: list[Rejected] = []
    try:
        top = load(text, file=file)
    except NotJson as error:
        if not error.more:
            raise Unusable([error.problem]) from error
        try:
            return list(_lines(text, file, rejected)), rejected, b"{}"
        except NotJson:
            raise Unusable([error.problem]) from error
    problems = _frame_problems(top, file)
    if problems:
        raise Unusable(problems)
    items = list(_unpack(top, "", rejected))
    frame = {}
    if isinstance(top, dict) and ("releases" in top or "records" in top):
        frame = {k: v for k, v in top.items() if k not in ("releases", "records")}
    return items, rejected, canonical(frame)


def _lines(text: str, file: str, rejected: list[Rejected]) -> Iterator[tuple[str, Any]]:
    """One value on each line. The first must be JSON; a later line that is not is rejected."""
    first = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = load(line, file=file, line=number)
        except NotJson as error:
            if first:
                raise
            rejected.append(Rejected(f"line {number}", (error.problem,)))
            continue
        first = False
        problems = _frame_problems(value, file)
        if problems:
            rejected.append(Rejected(f"line {number}", tuple(problems)))
        else:
            yield from _unpack(value, f"line {number} ", rejected)


def _frame_problems(top: Any, file: str) -> list[Problem]:
    """What is wrong with the package round the releases."""
    if isinstance(top, list):
        return []
    if not isinstance(top, dict):
        return [Problem("import.not_ocds", {}, file)]
    for name in ("releases", "records"):
        if name in top:
            if isinstance(top, Repeating):
                return [Problem("import.repeated_name", {"name": top.name[:80]}, file)]
            if not isinstance(top[name], list):
                return [Problem("import.not_a_list", {"name": name}, file)]
            rest = {k: v for k, v in top.items() if k != name}
            found = inspect(rest)
            return [Problem(p.code, p.params, file) for p in found]
    if "ocid" not in top:
        return [Problem("import.not_ocds", {}, file)]
    return []


def _unpack(value: Any, place: str, rejected: list[Rejected]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            package = isinstance(item, dict) and ("releases" in item or "records" in item)
            problems = _frame_problems(item, "") if package else []
            if problems:
                reasons = tuple(Problem(p.code, p.params) for p in problems)
                rejected.append(Rejected(f"{place}item {number}", reasons))
            elif package:
                yield from _unpack(item, f"{place}item {number} ", rejected)
            else:
                yield f"{place}item {number}", item
    elif "records" in value:
        for number, record in enumerate(value["records"], start=1):
            yield from _record(record, f"{place}record {number}", rejected)
    elif "releases" in value:
        for number, release in enumerate(value["releases"], start=1):
            yield f"{place}release {number}", release
    else:
        yield f"{place}release".strip(), value


def _record(record: Any, place: str, rejected: list[Rejected]) -> Iterator[tuple[str, Any]]:
    """The releases of a record. Releases that are only linked to are not fetched."""
    if not isinstance(record, dict):
        rejected.append(Rejected(place, (Problem("import.not_an_object"),)))
        return
    releases = record.get("releases")
    held = [r for r in releases if not _is_link(r)] if isinstance(releases, list) else []
    if isinstance(releases, list) and held and len(held) == len(releases):
        for number, release in enumerate(held, start=1):
            yield f"{place} release {number}", release
    elif isinstance(record.get("compiledRelease"), dict):
        yield f"{place} compiled release", record["compiledRelease"]
    else:
        ocid = record.get("ocid")
        ref = ocid[:LONGEST_OCID] if isinstance(ocid, str) and ocid else place
        rejected.append(Rejected(ref, (Problem("import.record_without_releases"),)))


def _is_link(release: Any) -> bool:
    return isinstance(release, dict) and "url" in release and "ocid" not in release


def _ref(raw: Any, place: str) -> str:
    """How to find a release: its own names where it has them, else where it stands."""
    if isinstance(raw, dict):
        names = [raw.get(k) for k in ("ocid", "id")]
        found = [str(n)[:LONGEST_ID] for n in names if isinstance(n, str | int) and n]
        if found:
            return " ".join(found)
    return place


def _release(raw: Any, place: str) -> Release | Rejected:
    if not isinstance(raw, dict):
        return Rejected(place, (Problem("import.not_an_object"),))
    problems = inspect(raw)
    if problems:
        return Rejected(_ref(raw, place), tuple(problems))
    reading = Reading()
    ocid = reading.name(raw.get("ocid"))
    own = reading.name(raw.get("id"))
    if ocid is None:
        reading.problems.append(Problem("import.no_ocid"))
    for name, text, most in (("ocid", ocid, LONGEST_OCID), ("id", own, LONGEST_ID)):
        if text is not None and len(text) > most:
            reading.problems.append(Problem("import.name_too_long", {"name": name, "most": most}))
    date = reading.instant(raw.get("date"))
    if own is None:
        reading.flag("import.id_missing")
    reading.problems += _repeated_ids(raw)
    notice = understand(raw, reading, published=date)
    if reading.problems or ocid is None or date is None:
        return Rejected(_ref(raw, place), tuple(reading.problems))
    body = canonical(raw)
    return Release(
        ocid=ocid,
        release_id=own or date.isoformat(),
        has_own_id=own is not None,
        date=date,
        tags=_tags(raw.get("tag")),
        digest=hashlib.sha256(body).hexdigest(),
        body=body,
        notice=notice,
    )


def _tags(value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    return tuple(t for t in listed if isinstance(t, str)) if isinstance(listed, list) else ()


def _repeated_ids(raw: dict[str, Any]) -> list[Problem]:
    """Two different awards, contracts or lots under one id: merging would lose one of them."""
    tender = raw.get("tender")
    lots = tender.get("lots") if isinstance(tender, dict) else None
    found = []
    for section, items in (
        ("awards", raw.get("awards")),
        ("contracts", raw.get("contracts")),
        ("lots", lots),
    ):
        if not isinstance(items, list):
            continue
        if len(items) > MOST_AWARDS:
            found.append(Problem("import.too_many", {"name": section, "most": MOST_AWARDS}))
            continue
        seen: dict[str, Any] = {}
        for item in items:
            own = item.get("id") if isinstance(item, dict) else None
            if own is not None and seen.setdefault(str(own), item) != item:
                params = {"name": section, "id": str(own)[:80]}
                found.append(Problem("import.id_repeated", params))
    return found

"""Notices in the Open Contracting Data Standard, as pieces of processes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from governance.adapters.ocds import Flag, Notice, Release, agreements, merge, read_release
from governance.adapters.ocds.model import Package, Rejected
from governance.adapters.ocds.values import ZONE
from governance.application.imports.model import (
    LONGEST_TITLE,
    Found,
    Piece,
    Source,
    clean,
    storable,
)
from governance.domain.calendar import FIRST_YEAR, LAST_YEAR
from governance.domain.errors import Problem

MOST_CODES: Final = 20
"""CPV codes kept with a commission at the most."""


def pieces(package: Package) -> tuple[list[Piece], list[Rejected]]:
    """The releases of a file as pieces, and those no database can name."""
    taken: list[Piece] = []
    rejected = list(package.rejected)
    for release in package.releases:
        ref = f"{release.ocid} {release.release_id}"
        if not storable(ref):
            rejected.append(Rejected(clean(ref), (Problem("import.name_unstorable"),)))
            continue
        taken.append(
            Piece(
                process=release.ocid,
                name=release.release_id,
                ref=ref,
                digest=release.digest,
                body=release.body,
                item=release,
                frame=None if package.frame == b"{}" else package.frame,
            )
        )
    return taken, rejected


def _found(process: str, items: Sequence[Any]) -> Found:
    """What the releases of one process say together."""
    merged = merge(items)[process]
    notice = merged.notice
    made = tuple(agreements(merged))
    title = notice.title or process
    ends = max((a.ends for a in made if a.ends is not None), default=notice.period.ends)
    flags = list(notice.flags)
    if len(title) > LONGEST_TITLE:
        flags.append(Flag("import.title_shortened", {"most": LONGEST_TITLE}))
    if ends is not None and not FIRST_YEAR <= ends.year <= LAST_YEAR:
        params = {"field": "tender.contractPeriod.endDate", "text": ends.isoformat()}
        flags.append(Flag("import.date_out_of_range", params))
        ends = None
    if notice.status in ("cancelled", "unsuccessful", "withdrawn"):
        flags.append(Flag("import.tender_over", {"status": notice.status}))
    return Found(
        process=process,
        ocid=process,
        title=clean(title),
        value=notice.value,
        starts=notice.period.starts,
        ends=ends,
        regime=notice.regime,
        mechanism=notice.mechanism,
        category=notice.category,
        buyer=notice.buyer or notice.procuring,
        agreements=made,
        flags=tuple(flags),
        facts=_facts(notice),
        awarded=_awarded(notice),
        commenced=_commenced(merged.releases),
    )


OCDS: Final = Source(restore=read_release, found=_found)
"""Notices as a source of pieces."""


def _facts(notice: Notice) -> dict[str, str]:
    closes = notice.tender_closes
    told = {
        "reference": notice.reference,
        "category": notice.category,
        "cpv": ", ".join(notice.cpv[:MOST_CODES]),
        "method": notice.method_details or notice.method,
        "tenders_close": None if closes is None else closes.isoformat(),
    }
    return {name: clean(text) for name, text in told.items() if text}


def _awarded(notice: Notice) -> int | None:
    """The sum of all standing awards where every one's amount is known."""
    standing = [a for a in notice.awards if a.status not in ("cancelled", "unsuccessful")]
    values = [award.value for award in standing]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None


def _commenced(releases: Sequence[Release]) -> dt.date | None:
    """The day of the first tender notice, by which a procurement begins.

    Procurement Act 2023: thresholds apply by the day the procurement commenced.
    """
    instants = [r.date for r in releases if any(tag.startswith("tender") for tag in r.tags)]
    return min(instants).astimezone(ZONE).date() if instants else None

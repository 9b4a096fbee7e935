"""Contracting processes with their releases: what came in as it came, and what happened since.

What came in by OCDS keeps its ocid and goes out word for word; what Vires adds to it later are
further releases of the same process. A release is named after the entry of the ledger that made
it, so that it has the same name whenever it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from governance.adapters.ocds.exact_json import canonical
from governance.adapters.ocds.outgoing import Heading, Picture, release
from governance.adapters.ocds.writing import Frame, Out, came_in
from governance.application.desk import Desk
from governance.application.publishing.open_data.delivering import of_agreements
from governance.application.publishing.open_data.happening import (
    Event,
    Setting,
    named,
    of_commission,
    of_reports,
)
from governance.application.publishing.open_data.publisher import must_have_prefix, publisher
from governance.application.publishing.open_data.reading import (
    AT_ONCE,
    Material,
    every_commission,
    one_commission,
    some_commissions,
)

Process = tuple[Out, ...]
"""The releases of one contracting process, the first first."""


@dataclass(frozen=True, slots=True)
class _Naming:
    """What processes and releases are called, and what goes into all of them."""

    prefix: str
    partnership: str
    language: str
    zone: ZoneInfo
    contacts: bool

    def ocid(self, row: Any, number: int) -> str:
        """The name of a round of a commission; the first is called as it came in, if it did."""
        if number == 1 and row.ocid is not None:
            return str(row.ocid)
        again = f"-{number}" if number > 1 else ""
        return f"{self.prefix}-{self.partnership}-{row.ref}{again}"


def processes_of(desk: Desk, ref: str, *, contacts: bool) -> list[Process]:
    """The processes of one commission, one for each round that anything is public of.

    `contacts` are the people named for questions in notices that came in. Raises `Unusable` where
    the commission is not on the public register, `Refused` where no prefix is set.
    """
    material = one_commission(desk, ref)
    return _processes(_naming(desk, contacts=contacts), material)


def every_process(desk: Desk, *, contacts: bool) -> Iterator[Process]:
    """Every process of the partnership, in the order in which commissions were entered."""
    naming = _naming(desk, contacts=contacts)
    for material in every_commission(desk):
        yield from _processes(naming, material)


def part_of_all(
    desk: Desk, *, after: str, contacts: bool, most: int = AT_ONCE
) -> tuple[list[Process], str | None]:
    """The processes of the next commissions after a reference, and where the next part begins."""
    naming = _naming(desk, contacts=contacts)
    some = some_commissions(desk, after=after, most=most + 1)
    found = [one for material in some[:most] for one in _processes(naming, material)]
    return found, some[most - 1].row.ref if len(some) > most else None


def frame(desk: Desk, uri: str) -> Frame:
    """What stands round the releases of a partnership; `uri` is the package's own address."""
    told = publisher(desk)
    return Frame(uri, desk.partnership.name, told.licence, told.policy)


def _naming(desk: Desk, *, contacts: bool) -> _Naming:
    row = desk.partnership
    prefix = must_have_prefix(desk)
    return _Naming(prefix, row.key, row.language, ZoneInfo(row.timezone), contacts)


def _processes(naming: _Naming, material: Material) -> list[Process]:
    kept = [_came_in(naming, row) for row in material.imported]
    setting = Setting(naming.zone, imported=bool(kept))
    events: list[Event] = [
        *of_commission(material, setting),
        *of_reports(material, setting),
        *of_agreements(material, setting),
    ]
    rounds = sorted({1, *(event.round for event in events)})
    found = []
    for number in rounds:
        made = _releases(naming, material, number, [e for e in events if e.round == number])
        both = [*kept, *made] if number == 1 else made
        if both:
            found.append(tuple(sorted(both, key=_order)))
    return found


def _order(one: Out) -> tuple[dt.datetime, str]:
    return one.date, one.id


def _came_in(naming: _Naming, row: Any) -> Out:
    return came_in(
        row.ocid,
        row.release,
        bytes(row.body),
        frame=None if row.frame is None else bytes(row.frame),
        contacts=naming.contacts,
    )


def _releases(
    naming: _Naming, material: Material, number: int, events: Iterable[Event]
) -> Iterator[Out]:
    """What Vires tells of a round: one release for each instant at which something changed."""
    ocid = naming.ocid(material.row, number)
    buyer = named(material.organisations.get(material.row.organisation_id))
    picture = Picture(prior=naming.ocid(material.row, number - 1) if number > 1 else None)
    shown, last = Picture(), None
    for at, together in groupby(sorted(events, key=_when), key=lambda event: event.at):
        some = list(together)
        name = f"{ocid}-{some[0].name}"
        for event in some:
            picture = event.apply(picture, name, last)
        if all(event.silent for event in some):
            shown = picture
            continue
        heading = Heading(ocid, name, at, naming.language, buyer)
        raw = release(heading, shown, picture)
        if raw is None:
            continue
        shown, last = picture, name
        yield Out(ocid=ocid, id=name, date=at, body=canonical(raw))


def _when(event: Event) -> tuple[dt.datetime, str]:
    return event.order

"""Where two versions of a scheme part: every region of cases that would go elsewhere.

Rules that are the same in both cancel: outside the cases of rules that only one version has, the
same rules hold in both. Within them the cases are cut along every rule there, so that what is
found is exact. What could not be settled is said, never passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from governance.domain.assurance.finding import Region
from governance.domain.assurance.going import Going
from governance.domain.assurance.grid import Box
from governance.domain.assurance.loss import Loss
from governance.domain.assurance.merging import merged
from governance.domain.assurance.parting import Piece, Stretch
from governance.domain.assurance.ranking import Ranks
from governance.domain.assurance.solving import UnsettledError
from governance.domain.assurance.strength import losses
from governance.domain.assurance.union import stretches, union_inputs
from governance.domain.authority.model import Input, Scheme, Value
from governance.domain.authority.outcome import Case

BESIDE = ("ranks", "vat", "owner", "standing", "sources")
"""Parts of a scheme that bear on who decides and that no case shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A region of cases that go elsewhere by the new version.

    `on` is the first day of decision on which they do, `until` the last; `example` is a case of
    the region, `lost` what the new outcome no longer asks for.
    """

    on: dt.date
    until: dt.date
    example: Case
    region: Region
    before: Going
    after: Going
    lost: tuple[Loss, ...]

    @property
    def weaker(self) -> bool:
        """Whether the new outcome is not at least as strong as the old."""
        return bool(self.lost)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two versions differ on the days of decision from `on` to `last`.

    `unsettled` names rules about whose cases something could not be settled; `beside` names
    what differs of `BESIDE`.
    """

    on: dt.date
    last: dt.date
    changes: tuple[Change, ...]
    unsettled: tuple[str, ...]
    beside: tuple[str, ...]
    inputs: Mapping[str, Input]

    @property
    def same(self) -> bool:
        """Whether every case goes the same way, and that is settled."""
        return not self.changes and not self.unsettled


def compare(old: Scheme, new: Scheme, on: dt.date) -> Comparison:
    """Every region whose outcome differs, on a day and from then on as dated limits change.

    Raises `Unusable` where inputs of one name are of different types, or a limit that is read
    on the day has no value yet.
    """
    inputs = union_inputs(old, new)
    ranks = Ranks(old=old, new=new)
    changes: list[Change] = []
    last = on
    unsettled: dict[str, None] = {}
    for first, last in stretches(old, new, on):
        part = Stretch(old, new, first, last, inputs)
        for change in _changes(part, ranks):
            _add(changes, change)
        unsettled |= dict.fromkeys(part.unsettled)
    beside = tuple(name for name in BESIDE if _part(old, name, new) != _part(new, name, old))
    return Comparison(on, last, tuple(changes), tuple(unsettled), beside, inputs)


def _part(scheme: Scheme, name: str, other: Scheme) -> object:
    match name:
        case "ranks":
            return sorted(scheme.ranks)
        case "sources":
            # Where the register takes an input from, of those that both have.
            return {n: one.derived for n, one in scheme.inputs.items() if n in other.inputs}
    return getattr(scheme, name)


def _add(changes: list[Change], change: Change) -> None:
    """Add a change, or let one of the days before go on."""
    for at, other in enumerate(changes):
        if (
            other.until + dt.timedelta(days=1) == change.on
            and (other.before.key, other.after.key) == (change.before.key, change.after.key)
            and other.region == change.region
        ):
            changes[at] = replace(other, until=change.until)
            return
    changes.append(change)


def _changes(part: Stretch, ranks: Ranks) -> Iterator[Change]:
    """Every region of a stretch of days whose outcome differs, few and large."""
    groups: dict[tuple[Hashable, Hashable], list[tuple[Piece, dict[str, Value]]]] = {}
    free: list[Box] = []
    for piece in part.pieces():
        before, after = part.goings(piece)
        if before.key == after.key:
            if before.kind == "impossible":
                free.append(piece.box)
            continue
        try:
            example = part.case(piece)
        except UnsettledError:
            ids = [one.rule.id for one in (before, after) if one.rule is not None]
            part.unsettled += ids or [before.kind]
            continue
        if example is None:
            free.append(piece.box)
        else:
            groups.setdefault((before.key, after.key), []).append((piece, example))
    for found in groups.values():
        boxes = [piece.box for piece, _ in found]
        for box, number in merged(part.asking, boxes, free):
            piece, example = found[number]
            before, after = part.goings(piece)
            yield Change(
                on=part.first,
                until=part.last,
                example=Case(example),
                region=part.asking.region(box),
                before=before,
                after=after,
                lost=losses(before, after, ranks),
            )


def day_of(change: Change) -> dt.date:
    """The day of decision on which the example shows the change: its own, else the first."""
    for side in (change.before, change.after):
        for name, one in side.scheme.inputs.items():
            if one.derived == "decision_day" and name in change.example.values:
                return dt.date.fromordinal(int(change.example.values[name]))
    return change.on

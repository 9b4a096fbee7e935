"""The statements behind a page of the register: filters, and the parts that a page is read in.

Rows that come after one are found part by part: those that share its value and have a later
reference, those with a higher value, those without any. Each part is a range of an index, which
one condition for all three would not be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import and_, bindparam, exists, func, or_, select

from governance.application.proposals.queries import OPEN
from governance.application.reviews.finding import AHEAD, KIND
from governance.store.lists import contains, in_list, unindexed
from governance.store.tables import TABLES

AT_WORK: Final = ("open", "at_gate", "reopened")
"""States of a stage that is worked at."""

NOT_ASKED_YET: Final = ("draft", "on_forward_plan", "in_clearance", "call_in_window")
WAITING: Final = tuple(state for state in OPEN if state not in NOT_ASKED_YET)
"""States of a report that is put, and not decided."""

commission = TABLES["commission"]
_stage = TABLES["stage_progress"]
_agreement = TABLES["agreement"]
_partner = TABLES["commission_partner"]
_review = TABLES["review"]
_proposal = TABLES["proposal"]
_deadline = TABLES["deadline"]
_rows = commission.c
_here: Any = bindparam("partnership")

COLUMNS: Final = (
    _rows.id, _rows.ref, _rows.title, _rows.state, _rows.lead_id, _rows.end_date, _rows.value,
    _rows.level, _rows.round, _rows.flags,
)  # fmt: skip
"""What a line shows; never the long texts."""

_ORDERS: Final = {
    "reference": (func.length(_rows.ref), func.length(bindparam("at", type_=_rows.ref.type))),
    "title": (func.lower(_rows.title), func.lower(bindparam("at", type_=_rows.title.type))),
    "end": (_rows.end_date, bindparam("at", type_=_rows.end_date.type)),
    "value": (_rows.value, bindparam("at", type_=_rows.value.type)),
}
_FIELDS: Final = {"reference": "ref", "title": "title", "end": "end_date", "value": "value"}
_MAY_LACK: Final = frozenset({"end", "value"})


def _under(table: Any, *which: Any) -> Any:
    """The ids of commissions that something of that table belongs to."""
    return select(table.c.commission_id).where(table.c.partnership_id == _here, *which)


_STANDS_STILL = exists().where(
    _deadline.c.partnership_id == _review.c.partnership_id,
    _deadline.c.subject_id == _review.c.id,
    _deadline.c.kind == KIND,
    _deadline.c.state == "paused",
    _deadline.c.due_at > _deadline.c.paused_at,
)
MISSED_BY: Final = or_(
    _review.c.state == "missed",
    and_(_review.c.state.in_(AHEAD), _review.c.due_day < bindparam("missed"), ~_STANDS_STILL),
)
"""That a review's day has passed without a report: see `reviews.listing.is_missed`."""

_AT_THE_STAGE = select(_stage.c.commission_id).where(
    _stage.c.partnership_id == _here,
    _stage.c.stage == bindparam("stage"),
    _stage.c.state.in_(AT_WORK),
)
_IN_THIS_ROUND = exists().where(
    _stage.c.partnership_id == _rows.partnership_id,
    _stage.c.commission_id == _rows.id,
    _stage.c.round == _rows.round,
    _stage.c.stage == bindparam("stage"),
    _stage.c.state.in_(AT_WORK),
)


def _among(table: Any, *which: Any) -> Any:
    return unindexed(_rows.id).in_(_under(table, *which))


_PARTNER = _partner.c.organisation_id == bindparam("partner")
_PROVIDER = _agreement.c.provider_id == bindparam("provider")
_PUT = in_list(_proposal.c.state, "waiting")
_CONDITIONS: Final[Mapping[str, Any]] = {
    "states": in_list(unindexed(_rows.state), "states"),
    "lead": unindexed(_rows.lead_id) == bindparam("lead"),
    "level": unindexed(_rows.level) == bindparam("level"),
    "ending_before": unindexed(_rows.end_date) < bindparam("ending_before"),
    "value_from": unindexed(_rows.value) >= bindparam("value_from"),
    "value_to": unindexed(_rows.value) <= bindparam("value_to"),
    "stage": _IN_THIS_ROUND,
    "partner": _among(_partner, _PARTNER),
    "provider": _among(_agreement, _PROVIDER),
    "missed": _among(_review, MISSED_BY),
    "waiting": _among(_proposal, _PUT),
    "ids": in_list(_rows.id, "ids"),
}


def _of_register(*which: Any) -> Any:
    return select(_rows.id).where(_rows.partnership_id == _here, *which)


NARROW: Final[Mapping[str, Any]] = {
    name: found.limit(bindparam("most"))
    for name, found in {
        "states": _of_register(in_list(_rows.state, "states")),
        "lead": _of_register(_rows.lead_id == bindparam("lead")),
        "ending_before": _of_register(_rows.end_date < bindparam("ending_before")),
        "stage": _AT_THE_STAGE,
        "partner": _under(_partner, _PARTNER),
        "provider": _under(_agreement, _PROVIDER),
        "missed": _under(_review, MISSED_BY),
        "waiting": _under(_proposal, _PUT),
    }.items()
}
"""The ids that a filter leaves, by its own index: no more than `most`, to see whether it is few."""

Words = tuple[tuple[bool, bool], ...]
"""For each word that is looked for, whether it names people, and providers."""


def word_conditions(words: Words) -> list[Any]:
    """For each word: it stands in the title, or in the name of the lead or of a provider."""
    found = []
    for place, (names_people, names_providers) in enumerate(words):
        either = [contains(_rows.title, f"word_{place}")]
        if names_people:
            either.append(in_list(unindexed(_rows.lead_id), f"people_{place}"))
        if names_providers:
            theirs = _under(_agreement, in_list(_agreement.c.provider_id, f"providers_{place}"))
            either.append(unindexed(_rows.id).in_(theirs))
        found.append(or_(*either))
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One range of the order: which it is, and where it begins."""

    kind: str
    given: Mapping[str, Any] = field(default_factory=dict)


def parts(sort: str, at: Any | None, *, back: bool) -> list[Part]:
    """The parts a page is read in, from where it begins; those without a value come last.

    `back` reads towards the beginning.
    """
    values, lacking = Part("values"), Part("lacking")
    if at is None:
        found = [values, lacking] if sort in _MAY_LACK else [values]
        return found[::-1] if back else found
    value = getattr(at, _FIELDS[sort])
    if value is None:
        same = Part("lacking_beyond", {"at_ref": at.ref})
        return [same, values] if back else [same]
    found = [Part("same", {"at": value, "at_ref": at.ref}), Part("beyond", {"at": value})]
    return [*found, lacking] if sort in _MAY_LACK and not back else found


@cache
def statement(filters: frozenset[str], words: Words, sort: str, kind: str, down: bool) -> Any:  # noqa: FBT001  # a key of what is kept
    """The statement for a part of a page, with the filters that are set."""
    column, at = _ORDERS[sort]
    later: Any = bindparam("at_ref", type_=_rows.ref.type)
    beyond_ref = _rows.ref < later if down else _rows.ref > later
    ranges = {
        "values": [] if sort not in _MAY_LACK else [column.is_not(None)],
        "lacking": [column.is_(None)],
        "lacking_beyond": [column.is_(None), beyond_ref],
        "same": [column == at, beyond_ref],
        "beyond": [column < at if down else column > at],
    }
    order = [_rows.ref] if kind in ("same", "lacking", "lacking_beyond") else [column, _rows.ref]
    return (
        select(*COLUMNS)
        .where(
            _rows.partnership_id == _here,
            *ranges[kind],
            *conditions(filters),
            *word_conditions(words),
        )
        .order_by(*(one.desc() if down else one for one in order))
        .limit(bindparam("size"))
    )


def conditions(filters: frozenset[str]) -> list[Any]:
    """The conditions of filters by name, in one order."""
    return [_CONDITIONS[name] for name in sorted(filters)]


def filters_in(given: Mapping[str, Any]) -> frozenset[str]:
    """The filters among the parameters of a page; the others belong to the words looked for."""
    return frozenset(name for name in given if name in _CONDITIONS)

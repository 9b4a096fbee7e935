"""Measures: what is observed of services, how it is rated, and what is done about it.

Values are decimals as text ("82.5"), in the unit of their measure and never rounded.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict, Unpack

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.jobs.acts import ask, hand_in_for
from governance.application.jobs.kinds import Handed
from governance.application.jobs.queries import Job
from governance.application.performance import actions, measures, pages, queries, recording
from governance.application.performance.finding import actions as actions_of
from governance.domain.errors import Unusable
from governance.domain.performance import RATINGS
from governance.domain.suggest import nearest
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told
from governance.interfaces.api.shapes import File, Path

_AT = "/measures/{measure}"
_ACTION = f"{_AT}/actions/{{number}}"


class Measured(TypedDict, total=False):
    """What is said of a measure; an empty text takes a value away."""

    title: str
    question: str
    unit: str
    direction: str
    rhythm: str
    baseline: str
    baseline_on: dt.date
    target: str
    target_on: dt.date
    tolerance: str


def add_measure(desk: Desk, *, commission: str | None = None, **said: Unpack[Measured]) -> Receipt:
    """Add a measure, of a commission or of none yet.

    Title, question and direction have to be said; it is observed every quarter unless said.
    """
    return measures.add_measure(desk, measures.Said(**said), commission=commission)


def add_to_none(desk: Desk, *, commission: str | None = None, **said: Unpack[Measured]) -> Receipt:
    """Add a measure that need not be of a commission; otherwise as one of a commission.

    Title, question and direction have to be said; it is observed every quarter unless said.
    """
    return add_measure(desk, commission=commission, **said)


def set_measure(
    desk: Desk,
    *,
    measure: str,
    commission: str | None = None,
    seen: int | None = None,
    **said: Unpack[Measured],
) -> Receipt:
    """Alter what is said of a measure; what is not sent stays. Ratings keep the target they had."""
    return measures.set_measure(
        desk, measure, measures.Said(**said), commission=commission, seen=seen
    )


def import_values(
    desk: Desk, *, file: File, reason: str = "", ahead: list[Handed] | None = None
) -> Job:
    """Ask for a CSV file of values to be entered; with a reason, those that differ are corrected.

    It is a job: its result says what became of each row.
    """
    del file  # handed in ahead
    return ask(desk, "values", {"correct": reason}, ahead or ())


def _handed_in(desk: Desk, *, file: File, jobs_dir: Path, reason: str = "") -> list[Handed]:
    given = [(file.name, file.content)]
    return hand_in_for(desk, "values", {"correct": reason}, given, jobs_dir)


def latest(
    desk: Desk,
    *,
    rating: str | None = None,
    commission: str | None = None,
    find: str = "",
    ended: bool = False,
    after: str | None = None,
) -> Any:
    """Measures with their latest values: of a rating, of a commission, with words in the title."""
    known = [*RATINGS, pages.UNRATED]
    if rating is not None and rating not in known:
        params = {"text": rating[:40], "known": known, "nearest": nearest(rating, known)}
        raise Unusable.one("measure.not_one_of", what="rating", **params)
    return pages.page(
        desk,
        rating=rating,
        commission=commission,
        text=find,
        ended=ended,
        after=after,
    )


def _details(desk: Desk, ref: str) -> Any:
    return {**queries.show(desk, ref), "moves": pages.offers(desk, ref)}


def _number(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    return {"number": actions_of(desk, receipt.id)[-1].number}


def _rating(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """How what stands is rated now, and by when a red wants an action."""
    found = queries.show(desk, receipt.ref)
    return {name: found[name] for name in ("rating", "unrated", "action_by")}


ROOM = Room(
    name="Measures and actions",
    resources=(
        Resource(
            table="measure",
            path="/measures",
            fields=(
                "ref", "title", "commission_id", "question", "unit", "direction", "rhythm",
                "baseline_on", "target_on", "ended_on", "rating", "reds", "latest_end",
                "wants_action",
            ),
            filters=("commission_id",),
            details=_details,
        ),
    ),
    looks=(
        Look(key="measure.latest", path="/measures/latest", ask=latest, mark=None),
        Look(key="measure.counts", path="/measures/counts", ask=pages.counts),
        Look(key="measure.ahead", path=f"{_AT}/ahead", ask=queries.ahead),
    ),
    acts=(
        Act(key="measure.add", path="/commissions/{commission}/measures", do=add_measure,
            new="/measures/{ref}"),
        Act(key="measure.add_to_none", path="/measures", do=add_to_none, new="/measures/{ref}"),
        Act(key="measure.change", path=f"{_AT}/change", do=set_measure),
        Act(key="measure.end", path=f"{_AT}/end", do=measures.end_measure),
        Act(key="measure.value", path=f"{_AT}/values", do=also(recording.record, _rating),
            tells=told),
        Act(key="measure.correct", path=f"{_AT}/correct", do=also(recording.correct, _rating),
            tells=told),
        Act(key="measure.take-back", path=f"{_AT}/take-back", do=recording.withdraw),
        Act(key="measure.rate", path=f"{_AT}/rate", do=also(recording.rate_again, _rating),
            tells=told),
        Act(key="measure.import", path="/measures/import", do=import_values, ahead=_handed_in,
            new="/jobs/{job}", tells=lambda job: {"job": job.id}),
        Act(key="measure.action", path=f"{_AT}/actions", do=also(actions.record_action, _number),
            tells=told),
        Act(key="measure.done", path=f"{_ACTION}/done", do=actions.action_done),
        Act(key="measure.give-up", path=f"{_ACTION}/give-up", do=actions.give_up),
        Act(key="measure.put-off", path=f"{_ACTION}/put-off", do=actions.put_off),
    ),
)  # fmt: skip

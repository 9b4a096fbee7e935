"""Measures: added to a commission or to none yet, altered, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance.application.change import Change, Receipt
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.desk import Desk
from governance.application.performance.finding import dropped, held, may_keep, observed
from governance.domain.errors import GuardRefused, Problem, Refusal, Unusable
from governance.domain.performance.model import QUESTIONS
from governance.domain.performance.periods import RHYTHMS
from governance.domain.performance.travel import DIRECTIONS
from governance.domain.performance.values import read_value, said_value
from governance.domain.suggest import nearest

LONGEST_TITLE: Final = 300
LONGEST_UNIT: Final = 40

_CHOICES: Final[Mapping[str, Any]] = {
    "question": QUESTIONS,
    "direction": DIRECTIONS,
    "rhythm": RHYTHMS,
}
_FIXED: Final = ("direction", "rhythm", "unit")
"""What cannot be altered once something was observed: what is there would mean another thing."""

_QUANTITIES: Final = ("baseline", "target", "tolerance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a measure, as text; None where nothing is said of it.

    `tolerance` is a decimal in the measure's unit ("2.5"), or with a percent sign of its target
    ("5%"). An empty text takes a value away.
    """

    title: str | None = None
    question: str | None = None
    unit: str | None = None
    direction: str | None = None
    rhythm: str | None = None
    baseline: str | None = None
    baseline_on: dt.date | None = None
    target: str | None = None
    target_on: dt.date | None = None
    tolerance: str | None = None


def add_measure(desk: Desk, said: Said, *, commission: str | None = None) -> Receipt:
    """Add a measure, of a commission or of none yet.

    Title, question and direction have to be said; it is observed every quarter unless said.
    Raises `Unusable` with everything that cannot be read, `Refused` for who may not.
    """
    about = None if commission is None else desk.row("commission", commission)
    may_keep(desk, about)
    values = _read(said, wanted=("title", "question", "direction"))
    if about is not None and about.state in COMMISSION_OVER:
        params = {"ref": about.ref, "state": about.state}
        raise GuardRefused.one("measure.commission_over", **params)
    values = {"rhythm": "quarter", "unit": "", **values}
    _days_fit(values)
    return desk.apply(
        Change(
            kind="measure.added",
            table="measure",
            subject=None,
            values={
                "id": desk.new_id(),
                "ref": desk.next_ref("measure"),
                "commission_id": None if about is None else about.id,
                **values,
            },
            facts={"commission": None if about is None else about.ref, **_plain(values)},
        )
    )


def set_measure(
    desk: Desk, name: str, said: Said, *, commission: str | None = None, seen: int | None = None
) -> Receipt:
    """Alter what is said of a measure. Ratings that were given keep the target they had.

    Raises `Unusable` for what cannot be read or where nothing is said; `Refused` where it has
    ended, or where its unit, direction or rhythm would change what was observed.
    """
    row = held(desk, name, seen=seen)
    may_keep(desk, desk.by_id("commission", row.commission_id))
    values = _read(said)
    if commission is not None:
        about = desk.row("commission", commission)
        may_keep(desk, about)
        values["commission_id"] = about.id
    values = {key: value for key, value in values.items() if value != getattr(row, key)}
    if not values:
        raise Unusable.one("measure.nothing_said", ref=row.ref)
    _days_fit({**row._asdict(), **values})
    if refusals := _against(desk, row, values):
        raise GuardRefused(refusals)
    before = {key: getattr(row, key) for key in values}
    return desk.apply(
        Change(
            kind="measure.set",
            table="measure",
            subject=row,
            values=values,
            facts={"before": _plain(before), "after": _plain(values)},
        )
    )


def end_measure(
    desk: Desk, name: str, *, reason: str, on: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """End a measure: nothing is observed of periods that begin after `on`, today unless said.

    What it waits for is let go; everything stays on record. Raises `Refused`.
    """
    row = held(desk, name, seen=seen)
    may_keep(desk, desk.by_id("commission", row.commission_id))
    day = on or desk.today
    refusals = []
    if row.ended_on is not None:
        refusals.append(Refusal("measure.ended_already", {"ref": row.ref, "on": row.ended_on}))
    if day > desk.today:
        refusals.append(Refusal("measure.end_ahead", {"on": day}))
    if not reason.strip():
        refusals.append(Refusal("measure.reason_missing"))
    if refusals:
        raise GuardRefused(refusals)
    return desk.apply(
        Change(
            kind="measure.ended",
            table="measure",
            subject=row,
            values={"ended_on": day},
            facts={"reason": reason.strip(), "on": day},
            writes=tuple(dropped(desk, row.id)),
        )
    )


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns as the record tells them: values as decimals, what is not there left out."""
    return {
        key: said_value(value) if key in _QUANTITIES else value
        for key, value in values.items()
        if value is not None
    }


def _against(desk: Desk, row: Any, values: Mapping[str, Any]) -> list[Refusal]:
    found = []
    if row.ended_on is not None:
        found.append(Refusal("measure.ended_already", {"ref": row.ref, "on": row.ended_on}))
    fixed = [key for key in _FIXED if key in values]
    if row.commission_id is not None and "commission_id" in values:
        found.append(Refusal("measure.of_another", {"ref": row.ref}))
    if fixed and observed(desk, row.id):
        found.append(Refusal("measure.fixed", {"ref": row.ref, "what": fixed}))
    return found


def _read(said: Said, wanted: tuple[str, ...] = ()) -> dict[str, Any]:
    """The columns for what is said. Raises `Unusable` with every problem."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for key in wanted:
        if not (getattr(said, key) or "").strip():
            problems.append(Problem("measure.missing", {"what": key}))
    _texts(said, values, problems)
    for key, known in _CHOICES.items():
        text = getattr(said, key)
        if text is None or (key in wanted and not text.strip()):
            continue
        name = text.strip().lower().replace(" ", "_").replace("-", "_")
        spoken = [one.replace("_", " ") for one in known]
        if name not in known:
            params = {"what": key, "text": text[:40], "known": spoken}
            near = nearest(text, spoken)
            problems.append(Problem("measure.not_one_of", {**params, "nearest": near}))
        values[key] = name
    for key in ("baseline", "target"):
        _quantity(said, key, values, problems)
    _tolerance(said, values, problems)
    if problems:
        raise Unusable(problems)
    return values


def _texts(said: Said, values: dict[str, Any], problems: list[Problem]) -> None:
    said_already = {one.params.get("what") for one in problems}
    for key, most in (("title", LONGEST_TITLE), ("unit", LONGEST_UNIT)):
        text = getattr(said, key)
        if text is None or key in said_already:
            continue
        if len(text.strip()) > most:
            problems.append(Problem("measure.too_long", {"what": key, "most": most}))
        elif key == "title" and not text.strip():
            problems.append(Problem("measure.missing", {"what": key}))
        values[key] = text.strip()


def _quantity(said: Said, key: str, values: dict[str, Any], problems: list[Problem]) -> None:
    text, on = getattr(said, key), getattr(said, f"{key}_on")
    if text is not None:
        try:
            values[key] = read_value(text) if text.strip() else None
        except Unusable as error:
            problems.extend(error.problems)
    if text is not None and not text.strip():
        values[f"{key}_on"] = None
    elif on is not None:
        values[f"{key}_on"] = on


def _tolerance(said: Said, values: dict[str, Any], problems: list[Problem]) -> None:
    text = said.tolerance
    if text is None:
        return
    percent = text.strip().endswith("%")
    try:
        found = read_value(text.strip().removesuffix("%")) if text.strip() else None
    except Unusable as error:
        problems.extend(error.problems)
        return
    if found is not None and found < 0:
        problems.append(Problem("measure.tolerance_negative", {"text": text[:40]}))
    values |= {"tolerance": found, "tolerance_percent": percent or not text.strip()}


def _days_fit(values: Mapping[str, Any]) -> None:
    """Raise `Unusable` where a day has no value, or the target's comes before the baseline's."""
    problems = [
        Problem("measure.day_alone", {"what": key})
        for key in ("baseline", "target")
        if values.get(f"{key}_on") is not None and values.get(key) is None
    ]
    first, last = values.get("baseline_on"), values.get("target_on")
    if first is not None and last is not None and last <= first:
        problems.append(
            Problem("measure.target_before_baseline", {"target": last, "baseline": first})
        )
    if problems:
        raise Unusable(problems)

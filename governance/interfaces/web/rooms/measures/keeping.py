"""Adding a measure, altering what is said of it, ending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.performance.measures import (
    Said as SaidOfMeasure,
)
from governance.application.performance.measures import (
    add_measure,
    end_measure,
    set_measure,
)
from governance.domain.errors import Problem
from governance.domain.performance import QUESTIONS
from governance.domain.performance.periods import RHYTHMS
from governance.domain.performance.travel import DIRECTIONS
from governance.domain.performance.values import said_value
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import termed
from governance.interfaces.web.fields import Area, Choice, Day, Field, Text
from governance.interfaces.web.rooms.measures.common import about
from governance.interfaces.web.visit import Visit

_TEXTS: Final = ("title", "question", "unit", "direction", "rhythm")
_QUANTITIES: Final = ("baseline", "target", "tolerance")
FIELDS: Final[tuple[Field, ...]] = (
    Text(name="title"),
    Choice(name="question", options=termed(QUESTIONS)),
    Choice(name="direction", options=termed(DIRECTIONS)),
    Choice(name="rhythm", options=termed(RHYTHMS)),
    Text(name="unit", required=False, width="10", most=40),
    Text(name="baseline", required=False, width="10"),
    Day(name="baseline_on", required=False),
    Text(name="target", required=False, width="10"),
    Day(name="target_on", required=False),
    Text(name="tolerance", required=False, width="10"),
)


def _said(said: Said, *, empty: str | None) -> SaidOfMeasure:
    """What the form says; `empty` is what a field with nothing in it means."""
    texts: dict[str, Any] = {
        name: said[name] if said[name] is not None else empty for name in (*_TEXTS, *_QUANTITIES)
    }
    return SaidOfMeasure(**texts, baseline_on=said["baseline_on"], target_on=said["target_on"])


def _add(desk: Desk, said: Said) -> Done:
    commission = said.path.get("ref")
    receipt = add_measure(desk, _said(said, empty=None), commission=commission)
    return Done(receipt=receipt, code="done.measure_added", params={"title": said["title"]})


def _about_commission(visit: Visit) -> About:
    row = visit.desk.row("commission", visit.path["ref"])
    return About(
        params={"commission": row.ref, "title": row.title},
        seen=row.version,
        values={"rhythm": "quarter"},
        back=visit.url(f"/commissions/{row.ref}"),
    )


def _about_none(visit: Visit) -> About:
    return About(values={"rhythm": "quarter"}, back=visit.url("/measures"))


def _set_fields(visit: Visit) -> list[Field]:
    """With a commission where it has none yet."""
    row = visit.desk.row("measure", visit.path["ref"])
    of = [] if row.commission_id else [Text(name="commission", required=False, width="10")]
    return [*FIELDS, *of]


def _stands(visit: Visit, row: Any) -> Mapping[str, Any]:
    """What stands of a measure, as it would be typed."""
    del visit
    texts = {name: getattr(row, name) for name in _TEXTS}
    numbers = {
        name: None if getattr(row, name) is None else said_value(getattr(row, name))
        for name in _QUANTITIES
    }
    if numbers["tolerance"] is not None and row.tolerance_percent:
        numbers["tolerance"] += "%"
    return {**texts, **numbers, "baseline_on": row.baseline_on, "target_on": row.target_on}


def _set(desk: Desk, said: Said) -> Done:
    # What stood there was shown in the form: what is empty now was taken away.
    receipt = set_measure(
        desk,
        said.ref,
        _said(said, empty=""),
        commission=said.get("commission"),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.measure_set")


def _end(desk: Desk, said: Said) -> Done:
    receipt = end_measure(desk, said.ref, reason=said["reason"], on=said.get("on"), seen=said.seen)
    return Done(receipt=receipt, code="done.measure_ended")


def placed(visit: Visit, problem: Problem) -> str | None:
    """Beside which field a problem stands."""
    del visit
    what = str(problem.params.get("what", ""))
    if problem.code == "measure.day_alone":
        return f"{what}_on"
    if problem.code == "measure.target_before_baseline":
        return "target_on"
    return what or ("tolerance" if problem.code == "measure.tolerance_negative" else None)


ACTS = (
    Act(
        key="measure.add",
        path="/commissions/{ref}/measure",
        about=_about_commission,
        fields=FIELDS,
        do=_add,
        to="/measures/{new}",
        placed=placed,
    ),
    Act(
        key="measure.add_to_none",
        path="/measures/new",
        about=_about_none,
        fields=FIELDS,
        do=_add,
        to="/measures/{new}",
        placed=placed,
    ),
    Act(
        key="measure.change",
        path="/measures/{ref}/change",
        about=about("set", _stands),
        fields=_set_fields,
        do=_set,
        to="/measures/{ref}",
        placed=placed,
    ),
    Act(
        key="measure.end",
        path="/measures/{ref}/end",
        about=about("end"),
        fields=(Area(name="reason", rows=3), Day(name="on", required=False)),
        do=_end,
        to="/measures/{ref}",
        check=True,
    ),
)

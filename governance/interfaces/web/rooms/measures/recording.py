"""Values of measures: entered, imported, corrected, taken back, rated again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.jobs.acts import ask, hand_in_for
from governance.application.jobs.kinds import Handed
from governance.application.performance.finding import period_of, standing
from governance.application.performance.queries import latest, show
from governance.application.performance.recording import correct, rate_again, record, withdraw
from governance.domain.errors import Problem
from governance.domain.performance.periods import RHYTHMS, read_period
from governance.domain.performance.values import said_value
from governance.interfaces.web.acts import Act, Done, Said
from governance.interfaces.web.fields import Area, Field, Option, Pick, Text, Upload
from governance.interfaces.web.rooms.jobs import asked, jobs_dir
from governance.interfaces.web.rooms.measures.common import about, rated, with_unit
from governance.interfaces.web.visit import Visit

_REASON = Area(name="reason", rows=3)


def _wanted(visit: Visit, row: Any) -> Mapping[str, Any]:
    """The period that comes next, where it is over."""
    there = standing(visit.desk, row.id)
    if not there:
        return {}
    after = period_of(there[-1]).moved(RHYTHMS[row.rhythm])
    return {"period": after.text} if after.last < visit.desk.today else {}


def periods(visit: Visit, *, required: bool = True) -> list[Field]:
    """The periods that have a value, the latest first."""
    row = visit.desk.row("measure", visit.path["ref"])
    options = [
        Option(
            period_of(one).text,
            words.say(
                "web.measure.period_with_value",
                {
                    "period": period_of(one).text,
                    "value": with_unit(said_value(one.value), row.unit),
                },
            ),
        )
        for one in reversed(standing(visit.desk, row.id))
    ]
    return [Pick(name="period", options=options, required=required)]


def _record(desk: Desk, said: Said) -> Done:
    receipt = record(
        desk,
        measure=said.ref,
        value=_number(desk, said),
        period=said["period"],
        source=said.get("source", ""),
    )
    return _rated(desk, receipt, said["period"])


def _number(desk: Desk, said: Said) -> str:
    """The value without its percent sign, where the measure is in per cent anyway."""
    text = str(said["value"]).strip()
    percent = desk.row("measure", said.ref).unit.strip() == "%"
    return text.removesuffix("%").rstrip() if percent else text


def _correct(desk: Desk, said: Said) -> Done:
    receipt = correct(
        desk,
        measure=said.ref,
        value=_number(desk, said),
        period=said["period"],
        reason=said["reason"],
    )
    return _rated(desk, receipt, said["period"])


def _rated(desk: Desk, receipt: Receipt, period: str) -> Done:
    """Tell what became of a value: its rating, and by when a red wants an action."""
    found = show(desk, receipt.ref)
    end = read_period(period, found["rhythm"]).last
    one = next(o for o in found["observations"] if o["stands"] and o["period_end"] == end)
    due = next((a["due"] for a in found["action_by"] if a["period_end"] == end), None)
    params = {
        "period": one["period"],
        "value": one["value"],
        "unit": with_unit("", found["unit"]),
        "rated": rated(one),
        "due": due,
    }
    code = "done.measure_recorded" if due is None else "web.measure.recorded_red"
    return Done(receipt=receipt, code=code, params=params)


def _take_back(desk: Desk, said: Said) -> Done:
    receipt = withdraw(desk, measure=said.ref, period=said["period"], reason=said["reason"])
    named = read_period(said["period"], desk.row("measure", receipt.ref).rhythm).text
    return Done(receipt=receipt, code="done.measure_withdrawn", params={"period": named})


def _rate(desk: Desk, said: Said) -> Done:
    receipt = rate_again(desk, measure=said.ref, reason=said["reason"])
    (last,) = latest(desk, receipt.id, 1)
    return Done(receipt=receipt, code="done.measure_rated_again", params={"rated": rated(last)})


def _handed_in(visit: Visit, said: Said) -> list[Handed]:
    file, params = said["file"], {"correct": said.get("reason", "")}
    given = [(file.name, file.content)]
    return hand_in_for(visit.desk, "values", params, given, jobs_dir(said.served))


def _import(desk: Desk, said: Said) -> Done:
    return asked(ask(desk, "values", {"correct": said.get("reason", "")}, said.ahead))


def placed(visit: Visit, problem: Problem) -> str | None:
    """Beside which field a problem stands."""
    del visit
    return problem.code.partition(".")[0]


def _with_months(visit: Visit, row: Any) -> Mapping[str, Any]:
    """The latest period that has a value, to be corrected first."""
    there = standing(visit.desk, row.id)
    return {"period": period_of(there[-1]).text} if there else {}


ACTS = (
    Act(
        key="measure.value",
        path="/measures/{ref}/value",
        about=about("record", _wanted),
        fields=(
            Text(name="period", width="20"),
            Text(name="value", width="10"),
            Text(name="source", required=False),
        ),
        do=_record,
        to="/measures/{ref}",
        placed=placed,
    ),
    Act(
        key="measure.correct",
        path="/measures/{ref}/correct",
        about=about("correct", _with_months),
        fields=lambda visit: [*periods(visit), Text(name="value", width="10"), _REASON],
        do=_correct,
        to="/measures/{ref}",
        placed=placed,
    ),
    Act(
        key="measure.take-back",
        path="/measures/{ref}/take-back",
        about=about("take_back"),
        fields=lambda visit: [*periods(visit), _REASON],
        do=_take_back,
        to="/measures/{ref}",
        check=True,
    ),
    Act(
        key="measure.rate",
        path="/measures/{ref}/rate",
        about=about("rate"),
        fields=(_REASON,),
        do=_rate,
        to="/measures/{ref}",
    ),
    Act(
        key="measure.import",
        path="/measures/import",
        fields=(
            Upload(name="file", types=("csv", "txt"), limit=20_000_000),
            Area(name="reason", rows=3, required=False),
        ),
        ahead=_handed_in,
        do=_import,
        to="/measures",
    ),
)

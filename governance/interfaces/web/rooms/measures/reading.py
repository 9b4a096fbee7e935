"""The pages of measures: all by rating, one with its trend, values and actions, an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.jobs.queries import job_of, result_of
from governance.application.performance import pages, queries
from governance.domain.errors import Refusal, Unusable
from governance.domain.performance import RATINGS
from governance.interfaces.said import offered, reason
from governance.interfaces.web.fields import Day, read_fields
from governance.interfaces.web.forms import Form
from governance.interfaces.web.pictures.trend import trend
from governance.interfaces.web.rooms.jobs import jobs_dir
from governance.interfaces.web.rooms.measures.common import WAYS, rated, travelled, with_unit
from governance.interfaces.web.rooms.measures.drawing import drawn_from
from governance.interfaces.web.visit import Visit
from governance.words.format import months

WHOLE: Final = 100
"""Per cent in a whole."""


def listing(visit: Visit) -> Response:
    """Measures with their latest values, page by page, with filters."""
    asked = visit.query
    rating = asked.get("rating", "")
    rating = rating if rating in (*RATINGS, pages.UNRATED) else ""
    rows, after = pages.page(
        visit.desk,
        rating=rating or None,
        commission=asked.get("commission") or None,
        text=asked.get("find", ""),
        ended=asked.get("ended") == "yes",
        after=asked.get("after"),
    )
    return visit.render(
        "measures/list.html",
        rows=[_line(one) for one in rows],
        after=after,
        counts=pages.counts(visit.desk),
        ratings=(*RATINGS, pages.UNRATED),
        rating=rating,
        commission=asked.get("commission", ""),
        find=asked.get("find", ""),
        ended=asked.get("ended") == "yes",
    )


def _line(one: Mapping[str, Any]) -> dict[str, Any]:
    latest = one["latest"]
    return {
        **one,
        "period": months(latest["period"]) if latest else "",
        "value": with_unit(latest["value"], one["unit"]) if latest else "",
        "target": with_unit(one["target"], one["unit"]),
        "rated": rated(one),
        "travel": _travel(latest) if latest else "",
    }


def _travel(one: Mapping[str, Any]) -> str:
    """Which way a value went since the period before, else since last year."""
    return travelled(one, "last_period") or travelled(one, "last_year")


def measure(visit: Visit) -> Response:
    """A measure: its trend, every value with its corrections, what is demanded and done."""
    found = queries.show(visit.desk, visit.path["ref"])
    on = Day(name="on", required=False).named("measure.ahead")
    typed = {name: visit.query.getlist(name) for name in visit.query}
    values, wrong = read_fields([on], Form(typed))
    ahead, why_not = _ahead(visit, found["ref"], values.get("on"))
    return visit.render(
        "measures/measure.html",
        measure=found,
        rated=rated(found),
        baseline=with_unit(found["baseline"], found["unit"]),
        target=with_unit(found["target"], found["unit"]),
        tolerance=_tolerance(found),
        observations=[_observed(one, found["unit"]) for one in found["observations"]],
        actions=[_action(visit, found["ref"], one) for one in found["actions"]],
        trend=trend(drawn_from(found, ahead)),
        leads=[] if ahead is None else _leads(ahead),
        leads_not=why_not,
        on=on,
        typed=typed,
        wrong={one.field: one.words for one in wrong},
        errors=[{"text": one.words, "href": f"#{one.id}"} for one in wrong],
        moves_offered=[
            offered(
                words.say(f"web.measure.{WAYS[one['act']]}.move", {}),
                visit.url(f"/measures/{found['ref']}/{WAYS[one['act']]}"),
                one["refusals"],
            )
            for one in pages.offers(visit.desk, found["ref"])
        ],
    )


def _tolerance(found: Mapping[str, Any]) -> str | None:
    if found["tolerance"] is None:
        return None
    if found["tolerance_percent"]:
        return words.say("web.measure.of_target", {"percent": found["tolerance"]})
    return with_unit(found["tolerance"], found["unit"])


def _observed(one: Mapping[str, Any], unit: str) -> dict[str, Any]:
    taken_back = one["value"] is None
    return {
        **one,
        "months": months(one["period"]),
        "said": words.say("web.measure.taken_back", {})
        if taken_back
        else with_unit(one["value"], unit),
        "target": with_unit(one["target"], unit),
        "rated": rated(one) if one["stands"] else words.say("web.measure.stands_no_more", {}),
        "since_period": travelled(one, "last_period"),
        "since_year": travelled(one, "last_year"),
        "note": one["reason"] or one["source"],
    }


def _action(visit: Visit, ref: str, one: Mapping[str, Any]) -> dict[str, Any]:
    """An action with how it stands, and what can still be done about it."""
    settled = one["given_up"] or one["done_on"] is not None
    state = "done" if one["done_on"] else "given_up" if one["given_up"] else "to_do"
    state = "late" if one["overdue"] else state
    at = f"/measures/{ref}/actions/{one['number']}"
    ways = () if settled else ("done", "put-off", "give-up")
    barred = [] if settled else pages.against_action(visit.desk, ref, one["number"])
    return {
        **one,
        "state": state,
        "ways": []
        if barred
        else [(words.say(f"web.measure.{way}.move", {}), visit.url(f"{at}/{way}")) for way in ways],
    }


def _ahead(
    visit: Visit, ref: str, on: dt.date | None
) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
    """Where it leads by its target's day, or by another; or why that is not known."""
    try:
        found = queries.ahead(visit.desk, ref, on=on)
    except Unusable as error:
        return None, [reason(one.code, one.params) for one in error.problems]
    beyond = beyond_a_share(found)
    return (None, beyond) if beyond else (found, [])


def beyond_a_share(found: Mapping[str, Any]) -> list[dict[str, str]]:
    """That a trend in per cent leads below nothing or above the whole: a line knows no limits."""
    if found["unit"].strip() != "%" or 0 <= Decimal(found["expected"]) <= WHOLE:
        return []
    return [reason("web.measure.beyond", {"expected": found["expected"], "on": found["on"]})]


def _leads(found: Mapping[str, Any]) -> list[str]:
    """Where the trend leads, in sentences."""
    told = {**found, "unit": with_unit("", found["unit"])}
    codes = ["forecast.leads"]
    if found["without"] is not None:
        codes += ["forecast.without"]
        codes += ["forecast.turned" if found["turned"] else "forecast.not_turned"]
    if found["target"] is not None:
        codes.append("forecast.meets" if found["misses"] == "0" else "forecast.misses")
    codes.append("forecast.method")
    if found["by"] is not None:
        codes.append(f"forecast.by_{found['by']}")
    return [words.say(code, told) for code in codes]


def imported(visit: Visit) -> Response:
    """What an import of values came to. Raises `Unusable` for a job that was none, or goes on."""
    job = job_of(visit.desk, visit.path["id"])
    found = result_of(job, jobs_dir(visit.served)) if job.kind == "values" else None
    if found is None:
        raise Unusable.one("web.not_found")
    rejected = [
        {"row": one["row"], "why": [_because(r) for r in one["reasons"]]}
        for one in found["rejected"]
    ]
    file = job.files[0]["name"] if job.files else ""
    return visit.render(
        "measures/imported.html", found=found, rejected=rejected, file=file, job=job
    )


def _because(told: Mapping[str, Any]) -> str:
    one = Refusal(told["code"], told["params"])
    return f"{words.say(one.code, one.params)} {words.remedy(one.code, one.params)}".rstrip()

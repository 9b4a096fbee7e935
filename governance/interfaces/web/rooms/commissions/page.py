"""A commission's page: what next, where it stands in its cycle, what is ahead, all on its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from starlette.responses import Response

from governance import words
from governance.application.commissions.page import page as whole
from governance.application.next_steps import next_steps
from governance.domain.errors import Refusal
from governance.interfaces import holds
from governance.interfaces.said import reason
from governance.interfaces.web.pictures import cycle, timeline, trend
from governance.interfaces.web.pictures.picture import Picture
from governance.interfaces.web.pictures.trend_values import Point, Rating, Trend
from governance.interfaces.web.rooms.commissions.common import (
    OF_COMMISSION,
    OF_STAGE,
    history_before,
    told_history,
)
from governance.interfaces.web.visit import Visit
from governance.words.format import months

MILLION: Final = 1_000_000
"""Values of measures are kept in millionths."""
_TRENDS: Final = 12
"""Measures whose trends are drawn on the page at the most; the others are in the table."""
_PERIODS: Final = 36

_KINDS: Final[Mapping[str, timeline.Kind]] = {
    "meeting": "meeting",
    "review": "review",
    "review_again": "review",
    "pre_expiry_review": "review",
    "commission_ends": "end",
    "agreement_ends": "end",
}
_SUBJECTS: Final[Mapping[str, str]] = {"W": "/reviews", "R": "/reports", "X": "/cases"}
"""Where the page of what an escalation waits for is, by the letter of its reference."""
AT_WORK: Final = ("open", "at_gate", "reopened")
"""States of a stage in which it is worked on."""
_ALSO: Final = (
    ("set", "details"),
    ("evidence", "evidence"),
    ("agreement", "agreement"),
    ("partner", "partner"),
    ("answer", "principle"),
    ("link", "link"),
    ("unlink", "unlink"),
    ("tier", "tier"),
)
"""What can be written into a commission's file at any time, by whoever keeps it."""


def page(visit: Visit) -> Response:
    """A commission's page."""
    told = whole(visit.desk, visit.path["ref"], history_before=history_before(visit))
    ahead = next_steps(visit.desk, told["ref"])
    titles = {stage["key"]: stage["title"] for stage in told["stages"]}
    stages = [_stage(visit, told["ref"], one) for one in told["stages"]]
    return visit.render(
        "commissions/commission.html",
        told=told,
        stages=stages,
        ahead=ahead,
        answers=_answers(visit, told, ahead),
        moves_offered=_moves(visit, told["ref"], ahead["moves"], titles),
        cycle=_cycle(told),
        timeline=_timeline(visit, told),
        trends=_trends(told["measure_lines"]),
        also=[
            {"words": words.say(f"web.commission.also.{key}", {}),
             "href": visit.url(f"/commissions/{told['ref']}/{path}")}
            for key, path in _ALSO
            if key != "unlink" or told["linked"]
        ],
        escalated=_escalated(told),
        history=told_history(visit, told["history"]),
    )  # fmt: skip


# --- what next


Answer = dict[str, str | None]
"""Something that comes next, in a sentence, and where it leads."""


def _answers(visit: Visit, told: Mapping[str, Any], ahead: Mapping[str, Any]) -> list[Answer]:
    """What comes next in a few sentences, the most pressing first."""
    found: list[Answer] = list(_held(visit, ahead))
    if ahead["review"] is not None and ahead["review"]["missed"]:
        where = visit.url(f"/reviews/{ahead['review']['ref']}")
        found.append({"words": ahead["review"]["words"], "href": where})
    found += [_of_report(visit, one) for one in ahead["reports"]]
    found += [
        _answer("missing", "#gate", stage=stage["title"], n=len(stage["missing"]))
        for stage in told["stages"]
        if stage["missing"]
    ]
    found += [_of_decision(visit, told["ref"], one) for one in ahead["decisions_ahead"]]
    found += _of_gates(visit, told, ahead)
    if found:
        return found
    opened = any(one["open"] for one in ahead["moves"])
    return [_answer("nothing_missing" if opened else "nothing", "#moves" if opened else None)]


def _held(visit: Visit, ahead: Mapping[str, Any]) -> Iterator[Answer]:
    """What an escalation holds it to: exceptions a paper must mention, decisions it closes."""
    told = [*ahead["exceptions"], *ahead["blocks"]]
    said = [*holds.exceptions(ahead["exceptions"]), *holds.blocks(ahead["blocks"])]
    for one, sentence in zip(told, said, strict=True):
        letter = one["ref"].partition("-")[0]
        at = f"{_SUBJECTS[letter]}/{one['ref']}" if letter in _SUBJECTS else None
        yield {"words": sentence, "href": None if at is None else visit.url(at)}


def _escalated(told: Mapping[str, Any]) -> list[str]:
    """What escalations brought, over or not, each once."""
    said = [*holds.exceptions(told["exceptions"]), *holds.blocks(told["blocks"])]
    return list(dict.fromkeys([*said, *holds.triggers(told["triggers"])]))


def _answer(code: str, href: str | None, **params: Any) -> Answer:
    return {"words": words.say(f"web.commission.next.{code}", params), "href": href}


def _of_report(visit: Visit, report: Mapping[str, Any]) -> Answer:
    """Who has a report to deal with, and from when it can be decided."""
    day = (report["earliest"] or {}).get("day")
    who = _at_the_front(report["waits_for"] or report["decider_title"])
    params = {"ref": report["report"], "title": report["title"], "who": who, "day": _on(day)}
    href = visit.url(f"/reports/{report['report']}")
    if report["provisional"]:
        return _answer("report_draft", href, **params)
    return _answer(_clear("report", who, day), href, **params)


def _of_decision(visit: Visit, ref: str, gate: Mapping[str, Any]) -> Answer:
    """A decision to ask for: who takes it, and on which day at the earliest."""
    day = (gate.get("earliest") or {}).get("day")
    who = _at_the_front(gate.get("decider_title"))
    params = {"kind": words.term(gate["decision"]), "who": who, "day": _on(day)}
    return _answer(_clear("decision", who, day), _report_at(visit, ref, gate), **params)


def _at_the_front(who: str | None) -> str | None:
    """Somebody as a sentence begins with them."""
    return who[:1].upper() + who[1:] if who else None


def _clear(code: str, who: str | None, day: str | None) -> str:
    if not who:
        return f"{code}_unclear"
    return f"{code}_from" if day else code


def _of_gates(visit: Visit, told: Mapping[str, Any], ahead: Mapping[str, Any]) -> Iterator[Answer]:
    """Stages that can be brought to their gates, certified there, or else opened next."""
    opened = {(one["about"], one["move"]) for one in ahead["moves"] if one["open"]}
    for stage in told["stages"]:
        for move, code in (("certify", "certify"), ("bring_to_gate", "ready")):
            if (stage["key"], move) in opened:
                at = f"/commissions/{told['ref']}/stages/{stage['key']}/{OF_STAGE[move]}"
                yield _answer(code, visit.url(at), stage=stage["title"])
    if any(stage["state"] in AT_WORK for stage in told["stages"]):
        return
    for stage in told["stages"]:
        if (stage["key"], "open") in opened:
            at = f"/commissions/{told['ref']}/stages/{stage['key']}/{OF_STAGE['open']}"
            yield _answer("open", visit.url(at), stage=stage["title"])


def _on(day: str | None) -> dt.date | None:
    return None if day is None else dt.date.fromisoformat(day)


def _report_at(visit: Visit, ref: str, gate: Mapping[str, Any]) -> str:
    """Where the report that asks for a decision is begun."""
    return visit.url(f"/new/report/{gate['decision']}", commission=ref, gate=gate["gate"])


def _moves(
    visit: Visit, ref: str, moves: Iterable[Mapping[str, Any]], titles: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Every move of the commission and its stages, with where its form is or why it is closed."""
    found = []
    for one in moves:
        of_stage = one["about"] != "commission"
        ways = OF_STAGE if of_stage else OF_COMMISSION
        way = ways.get(one["move"])
        at = f"stages/{one['about']}/" if of_stage else ""
        kind = "stage" if of_stage else "commission"
        stage = titles.get(one["about"], one["about"])
        found.append(
            {
                "words": words.say(f"web.{kind}.move.{one['move']}", {"stage": stage}),
                "href": None if way is None else visit.url(f"/commissions/{ref}/{at}{way}"),
                "open": one["open"] and way is not None,
                "closed_because": one["closed_because"] or [_by_decision()],
            }
        )
    return found


def _by_decision() -> dict[str, str]:
    return reason("web.stage.by_decision", {})


# --- the gates ahead


def _stage(visit: Visit, ref: str, stage: Mapping[str, Any]) -> dict[str, Any]:
    """A stage with the tasks for its gates: what they ask for and do not have."""
    tasks = [
        {
            "title": words.say(one.code, one.params),
            "hint": words.remedy(one.code, one.params),
            "href": _task_at(visit, ref, one),
            "status": words.say("web.commission.to_do", {}),
            "colour": "yellow",
        }
        for one in stage["missing"]
    ]
    decisions = [
        {
            "title": words.say("web.commission.gate_decision", {
                "gate": gate["title"], "kind": words.term(gate["decision"])}),
            "href": visit.url(f"/reports/{gate['decided_by']}") if gate["decided_by"]
            else _report_at(visit, ref, {"decision": gate["decision"], "gate": gate["key"]}),
            "status": words.say(
                "web.commission.decided" if gate["decided_by"] else "web.commission.to_decide", {}
            ),
            "colour": "green" if gate["decided_by"] else "yellow",
        }
        for gate in stage["gates"]
        if gate["decision"] and gate["required"]
    ]  # fmt: skip
    return {**stage, "tasks": [*tasks, *decisions]}


def _task_at(visit: Visit, ref: str, want: Refusal) -> str:
    """Where what a gate asks for is given: documents, answers, else what is said of it."""
    at = f"/commissions/{ref}"
    if want.code == "framework.evidence_missing":
        return visit.url(f"{at}/evidence", kind=want.params["kind"])
    if want.code == "framework.principle_unanswered":
        return f"{visit.url(f'{at}/principle')}#principle-{want.params['key']}"
    if want.code == "gate.earlier_stage":
        return f"{visit.url(at)}#gate"
    return visit.url(f"{at}/details")


# --- pictures


def _cycle(told: Mapping[str, Any]) -> Picture | None:
    if not told["stages"]:
        return None
    return cycle.cycle(
        cycle.Cycle(
            framework=told["framework"],
            commission=told["title"],
            round=told["round"],
            stages=tuple(
                cycle.Stage(
                    title=one["title"],
                    standing=one["state"],
                    gate=", ".join(g["title"] for g in one["gates"] if g["required"]),
                    missing=None if one["state"] == "not_started" else len(one["missing"]),
                )
                for one in told["stages"]
            ),
        )
    )


def _timeline(visit: Visit, told: Mapping[str, Any]) -> Picture:
    moments = []
    for one in told["dates"]:
        if one["what"] == "agreement_starts" and one["on"] < visit.today:
            continue
        standing: timeline.Standing = "done" if one["on"] < visit.today else "ahead"
        if one["overdue"]:
            standing = "late"
        moments.append(
            timeline.Moment(
                on=one["on"],
                kind=_KINDS.get(one["what"], "notice" if "notice" in one["what"] else "other"),
                title=_day_title(told["ref"], one),
                standing=standing,
            )
        )
    return timeline.timeline(
        timeline.Timeline(about=told["title"], today=visit.today, moments=tuple(moments))
    )


def _day_title(ref: str, one: Mapping[str, Any]) -> str:
    code = f"web.commission.day.{one['what']}"
    if code not in words.catalogue():
        code = "web.commission.day.deadline" if one["ref"] == ref else "web.commission.day.of"
    return words.say(
        code, {"title": words.capital(one["title"] or words.term(one["what"])), "ref": one["ref"]}
    )


def _trends(lines: Sequence[Mapping[str, Any]]) -> dict[str, Picture]:
    """The trends of the measures that have values, by their references."""
    there = [one for one in lines if one["points"]][:_TRENDS]
    return {one["ref"]: _trend(one) for one in there}


def _trend(line: Mapping[str, Any]) -> Picture:
    last = line["points"][-1]
    return trend.trend(
        Trend(
            measure=line["title"],
            unit=line["unit"],
            better=words.term(line["direction"]),
            points=tuple(
                Point(
                    period=months(one["period"]),
                    on=one["end"],
                    value=_figure(one["value"]),
                    target=_figure(one["target"]),
                    rating=cast("Rating", one["rating"] or "unrated"),
                )
                for one in line["points"][-_PERIODS:]
            ),
            target=_figure(last["target"]),
            baseline=_figure(line["baseline"]),
            baseline_on=line["baseline_on"],
        )
    )


def _figure(millionths: int | None) -> Decimal | None:
    return None if millionths is None else Decimal(millionths) / MILLION

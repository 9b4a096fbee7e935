"""Who decides this? A case put to a scheme, how it comes to its answer, and who could decide it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.cover.schemes import cover_of
from governance.domain.authority import Case, Scheme, compile_scheme
from governance.domain.authority.model import Input, Value
from governance.domain.cover.covering import MOST
from governance.domain.errors import Unusable
from governance.interfaces.cli.scheme_cover import SHOWN, by_absence, spoken, told_already
from governance.interfaces.cli.scheme_explaining import explanation
from governance.interfaces.describe import describe_path
from governance.interfaces.said import reason, reasons
from governance.interfaces.web.fields import Day, Field, Money, Option, Pick, Whole
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.rules.common import asked, scheme_of, tabs
from governance.interfaces.web.visit import Visit

# --- who decides this?


def _fields(scheme: Scheme) -> list[Field]:
    """A question for each input, none of which has to be answered, and the day of decision."""
    inputs = [one for one in scheme.inputs.values() if one.derived != "decision_day"]
    return [Day(name="on", required=False), *(_field(one) for one in inputs)]


def _field(one: Input) -> Field:
    name, text = f"i-{one.name}", one.title[:1].upper() + one.title[1:]
    match one.type:
        case "money":
            return Money(name=name, text=text, required=False)
        case "integer":
            return Whole(name=name, text=text, required=False, least=one.least, most=one.most)
        case "day":
            return Day(name=name, text=text, required=False)
    options = [Option(choice, choice.replace("-", " ").capitalize()) for choice in one.choices]
    return Pick(name=name, text=text, required=False, options=options)


def _who(visit: Visit) -> Response:
    row, says = scheme_of(visit)
    fields, values, wrong, typed = asked(visit, _fields(says), key="rules.who")
    told, said = None, []
    case = _case(says, values)
    if "asked" in visit.query and not wrong:
        try:
            compiled = compile_scheme(says, values.get("on") or visit.today)
            told = explanation(compiled, case)
        except Unusable as error:
            said = reasons(error)
    return visit.render(
        "rules/who.html",
        version=row,
        scheme=says,
        tabs=tabs(visit, row, "who"),
        fields=fields,
        typed=typed,
        wrong={one.field: one.words for one in wrong},
        errors=[
            *({"text": one.words, "href": f"#{one.id}"} for one in wrong),
            *({"text": f"{one['words']} {one['remedy']}".strip()} for one in said),
        ],
        told=told,
        answer=_answer(says, told) if told else None,
    )


def _case(scheme: Scheme, values: dict[str, Any]) -> Case:
    found: dict[str, Value] = {}
    for name in scheme.inputs:
        value = values.get(f"i-{name}")
        if isinstance(value, dt.date):
            found[name] = value.toordinal()
        elif value is not None:
            found[name] = value
    return Case(found)


def _answer(scheme: Scheme, told: dict[str, Any]) -> dict[str, Any]:
    """The one plain answer: who decides, on which path, after which procedure, or why not yet."""
    if "rule" in told:
        rule = scheme.rule(told["rule"])
        last = rule.deciders[-1:] or (frozenset[str](),)
        return {
            "who": [scheme.deciders[key].title for key in sorted(last[0])],
            "rule": rule.id,
            "title": rule.title,
            "path": describe_path(scheme, rule.path),
            "procedure": [scheme.procedures[name].title for name in rule.procedure],
            "source": rule.source or scheme.source.title,
            "because": told["because"],
        }
    if "conflict" in told:
        return {"said": reason("scheme.answer.conflict", {"rules": told["conflict"]})}
    if "unknown" in told:
        titles = [scheme.inputs[name].title for name in told["unknown"]]
        possible = [
            (scheme.rule(name).id, scheme.rule(name).title, describe_path(scheme, rule.path))
            for name in told["possible"]
            for rule in [scheme.rule(name)]
        ]
        return {
            "said": reason("scheme.answer.undetermined", {"unknown": titles}),
            "possible": possible,
            "no_rule": told["possible_no_rule"],
            "conflict": told["possible_conflict"],
        }
    fallback = told.get("fallback")
    if fallback:
        return {"said": reason("scheme.answer.fallback", {"fallback": fallback.replace("_", " ")})}
    return {"said": reason("scheme.answer.no_rule", {})}


# --- cover


def _cover_fields() -> list[Field]:
    options = [Option(str(n), words.say(f"web.rules.cover.k{n}", {})) for n in range(MOST + 1)]
    return [Day(name="on", required=False), Pick(name="k", options=options, required=False)]


def _cover(visit: Visit) -> Response:
    row, says = scheme_of(visit)
    fields, values, wrong, typed = asked(visit, _cover_fields(), key="rules.cover")
    k = int(values.get("k") or 1)
    found = None
    if not wrong:
        found = cover_of(visit.desk, says, on=values.get("on"), k=k, away=True)
    return visit.render(
        "rules/cover.html",
        version=row,
        tabs=tabs(visit, row, "cover"),
        fields=fields,
        typed=typed or {"k": [str(k)]},
        wrong={one.field: one.words for one in wrong},
        errors=[{"text": one.words, "href": f"#{one.id}"} for one in wrong],
        found=found,
        told=_told(found) if found else None,
    )


def _told(found: Any) -> dict[str, Any]:
    counted = {"title": found.title, "on": found.on, "paths": found.paths}
    code = "cover.some_stopped" if found.stopped else "cover.none_stopped"
    lines = [words.say(code, counted | {"stopped": len(found.stopped)})]
    if found.away:
        lines.append(words.say("cover.away", {"who": [one.name for one in found.away]}))
    if found.k:
        lines.append(words.say("cover.any_away", {"k": found.k}))
    elif found.k == 0 and found.asked:
        lines.append(words.say("cover.one_too_many", {}))
    sets = by_absence(found)
    return {
        "lines": lines,
        "stopped": [
            {
                "words": words.say(*spoken([trap])),
                "remedies": list(
                    dict.fromkeys(words.remedy(one.code, one.params) for one in trap.lacks)
                ),
            }
            for trap in found.stopped
        ],
        "unheld": [
            reason(one.code, one.params) for one in found.unheld if not told_already(found, one)
        ],
        "absences": [words.say(*spoken(traps)) for traps in sets[:SHOWN]],
        "more": max(len(sets) - SHOWN, 0),
    }


PAGES = (
    Page(path="/rules/{ref}/who", show=_who),
    Page(path="/rules/{ref}/cover", show=_cover),
)
ACTS = ()

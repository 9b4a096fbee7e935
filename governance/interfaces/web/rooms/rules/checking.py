"""The check of a scheme: proved, or each finding with its case and the mend to accept."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook import acts
from governance.application.rulebook.checking import Checked, check
from governance.application.rulebook.moves import moves
from governance.domain.assurance.finding import Mend
from governance.domain.assurance.line import Stretch, value_line, views
from governance.domain.authority.model import Scheme, Value
from governance.domain.errors import Unusable
from governance.interfaces.cases import case_json
from governance.interfaces.describe import describe_condition
from governance.interfaces.findings import region_of
from governance.interfaces.said import reason, reasons
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Day, Field, Many, Option
from governance.interfaces.web.pages import Page
from governance.interfaces.web.pictures.value_line import Part, Rule, ValueLine
from governance.interfaces.web.pictures.value_line import value_line as drawn_line
from governance.interfaces.web.rooms.rules.common import (
    FROM,
    about,
    asked,
    day_asked,
    is_draft,
    scheme_of,
    tabs,
)
from governance.interfaces.web.rooms.rules.loading import Ahead, revised, text_ahead
from governance.interfaces.web.visit import Visit

_DAY = ("from-day", "from-month", "from-year")
"""The day that the check is asked about, as addresses carry it on."""

# --- the check


def _check(visit: Visit) -> Response:
    row, says = scheme_of(visit)
    fields, values, wrong, typed = asked(visit, [FROM], key="rules.check")
    try:
        found = None if wrong else check(visit.desk, row.ref, start=values.get("from"))
        said: list[dict[str, str]] = []
    except Unusable as error:
        found, said = None, reasons(error)
    return visit.render(
        "rules/check.html",
        version=row,
        scheme=says,
        draft=is_draft(row),
        own=says.standing == "own",
        tabs=tabs(visit, row, "check"),
        found=found,
        findings=[_shown(visit, row, says, one) for one in found.findings] if found else [],
        fields=fields,
        typed=typed,
        wrong={one.field: one.words for one in wrong},
        errors=[{"text": one.words, "href": f"#{one.id}"} for one in wrong],
        said=said,
        more=_after(visit, row),
        asked_day={name: visit.query[name] for name in _DAY if visit.query.get(name)},
    )


def _after(visit: Visit, row: Any) -> dict[str, bool]:
    """Which moves are open once it is checked, by name."""
    return {one["move"]: not one["refusals"] for one in moves(visit.desk, row.ref)}


def _shown(visit: Visit, row: Any, scheme: Scheme, one: Checked) -> dict[str, Any]:
    """A finding as the page shows it: its rules, each with a link to its row."""
    places = {rule.id: at for at, rule in enumerate(scheme.rules)}
    rules = [
        {
            "id": rule,
            "known": _known_by(scheme, rule),
            "href": visit.url(f"/rules/{row.ref}/table/Rules/{places[rule]}"),
        }
        for rule in (() if one.finding and one.finding.why == "assumptions" else one.rules)
    ]
    finding = one.finding
    example = finding.example if finding is not None else None
    region = None
    if finding is not None and finding.region is not None and finding.region.wide:
        region = region_of(scheme, finding)
    return {
        "name": one.name,
        "kind": words.say(f"proof.kind.{one.kind}", {}) if finding else "",
        "words": one.words,
        "remedy": one.remedy,
        "rules": rules,
        "region": region,
        "mend": one.mend,
        "asks": _asks(scheme, one),
        "acknowledged": one.acknowledged,
        "who": None if example is None or finding is None else _who(visit, row, scheme, finding),
    }


def _asks(scheme: Scheme, one: Checked) -> str:
    """What the input whose test would be mended asks, by its title."""
    if one.mend is None:
        return ""
    known = scheme.inputs.get(one.mend.input)
    return one.mend.input if known is None else known.title


def _who(visit: Visit, row: Any, scheme: Scheme, finding: Any) -> str:
    """The address at which the scheme is asked about the case of a finding."""
    case = case_json(scheme.inputs, finding.example.values)
    days = {"on-day": finding.on.day, "on-month": finding.on.month, "on-year": finding.on.year}
    query = {f"i-{name}": value for name, value in case.items()}
    return visit.url(f"/rules/{row.ref}/who", **{**_days_apart(query), **days, "asked": "yes"})


def _days_apart(query: dict[str, Any]) -> dict[str, Any]:
    """A case's days as three boxes ask for them."""
    found: dict[str, Any] = {}
    for name, value in query.items():
        parts = str(value).split("-")
        if len(parts) == 3 and all(part.isdecimal() for part in parts):
            year, month, day = parts
            found |= {f"{name}-day": int(day), f"{name}-month": int(month), f"{name}-year": year}
        else:
            found[name] = value
    return found


def _known_by(scheme: Scheme, rule_id: str) -> str:
    """What a rule is known by beside its id: its title, else its source, else its test."""
    rule = scheme.rule(rule_id)
    return rule.title or rule.source or describe_condition(scheme, rule.when)


# --- accepting mends


def _about_mend(visit: Visit) -> About:
    row, _ = scheme_of(visit)
    offered = _offered(visit, row)
    wanted = set(visit.query.getlist("finding"))
    chosen = [names[0] for names in offered.values() if not wanted or not wanted.isdisjoint(names)]
    closed = [] if offered else [reason("web.scheme.mend.none", {})]
    back = visit.url(f"/rules/{row.ref}/check")
    return about(visit, values={"finding": chosen}, closed=closed, back=back)


def _offered(visit: Visit, row: Any) -> dict[Mend, list[str]]:
    """Each mend with the findings that it mends: one changed test may close several."""
    found: dict[Mend, list[str]] = {}
    for one in check(visit.desk, row.ref, start=day_asked(visit.query)).findings:
        if one.mend is not None:
            found.setdefault(one.mend, []).append(one.name)
    return found


def _mend_fields(visit: Visit) -> list[Field]:
    row, _ = scheme_of(visit)
    options = [
        Option(
            names[0],
            words.say("web.scheme.mend.line", {"rule": mend.rule, "after": mend.after}),
            words.say("web.scheme.mend.was", {"before": mend.before, "line": mend.line}),
        )
        for mend, names in _offered(visit, row).items()
    ]
    return [Many(name="finding", options=options, required=True)] if options else []


def _mended(visit: Visit, said: Said) -> Ahead:
    start, names = day_asked(said.query), said.get("finding", ())
    return text_ahead(
        visit, said, lambda _: acts.mended(visit.desk, said.ref, names, start=start, seen=said.seen)
    )


def _mend(desk: Desk, said: Said) -> Done:
    receipt = acts.revise(desk, said.ref, said.ahead.text, seen=said.ahead.version)
    return revised(desk, receipt, to="/rules/{ref}/check")


# --- noting it


def _about_day(visit: Visit) -> About:
    row, _ = scheme_of(visit)
    values = {"from": day_asked(visit.query)}
    return about(visit, values=values, back=visit.url(f"/rules/{row.ref}/check"))


def _prove_fields(visit: Visit) -> list[Field]:
    scheme_of(visit)
    return [Day(name="from", required=False)]


def _proof(visit: Visit, said: Said) -> None:
    acts.try_proof(visit.desk, said.ref, start=said.get("from"))


def _prove(desk: Desk, said: Said) -> Done:
    receipt = acts.prove(desk, said.ref, start=said.get("from"), ahead=True)
    return Done(
        receipt=receipt,
        code="done.rulebook_proved",
        params={"on": said.get("from") or desk.today},
    )


def _acknowledge_fields(visit: Visit) -> list[Field]:
    row, _ = scheme_of(visit)
    found = check(visit.desk, row.ref, start=day_asked(visit.query))
    options = [Option(one.name, one.words) for one in found.findings if not one.acknowledged]
    return [Many(name="finding", options=options, required=True), Area(name="reason", rows=3)]


def _found(visit: Visit, said: Said) -> None:
    acts.try_findings(visit.desk, said.ref, start=day_asked(said.query))


def _acknowledge(desk: Desk, said: Said) -> Done:
    start = day_asked(said.query)
    receipt = acts.acknowledge(desk, said.ref, said["finding"], reason=said["reason"], start=start)
    return Done(
        receipt=receipt,
        code="done.findings_acknowledged",
        params={"number": len(said["finding"])},
    )


# --- the value line


def _line(visit: Visit) -> Response:
    row, says = scheme_of(visit)
    found = views(says, on=visit.today)
    wanted = visit.query.get("view", "")
    number = int(wanted) if wanted.isdecimal() and int(wanted) < len(found) else 0
    picture, said = None, []
    if found:
        view = found[number]
        try:
            stretches = value_line(says, on=visit.today, along=view.along, held=view.held)
            picture = drawn_line(_pictured(says, view.along, view.held, stretches))
        except Unusable as error:
            said = reasons(error)
    return visit.render(
        "rules/line.html",
        version=row,
        tabs=tabs(visit, row, "line"),
        views=[_called(says, one) for one in found],
        chosen=number,
        picture=picture,
        said=said,
    )


def _called(scheme: Scheme, view: Any) -> str:
    along = scheme.inputs[view.along].title
    if not view.held:
        return words.say("web.scheme.line.along", {"along": along})
    held = ", ".join(str(value).replace("-", " ") for value in view.held.values())
    return words.say("web.scheme.line.view", {"along": along, "held": held})


def _pictured(
    scheme: Scheme, along: str, held: dict[str, Value] | Any, stretches: tuple[Stretch, ...]
) -> ValueLine:
    one = scheme.inputs[along]
    unit: Any = one.type
    said = ", ".join(str(value).replace("-", " ") for value in held.values())
    return ValueLine(
        scheme=f"{scheme.title} ({said})" if said else scheme.title,
        along=one.title,
        unit=unit,
        parts=tuple(
            Part(s.least, s.most, s.kind, tuple(_decider(scheme, rule) for rule in s.rules))
            for s in stretches
        ),
    )


def _decider(scheme: Scheme, rule_id: str) -> Rule:
    last = scheme.rule(rule_id).deciders[-1:] or (frozenset[str](),)
    return Rule(rule_id, ", ".join(scheme.deciders[key].title for key in sorted(last[0])))


PAGES = (
    Page(path="/rules/{ref}/check", show=_check),
    Page(path="/rules/{ref}/line", show=_line),
)
ACTS = (
    Act(
        key="scheme.mend",
        path="/rules/{ref}/mend",
        about=_about_mend,
        fields=_mend_fields,
        ahead=_mended,
        do=_mend,
        to="/rules/{ref}/check",
        template="rules/act.html",
    ),
    Act(
        key="scheme.prove",
        path="/rules/{ref}/prove",
        about=_about_day,
        fields=_prove_fields,
        ahead=_proof,
        do=_prove,
        to="/rules/{ref}/check",
        template="rules/act.html",
    ),
    Act(
        key="scheme.acknowledge",
        path="/rules/{ref}/acknowledge",
        about=_about_day,
        fields=_acknowledge_fields,
        ahead=_found,
        do=_acknowledge,
        to="/rules/{ref}/check",
        template="rules/act.html",
    ),
)

"""Writing a report: begun by its kind, its scheme's questions answered, papers added, submitted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.queries import agreements
from governance.application.desk import Desk
from governance.application.escalations.queries import blocked, holds
from governance.application.proposals import drafting, submitting
from governance.application.proposals.asked import asked
from governance.application.proposals.details import adoption_asked
from governance.application.proposals.reading import Report, read_report
from governance.application.rulebook.in_force import keys_in_force
from governance.application.rulebook.proving import prove_ahead
from governance.domain.decisions import KINDS
from governance.domain.errors import Problem, Refused, Unusable
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import (
    Area,
    Choice,
    Day,
    Field,
    Money,
    Option,
    Pick,
    Text,
    Whole,
    YesNo,
)
from governance.interfaces.web.rooms.reports.common import about, act, options
from governance.interfaces.web.rooms.reports.details import (
    ABOUT_A_COMMISSION,
    detail_fields,
    details_of,
    known_details,
)
from governance.interfaces.web.visit import Visit

FROM_THEIR_OWN_PAGE: Final = ("accept-review", "annual-report", "pool", "exit", "agree-plan")
"""Kinds whose reports are begun by what they are about, which writes the details."""


def choose(visit: Visit) -> Response:
    """What a new report asks for; then its own form."""
    kind = visit.query.get("kind", "")
    about_what = visit.query.get("commission", "").strip()[:20]
    if kind in KINDS:
        more = {"commission": about_what, "gate": visit.query.get("gate", "")}
        return visit.redirect(f"/new/report/{kind}", **more)
    kinds = [
        {
            "value": kind,
            "text": words.capital(words.term(kind)),
            "hint": {"text": words.say(f"web.report.kind.{kind}", {})},
        }
        for kind in KINDS
    ]
    wrong = "kind" in visit.query
    error = words.say("web.reports.choose_kind", {})
    return visit.render(
        "reports/new.html",
        status=400 if wrong else 200,
        kinds=kinds,
        commission=about_what,
        wrong=error if wrong else None,
        errors=[{"text": error, "href": "#kind"}] if wrong else [],
    )


# --- begun


def _kind(visit: Visit) -> str:
    kind = visit.path["kind"]
    if kind not in KINDS:
        raise Unusable.one("web.not_found")
    return kind


def _draft_fields(visit: Visit) -> list[Field]:
    kind = _kind(visit)
    wants = kind in ABOUT_A_COMMISSION
    fields: list[Field] = [Text(name="title")]
    fields.append(Text(name="commission", required=wants, width="10"))
    fields += _of_commission(visit, kind)
    if kind == "adopt":
        fields.append(Text(name="version", width="10"))
    fields += [Money(name="value", required=False), Area(name="recommendation", required=False)]
    fields += [*detail_fields(visit, kind), Day(name="due", required=False)]
    schemes = _schemes(visit)
    if len(schemes) > 1:
        fields.append(Pick(name="scheme", options=schemes, required=False))
    return fields


def _of_commission(visit: Visit, kind: str) -> list[Field]:
    """The gate and the agreement, from the commission where the address names it."""
    row = _named(visit)
    under: list[Option] = []
    fields: list[Field] = []
    if row is not None:
        fields += _gate(visit, row, kind)
        found = agreements(visit.desk, commission=row.ref)
        under = [Option(one["ref"], f"{one['ref']} {one['title']}") for one in found]
    if kind in ("extend", "vary"):
        known = Pick(name="agreement", options=under, required=False)
        fields.append(known if under else Text(name="agreement", required=False, width="10"))
    return fields


def _gate(visit: Visit, commission: Any, kind: str) -> list[Field]:
    """The gate that a report of a kind can ask for, of those of its commission."""
    file = commission_facts(visit.desk, commission, visit.desk.today)
    gates = [
        Option(gate.key, words.capital(words.term(gate.key)))
        for stage in (file.framework.stages if file.framework is not None else ())
        for gate in stage.gates
        if gate.decision == kind
    ]
    return [Pick(name="gate", options=gates, required=False)] if gates else []


def _named(visit: Visit) -> Any | None:
    """The commission that the address names; None where there is none such: the form says so."""
    name = visit.query.get("commission", "").strip()
    try:
        return visit.desk.row("commission", name) if name else None
    except Unusable:
        return None


def _schemes(visit: Visit) -> list[Option]:
    rows = keys_in_force(visit.desk, kind="scheme", on=visit.desk.today)
    return [Option(row.key, row.title) for row in rows]


def _about_new(visit: Visit) -> About:
    kind = _kind(visit)
    name = visit.query.get("commission", "").strip()
    values: dict[str, Any] = {"commission": name.upper()} if name else {}
    values |= {one: visit.query.get(one) for one in ("gate", "version", "agreement", "title")}
    row = _named(visit)
    if row is not None:
        values["title"] = values["title"] or row.title
        values["value"] = row.value
    return About(
        params={"kind": kind},
        values={key: value for key, value in values.items() if value},
        back=visit.url("/new/report", commission=name),
        more={"held": _held(visit, kind)},
    )


def _held(visit: Visit, kind: str) -> list[dict[str, str]]:
    """Why such a decision cannot be taken now: its report can be written, and waits."""
    row = _named(visit)
    if row is None:
        return []
    found = blocked(holds(visit.desk, row.id), kind, commission=row.ref)
    return [reason(one.code, one.params) for one in found]


def _draft(desk: Desk, said: Said) -> Done:
    receipt = drafting.draft(
        desk,
        kind=said.path["kind"],
        title=said["title"],
        commission=said.get("commission"),
        gate=said.get("gate"),
        agreement=said.get("agreement"),
        version=said.get("version"),
        value=said.get("value"),
        recommendation=said.get("recommendation", ""),
        details=details_of(said),
        scheme=said.get("scheme"),
        decision_due=said["due"],
    )
    row = desk.by_id("proposal", receipt.id)
    wanted = any(
        one["yours"] and one["wanted"] for one in asked(read_report(desk, row, on=desk.today))
    )
    code = "web.report.drafted.questions" if wanted else "web.report.drafted.submit"
    return Done(receipt=receipt, params={"next": words.say(code, {})})


def _placed(visit: Visit, problem: Problem) -> str | None:
    """Beside which field a name stands that nobody knows."""
    del visit
    if problem.code == "name.unknown":
        what = str(problem.params.get("what", ""))
        return {"scheme in force": "scheme", "rulebook version": "version"}.get(what, what)
    return {
        "proposal.agreement_elsewhere": "agreement",
        "proposal.no_title": "title",
        "gate.other_decision": "gate",
        "framework.unknown_gate": "gate",
        "name.days_reversed": "detail.ends_on",
    }.get(problem.code)


# --- changed


def _row(visit: Visit) -> Any:
    return visit.desk.row("proposal", visit.path["ref"])


def _amend_fields(visit: Visit) -> list[Field]:
    row = _row(visit)
    about_what = visit.desk.by_id("commission", row.commission_id)
    return [
        Text(name="title"),
        *(_gate(visit, about_what, row.kind) if about_what is not None else ()),
        Money(name="value", required=False),
        Area(name="recommendation", required=False),
        *detail_fields(visit, row.kind),
        Day(name="due", required=False),
    ]


def _about_amend(visit: Visit) -> About:
    row = _row(visit)
    values = {
        "title": row.title,
        "gate": row.gate,
        "value": row.value,
        "recommendation": row.recommendation,
        "due": row.decision_due,
        **known_details(row.details),
    }
    return about(visit, values={k: v for k, v in values.items() if v not in (None, "")})


def _amend(desk: Desk, said: Said) -> Receipt:
    row = desk.row("proposal", said.ref)
    return drafting.amend(
        desk,
        said.ref,
        seen=said.seen,
        title=said["title"],
        value=said["value"],
        gate=said["gate"] or "" if "gate" in said.values else None,
        recommendation=said.get("recommendation", ""),
        details=details_of(said, row.details),
        decision_due=said["due"],
    )


# --- the scheme's questions


_ANSWER: Final = "answer."


def _questions(visit: Visit) -> list[dict[str, Any]]:
    return asked(_report(visit))


def _report(visit: Visit) -> Report:
    return read_report(visit.desk, _row(visit), on=visit.desk.today)


def _question_fields(visit: Visit) -> list[Field]:
    return [_field(one) for one in _questions(visit) if one["yours"]]


def _field(one: dict[str, Any]) -> Field:
    """The field of a question, by its type; none must be answered before it is known."""
    hint = words.say("web.report.questions.settles", {}) if one["wanted"] else ""
    name, text = f"{_ANSWER}{one['name']}", words.capital(one["title"])
    if one["type"] == "money":
        return Money(name=name, text=text, hint=hint, required=False)
    if one["type"] == "integer":
        return Whole(
            name=name, text=text, hint=hint, required=False, least=one["least"], most=one["most"]
        )
    if one["type"] == "day":
        return Day(name=name, text=text, hint=hint, required=False)
    if one["type"] == "yes-no":
        return YesNo(name=name, text=text, hint=hint, required=False)
    return Choice(name=name, text=text, hint=hint, required=False, options=options(one["choices"]))


def _about_questions(visit: Visit) -> About:
    found = _questions(visit)
    values = {
        f"{_ANSWER}{one['name']}": one["value"] == "yes"
        if one["type"] == "yes-no"
        else one["value"]
        for one in found
        if one["yours"] and one["value"] is not None
    }
    from governance.interfaces.web.rooms.reports.page import said_value  # noqa: PLC0415  # it shows us

    known = [
        (words.capital(one["title"]), said_value(one["type"], one["value"]))
        for one in found
        if not one["yours"] and one["value"] is not None
    ]
    return about(visit, values=values, known=known)


def _begins(one: dict[str, Any]) -> Any:
    return one["value"] == "yes" if one["type"] == "yes-no" else one["value"]


def _answer(desk: Desk, said: Said) -> Receipt:
    answers = {
        name.removeprefix(_ANSWER): _as_written(value)
        for name, value in said.values.items()
        if value is not None
    }
    row = desk.row("proposal", said.ref)
    report = read_report(desk, row, on=desk.today)
    pence = {one["name"] for one in asked(report) if one["type"] == "money"}
    answers = {
        name: f"{Decimal(value) / 100:.2f}" if name in pence else value
        for name, value in answers.items()
    }
    return drafting.amend(desk, said.ref, seen=said.seen, answers=answers)


def _as_written(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if hasattr(value, "isoformat") else value


# --- submitted


def _submit_fields(visit: Visit) -> list[Field]:
    """None; but what it asks to adopt is proved here, where nobody else waits for it."""
    names, start = adoption_asked(visit.desk, visit.path["ref"])
    if names:
        prove_ahead(visit.desk, names, start=start)
    return []


def _about_submit(visit: Visit) -> About:
    try:
        wants = submitting.paper_wants(visit.desk, _report(visit))
    except Refused as refused:
        wants = refused.refusals
    return replace(about(visit), closed=[reason(r.code, r.params) for r in wants])


def _submit(desk: Desk, said: Said) -> Receipt:
    return submitting.submit(desk, said.ref, seen=said.seen)


ACTS: tuple[Act, ...] = (
    Act(
        key="report.draft",
        path="/new/report/{kind}",
        do=_draft,
        to="/reports/{new}",
        fields=_draft_fields,
        about=_about_new,
        done="web.report.drafted",
        placed=_placed,
        template="reports/draft.html",
    ),
    act("amend", _amend, fields=_amend_fields, known=_about_amend, placed=_placed),
    act(
        "questions",
        _answer,
        fields=_question_fields,
        known=_about_questions,
        template="reports/questions.html",
    ),
    act("submit", _submit, fields=_submit_fields, known=_about_submit),
)

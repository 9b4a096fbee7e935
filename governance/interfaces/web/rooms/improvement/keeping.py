"""What people do with an improvement plan: raise it, agree it, act, judge it, withdraw it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from governance import words
from governance.application.change import Receipt
from governance.application.decommissioning.finding import of_commission as cases_of
from governance.application.desk import Desk
from governance.application.improvement import acts, judging, queries
from governance.application.improvement.actions import add_action, settle_action
from governance.application.improvement.acts import SUPPORTED, falling_short
from governance.application.improvement.finding import actions_of
from governance.application.reviews.finding import of_commission as reviews_of
from governance.domain.errors import Unusable
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import Area, Day, Field, Option, Pick, Text, YesNo
from governance.interfaces.web.visit import Visit

TABLE: Final = "improvement_plan"
KEY: Final = "plan_of_improvement"
_FINDING = Area(name="finding")


def _officer(visit: Visit, *, required: bool = False) -> Field:
    return Pick(name="officer", options=officers(visit.desk), required=required)


# --- raised on a commission


def _about_commission(visit: Visit) -> About:
    row = visit.desk.row("commission", visit.path["ref"])
    return About(
        params={"commission": row.ref, "title": row.title},
        seen=row.version,
        values={"case": visit.query.get("case"), "review": visit.query.get("review")},
        back=visit.url(f"/commissions/{row.ref}"),
    )


def _raise_fields(visit: Visit) -> list[Field]:
    row = visit.desk.row("commission", visit.path["ref"])
    cases = [
        Option(one.ref, f"{one.ref} {one.because}")
        for one in cases_of(visit.desk, row.id)
        if one.state in SUPPORTED
    ]
    reviews = [
        Option(one.ref, words.say("web.review.title", {"number": one.number, "title": row.title}))
        for one in reviews_of(visit.desk, row.id)
        if falling_short(one)
    ]
    found: list[Field] = [
        Text(name="title", required=False),
        Area(name="wanted", rows=3, required=False),
        _officer(visit),
        Day(name="due", required=False),
    ]
    if cases:
        found.append(Pick(name="case", options=cases, required=False))
    if reviews:
        found.append(Pick(name="review", options=reviews, required=False))
    return [*found, YesNo(name="beside", required=False)]


def _raise(desk: Desk, said: Said) -> Done:
    receipt = acts.raise_plan(
        desk,
        commission=said.ref,
        title=said.get("title", ""),
        wanted=said.get("wanted", ""),
        officer=said.get("officer"),
        due=said.get("due"),
        case=said.get("case"),
        review=said.get("review"),
        beside=bool(said.get("beside")),
        seen=said.seen,
    )
    about = desk.row("commission", said.ref).ref
    return Done(receipt=receipt, code="done.improvement_raised", params={"commission": about})


# --- a plan


def _about(act: str, values: Callable[[Visit, Any], Mapping[str, Any]] | None = None) -> Any:
    """What the page of an act knows: the plan, what stands, why the act is closed."""

    def known(visit: Visit) -> About:
        row = visit.desk.row(TABLE, visit.path["ref"])
        there = {one["act"]: one["refusals"] for one in queries.offers(visit.desk, row.ref)}
        return About(
            params={"ref": row.ref, "title": row.title},
            seen=row.version,
            values={} if values is None else values(visit, row),
            closed=[reason(one.code, one.params) for one in there.get(act, ())],
        )

    return known


def _agree(desk: Desk, said: Said) -> Done:
    receipt = acts.agree(desk, said.ref, seen=said.seen)
    due = desk.row(TABLE, receipt.ref).due_on
    return Done(receipt=receipt, code="done.improvement_agreed", params={"due": due})


def _change(desk: Desk, said: Said) -> Done:
    receipt = acts.change(
        desk,
        said.ref,
        title=said.get("title"),
        wanted=said.get("wanted"),
        officer=said.get("officer"),
        due=said.get("due"),
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.improvement_changed")


def _stands(visit: Visit, row: Any) -> Mapping[str, Any]:
    officer = visit.desk.by_id("person", row.officer_id)
    return {
        "title": row.title,
        "wanted": row.wanted,
        "officer": None if officer is None else officer.key,
        "due": row.due_on,
    }


def _change_fields(visit: Visit) -> list[Field]:
    return [
        Text(name="title"),
        Area(name="wanted", rows=3, required=False),
        _officer(visit),
        Day(name="due", required=False),
        Area(name="reason", rows=3, required=False),
    ]


def _add_action(desk: Desk, said: Said) -> Done:
    receipt, number = add_action(
        desk,
        said.ref,
        what=said["what"],
        officer=said["officer"],
        by=said["by"],
        seen=said.seen,
    )
    params = {"number": number, "due": said["by"]}
    return Done(receipt=receipt, code="done.improvement_action", params=params)


def _meet(desk: Desk, said: Said) -> Done:
    receipt = judging.meet(desk, said.ref, finding=said["finding"], seen=said.seen)
    return _judged(desk, receipt, "met")


def _fail(desk: Desk, said: Said) -> Done:
    receipt = judging.fail(desk, said.ref, finding=said["finding"], seen=said.seen)
    return _judged(desk, receipt, "failed")


def _judged(desk: Desk, receipt: Receipt, what: str) -> Done:
    """Tell what came of a plan, and of the case that it belongs to."""
    case = desk.by_id("decommissioning_case", desk.row(TABLE, receipt.ref).case_id)
    if case is None:
        code = f"web.{KEY}.{what}_alone" if what == "failed" else f"done.improvement_{what}"
        return Done(receipt=receipt, code=code)
    params = {"case": case.ref, "state": case.state}
    return Done(receipt=receipt, code=f"web.{KEY}.{what}_with_case", params=params)


def _withdraw(desk: Desk, said: Said) -> Done:
    receipt = acts.withdraw(desk, said.ref, reason=said["reason"], seen=said.seen)
    return Done(receipt=receipt, code="done.improvement_withdrawn")


# --- an action of it


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise Unusable.one("web.not_found")
    return int(text)


def _about_action(visit: Visit) -> About:
    row = visit.desk.row(TABLE, visit.path["ref"])
    number, there = _number(visit.path["number"]), actions_of(visit.desk, row.id)
    if not 1 <= number <= len(there):
        raise Unusable.one("web.not_found")
    params = {"ref": row.ref, "number": number, "what": there[number - 1].what}
    return About(params=params, seen=row.version)


def _settle(desk: Desk, said: Said) -> Done:
    number = _number(said.path["number"])
    receipt = settle_action(
        desk,
        said.ref,
        number,
        outcome=said["outcome"],
        done_on=said.get("on"),
        given_up=bool(said.get("given_up")),
        seen=said.seen,
    )
    params = {"number": number}
    return Done(receipt=receipt, code="done.improvement_action_settled", params=params)


def _on_plan(act: str, do: Any, fields: Any, **more: Any) -> Act:
    values = more.pop("values", None)
    return Act(
        key=f"{KEY}.{act}",
        path=f"/improvement/{{ref}}/{act}",
        about=_about(act, values),
        fields=fields,
        do=do,
        to="/improvement/{ref}",
        **more,
    )


ACTS = (
    Act(
        key=f"{KEY}.raise",
        path="/commissions/{ref}/improvement-plan",
        about=_about_commission,
        fields=_raise_fields,
        do=_raise,
        to="/improvement/{new}",
    ),
    _on_plan("agree", _agree, (), check=True),
    _on_plan("change", _change, _change_fields, values=_stands),
    _on_plan(
        "action",
        _add_action,
        lambda visit: [
            Area(name="what", rows=3),
            _officer(visit, required=True),
            Day(name="by"),
        ],
    ),
    _on_plan("meet", _meet, (_FINDING,), check=True),
    _on_plan("fail", _fail, (_FINDING,), check=True),
    _on_plan("withdraw", _withdraw, (Area(name="reason", rows=3),), check=True),
    Act(
        key=f"{KEY}.settle",
        path="/improvement/{ref}/actions/{number}",
        about=_about_action,
        fields=(
            Area(name="outcome", rows=3),
            YesNo(name="given_up", required=False),
            Day(name="on", required=False),
        ),
        do=_settle,
        to="/improvement/{ref}",
    ),
)

"""Triggers: what opens a case, what looking now would open, and causes that people raise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.commissions.evidence import PARAGRAPHS, Closure, Document, keep_ahead
from governance.application.deadlines.settling import live
from governance.application.desk import Desk
from governance.application.jobs.acts import ask
from governance.application.jobs.queries import job_of, result_of
from governance.application.triggers import queries
from governance.application.triggers.raising import raise_trigger
from governance.application.triggers.rules import rules
from governance.domain.errors import Unusable
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import agreements_of
from governance.interfaces.web.fields import Area, Choice, Field, Option, Pick, Text, Upload
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import jobs
from governance.interfaces.web.rooms.cases.reading import evidence
from governance.interfaces.web.rooms.jobs import asked, jobs_dir
from governance.interfaces.web.visit import Visit
from governance.words.format import listed, money

OPEN: Final = "open"
CLOSED: Final = ("exempt", "confidential")

jobs.RESULT_AT["causes"] = "/triggers/looked/{id}"


# --- pages


def _list(visit: Visit) -> Response:
    return visit.render("triggers/list.html", rows=queries.listing(visit.desk))


def _page(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["key"])
    return visit.render("triggers/trigger.html", trigger=found, facts=list(_facts(found)))


def _facts(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a trigger says, by what people call it."""
    answer = {**found["answer"], "unit": found["answer"]["unit"].replace("_", " ")}
    yield words.say("web.trigger.answer_within", {}), words.say("web.trigger.answer", answer)
    for word, value in found["says"].items():
        if text := _value(word, value):
            yield word.capitalize(), text
    if scope := "; ".join(_scope(found["only_where"])):
        yield words.say("web.trigger.only_where", {}), scope


def _value(word: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if word == "complex from":
        return money(value)
    if isinstance(value, list):
        return listed([words.term(one) for one in value], "and")
    return str(value)


def _scope(scope: Mapping[str, Any]) -> Iterator[str]:
    for name in ("levels", "mechanisms", "regimes", "tiers"):
        if scope[name]:
            yield f"{words.term(f'trigger_scope_{name}')}: {listed(scope[name], 'or')}"
    for name in ("value_from", "value_under"):
        if scope[name] is not None:
            yield f"{words.term(f'trigger_scope_{name}')}: {money(scope[name])}"
    if scope["voluntary"] is not None:
        said = words.say("web.yes" if scope["voluntary"] else "web.no", {})
        yield f"{words.term('trigger_scope_voluntary')}: {said}"


def _causes(visit: Visit) -> Response:
    """What looking now would open, for whom and why; nothing is opened by looking here."""
    found = queries.evaluate(visit.desk, commission=visit.query.get("commission") or None)
    opens = [{**one, "rests_on": list(evidence(one["evidence"]))} for one in found["opens"]]
    watched = [{**one, "said": words.say("trigger.amber", one)} for one in found["watched"]]
    return visit.render(
        "triggers/causes.html",
        opens=opens,
        watched=watched,
        opens_in_all=found["opens_in_all"],
        watched_in_all=found["watched_in_all"],
        commission=visit.query.get("commission", ""),
    )


def _looked(visit: Visit) -> Response:
    """What came of looking. Raises `Unusable` for a job that was none, or goes on."""
    job = job_of(visit.desk, visit.path["id"])
    found = result_of(job, jobs_dir(visit.served)) if job.kind == "causes" else None
    if found is None:
        raise Unusable.one("web.not_found")
    return visit.render("triggers/looked.html", found=found)


# --- acts


def _look(desk: Desk, said: Said) -> Done:
    commission = said.get("commission")
    about = {} if commission is None else {"commission": desk.row("commission", commission).ref}
    return asked(ask(desk, "causes", about))


def _about_commission(visit: Visit) -> About:
    row = visit.desk.row("commission", visit.path["ref"])
    return About(
        params={"commission": row.ref, "title": row.title},
        seen=row.version,
        values={"trigger": visit.query.get("trigger"), "closed": OPEN},
        back=visit.url(f"/commissions/{row.ref}"),
    )


def _raise_fields(visit: Visit) -> list[Field]:
    triggers = [
        Option(one.trigger.key, f"{one.trigger.title} ({words.term(one.trigger.offers)})")
        for one in rules(visit.desk)
    ]
    agreements = agreements_of(visit.desk, visit.path["ref"])
    of = [Pick(name="agreement", options=agreements, required=False)] if agreements else []
    opened = [Option(one, words.say(f"web.trigger.{one}", {})) for one in (OPEN, *CLOSED)]
    numbered = [
        Option(one, words.say("web.trigger.paragraph", {"number": one})) for one in PARAGRAPHS
    ]
    return [
        Pick(name="trigger", options=triggers),
        Area(name="evidence", required=False),
        *of,
        Upload(name="file", required=False),
        Choice(name="closed", options=opened, required=False),
        Pick(name="paragraph", options=numbered, required=False),
        Text(name="why_closed", required=False, most=2000),
    ]


def _kept(visit: Visit, said: Said) -> Document | None:
    file, where = said.get("file"), visit.served.evidence_dir
    if file is None:
        return None
    return keep_ahead(visit.desk, file.name, file.content, data_dir=where, commission=said.ref)


def _raise(desk: Desk, said: Said) -> Done:
    closed = said.get("closed", OPEN)
    if said.ahead is None and closed != OPEN:
        raise Unusable.one("web.trigger.nothing_to_close")
    closure = None if closed == OPEN else _closure(said)
    receipt = raise_trigger(
        desk,
        commission=said.ref,
        trigger=said["trigger"],
        evidence=said.get("evidence", ""),
        agreement=said.get("agreement"),
        document=said.ahead,
        closed=closure,
        data_dir=said.served.evidence_dir,
        seen=said.seen,
    )
    case = desk.row("decommissioning_case", receipt.ref)
    return Done(
        receipt=receipt,
        code="done.case_opened",
        params={
            "commission": desk.by_id("commission", case.commission_id).ref,
            "trigger": case.reason,
            "due": min(one.due_day for one in live(desk, case.id)),
        },
    )


def _closure(said: Said) -> Closure:
    """Why the document is not open."""
    return Closure(said["closed"], said.get("why_closed", ""), said.get("paragraph"))


ROOM = Room(
    name="triggers",
    pages=(
        Page(path="/triggers", show=_list),
        Page(path="/triggers/causes", show=_causes),
        Page(path="/triggers/looked/{id}", show=_looked),
        Page(path="/triggers/{key}", show=_page),
    ),
    acts=(
        Act(
            key="trigger.look",
            path="/triggers/look",
            fields=(Text(name="commission", required=False, width="10"),),
            about=lambda visit: About(values={"commission": visit.query.get("commission")}),
            do=_look,
            to="/triggers",
        ),
        Act(
            key="trigger.raise",
            path="/commissions/{ref}/cause",
            about=_about_commission,
            fields=_raise_fields,
            ahead=_kept,
            do=_raise,
            to="/cases/{new}",
        ),
    ),
)

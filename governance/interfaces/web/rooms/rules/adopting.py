"""How a version comes into force: proposed, adopted, cited, constituted; or given up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance import words
from governance.application.desk import Desk
from governance.application.people.organisations import partners
from governance.application.people.queries import people
from governance.application.proposals.drafting import draft
from governance.application.rulebook import acts, queries
from governance.application.rulebook.adopting import first_day, report_deciding
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.proving import prove_ahead, proved_from
from governance.domain.authority.model import Scheme
from governance.domain.errors import Unusable
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Many, Option, Pick, Text
from governance.interfaces.web.rooms.rules.common import (
    about,
    about_adopting,
    missing_in,
    named,
    version_of,
)
from governance.interfaces.web.visit import Visit
from statemachines.rulebook import BEFORE_ADOPTION


def _pending() -> Choice:
    told = [Option(one, words.say(f"web.rules.pending.{one}", {})) for one in ("redrawn", "saved")]
    return Choice(name="pending", options=told, required=False)


def _is_scheme(row: Any) -> bool:
    return bool(row.kind == "scheme")


# --- asking its owner to adopt it


def _propose_fields(visit: Visit) -> list[Field]:
    row = version_of(visit)
    return [
        Text(name="title"),
        Area(name="recommendation", rows=4),
        Day(name="from", required=False),
        *([_pending()] if _is_scheme(row) else []),
    ]


def _about_propose(visit: Visit) -> About:
    row = version_of(visit)
    params = {"title": row.title, "number": row.number}
    return about(
        visit,
        values={
            "title": words.say("web.rules.propose.usual", params),
            "recommendation": words.say("web.rules.propose.that", params),
            "pending": "redrawn",
        },
        more={"missing": missing_in(visit, row)},
    )


def _proof(visit: Visit, said: Said) -> None:
    """Prove a scheme from the day that the form says, unless that is noted already."""
    row, start = version_of(visit), said.get("from")
    if _to_be_proved(visit.desk, row, start):
        acts.try_proof(visit.desk, row.ref, start=start)


def _to_be_proved(desk: Desk, row: Any, start: dt.date | None) -> bool:
    return isinstance(meaning(desk, row), Scheme) and not proved_from(row, start or desk.today)


def _propose(desk: Desk, said: Said) -> Done:
    """Note that a scheme is proved, and begin the report that asks its owner to adopt it."""
    row = desk.row("rulebook_version", find_version(desk, said.ref).id, seen=said.seen)
    start = said.get("from")
    if _to_be_proved(desk, row, start):
        acts.prove(desk, row.ref, start=start, ahead=True)
    details = {
        "effective_from": start.isoformat() if start else None,
        "pending": said.get("pending"),
    }
    receipt = draft(
        desk,
        kind="adopt",
        title=said["title"],
        version=row.ref,
        recommendation=said["recommendation"],
        details={name: value for name, value in details.items() if value is not None},
    )
    return Done(
        receipt=receipt,
        to="/reports/{new}",
        code="web.rules.propose.done",
        params=named(row) | {"version": row.ref},
    )


# --- adopting it


def _adopt_fields(visit: Visit) -> list[Field]:
    row = version_of(visit)
    if not _by_decision(row):
        return [Area(name="reason", rows=3), Day(name="from", required=False)]
    report = report_deciding(visit.desk, row)
    start = None if report is None else first_day(visit.desk, report)
    prove_ahead(visit.desk, [row.ref], start=start)
    return [Text(name="decision", required=False, width="10"), Day(name="from", required=False)]


def _by_decision(row: Any) -> bool:
    return KINDS[row.kind].needs_decision


def _adopt(desk: Desk, said: Said) -> Done:
    receipt = acts.adopt(
        desk,
        said.ref,
        decision=said.get("decision"),
        reason=said.get("reason", ""),
        effective_from=said.get("from"),
    )
    return _adopted(desk, receipt)


def _adopted(desk: Desk, receipt: Any) -> Done:
    row = desk.by_id("rulebook_version", receipt.id)
    told = named(row) | {"on": row.effective_from}
    return Done(receipt=receipt, code="done.rulebook_adopted", params=told)


def _cite_fields(visit: Visit) -> list[Field]:
    row = version_of(visit)
    fields: list[Field] = [
        Text(name="resolution", most=500),
        Day(name="on"),
        Day(name="from", required=False),
    ]
    if not _is_scheme(row):
        return fields
    open_ = [
        Option(one["name"], one["told"].params["said"])
        for one in acts.findings(visit.desk, row.ref)["findings"]
        if not one["acknowledged"]
    ]
    return [*fields, *([Many(name="acknowledge", options=open_)] if open_ else []), _pending()]


def _found(visit: Visit, said: Said) -> None:
    """What is wrong with another body's scheme from the day that the form says."""
    if _is_scheme(version_of(visit)):
        start = said.get("from") or said["on"]
        acts.try_findings(visit.desk, said.ref, start=start, move="cite_resolution")


def _cite(desk: Desk, said: Said) -> Done:
    receipt = acts.cite(
        desk,
        said.ref,
        said["resolution"],
        said["on"],
        said.get("acknowledge", ()),
        effective_from=said.get("from"),
        pending=said.get("pending"),
    )
    return _adopted(desk, receipt)


def _withdraw(desk: Desk, said: Said) -> Any:
    return acts.withdraw_draft(desk, said.ref, reason=said["reason"])


# --- constituting


def _constitute_fields(visit: Visit) -> list[Field]:
    drafts = [
        Option(one["ref"], f"{one['ref']} {one['title']}", words.term(one["kind"]).capitalize())
        for one in queries.versions(visit.desk)
        if one["state"] in BEFORE_ADOPTION
    ]
    prove_ahead(visit.desk, [one.value for one in drafts], start=None)
    everybody = people(visit.desk, gone=False)
    return [
        Many(name="versions", options=drafts, required=True),
        *(
            Pick(
                name=f"consent-{one.key}",
                text=words.say("web.rules.constitute.consent", {"partner": one.name}),
                options=[
                    Option(person.key, person.name)
                    for person in everybody
                    if person.organisation == one.key
                ],
                required=False,
            )
            for one in partners(visit.desk)
        ),
        Area(name="words", required=False, rows=3),
        Day(name="on", required=False),
    ]


def _constitute(desk: Desk, said: Said) -> Done:
    consents = {
        name.removeprefix("consent-"): person
        for name, person in said.values.items()
        if name.startswith("consent-") and person
    }
    chosen = said["versions"]
    if not chosen:
        raise Unusable.one("web.rules.constitute.none")
    receipt = acts.constitute(
        desk, chosen, consents, on=said.get("on"), words=said.get("words", "")
    )
    told = {
        "name": desk.partnership.name,
        "on": desk.partnership.constituted_on,
        "versions": len(chosen),
    }
    return Done(receipt=receipt, code="done.constituted", params=told)


PAGES = ()
ACTS = (
    Act(
        key="rules.propose",
        path="/rules/{ref}/propose",
        about=_about_propose,
        fields=_propose_fields,
        ahead=_proof,
        do=_propose,
        to="/rules/{ref}",
        template="rules/act.html",
    ),
    Act(
        key="rules.adopt",
        path="/rules/{ref}/adopt",
        about=about_adopting,
        fields=_adopt_fields,
        do=_adopt,
        to="/rules/{ref}",
        check=True,
        template="rules/act.html",
    ),
    Act(
        key="rules.cite",
        path="/rules/{ref}/cite",
        about=about_adopting,
        fields=_cite_fields,
        ahead=_found,
        do=_cite,
        to="/rules/{ref}",
        check=True,
        template="rules/act.html",
    ),
    Act(
        key="rules.withdraw",
        path="/rules/{ref}/withdraw",
        about=about,
        fields=(Area(name="reason", rows=3),),
        do=_withdraw,
        to="/rules/{ref}",
        template="rules/act.html",
    ),
    Act(
        key="rules.constitute",
        path="/rules/new/constitute",
        fields=_constitute_fields,
        do=_constitute,
        to="/rules",
        about=lambda visit: About(back=visit.url("/rules")),
        check=True,
        template="rules/act.html",
    ),
)

"""What partners return on what they promised: which are due and missed, one whole, making one."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.application.plans import returns_queries as queries
from governance.application.plans.moves import return_moves
from governance.application.plans.returns import report
from governance.application.plans.returns_finding import OPEN
from governance.application.plans.returns_said import (
    JUDGEMENTS,
    LONGEST,
    Said,
    as_sheet,
    read_csv,
)
from governance.interfaces.downloads import attachment
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done
from governance.interfaces.web.acts import Said as Typed
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Upload
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.plans.common import moves_of, partner_options
from governance.interfaces.web.visit import Visit

SHOWS: Final = ("open", "late", "all")


def _list(visit: Visit) -> Response:
    show = visit.query.get("show") or "open"
    partner = visit.query.get("partner") or None
    plan = visit.query.get("plan") or None
    rows = queries.listing(
        visit.desk, plan=plan, partner=partner, late=show == "late", every=show == "all"
    )
    options = [{"value": "", "text": words.say("web.returns.every_partner", {})}]
    options += [{"value": o.value, "text": o.text} for o in partner_options(visit)]
    name = next((o["text"] for o in options if o["value"] == partner), "")
    return visit.render(
        "plans/returns.html",
        rows=rows,
        show=show,
        shows=SHOWS,
        partner=partner,
        partner_name=name,
        partners=options,
    )


def _page(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["ref"])
    moves = return_moves(visit.desk, found["ref"])
    return visit.render(
        "plans/return.html",
        one=found,
        moves_offered=moves_of(
            visit, "return" if _is_open(found) else "return.made", f"/returns/{found['ref']}", moves
        ),
        measured=any(one["measure"] for one in found["commitments"]),
        who=names_by_key(visit.desk, [found["returned_by"]] if found["returned_by"] else []),
    )


def _is_open(found: Any) -> bool:
    return found["state"] in OPEN


def _sheet(visit: Visit) -> Response:
    """A return as a file to fill in: each commitment, with what was said of it so far."""
    found = queries.show(visit.desk, visit.path["ref"])
    return attachment(as_sheet(found), f"{found['ref']}.csv", media_type="text/csv")


# --- making and correcting one


def _about(visit: Visit) -> About:
    found = queries.show(visit.desk, visit.path["ref"])
    row = visit.desk.row("monitoring_return", found["ref"])
    values: dict[str, Any] = {"note": found["said"] or None}
    for one in found["commitments"]:
        values[f"word-{one['number']}"] = one["judgement"]
        values[f"why-{one['number']}"] = one["evidence"] or None
    return About(
        params={"ref": found["ref"], "partner": found["name"], "title": found["title"]},
        seen=row.version,
        values=values,
        closed=[
            reason(against.code, against.params)
            for move in return_moves(visit.desk, found["ref"])
            for against in move["refusals"]
        ],
    )


def _fields(visit: Visit) -> list[Field]:
    found = queries.show(visit.desk, visit.path["ref"])
    options = [Option(one, words.say(f"judgement.{one}", {})) for one in JUDGEMENTS]
    fields: list[Field] = []
    for one in found["commitments"]:
        number, told = one["number"], {"number": one["number"], "what": one["what"]}
        said = words.say("web.return.report.word", told)
        why = words.say("web.return.report.why", told)
        fields.append(Choice(name=f"word-{number}", options=options, text=said, required=False))
        fields.append(Area(name=f"why-{number}", text=why, required=False, rows=3, most=LONGEST))
    fields += [
        Upload(name="sheet", types=("csv",), required=False),
        Area(name="note", required=False),
        Day(name="returned", required=False),
    ]
    return fields if _is_open(found) else [*fields, Area(name="reason", rows=3)]


def _report(desk: Desk, said: Typed) -> Done:
    sheet = said.get("sheet")
    lines = _lines(said) if sheet is None else read_csv(sheet.content, sheet.name)
    made = report(
        desk,
        said.ref,
        lines=lines,
        said=said.get("note", ""),
        returned_on=said["returned"],
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    row = desk.row("monitoring_return", made.ref)
    told = {"ref": made.ref, "partner": desk.by_id("organisation", row.organisation_id).name}
    if made.receipt is None:
        code = "done.return_as_before"
    elif made.receipt.kind == "return.corrected":
        code = "done.return_corrected"
    else:
        code = "done.return_made_late" if made.late else "done.return_made"
    return Done(receipt=made.receipt, code=code, params=told)


def _lines(said: Typed) -> list[Said]:
    """What is said of each commitment, by the fields of the form."""
    found = []
    for name, word in said.values.items():
        kind, _, number = name.partition("-")
        why = said.get(f"why-{number}", "")
        if kind == "word" and (word or why):
            where = words.say("web.return.report.where", {"number": number})
            found.append(Said(int(number), word or "", why, where))
    return found


PAGES = (
    Page(path="/returns", show=_list),
    Page(path="/returns/{ref}", show=_page),
    Page(path="/returns/{ref}/sheet", show=_sheet),
)
ACTS = (
    Act(
        key="return.report",
        path="/returns/{ref}/report",
        about=_about,
        fields=_fields,
        do=_report,
        to="/returns/{ref}",
    ),
)

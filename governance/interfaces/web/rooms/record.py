"""The record: what was done in the partnership or to one thing, by whom, by what right."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.jobs import acts as jobs
from governance.application.ledger.listing import KINDS, Recorded, entries
from governance.application.ledger.queries import EntryView, history
from governance.application.ledger.told import Names, names_in, readable
from governance.application.people.queries import people as everybody
from governance.application.subjects import find_subject
from governance.domain.errors import Unusable
from governance.interfaces.web.fields import FIRST_YEAR, LAST_YEAR, month_of
from governance.interfaces.web.links import path_of
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import decision_records, record_seals
from governance.interfaces.web.visit import Visit
from governance.words.acts import act, facts

FILTERS = ("who", "kind", "ref", "since", "until")


def _list(visit: Visit) -> Response:
    chosen = {name: visit.query.get(name, "").strip() for name in FILTERS}
    unread = [n for n in ("since", "until") if chosen[n] and _day(chosen[n]) is None]
    unknown = not _known(visit, chosen["ref"])
    page = entries(
        visit.desk,
        actor=chosen["who"],
        table=chosen["kind"],
        ref="" if unknown else chosen["ref"],
        since=_day(chosen["since"]),
        until=_day(chosen["until"]),
        after=visit.query.get("after", ""),
    )
    names = names_in(visit.desk, (one.entry.facts for one in page.entries))
    return visit.render(
        "record/list.html",
        may_check=not jobs.against(visit.desk, "check_record"),
        chosen=chosen,
        kinds=[{"value": one, "text": _kind(one)} for one in KINDS],
        entries=[_recorded(visit, one, names) for one in page.entries],
        after=page.after,
        unread=unread,
        unknown=unknown,
        actors=_actors(visit),
    )


def _one(visit: Visit) -> Response:
    found = history(visit.desk, visit.path["ref"])
    names = names_in(visit.desk, (one.facts for one in found.entries))
    return visit.render(
        "record/one.html",
        ref=found.ref,
        kind=_kind(found.table),
        page_of_it=_page_of(visit, found.ref),
        decision_record=_decision_record(visit, found.table, found.ref),
        entries=[
            {
                **_entry(visit, one, names),
                "recorded": facts(one.facts),
                "receipt": visit.url(f"/record/{found.ref}/receipts/{one.number}"),
            }
            for one in reversed(found.entries)
        ],
    )


def _recorded(visit: Visit, one: Recorded, names: Names) -> dict[str, Any]:
    return {
        **_entry(visit, one.entry, names),
        "ref": one.ref,
        "kind": _kind(one.table),
        "href": visit.url(f"/record/{one.ref}"),
    }


def _entry(visit: Visit, entry: EntryView, names: Names) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at,
        "who": words.who(entry.who),
        "what": act(entry.kind),
        "told": facts(readable(visit.desk, entry.facts, names)),
        "authority": entry.authority,
        "hash": entry.hash,
    }


def _actors(visit: Visit) -> list[dict[str, str]]:
    """Everybody who may have done something: Vires itself, the operator, and people by name."""
    people = sorted(everybody(visit.desk), key=lambda one: one.name)
    return [
        *(
            {"value": one, "text": words.say(f"web.record.{one}", {})}
            for one in ("clock", "operator")
        ),
        *({"value": one.key, "text": one.name} for one in people),
    ]


def _known(visit: Visit, ref: str) -> bool:
    """Whether there is a thing of that reference; no reference is as good as one."""
    try:
        return not ref or find_subject(visit.desk, ref) is not None
    except Unusable:
        return False


def _page_of(visit: Visit, ref: str) -> str | None:
    path = path_of(ref)
    return None if path is None else visit.url(path)


def _decision_record(visit: Visit, table: str, ref: str) -> str | None:
    """Where the decision record of a report is; None for anything else, and until it is decided."""
    if table != "proposal" or visit.desk.row("proposal", ref).decided_on is None:
        return None
    return visit.url(f"/reports/{ref}/decision-record")


def _kind(table: str) -> str:
    said = words.term(f"{table}.noun").removesuffix(".noun").removesuffix(":")
    return said[:1].upper() + said[1:]


def _day(text: str) -> dt.date | None:
    """A day of a filter; what is none filters nothing, and the page says so."""
    typed = re.fullmatch(r"(\d{1,2})[\s/.-]+(\w+)[\s/.-]+(\d{4})", text)
    try:
        if typed is None:
            found = dt.date.fromisoformat(text)
        else:
            month = month_of(typed[2]) or typed[2]
            found = dt.date(int(typed[3]), int(month), int(typed[1]))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


ROOM = Room(
    name="record",
    pages=(
        Page(path="/record", show=_list),
        Page(path="/record/{ref}", show=_one),
        *record_seals.PAGES,
        *decision_records.PAGES,
    ),
    acts=record_seals.ACTS,
)

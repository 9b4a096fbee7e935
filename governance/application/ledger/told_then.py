"""What there is to say of a thing as it stood: facts to be kept, and put into words later.

Asked at a desk over the rebuilt states of that day. A fact is its name, how its value is to be
said (`day`, `money` in pence, `term`, `state` of a lifecycle, `text`, `quorum`), and the value.
People stand in it by their keys, so that a name that is erased lies in no result that was kept.
Nothing in it is what only some may read, such as evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from governance.application.commissions import queries as commissions
from governance.application.cover.checking import body_check
from governance.application.desk import Desk
from governance.application.next_steps import next_steps
from governance.application.next_steps import page as report_page
from governance.application.rulebook import queries as rulebooks
from governance.application.subjects import find_subject
from governance.domain.errors import Unusable

Fact = tuple[str, str, Any]
"""A name, how the value is to be said, and the value; None where there is none."""


def told_then(desk: Desk, name: str) -> dict[str, Any]:
    """A commission, report, body or version of a rulebook as the desk's day has it.

    `rows` are facts, `tables` facts by line under the names of the columns, `moves` what was open.
    Raises `Unusable` where there was no such thing, and for a thing of another kind.
    """
    table, row = find_subject(desk, name)
    tells = TELLS.get(table)
    if tells is None:
        raise Unusable.one("as_it_stood.no_page", ref=row.ref)
    return {"table": table, "ref": row.ref, **tells(desk, row.ref)}


def _facts(*facts: Fact) -> list[list[Any]]:
    return [[name, how, _plain(value)] for name, how, value in facts if value not in (None, "")]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _table(
    name: str, columns: Sequence[tuple[str, str]], lines: Iterable[Sequence[Any]]
) -> dict[str, Any]:
    return {
        "name": name,
        "columns": [list(one) for one in columns],
        "lines": [[_plain(value) for value in line] for line in lines],
    }


def _commission(desk: Desk, ref: str) -> dict[str, Any]:
    told = commissions.show(desk, commission=ref)
    titles = {one["key"]: one["title"] for one in told["stages"]}
    lead = desk.by_id("person", desk.row("commission", ref).lead_id)
    return {
        "title": told["title"],
        "rows": _facts(
            ("state", "state", ["commission", told["state"]]),
            ("lead", "people", [] if lead is None else [lead.key]),
            ("ends", "day", told["end_date"]),
            ("value", "money", told["value"]),
            ("partners", "list", [one["name"] for one in told["partners"]]),
            ("framework", "text", told["framework"]),
            ("need", "text", told["need"]),
        ),
        "tables": [
            _table(
                "stages",
                (("stage", "text"), ("state", "state"), ("began", "day"), ("done", "day")),
                (
                    (s["title"], ["stage", s["state"]], s["opened_on"], s["completed_on"])
                    for s in told["stages"]
                ),
            ),
            _table(
                "reports",
                (("ref", "text"), ("title_of", "text"), ("state", "state"), ("outcome", "term")),
                (
                    (r["ref"], r["title"], ["proposal", r["state"]], r["outcome"])
                    for r in told["reports"]
                ),
            ),
            _table(
                "agreements",
                (("ref", "text"), ("title_of", "text"), ("state", "state"), ("ends", "day")),
                (
                    (a["ref"], a["title"], ["agreement", a["state"]], a["ends_on"])
                    for a in told["agreements"]
                ),
            ),
        ],
        "moves": [
            {
                "kind": "commission" if one["about"] == "commission" else "stage",
                "move": one["move"],
                "stage": titles.get(one["about"], ""),
            }
            for one in next_steps(desk, ref)["moves"]
            if one["open"]
        ],
    }


def _report(desk: Desk, ref: str) -> dict[str, Any]:
    told = report_page(desk, ref)
    titles = {one["decider"]: one["title"] for one in told["path"]}
    return {
        "title": told["title"],
        "rows": _facts(
            ("state", "state", ["proposal", told["state"]]),
            ("outcome", "term", told["outcome"]),
            ("kind", "term", told["kind"]),
            ("commission", "text", told["commission"]),
            ("value", "money", told["value"]),
            ("rule", "text", told["rule"]),
            ("decider", "text", titles.get(told["decider"], told["decider"])),
            ("procedure", "text", told["procedure"]),
            ("recommendation", "text", told["recommendation"]),
            ("decided", "day", told["decided_on"]),
            ("published", "day", told["published_on"]),
            ("effective", "day", told["effective_on"]),
        ),
        "tables": [
            _table(
                "path",
                (("who", "text"), ("step", "term"), ("state", "term"), ("on", "day")),
                ((s["title"], s["kind"], s["state"], s["on"]) for s in told["path"]),
            ),
            _table(
                "decisions",
                (("who", "text"), ("on", "day"), ("outcome", "term"), ("verbatim", "text")),
                ((d["title"], d["on"], d["outcome"], d["verbatim"]) for d in told["decisions"]),
            ),
        ],
        "moves": [],
    }


def _body(desk: Desk, ref: str) -> dict[str, Any]:
    view = body_check(desk, ref).view
    facts, quorum = view.facts, view.quorum
    asked = None
    if quorum is not None:
        asked = {
            "needed": quorum.needed,
            "share": None if quorum.share is None else list(quorum.share),
            "minima": [list(one) for one in quorum.minima],
            "share_of": quorum.share_of,
        }
    return {
        "title": facts.title,
        "rows": _facts(
            ("standing", "standing", facts.row.standing),
            ("terms", "text", None if facts.terms is None else facts.terms.title),
            ("chair", "people", [one.key for one in facts.chairs]),
            ("vice", "people", [one.key for one in facts.vices]),
            ("quorum", "quorum", asked),
        ),
        "tables": [
            _table(
                "seats",
                (
                    ("seat", "text"),
                    ("member", "member"),
                    ("until", "day"),
                    ("substitutes", "people"),
                ),
                (
                    (
                        seat.title,
                        None if held is None else held.person.key,
                        None if held is None else held.end,
                        [] if held is None else [one.key for one in held.substitutes],
                    )
                    for seat in view.seats
                    for held in (seat.appointment,)
                ),
            )
        ],
        "moves": [],
    }


def _rules(desk: Desk, ref: str) -> dict[str, Any]:
    told = rulebooks.show(desk, ref)
    others = rulebooks.versions(desk, kind=told["kind"], all_versions=True)
    return {
        "title": told["title"],
        "rows": _facts(
            ("kind", "term", told["kind"]),
            ("number", "text", str(told["number"])),
            ("state", "state", ["rulebook_version", told["state"]]),
            ("from", "day", told["effective_from"]),
            ("superseded", "day", told["superseded_on"]),
        ),
        "tables": [
            _table(
                "versions",
                (("ref", "text"), ("number", "text"), ("state", "state"), ("from", "day")),
                (
                    (
                        one["ref"],
                        str(one["number"]),
                        ["rulebook_version", one["state"]],
                        one["effective_from"],
                    )
                    for one in others
                    if one["key"] == told["key"]
                ),
            )
        ],
        "moves": [],
        "text": told["text"],
    }


TELLS: Final[Mapping[str, Callable[[Desk, str], dict[str, Any]]]] = {
    "body": _body,
    "commission": _commission,
    "proposal": _report,
    "rulebook_version": _rules,
}
"""Who tells of what, by its table."""

"""Which rulebooks there are, what a version says and by what right, and how two differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.rulebook import queries
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.moves import moves
from governance.interfaces.said import offered
from governance.interfaces.web.fields import Day
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.rules.changed_lines import passages
from governance.interfaces.web.rooms.rules.common import (
    asked,
    is_draft,
    missing_in,
    tabs,
    version_of,
)
from governance.interfaces.web.rooms.rules.loading import EDITED_AT
from governance.interfaces.web.visit import Visit

_PATHS = {
    "revise": "edit",
    "prove": "check",
    "acknowledge_findings": "check",
    "cite_resolution": "cite",
    "adopt": "adopt",
    "adopt_by_act": "adopt",
    "withdraw": "withdraw",
    "propose": "propose",
    "begin_draft": "draft",
}
"""Where each move of a version is made."""
ON = Day(name="on", required=False)
_KEPT = ("in_force", "adopted", "draft", "proved", "findings_acknowledged")


def _list(visit: Visit) -> Response:
    every = visit.query.get("show") == "all"
    named = visit.query.get("kind")
    kind = named if named in KINDS else None
    fields, values, wrong, typed = asked(visit, [ON], key="rules.list")
    rows = queries.versions(visit.desk, kind=kind, on=values.get("on"), all_versions=every)
    return visit.render(
        "rules/list.html",
        groups=[
            (name, _rulebooks(one for one in rows if one["kind"] == name))
            for name in KINDS
            if kind in (None, name)
        ],
        kinds=list(KINDS),
        kind=kind,
        every=every,
        fields=fields,
        typed=typed,
        wrong={one.field: one.words for one in wrong},
        errors=[{"text": one.words, "href": f"#{one.id}"} for one in wrong],
        on=values.get("on"),
        constituted=visit.desk.partnership.constituted_on is not None,
    )


def _rulebooks(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The versions of a kind by rulebook: what is in force first, then what may come."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(row)
    return [
        {
            "key": key,
            "title": _leading(versions)["title"],
            "versions": sorted(versions, key=_place),
        }
        for key, versions in sorted(found.items())
    ]


def _leading(versions: list[dict[str, Any]]) -> dict[str, Any]:
    return min(versions, key=_place)


def _place(version: dict[str, Any]) -> tuple[int, int]:
    state = version["state"]
    return (_KEPT.index(state) if state in _KEPT else len(_KEPT), -version["number"])


def _page(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["ref"])
    row = version_of(visit)
    others = [
        one
        for one in queries.versions(visit.desk, kind=found["kind"])
        if one["key"] == found["key"] and one["ref"] != found["ref"]
    ]
    return visit.render(
        "rules/version.html",
        version=found,
        others=others,
        right=_right(found),
        tabs=tabs(visit, row, ""),
        draft=is_draft(row),
        moves_offered=moves_of(visit, row),
        missing=missing_in(visit, row),
        heading=words.say(f"rulebook.contents.{found['kind']}", {}),
    )


def _right(found: dict[str, Any]) -> str:
    """By what right a version is in force."""
    if found["authority"] is None:
        return ""
    return words.say(f"rulebook.right.{found['authority']['kind']}", found["authority"])


def moves_of(visit: Visit, row: Any) -> list[dict[str, Any]]:
    """What can be done with a version; some are edited otherwise than as text, too."""
    found = moves(visit.desk, row.ref)
    where = EDITED_AT.get(row.kind)
    table = [
        offered(
            words.say(f"web.rules.move.edit_{where}", {}),
            visit.url(f"/rules/{row.ref}/{where}"),
            one["refusals"],
        )
        for one in found
        if one["move"] == "revise" and where is not None
    ]
    return table + [
        offered(
            words.say(f"web.rules.move.{one['move']}", {}),
            visit.url(f"/rules/{row.ref}/{_PATHS[one['move']]}"),
            one["refusals"],
        )
        for one in found
    ]


def _text(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["ref"])
    lines = found["text"].splitlines()
    return visit.render("rules/text.html", version=found, lines=lines)


def _differences(visit: Visit) -> Response:
    row = version_of(visit)
    others = [
        one
        for one in queries.versions(visit.desk, kind=row.kind)
        if one["key"] == row.key and one["ref"] != row.ref
    ]
    before = [one for one in others if one["number"] < row.number and one["state"] != "withdrawn"]
    usual = before[-1]["ref"] if before else (others[0]["ref"] if others else None)
    other = visit.query.get("with") or usual
    found = None if other is None else queries.difference(visit.desk, other, row.ref)
    shown = passages(() if found is None else found["lines"])
    return visit.render(
        "rules/differences.html",
        version=row,
        others=others,
        other=other,
        found=found,
        passages=shown,
        counted=Counter(line.what for passage in shown for line in passage),
        draft=is_draft(row),
    )


PAGES = (
    Page(path="/rules", show=_list),
    Page(path="/rules/{ref}", show=_page),
    Page(path="/rules/{ref}/text", show=_text),
    Page(path="/rules/{ref}/differences", show=_differences),
)
ACTS = ()

"""A body's terms of reference from its own page: begun where it has none, changed where it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from governance import words
from governance.application.bodies.writing_terms import must_write_terms, write_terms
from governance.application.desk import Desk
from governance.application.permissions import why_not
from governance.application.rulebook.bundled import bundled, bundled_titles
from governance.application.rulebook.moves import against_loading
from governance.application.rulebook.queries import versions_of
from governance.domain.errors import Problem
from governance.interfaces.said import offered, reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Field, Option, Pick, Text
from governance.interfaces.web.rooms.rules.terms_known import anybody
from governance.interfaces.web.visit import Visit
from statemachines.rulebook import BEFORE_ADOPTION


def ways(visit: Visit, body: Any, in_force: Any | None) -> list[dict[str, Any]]:
    """How a body's terms are changed or written: going on with a draft, or beginning one."""
    if drafts := _drafts_of(visit.desk, body):
        return [
            offered(
                words.say("web.bodies.terms_draft", {"ref": one["ref"]}),
                visit.url(f"/rules/{one['ref']}/terms"),
                (),
            )
            for one in drafts
        ]
    against = against_loading(visit.desk)
    if in_force is not None:
        told = words.say("web.bodies.change_terms", {})
        return [offered(told, visit.url(f"/rules/{in_force.ref}/draft"), against)]
    told = words.say("web.bodies.to_write_terms", {})
    return [offered(told, visit.url(f"/bodies/{body.key}/write-terms"), against)]


def _drafts_of(desk: Desk, body: Any) -> list[dict[str, Any]]:
    """The drafts of a body's terms that are not adopted yet, the latest first."""
    if body.terms_key is None:
        return []
    rows = versions_of(desk, kind="terms", key=body.terms_key)
    mine = [one for one in rows if one["state"] in BEFORE_ADOPTION]
    return sorted(mine, key=lambda one: -int(one["number"]))


def _starting() -> dict[str, Any]:
    return {name: file for name, file in bundled().items() if file.parent.name == "terms"}


def _texts() -> list[Option]:
    """The starting texts of terms of reference by their titles."""
    titles = bundled_titles()
    found = [Option(name, titles[name][1]) for name in _starting()]
    return sorted(found, key=lambda one: one.text.casefold())


def _fields(visit: Visit) -> Sequence[Field]:
    return (
        Text(name="title"),
        Pick(name="appointed_by", options=anybody(visit)),
        Pick(name="starting", options=_texts(), required=False),
        Text(name="seat", required=False),
    )


def _about(visit: Visit) -> About:
    row = visit.desk.row("body", visit.path["ref"])
    title = words.say("web.bodies.write_terms.of", {"body": row.name})
    against = why_not(must_write_terms, visit.desk, row) or against_loading(visit.desk)
    return About(
        closed=[reason(one.code, one.params) for one in against],
        params={"body": row.name},
        seen=row.version,
        values={"title": title},
        back=visit.url(f"/bodies/{row.key}"),
    )


def _write(desk: Desk, said: Said) -> Done:
    file = _starting().get(said.get("starting", ""))
    receipt = write_terms(
        desk,
        body=said.ref,
        title=said["title"],
        appointed_by=said["appointed_by"],
        starting=None if file is None else (file.read_bytes(), file.name),
        seat=said.get("seat"),
    )
    return Done(receipt=receipt, to="/rules/{new}/terms", code="web.bodies.write_terms.done")


def _beside(visit: Visit, problem: Problem) -> str | None:
    del visit
    return "seat" if problem.code == "bodies.seat_and_text" else None


ACTS = (
    Act(
        key="bodies.write_terms",
        path="/bodies/{ref}/write-terms",
        about=_about,
        fields=_fields,
        do=_write,
        to="/bodies/{ref}",
        placed=_beside,
    ),
)

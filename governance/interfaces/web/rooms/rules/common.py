"""What the pages of rules share: a version as people name it, its tabs, a day that is asked for."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook.acts import may_revise
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.missing import missing
from governance.application.rulebook.naming import find_version
from governance.domain.authority.model import Scheme
from governance.domain.errors import Refused, Unusable
from governance.interfaces.said import reason, reasons
from governance.interfaces.web.acts import About
from governance.interfaces.web.fields import Day, Field, FieldError, read_fields
from governance.interfaces.web.forms import Form
from governance.interfaces.web.visit import Visit
from statemachines.rulebook import BEFORE_ADOPTION

TABS = ("", "check", "table", "line", "who", "compare", "cover")
"""Pages of a scheme, by the end of their address."""
FROM = Day(name="from", required=False)


def version_of(visit: Visit) -> Any:
    """The version that the address names."""
    return find_version(visit.desk, visit.path["ref"])


def scheme_of(visit: Visit) -> tuple[Any, Scheme]:
    """The version of a scheme that the address names. Raises `Unusable` for another rulebook."""
    return scheme_at(visit.desk, visit.path["ref"])


def scheme_at(desk: Desk, name: str) -> tuple[Any, Scheme]:
    """The version of a scheme of that name. Raises `Unusable` for another rulebook."""
    row = find_version(desk, name)
    says = meaning(desk, row)
    if not isinstance(says, Scheme):
        raise Unusable.one("cover.not_a_scheme", ref=row.ref, kind=row.kind)
    return row, says


def is_draft(row: Any) -> bool:
    """Whether a version's text may still change."""
    return row.state in BEFORE_ADOPTION


def named(row: Any) -> dict[str, Any]:
    """What titles and banners say of a version."""
    return {"ref": row.ref, "title": row.title, "number": row.number, "kind": row.kind}


ROW = "row"
"""What says in the address of a form which row it is about, besides its number."""


def mark(*says: Any) -> str:
    """A short digest of what a row is: the same wherever the row stands."""
    return hashlib.sha256(json.dumps(says, default=str).encode()).hexdigest()[:16]


def row_at(marks: Sequence[str], named: str, marked: str | None) -> int:
    """The row that an address names by its number and, once it was shown, by its mark.

    Rows may have moved since: the mark decides, so that nobody writes into another row than they
    saw. Raises `Unusable` where there is none such, or none any more.
    """
    if not (named.isascii() and named.isdecimal() and len(named) < 7):
        raise Unusable.one("web.scheme.row_gone", row=named[:20])
    number = int(named)
    if not marked:
        if number >= len(marks):
            raise Unusable.one("web.scheme.row_gone", row=named)
        return number
    if number < len(marks) and marks[number] == marked:
        return number
    if marked not in marks:
        raise Unusable.one("web.rules.row_changed")
    return marks.index(marked)


def about(visit: Visit, **more: Any) -> About:
    """What an act on a version knows of it; `more` are the other parts of `About`."""
    row = version_of(visit)
    params = {**named(row), **more.pop("params", {})}
    return About(params=params, seen=row.version, **more)


def about_editing(visit: Visit, **more: Any) -> About:
    """As `about`, with what is against changing the version's text."""
    closed: list[dict[str, str]] = []
    try:
        may_revise(visit.desk, version_of(visit).ref)
    except Refused as error:
        closed = reasons(error)
    return about(visit, closed=closed, **more)


def about_adopting(visit: Visit) -> About:
    """As `about`, with what the version names that is not here: it is said before it binds."""
    return about(visit, more={"missing": missing_in(visit, version_of(visit))})


def missing_in(visit: Visit, row: Any) -> list[dict[str, Any]]:
    """What a draft names that is not here, in words, each with its line; nothing once adopted."""
    if not is_draft(row):
        return []
    return [
        {**reason(one.refusal.code, one.refusal.params), "line": one.line}
        for one in missing(visit.desk, row)
    ]


def tabs(visit: Visit, row: Any, active: str) -> list[dict[str, Any]]:
    """The pages of a scheme; none for other rulebooks."""
    if row.kind != "scheme":
        return []
    return [
        {
            "text": words.say(f"web.rules.tab.{one or 'version'}", {}),
            "href": visit.url(f"/rules/{row.ref}" + (f"/{one}" if one else "")),
            "active": one == active,
        }
        for one in TABS
    ]


def asked(
    visit: Visit, fields: Sequence[Field], *, key: str
) -> tuple[list[Field], dict[str, Any], list[FieldError], dict[str, list[str]]]:
    """The fields of a form that is sent with GET, what they say, what is wrong, and as typed."""
    ready = [one.named(key) for one in fields]
    typed = {name: visit.query.getlist(name) for name in visit.query}
    values, wrong = read_fields(ready, Form(typed))
    return ready, values, wrong, typed


def day_asked(query: Mapping[str, str]) -> dt.date | None:
    """The day that an address asks about; None where it says none, or none that exists."""
    typed = {name: [value] for name, value in query.items()}
    values, _ = read_fields([FROM.named("rules.check")], Form(typed))
    found: dt.date | None = values.get("from")
    return found

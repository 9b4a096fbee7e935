"""Beginning the terms of reference of a body that has none: from a starting text, or from little.

A draft is always a whole text, so even the shortest has a kind of member, a seat with a vote and
somebody who appoints the chair; everything else is written from there, in forms or as text.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.acts import must_match
from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.naming import LONGEST_NAME, name_problems
from governance.application.permissions import ADMINISTRATOR, must_be
from governance.application.rulebook.loading import load
from governance.application.rulebook.parts import Document, at, document_of, put, tidy
from governance.domain.bodies.loading import FORMAT
from governance.domain.bodies.standing import LAW, Procedure, Standing, Way
from governance.domain.errors import Problem, Refused, Unusable
from governance.store.tables import TABLES
from statemachines.permissions import Permission

_FIRST_SEAT: Final = "the first member"
_version = TABLES["rulebook_version"]
_STANDING = (
    select(_version.c.ref)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == "terms",
        _version.c.key == bindparam("key"),
        _version.c.state != "withdrawn",
    )
    .order_by(_version.c.number.desc())
    .limit(1)
)


def write_terms(
    desk: Desk,
    *,
    body: str,
    title: str,
    appointed_by: str,
    starting: tuple[bytes, str] | None = None,
    seat: str | None = None,
) -> Receipt:
    """Begin a draft of a body's terms, and have the body find them where it names none yet.

    `starting` is a text of terms and what errors call it; without one there is a single `seat`.
    The draft is for this body, of its standing, whatever the text says; what the law does not
    allow such a body is left out of it. Raises `Unusable` with everything wrong, `Refused` for
    whoever may not, and where the body's terms are written already.
    """
    row = desk.row("body", body)
    key = must_write_terms(desk, row)
    problems = [*name_problems(title), *(name_problems(seat) if seat is not None else ())]
    if seat is not None and starting is not None:
        problems.append(Problem("bodies.seat_and_text"))
    if problems:
        raise Unusable(problems)
    says = _blank(seat or _FIRST_SEAT) if starting is None else document_of(*starting)
    if not str(says.get("vires", "")).startswith("terms/"):
        raise Unusable.one("bodies.no_terms_text", file=starting[1] if starting else key)
    said = _lawful(
        put(
            {
                **{name: one for name, one in says.items() if name != "source"},
                "key": key,
                "title": title.strip()[:LONGEST_NAME],
                "body": row.key,
                "standing": row.standing,
            },
            ("chair", "appointed_by"),
            appointed_by,
        ),
        Standing(row.standing),
    )
    if row.terms_key is None:
        _name_terms(desk, row, key)
    return load(desk, tidy(said).encode(), f"{key}.yaml")


def must_write_terms(desk: Desk, body: Any) -> str:
    """The key of the terms that a body's row can be given.

    Raises `Refused` for whoever may not write them, and where they are written already.
    """
    must_be(desk, Permission.SECRETARY, Permission.PROPER_OFFICER, ADMINISTRATOR)
    key = str(body.terms_key or f"{body.key}-terms"[:80])
    if (before := desk.first(_STANDING, key=key)) is not None:
        raise Refused.one("bodies.terms_written", body=body.name, ref=before.ref)
    return key


def _name_terms(desk: Desk, row: Any, key: str) -> None:
    """Have a body that names none be under the terms of that key once they are in force."""
    must_match(desk, key=row.key, standing=row.standing, terms_key=key)
    told = {"key": row.key, "terms_key": key}
    desk.apply(
        Change(
            kind="body.terms_named",
            table="body",
            subject=row,
            values={"terms_key": key},
            facts=told,
        )
    )


def _blank(seat: str) -> Document:
    return {
        "vires": FORMAT,
        "categories": {"member": {"one": "member", "many": "members"}},
        "seats": [{"key": "seat-1", "title": seat.strip(), "category": "member"}],
        "quorum": {"members": "1"},
        "decisions": {"without_vote": "yes", "method": "simple_majority"},
        "chair": {"after_consulting_members": "yes"},
        "meetings": {
            "notice": [{"kind": "agenda", "policy": "clear_working_days", "days": "5"}],
        },
    }


def _lawful(says: Document, standing: Standing) -> Document:
    """The terms without what the law does not allow a body of that standing."""
    law = LAW[standing]
    for way in Way:
        if way not in law.ways:
            says = put(says, ("between_meetings", str(way.value)), None)
    by_law = Procedure.FORMAL_VOTING in law.always and law.casting_vote
    if by_law and at(says, ("decisions", "casting_vote")) in ("no", "false"):
        says = put(says, ("decisions", "casting_vote"), None)
    return says

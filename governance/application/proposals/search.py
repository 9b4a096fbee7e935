"""Reports searched, narrowed down and paged, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.desk import Desk
from governance.application.people.queries import names
from governance.application.proposals.powers import titles
from governance.application.subjects import id_by_ref
from governance.store.lists import contains, in_list
from governance.store.tables import TABLES

_LAST: Final = "~"
"""What comes after every id. Ids are in the order of time, as references are."""

PAGE: Final = 25
"""Reports on a page, unless more are asked for."""

_proposal = TABLES["proposal"]
_commission = TABLES["commission"]
_here: Any = bindparam("partnership")
_before: Any = bindparam("before", type_=_proposal.c.id.type)
_text: Any = bindparam("text", type_=_proposal.c.ref.type)


def _whatever(flag: str, condition: Any) -> Any:
    """A condition that holds for everything unless it is asked for."""
    return or_(bindparam(flag), condition)


_SEARCH = (
    select(
        _proposal.c.ref,
        _proposal.c.title,
        _proposal.c.kind,
        _proposal.c.state,
        _proposal.c.outcome,
        _proposal.c.value,
        _proposal.c.decider,
        _proposal.c.decision_due,
        _proposal.c.decided_on,
        _proposal.c.author_id,
        _commission.c.ref.label("commission"),
        _commission.c.title.label("commission_title"),
    )
    .outerjoin(
        _commission,
        (_commission.c.partnership_id == _proposal.c.partnership_id)
        & (_commission.c.id == _proposal.c.commission_id),
    )
    .where(
        _proposal.c.partnership_id == _here,
        _proposal.c.id < _before,
        _whatever("any_state", in_list(_proposal.c.state, "states")),
        _whatever("any_kind", in_list(_proposal.c.kind, "kinds")),
        _whatever("any_decider", _proposal.c.decider == bindparam("decider")),
        _whatever("anybody", _proposal.c.author_id == bindparam("author")),
        _whatever(
            "any_text",
            or_(
                contains(_proposal.c.title, "part"),
                _proposal.c.ref == _text,
                _commission.c.ref == _text,
                contains(_commission.c.title, "part"),
            ),
        ),
    )
    .order_by(_proposal.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Found:
    """A page of reports, newest first; `more` is the reference to go on before, or None."""

    rows: list[dict[str, Any]]
    more: str | None


def search(
    desk: Desk,
    *,
    text: str = "",
    states: Sequence[str] = (),
    kinds: Sequence[str] = (),
    decider: str | None = None,
    mine: bool = False,
    before: str = "",
    most: int = PAGE,
) -> Found:
    """Reports whose title, commission or reference answers to a text, narrowed down.

    `states` and `kinds` are any of those named, or all; `decider` a key; `mine` those the actor
    wrote; `before` the reference that the page before ended with. A few statements for a page and
    its names, however many reports there are.
    """
    wanted = text.replace("\x00", "").strip()
    rows = desk.all(
        _SEARCH,
        before=(id_by_ref(desk, before.upper()) if before else None) or _LAST,
        states=list(states),
        any_state=not states,
        kinds=list(kinds),
        any_kind=not kinds,
        decider=decider or "",
        any_decider=not decider,
        author=desk.actor.person_id or "",
        anybody=not mine,
        text=wanted.upper(),
        part=wanted,
        any_text=not wanted,
        most=most + 1,
    )
    page = rows[:most]
    called = titles(desk, None, {row.decider for row in page if row.decider})
    people = names(desk, {row.author_id for row in page if row.author_id})
    return Found(
        rows=[
            {
                **row._asdict(),
                "decider_title": called.get(row.decider),
                "author": people.get(row.author_id),
                "overdue": row.decided_on is None
                and row.decision_due is not None
                and row.decision_due < desk.today
                and row.state not in ("withdrawn", "lapsed"),
            }
            for row in page
        ],
        more=page[-1].ref if len(rows) > most else None,
    )

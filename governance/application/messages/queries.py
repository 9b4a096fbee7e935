"""Which messages there are, whom they are for, what became of them, and what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, or_, select

from governance.application.desk import Desk
from governance.application.messages.attempts import attempts_of
from governance.application.messages.wording import Text, text_of
from governance.application.people.queries import names
from governance.application.subjects import find_subject, refs
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.message import MESSAGE

STATES: Final = MESSAGE.state_names

OPEN: Final = ("queued", "failed", "uncertain", "parked")
"""States of messages that still want something; shown unless a state is named."""

SHORT: Final = 8
"""Letters of a message's id that are enough to name it: its last ones."""

MOST: Final = 100
"""Messages listed unless more are asked for."""

_message = TABLES["message"]
_here = _message.c.partnership_id == bindparam("partnership")
_person, _subject = (cast(bindparam(name), String) for name in ("person", "subject"))
"""PostgreSQL has to be told what a value is that is compared with nothing else."""
_newest = (_message.c.created_at.desc(), _message.c.id.desc())
_LISTED = (
    select(_message)
    .where(
        _here,
        in_list(_message.c.state, "states"),
        or_(_person.is_(None), _message.c.person_id == _person),
        or_(_subject.is_(None), _message.c.subject_id == _subject),
    )
    .order_by(*_newest)
    .limit(bindparam("most"))
)
_BY_ID = select(_message).where(_here, _message.c.id == bindparam("id"))
_BY_ENDING = (
    select(_message)
    .where(_here, _message.c.id.like(bindparam("ending")))
    .order_by(*_newest)
    .limit(2)
)
_ENDING = re.compile(r"[0-9a-f-]{4,36}")
_CAME_OF = (
    select(_message)
    .where(
        _here,
        _message.c.subject_id == bindparam("subject"),
        _message.c.origin_id == bindparam("origin"),
    )
    .order_by(_message.c.id)
)


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as a list shows it: `about` is its subject's reference, `to` whom it is for."""

    row: Any
    about: str
    to: str

    @property
    def short(self) -> str:
        """Enough of the id to name the message."""
        return str(self.row.id[-SHORT:])

    def plain(self) -> dict[str, Any]:
        """The message for JSON."""
        row = self.row
        return {
            "id": row.id,
            "template": row.template,
            "about": self.about,
            "to": self.to,
            "recipient": row.recipient,
            "state": row.state,
            "created_at": row.created_at.isoformat(),
            "not_before": row.not_before.isoformat() if row.not_before else None,
            "settled_at": row.settled_at.isoformat() if row.settled_at else None,
            "trouble": row.trouble,
            "origin": row.origin_id,
        }


@dataclass(frozen=True, slots=True)
class MessagePage:
    """One message whole: its attempts, its text, and the messages that came of it.

    `text` is None where it is for no one person yet, or cannot be put into words.
    """

    view: MessageView
    attempts: tuple[Any, ...]
    text: Text | None
    came_of_it: tuple[MessageView, ...]

    def plain(self) -> dict[str, Any]:
        """The page for JSON."""
        return {
            **self.view.plain(),
            "subject": self.text.subject if self.text else None,
            "body": self.text.body if self.text else None,
            "attempts": [
                {
                    "number": one.number,
                    "carrier": one.carrier,
                    "began_at": one.began_at.isoformat(),
                    "ended_at": one.ended_at.isoformat() if one.ended_at else None,
                    "outcome": one.outcome,
                    "detail": one.detail,
                }
                for one in self.attempts
            ],
            "came_of_it": [view.plain() for view in self.came_of_it],
        }


def messages(
    desk: Desk,
    *,
    state: str | None = None,
    to: str | None = None,
    about: str | None = None,
    most: int = MOST,
) -> list[MessageView]:
    """Messages, the newest first; those that still want something unless a state is named.

    `state` may be `all`; `to` is a person, `about` any subject. Raises `Unusable` for names
    that nobody knows.
    """
    if state is not None and state not in ("all", *STATES):
        near = nearest(state, ("all", *STATES))
        raise Unusable.one("name.unknown", what="state", name=state[:80], nearest=near)
    states = OPEN if state is None else STATES if state == "all" else (state,)
    rows = desk.all(
        _LISTED,
        states=list(states),
        person=desk.row("person", to).id if to is not None else None,
        subject=find_subject(desk, about)[1].id if about is not None else None,
        most=most,
    )
    return views(desk, rows)


def message_named(desk: Desk, message_id: str) -> Any:
    """The message of that id, or of its last letters.

    Raises `Unusable` where there is none, or more than one with that ending.
    """
    row = desk.first(_BY_ID, id=message_id)
    if row is not None:
        return row
    ending = message_id.strip().lower()
    found = desk.all(_BY_ENDING, ending=f"%{ending}") if _ENDING.fullmatch(ending) else []
    if len(found) == 1:
        return found[0]
    code = "message.ambiguous" if found else "message.unknown"
    raise Unusable.one(code, id=message_id[:80])


def message_page(desk: Desk, message_id: str) -> MessagePage:
    """One message with everything about it. Raises `Unusable` where there is none."""
    row = message_named(desk, message_id)
    text = None
    if row.person_id is not None:
        try:
            text = text_of(desk, row)
        except Unusable:
            text = None
    came = desk.all(_CAME_OF, subject=row.subject_id, origin=row.id)
    return MessagePage(
        view=views(desk, [row])[0],
        attempts=tuple(attempts_of(desk, row.id)),
        text=text,
        came_of_it=tuple(views(desk, came)),
    )


def views(desk: Desk, rows: list[Any]) -> list[MessageView]:
    """Messages as lists show them."""
    called = names(desk, [row.person_id for row in rows if row.person_id is not None])
    about = refs(desk, [(row.subject_table, row.subject_id) for row in rows])
    return [
        MessageView(
            row=row,
            about=about.get(row.subject_id, row.subject_id),
            to=called.get(row.person_id, row.recipient or ""),
        )
        for row in rows
    ]

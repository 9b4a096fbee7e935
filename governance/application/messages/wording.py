"""What a message says to its person: the template's text, and why it is they who get it.

Names are looked up when the text is wanted; a message's row keeps nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.adapters.carriers import Letter
from governance.adapters.templates import template
from governance.application.desk import Desk
from governance.application.messages.addressing import reached
from governance.application.messages.attempts import reference_of
from governance.application.messages.parking import INSTEAD
from governance.application.messages.times import DIGEST
from governance.application.people.queries import name_of, names
from governance.application.subjects import refs
from governance.domain.errors import Unusable
from governance.domain.messages import render
from governance.domain.messages.rendering import whom
from governance.store.lists import in_list
from governance.store.tables import TABLES

_message = TABLES["message"]
_text = TABLES["private_text"]

_BY_IDS = (
    select(_message)
    .where(_message.c.partnership_id == bindparam("partnership"), in_list(_message.c.id, "ids"))
    .order_by(_message.c.created_at, _message.c.id)
)
_ADDRESS = select(_text.c.text).where(
    _text.c.partnership_id == bindparam("partnership"), _text.c.id == bindparam("id")
)


@dataclass(frozen=True, slots=True)
class Text:
    """A subject on one line, and a body in plain text."""

    subject: str
    body: str


def is_urgent(name: str) -> bool:
    """Whether messages of a template wait for no digest and no quiet day.

    One that is unknown or cannot be read is not: its messages come to grief when they are written,
    and hold up no others.
    """
    try:
        return template(name).urgent
    except Unusable:
        return False


def letter_to(desk: Desk, row: Any, person: Any) -> Letter:
    """The letter that a message is. Raises `Unusable` where it cannot be made or addressed."""
    text = text_of(desk, row)
    address = address_of(desk, person)
    if address is None:
        raise Unusable.one("message.no_address", person=person.key)
    return Letter(
        to=address,
        name=name_of(desk, person),
        subject=text.subject,
        body=text.body,
        reference=reference_of(desk, row),
        written_at=desk.now,
    )


def address_of(desk: Desk, person: Any) -> str | None:
    """Where a person's messages go; None where no address was given, or it was erased."""
    if person.address_id is None:
        return None
    found = desk.first(_ADDRESS, id=person.address_id)
    return found.text if found is not None else None


def text_of(desk: Desk, row: Any, *, because: bool = True) -> Text:
    """What a message says. Raises `Unusable` naming what its template lacks.

    Without `because` it does not say why its person gets it: somebody else reads it.
    """
    found = template(row.template)
    why = _why(desk, row.params.get("because") if because else None)
    params = {**row.params, **_looked_up(desk, row), **_owners(desk, row), "why_you": why}
    subject, body = (words.capital(text) for text in render(found, params))
    if why and "why_you" not in found.params:
        body = f"{body.rstrip()}\n\n{why}\n"
    return Text(subject, body)


def _why(desk: Desk, because: Mapping[str, Any] | None) -> str:
    """Why somebody is told, in a sentence; empty for a message written to them from the start."""
    if because is None:
        return ""
    params = dict(because["params"])
    if "who" in params:
        params["who"] = names(desk, [params["who"]]).get(params["who"], words.term("somebody"))
    return words.say(because["code"], params)


def _owners(desk: Desk, row: Any) -> dict[str, Any]:
    """Who a deadline's owner is on the day the message is read, by name; empty for others.

    A secretary who hears of it because nobody is the owner is not named as one.
    """
    owner = row.params.get("owner")
    if row.prompt_id is None or owner is None:
        return {}
    about = (row.subject_table, row.subject_id)
    meant = reached(desk, owner, subject=about, on=desk.today)
    found = names(desk, [] if meant.instead else [to.person.id for to in meant.people])
    return {"owners": list(found.values())}


def _looked_up(desk: Desk, row: Any) -> dict[str, Any]:
    """Parameters that are worked out from other messages."""
    if row.template == DIGEST:
        return {"entries": _gathered(desk, row)}
    if row.template == INSTEAD:
        return _another(desk, row)
    return {}


def _gathered(desk: Desk, row: Any) -> list[dict[str, str]]:
    rows = desk.all(_BY_IDS, ids=list(row.params["messages"]))
    texts = [text_of(desk, one) for one in rows]
    return [{"subject": text.subject, "body": text.body} for text in texts]


def _another(desk: Desk, row: Any) -> dict[str, Any]:
    """What somebody else was to be told, and why they were not."""
    message = desk.by_id("message", row.params["message"])
    person = desk.by_id("person", row.params["who"])
    try:
        text = text_of(desk, message, because=False)
    except Unusable:  # that is why it was parked: what it is about can be said all the same
        about = refs(desk, [(message.subject_table, message.subject_id)])
        said = words.term(message.template)
        said = f"{said[:1].upper()}{said[1:]}: {about.get(message.subject_id, '')}".rstrip(": ")
        text = Text(said, words.term("text_unknown"))
    who = whom(message.recipient or "") if person is None else name_of(desk, person)
    told = dict(row.params["params"])
    if person is not None and "person" in told:
        told["person"] = who
    return {
        "who": who,
        "message": message.id,
        "subject": text.subject,
        "body": text.body,
        "reason": words.say(row.params["code"], told),
    }

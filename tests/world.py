"""A small example partnership, made through the real use cases from the shipped example's data.

Its keys are those of the shipped texts: the partnership's bodies, offices and partners. Every
person's key begins with "example"; nobody here is real.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from kept_worlds import once

from governance.application.change import Change
from governance.application.desk import Desk, acting, looking
from governance.application.people import acts as people
from governance.application.rulebook import acts as rulebook
from governance.configuration import config_dir
from governance.domain.texts import parse
from governance.interfaces.story.cast import (
    add_bodies,
    add_organisations,
    add_people,
    agree_rulebooks,
    cast,
    record_chairs,
)
from governance.store.engine import Store

CAST: Final = cast()
KEY: Final = CAST.key
SEATS: Final[Mapping[str, Any]] = {key: one["seats"] for key, one in CAST.bodies.items()}
"""Who sits where: the member, then the substitutes in their order."""
RULEBOOKS: Final = tuple(file for file in CAST.files if not file.startswith("escalations/"))
"""The shipped texts that are in force, a scheme among them. No escalation policy is: a test of
one thing should not be told of another."""


@dataclass(frozen=True, slots=True)
class World:
    """The example partnership in a store, and the moment everything in it is in place."""

    store: Store
    now: dt.datetime
    key: str = KEY

    @contextmanager
    def acting(self, actor: str | None = None, *, now: dt.datetime | None = None) -> Iterator[Desk]:
        """A desk for an act; the operator's unless a person is named."""
        at = now or self.now
        with acting(self.store, now=at, partnership=self.key, actor=actor) as desk:
            yield desk

    @contextmanager
    def looking(
        self, actor: str | None = None, *, now: dt.datetime | None = None
    ) -> Iterator[Desk]:
        """A desk for a question."""
        at = now or self.now
        with looking(self.store, now=at, partnership=self.key, actor=actor) as desk:
            yield desk


def world(store: Store, now: dt.datetime, *, rulebooks: Sequence[str] = RULEBOOKS) -> World:
    """The example partnership with everybody in place since a year before `now`."""
    built = World(store, now)
    since = (now - dt.timedelta(days=365)).date()

    def build() -> None:
        people.create_partnership(store, key=KEY, name=CAST.name, now=now)
        with built.acting() as desk:
            add_organisations(desk, CAST)
            add_people(desk, CAST, since=since)
            constitute(desk, files=rulebooks, since=since)
            add_bodies(desk, CAST, since=since)
            record_chairs(desk, CAST, since=since)

    texts = hashlib.sha256(b"".join((config_dir() / file).read_bytes() for file in rulebooks))
    once(store, (now, tuple(rulebooks), texts.digest()), build)
    return built


def empty_world(store: Store, now: dt.datetime) -> World:
    """A partnership with nothing in it yet."""
    people.create_partnership(store, key=KEY, name=CAST.name, now=now)
    return World(store, now)


def constitute(desk: Desk, *, files: Sequence[str], since: dt.date) -> None:
    """Bring shipped texts into force by the consent of every partner."""
    agree_rulebooks(desk, CAST, files, since=since)


def cite(desk: Desk, ref: str, resolution: str, on: dt.date) -> None:
    """Take over another body's scheme, whatever was found in it acknowledged by its name."""
    found = rulebook.findings(desk, ref, start=on)["findings"]
    rulebook.cite(desk, ref, resolution, on, [one["name"] for one in found])


def bring_into_force(
    desk: Desk, *, kind: str, file: str, since: dt.date, text: bytes | None = None, number: int = 1
) -> None:
    """A text in force from a day, without constituting, proving or adopting anything.

    It is a shipped one, unless `text` says otherwise.
    """
    text = (config_dir() / file).read_bytes() if text is None else text
    node = parse(text, file).plain
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("rulebook_version"),
        "kind": kind,
        "key": node["key"],
        "number": number,
        "title": node["title"],
        "state": "in_force",
        "text": text,
        "digest": hashlib.sha256(text).hexdigest(),
        "file": file,
        "effective_from": since,
    }
    desk.apply(
        Change(kind="rulebook.constituted", table="rulebook_version", subject=None, values=values)
    )

"""Acts tried as everybody, on moments of the example's year that are put back after each try.

A form is had from the page of the act: what stands there before anything is typed stays, what must
be filled and is empty is filled by the kind of its field. A try that did something is undone by
putting the moment's database back; one that was refused has left nothing.
"""

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest
from browsing import Form, Site, main_form, text_of
from walking import HERE, Crowd

from governance.interfaces.story.player import Player
from governance.interfaces.web import fields as kinds
from governance.interfaces.web.acts import Act
from governance.interfaces.web.fields import Field
from governance.store.engine import Store, open_store

WHO = (
    "secretary",
    "commissioner",
    "auditor",
    "officer",
    "member",
    "scrutineer",
    "keeper",
    "plain",
    "stranger",
)
"""Everybody who tries every act: each role and standing of the example, an administrator who is
nothing else, somebody of the partnership without any role, and somebody of another partnership."""
LAST = "last"
"""The name of the moment after the year."""


# --- moments of the year


def without_log(content: bytes) -> bytes:
    """A database that says it has no write-ahead log: one in memory opens no other."""
    return content[:18] + b"\x01\x01" + content[20:]


def snapshot(store: Store) -> bytes:
    """The whole of a store, its write-ahead log too."""
    raw = store.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        kept = sqlite3.connect(":memory:")
        driver.backup(kept)
        content = kept.serialize()
        kept.close()
    finally:
        raw.close()
    return without_log(content)


@contextmanager
def moments_kept(
    wanted: Collection[str], kept: dict[str, bytes], *, every: int = 0
) -> Iterator[None]:
    """Keep the store before the acts of these moments, while the year is played in here.

    `every` keeps that of each so many steps as well.
    """
    step, count = Player.step, 0

    def stepped(player: Player) -> None:
        nonlocal count
        step(player)
        count += 1
        name = f"{player.now:%Y-%m-%dT%H:%M}"
        if name in wanted or (every and count % every == 0):
            kept[name] = snapshot(player.store)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Player, "step", stepped)
        yield


@dataclass(frozen=True)
class Step:
    """A form that is sent before anything is tried, so that there is what the trials are about.

    `name` is what trials call the moment after it, `moment` that of the year before it. Steps of
    one name are done in their order.
    """

    name: str
    moment: str
    who: str
    path: str
    typed: Mapping[str, Any]

    @classmethod
    def read(cls, line: str) -> "Step":
        name, moment, who, path, typed = line.split(" | ")
        return cls(name, moment, who, path, json.loads(typed or "{}"))


class World:
    """A moment, at which everybody may try what they like."""

    def __init__(
        self,
        name: str,
        content: bytes,
        now: dt.datetime,
        folder: Path,
        steps: Sequence[Step] = (),
    ) -> None:
        self.name = name
        self.store = open_store("sqlite://")
        self._put(content)
        self.site = Site(self.store, now, HERE, folder)
        self.crowd = Crowd(self.site)
        self._clients = {who: self.crowd.client(who) for who in WHO}
        self._csrf = {who: self.crowd.csrf(who) for who in WHO}
        for step in steps:
            self._do(step)
        self._content = snapshot(self.store)

    def _do(self, step: Step) -> None:
        path = _path(self, step.name, step.path, step.who)
        sent = form_of(self, step.name, path, step.who, step.typed)
        tried = self._sent(step.who, path, *sent)
        assert tried.done, f"{step.name}: {path} is answered {tried.status}: {tried.told}"

    def _put(self, content: bytes) -> None:
        raw = self.store.engine.raw_connection()
        driver = raw.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        kept = sqlite3.connect(":memory:")
        kept.deserialize(content)
        kept.backup(driver)
        kept.close()
        raw.close()

    def put_back(self) -> None:
        """Undo whatever was done since the moment."""
        self._put(self._content)

    def get(self, who: str, path: str) -> httpx.Response:
        return self._clients[who].get(f"/p/{HERE}{path}")

    def post(self, who: str, path: str, form: Mapping[str, Any], files: Any) -> "Tried":
        """Send a form as somebody: what came of it. What was done is undone."""
        tried = self._sent(who, path, form, files)
        if tried.done:
            self.put_back()
        return tried

    def _sent(self, who: str, path: str, form: Mapping[str, Any], files: Any) -> "Tried":
        data = {**form, "csrf": self._csrf[who], "checked": "yes"}
        answer = self._clients[who].post(f"/p/{HERE}{path}", data=data, files=files or None)
        to = answer.headers.get("location", "")
        done = answer.status_code == 303 and "/sign-in" not in urlsplit(to).path
        return Tried(done, answer.status_code, answer)


@dataclass(frozen=True)
class Tried:
    """What came of a try."""

    done: bool
    status: int
    answer: httpx.Response = field(repr=False)

    @property
    def told(self) -> str:
        """What was against it."""
        return text_of(self.answer).partition("There is a problem")[2][:300]


# --- forms that are valid

_asked: list[Sequence[Field]] = []


@contextmanager
def fields_seen() -> Iterator[None]:
    """Note the fields of each act that is asked for in here."""
    asked: Callable[..., list[Field]] = Act.asked

    def noted(act: Act, visit: Any) -> list[Field]:
        found = asked(act, visit)
        _asked[:] = [found]
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Act, "asked", noted)
        yield


TEXTS: Mapping[str, str] = {
    "key": "example-new",
    "name": "Somebody new",
    "address": "someone@partner.example",
}
"""What is typed into a line of text by its name; anything else is a sentence."""
SENTENCE = "So that it can be tried."
FILE = ("example.txt", b"What an example says.\n", "text/plain")


def first_of(one: Any) -> list[str]:
    """The first thing that can be chosen."""
    return [option.value for option in one.options if option.value][:1]


def filling(one: Field, today: dt.date) -> dict[str, list[str]]:
    """What is typed into an empty field, by its kind."""
    match one:
        case kinds.Day():
            return one.typed(today)
        case kinds.Choice() | kinds.Many():
            return {one.name: first_of(one)}
        case kinds.Money():
            return {one.name: ["1000"]}
        case kinds.Whole():
            return {one.name: [str(max(one.least, 1))]}
        case kinds.Figure():
            return {one.name: ["1"]}
        case kinds.Hour():
            return {one.name: ["10:00"]}
        case _:
            return {one.name: [TEXTS.get(one.name, SENTENCE)]}


def filled(
    form: Form, asked: Sequence[Field], today: dt.date, typed: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A form's fields and files, filled so that it can be sent; `typed` goes before all else."""
    data: dict[str, Any] = {name: values for name, values in form.fields.items() if name != "csrf"}
    files: dict[str, Any] = {}
    for one in asked:
        if isinstance(one, kinds.Upload):
            given = typed.get(one.name)
            if given is not None or one.required:
                files[one.name] = given or FILE
        elif one.name in typed:
            data |= _typed(one, typed[one.name], today)
        elif one.required and not any(any(data.get(name, ())) for name in names_of(one)):
            data |= filling(one, today)
    data |= {name: value for name, value in typed.items() if name not in {o.name for o in asked}}
    return data, files


def names_of(one: Field) -> list[str]:
    """The names under which a field is sent."""
    if isinstance(one, kinds.Day):
        return [f"{one.name}-{part}" for part in ("day", "month", "year")]
    return [one.name]


def _typed(one: Field, value: Any, today: dt.date) -> dict[str, list[str]]:
    if isinstance(one, kinds.Day) and isinstance(value, int):
        return one.typed(today + dt.timedelta(days=value))
    if isinstance(one, kinds.Day) and isinstance(value, dt.date):
        return one.typed(value)
    return {one.name: [value] if isinstance(value, str) else list(value)}


# --- one act


@dataclass(frozen=True)
class Trial:
    """An act at a moment, on what its address names, with what is typed into its form.

    The address is that of the act; where what it names has no reference, that of a page and what
    is followed from there: "/deadlines > /deadlines/{id} > /deadlines/{id}/pause".
    """

    key: str
    moment: str
    path: str
    typed: Mapping[str, Any]
    who: tuple[str, ...]
    """Whoever gets through, the first of whom finds the form."""

    @property
    def line(self) -> str:
        """The trial as the list has it."""
        typed = json.dumps(dict(self.typed), ensure_ascii=False) if self.typed else ""
        return " | ".join((self.key, self.moment, self.path, typed, " ".join(self.who)))

    @classmethod
    def read(cls, line: str) -> "Trial":
        key, moment, path, typed, who = line.split(" | ")
        return cls(key, moment, path, json.loads(typed or "{}"), tuple(who.split()))


def who_gets_through(world: World, trial: Trial) -> tuple[str, ...]:
    """Send the form of a trial as everybody: whoever did it, the finder of the form first."""
    finder = trial.who[0]
    path = _path(world, trial.key, trial.path, finder)
    data, files = form_of(world, trial.key, path, finder, trial.typed)
    order = (finder, *(who for who in WHO if who != finder))
    return tuple(who for who in order if world.post(who, path, data, files).done)


def form_of(
    world: World, key: str, path: str, who: str, typed: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The form of an act as somebody finds it, filled: its fields, and its files."""
    page = world.get(who, path)
    assert page.status_code == 200, f"{key}: {path} is answered {page.status_code}"
    return filled(main_form(page), _asked[0], world.site.now.date(), typed)


def _path(world: World, key: str, path: str, finder: str) -> str:
    """The address of the act: what a page links to, where what it names has no reference."""
    page, *into = path.split(" > ")
    found = _linked(world, finder, page, into)
    assert found is not None, f"{key}: nothing links to {into[-1]} from {page}"
    return found


def _linked(world: World, finder: str, page: str, into: Sequence[str]) -> str | None:
    if not into:
        return page
    wanted = re.sub(r"\\{\w+\\}", r"[^/?#\"]+", re.escape(into[0]))
    links = re.findall(f'href="/p/{HERE}({wanted})["?#]', world.get(finder, page).text)
    found = (_linked(world, finder, one, into[1:]) for one in dict.fromkeys(links))
    return next((one for one in found if one is not None), None)

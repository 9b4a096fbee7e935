"""The lifecycle of a record, drawn from its table, with the path it took.

On a wide screen the states stand in layers, with the usual course, the record's own path and
what can come next as lines; on a narrow one they are a list. What a box is, is said in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from governance import words
from governance.interfaces.said import move as moved
from governance.interfaces.web.pictures.lettering import clean
from governance.interfaces.web.pictures.lifecycle_drawing import Drawing, Kind, Seen, arranged
from governance.interfaces.web.pictures.picture import Picture, Table
from statemachines.table import NEW, Lifecycle


@dataclass(frozen=True, slots=True)
class Step:
    """A state that the record came to, and the day on which it did."""

    state: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Life:
    """A record's reference or title and its path, the earliest first; the last is where it is.

    Without a path the lifecycle is drawn as it is for any record.
    """

    item: str
    path: tuple[Step, ...] = ()


def lifecycle(table: Lifecycle[Any], life: Life) -> Picture:
    """Draw a lifecycle. A step to a state that the table does not know is left out."""
    path = [step for step in life.path if step.state in table.state_names]
    here = path[-1].state if path else None
    seen = [_seen(table, name, path, here) for name in table.state_names]
    code = "picture.lifecycle.title" if path else "picture.lifecycle.plain_title"
    title = words.say(code, {"item": clean(life.item) or table.title})
    described = _described(table, life, path, here)
    drawing = Drawing(
        about=(table.name, life),
        title=title,
        described=described,
        seen=tuple(seen),
        edges=tuple(_usual(table)),
        taken=tuple(zip([s.state for s in path], [s.state for s in path[1:]], strict=False)),
        possible=tuple((here, target) for target in _next(table, here)) if here else (),
        start=table.initial,
    )
    heads = ("state", "meaning", "been", "moves")
    return Picture(
        svg=Markup("").join(arranged(drawing, view) for view in ("wide", "narrow")),
        alternative=described,
        table=Table(
            caption=title,
            heads=tuple(words.say(f"picture.lifecycle.head.{head}", {}) for head in heads),
            rows=tuple(
                (one.title, table.state(one.name).meaning, one.note, _moves(table, one.name))
                for one in seen
            ),
        ),
    )


def _seen(table: Lifecycle[Any], name: str, path: Sequence[Step], here: str | None) -> Seen:
    """A state as it stands for this record."""
    days = [step.on for step in path if step.state == name]
    by = _next(table, here).get(name, []) if here else []
    kind: Kind = "other"
    note = ""
    if name == here:
        kind, note = "here", words.say("picture.lifecycle.here", {"on": days[-1]})
    elif days:
        kind = "was"
        code = "picture.lifecycle.was" if len(days) == 1 else "picture.lifecycle.was_often"
        note = words.say(code, {"on": days[-1], "n": len(days)})
    asked = words.say("picture.lifecycle.by", {"moves": by}) if by and name != here else ""
    return Seen(name, title_of(table, name), kind, note, asked, final=table.state(name).final)


def title_of(table: Lifecycle[Any], state: str) -> str:
    """A state's name as people say it of that kind of record, with a capital."""
    own = words.term(f"{table.name}.{state}")
    said = words.term(state) if "." in own else own
    return said[:1].upper() + said[1:]


def _next(table: Lifecycle[Any], here: str | None) -> dict[str, list[str]]:
    """The states that can come next, each with the moves that lead there."""
    found: dict[str, list[str]] = {}
    for move in table.from_state[here].values() if here else ():
        for target in move.targets:
            found.setdefault(target, []).append(moved(table.name, move.name))
    return found


def _usual(table: Lifecycle[Any]) -> list[tuple[str, str]]:
    """Every way from a state to another, each once, in the order of the table."""
    return list(
        dict.fromkeys(
            (source, target)
            for move in table.moves
            for source in move.sources
            for target in move.targets
            if source not in (NEW, target)
        )
    )


def _moves(table: Lifecycle[Any], name: str) -> str:
    said = [
        words.say(
            "picture.lifecycle.move",
            {
                "move": moved(table.name, move.name),
                "states": [title_of(table, target) for target in move.targets],
            },
        )
        for move in table.from_state[name].values()
    ]
    return "; ".join(said)


def _described(table: Lifecycle[Any], life: Life, path: Sequence[Step], here: str | None) -> str:
    if here is None:
        states = [title_of(table, name) for name in table.state_names]
        return " ".join([table.meaning, words.say("picture.lifecycle.states", {"states": states})])
    told = {"item": clean(life.item) or table.title, "state": title_of(table, here)}
    meaning = table.state(here).meaning
    said = [words.say("picture.lifecycle.stands", {**told, "meaning": meaning})]
    steps = [
        words.say("picture.lifecycle.step", {"state": title_of(table, step.state), "on": step.on})
        for step in path
    ]
    said.append(words.say("picture.lifecycle.came", {"steps": ", ".join(steps)}))
    ahead = [title_of(table, name) for name in _next(table, here)]
    code = "picture.lifecycle.next" if ahead else "picture.lifecycle.over"
    said.append(words.say(code, {"states": ahead}))
    return " ".join(said)

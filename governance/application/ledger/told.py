"""The facts of an entry as people read them: everybody by name, words for what machines call it.

A case is said by its scheme's types. Nothing is lost by it: the entry itself keeps every fact as
it was recorded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.application.rulebook import in_force
from governance.domain.authority.model import Input, Scheme
from governance.domain.errors import Unusable
from governance.store.ledger import SUBJECTS
from governance.store.lists import in_list
from governance.store.tables import TABLES
from governance.words.acts import called
from governance.words.format import day, money, months

FOR_MACHINES: Final = frozenset(
    {"cause", "content", "decisions", "digest", "file", "identifiers", "key", "pieces", "process"}
    | {"move", "request", "source", "terms_key", "text"}
)
"""Facts that are identifiers, digests, processes and whole texts: nobody reads them in a list.

A move is what the act itself is called by.
"""

_PROSE: Final = frozenset(
    {"because", "finding", "item", "late_reason", "name", "not_held", "reason", "short", "title"}
    | {"unit", "wanted", "what", "whom"}
)
"""Facts that somebody wrote in words of their own."""

_TERMS: Final = frozenset(
    {"basis", "before", "decision", "effect", "how", "kind", "kinds", "outcome", "state"} | {"tier"}
)
"""Facts that are names for machines, which have words."""

_KEY: Final = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
_ACT: Final = re.compile(rf"(?:{'|'.join(SUBJECTS)}|decommissioning|return)(?:\.[a-z_]+)+")
_MONTHS: Final = re.compile(r"\d{4}-\d\d(?: to \d{4}-\d\d)?")
_OPAQUE: Final = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MANAGER: Final = "manager:"
_EFFECTS: Final = {"tell": "to", "item": "body"}
"""Effects of a deadline that are said in a sentence, and where each one says whom it meets."""

_NAMED: Final = {
    table: select(TABLES[table].c.key, TABLES[table].c[column].label("name")).where(
        TABLES[table].c.partnership_id == bindparam("partnership"),
        in_list(TABLES[table].c.key, "keys"),
    )
    for table, column in (("organisation", "name"), ("office", "title"), ("body", "name"))
}

Names = Mapping[str, str]
"""What people, bodies, offices and organisations are called, by their keys."""


def names_in(desk: Desk, entries: Iterable[Mapping[str, Any]]) -> Names:
    """The names of all whom the facts of some entries mention; asked for all of them at once."""
    wanted = sorted({key for facts in entries for key in _keys(facts)})
    if not wanted:
        return {}
    found = {row.key: row.name for one in _NAMED.values() for row in desk.all(one, keys=wanted)}
    return found | names_by_key(desk, wanted)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        key = value.removeprefix(_MANAGER)
        if _KEY.fullmatch(key):
            yield key
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from (key for key in _keys(name) if key != "case")
            if name not in FOR_MACHINES | _PROSE | {"case"}:
                yield from _keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


def readable(desk: Desk, facts: Mapping[str, Any], names: Names | None = None) -> dict[str, Any]:
    """The facts of an entry without those for machines, and the inputs of a case by their types.

    `names` are those of `names_in`, for a list of entries.
    """
    names = names_in(desk, [facts]) if names is None else names
    found = {
        name: _told(name, value, names)
        for name, value in facts.items()
        if name not in FOR_MACHINES and name != "case"
    }
    case = facts.get("case")
    if isinstance(case, Mapping) and isinstance(case.get("inputs"), list):
        inputs = _inputs(desk, facts.get("scheme_version"))
        found["case"] = dict(_input(one, inputs) for one in case["inputs"])
    elif isinstance(case, str):
        found["case"] = case
    return {name: found[name] for name in facts if name in found and _something(found[name])}


def _something(value: Any) -> bool:
    """Whether a fact says anything: not a whole table of what is not known."""
    if isinstance(value, Mapping):
        return "code" in value or any(_something(one) for one in value.values())
    return value not in (None, "", [])


def _told(name: str, value: Any, names: Names) -> Any:
    """A fact as it is read, whatever it is made of."""
    if isinstance(value, Mapping):
        if "code" in value:
            return value
        if value.get("effect") in _EFFECTS:
            return _effect(value, names)
        return {
            names.get(str(one), str(one)): _told(str(one), of, names)
            for one, of in value.items()
            if one not in FOR_MACHINES
        }
    if name == "path" and isinstance(value, list):
        return [_step(one, names) for group in value for one in group]
    if isinstance(value, list):
        told = (_told(name, one, names) for one in value)
        return [one for one in told if _something(one)]
    return _word(name, value, names) if isinstance(value, str) and name not in _PROSE else value


def _effect(one: Mapping[str, Any], names: Names) -> str:
    """What a deadline does to people: whom it tells, before which body it puts an item."""
    whom = _whom(str(one.get(_EFFECTS[one["effect"]], "")), names)
    return words.say(f"fact.effect.{one['effect']}", {"whom": whom})


def _whom(value: str, names: Names) -> str:
    """Whoever is told, by name, or by what they are to the thing."""
    if value.startswith(_MANAGER):
        whose = _whom(value.removeprefix(_MANAGER), names)
        return words.say("fact.manager_of", {"whose": whose})
    if value == "owner":
        return words.say("fact.owner", {})
    return names.get(value, str(_said(value)))


def _step(one: Mapping[str, Any], names: Names) -> str:
    """A step of a decision path: who, and what they do in it."""
    decider = str(one.get("decider", ""))
    return f"{names.get(decider, _said(decider))} ({_said(one.get('kind', ''))})"


def _word(name: str, value: str, names: Names) -> str | None:
    """A text as it is read; nothing where it is an identifier or a digest."""
    if _OPAQUE.fullmatch(value):
        return None
    if name in _TERMS:
        return str(_said(value))
    if name == "changed":
        return called(value)
    if value in names:
        return names[value]
    if value.startswith(_MANAGER):
        return _whom(value, names)
    if name == "stage":
        return value.replace("-", " ")
    if _ACT.fullmatch(value):
        return words.act(value)
    if _MONTHS.fullmatch(value):
        return months(value)
    return str(_said(value)) if _KEY.fullmatch(value) else value


def _said(value: Any) -> Any:
    """A name for machines in words; anything else as it is."""
    return words.term(value) if isinstance(value, str) and _KEY.fullmatch(value) else value


def _inputs(desk: Desk, version: Any) -> Mapping[str, Input]:
    """The inputs of the scheme's version that an entry names; none where it is not known."""
    try:
        row = desk.row("rulebook_version", version) if isinstance(version, str) else None
    except Unusable:
        return {}
    meaning = None if row is None else in_force.meaning(desk, row)
    return meaning.inputs if isinstance(meaning, Scheme) else {}


def _input(one: Mapping[str, Any], inputs: Mapping[str, Input]) -> tuple[str, str]:
    name, value = str(one["input"]), one["value"]
    known = inputs.get(name)
    title = name.replace("_", " ") if known is None else known.title
    return title, _valued(value, None if known is None else known.type)


def _valued(value: Any, kind: str | None) -> str:
    if value is None or value == "":
        return words.term("not_known")
    if isinstance(value, bool):
        return words.term("yes" if value else "no")
    if isinstance(value, int):
        if kind == "day":
            return day(dt.date.fromordinal(value))
        return money(value) if kind == "money" else f"{value:,}"
    return str(_said(value))

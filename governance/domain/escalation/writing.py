"""What a policy says of a deadline and its levels, as entries of its text.

What says the same as before keeps how it was written: "owner's manager", one name alone or a list
of one. Entries that nobody asked about stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from governance.domain.escalation.events import EVENTS
from governance.domain.escalation.model import DeadlineRule, Event, Extension, Prompt
from governance.domain.escalation.phrases import read_designation, say_designation

Entries = dict[str, Any]
"""A mapping of a text: texts, lists of them, and mappings."""


def level_entries(
    new: Prompt, *, was: Prompt | None = None, old: Mapping[str, Any] | None = None
) -> Entries:
    """A level as entries; `old` are those that say `was`."""
    found = dict(old or {})
    told = was or Prompt(new.offset)
    if was is None or new.offset != told.offset:
        found["when"] = new.offset.words
    _put(found, "tell", new.tell, told.tell, lambda names: _whom(names, found.get("tell")))
    _put(found, "propose item", new.items, told.items, _some)
    _put(found, "block", new.block, told.block, list)
    _put(found, "exception", new.exception, told.exception, lambda _: "yes")
    _put(found, "trigger", new.trigger, told.trigger, str)
    return found


def rule_entries(
    new: DeadlineRule, *, was: DeadlineRule | None = None, old: Mapping[str, Any] | None = None
) -> Entries:
    """What is said of a kind of deadline beside its levels; `old` are the entries of `was`.

    The usual owner of what Vires sets is not written where the text did not say it.
    """
    found = dict(old or {})
    told = was or DeadlineRule(new.kind, title="", owner="" if new.start else new.owner)
    _put(found, "title", new.title, told.title, str)
    if new.start is not None:
        if told.start is None or new.start.event != told.start.event:
            found["from"] = event_entry(new.start.event)
        if told.start is None or new.start.due != told.start.due:
            found["due"] = new.start.due.words
        if new.met_by != told.met_by:
            found["met by"] = _some([event_entry(event) for event in new.met_by])
    else:
        _put(found, "due", new.due, told.due, lambda due: due.words)
    _put(found, "owner", new.owner, told.owner, _written)
    _put(found, "wait in", new.wait_in, told.wait_in, lambda kinds: _some(sorted(kinds)))
    _put(found, "only in", new.only_in, told.only_in, str)
    _put(found, "extension", new.extension, told.extension, lambda one: _extension(one, found))
    return found


def event_entry(event: Event) -> Any:
    """An event as people write it: its name, or its name and what narrows it."""
    narrowed = event_value(event)
    if narrowed is None:
        return event.name
    return {"event": event.name, "where": dict([narrowed])}


def event_value(event: Event) -> tuple[str, str] | None:
    """The word that narrows an event and its value, as people write it; None where none does."""
    known = EVENTS[event.name]
    first, way = known.told[0], event.ways[0]
    for word, fact in first.facts.items():
        if (value := way.where.get(fact)) is not None:
            fixed = bool(known.narrowed[word])
            return word, value.replace("_", "-") if fixed else value
    return None


def _put(found: Entries, key: str, new: Any, was: Any, written: Callable[[Any], Any]) -> None:
    """Write an entry where it says something else than it did; without a value it goes."""
    if new == was:
        return
    if new:
        found[key] = written(new)
    else:
        found.pop(key, None)


def _some(names: Sequence[Any]) -> Any:
    """One alone, several as a list."""
    return names[0] if len(names) == 1 else list(names)


def _whom(names: Iterable[str], before: Any) -> Any:
    """Designations as people write them, each as it was written before."""
    texts = before if isinstance(before, list) else [before] if before else []
    spelt = {read_designation(text): text for text in texts}
    return _some([spelt.get(name) or _written(name) for name in names])


def _written(designation: str) -> str:
    return say_designation(designation).replace("’", "'")


def _extension(one: Extension, found: Mapping[str, Any]) -> Entries:
    old = found.get("extension") or {}
    by = _whom(one.by, old.get("by"))
    said = {"most": one.most.words, "times": str(one.times)}
    return {**old, **said, "by": by if isinstance(by, list) else [by]}

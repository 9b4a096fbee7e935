"""What is held about a person as a file, JSON or Markdown, written as it is read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.people.held import sections, who
from governance.words.acts import called, fact

FORMAT: Final = "vires-person"
VERSION: Final = 1
_ACTS: Final = frozenset({"about", "by"})
_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def personal_file(desk: Desk, person: str, form: str) -> Iterator[bytes]:
    """The file in pieces, `form` being `json` or `md`; what is read is let go piece by piece."""
    return _as_json(desk, person) if form == "json" else _as_markdown(desk, person)


def _as_json(desk: Desk, person: str) -> Iterator[bytes]:
    about = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": desk.now.isoformat(),
        "person": who(desk, person),
    }
    yield (_json(about, indent=1).removesuffix("\n}") + ',\n "held": [').encode()
    mark = ""
    for section in sections(desk, person):
        head = {"name": section.name, "title": _title(section.name)}
        yield f'{mark}\n  {_json(head).removesuffix("}")}, "rows": ['.encode()
        between = ""
        for row in section.rows:
            yield f"{between}\n   {_json(_with_words(section.name, row))}".encode()
            between = ","
        yield b"]}"
        mark = ","
    yield b"\n ]\n}\n"


def _as_markdown(desk: Desk, person: str) -> Iterator[bytes]:
    about = who(desk, person)
    yield f"# {_safe(words.say('held.title', about))}\n\n".encode()
    yield f"{_safe(words.say('held.says', {**about, 'at': desk.local(desk.now)}))}\n".encode()
    for name in ("key", "organisation", "reports_to", "left_on"):
        if about[name] is not None:
            yield f"\n- {called(name)}: {_safe(_said(desk, about[name]))}".encode()
    yield b"\n"
    for section in sections(desk, person):
        yield f"\n## {_title(section.name)}\n\n".encode()
        anything = False
        for row in section.rows:
            anything = True
            yield f"- {_line(desk, section.name, row)}\n".encode()
        if not anything:
            yield f"{words.say('held.nothing', {})}\n".encode()


def _line(desk: Desk, section: str, row: Mapping[str, Any]) -> str:
    if section == "texts" and row["text"] is None:
        row = {**row, "text": words.say("held.erased", {})}
    told = _with_words(section, row)
    return "; ".join(f"{called(name)}: {_safe(_said(desk, value))}" for name, value in told.items())


def _with_words(section: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose act is said as people say it."""
    if section not in _ACTS:
        return dict(row)
    return {"what": words.act(row["kind"]), **row} if "kind" in row else dict(row)


def _said(desk: Desk, value: Any) -> str:
    if isinstance(value, dt.datetime):
        return words.say("held.instant", {"at": desk.local(value)})
    if isinstance(value, dt.date):
        return words.say("held.day", {"on": value})
    return fact("", value)


def _title(name: str) -> str:
    return words.say(f"held.{name}", {})


def _safe(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    return " ".join(text.translate(_MARKS).split())


def _json(value: Any, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


__all__ = ["FORMAT", "personal_file"]

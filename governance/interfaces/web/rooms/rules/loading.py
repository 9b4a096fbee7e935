"""Texts taken in as drafts, a new draft begun, and a draft's text edited with its errors beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance import words
from governance.adapters.sheets import import_scheme
from governance.adapters.sheets.weaving import Woven
from governance.application.desk import Desk
from governance.application.rulebook import acts
from governance.application.rulebook.bundled import bundled, bundled_titles
from governance.application.rulebook.in_force import text_of
from governance.domain.errors import Problem, Unusable
from governance.domain.texts import LARGEST
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Field, Option, Pick, Upload
from governance.interfaces.web.forms import File
from governance.interfaces.web.rooms.rules.common import (
    about,
    about_editing,
    missing_in,
    named,
    version_of,
)
from governance.interfaces.web.visit import Visit

_TEXTS = ("yaml", "yml", "txt")
_SHEETS = ("csv", "xlsx")
EDITED_AT = {"scheme": "table", "escalation": "deadlines", "terms": "terms"}
"""Where a draft of a kind is edited that people edit otherwise than as text."""


def _load_fields(visit: Visit) -> list[Field]:
    del visit
    starting = sorted(
        (
            Option(
                name,
                words.say(
                    "web.rules.starting", {"kind": words.term(f"starting.{kind}"), "title": title}
                ),
            )
            for name, (kind, title) in bundled_titles().items()
        ),
        key=lambda one: one.text.casefold(),
    )
    return [
        Upload(name="file", required=False, types=(*_TEXTS, *_SHEETS)),
        Area(name="text", required=False, rows=12, most=LARGEST),
        Pick(name="starting", required=False, options=starting),
    ]


def _read(visit: Visit, said: Said) -> tuple[bytes, str]:
    """Read what was given: a file, what was pasted, or a text that ships with Vires."""
    given = [name for name in ("file", "text", "starting") if said.get(name)]
    if len(given) != 1:
        raise Unusable.one("web.rules.load.one" if given else "web.rules.load.none")
    text, file = _given(said, given[0])
    acts.read_ahead(visit.desk, [(text, file)])
    return text, file


def _load(desk: Desk, said: Said) -> Done:
    receipt = acts.load(desk, *said.ahead)
    row = desk.by_id("rulebook_version", receipt.id)
    before = receipt.kind == acts.LOADED_BEFORE
    return Done(
        receipt=receipt,
        to="/rules/{new}/check" if row.kind == "scheme" else "/rules/{new}",
        code="web.rules.load.before" if before else "web.rules.load.done",
        params=named(row),
    )


def _given(said: Said, how: str) -> tuple[bytes, str]:
    if how == "text":
        return said["text"].encode(), words.say("web.rules.pasted", {})
    if how == "starting":
        file = bundled()[said["starting"]]
        return file.read_bytes(), f"{file.parent.name}/{file.name}"
    given: File = said["file"]
    if given.name.rpartition(".")[2].lower() in _SHEETS:
        kind: Any = "xlsx" if given.content.startswith(b"PK\x03\x04") else "csv"
        if kind == "csv" and given.name.lower().endswith(".xlsx"):
            raise Unusable.one("sheets.file.not_workbook")
        text = import_scheme(given.content, given.name, kind=kind)
        return text.encode(), f"{given.name.rpartition('.')[0]}.yaml"
    return given.content, given.name


# --- a draft's text


def _draft(desk: Desk, said: Said) -> Done:
    receipt = acts.begin_draft(desk, said.ref)
    row = desk.by_id("rulebook_version", receipt.id)
    return Done(
        receipt=receipt,
        to=f"/rules/{{new}}/{EDITED_AT.get(row.kind, 'edit')}",
        code="web.rules.draft.done",
        params=named(row) | {"after": said.ref},
    )


def _about_edit(visit: Visit) -> About:
    row = version_of(visit)
    text = text_of(visit.desk, row).decode("utf-8-sig").replace("\r\n", "\n")
    return about_editing(visit, values={"text": text}, more={"missing": missing_in(visit, row)})


@dataclass(frozen=True, slots=True)
class Ahead:
    """A draft's new text, read ahead of the act: `version` is the draft's that it was made of."""

    text: bytes
    version: int
    kept: bool = True
    """Whether the text is laid out as it was."""


def text_ahead(visit: Visit, said: Said, make: Callable[[Any], bytes | Woven]) -> Ahead:
    """A draft's new text, made of its row at a desk for questions and read.

    Raises what `revise` raises: before anything is made where the draft may not be changed.
    """
    row = acts.may_revise(visit.desk, said.ref, seen=said.seen)
    made = make(row)
    text, kept = (made, True) if isinstance(made, bytes) else (made.text, made.kept)
    acts.read_revised(visit.desk, said.ref, text)
    return Ahead(text, row.version, kept)


def _typed(visit: Visit, said: Said) -> Ahead:
    return text_ahead(visit, said, lambda row: _as_kept(visit.desk, row, said["text"]))


def _edit(desk: Desk, said: Said) -> Done:
    receipt = acts.revise(desk, said.ref, said.ahead.text, seen=said.ahead.version)
    return revised(desk, receipt, to="/rules/{ref}")


def _as_kept(desk: Desk, row: Any, typed: str) -> bytes:
    """What was typed with the ends of lines that the text has: a browser sends its own."""
    text = text_of(desk, row)
    mark = "\ufeff" if text.startswith(b"\xef\xbb\xbf") else ""
    body = typed.rstrip("\n") + "\n"
    return (mark + (body.replace("\n", "\r\n") if b"\r\n" in text else body)).encode()


def revised(desk: Desk, receipt: Any, *, to: str, kept: bool = True) -> Done:
    """Where a change of a draft's text leads, and what is said of it."""
    row = desk.by_id("rulebook_version", receipt.id)
    code = "done.rulebook_revised" if kept else "web.rules.laid_out_anew"
    if receipt.kind == acts.UNCHANGED:
        code = acts.UNCHANGED
    return Done(receipt=receipt, to=to, code=code, params=named(row))


def _line(visit: Visit, problem: Problem) -> str | None:
    """A problem leads to its line, which the page shows beside it."""
    del visit
    return None if problem.line is None else f"#line-{problem.line}"


PAGES = ()
ACTS = (
    Act(
        key="rules.load",
        path="/rules/new/load",
        fields=_load_fields,
        ahead=_read,
        do=_load,
        to="/rules/{new}",
        about=lambda visit: About(back=visit.url("/rules")),
        template="rules/load.html",
    ),
    Act(
        key="rules.draft",
        path="/rules/{ref}/draft",
        about=about,
        do=_draft,
        to="/rules/{ref}",
        template="rules/act.html",
    ),
    Act(
        key="rules.edit",
        path="/rules/{ref}/edit",
        about=_about_edit,
        fields=(Area(name="text", rows=30, most=LARGEST),),
        ahead=_typed,
        do=_edit,
        to="/rules/{ref}",
        placed=_line,
        template="rules/edit.html",
    ),
)

"""Taking texts in as drafts: read whole, or not at all.

A draft keeps the exact bytes. The entry in the record carries the text as well, so that any
day's rules can be rebuilt from entries alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.naming import name_problems
from governance.application.permissions import permissions
from governance.application.rulebook.in_force import LIGHT
from governance.application.rulebook.kept import Kept
from governance.application.rulebook.kinds import Kind, read_any
from governance.application.rulebook.whose import ours_after_all
from governance.domain.authority.model import Scheme
from governance.domain.calendar import CalendarRules
from governance.domain.errors import Problem, Unusable
from governance.store.tables import TABLES
from statemachines.machine import enter
from statemachines.rulebook import RULEBOOK, RulebookFacts

LOADED_BEFORE: Final = "rulebook.loaded_before"
"""The kind on the receipt of a text that is the latest version already: nothing was written."""

_ONE_LAW: Final = frozenset({"england-and-wales", "england", "wales"})
"""Jurisdictions that have the same bank holidays."""

_read_lately: Kept[tuple[str, str], tuple[Kind, Any]] = Kept(16)
"""What texts say that were read lately, by digest and file: what is read ahead is taken in next."""
_version = TABLES["rulebook_version"]
_here = _version.c.partnership_id == bindparam("partnership")
_SAME_BYTES = (
    select(*LIGHT)
    .where(_here, _version.c.digest == bindparam("digest"), _version.c.state != "withdrawn")
    .order_by(_version.c.number.desc())
    .limit(1)
)
_LATEST = select(
    func.max(_version.c.number).filter(_version.c.state != "withdrawn").label("standing"),
    func.max(_version.c.number).label("number"),
).where(_here, _version.c.kind == bindparam("kind"), _version.c.key == bindparam("key"))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text handed in, what it says, or the version that has the same bytes already."""

    text: bytes
    file: str
    digest: str
    kind: Kind | None = None
    meaning: Any = None
    before: Any = None


def load(desk: Desk, text: bytes, file: str) -> Receipt:
    """Take a text in as a draft: the next version of what it names in `vires:` and `key:`.

    `file` is what errors call it. Where the latest version has the same bytes nothing is
    written; the receipt's kind is `LOADED_BEFORE` and names that version. Raises `Unusable`
    with every problem, its line and its remedy.
    """
    return load_all(desk, [(text, file)])[0]


def load_all(desk: Desk, texts: Iterable[tuple[bytes, str]]) -> list[Receipt]:
    """Take several texts in, each with its file's name; none where any cannot be used.

    Raises `Unusable` with every problem of every text.
    """
    state, read = _all_read(desk, texts)
    return [_take_in(desk, one, state) for one in read]


def read_ahead(desk: Desk, texts: Iterable[tuple[bytes, str]]) -> None:
    """Read what `load_all` is then to take in ahead of it, which takes long; raises as that."""
    _all_read(desk, texts)


def _all_read(desk: Desk, texts: Iterable[tuple[bytes, str]]) -> tuple[str, list[_Text]]:
    state = enter(RULEBOOK, "load", RulebookFacts(permissions=permissions(desk)))
    read: list[_Text] = []
    problems: list[Problem] = []
    for text, file in texts:
        try:
            read.append(_read(desk, text, file))
        except Unusable as error:
            problems.extend(error.problems)
    if problems:
        raise Unusable(problems)
    return state, read


def _read(desk: Desk, text: bytes, file: str) -> _Text:
    given = _Text(text, file, hashlib.sha256(text).hexdigest())
    if (before := _loaded_before(desk, given.digest)) is not None:
        return replace(given, before=before)
    kind, meaning = read_text(desk, text, file)
    return replace(given, kind=kind, meaning=meaning)


def read_once(text: bytes, file: str) -> tuple[Kind, Any]:
    """As `kinds.read_any`, which takes long; what was read ahead of an act is not read again."""
    read = (hashlib.sha256(text).hexdigest(), file)
    return _read_lately.get(read, lambda: read_any(text, file))


def read_text(desk: Desk, text: bytes, file: str) -> tuple[Kind, Any]:
    """What a text says, and of which kind, held against what is on record here.

    Raises `Unusable` with every problem, its line and its remedy.
    """
    kind, meaning = read_once(text, file)
    wrong = [*name_problems(meaning.title), *_elsewhere(desk, meaning)]
    if isinstance(meaning, Scheme):
        # Terms can become another standing's by a decision; a scheme is what it always was.
        wrong += [Problem(one.code, one.params) for one in ours_after_all(desk, meaning)]
    if wrong:
        raise Unusable(Problem(one.code, one.params, file) for one in wrong)
    return kind, meaning


def _loaded_before(desk: Desk, digest: str) -> Any | None:
    """The version that has these bytes, if it is the latest that stands."""
    found = desk.first(_SAME_BYTES, digest=digest)
    if found is None:
        return None
    latest = desk.first(_LATEST, kind=found.kind, key=found.key)
    return found if found.number == latest.standing else None


def _elsewhere(desk: Desk, meaning: Any) -> list[Problem]:
    """What is wrong with a calendar of another jurisdiction than the partnership's."""
    if not isinstance(meaning, CalendarRules):
        return []
    ours, theirs = desk.partnership.jurisdiction, meaning.jurisdiction
    if ours == theirs or {ours, theirs} <= _ONE_LAW:
        return []
    return [Problem("rulebook.calendar_elsewhere", {"theirs": theirs, "ours": ours})]


def _take_in(desk: Desk, given: _Text, state: str) -> Receipt:
    before = given.before or _loaded_before(desk, given.digest)
    if before is not None:
        return Receipt(
            kind=LOADED_BEFORE,
            table="rulebook_version",
            id=before.id,
            ref=before.ref,
            number=before.entries,
            hash=before.head,
            at=desk.now,
        )
    assert given.kind is not None
    return new_draft(
        desk,
        state=state,
        kind=given.kind.name,
        says=given.meaning,
        text=given.text,
        file=PurePath(given.file).name,
    )


def new_draft(
    desk: Desk,
    *,
    state: str,
    kind: str,
    says: Any,
    text: bytes,
    file: str,
    after: str | None = None,
) -> Receipt:
    """Write the next version of a rulebook; `after` names the version whose text it begins with."""
    # The reference comes first: whoever takes one holds its counter until the end, so that two
    # who load the same rulebook do not both find the same number free.
    ref = desk.next_ref("rulebook_version")
    latest = desk.first(_LATEST, kind=kind, key=says.key)
    told = {
        "kind": kind,
        "key": says.key,
        "number": (latest.number or 0) + 1,
        "title": says.title,
        "digest": hashlib.sha256(text).hexdigest(),
        "file": file,
    }
    values = {"id": desk.new_id(), "ref": ref, "state": state, "text": text, **told}
    facts = told if after is None else {**told, "after": after}
    return desk.apply(
        Change(
            kind="rulebook.loaded",
            table="rulebook_version",
            subject=None,
            values=values,
            facts={**facts, "text": text.decode()},
        )
    )

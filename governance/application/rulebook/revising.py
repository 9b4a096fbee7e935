"""Working on a draft: its text changed, or a new draft begun with a version's text.

A draft is edited many times before anybody is asked to decide on it, and each time the record
keeps the whole text, so that any of them can be read again. Once a report has been submitted that
asks to adopt it, its text is what people decide on, and it no longer changes: what is to be
altered then is the next version.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.rulebook.in_force import meaning, text_of
from governance.application.rulebook.loading import new_draft, read_text
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.taking_effect import facts_of
from governance.domain.errors import Problem, Refusal, Unusable
from governance.store.tables import TABLES
from statemachines.machine import enter, step
from statemachines.rulebook import RULEBOOK, RulebookFacts

UNCHANGED: Final = "rulebook.unchanged"
"""The kind on the receipt of a revision that says what the draft says already."""

_WRITING: Final = ("draft", "on_forward_plan")
"""States of a report that nobody has been asked to decide yet."""
_GONE: Final = ("withdrawn", "lapsed", "rescinded", "quashed")
_NOT_ADOPTING: Final = ("refused", "referred_back", "deferred", "noted")
_proposal = TABLES["proposal"]
_ASKING = (
    select(
        _proposal.c.ref,
        _proposal.c.title,
        _proposal.c.state,
        _proposal.c.outcome,
        _proposal.c.live,
    )
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.kind == "adopt",
        _proposal.c.subject_version_id == bindparam("version"),
        _proposal.c.state.not_in((*_WRITING, *_GONE)),
    )
    .order_by(_proposal.c.ref)
)


def revise(desk: Desk, version: str, text: bytes, *, seen: int | None = None) -> Receipt:
    """Put another text in the place of a draft's; whatever was proved or accepted is void.

    `seen` is the draft's version as the editor last saw it. The text must be of the same kind and
    key. Where it is the same to the byte nothing is written; the receipt's kind is `UNCHANGED`.
    Raises `Unusable` with every problem of the text, its line and its remedy; `MovedFirst` where
    somebody else changed it; `Refused` once it is adopted or somebody is asked to decide on it.
    """
    row, state = _revisable(desk, version, seen)
    digest = hashlib.sha256(text).hexdigest()
    if digest == row.digest:
        return _as_it_was(desk, row)
    says = _read(desk, row, text)
    told = {"title": says.title, "digest": digest}
    return desk.apply(
        Change(
            kind="rulebook.revised",
            table="rulebook_version",
            subject=row,
            values={"state": state, "proof": None, "text": text, **told},
            facts={"before": row.digest, **told, "text": text.decode()},
        )
    )


def may_revise(desk: Desk, version: str, *, seen: int | None = None) -> Any:
    """A draft that the actor may change as it stands. Raises what is against it as `revise`."""
    return _revisable(desk, version, seen)[0]


def read_revised(desk: Desk, version: str, text: bytes, *, seen: int | None = None) -> None:
    """Read a text that `revise` is then to put in ahead of it, which takes long; raises as that."""
    row, _ = _revisable(desk, version, seen)
    if hashlib.sha256(text).hexdigest() != row.digest:
        _read(desk, row, text)


def _read(desk: Desk, row: Any, text: bytes) -> Any:
    """What a text says that is to stand in a draft's place; it is kept from when it was read."""
    file = row.file or f"{row.key}.yaml"
    kind, says = read_text(desk, text, file)
    if (kind.name, says.key) != (row.kind, row.key):
        here = {"ref": row.ref, "kind": row.kind, "key": row.key}
        given = {"other_kind": kind.name, "other_key": says.key}
        raise Unusable([Problem("rulebook.revised_into_other", here | given, file)])
    return says


def _revisable(desk: Desk, version: str, seen: int | None) -> tuple[Any, str]:
    found = find_version(desk, version)
    row = desk.row("rulebook_version", found.id, seen=seen)
    facts = replace(facts_of(desk, row), asked_already=asked_already(desk, row))
    return row, step(RULEBOOK, row.state, "revise", facts)


def begin_draft(desk: Desk, version: str) -> Receipt:
    """Begin a new draft with a version's text, whatever became of that version.

    Raises `Refused` for whoever may not load one.
    """
    state = enter(RULEBOOK, "load", RulebookFacts(permissions=permissions(desk)))
    row = find_version(desk, version)
    return new_draft(
        desk,
        state=state,
        kind=row.kind,
        says=meaning(desk, row),
        text=text_of(desk, row),
        file=row.file,
        after=row.ref,
    )


def asked_already(desk: Desk, version: Any) -> tuple[Refusal, ...]:
    """The reports by which somebody is deciding, or has decided, to adopt a version's text."""
    return tuple(
        Refusal(
            "rulebook.asked_already",
            {"ref": version.ref, "report": one.ref, "title": one.title},
        )
        for one in desk.all(_ASKING, version=version.id)
        if one.state != "decided" or one.outcome not in _NOT_ADOPTING
    )


def with_whoever_decides(desk: Desk, version: Any) -> tuple[Refusal, ...]:
    """The reports that ask to adopt a version and have not run their course.

    What is before whoever decides is not settled by somebody's act meanwhile.
    """
    return tuple(
        Refusal(
            "rulebook.with_whoever_decides",
            {"ref": version.ref, "report": one.ref, "title": one.title},
        )
        for one in desk.all(_ASKING, version=version.id)
        if one.live and one.outcome not in _NOT_ADOPTING
    )


def _as_it_was(desk: Desk, row: Any) -> Receipt:
    return Receipt(
        kind=UNCHANGED,
        table="rulebook_version",
        id=row.id,
        ref=row.ref,
        number=row.entries,
        hash=row.head,
        at=desk.now,
    )

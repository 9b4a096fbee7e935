"""What rulebooks there are, what one says, and how two differ."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.performance.wording import lines as rating_lines
from governance.application.rulebook.in_force import ADOPTED, LIGHT, meaning, text_of
from governance.application.rulebook.kinds import read_any
from governance.application.rulebook.naming import find_version
from governance.domain.authority.model import Rule, Scheme
from governance.domain.bodies.terms import Terms
from governance.domain.escalation import EscalationPolicy
from governance.domain.framework import Framework
from governance.domain.performance import RagRule
from governance.domain.sign_in import GroupsToRoles
from governance.domain.triggers import Triggers
from governance.store.tables import TABLES

_version = TABLES["rulebook_version"]
_ALL = (
    select(*LIGHT)
    .where(_version.c.partnership_id == bindparam("partnership"))
    .order_by(_version.c.kind, _version.c.key, _version.c.number)
)
_OF_ONE = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.key == bindparam("key"),
    )
    .order_by(_version.c.number)
)


def versions(
    desk: Desk, *, kind: str | None = None, on: dt.date | None = None, all_versions: bool = True
) -> list[dict[str, Any]]:
    """Every version, by kind, key and number, with its state on a day (today unless said).

    A state follows the days: a version whose day has come is in force though no clock ran.
    Without `all_versions` what is superseded or withdrawn is left out.
    """
    rows = [row for row in desk.all(_ALL) if kind in (None, row.kind)]
    listed = [_plain(row, rows, on or desk.today) for row in rows]
    over = () if all_versions else ("superseded", "withdrawn")
    return [one for one in listed if one["state"] not in over]


def versions_of(desk: Desk, *, kind: str, key: str) -> list[dict[str, Any]]:
    """Every version of one rulebook, by number, as `versions` tells them today."""
    rows = desk.all(_OF_ONE, kind=kind, key=key)
    return [_plain(row, rows, desk.today) for row in rows]


def show(desk: Desk, name: str, *, on: dt.date | None = None) -> dict[str, Any]:
    """One version: what is known of it, what it contains, and its exact text.

    Raises `Unusable` for a name nobody knows.
    """
    row = find_version(desk, name)
    same = desk.all(_OF_ONE, kind=row.kind, key=row.key)
    return {
        **_plain(row, same, on or desk.today),
        "id": row.id,
        "file": row.file,
        "digest": row.digest,
        "version": row.version,
        "contents": [list(pair) for pair in contents(meaning(desk, row))],
        "text": text_of(desk, row).decode("utf-8-sig"),
    }


def _plain(row: Any, rows: Sequence[Any], on: dt.date) -> dict[str, Any]:
    state = _state_on(row, rows, on)
    return {
        "ref": row.ref,
        "kind": row.kind,
        "key": row.key,
        "number": row.number,
        "title": row.title,
        "state": state,
        "in_force": state == "in_force",
        "effective_from": row.effective_from,
        "superseded_on": row.superseded_on,
        "authority": row.authority,
        "proof": row.proof,
    }


def _state_on(row: Any, rows: Sequence[Any], on: dt.date) -> str:
    """The state that a version's days give it; the stored one where it was never adopted."""
    if row.state not in ADOPTED:
        return str(row.state)
    if row.effective_from > on:
        return "adopted"
    later = any(
        (other.kind, other.key) == (row.kind, row.key)
        and other.state in ADOPTED
        and other.effective_from <= on
        and (other.effective_from, other.number) > (row.effective_from, row.number)
        for other in rows
    )
    return "superseded" if later else "in_force"


def contents(says: Any) -> list[tuple[str, str]]:
    """What a rulebook is made of, each part with its name and what it is called."""
    match says:
        case Scheme():
            return [(rule.id, rule.title or _who_decides(says, rule)) for rule in says.rules]
        case Framework():
            return [(stage.key, stage.title) for stage in says.stages]
        case Terms():
            return [(seat.key, seat.title) for seat in says.seats]
        case EscalationPolicy():
            rules = says.deadlines.values()
            return [(r.kind.replace("_", "-"), r.title or words.term(r.kind)) for r in rules]
        case Triggers():
            return [(one.key, one.title) for one in says.triggers.values()]
        case RagRule():
            return rating_lines(says)
        case GroupsToRoles():
            return [(one.title or one.group, words.term(one.role)) for one in says.groups]
        case _:
            return [(closed.day.isoformat(), closed.reason) for closed in says.closed]


def _who_decides(scheme: Scheme, rule: Rule) -> str:
    last = rule.deciders[-1:] or (frozenset[str](),)
    return ", ".join(scheme.deciders[key].title for key in sorted(last[0]))


# --- comparing


def difference(
    desk: Desk, first: str, second: str | None, *, text: tuple[bytes, str] | None = None
) -> dict[str, Any]:
    """How a version differs from another, or from a text that is not loaded.

    `text` is the other's bytes and what errors call it. `lines` is a unified difference; of
    schemes `rules` names those added, removed and changed, however they are written, and what
    `also` changed beside them. Raises `Unusable` for a name nobody knows or a text that cannot
    be read.
    """
    before = find_version(desk, first)
    old, old_text = meaning(desk, before), text_of(desk, before)
    if text is not None:
        new, name, new_text = read_any(*text)[1], text[1], text[0]
    else:
        after = find_version(desk, second or first)
        new, name, new_text = meaning(desk, after), after.ref, text_of(desk, after)
    lines = difflib.unified_diff(
        _lines(old_text), _lines(new_text), before.ref, name, lineterm="", n=2
    )
    return {"from": before.ref, "to": name, "lines": list(lines), "rules": _rules(old, new)}


def _lines(text: bytes) -> list[str]:
    return text.decode("utf-8-sig").splitlines()


def _rules(old: Any, new: Any) -> dict[str, list[str]] | None:
    if not isinstance(old, Scheme) or not isinstance(new, Scheme):
        return None
    before, after = (dict(_by_id(scheme)) for scheme in (old, new))
    parts = {name: (_part(old, name), _part(new, name)) for name in _BESIDE_RULES}
    return {
        "added": [one for one in after if one not in before],
        "removed": [one for one in before if one not in after],
        "changed": [one for one in before if one in after and before[one] != after[one]],
        "also": [name for name, (one, other) in parts.items() if one != other],
    }


_BESIDE_RULES = ("inputs", "limits", "ranks", "assume", "separate", "fallback", "owner", "vat")
"""Parts of a scheme that settle who decides beside its rules."""


def _part(scheme: Scheme, name: str) -> Any:
    if name == "assume":
        return [one.holds for one in scheme.assume]
    return getattr(scheme, name)


def _by_id(scheme: Scheme) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Each rule by its id, with everything that makes it what it is but its line."""
    for rule in scheme.rules:
        who = tuple(scheme.deciders[step.decider] for group in rule.path for step in group)
        procedures = tuple(scheme.procedures.get(name) for name in rule.procedure)
        yield (
            rule.id,
            (rule.when, rule.path, rule.overrides, rule.source, rule.title, who, procedures),
        )

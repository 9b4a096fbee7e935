"""Noting what was proved, and which findings about another body's scheme are accepted.

Both are acts of their own on a draft, so that whoever adopts it later need not hold everybody up
with a proof, and so that the record says who knew what was wrong and let it stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.proving import (
    acknowledged,
    findings_of,
    proved_from,
    told,
    unacknowledged,
    unproved,
    unproved_yet,
)
from governance.application.rulebook.taking_effect import BY_VIRES, facts_of
from governance.application.rulebook.whose import ours_after_all
from governance.domain.authority.model import Scheme
from governance.domain.errors import Problem, Refusal, Unusable
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.rulebook import RULEBOOK


def prove(
    desk: Desk, version: str, *, start: dt.date | None = None, ahead: bool = False
) -> Receipt:
    """Note that a scheme is proved for decisions from a day on: today unless said.

    With `ahead` it goes by what `try_proof` found, and proves nothing that takes long. Raises
    `Refused` with every finding, `Unusable` for what is no scheme.
    """
    row = _scheme(desk, version)
    day = start or desk.today
    state = _provable(desk, row, day, unproved_yet if ahead else unproved)
    return _noted(desk, row, state, day)


def try_proof(desk: Desk, version: str, *, start: dt.date | None = None) -> None:
    """Prove what `prove` is then to note ahead of it, at a desk for questions; raises as that."""
    _provable(desk, _scheme(desk, version), start or desk.today, unproved)


def _provable(
    desk: Desk, row: Any, day: dt.date, against: Callable[..., tuple[Refusal, ...]]
) -> str:
    """The state that noting a proof leads to. Whoever may not note one has none made."""
    facts = facts_of(desk, row)
    step(RULEBOOK, row.state, "prove", replace(facts, unproved=()))
    facts = replace(facts, unproved=against(desk, row, start=day))
    return step(RULEBOOK, row.state, "prove", facts)


def note_proved(desk: Desk, version_id: str, *, start: dt.date) -> None:
    """Note, as part of another act, what is known to be proved; nothing where it was noted.

    Nothing is proved for it: see `proving.unproved_yet`. Raises `Refused` where it is not known.
    """
    row = desk.row("rulebook_version", version_id)
    if not isinstance(meaning(desk, row), Scheme) or proved_from(row, start):
        return
    facts = replace(
        facts_of(desk, row), permissions=BY_VIRES, unproved=unproved_yet(desk, row, start=start)
    )
    _noted(desk, row, step(RULEBOOK, row.state, "prove", facts), start)


def _noted(desk: Desk, row: Any, state: str, day: dt.date) -> Receipt:
    # What was proved from an earlier day on still is.
    first = dt.date.fromisoformat((row.proof or {}).get("proved_from", day.isoformat()))
    first = min(first, day)
    proof = {**(row.proof or {}), "proved_from": first.isoformat()}
    return desk.apply(
        Change(
            kind="rulebook.proved",
            table="rulebook_version",
            subject=row,
            values={"state": state, "proof": proof},
            facts={"from": day, "digest": row.digest, "rules": len(meaning(desk, row).rules)},
        )
    )


def acknowledge(
    desk: Desk, version: str, names: Iterable[str], *, reason: str, start: dt.date | None = None
) -> Receipt:
    """Accept findings about another body's scheme, by their names, from a day on.

    What is named is kept with its reason. The version stays a draft until every finding from
    that day on is accepted; `open_findings` says which are left.

    Raises `Unusable` for names of no finding, `Refused` without a reason, where nothing is named
    while findings are open, and where the scheme turns out to be the partnership's own.
    """
    row = _scheme(desk, version)
    day = start or desk.today
    given = list(dict.fromkeys(names))
    _may_accept(desk, row)
    proof = accepted(desk, row, given, start=day, reason=reason)
    ours = ours_after_all(desk, meaning(desk, row))
    left = unacknowledged(desk, row, start=day, names=given)
    some = bool(given and left and not ours)
    facts = replace(facts_of(desk, row), unacknowledged=(*ours, *left), reason=reason)
    move = "acknowledge_some" if some else "acknowledge_findings"
    return desk.apply(
        Change(
            kind="rulebook.findings_acknowledged",
            table="rulebook_version",
            subject=row,
            values={"state": step(RULEBOOK, row.state, move, facts), "proof": proof},
            facts={"from": day, "findings": proof["acknowledged"], "reason": reason.strip()},
            authority=reason.strip(),
        )
    )


def try_findings(
    desk: Desk,
    version: str,
    *,
    start: dt.date | None = None,
    move: str = "acknowledge_findings",
) -> None:
    """Find what `acknowledge` or `cite` is then to accept ahead of it, at a desk for questions.

    `move` is that of the lifecycle. Raises as they do where whoever asks may accept none.
    """
    row = _scheme(desk, version)
    _may_accept(desk, row, move)
    findings_of(desk, row, start=start or desk.today)


def _may_accept(desk: Desk, row: Any, move: str = "acknowledge_findings") -> None:
    """Whoever may not accept any finding has none proved."""
    facts = replace(facts_of(desk, row), unacknowledged=(), uncited=(), reason="asked elsewhere")
    step(RULEBOOK, row.state, move, facts)


def open_findings(desk: Desk, version: str, *, start: dt.date | None = None) -> list[str]:
    """The names of the findings about a scheme from a day on that nobody has accepted.

    Raises `Unusable` for what is no scheme, and where a limit has no value yet on that day.
    """
    row = _scheme(desk, version)
    known = set(acknowledged(row))
    found = findings_of(desk, row, start=start or desk.today)
    return [one.name for one in found if one.name not in known]


def accepted(
    desk: Desk, row: Any, names: Iterable[str], *, start: dt.date, reason: str
) -> dict[str, Any]:
    """The proof of a version with further findings accepted. Raises `Unusable` for other names."""
    found = {one.name: one for one in findings_of(desk, row, start=start)}
    before = acknowledged(row)
    given = list(dict.fromkeys(names))
    if unknown := [name for name in given if name not in found and name not in before]:
        known = sorted(found)
        raise Unusable(
            Problem(
                "rulebook.finding_unknown",
                {"name": name[:80], "ref": row.ref, "nearest": nearest(name, known)},
            )
            for name in unknown
        )
    kept = list((row.proof or {}).get("acknowledged", ()))
    kept += [
        {
            **found[name].plain(),
            "by": desk.actor.name,
            "on": desk.today.isoformat(),
            "reason": reason.strip(),
        }
        for name in given
        if name not in before
    ]
    return {**(row.proof or {}), "acknowledged": kept}


def findings(desk: Desk, version: str, *, start: dt.date | None = None) -> dict[str, Any]:
    """What keeps a scheme from being proved from a day on, and what of it is acknowledged.

    The day is the one on which it takes effect, else today. `found` is the finding itself, None
    where the proof could not be finished or has more to show. Raises `Unusable` for what is no
    scheme, and where a limit has no value yet on that day.
    """
    row = _scheme(desk, version)
    says = meaning(desk, row)
    day = start or row.effective_from or desk.today
    known = set(acknowledged(row))
    found = findings_of(desk, row, start=day)
    return {
        "ref": row.ref,
        "title": row.title,
        "on": day,
        "proved": not found,
        "rules": len(says.rules),
        "scheme": says,
        "findings": [
            {
                **one.plain(),
                "on": one.on,
                "found": one.finding,
                "acknowledged": one.name in known,
                "told": told(says, row.ref, one),
            }
            for one in found
        ],
    }


def _scheme(desk: Desk, version: str) -> Any:
    row = find_version(desk, version)
    if not isinstance(meaning(desk, row), Scheme):
        raise Unusable.one("rulebook.nothing_to_prove", ref=row.ref, kind=row.kind)
    return row

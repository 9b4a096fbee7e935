"""The check of a scheme as whoever edits it needs it: each finding, its case, and its mend.

A mend is one edge of one test. Accepting it changes that line of the draft and nothing else; the
draft is then checked again like after any other edit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.rulebook.finding_words import finding_words, remedy_words
from governance.application.rulebook.in_force import meaning, text_of
from governance.application.rulebook.kept import Kept
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.proving import (
    Named,
    acknowledged,
    findings_of,
    proof_of,
    told,
)
from governance.application.rulebook.revising import may_revise, revise
from governance.domain.authority.model import Scheme
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest

if TYPE_CHECKING:
    from governance.domain.assurance import Finding, Mend, Proof

_mended: Kept[tuple[str, dt.date], Proof] = Kept(64)


@dataclass(frozen=True, slots=True)
class Checked:
    """One finding: in words, with what to do about it, and the mend where one edge decides it.

    `rules` are those it stands beside. `finding` is None where the proof could not be finished,
    or has more to show.
    """

    name: str
    kind: str
    rules: tuple[str, ...]
    words: str
    remedy: str
    acknowledged: bool
    finding: Finding | None = None
    mend: Mend | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of a scheme's version came to, for decisions from a day on."""

    version: Any
    scheme: Scheme
    on: dt.date
    proved: bool
    findings: tuple[Checked, ...]

    @property
    def mends(self) -> int:
        """How many findings have a mend."""
        return sum(one.mend is not None for one in self.findings)


def check(desk: Desk, version: str, *, start: dt.date | None = None, mends: bool = True) -> Check:
    """Prove a version of a scheme from a day on: today, or the one on which it takes effect.

    Without `mends` none are looked for, which takes a fraction of the time. Raises `Unusable` for
    what is no scheme, and where a limit has no value yet on that day.
    """
    row, says = _scheme(desk, version)
    day = start or row.effective_from or desk.today
    looked = _with_mends(desk, row, day).findings if mends else ()
    found_mends = {_key(one): one.mend for one in looked}
    known = set(acknowledged(row))
    found = findings_of(desk, row, start=day)
    return Check(
        version=row,
        scheme=says,
        on=day,
        proved=not found,
        findings=tuple(
            _checked(says, one, found_mends, accepted=one.name in known) for one in found
        ),
    )


def accept_mends(
    desk: Desk,
    version: str,
    names: Collection[str],
    *,
    start: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Make the mends of the findings of these names in a draft's text.

    They are those of a `check` from the same day on. Raises `Unusable` for the name of no finding
    that has a mend, `MovedFirst` where the text has changed since it was `seen`, and what
    `revise` raises.
    """
    return revise(desk, version, mended(desk, version, names, start=start, seen=seen), seen=seen)


def mended(
    desk: Desk,
    version: str,
    names: Collection[str],
    *,
    start: dt.date | None = None,
    seen: int | None = None,
) -> bytes:
    """A draft's text with the mends that `accept_mends` makes; raises as that.

    Whoever may not change the draft has nothing proved for it.
    """
    row, _ = _scheme(desk, version)
    may_revise(desk, version, seen=seen)
    found = check(desk, version, start=start)
    mends = {one.name: one.mend for one in found.findings if one.mend is not None}
    if unknown := [name for name in names if name not in mends]:
        known = sorted(mends)
        raise Unusable(
            Problem(
                "rulebook.no_mend",
                {"name": name[:80], "ref": row.ref, "nearest": nearest(name, known)},
            )
            for name in unknown
        )
    from governance.domain.assurance.mending import made  # noqa: PLC0415  # it loads Z3

    wanted = [mends[name] for name in names]
    return made(text_of(desk, row), row.file or row.key, wanted)


def _scheme(desk: Desk, version: str) -> tuple[Any, Scheme]:
    row = find_version(desk, version)
    says = meaning(desk, row)
    if not isinstance(says, Scheme):
        raise Unusable.one("rulebook.nothing_to_prove", ref=row.ref, kind=row.kind)
    return row, says


def _with_mends(desk: Desk, row: Any, day: dt.date) -> Proof:
    def make() -> Proof:
        from governance.domain.assurance.mending import with_mends  # noqa: PLC0415  # it loads Z3

        text = text_of(desk, row)
        return with_mends(proof_of(desk, row, start=day), text, row.file or row.key, on=day)

    return _mended.get((row.digest, day), make)


def _key(finding: Finding) -> tuple[Any, ...]:
    """What tells one finding of a proof from the others, with a mend or without."""
    return (finding.kind, finding.rules, finding.why, finding.on, repr(finding.region))


def _checked(scheme: Scheme, one: Named, mends: dict[Any, Any], *, accepted: bool) -> Checked:
    if one.finding is None:
        said, remedy = told(scheme, "", one).params["said"], ""
        return Checked(one.name, one.kind, one.rules, said, remedy, accepted)
    return Checked(
        name=one.name,
        kind=one.kind,
        rules=one.rules,
        words=finding_words(scheme, one.finding, one.start),
        remedy=remedy_words(one.finding),
        acknowledged=accepted,
        finding=one.finding,
        mend=mends.get(_key(one.finding)),
    )

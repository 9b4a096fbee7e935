"""What keeps a scheme from being adopted: findings of its proof, and paths nobody could complete.

A finding has a short name made from its kind, its rules and the region of its cases: whoever
acknowledges `gap-3f09c2` has acknowledged that one, and not another that a later day or text
brings. A proof holds from its day on, so a version once proved is not proved again: the day
stands with it. What was proved in this process is kept by digest and day.

A proof can take seconds, and an act holds others up while it lasts: so adopting, and submitting
a report that asks for it, prove nothing. They take what was proved before, and say so where
nothing was (`unproved_yet`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governance import words
from governance.application.desk import Desk
from governance.application.proposals.turns import DECIDING
from governance.application.rulebook.finding_words import finding_words
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.kept import Kept
from governance.application.rulebook.naming import find_version
from governance.domain.authority.model import Scheme
from governance.domain.errors import Refusal, Unusable

if TYPE_CHECKING:
    from governance.domain.assurance import Finding, Proof

_proofs: Kept[tuple[str, dt.date], Proof] = Kept(128)
_proved: Kept[str, dt.date] = Kept(512)
"""The first day from which a text was proved in this process, by its digest."""


@dataclass(frozen=True, slots=True)
class Named:
    """A finding about a scheme with the name it is acknowledged by.

    `kind` is that of the finding, or `unsettled` (the proof could not be finished for these
    rules), or `more` (there are more findings than are shown). `on` is the first day on which it
    holds, `start` the day from which the scheme was to be proved.
    """

    name: str
    kind: str
    rules: tuple[str, ...]
    on: dt.date
    start: dt.date
    finding: Finding | None = None

    def plain(self) -> dict[str, Any]:
        """What the record keeps of it."""
        return {"name": self.name, "kind": self.kind, "rules": [*self.rules]}


def proof_of(desk: Desk, version: Any, *, start: dt.date) -> Proof:
    """The proof of a version of a scheme for decisions from a day on.

    Raises `Unusable` where a limit has no value yet on that day.
    """

    def make() -> Proof:
        from governance.domain.assurance import prove  # noqa: PLC0415  # it loads Z3

        return prove(meaning(desk, version), on=start)

    proof = _proofs.get((version.digest, start), make)
    if proof.proved and start < (_proved.known(version.digest) or dt.date.max):
        _proved.put(version.digest, start)
    return proof


def findings_of(desk: Desk, version: Any, *, start: dt.date) -> list[Named]:
    """Everything that keeps a version from being proved from a day on, each with its name.

    Raises `Unusable` where a limit has no value yet on that day.
    """
    return named(proof_of(desk, version, start=start), start=start)


def named(proof: Proof, *, start: dt.date) -> list[Named]:
    """Everything that a proof from a day on left unproved, each with its name."""
    found = [Named(name_of(one), one.kind, one.rules, one.on, start, one) for one in proof.findings]
    if proof.unsettled:
        name = _name("unsettled", proof.unsettled, None)
        found.append(Named(name, "unsettled", proof.unsettled, start, start))
    if proof.more:
        shown = tuple(sorted(one.name for one in found))
        found.append(Named(_name("more", shown, None), "more", (), start, start))
    return found


def name_of(finding: Finding) -> str:
    """The name of a finding: its kind, the region of its cases as they are shown, and its rules.

    A gap is named by its cases alone: its neighbours may change. What has no region (a rule that
    no case reaches) is named by its rules and why.
    """
    rules = () if finding.kind == "gap" else finding.rules
    return _name(finding.kind, rules, _region(finding))


def _name(kind: str, rules: Iterable[str], region: Any) -> str:
    """A name that stays while the finding does: its kind, and a digest of rules and region."""
    told = json.dumps([kind, *rules, region], sort_keys=True, separators=(",", ":"))
    return f"{kind}-{hashlib.sha256(told.encode()).hexdigest()[:6]}"


def _region(finding: Finding) -> Any:
    region = finding.region
    if region is None:
        return finding.why
    why = {"why": finding.why} if finding.why else {}
    return why | {
        "choices": {name: sorted(choices) for name, choices in region.choices.items()},
        "bounds": {name: [*bounds] for name, bounds in region.bounds.items()},
        "relations": sorted(repr(one) for one in region.relations),
    }


def prove_ahead(desk: Desk, names: Iterable[str], *, start: dt.date | None) -> None:
    """Prove schemes before an act that asks for it, so that the act need not hold others up.

    For a desk at which nothing is written. What is wrong with a name or a text is for the act to
    say.
    """
    for name in names:
        try:
            version = find_version(desk, name)
            says = meaning(desk, version)
            if isinstance(says, Scheme) and not proved_from(version, start or desk.today):
                proof_of(desk, version, start=start or desk.today)
        except Unusable:
            continue


# --- as refusals


def unproved(desk: Desk, version: Any, *, start: dt.date) -> tuple[Refusal, ...]:
    """Every finding that speaks against the proof of a scheme from a day on; nothing of others."""
    says = meaning(desk, version)
    if not isinstance(says, Scheme) or proved_from(version, start):
        return ()
    try:
        found = findings_of(desk, version, start=start)
    except Unusable as unusable:
        return tuple(Refusal(one.code, one.params) for one in unusable.problems)
    return tuple(told(says, version.ref, one) for one in found)


def unproved_yet(desk: Desk, version: Any, *, start: dt.date) -> tuple[Refusal, ...]:
    """As `unproved`, for acts that may not wait for a proof: they go by what is known of one.

    That is what the version's record says, and what was proved in this process before.
    """
    says = meaning(desk, version)
    if not isinstance(says, Scheme) or proved_from(version, start):
        return ()
    if (_proved.known(version.digest) or dt.date.max) <= start:
        return ()
    proof = _proofs.known((version.digest, start))
    if proof is None:
        return (Refusal("rulebook.unproved", {"ref": version.ref, "on": start}),)
    return tuple(told(says, version.ref, one) for one in named(proof, start=start))


def proved_from(version: Any, start: dt.date) -> bool:
    """Whether a version was proved for decisions from that day, or an earlier one, on."""
    day = (version.proof or {}).get("proved_from")
    return day is not None and dt.date.fromisoformat(day) <= start


def unacknowledged(
    desk: Desk, version: Any, *, start: dt.date, names: Iterable[str] = ()
) -> tuple[Refusal, ...]:
    """Every finding about another body's scheme that is neither acknowledged nor named."""
    says = meaning(desk, version)
    if not isinstance(says, Scheme):
        return ()
    accepted = {*names, *acknowledged(version)}
    try:
        found = findings_of(desk, version, start=start)
    except Unusable as unusable:
        return tuple(Refusal(one.code, one.params) for one in unusable.problems)
    return tuple(told(says, version.ref, one) for one in found if one.name not in accepted)


def acknowledged(version: Any) -> list[str]:
    """The names of the findings about a version that are acknowledged."""
    return [one["name"] for one in (version.proof or {}).get("acknowledged", ())]


def told(scheme: Scheme, ref: str, one: Named) -> Refusal:
    """A finding as a refusal: its name, and what it says with the case that shows it."""
    params: dict[str, Any] = {"ref": ref, "name": one.name, "rules": [*one.rules]}
    params |= {"on": one.on, "start": one.start}
    if one.finding is not None:
        params["said"] = finding_words(scheme, one.finding, one.start)
    else:
        params["said"] = words.say(f"proof.{one.kind}", {"rules": [*one.rules]})
    family = "finding" if scheme.standing == "own" else "known"
    return Refusal(f"rulebook.{family}.{one.kind}", params)


# --- whether people could complete every path


def uncovered(desk: Desk, version: Any, *, start: dt.date) -> tuple[Refusal, ...]:
    """Every path of a scheme that the people of a day could not complete, dead ends among them.

    Nothing of other rulebooks.
    """
    says = meaning(desk, version)
    if not isinstance(says, Scheme):
        return ()
    from governance.application.cover.schemes import (  # noqa: PLC0415  # it asks about reports
        cover_of,
    )

    found = cover_of(desk, says, on=start, k=0)
    ends = dead_ends(desk, version)
    alone = {one.params["rule"] for one in ends}
    return ends + tuple(
        Refusal(
            "rulebook.uncovered",
            {
                "ref": version.ref,
                "rule": trap.rule,
                "why": [{"code": one.code, "params": dict(one.params)} for one in trap.lacks],
                "on": start,
            },
        )
        for trap in found.traps
        if not trap.absent and trap.rule not in alone
    )


def dead_ends(desk: Desk, version: Any) -> tuple[Refusal, ...]:
    """The paths of a scheme on which each partner alone decides, whoever there is.

    A report goes to the partners once an office or a body has decided it, recommended it or
    endorsed it, so one with such a path would wait for ever. Nothing of other rulebooks.
    """
    says = meaning(desk, version)
    if not isinstance(says, Scheme):
        return ()
    rules = _partners_alone(says)
    return tuple(
        Refusal("rulebook.partners_alone", {"ref": version.ref, "rule": rule}) for rule in rules
    )


def _partners_alone(scheme: Scheme) -> list[str]:
    return [
        rule.id
        for rule in scheme.rules
        if all(
            scheme.deciders[step.decider].kind == "each-partner"
            for group in rule.path
            for step in group
            if step.kind in DECIDING
        )
    ]

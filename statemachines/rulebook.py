"""A version of a rulebook: framework, scheme, terms of reference, calendar, escalation policy.

Exact bytes, which never change once somebody is asked to decide on them; what changes then is
whether they are in force and by what right.
What alters who decides needs a decision, the rest a recorded act. The first versions enter
once, by `constitute`. A scheme of one's own is adopted only proved and covered; another body's
only with each finding about it acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from governance.domain.errors import Refusal
from statemachines.permissions import Permission
from statemachines.table import (
    NEW,
    Facts,
    Findings,
    Guard,
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookFacts(Facts):
    """What the guards of a rulebook version ask.

    `alters_who_decides`: schemes, terms and frameworks do, the others do not. `recorded_scheme`:
    the version records another body's scheme. `undecided`: what is missing of the decision
    that adopts it. `uncited`: what is missing of another body's resolution. `unproved`: what
    speaks against its proof. `uncovered`: paths that nobody could complete. `unacknowledged`:
    findings nobody acknowledged. `consents_missing`:
    partners whose consent to constituting is not recorded. `constituted`: the partnership is
    constituted already. `not_yet`: why it cannot come into force today. `successor_missing`:
    that nothing takes its place. `asked_already`: reports by which somebody decides on its text.
    """

    alters_who_decides: bool = True
    recorded_scheme: bool = False
    undecided: Findings = None
    uncited: Findings = None
    unproved: Findings = None
    uncovered: Findings = None
    unacknowledged: Findings = None
    consents_missing: Findings = None
    constituted: bool = True
    not_yet: Findings = None
    successor_missing: Findings = None
    asked_already: Findings = None


def decision_in_effect(facts: RulebookFacts) -> Iterable[Refusal]:
    """A decision of its owner that adopts it is in effect."""
    return established(facts.undecided, "undecided")


def owned_here(facts: RulebookFacts) -> Iterable[Refusal]:
    """It is a rulebook of this partnership, not a record of another body's."""
    if facts.recorded_scheme:
        yield Refusal("rulebook.recorded_scheme")


def owned_elsewhere(facts: RulebookFacts) -> Iterable[Refusal]:
    """It records another body's scheme."""
    if not facts.recorded_scheme:
        yield Refusal("rulebook.own_scheme")


def resolution_cited(facts: RulebookFacts) -> Iterable[Refusal]:
    """The resolution by which the other body adopted it is cited."""
    return established(facts.uncited, "uncited")


def leaves_deciders_alone(facts: RulebookFacts) -> Iterable[Refusal]:
    """It does not alter who decides."""
    if facts.alters_who_decides:
        yield Refusal("rulebook.needs_decision")


def proved(facts: RulebookFacts) -> Iterable[Refusal]:
    """It is proved: no case without a path, none with two."""
    return established(facts.unproved, "unproved")


def covered(facts: RulebookFacts) -> Iterable[Refusal]:
    """Every path can be completed by the people of its first day."""
    return established(facts.uncovered, "uncovered")


def findings_acknowledged(facts: RulebookFacts) -> Iterable[Refusal]:
    """Each finding about it is acknowledged."""
    return established(facts.unacknowledged, "unacknowledged")


def all_consent(facts: RulebookFacts) -> Iterable[Refusal]:
    """Every partner's consent is recorded."""
    return established(facts.consents_missing, "consents_missing")


def not_constituted(facts: RulebookFacts) -> Iterable[Refusal]:
    """The partnership is not constituted yet."""
    if facts.constituted:
        yield Refusal("rulebook.constituted_already")


def day_has_come(facts: RulebookFacts) -> Iterable[Refusal]:
    """The day it takes effect has come."""
    return established(facts.not_yet, "not_yet")


def nobody_decides_on_it(facts: RulebookFacts) -> Iterable[Refusal]:
    """No report on its way to a decision, or decided, asks to adopt it as it stands."""
    return established(facts.asked_already, "asked_already")


def succeeded(facts: RulebookFacts) -> Iterable[Refusal]:
    """A later version takes its place."""
    return established(facts.successor_missing, "successor_missing")


ADOPTION: Final[tuple[Guard[RulebookFacts], ...]] = (
    owned_here,
    decision_in_effect,
    proved,
    covered,
)
"""What adopting a rulebook of one's own asks for."""

BEFORE_ADOPTION: Final = ("draft", "proved", "findings_acknowledged")
_KEEPERS: Final = frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER})

RULEBOOK: Final[Lifecycle[RulebookFacts]] = Lifecycle(
    name="rulebook",
    title="rulebook version",
    meaning="A version of a framework, scheme, terms of reference, calendar or escalation policy.",
    states=(
        State(
            "draft",
            "Read and checked, but binding nobody.",
            "The secretary, by having it proved, decided or withdrawn.",
            "It stays a draft.",
        ),
        State(
            "proved",
            "Shown to give every case one path.",
            "The secretary, once its owner has decided.",
            "It stays proved; a changed text is a draft again.",
        ),
        State(
            "findings_acknowledged",
            "Another body's scheme, whose gaps and overlaps are known and accepted.",
            "The secretary, by citing the resolution.",
            "It stays acknowledged.",
        ),
        State(
            "adopted",
            "Adopted with a day on which it takes effect.",
            "Vires, on that day.",
            "It stays adopted; it comes into force when the clock next runs.",
        ),
        State(
            "in_force",
            "It governs what is decided today.",
            "Vires, when a later version takes its place.",
            "It stays in force.",
        ),
        State(
            "superseded",
            "A later version has taken its place; it still governs the days it was in force.",
            "Nobody.",
            "It stays superseded.",
            final=True,
        ),
        State(
            "withdrawn",
            "Given up before it was in force.",
            "Nobody.",
            "It stays withdrawn.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="load",
            sources=(NEW,),
            target="draft",
            who=_KEEPERS,
            meaning="Take a text in as a draft.",
        ),
        Move(
            name="revise",
            sources=BEFORE_ADOPTION,
            target="draft",
            who=_KEEPERS,
            meaning="Change its text, before anybody is asked to decide on it.",
            guards=(nobody_decides_on_it,),
        ),
        Move(
            name="prove",
            sources=("draft", "proved"),
            target="proved",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER, Permission.VIRES}),
            meaning="Note that the proof succeeded, or that it also does from an earlier day.",
            guards=(owned_here, proved),
        ),
        Move(
            name="acknowledge_some",
            sources=("draft",),
            target="draft",
            who=_KEEPERS,
            meaning="Accept some of what is wrong with another body's scheme; the rest is open.",
            guards=(owned_elsewhere, reason_given),
        ),
        Move(
            name="acknowledge_findings",
            sources=("draft",),
            target="findings_acknowledged",
            who=_KEEPERS,
            meaning="Accept what is wrong with another body's scheme as it stands.",
            guards=(owned_elsewhere, findings_acknowledged, reason_given),
        ),
        Move(
            name="adopt",
            sources=BEFORE_ADOPTION,
            target="adopted",
            who=_KEEPERS | {Permission.VIRES, Permission.CLOCK},
            meaning="Adopt it by a decision of its owner.",
            guards=ADOPTION,
        ),
        Move(
            name="cite_resolution",
            sources=("draft", "findings_acknowledged"),
            target="adopted",
            who=_KEEPERS,
            meaning="Take over another body's scheme by citing its resolution.",
            guards=(owned_elsewhere, resolution_cited, findings_acknowledged),
        ),
        Move(
            name="adopt_by_act",
            sources=("draft",),
            target="adopted",
            who=_KEEPERS,
            meaning="Adopt what does not alter who decides, by a recorded act.",
            guards=(leaves_deciders_alone, reason_given),
        ),
        Move(
            name="constitute",
            sources=BEFORE_ADOPTION,
            target="adopted",
            who=_KEEPERS | {Permission.LEAD_PARTNER},
            meaning="Enter with the first rulebooks, by every partner's consent.",
            guards=(not_constituted, all_consent, proved, findings_acknowledged),
        ),
        Move(
            name="come_into_force",
            sources=("adopted",),
            target="in_force",
            who=frozenset({Permission.CLOCK, Permission.VIRES, Permission.SECRETARY}),
            meaning="Take effect on its day.",
            guards=(day_has_come,),
        ),
        Move(
            name="supersede",
            sources=("in_force",),
            target="superseded",
            who=frozenset({Permission.CLOCK, Permission.VIRES}),
            meaning="Give way to a later version.",
            guards=(succeeded,),
        ),
        Move(
            name="withdraw",
            sources=(*BEFORE_ADOPTION, "adopted"),
            target="withdrawn",
            who=_KEEPERS,
            meaning="Give it up before it is in force.",
            guards=(reason_given,),
        ),
    ),
)

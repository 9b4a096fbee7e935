"""A meeting of a body, as far as decisions need it: from its plan to its signed minutes.

An inquorate meeting may go on informally; what it was to decide is carried over. A meeting
that was held without Vires knowing is recorded as it happened.
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
    Lifecycle,
    Move,
    State,
    established,
    reason_given,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts(Facts):
    """What the guards of a meeting ask.

    `summons_wants`: what is missing of the call (place, hour, notice). `agenda_wants`: why the
    agenda cannot be published so that the meeting is lawful. `urgency_wants`: what is missing
    for an item taken late (the chair's ruling and the special circumstances). `quorum_wants`:
    who is missing. `day_to_come`: that its day has not come. `minutes_want`: what is missing of
    the minutes. `signing_wants`: why this is no meeting at which they can be signed.
    """

    summons_wants: Findings = None
    agenda_wants: Findings = None
    urgency_wants: Findings = None
    quorum_wants: Findings = None
    day_to_come: Findings = None
    minutes_want: Findings = None
    signing_wants: Findings = None


def summons_complete(facts: MeetingFacts) -> Iterable[Refusal]:
    """Day, hour and place are settled and members have the notice they are due."""
    return established(facts.summons_wants, "summons_wants")


def agenda_in_time(facts: MeetingFacts) -> Iterable[Refusal]:
    """The agenda and its reports can be open for as long as the law wants."""
    return established(facts.agenda_wants, "agenda_wants")


def urgency_ruled(facts: MeetingFacts) -> Iterable[Refusal]:
    """The chair has taken the item as urgent, with the special circumstances."""
    return established(facts.urgency_wants, "urgency_wants")


def quorate(facts: MeetingFacts) -> Iterable[Refusal]:
    """A quorum is present."""
    return established(facts.quorum_wants, "quorum_wants")


def not_quorate(facts: MeetingFacts) -> Iterable[Refusal]:
    """No quorum is present."""
    if facts.quorum_wants is None:
        yield from established(None, "quorum_wants")
    elif not facts.quorum_wants:
        yield Refusal("meeting.quorate")


def day_has_come(facts: MeetingFacts) -> Iterable[Refusal]:
    """Its day has come."""
    return established(facts.day_to_come, "day_to_come")


def minutes_complete(facts: MeetingFacts) -> Iterable[Refusal]:
    """The minutes say who was there and what was decided, verbatim."""
    return established(facts.minutes_want, "minutes_want")


def signing_in_place(facts: MeetingFacts) -> Iterable[Refusal]:
    """They are signed by whoever presides at the next suitable meeting."""
    return established(facts.signing_wants, "signing_wants")


_KEEPERS: Final = frozenset({Permission.SECRETARY})
_PRESIDING: Final = frozenset({Permission.SECRETARY, Permission.CHAIR})
_ANNOUNCED: Final = ("published", "supplement_published")

MEETING: Final[Lifecycle[MeetingFacts]] = Lifecycle(
    name="meeting",
    title="meeting",
    meaning="A meeting of a body, from its plan to its signed minutes.",
    states=(
        State(
            "planned",
            "It has a day.",
            "The secretary, by calling it.",
            "It stays planned.",
        ),
        State(
            "called",
            "Members are summoned.",
            "The secretary, by publishing the agenda.",
            "It stays called; the day for the agenda still stands.",
        ),
        State(
            "published",
            "The agenda and its reports are open to inspection.",
            "The secretary, by publishing a supplement, or by holding it.",
            "It stays published: what was published stands.",
        ),
        State(
            "supplement_published",
            "Items or reports were added after the agenda.",
            "The secretary, by holding it.",
            "It stays published with its supplement.",
        ),
        State(
            "held",
            "It is sitting, or has sat, with a quorum.",
            "The secretary, by drafting minutes; the chair, by adjourning.",
            "It stays held; decisions already recorded stand.",
        ),
        State(
            "adjourned",
            "Broken off, to go on another day.",
            "The chair, by resuming it.",
            "It stays adjourned.",
        ),
        State(
            "resumed",
            "Goes on after an adjournment, as the same meeting.",
            "The secretary, by drafting minutes; the chair, by adjourning.",
            "It stays resumed; decisions already recorded stand.",
        ),
        State(
            "inquorate",
            "Too few are present to decide anything.",
            "The chair, by adjourning or by going on informally.",
            "It stays inquorate; nothing can be decided.",
        ),
        State(
            "informal",
            "Goes on without a quorum: talk, no decisions; items are carried over.",
            "The secretary, by drafting a note of it.",
            "It stays informal; its items are carried over.",
        ),
        State(
            "minutes_drafted",
            "Minutes are drafted and wait to be signed.",
            "The chair of the next suitable meeting, by signing.",
            "They stay drafted.",
        ),
        State(
            "signed",
            "Its minutes are signed.",
            "Nobody.",
            "They stay signed.",
            final=True,
        ),
        State(
            "cancelled",
            "It will not be held; its items go to another.",
            "Nobody.",
            "It stays cancelled.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="plan",
            sources=(NEW,),
            target="planned",
            who=_KEEPERS,
            meaning="Put it in the body's calendar.",
        ),
        Move(
            name="record_as_held",
            sources=(NEW, "planned", "called"),
            target="held",
            who=frozenset({Permission.SECRETARY, Permission.PROPER_OFFICER}),
            meaning="Record one that was held without Vires; flagged as irregular.",
            guards=(day_has_come, reason_given),
        ),
        Move(
            name="change_day",
            sources=("planned", "called"),
            target="planned",
            who=_KEEPERS,
            meaning="Move it to another day; it has to be called again.",
            guards=(reason_given,),
        ),
        Move(
            name="call",
            sources=("planned",),
            target="called",
            who=_KEEPERS,
            meaning="Summon the members.",
            guards=(summons_complete,),
        ),
        Move(
            name="publish",
            sources=("called",),
            target="published",
            who=_KEEPERS,
            meaning="Publish the agenda and its reports.",
            guards=(agenda_in_time,),
        ),
        Move(
            name="publish_late",
            sources=("called",),
            target="published",
            who=frozenset({Permission.PROPER_OFFICER}),
            meaning="Publish an agenda later than the law wants; flagged as irregular.",
            guards=(reason_given,),
        ),
        Move(
            name="publish_supplement",
            sources=_ANNOUNCED,
            target="supplement_published",
            who=_KEEPERS,
            meaning="Add an item or a report after the agenda.",
            guards=(urgency_ruled,),
        ),
        Move(
            name="hold",
            sources=_ANNOUNCED,
            target="held",
            who=_PRESIDING,
            meaning="Open it.",
            guards=(day_has_come, quorate),
        ),
        Move(
            name="find_inquorate",
            sources=(*_ANNOUNCED, "held", "resumed"),
            target="inquorate",
            who=_PRESIDING,
            meaning="Find that too few are present, at the start or later.",
            guards=(day_has_come, not_quorate),
        ),
        Move(
            name="become_quorate",
            sources=("inquorate",),
            target="held",
            who=_PRESIDING,
            meaning="Go on as a meeting: a member or a named substitute has come.",
            guards=(quorate,),
        ),
        Move(
            name="go_on_informally",
            sources=("inquorate",),
            target="informal",
            who=_PRESIDING,
            meaning="Talk without deciding.",
        ),
        Move(
            name="adjourn",
            sources=("held", "resumed", "inquorate"),
            target="adjourned",
            who=_PRESIDING,
            meaning="Break off, to go on another day.",
            guards=(reason_given,),
        ),
        Move(
            name="resume",
            sources=("adjourned",),
            target="resumed",
            who=_PRESIDING,
            meaning="Go on as the same meeting.",
            guards=(day_has_come, quorate),
        ),
        Move(
            name="draft_minutes",
            sources=("held", "resumed", "informal", "inquorate"),
            target="minutes_drafted",
            who=_KEEPERS,
            meaning="Write down who was there and what was decided.",
            guards=(minutes_complete,),
        ),
        Move(
            name="sign",
            sources=("minutes_drafted",),
            target="signed",
            who=_PRESIDING,
            meaning="Sign the minutes at the next suitable meeting.",
            guards=(signing_in_place,),
        ),
        Move(
            name="cancel",
            sources=("planned", "called", *_ANNOUNCED, "adjourned"),
            target="cancelled",
            who=frozenset({Permission.SECRETARY, Permission.CHAIR}),
            meaning="Call it off; its items go to another meeting.",
            guards=(reason_given,),
        ),
    ),
)

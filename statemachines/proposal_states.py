"""The states of a proposal: what each means, who moves it on, what a crash there means."""

from __future__ import annotations

from typing import Final

from statemachines.table import State

STATES: Final = (
    State(
        "draft",
        "The report is being written.",
        "The author, by giving notice or submitting it.",
        "It stays a draft.",
    ),
    State(
        "on_forward_plan",
        "Notice is given that the decision is coming; the report may still be written.",
        "The author, by submitting the report.",
        "The notice stands; its days go on counting.",
    ),
    State(
        "in_clearance",
        "Its facts are frozen; finance, legal and procurement look at it.",
        "Whoever clears it, or the author by taking it back.",
        "It stays in clearance; its value goes on counting against linked reports.",
    ),
    State(
        "cleared",
        "Ready for whoever decides.",
        "The secretary, by an agenda; the author, by handing it to the officer.",
        "It stays cleared.",
    ),
    State(
        "on_agenda",
        "On the agenda of a meeting of the body that decides.",
        "The chair or the secretary, by opening the item.",
        "It stays on the agenda.",
    ),
    State(
        "with_officer",
        "With the officer who decides.",
        "The officer, by taking it up.",
        "It stays with the officer.",
    ),
    State(
        "before_decider",
        "Before whoever decides, now.",
        "The decider.",
        "It stays undecided; votes already cast are kept.",
    ),
    State(
        "sent_to_higher",
        "The decider left it to a higher one.",
        "The secretary, by an agenda or by handing it on.",
        "It stays referred up.",
    ),
    State(
        "decided",
        "Decided; the outcome says how. A refused one stays here.",
        "Vires or the secretary, by what the outcome asks for.",
        "The decision stands; what follows from it is done when the clock next runs.",
        final=True,
    ),
    State(
        "awaiting_partners",
        "Each partner has to decide for itself before it takes effect.",
        "Vires, when the last partner's decision is in effect.",
        "It goes on waiting; partners' decisions are records of their own.",
    ),
    State(
        "call_in_window",
        "Published; members of scrutiny can still stop it.",
        "The clock, when the window closes; members, by calling it in.",
        "The window closes on its day all the same.",
    ),
    State(
        "called_in",
        "Stopped until scrutiny has looked at it.",
        "The secretary, by bringing it before scrutiny.",
        "It stays stopped.",
    ),
    State(
        "before_scrutiny",
        "Before the members of scrutiny.",
        "Scrutiny, by letting it go, sending it back or to the council.",
        "It stays before scrutiny.",
    ),
    State(
        "released",
        "Call-in is over or waived; nothing more stands in its way but its day.",
        "The clock.",
        "It takes effect when the clock next runs.",
    ),
    State(
        "reconsidered",
        "Before whoever decided it, to think again.",
        "The secretary, by an agenda where a body decided; the decider, by deciding again.",
        "It stays stopped.",
    ),
    State(
        "referred_to_council",
        "Before the full council.",
        "The secretary, by recording what the council said.",
        "It stays stopped.",
    ),
    State(
        "effective",
        "In effect.",
        "A later decision, or a court.",
        "It stays in effect.",
        final=True,
    ),
    State(
        "rescinded",
        "Undone by a later decision.",
        "Nobody.",
        "It stays rescinded.",
        final=True,
    ),
    State(
        "quashed",
        "Undone by a court.",
        "Nobody.",
        "It stays quashed.",
        final=True,
    ),
    State(
        "withdrawn",
        "Taken back before it was decided.",
        "Nobody.",
        "It stays withdrawn.",
        final=True,
    ),
    State(
        "lapsed",
        "Not decided in time.",
        "Nobody.",
        "It stays lapsed.",
        final=True,
    ),
)

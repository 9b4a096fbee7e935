"""The states of a decommissioning case: what each means, who moves it on, and a crash there."""

from __future__ import annotations

from typing import Final

from statemachines.table import State

STATES: Final = (
    State(
        "triggered",
        "A cause has opened it; nobody has said yet which way it goes.",
        "The lead, by support and challenge, a case for change, or emergency continuity.",
        "It stays triggered; it escalates when the clock next runs.",
    ),
    State(
        "support_and_challenge",
        "The service is helped to improve by a plan with days and a named officer.",
        "The improvement plan: met, it averts the case; failed, it makes the case for change.",
        "It stays so; a plan that was settled is found.",
    ),
    State(
        "case_for_change",
        "It is said why the service, or a part of it, should end.",
        "The lead, by appraising options.",
        "It stays a case for change.",
    ),
    State(
        "emergency_continuity",
        "The service broke off or is unsafe; what children get meanwhile is arranged.",
        "The lead, by appraising options as time allows.",
        "It stays so; the day until which it is arranged still falls due.",
    ),
    State(
        "options",
        "The options, and what each would mean, are being written down.",
        "The lead, by consulting, or by proposing where there is a reason not to consult.",
        "It stays so.",
    ),
    State(
        "consultation",
        "Those whom it would touch are being asked.",
        "The lead, by saying what they said and what changed because of it.",
        "It stays so; the end of the consultation still falls due.",
    ),
    State(
        "before_decider",
        "A report that asks to end it is being written, or is on its decision path.",
        "Whoever the scheme says decides.",
        "It stays so; the decision that was taken is found.",
    ),
    State(
        "refused",
        "It was decided not to end it so.",
        "The lead, by averting it, or by making another case.",
        "It stays refused.",
    ),
    State(
        "decided",
        "A decision to end it is in effect; no notice stands.",
        "The lead, by giving notice.",
        "It stays decided.",
    ),
    State(
        "notice",
        "Notice has been given; its days are running.",
        "The lead, by beginning the transition.",
        "The notice goes on running.",
    ),
    State(
        "transition",
        "Children, staff and premises are being moved.",
        "The lead, by closing it when every child's case is moved; by halting it.",
        "It stays in transition; nothing closes by itself.",
    ),
    State(
        "halted",
        "The transition was stopped because it was not safe.",
        "The lead, by going on when it is safe.",
        "It stays halted; the clock of its notice stands still.",
    ),
    State(
        "closed",
        "The service, or the part of it, has ended; it waits to be evaluated.",
        "The lead, by evaluating it about a year later.",
        "It stays closed; its evaluation still falls due.",
    ),
    State(
        "evaluated",
        "It is known what came of it.",
        "Nobody.",
        "It stays evaluated.",
        final=True,
    ),
    State(
        "averted",
        "The service goes on; the case is over.",
        "Nobody: another cause opens another case.",
        "It stays averted.",
        final=True,
    ),
)

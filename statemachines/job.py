"""A piece of long work that somebody asked for and that is done beside the pages.

It is begun by whichever process is free. One whose process dies is begun again where that does
no harm, and else is said to be lost: nobody waits for what will never come.
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
class JobFacts(Facts):
    """What the guards of a job ask.

    `begin_again`: that it may be begun once more. `asker`: that the actor is who asked for it.
    """

    begin_again: Findings = None
    asker: Findings = None


def may_begin_again(facts: JobFacts) -> Iterable[Refusal]:
    """Doing it again does no harm, and it was not begun too often."""
    return established(facts.begin_again, "begin_again")


def asked_for_it(facts: JobFacts) -> Iterable[Refusal]:
    """The actor is who asked for it."""
    return established(facts.asker, "asker")


_VIRES: Final = frozenset({Permission.VIRES})

JOB: Final[Lifecycle[JobFacts]] = Lifecycle(
    name="job",
    title="job",
    meaning="Long work that somebody asked for, such as an import or a rehearsal.",
    states=(
        State(
            "waiting",
            "Asked for, and not begun.",
            "Vires, as soon as a place is free.",
            "It goes on waiting.",
        ),
        State(
            "running",
            "Under way in a process of its own.",
            "Vires, when it ends.",
            "It is begun again where that does no harm; else it is lost.",
        ),
        State("done", "It has a result.", "Nobody.", "It stays done.", final=True),
        State(
            "failed",
            "It ended without a result, and says why.",
            "Nobody; it can be asked for anew.",
            "It stays failed.",
            final=True,
        ),
        State(
            "lost",
            "Its process ended without a word, and it is not begun again by itself.",
            "Nobody; it can be asked for anew.",
            "It stays lost.",
            final=True,
        ),
        State(
            "stopped",
            "Whoever asked for it did not want it any more.",
            "Nobody; it can be asked for anew.",
            "It stays stopped; what it had written by then stays written.",
            final=True,
        ),
    ),
    moves=(
        Move(
            name="ask",
            sources=(NEW,),
            target="waiting",
            who=_VIRES,
            meaning="Ask for it; what may be asked for is looked at first.",
        ),
        Move(
            name="begin",
            sources=("waiting",),
            target="running",
            who=_VIRES,
            meaning="Begin it in a process of its own.",
        ),
        Move(
            name="finish",
            sources=("running",),
            target="done",
            who=_VIRES,
            meaning="Keep its result.",
        ),
        Move(
            name="fail",
            sources=("running",),
            target="failed",
            who=_VIRES,
            meaning="Note why it has no result.",
            guards=(reason_given,),
        ),
        Move(
            name="put_back",
            sources=("running",),
            target="waiting",
            who=_VIRES,
            meaning="Let it be begun again: its process has ended.",
            guards=(may_begin_again,),
        ),
        Move(
            name="lose",
            sources=("running",),
            target="lost",
            who=_VIRES,
            meaning="Note that its process has ended without a word.",
        ),
        Move(
            name="stop",
            sources=("waiting", "running"),
            target="stopped",
            who=_VIRES,
            meaning="Give it up.",
            guards=(asked_for_it,),
        ),
    ),
)

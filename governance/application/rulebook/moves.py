"""What can be done with a version of a rulebook as things stand, and what is against the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from governance.application.desk import Desk
from governance.application.permissions import must_administer, permissions, why_not
from governance.application.rulebook.adopting import report_deciding
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.revising import asked_already, with_whoever_decides
from governance.application.rulebook.taking_effect import facts_of
from governance.application.rulebook.whose import called_anothers
from governance.domain.authority.model import Scheme
from governance.domain.errors import Refusal, Refused
from statemachines.machine import enter, look
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts
from statemachines.rulebook import BEFORE_ADOPTION, RULEBOOK, RulebookFacts


def moves(desk: Desk, name: str) -> list[dict[str, Any]]:
    """The moves of a version that its kind and state know, each with what is against it.

    What a form asks for (a reason, a resolution), and what a check shows, is not held against
    anybody yet. `propose` begins the report that asks to adopt it.
    """
    row = find_version(desk, name)
    says = meaning(desk, row)
    theirs = called_anothers(says)
    facts = replace(
        facts_of(desk, row),
        reason="asked for",
        uncited=(),
        unproved=(),
        uncovered=(),
        unacknowledged=(),
        asked_already=asked_already(desk, row),
        undecided=_undecided(desk, row),
        recorded_scheme=theirs,
    )
    found = {one.move: one.refusals for one in look(RULEBOOK, row.state, facts)}
    wanted = list(_wanted(row, scheme=isinstance(says, Scheme), theirs=theirs))
    if "adopt_by_act" in found:
        barred = why_not(must_administer, desk) if KINDS[row.kind].by_administrator else ()
        found["adopt_by_act"] = (
            *found["adopt_by_act"],
            *barred,
            *with_whoever_decides(desk, row),
        )
    told = [{"move": one, "refusals": tuple(found[one])} for one in wanted if one in found]
    if row.state in BEFORE_ADOPTION and not theirs:
        told.append({"move": "propose", "refusals": _against_proposing(desk, row)})
    told.append({"move": "begin_draft", "refusals": against_loading(desk)})
    return told


def _wanted(row: Any, *, scheme: bool, theirs: bool) -> Iterator[str]:
    yield "revise"
    if scheme and not theirs:
        yield "prove"
    if scheme and theirs:
        yield "acknowledge_findings"
    if theirs:
        yield "cite_resolution"
    elif KINDS[row.kind].needs_decision:
        yield "adopt"
    else:
        yield "adopt_by_act"
    yield "withdraw"


def _undecided(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    if report_deciding(desk, row) is not None:
        return ()
    return (Refusal("rulebook.decision_missing", {"ref": row.ref, "title": row.title}),)


def _against_proposing(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    try:
        enter(PROPOSAL, "start", ProposalFacts(permissions=permissions(desk)))
    except Refused as refused:
        return tuple(refused.refusals)
    return asked_already(desk, row)


def against_loading(desk: Desk) -> tuple[Refusal, ...]:
    """What is against it that the actor begins a draft."""
    try:
        enter(RULEBOOK, "load", RulebookFacts(permissions=permissions(desk)))
    except Refused as refused:
        return tuple(refused.refusals)
    return ()

"""What a body is, and what law follows from that.

First ask what the body is: forward plan and call-in bind executive decisions of a council, a
committee votes by statute, a partnership without powers decides nothing. The facts stand here
with their sources; terms of reference may add to them and may not take away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """The five kinds of body."""

    EXECUTIVE = "executive"
    COUNCIL_COMMITTEE = "council-committee"
    JOINT_COMMITTEE = "joint-committee"
    PARTNERSHIP = "partnership"
    PARTNER_BODY = "partner-body"


class Procedure(StrEnum):
    """Rules of procedure that follow from a standing, or that terms of reference add."""

    FORWARD_PLAN = "forward_plan"
    PUBLIC_ACCESS = "public_access"
    CALL_IN = "call_in"
    FORMAL_VOTING = "formal_voting"


class Way(StrEnum):
    """Ways of acting without a meeting."""

    CHAIRS_ACTION = "chairs_action"
    WRITTEN_RESOLUTION = "written_resolution"


class Force(StrEnum):
    """What a body's conclusion is worth."""

    DECIDES = "decides"
    RECOMMENDS = "recommends"
    BY_ITS_OWN_RULES = "by_its_own_rules"


DECISIONS = (
    "approved",
    "approved_as_amended",
    "approved_with_conditions",
    "refused",
    "referred_back",
    "deferred",
    "noted",
)
ADVICE = ("endorsed", "recommended", "referred_back", "deferred", "noted")


@dataclass(frozen=True, slots=True)
class Law:
    """What follows from a standing by law, each fact with the source it rests on.

    `always` binds whatever the item; `executive_functions` binds in addition where the body
    discharges functions of a council's executive. `ways` can be allowed by terms of reference;
    any other way of acting between meetings is not open to the body at all. `casting_vote` says
    that the law itself gives the person presiding a second vote on a tie.
    """

    standing: Standing
    force: Force
    always: frozenset[Procedure]
    executive_functions: frozenset[Procedure]
    ways: frozenset[Way]
    urgency: tuple[str, ...]
    casting_vote: bool
    sources: Mapping[str, str]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes a decision of such a body can have."""
        match self.force:
            case Force.DECIDES:
                return DECISIONS
            case Force.RECOMMENDS:
                return ADVICE
            case Force.BY_ITS_OWN_RULES:
                return (*DECISIONS, "endorsed", "recommended")


_EXECUTIVE_PROCEDURE = frozenset({Procedure.FORWARD_PLAN, Procedure.CALL_IN})
_EITHER_WAY = frozenset({Way.CHAIRS_ACTION, Way.WRITTEN_RESOLUTION})
_VOTING = "Local Government Act 1972, Schedule 12, paragraphs 39 and 44"

LAW: Mapping[Standing, Law] = MappingProxyType(
    {
        Standing.EXECUTIVE: Law(
            standing=Standing.EXECUTIVE,
            force=Force.DECIDES,
            always=_EXECUTIVE_PROCEDURE | {Procedure.PUBLIC_ACCESS},
            executive_functions=frozenset(),
            ways=frozenset(),
            urgency=("general_exception", "special_urgency"),
            casting_vote=False,
            sources={
                "forward_plan": "SI 2012/2089, regulations 8 to 11",
                "public_access": "SI 2012/2089, regulations 3 to 7",
                "call_in": "Local Government Act 2000, section 9F",
                "ways": "Local Government Act 2000, section 9E: between meetings a single member "
                "or an officer decides, under a power of their own",
            },
        ),
        Standing.COUNCIL_COMMITTEE: Law(
            standing=Standing.COUNCIL_COMMITTEE,
            force=Force.DECIDES,
            always=frozenset({Procedure.PUBLIC_ACCESS, Procedure.FORMAL_VOTING}),
            executive_functions=frozenset(),
            ways=frozenset(),
            urgency=("officers_powers",),
            casting_vote=True,
            sources={
                "public_access": "Local Government Act 1972, Part VA",
                "formal_voting": _VOTING,
                "ways": "Local Government Act 1972, sections 101 and 102: a committee acts at a "
                "meeting; what cannot wait goes through an officer's powers and is reported",
            },
        ),
        Standing.JOINT_COMMITTEE: Law(
            standing=Standing.JOINT_COMMITTEE,
            force=Force.DECIDES,
            always=frozenset({Procedure.PUBLIC_ACCESS, Procedure.FORMAL_VOTING}),
            executive_functions=_EXECUTIVE_PROCEDURE,
            ways=frozenset(),
            urgency=("officers_powers",),
            casting_vote=True,
            sources={
                "public_access": "Local Government Act 1972, Part VA",
                "formal_voting": _VOTING,
                "forward_plan": "SI 2012/2089, regulation 2: a joint committee is bound where it "
                "discharges functions of an executive",
                "ways": "Local Government Act 1972, sections 101(5) and 102(1): a joint "
                "committee acts at a meeting",
            },
        ),
        Standing.PARTNERSHIP: Law(
            standing=Standing.PARTNERSHIP,
            force=Force.RECOMMENDS,
            always=frozenset(),
            executive_functions=frozenset(),
            ways=_EITHER_WAY,
            urgency=("chairs_action", "written_resolution"),
            casting_vote=False,
            sources={
                "force": "No power of its own was given to it: each partner decides through its "
                "own body and answers for its own part",
            },
        ),
        Standing.PARTNER_BODY: Law(
            standing=Standing.PARTNER_BODY,
            force=Force.BY_ITS_OWN_RULES,
            always=frozenset(),
            executive_functions=frozenset(),
            ways=_EITHER_WAY,
            urgency=("chairs_action", "written_resolution"),
            casting_vote=False,
            sources={"force": "The partner's own constitution or scheme of delegation"},
        ),
    }
)
"""What follows from each standing."""

"""Each partner decides for itself: a report of its own under its own scheme.

The partnership's decision takes effect only when every partner's has; one refusal refers the
whole back. Where no scheme of a partner is on record, what it decided is recorded as it
happened.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt, Update
from governance.application.desk import Desk
from governance.application.people.organisations import partners
from governance.application.proposals.powers import partner_deciders
from governance.application.proposals.reading import Report, last_draw
from governance.application.proposals.turns import OVER
from governance.application.rulebook import in_force
from governance.domain.authority.model import Value
from governance.domain.errors import Refusal
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts

UNDECIDED = (
    "draft",
    "on_forward_plan",
    "in_clearance",
    "cleared",
    "on_agenda",
    "with_officer",
    "before_decider",
    "sent_to_higher",
)
"""States of a partner's report on which the partner has not decided."""

_proposal = TABLES["proposal"]
_CHILDREN = (
    select(_proposal)
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.parent_id == bindparam("parent"),
    )
    .order_by(_proposal.c.ref)
)


def children(desk: Desk, row: Any) -> list[Any]:
    """The partners' own reports under one, as it was last put to them."""
    found = desk.all(_CHILDREN, parent=row.id)
    if not found:
        return []
    drawn = last_draw(desk, row)
    return [child for child in found if child.round == drawn]


def asked(desk: Desk, row: Any) -> list[Any]:
    """The partners that a report is put to: of a pool those to its agreement, else every one."""
    from governance.application.funds import proposing  # noqa: PLC0415  # it drafts by us

    theirs = proposing.asked(desk, row) if row.kind == proposing.POOL else None
    return [one for one in partners(desk) if theirs is None or one.id in theirs]


def names(desk: Desk) -> dict[str, str]:
    """What people call each partner, by id."""
    return {p.id: p.name for p in partners(desk)}


def outstanding(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    """Partners whose own decision is not in effect, where each of them is asked."""
    found = children(desk, row)
    if not found:
        return ()
    done = {child.organisation_id for child in found if child.state == "effective"}
    reports = {child.organisation_id: child.ref for child in found}
    return tuple(
        _outstanding(partner.name, reports.get(partner.id))
        for partner in asked(desk, row)
        if partner.id not in done
    )


def _outstanding(partner: str, report: str | None) -> Refusal:
    if report is None:
        return Refusal("proposal.partner_not_asked", {"partner": partner})
    return Refusal("proposal.partner_outstanding", {"partner": partner, "report": report})


def put_to_partners(desk: Desk, report: Report) -> list[Receipt]:
    """Give each partner a report of its own, where the path asks for that and it is not done."""
    row = report.row
    waiting = asks_each(report)
    if not waiting or row.state != "decided":
        return []
    made = [_child(desk, report, partner) for partner in asked(desk, row)]
    facts = ProposalFacts(
        permissions=frozenset({Permission.VIRES.value}),
        outcome=row.outcome,
        partners_outstanding=outstanding(desk, row),
    )
    state = step(PROPOSAL, row.state, "await_partners", facts)
    made.append(
        desk.apply(
            Change(
                kind="proposal.put_to_partners",
                table="proposal",
                subject=row,
                values={"state": state},
                facts={"partners": [p.key for p in asked(desk, row)]},
                writes=tuple(
                    Update("step", s, {"state": "done", "done_on": desk.today}) for s in waiting
                ),
            )
        )
    )
    return made


def asks_each(report: Report) -> list[Any]:
    """The steps of a path in which each partner is to be asked, and nobody has been."""
    each = partner_deciders(report.scheme)
    return [s for s in report.steps if s.decider in each and s.state not in OVER]


def _child(desk: Desk, report: Report, partner: Any) -> Receipt:
    from governance.application.proposals.drafting import draft  # noqa: PLC0415  # it asks us

    row = report.row
    scheme = _own_scheme(desk, partner, report)
    return draft(
        desk,
        kind=row.kind,
        title=f"{row.title}: {partner.name}",
        value=_share(row, partner),
        recommendation=row.recommendation,
        answers=_answers(desk, report, scheme),
        scheme=scheme,
        parent=row,
        organisation_id=partner.id,
    )


def _answers(desk: Desk, report: Report, key: str) -> dict[str, Value]:
    """The author's answers to inputs that the partner's own scheme has too, and means alike."""
    if not key or report.scheme is None:
        return {}
    theirs = in_force.scheme(desk, key, desk.today).inputs
    ours = report.scheme.inputs
    return {
        name: value
        for name, value in report.row.answers.items()
        if name in theirs and name in ours and theirs[name].type == ours[name].type
    }


def _share(row: Any, partner: Any) -> int | None:
    """What the partner puts in (pence): its share where the report says one, None if unknown."""
    shares = row.details.get("shares")
    if not isinstance(shares, dict) or partner.key not in shares:
        return cast("int | None", row.value)
    share: int | str | None = shares[partner.key]
    return share if isinstance(share, int) else None


def _own_scheme(desk: Desk, partner: Any, report: Report) -> str:
    """The key of the partner's own scheme in force, or nothing where none is on record.

    A partner's scheme may not ask each partner again, so the one that asked is left out.
    """
    for version in in_force.keys_in_force(desk, kind="scheme", on=desk.today):
        found = in_force.meaning(desk, version)
        if found.owner == partner.key and version.key != report.row.scheme_key:
            return str(version.key)
    return ""

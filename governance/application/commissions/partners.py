"""The partners in a commission and what each puts in."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.desk import Desk
from governance.domain.errors import Problem, Unusable
from governance.domain.money import MOST
from governance.store.tables import TABLES

_partner = TABLES["commission_partner"]
_IN_IT = select(_partner).where(
    _partner.c.partnership_id == bindparam("partnership"),
    _partner.c.commission_id == bindparam("commission"),
    _partner.c.organisation_id == bindparam("organisation"),
)


def add_partner(
    desk: Desk,
    *,
    commission: str,
    organisation: str,
    share: int | None = None,
    seen: int | None = None,
) -> Receipt:
    """Note that an organisation takes part, with its share in pence; again, to change the share.

    Raises `Unusable` for an organisation that is no partner or a share that cannot be.
    """
    row = desk.row("commission", commission, seen=seen)
    allow(desk, row, KEEPERS)
    (insert,) = partner_inserts(desk, row.id, {organisation: share})
    organisation_id = insert.values["organisation_id"]
    there = desk.first(_IN_IT, commission=row.id, organisation=organisation_id)
    write = insert if there is None else Update("commission_partner", there, {"share": share})
    return desk.apply(
        Change(
            kind="commission.partner_added" if there is None else "commission.share_changed",
            table="commission",
            subject=row,
            values={},
            facts={"organisation": organisation_id, "share": share},
            writes=(write,),
        )
    )


def partner_inserts(
    desk: Desk, commission_id: str, partners: Mapping[str, int | None]
) -> list[Insert]:
    """Rows for partners by name with their shares in pence. Raises `Unusable`, all at once."""
    problems: list[Problem] = []
    found: dict[str, int | None] = {}
    for name, share in sorted(partners.items()):
        try:
            organisation = desk.row("organisation", name)
        except Unusable as error:
            problems += error.problems
            continue
        if not organisation.partner:
            problems.append(Problem("commission.not_a_partner", {"organisation": organisation.key}))
        if organisation.id in found:
            problems.append(Problem("commission.partner_twice", {"organisation": organisation.key}))
        if share is not None and not 0 <= share <= MOST:
            problems.append(Problem("commission.value_out_of_range", {"most": MOST}))
        found[organisation.id] = share
    if problems:
        raise Unusable(problems)
    return [
        Insert(
            "commission_partner",
            {
                "id": desk.new_id(),
                "commission_id": commission_id,
                "organisation_id": organisation_id,
                "share": share,
            },
        )
        for organisation_id, share in found.items()
    ]

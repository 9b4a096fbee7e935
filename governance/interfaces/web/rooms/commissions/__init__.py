"""Commissions: the register, each commission's page and life, its evidence and agreements.

Delegations are here too: powers that whoever commissions acts under.
"""

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms.commissions import (
    agreements,
    delegations,
    details,
    evidence,
    life,
    page,
    register,
    stages,
)

ROOM = Room(
    name="commissions",
    pages=(
        Page(path="/commissions", show=register.page),
        Page(path="/commissions/register.csv", show=register.file),
        Page(path="/commissions/{ref}", show=page.page),
        Page(path="/evidence/{id}", show=evidence.download),
        Page(path="/agreements", show=agreements.listing),
        Page(path="/agreements/{ref}", show=agreements.page),
        Page(path="/delegations", show=delegations.listing),
        Page(path="/delegations/{ref}", show=delegations.page),
    ),
    acts=(
        *life.ACTS,
        *stages.ACTS,
        *details.ACTS,
        *evidence.ACTS,
        *agreements.ACTS,
        *delegations.ACTS,
    ),
)

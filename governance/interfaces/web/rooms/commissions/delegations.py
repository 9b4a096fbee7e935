"""Delegations: powers handed on by a resolution, what is left of them, and taking them back."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance.application.bodies.acts import delegate, end_delegation
from governance.application.bodies.delegations import delegation_value, delegations, titles
from governance.application.bodies.queries import list_bodies, list_offices
from governance.application.commissions.page import history
from governance.application.desk import Desk
from governance.domain.decisions import KINDS
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import termed
from governance.interfaces.web.fields import Area, Day, Field, Many, Money, Option, Pick, Text
from governance.interfaces.web.rooms.commissions.common import (
    REASON,
    history_before,
    told_history,
)
from governance.interfaces.web.visit import Visit


def listing(visit: Visit) -> Response:
    """The delegations in force, or all there ever were."""
    everything = visit.query.get("show") == "all"
    rows = delegations(visit.desk, on=None if everything else visit.desk.today)
    named = titles(visit.desk, [key for row in rows for key in (row.from_key, row.to_key)])
    return visit.render("delegations/list.html", rows=rows, named=named, everything=everything)


def page(visit: Visit) -> Response:
    """One delegation: its terms, who must be consulted, what is left."""
    row = visit.desk.row("delegation", visit.path["ref"])
    value = delegation_value(visit.desk, row)
    source = visit.desk.by_id("proposal", getattr(row, "source_id", None))
    return visit.render(
        "delegations/delegation.html",
        row=row,
        value=value,
        named=titles(visit.desk, [row.from_key, row.to_key]),
        source=source,
        history=told_history(visit, history(visit.desk, row, before=history_before(visit))),
    )


def _deciders(desk: Desk) -> list[Option]:
    """The bodies and offices, by name."""
    found = [Option(one.row.key, one.row.name) for one in list_bodies(desk)]
    found += [Option(one.row.key, one.row.title) for one in list_offices(desk)]
    return sorted(found, key=lambda one: one.text.casefold())


def _fields(visit: Visit) -> list[Field]:
    deciders = _deciders(visit.desk)
    return [
        Pick(name="giver", options=deciders),
        Pick(name="receiver", options=deciders),
        Area(name="purpose", rows=3),
        Text(name="source", most=2000),
        Money(name="ceiling", required=False),
        Many(name="kinds", options=termed(KINDS)),
        Many(name="consult", options=deciders),
        Day(name="from", required=False),
        Day(name="expires", required=False),
    ]


def _delegate(desk: Desk, said: Said) -> Done:
    receipt = delegate(
        desk,
        giver=said["giver"],
        receiver=said["receiver"],
        purpose=said["purpose"],
        source=said["source"],
        kinds=said["kinds"],
        ceiling=said["ceiling"],
        consultees=said["consult"],
        from_day=said["from"],
        expires_on=said["expires"],
    )
    return Done(receipt=receipt, code="done.delegation_recorded")


def _about(visit: Visit) -> About:
    row: Any = visit.desk.row("delegation", visit.path["ref"])
    return About(params={"ref": row.ref}, seen=row.version)


def _end(desk: Desk, said: Said) -> Done:
    first = said["on"] or desk.today
    receipt = end_delegation(desk, delegation=said.ref, reason=said["reason"], on=first)
    return Done(receipt=receipt, code="done.delegation_ended", params={"on": first})


ACTS = (
    Act(
        key="delegation.add",
        path="/delegations/add",
        fields=_fields,
        do=_delegate,
        to="/delegations/{new}",
        check=True,
    ),
    Act(
        key="delegation.end",
        path="/delegations/{ref}/end",
        about=_about,
        fields=(REASON, Day(name="on", required=False)),
        do=_end,
        to="/delegations/{ref}",
        check=True,
    ),
)

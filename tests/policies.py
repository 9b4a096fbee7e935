"""Bringing an escalation policy into force in a world, and deadlines for it to speak of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from world import World

from governance.application.change import Change
from governance.application.commissions.opening import open_commission
from governance.application.deadlines.rows import deadline
from governance.application.rulebook import acts as rulebooks
from governance.store.tables import TABLES

SECRETARY = "example-secretary"
LEAD = "example-commissioner"

POLICY = """
vires: escalation/1
key: {key}
title: Levels for the tests
deadlines:
  review:
    owner: lead
    prompts:
      - {{when: 20 working days before, tell: owner}}
      - {{when: 5 working days before, tell: owner}}
      - {{when: 1 working day after, tell: owner's manager}}
      - {{when: 5 working days after, tell: director}}
    extension: {{most: 10 working days, times: 1, by: [director]}}
{more}
"""


def adopt_policy(
    built: World, text: str, *, now: dt.datetime | None = None, since: dt.date | None = None
) -> str:
    """A policy in force by a recorded act; its reference."""
    with built.acting(SECRETARY, now=now) as desk:
        ref = rulebooks.load(desk, text.encode(), "policy.yaml").ref
        rulebooks.adopt(desk, ref, reason="For the tests.", effective_from=since)
    return ref


def policy(more: str = "", key: str = "levels") -> str:
    """The policy of these tests, with more under it."""
    return POLICY.format(key=key, more=more)


def a_commission(
    built: World, title: str = "Short breaks", *, now: dt.datetime | None = None
) -> Any:
    """A commission led by the example commissioner."""
    with built.acting(now=now) as desk:
        receipt = open_commission(
            desk,
            title=title,
            lead=LEAD,
            end_date=dt.date(2030, 3, 31),
        )
        return desk.row("commission", receipt.ref)


def a_deadline(
    built: World,
    subject: Any,
    due: dt.date,
    *,
    kind: str = "review",
    cause: str = "",
    now: dt.datetime | None = None,
    effect: str | None = None,
    due_at: dt.datetime | None = None,
) -> str:
    """A deadline on a commission; its id."""
    with built.acting(now=now) as desk:
        row = deadline(
            desk,
            kind=kind,
            cause=cause,
            subject=("commission", subject.id),
            due_day=due,
            due_at=due_at,
            owner="lead",
            effect=effect,
        )
        desk.apply(
            Change(
                kind="deadline.set",
                table="commission",
                subject=desk.row("commission", subject.id),
                values={},
                writes=(row,),
            )
        )
    return str(row.values["id"])


def rows(built: World, table: str) -> list[Any]:
    """Every row of a table, in the order it was written."""
    with built.store.read() as tx:
        return tx.all(select(TABLES[table]).order_by(TABLES[table].c.id))

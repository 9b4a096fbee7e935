"""Histories of commissions, made act by act, and what goes out of them."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from world import World

from governance.adapters.ocds.writing import record_package, release_package
from governance.application.change import Change, Insert
from governance.application.commissions import opening
from governance.application.commissions.agreements import agreement_change
from governance.application.desk import Desk
from governance.application.publishing.open_data.processes import (
    Process,
    every_process,
    frame,
    processes_of,
)
from governance.application.publishing.open_data.publisher import set_publisher

LEAD = "example-commissioner"
PREFIX = "ocds-a2b3c4"
URI = "https://example.org/releases.json"


def publishing(built: World) -> None:
    """Let the partnership have a prefix."""
    with built.acting() as desk:
        set_publisher(desk, ocid_prefix=PREFIX)


def opened(desk: Desk, **more: Any) -> str:
    """A commission in its cycle; its reference."""
    given: dict[str, Any] = {
        "title": "Foster care",
        "lead": LEAD,
        "end_date": dt.date(2028, 3, 31),
        "need": "Children live far from home.",
        "value": 900_000_00,
        **more,
    }
    return opening.open_commission(desk, **given).ref


def report(desk: Desk, commission: str, *, kind: str = "award", **more: Any) -> Any:
    """A report whose decision is in effect and published today, unless it is said otherwise."""
    about = desk.row("commission", commission)
    values: dict[str, Any] = {
        "id": desk.new_id(),
        "ref": desk.next_ref("proposal"),
        "kind": kind,
        "title": f"A report that asks for {kind}",
        "state": "effective",
        "outcome": "approved",
        "commission_id": about.id,
        "scheme_key": "example-partnership",
        "round": about.round,
        "decided_on": desk.today,
        "published_on": desk.today,
        "effective_on": desk.today,
        **more,
    }
    desk.apply(Change(kind="proposal.decided", table="proposal", subject=None, values=values))
    return desk.row("proposal", values["ref"])


def announced(desk: Desk, commission: str, *, due: dt.date, matter: str) -> Any:
    """A report of which notice was given, and nothing more."""
    row = report(
        desk,
        commission,
        kind="permission-to-procure",
        title="As it is being written",
        state="on_forward_plan",
        outcome=None,
        decided_on=None,
        published_on=None,
        effective_on=None,
    )
    notice = {
        "id": desk.new_id(),
        "proposal_id": row.id,
        "kind": "forward_plan",
        "published_on": desk.today,
        "content": {"matter": matter, "date": due.isoformat()},
    }
    desk.apply(
        Change(
            kind="proposal.notice_given",
            table="proposal",
            subject=row,
            values={},
            writes=(Insert("notice", notice),),
        )
    )
    return desk.row("proposal", row.ref)


def changed(desk: Desk, ref: str, kind: str, **values: Any) -> None:
    """Another state of a report."""
    row = desk.row("proposal", ref)
    desk.apply(Change(kind=kind, table="proposal", subject=row, values=values))


def awarded(desk: Desk, commission: str, decision: str, **more: Any) -> str:
    """An agreement that a decision awards; its reference."""
    given: dict[str, Any] = {
        "title": "Foster care contract",
        "provider": "example-care",
        "value": 500_000_50,
        "starts_on": dt.date(2025, 4, 1),
        "ends_on": dt.date(2026, 3, 31),
        **more,
    }
    about = desk.row("commission", commission)
    return desk.apply(agreement_change(desk, commission=about, decision=decision, **given)).ref


def exported(built: World, now: dt.datetime, ref: str | None = None) -> list[Process]:
    """What goes out at an instant, of one commission or of all."""
    with built.looking(now=now) as desk:
        if ref is not None:
            return processes_of(desk, ref, contacts=True)
        return list(every_process(desk, contacts=True))


def read(process: Process) -> list[dict[str, Any]]:
    """The releases of a process as anybody reads them."""
    return [json.loads(one.body, parse_float=Decimal) for one in process]


def package(built: World, now: dt.datetime, *, records: bool = False) -> bytes:
    """Everything that goes out, as one file."""
    made = record_package if records else release_package
    with built.looking(now=now) as desk:
        return b"".join(made(frame(desk, URI), every_process(desk, contacts=True)))

"""Triggers: what opens a case, what looking now would open, and causes that people raise."""

from __future__ import annotations

from typing import Any

from governance.application.change import Receipt
from governance.application.commissions.evidence import Closure, Document, keep_ahead
from governance.application.deadlines.settling import live
from governance.application.desk import Desk
from governance.application.jobs.acts import ask
from governance.application.jobs.queries import Job
from governance.application.triggers import queries, raising
from governance.domain.errors import Unusable
from governance.interfaces.api.operations import Act, Look, Room, also, told
from governance.interfaces.api.rooms.jobs import asked
from governance.interfaces.api.shapes import File, Path


def look(desk: Desk, *, commission: str | None = None) -> Job:
    """Ask for a look at all commissions, or at one: cases are opened for every cause there is.

    It is a job: its result says which cases it opened.
    """
    about = {} if commission is None else {"commission": desk.row("commission", commission).ref}
    return ask(desk, "causes", about)


def raise_trigger(
    desk: Desk,
    *,
    commission: str,
    trigger: str,
    data_dir: Path,
    evidence: str = "",
    agreement: str | None = None,
    file: File | None = None,
    closed: Closure | None = None,
    ahead: Document | None = None,
    seen: int | None = None,
) -> Receipt:
    """Open a case for a cause that somebody raises; `evidence` says what it rests on."""
    if file is None and closed is not None:
        raise Unusable.one("web.trigger.nothing_to_close")
    return raising.raise_trigger(
        desk,
        commission=commission,
        trigger=trigger,
        evidence=evidence,
        agreement=agreement,
        document=ahead,
        closed=closed,
        data_dir=data_dir,
        seen=seen,
    )


def _kept(
    desk: Desk, *, commission: str, data_dir: Path, file: File | None = None, **said: Any
) -> Document | None:
    """Keep the document before the desk that writes is opened."""
    del said
    if file is None:
        return None
    return keep_ahead(desk, file.name, file.content, data_dir=data_dir, commission=commission)


def _by(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """By when it is to be answered."""
    return {"due": min((one.due_day for one in live(desk, receipt.id)), default=None)}


ROOM = Room(
    name="Triggers",
    looks=(
        Look(key="trigger.list", path="/triggers", ask=queries.listing),
        Look(key="trigger.show", path="/triggers/{key}", ask=queries.show),
        Look(key="trigger.causes", path="/triggers/causes", ask=queries.evaluate),
    ),
    acts=(
        Act(key="trigger.look", path="/triggers/look", do=look, new="/jobs/{job}", tells=asked),
        Act(key="trigger.raise", path="/commissions/{commission}/causes",
            do=also(raise_trigger, _by), ahead=_kept, tells=told, new="/cases/{ref}"),
    ),
)  # fmt: skip

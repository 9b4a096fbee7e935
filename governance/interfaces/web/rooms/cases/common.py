"""What the acts on a case share: what their pages know of it, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from governance.application.change import Receipt
from governance.application.decommissioning.offers import offers
from governance.application.desk import Desk
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Field
from governance.interfaces.web.visit import Visit

TABLE: Final = "decommissioning_case"

WAYS: Final[Mapping[str, str]] = {
    "support": "support",
    "make_case": "change",
    "ensure_continuity": "emergency",
    "appraise": "options",
    "consult": "consult",
    "no_consultation": "no-consultation",
    "heard": "heard",
    "propose": "propose",
    "decision_undone": "undo",
    "give_notice": "notice",
    "withdraw_notice": "withdraw-notice",
    "plan": "transition",
    "count": "count",
    "begin_transition": "begin",
    "halt": "halt",
    "resume": "resume",
    "replace": "replace",
    "close": "close",
    "record_closure": "record-closure",
    "evaluate": "evaluate",
    "avert": "avert",
}
"""What can be done with a case, and the end of the address of its form."""

Values = Callable[[Any], Mapping[str, Any]]


def named(desk: Desk, row: Any) -> dict[str, Any]:
    """What titles say of a case."""
    commission = desk.by_id("commission", row.commission_id)
    return {"ref": row.ref, "commission": commission.ref, "title": commission.title}


def about(act: str, values: Values | None = None) -> Callable[[Visit], About]:
    """What the page of an act knows: the case, what is on its file, why the act is closed."""

    def known(visit: Visit) -> About:
        row = visit.desk.row(TABLE, visit.path["ref"])
        there = {one["act"]: one["refusals"] for one in offers(visit.desk, row.ref)}
        return About(
            params=named(visit.desk, row),
            seen=row.version,
            values={} if values is None else values(row),
            closed=[reason(one.code, one.params) for one in there.get(act, ())],
        )

    return known


def stands(desk: Desk, receipt: Receipt) -> Done:
    """Tell where a case stands after it was moved."""
    state = desk.row(TABLE, receipt.id).state
    return Done(receipt=receipt, code="done.decommission_moved", params={"state": state})


def written(receipt: Receipt) -> Done:
    """Tell that something was written into a case's file."""
    return Done(receipt=receipt, code="done.decommission_written")


def on_case(
    act: str,
    do: Callable[[Desk, Said], Done],
    *fields: Field,
    values: Values | None = None,
    offered: Callable[[Visit], list[Field]] | None = None,
    check: bool = False,
) -> Act:
    """An act on a case; `act` is what the engine calls it, `offered` fields that are looked up."""
    way = WAYS[act]
    return Act(
        key=f"case.{way}",
        path=f"/cases/{{ref}}/{way}",
        do=do,
        to="/cases/{ref}",
        fields=fields if offered is None else lambda visit: [*fields, *offered(visit)],
        about=about(act, values),
        check=check,
    )

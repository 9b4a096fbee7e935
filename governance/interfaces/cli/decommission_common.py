"""What the commands of `vires decommission` share: options, and how a case's move is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.output import done

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk

Case = Annotated[str, typer.Argument(metavar="CASE", help="Its reference, such as X-0001.")]
Commission = Annotated[
    str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")
]
Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
Officer = Annotated[
    str | None, typer.Option("--officer", metavar="PERSON", help="Who carries it out.")
]


def told(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """Where a case stands after an act, read at the desk of the act."""
    return {"state": desk.row("decommissioning_case", receipt.id).state}


def case_done(receipt: Receipt, said: dict[str, Any], *, as_json: bool) -> None:
    """Tell where a case stands now."""
    done(receipt, "done.decommission_moved", as_json=as_json, **said)


def written(receipt: Receipt, *, as_json: bool) -> None:
    """Tell that something was written into a case's file."""
    done(receipt, "done.decommission_written", as_json=as_json)


def pence_of(text: str | None) -> int | None:
    """An amount given to an option, in pence."""
    from governance.domain.money import pence

    return None if text is None else pence(text)

"""What the commands of `vires proposal` share: the app, arguments, and doing one act."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.ahead import Asked, proved_desk
from governance.interfaces.cli.options import acting_desk
from governance.interfaces.cli.output import emit_json, tell

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="REPORT", help="The report, such as R-0001.")]
Seen = Annotated[
    int | None,
    typer.Option("--seen", metavar="VERSION", help="Refuse if it changed since this version."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]


def act(
    do: Callable[[Desk], Receipt],
    *,
    partnership: str | None,
    actor: str | None,
    now: str | None,
    as_json: bool,
    ahead: Asked | None = None,
) -> None:
    """Do one act on a report and say where it leaves the report.

    `ahead` says what has to be proved before it.
    """
    from governance.application.proposals.adopting import waiting
    from governance.application.proposals.queries import in_words

    desk_for = acting_desk if ahead is None else partial(proved_desk, asked=ahead)
    with desk_for(partnership, actor, now) as desk:
        receipt = do(desk)
        row = desk.by_id("proposal", receipt.id)
        where = in_words(desk, row)
        waits = waiting(desk, row)
    if as_json:
        told = {"state": row.state, "outcome": row.outcome, "rule": row.rule}
        told |= {"decider": row.decider, "effective_on": row.effective_on, "version": row.version}
        emit_json(receipt.plain() | told | {"adoption_waits": waits})
        return
    print(where)
    if waits is not None:
        tell(waits["words"])


def pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """NAME=VALUE pairs. Raises `Unusable` for one without an equals sign."""
    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise Unusable.one("cli.pair_unreadable", option=option, text=text[:60])
        found[name.strip()] = value.strip()
    return found

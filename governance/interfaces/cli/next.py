"""`vires next`: what is open, what is missing, who decides, and the earliest lawful date."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, looking_desk
from governance.interfaces.cli.output import AsJson, emit_json
from governance.interfaces.cli.proposal_page import print_next

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def what_next(
    commission: Annotated[str, typer.Argument(metavar="COMMISSION", help="Such as C-0001.")],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say what can come next for a commission, for whoever asks."""
    from governance.application.next_steps import next_steps

    with looking_desk(partnership, actor, now) as desk:
        found = next_steps(desk, commission)
    if as_json:
        emit_json(found)
    else:
        print_next(found)

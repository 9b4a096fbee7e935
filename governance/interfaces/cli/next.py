"""`vires next`: what is open, what is missing, who decides, and the earliest lawful date."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from governance.interfaces.cli.options import As, In, Now, looking_desk
from governance.interfaces.cli.output import AsJson, emit_json
from governance.interfaces.cli.proposal_page import print_next, print_report_steps

REPORT: Final = "R-"
"""How a report's reference begins."""

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def what_next(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="COMMISSION", help="Such as C-0001; or a report, such as R-0001, alone."
        ),
    ],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say what can come next for a commission, or for a report, for whoever asks."""
    from governance.application.next_steps import next_steps, report_steps

    alone = subject.upper().startswith(REPORT)
    with looking_desk(partnership, actor, now) as desk:
        if alone:
            found = report_steps(desk, desk.row("proposal", subject))
        else:
            found = next_steps(desk, subject)
    if as_json:
        emit_json(found)
    elif alone:
        print_report_steps(found)
    else:
        print_next(found)

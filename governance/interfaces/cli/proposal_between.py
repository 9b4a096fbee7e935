"""The command of `vires proposal` that decides for a body without a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance.interfaces.cli.options import As, In, Now
from governance.interfaces.cli.output import AsJson
from governance.interfaces.cli.proposal_common import Ref, Seen, act, app
from governance.interfaces.cli.proposal_deciding import Alternatives, Outcome, Reasons, Verbatim

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk


@app.command("decide-between")
def decide_between(
    ref: Ref,
    way: Annotated[
        str, typer.Option("--by", metavar="WAY", help="chairs_action or written_resolution.")
    ],
    outcome: Outcome,
    resolved: Verbatim = "",
    reasons: Reasons = "",
    alternatives: Alternatives = "",
    agree: Annotated[
        list[str] | None,
        typer.Option("--agree", metavar="PERSON", help="Who signed for it; repeatable."),
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option("--against", metavar="PERSON", help="Who is against it; repeatable."),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option("--body", metavar="KEY", help="Which body; the next otherwise."),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish/--publish-later", help="Whether it is published today.")
    ] = True,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Decide it between meetings, where the terms allow; the next meeting is told."""
    from governance.application.proposals.between import decide_between as take
    from governance.application.proposals.findings import Words

    words = Words(resolved, reasons, alternatives)

    def do(desk: Desk) -> Receipt:
        return take(
            desk,
            ref,
            way=way,
            outcome=outcome,
            words=words,
            agree=tuple(agree or ()),
            against=tuple(against or ()),
            body=body,
            publish=publish,
            seen=seen,
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)

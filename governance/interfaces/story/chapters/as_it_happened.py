"""An urgent decision taken by word of mouth, recorded as it happened and flagged."""

from __future__ import annotations

import datetime as dt

from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_outside
from governance.application.proposals.queries import shown
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import LAWYER, commission, report, where

VALUE = 130_000_00


def play(player: Player) -> None:
    """A flood on a Saturday."""
    tell = player.teller
    player.chapter("What happened is recorded as it happened")
    player.on("2025-08-18")
    about = commission(player, "short-breaks")
    ref = report(
        player,
        "emergency",
        kind="award",
        title="Emergency cover for short breaks",
        commission=about,
        value=VALUE,
        recommendation="That Example Care Limited take 14 children until December.",
        details={"provider": "example-care", "ends_on": "2025-12-31"},
    )
    tell.say(
        f"""On Saturday a flood closed the short breaks centre. The Director rang round and agreed
        £130,000 of cover by telephone, £30,000 more than she may decide alone. The children were
        looked after; that cannot be refused afterwards. On Monday Morgan Monitoring records the
        decision on {ref}, as it was taken."""
    )
    said = Words(
        "Agreed by telephone: that Example Care Limited look after the 14 children from Monday.",
        reasons="The centre is flooded and the children have nowhere to go.",
        alternatives="To close until September: rejected, no family could have coped.",
    )
    player.act(
        LAWYER,
        lambda desk: record_outside(
            desk,
            ref,
            decider="director",
            on=dt.date(2025, 8, 16),
            outcome="approved",
            words=said,
            reason="Urgent, on a Saturday; no meeting could be called.",
            published_on=desk.today,
        ),
    )
    tell.quote("The Director of Children's Services, on 16 August", said.verbatim)
    player.ask(
        LAWYER,
        lambda desk: shown(desk, ref)["decisions"][-1]["irregular"],
        lambda found: tell.answer(
            [f"! {one['words']}" for one in found], about="Vires flags what was not in order"
        ),
    )
    where(player, ref)
    tell.say(
        """The flags stay with the decision, and the monitoring officer is told whose duty it now
        is. The agreement with Example Care Limited is in the register all the same."""
    )

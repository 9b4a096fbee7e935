"""The decision of the cabinet, and the days in which it can be called in."""

from __future__ import annotations

from governance.application.commissions.stages import open_stage
from governance.application.proposals.findings import Words
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    CABINET,
    COMMISSIONER,
    decide,
    hold,
    minutes,
    publish,
    state_of,
    where,
)


def play(player: Player) -> None:
    """Decide, wait, take effect."""
    tell, ref = player.teller, player.refs["permission"]
    about, meeting = player.refs["foster-care"], player.refs["cabinet in May"]
    player.chapter("The cabinet decides, and five working days pass")
    player.on("2025-05-15")
    publish(player, meeting)
    player.on("2025-05-27")
    hold(player, meeting, CABINET)
    tell.say("The cabinet meets again, all its members present. Now the notice has run.")
    decide(
        player,
        ref,
        Words(
            "RESOLVED: that the procurement of foster care in three lots, for three years from "
            "5 January 2026 and up to £3,350,000, be approved.",
            reasons="It brings children nearer home at a lower cost than spot purchase.",
            alternatives="To go on with spot purchase: rejected, because it costs more each year.",
        ),
        by="The Cabinet",
    )
    minutes(player, meeting)
    where(player, ref)
    tell.say(
        """The decision is published the same day. Five working days after that, any five members
        of the scrutiny committee can call it in."""
    )
    player.on("2025-06-03", "17:30")
    player.clock()
    tell.say("The clock strikes on the evening of the last day. Nothing happens yet.")
    where(player, ref)
    player.on("2025-06-04", "00:05")
    player.clock()
    tell.say(
        """Nobody has called it in. Just after midnight the clock lets the decision take effect,
        and with it foster care passes the gate of its plan stage."""
    )
    where(player, ref)
    player.act(COMMISSIONER, lambda desk: open_stage(desk, commission=about, stage="do"))
    player.ask(
        COMMISSIONER,
        lambda desk: state_of(desk, "commission", about),
        lambda state: tell.say(f"{about} is {state}, and its third stage, Do, is open."),
    )

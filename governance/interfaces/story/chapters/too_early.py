"""An attempt to decide before the notice has run: refused, with the day that would do."""

from __future__ import annotations

from governance.application.meetings.agenda import carry_over
from governance.application.proposals import deciding
from governance.application.proposals.findings import Words
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import BOARD, SECRETARY, hold, minutes, place, publish

WORDS = Words(
    "RESOLVED: that the procurement be endorsed.",
    reasons="It serves the outcomes the partners agreed.",
    alternatives="None.",
)


def play(player: Player) -> None:
    """The board's April meeting takes the report too early."""
    tell, ref = player.teller, player.refs["permission"]
    april, may = player.refs["board in April"], player.refs["board in May"]
    player.chapter("Too early")
    player.on("2025-04-16", "14:00")
    place(player, ref, april)
    publish(player, april)
    player.on("2025-04-29")
    hold(player, april, BOARD)
    tell.say(
        """The Partnership Board meets. The report was ready, so it was put on the agenda: “We are
        all here. Let us endorse it now and save two weeks.”"""
    )
    player.refused(
        SECRETARY,
        lambda desk: deciding.decide(desk, ref, outcome="endorsed", words=WORDS),
    )
    player.act(
        SECRETARY,
        lambda desk: carry_over(desk, april, reason="The notice has not run.", to=may),
    )
    minutes(player, april)
    tell.say(
        """Nothing is lost: the chair carries the item over, and the report now stands on the
        agenda of 13 May. A decision taken today could have been quashed."""
    )

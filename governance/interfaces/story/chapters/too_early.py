"""An attempt to decide before the notice has run: refused, with the day that would do."""

from __future__ import annotations

from governance.application.meetings.agenda import carry_over
from governance.application.proposals import deciding
from governance.application.proposals.findings import Words
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import CABINET, SECRETARY, hold, minutes, place, publish

WORDS = Words(
    "RESOLVED: that the procurement of foster care be approved.",
    reasons="The Partnership Board has endorsed it.",
    alternatives="None.",
)


def play(player: Player) -> None:
    """The cabinet's first meeting in May takes the report too early."""
    tell, ref = player.teller, player.refs["permission"]
    early, later = player.refs["cabinet too early"], player.refs["cabinet in May"]
    player.chapter("Too early")
    player.on("2025-04-29", "14:00")
    place(player, ref, early)
    publish(player, early)
    player.on("2025-05-08")
    hold(player, early, CABINET)
    tell.say(
        """The county council's cabinet meets. The board has endorsed foster care, the report was
        ready, and so it was put on today's agenda: “Let us approve it now and save three
        weeks.”"""
    )
    player.refused(
        SECRETARY, lambda desk: deciding.decide(desk, ref, outcome="approved", words=WORDS)
    )
    player.act(
        SECRETARY,
        lambda desk: carry_over(desk, early, reason="The notice has not run.", to=later),
    )
    minutes(player, early)
    tell.say(
        """Two days are missing. Nothing is lost: the item is carried over, and the report now
        stands on the agenda of 27 May. A decision taken today could have been quashed."""
    )

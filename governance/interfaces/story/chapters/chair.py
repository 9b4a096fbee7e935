"""The lead partner appoints the board's chair, once the members have been consulted."""

from __future__ import annotations

import datetime as dt
from functools import partial

from governance.application.bodies import acts as bodies
from governance.interfaces.story.cast import cast
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import SECRETARY

LEADER, PROPOSED = "example-leader", "example-lead-member"
SILENT = ("example-jobcentre", "example-parent")
VIEWS = {
    "example-nhs": (True, "Glad to see it."),
    "example-district": (False, "The chair should rotate between the two councils."),
    "example-young-person": (True, "He listens, and he answers."),
}


def play(player: Player) -> None:
    """Consult, try too early, record the views, appoint."""
    tell = player.teller
    player.chapter("A chair, after consulting the members")
    player.on("2025-04-02")
    tell.say(
        """The county council appoints the chair of the Partnership Board, after consulting the
        members. It proposes Lee Member, and gives everybody until 8 April to answer."""
    )
    until = dt.date(2025, 4, 8)
    ref = player.act(
        SECRETARY,
        lambda desk: bodies.consult(desk, body="trust-board", person=PROPOSED, answer_by=until),
        about="chair_appointment",
    )
    player.on("2025-04-03")
    members = [seat[0] for seat in cast().bodies["trust-board"]["seats"].values()]
    for member in members:
        if member not in SILENT:
            in_favour, view = VIEWS.get(member, (True, ""))
            player.act(
                SECRETARY,
                partial(
                    bodies.record_view,
                    appointment=ref,
                    member=member,
                    in_favour=in_favour,
                    view=view,
                ),
                about="chair_appointment",
            )
    player.on("2025-04-04")
    tell.say(
        """Nine members have answered, one of them against. Laurie Leader is in a hurry and wants
        to appoint today."""
    )
    player.refused(LEADER, lambda desk: bodies.appoint_chair(desk, appointment=ref))
    player.on("2025-04-09")
    tell.say(
        """The time to answer is over. Whoever was asked and said nothing was consulted; a view
        against is on the record and does not block. The county council appoints Lee Member."""
    )
    player.act(
        LEADER,
        lambda desk: bodies.appoint_chair(desk, appointment=ref, to_day=dt.date(2027, 4, 8)),
        about="chair_appointment",
    )

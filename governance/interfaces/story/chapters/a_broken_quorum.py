"""An interest that breaks the quorum, the named substitute who restores it, and a delegation."""

from __future__ import annotations

from governance.application.proposals import deciding, taking_part
from governance.application.proposals.findings import Words
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    BOARD,
    FINANCE,
    LAWYER,
    SECRETARY,
    attend,
    commission,
    decide,
    hold,
    leave,
    minutes,
    place,
    publish,
    report,
    submit,
    view,
    where,
)
from governance.words.format import money

NURSE, SUBSTITUTE = "example-nhs", "example-nhs-substitute"
CEILING = 60_000_00


def play(player: Player) -> None:
    """The board's meeting in April: foster care, then part of the fund."""
    player.chapter("An interest, a quorum and a substitute")
    _before(player)
    _foster_care(player)
    _delegation(player)


def _before(player: Player) -> None:
    player.on("2025-04-16", "14:00")
    about = commission(player, "priority-fund")
    ref = report(
        player,
        "delegation",
        kind="delegate",
        title="Part of the Local Priority Fund to be decided in the north",
        commission=about,
        recommendation=f"That grants up to {money(CEILING)} in all be delegated to the north.",
        details={
            "from": "trust-board",
            "to": "locality-north",
            "purpose": "Local Priority Fund: grants in the north",
            "kinds": ["grant"],
            "ceiling": CEILING,
            "expires_on": "2026-03-31",
        },
    )
    submit(player, ref)
    view(player, ref, actor=FINANCE, said="Within the fund. Report what is left each quarter.")
    view(player, ref, actor=LAWYER, said="Lawful; the board keeps the power.")
    for one in (player.refs["permission"], ref):
        place(player, one, player.refs["board in April"])
    publish(player, player.refs["board in April"])
    player.teller.say(
        f"""Foster care goes on the agenda of the Partnership Board, and so does a second item.
        The partners have pooled £3.1 million in the Local Priority Fund ({about}), and commission
        as near to families as they can. {ref} asks the board to let the north decide grants up to
        {money(CEILING)} in all."""
    )


def _foster_care(player: Player) -> None:
    tell, ref, meeting = player.teller, player.refs["permission"], player.refs["board in April"]
    endorsed = Words(
        "RESOLVED: that the procurement of foster care in three lots be endorsed.",
        reasons="It serves the outcomes the partners agreed.",
        alternatives="A single contract: rejected, it would shut small providers out.",
    )
    player.on("2025-04-29")
    hold(player, meeting, BOARD)
    player.act(
        SECRETARY,
        lambda desk: taking_part.declare(
            desk, ref, kind="organisational", person=NURSE, ruling="leaves", advised=True
        ),
    )
    tell.say(
        """Nine members are there, four more than a quorum. At the item on foster care Noor Health
        says that her service is a partner in one of the likely offers. On the monitoring
        officer's advice the chair rules that she leaves the room."""
    )
    leave(player, meeting, NURSE)
    player.refused(
        SECRETARY, lambda desk: deciding.decide(desk, ref, outcome="endorsed", words=endorsed)
    )
    tell.say(
        """Eight are left, which is enough by number. But the terms of reference want somebody
        from the NHS. Her substitute was named in advance, and comes in."""
    )
    attend(player, meeting, SUBSTITUTE, instead_of=NURSE)
    decide(player, ref, endorsed, by="The Partnership Board", outcome="endorsed")
    where(player, ref)
    leave(player, meeting, SUBSTITUTE)
    attend(player, meeting, NURSE)


def _delegation(player: Player) -> None:
    ref, meeting = player.refs["delegation"], player.refs["board in April"]
    player.teller.say("Noor Health comes back for the next item, which is agreed without a vote.")
    decide(
        player,
        ref,
        Words(
            "RESOLVED: that the award of grants from the Local Priority Fund in the north be "
            f"delegated to the North Locality Commissioning Group, up to {money(CEILING)} in all, "
            "until 31 March 2026."
        ),
        by="The Partnership Board",
    )
    where(player, ref)
    minutes(player, meeting)

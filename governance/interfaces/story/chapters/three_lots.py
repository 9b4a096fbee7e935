"""Foster care is awarded in three lots, within the sum that was approved before."""

from __future__ import annotations

from functools import partial

from governance.application.commissions.agreement_moves import move
from governance.application.commissions.evidence import Closure
from governance.application.commissions.stages import submit_stage
from governance.application.proposals.deciding import decide
from governance.application.proposals.findings import Words
from governance.application.reviews.scheduling import set_tier
from governance.domain.money import pence
from governance.interfaces.story.cast import commissions
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    COMMISSIONER,
    DIRECTOR,
    evidence,
    path,
    report,
    submit,
    to_officer,
    where,
)
from governance.words.format import money


def play(player: Player) -> None:
    """Evaluate, award three times, sign."""
    tell, about = player.teller, player.refs["foster-care"]
    lots = commissions()["foster-care"]["lots"]
    player.chapter("Foster care: three awards")
    player.on("2025-11-03")
    evidence(
        player,
        "foster-care",
        "do",
        closed=Closure(
            "exempt",
            paragraph="3",
            reason="Prices of those who lost; publishing them would harm the next competition.",
        ),
    )
    refs = [_ask(player, lot) for lot in lots]
    tell.say(
        """Eleven offers came in over the summer, and foster families questioned each of them. The
        scores are on file, exempt from publication; the reports themselves are open. Permission
        was given in May for £3,350,000, so each award within that sum is the Director's."""
    )
    path(player, refs[0], about="The path of each of the three")
    player.on("2025-11-10")
    agreements = [_award(player, ref, lot) for ref, lot in zip(refs, lots, strict=True)]
    tell.table(
        ("Report", "Lot", "Awarded to", "Value", "Agreement"),
        (
            (
                ref,
                lot["lot"],
                commissions()["providers"][lot["provider"]],
                money(pence(lot["value"])),
                agreement,
            )
            for ref, lot, agreement in zip(refs, lots, agreements, strict=True)
        ),
    )
    where(player, refs[0])
    player.act(
        COMMISSIONER,
        lambda desk: submit_stage(desk, commission=about, stage="do"),
        about="commission",
    )
    player.on("2025-12-18")
    for ref in agreements:
        player.act(COMMISSIONER, partial(move, agreement=ref, move="sign"))
    player.act(
        COMMISSIONER,
        lambda desk: set_tier(
            desk, commission=about, tier="high", reason="Three new providers at once."
        ),
        about="commission",
    )
    tell.say(
        """The award gate is passed. A week before Christmas the three agreements are signed.
        They begin on 5 January; nobody has to remember that. Three providers are new, so Casey
        puts foster care into the highest tier of risk: it is to be reviewed each month."""
    )


def _ask(player: Player, lot: dict[str, str]) -> str:
    ref = report(
        player,
        lot["lot"],
        kind="award",
        gate="award",
        title=f"Award of foster care: {lot['lot']}",
        commission=player.refs["foster-care"],
        value=pence(lot["value"]),
        recommendation="That the offer with the highest score be accepted.",
        details={
            "provider": lot["provider"],
            "lot": lot["lot"],
            "starts_on": "2026-01-05",
            "ends_on": "2029-01-04",
        },
    )
    submit(player, ref)
    to_officer(player, ref)
    return ref


def _award(player: Player, ref: str, lot: dict[str, str]) -> str:
    """Award a lot; the reference of the agreement that this makes."""
    name = commissions()["providers"][lot["provider"]]
    words = Words(
        f"I award {lot['lot']}, to {name}.",
        reasons="The highest score, and children placed within 20 miles of home.",
        alternatives="Not to award, and to go on with spot purchase: rejected, it costs more.",
    )
    return player.act(
        DIRECTOR,
        lambda desk: decide(desk, ref, outcome="approved", words=words),
        about="agreement",
    )

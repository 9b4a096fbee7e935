"""Young people evaluate the offers; the lawful decider decides."""

from __future__ import annotations

from governance.application.proposals import deciding
from governance.application.proposals.findings import Words
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    DIRECTOR,
    commission,
    decide,
    evidence,
    report,
    submit,
    to_officer,
    where,
)

YOUNG = "example-young-person"
VALUE = 84_600_00
WORDS = Words(
    "I award the participation project to Together Youth Voice, for two years.",
    reasons="Highest score; the young people's questions decided between the first two.",
    alternatives="The second offer: rejected, it would have begun with a survey.",
)


def play(player: Player) -> None:
    """A panel scores, somebody on it tries to decide, the Director decides."""
    tell = player.teller
    player.chapter("Young people evaluate, and the Director decides")
    player.on("2025-09-08")
    about = commission(player, "participation")
    evidence(player, "participation", "do")
    ref = report(
        player,
        "participation award",
        kind="award",
        title="Award of the young people's participation project",
        commission=about,
        value=VALUE,
        recommendation="That the offer with the highest score be accepted.",
        details={"provider": "together-youth-voice", "ends_on": "2027-09-30"},
    )
    submit(player, ref)
    to_officer(player, ref)
    tell.say(
        f"""Four young people, trained over the summer, sat on the panel for the participation
        project. They wrote the questions and gave two fifths of the score; their sheet is on the
        file of {about}. One of them, Yoshi Young, would like to sign the award as well."""
    )
    player.refused(YOUNG, lambda desk: deciding.decide(desk, ref, outcome="approved", words=WORDS))
    tell.say("Who evaluates does not decide. The Director follows the panel.")
    decide(player, ref, WORDS, by="The Director of Children's Services", actor=DIRECTOR)
    where(player, ref)

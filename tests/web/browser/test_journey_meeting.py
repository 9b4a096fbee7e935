"""A meeting: an interest breaks the quorum, a substitute restores it, a tie goes to the chair."""

import datetime as dt
from typing import Any

from browser_fixtures import IN_A_BROWSER, Place
from reports import SECRETARY

pytestmark = IN_A_BROWSER
RESOLVED = {
    "outcome": "approved",
    "resolved": "RESOLVED: that it be agreed.",
    "reasons": "It is the best value.",
    "alternatives": "None was better.",
}
VOTES = {
    "vote.example-deputy": "for",
    "vote.example-nhs": "for",
    "vote.example-finance": "against",
    "vote.example-police": "against",
}


def test_an_interest_a_substitute_and_a_tie(place: Place, window: dict[str, Any]) -> None:
    life = place.life
    report = life.middling(life.commission())
    meeting = life.meeting("executive-board", life.today + dt.timedelta(days=14), report)
    life.wait(14)
    secretary = place.comes(SECRETARY, **window)
    secretary.opens("/meetings")
    secretary.opens(f"/meetings/{meeting}")
    secretary.does(
        f"/meetings/{meeting}/present",
        **{
            "seat.director": ["example-director"],
            "seat.chief-finance-officer": ["example-finance"],
            "seat.icb": ["example-nhs"],
        },
    )
    assert "3 count and 3 are needed" in secretary.said()
    secretary.does(f"/meetings/{meeting}/open", presiding="example-nhs")
    secretary.does(
        f"/reports/{report}/declare?at={meeting}",
        person="example-director",
        kind="personal",
        ruling="leaves",
        advised="yes",
    )
    assert "The meeting is not quorate" in secretary.said()
    secretary.does(
        f"/reports/{report}/decide?at={meeting}", refused=True, publish="yes", **RESOLVED
    )
    assert "not quorate" in secretary.said()
    typed = secretary.page.locator('[name="resolved"]').input_value()
    assert typed == RESOLVED["resolved"], "nothing typed is lost"
    secretary.does(
        f"/meetings/{meeting}/present",
        **{"seat.director": ["example-deputy"], "seat.police": ["example-police"]},
    )
    assert "Devi Deputy (for Dana Director)" in secretary.tells()
    tied: dict[str, Any] = {**RESOLVED, "how": "recorded", **VOTES, "publish": "yes"}
    secretary.does(f"/reports/{report}/decide?at={meeting}", refused=True, **tied)
    assert "casting" in secretary.said()
    secretary.does(f"/reports/{report}/decide?at={meeting}", **tied, casting="for")
    assert "2 for, 2 against, 0 abstained, of 4" in secretary.tells()
    assert life.row(report).outcome == "approved"
    secretary.opens(f"/reports/{report}")
    secretary.does(f"/meetings/{meeting}/draft-minutes", note="The meeting closed at noon.")
    secretary.opens(f"/meetings/{meeting}/minutes")
    assert "RESOLVED: that it be agreed." in secretary.said()
    stranger = place.comes(None, **window)
    stranger.opens(f"/public/decisions/{report}")
    assert "Casting vote For" in stranger.said()

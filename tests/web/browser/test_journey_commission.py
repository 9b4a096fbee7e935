"""A commission goes from its need to its review; what is refused says why, and is mended."""

import datetime as dt
from typing import Any

from browser_fixtures import IN_A_BROWSER, Place
from keyboard import Keyboard
from real_browser import Hands
from reports import COMMISSIONER, DIRECTOR, SECRETARY

pytestmark = IN_A_BROWSER
C = "/commissions/C-0001"
AGREED = {
    "outcome": "approved",
    "resolved": "I agree.",
    "reasons": "It is the best value.",
    "alternatives": "None was better.",
    "publish": "yes",
}
BEGINS = dt.datetime(2025, 4, 1, 9, tzinfo=dt.UTC)
FOUND = {
    **dict.fromkeys(("efficient", "effective", "equitable", "sustainable"), "met"),
    **{
        f"{test}-why": "As we saw."
        for test in ("efficient", "effective", "equitable", "sustainable")
    },
}


def understood(lead: Hands) -> None:
    """From a need to a plan; the gate says what it misses."""
    lead.opens("/commissions")
    lead.does(
        "/commissions/open",
        title="Sensory breaks",
        lead=COMMISSIONER,
        end=dt.date(2027, 3, 31),
        value="20,000",
    )
    lead.does(f"{C}/stages/understand/gate", refused=True)
    for missing in ("Needs assessment", "Views of children", "need, which is not known"):
        assert missing in lead.said()
    lead.does(f"{C}/details", need="Forty children wait.", population="Children with sensory needs")
    for kind in ("needs-assessment", "views"):
        lead.does(f"{C}/evidence", kind=kind, title=f"The {kind}", closed="open")
    lead.does(f"{C}/stages/understand/gate")
    lead.does(f"{C}/stages/understand/certify")


def planned(lead: Hands) -> None:
    """A plan with what its gate asks for, and the report that asks to procure."""
    lead.does(f"{C}/stages/plan/open")
    lead.does(f"{C}/details", outcomes=["stay-safe"], level="local-area", mechanism="competition")
    answered = ("outcomes", "open-process", "value-for-money")
    texts = {f"principle-{key}": "Yes: families said so." for key in answered}
    lead.does(f"{C}/principle", **texts)
    for kind in ("options-appraisal", "equality-impact"):
        lead.does(f"{C}/evidence", kind=kind, title=f"The {kind}", closed="open")
    lead.does(f"{C}/stages/plan/gate")
    assert "Write the report" in lead.said()
    lead.does(
        "/new/report/permission-to-procure",
        title="Permission to procure",
        commission="C-0001",
        value="20,000",
        recommendation="That it be agreed.",
    )
    lead.does("/reports/R-0001/submit")


def awarded(lead: Hands) -> None:
    """What was offered is evaluated, and the award proposed."""
    lead.does(f"{C}/stages/do/open")
    lead.does(f"{C}/evidence", kind="evaluation", title="The scores", closed="open")
    lead.does(f"{C}/stages/do/gate")
    lead.does(
        "/new/report/award",
        title="Award",
        commission="C-0001",
        value="18,000",
        recommendation="That it be agreed.",
        **{
            "detail.provider": "example-care",
            "detail.starts_on": BEGINS.date(),
            "detail.ends_on": dt.date(2027, 3, 31),
        },
    )
    lead.does("/reports/R-0002/submit")


def decided(place: Place, report: str, **window: Any) -> None:
    """The secretary hands it over, and the Director decides."""
    place.comes(SECRETARY, **window).does(f"/reports/{report}/hand-over", office="director")
    director = place.comes(DIRECTOR, **window)
    director.opens("/inbox")
    assert report in director.said()
    director.does(f"/reports/{report}/decide", **AGREED)


def begun(lead: Hands) -> None:
    lead.does("/agreements/A-0001/sign", reason="As agreed.")
    lead.does("/agreements/A-0001/mobilise")


def reviewed(lead: Hands) -> None:
    """It runs, and its first review is reported."""
    lead.does("/agreements/A-0001/begin")
    lead.does(f"{C}/stages/review/open")
    lead.opens("/reviews/W-0001")
    lead.does("/reviews/W-0001/report", **FOUND, views="They want more of it.")
    lead.opens(C)
    assert "Review W-0001" in lead.said()


def test_from_need_to_review(place: Place, window: dict[str, Any]) -> None:
    lead = place.comes(COMMISSIONER, **window)
    understood(lead)
    planned(lead)
    decided(place, "R-0001", **window)
    awarded(lead)
    decided(place, "R-0002", **window)
    begun(lead)
    place.life.now = BEGINS
    reviewed(place.comes(COMMISSIONER, **window))


def test_with_the_keyboard_alone(place: Place) -> None:
    lead = Keyboard(place.comes(COMMISSIONER))
    understood(lead)
    planned(lead)
    decided(place, "R-0001")
    awarded(lead)
    decided(place, "R-0002")
    begun(lead)
    place.life.now = BEGINS
    reviewed(Keyboard(place.comes(COMMISSIONER)))

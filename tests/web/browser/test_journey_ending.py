"""A trigger becomes support and challenge; where that fails, a case for change and the end."""

import datetime as dt
from typing import Any

from browser_fixtures import IN_A_BROWSER, Place
from cases import EVIDENCE, served
from reports import COMMISSIONER
from trigger_bits import REDS, in_force, measure, observe

pytestmark = IN_A_BROWSER


def test_from_two_red_quarters_to_the_last_child_moved(
    place: Place, window: dict[str, Any]
) -> None:
    life = place.life
    in_force(life, REDS)
    about = served(life)
    observe(life, measure(life, about), "red", "red")
    lead = place.comes(COMMISSIONER, **window)
    lead.opens("/triggers/red-twice")
    lead.opens("/triggers/causes")
    assert about in lead.said()
    lead.does("/triggers/look")
    place.works()
    lead.page.goto(lead.page.url.partition("?")[0])
    lead.looks()
    lead.page.get_by_role("main").get_by_role("button").first.click()
    lead.looks()
    assert "X-0001" in lead.said()
    lead.opens("/cases/X-0001")
    lead.does("/cases/X-0001/support", reason="It can be put right.")
    assert "support" in lead.said().lower()
    lead.does("/cases/X-0001/change", reason="Support has not helped: it is late every week.")
    lead.does(
        "/cases/X-0001/options",
        scope="The whole service",
        partial="no",
        options="Go on, or end it.",
        users="41 families, 12 of them without a car.",
        market="Two other providers could take it on.",
        support="The schools are for it.",
        saving="20,000",
        cost="5,000",
        budget="250,000",
    )
    lead.does(
        "/cases/X-0001/consult",
        **{
            "from": life.today,
            "to": life.today + dt.timedelta(days=70),
            "whom": "41 families and six schools",
        },
    )
    life.wait(71)
    lead = place.comes(COMMISSIONER, **window)
    lead.does("/cases/X-0001/heard", views="Keep Saturdays.", changed="Saturdays are kept.")
    lead.does("/cases/X-0001/propose")
    report = "R-0001"
    life.now = place.site.now
    life.evidence(report, *EVIDENCE)
    lead.does(f"/reports/{report}/submit")
    life.view(report, "joint-commissioning-head", by=COMMISSIONER)
    life.executive(report)
    life.decide(report, publish=True)
    lead = place.comes(COMMISSIONER, **window)
    ends = life.today + dt.timedelta(days=120)
    lead.does("/cases/X-0001/notice", ends=ends, terms="Three months.")
    lead.does(
        "/cases/X-0001/transition",
        staff="Four staff move under TUPE.",
        premises="The lease ends in March.",
        contingency="The old provider stays on call for six weeks.",
    )
    lead.does("/cases/X-0001/count", cases="41", moved="40")
    assert "40 of 41" in lead.said()
    lead.does("/cases/X-0001/begin")
    lead.does("/cases/X-0001/replace", none="Schools do it themselves.")
    lead.does("/cases/X-0001/close", refused=True)
    assert "1 child" in lead.said()
    lead.does("/cases/X-0001/count", cases="41", moved="41")
    lead.opens("/cases/X-0001")
    lead.opens("/cases")

"""A scheme with a gap of 99 pence is uploaded, mended, compared, proposed and adopted."""

from pathlib import Path
from typing import Any

from browser_fixtures import IN_A_BROWSER, Place
from keyboard import Keyboard
from real_browser import Hands
from reports import BOARD, SECRETARY

from governance.configuration import config_dir

pytestmark = IN_A_BROWSER
SCHEME = (config_dir() / "schemes" / "example-partnership.yaml").read_text(encoding="utf-8")
BETWEEN = "cumulative_value: over small-sum and up to large-sum}"
GAP = SCHEME.replace(BETWEEN, 'cumulative_value: "from 100,001 and up to large-sum"}')


def ref_in(url: str, part: str) -> str:
    return url.partition(f"/{part}/")[2].partition("/")[0].partition("?")[0]


def prepared(place: Place, hands: Hands, folder: Path) -> tuple[str, str]:
    """From the file to the report: the version, and the report that asks to adopt it."""
    file = folder / "ours.yaml"
    assert GAP != SCHEME
    file.write_text(GAP, encoding="utf-8")
    hands.opens("/rules")
    hands.does("/rules/new/load", file=file)
    assert "£100,000.50" in hands.said()
    assert "S1 ends at £100,000, S2 starts at £100,001" in hands.said()
    version = ref_in(hands.page.url, "rules")
    hands.does(f"/rules/{version}/mend")
    assert "Every possible case has one path" in hands.said()
    hands.opens(f"/rules/{version}/table")
    hands.opens(f"/rules/{version}/line")
    hands.does(f"/rules/{version}/compare")
    job = ref_in(hands.page.url, "jobs")
    place.works()
    hands.opens(f"/jobs/{job}")
    hands.opens(f"/compared/{job}")
    assert "Every case goes the same way" in hands.said()
    hands.does(
        f"/rules/{version}/propose", title="A mended scheme", recommendation="That it be adopted."
    )
    report = ref_in(hands.page.url, "reports")
    hands.does(f"/reports/{report}/submit")
    return version, report


def adopted(hands: Hands, version: str, report: str, meeting: str) -> None:
    """The board decides, and the version governs."""
    hands.does(
        f"/reports/{report}/decide?at={meeting}",
        outcome="approved",
        resolved="RESOLVED: that it be adopted.",
        reasons="It closes a gap.",
        alternatives="To leave it: rejected.",
        how="counted",
        votes__for="7",
        votes__against="0",
        abstained="0",
        publish="yes",
    )
    hands.opens(f"/rules/{version}")
    assert "In force" in hands.said()


def test_a_scheme_is_mended_and_adopted(
    place: Place, window: dict[str, Any], tmp_path: Path
) -> None:
    secretary = place.comes(SECRETARY, **window)
    version, report = prepared(place, secretary, tmp_path)
    meeting = sat(place, report)
    adopted(place.comes(SECRETARY, **window), version, report, meeting)


def test_with_the_keyboard_alone(place: Place, tmp_path: Path) -> None:
    keys = Keyboard(place.comes(SECRETARY))
    version, report = prepared(place, keys, tmp_path)
    meeting = sat(place, report)
    adopted(Keyboard(place.comes(SECRETARY)), version, report, meeting)


def sat(place: Place, report: str) -> str:
    """The monitoring officer's view is there, and the board sits with the report before it."""
    place.life.view(report, "monitoring-officer")
    return place.life.sitting("trust-board", BOARD, report)

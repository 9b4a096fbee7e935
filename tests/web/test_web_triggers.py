"""Triggers in a browser: shown, raised with a document, looked for beside the pages."""

import datetime as dt
from pathlib import Path

import pytest
from browsing import Browser, Site, main_form, text_of
from cases import served
from reports import COMMISSIONER, Life, life
from trigger_bits import REDS, in_force, measure, observe
from working_off import perform_waiting
from world import KEY

from governance.store.engine import Store

RAISED = """\
  need-gone:
    title: The need is gone
    source: local
    looks for: need gone
    offers: change
"""


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    made = life(quick_store, now)
    in_force(made, REDS + RAISED)
    return made


@pytest.fixture
def site(played: Life, tmp_path: Path) -> Site:
    return Site(played.world.store, played.now, KEY, data_dir=tmp_path)


@pytest.fixture
def browser(site: Site) -> Browser:
    return site.as_(COMMISSIONER)


def test_triggers_are_listed_and_shown(browser: Browser) -> None:
    page = browser.get("/triggers")
    assert "Red twice" in text_of(page)
    page = browser.get("/triggers/red-twice")
    assert "Consecutive reds" in text_of(page)
    assert "Periods 2" in text_of(page)
    assert browser.get("/triggers/none-such").status_code in (400, 404)


def test_a_cause_is_raised_with_what_it_rests_on_and_its_document(
    played: Life, browser: Browser
) -> None:
    about = served(played)
    form = browser.form(f"/commissions/{about}/cause")
    page = browser.submit(form, {"trigger": "need-gone"})
    assert page.status_code == 403, "it wants to know what it rests on"
    files = {"file": ("letter.txt", b"Nobody comes.", "text/plain")}
    typed = {
        "trigger": "need-gone",
        "evidence": "Nobody <b>came</b> since May.",
        "closed": "exempt",
        "paragraph": "3",
        "why_closed": "It names a provider’s prices.",
    }
    page = browser.submit(main_form(page), typed, files=files)
    assert page.status_code == 200, text_of(page)
    said = text_of(page)
    assert "Opened the case X-0001" in said
    assert "Nobody <b>came</b> since May." in said
    assert "Document:" in said
    assert "<b>came</b>" not in page.text


def test_looking_tells_what_would_open_and_opens_it_beside_the_pages(
    played: Life, site: Site, browser: Browser
) -> None:
    about = served(played)
    observe(played, measure(played, about), "red", "red")
    page = browser.get("/triggers/causes")
    assert "1 case would open" in text_of(page)
    assert about in text_of(page)
    assert "There is no such case." in text_of(browser.get("/cases"))
    page = browser.send("/triggers/look")
    assert "Look for causes" in text_of(page), text_of(page)
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)
    page = browser.get(str(page.url).partition("127.0.0.1")[2].partition("?")[0])
    at = page.text.partition("/triggers/looked/")[2].partition('"')[0]
    page = browser.get(f"/triggers/looked/{at}")
    assert "1 case opened." in text_of(page)
    assert "X-0001" in text_of(page)
    assert "Red twice" in text_of(browser.get("/cases/X-0001"))


def test_a_stranger_may_not_ask_to_look(site: Site) -> None:
    other = site.as_("example-police")
    page = other.submit(other.form("/triggers/look"))
    assert page.status_code == 403

"""Erasing, what is held about somebody, and what is due for disposal, in a browser."""

import datetime as dt
import json

import pytest
from browsing import Browser, Site, text_of
from world import KEY, World, world

from governance.application.people.acts import add_person
from governance.application.people.leaving import leave
from governance.store.engine import Store

KEEPER, OTHER = "example-secretary", "example-commissioner"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    built = world(quick_store, now)
    with built.acting() as desk:
        for key in ("example-gone", "example-long-gone"):
            add_person(desk, key=key, name=f"Robin {key}", address=f"{key}@example.org")
    long_ago = now.replace(year=now.year - 7)
    with built.acting(now=long_ago) as desk:
        leave(desk, person="example-long-gone")
    with built.acting() as desk:
        leave(desk, person="example-gone")
    return built


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


@pytest.fixture
def keeper(site: Site) -> Browser:
    return site.as_(KEEPER)


def ref_of(built: World, person: str) -> str:
    with built.looking() as desk:
        return str(desk.row("person", person).ref)


def test_somebody_is_erased_after_a_check_and_shown_by_key_from_then_on(
    built: World, keeper: Browser
) -> None:
    here = f"/people/{ref_of(built, 'example-gone')}"
    asked = text_of(keeper.get(f"{here}/erase"))
    assert "deleted for good" in asked
    assert "names are kept until" in asked
    early = keeper.send(f"{here}/erase", {"reason": "They asked."})
    assert "or say why it cannot wait" in text_of(early)
    assert "--now-because" not in early.text
    typed = {"reason": "They asked.", "now_because": "They are threatened."}
    done = text_of(keeper.send(f"{here}/erase", typed))
    assert "example-gone is erased" in done
    assert "Robin example-gone" not in text_of(keeper.get(here))
    people = text_of(keeper.get("/people", gone="yes"))
    assert "Robin example-gone" not in people
    assert "Robin example-long-gone" in people
    assert "is erased already" in text_of(keeper.get(here))


def test_a_reason_that_names_them_is_said_beside_it(built: World, keeper: Browser) -> None:
    here = f"/people/{ref_of(built, 'example-long-gone')}/erase"
    page = keeper.send(here, {"reason": "robin example-long-gone asked."})
    assert "The reason names whom it is to erase" in text_of(page)


def test_whoever_is_here_is_not_erased(built: World, keeper: Browser) -> None:
    page = keeper.get(f"/people/{ref_of(built, 'example-director')}")
    assert "has not left" in text_of(page)
    assert "vires people" not in page.text


@pytest.mark.parametrize("form", ["json", "md"])
def test_what_is_held_is_downloaded_by_themselves(built: World, site: Site, form: str) -> None:
    browser = site.as_(OTHER)
    answer = browser.send(f"/people/{ref_of(built, OTHER)}/export", {"form": form})
    assert answer.status_code == 200
    assert f"{OTHER}.{form}" in answer.headers["content-disposition"]
    assert "Casey Commissioner" in answer.text
    if form == "json":
        assert json.loads(answer.text)["person"]["key"] == OTHER


def test_what_is_held_is_for_themselves_and_who_keeps_the_register(
    built: World, site: Site
) -> None:
    here = f"/people/{ref_of(built, 'example-director')}"
    page = site.as_(OTHER).get(f"{here}/export")
    assert page.status_code == 403
    assert site.as_(OTHER).get(f"{here}/erase").status_code == 403
    assert site.as_(OTHER).get("/retention").status_code == 403


def test_what_is_due_is_listed_and_disposed_of_with_a_reason(built: World, keeper: Browser) -> None:
    ref = ref_of(built, "example-long-gone")
    page = keeper.get("/retention")
    assert ref in text_of(page)
    assert ref_of(built, "example-gone") not in text_of(page)
    done = keeper.send(f"/retention/{ref}/dispose", {"reason": "Its time is over."})
    assert f"{ref} is erased" in text_of(done)
    assert "Nothing is due" in text_of(done)
    assert "is due on" in text_of(keeper.get("/retention/runs/dispose"))

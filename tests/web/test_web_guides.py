"""The guides inside the product: shown as written, with their pictures, and nothing else of ours."""

import re

import pytest
from browsing import Site, text_of
from walking import ways
from world import KEY, empty_world

from governance.application.desk import acting
from governance.application.people.acts import add_person
from governance.interfaces.web.guides import GUIDES
from governance.interfaces.web.helping import TASKS
from governance.interfaces.web.rooms.more import PLACES
from governance.store.engine import Store


@pytest.fixture
def site(quick_store: Store, now: object) -> Site:
    empty_world(quick_store, now)  # type: ignore[arg-type]
    return Site(quick_store, now, KEY)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_shown_with_its_pictures(site: Site, name: str) -> None:
    client = site.as_().client
    assert f"/help/{name}" in client.get("/help").text
    page = client.get(f"/help/{name}")
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert ".md" not in page.text
    pictures = re.findall(r'<img src="([^"]+)"', page.text)
    assert pictures
    for picture in pictures:
        assert client.get(picture).headers["content-type"] == "image/png"
    for link in re.findall(r'<a class="govuk-link" href="(/help/[^"]+)"', page.text):
        assert client.get(link).status_code == 200
    assert len(text_of(page)) > 1000


def test_nothing_else_is_shown(site: Site) -> None:
    client = site.as_().client
    for path in ("/help/operations", "/help/..%2Findex", "/help/pictures/..%2F..%2Findex.md"):
        assert client.get(path).status_code == 404


def test_every_room_is_found_from_help_by_what_is_to_be_done(site: Site) -> None:
    page = site.as_().client.get("/help").text
    led = re.findall(rf'<a class="govuk-link" href="/p/{KEY}(/[^"]*)">([^<]+)</a>', page)
    assert {said: path for path, said in led}["Set up a body"] == "/new/body"
    paths = {path.partition("?")[0] for path, _ in led}
    there = {way.path.removeprefix("/p/{partnership}") for way in ways(site.app)}
    assert paths <= there
    rooms = {
        "/deadlines",
        "/bodies",
        "/meetings",
        "/rules?kind=scheme",
        "/reports",
        "/plans",
        "/funds",
    }
    assert rooms <= {path for path, _ in led}
    # What is not a list by itself but under “More” has a task too.
    missing = {path for _, path in PLACES} - paths - {"/jobs"}
    assert missing == set()


def test_every_task_leads_to_a_page(site: Site) -> None:
    with acting(site.store, now=site.now, partnership=KEY) as desk:
        add_person(desk, key="example-a", name="Somebody")
    somebody = site.as_("example-a")
    for several in TASKS.values():
        for task, path in several:
            answer = somebody.get(path)
            assert answer.status_code in (200, 403), f"{task}: {path} is {answer.status_code}"

"""The guides inside the product: shown as written, with their pictures, and nothing else of ours."""

import re

import pytest
from browsing import Site, text_of
from world import KEY, empty_world

from governance.interfaces.web.guides import GUIDES
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

"""Signing in with a provider and out again in a real browser, each on a site of its own.

What a browser does with cookies and redirections between two sites, and with our policy on where
forms may lead, no other test can tell.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openid_place import Place, place_of
from openid_provider import provider_modules

from governance.store.engine import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["provider_modules"]

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("browser")]


@pytest.fixture
def place(quick_store: Store, provider_modules: Path, tmp_path: Path) -> Iterator[Place]:
    with place_of(quick_store, provider_modules, tmp_path, called="localhost") as found:
        yield found


@pytest.mark.parametrize("script", [True, False])
def test_somebody_signs_in_with_a_provider_and_out_at_both(
    place: Place, chromium_browser: "Browser", *, script: bool
) -> None:
    place.knows()
    context = chromium_browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{place.at}/reviews?show=missed")
    page.get_by_role("button", name="Sign in with the example provider").click()
    page.fill("input[name=login]", "ada")
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")
    page.wait_for_url(f"{place.at}/reviews?show=missed")
    page.get_by_role("button", name="Sign out").click()
    # Led on by the page, because a form may not lead to another site.
    page.wait_for_url(f"{place.provider.issuer}/session/end?*")
    page.click("button[value=yes]")
    page.wait_for_url(f"{place.at}/sign-in?state=out")
    assert page.get_by_text("You have signed out.").is_visible()
    page.goto(f"{place.at}/reviews")
    assert "/sign-in" in page.url
    context.close()

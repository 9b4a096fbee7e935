"""The ground under the browser's tests: each guard fails for what it is there to find."""

import pytest
from browser_fixtures import IN_A_BROWSER, Come
from keyboard import Keyboard
from real_browser import accessible, built, shaped

pytestmark = IN_A_BROWSER
PAGE = '<!doctype html><html lang="en"><head><title>Page</title></head><body>{}</body></html>'


def test_axe_finds_what_cannot_be_read(visitor: Come) -> None:
    somebody = visitor()
    somebody.page.set_content(PAGE.format('<main><h1>One</h1><img src="data:,"></main>'))
    assert [one.split()[0] for one in accessible(somebody.page)] == ["image-alt"]


def test_a_page_that_is_too_wide_or_ill_headed_is_found(visitor: Come) -> None:
    somebody = visitor(width=360)
    somebody.page.set_content(
        PAGE.format('<main><h1>One</h1><h3>Three</h3><pre id="a">' + "x" * 300 + '</pre><p id="a">')
    )
    found = " ".join(shaped(somebody.page))
    assert "wider than the window" in found
    assert "leaves a level out" in found
    assert "ids that stand twice: a" in found


def test_complaints_of_the_browser_fail_a_test(visitor: Come) -> None:
    somebody = visitor()
    somebody.page.goto(somebody.url("/nowhere"))
    somebody.watch.complain()
    with somebody.page.expect_console_message():
        somebody.page.evaluate(
            "() => { const i = document.createElement('img'); i.src = 'http://elsewhere.example/x';"
            " document.body.append(i); }"
        )
    with pytest.raises(AssertionError, match=r"Content Security Policy|somebody else"):
        somebody.watch.complain()
    somebody.watch.found.clear()


def test_a_focus_that_does_not_show_is_found(visitor: Come) -> None:
    somebody = visitor()
    somebody.page.set_content(
        PAGE.format('<main><h1>One</h1><a href="/" style="outline: none">Two</a></main>')
    )
    with pytest.raises(AssertionError, match="does not show"):
        Keyboard(somebody).to(lambda at: at["text"] == "Two", "link")


@pytest.mark.parametrize("js", [True, False])
def test_scripts_run_where_they_may_and_nowhere_else(visitor: Come, js: bool) -> None:
    somebody = visitor(js=js)
    somebody.opens("/sign-in")
    ran = "govuk-frontend-supported" in (somebody.page.locator("body").get_attribute("class") or "")
    assert ran == js


def test_what_leads_nowhere_is_built_otherwise(visitor: Come) -> None:
    page = visitor().page

    def shown(label: str, name: str, says: str) -> str:
        body = f'<label for="{label}">A</label><input id="{name}"><p aria-describedby="{says}">P'
        page.set_content(PAGE.format(body))
        return built(page)

    whole = shown("a", "a", "a")
    assert shown("b", "b", "b") == whole
    assert shown("c", "a", "a") != whole
    assert shown("a", "a", "c") != whole

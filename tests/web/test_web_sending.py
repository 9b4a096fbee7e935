"""Forms that are sent twice: by a double click, from a page gone back to, with other content."""

import datetime as dt
import importlib.util

import pytest
from browsing import Site, main_form, text_of
from world import KEY, World, world

from governance.interfaces.web import forms
from governance.store.engine import Store

SECRETARY = "example-secretary"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


def test_a_form_gone_back_to_and_mended_is_no_double_click(site: Site) -> None:
    browser = site.as_(SECRETARY)
    wrong = browser.send("/administration/name", {"name": ""})
    assert wrong.status_code == 400
    form = main_form(wrong)
    first = browser.submit(form, {"name": "Exampleshire One"})
    twice = browser.submit(form, {"name": "Exampleshire One"})
    assert first.url == twice.url
    assert first.status_code == twice.status_code == 200
    other = browser.submit(form, {"name": "Exampleshire Two"})
    assert other.status_code == 409
    assert "This form was sent already; what it did stands" in text_of(other)
    again = main_form(other)
    assert again.fields["name"] == ["Exampleshire Two"]
    assert again.fields["once"] != form.fields["once"]
    done = browser.submit(again)
    assert done.status_code == 200
    assert "Exampleshire Two" in text_of(done)


def test_another_process_knows_the_form_that_was_sent() -> None:
    """By the token that the browser sends to each of them, and by nothing of their own."""
    spec = importlib.util.find_spec(forms.__name__)
    assert spec is not None
    assert spec.loader is not None
    other = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    sent = {"csrf": ["a"], "once": ["b"], "name": ["Exampleshire"]}
    found = forms.content(forms.Form(sent), "somebody", "/here", key="token")
    assert found == other.content(other.Form(sent), "somebody", "/here", key="token")
    assert found != forms.content(forms.Form(sent), "somebody", "/here", key="another")
    changed = forms.Form({**sent, "name": ["Elsewhere"]})
    assert found != forms.content(changed, "somebody", "/here", key="token")

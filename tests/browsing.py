"""Browsing in tests: the application on a store, a browser without pictures, forms filled in."""

import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2 as httpx
from fastapi.testclient import TestClient

from governance.application.signing_in.sessions import start_session
from governance.interfaces.served import Served
from governance.interfaces.web.app import create_app
from governance.store.engine import Store

HOST = "127.0.0.1"


@dataclass
class Form:
    """A form of a page: where it goes, and what it says before anything is typed."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._open)
        if self._open is None or (not has.get("name") and tag != "option"):
            return
        name = has.get("name", "")
        if tag == "input" and has.get("type", "text") in ("radio", "checkbox"):
            self._open.choices.setdefault(name, []).append(has.get("value", "on"))
            if "checked" in has:
                self._open.fields.setdefault(name, []).append(has.get("value", "on"))
        elif tag == "input" and has.get("type") != "file":
            self._open.fields.setdefault(name, []).append(has.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self._open.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._open.choices.setdefault(self._select, []).append(has.get("value", ""))
            if "selected" in has:
                self._open.fields[self._select] = [has.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._area is not None:
            self._open.fields[self._area][0] += data.removeprefix("\n")


def forms(page: httpx.Response) -> list[Form]:
    """The forms of a page, filled as a browser would send them untouched."""
    parser = _Forms()
    parser.feed(page.text)
    return parser.forms


def text_of(page: httpx.Response) -> str:
    """What a page says, without its markup."""
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


class Browser:
    """Somebody at a browser: follows where forms lead, keeps cookies."""

    def __init__(self, app: Any, partnership: str, *, token: str | None = None) -> None:
        self.client = TestClient(
            app, base_url=f"http://{HOST}", follow_redirects=True, client=(HOST, 50000)
        )
        self.partnership = partnership
        if token is not None:
            self.client.cookies.set("vires", token)

    def url(self, path: str) -> str:
        return path if path.startswith("/p/") else f"/p/{self.partnership}{path}"

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.client.get(self.url(path), params=query or None)

    def form(self, path: str) -> Form:
        """The form of the page that has one to send."""
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status_code} {text_of(page)}"
        return main_form(page)

    def send(
        self,
        path: str,
        typed: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """Open a page with a form, type, and send it; a page to check is confirmed."""
        page = self.submit(self.form(path), typed, files=files)
        while page.status_code == 200 and 'name="checked"' in page.text:
            page = self.submit(main_form(page), {"checked": "yes"})
        return page

    def submit(
        self,
        form: Form,
        typed: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, Any] | None = None,
    ) -> httpx.Response:
        """Send a form with some of its fields typed otherwise."""
        fields: dict[str, Any] = dict(form.fields)
        for name, value in (typed or {}).items():
            if isinstance(value, dt.date):
                parts = {"day": value.day, "month": value.month, "year": value.year}
                fields |= {f"{name}-{part}": str(number) for part, number in parts.items()}
            elif isinstance(value, Sequence) and not isinstance(value, str):
                fields[name] = [str(one) for one in value]
            else:
                fields[name] = str(value)
        return self.client.post(form.action, data=fields, files=files)


def main_form(page: httpx.Response) -> Form:
    """The form in a page's main part: the sign-out in the header is none of it."""
    found = [one for one in forms(page) if not one.action.endswith("/sign-out")]
    posts = [one for one in found if one.method == "post"]
    assert posts, f"no form on {urlsplit(str(page.url)).path}: {text_of(page)[:300]}"
    return posts[0]


@dataclass
class Site:
    """The application on a store, at a moment that tests move on."""

    store: Store
    now: dt.datetime
    partnership: str
    data_dir: Path = Path("unused")
    example: bool = False
    one_click: bool = False

    def __post_init__(self) -> None:
        self.served = Served(
            store=self.store,
            clock=lambda: self.now,
            data_dir=self.data_dir,
            example=self.example,
            one_click=self.one_click,
        )
        self.app = create_app(self.served)

    def as_(self, person: str | None = None, *, partnership: str | None = None) -> Browser:
        """A browser of somebody who has signed in; of the public without a name."""
        at = partnership or self.partnership
        token = None
        if person is not None:
            token = start_session(self.store, partnership=at, person=person, now=self.now)
        return Browser(self.app, at, token=token)

"""A real browser on a real server: what every page must bear while a test goes through it.

Each page that is visited is looked at by axe-core, and whatever a browser complains of fails the
test: a request to anybody else, an error in the console, a break of the content security policy.
"""

import json
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import uvicorn
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # no types
from browsing import Site
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from governance.application.signing_in.sessions import start_session

WIDE, NARROW = 1280, 360
"""Widths that pages are looked at with: a desk, and a small telephone."""

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
_RULES: Final = {
    "runOnly": {"type": "tag", "values": list(TAGS)},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
MISSING: Final = (
    "no Chromium: install it (Debian: apt-get install chromium) or say with VIRES_CHROMIUM where"
    " one is"
)


def chromium() -> str | None:
    """Where Chromium is: what VIRES_CHROMIUM says, else where Debian puts it."""
    told = os.environ.get("VIRES_CHROMIUM")
    found = told or shutil.which("chromium") or "/usr/bin/chromium"
    return found if Path(found).is_file() else None


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        try:
            yield browser
        finally:
            browser.close()


# --- the server


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The application on a port of its own, in threads of this process; gives its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = uvicorn.Config(site.app, log_config=None, lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="server", daemon=True
    )
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(60)
        listening.close()
        assert not thread.is_alive(), "the server did not stop"


# --- what is complained of


@dataclass
class Watch:
    """What a browser complains of while somebody goes through pages."""

    home: str
    found: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)

    def on(self, context: BrowserContext) -> None:
        """Watch every page of a browser's session."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))

    def _request(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and f"{where.scheme}://{where.netloc}" != self.home:
            self.found.append(f"asked somebody else: {request.url}")
        if request.is_navigation_request():
            self.documents.add(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        # That a page answers 404 or 422 is said here, too; that is what it ought to do.
        answered = message.text.startswith("Failed to load resource")
        if answered and message.location.get("url") in self.documents:
            return
        self.found.append(f"console {message.type}: {message.text} ({message.location})")

    def complain(self) -> None:
        """Fail with everything that was complained of."""
        assert not self.found, "\n".join(self.found)


# --- somebody at a browser


class Hands(Protocol):
    """Whoever goes through pages: with a mouse, or with the keyboard alone."""

    @property
    def page(self) -> Page: ...

    def opens(self, path: str, *, status: int = 200) -> Page: ...

    def follows(self, name: str) -> Page: ...

    def sends(self, button: str = "") -> Page: ...

    def fills(self, **fields: Any) -> None: ...

    def does(self, path: str, *, refused: Any = False, **fields: Any) -> Page: ...

    def said(self) -> str: ...


class Person:
    """Somebody at a browser of one width, with or without JavaScript; looks at every page."""

    def __init__(self, browser: Browser, site: Site, home: str, *, width: int, js: bool) -> None:
        self.site = site
        self.home = home
        self.js = js
        self.width = width
        self.context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 740},
            locale="en-GB",
            timezone_id="Europe/London",
        )
        self.context.set_default_timeout(60_000)
        self.watch = Watch(home)
        self.watch.on(self.context)
        self._page = self.context.new_page()
        self._scripts = None if js else self.context.new_cdp_session(self._page)
        self._let_scripts_run(js)

    @property
    def page(self) -> Page:
        """The page that is open."""
        return self._page

    def _let_scripts_run(self, let: bool) -> None:
        # Not by the session's own setting: what looks at a page is a script, too.
        if self._scripts is not None:
            told = {"value": not let}
            self._scripts.send("Emulation.setScriptExecutionDisabled", told)

    def signs_in(self, key: str | None) -> None:
        """Be somebody from now on: by a session of theirs, not by the sign-in page."""
        self.context.clear_cookies()
        if key is not None:
            token = start_session(
                self.site.store, partnership=self.site.partnership, person=key, now=self.site.now
            )
            self.context.add_cookies([{"name": "vires", "value": token, "url": self.home}])

    def url(self, path: str) -> str:
        return f"{self.home}/p/{self.site.partnership}{path}"

    def opens(self, path: str, *, status: int = 200) -> Page:
        """Go to a page of the partnership and look at it."""
        answer = self.page.goto(self.url(path))
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}\n{self.said()[:1500]}"
        self.looks()
        return self.page

    def follows(self, name: str) -> Page:
        """Follow the link that says this, in the main part first."""
        main = self.page.get_by_role("main").get_by_role("link", name=name)
        link = main if main.count() else self.page.get_by_role("link", name=name)
        with self.page.expect_navigation():
            link.first.click()
        self.looks()
        return self.page

    def sends(self, button: str = "") -> Page:
        """Press the button that sends the page's form, or the one that says this."""
        found = self.page.get_by_role("main").locator("button:not([type=button])")
        with self.page.expect_navigation():
            (found.filter(has_text=button) if button else found).first.click()
        self.looks()
        return self.page

    def fills(self, **fields: Any) -> None:
        """Type into fields by their names; days as dates, choices by their values."""
        for field_name, value in fields.items():
            name = field_name.replace("__", "-")
            fill(self.page, name, value)

    def does(self, path: str, *, refused: Any = False, **fields: Any) -> Page:
        """Open an act, fill it in, send it, and confirm it where it is to be checked."""
        self.opens(path)
        return finish(self, refused=refused, **fields)

    def said(self) -> str:
        """What the main part of the page says."""
        return " ".join(self.page.get_by_role("main").inner_text().split())

    def tells(self) -> str:
        """The same with what is folded away."""
        return " ".join((self.page.get_by_role("main").text_content() or "").split())

    def looks(self) -> None:
        """Look at the page: axe finds nothing, it is no wider than the window, it has one h1."""
        self._let_scripts_run(True)
        complaints = shaped(self.page)
        build = (self.width, self.js, built(self.page))
        if build not in _SEEN:
            complaints += accessible(self.page)
        if not complaints:
            _SEEN.add(build)
        self._let_scripts_run(self.js)
        assert not complaints, f"{self.page.url}\n" + "\n\n".join(complaints)
        self.watch.complain()

    def leaves(self) -> None:
        self.context.close()
        self.watch.complain()


def finish(hands: "Hands", *, refused: Any = False, **fields: Any) -> Page:
    """Fill in the form of a page that is open, and send it; look what came of it."""
    hands.fills(**fields)
    hands.sends()
    page = hands.page
    while page.locator('main [name="checked"][value="yes"]').count():
        hands.sends()
    done = page.locator(".govuk-notification-banner--success").count()
    wrong = page.locator(".govuk-error-summary").count()
    said = " ".join(page.get_by_role("main").inner_text().split())[:1500]
    assert bool(wrong) == refused, said
    assert refused or done, said
    return page


def folded(page: Page, name: str) -> str | None:
    """What stands on the summary that a field is folded away behind; None where it is open."""
    found: str | None = page.locator(f'main [name="{name}"]').first.evaluate(
        "e => { const d = e.closest('details:not([open])');"
        " return d && d.querySelector('summary').innerText.trim(); }"
    )
    return found


def unfold(page: Page, name: str) -> None:
    """Open what a field is folded away behind."""
    if folded(page, name) is not None:
        page.locator(f'details:not([open]):has([name="{name}"]) > summary').first.click()


def fill(page: Page, name: str, value: Any) -> None:
    """Type a value into the field of a name."""
    if hasattr(value, "isoformat") and not hasattr(value, "hour"):
        for part in ("day", "month", "year"):
            page.locator(f'[name="{name}-{part}"]').fill(str(getattr(value, part)))
        return
    if isinstance(value, Path):
        page.locator(f'input[type=file][name="{name}"]').set_input_files(value)
        return
    if isinstance(value, (list, tuple, set)):
        unfold(page, name)
        for one in value:
            page.locator(f'[name="{name}"][value="{one}"]').check()
        return
    fields = page.locator(f'main [name="{name}"]:not([type=hidden])')
    unfold(page, name)
    kind = fields.first.evaluate("e => e.type || e.tagName.toLowerCase()")
    if kind in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif kind == "select-one":
        fields.first.select_option(str(value))
    else:
        fields.first.fill(str(value))


# --- what a page must be


def accessible(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA, each finding as people can read it."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(f"axe.run(document, {json.dumps(_RULES)})")
    return [
        f"{one['id']} ({one['impact']}): {one['help']}\n"
        + "\n".join(
            f"  {' '.join(map(str, node['target']))}\n    {node['html'][:300]}\n    "
            + (node.get("failureSummary") or "").replace("\n", "\n    ")
            for node in one["nodes"][:5]
        )
        for one in found["violations"]
    ]


_SEEN: Final[set[tuple[int, bool, str]]] = set()
"""What was looked at and found good: width, scripts, and how a page is built. A page that is
built in the same way, of the same elements with the same attributes, of which those that name
another element lead to one of the same kind, is not looked at again."""

_BUILD: Final = """async () => {
  const said = new Set(['class', 'role', 'type', 'scope', 'lang', 'tabindex', 'style', 'open']);
  const leads = new Set(['for', 'headers', 'list', 'aria-labelledby', 'aria-describedby',
    'aria-controls', 'aria-owns', 'aria-details', 'aria-errormessage', 'aria-activedescendant']);
  const parts = [document.title ? 'titled' : 'untitled'];
  // What is named by its id is followed: whether it is there, and what it is.
  const named = a => a.value.split(/\\s+/).filter(Boolean)
    .map(id => document.getElementById(id)?.tagName ?? 'nothing').join('+');
  for (const e of document.querySelectorAll('*')) {
    if (e.closest('svg') && e.tagName !== 'svg') continue;
    const has = [...e.attributes].map(a =>
      said.has(a.name) ? `${a.name}=${a.value}`
        : leads.has(a.name) ? `${a.name}=>${named(a)}`
        : a.name === 'href' && a.value.startsWith('#') && a.value.length > 1
          ? `href=>${document.getElementById(a.value.slice(1)) ? 'there' : 'nothing'}`
        : a.name.startsWith('aria-') && !a.name.includes('label') ? `${a.name}=${a.value}`
        : a.value ? a.name : `${a.name}=`);
    let depth = 0;
    for (let up = e.parentElement; up; up = up.parentElement) depth++;
    const text = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    parts.push(`${depth}${e.tagName}[${has.sort().join(' ')}]${text}`);
  }
  const rows = parts.filter((part, at) => part !== parts[at - 1]);
  return rows.join('\\n');
}"""

_SHAPE: Final = """() => {
  const wrong = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 1) {
    const over = [...document.querySelectorAll('body *')].filter(e => {
      if (e.closest('svg')) return false;
      const box = e.getBoundingClientRect();
      if (box.right <= document.documentElement.clientWidth + 1 || box.width === 0) return false;
      for (let up = e.parentElement; up; up = up.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return false;
      }
      return true;
    });
    const said = over.slice(0, 3).map(e => e.outerHTML.slice(0, 200));
    wrong.push(`wider than the window by ${wide}px:\\n  ` + said.join('\\n  '));
  }
  const heads = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')];
  const tops = heads.filter(h => h.tagName === 'H1').length;
  if (tops !== 1) wrong.push(`${tops} headings of the first level`);
  let last = 0;
  for (const head of heads) {
    const level = Number(head.tagName[1]);
    if (last && level > last + 1) wrong.push(`a heading leaves a level out: ${head.outerHTML.slice(0, 200)}`);
    last = level;
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length) wrong.push(`ids that stand twice: ${[...new Set(twice)].join(', ')}`);
  if (!document.title.trim()) wrong.push('no title');
  const styled = document.querySelectorAll('main [style]:not(svg *)');
  if (styled.length) wrong.push(`styles in the page: ${styled[0].outerHTML.slice(0, 200)}`);
  return wrong;
}"""


def built(page: Page) -> str:
    """How a page is built: what axe-core would find the same in."""
    found: str = page.evaluate(_BUILD)
    return found


def shaped(page: Page) -> list[str]:
    """What is wrong with a page's width, headings, ids and title."""
    found: list[str] = page.evaluate(_SHAPE)
    return found

"""Nothing but words: the pages of the example's year, by three people, show nobody a code.

Every page and every question is opened, and whatever else they lead to, once for each kind of
address. What stands in the main part is read as a person reads it, in pages that say no too.
"""

import datetime as dt
import html
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from browsing import Browser, Site
from example_year import IN_ONE_WORKER, ExampleYear
from sqlalchemy import select
from walking import HERE, Names

from governance.interfaces.web.app import PREFIX
from governance.interfaces.web.rooms import ROOMS
from governance.store.engine import open_store
from governance.store.tables import TABLES

pytestmark = IN_ONE_WORKER

AFTER_THE_YEAR = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)

CODES = {
    "a name for machines": r"\b[a-z]+(?:_[a-z0-9]+)+\b",
    "a code": r"\b[a-z]{3,}(?:\.[a-z_]{3,})+\b",
    "a command": r"\bvires [a-z]+(?: |\b)|(?<![\w-])--[a-z]{2,}",
    "nothing, as a program says it": r"\bUndefined\b|\bnull\b|(?:^|[:;,(] ?)None(?=$|[;,)])",
    "yes or no, as a program says it": r"(?:^|[:;,(] ?)(?:True|False)(?=$|[;,)])",
    "an instant, as a program says it": r"\b\d{4}-\d\d-\d\dT\d\d:\d\d",
    "a place for a word": r"\{[a-z_]+(?::[a-z(,)]+)?\}",
    "markup": r"</?[a-z]+[ >]",
    "an identifier": r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-",
}
"""What no page says, by what it is called."""
EXCUSED = (
    r"[\w.+-]+@[\w.-]+",  # an address of somebody
    r"\b(?:[\w-]+/)*[\w-]+\.(?:csv|json|yaml|xlsx|dmn|md|pdf|txt|zip|docx|html|sha256)\b",  # files
    r"https?://\S+",
    r"\bpython -m governance\.verifier\b",  # what whoever doubts a decision runs themselves
    r"“vires (?:serve|worker)”",  # told to the administrator of the server, who does it there
)
"""What looks like a code and is none."""
EXCUSED_PAGES = (
    # The cells of a scheme's own table, as they are typed and saved.
    r"/rules/[^/]+/table",
)
"""Pages that show what was written elsewhere, as it was written."""


class _Seen(HTMLParser):
    """What a person sees of a page's main part: neither what is typed nor code that is quoted."""

    UNSEEN = frozenset({"script", "style", "textarea", "code", "pre"})
    WITHIN = frozenset({"a", "abbr", "b", "em", "i", "span", "strong", "time"})

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.links: list[str] = []
        self._main = self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (href := dict(attrs).get("href")):
            self.links.append(href)
        self._main += tag == "main"
        self._unseen += tag in self.UNSEEN
        if tag not in self.WITHIN:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._main -= tag == "main"
        self._unseen -= tag in self.UNSEEN
        if tag not in self.WITHIN:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self._main and not self._unseen:
            self.lines[-1] += data


def codes(page: str) -> Iterator[str]:
    """Every line of a page in which something is said as programs say it."""
    seen = _Seen()
    seen.feed(page)
    for line in (" ".join(html.unescape(one).split()) for one in seen.lines):
        bare = line
        for excused in EXCUSED:
            bare = re.sub(excused, "", bare)
        for name, code in CODES.items():
            if found := re.search(code, bare):
                yield f"{name}, “{found[0]}”: {line[:160]}"


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application after the example's year, on a copy that may be written."""
    folder = tmp_path_factory.mktemp("plain")
    shutil.copy(example_year.folder / "vires.db", folder / "vires.db")
    shutil.copytree(example_year.folder / "evidence", folder / "evidence")
    return Site(open_store(f"sqlite:///{folder / 'vires.db'}"), AFTER_THE_YEAR, HERE, folder)


def addresses(site: Site, *, latest: bool) -> list[str]:
    """Every page and every question there is, filled in with the first or the latest of a kind."""
    table = TABLES["partnership"]
    with site.store.read() as tx:
        here = str(tx.scalar(select(table.c.id).where(table.c.key == HERE)))
    names = Names.of(site.store, here, latest=latest)
    paths = [f"{PREFIX}{page.path}" for room in ROOMS for page in room.pages]
    paths += [f"{PREFIX}{act.path}" for room in ROOMS for act in room.acts]
    return [f"/p/{HERE}/", *dict.fromkeys(names.fill(path, partnership=HERE) for path in paths)]


def kind_of(address: str) -> str:
    """An address without what tells one thing of its kind from another."""
    address = re.sub(r"=[^&]*", "=", address)
    address = re.sub(r"\d{4}-\d\d(-\d\d)?", "day", address)
    address = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", address)
    return re.sub(r"\b[A-Z]{1,2}-\d{4}", "ref", address)


def walk(browser: Browser, begin: list[str]) -> Iterator[tuple[str, str]]:
    """The pages to begin with, and one of each further kind that they lead to."""
    waiting, asked = list(begin), set()
    kinds = {kind_of(address) for address in begin}
    while waiting:
        address = waiting.pop(0)
        if address in asked:
            continue
        asked.add(address)
        answer = browser.get(address)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        yield address, answer.text
        seen = _Seen()
        seen.feed(answer.text)
        for link in (one.partition("#")[0] for one in seen.links):
            if link.startswith(f"/p/{HERE}/") and kind_of(link) not in kinds:
                kinds.add(kind_of(link))
                waiting.append(link)


@pytest.mark.parametrize(
    ("person", "latest"), [("secretary", True), ("commissioner", False), ("auditor", True)]
)
def test_no_page_of_the_year_speaks_in_codes(site: Site, person: str, latest: bool) -> None:
    told: dict[str, str] = {}
    looked = 0
    for address, page in walk(site.as_(f"example-{person}"), addresses(site, latest=latest)):
        looked += 1
        if not any(re.search(excused, address) for excused in EXCUSED_PAGES):
            told |= {one: address for one in codes(page) if one not in told}
    assert looked > 300
    assert not told, "\n".join(f"{address}: {one}" for one, address in told.items())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("It waits for proposal.submit.", True),
        ("before: under_notice", True),
        ("Run vires next C-0001.", True),
        ("Value: None", True),
        ("<td>True</td>", True),
        ("at 2026-03-08T10:00:00+00:00", True),
        ("Title: {title}", True),
        ("None of them is due. True, it was.", False),
        ("Write to a.b@example.org, or see scheme_of_2026.xlsx.", False),
        ("<code>whole_life_value</code><textarea>a_b</textarea>", False),
        ("The first.<br>the second", False),
    ],
)
def test_a_code_is_known_from_words(said: str, found: bool) -> None:
    assert bool(list(codes(f"<main><p>{said}</p></main>"))) is found

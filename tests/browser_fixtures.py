"""A browser for all tests that want one, and copies of the example's year to browse in.

Such tests carry the marks `IN_A_BROWSER`: they take seconds each, and one worker runs them all,
so that the year is played once.
"""

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from working_off import perform_waiting

from governance.store.engine import open_store

if TYPE_CHECKING:
    from browsing import Site
    from example_year import ExampleYear
    from playwright.sync_api import Browser
    from real_browser import Person
    from reports import Life

AFTER_THE_YEAR = dt.datetime(2027, 3, 9, 10, tzinfo=dt.UTC)
"""The morning after the example's year ended."""

IN_A_BROWSER = [pytest.mark.heavy, pytest.mark.xdist_group("browser")]

Come = Callable[..., "Person"]


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator["Browser"]:
    """Debian's Chromium; without one the tests are skipped, and say what to install.

    Playwright keeps an event loop running in this thread for as long as it lives, and no other
    test there could run one of its own: so it goes when the module's tests have.
    """
    from real_browser import MISSING, chromium, launched

    if chromium() is None:
        pytest.skip(MISSING)
    with launched() as browser:
        yield browser


def _copied(year: "ExampleYear", folder: Path) -> "Site":
    from browsing import Site

    shutil.copytree(year.folder, folder, dirs_exist_ok=True)
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    return Site(store, AFTER_THE_YEAR, "exampleshire", data_dir=folder, example=True)


@pytest.fixture(scope="session")
def year_site(
    example_year: "ExampleYear", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple["Site", str]]:
    """A server on a copy of the example's year, to be looked at only, and its address."""
    from real_browser import served

    site = _copied(example_year, tmp_path_factory.mktemp("year-site"))
    with served(site) as home:
        yield site, home
    site.store.close()


@pytest.fixture
def own_site(example_year: "ExampleYear", tmp_path: Path) -> Iterator[tuple["Site", str]]:
    """A server on a copy of the example's year for one test, which may change it."""
    from real_browser import served

    site = _copied(example_year, tmp_path / "site")
    with served(site) as home:
        yield site, home
    site.store.close()


def _coming(browser: "Browser", site: "Site", home: str, stack: ExitStack) -> Come:
    from real_browser import WIDE, Person

    def come(who: str | None = None, *, width: int = WIDE, js: bool = True) -> Person:
        person = Person(browser, site, home, width=width, js=js)
        stack.callback(person.leaves)
        person.signs_in(who)
        return person

    return come


@pytest.fixture
def visitor(chromium_browser: "Browser", year_site: tuple["Site", str]) -> Iterator[Come]:
    """Let somebody come to the example's year to look around; None is the public."""
    with ExitStack() as stack:
        yield _coming(chromium_browser, *year_site, stack)


@pytest.fixture
def worker(chromium_browser: "Browser", own_site: tuple["Site", str]) -> Iterator[Come]:
    """Let somebody come to a year of the test's own, to work in it."""
    with ExitStack() as stack:
        yield _coming(chromium_browser, *own_site, stack)


@pytest.fixture(
    params=[
        pytest.param((w, j), id=f"{w}-{'js' if j else 'plain'}")
        for w in (1280, 360)
        for j in (True, False)
    ]
)
def how(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A wide window and a narrow one, each with and without JavaScript."""
    width, js = request.param
    return {"width": width, "js": js}


class Place:
    """A partnership at work on a server of a test's own: what is played, and who comes."""

    def __init__(self, life: "Life", site: "Site", browser: "Browser", home: str) -> None:
        self.life = life
        self.site = site
        self.home = home
        self._browser = browser
        self.stack = ExitStack()

    def comes(self, who: str | None, *, width: int = 1280, js: bool = True) -> "Person":
        """Somebody comes, at the hour it is in the partnership."""
        from real_browser import Person

        self.now()
        person = Person(self._browser, self.site, self.home, width=width, js=js)
        self.stack.callback(person.leaves)
        person.signs_in(who)
        return person

    def now(self) -> dt.datetime:
        """Let the server's clock show the hour it is in what is played."""
        self.site.now = self.life.now
        return self.life.now

    def works(self) -> None:
        """Do the long work that was asked for on pages."""
        import governance.interfaces.work  # noqa: F401  # makes its kinds of jobs known

        folder = self.site.served.data_dir
        perform_waiting(
            self.site.store,
            folder=folder / "jobs",
            evidence=folder / "evidence",
            clock=lambda: self.site.now,
        )


@pytest.fixture
def place(
    chromium_browser: "Browser", sqlite_template: bytes, tmp_path: Path, now: dt.datetime
) -> Iterator[Place]:
    """The partnership of the example before its year, with its escalation policy in force."""
    from browsing import Site
    from real_browser import served
    from reports import Life
    from world import KEY, RULEBOOKS, world

    (tmp_path / "vires.db").write_bytes(sqlite_template)
    store = open_store(f"sqlite:///{tmp_path / 'vires.db'}")
    texts = (*RULEBOOKS, "escalations/exampleshire.yaml")
    life = Life(world(store, now, rulebooks=texts), now, tmp_path / "evidence")
    site = Site(store, now, KEY, data_dir=tmp_path)
    with served(site) as home:
        made = Place(life, site, chromium_browser, home)
        with made.stack:
            yield made
    store.close()


@pytest.fixture(
    params=[pytest.param((1280, True), id="wide-js"), pytest.param((360, False), id="narrow-plain")]
)
def window(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A wide window with JavaScript, and a narrow one without: both widths, and both ways."""
    width, js = request.param
    return {"width": width, "js": js}

"""No page sends more statements where there is more of everything: no row has one of its own."""

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser, Site
from example_year import IN_ONE_WORKER, ExampleYear
from growing import grow
from sqlalchemy import select
from walking import HERE

from governance.application.desk import acting
from governance.application.funds.setting_up import add_fund
from governance.store.engine import open_store
from governance.store.sqlite import SqliteReading
from governance.store.tables import TABLES

pytestmark = IN_ONE_WORKER

NOW = dt.datetime(2027, 3, 9, 9, tzinfo=dt.UTC)
SMALL, LARGE = 1, 4
"""How often everything of the example's year is there once more."""
PAGES = (
    "/",
    "/deadlines",
    "/deadlines/calendar",
    "/deadlines/escalated",
    "/bodies",
    "/offices",
    "/commissions",
    "/agreements",
    "/reports",
    "/meetings",
    "/reviews",
    "/reviews?show=missed",
    "/rules",
    "/rules/{terms}/terms",
    "/rules/{escalation}/deadlines",
    "/measures",
    "/plans",
    "/funds",
    "/triggers",
    "/triggers/causes",
    "/improvement",
    "/cases",
    "/commissions/C-0001",
    "/public",
    "/public/coming",
    "/public/decisions",
    "/public/commissions",
    "/public/agreements",
    "/public/plans",
)
PEOPLE = ("example-secretary", "example-commissioner", "example-lead-member")


@pytest.fixture(scope="module")
def sites(
    example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[int, Site]]:
    """The example's year and a fund, with a little more of everything, and with much more."""
    found: dict[int, Site] = {}
    for times in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(f"grown-{times}")
        shutil.copy(example_year.folder / "vires.db", folder / "vires.db")
        store = open_store(f"sqlite:///{folder / 'vires.db'}")
        with acting(store, now=NOW, partnership=HERE, actor="example-secretary") as desk:
            add_fund(
                desk,
                key="example-pool",
                title="Example pool",
                kind="pooled",
                host="county-council",
                manager="example-commissioner",
                partners=["icb"],
            )
        with store.read() as tx:
            table = TABLES["partnership"]
            partnership = tx.scalar(select(table.c.id).where(table.c.key == HERE))
        grow(store, partnership, times=times)
        found[times] = Site(store, NOW, HERE, data_dir=Path(example_year.folder))
    yield found
    for site in found.values():
        site.store.close()


def named(site: Site, path: str) -> str:
    """A path with the version of a kind of rulebook in place of its name."""
    table = TABLES["rulebook_version"]
    for kind in ("terms", "escalation"):
        with site.store.read() as tx:
            ref = tx.scalar(select(table.c.ref).where(table.c.kind == kind).order_by(table.c.ref))
        path = path.replace(f"{{{kind}}}", str(ref))
    return path


def sent(browser: Browser, path: str, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The statements that a page sends, and how often each."""
    asked = Counter[str]()
    fetch = SqliteReading._fetch  # every statement that reads goes through it

    def counting(self: Any, text: str, values: tuple[Any, ...]) -> Any:
        asked[text] += 1
        return fetch(self, text, values)

    assert browser.get(path).status_code == 200  # what is kept between requests is kept now
    with monkeypatch.context() as patch:
        patch.setattr(SqliteReading, "_fetch", counting)
        browser.get(path)
    return asked


@pytest.mark.parametrize("path", PAGES)
def test_a_page_sends_as_many_statements_in_a_larger_world(
    sites: dict[int, Site], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = named(sites[SMALL], path)
    for person in PEOPLE[: 1 if path.startswith("/public") else None]:
        few, many = (sent(sites[n].as_(person), path, monkeypatch) for n in (SMALL, LARGE))
        more = {text: n for text, n in many.items() if n > few[text]}
        assert many.total() <= few.total(), f"{person} {path}: {more}"

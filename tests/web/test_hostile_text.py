"""A world in which everything that a person can type is hostile: no page lets any of it out.

After the example's year every free text on record begins as a formula of a spreadsheet and ends
as markup; then every page is fetched.
"""

import csv
import datetime as dt
import io
import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from browsing import Site
from copying import copy_database
from example_year import IN_ONE_WORKER, ExampleYear
from sqlalchemy import select
from walking import HERE, Names, ways

from governance.store.engine import open_store
from governance.store.tables import TABLES
from governance.store.types import Json

pytestmark = IN_ONE_WORKER

BEFORE = "=1+1 "
AFTER = " \"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</textarea></title>"
LET_OUT = ("<script>alert", "<img src=x", "onerror=alert(2)>", "</title>{{", "{{7*7}}</textarea>")
KEPT = {
    ("partnership", "timezone"), ("partnership", "jurisdiction"), ("partnership", "language"),
    ("proposal", "path"), ("proposal", "procedure"), ("proposal", "case_facts"),
    ("done_form", "led_to"), ("kept_form", "path"), ("rulebook_version", "proof"),
    ("deadline", "working"), ("message", "params"), ("job", "params"), ("job", "result"),
}  # fmt: skip
"""Columns that no person types into: what the engine works with."""
AFTER_THE_YEAR = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)


def hostile(value: Any) -> Any:
    """A value with every text in it that somebody may have typed made hostile."""
    if isinstance(value, dict):
        return {name: hostile(one) for name, one in value.items()}
    if isinstance(value, list):
        return [hostile(one) for one in value]
    if isinstance(value, str) and " " in value and not value.startswith(BEFORE):
        return f"{BEFORE}{value}{AFTER}"
    return value


def make_hostile(path: Path) -> int:
    """Rewrite every free text of a database; returns how many."""
    changed = 0
    with sqlite3.connect(path) as link:
        for name, table in TABLES.items():
            if name == "ledger_entry":
                continue
            for column in table.c:
                length = getattr(column.type, "length", None)
                prose = str(column.type) == "VARCHAR" and length is None
                if (name, column.name) in KEPT or not (prose or isinstance(column.type, Json)):
                    continue
                rows = link.execute(
                    f'SELECT rowid, "{column.name}" FROM "{name}" WHERE "{column.name}" IS NOT NULL'
                ).fetchall()
                for row_id, text in rows:
                    new = (
                        f"{BEFORE}{text}{AFTER}"
                        if prose
                        else json.dumps(hostile(json.loads(text)), ensure_ascii=False)
                    )
                    changed += new != text
                    link.execute(
                        f'UPDATE "{name}" SET "{column.name}" = ? WHERE rowid = ?', (new, row_id)
                    )
    link.close()
    return changed


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("hostile")
    copy_database(example_year.folder / "vires.db", folder / "vires.db")
    shutil.copytree(example_year.folder / "evidence", folder / "evidence")
    assert make_hostile(folder / "vires.db") > 500
    return Site(open_store(f"sqlite:///{folder / 'vires.db'}"), AFTER_THE_YEAR, HERE, folder)


@pytest.fixture(scope="module")
def names(site: Site) -> Names:
    table = TABLES["partnership"]
    with site.store.read() as tx:
        pid = tx.scalar(select(table.c.id).where(table.c.key == HERE))
    return Names.of(site.store, pid)


def formulas(answer: httpx.Response) -> list[str]:
    """Cells of a sheet that a spreadsheet would reckon."""
    rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    return [cell for row in rows for cell in row if re.match(r"[=@\t\r]|[+-][^\d.,]", cell)]


def test_no_page_lets_out_what_people_typed(site: Site, names: Names) -> None:
    browser, told = site.as_("example-secretary"), 0
    wrong: list[tuple[str, object]] = []
    client = browser.client
    client.follow_redirects = False
    for way in ways(site.app):
        if way.method != "GET" or "/assets" in way.path:
            continue
        path = names.fill(way.path, partnership=HERE)
        answer = client.get(path)
        kind = answer.headers.get("content-type", "")
        if answer.status_code >= 500:
            wrong.append((path, answer.status_code))
        if kind.startswith("text/html"):
            told += "&lt;script&gt;alert" in answer.text
            wrong += [(path, one) for one in LET_OUT if one in answer.text]
        elif kind.startswith("text/csv"):
            wrong += [(path, one) for one in formulas(answer)[:3]]
        elif "svg" in kind:
            wrong.append((path, kind))
        elif answer.status_code == 200 and not kind.startswith("application/json"):
            attached = answer.headers.get("content-disposition", "").startswith("attachment")
            if not attached and kind.partition(";")[0] != "text/plain":
                wrong.append((path, f"shown as {kind}"))
    assert not wrong
    assert told > 100, "hostile text stands on most pages, and is escaped there"


def test_no_sheet_of_a_list_reckons_what_people_typed(site: Site, names: Names) -> None:
    browser, sheets = site.as_("example-secretary"), 0
    pages = [way.path for way in ways(site.app) if way.method == "GET" and "{" not in way.path[17:]]
    for path in pages:
        here = names.fill(path, partnership=HERE)
        text = browser.client.get(here).text
        for link in set(re.findall(r'href="([^"]*(?:csv|export|download)[^"]*)"', text)):
            answer = browser.client.get(link.replace("&amp;", "&"))
            if answer.headers.get("content-type", "").startswith("text/csv"):
                sheets += 1
                assert formulas(answer) == [], link
    assert sheets

"""Open data for anybody: what is there to download, what is not, and how it is published."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from browsing import Browser, Site, text_of
from copying import copy_database
from example_year import IN_ONE_WORKER, ExampleYear
from ocds_validator import findings
from world import KEY

from governance.application.desk import acting
from governance.application.publishing.open_data import processes
from governance.application.publishing.open_data.publisher import set_publisher
from governance.store.engine import open_store

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 9, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def before(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example after its year, which has not said how it publishes."""
    folder = tmp_path_factory.mktemp("unsaid")
    copy_database(example_year.folder / "vires.db", folder / "vires.db")
    return Site(open_store(f"sqlite:///{folder / 'vires.db'}"), LATER, KEY, data_dir=folder)


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example after its year, which publishes notices."""
    folder = tmp_path_factory.mktemp("open-data")
    copy_database(example_year.folder / "vires.db", folder / "vires.db")
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    with acting(store, now=LATER, partnership=KEY) as desk:
        set_publisher(desk, ocid_prefix="ocds-a2b3c4", licence="https://example.org/licence")
    return Site(store, LATER, KEY, data_dir=folder)


@pytest.fixture
def stranger(site: Site) -> Browser:
    return site.as_()


def test_everything_on_the_page_can_be_downloaded(stranger: Browser) -> None:
    page = stranger.get("/public/open-data")
    said = text_of(page)
    assert "Prefix of processes ocds-a2b3c4" in said
    links = [part for part in page.text.split('"') if "/public/open-data/" in part]
    assert len(links) == 5
    for link in links:
        answer = stranger.client.get(link)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["releases", "records"])
def test_notices_are_valid_and_name_nobody(stranger: Browser, shared: Path, name: str) -> None:
    answer = stranger.get(f"/public/open-data/notices/{name}")
    found = findings(answer.content, shared)
    assert found.keys() <= {"additional_fields", "all_additional_fields"}
    assert "contactPoint" not in answer.text
    assert "link" not in answer.headers
    assert json.loads(answer.content)["uri"].endswith(f"/p/{KEY}/public/open-data/notices/{name}")


def test_parts_lead_from_one_to_the_next(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = json.loads(stranger.get("/public/open-data/notices/releases").content)["releases"]
    whole_part = processes.part_of_all
    monkeypatch.setattr(
        "governance.interfaces.web.rooms.public_data.part_of_all",
        lambda desk, **more: whole_part(desk, most=4, **more),
    )
    found, link = [], f"/p/{KEY}/public/open-data/notices/releases"
    for _ in range(30):
        answer = stranger.client.get(link)
        found += json.loads(answer.content)["releases"]
        if "link" not in answer.headers:
            break
        link = answer.headers["link"].partition(">")[0].removeprefix("<")
    assert found == whole


def test_what_has_not_changed_is_not_fetched_again(stranger: Browser, site: Site) -> None:
    page = stranger.get("/public/open-data").text
    links = [part for part in page.split('"') if "/public/open-data/" in part]
    next_day = replace(site, now=LATER + dt.timedelta(days=1)).as_()
    for link in [*links, f"/p/{KEY}/public/commissions/C-0001/notices"]:
        first = stranger.client.get(link)
        assert first.headers["cache-control"] == "no-cache"
        tag = first.headers["etag"]
        again = next_day.client.get(link, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        other = next_day.client.get(link, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)


def test_a_part_that_another_follows_by_now_is_sent_again(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are the same, and its head says where the next part is."""
    link, whole_part = f"/p/{KEY}/public/open-data/notices/releases", processes.part_of_all
    before = stranger.client.get(link).headers["etag"]

    def one_more(desk: Any, **more: Any) -> Any:
        return whole_part(desk, **more)[0], "C-0999"

    monkeypatch.setattr("governance.interfaces.web.rooms.public_data.part_of_all", one_more)
    now = stranger.client.get(link, headers={"If-None-Match": before})
    assert now.status_code == 200
    assert "after=C-0999" in now.headers["link"]


def test_one_commissions_notices_are_behind_its_page(stranger: Browser) -> None:
    page = stranger.get("/public/commissions/C-0001")
    assert "Download its notices" in text_of(page)
    answer = stranger.get("/public/commissions/C-0001/notices")
    (record,) = json.loads(answer.content)["records"]
    assert record["ocid"] == f"ocds-a2b3c4-{KEY}-C-0001"
    assert stranger.client.get(f"/p/{KEY}/public/commissions/C-9999/notices").status_code == 404


def test_a_list_is_the_registers(stranger: Browser) -> None:
    answer = stranger.get("/public/open-data/lists/contracts")
    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert "A-0006" in {one["Reference"] for one in read}
    assert "A-0009" not in {one["Reference"] for one in read}, "it is only awarded"


@pytest.mark.parametrize(
    "path",
    [
        "/public/open-data/lists/people",
        "/public/open-data/notices/contracts",
        "/public/open-data/notices/releases?after=%00",
        "/public/open-data/notices/releases?after=C-9999",
    ],
)
def test_what_nobody_knows_is_said(stranger: Browser, path: str) -> None:
    assert stranger.client.get(f"/p/{KEY}{path}").status_code in {400, 404}


def test_without_a_prefix_the_lists_are_there_and_no_notices(before: Site) -> None:
    stranger = before.as_()
    page = stranger.get("/public/open-data")
    assert "Notices are not published here yet" in text_of(page)
    assert "/notices/" not in page.text
    assert "notices" not in stranger.get("/public/commissions/C-0001").text.split("<main")[1]
    for path in ("open-data/notices/releases", "commissions/C-0001/notices"):
        answer = stranger.client.get(f"/p/{KEY}/public/{path}")
        assert answer.status_code == 409
        assert "vires " not in text_of(answer)


def test_whoever_administers_says_how_it_is_published(before: Site) -> None:
    keeper = before.as_("example-secretary")
    assert "No prefix is set" in text_of(keeper.get("/administration"))
    said = {"ocid_prefix": "ocds-zz11zz", "licence": "", "policy": "https://example.org/policy"}
    done = keeper.send("/administration/publishing", said)
    assert "How exampleshire publishes open data is set" in text_of(done)
    assert "ocds-zz11zz" in text_of(keeper.get("/administration"))
    assert "https://example.org/policy" in text_of(before.as_().get("/public/open-data"))
    again = keeper.send("/administration/publishing", said | {"ocid_prefix": "ocds-1"})
    assert "is no prefix of contracting processes" in text_of(again)

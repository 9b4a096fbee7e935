"""Figures for Prometheus: scraped from the application itself, read by Prometheus' own parser."""

import datetime as dt
import http.client
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml
from browsing import HOST, Site
from example_year import IN_ONE_WORKER, ExampleYear
from fastapi.testclient import TestClient
from hooks import added, answers, here, receiving, seal
from letters import queue, small_world
from prometheus_client.parser import text_string_to_metric_families
from world import KEY, World, empty_world

from governance.adapters.webhooks.guarding import PRIVATE
from governance.application.change import Change
from governance.application.deadlines import acts
from governance.application.deadlines.queries import deadlines
from governance.application.deadlines.rows import deadline
from governance.application.figures import figures
from governance.application.people import acts as people
from governance.application.people.acts import create_partnership
from governance.application.running import run_sweep
from governance.application.webhooks import delivery
from governance.domain.errors import Unusable
from governance.interfaces.served import Served
from governance.interfaces.web import monitoring
from governance.interfaces.web.app import create_app
from governance.interfaces.web.serving import Web, listening, web_told
from governance.store.engine import Store, open_store

TOKEN = "a token of a test that is long"
PAGE = Path(__file__).parent.parent.parent / "governance" / "docs" / "monitoring.md"
Figures = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture(autouse=True)
def asked_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitoring, "FRESH", 0.0)


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)
    return tmp_path


def served(store: Store, now: dt.datetime, folder: Path, **more: Any) -> Served:
    given = {
        "clock": lambda: now,
        "metrics_token": TOKEN,
        "status": lambda: {"clock": "leads", "ticks": 7},
    }
    return Served(store=store, data_dir=folder, **{**given, **more})


def client(told: Served) -> TestClient:
    return TestClient(create_app(told), base_url=f"http://{HOST}", client=(HOST, 50000))


def scraped(asking: TestClient, token: str = TOKEN) -> Figures:
    answer = asking.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def read(text: str) -> Figures:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def of(found: Figures, name: str, **labels: str) -> float:
    return found[name, tuple(sorted(labels.items()))]


# --- who may ask


def test_there_is_no_such_page_until_somebody_turns_it_on(
    quick_store: Store, now: dt.datetime
) -> None:
    empty_world(quick_store, now)
    site = Site(quick_store, now, KEY)
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        answer = site.as_().client.get("/metrics", headers=headers)
        assert answer.status_code == 404
        assert "vires_" not in answer.text


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer",
        "Bearer ",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}x",
        f"Basic {TOKEN}",
        TOKEN,
        "Bearer tökén",
    ],
)
def test_without_the_token_it_is_not_there_either(
    quick_store: Store, now: dt.datetime, tmp_path: Path, given: str
) -> None:
    empty_world(quick_store, now)
    asking = client(served(quick_store, now, tmp_path))
    headers = {b"Authorization": given.encode("latin-1")}
    answer = asking.get("/metrics", headers=headers)
    assert answer.status_code == 404
    assert "vires_" not in answer.text
    other = asking.get("/nowhere")
    assert (other.status_code, len(other.text)) == (404, len(answer.text))


def test_the_token_is_in_no_log_and_not_shown(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    empty_world(quick_store, now)
    told = served(quick_store, now, tmp_path)
    assert TOKEN not in repr(told)
    with structlog.testing.capture_logs() as logs:
        scraped(client(told))
    assert [line["path"] for line in logs if line["event"] == "request"] == ["/metrics"]
    assert TOKEN not in str(logs)


def test_the_settings_say_what_is_wrong_with_a_token(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    assert web_told({"VIRES_METRICS_TOKEN_FILE": str(file)}).metrics_token == TOKEN
    assert web_told({"VIRES_METRICS_TOKEN": TOKEN}).metrics_token == TOKEN
    assert web_told({}).metrics_token is None
    assert TOKEN not in repr(web_told({"VIRES_METRICS_TOKEN": TOKEN}))
    empty = tmp_path / "empty"
    empty.write_text("\n")
    wrong: tuple[tuple[Mapping[str, str], str], ...] = (
        ({"VIRES_METRICS_TOKEN": "short"}, "serve.metrics_token_short"),
        ({"VIRES_METRICS_TOKEN_FILE": str(empty)}, "serve.metrics_token_short"),
        ({"VIRES_METRICS_TOKEN_FILE": str(tmp_path)}, "serve.metrics_token_unreadable"),
        (
            {"VIRES_METRICS_TOKEN_FILE": str(file), "VIRES_METRICS_TOKEN": TOKEN},
            "serve.metrics_token_twice",
        ),
    )
    for given, code in wrong:
        with pytest.raises(Unusable) as refused:
            web_told(given)
        assert [p.code for p in refused.value.problems] == [code]
        assert TOKEN not in str(refused.value)


# --- what they say


def an_overdue_one(world: World, now: dt.datetime) -> None:
    """A deadline of an organisation that falls due in three days."""
    with world.acting(now=now) as desk:
        row_id = desk.new_id()
        values = {"id": row_id, "ref": desk.next_ref("organisation"), "key": "icb", "name": "icb"}
        due = deadline(
            desk,
            kind="answer",
            subject=("organisation", row_id),
            due_day=desk.today + dt.timedelta(days=3),
        )
        desk.apply(Change("organisation.added", "organisation", None, values, writes=(due,)))


def test_figures_follow_what_is_done(store: Store, now: dt.datetime, data_dir: Path) -> None:
    world = small_world(store, now, "example-ann")
    create_partnership(store, key="elsewhere", name="Elsewhere", now=now)
    at = [now]
    told = served(store, now, data_dir, clock=lambda: at[0])
    asking = client(told)
    first = scraped(asking)
    assert of(first, "vires_database_up") == 1
    assert of(first, "vires_deadlines_due_soon", partnership=KEY) == 0
    assert of(first, "vires_messages", partnership=KEY, state="queued") == 0
    assert of(first, "vires_ledger_entries_waiting", partnership=KEY) > 1
    assert of(first, "vires_ledger_entries_waiting", partnership="elsewhere") == 1
    assert of(first, "vires_seal_lag_seconds", partnership=KEY) == 0
    assert of(first, "vires_clock_leader_present") == 0
    assert of(first, "vires_clock_leads") == 1
    assert of(first, "vires_clock_ticks_total") == 7

    an_overdue_one(world, now)
    with world.acting() as desk:
        queue(desk, to="example-ann")
    at[0] = now + dt.timedelta(hours=1)
    later = scraped(asking)
    assert of(later, "vires_deadlines_due_soon", partnership=KEY) == 1
    assert of(later, "vires_deadlines_due_soon", partnership="elsewhere") == 0
    assert of(later, "vires_messages", partnership=KEY, state="queued") == 1
    assert of(later, "vires_message_oldest_unsent_seconds", partnership=KEY) == 3600
    assert of(later, "vires_message_oldest_wanted_seconds", partnership=KEY) == 3600
    assert of(later, "vires_message_oldest_wanted_seconds", partnership="elsewhere") == 0
    assert of(later, "vires_seal_lag_seconds", partnership=KEY) == 3600
    # Its sweep takes up what waits for a minute.
    assert of(later, "vires_flow_due_seconds", flow="seal_ledger") == 3540

    report = run_sweep(
        store, "seal_ledger", clock=lambda: at[0], started_by="hand", through="direct"
    )
    assert report is not None
    after = scraped(asking)
    if store.dialect == "sqlite":  # elsewhere somebody has to choose where the key lies
        assert of(after, "vires_ledger_entries_waiting", partnership=KEY) == 0
        assert of(after, "vires_seal_lag_seconds", partnership=KEY) == 0
        assert of(after, "vires_flow_due_seconds", flow="seal_ledger") == 0
    for outcome, number in {"done": 1, "failed": 0, "lost": 0, "running": 0}.items():
        assert of(after, "vires_flow_runs_last_day", flow="seal_ledger", outcome=outcome) == number
    last = of(after, "vires_flow_last_success_timestamp_seconds", flow="seal_ledger")
    assert last == at[0].timestamp()
    assert ("vires_flow_last_success_timestamp_seconds", (("flow", "nightly_assurance"),)) not in (
        after
    )

    at[0] = now + dt.timedelta(days=6)
    late = scraped(asking)
    assert of(late, "vires_deadlines_due_soon", partnership=KEY) == 0
    assert of(late, "vires_deadlines_overdue", partnership=KEY, kind="answer") == 1
    assert of(late, "vires_deadline_oldest_overdue_seconds", partnership=KEY) > 2 * 86400
    assert of(late, "vires_flow_runs_last_day", flow="seal_ledger", outcome="done") == 0
    with world.acting(now=at[0]) as desk:
        (one,) = deadlines(desk)
        acts.waive(desk, one.name, reason="Nobody needs it.")
    met = scraped(asking)
    assert not [labels for name, labels in met if name == "vires_deadlines_overdue"]
    assert of(met, "vires_deadline_oldest_overdue_seconds", partnership=KEY) == 0


def test_a_webhook_that_gets_nothing_through_shows(
    store: Store, now: dt.datetime, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PRIVATE, "127.0.0.0/8")
    monkeypatch.delenv("VIRES_WEBHOOKS_KEY", raising=False)
    world = empty_world(store, now)
    at = [now]
    asking = client(served(store, now, data_dir, clock=lambda: at[0]))
    with receiving() as receiver:
        receiver.behaves = answers(503)
        added(world, receiver.url, "organisation.*")
        with world.acting() as desk:
            people.add_organisation(desk, key="icb", name="Icb", partner=True)
        seal(store, data_dir, now)
        delivery.work(store, flow="", now=now, through=here())
    at[0] = now + dt.timedelta(hours=7)
    found = scraped(asking)
    assert 6 * 3600 < of(found, "vires_webhook_failing_seconds", partnership=KEY) <= 7 * 3600
    assert of(found, "vires_webhook_deliveries_waiting", partnership=KEY) == 1
    assert 6 * 3600 < of(found, "vires_webhook_oldest_wanted_seconds", partnership=KEY) <= 7 * 3600


def test_requests_are_counted_by_route_and_never_by_address(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    empty_world(quick_store, now)
    asking = client(served(quick_store, now, tmp_path))
    for path in ("/healthz", "/healthz", f"/p/{KEY}/public/plans/L-0001", "/no/such/secret-place"):
        asking.get(path)
    asking.post("/healthz")
    asking.request("BREW", "/healthz")
    found = scraped(asking)
    counted = {
        tuple(dict(labels)[one] for one in ("method", "route", "status")): value
        for (name, labels), value in found.items()
        if name == "vires_http_request_seconds_count"
    }
    assert counted["GET", "/healthz", "2xx"] == 2
    assert counted["GET", "/p/{partnership}/public/plans/{ref}", "4xx"] == 1
    assert counted["GET", "none", "4xx"] == 1
    assert {method for method, _, _ in counted} == {"GET", "POST", "other"}
    assert "secret-place" not in str(found)
    assert "L-0001" not in str(found)
    bucket = of(
        found,
        "vires_http_request_seconds_bucket",
        method="GET",
        route="/healthz",
        status="2xx",
        le="+Inf",
    )
    assert bucket == 2


def test_a_database_that_fails_is_a_figure(
    sqlite_url: str, now: dt.datetime, tmp_path: Path
) -> None:
    store = open_store(sqlite_url)
    empty_world(store, now)
    asking = client(served(store, now, tmp_path))
    assert of(scraped(asking), "vires_database_up") == 1
    store.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.write_bytes(b"no database" * 1000)
    found = scraped(asking)
    assert of(found, "vires_database_up") == 0
    assert not [name for name, _ in found if name.startswith("vires_deadlines")]
    assert [name for name, _ in found if name == "vires_http_request_seconds_count"]
    store.close()


def test_the_database_is_asked_once_however_many_scrape(
    quick_store: Store, now: dt.datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_world(quick_store, now)
    monkeypatch.setattr(monitoring, "FRESH", 3600.0)
    asked: list[int] = []
    whole = figures

    def counted(*given: Any, **more: Any) -> Any:
        asked.append(1)
        return whole(*given, **more)

    monkeypatch.setattr(monitoring, "figures", counted)
    asking = client(served(quick_store, now, tmp_path))
    assert scraped(asking)
    assert scraped(asking)
    assert len(asked) == 1


def test_two_applications_share_nothing(
    quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    empty_world(quick_store, now)
    told = served(quick_store, now, tmp_path)
    one, other = client(told), client(told)
    one.get("/healthz")
    assert "/healthz" in str(scraped(one))
    assert "/healthz" not in str(scraped(other))


@IN_ONE_WORKER
def test_the_examples_year_is_scraped_from_a_socket(
    example_year: ExampleYear, tmp_path: Path
) -> None:
    store = open_store(example_year.url)
    after = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)
    web = Web(served(store, after, tmp_path), listening("127.0.0.1", 0))
    web.start()
    try:
        line = http.client.HTTPConnection(web.address.removeprefix("http://"), timeout=60)
        line.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        answer = line.getresponse()
        assert answer.status == 200
        assert (answer.headers["Content-Type"] or "").startswith("text/plain")
        text = answer.read().decode()
        line.close()
    finally:
        web.end()
        assert web.ended()
    found = read(text)
    overdue = [value for (name, _), value in found.items() if name == "vires_deadlines_overdue"]
    assert overdue
    assert all(value > 0 for value in overdue)
    # Nobody is named, by key, name or reference.
    assert "example-" not in text
    assert not re.search(r"\b[A-Z]-\d{4}\b", text)
    store.close()


# --- the page on what to alarm on


def exposed(found: Figures) -> set[str]:
    return {name for name, _ in found}


def named(page: str) -> set[str]:
    return set(re.findall(r"\bvires_[a-z_]+\b", page))


def blocks(page: str) -> list[Any]:
    return [
        yaml.safe_load(one)
        for one in re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    ]


def test_the_page_names_every_figure_and_none_that_is_not_there(
    quick_store: Store, now: dt.datetime, data_dir: Path
) -> None:
    world = small_world(quick_store, now - dt.timedelta(days=20), "example-ann")
    an_overdue_one(world, now - dt.timedelta(days=20))
    run_sweep(quick_store, "seal_ledger", clock=lambda: now, started_by="hand", through="direct")
    asking = client(served(quick_store, now, data_dir))
    asking.get("/healthz")
    found = exposed(scraped(asking))
    page = PAGE.read_text(encoding="utf-8")
    assert named(page) - {"vires_http_request_seconds"} - found == set()
    rows = set(re.findall(r"^\| `(vires_[a-z_]+)`", page, re.MULTILINE))
    whole = {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in found}
    assert whole == {re.sub(r"_(bucket|count|sum|created)$", "", name) for name in rows}


def test_the_examples_for_prometheus_are_whole() -> None:
    scrape, rules = blocks(PAGE.read_text(encoding="utf-8"))
    (job,) = scrape["scrape_configs"]
    assert job["metrics_path"] == "/metrics"
    assert job["authorization"]["type"] == "Bearer"
    (group,) = rules["groups"]
    names = [rule["alert"] for rule in group["rules"]]
    assert len(set(names)) == len(names) > 8
    for rule in group["rules"]:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert "vires" in rule["expr"]
        assert rule["expr"].count("(") == rule["expr"].count(")")
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"]
        assert re.fullmatch(r"\d+[mhd]", rule["for"])


def test_nothing_of_the_process_is_told_unasked() -> None:
    assert "prometheus_client" in sys.modules
    from prometheus_client import REGISTRY

    names = [m.name for m in REGISTRY.collect()]
    assert not [name for name in names if name.startswith("vires")]

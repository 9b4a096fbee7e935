"""The Prefect server beside us: there when it can be, back when it fails, never left behind."""

import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Self

import pytest
from processes import eventually, kill, lives, needs_proc

from flows import sidecar as module
from flows.probing import answers
from flows.settings import (
    Told,
    auth_file,
    auth_string,
    database,
    prefect_environment,
    prefect_home,
    server_environment,
    told,
)
from flows.sidecar import Sidecar, free_port
from governance.domain.errors import Unusable

STAND_IN = (sys.executable, str(Path(__file__).parent / "stand_in_server.py"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses and probes as short as the test allows."""
    monkeypatch.setattr(module, "PROBE_SECONDS", 0.2)
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.5)


@pytest.fixture
def sidecar(quick: None, tmp_path: Path) -> Iterator[Sidecar]:
    made = Sidecar(tmp_path, command=STAND_IN)
    yield made
    made.stop()


def up(sidecar: Sidecar, *, other_than: int | None = None) -> int:
    eventually(lambda: sidecar.up and sidecar.pid != other_than, what="the server")
    assert sidecar.pid is not None
    return sidecar.pid


def test_it_comes_up_and_goes_when_told(sidecar: Sidecar) -> None:
    assert not sidecar.up
    sidecar.start()
    pid = up(sidecar)
    assert answers(sidecar.api_url)
    sidecar.start()
    assert sidecar.pid == pid
    sidecar.stop()
    assert not lives(pid)
    assert not sidecar.up
    assert not answers(sidecar.api_url)
    sidecar.start()
    assert up(sidecar) != pid


@needs_proc
def test_it_is_started_again_when_it_dies(sidecar: Sidecar) -> None:
    sidecar.start()
    pid, address = up(sidecar), sidecar.address
    kill(pid)
    assert up(sidecar, other_than=pid) != pid
    assert sidecar.address == address


@needs_proc
def test_it_is_started_again_when_it_hangs(sidecar: Sidecar) -> None:
    sidecar.start()
    pid = up(sidecar)
    kill(pid, signal.SIGSTOP)
    up(sidecar, other_than=pid)
    assert not lives(pid)


def test_it_is_started_again_when_its_database_is_deleted(sidecar: Sidecar, tmp_path: Path) -> None:
    sidecar.start()
    pid = up(sidecar)
    database(tmp_path).unlink()
    up(sidecar, other_than=pid)
    assert database(tmp_path).exists()


def test_one_that_cannot_start_is_complained_of_once(
    sidecar: Sidecar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud: list[dict[str, object]] = []
    quiet: list[object] = []

    class Log:
        def error(self, _event: str, **said: object) -> None:
            loud.append(said)

        def info(self, _event: str, **said: object) -> None:
            quiet.append(said)

        debug = info

    monkeypatch.setattr(module, "_log", Log())
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.1)
    prefect_home(tmp_path).mkdir(parents=True)
    refuse = prefect_home(tmp_path) / "refuse"
    refuse.touch()
    sidecar.start()
    eventually(lambda: len(quiet) >= 3)
    (only,) = loud
    assert "ended with 1" in str(only["because"])
    assert only["last_words"] == ["there is no room for me here"]
    refuse.unlink()
    up(sidecar)


class Foreign:
    """Somebody else's server, ready at any address it is asked at; `asked` is what it saw."""

    def __init__(self, port: int) -> None:
        self.asked = asked = list[str]()

        class Ready(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", port), Ready)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def port_of(sidecar: Sidecar) -> int:
    return int(sidecar.address.rpartition(":")[2])


def test_a_server_at_our_port_is_not_taken_for_ours(quick: None, tmp_path: Path) -> None:
    port = free_port()
    sidecar = Sidecar(tmp_path, port=port, command=STAND_IN)
    try:
        with Foreign(port) as other:
            assert answers(sidecar.api_url)
            sidecar.start()
            time.sleep(1.5)
            assert not sidecar.up
            assert sidecar.pid is None
            assert other.asked == ["/api/ready"]
        up(sidecar)
        assert port_of(sidecar) == port
    finally:
        sidecar.stop()


def test_another_port_is_found_where_the_first_was_taken(sidecar: Sidecar) -> None:
    with Foreign(port_of(sidecar)) as other:
        sidecar.start()
        up(sidecar)
        assert not other.asked


@needs_proc
def test_nobody_gets_our_port_between_two_children(sidecar: Sidecar) -> None:
    sidecar.start()
    pid, port = up(sidecar), port_of(sidecar)
    kill(pid)
    tried = 0
    while sidecar.pid in (pid, None) or not sidecar.up:
        with pytest.raises(OSError, match="in use"):
            Foreign(port)
        tried += 1
        time.sleep(0.02)
    assert tried > 1
    assert port_of(sidecar) == port
    sidecar.stop()
    with Foreign(port):
        assert not sidecar.up


PARENT = """
import sys, time
from pathlib import Path
from flows import sidecar as module
module.PROBE_SECONDS = 0.2
one = module.Sidecar(Path(sys.argv[1]), command=sys.argv[2:])
one.start()
while not one.up:
    time.sleep(0.02)
print("child", one.pid, flush=True)
time.sleep(60)
"""


@needs_proc
@pytest.mark.parametrize("stopped", [False, True])
def test_it_does_not_outlive_a_parent_that_is_killed(tmp_path: Path, *, stopped: bool) -> None:
    if stopped and sys.platform != "linux":
        pytest.skip("only Linux kills a stopped process with its parent")
    command = [sys.executable, "-c", textwrap.dedent(PARENT), str(tmp_path), *STAND_IN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        said = next(line for line in parent.stdout if line.startswith("child"))
        child = int(said.split()[1])
        assert lives(child)
        if stopped:
            kill(child, signal.SIGSTOP)
        parent.kill()
        parent.wait()
        eventually(lambda: not lives(child), 5, what="the end of the child")


# Settings.

ASK = """
import json
from prefect.settings import get_current_settings
s = get_current_settings()
server = s.server
print(json.dumps({
    "home": str(s.home), "url": s.api.url, "auth": s.api.auth_string.get_secret_value(),
    "timeout": s.api.request_timeout, "retries": s.client.max_retries,
    "analytics": server.analytics_enabled, "ephemeral": server.ephemeral.enabled,
    "server_auth": server.api.auth_string.get_secret_value(), "host": server.api.host,
    "origins": server.api.cors_allowed_origins,
    "vacuum": sorted(server.services.db_vacuum.enabled),
    "kept_days": server.services.db_vacuum.retention_period.days,
    "database": server.database.connection_url.get_secret_value(),
    "promotion": server.ui.show_promotional_content,
}))
from prefect._internal.analytics.enabled import is_telemetry_enabled as telling
print(json.dumps(telling()))
"""


def test_prefect_reads_its_settings_as_we_mean_them(tmp_path: Path) -> None:
    import json

    environment = server_environment(tmp_path, port=4999)
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    first, second = ran.stdout.splitlines()
    password = auth_string(tmp_path)
    assert json.loads(first) == {
        "home": str(tmp_path / "prefect"),
        "url": "http://127.0.0.1:4999/api",
        "auth": password,
        "server_auth": password,
        "timeout": 3.0,
        "retries": 0,
        "analytics": False,
        "ephemeral": False,
        "host": "127.0.0.1",
        "origins": "http://127.0.0.1:4999",
        "vacuum": ["events", "flow_runs"],
        "kept_days": 30,
        "database": f"sqlite+aiosqlite:///{tmp_path}/prefect/prefect.db",
        "promotion": False,
    }
    assert json.loads(second) is False


def test_the_password_is_drawn_once_and_for_us_alone(tmp_path: Path) -> None:
    password = auth_string(tmp_path)
    assert password == auth_string(tmp_path)
    assert len(password) > 40
    assert password != auth_string(tmp_path / "other")
    assert auth_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert prefect_home(tmp_path).stat().st_mode & 0o777 == 0o700
    assert [path.name for path in prefect_home(tmp_path).iterdir()] == ["auth"]


def test_somebody_elses_settings_do_not_reach_our_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_KEY", "a key of theirs")
    monkeypatch.setenv("PREFECT_SERVER_API_HOST", "0.0.0.0")
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    environment = server_environment(tmp_path, port=4999)
    assert "PREFECT_API_KEY" not in environment
    assert environment["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert environment["NO_PROXY"] == "intranet.example,127.0.0.1"
    assert prefect_environment(tmp_path)["PREFECT_HOME"] == str(tmp_path / "prefect")


def test_our_secrets_do_not_reach_prefects_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of the process itself: what it was started with is what can be read from it."""
    secret = "never-in-prefect"
    for name in ("VIRES_SMTP_PASSWORD", "VIRES_NOTIFY_KEY", "PGPASSWORD", "PREFECT_API_KEY"):
        monkeypatch.setenv(name, secret)
    monkeypatch.setenv("VIRES_DATABASE_URL", f"postgresql://vires:{secret}@127.0.0.1/vires")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/certificates.pem")
    command = (sys.executable, "-c", "import os, json; print(json.dumps(dict(os.environ)))")
    said = subprocess.run(
        command,
        env=server_environment(tmp_path, port=4999),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert secret not in said
    assert '"SSL_CERT_FILE": "/etc/certificates.pem"' in said
    assert '"VIRES_' not in said


def test_what_the_environment_says_is_read() -> None:
    assert told({}) == Told(tick_seconds=5, port=None, mode=None, api_url=None)
    given = {
        "VIRES_TICK_SECONDS": "0.5",
        "VIRES_PREFECT_PORT": "4200",
        "VIRES_FLOWS": "deployments",
        "PREFECT_API_URL": "http://prefect.internal/api/",
    }
    assert told(given) == Told(
        tick_seconds=0.5, port=4200, mode="deployments", api_url="http://prefect.internal/api"
    )


def test_everything_wrong_in_it_is_said_at_once() -> None:
    given = {"VIRES_TICK_SECONDS": "often", "VIRES_PREFECT_PORT": "0", "VIRES_FLOWS": "both"}
    with pytest.raises(Unusable) as caught:
        told(given)
    codes = [problem.code for problem in caught.value.problems]
    assert codes == ["clock.tick_seconds", "clock.port", "clock.mode"]


@pytest.mark.parametrize("seconds", ["0", "0.01", "21", "nan", "inf", "-1"])
def test_a_tick_is_neither_hectic_nor_longer_than_a_lease_allows(seconds: str) -> None:
    with pytest.raises(Unusable, match=r"clock\.tick_seconds"):
        told({"VIRES_TICK_SECONDS": seconds})


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/api", "http://", "nonsense", "http://[x"])
def test_what_is_not_there_does_not_answer(url: str) -> None:
    assert not answers(url.format(port=free_port()))

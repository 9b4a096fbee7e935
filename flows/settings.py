"""How Vires sets up its own part of Prefect: everything from the environment, nothing by chance.

Prefect reads its settings when it is imported, so these have to stand in the environment before
that. They keep Prefect on this machine (nothing is reported to anybody), keep its files in the
data directory, let a call give up soon, and have old runs cleared away.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from governance.domain.errors import Problem, Unusable
from governance.store.private import make_private

API_URL: Final = "PREFECT_API_URL"
AUTH: Final = "PREFECT_API_AUTH_STRING"
LOOPBACK: Final = "127.0.0.1"

TICK_SECONDS: Final = "VIRES_TICK_SECONDS"
PORT: Final = "VIRES_PREFECT_PORT"
MODE: Final = "VIRES_FLOWS"
MODES: Final = ("embedded", "deployments")

_ALWAYS: Final[Mapping[str, str]] = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # Never a server inside this process: it stalls for seconds and is left behind when we stop.
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_API_REQUEST_TIMEOUT": "3",
    "PREFECT_CLIENT_MAX_RETRIES": "0",
    "PREFECT_LOGGING_COLORS": "false",
}
_KEPT_FROM_THE_SERVER: Final = ("PREFECT_", "VIRES_", "PG")
"""What Prefect’s server is not given: settings of some other Prefect, and all of ours with their
passwords and keys, PostgreSQL’s among them. It reads none of them, and only runs need ours."""
_OF_THE_SERVER: Final[Mapping[str, str]] = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "2592000",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the environment says about the clock."""

    tick_seconds: float
    port: int | None
    """Where Prefect’s server is to listen; None for any free port."""
    mode: str | None
    """`embedded` or `deployments`; None to find out."""
    api_url: str | None
    """A Prefect server that runs already, and is not ours to start."""


def told(environment: Mapping[str, str] | None = None) -> Told:
    """Read what the environment says. Raises `Unusable` with everything that is wrong in it."""
    given = os.environ if environment is None else environment
    problems: list[Problem] = []
    try:
        seconds = float(given.get(TICK_SECONDS) or 5)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 20:
        problems += Unusable.one("clock.tick_seconds", given=given[TICK_SECONDS][:40]).problems
    port = given.get(PORT) or ""
    if port and not (port.isdigit() and 0 < int(port) < 65536):
        problems += Unusable.one("clock.port", given=port[:40]).problems
    mode = given.get(MODE) or None
    if mode is not None and mode not in MODES:
        problems += Unusable.one("clock.mode", given=mode[:40], known=list(MODES)).problems
    if problems:
        raise Unusable(problems)
    return Told(
        tick_seconds=seconds,
        port=int(port) if port else None,
        mode=mode,
        api_url=(given.get(API_URL) or "").rstrip("/") or None,
    )


def prefect_home(data_dir: Path) -> Path:
    """Where Prefect keeps its files."""
    return (data_dir / "prefect").absolute()


def prefect_environment(data_dir: Path) -> dict[str, str]:
    """What to set before `prefect` is imported, in whatever process; it wins over what stands."""
    home = prefect_home(data_dir)
    return {
        **_ALWAYS,
        **_past_proxies(),
        "PREFECT_HOME": str(home),
        "PREFECT_PROFILES_PATH": str(home / "profiles.toml"),
    }


def _past_proxies() -> dict[str, str]:
    """Loopback is never asked through a proxy, whatever else is."""
    exempt = os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""
    names = [name for name in exempt.split(",") if name.strip() and name != LOOPBACK]
    return dict.fromkeys(("NO_PROXY", "no_proxy"), ",".join([*names, LOOPBACK]))


def set_up_prefect(data_dir: Path) -> None:
    """Set this process’s environment for Prefect. Call it before anything imports `prefect`."""
    os.environ.update(prefect_environment(data_dir))


def server_environment(data_dir: Path, *, port: int) -> dict[str, str]:
    """The whole environment of the server that we run ourselves, on loopback alone.

    Nothing of ours is in it: see `_KEPT_FROM_THE_SERVER`.
    """
    origin = f"http://{LOOPBACK}:{port}"
    password = auth_string(data_dir)
    given = os.environ.items()
    return {
        **{name: value for name, value in given if not name.startswith(_KEPT_FROM_THE_SERVER)},
        **prefect_environment(data_dir),
        **_OF_THE_SERVER,
        "PREFECT_API_URL": f"{origin}/api",
        "PREFECT_SERVER_API_HOST": LOOPBACK,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": password,
        AUTH: password,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": origin,
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database(data_dir)}",
    }


def database(data_dir: Path) -> Path:
    """The file of our own server’s database."""
    return prefect_home(data_dir) / "prefect.db"


def auth_file(data_dir: Path) -> Path:
    """The file that holds the user and password of our own server."""
    return prefect_home(data_dir) / "auth"


def auth_string(data_dir: Path) -> str:
    """User and password of our own server, as `user:password`; made on first use, for us alone."""
    path = auth_file(data_dir)
    make_private(path.parent)
    if not path.exists():
        drawn = path.with_name(f"auth-{secrets.token_hex(4)}")
        handle = os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"vires:{secrets.token_urlsafe(32)}")
        # The first of two who come at once gives the file its name; the other takes that.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(drawn)
        drawn.unlink()
    return path.read_text(encoding="ascii").strip()

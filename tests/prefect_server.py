"""A real Prefect server for tests, and what can be asked of it."""

import json
import time
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path
from typing import Any

from flows.settings import API_URL, AUTH, auth_string, prefect_environment
from flows.sidecar import Sidecar
from flows.starting import PrefectApi

BUSY = 503
"""What the server says while another writes to its SQLite file."""


class Server:
    """The server that `sidecar` runs."""

    def __init__(self, sidecar: Sidecar, data_dir: Path) -> None:
        self.url = sidecar.api_url
        self.password = auth_string(data_dir)
        self.api = PrefectApi(lambda: self.url, password=self.password)
        self.environment = {
            **prefect_environment(data_dir),
            API_URL: self.url,
            AUTH: self.password,
        }

    def asked(self, path: str, body: Any, *, method: str = "POST") -> Any:
        request = urllib.request.Request(
            f"{self.url}{path}",
            data=json.dumps(body).encode(),
            method=method,
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Basic {b64encode(self.password.encode()).decode()}",
            },
        )
        for attempt in range(5):
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:
                    said = answer.read()
                    return json.loads(said) if said else None
            except urllib.error.HTTPError as error:
                if error.code != BUSY or attempt == 4:
                    raise
                time.sleep(1)
        return None

    def run(self, name: str) -> Any:
        """A run as the server has it."""
        [found] = self.asked("/flow_runs/filter", {"flow_runs": {"id": {"any_": [name]}}})
        return found

    def pages(self, run: str) -> list[Any]:
        """The pages that a run left."""
        found: list[Any] = self.asked(
            "/artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}}
        )
        return found

    def deployments(self) -> dict[str, Any]:
        """Deployments by their entrypoint."""
        return {one["entrypoint"]: one for one in self.asked("/deployments/filter", {})}

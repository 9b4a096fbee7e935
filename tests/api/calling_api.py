"""A program that calls the API in tests: with a token of a person's, made as they would."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import httpx2 as httpx
from browsing import HOST, Site
from fastapi.testclient import TestClient

from governance.application.desk import acting
from governance.application.signing_in.service_tokens import Scope, make_token

EVERYTHING = tuple(one.value for one in Scope)


class Program:
    """A program that acts as a person."""

    def __init__(self, site: Site, person: str, *, scopes: Collection[str] = EVERYTHING) -> None:
        with acting(site.store, now=site.now, partnership=site.partnership, actor=person) as desk:
            made = make_token(
                desk, name="a test", scopes=scopes, expires_on=desk.today + dt.timedelta(days=300)
            )
        self.token, self.token_id = made.token, made.id
        self.client = TestClient(
            site.app,
            base_url=f"http://{HOST}",
            client=(HOST, 50000),
            headers={"Authorization": f"Bearer {self.token}"},
            follow_redirects=False,
        )

    def get(self, path: str, **asked: Any) -> httpx.Response:
        """What stands at an address."""
        at = path if path.startswith("/api/") else f"/api/v1{path}"
        return self.client.get(at, params=asked or None)

    def post(
        self,
        path: str,
        said: Any = None,
        *,
        seen: str | None = None,
        once: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Do something."""
        told = dict(headers or {})
        if seen is not None:
            told["If-Match"] = seen
        if once is not None:
            told["Idempotency-Key"] = once
        return self.client.post(f"/api/v1{path}", json={} if said is None else said, headers=told)


def codes(answer: httpx.Response) -> list[str]:
    """The codes of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return [one["code"] for one in answer.json()["errors"]]

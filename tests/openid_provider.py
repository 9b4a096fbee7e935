"""Providers to sign in with, for tests: a real one of somebody else's, and one that lies.

The real one is the npm package `oidc-provider` in a process of its own, installed from the lock
beside it; `VIRES_TEST_OIDC` names a folder in which that was done already. The other signs whatever
a test tells it to.
"""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

FILES = Path(__file__).parent / "oidc" / "provider"
CLIENT, SECRET = "vires", "a secret of the tests"


# --- the real one


@pytest.fixture(scope="session")
def provider_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `oidc-provider` installed as its lock says; skips aloud where it cannot be."""
    given = os.environ.get("VIRES_TEST_OIDC")
    if given:
        assert (Path(given) / "node_modules" / "oidc-provider").is_dir(), f"nothing in {given}"
        return Path(given)
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("no OpenID provider to test with: node and npm are not installed")
    folder = tmp_path_factory.mktemp("oidc")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(FILES / name, folder)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--prefer-offline"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no OpenID provider to test with: npm ci failed: {done.stderr[-300:]}")
    return folder


@dataclass
class RealProvider:
    """The process, where it answers, and the people it knows: claims by account."""

    issuer: str
    accounts: Path
    process: subprocess.Popen[str]

    def knows(self, **people: Mapping[str, Any]) -> None:
        """Know these people from now on, and nobody else."""
        self.accounts.write_text(json.dumps(people), encoding="utf-8")

    def stop(self) -> None:
        """End the process."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(timeout=10)


@contextmanager
def real_provider(modules: Path, folder: Path, at: str, **client: Any) -> Iterator[RealProvider]:
    """A provider that knows Vires at an address, ended with the block."""
    accounts = folder / "accounts.json"
    accounts.write_text("{}", encoding="utf-8")
    shutil.copy(FILES / "server.mjs", modules / "server.mjs")
    known = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [f"{at}/sign-in/with/local/back"],
        "post_logout_redirect_uris": [f"{at}/sign-in"],
        "backchannel_logout_uri": urljoin(at, "/openid/local/signed-out"),
        "backchannel_logout_session_required": True,
        "token_endpoint_auth_method": "client_secret_post",
        "scope": "openid profile email groups",
        **client,
    }
    told = {"OIDC_CLIENTS": json.dumps([known]), "OIDC_ACCOUNTS": str(accounts)}
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen(
            ["node", "server.mjs"],
            cwd=modules,
            env={**os.environ, **told},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.kill()
        pytest.fail(f"the provider did not start: {(folder / 'provider.log').read_text()[-500:]}")
    provider = RealProvider(json.loads(line)["issuer"], accounts, process)
    try:
        yield provider
    finally:
        provider.stop()
        process.stdout.close()


class Person:
    """Somebody at a browser, who goes wherever they are sent and fills in what they are asked."""

    def __init__(self) -> None:
        self.http = httpx.Client(follow_redirects=True, timeout=20, trust_env=False)

    def close(self) -> None:
        self.http.close()

    def signs_in(self, at: str, account: str, *, path: str = "/sign-in/with/local") -> Any:
        """Sign in with the provider as an account of it; the page it leads to."""
        page = self.http.get(f"{at}{path}")
        while "/interaction/" in str(page.url):
            if 'name="login"' in page.text:
                page = self._send(page, login=account, password="any")
            else:
                page = self._send(page)
        return page

    def refuses(self, at: str) -> Any:
        """Begin, and then not want to at the provider; the page it leads back to."""
        page = self.http.get(f"{at}/sign-in/with/local")
        away = re.search(r'href="([^"]*/abort)"', page.text)
        assert away is not None, page.text[:500]
        return self.http.get(urljoin(str(page.url), away[1]))

    def signs_out(self, at: str) -> Any:
        """Sign out here, and where that leads to; the page it ends at."""
        page = self.http.get(f"{at}/")
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert csrf is not None
        page = self.http.post(f"{at}/sign-out", data={"csrf": csrf[1]})
        to = page.headers.get("refresh", "").partition("url=")[2]
        if not to:
            return page
        page = self.http.get(to)
        while "/session/end" in str(page.url):
            page = self._send(page, logout="yes")
        return page

    def _send(self, page: Any, **typed: str) -> Any:
        form = re.search(r"<form[^>]*action=\"([^\"]+)\"", page.text)
        assert form is not None, page.text[:500]
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        data = {**dict(hidden), **typed}
        return self.http.post(urljoin(str(page.url), form[1]), data=data)


# --- the one that lies


@dataclass
class OddProvider:
    """A provider on a port of this machine that says and signs what a test tells it to.

    `says` changes its openid-configuration, `claims` and `header` its identity tokens; a claim of
    None is left out. `wrong` changes a token's text, `status` how the token door answers.
    """

    issuer: str = ""
    says: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    more_keys: list[Any] = field(default_factory=list)
    signs_with: Any = None
    status: int = 200
    token: str | None = None
    asked: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    def configuration(self) -> dict[str, Any]:
        """What it says of itself."""
        doors = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/me",
        }
        return {k: v for k, v in {**doors, **self.says}.items() if v is not None}

    def signed(self, claims: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> str:
        """A token of these claims."""
        said = {"alg": "ES256", "kid": self.key.kid, **(header or {})}
        fit = {name: value for name, value in claims.items() if value is not None}
        fit_header = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(fit_header, fit, self.signs_with or self.key)

    def identity(self, nonce: str) -> str:
        """The identity token it gives."""
        moment = int(self.now.timestamp())
        usual = {
            "iss": self.issuer,
            "sub": "ada",
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 300,
            "nonce": nonce,
        }
        return self.token or self.signed({**usual, **self.claims}, self.header)

    def logout(self, **claims: Any) -> str:
        """A logout token."""
        moment = int(self.now.timestamp())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": moment,
            "exp": moment + 120,
            "jti": "first",
            "sub": "ada",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        return self.signed({**usual, **claims}, {"typ": "logout+jwt"})

    def sent(self, to: str) -> dict[str, str]:
        """What the address says that somebody was sent to; its nonce is what tokens then have."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
        self.given["nonce"] = said.get("nonce", "")
        return said


@contextmanager
def odd_provider() -> Iterator[OddProvider]:
    """One that lies, until the block ends."""
    odd = OddProvider()

    class Handler(BaseHTTPRequestHandler):
        def _say(self, status: int, said: Any) -> None:
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            odd.asked.append(self.path)
            if self.path.endswith("/openid-configuration"):
                self._say(200, odd.configuration())
            elif self.path == "/jwks":
                self._say(200, {"keys": [*odd.more_keys, odd.key.as_dict(private=False)]})
            elif self.path == "/me":
                self._say(200, odd.userinfo)
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            odd.asked.append(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            odd.given |= {name: values[0] for name, values in parse_qs(body).items()}
            odd.given["authorization"] = self.headers.get("authorization", "")
            if odd.status != 200:
                self._say(odd.status, {"error": "invalid_client"})
                return
            token = odd.identity(odd.given.get("nonce", ""))
            self._say(200, {"id_token": token, "access_token": "x", "token_type": "Bearer"})

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    odd.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield odd
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

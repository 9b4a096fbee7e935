"""A small server that behaves as the API of GOV.UK Notify does, and the ways it can fail.

It checks the token, the address and the personalisation, keeps what it takes, and answers in
Notify's own words: https://docs.notifications.service.gov.uk/rest-api.html
"""

import json
import threading
import time
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from notifications_python_client import authentication, errors

SERVICE = "6b1f2a3c-0000-4000-8000-00000000abcd"
SECRET = "0c9d8e7f-1111-4111-8111-0123456789ab"
KEY = f"a_test_key-{SERVICE}-{SECRET}"
TEMPLATE = "740e5834-3a29-46b4-9a6f-16142fde533a"

ERRORS: Mapping[str, tuple[int, str, str, Mapping[str, str]]] = {
    "rate": (
        429,
        "RateLimitError",
        "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds",
        {},
    ),
    "rate_in_seconds": (429, "RateLimitError", "Exceeded rate limit", {"Retry-After": "17"}),
    "rate_by_date": (
        429,
        "RateLimitError",
        "Exceeded rate limit",
        {"Retry-After": "Thu, 20 Feb 2025 14:32:00 GMT", "Date": "Thu, 20 Feb 2025 14:30:30 GMT"},
    ),
    "daily": (429, "TooManyRequestsError", "Exceeded send limits (250000) for today", {}),
    "key": (
        403,
        "AuthError",
        f"Invalid token: signature, api token not found for {SERVICE}",
        {},
    ),
    "template": (400, "BadRequestError", "Missing personalisation: body", {}),
    "elsewhere": (404, "NoResultFound", "No result found", {}),
    "broken": (500, "Exception", "Internal server error", {}),
    "unavailable": (503, "Exception", "Service unavailable", {}),
}


class NotifyServer:
    """Notify on a port of this machine. `taken` are the messages it has, the latest last.

    `mode` is what it does with the next request to send: `accept`, one of `ERRORS`,
    `keep_and_break` (500, and it was taken), `keep_and_drop`, `lose_and_drop` (the line goes
    dead), `keep_and_hang`, `other_page` (something that is not Notify answers). `asking` does
    the same for requests about messages.
    """

    def __init__(self) -> None:
        self.mode = "accept"
        self.asking = "accept"
        self.taken: list[dict[str, Any]] = []
        self.requests = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def delivery(self, reference: str, status: str) -> None:
        """Say what became of the messages with a reference."""
        for one in self.taken:
            if one["reference"] == reference:
                one["status"] = status


def _handler(server: NotifyServer) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        notify = server

    return Handler


class _Handler(BaseHTTPRequestHandler):
    notify: NotifyServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        self.notify.requests += 1
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._is_let_in():
            return
        mode = self.notify.mode
        if mode in ERRORS:
            self._error(*ERRORS[mode])
            return
        if wrong := _wrong_with(body):
            self._error(400, *wrong, {})
            return
        taken = None if mode == "lose_and_drop" else self._take(body)
        self._behave(mode, 201, taken)

    def do_GET(self) -> None:
        self.notify.requests += 1
        if not self._is_let_in():
            return
        mode = self.notify.asking
        if mode in ERRORS:
            self._error(*ERRORS[mode])
            return
        asked = parse_qs(urlsplit(self.path).query)
        found = [
            one
            for one in reversed(self.notify.taken)
            if one["reference"] == asked["reference"][0]
            and one["type"] == asked["template_type"][0]
        ]
        links = {"current": f"{self.notify.url}{self.path}"}
        self._behave(mode, 200, {"notifications": found, "links": links})

    def _is_let_in(self) -> bool:
        token = self.headers["Authorization"].removeprefix("Bearer ")
        checks: Any = authentication
        try:
            right = bool(checks.get_token_issuer(token) == SERVICE)
            checks.decode_jwt_token(token, SECRET)
        except errors.TokenError:
            right = False
        if not right:
            self._error(*ERRORS["key"])
        return right

    def _take(self, body: Mapping[str, Any]) -> dict[str, Any]:
        taken = {
            "id": str(uuid.uuid4()),
            "reference": body.get("reference"),
            "email_address": body["email_address"],
            "type": "email",
            "status": "created",
            "subject": body["personalisation"]["subject"],
            "body": body["personalisation"]["body"],
        }
        self.notify.taken.append(taken)
        return taken

    def _behave(self, mode: str, number: int, answer: object) -> None:
        match mode:
            case "keep_and_break":
                self._error(*ERRORS["broken"])
            case "keep_and_drop" | "lose_and_drop":
                self.close_connection = True
            case "keep_and_hang":
                time.sleep(3)
                self.close_connection = True
            case "other_page":
                self._answer(200, b"<html>Sign in to the network</html>", {})
            case "other_json":
                self._answer(200, b"[]", {})
            case _:
                self._answer(number, json.dumps(answer).encode(), {})

    def _error(self, number: int, kind: str, message: str, headers: Mapping[str, str]) -> None:
        errors = {"status_code": number, "errors": [{"error": kind, "message": message}]}
        self._answer(number, json.dumps(errors).encode(), headers)

    def _answer(self, number: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(number)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _wrong_with(body: Mapping[str, Any]) -> tuple[str, str] | None:
    if "@" not in body["email_address"] or body["email_address"].endswith("@refused.example.org"):
        return "ValidationError", "email_address Not a valid email address"
    if body["template_id"] != TEMPLATE:
        return "BadRequestError", "Template not found"
    missing = {"subject", "body"} - set(body.get("personalisation", {}))
    if missing:
        return "BadRequestError", f"Missing personalisation: {', '.join(sorted(missing))}"
    return None

"""The page on webhooks: every event is there, its example is one, its checks of signatures check."""

import datetime as dt
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cloudevents.http import from_http
from standardwebhooks import WebhookVerificationError
from walk import text_of

from governance import words
from governance.adapters.webhooks import new_headers, secret_text
from governance.domain.webhooks.events import CONTENT_TYPE, PREFIX, Recorded, body, event
from governance.domain.webhooks.kinds import KINDS
from governance.domain.webhooks.schedule import SILENT, WAITS

PAGE = text_of("webhooks.md")
SECRET = b"\x07" * 32
AT = dt.datetime(2025, 3, 3, 9, 31, tzinfo=dt.UTC)
ENTRY = Recorded(
    id="0195f0a0-0000-7000-8000-000000000001",
    partnership_id="0195f0a0-0000-7000-8000-00000000000a",
    partnership="exampleshire",
    kind="commission.paused",
    subject="commission",
    subject_ref="C-0042",
    number=9,
    hash="5c1a6c1f4fd1c1ad1a5c5d4a4ecf7ef39f3d19e2e64f2f4f0f4d87c8dbe3dfb6",
    at="2025-03-03T09:30:00.000000Z",
    actor="sam-secretary",
    state="paused",
    seal=117,
    position=3,
)


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_every_event_is_there_by_its_words_and_none_is_stale() -> None:
    rows = re.findall(r"^\| `(vires\.[a-z_.]+|vires\.epoch)` \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert rows == [(PREFIX + kind, words.act(kind)) for kind in sorted(KINDS)]


def test_the_example_is_an_event() -> None:
    assert json.loads(block("json")) == event(ENTRY)
    said = from_http({"content-type": CONTENT_TYPE}, body(ENTRY))
    assert said["type"] == "vires.commission.paused"
    assert said["sequence"] == "0000000117.00003"


def test_its_schedule_is_that_of_the_program() -> None:
    assert "5 seconds, then 5 minutes, 30 minutes, 2 hours, 5, 10, 14, 20 and 24 hours" in PAGE
    hours = [wait / dt.timedelta(hours=1) for wait in WAITS[3:]]
    assert hours == [2, 5, 10, 14, 20, 24]
    assert [wait.total_seconds() for wait in WAITS[:3]] == [5, 300, 1800]
    assert f"for {SILENT.days} days, the webhook is paused" in PAGE


@pytest.fixture
def signed() -> dict[str, str]:
    return new_headers(secrets=[SECRET], event_id=ENTRY.id, at=AT, body=body(ENTRY))


def test_its_python_takes_what_is_signed_and_nothing_else(signed: dict[str, str]) -> None:
    room: dict[str, Any] = {}
    exec(block("python"), room)  # that is what the page is for
    received = room["received"]
    with time_machine.travel(AT, tick=False):
        assert received(body(ENTRY), signed, secret_text(SECRET)) == event(ENTRY)
        with pytest.raises(WebhookVerificationError):
            received(body(ENTRY), signed, secret_text(b"\x08" * 32))
    with (
        time_machine.travel(AT + dt.timedelta(minutes=6), tick=False),
        pytest.raises(WebhookVerificationError),
    ):
        received(body(ENTRY), signed, secret_text(SECRET))


def test_its_openssl_prints_the_signature(signed: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "body.json").write_bytes(body(ENTRY))
    given = {
        "SECRET": secret_text(SECRET),
        "WEBHOOK_ID": signed["webhook-id"],
        "WEBHOOK_TIMESTAMP": signed["webhook-timestamp"],
        "PATH": os.environ["PATH"],
    }
    done = subprocess.run(
        ["sh", "-c", block("sh")],
        cwd=tmp_path,
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"v1,{done.stdout.strip()}" == signed["webhook-signature"]

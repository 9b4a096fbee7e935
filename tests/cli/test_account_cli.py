"""Accounts at the command line: no password is ever an argument."""

import datetime as dt
import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from world import KEY, world

from governance.application.signing_in import acts
from governance.interfaces.cli.main import main
from governance.store.engine import Store, open_store


@pytest.fixture
def store(sqlite_url: str, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    opened = open_store(sqlite_url)
    world(opened, now)
    yield opened
    opened.close()


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(list(given))
    return int(ended.value.code or 0), capsys.readouterr().out


NOW = ("--now", "2025-02-20T14:30:00+00:00")


def test_an_account_is_made_used_locked_and_opened(
    store: Store,
    now: dt.datetime,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, told = run(capsys, "account", "create", "example-secretary", *NOW, "--json")
    password = json.loads(told)["password"]
    who: dict[str, Any] = {
        "partnership": KEY,
        "name": "example-secretary",
        "address": "192.0.2.1",
        "now": now,
    }
    assert code == 0
    assert isinstance(acts.sign_in(store, password=password, **who), acts.SignedIn)
    listed = json.loads(run(capsys, "account", "sessions", "example-secretary", *NOW, "--json")[1])
    assert [one["how"] for one in listed] == ["password"]
    assert "Session" in run(capsys, "account", "sessions", "example-secretary", *NOW)[1]
    short = listed[0]["id"][:12]
    assert run(capsys, "account", "revoke", "example-secretary", "--session", short, *NOW)[0] == 0
    assert run(capsys, "account", "revoke", "example-secretary", *NOW)[0] == 1
    assert run(capsys, "account", "lock", "example-secretary", *NOW)[0] == 0
    assert isinstance(acts.sign_in(store, password=password, **who), acts.SignInRefused)
    assert run(capsys, "account", "unlock", "example-secretary", *NOW)[0] == 0
    monkeypatch.setattr(sys, "stdin", io.StringIO("orchard kettle seven ladders\n"))
    code, told = run(capsys, "account", "reset", "example-secretary", "--password-stdin", *NOW)
    assert code == 0
    assert "orchard" not in told
    password = "orchard kettle seven ladders"
    assert isinstance(acts.sign_in(store, password=password, **who), acts.SignedIn)


def test_a_password_that_may_not_be_one_is_said_to_be_wrong(
    store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    code, told = run(
        capsys, "account", "create", "example-secretary", "--password-stdin", *NOW, "--json"
    )
    assert code == 2
    assert json.loads(told)["error"]["code"] == "account.password_short"

"""Links to sign-in providers at the command line."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from world import world

from governance.interfaces.cli.main import main
from governance.store.engine import Store, open_store

NOW = ("--now", "2025-02-20T14:30:00+00:00")
ISSUER = ("--issuer", "https://sign-in.example.org")
WHO = "example-secretary"


@pytest.fixture
def store(sqlite_url: str, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    opened = open_store(sqlite_url)
    world(opened, now)
    yield opened
    opened.close()


def run(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["people", "identity", *given, *NOW])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


@pytest.mark.usefixtures("store")
def test_a_person_is_linked_listed_and_the_link_ended(capsys: pytest.CaptureFixture[str]) -> None:
    code, told = run(capsys, "link", WHO, *ISSUER, "--subject", "ada")
    assert (code, "can sign in with the provider" in told) == (0, True)
    code, told = run(capsys, "link", WHO, *ISSUER, "--subject", "ada")
    assert (code, "is linked to this provider by that name already" in told) == (1, True)
    code, told = run(capsys, "link", WHO, "--issuer", "sign-in.example.org", "--subject", "x")
    assert (code, "must be an address that begins with https" in told) == (2, True)
    [one] = json.loads(run(capsys, "list", WHO, "--json")[1])
    assert (one["issuer"], one["subject"], one["ended_at"]) == (ISSUER[1], "ada", None)
    assert "ada" in run(capsys, "list", WHO)[1]
    code, told = run(capsys, "unlink", WHO, *ISSUER)
    assert (code, "can no longer sign in with the provider" in told) == (0, True)
    code, told = run(capsys, "unlink", WHO, *ISSUER)
    assert (code, "has no link to" in told) == (1, True)

"""The command line of webhooks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hooks import Receiver, answers, receiving
from standardwebhooks import Webhook

from governance.adapters.webhooks.guarding import PRIVATE
from governance.application.webhooks import delivery
from governance.interfaces.cli.main import main


class Vires:
    """Runs commands in this process and gives back the exit code and what was printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        shown = self.capsys.readouterr()
        return int(ended.value.code or 0), (shown.out + shown.err).strip()

    def ok(self, *arguments: str) -> str:
        code, shown = self(*arguments)
        assert code == 0, shown
        return shown

    def json(self, *arguments: str) -> Any:
        with pytest.raises(SystemExit):
            main([*arguments, "--json"])
        return json.loads(self.capsys.readouterr().out)


@pytest.fixture
def vires(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Vires]:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv(PRIVATE, "127.0.0.0/8")
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)
    delivery.sender.cache_clear()
    yield Vires(capsys)
    delivery.sender.cache_clear()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def test_a_webhook_by_the_command_line(vires: Vires, receiver: Receiver) -> None:
    vires.ok("partnership", "create", "exampleshire", "--name", "Exampleshire")
    made = vires.json("webhook", "add", receiver.url, "--event", "organisation.*", "--title", "Reg")
    assert made["ref"] == "H-0001"
    assert "took the event, with status 204" in vires.ok("webhook", "test", "H-0001")
    trial = receiver.taken.pop()
    assert Webhook(made["secret"]).verify(trial.body, trial.headers)["type"] == (
        "vires.webhook.tested"
    )
    vires.ok("partner", "add", "one", "--name", "One", "--partner")
    assert "organisation.added" in vires.ok("webhook", "deliver")
    assert "No event waits" in vires.ok("webhook", "deliver")
    (one, _) = vires.json("webhook", "deliveries", "H-0001")
    assert (one["state"], one["last_status"], one["about"]) == ("sent", 204, "G-0001")
    assert [tried["outcome"] for tried in one["attempts_made"]] == ["sent"]
    assert "204" in vires.ok("webhook", "deliveries", "H-0001")

    vires.ok("webhook", "replay", one["id"][-8:])
    vires.ok("webhook", "deliver")
    assert receiver.ids == [one["event"]] * 2
    vires.ok("webhook", "replay", "--webhook", "H-0001", "--since", "2020-01-01")
    vires.ok("webhook", "deliver")
    assert receiver.ids == [one["event"]] * 3
    for wrong in ((), (one["id"], "--since", "2020-01-01"), ("--webhook", "H-0001")):
        code, said = vires("webhook", "replay", *wrong)
        assert code == 2
        assert "Name one delivery" in said

    again = vires.ok("webhook", "rotate", "H-0001")
    assert "whsec_" in again
    assert made["secret"] not in again
    vires.ok("webhook", "pause", "H-0001", "--reason", "Moving house.")
    shown = vires.ok("webhook", "show", "H-0001")
    assert "Reg; paused." in shown
    assert "Moving house." in shown
    assert "whsec_" not in shown
    vires.ok("webhook", "resume", "H-0001")
    receiver.behaves = answers(500)
    code, said = vires("webhook", "test", "H-0001")
    assert code == 1
    assert "The receiver answered 500." in said
    assert "1 event waits to be sent to webhooks" in vires.ok("db", "check")
    vires.ok("webhook", "end", "H-0001", "--reason", "Replaced.")
    assert vires.json("webhook", "list")[0]["state"] == "ended"
    assert "to be sent to webhooks" not in vires.ok("db", "check", "--replay")
    assert "whsec_" not in vires.ok("ledger", "show", "H-0001")


def test_what_nothing_may_be_sent_to_is_refused(
    vires: Vires, monkeypatch: pytest.MonkeyPatch
) -> None:
    vires.ok("partnership", "create", "exampleshire", "--name", "Exampleshire")
    code, said = vires("webhook", "add", "https://10.0.0.1/", "--event", "comission.*")
    assert code == 2
    assert "which is a private address" in said
    assert "There is no event “comission.*”." in said
    monkeypatch.delenv(PRIVATE)
    code, said = vires("webhook", "add", "http://hooks.example.org/", "--event", "*")
    assert code == 2
    assert "is not encrypted" in said
    assert vires.json("webhook", "list") == []

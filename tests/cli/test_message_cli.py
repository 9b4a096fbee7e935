"""The command line of messages, and of how people are told."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from letters import queue, small_world
from world import World

from governance.application.messages import carrying
from governance.application.people import acts as people
from governance.interfaces.cli.main import main
from governance.store.engine import Store, open_store

AT = "2025-02-20T14:30"


class Vires:
    """Runs commands in this process and gives back the exit code and what was printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments])
        shown = self.capsys.readouterr()
        lines = [line.rstrip() for line in (shown.out + shown.err).splitlines()]
        return int(ended.value.code or 0), "\n".join(lines).strip()

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
) -> Vires:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("VIRES_MAIL", raising=False)
    carrying.carrier.cache_clear()
    return Vires(capsys)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return open_store(sqlite_url)


@pytest.fixture
def small(vires: Vires, store: Store, now: dt.datetime) -> World:
    world = small_world(store, now, "example-ann")
    with world.acting() as desk:
        people.add_person(desk, key="example-bob", name="Bob Example")
    return world


def test_what_is_due_is_delivered_and_what_could_not_be_is_shown(
    vires: Vires, small: World
) -> None:
    with small.acting() as desk:
        sent = queue(desk, to="example-ann")
        parked = queue(desk, to="example-bob")
    code, shown = vires("message", "deliver", "--now", AT)
    assert code == 1
    assert "To: Example-Ann <ann@example.org>" in shown
    assert "Bob Example could not be told" in shown
    assert "Reason: There is no e-mail address for Bob Example.\n" in shown
    assert "Done: 2. Not sent and to be tried again: 0. Parked: 1." in shown
    assert vires.ok("message", "deliver", "--now", AT) == "No message was due."
    assert [one["id"] for one in vires.json("message", "list")] == [parked]
    assert {one["state"] for one in vires.json("message", "list", "--state", "all")} == {
        "sent", "parked", "addressed",
    }  # fmt: skip
    assert [
        one["id"] for one in vires.json("message", "list", "--to", "example-ann", "--state", "sent")
    ] == [sent]
    page = vires.json("message", "show", sent)
    assert [one["outcome"] for one in page["attempts"]] == ["sent"]
    assert "R-0001" in page["subject"]
    shown = vires.ok("message", "show", parked)
    assert "Record one with “vires people address”, then try the message again." in shown


def test_a_parked_message_is_tried_again_or_settled_and_the_record_says_so(
    vires: Vires, small: World
) -> None:
    with small.acting() as desk:
        first, second = (queue(desk, to="example-bob") for _ in range(2))
    vires("message", "deliver", "--now", AT)
    assert vires("message", "settle", first, "--reason", " ", "--now", AT)[0] == 1
    assert (
        vires.ok(
            "message",
            "settle",
            first,
            "--reason",
            "on the telephone",
            "--as",
            "example-secretary",
            "--now",
            AT,
        )
        == "It is noted how the person was told."
    )
    code, shown = vires(
        "message", "settle", second, "--reason", "x", "--as", "example-ann", "--now", AT
    )
    assert (code, "You cannot make the move" in shown) == (1, True)
    vires.ok("people", "address", "example-bob", "bob@example.org", "--now", AT)
    assert vires.ok("message", "retry", "--all-parked", "--now", AT) == (
        "1 message will be tried again at the next sweep."
    )
    vires.ok("message", "deliver", "--now", AT)
    assert vires.json("message", "show", second)["state"] == "sent"
    assert vires("message", "retry", second, "--now", AT)[0] == 1
    assert vires("message", "retry", "--now", AT)[0] == 2
    assert vires("message", "retry", second, "--all-parked", "--now", AT)[0] == 2
    acts = vires.ok("ledger", "show", "example-bob")
    assert "settled" in acts
    assert vires("ledger", "verify")[0] == 0
    assert vires("db", "check")[0] == 0


def test_programs_get_nothing_but_json(vires: Vires, small: World) -> None:
    with small.acting() as desk:
        queue(desk, to="example-ann")
    told = vires.json("message", "deliver", "--now", AT)
    assert (told["done"], told["lines"][0]["outcome"]) == (1, "sent")
    assert vires.json("message", "show", "no-such-id")["error"]["code"] == "message.unknown"
    wrong = vires.json("message", "list", "--state", "parkd")["error"]
    assert "parked" in wrong["remedy"]


def test_a_template_is_shown_without_any_data(vires: Vires) -> None:
    shown = vires.ok("message", "preview", "reminder")
    assert shown.startswith("Subject: ")
    told = vires.json("message", "preview", "reminder")
    assert shown == f"Subject: {told['subject']}\n\n{told['body'].rstrip()}"
    code, shown = vires("message", "preview", "remindr")
    assert (code, "reminder" in shown) == (2, True)


def test_how_people_are_told(vires: Vires, small: World) -> None:
    key = "example-ann"
    assert vires.ok("people", "tell", key, "--now", AT) == (
        "example-ann gets each message by itself.\n"
        "Quiet are the days that are no working days: only what is urgent comes on them."
    )
    vires.ok(
        "people",
        "tell",
        key,
        "--digest",
        "--quiet",
        "Friday, sunday",
        "--quiet-day",
        "2025-03-05",
        "--now",
        AT,
    )
    vires.ok("people", "away", key, "--to", "2025-02-28", "--now", AT)
    assert vires.ok("people", "tell", key, "--now", AT) == (
        "example-ann gets what is not urgent in one message a day.\n"
        "Quiet are: friday and sunday, and bank holidays.\n"
        "Quiet too: 5 March 2025 to 5 March 2025.\n"
        "example-ann is away from 20 February 2025 to 28 February 2025."
    )
    vires.ok("people", "back", key, "--now", AT)
    vires.ok("people", "tell", key, "--no-digest", "--quiet", "none", "--now", AT)
    told = vires.json("people", "tell", key, "--now", AT)
    assert told == {
        "person": key,
        "digest": False,
        "quiet": [],
        "quiet_days": [{"from": "2025-03-05", "to": "2025-03-05"}],
        "reports_to": None,
        "away": [],
    }
    assert vires("people", "tell", key, "--quiet", ",", "--now", AT)[0] == 2
    assert vires("people", "tell", key, "--quiet", "funday", "--now", AT)[0] == 2
    assert vires("people", "back", key, "--now", AT)[0] == 1
    assert vires("people", "reports-to", key, "nobody", "--now", AT)[0] == 2
    vires.ok("office", "add", "post", "--title", "the Example Post", "--now", AT)
    assert (
        vires.ok("people", "reports-to", key, "post", "--now", AT) == "example-ann reports to post."
    )


def test_a_tick_says_which_message_was_not_sent_and_why(vires: Vires, small: World) -> None:
    with small.acting() as desk:
        queue(desk, to="example-bob")
    code, shown = vires("tick", "--now", AT)
    assert code == 1
    assert "There is no e-mail address for" in shown
    assert "Record one with “vires people address”" in shown


def test_messages_are_listed_whole_in_a_narrow_terminal_and_named_by_their_last_letters(
    vires: Vires, small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with small.acting() as desk:
        parked = queue(desk, to="example-bob")
    vires("message", "deliver", "--now", AT)
    _, out = vires("message", "list", "--state", "all")
    assert all(column in out for column in ("About", "To", "State", "Bob Example", "parked"))
    assert parked[-8:] in out
    assert parked not in out
    assert "addressed" not in out, "it stands there as what it was sent on as"
    assert vires.json("message", "show", parked[-8:])["id"] == parked
    told = ("--reason", "By telephone.", "--as", "example-secretary", "--now", AT)
    vires.ok("message", "settle", parked[-8:], *told)
    assert vires.json("message", "show", parked)["state"] == "settled"
    assert vires.json("message", "show", "ffffffff")["error"]["code"] == "message.unknown"

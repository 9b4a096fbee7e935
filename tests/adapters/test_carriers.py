"""What every carrier promises, tried on each of them with a real server behind it."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest
from mail_server import MailServer, as_read
from notify_server import KEY, TEMPLATE, NotifyServer

from governance.adapters.carriers import Carrier, Letter, Outcome
from governance.adapters.carriers.console import Console
from governance.adapters.carriers.files import Files
from governance.adapters.carriers.notify import Notify
from governance.adapters.carriers.smtp import Smtp

SENDER = Address("Vires", addr_spec="vires@example.org")
BODY = (
    "Größe: 漢字, £30,000 — and “quotes”.\n\n.a dot\n..two dots\nFrom the top\n" + "x" * 5000 + "\n"
)


@dataclass(frozen=True)
class Rig:
    """A carrier, and what arrived where it carries to: recipient, subject and body."""

    carrier: Carrier
    arrived: Callable[[], list[tuple[str, str, str]]]


def letter(reference: str = "0195f0a0-0000-7000-8000-000000000001", **changed: Any) -> Letter:
    return replace(
        Letter(
            to="a.member@example.org",
            name="Zoë O’Example",
            subject="Décision — report R-0001",
            body=BODY,
            reference=reference,
        ),
        **changed,
    )


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def notify_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotifyServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with NotifyServer() as server:
        yield server


@pytest.fixture(params=["console", "files", "smtp", "notify"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Rig:
    match request.param:
        case "console":
            stream = io.StringIO()
            return Rig(Console(stream), lambda: _printed(stream.getvalue()))
        case "files":
            folder = tmp_path / "outbox"
            return Rig(Files(folder), lambda: [_read(p.read_bytes()) for p in _eml(folder)])
        case "smtp":
            server = request.getfixturevalue("mail_server")
            smtp = Smtp(host="127.0.0.1", port=server.port, sender=SENDER, security="none")
            return Rig(smtp, lambda: [_read(bytes(one)) for one in server.letters])
    notify = request.getfixturevalue("notify_server")
    return Rig(
        Notify(key=KEY, template=TEMPLATE, url=notify.url),
        lambda: [(one["email_address"], one["subject"], one["body"]) for one in notify.taken],
    )


def _eml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.eml"))


def _read(text: bytes) -> tuple[str, str, str]:
    found = as_read(text)
    (to,) = found["To"].addresses
    assert isinstance(found.get_content(), str)
    return to.addr_spec, found["Subject"], found.get_content().replace("\r\n", "\n")


def _printed(text: str) -> list[tuple[str, str, str]]:
    found = []
    for one in text.split("-" * 72 + "\n")[1::2]:
        head, _, body = one.partition("\n\n")
        to, subject = head.split("\n")
        found.append((to.rpartition("<")[2].rstrip(">"), subject.removeprefix("Subject: "), body))
    return found


def test_a_letter_arrives_whole(rig: Rig) -> None:
    assert rig.carrier.carry(letter()).outcome is Outcome.SENT
    assert rig.arrived() == [("a.member@example.org", "Décision — report R-0001", BODY)]


def test_a_letter_that_was_sent_has_nothing_to_explain(rig: Rig) -> None:
    carried = rig.carrier.carry(letter())
    assert (carried.detail, carried.retry_after) == (None, None)
    assert rig.carrier.bounced(letter().reference) is None


@pytest.mark.parametrize(
    "to", ["", "nobody", "a b@example.org", "a@", "@example.org", "a@b\r\nBcc: c@example.org"]
)
def test_an_address_that_is_none_is_refused_for_good(rig: Rig, to: str) -> None:
    carried = rig.carrier.carry(letter(to=to))
    assert carried.outcome is Outcome.REFUSED
    assert carried.detail is not None
    assert carried.detail.code == "carrier.address_unusable"
    assert rig.arrived() == []


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\u2028", "\x85"])
def test_nothing_is_smuggled_into_the_head(rig: Rig, line_end: str) -> None:
    smuggled = f"x{line_end}Bcc: victim@example.org{line_end}{line_end}Other text"
    assert rig.carrier.carry(letter(subject=smuggled, name=smuggled)).outcome is Outcome.SENT
    ((to, subject, body),) = rig.arrived()
    assert to == "a.member@example.org"
    assert subject == "x Bcc: victim@example.org Other text"
    assert body == BODY


def test_what_a_terminal_would_obey_is_left_out(rig: Rig) -> None:
    rig.carrier.carry(letter(body="red \x1b[31m\x00text\r\nnext line"))
    assert rig.arrived()[0][2] == "red [31mtext\nnext line\n"


def test_two_letters_are_two(rig: Rig) -> None:
    rig.carrier.carry(letter("one", subject="One"))
    rig.carrier.carry(letter("two", subject="Two"))
    assert sorted(subject for _, subject, _ in rig.arrived()) == ["One", "Two"]


def test_who_can_be_asked_knows_what_was_sent(rig: Rig) -> None:
    known = rig.carrier.name in ("files", "notify")
    assert rig.carrier.confirm("one") == (Outcome.FAILED if known else None)
    rig.carrier.carry(letter("one"))
    assert rig.carrier.confirm("one") == (Outcome.SENT if known else None)
    assert rig.carrier.confirm("two") == (Outcome.FAILED if known else None)


def test_whatever_the_reference_is_it_leads_nowhere_else(rig: Rig, tmp_path: Path) -> None:
    for reference in ("../../escaped", "a/b", "", "\n", "x" * 300, "CON>", "ü"):
        assert rig.carrier.carry(letter(reference)).outcome is Outcome.SENT
    assert len(rig.arrived()) == 7
    assert [p.name for p in tmp_path.iterdir()] in ([], ["outbox"])


def test_several_threads_can_carry_at_once(rig: Rig) -> None:
    letters = [letter(str(n), subject=f"Letter {n}") for n in range(12)]
    with ThreadPoolExecutor(4) as workers:
        found = list(workers.map(rig.carrier.carry, letters))
    assert [one.outcome for one in found] == [Outcome.SENT] * 12
    assert sorted(subject for _, subject, _ in rig.arrived()) == sorted(
        one.subject for one in letters
    )


def test_an_address_in_another_script_is_written_as_mail_has_it(rig: Rig) -> None:
    assert rig.carrier.carry(letter(to="a@bücher.example")).outcome is Outcome.SENT
    assert rig.arrived()[0][0] == "a@xn--bcher-kva.example"

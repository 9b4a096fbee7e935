"""A mail server that refuses, hangs, breaks off, or drips: what each says about the letter."""

import datetime as dt
import time
from collections.abc import Iterator
from email.headerregistry import Address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mail_server import (
    MailServer,
    as_read,
    certificate,
    dripping_server,
    free_port,
    silent_server,
)

from governance import words
from governance.adapters.carriers import Carried, Letter, Outcome
from governance.adapters.carriers.mail import as_email, in_head, plain_body
from governance.adapters.carriers.smtp import Smtp

SENDER = Address("Vires", addr_spec="vires@example.org")
LETTER = Letter("a.member@example.org", "A. Member", "Subject", "Body\n", "a-reference")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def smtp(port: int, **changed: Any) -> Smtp:
    given = {
        "host": "127.0.0.1",
        "port": port,
        "sender": SENDER,
        "security": "none",
        "timeout": 0.5,
    }
    return Smtp(**{**given, **changed})


def said(carried: Carried) -> tuple[str, str]:
    """The outcome and the code, once its words have been seen to fit."""
    assert carried.detail is not None
    assert words.say(carried.detail.code, carried.detail.params)
    assert words.remedy(carried.detail.code, carried.detail.params)
    return carried.outcome.value, carried.detail.code


@pytest.mark.parametrize(
    ("mode", "outcome", "code"),
    [
        ("greylist", "failed", "carrier.smtp_not_now"),
        ("refuse", "refused", "carrier.smtp_recipient_refused"),
        ("turn_away", "failed", "carrier.smtp_sender_refused"),
        ("full", "failed", "carrier.smtp_not_now"),
        ("too_long", "refused", "carrier.smtp_letter_refused"),
        ("drop_early", "failed", "carrier.smtp_unreachable"),
        ("lose_and_drop", "uncertain", "carrier.smtp_lost"),
        ("keep_and_drop", "uncertain", "carrier.smtp_lost"),
        ("keep_and_hang", "uncertain", "carrier.smtp_lost"),
        ("keep_and_babble", "uncertain", "carrier.smtp_lost"),
    ],
)
def test_what_breaks_when_decides_what_is_known(
    server: MailServer, mode: str, outcome: str, code: str
) -> None:
    server.mode = mode
    assert said(smtp(server.port).carry(LETTER)) == (outcome, code)
    assert bool(server.letters) == mode.startswith("keep")


def test_a_refusal_is_kept_without_the_address(server: MailServer) -> None:
    server.mode = "refuse"
    detail = smtp(server.port).carry(LETTER).detail
    assert detail is not None
    assert detail.params == {
        "host": "127.0.0.1",
        "number": 550,
        "detail": "5.1.1 …: Recipient address rejected: User unknown",
    }


def test_only_what_may_have_gone_out_is_uncertain(server: MailServer) -> None:
    """After greylisting the same letter goes through, once."""
    carrier = smtp(server.port)
    server.mode = "greylist"
    assert carrier.carry(LETTER).outcome is Outcome.FAILED
    server.mode = "accept"
    assert carrier.carry(LETTER).outcome is Outcome.SENT
    assert server.recipients == [["a.member@example.org"]]


def test_two_copies_can_be_told_by_their_id(server: MailServer) -> None:
    server.mode = "keep_and_drop"
    carrier = smtp(server.port)
    carrier.carry(LETTER)
    server.mode = "accept"
    carrier.carry(LETTER)
    assert [m["Message-ID"] for m in server.letters] == ["<a-reference@example.org>"] * 2


def test_nobody_answers() -> None:
    assert said(smtp(free_port()).carry(LETTER)) == ("failed", "carrier.smtp_unreachable")


def test_a_host_that_is_not_there() -> None:
    carried = smtp(25, host="nowhere.invalid").carry(LETTER)
    assert said(carried) == ("failed", "carrier.smtp_unreachable")


def test_a_server_that_says_nothing_is_given_up() -> None:
    with silent_server() as port:
        began = time.monotonic()
        carried = smtp(port, timeout=0.3).carry(LETTER)
        assert time.monotonic() - began < 3
    assert said(carried) == ("failed", "carrier.smtp_unreachable")


def test_a_server_that_drips_is_given_up_however_busy_it_looks() -> None:
    with dripping_server() as port:
        began = time.monotonic()
        carried = smtp(port, timeout=5, longest=0.5).carry(LETTER)
        assert time.monotonic() - began < 4
    assert said(carried) == ("failed", "carrier.smtp_unreachable")


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[tuple[Path, MailServer]]:
    path, context = certificate(tmp_path)
    with MailServer(tls=context, password="right") as running:
        yield path, running


def test_a_certificate_nobody_vouches_for_gets_no_letter(
    certified: tuple[Path, MailServer],
) -> None:
    _, server = certified
    carrier = smtp(server.port, security="starttls", user="vires", password="right")
    assert said(carrier.carry(LETTER)) == ("failed", "carrier.smtp_tls")
    assert (server.letters, server.logins) == ([], [])


def test_with_encryption_and_a_password_it_is_sent(
    certified: tuple[Path, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, server = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    carrier = smtp(server.port, security="starttls", user="vires", password="right", timeout=5)
    assert carrier.carry(LETTER) == Carried(Outcome.SENT)
    assert len(server.letters) == 1


def test_encrypted_from_the_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, context = certificate(tmp_path)
    with MailServer(tls=context, from_the_first_byte=True) as server:
        carrier = smtp(server.port, security="tls", timeout=5)
        assert said(carrier.carry(LETTER)) == ("failed", "carrier.smtp_tls")
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        assert carrier.carry(LETTER) == Carried(Outcome.SENT)
        assert len(server.letters) == 1


def test_a_wrong_password_can_be_mended(
    certified: tuple[Path, MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, server = certified
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    carrier = smtp(server.port, security="starttls", user="vires", password="wrong", timeout=5)
    carried = carrier.carry(LETTER)
    assert said(carried) == ("failed", "carrier.smtp_login")
    assert "wrong" not in f"{carrier!r} {carried!r}"


def test_encryption_is_never_given_up_silently(server: MailServer) -> None:
    carried = smtp(server.port, security="starttls").carry(LETTER)
    assert said(carried) == ("failed", "carrier.smtp_unable")
    assert server.letters == []


def test_it_cannot_be_asked(server: MailServer) -> None:
    carrier = smtp(server.port)
    carrier.carry(LETTER)
    assert (carrier.confirm("a-reference"), carrier.bounced("a-reference")) == (None, None)


def test_a_letter_as_it_travels() -> None:
    written = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
    letter = Letter("a@example.org", "Zoë", "Größe", "Grüße £5\n", "r-1", written_at=written)
    assert bytes(as_email(letter, to="a@example.org", sender=SENDER)).decode("ascii") == (
        "From: Vires <vires@example.org>\r\n"
        "To: =?utf-8?q?Zo=C3=AB?= <a@example.org>\r\n"
        "Subject: =?utf-8?q?Gr=C3=B6=C3=9Fe?=\r\n"
        "Date: Thu, 20 Feb 2025 14:30:00 +0000\r\n"
        "Message-ID: <r-1@example.org>\r\n"
        "Auto-Submitted: auto-generated\r\n"
        "X-Auto-Response-Suppress: All\r\n"
        'Content-Type: text/plain; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n"
        "MIME-Version: 1.0\r\n"
        "\r\n"
        "Gr=C3=BC=C3=9Fe =C2=A35\r\n"
    )


TEXT = st.text(max_size=300)


@given(name=TEXT, subject=TEXT, body=TEXT, reference=TEXT)
@settings(max_examples=100)
@example(
    name="a" * 300, subject="=?utf-8?q?x=0D=0ABcc:_a@b.c?=", body="From me\n.\n", reference="<>"
)
@example(name='"', subject="é" * 200 + "@", body="\ud800", reference="\ud800")
def test_whatever_a_letter_holds_it_arrives_as_one_letter(
    name: str, subject: str, body: str, reference: str
) -> None:
    made = Letter("a@example.org", name, subject, body, reference)
    text = bytes(as_email(made, to="a@example.org", sender=SENDER))
    found = as_read(text)
    assert text.isascii()
    assert text.endswith(b"\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert b"\r" not in text.replace(b"\r\n", b"")
    assert found.keys() == KEYS
    assert [one.addr_spec for one in found["To"].addresses] == ["a@example.org"]
    assert found["Subject"] == in_head(subject)
    assert found.get_content().replace("\r\n", "\n") == plain_body(body)


KEYS = [
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]


def test_no_line_is_longer_than_mail_allows() -> None:
    letter = Letter("a@example.org", "ü" * 500, "x" * 2000, "y" * 100_000, "r-1")
    text = bytes(as_email(letter, to="a@example.org", sender=SENDER))
    assert max(len(line) for line in text.split(b"\r\n")) <= 998
    assert as_read(text).get_content() == "y" * 100_000 + "\r\n"

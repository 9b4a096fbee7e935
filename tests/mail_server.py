"""A mail server for tests, and the ways in which one can fail.

`MailServer` is a real one, whose behaviour can change while it runs. `silent_server` takes
connections and says nothing; `dripping_server` greets for ever, a byte at a time.
"""

import asyncio
import datetime as dt
import email
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Self

from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

TOMORROW = dt.timedelta(days=1)


class MailServer:
    """A mail server on a port of this machine. `letters` are those it answers for.

    `mode` is what it does with the next letter: `accept`, `greylist` or `refuse` (at the
    recipient), `full` (at the text), `turn_away` (at the sender), `keep_and_drop` or
    `lose_and_drop` (the line goes dead after the text), `drop_early` (before the text),
    `keep_and_hang` or `keep_and_babble` (after the text).
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        from_the_first_byte: bool = False,
        password: str | None = None,
    ) -> None:
        self.mode = "accept"
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.password = password
        self.logins: list[str] = []
        self.port = free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=tls if from_the_first_byte else None,
            tls_context=None if from_the_first_byte else tls,
            require_starttls=tls is not None and not from_the_first_byte,
            authenticator=self._login,
            auth_require_tls=tls is not None and not from_the_first_byte,
            auth_required=password is not None,
        )

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _login(
        self, _server: Any, _session: Any, _envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(mechanism)
        right = data.password.decode() == self.password
        return AuthResult(success=right, handled=False)

    async def handle_MAIL(  # noqa: N802  # the library's name
        self,
        _server: smtp.SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.mode == "turn_away":
            return "550 5.7.1 not your address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802  # the library's name
        self,
        server: smtp.SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        match self.mode:
            case "greylist":
                return "451 4.7.1 greylisted, try again in 5 minutes"
            case "refuse":
                return f"550 5.1.1 <{address}>: Recipient address rejected: User unknown"
            case "drop_early":
                _hang_up(server)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: smtp.SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.mode == "full":
            return "452 4.3.1 no room left"
        if self.mode == "too_long":
            return "552 5.3.4 too long"
        if self.mode != "lose_and_drop":
            assert isinstance(envelope.content, bytes)
            self.letters.append(as_read(envelope.content))
            self.recipients.append(list(envelope.rcpt_tos))
        if self.mode in ("keep_and_drop", "lose_and_drop"):
            _hang_up(server)
        if self.mode == "keep_and_hang":
            await asyncio.sleep(30)
        return "what?" if self.mode == "keep_and_babble" else "250 kept"


def _hang_up(server: smtp.SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def as_read(text: bytes) -> EmailMessage:
    """An e-mail as whoever receives it reads it."""
    message = email.message_from_bytes(text, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and says nothing."""
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@contextmanager
def dripping_server(greeting: bytes = b"220-wait a little\r\n") -> Iterator[int]:
    """The port of a server that greets for ever, a byte at a time."""
    done = threading.Event()
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = threading.Thread(target=_drip, args=(listening, greeting, done))
        thread.start()
        yield listening.getsockname()[1]
        done.set()
        thread.join()


def _drip(listening: socket.socket, greeting: bytes, done: threading.Event) -> None:
    line, _ = listening.accept()
    with closing(line), suppress(OSError):
        while not done.is_set():
            for byte in greeting:
                line.sendall(bytes([byte]))
                if done.wait(0.02):
                    return


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that vouches for itself, and a server's context with it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example.org")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - TOMORROW)
        .not_valid_after(today + TOMORROW)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, key_path = folder / "certificate.pem", folder / "key.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key_path)
    return path, context

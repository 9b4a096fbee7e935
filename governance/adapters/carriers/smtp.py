"""Hands letters to a mail server, and knows which failures can have sent something.

Until the server has asked for the text nothing can have gone out, so whatever breaks before is
a plain failure. After the text was sent, a lost connection leaves it open whether the server
took it; SMTP has no way to ask. A server that stops answering, or answers a letter at a time,
is given up after `LONGEST`.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from typing import Any, Final

from governance.adapters.carriers.impersonal import impersonal
from governance.adapters.carriers.letter import (
    SENT,
    Carried,
    Letter,
    Outcome,
    failed,
    refused,
    uncertain,
)
from governance.adapters.carriers.mail import address, as_email
from governance.domain.errors import Problem

TIMEOUT: Final = 10.0
"""Seconds a server may be silent."""
LONGEST: Final = 30.0
"""Seconds one attempt may take, however busy the server looks."""

_AGAIN: Final = 0.1
"""Seconds between attempts to close the line of a conversation that took too long."""
_DOT = re.compile(rb"(?m)^\.")
_READY: Final = 220
_GO_ON: Final = 354


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server to submit letters to. `security` is `starttls`, `tls` or `none`."""

    host: str
    port: int
    sender: Address
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = TIMEOUT
    longest: float = LONGEST
    name: str = field(default="smtp", init=False)

    def carry(self, letter: Letter) -> Carried:
        """One connection, one letter. Nothing that names the person is kept of what is said."""
        to = address(letter.to)
        if to is None:
            return refused("carrier.address_unusable")
        return impersonal(self._carry(letter, to), letter)

    def _carry(self, letter: Letter, to: str) -> Carried:
        text = bytes(as_email(letter, to=to, sender=self.sender))
        server = self._server()
        with _given_up_after(self.longest, server):
            try:
                self._enter(server)
                trouble = self._announce(server, to)
            except (OSError, smtplib.SMTPException, ValueError) as error:
                server.close()
                return self._not_sent(error)
            if trouble is not None:
                _leave(server)
                return trouble
            return self._hand_over(server, text)

    def confirm(self, reference: str) -> Outcome | None:
        """A mail server cannot be asked."""
        del reference
        return None

    def bounced(self, reference: str) -> Problem | None:
        """What bounces comes back to the sender's mailbox, which Vires does not read."""
        del reference
        return None

    def _server(self) -> smtplib.SMTP:
        greeting = self.sender.domain
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(local_hostname=greeting, timeout=self.timeout, context=context)
        return smtplib.SMTP(local_hostname=greeting, timeout=self.timeout)

    def _enter(self, server: smtplib.SMTP) -> None:
        """Connect, encrypt and log in, as far as the settings say."""
        # STARTTLS checks the certificate against the host that the constructor was given.
        server._host = self.host  # type: ignore[attr-defined]  # noqa: SLF001
        code, text = server.connect(self.host, self.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, text)
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if self.user is not None:
            server.login(self.user, self.password or "")

    def _announce(self, server: smtplib.SMTP, to: str) -> Carried | None:
        """Name sender and recipient and ask to send the text; what stands in the way, if any."""
        code, text = server.mail(self.sender.addr_spec)
        if not _is_good(code):
            return self._answered("carrier.smtp_sender_refused", code, text, for_good=False)
        code, text = server.rcpt(to)
        if not _is_good(code):
            return self._answered("carrier.smtp_recipient_refused", code, text)
        code, text = server.docmd("DATA")
        if code != _GO_ON:
            return self._answered("carrier.smtp_letter_refused", code, text)
        return None

    def _hand_over(self, server: smtplib.SMTP, text: bytes) -> Carried:
        """Send the text. From here on nobody knows what a lost connection means."""
        try:
            server.send(_DOT.sub(b"..", text) + b".\r\n")
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            return uncertain("carrier.smtp_lost", host=self.host, detail=_why(error))
        _leave(server)
        if _is_good(code):
            return SENT
        if code < 0:
            return uncertain("carrier.smtp_lost", host=self.host, detail=_shown(answer))
        return self._answered("carrier.smtp_letter_refused", code, answer)

    def _answered(self, code: str, number: int, text: bytes, *, for_good: bool = True) -> Carried:
        """What a server's answer means: 4xx passes, 5xx does not."""
        params: dict[str, Any] = {"host": self.host, "number": number, "detail": _shown(text)}
        if 500 <= number < 600:
            return refused(code, **params) if for_good else failed(code, **params)
        return failed("carrier.smtp_not_now", **params)

    def _not_sent(self, error: Exception) -> Carried:
        """Why no letter could be handed over."""
        match error:
            case smtplib.SMTPAuthenticationError():
                return failed("carrier.smtp_login", host=self.host, number=error.smtp_code)
            case smtplib.SMTPNotSupportedError():
                return failed("carrier.smtp_unable", host=self.host, detail=str(error))
            case smtplib.SMTPResponseException() if isinstance(error.smtp_error, bytes):
                return self._answered(
                    "carrier.smtp_turned_away", error.smtp_code, error.smtp_error, for_good=False
                )
            case ssl.SSLError():
                return failed("carrier.smtp_tls", host=self.host, detail=_why(error))
            case _:
                return failed(
                    "carrier.smtp_unreachable", host=self.host, port=self.port, detail=_why(error)
                )


def _is_good(code: int) -> bool:
    return 200 <= code < 300


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; what becomes of that changes nothing."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


@contextmanager
def _given_up_after(seconds: float, server: smtplib.SMTP) -> Iterator[None]:
    """End the conversation after so many seconds, whatever either side is doing."""
    done = threading.Event()
    watching = threading.Thread(target=_hang_up, args=(server, seconds, done), daemon=True)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()


def _hang_up(server: smtplib.SMTP, seconds: float, done: threading.Event) -> None:
    """Close the line once the time is up, and whatever line follows it, until all is done."""
    pause = seconds
    while not done.wait(pause):
        pause = _AGAIN
        if server.sock is not None:
            with suppress(OSError):
                # Past the encryption: whoever reads from it finds the line closed.
                socket.socket.shutdown(server.sock, socket.SHUT_RDWR)


def _why(error: Exception) -> str:
    """An error in words, without what the conversation held."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__


def _shown(text: bytes) -> str:
    return text.decode("utf-8", "replace")

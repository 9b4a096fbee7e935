"""Sends letters through GOV.UK Notify, by its official client.

One generic template of the service holds `((subject))` and `((body))`. Notify keeps our
reference with each message, so after an attempt of unknown fate it can be asked. It keeps
messages for seven days unless the service chose otherwise; after that it no longer knows.

https://docs.notifications.service.gov.uk/python.html (error codes, delivery statuses)
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, Final

from governance.adapters.carriers.impersonal import OMITTED, impersonal
from governance.adapters.carriers.letter import (
    SENT,
    Carried,
    Letter,
    Outcome,
    failed,
    refused,
    uncertain,
)
from governance.adapters.carriers.mail import address, one_line, plain_body
from governance.domain.errors import Problem

ADDRESS: Final = "https://api.notifications.service.gov.uk"
TIMEOUT: Final = 10.0
"""Seconds Notify may be silent."""

A_MINUTE: Final = dt.timedelta(minutes=1)
"""What the rate limit counts over."""
AN_HOUR: Final = dt.timedelta(hours=1)
"""How long to leave it alone once the day's limit is reached."""

BOUNCES: Final = {
    "permanent-failure": "carrier.notify_permanent",
    "temporary-failure": "carrier.notify_temporary",
    "technical-failure": "carrier.notify_technical",
}
"""Delivery statuses that say a message did not arrive."""

_NEVER_CONNECTED: Final = ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")
_SECRET = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Notify:
    """A service of GOV.UK Notify, its key, and the generic template to fill."""

    key: str = field(repr=False)
    template: str
    url: str = ADDRESS
    timeout: float = TIMEOUT
    name: str = field(default="notify", init=False)

    def carry(self, letter: Letter) -> Carried:
        """Ask Notify to send the letter."""
        to = address(letter.to)
        if to is None:
            return refused("carrier.address_unusable")
        from notifications_python_client.errors import APIError  # noqa: PLC0415  # loaded when used

        try:
            answer = self._client.send_email_notification(
                email_address=to,
                template_id=self.template,
                personalisation={
                    "subject": one_line(letter.subject),
                    "body": plain_body(letter.body),
                },
                reference=letter.reference,
            )
        except APIError as error:
            return impersonal(_attempt(error), letter)
        if isinstance(answer, Mapping) and answer.get("id"):
            return SENT
        return uncertain("carrier.notify_not_understood", number=200)

    def confirm(self, reference: str) -> Outcome | None:
        """Whether Notify has taken a message with this reference."""
        found = self._known(reference)
        if found is None:
            return None
        return Outcome.SENT if found else Outcome.FAILED

    def bounced(self, reference: str) -> Problem | None:
        """Why the latest message with this reference did not arrive, if Notify says so."""
        found = self._known(reference)
        if not found:
            return None
        code = BOUNCES.get(str(found[0].get("status")))
        return None if code is None else Problem(code)

    def _known(self, reference: str) -> list[Mapping[str, Any]] | None:
        """Notify's messages with a reference, the latest first; None where it cannot be asked."""
        from notifications_python_client.errors import APIError  # noqa: PLC0415  # loaded when used

        try:
            answer = self._client.get_all_notifications(template_type="email", reference=reference)
        except APIError:
            return None
        found = answer.get("notifications") if isinstance(answer, Mapping) else None
        if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
            return None
        return [one for one in found if one.get("reference") == reference]

    @cached_property
    def _of_thread(self) -> threading.local:
        """What each thread has for itself: the client's connections are not to be shared."""
        return threading.local()

    @property
    def _client(self) -> Any:
        """This thread's official client."""
        if not hasattr(self._of_thread, "client"):
            self._of_thread.client = self._new_client()
        return self._of_thread.client

    def _new_client(self) -> Any:
        """The official client. What it would log about failures is in the outcome."""
        from notifications_python_client.notifications import (  # noqa: PLC0415  # loaded when used
            NotificationsAPIClient,
        )

        logging.getLogger("notifications_python_client.base").setLevel(logging.ERROR)
        make: Any = NotificationsAPIClient
        return make(self.key, base_url=self.url, timeout=self.timeout)


def _attempt(error: Any) -> Carried:
    """What an `APIError` of the client says about an attempt to send."""
    if error.response is None:
        return _unanswered(error)
    number, detail = error.status_code, _detail(error)
    if number == 429:
        daily = "TooManyRequestsError" in _kinds(error)
        wait = _asked_to_wait(error.response.headers) or (AN_HOUR if daily else A_MINUTE)
        code = "carrier.notify_daily_limit" if daily else "carrier.notify_rate_limit"
        return failed(code, retry_after=wait, detail=detail)
    if number in (401, 403):
        return failed("carrier.notify_key", detail=detail)
    if number == 400:
        return refused("carrier.notify_refused", detail=detail)
    if 400 <= number < 500:
        return failed("carrier.notify_not_there", number=number, detail=detail)
    if number >= 500:
        return uncertain("carrier.notify_broken", number=number, detail=detail)
    return uncertain("carrier.notify_not_understood", number=number)


def _unanswered(error: Exception) -> Carried:
    """What it means that no answer came: without a connection, nothing was sent."""
    causes = list(_causes(error))
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return failed("carrier.notify_unreachable", detail="its certificate is not valid here")
    names = {type(one).__name__ for one in causes}
    if names & {"ProxyError"}:
        return failed("carrier.notify_unreachable", detail="the proxy does not let it through")
    if names & set(_NEVER_CONNECTED):
        return failed("carrier.notify_unreachable", detail="no connection")
    return uncertain("carrier.notify_silent")


def _causes(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    """An error, what it came of, and what it wraps."""
    if error is None or depth > 10:
        return
    yield error
    inside = [error.__cause__, error.__context__, getattr(error, "reason", None), *error.args]
    for one in inside:
        if isinstance(one, BaseException) and one is not error:
            yield from _causes(one, depth + 1)


def _errors(error: Any) -> list[Mapping[str, Any]]:
    """The errors of an answer: `[{"error": ..., "message": ...}]`, or none of that shape."""
    found = error.message
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _kinds(error: Any) -> set[str]:
    return {str(one.get("error")) for one in _errors(error)}


def _detail(error: Any) -> str:
    """Notify's own words, without what looks like part of a key."""
    said = "; ".join(str(one.get("message")) for one in _errors(error)) or "no reason given"
    return _SECRET.sub(OMITTED, one_line(said))


def _asked_to_wait(headers: Mapping[str, str]) -> dt.timedelta | None:
    """`Retry-After` in seconds, or as a moment against the answer's own date (RFC 9110)."""
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,6}", value):
        return dt.timedelta(seconds=int(value))
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return max(wait, dt.timedelta())

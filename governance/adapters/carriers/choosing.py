"""Which carrier an installation uses, from its environment. Everything wrong is said at once.

| VIRES_MAIL | further settings |
|---|---|
| `console` (without it) | none |
| `files` | VIRES_DATA_DIR; the letters are in its folder `outbox` |
| `smtp` | VIRES_SMTP_HOST, _FROM; _PORT, _TLS (`starttls`, `tls`, `none`), _USER, _PASSWORD |
| `notify` | VIRES_NOTIFY_KEY, VIRES_NOTIFY_TEMPLATE; VIRES_NOTIFY_URL for tests |
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from governance.adapters.carriers.console import Console
from governance.adapters.carriers.files import Files
from governance.adapters.carriers.letter import Carrier
from governance.adapters.carriers.mail import address, one_line
from governance.adapters.carriers.notify import ADDRESS, Notify
from governance.adapters.carriers.smtp import Smtp
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest

MAIL: Final = "VIRES_MAIL"
KINDS: Final = ("console", "files", "smtp", "notify")
OUTBOX: Final = "outbox"
PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KEY = re.compile(rf".*{_UUID}-{_UUID}", re.IGNORECASE)
_TEMPLATE = re.compile(_UUID, re.IGNORECASE)


def carrier_from(environment: Mapping[str, str], *, data_dir: Path) -> Carrier:
    """The carrier that VIRES_MAIL names; `console` without it. Raises `Unusable`.

    `data_dir` is where `files` keeps its outbox. Nothing is connected to, made or written.
    """
    given = _Given(environment)
    match given.get(MAIL).lower() or KINDS[0]:
        case "console":
            return Console()
        case "files":
            return Files(folder=data_dir / OUTBOX)
        case "smtp":
            return _smtp(given)
        case "notify":
            return _notify(given)
        case kind:
            near = nearest(kind, KINDS)
            raise Unusable.one("carrier.unknown", name=kind[:80], known=list(KINDS), nearest=near)


class _Given:
    """Reads settings and collects what is wrong with them. Values are never put in a problem."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.problems: list[Problem] = []

    def get(self, name: str) -> str:
        """A setting, stripped; empty where it is missing."""
        return self.environment.get(name, "").strip()

    def want(self, name: str) -> str:
        """A setting that has to be there."""
        value = self.get(name)
        if not value:
            self.problems.append(Problem("carrier.setting_missing", {"name": name}))
        return value

    def wrong(self, name: str, want: str) -> None:
        """Note that a setting is not what it has to be."""
        self.problems.append(Problem("carrier.setting_wrong", {"name": name, "want": want}))

    def one_of(self, name: str, known: Iterable[str]) -> str:
        """A setting that is one of some names; the first without it."""
        names = list(known)
        value = self.get(name).lower() or names[0]
        if value not in names:
            self.wrong(name, ", ".join(names[:-1]) + f" or {names[-1]}")
            return names[0]
        return value

    def stop_if_any(self) -> None:
        """Raise `Unusable` with everything found, if anything was."""
        if self.problems:
            raise Unusable(self.problems)


def _smtp(given: _Given) -> Smtp:
    host = given.want("VIRES_SMTP_HOST")
    sender = _sender(given)
    security = given.one_of("VIRES_SMTP_TLS", PORTS)
    port = _port(given, PORTS[security])
    user, password = given.get("VIRES_SMTP_USER"), given.environment.get("VIRES_SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        given.want("VIRES_SMTP_PASSWORD" if user else "VIRES_SMTP_USER")
    if password and security == "none" and not _is_here(host):
        given.problems.append(Problem("carrier.password_in_clear"))
    given.stop_if_any()
    return Smtp(
        host=host,
        port=port,
        sender=sender,
        security=security,
        user=user or None,
        password=password or None,
    )


def _sender(given: _Given) -> Address:
    """The sender: an address, or a name with an address in angle brackets."""
    nobody = Address(addr_spec="nobody@localhost")
    text = given.want("VIRES_SMTP_FROM")
    if not text:
        return nobody
    name, written = parseaddr(text)
    found = address(written)
    if found is None:
        given.wrong("VIRES_SMTP_FROM", "an address, such as Vires <vires@example.org>")
        return nobody
    return Address(display_name=one_line(name), addr_spec=found)


def _port(given: _Given, usual: int) -> int:
    text = given.get("VIRES_SMTP_PORT") or str(usual)
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        given.wrong("VIRES_SMTP_PORT", "a number from 1 to 65535")
        return usual
    return int(text)


def _notify(given: _Given) -> Notify:
    key, template = given.want("VIRES_NOTIFY_KEY"), given.want("VIRES_NOTIFY_TEMPLATE")
    url = given.get("VIRES_NOTIFY_URL") or ADDRESS
    if key and not _KEY.fullmatch(key):
        given.wrong("VIRES_NOTIFY_KEY", "the whole key as GOV.UK Notify showed it once")
    if template and not _TEMPLATE.fullmatch(template):
        given.wrong("VIRES_NOTIFY_TEMPLATE", "the id of a template, which is a UUID")
    if not _is_safe(url):
        given.wrong("VIRES_NOTIFY_URL", "an address that starts with https://")
    given.stop_if_any()
    return Notify(key=key, template=template, url=url)


def _is_safe(url: str) -> bool:
    """Whether an address is encrypted or on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    if not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""The providers people sign in with, as the file says that `VIRES_OPENID` names.

They belong to the installation and not to a partnership: whoever runs Vires says whom it trusts.
The client's secret is in no database; it is read from a file or from the environment.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from governance.domain.errors import Problem, Unusable
from governance.domain.sign_in import issuer_is_usable
from governance.domain.texts import Problems, Reader, parse

OPENID: Final = "VIRES_OPENID"
FORMAT: Final = "openid/1"
SCOPES: Final = ("openid", "profile", "email")
MATCHES: Final = ("nobody", "key", "address")
"""By what somebody is found who comes for the first time: not at all, by their key, or by their
electronic mail address."""
PASSWORDS: Final = ("everybody", "break-glass", "nobody")
SENT_IN: Final = ("body", "header")
LONGEST_ROLE: Final = 366
"""Days a role of groups may last after a sign-in at the most."""
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider, and what is believed of what it says.

    `claim` is the claim that names a person who comes for the first time, and `match` what it is
    held against. `groups` is the claim that lists groups, empty where none is looked at;
    `role_days` is how many days a role of groups lasts after a sign-in. `acr` and `amr`: somebody
    must have signed in there in one of these ways. `userinfo`: ask for claims that are not in the
    identity token. Without `partnerships` it is for all.
    """

    key: str
    title: str
    issuer: str
    client: str
    secret: str = field(repr=False)
    sent_in: str = "body"
    scopes: tuple[str, ...] = SCOPES
    claim: str = ""
    match: str = "nobody"
    groups: str = ""
    acr: tuple[str, ...] = ()
    amr: tuple[str, ...] = ()
    userinfo: bool = False
    role_days: int = 30
    partnerships: tuple[str, ...] = ()

    def serves(self, partnership: str) -> bool:
        """Whether people of a partnership can sign in with it."""
        return not self.partnerships or partnership in self.partnerships


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """Every provider, and who may still sign in with a password: `break_glass` are their keys."""

    providers: tuple[Provider, ...] = ()
    passwords: str = "everybody"
    break_glass: tuple[str, ...] = ()


def sign_in_settings(environment: Mapping[str, str] | None = None) -> SignInSettings:
    """Read the settings; without the file there is no provider, and everybody has a password.

    Raises `Unusable` with every problem, its line and its remedy.
    """
    given = os.environ if environment is None else environment
    named = given.get(OPENID, "").strip()
    if not named:
        return SignInSettings()
    path = Path(named).expanduser()
    try:
        content = path.read_bytes()
    except OSError as error:
        params = {"file": str(path), "why": error.strerror or ""}
        raise Unusable([Problem("openid.file_unreadable", params)]) from None
    return read_settings(content, path, given)


def read_settings(content: bytes, path: Path, environment: Mapping[str, str]) -> SignInSettings:
    """What a text of settings says; a secret's file is found from the folder of `path`."""
    problems = Problems(path.name)
    top = Reader(parse(content, path.name), problems)
    top.choice("vires", [FORMAT])
    found: list[Provider] = []
    for one in top.readers("providers", required=True):
        found.append(_provider(one, path.parent, environment, found))
    passwords = top.choice("passwords", PASSWORDS, "everybody")
    glass = tuple(top.texts("break glass"))
    if (passwords == "break-glass") != bool(glass):
        problems.add(top.line, "openid.break_glass", passwords=passwords)
    top.done()
    problems.stop_if_any()
    return SignInSettings(tuple(found), passwords, glass)


def _provider(
    reader: Reader, folder: Path, environment: Mapping[str, str], before: list[Provider]
) -> Provider:
    key, issuer = reader.key("key"), reader.text("issuer")
    if issuer and not issuer_is_usable(issuer):
        reader.problems.add(reader.line, "sign_in_rules.issuer_unusable", issuer=issuer[:200])
    if any(one.key == key or one.issuer == issuer for one in before):
        reader.problems.add(reader.line, "openid.provider_twice", key=key)
    scopes = tuple(dict.fromkeys(reader.texts("scopes"))) or SCOPES
    if "openid" not in scopes:
        scopes = ("openid", *scopes)
    made = Provider(
        key=key,
        title=reader.text("title"),
        issuer=issuer,
        client=reader.text("client"),
        secret=_secret(reader, folder, environment),
        sent_in=reader.choice("secret sent in", SENT_IN, "body"),
        scopes=scopes,
        claim=reader.text("claim", ""),
        match=reader.choice("match", MATCHES, "nobody"),
        groups=reader.text("groups", ""),
        acr=tuple(reader.texts("acr")),
        amr=tuple(reader.texts("amr")),
        userinfo=reader.yes("userinfo"),
        role_days=_role_days(reader),
        partnerships=tuple(reader.texts("partnerships")),
    )
    if made.match != "nobody" and not made.claim:
        reader.problems.add(reader.line, "openid.claim_missing", match=made.match)
    reader.done()
    return made


def _role_days(reader: Reader) -> int:
    return reader.integer("roles last days", 30, least=1, most=LONGEST_ROLE)


def _secret(reader: Reader, folder: Path, environment: Mapping[str, str]) -> str:
    file, variable = reader.text("secret file", ""), reader.text("secret variable", "")
    if bool(file) == bool(variable):
        reader.problems.add(reader.line, "openid.secret_where")
        return ""
    if variable:
        found = environment.get(variable, "").strip() if _VARIABLE.fullmatch(variable) else ""
        if not found:
            reader.problems.add(reader.line, "openid.secret_no_variable", variable=variable[:80])
        return found
    try:
        found = (folder / Path(file).expanduser()).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        found = ""
    if not found:
        reader.problems.add(reader.line, "openid.secret_no_file", file=file[:200])
    return found

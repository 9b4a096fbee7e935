"""Groups to roles (`vires: sign-in/1`): which groups of a provider give which roles here.

Whoever signs in with a provider (OpenID Connect) has, from then until they next do, the roles of
the groups that the provider says they are in. A text says so for each issuer, group by group.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from governance.domain.texts import Node, Problems, Reader, parse

FORMAT: Final = "sign-in/1"
ROLES: Final = ("administrator", "auditor", "commissioner", "secretary")
"""Roles that a group can give: those that can be granted to a person."""
LONGEST_GROUP: Final = 200
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of a machine for itself: what never leaves it need not be encrypted."""


@dataclass(frozen=True, slots=True)
class GroupRole:
    """One group of a provider, by the name or id its tokens give it, and the role it gives."""

    issuer: str
    group: str
    role: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class GroupsToRoles:
    """A text: every group that gives a role, in its order."""

    key: str
    title: str
    source: str
    groups: tuple[GroupRole, ...]

    @property
    def issuers(self) -> frozenset[str]:
        """The providers it speaks of."""
        return frozenset(one.issuer for one in self.groups)

    def roles(self, issuer: str, groups: Collection[str]) -> Mapping[str, str]:
        """The roles that these groups of an issuer give, each with the first group that does."""
        found: dict[str, str] = {}
        for one in self.groups:
            if one.issuer == issuer and one.group in groups:
                found.setdefault(one.role, one.group)
        return found


def issuer_is_usable(text: str) -> bool:
    """Whether an issuer's name is an address that can be asked: https, or http of this machine.

    As OpenID Connect Core 1.0, section 2 has it: no query, no fragment, nobody's password.
    """
    try:
        said = urlsplit(text)
        host = said.hostname
    except ValueError:
        return False
    plain = said.scheme == "http" and host in LOOPBACK
    odd = said.query or said.fragment or said.username or said.password or "@" in said.netloc
    return bool(host) and (said.scheme == "https" or plain) and not odd and text.isprintable()


def load_sign_in(node: Node | bytes, file: str) -> GroupsToRoles:
    """Read a text of groups to roles.

    Raises `Unusable` with all problems, each with its line and remedy: an issuer that is no
    address, a role there is none of, the same group with the same role twice.
    """
    if isinstance(node, bytes):
        node = parse(node, file)
    problems = Problems(file)
    top = Reader(node, problems)
    top.choice("vires", [FORMAT])
    key, title, source = top.key("key"), top.text("title"), top.text("source", "")
    found: list[GroupRole] = []
    for one in top.readers("issuers", required=True):
        issuer = one.text("issuer")
        if issuer and not issuer_is_usable(issuer):
            problems.add(one.line, "sign_in_rules.issuer_unusable", issuer=issuer[:200])
        for group in one.readers("groups", required=True):
            found.append(_group(group, issuer, found))
        one.done()
    if not found and not problems.found:
        problems.add(top.line, "sign_in_rules.says_nothing")
    top.done()
    problems.stop_if_any()
    return GroupsToRoles(key, title, source, tuple(found))


def _group(reader: Reader, issuer: str, before: Collection[GroupRole]) -> GroupRole:
    name, role = reader.text("group"), reader.choice("role", ROLES)
    if len(name) > LONGEST_GROUP:
        reader.problems.add(reader.line, "sign_in_rules.group_long", most=LONGEST_GROUP)
    said = GroupRole(issuer, name, role, reader.text("title", ""))
    if any((one.issuer, one.group, one.role) == (issuer, name, role) for one in before):
        reader.problems.add(reader.line, "sign_in_rules.group_twice", group=name[:80], role=role)
    reader.done()
    return said


__all__ = [
    "FORMAT",
    "LOOPBACK",
    "ROLES",
    "GroupRole",
    "GroupsToRoles",
    "issuer_is_usable",
    "load_sign_in",
]

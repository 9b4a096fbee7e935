"""The organisations that notices name, matched to those in the register or added to it.

After each match the spelling and the identifiers that matched are added, so that the next
notice is judged against all of them: one known as a county council is never taken for a city.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.adapters.names import KnownOrganisation, match_buyer, normalise
from governance.adapters.ocds import Party
from governance.application.change import Change
from governance.application.desk import Desk
from governance.application.imports.keys import slug
from governance.application.imports.model import clean
from governance.store.tables import TABLES

MOST_NAMES: Final = 200
"""Spellings or identifiers kept of one organisation at the most."""
MOST_HOLDERS: Final = 20
"""An identifier that more organisations share than this tells none of them from another."""

_IDENTIFIER = re.compile(r"(?P<register>[A-Z]{2,3}-[A-Z0-9_]+)-(?P<own>\S.{0,180})")
"""An identifier as org-id.guide builds it: country, register, number. Others mean nothing
outside the notice they stand in, where "1" or "buyer-2" only tells its parties apart."""

_NOT_GIVEN = re.compile(r"(?:[0x\W_]*|n/?a|none|null|nil|tb[acd]|unknown|not ?\w+)", re.IGNORECASE)

_ONE_EACH: Final = frozenset(
    {"GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-MPR", "GB-LAE", "GB-LAS", "GB-UKPRN", "GB-PPON"}
)
"""Registers in which an organisation has one number: two numbers are two organisations."""

_rows = TABLES["organisation"]
_ALL = (
    select(
        _rows.c.id,
        _rows.c.ref,
        _rows.c.key,
        _rows.c.name,
        _rows.c.provider,
        _rows.c.aliases,
        _rows.c.identifiers,
    )
    .where(_rows.c.partnership_id == bindparam("partnership"))
    .order_by(_rows.c.ref)
)
_STAMP = select(func.count(), func.coalesce(func.sum(_rows.c.version), 0)).where(
    _rows.c.partnership_id == bindparam("partnership")
)


class Directory:
    """The organisations of a partnership as an import knows them. `refresh` it at each desk."""

    def __init__(self) -> None:
        self._stamp: tuple[int, int] | None = None
        self._clear()

    def _clear(self) -> None:
        self._known: dict[str, KnownOrganisation] = {}
        self._ids: dict[str, str] = {}
        self._place: dict[str, int] = {}
        self._providers: set[str] = set()
        self._by_words: dict[str, set[str]] = defaultdict(set)
        self._by_identifier: dict[str, set[str]] = defaultdict(set)

    def refresh(self, desk: Desk) -> None:
        """Read the organisations, unless nothing has changed since `settle`."""
        stamp = tuple(desk.first(_STAMP))
        if stamp == self._stamp:
            return
        self._clear()
        for row in desk.all(_ALL):
            known = KnownOrganisation(
                row.key, row.name, tuple(row.aliases), usable(row.identifiers)
            )
            self._learn(known, row.id, provider=row.provider)
        self._stamp = stamp

    def settle(self, desk: Desk) -> None:
        """Note what stands at the end of a desk's work."""
        self._stamp = tuple(desk.first(_STAMP))

    def find(self, party: Party | None) -> str | None:
        """The id of the organisation a notice means, or None where none or several fit."""
        found = self._match(party)
        return None if found is None else self._ids[found[0]]

    def find_or_add(
        self, desk: Desk, party: Party | None, *, provider: bool, process: str
    ) -> str | None:
        """The id of the organisation a notice means, added where it is new.

        None where the notice gives neither a name nor an identifier that means anything.
        """
        found = self._match(party)
        if party is None:
            return None
        if found is not None:
            key, name = found
            self._widen(desk, key, name, party, provider=provider, process=process)
            return self._ids[key]
        return self._add(desk, party, provider=provider, process=process)

    # --- matching

    def _match(self, party: Party | None) -> tuple[str, str | None] | None:
        """The key that fits, and the spelling by which it does."""
        if party is None:
            return None
        identifiers = usable(party.identifiers)
        names: list[str | None] = [clean(n) for n in (party.name, *party.other_names) if n]
        for name in names or [None]:
            near = self._candidates(name, identifiers)
            key = match_buyer(name, identifiers, near) or _spelt_alike(name, near)
            if key is not None:
                return key, name
        return None

    def _candidates(
        self, name: str | None, identifiers: tuple[str, ...]
    ) -> list[KnownOrganisation]:
        """Those that could be meant: nobody else shares a word or an identifier with it."""
        keys: set[str] = set()
        if name is not None:
            keys |= self._by_words.get(normalise(name).words, set())
        for identifier in identifiers:
            holders = self._by_identifier.get(identifier.casefold(), set())
            if len(holders) <= MOST_HOLDERS:
                keys |= holders
        ordered = sorted(keys, key=self._place.__getitem__)
        return [k for key in ordered if not _apart(identifiers, (k := self._known[key]))]

    def _learn(self, known: KnownOrganisation, row_id: str, *, provider: bool) -> None:
        self._known[known.key] = known
        self._ids[known.key] = row_id
        self._place.setdefault(known.key, len(self._place))
        if provider:
            self._providers.add(known.key)
        for name in (known.name, *known.aliases):
            self._by_words[normalise(name).words].add(known.key)
        for identifier in known.identifiers:
            self._by_identifier[identifier.casefold()].add(known.key)

    # --- writing

    def _widen(
        self,
        desk: Desk,
        key: str,
        name: str | None,
        party: Party,
        *,
        provider: bool,
        process: str,
    ) -> None:
        """Add the spelling and the identifiers that matched, where they are new."""
        known = self._known[key]
        names = (known.name, *known.aliases)
        aliases = _more(known.aliases, [name] if name and name not in names else [])
        identifiers = _more(known.identifiers, usable(party.identifiers))
        values: dict[str, Any] = {}
        if aliases != known.aliases:
            values["aliases"] = list(aliases)
        row = None
        if identifiers != known.identifiers or values or (provider and key not in self._providers):
            row = desk.by_id("organisation", self._ids[key])
        if row is None:
            return
        if identifiers != known.identifiers:
            values["identifiers"] = list(_more(tuple(row.identifiers), identifiers))
        if provider and not row.provider:
            values["provider"] = True
        if values:
            desk.apply(
                Change(
                    kind="organisation.found_in_notice",
                    table="organisation",
                    subject=row,
                    values=values,
                    facts={"process": process, "added": sorted(values)},
                )
            )
        self._learn(
            KnownOrganisation(key, known.name, aliases, identifiers),
            row.id,
            provider=provider or row.provider,
        )

    def _add(self, desk: Desk, party: Party, *, provider: bool, process: str) -> str | None:
        identifiers = usable(party.identifiers)[:MOST_NAMES]
        name = clean(party.name) if party.name else next(iter(identifiers), None)
        if name is None:
            return None
        key = self._free(slug(name, "organisation"))
        row_id = desk.new_id()
        told = {"key": key, "provider": provider, "voluntary": party.voluntary is True}
        desk.apply(
            Change(
                kind="organisation.added",
                table="organisation",
                subject=None,
                values={
                    **told,
                    "id": row_id,
                    "ref": desk.next_ref("organisation"),
                    "name": name,
                    "identifiers": list(identifiers),
                },
                facts={**told, "process": process},
            )
        )
        self._learn(KnownOrganisation(key, name, (), identifiers), row_id, provider=provider)
        return row_id

    def _free(self, key: str) -> str:
        if key not in self._known:
            return key
        number = 2
        while f"{key}-{number}" in self._known:
            number += 1
        return f"{key}-{number}"


def usable(identifiers: Iterable[str]) -> tuple[str, ...]:
    """Those identifiers that name an organisation outside the notice they stand in."""
    return tuple(dict.fromkeys(i for i in identifiers if _means_one(i)))


def _means_one(identifier: str) -> bool:
    match = _IDENTIFIER.fullmatch(identifier)
    if match is None or _NOT_GIVEN.fullmatch(match["own"]):
        return False
    return clean(identifier) == identifier


def _spelt_alike(name: str | None, near: list[KnownOrganisation]) -> str | None:
    """Where several fit: the one that is already known by just this name.

    Without it every further notice in that name would add one more organisation.
    """
    if name is None:
        return None
    spelling = normalise(name)
    alike = [
        k
        for k in near
        for n in (k.name, *k.aliases)
        if n.casefold() == name.casefold() or (spelling.words and normalise(n) == spelling)
    ]
    alike = list(dict.fromkeys(alike))
    if len(alike) > 1:
        alike = [k for k in alike if not _numbers(k.identifiers)]
    return alike[0].key if len(alike) == 1 else None


def _apart(identifiers: Iterable[str], known: KnownOrganisation) -> bool:
    """Whether a register gives the two different numbers, and none the same."""
    here, there = _numbers(identifiers), _numbers(known.identifiers)
    both = here.keys() & there.keys()
    return bool(both) and not any(here[register] & there[register] for register in both)


def _numbers(identifiers: Iterable[str]) -> dict[str, set[str]]:
    """The numbers by register, for the registers in which each organisation has one."""
    found: dict[str, set[str]] = {}
    for identifier in identifiers:
        match = _IDENTIFIER.fullmatch(identifier)
        if match is not None and match["register"] in _ONE_EACH:
            found.setdefault(match["register"], set()).add(match["own"].casefold())
    return found


def _more(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *new)))[: max(MOST_NAMES, len(known))]

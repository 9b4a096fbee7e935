"""Whether the record is as it was written: chains whole, entries sealed, seals true."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.verifier.bundle import Bundle, Chain, Entry, Rows, from_hex, sha256
from governance.verifier.findings import Findings
from governance.verifier.order import Order
from governance.verifier.words import in_words, listed, several, spoken

CERTIFIES = b"vires-key\0"
"""What stands before the bytes of a new key where an old one vouches for it."""


def check_ledger(bundle: Bundle, order: Order, key: bytes | None, found: Findings) -> None:
    """Check chains, texts, names and seals. `key` is the public key that must have sealed it."""
    found.begin("ledger", "The record is as it was written")
    entries = [entry for chain in bundle.chains for entry in chain.entries]
    for chain in bundle.chains:
        _chain(chain, bundle, found)
    things = [(chain.table, chain.id) for chain in bundle.chains]
    found.holds(len(set(things)) == len(things), "a chain stands in it twice")
    histories = several(len(bundle.chains), "history", "histories")
    found.say(f"{several(len(entries), 'entry', 'entries')} in {histories} follow one from another")
    _times(bundle, found)
    found.holds(not order.circle, "some entries build on one another in a circle")
    _texts(bundle, order.before(len(order.entries)), found)
    _seals(bundle, entries, key, found)


def _chain(chain: Chain, bundle: Bundle, found: Findings) -> None:
    """Each entry follows from the one before, and says itself where it belongs."""
    previous, name = "", f"{chain.table} {chain.id[-6:]}"
    found.holds(bool(chain.entries), f"the chain of {name} has no entries")
    for number, entry in enumerate(chain.entries, start=1):
        body = entry.body
        where = f"entry {number} of {name}"
        found.holds(
            sha256(from_hex(previous) + entry.bytes) == entry.hash,
            f"{where} was changed, or does not follow the one before it",
        )
        found.holds(
            body.get("number") == number
            and body.get("subject") == [chain.table, chain.id]
            and body.get("partnership") == bundle.partnership
            and _canonical(body) == entry.bytes,
            f"{where} belongs somewhere else",
        )
        previous = entry.hash


def _times(bundle: Bundle, found: Findings) -> None:
    """Say which entries are dated before the one before them: the order is known, the time not."""
    back = [
        f"{spoken(later.body['kind'])} of {in_words(later.at.date())}"
        for chain in bundle.chains
        for entry, later in pairwise(chain.entries)
        if later.at < entry.at
    ]
    if back:
        found.say(
            f"dated before the entry before them, so by a clock that was wrong: {listed(back)}"
        )


def _canonical(value: Any) -> bytes:
    """The one way in which an entry is written as bytes."""
    return _ENCODER.encode(value).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _texts(bundle: Bundle, rows: Rows, found: Findings) -> None:
    """Rulebooks and names are those whose digests the chains hold."""
    for version in rows.where("rulebook_version"):
        if version.get("effective_from") is None:
            continue
        text = bundle.rulebooks.get(version["id"])
        found.holds(
            text is not None and sha256(text.encode()) == version.get("digest"),
            f"the text of {version.get('ref')} is not the one that came into force",
        )
    begun = {v["id"] for v in rows.where("rulebook_version") if v.get("effective_from")}
    found.holds(set(bundle.rulebooks) == begun, "a rulebook’s text is missing, or of none")
    report = rows.get("proposal", bundle.report)
    found.holds(
        report is not None and report.get("ref") == bundle.ref, "it is the record of another report"
    )
    named = {name["person"] for name in bundle.names}
    people = {person["id"] for person in rows.where("person")}
    found.holds(named == people, "somebody’s name is missing, or stands in it for nothing")
    erased = 0
    for name in bundle.names:
        row = rows.get("private_text", name["id"])
        if name["text"] is None:
            chain = bundle.chain("person", name["person"])
            acts = [str(e.body["kind"]) for e in chain.entries] if chain else []
            told = any(act.startswith("person.erased") for act in acts)
            found.holds(told, "a name is missing, and nobody erased it")
            erased += 1
            continue
        salted = from_hex(name["salt"]) + name["text"].encode()
        person = rows.get("person", name["person"])
        found.holds(
            row is not None
            and person is not None
            and person.get("name_id") == name["id"]
            and sha256(salted) == row.get("digest"),
            f"the name “{name['text']}” is not the one on record",
        )
    books = several(len(bundle.rulebooks), "rulebook")
    found.say(f"{books} and {several(len(bundle.names) - erased, 'name')} fit their digests")
    if erased:
        found.say(f"erased since: {several(erased, 'name')}")


def _seals(bundle: Bundle, entries: list[Entry], key: bytes | None, found: Findings) -> None:
    found.begin("seal", "It was sealed")
    seals: dict[int, Mapping[str, Any]] = {}
    before: Mapping[str, Any] | None = None
    for seal in bundle.seals:
        body = _seal(seal, bundle, found)
        if body is None:
            continue
        number = body["number"]
        found.holds(number not in seals, f"seal {number} stands in it twice")
        if before is not None:
            _follows(before, seal, body, found)
        elif seal["certificate"] is not None:
            found.fails(f"seal {number} has a certificate, and no key before it")
        seals[number], before = body, seal
    if key is not None:
        _by_key(bundle, key, found)
    waiting = [entry for entry in entries if entry.sealed is None]
    places: set[tuple[int, int]] = set()
    for entry in entries:
        if entry.sealed is not None:
            _included(entry, seals, places, found)
    _unsealed(bundle, waiting, key, found)
    proved = several(len(entries) - len(waiting), "entry stands", "entries stand")
    found.say(f"{proved} under {several(len(seals), 'seal')}")
    if bundle.seals:
        last = bundle.seals[-1]
        key_ = sha256(from_hex(last["public_key"]))
        found.say(f"the latest is number {last['number']}, {last['hash']}, by the key {key_}")


def _unsealed(bundle: Bundle, waiting: list[Entry], key: bytes | None, found: Findings) -> None:
    """Only the latest entries of a chain may wait for their seal, and no key vouches for them."""
    for chain in bundle.chains:
        states = [entry.sealed is not None for entry in chain.entries]
        if states != sorted(states, reverse=True):
            found.fails(f"an entry of {chain.table} {chain.id[-6:]} lost its seal")
    if waiting and key is not None:
        found.fails(f"{len(waiting)} entries are under no seal, so the key proves nothing of them")
    elif waiting:
        found.unknown(f"{len(waiting)} entries wait for their seal: nothing proves them yet")


def _seal(seal: Mapping[str, Any], bundle: Bundle, found: Findings) -> Mapping[str, Any] | None:
    """What a seal says, once its hash and its signature hold."""
    content = seal["body"].encode()
    name = f"seal {seal['number']}"
    try:
        body = json.loads(content)
        public = from_hex(seal["public_key"])
        Ed25519PublicKey.from_public_bytes(public).verify(from_hex(seal["signature"]), content)
    except (ValueError, TypeError, InvalidSignature):
        found.fails(f"the signature of {name} is not true")
        return None
    whole = (
        isinstance(body, dict)
        and body.get("v") == 1
        and body.get("number") == seal["number"]
        and body.get("partnership") == bundle.partnership
        and body.get("key") == sha256(public)
        and sha256(content) == seal["hash"]
        and isinstance(body.get("entries"), int)
        and isinstance(body.get("root"), str)
    )
    if not found.holds(whole, f"{name} is not what it says"):
        return None
    return body  # type: ignore[no-any-return]


def _follows(
    before: Mapping[str, Any], seal: Mapping[str, Any], body: Mapping[str, Any], found: Findings
) -> None:
    """A seal next to the one before names it; a change of key is vouched for."""
    number = body["number"]
    if number == before["number"] + 1:
        found.holds(body.get("previous") == before["hash"], f"seal {number} follows another")
    found.holds(number > before["number"], f"seal {number} stands out of order")
    if seal["certificate"] is not None:
        vouched = _vouched(from_hex(before["public_key"]), seal)
        found.holds(vouched, f"the certificate of seal {number} is not by the key before")
    elif seal["public_key"] != before["public_key"]:
        found.unknown(f"at seal {number} the key changed, and the old one does not vouch for it")


def _vouched(old: bytes, seal: Mapping[str, Any]) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(old).verify(
            from_hex(seal["certificate"] or ""),
            CERTIFIES + from_hex(seal["public_key"]),
        )
    except (ValueError, InvalidSignature):
        return False
    return True


def _by_key(bundle: Bundle, key: bytes, found: Findings) -> None:
    """The seals that hold the entries are by the key that was given, or by one it stands with.

    A key that signs a new one vouches for it. A seal names the hash of the seal before it: so
    whoever made it vouches for that one, and for its key up to there.
    """
    trusted: dict[str, float] = {key.hex(): math.inf}
    for before, seal in pairwise(bundle.seals):
        if before["public_key"] in trusted and _vouched(from_hex(before["public_key"]), seal):
            trusted.setdefault(seal["public_key"], math.inf)
    for before, seal in reversed(list(pairwise(bundle.seals))):
        said = json.loads(seal["body"])
        follows = said["previous"] == before["hash"] and seal["number"] == before["number"] + 1
        if follows and seal["number"] <= trusted.get(seal["public_key"], 0):
            trusted.setdefault(before["public_key"], before["number"])
    needed = {e.sealed["seal"] for c in bundle.chains for e in c.entries if e.sealed is not None}
    others = [
        seal["number"]
        for seal in bundle.seals
        if seal["number"] in needed and seal["number"] > trusted.get(seal["public_key"], 0)
    ]
    if others:
        found.fails(f"the key that was given did not make seal {others[0]}")
    elif not needed:
        found.fails("there is no seal by the key that was given")
    else:
        found.say("the seals are by the key that was given, or by one it stands with")


def _included(
    entry: Entry,
    seals: Mapping[int, Mapping[str, Any]],
    places: set[tuple[int, int]],
    found: Findings,
) -> None:
    """The path from an entry leads to the root of its seal (RFC 9162, 2.1.3.2)."""
    place = entry.sealed or {"seal": 0, "position": 0, "path": []}
    seal = seals.get(place["seal"])
    position, path = place["position"], place["path"]
    if seal is None:
        found.fails(f"entry {entry.id[-6:]} names a seal that is not there")
        return
    found.holds(
        (seal["number"], position) not in places
        and _root(entry.hash, position, seal["entries"], path) == seal["root"],
        f"entry {entry.id[-6:]} is not under seal {seal['number']}",
    )
    places.add((seal["number"], position))


def _root(leaf: str, index: int, size: int, path: list[str]) -> str | None:
    """The root of a tree of a size, from a leaf and its path; None where there can be none."""
    if not 0 <= index < size:
        return None
    fn, sn = index, size - 1
    node = _node(0, from_hex(leaf))
    for one in path:
        if sn == 0:
            return None
        other = from_hex(one)
        if fn & 1 or fn == sn:
            node = _node(1, other + node)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = _node(1, node + other)
        fn, sn = fn >> 1, sn >> 1
    return node.hex() if sn == 0 else None


def _node(kind: int, content: bytes) -> bytes:
    """A leaf (0) or a node (1) of the tree."""
    return hashlib.sha256(bytes([kind]) + content).digest()

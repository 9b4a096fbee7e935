"""Changing the file of a decision record at random, and asking whether the change shows."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from typing import Any

from reports import life
from sealed_records import Record, sealed_record, verified, wrong

from governance.application.record.exporting import written
from governance.store.engine import Store
from governance.store.keys import SealKey
from governance.verifier.__main__ import verify
from governance.verifier.bundle import read_bundle
from governance.verifier.findings import Findings
from governance.verifier.ledger import check_ledger
from governance.verifier.order import Order
from governance.verifier.texts import UnreadableError

VOTES = {
    "example-director": "for",
    "example-finance": "for",
    "example-nhs": "for",
    "example-police": "against",
}

UNSEEN = {("made_at",)}
"""What nothing vouches for: when the file was made. Ids of entries are but labels, too."""


def middling_award(store: Store) -> tuple[Record, SealKey]:
    """A middling award: cleared, recommended, decided by a recorded vote of the executive board."""
    built = life(store, dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC))
    ref = built.middling(built.commission())
    built.executive(ref)
    built.decide(ref, how="recorded", votes=VOTES)
    record, key = sealed_record(built, ref)
    assert wrong(verified(record, key.public)) == []
    return record, key


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every single value of a record stands."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from places(inner, (*path, at))
    else:
        yield path


def at(value: Any, path: tuple[Any, ...]) -> Any:
    """What stands there."""
    for name in path:
        value = value[name]
    return value


def proved(path: tuple[Any, ...]) -> bool:
    """Whether anything vouches for what stands there."""
    return path not in UNSEEN and not (path[0] == "chains" and path[-1] == "id" and len(path) > 3)


def caught(content: bytes, key: bytes) -> bool:
    """Whether a change shows; nearly all of them do before a decision is looked at."""
    found = Findings()
    try:
        bundle = read_bundle(content)
        check_ledger(bundle, Order(bundle.chains), key, found)
        return bool(found.failed) or bool(wrong(verify(content, key)[1]))
    except UnreadableError:
        return True


def values_unseen(record: Record, key: SealKey, *, number: int, seed: int) -> Iterator[str]:
    """Change one value after another, each by a character, a digit or a unit: what nobody sees."""
    chance = random.Random(seed)
    known = [path for path in places(record) if proved(path)]
    for _ in range(number):
        path = chance.choice(known)
        inner = at(record, path[:-1])
        before = inner[path[-1]]
        inner[path[-1]] = _changed(before, chance)
        if not caught(written(record), key.public):
            yield f"{path}: {before!r} became {inner[path[-1]]!r}"
        inner[path[-1]] = before


def _changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, str) and value:
        where = chance.randrange(len(value))
        other = chance.choice([c for c in "0123456789abcdef" if c != value[where]])
        return value[:where] + other + value[where + 1 :]
    if isinstance(value, int):
        return value + chance.choice([-1, 1])
    return "0" if value is None else f"{value}0"


def bytes_unseen(record: Record, key: SealKey, *, number: int, seed: int) -> Iterator[str]:
    """Change one bit after another, wherever it stands: what nobody sees."""
    content = written(record)
    chance = random.Random(seed)
    for _ in range(number):
        where = chance.randrange(len(content))
        other = bytes([content[where] ^ 1 << chance.randrange(8)])
        tampered = content[:where] + other + content[where + 1 :]
        if not caught(tampered, key.public) and not _says_the_same(tampered, record):
            yield f"{content[max(0, where - 60) : where + 60]!r} became {other!r}"


def _says_the_same(content: bytes, record: Record) -> bool:
    """Whether only what nothing vouches for was changed, or only the space between values."""
    try:
        one = json.loads(content)
        kept = {path for path in places(record) if proved(path)}
        return {p for p in places(one) if proved(p)} == kept and all(
            at(one, path) == at(record, path) for path in kept
        )
    except (ValueError, KeyError, IndexError, TypeError):
        return False


def entries_unseen(record: Record, key: SealKey, *, number: int, seed: int) -> Iterator[str]:
    """Drop, swap, double and move entries: what nobody sees."""
    chance = random.Random(seed)
    chains = [chain for chain in record["chains"] if len(chain["entries"]) > 1]
    for _ in range(number):
        chain, other = chance.choice(chains), chance.choice(record["chains"])
        before = [*chain["entries"]], [*other["entries"]]
        entries = chain["entries"]
        where = chance.randrange(len(entries) - 1)
        how = chance.choice(["dropped", "swapped", "doubled", "moved"])
        match how:
            case "dropped":
                del entries[where]
            case "swapped":
                entries[where], entries[where + 1] = entries[where + 1], entries[where]
            case "doubled":
                entries.insert(where, entries[where])
            case "moved":
                other["entries"].append(entries.pop(where))
        if not caught(written(record), key.public):
            yield f"entry {where} of {chain['table']} was {how}"
        chain["entries"], other["entries"] = before

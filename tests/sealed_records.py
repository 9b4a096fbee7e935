"""Records of decisions, sealed; and the same made anew by somebody who has the key."""

import copy
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

from reports import Life

from governance.application.record.exporting import record_of, written
from governance.store import keys, merkle
from governance.store.keys import SealKey
from governance.store.sealing import seal_waiting
from governance.verifier.__main__ import verify
from governance.verifier.findings import Findings

Record = dict[str, Any]


def sealed_record(built: Life, ref: str) -> tuple[Record, SealKey]:
    """The record of a report of which everything is sealed, and the key of its seals."""
    key = keys.new_key()
    while seal_waiting(built.world.store, key=key, now=built.now):
        pass
    with built.looking() as desk:
        return record_of(desk, ref), key


def verified(record: Record, key: bytes | None = None) -> Findings:
    """What the verifier finds in a record."""
    return verify(written(record), key)[1]


def wrong(found: Findings) -> list[str]:
    """The names of the steps that do not follow."""
    return [step.name for step in found.failed]


def remade(record: Record, change: Callable[[dict[str, Any]], None], key: SealKey) -> Record:
    """The record as it would be, had every entry been as `change` makes its body.

    All hashes follow, and one seal by the key is over all of it: only what was decided can show
    that something is not as it was.
    """
    made = copy.deepcopy(record)
    leaves: list[tuple[Any, ...]] = []
    for chain in made["chains"]:
        previous = b""
        for entry in chain["entries"]:
            body = json.loads(entry["body"])
            change(body)
            entry["body"] = json.dumps(
                body, ensure_ascii=False, sort_keys=True, separators=(",", ":")
            )
            entry["hash"] = hashlib.sha256(previous + entry["body"].encode()).hexdigest()
            previous = bytes.fromhex(entry["hash"])
            place = entry["sealed"]
            leaves.append((place["seal"], place["position"], entry))
    entries = [entry for _, _, entry in sorted(leaves, key=lambda one: one[:2])]
    hashes = [entry["hash"] for entry in entries]
    for position, entry in enumerate(entries):
        entry["sealed"] = {"seal": 1, "position": position, "path": merkle.path(hashes, position)}
    made["seals"] = [_seal(made["partnership"], hashes, key)]
    return made


def _seal(partnership: str, hashes: list[str], key: SealKey) -> dict[str, Any]:
    said = {
        "v": 1,
        "partnership": partnership,
        "number": 1,
        "at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC).isoformat(),
        "entries": len(hashes),
        "total": len(hashes),
        "root": merkle.root(hashes),
        "previous": None,
        "key": key.fingerprint,
    }
    body = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    return {
        "number": 1,
        "body": body.decode(),
        "hash": hashlib.sha256(body).hexdigest(),
        "signature": key.sign(body).hex(),
        "public_key": key.public.hex(),
        "certificate": None,
    }

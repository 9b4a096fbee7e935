"""The verifier's command line. Exit 0: it follows; 1: it does not; 2: the file cannot be read."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from governance.verifier.bundle import LONGEST, Bundle, read_bundle, sha256
from governance.verifier.decisions import check_decisions
from governance.verifier.findings import DOES_NOT, FOLLOWS, Findings, Step
from governance.verifier.ledger import check_ledger
from governance.verifier.order import Order
from governance.verifier.texts import UnreadableError
from governance.verifier.words import in_words

FOLLOWS_EXIT, DOES_NOT_EXIT, UNREADABLE_EXIT = 0, 1, 2


def verify(content: bytes, key: bytes | None = None) -> tuple[Bundle, Findings]:
    """Everything about a record. `key` is the public key that must have sealed it, if given.

    Raises `UnreadableError` where the file is no record.
    """
    bundle = read_bundle(content)
    found = Findings()
    try:
        order = Order(bundle.chains)
        check_ledger(bundle, order, key, found)
        check_decisions(bundle, order, found)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError, RecursionError) as error:
        if not found.failed:
            raise UnreadableError(f"the record has something wrong: {error!r}") from error
        found.unknown(f"the rest cannot be worked out: {error!r}")
    return bundle, found


def read_key(path: Path) -> bytes:
    """A public key's 32 bytes from a PEM file. Raises `UnreadableError`."""
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise UnreadableError(f"{path} holds no public key: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UnreadableError(f"{path} holds no Ed25519 key")
    return key.public_bytes_raw()


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify a file, print what was found, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m governance.verifier", description=__doc__)
    parser.add_argument("file", type=Path, help="the decision record")
    parser.add_argument("--key", type=Path, help="the public key (PEM) that must have sealed it")
    parser.add_argument("--explain", action="store_true", help="print how each step was worked out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    try:
        key = read_key(given.key) if given.key else None
        with given.file.open("rb") as file:
            content = file.read(LONGEST + 1)
        bundle, found = verify(content, key)
    except (UnreadableError, OSError) as error:
        if given.json:
            print(json.dumps({"follows": None, "unreadable": str(error)}, ensure_ascii=False))
        else:
            print(f"The file cannot be read: {error}.", file=sys.stderr)
        return UNREADABLE_EXIT
    if given.json:
        print(json.dumps(_plain(bundle, found, key), ensure_ascii=False, indent=1))
    else:
        _print(bundle, found, explain=given.explain, key=key)
    return DOES_NOT_EXIT if found.failed else FOLLOWS_EXIT


def _plain(bundle: Bundle, found: Findings, key: bytes | None) -> dict[str, Any]:
    return {
        "follows": not found.failed,
        "key": None if key is None else sha256(key),
        "report": bundle.ref,
        "made_at": bundle.made_at.isoformat(),
        "steps": [
            {
                "step": one.name,
                "decision": one.decision,
                "verdict": one.verdict,
                "because": one.derived,
                "wrong": one.wrong,
                "cannot_be_told": one.untold,
            }
            for one in found.steps
        ],
    }


_MARKS = {FOLLOWS: "yes", DOES_NOT: "NO"}


def _print(bundle: Bundle, found: Findings, *, explain: bool, key: bytes | None) -> None:
    print(f"The record of {bundle.ref}, made {in_words(bundle.made_at.date())}")
    decision: int | None = None
    for one in found.steps:
        if one.decision not in (None, decision):
            print(f"\nDecision {one.decision}")
        decision = one.decision
        _print_step(one, explain=explain)
    print(f"\n{_closing(found)}")
    if key is None:
        print("By whom it was sealed was not asked: name the public key with --key.")
    else:
        print(f"The seals were held against the key {sha256(key)}.")


def _closing(found: Findings) -> str:
    """What it comes to, in a sentence."""
    if found.failed:
        return f"It does not follow: {_steps(len(found.failed))} not so."
    untold = [step for step in found.steps if step.untold]
    if untold:
        return f"Nothing speaks against it, but {_steps(len(untold))} not proved."
    return "It follows: the decision was within powers, as far as this record can show."


def _steps(number: int) -> str:
    return "one step is" if number == 1 else f"{number} steps are"


def _print_step(one: Step, *, explain: bool) -> None:
    print(f"  {_MARKS.get(one.verdict, '?'):>3}  {one.title}")
    shown = [f"not so: {words}" for words in one.wrong]
    shown += [f"cannot be told: {words}" for words in one.untold]
    for words in (*(one.derived if explain else ()), *shown):
        print(f"         {words}")


if __name__ == "__main__":
    sys.exit(main())

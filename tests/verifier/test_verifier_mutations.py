"""Whatever is changed in a record shows: by a stranger at once, by whoever has the key in time."""

import copy
import datetime as dt
import json
import os
import random
from collections.abc import Iterator
from typing import Any

import pytest
from reports import life
from sealed_records import Record, remade, sealed_record, verified, wrong

from governance.application.record.exporting import written
from governance.store import keys
from governance.store.engine import open_store
from governance.store.keys import SealKey
from governance.verifier.__main__ import verify
from governance.verifier.bundle import read_bundle
from governance.verifier.findings import Findings
from governance.verifier.ledger import check_ledger
from governance.verifier.texts import UnreadableError

TRIED = 300 * int(os.environ.get("VIRES_SOAK", "1"))
"""Changes tried at random."""


@pytest.fixture(scope="module")
def made(
    sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Record, SealKey]:
    """A middling award: cleared, recommended, decided by a recorded vote of the executive board."""

    folder = tmp_path_factory.mktemp("mutations")
    (folder / "vires.db").write_bytes(sqlite_template)
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    built = life(store, dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC))
    ref = built.middling(built.commission())
    meeting = built.executive(ref)
    del meeting
    built.decide(
        ref,
        how="recorded",
        votes={
            "example-director": "for",
            "example-finance": "for",
            "example-nhs": "for",
            "example-police": "against",
        },
    )
    record, key = sealed_record(built, ref)
    store.close()
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


UNSEEN = {("made_at",)}
"""What nothing vouches for: when the file was made. Ids of entries are but labels, too."""


def proved(path: tuple[Any, ...]) -> bool:
    return path not in UNSEEN and not (path[0] == "chains" and path[-1] == "id" and len(path) > 3)


def changed(value: Any, chance: random.Random) -> Any:
    """The same value with one character, digit or unit another."""
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        other = chance.choice([c for c in "0123456789abcdef" if c != value[at]])
        return value[:at] + other + value[at + 1 :]
    if isinstance(value, int):
        return value + chance.choice([-1, 1])
    return "0" if value is None else f"{value}0"


def caught(content: bytes, key: bytes) -> bool:
    """Whether a change shows; nearly all of them do before a decision is looked at."""
    found = Findings()
    try:
        check_ledger(read_bundle(content), key, found)
        return bool(found.failed) or bool(wrong(verify(content, key)[1]))
    except UnreadableError:
        return True


def test_a_value_changed_anywhere_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = made
    chance = random.Random(7)
    known = [path for path in places(record) if proved(path)]
    for path in chance.sample(known, min(TRIED, len(known))):
        inner = _at(record, path[:-1])
        before = inner[path[-1]]
        inner[path[-1]] = changed(before, chance)
        assert caught(written(record), key.public), path
        inner[path[-1]] = before


def test_a_byte_changed_anywhere_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = made
    content = written(record)
    chance = random.Random(8)
    for _ in range(TRIED // 3):
        at = chance.randrange(len(content))
        other = bytes([content[at] ^ 1 << chance.randrange(8)])
        tampered = content[:at] + other + content[at + 1 :]
        try:
            if _same_but_unproved(json.loads(tampered), record):
                continue
        except ValueError:
            pass
        near = content[max(0, at - 60) : at + 60]
        assert caught(tampered, key.public), f"{near!r} became {other!r}"


def _same_but_unproved(one: Any, record: Record) -> bool:
    """Whether only what nothing vouches for was changed, or only the space between values."""
    if not isinstance(one, dict):
        return False
    kept = {path: True for path in places(record) if proved(path)}
    try:
        return {p for p in places(one) if proved(p)} == kept.keys() and all(
            _at(one, path) == _at(record, path) for path in kept
        )
    except (KeyError, IndexError, TypeError):
        return False


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        value = value[name]
    return value


@pytest.mark.parametrize("how", ["dropped", "swapped", "twice", "moved"])
def test_an_entry_out_of_its_place_is_seen(made: tuple[Record, SealKey], how: str) -> None:
    record, key = made
    chance = random.Random(how)
    for _ in range(60):
        other = copy.deepcopy(record)
        chains = [chain for chain in other["chains"] if len(chain["entries"]) > 1]
        entries = chance.choice(chains)["entries"]
        at = chance.randrange(len(entries) - 1)
        if how == "dropped":
            del entries[at]
        elif how == "swapped":
            entries[at], entries[at + 1] = entries[at + 1], entries[at]
        elif how == "twice":
            entries.insert(at, copy.deepcopy(entries[at]))
        else:
            chance.choice(other["chains"])["entries"].append(entries.pop(at))
        assert caught(written(other), key.public)


def test_an_entry_that_lost_its_seal_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = made
    for chain in record["chains"]:
        for entry in chain["entries"]:
            before, entry["sealed"] = entry["sealed"], None
            assert caught(written(record), key.public)
            entry["sealed"] = before


def test_all_entries_without_a_seal_are_never_proved(made: tuple[Record, SealKey]) -> None:
    record, key = made
    other = copy.deepcopy(record)
    for chain in other["chains"]:
        for entry in chain["entries"]:
            entry["sealed"] = None
    assert "seal" in wrong(verified(other, key.public))
    assert any(step.untold for step in verified(other).steps if step.name == "seal")


def test_a_name_that_nobody_erased_is_missed(made: tuple[Record, SealKey]) -> None:
    record, key = made
    other = copy.deepcopy(record)
    other["names"][0] |= {"salt": None, "text": None}
    assert wrong(verified(other, key.public)) == ["ledger"]


def test_another_key_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = made
    stranger = keys.new_key()
    other = remade(record, lambda body: None, stranger)
    assert wrong(verified(other)) == []
    assert wrong(verified(other, stranger.public)) == []
    assert wrong(verified(other, key.public)) == ["seal"]


def _of(kind: str, what: Any) -> Any:
    """A change to the bodies of entries of one kind."""

    def change(body: dict[str, Any]) -> None:
        if body["kind"] == kind:
            what(body)

    return change


def _drop_vote(body: dict[str, Any]) -> None:
    at = next(i for i, w in enumerate(body["writes"]) if w[1] == "ballot")
    del body["writes"][at]


def _value(body: dict[str, Any], table: str, name: str, value: Any) -> None:
    for write in body["writes"]:
        if write[1] == table and name in write[3]:
            write[3][name] = value


def _count(body: dict[str, Any]) -> None:
    for said in (body["facts"], *(w[3] for w in body["writes"] if w[1] == "decision")):
        said["count"]["for"] += 1
        said["count"]["against"] -= 1


def _rule(body: dict[str, Any]) -> None:
    _value(body, "proposal", "rule", "S1")
    if "rule" in body["facts"]:
        body["facts"]["rule"] = "S1"


def _sum(body: dict[str, Any]) -> None:
    for write in body["writes"]:
        for one in (write[3].get("case_facts") or {}).get("inputs", ()):
            if one["input"] == "cumulative_value":
                one["value"] -= 25_000_000


def _uncleared(body: dict[str, Any]) -> None:
    body["writes"] = [w for w in body["writes"] if w[1] != "step"]


def _author(body: dict[str, Any]) -> str:
    return str(body["subject"][1])


def _absent(body: dict[str, Any]) -> None:
    body["writes"] = [w for w in body["writes"] if w[1] != "attendance"]


def _own_figure(body: dict[str, Any]) -> None:
    for write in body["writes"]:
        for one in (write[3].get("case_facts") or {}).get("inputs", ()):
            if one["input"] == "cumulative_value":
                one["how"] = "answered"


def _written_over(body: dict[str, Any]) -> None:
    decision = next(w for w in body["writes"] if w[1] == "decision")
    body["writes"].append(["update", "decision", decision[2], {"verbatim": "Refused."}])


FORGED = {
    "a clearance by somebody else": (
        "path",
        _of(
            "proposal.clear_recorded",
            lambda b: _value(b, "step", "done_by_id", _author(b)),
        ),
    ),
    "a figure that nobody may answer": ("rule", _of("proposal.decided", _own_figure)),
    "what was decided is written over": ("decision", _of("proposal.decided", _written_over)),
    "an outcome nobody can come to": (
        "record",
        _of("proposal.decided", lambda b: _value(b, "decision", "outcome", "recommended")),
    ),
    "a vote is dropped": ("counted", _of("proposal.decided", _drop_vote)),
    "a count is altered": ("counted", _of("proposal.decided", _count)),
    "a rule is swapped": ("rule", _of("proposal.decided", _rule)),
    "a sum is made smaller": ("rule", _of("proposal.decided", _sum)),
    "a clearance is missing": ("path", _of("proposal.clear_recorded", _uncleared)),
    "a member was not there": ("counted", _of("meeting.attended", _absent)),
    "the agenda came late": (
        "lawful",
        _of(
            "meeting.agenda_published",
            lambda b: _value(b, "meeting", "agenda_published_on", "2025-03-03"),
        ),
    ),
    "it is dated otherwise": (
        "rule",
        _of("proposal.decided", lambda b: _value(b, "decision", "on_day", "2025-01-02")),
    ),
    "another body decided": (
        "entitled",
        _of("proposal.decided", lambda b: _value(b, "decision", "decider", "locality-north")),
    ),
    "it was refused": (
        "counted",
        _of("proposal.decided", lambda b: _value(b, "decision", "outcome", "refused")),
    ),
    "its words are gone": (
        "record",
        _of("proposal.decided", lambda b: _value(b, "decision", "verbatim", " ")),
    ),
    "the seat was nobody's": (
        "counted",
        _of("body.appointed", lambda b: _value(b, "appointment", "to_day", "2020-01-01")),
    ),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_whoever_has_the_key_forges_does_not_follow(
    made: tuple[Record, SealKey], what: str
) -> None:
    record, key = made
    step, change = FORGED[what]
    found = wrong(verified(remade(record, change, key), key.public))
    assert step in found
    assert not {"ledger", "seal"} & set(found)


def test_a_scheme_that_was_swapped_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = made
    other = copy.deepcopy(record)
    scheme = next(one for one in other["rulebooks"] if "vires: scheme/1" in one["text"])
    scheme["text"] = scheme["text"].replace('"500,000"', '"100,001"')
    assert wrong(verified(other, key.public))[0] == "ledger"

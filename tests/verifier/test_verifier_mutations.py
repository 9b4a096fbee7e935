"""Whatever is changed in a record shows: by a stranger at once, by whoever has the key in time."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from record_changes import (
    bytes_unseen,
    caught,
    entries_unseen,
    middling_award,
    values_unseen,
)
from sealed_records import Record, remade, verified, wrong

from governance.application.record.exporting import written
from governance.store import keys
from governance.store.engine import open_store
from governance.store.keys import SealKey

TRIED = 150
"""Changes of each kind tried at random; `make soak` tries thousands."""


@pytest.fixture(scope="module")
def made(
    sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Record, SealKey]:
    """A middling award that was decided by a recorded vote, and the key of its seals."""
    folder = tmp_path_factory.mktemp("mutations")
    (folder / "vires.db").write_bytes(sqlite_template)
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    made = middling_award(store)
    store.close()
    return made


Unseen = Callable[..., Iterator[str]]


@pytest.mark.parametrize("unseen", [values_unseen, bytes_unseen, entries_unseen])
def test_whatever_is_changed_is_seen(made: tuple[Record, SealKey], unseen: Unseen) -> None:
    record, key = copy.deepcopy(made[0]), made[1]
    assert list(unseen(record, key, number=TRIED, seed=7)) == []


def test_an_entry_that_lost_its_seal_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = made
    for chain in record["chains"]:
        for entry in chain["entries"]:
            before, entry["sealed"] = entry["sealed"], None
            assert caught(written(record), key.public)
            entry["sealed"] = before


def test_a_certificate_that_nothing_asks_for_is_seen(made: tuple[Record, SealKey]) -> None:
    record, key = copy.deepcopy(made[0]), made[1]
    record["seals"][0]["certificate"] = "00"
    assert wrong(verified(record, key.public)) == ["seal"]


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

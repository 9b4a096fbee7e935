"""The tree is that of RFC 9162: written a second time here as the RFC defines it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.store import merkle

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=70)


def tree_hash(entries: list[str]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\0" + bytes.fromhex(entries[0])).digest()
    k = split(len(entries))
    return hashlib.sha256(b"\1" + tree_hash(entries[:k]) + tree_hash(entries[k:])).digest()


def inclusion(position: int, entries: list[str]) -> list[bytes]:
    """RFC 9162, 2.1.3.1, word for word."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if position < k:
        return [*inclusion(position, entries[:k]), tree_hash(entries[k:])]
    return [*inclusion(position - k, entries[k:]), tree_hash(entries[:k])]


def split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def test_the_smallest_trees() -> None:
    assert merkle.root([]) == hashlib.sha256(b"").hexdigest()
    one = "ab" * 32
    assert merkle.root([one]) == hashlib.sha256(b"\0" + bytes.fromhex(one)).hexdigest()
    assert merkle.root([one, one]) != merkle.root([one])


@given(HASHES)
def test_roots_are_those_of_the_rfc(entries: list[str]) -> None:
    assert merkle.root(entries) == tree_hash(entries).hex()


@given(HASHES, st.data())
def test_paths_are_those_of_the_rfc_and_lead_to_the_root(
    entries: list[str], data: st.DataObject
) -> None:
    position = data.draw(st.integers(0, len(entries) - 1))
    beside = merkle.path(entries, position)
    assert beside == [one.hex() for one in inclusion(position, entries)]
    size, root = len(entries), merkle.root(entries)
    entry = entries[position]
    assert merkle.root_by(entry, position=position, size=size, beside=beside) == root
    assert merkle.root_by("f0" * 32, position=position, size=size, beside=beside) != root
    for wrong in {position ^ 1, position + 1} - {position}:
        reached = merkle.root_by(entry, position=wrong, size=size, beside=beside)
        assert reached != root or (wrong < size and entries[wrong] == entry)
    if beside:
        assert merkle.root_by(entry, position=position, size=size, beside=beside[1:]) != root
    longer = [*beside, "00" * 32]
    assert merkle.root_by(entry, position=position, size=size, beside=longer) != root


def test_what_is_no_place_in_a_tree() -> None:
    with pytest.raises(IndexError):
        merkle.path(["00" * 32], 1)
    assert merkle.root_by("00" * 32, position=1, size=1, beside=[]) is None
    assert merkle.root_by("00" * 32, position=-1, size=1, beside=[]) is None
    with pytest.raises(ValueError, match="hex"):
        merkle.root(["not a hash"])

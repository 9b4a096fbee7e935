"""A rulebook's text edited in parts: what is not edited stays, and what comes out says it all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from governance.application.rulebook import parts
from governance.configuration import config_dir
from governance.domain.texts import parse

BOARD = b"""vires: terms/1
key: board-terms
title: Terms of the board
body: board
# Why this standing: see minute 7.
standing: partnership

categories:
  member: {one: member, many: members}

seats:
  # The chair sits here.
  - {key: first, title: the first member, category: member}
  - {key: second, title: "the second: deputy", category: member}

quorum:
  members: 2

chair:
  appointed_by: county-council
"""
FILES = [
    file for kind in ("terms", "escalations") for file in sorted((config_dir() / kind).iterdir())
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_starting_text_comes_back_whole(file: Path) -> None:
    text = file.read_bytes()
    says = parts.document_of(text, file.name)
    assert parts.text_with(text, file.name, says) == text
    anew = parts.tidy(says)
    assert parts.document_of(anew.encode(), file.name) == says


def test_one_part_changes_and_the_others_keep_their_lines() -> None:
    says = parts.document_of(BOARD, "x")
    says = parts.put(says, ("quorum", "at_least"), [{"members": 1, "category": "member"}])
    says = parts.put(says, ("seats", 1, "voting"), value=False)
    text = parts.text_with(BOARD, "x", says).decode()
    assert parts.document_of(text.encode(), "x") == {
        **parts.document_of(BOARD, "x"),
        "quorum": {"members": "2", "at_least": [{"members": "1", "category": "member"}]},
        "seats": [
            {"key": "first", "title": "the first member", "category": "member"},
            {"key": "second", "title": "the second: deputy", "category": "member", "voting": "no"},
        ],
    }
    kept = BOARD.decode().splitlines()
    assert [line for line in kept if line not in text.splitlines()] == [
        '  - {key: second, title: "the second: deputy", category: member}'
    ]
    assert "# Why this standing" in text
    assert "# The chair sits here." in text


def test_a_new_part_stands_where_its_kind_has_it_and_an_empty_one_goes() -> None:
    says = parts.document_of(BOARD, "x")
    says = parts.put(says, ("meetings",), {"a_year": 4})
    says = parts.put(says, ("decisions", "method"), "two_thirds")
    text = parts.text_with(BOARD, "x", says)
    assert list(parts.document_of(text, "x")) == [
        "vires", "key", "title", "body", "standing", "categories", "seats", "quorum",
        "decisions", "chair", "meetings",
    ]  # fmt: skip
    gone = parts.put(parts.document_of(text, "x"), ("decisions", "method"), None)
    assert b"decisions" not in parts.text_with(text, "x", gone)


def test_items_keep_their_lines_when_one_is_taken_out() -> None:
    says = parts.put(parts.document_of(BOARD, "x"), ("seats", 1), None)
    text = parts.text_with(BOARD, "x", says)
    assert b"# The chair sits here." in text
    assert b"second" not in text


@pytest.mark.parametrize(
    "text",
    [
        b"{vires: terms/1, key: a, seats: [{key: b}]}\n",
        b"vires: terms/1\nkey: a\nseats:\n- key: b\n",
        b"\xef\xbb\xbfvires: terms/1\r\nkey: a\r\nseats:\r\n  - {key: b}\r\n",
        b"vires: terms/1\nkey: a\nnote: |\n  one\n  # no comment\n\nseats: [{key: b}]",
        b"vires: terms/1\nkey: a\nmeetings:\nseats:\n  - key: b # why\n",
    ],
)
def test_however_a_text_is_laid_out_what_comes_out_says_what_it_should(text: bytes) -> None:
    says = parts.document_of(text, "x")
    said = parts.put(says, ("seats", 0, "title"), "#1: “the first”, yes")
    said = parts.put(said, ("chair",), {"rotation": {"from": dt.date(2026, 4, 1), "months": 12}})
    made = parts.text_with(text, "x", said)
    assert parts.document_of(made, "x") == {
        **says,
        "seats": [{"key": "b", "title": "#1: “the first”, yes"}],
        "chair": {"rotation": {"from": "2026-04-01", "months": "12"}},
    }
    assert made.startswith(b"\xef\xbb\xbf") == text.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in made) == (b"\r\n" in text)


def test_a_line_leads_to_what_stands_on_it() -> None:
    assert parts.path_at(BOARD, "x", 3) == ("title",)
    assert parts.path_at(BOARD, "x", 14) == ("seats", 1)
    assert parts.path_at(BOARD, "x", 17) == ("quorum", "members")
    assert parse(BOARD, "x").value["seats"].value[1].line == 14


def test_what_is_handed_in_is_not_changed() -> None:
    says = parts.document_of(BOARD, "x")
    parts.put(says, ("seats", 0, "title"), "another")
    assert parts.at(says, ("seats", 0, "title")) == "the first member"
    assert parts.at(says, ("seats", 7, "title")) is None
    assert parts.changed({"a": "1", "b": "2"}, b=None, c=3) == {"a": "1", "c": 3}


def test_an_item_that_changes_keeps_the_comment_above_it() -> None:
    text = b"""vires: escalation/1
levels:
  # First of all.
  - {when: 5 weeks before, tell: owner}
  # The boss is told next.
  - {when: 1 week after, tell: owner}
"""
    path = ("levels", 1, "when")
    says = parts.put(parts.document_of(text, "policy.yaml"), path, "2 weeks after")
    assert parts.text_with(text, "policy.yaml", says) == text.replace(
        b"1 week after", b"2 weeks after"
    )

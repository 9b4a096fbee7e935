"""The page on escalation policies: every example is what it says, every table is whole."""

import datetime as dt
import re
from pathlib import Path

import pytest

import governance
from governance import words
from governance.domain.calendar import Calendar
from governance.domain.errors import Unusable
from governance.domain.escalation import (
    EVENTS,
    KINDS,
    EscalationPolicy,
    counted,
    load_escalation,
    say_designation,
)
from governance.domain.escalation.model import ROLES
from governance.domain.escalation.phrases import read_designation, read_offset
from governance.domain.escalation.units import UNITS

PAGE = (Path(governance.__file__).parent / "docs/escalation-policies.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(yaml[^\n]*)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
WHOLE = next(text for kind, text in BLOCKS if kind == "yaml file=policy.yaml")
PARTS = [text for kind, text in BLOCKS if kind == "yaml"]
REFUSED = [text for kind, text in BLOCKS if kind == "yaml refused"]


def load(part: str) -> EscalationPolicy:
    """The whole example, with the parts of a fragment put in place of its own."""
    names = set(re.findall(r"^(\w+):", part, re.MULTILINE))
    kept = [
        p for p in re.split(r"^(?=\w)", WHOLE, flags=re.MULTILINE) if p.split(":")[0] not in names
    ]
    return load_escalation("".join([*kept, part]).encode(), "policy.yaml")


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def rows(title: str) -> list[list[str]]:
    """The rows of a section's table, its heading left out."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_whole_text_is_read() -> None:
    policy = load("")
    assert list(policy.deadlines) == ["review", "needs-assessment"]
    assert policy.rhythm is not None
    assert [prompt.offset.words for prompt in policy.deadlines["review"].prompts] == [
        "20 working days before",
        "5 working days before",
        "1 working day after",
        "5 working days after",
        "10 working days after",
    ]


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_read(part: str) -> None:
    policy = load(part)
    for kind in re.findall(r"^  ([a-z][a-z-]+):$", part, re.MULTILINE):
        known = kind.replace("-", "_")
        assert (known if known in KINDS else kind) in policy.deadlines


@pytest.mark.parametrize("part", REFUSED)
def test_each_refused_part_is_refused_for_one_thing(part: str) -> None:
    with pytest.raises(Unusable) as failed:
        load(part)
    assert len(failed.value.problems) == 1


def test_every_unit_is_shown() -> None:
    shown = [read_offset(cells[0].strip("`")) for cells in rows("When")]
    assert {offset.unit for offset in shown} >= set(UNITS)
    days = {counted(o, day=dt.date(2026, 5, 27), calendar=Calendar()).day for o in shown}
    assert len(days) == len(shown)


def test_everybody_who_can_be_named_is_shown() -> None:
    shown = [cells[0].strip("`") for cells in rows("Whom to tell")]
    kept = [read_designation(text) for text in shown]
    assert set(ROLES) <= set(kept)
    assert {"chair:executive-board", "manager:owner", "director", "trust-board"} <= set(kept)
    assert [say_designation(one).replace("’", "'") for one in kept] == shown


def test_every_kind_is_shown_with_its_owner_and_words() -> None:
    shown = rows("The deadlines that Vires sets")
    assert [cells[0].strip("`").replace("-", "_") for cells in shown] == list(KINDS)
    for cells, kind in zip(shown, KINDS.values(), strict=True):
        assert cells[2].strip("`") == say_designation(kind.owner)
        if kind.name not in ("in_force", "call_in_window", "agreement_ends"):
            assert cells[1].replace("'", "’") == words.term(kind.name)


def test_every_event_is_shown_with_what_narrows_it() -> None:
    shown = {cells[0].strip("`"): cells[1] for cells in rows("Deadlines of your own")}
    assert list(shown) == list(EVENTS)
    for name, cell in shown.items():
        narrowed = EVENTS[name].narrowed
        values = [v.replace("_", "-") for found in narrowed.values() for v in found]
        assert re.findall(r"`([^`]+)`", cell) == [*narrowed, *values]


def test_every_key_of_a_text_is_named() -> None:
    keys = ("hour", "wait in", "only in", "propose item", "exception", "block", "trigger")
    more = ("extension", "owner", "title", "from", "due", "met by", "where", "usual", "tell")
    assert [key for key in (*keys, *more) if f"`{key}`" not in PAGE and f"{key}:" not in PAGE] == []

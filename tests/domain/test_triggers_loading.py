"""Reading triggers: every problem at once, with its line and what to do."""

import pytest

from governance import words
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.escalation.model import Span
from governance.domain.triggers import CAUSES, load_triggers

HEAD = "vires: triggers/1\nkey: ours\ntitle: Ours\ntriggers:\n"
ONE = """\
  one:
    title: One
    source: local
    looks for: {cause}
    offers: {offers}
"""


def problems(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(Unusable) as error:
        load_triggers(text.encode(), "ours.yaml")
    for one in error.value.problems:
        assert words.say(one.code, one.params)
    return [(one.code, one.line) for one in error.value.problems]


def test_the_bundled_text_has_every_cause_and_a_source_for_each() -> None:
    text = (config_dir() / "triggers/starting-triggers.yaml").read_bytes()
    found = load_triggers(text, "starting-triggers.yaml")
    assert {one.looks_for for one in found.triggers.values()} == set(CAUSES)
    assert all(one.source for one in found.triggers.values())
    assert found.triggers["insolvency"].answer == Span(1, "working_days")
    assert found.triggers["red-twice"].questions == ("better_off",)


def test_every_problem_is_told_at_once() -> None:
    text = (
        HEAD
        + """\
  Bad Name:
    title: T
    looks for: consecutive red
    offers: help
  two:
    title: T
    source: s
    looks for: insolvency
    offers: change
    periods: 3
    only where: {regimes: [nonsense], value from: 10.00, value under: 5.00}
  three:
    title: T
    source: s
    looks for: agreement ending
    offers: emergency
    warn days before: 30
    only where: {}
"""
    )
    assert problems(text) == [
        ("trigger.name_unusable", 6),
        ("text.missing", 6),
        ("trigger.cause_unknown", 7),
        ("text.not_one_of", 8),
        ("trigger.emergency_only", 13),
        ("trigger.says_for_another", 14),
        ("text.not_one_of", 15),
        ("trigger.no_value_left", 15),
        ("trigger.no_emergency", 20),
        ("trigger.warns_late", 21),
        ("trigger.scope_empty", 22),
    ]


@pytest.mark.parametrize("cause", [c for c in CAUSES if CAUSES[c].emergency])
def test_an_emergency_offers_nothing_else(cause: str) -> None:
    load_triggers((HEAD + ONE.format(cause=cause, offers="emergency")).encode(), "ours.yaml")
    assert problems(HEAD + ONE.format(cause=cause, offers="support"))[0][0] == (
        "trigger.emergency_only"
    )


def test_a_text_without_triggers_says_so() -> None:
    assert problems(HEAD.replace("triggers:\n", "triggers: {}\n"))[0][0] == "trigger.says_nothing"

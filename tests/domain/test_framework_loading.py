"""Frameworks as texts: the bundled ones, a third that needs no code, and every mistake at once."""

from __future__ import annotations

import pytest

from governance import words
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.framework import Framework, load_framework, translate
from governance.domain.framework.checks import check_crosswalk
from governance.domain.texts import parse


def read(text: str) -> Framework:
    return load_framework(parse(text.encode(), "own.yaml"), "own.yaml")


def bundled(key: str) -> Framework:
    file = config_dir() / "frameworks" / f"{key}.yaml"
    return load_framework(parse(file.read_bytes(), file.name), file.name)


def mistakes(text: str) -> list[str]:
    with pytest.raises(Unusable) as caught:
        read(text)
    return [f"{p.line}: {words.say(p.code, p.params)}" for p in caught.value.problems]


THIRD = """\
vires: framework/1
key: well-being
title: Well-being in five steps
stages:
  - key: listen
    title: Listen
    covers: [needs_analysis]
    gates:
      - {key: heard, title: Heard}
  - key: imagine
    title: Imagine
    covers: [planning]
    gates:
      - {key: imagined, title: Imagined, asks: [outcomes]}
  - key: fund
    title: Fund
    after: [listen, imagine]
    covers: [investment]
    gates:
      - {key: funded, title: Funded, decision: award}
  - key: look-back
    title: Look back
    after: [fund]
    covers: [review]
    gates:
      - {key: looked-back, title: Looked back}
feeds:
  - {from: look-back, to: listen}
crosswalk:
  four-step:
    listen: understand
    imagine: plan
    fund: do
    look-back: review
"""


def test_a_third_framework_needs_no_code() -> None:
    third, four = read(THIRD), bundled("four-step")
    assert third.stage_keys == ("listen", "imagine", "fund", "look-back")
    check_crosswalk(third, four, "own.yaml")
    assert translate(third, "fund", four) == ("do",)
    assert translate(four, "do", third) == ("fund",), "one crosswalk reads both ways"


def test_the_bundled_frameworks_stand_for_each_other() -> None:
    four, nine = bundled("four-step"), bundled("nine-step-2005")
    check_crosswalk(four, nine, "four-step.yaml")
    check_crosswalk(nine, four, "nine-step-2005.yaml")
    assert len(nine.stages) == 9
    for stage in four.stage_keys:
        there = translate(four, stage, nine)
        assert {back for one in there for back in translate(nine, one, four)} == {stage}
    assert [translate(nine, stage, four)[0] for stage in nine.stage_keys] == [
        *["understand"] * 3,
        *["plan"] * 3,
        *["do"] * 2,
        "review",
    ]
    assert [gate.decision for stage in four.stages for gate in stage.gates if gate.decision] == [
        "permission-to-procure",
        "award",
        "extend",
        "exit",
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("covers: [needs_analysis]", "covers: []", "1: No stage of this framework covers needs"),
        ("covers: [planning]", "covers: [investment]", "1: No stage of this framework covers plan"),
        ("from: look-back, to: listen", "from: fund, to: listen", "1: No stage that reviews feeds"),
        (
            "after: [fund]",
            "after: [look-back]",
            "21: Waiting for one another or for itself, this can",
        ),
        (
            "covers: [planning]",
            "after: [fund]\n    covers: [planning]",
            "10: Waiting for one another or for itself, this can never open: imagine, fund and look-back.",
        ),
        ("{key: heard, title: Heard}", "{key: heard, title: H, required: no}", "5: The stage “lis"),
        ("    fund: do\n", "", "31: The crosswalk to “four-step” leaves out the stage “fund”."),
        ("  four-step:\n", "  well-being:\n", "1: The framework “well-being” has a crosswalk to"),
        ("    fund: do\n", "    fund: do\n    more: do\n", "34: “more” means nothing here."),
        ("- key: imagine", "- key: listen", "10: The stage “listen” stands here a second time."),
        ("{key: heard,", "{key: imagined,", "1: Two gates have the key “imagined”."),
        ("after: [fund]", "after: [fun]", "23: “fun” is not a possible value of “after”."),
        ("asks: [outcomes]", "asks: [colour]", "14: “colour” is not a possible value of “asks”."),
        ("framework/1", "framework/2", "1: “framework/2” is not a possible value of “vires”."),
        ("from: look-back, to", "from: look-bak, to", "28: “look-bak” is not a possible value of"),
        ("    title: Fund\n", "", "15: “title” is missing."),
        ("crosswalk:", "levels:\n  local: []\ncrosswalk:", "30: “local” should be a single value."),
        ("feeds:", "feed:", "28: “feed” means nothing here."),
    ],
)
def test_each_mistake_is_named_with_its_line(old: str, new: str, says: str) -> None:
    assert old in THIRD
    found = mistakes(THIRD.replace(old, new, 1))
    assert any(line.startswith(says) for line in found), found


def test_every_mistake_is_named_at_once() -> None:
    text = THIRD.replace("    title: Fund\n", "").replace("after: [fund]", "after: [fun]")
    text = text.replace("decision: award", "decision: A Ward")
    assert mistakes(text) == [
        "15: “title” is missing.",
        "19: “A Ward” cannot be used for “decision”.",
        "22: “fun” is not a possible value of “after”.",
    ]


@pytest.mark.parametrize("text", ["- a\n", "vires: framework/1\n", "stages: 3\n", "stages: [3]\n"])
def test_what_is_no_framework_is_unusable(text: str) -> None:
    assert mistakes(text)


def test_a_crosswalk_names_stages_that_are_there() -> None:
    third = read(THIRD.replace("fund: do", "fund: does"))
    with pytest.raises(Unusable) as caught:
        check_crosswalk(third, bundled("four-step"), "own.yaml")
    assert [words.say(p.code, p.params) for p in caught.value.problems] == [
        "The stage “fund” is said to stand for “does”, which “four-step” does not have.",
        "No stage stands for “do” of “four-step”.",
    ]

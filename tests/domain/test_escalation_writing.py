"""What a policy says, written as entries of its text: read again it is the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from governance.adapters.sheets.text import flow
from governance.configuration import config_dir
from governance.domain.escalation import KINDS, Offset, Prompt, load_escalation
from governance.domain.escalation.writing import level_entries, rule_entries
from governance.domain.texts import parse

FILES = sorted((config_dir() / "escalations").iterdir())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_written_anew_says_the_same(file: Path) -> None:
    policy = load_escalation(file.read_bytes(), file.name)
    says = {}
    for kind, rule in policy.deadlines.items():
        entries = rule_entries(rule)
        if kind in KINDS:
            entries["owner"] = entries.get("owner") or rule.owner.replace("_", " ")
        entries["prompts"] = [level_entries(one) for one in rule.prompts]
        says[kind] = entries
    head = {"vires": "escalation/1", "key": "ours", "title": "Ours", "deadlines": says}
    again = load_escalation(flow(head).encode(), "ours.yaml")
    assert again.deadlines == policy.deadlines


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_says_the_same_stays_as_it_was_written(file: Path) -> None:
    policy = load_escalation(file.read_bytes(), file.name)
    for name, old in parse(file.read_bytes(), file.name).plain["deadlines"].items():
        rule = policy.deadlines[name.replace("-", "_") if name not in policy.deadlines else name]
        assert rule_entries(rule, was=rule, old=old) == old
        for prompt, entries in zip(rule.prompts, old["prompts"], strict=True):
            assert level_entries(prompt, was=prompt, old=entries) == entries


def test_only_what_changed_is_written_and_names_keep_their_spelling() -> None:
    old = {"when": "5 Working  days after", "tell": ["the owner", "the Lead's manager"]}
    was = Prompt(Offset(5, "working_days", "after"), ("owner", "manager:lead"))
    new = replace(was, tell=("manager:lead", "proper_officer"), exception=True)
    assert level_entries(new, was=was, old=old) == {
        "when": "5 Working  days after",
        "tell": ["the Lead's manager", "proper officer"],
        "exception": "yes",
    }
    gone = replace(new, tell=(), exception=False, items=("board",))
    assert level_entries(gone, was=was, old=old) == {
        "when": "5 Working  days after",
        "propose item": "board",
    }

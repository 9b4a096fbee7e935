"""The templates that ship: each is there, fits what is given to it, and reads as plain English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.adapters.templates import preview, template, templates
from governance.domain.errors import Unusable
from governance.domain.messages import render

ROOT = Path(__file__).parent.parent.parent
APPLICATION = sorted((ROOT / "governance" / "application").rglob("*.py"))
NAMES = sorted(templates())


def _queued() -> Iterator[tuple[str, str, set[str] | None]]:
    """Where a message is queued: its place, its template, the parameters given in plain sight."""
    for path in APPLICATION:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value.value
            for node in tree.body
            for target in _targets(node)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        }
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            keywords = {k.arg: k.value for k in call.keywords}
            name = keywords.get("template")
            if name is None:
                continue
            found = name.value if isinstance(name, ast.Constant) else None
            if isinstance(name, ast.Name):
                found = constants.get(name.id)
            if isinstance(found, str):
                place = f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
                yield place, found, _given(keywords.get("params"))


def _targets(node: ast.stmt) -> Iterator[ast.Name]:
    targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
    yield from (t for t in targets if isinstance(t, ast.Name))


def _given(params: ast.expr | None) -> set[str] | None:
    """The keys of a literal dictionary; None where they are not in plain sight."""
    if not isinstance(params, ast.Dict):
        return None
    return {
        k.value for k in params.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)
    }


QUEUED = list(_queued())


def test_the_walk_finds_what_is_queued() -> None:
    assert {"decision_wanted", "step_open", "decision_effective"} <= {name for _, name, _ in QUEUED}


def test_every_message_that_is_queued_has_its_template() -> None:
    told = set(re.findall(r'_told\(desk, at, "(\w+)"', _source("meetings/convening")))
    assert {"meeting_called", "agenda_published"} <= told
    assert [(p, n) for p, n, _ in QUEUED if n not in templates()] == []
    assert told <= templates().keys()


def test_every_template_is_given_what_it_uses() -> None:
    short = {
        (place, name): sorted(missing)
        for place, name, given in QUEUED
        if given is not None and (missing := templates()[name].params - given)
    }
    assert short == {}


def test_every_level_of_a_policy_is_given_what_its_template_uses() -> None:
    (given,) = (
        _given(node.value)
        for function in ast.walk(ast.parse(_source("deadlines/firing")))
        if isinstance(function, ast.FunctionDef) and function.name == "params"
        for node in ast.walk(function)
        if isinstance(node, ast.Return)
    )
    assert given is not None
    for name in ("reminder", "escalation"):
        assert sorted(templates()[name].params - given) == []


def test_what_is_missed_is_told_in_lines() -> None:
    _, body = preview("exception_report")
    assert body == (
        """\
Executive Board has to be told of 2 missed deadlines at its meeting M-0001 on Thursday 13 March 2025:

- W-0001 Short breaks for disabled children: review, due on 28 February 2025, is 9 working days overdue.
- And 1 more.

To see all of it, and what was done since, open M-0001 in Vires. At the meeting, ask what will be done about each, and by when.
"""
    )


def _source(name: str) -> str:
    return (ROOT / "governance" / "application" / f"{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_shown_without_data(name: str) -> None:
    subject, body = preview(name)
    assert 10 < len(subject) <= 100
    assert "\n" not in subject
    assert not re.search(r"[{}]|None|True|False|\n{3}", subject + body)
    assert body.endswith("\n")
    assert not body.endswith("\n\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_template_says_what_to_do(name: str) -> None:
    _, body = preview(name)
    assert "vires " not in body, "most people never see a command line"
    assert not re.search(r"\b(please|dear|kindly|shall|utili[sz]e)\b", body, re.IGNORECASE)


def test_a_reminder_reads_as_a_person_writes() -> None:
    assert preview("reminder") == (
        "W-0001: Review of the commission, due on 13 March 2025",
        """\
What is due: Review of the commission
For: W-0001, Short breaks for disabled children
Who has to do it: the lead of the commission (Casey Commissioner)

It is due on Thursday 13 March 2025, in 5 working days.

Hold it, and report it on the page of W-0001: the reminders then stop by themselves. If nothing is done, others are told.

To see what has to be done next, open C-0001 in Vires.
""",
    )


def test_a_reminder_that_comes_late_says_so() -> None:
    given = {
        "overdue": True,
        "days": 1,
        "late": "2025-03-11T08:00:00+00:00",
        "commission": None,
        "owner": "manager:chair:trust-board",
        "owners": [],
    }
    assert preview("reminder", given)[1] == (
        """\
What is due: Review of the commission
For: W-0001, Short breaks for disabled children
Who has to do it: whoever manages the chair of trust board

It was due on Thursday 13 March 2025, 1 working day ago.
This reminder was meant for 11 March 2025 and comes late.

Hold it, and report it on the page of W-0001: the reminders then stop by themselves. If nothing is done, others are told.

To see how the day was counted, open W-0001 in Vires.
"""
    )


def test_a_digest_holds_each_message_whole() -> None:
    entries = [{"subject": n, "body": f"{n} {{line}}.\nAgain.\n"} for n in ("One", "Two")]
    _, body = preview("daily_digest", {"entries": entries})
    assert body.endswith(
        "\n--------\nOne\n\nOne {line}.\nAgain.\n\n--------\nTwo\n\nTwo {line}.\nAgain.\n"
    )


def test_a_parked_prompt_says_why_even_where_the_words_do_not_fit() -> None:
    given = {"code": "store.full", "params": {"where": "vires.db"}}
    assert (
        "no room left on the disk of the database vires.db. Nothing was changed. Make room"
        in preview("prompt_parked", given)[1]
    )
    assert "Reason: store full. Nothing" in preview("prompt_parked", {**given, "params": {}})[1]
    assert "Reason: no such code.\n" in preview("prompt_parked", {"code": "no.such_code"})[1]


def test_whatever_is_missing_is_named_at_once() -> None:
    with pytest.raises(Unusable) as caught:
        render(template("meeting_called"), {"ref": "M-0001"})
    (problem,) = caught.value.problems
    assert problem.params == {
        "template": "meeting_called",
        "names": ["body", "on", "place", "starts"],
    }


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(Unusable) as caught:
        template("remainder")
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["nearest"]) == ("template.unknown", "reminder")

"""Reading and filling in templates: every problem with its line, nothing smuggled in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.domain.errors import Unusable
from governance.domain.messages import load_template, render
from governance.domain.messages.rendering import level, whom

TEXT = """\
---
urgent: yes
example:
  ref: R-0001
  days: 5
  late:
  kind: clear
---
Subject: Report {ref}

[late] It is late.
[not late] It is in time.
[kind=clear] Clear it.
[kind=consult, not late] Say what you think.
[days] In {days:count(day,days)}.
"""


def _problems(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(Unusable) as caught:
        load_template(text.encode(), "messages/a.md")
    return [(p.code, p.line) for p in caught.value.problems]


def test_a_template_is_read() -> None:
    found = load_template(TEXT.encode(), "messages/step_open.md")
    assert (found.name, found.urgent) == ("step_open", True)
    assert found.params == {"ref", "days", "late", "kind"}
    assert found.example == {"ref": "R-0001", "days": 5, "late": None, "kind": "clear"}


def test_lines_stand_only_where_their_conditions_hold() -> None:
    found = load_template(TEXT.encode(), "a.md")
    assert render(found, found.example)[1] == "It is in time.\nClear it.\nIn 5 days.\n"
    given_late = {"ref": "R-2", "days": 0, "late": "2025-01-01", "kind": "consult"}
    assert render(found, given_late) == ("Report R-2", "It is late.\n")
    in_time = {**given_late, "late": None, "days": 1}
    assert render(found, in_time)[1] == "It is in time.\nSay what you think.\nIn 1 day.\n"


def test_line_ends_of_another_system_change_nothing() -> None:
    found = load_template(TEXT.replace("\n", "\r\n").encode(), "a.md")
    assert found == load_template(TEXT.encode(), "a.md")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("{days:count(day,days)}", "{dys}"), [("template.no_example", 15)]),
        (("[late] It", "[later] It"), [("template.no_example", 11)]),
        (("[late] It", "[late?] It"), [("template.condition", 11)]),
        (("It is late.", "It {ref is late."), [("template.braces", 11)]),
        (("It is late.", "It {ref.__class__} is late."), [("template.braces", 11)]),
        (("It is late.", "It {ref!r} is late."), [("template.braces", 11)]),
        (("It is late.", "It {} is late."), [("template.braces", 11)]),
        (("It is late.", "It {ref:dy} is late."), [("template.format", 11)]),
        (("It is late.", "It {ref:day} is late."), []),
        (("It is late.", "{ref:said(parms)}"), [("template.no_example", 11)]),
        (("Subject: Report {ref}", "Report {ref}"), [("template.no_subject", 9)]),
        (("urgent: yes", "urgent: maybe"), [("text.not_one_of", 2)]),
        (("urgent: yes", "urgnt: yes"), [("text.unknown_key", 2)]),
        (("  days: 5", "  days: five"), [("template.example_unfit", None)]),
        (("  days: 5", "  days: 5\n  more: 1"), [("template.example_unused", None)]),
        (("---\nurgent", "urgent"), [("template.no_head", 1)]),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    change: tuple[str, str], found: list[tuple[str, int | None]]
) -> None:
    text = TEXT.replace(*change)
    assert text != TEXT
    if found:
        assert _problems(text) == found
    else:
        load_template(text.replace("R-0001", "2025-01-01").encode(), "a.md")


def test_everything_wrong_is_said_at_once() -> None:
    text = TEXT.replace("It is late.", "{no}").replace("It is in time.", "{ref:nothing}")
    assert _problems(text) == [("template.no_example", 11), ("template.format", 12)]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unusable) as caught:
        load_template(TEXT.encode().replace(b"late.", b"l\xffte."), "a.md")
    assert [(p.code, p.line) for p in caught.value.problems] == [("text.not_utf8", 11)]


SIMPLE = load_template(
    b"---\nexample: {title: A}\n---\nSubject: About {title}\n\nIt is {title}.\n", "a.md"
)


@given(st.text())
def test_whatever_a_value_holds_it_stays_a_value(title: Any) -> None:
    subject, body = render(SIMPLE, {"title": title})
    assert subject.startswith("About")
    assert subject.isprintable() or not subject.isascii()
    assert len(subject.splitlines()) == 1
    assert body.startswith("It is ")
    assert not any(c < " " and c not in "\n\t" for c in body)


def test_braces_in_a_value_are_text() -> None:
    assert render(SIMPLE, {"title": "{title.__class__} {0}"})[1] == "It is {title.__class__} {0}.\n"


@pytest.mark.parametrize(
    ("designation", "said"),
    [
        ("lead", "the lead of the commission"),
        ("proper_officer", "the proper officer"),
        ("director", "director"),
        ("chair:trust-board", "the chair of trust board"),
        ("manager:lead", "whoever manages the lead of the commission"),
        ("person:a-member", "a member"),
    ],
)
def test_a_designation_is_said_in_words(designation: str, said: str) -> None:
    assert whom(designation) == said


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("before-20-working-days", "20 working days before"),
        ("after-1-working-day", "1 working day after"),
        ("before-1-weeks", "1 week before"),
        ("on-the-day", "on the day"),
    ],
)
def test_a_level_is_said_in_words(key: str, said: str) -> None:
    assert level(key) == said

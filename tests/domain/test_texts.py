"""What a text handed in may not hold, and where it is said to stand."""

import pytest

from governance.domain.errors import Refused, Unusable
from governance.domain.texts import DEEPEST, FOUND, LARGEST, TOLD, Problems, Reader, parse


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\n---\na: 2\n", "text.second_document", 2),
        ("a: 1\n...\nb\n", "text.not_yaml", 3),
        ("a: 1\n---\n: [\n", "text.second_document", 2),
        ('a: 1\nb: "x\\x1b[31m"\n', "text.not_shown", 2),
        ('a: 1\n"b\\ud800": 2\n', "text.not_yaml", 2),
        ('a: "\\0"\n', "text.not_shown", 1),
    ],
)
def test_nothing_hides_in_a_text(text: str, code: str, line: int) -> None:
    with pytest.raises(Unusable) as caught:
        parse(text.encode(), "a.yaml")
    assert [(p.code, p.line) for p in caught.value.problems] == [(code, line)]


@pytest.mark.parametrize(
    "text", ["a: 1\n", "---\na: 1\n...\n", 'a: "1\\n2\\t3"\n', "a: ü é 漢 £\n"]
)
def test_ordinary_texts_are_read(text: str) -> None:
    assert "a" in parse(text.encode(), "a.yaml").value


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"", "text.empty", 1),
        (b"# only a remark\n", "text.empty", 1),
        (b"a: 1\nb: \xff\n", "text.not_utf8", 2),
        (b"a: 1\nb: [1\n", "text.not_yaml", 3),
        (b"a: 1\nb: \x07\n", "text.not_yaml", 2),
        (b"a: &x 1\n", "text.alias", 1),
        (b"a: 1\nb: *x\n", "text.alias", 2),
        (b"a: 1\na: 2\n", "text.duplicate_key", 2),
        (b"a: 1\n[b]: 2\n", "text.key_not_text", 2),
        (b"a: 1\nb: !!python/name:os.system x\n", "text.tag", 2),
        (b"[" * (DEEPEST + 2), "text.too_deep", 1),
        (b"a" * (LARGEST + 1), "text.too_large", None),
    ],
)
def test_a_hostile_or_broken_text_is_one_problem_at_its_line(
    text: bytes, code: str, line: int | None
) -> None:
    with pytest.raises(Unusable) as caught:
        parse(text, "a.yaml")
    assert [(p.code, p.line, p.file) for p in caught.value.problems] == [(code, line, "a.yaml")]


FORM = """\
name: [a]
code: Not A Key
kind: blu
number: ten
on: 30/02/2025
amount: 1.005
each: [1, [2]]
list: {a: 1}
part: 7
whole: [b]
typo: 1
"""


def test_a_reader_goes_on_and_says_everything_at_once() -> None:
    problems = Problems("a.yaml")
    reader = Reader(parse(FORM.encode(), "a.yaml"), problems)
    assert reader.text("name") == ""
    assert reader.key("code") == "Not A Key"
    assert reader.choice("kind", ["blue", "red"]) == "blue"
    assert reader.integer("number", least=1, most=5) == 1
    assert reader.day("on")
    assert reader.pence("amount") is None
    assert reader.texts("each") == []
    assert reader.nodes("list") == []
    part = reader.reader("part", required=True)
    assert part is not None
    assert part.text("inner", "as it was") == "as it was"
    assert reader.mapping("whole") == {}
    assert reader.want("absent") is None
    reader.done()
    with pytest.raises(Unusable) as caught:
        problems.stop_if_any()
    assert [(p.line, p.code) for p in caught.value.problems] == [
        (1, "text.want_text"),
        (1, "text.missing"),
        (2, "text.want_key"),
        (3, "text.not_one_of"),
        (4, "text.want_integer"),
        (5, "text.want_day"),
        (6, "money.unreadable"),
        (7, "text.want_list"),
        (8, "text.want_list"),
        (9, "text.want_mapping"),
        (10, "text.want_mapping"),
        (11, "text.unknown_key"),
    ]


def test_what_is_missing_and_optional_is_empty() -> None:
    problems = Problems("a.yaml")
    reader = Reader(parse(b"empty: ~\n", "a.yaml"), problems)
    assert (reader.texts("a"), reader.nodes("b"), reader.readers("c")) == ([], [], [])
    assert (reader.mapping("d"), reader.reader("e"), reader.pence("f")) == ({}, None, None)
    assert (reader.optional_day("g"), reader.integer("h", 4)) == (None, 4)
    assert reader.get("empty") is None
    assert reader.want("empty") is None
    reader.done()
    assert [(p.line, p.code) for p in problems.found] == [(1, "text.missing")]


def test_a_refusal_is_not_taken_for_a_problem_of_the_text() -> None:
    with pytest.raises(Refused):
        Problems("a.yaml").take(1, Refused.one("lifecycle.reason_missing"))


@pytest.mark.parametrize(
    ("wrong", "last", "more"),
    [
        (TOLD, "text.unknown_key", None),
        (TOLD + 1, "text.more", 1),
        (FOUND - 1, "text.more", FOUND - 1 - TOLD),
        (40_000, "text.many_more", FOUND - TOLD),
    ],
)
def test_so_many_problems_are_told_and_no_more_looked_for(
    wrong: int, last: str, more: int | None
) -> None:
    text = "".join(f"unknown-{number}: x\n" for number in range(wrong))
    problems = Problems("a.yaml")
    reader = Reader(parse(text.encode(), "a.yaml"), problems)
    reader.text("known", "")

    def whole() -> None:
        reader.done()
        problems.stop_if_any()

    with pytest.raises(Unusable) as caught:
        whole()
    told = caught.value.problems
    assert [p.line for p in told[:TOLD]] == list(range(1, TOLD + 1))
    assert (told[-1].code, told[-1].params.get("count")) == (last, more)
    assert len(told) == TOLD + (more is not None)
    assert len(problems.found) <= FOUND

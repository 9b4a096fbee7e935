"""What a text handed in may not hold, and where it is said to stand."""

import pytest

from governance.domain.errors import Unusable
from governance.domain.texts import parse


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\n---\na: 2\n", "text.second_document", 2),
        ("a: 1\n...\nb\n", "text.not_yaml", 3),
        ("a: 1\n---\n: [\n", "text.second_document", 2),
        ('a: 1\nb: "x\\x1b[31m"\n', "text.not_shown", 2),
        ('a: 1\n"b\\ud800": 2\n', "text.not_shown", 2),
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

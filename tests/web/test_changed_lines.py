"""Lines that differ between two texts, with their numbers in each."""

import difflib

from governance.interfaces.web.rooms.rules.changed_lines import Line, passages


def test_each_line_has_its_number_in_each_text() -> None:
    before = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "- j"]
    after = ["a", "B", "c", "d", "e", "f", "g", "h", "i", "- j", "+ k"]
    first, second = passages(difflib.unified_diff(before, after, "V-1", "V-2", lineterm="", n=1))
    assert first == [
        Line(1, 1, "kept", "a"),
        Line(2, None, "gone", "b"),
        Line(None, 2, "added", "B"),
        Line(3, 3, "kept", "c"),
    ]
    assert second == [Line(10, 10, "kept", "- j"), Line(None, 11, "added", "+ k")]
    assert passages([]) == []

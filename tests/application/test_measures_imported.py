"""Values from a file: every row is told, and the same file again changes nothing."""

import pytest
from measuring import counts, example, imported, measure, played, ratings, ticking
from reports import Life, codes

from governance.application.performance import queries
from governance.domain.errors import Unusable

__all__ = ["example", "played", "ticking"]


FILE = """\
Measure,Period,Value
Q-0001,2024/25 Q1,95
q-0001,2024-07 to 2024-09,"1,050.5"
Q-0001,2024/25 Q3,50
"""


def test_a_file_is_imported_once(played: Life) -> None:
    ref = measure(played)
    assert counts(imported(played, FILE)) == (3, 0, 0, [])
    assert ratings(played, ref) == ["red", "green", "green"]
    version = played.row(ref, "measure").version
    assert counts(imported(played, FILE)) == (0, 0, 3, [])
    assert played.row(ref, "measure").version == version
    changed = FILE.replace(",95", ",96")
    assert counts(imported(played, changed)) == (0, 0, 2, [(2, ["measures.import.differs"])])
    assert counts(imported(played, changed, "recounted")) == (0, 1, 2, [])
    with played.looking() as desk:
        oldest = queries.show(desk, ref)["observations"][-2]
    assert (oldest["value"], oldest["reason"], oldest["source"]) == (
        "96",
        "recounted",
        "values.csv",
    )


def test_every_row_that_is_wrong_is_told_and_the_others_are_taken(played: Life) -> None:
    measure(played)
    text = FILE + (
        "Q-0009,2024/25 Q1,x\n"
        ",,\n"
        "Q-0001,2024-05 to 2024-07,1\n"
        "Q-0001,2024/25 Q3,51\n"
        "Q-0001,2025/26 Q1,5\n"
        "Q-0001,,\n"
        "Q-0001,2024/25 Q2\n"
        'Q-0001,2024/25 Q2,"1,050.50"\n'
    )
    assert counts(imported(played, text)) == (
        2,
        0,
        0,
        [
            (4, ["measures.import.contradicts"]),
            (5, ["measures.import.unknown", "value.unreadable"]),
            (7, ["measure.out_of_step"]),
            (8, ["measures.import.contradicts"]),
            (9, ["measure.period_not_over"]),
            (10, ["measures.import.empty_cell", "measures.import.empty_cell"]),
            (11, ["measures.import.ragged"]),
            (12, ["measures.import.twice"]),
        ],
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", ["text.empty"]),
        ("a,b\n1,2\n", ["measures.import.heading"] * 3 + ["measures.import.heading_unknown"] * 2),
        ('measure,period,value\n"Q-0001,1\n', ["measures.import.quotes"]),
        ("Measure;Period;Value\nQ-0001;2024/25 Q1;1,240\n", ["measures.import.separator"]),
        ("value\tmeasure\tperiod\n", ["measures.import.separator"]),
        ("sep=;\nmeasure;period;value\n", ["measures.import.separator"]),
    ],
)
def test_a_file_that_is_no_table_of_values(played: Life, text: str, why: list[str]) -> None:
    with pytest.raises(Unusable) as raised:
        imported(played, text)
    assert codes(raised) == why

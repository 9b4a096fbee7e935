"""`vires calendar`: the answers programs rely on, what people read, and what cannot be used."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from governance.interfaces.cli.main import main


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def vires(capsys: pytest.CaptureFixture[str]) -> Callable[[str], Ran]:
    def run(line: str) -> Ran:
        with pytest.raises(SystemExit) as caught:
            main(["calendar", *line.split()])
        out, err = capsys.readouterr()
        return Ran(int(caught.value.code or 0), out, err)

    return run


def test_earliest(vires: Any) -> None:
    ran = vires("earliest --policy clear_calendar_days --days 28 --notice 2025-02-20 --json")
    assert ran.code == 0
    assert (ran.json["raw"], ran.json["rolled"]) == ("2025-03-21", "2025-03-21")
    trace = ran.json["trace"]
    assert trace[:2] == [
        {"day": "2025-02-20", "counted": False, "why": "day of the notice, left out"},
        {"day": "2025-02-21", "counted": True, "why": "counts"},
    ]
    assert sum(entry["counted"] for entry in trace) == 28


def test_latest(vires: Any) -> None:
    ran = vires("latest --policy clear_working_days --days 5 --meeting 2019-04-23 --json")
    assert ran.code == 0
    assert ran.json["latest_notice"] == "2019-04-11"
    assert {"day": "2019-04-19", "counted": False, "why": "bank holiday: Good Friday"} in ran.json[
        "trace"
    ]


def test_window(vires: Any) -> None:
    ran = vires("window --policy working_days_first_included --days 8 --from 2024-12-24 --json")
    assert ran.code == 0
    assert ran.json["last_day"] == "2025-01-07"
    assert ran.json["effective"] == "2025-01-08"
    assert ran.json["closes_at"] == "2025-01-08T00:00:00+00:00"
    assert sum(entry["counted"] for entry in ran.json["trace"]) == 8


def test_closed_days_the_hour_and_the_area_are_heeded(vires: Any) -> None:
    ask = "window --policy end_of_nth_working_day_after --days 5 --from 2025-03-24 --json "
    assert vires(ask).json["last_day"] == "2025-03-31"
    shut = vires(ask + "--closed 2025-03-26 --closed 2025-03-27 --cutoff 17:00").json
    assert (shut["last_day"], shut["effective"]) == ("2025-04-02", "2025-04-03")
    assert shut["closes_at"] == "2025-04-02T17:00:00+01:00"
    area = "earliest --policy clear_working_days --days 2 --notice 2025-03-14 --json "
    assert vires(area).json["raw"] == "2025-03-19"
    assert vires(area + "--jurisdiction northern-ireland").json["raw"] == "2025-03-20"


def test_a_closed_day_moves_the_rolled_day_of_a_calendar_day_count_only(vires: Any) -> None:
    ask = "earliest --policy clear_calendar_days --days 28 --notice 2025-02-20 --json "
    found = vires(ask + "--closed 2025-03-21").json
    assert (found["raw"], found["rolled"]) == ("2025-03-21", "2025-03-24")
    assert [entry["why"] for entry in found["passed_over"]] == ["closed day", "Saturday", "Sunday"]


def test_people_read_the_answer_first_and_then_the_working(vires: Any) -> None:
    ran = vires("earliest --policy clear_calendar_days --days 28 --notice 2021-11-26")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "The first lawful day is Saturday 25 December 2021. The first working day from then on is Wednesday 29 December 2021.",
        "The working",
        "",
        " Day                    To                     Why                                            Counted so far",
        " ───────────────────────────────────────────────────────────────────────────────────────────────────────────",
        " Fri 26 November 2021                          day of the notice, left out",
        " Sat 27 November 2021   Fri 24 December 2021   counts                                         28",
        " Sat 25 December 2021                          day of the meeting or decision, left out",
        " Sat 25 December 2021                          Saturday",
        " Sun 26 December 2021                          Sunday",
        " Mon 27 December 2021                          bank holiday: Christmas Day (substitute day)",
        " Tue 28 December 2021                          bank holiday: Boxing Day (substitute day)",
        "",
    ]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        (
            "earliest --policy clear_working_days --days 5 --notice 2021-11-26",
            "The first lawful day is Monday 6 December 2021.",
        ),
        (
            "latest --policy clear_working_days --days 5 --meeting 2019-04-30",
            "Give notice on or before Thursday 18 April 2019.",
        ),
        (
            "latest --policy clear_calendar_days --days 28 --meeting 2025-03-23",
            "Give notice on or before Saturday 22 February 2025. The last working day by then is Friday 21 February 2025.",
        ),
        (
            "window --policy working_days_first_excluded --days 8 --from 2024-12-24",
            "The last day is Wednesday 8 January 2025; it closes at midnight at the end of that day. What waits for it takes effect on Thursday 9 January 2025.",
        ),
        (
            "window --policy end_of_nth_working_day_after --days 5 --from 2020-02-14 --cutoff 17:30",
            "The last day is Friday 21 February 2020; it closes at 5:30pm on 21 February 2020. What waits for it takes effect on Saturday 22 February 2020.",
        ),
    ],
)
def test_what_people_read_first(vires: Any, line: str, first: str) -> None:
    ran = vires(line)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == first


def test_the_policies_are_listed(vires: Any) -> None:
    ran = vires("policies --json")
    assert ran.code == 0
    listed = {row["policy"]: row["answers"] for row in ran.json["policies"]}
    assert listed["clear_calendar_days"] == ["earliest", "latest"]
    assert listed["end_of_nth_working_day_after"] == ["window"]
    assert all(row["meaning"] and row["source"] for row in ran.json["policies"])
    assert "s243_clear_days" in vires("policies").out


@pytest.mark.parametrize(
    ("line", "code", "hint"),
    [
        ("earliest --policy clear_day --days 5 --notice 2025-01-01", "policy_unknown", "Did you mean"),
        (
            "earliest --policy working_days_first_included --days 8 --notice 2025-01-01",
            "policy_wrong_verb",
            "clear_working_days",
        ),
        (
            "window --policy clear_calendar_days --days 8 --from 2025-01-01",
            "policy_wrong_verb",
            "working_days_first_excluded",
        ),
        ("earliest --policy s243_clear_days --days 5 --notice 2025-02-30", "day_unreadable", "YYYY"),
        ("earliest --policy s243_clear_days --days 5 --notice 20250220", "day_unreadable", "YYYY"),
        ("earliest --policy s243_clear_days --days 5 --notice ٢٠٢٥-01-01", "day_unreadable", "YYYY"),
        ("earliest --policy s243_clear_days --days 5 --notice 0001-01-01", "year", "1978"),
        ("latest --policy s243_clear_days --days 5 --meeting 9999-12-31", "year", "2100"),
        ("earliest --policy s243_clear_days --days 5 --notice 2100-12-30", "out_of_years", "2100|fewer"),
        ("earliest --policy s243_clear_days --days 0 --notice 2025-01-01", "days_out_of_bounds", "2,000"),
        ("earliest --policy s243_clear_days --days 2001 --notice 2025-01-01", "days_out_of_bounds", "2,000"),
        ("earliest --policy s243_clear_days --days 1e3 --notice 2025-01-01", "days_unreadable", "whole"),
        (
            f"earliest --policy s243_clear_days --days {'9' * 5000} --notice 2025-01-01",
            "days_unreadable",
            "whole",
        ),
        ("earliest --policy s243_clear_days --days 5 --notice 2025-01-01 --closed x", "day_unreadable", "YYYY"),
        ("window --policy working_days_after --days 5 --from 2025-01-01 --cutoff 24:00", "cutoff_unreadable", "17:00"),
        (
            "earliest --policy s243_clear_days --days 5 --notice 2025-01-01 --jurisdiction engalnd",
            "jurisdiction_unknown",
            "england",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_what_to_do(vires: Any, line: str, code: str, hint: str) -> None:
    ran = vires(f"{line} --json")
    assert ran.code == 2
    assert ran.json["error"]["code"] == f"calendar.{code}"
    assert any(part in ran.json["error"]["remedy"] for part in hint.split("|"))
    said = vires(line)
    assert said.code == 2
    assert said.out == ""
    assert ran.json["error"]["words"] in said.err
    assert "Traceback" not in said.err


def test_all_that_is_wrong_is_said_at_once(vires: Any) -> None:
    ran = vires("window --policy nope --days x --from y --cutoff z --jurisdiction q --json")
    assert ran.code == 2
    assert [problem["code"] for problem in ran.json["error"]["all"]] == [
        "calendar.policy_unknown",
        "calendar.days_unreadable",
        "calendar.day_unreadable",
        "calendar.jurisdiction_unknown",
        "calendar.cutoff_unreadable",
    ]


def test_a_missing_or_mistyped_option_is_json_for_programs_too(vires: Any) -> None:
    for line in ("earliest --days 5 --json", "earliest --dais 5 --json", "nonsense --json"):
        ran = vires(line)
        assert ran.code == 2
        assert ran.json["error"]["code"] == "cli.usage"
        assert ran.json["error"]["words"]
        assert ran.json["error"]["remedy"]
    plain = vires("earliest --days 5")
    assert plain.code == 2
    assert "Missing option" in plain.err


def test_help_is_help_with_json_too(vires: Any) -> None:
    for line in ("--help", "earliest --help --json"):
        ran = vires(line)
        assert ran.code == 0
        assert "Usage: vires calendar" in ran.out


def test_it_starts_without_what_is_heavy() -> None:
    program = (
        "import sys\n"
        "from governance.interfaces.cli.main import main\n"
        "try: main(['calendar', 'policies', '--json'])\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'sqlalchemy', 'sqlmodel', 'holidays', 'fastapi', 'transitions'}\n"
        "print(sorted(heavy & sys.modules.keys()), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stderr == "[]\n"

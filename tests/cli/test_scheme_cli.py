"""`vires scheme`: the answers programs rely on, what people read, and what cannot be used."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
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
def vires(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as caught:
            main(["scheme", *(str(one) for one in arguments)])
        out, err = capsys.readouterr()
        return Ran(int(caught.value.code or 0), out, err)

    return run


@pytest.fixture
def case(tmp_path: Path) -> Callable[..., Path]:
    def write(**values: Any) -> Path:
        file = tmp_path / "case.json"
        file.write_text(json.dumps(values), encoding="utf-8")
        return file

    return write


GLOUCESTER = "gloucester-city-2026"


def test_one_rule_takes_the_case(vires: Any, case: Any) -> None:
    file = case(kind="award", value="150000", forward_plan_listed=True)
    ran = vires("path", GLOUCESTER, "--case", file, "--on", "2026-02-02", "--json")
    assert ran.code == 0
    answer = ran.json
    assert set(answer) == {"rule", "path", "procedure", "because"}
    assert answer["rule"] == "G4"
    assert answer["path"] == [
        {
            "decider": "senior-officer",
            "method": "single_officer",
            "parallel": False,
            "kind": "decide",
            "title": "the senior authorised officer",
            "group": 1,
        }
    ]
    assert answer["procedure"]["names"] == ["key-decision"]
    assert answer["procedure"]["key_decision"] is True
    assert answer["procedure"]["notices"] == [
        {"kind": "forward_plan", "policy": "clear_calendar_days", "days": 28}
    ]
    assert "On the forward plan: yes." in answer["because"]


def test_steps_that_run_at_once_say_so(vires: Any, case: Any) -> None:
    ran = vires("path", "example-partnership", "--case", case(kind="pool"), "--json")
    steps = [
        (step["group"], step["kind"], step["decider"], step["parallel"], step["method"])
        for step in ran.json["path"]
    ]
    assert steps == [
        (1, "consult", "s151", True, None),
        (1, "consult", "monitoring-officer", True, None),
        (2, "recommend", "trust-board", False, None),
        (3, "decide", "each-partner", False, "each_partner_in_writing"),
    ]


def test_a_path_in_words(vires: Any, case: Any) -> None:
    file = case(kind="permission-to-procure", cumulative_value="3,000,000")
    ran = vires("path", "example-partnership", "--case", file, "--on", "2026-02-02")
    assert ran.code == 0
    assert ran.out == (
        "Rule S4, the largest commitments\n"
        "Path: the chief finance officer clears and the monitoring officer clears; then the "
        "Partnership Board endorses; then the county council's cabinet decides.\n"
        "Procedure: options considered, item on a published agenda, key decision and decision "
        "open to call-in.\n"
        "Because:\n"
        "  The decision asked for is permission-to-procure.\n"
        "  The value together with linked commissions (£3,000,000) is over £2,000,000.\n"
        "  Rule S4 stands in: scheme, paragraph 3.4.\n"
    )


def test_too_little_is_known(vires: Any, case: Any) -> None:
    file = case(kind="award", value="150000")
    ran = vires("path", GLOUCESTER, "--case", file, "--json")
    assert ran.code == 1
    assert ran.json["unknown"] == ["forward_plan_listed"]
    assert ran.json["possible"] == ["G4"]
    told = vires("path", GLOUCESTER, "--case", file)
    assert told.code == 1
    assert "Find out: on the forward plan." in told.out


def test_no_rule_takes_the_case(vires: Any, case: Any) -> None:
    file = case(kind="award", value="30000.50")
    ran = vires("path", GLOUCESTER, "--case", file, "--json")
    assert (ran.code, ran.json) == (1, {"no_rule": True, "fallback": "proper_officer"})
    assert "It goes to the proper officer." in vires("path", GLOUCESTER, "--case", file).out


def test_own_schemes_have_no_fallback_and_conflicts_are_named(
    vires: Any, case: Any, tmp_path: Path
) -> None:
    scheme = tmp_path / "two.yaml"
    scheme.write_text(
        "vires: scheme/1\nkey: two\ntitle: Two\nstanding: own\nowner: board\nvat: including\n"
        "deciders: {a: {kind: office, title: A}, b: {kind: body, title: B}}\n"
        "inputs: {value: {type: money, most: '100'}}\n"
        "rules:\n"
        "  - {id: R1, when: {value: 10 to 50}, path: [{decide: a}]}\n"
        "  - {id: R2, when: {value: 20 to 50}, path: [{decide: b}]}\n",
        encoding="utf-8",
    )
    both = vires("path", scheme, "--case", case(value="30"), "--json")
    assert (both.code, both.json) == (1, {"conflict": ["R1", "R2"]})
    assert "Rules R1 and R2" in vires("path", scheme, "--case", case(value="30")).out
    none = vires("path", scheme, "--case", case(value="5"), "--json")
    assert (none.code, none.json) == (1, {"no_rule": True})
    assert "No rule takes this case." in vires("path", scheme, "--case", case(value="5")).out


def test_what_cannot_be_used(vires: Any, case: Any, tmp_path: Path) -> None:
    file = case(kind="award", value=30000.5, valeu="1")
    ran = vires("path", GLOUCESTER, "--case", file, "--json")
    assert ran.code == 2
    codes = [one["code"] for one in ran.json["error"]["all"]]
    assert codes == ["scheme.case.float", "scheme.case.unknown"]
    told = vires("path", "gloster", "--case", file)
    assert told.code == 2
    assert "Did you mean gloucester-city-2026?" in told.err
    assert vires("path", GLOUCESTER, "--case", tmp_path / "none.json").code == 2
    assert vires("path", tmp_path, "--case", file).code == 2
    assert vires("path", "x" * 5000, "--case", file).code == 2
    assert vires("path", "nul\0", "--case", file).code == 2
    assert vires("path", GLOUCESTER, "--case", file, "--on", "2026-13-01").code == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text("vires: scheme/1\nkey: x\nrules: []\n", encoding="utf-8")
    told = vires("show", broken)
    assert told.code == 2
    assert f"{broken}:1: “title” is missing." in told.err


def test_list_show_and_schema(vires: Any) -> None:
    names = [row["name"] for row in vires("list", "--json").json]
    assert GLOUCESTER in names
    assert "example-partnership" in names
    assert "Wirral" in vires("list").out
    shown = vires("show", "wirral", "--json").json
    assert shown["rules"][0]["when"] == "value over 1/10 of budget or value over £500,000"
    assert "the cabinet decides" in vires("show", GLOUCESTER).out
    assert vires("schema").json["title"].startswith("Vires scheme")
    assert vires("schema", "--json").json["type"] == "object"


@pytest.mark.parametrize(
    ("rule", "when"),
    [
        ("E1", "decision_day on or before ends minus 28 days and extension_months up to longest-extension"),
        ("W3", "value over procurement-threshold on procurement_commenced"),
        ("A1", "prior_approval over £0 and whole_life_value up to prior_approval"),
        ("S1", "kind permission-to-procure or award and cumulative_value up to small-sum"),
        ("R3", "(kind grant and funding capital) or (kind grant and funding revenue and value over £100,000 and value over 1/20 of budget)"),
    ],
)  # fmt: skip
def test_conditions_in_words(vires: Any, rule: str, when: str) -> None:
    rules = {
        one["rule"]: one for one in vires("show", "example-partnership", "--json").json["rules"]
    }
    assert when in rules[rule]["when"]


def test_the_command_itself_needs_no_heavy_imports(case: Any) -> None:
    """Started as people start it; the answer comes without the database or the flows."""
    code = (
        "import sys; from governance.interfaces.cli.main import main\n"
        "try: main()\n"
        "finally: print([m for m in ('sqlalchemy', 'prefect', 'fastapi') if m in sys.modules])"
    )
    arguments = ["scheme", "path", "wirral", "--case", str(case(value="600000")), "--json"]
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert '"rule": "K1"' in ran.stdout
    assert ran.stdout.strip().endswith("[]")


DATED = """\
vires: scheme/1
key: dated
title: A limit that changed
standing: own
owner: board
vat: excluding
deciders: {a: {kind: office, title: A}, b: {kind: office, title: B}}
inputs:
  value: {type: money}
  decided: {type: day, from: decision_day, least: 2020-04-01}
limits:
  small: {dates: [{from: 2020-04-01, amount: "75,000"}, {from: 2024-04-01, amount: "100,000"}]}
rules:
  - {id: D1, when: {value: up to small}, path: [{decide: a}], source: p}
  - {id: D2, when: {value: over small}, path: [{decide: b}], source: p}
"""


def test_the_limits_are_those_of_the_day_of_decision_the_case_gives(
    vires: Any, case: Any, tmp_path: Path
) -> None:
    scheme = tmp_path / "dated.yaml"
    scheme.write_text(DATED, encoding="utf-8")
    file = case(value="80000", decided="2023-01-01")
    assert vires("path", scheme, "--case", file, "--json").json["rule"] == "D2"
    assert vires("path", scheme, "--case", file, "--on", "2023-01-01", "--json").code == 0
    ran = vires("path", scheme, "--case", file, "--on", "2024-05-01", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "scheme.case.other_day")

"""`vires scheme check`: what a secretary reads, what programs rely on, and mending the text."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance.configuration import config_dir
from governance.interfaces.cli.main import main

ON = "2026-02-02"
GLOUCESTER = "gloucester-city-2026"
SMALL = """\
vires: scheme/1
key: small
title: Small
standing: own
owner: board
vat: excluding
deciders: {officer: {kind: office, title: the officer}, board: {kind: body, title: the board}}
ranks: [[board, officer]]
inputs:
  kind: {one of: [award, waive], title: the decision asked for, from: kind}
  value: {type: money, most: "1,000,000", title: the value, from: value}  # in pounds
rules:
  - {id: A1, when: {kind: award, value: "up to 30,000"}, path: [{decide: officer}], source: "scheme, 1"}
  - {id: A2, when: {kind: award, value: 'SECOND'}, path: [{decide: board}], source: "SOURCE"}
  - id: W1
    when: {kind: waive}   # whatever it is worth
    path: [{decide: board}]
"""


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
def small(tmp_path: Path) -> Callable[..., Path]:
    def write(second: str, source: str = "scheme, 2", **more: str) -> Path:
        text = SMALL.replace("SECOND", second).replace("SOURCE", source)
        for old, new in more.items():
            text = text.replace(old, new)
        file = tmp_path / "small.yaml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_the_example_partnership_is_proved(vires: Any) -> None:
    ran = vires("check", "example-partnership", "--on", ON)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "Proved: 27 rules, every case has one path.\n"


def test_a_gap_is_told_by_a_case_its_neighbours_and_a_mend(vires: Any) -> None:
    ran = vires("check", GLOUCESTER, "--on", ON)
    assert ran.code == 1
    assert ran.out.startswith(
        "Not proved: 10 findings about 9 rules.\n\n"
        "1. Gap. An award of £30,000.50 matches no rule: G1 ends at £30,000, G2 starts at £30,001.\n"
        "   It is the same for every case with: the decision asked for: award and the contract's "
        "value from £30,000.01 to £30,000.99.\n"
        "   G1: contracts of £0 to £30,000\n"
        "   G2: contracts of £30,001 to £60,000\n"
        "   Its owner could mend it: in G2, on line 85, by “over 30,000 and up to 60,000” instead of “30,001 to 60,000”.\n"
        '   Try it: save {"kind": "award", "value": "30000.50"} as case.json, then run\n'
        "     vires scheme path gloucester-city-2026 --case case.json --on 2026-02-02\n"
    )
    assert (
        "4. Gap. An award of £110,000 (on the forward plan: no) matches no rule: G3 ends at "
        "£100,000, G5 starts at £250,001. With “on the forward plan” yes it would be G4.\n"
    ) in ran.out


def test_json_has_what_programs_rely_on(vires: Any) -> None:
    answer = vires("check", GLOUCESTER, "--on", ON, "--json").json
    assert list(answer) == ["proved", "rules", "findings", "unsettled", "more"]
    assert (answer["proved"], answer["rules"], answer["unsettled"]) == (False, 9, [])
    assert answer["findings"][0] == {
        "name": "gap-186365",
        "kind": "gap",
        "rules": ["G1", "G2"],
        "example": {"kind": "award", "value": "30000.50"},
        "words": "An award of £30,000.50 matches no rule: G1 ends at £30,000, G2 starts at £30,001.",
        "region": "the decision asked for: award and the contract's value from £30,000.01 to £30,000.99",
        "mend": {
            "rule": "G2",
            "line": 85,
            "input": "value",
            "before": "30,001 to 60,000",
            "after": "over 30,000 and up to 60,000",
        },
        "on": ON,
        "until": None,
    }


@pytest.mark.parametrize("name", [GLOUCESTER, "oxford-city-2016", "west-berkshire-2016"])
def test_every_example_is_a_case_that_path_takes(vires: Any, tmp_path: Path, name: str) -> None:
    answer = vires("check", name, "--on", ON, "--json").json
    for finding in answer["findings"]:
        file = tmp_path / "case.json"
        file.write_text(json.dumps(finding["example"]), encoding="utf-8")
        ran = vires("path", name, "--case", file, "--on", finding["on"], "--json")
        assert ran.json["no_rule"] is True


SHARES = """\
vires: scheme/1
key: shares
title: Shares
standing: own
owner: board
vat: excluding
deciders: {board: {kind: body, title: the board}}
limits:
  lim:
    title: the limit
    dates:
      - {from: 2020-01-01, amount: "500,000", source: old}
      - {from: 2026-07-01, amount: "750,000", source: new}
inputs:
  sum: {type: money, most: "1,000,000", title: the sum}
  budget: {type: money, most: "1,000,000", title: the budget head}
  wards: {type: number, most: 9, title: the wards affected}
  urgent: {type: yes-no, title: urgent}
rules:
  - {id: R1, when: {urgent: yes, sum: up to 10% of budget}, path: [{decide: board}], source: "scheme, 1"}
  - {id: R2, when: {urgent: no, sum: up to lim, wards: up to 1}, path: [{decide: board}]}
"""


def test_it_is_said_of_what_a_rule_ends_where_and_how_long(vires: Any, tmp_path: Path) -> None:
    file = tmp_path / "shares.yaml"
    file.write_text(SHARES)
    out = vires("check", file, "--on", ON).out
    assert (
        "matches no rule: R1 ends at 10% of the budget head, here £1,000 (the sum). With “urgent” "
        "no it would be R2.\n"
        "   It is the same for every case with: urgent: yes and the sum over 10% of the budget "
        "head.\n"
        "   R1: scheme, 1\n"
        "   R2: urgent no and sum up to lim and wards up to 1\n"
    ) in out
    assert (
        "Gap. A case (the wards affected: 2; urgent: no) matches no rule: R2 ends at 1 (the wards affected)."
        in out
    )
    assert (
        "Gap. Until 30 June 2026: A case (the sum: £510,000; urgent: no) matches no rule: R2 ends "
        "at £500,000 (the sum)."
    ) in out
    assert (
        "Gap. The same gap from 1 July 2026, with another edge: A case (the sum: £760,000; urgent: "
        "no) matches no rule: R2 ends at £750,000 (the sum)."
    ) in out


CLASHES = {
    "overlap": ("30,000 or more", "scheme, 2", {}, "conflict"),
    "contradiction": ("30,000 or more", "constitution, part 3", {}, "conflict"),
    "duplicate": ("30,000 or more", "scheme, 2", {"[{decide: board}], source": "[{decide: officer}], source"}, "rule"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CLASHES)
def test_rules_that_meet(vires: Any, small: Any, tmp_path: Path, kind: str) -> None:
    second, source, more, answers = CLASHES[kind]
    file = small(second, source, **more)
    answer = vires("check", file, "--on", ON, "--json").json
    (finding,) = answer["findings"]
    assert (finding["kind"], finding["rules"]) == (kind, ["A1", "A2"])
    assert finding["example"] == {"kind": "award", "value": "30000.00"}
    assert finding["words"].startswith("An award of £30,000 is taken by A1 and A2, which ")
    assert (finding["mend"] is not None) == (kind == "overlap")
    case = tmp_path / "case.json"
    case.write_text(json.dumps(finding["example"]), encoding="utf-8")
    assert answers in vires("path", file, "--case", case, "--on", ON, "--json").json


def test_a_rule_never_reached(vires: Any, small: Any) -> None:
    file = small("over 30,000", **{"{kind: waive}   #": '{kind: waive, value: "over 2m"}   #'})
    answer = vires("check", file, "--on", ON, "--json").json
    told = {one["kind"]: one for one in answer["findings"]}
    assert set(told) == {"gap", "unreachable"}
    assert told["unreachable"]["rules"] == ["W1"]
    assert told["unreachable"]["example"] is None
    assert told["unreachable"]["words"] == (
        "W1 can never apply: no possible case meets its conditions."
    )


def test_assumptions_that_contradict_one_another_prove_nothing(vires: Any, small: Any) -> None:
    file = small("over 30,000")
    text = file.read_text().replace(
        "rules:\n", "assume:\n  - {value: under 5}\n  - {value: over 6}\nrules:\n"
    )
    file.write_text(text)
    ran = vires("check", file, "--on", ON)
    assert ran.code == 1
    assert "No case is possible at all" in ran.out


def test_a_fix_is_shown_and_nothing_written(vires: Any, small: Any) -> None:
    file = small("30,001 to 1,000,000")
    before = file.read_bytes()
    ran = vires("check", file, "--on", ON, "--fix")
    assert ran.code == 1
    assert ran.out.endswith(
        f"{file}:14\n"
        "-   - {id: A2, when: {kind: award, value: '30,001 to 1,000,000'}, path: [{decide: board}], source: \"scheme, 2\"}\n"
        "+   - {id: A2, when: {kind: award, value: 'over 30,000 and up to 1,000,000'}, path: [{decide: board}], source: \"scheme, 2\"}\n"
        "Nothing was written.\n"
        "  Add “--write” to write them to the file.\n"
    )
    assert file.read_bytes() == before


def test_a_fix_is_written_and_leaves_the_rest_of_the_text_as_it_was(vires: Any, small: Any) -> None:
    file = small("30,001 to 1,000,000")
    file.chmod(0o640)
    before = file.read_text()
    ran = vires("check", file, "--on", ON, "--fix", "--write", "--json")
    assert ran.code == 0
    assert ran.json["proved"] is True
    assert ran.json["fix"]["written"] is True
    assert [line["line"] for line in ran.json["fix"]["lines"]] == [14]
    after = file.read_text()
    assert after == before.replace("30,001 to 1,000,000", "over 30,000 and up to 1,000,000")
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == ["small.yaml"]
    assert vires("check", file, "--on", ON).code == 0


def test_bundled_schemes_are_never_changed(vires: Any) -> None:
    file = config_dir() / "schemes" / f"{GLOUCESTER}.yaml"
    before = file.read_bytes()
    for name in (GLOUCESTER, str(file)):
        ran = vires("check", name, "--on", ON, "--fix", "--write")
        assert ran.code == 1
        assert "ships with Vires and is not changed" in ran.err
        assert "Copy the scheme" in ran.err
    assert file.read_bytes() == before


def test_a_mended_text_of_another_body_is_said_to_be_no_longer_what_it_published(
    vires: Any, small: Any
) -> None:
    source = 'source: {title: The scheme, url: "https://example.org/s", published: 2024-05-01}'
    file = small("30,001 to 1,000,000", **{"standing: own": f"standing: recorded\n{source}"})
    shown = vires("check", file, "--on", ON, "--fix")
    assert "   Its owner could mend it: in A2, on line 15, by “over 30,000 and " in shown.out
    assert "Nothing was written.\n  This records another body’s scheme, and" in shown.out
    ran = vires("check", file, "--on", ON, "--fix", "--write")
    assert ran.code == 0
    assert ran.out.endswith(
        f"Written to {file}: 1 line changed.\n"
        "  This is no longer what the other body published, but a text to put to its owner.\n"
    )


def test_what_cannot_be_used(vires: Any, tmp_path: Path) -> None:
    assert vires("check", "nowhere.yaml").code == 2
    assert vires("check", GLOUCESTER, "--write").code == 2
    assert vires("check", GLOUCESTER, "--on", "yesterday").code == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text("vires: scheme/1\n")
    assert vires("check", broken).code == 2


def test_no_mend_is_said_so(vires: Any) -> None:
    ran = vires("check", "oxford-city-2016", "--on", ON, "--fix")
    assert ran.code == 1
    assert ran.out.endswith("\nNo finding can be mended by one edge.\n")

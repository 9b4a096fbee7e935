"""The parts of a proof: documents of sources, values people follow, edges, questions, hard schemes."""

import datetime as dt
import subprocess
import sys
from random import Random

import pytest
from small_schemes import ON, cases, small_scheme

from governance.domain.assurance import Region, Space, UnsettledError, find, prove, region_around
from governance.domain.assurance.asking import Asking
from governance.domain.assurance.axes import runs, stretch
from governance.domain.assurance.documents import contradict, document_of
from governance.domain.assurance.finding import Finding
from governance.domain.assurance.friendly import roundest
from governance.domain.assurance.mending import mend, with_mends
from governance.domain.assurance.solving import solve
from governance.domain.authority import compile_scheme, load_scheme
from governance.domain.authority.conditions import all_of, truth
from governance.domain.authority.model import NEVER, Compare, Const, Fraction, In, Value


@pytest.mark.parametrize(
    ("source", "document"),
    [
        ("scheme, paragraph 3.1", "scheme"),
        ("The Scheme (paragraph 3)", "scheme"),
        ("scheme paras 3.1 and 3.2", "scheme"),
        ("paragraph 3.1 of the scheme", "scheme"),
        ("scheme p.4", "scheme"),
        ("scheme §4", "scheme"),
        ("para 4", ""),
        ("Part A", ""),
        ("s.101", ""),
        ("first band", ""),
        ("", ""),
        ("contract rules, paragraph 4", "contract rules"),
        ("contract rules 4.2", "contract rules"),
        ("contract rules", "contract rules"),
        ("standing orders 4.2", "standing orders"),
        ("officers' financial limits, first band", "officers' financial limits"),
        ("constitution, part 3, which goes before the contract rules", "constitution"),
        ("section 3, constitution", "constitution"),
        ("Appendix A to the constitution", "constitution"),
        ("Local Government Act 1972 section 100B", "local government act 1972"),
        ("section 101 of the Local Government Act 1972", "local government act 1972"),
        ("SI 2012/2089 regulation 9", "si 2012/2089"),
        ("Financial Regulations 2019", "financial regulations 2019"),
    ],
)
def test_the_document_of_a_source(source: str, document: str) -> None:
    assert document_of(source) == document


def test_only_two_named_documents_contradict() -> None:
    assert contradict("scheme, paragraph 1", "constitution, part 3")
    assert not contradict("scheme, paragraph 1", "the scheme, page 2")
    assert not contradict("scheme, paragraph 1", "paragraph 2")
    assert not contradict("", "constitution")


@pytest.mark.parametrize(
    ("least", "most", "shown"),
    [
        (3000001, 3000099, 3000050),
        (3000001, 10**11, 3100000),
        (3000051, 3000059, 3000055),
        (3000051, 3000099, 3000060),
        (50000000, 249999999, 50000000),
        (20772001, 10**11, 21000000),
        (7, 7, 7),
    ],
)
def test_the_roundest_amount(least: int, most: int, shown: int) -> None:
    assert roundest(least, most) == shown


def test_stretches_of_cells() -> None:
    assert list(runs(0b1011101)) == [(0, 0), (2, 4), (6, 6)]
    assert list(runs(0)) == []
    assert stretch(2, 4) == 0b11100
    assert stretch(3, 2) == 0


def test_a_question_agrees_with_brute_force_and_its_region_holds() -> None:
    random = Random(99)
    found = 0
    for _ in range(300):
        scheme = small_scheme(random)
        compiled = compile_scheme(scheme, ON)
        space = Space.of(compiled)
        wanted, *others = [one.when for one in compiled.rules]
        possible = [
            case
            for case in cases(compiled)
            if not space.empty
            and truth(wanted, case)
            and not any(truth(one, case) for one in others)
        ]
        answer = find(space, wanted, without=others)
        by_z3 = None if space.empty else solve(space.inputs, [wanted, *space.assume], others)
        assert (answer is None) == (by_z3 is None) == (not possible)
        if answer is not None:
            found += 1
            assert answer in possible
            region = region_around(space, answer, wanted, without=others)
            assert inside(answer, region)
            assert all(case in possible for case in cases(compiled) if inside(case, region))
    assert found > 100


def inside(case: dict[str, Value], region: Region) -> bool:
    return (
        all(case[name] in choices for name, choices in region.choices.items())
        and all(low <= int(case[name]) <= high for name, (low, high) in region.bounds.items())
        and all(truth(one, case) for one in region.relations)
    )


def test_one_asking_answers_many_questions() -> None:
    scheme = load_scheme(text("30,001 to 60,000"), "small.yaml")
    compiled = compile_scheme(scheme, ON)
    award = In("kind", frozenset({"award"}))
    large = Compare("value", ">", Const(60_000_00))
    asking = Asking(Space.of(compiled), [award, large])
    assert asking.find(award) == {"kind": "award", "value": 10_000_00, "budget": 10_000_00}
    assert asking.find(large, without=[award]) == {
        "kind": "waive",
        "value": 61_000_00,
        "budget": 10_000_00,
    }
    assert asking.find(NEVER) is None


def test_relations_too_narrow_for_any_whole_amount_are_no_gap() -> None:
    """Between 1/3 and 2/6 of a budget lies nothing; between 1/3 and 1/2 of 1p neither."""
    scheme = load_scheme(text("over 30,000"), "small.yaml")
    inputs = Space.of(compile_scheme(scheme, ON)).inputs
    space = Space(inputs, (), ON, ON)
    budget = Compare("budget", "=", Const(1))
    above, below = Fraction(1, 3, "budget"), Fraction(1, 2, "budget")
    between = [Compare("value", ">", above), Compare("value", "<", below)]
    assert find(space, all_of([*between, budget])) is None
    assert find(space, all_of(between)) is not None


HEAD = """\
vires: scheme/1
key: small
title: Small
standing: own
owner: board
vat: excluding
deciders: {officer: {kind: office, title: the officer}, board: {kind: body, title: the board}}
ranks:
  - [board, officer]
inputs:
  kind: {one of: [award, waive], title: the decision asked for, from: kind}
  value: {type: money, most: "1,000,000", title: the value, from: value}
  budget: {type: money, most: "1,000,000", title: the budget}
rules:
  - {id: A1, when: {kind: award, value: "up to 30,000"}, path: [{decide: officer}]}
  - {id: A2, when: {kind: award, value: "SECOND"}, path: [{decide: board}]}
  - {id: W1, when: {kind: waive}, path: [{decide: board}]}
"""


def text(second: str) -> bytes:
    return HEAD.replace("SECOND", second).encode()


@pytest.mark.parametrize(
    ("second", "after"),
    [
        ("30,001 to 1,000,000", "over 30,000 and up to 1,000,000"),
        (">= 30001", "> 30000"),
        ("£30,001 or more", "over £30,000"),
        ("over 30,001", "over 30,000"),
        ("from 30,000.02", "over 30,000"),
    ],
)
def test_a_small_hole_is_mended_at_the_lower_edge_of_the_upper_band(
    second: str, after: str
) -> None:
    written = text(second)
    proof = with_mends(prove(load_scheme(written, "s"), on=ON), written, "s", on=ON)
    (finding,) = proof.findings
    assert finding.mend is not None
    assert (finding.mend.rule, finding.mend.before, finding.mend.after) == ("A2", second, after)
    mended = mend(proof, written, "s", on=ON)
    assert mended.text == text(after)
    assert mended.proof.proved


@pytest.mark.parametrize(
    "second", ["over 30,001.50", "over 40,000", "900k or more", "30,000.50 or more"]
)
def test_a_hole_in_which_somebody_may_be_missing_is_not_mended(second: str) -> None:
    written = text(second)
    (finding,) = with_mends(prove(load_scheme(written, "s"), on=ON), written, "s", on=ON).findings
    assert (finding.kind, finding.mend) == ("gap", None)


@pytest.mark.parametrize(
    ("second", "after"),
    [
        ("20,000 or more", "under 20,000"),
        ("over 20,000", "up to 20,000"),
        ("30,000 to 1,000,000", "under 30,000"),
        (">= 30000", "under 30,000"),
    ],
)
def test_an_overlap_is_parted_in_favour_of_the_higher_decider(second: str, after: str) -> None:
    written = text(second)
    proof = with_mends(prove(load_scheme(written, "s"), on=ON), written, "s", on=ON)
    (finding,) = proof.findings
    assert finding.mend is not None
    assert (finding.mend.rule, finding.mend.after) == ("A1", after)
    mended = mend(proof, written, "s", on=ON)
    assert mended.proof.proved
    turned = written.replace(b"[board, officer]", b"[officer, board]")
    proof = with_mends(prove(load_scheme(turned, "s"), on=ON), turned, "s", on=ON)
    assert [one.mend.rule for one in proof.findings if one.mend] == ["A2"]


@pytest.mark.parametrize("second", ["20,000 or more", "30,000 or more"])
def test_an_overlap_is_not_parted_where_the_ranks_do_not_say_for_whom(second: str) -> None:
    written = text(second).replace(b"ranks:\n  - [board, officer]\n", b"")
    proof = with_mends(prove(load_scheme(written, "s"), on=ON), written, "s", on=ON)
    assert [one.mend for one in proof.findings] == [None]


def test_where_the_lower_band_s_decider_ranks_above_it_reaches_up() -> None:
    written = text("30,001 or more").replace(b"[board, officer]", b"[officer, board]")
    proof = with_mends(prove(load_scheme(written, "s"), on=ON), written, "s", on=ON)
    change = proof.findings[0].mend
    assert change is not None
    assert (change.rule, change.after) == ("A1", "under 30,001")


def test_no_mend_that_would_make_another_finding() -> None:
    written = text("30,003 or more") + (
        b'  - {id: A3, when: {kind: award, value: "30,001 to 30,002"}, path: [{decide: officer}]}\n'
    )
    proof = with_mends(prove(load_scheme(written, "s"), on=ON), written, "s", on=ON)
    assert [(one.rules, one.mend and one.mend.rule) for one in proof.findings] == [
        (("A1", "A3"), "A3"),
        (("A2", "A3"), "A2"),
    ]
    assert mend(proof, written, "s", on=ON).proof.proved


def test_random_mends_remove_their_finding_and_add_none() -> None:
    """Bands with gaps and overlaps planted; every mend offered is made alone and proved again."""
    random = Random(5)
    offered = 0
    for _ in range(25):
        written = _bands(random)
        before = with_mends(prove(load_scheme(written, "b"), on=ON), written, "b", on=ON)
        for one in before.findings:
            if one.mend is None:
                continue
            offered += 1
            text_ = written.decode().replace(one.mend.before, one.mend.after)
            after = prove(load_scheme(text_.encode(), "b"), on=ON)
            assert len(after.findings) < len(before.findings)
            old = {(f.kind, f.rules) for f in before.findings if f is not one}
            assert {(f.kind, f.rules) for f in after.findings} <= old
    assert offered > 25


def _bands(random: Random) -> bytes:
    start, lines = 0, []
    for number in range(5):
        end = start + random.randint(2, 9) * 1000
        upper = "" if number == 4 else f" and up to {end:,}"
        shift = random.choice([0, 0, 1, 1, 500, -700])
        lower = "at least 0" if not number else f"over {start + shift:,}"
        who = ("officer", "board")[number % 2]
        lines.append(
            f'  - {{id: B{number}, when: {{value: "{lower}{upper}"}}, path: [{{decide: {who}}}]}}'
        )
        start = end
    return (HEAD.split("rules:", maxsplit=1)[0] + "rules:\n" + "\n".join(lines) + "\n").encode()


def test_a_question_too_hard_is_unsettled_and_never_taken_as_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from governance.domain.assurance import proving, solving, walking

    monkeypatch.setattr(walking, "WORK", 0)
    monkeypatch.setattr(walking.Budget, "spend", _never)
    monkeypatch.setattr(solving, "STEPS", 1)
    scheme = load_scheme(text("over 30,000"), "small.yaml")
    proof = proving.prove(scheme, on=ON)
    assert not proof.proved
    assert proof.unsettled == ("A1", "A2", "W1")


def _never(self: object, amount: int) -> None:
    raise UnsettledError


def test_z3_is_loaded_by_no_other_command() -> None:
    code = (
        "import sys\n"
        "import governance.domain.assurance, governance.interfaces.cli.scheme\n"
        "raise SystemExit('z3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_day_of_decision_after_its_last_leaves_no_case() -> None:
    written = HEAD.replace(
        "rules:", "  decided: {type: day, most: 2025-12-31, from: decision_day}\nrules:"
    ).replace("SECOND", "over 30,000")
    proof = prove(load_scheme(written.encode(), "s"), on=dt.date(2026, 1, 1))
    assert [one.why for one in proof.findings] == ["assumptions"]
    assert not proof.proved


def test_a_gap_between_two_shares_is_told_by_the_amounts_on_both_sides() -> None:
    written = HEAD.split("rules:", maxsplit=1)[0] + (
        "rules:\n"
        "  - {id: R1, when: {value: up to 10% of budget}, path: [{decide: officer}]}\n"
        "  - {id: R2, when: {value: over 11% of budget}, path: [{decide: board}]}\n"
    )
    (finding,) = prove(load_scheme(written.encode(), "s"), on=ON).findings
    assert finding.example is not None
    assert finding.example.values == {"value": 10_000_00, "budget": 91_000_00}
    assert [(one.input, one.side, one.value, one.rule, one.term) for one in finding.edges] == [
        ("value", "below", 9_100_00, "R1", Fraction(1, 10, "budget")),
        ("value", "above", 10_010_01, "R2", Fraction(11, 100, "budget")),
    ]


def gaps(written: str, on: dt.date = ON) -> list[Finding]:
    found = prove(load_scheme(written.encode(), "s"), on=on).findings
    return [one for one in found if one.kind == "gap"]


def rules(*lines: str) -> str:
    return (
        HEAD.split("rules:", maxsplit=1)[0]
        + "rules:\n"
        + "".join(f"  - {{{one}}}\n" for one in lines)
    )


def test_a_rule_that_can_never_apply_neither_cuts_a_gap_nor_is_its_neighbour() -> None:
    written = rules(
        'id: R1, when: {value: "under 100,000"}, path: [{decide: officer}]',
        'id: R2, when: {value: "500,000 or more"}, path: [{decide: board}]',
        'id: R3, when: {value: "under 200,000", budget: "over 300,000"}, path: [{decide: board}]',
    ).replace("rules:", "assume:\n  - {value: at least budget}\nrules:", 1)
    (finding,) = gaps(written)
    assert finding.rules == ("R1", "R2")
    assert finding.region is not None
    assert finding.region.bounds == {"value": (100_000_00, 499_999_99)}


def test_another_kind_is_no_neighbour_even_where_the_kind_is_not_said_to_be_one() -> None:
    written = rules(
        'id: R1, when: {kind: award, value: "up to 30,000"}, path: [{decide: officer}]',
        'id: R2, when: {kind: award, value: "over 40,000"}, path: [{decide: board}]',
        "id: R3, when: {kind: waive}, path: [{decide: board}]",
    ).replace(", from: kind}", "}")
    (finding,) = gaps(written)
    assert finding.rules == ("R1", "R2")


LIMIT = """\
limits:
  lim:
    title: the limit
    dates:
      - {from: 2020-01-01, amount: "500,000", source: old}
      - {from: 2026-07-01, amount: "750,000", source: new}
      - {from: 2027-07-01, amount: "750,000", source: newer}
"""


def test_a_gap_with_another_edge_later_is_not_told_as_new() -> None:
    written = rules("id: R1, when: {value: up to lim}, path: [{decide: officer}]")
    first, second = gaps(written.replace("rules:", f"{LIMIT}rules:", 1))
    assert (first.on, first.until, first.changed) == (ON, dt.date(2026, 6, 30), False)
    assert (second.on, second.until, second.changed) == (dt.date(2026, 7, 1), None, True)


def test_what_a_limit_ends_has_its_last_day_and_what_another_begins_is_new() -> None:
    written = rules(
        "id: R1, when: {value: up to lim}, path: [{decide: officer}]",
        'id: R2, when: {value: "over 700,000"}, path: [{decide: board}]',
        "id: R3, when: {value: over lim}, path: [{decide: board}], overrides: [R2]",
    ).replace("rules:", f"{LIMIT}rules:", 1)
    (overlap,) = prove(load_scheme(written.encode(), "s"), on=ON).findings
    assert (overlap.kind, overlap.on) == ("overlap", dt.date(2026, 7, 1))
    assert (overlap.until, overlap.changed) == (None, False)


def test_a_finding_is_dated_by_the_stretch_in_which_it_holds_and_not_by_its_example() -> None:
    """The example found first may be decided later than another one could be."""
    text = b"""
vires: scheme/1
key: t
title: T
standing: own
owner: b
vat: excluding
deciders:
  a: {kind: office, title: A}
  b: {kind: body, title: B}
inputs:
  d: {type: day, least: 2026-01-03, most: 2026-01-05}
  today: {type: day, least: 2026-01-01, most: 2026-01-07, from: decision_day}
rules:
  - {id: R0, when: always, path: [{decide: a}], source: "p, 1"}
  - {id: R1, when: {d: "today to 2026-01-04 or before today"}, path: [{decide: b}], source: "p, 1"}
"""
    scheme = load_scheme(text, "t.yaml")
    (found,) = prove(scheme, on=dt.date(2026, 1, 1)).findings
    assert found.since == dt.date(2026, 1, 1)
    assert found.example is not None
    assert found.example.values["today"] == found.on.toordinal()

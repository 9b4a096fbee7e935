"""Terms of reference: what is shipped loads, the documentation's examples hold, faults are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from governance import words
from governance.domain.bodies.checks import check_terms
from governance.domain.bodies.loading import load_terms
from governance.domain.bodies.methods import EACH_PARTNER, METHODS, method_named
from governance.domain.bodies.standing import LAW, Procedure, Standing, Way
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Unusable
from governance.domain.texts import parse

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "config" / "terms").glob("*.yaml"))
GUIDE = (ROOT / "governance" / "docs" / "terms-of-reference.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+(?: refused)?)\n(.*?)```", GUIDE, re.DOTALL)
WHOLE = next(text for kind, text in BLOCKS if kind == "yaml")


def load(text: str) -> Terms:
    return load_terms(parse(text.encode(), "terms.yaml"), "terms.yaml")


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Unusable) as caught:
        load(text)
    found = caught.value.problems
    assert all(words.remedy(p.code, p.params) for p in found)
    return [(p.line, words.say(p.code, p.params)) for p in found]


def replaced(part: str) -> str:
    """The whole example with the parts of a fragment put in place of its own."""
    names = set(re.findall(r"^(\w+):", part, re.MULTILINE))
    parts = re.split(r"^(?=\w)", WHOLE, flags=re.MULTILINE)
    return "".join(p for p in parts if p.split(":")[0] not in names) + part


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_what_is_shipped_loads_and_no_quorum_is_out_of_reach(path: Path) -> None:
    terms = load(path.read_text("utf-8"))
    assert terms.seats
    assert terms.key.startswith(terms.body)


def test_the_example_partnership_has_its_bodies() -> None:
    bodies = {load(p.read_text("utf-8")).body for p in SHIPPED}
    assert {"trust-board", "executive-board", "locality-north", "cabinet", "scrutiny"} <= bodies


@pytest.mark.parametrize("text", [t for kind, t in BLOCKS if kind == "yaml" and t != WHOLE])
def test_examples_in_the_guide_are_taken(text: str) -> None:
    load(replaced(text))


def test_examples_in_the_guide_are_refused_in_the_words_it_gives() -> None:
    pairs = [
        (text, BLOCKS[i + 1][1].strip())
        for i, (kind, text) in enumerate(BLOCKS)
        if kind.endswith("refused")
    ]
    assert len(pairs) == 3
    for text, said in pairs:
        assert said in [sentence for _, sentence in problems(replaced(text))]


def test_the_guide_names_every_standing_and_method() -> None:
    for name in [*METHODS, *Standing]:
        assert f"`{name}`" in GUIDE


def test_a_whole_text_is_read() -> None:
    terms = load(WHOLE)
    assert terms.standing is Standing.PARTNERSHIP
    assert [s.key for s in terms.seats if not s.voting] == ["young-people"]
    assert terms.seat("justice").represents == ("police", "probation")  # type: ignore[union-attr]
    assert terms.categories["councillor"].localism_act
    assert terms.decided_by("anything").without_vote
    assert not terms.casting_vote
    assert terms.seat("nobody") is None


def test_each_kind_of_decision_has_its_method() -> None:
    board = load((ROOT / "config/terms/trust-board.yaml").read_text("utf-8"))
    assert board.decided_by("award").method is METHODS["simple_majority"]
    assert board.decided_by("adopt").method is METHODS["two_thirds"]
    assert not board.decided_by("adopt").without_vote
    assert board.decided_by("pool").method is EACH_PARTNER
    assert not board.decided_by("pool").without_vote


def test_every_problem_is_reported_at_once_with_its_line() -> None:
    text = """\
vires: terms/1
key: Bad Key
title: A board
body: board
standing: partnershp
categories:
  member: {one: member, many: members, colour: red}
seats:
  - {key: a, title: the first, category: membr}
  - {key: a, title: the second, category: member, term_months: soon}
quorum:
  members: 9
  share: 5/4
  at_least:
    - {members: 2}
    - {members: 1, seat: b}
decisions:
  method: simple_majorty
chair:
  appointed_by: council
  rotation: {seats: [c], months: 12, from: 2026-13-01}
adds: [call_inn]
notes: none
"""
    found = problems(text)
    assert found == sorted(found, key=lambda f: f[0] or 0)
    assert [(line, said[:58]) for line, said in found] == [
        (2, "“Bad Key” cannot be used for “key”."),
        (5, "“partnershp” is not a possible value of “standing”."),
        (7, "“colour” means nothing here."),
        (9, "There is no category “membr”."),
        (9, "The seat “a” stands here twice."),
        (10, "“soon” is not a whole number that “term_months” can have."),
        (12, "The quorum must be either a number of members or a share o"),
        (12, "A quorum of 9 can never be met: 2 seats count towards it."),
        (12, "There is no seat “b”."),
        (12, "The quorum asks for 1 from b, and 0 seats count towards th"),
        (13, "“5/4” is not a share of the seats."),
        (15, "This minimum does not say of whom."),
        (18, "“simple_majorty” is not a possible value of “method”."),
        (20, "There is no seat “c”."),
        (21, "“2026-13-01” is not a date that “from” can have."),
        (22, "“call_inn” is not a rule of procedure that can be added."),
        (23, "“notes” means nothing here."),
    ]


def test_an_empty_text_names_what_is_missing() -> None:
    missing = {said for _, said in problems("{}\n")}
    for key in ("vires", "key", "title", "body", "standing", "categories", "seats", "chair"):
        assert f"“{key}” is missing." in missing


@pytest.mark.parametrize("text", ["- a list\n", "just words\n", "seats: 5\nchair: []\nquorum: 1\n"])
def test_other_shapes_are_refused_and_not_a_crash(text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            "standing: joint-committee\nbetween_meetings: {written_resolution: unanimity}\n",
            "by written resolution",
        ),
        ("standing: council-committee\ndecisions: {casting_vote: no}\n", "a casting vote"),
        (
            "chair: {appointed_by: county-council, from_seats: [young-people]}\n",
            "who has no vote",
        ),
        ("decisions: {kinds: {waive: {method: 6 of 5}}}\n", "not a possible value"),
        ("between_meetings: {written_resolution: 2 of 3}\n", "does not fit"),
        (
            "chair: {appointed_by: county-council, rotation: {seats: [], months: 6, from: 2026-04-01}}\n",
            "no seat is named",
        ),
        (
            "chair: {appointed_by: county-council, rotation: {seats: [[a]], months: 6, from: 2026-04-01}}\n",
            "There is no seat",
        ),
        ("seats: []\n", "No seat has a vote."),
        (
            "meetings: {notice: [{kind: agenda, policy: clear_days, days: 5}]}\n",
            "not a possible value",
        ),
    ],
)
def test_contradictions_are_named(part: str, said: str) -> None:
    assert any(said in sentence for _, sentence in problems(replaced(part)))


def test_a_body_where_nobody_votes_is_refused() -> None:
    text = re.sub(r"(category: \w+)", r"\1, voting: no", WHOLE).replace(
        ", voting: no, voting: no", ", voting: no"
    )
    assert "No seat has a vote." in [said for _, said in problems(text)]


def test_chairs_action_and_written_resolution_stand_only_where_said() -> None:
    assert load(WHOLE).between_meetings == {}
    both = load(replaced("between_meetings: {chairs_action: yes, written_resolution: unanimity}\n"))
    assert both.between_meetings == {
        Way.CHAIRS_ACTION: None,
        Way.WRITTEN_RESOLUTION: METHODS["unanimity"],
    }
    assert load(replaced("between_meetings: {written_resolution: no}\n")).between_meetings == {}


def test_procedure_follows_from_standing_and_terms_may_add() -> None:
    joint = load((ROOT / "config/terms/trust-board.yaml").read_text("utf-8"))
    assert not joint.applies(Procedure.CALL_IN)
    assert joint.applies(Procedure.CALL_IN, executive_function=True)
    assert joint.applies(Procedure.PUBLIC_ACCESS)
    assert not load(WHOLE).applies(Procedure.PUBLIC_ACCESS)
    assert load(replaced("adds: public_access\n")).applies(Procedure.PUBLIC_ACCESS)


def test_the_law_of_each_standing() -> None:
    assert set(LAW) == set(Standing)
    bound = {s for s in Standing if Procedure.FORWARD_PLAN in LAW[s].always}
    assert bound == {Standing.EXECUTIVE}
    assert "approved" not in LAW[Standing.PARTNERSHIP].outcomes
    assert "endorsed" in LAW[Standing.PARTNERSHIP].outcomes
    assert "endorsed" not in LAW[Standing.EXECUTIVE].outcomes
    assert {"approved", "endorsed"} <= set(LAW[Standing.PARTNER_BODY].outcomes)
    for law in LAW.values():
        assert law.sources
        assert law.urgency
        assert law.ways or "ways" in law.sources


def test_a_check_of_terms_is_quiet_about_a_sound_text() -> None:
    from governance.domain.texts import Problems

    quiet = Problems("terms.yaml")
    check_terms(load(WHOLE), parse(WHOLE.encode(), "terms.yaml"), quiet)
    assert quiet.found == []


def test_methods_are_named_or_counted() -> None:
    three = method_named("3 of 5")
    assert three is not None
    assert (three.number, three.of) == (3, 5)
    assert method_named("6 of 5") is None
    assert method_named("show of hands") is None

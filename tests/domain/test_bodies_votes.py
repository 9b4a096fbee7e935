"""Counting votes and consents: examples from boards' rules, and properties."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance import words
from governance.domain.bodies.ballots import (
    Ballot,
    Casting,
    Choice,
    Manner,
    Result,
    Totals,
    Verdict,
    agreed,
    count,
    count_totals,
    last_before,
)
from governance.domain.bodies.consents import Consent, Consents, consents
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.methods import EACH_PARTNER, METHODS, Method, method_named
from governance.domain.bodies.people import Partner, Person
from governance.domain.errors import Unusable

MAJORITY = METHODS["simple_majority"]
NOON = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)


def three_of_five() -> Method:
    method = method_named("3 of 5")
    assert method is not None
    return method


VOTED = [m for m in METHODS.values() if not m.in_writing] + [three_of_five()]


def ballots(votes: str) -> list[Ballot]:
    choices = {"+": Choice.FOR, "-": Choice.AGAINST, "0": Choice.ABSTAIN}
    return [Ballot(f"v{i}", choices[vote]) for i, vote in enumerate(votes)]


def everyone(number: int) -> set[str]:
    return {f"v{i}" for i in range(number)}


def take(votes: str, method: Method = MAJORITY, casting: Casting | None = None) -> Result:
    return count(
        method=method, ballots=ballots(votes), eligible=everyone(len(votes)), casting=casting
    )


@pytest.mark.parametrize(
    ("method", "carried", "not_carried"),
    [
        ("simple_majority", ["+", "++-", "+0000"], ["", "0", "+-", "+--", "0-"]),
        ("simple_majority_of_all", ["+++--", "++0"], ["++00", "+0", "0"]),
        ("two_thirds", ["++-", "+0", "++++--0"], ["+-", "+++--", "00", ""]),
        ("two_thirds_of_all", ["++-", "++0"], ["+0", "+++00"]),
        ("unanimity", ["+", "++0"], ["++-", "00", ""]),
        ("unanimity_of_all", ["+", "+++"], ["++0", "++-", ""]),
        ("single_officer", ["+"], ["-", "0"]),
        ("3 of 5", ["+++--", "+++0", "+++"], ["++---", "++000", "++"]),
    ],
)
def test_each_method(method: str, carried: list[str], not_carried: list[str]) -> None:
    chosen = method_named(method)
    assert chosen is not None
    for votes in carried:
        assert take(votes, chosen).verdict is Verdict.CARRIED, votes
    for votes in not_carried:
        assert take(votes, chosen).verdict is Verdict.NOT_CARRIED, votes


def test_a_result_says_its_figures_and_its_reason_in_words() -> None:
    result = count(
        method=MAJORITY,
        ballots=[*ballots("++-0"), Ballot("councillor", Choice.AGAINST)],
        eligible=everyone(5),
    )
    assert [words.say(b.code, b.params) for b in result.because] == [
        "2 voted for and 1 against, and 1 abstained, of 5 entitled to vote.",
        "More must vote for than against; abstentions do not count.",
        "1 ballot was left out, cast by somebody not entitled to vote on this item.",
        "Carried.",
    ]
    assert result.carried
    assert result.not_counted == ("councillor",)
    assert result.recorded[0] == ("v0", Choice.FOR)


@pytest.mark.parametrize("method", [m.name for m in VOTED])
def test_every_method_has_words(method: str) -> None:
    chosen = next(m for m in VOTED if m.name == method)
    for casting in (None, Casting("v0"), Casting("v0", Choice.FOR), Casting("v0", Choice.AGAINST)):
        assert all(words.say(b.code, b.params) for b in take("+-", chosen, casting).because)


def test_on_a_tie_the_person_presiding_decides() -> None:
    assert take("+-0").verdict is Verdict.NOT_CARRIED
    assert take("+-0", casting=Casting("v0")).verdict is Verdict.TIE
    for choice, verdict in [
        (Choice.FOR, Verdict.CARRIED),
        (Choice.AGAINST, Verdict.NOT_CARRIED),
        (Choice.ABSTAIN, Verdict.TIE),
    ]:
        assert take("+-0", casting=Casting("v0", choice)).verdict is verdict
    used = take("+-0", casting=Casting("v0", Choice.FOR))
    assert used.casting_vote is Choice.FOR
    assert "casting vote was given for" in words.say(used.because[-2].code, {})


def test_somebody_presiding_with_an_interest_has_no_casting_vote() -> None:
    result = take("+-", casting=Casting("conflicted", Choice.FOR))
    assert result.verdict is Verdict.NOT_CARRIED
    assert result.casting_vote is None
    assert "ballots.presiding_not_entitled" in [b.code for b in result.because]


def test_a_counted_vote_records_only_who_asked() -> None:
    result = count(
        method=MAJORITY,
        ballots=ballots("++-"),
        eligible=everyone(3),
        manner=Manner.COUNTED,
        asked_to_be_recorded={"v2"},
    )
    assert result.manner is Manner.COUNTED
    assert result.recorded == (("v2", Choice.AGAINST),)


def test_totals_alone_are_enough_and_must_fit() -> None:
    result = count_totals(method=MAJORITY, totals=Totals(5, 3, 1), eligible=10)
    assert result.carried
    assert result.recorded == ()
    tie = count_totals(method=MAJORITY, totals=Totals(3, 3, 0), eligible=6, casting=Casting("a"))
    assert tie.verdict is Verdict.TIE
    for totals, code in [
        (Totals(5, 5, 1), "ballots.more_than_eligible"),
        (Totals(-1, 2, 0), "ballots.negative"),
    ]:
        with pytest.raises(Unusable) as caught:
            count_totals(method=MAJORITY, totals=totals, eligible=10)
        problem = caught.value.problems[0]
        assert problem.code == code
        assert words.say(problem.code, problem.params)


def test_where_each_partner_consents_no_vote_is_taken() -> None:
    acts: list[Callable[[], object]] = [
        lambda: count(method=EACH_PARTNER, ballots=[], eligible=[]),
        lambda: count_totals(method=EACH_PARTNER, totals=Totals(1, 0, 0), eligible=1),
        lambda: agreed(method=EACH_PARTNER, eligible=["a"]),
    ]
    for act in acts:
        with pytest.raises(Unusable) as caught:
            act()
        assert caught.value.problems[0].code == "ballots.in_writing"


def test_most_decisions_are_agreed_without_a_vote() -> None:
    result = agreed(method=MAJORITY, eligible=everyone(5), dissenting={"v1", "observer"})
    assert result.carried
    assert result.manner is Manner.AGREED
    assert result.dissent == ("v1",)
    assert result.not_counted == ("observer",)
    assert [words.say(b.code, b.params) for b in result.because] == [
        "Agreed without a vote; 5 members were entitled to vote.",
        "The dissent of 1 member was noted.",
    ]


def test_what_so_many_dissent_from_is_not_agreed() -> None:
    assert not agreed(method=METHODS["unanimity"], eligible=everyone(5), dissenting={"v1"}).carried
    many = agreed(method=MAJORITY, eligible=everyone(4), dissenting={"v1", "v2"})
    assert many.because[-1].code == "ballots.vote_needed"
    nobody = agreed(method=MAJORITY, eligible=())
    assert not nobody.carried
    assert [b.code for b in nobody.because] == ["ballots.nobody_eligible"]


def test_the_last_ballot_before_closing_stands() -> None:
    minute = dt.timedelta(minutes=1)
    cast = [
        Ballot("a", Choice.AGAINST, NOON + minute),
        Ballot("a", Choice.FOR, NOON),
        Ballot("a", Choice.ABSTAIN, NOON + 5 * minute),
        Ballot("b", Choice.FOR),
        Ballot("b", Choice.FOR),
    ]
    standing = last_before(cast, closing=NOON + 5 * minute)
    assert [(b.voter, b.choice) for b in standing] == [("a", Choice.AGAINST), ("b", Choice.FOR)]
    assert last_before(cast, closing=None)[0].choice is Choice.ABSTAIN


def test_two_ballots_neither_later_are_refused() -> None:
    twice = [Ballot("a", Choice.FOR), Ballot("a", Choice.AGAINST)]
    acts: list[Callable[[], object]] = [
        lambda: last_before(twice, closing=None),
        lambda: count(method=MAJORITY, ballots=twice, eligible=["a"]),
    ]
    for act in acts:
        with pytest.raises(Unusable) as caught:
            act()
        assert [p.code for p in caught.value.problems] == ["ballots.twice"]
    later = [*twice_at(NOON), Ballot("a", Choice.ABSTAIN, NOON + dt.timedelta(minutes=1))]
    assert last_before(later, closing=None)[0].choice is Choice.ABSTAIN


def twice_at(at: dt.datetime) -> list[Ballot]:
    return [Ballot("a", Choice.FOR, at), Ballot("a", Choice.AGAINST, at)]


# Properties

Votes = dict[str, Choice]

choices = st.sampled_from(Choice)
votes = st.dictionaries(st.sampled_from([f"v{i}" for i in range(9)]), choices)
methods = st.sampled_from(VOTED)
castings = st.none() | st.builds(
    Casting, st.sampled_from([f"v{i}" for i in range(9)]), st.none() | choices
)


@given(votes, methods, castings, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    cast: Votes, method: Method, casting: Casting | None, shuffler: random.Random
) -> None:
    listed = [Ballot(v, c) for v, c in cast.items()]
    shuffled = list(listed)
    shuffler.shuffle(shuffled)
    eligible = sorted(everyone(9))
    first = count(method=method, ballots=listed, eligible=eligible, casting=casting)
    assert first == count(method=method, ballots=shuffled, eligible=eligible[::-1], casting=casting)


@given(votes, methods, st.sampled_from([f"v{i}" for i in range(9)]))
def test_a_recusal_never_counts_against(cast: Votes, method: Method, leaves: str) -> None:
    """Carried with the member abstaining stays carried when the member is not entitled."""
    listed = [Ballot(v, c) for v, c in cast.items()]
    abstaining = [b for b in listed if b.voter != leaves] + [Ballot(leaves, Choice.ABSTAIN)]
    with_them = count(method=method, ballots=abstaining, eligible=everyone(9))
    without = count(method=method, ballots=listed, eligible=everyone(9) - {leaves})
    assert without.carried or not with_them.carried
    assert without.eligible == with_them.eligible - 1


@given(votes, methods, castings)
def test_a_casting_vote_only_breaks_a_tie(
    cast: Votes, method: Method, casting: Casting | None
) -> None:
    listed = [Ballot(v, c) for v, c in cast.items()]
    result = count(method=method, ballots=listed, eligible=everyone(9), casting=casting)
    plain = count(method=method, ballots=listed, eligible=everyone(9))
    tied = result.totals.votes_for == result.totals.votes_against
    if result.verdict != plain.verdict or result.casting_vote is not None:
        assert tied
        assert method is MAJORITY
    if result.verdict is Verdict.TIE:
        assert tied


@given(votes, methods)
def test_one_more_vote_for_never_loses(cast: Votes, method: Method) -> None:
    listed = [Ballot(v, c) for v, c in cast.items()]
    before = count(method=method, ballots=listed, eligible=everyone(10))
    after = count(method=method, ballots=[*listed, Ballot("v9", Choice.FOR)], eligible=everyone(10))
    assert after.carried or not before.carried


@settings(max_examples=50)
@given(st.tuples(*[st.integers(0, 20)] * 3), methods)
def test_totals_and_names_agree(figures: tuple[int, ...], method: Method) -> None:
    cast = [c for c, n in zip(Choice, figures, strict=True) for _ in range(n)]
    named = count(
        method=method,
        ballots=[Ballot(f"v{i}", c) for i, c in enumerate(cast)],
        eligible=everyone(len(cast)),
    )
    counted = count_totals(method=method, totals=Totals(*figures), eligible=len(cast))
    assert counted.verdict is named.verdict
    assert counted.because == named.because


# Each partner's written consent

COUNCIL = Partner("county-council", "Exampleshire County Council", lead=True)
BOARD = Partner("icb", "Exampleshire Integrated Care Board", statutory=True)
ASH, ELM, OAK = Person("ash", "Ash"), Person("elm", "Elm"), Person("oak", "Oak")
SIGNATORIES = {"county-council": [ASH], "icb": [ELM, OAK]}
DAY = dt.date(2026, 5, 12)


def signed(
    partner: str,
    signatory: Person,
    *,
    given: bool = True,
    in_writing: bool = True,
    on: dt.date = DAY,
) -> Consent:
    return Consent(partner, signatory, given=given, in_writing=in_writing, on=on)


def ask(*signatures: Consent, outcomes: dict[str, Outcome] | None = None) -> Consents:
    return consents(
        partners=[COUNCIL, BOARD],
        signatories=SIGNATORIES,
        given=signatures,
        outcomes=outcomes or {},
    )


def test_each_partner_must_consent_in_writing() -> None:
    assert ask(signed("county-council", ASH), signed("icb", OAK)).complete
    one = ask(signed("county-council", ASH), signed("icb", ELM, in_writing=False))
    assert one.consented == ("county-council",)
    assert [r.code for r in one.missing] == ["consents.not_in_writing"]
    nobody = ask()
    assert words.remedy(nobody.missing[1].code, nobody.missing[1].params) == (
        "Ask for the signature of Elm or Oak."
    )
    wrong = ask(signed("county-council", OAK))
    assert wrong.missing[0].code == "consents.not_a_signatory"
    assert all(words.say(r.code, r.params) for a in (one, nobody, wrong) for r in a.missing)


def test_an_interest_never_removes_the_partners_consent() -> None:
    interested = {"elm": Outcome.LEAVES}
    blocked = ask(signed("county-council", ASH), signed("icb", ELM), outcomes=interested)
    assert not blocked.complete
    assert words.say(blocked.missing[0].code, blocked.missing[0].params) == (
        "Elm has an interest and cannot sign for Exampleshire Integrated Care Board, whose "
        "consent is still needed."
    )
    both = ask(
        signed("county-council", ASH),
        signed("icb", ELM),
        signed("icb", OAK),
        outcomes=interested,
    )
    assert both.complete
    nobody = ask(outcomes={"ash": Outcome.STAYS_WITHOUT_VOTE})
    assert nobody.missing[0].code == "consents.no_signatory"


def test_a_partners_last_word_stands_and_one_refusal_is_enough() -> None:
    later = DAY + dt.timedelta(1)
    refused = ask(
        signed("county-council", ASH),
        signed("icb", ELM, given=False),
        signed("icb", OAK, on=DAY - dt.timedelta(1)),
    )
    assert refused.refused == ("icb",)
    assert not refused.complete
    assert ask(
        signed("county-council", ASH), signed("icb", ELM, given=False), signed("icb", OAK, on=later)
    ).complete
    same_day = ask(signed("icb", ELM), signed("icb", OAK, given=False))
    assert same_day.refused == ("icb",)

"""Weaker: each kind of loss, planted one at a time in outcomes drawn at random, and its reverse."""

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from governance import words
from governance.domain.assurance.going import Going, by_rule, going, impossible
from governance.domain.assurance.loss import Loss
from governance.domain.assurance.matching import matched
from governance.domain.assurance.ranking import Ranks, as_strict
from governance.domain.assurance.strength import losses
from governance.domain.authority import load_scheme
from governance.domain.authority.choosing import NOTHING, Verdict
from governance.domain.authority.model import Decider, PathStep, Separation
from governance.domain.bodies.methods import METHODS, method_named
from governance.domain.calendar import Calendar, earliest
from governance.domain.procedure import CallIn, NoticeRule, Procedure

HEAD = b"""
vires: scheme/1
key: small
title: Small
standing: own
owner: top
vat: including
deciders:
  top: {kind: body, title: the council, terms: top-terms}
  middle: {kind: body, title: the cabinet, terms: middle-terms}
  low: {kind: office, title: the director}
  other: {kind: body, title: the board}
  s151: {kind: office, title: the chief finance officer}
  legal: {kind: office, title: the monitoring officer}
ranks: [[top, middle, low], [top, other]]
inputs: {value: {type: money}}
rules:
  - {id: R, when: always, path: [{decide: top}]}
"""
SCHEME = load_scheme(HEAD, "small.yaml")
RULE = SCHEME.rules[0]
RANKS = Ranks(old=SCHEME, new=SCHEME)
PROCEDURE = Procedure(
    key="p",
    title="P",
    key_decision=True,
    notices=(
        NoticeRule("forward_plan", "clear_calendar_days", 28),
        NoticeRule("agenda", "clear_working_days", 5, "meeting"),
    ),
    exceptions=(NoticeRule("general_exception", "clear_working_days", 5),),
    evidence=("options", "equality"),
    call_in=CallIn("end_of_nth_working_day_after", 5, "17:00", "any five members", 15, 7),
    publish=("minutes", "record"),
    meeting_only=True,
)


def way(
    *groups: str | tuple[str, ...],
    procedure: Procedure | None = PROCEDURE,
    separate: tuple[Separation, ...] = (),
    **head: Any,
) -> Going:
    """Where a case goes by a path written as "consult s151" or "decide middle two_thirds"."""
    path = tuple(
        tuple(_step(text) for text in ((group,) if isinstance(group, str) else group))
        for group in groups
    )
    named = {} if procedure is None else {"p": procedure}
    scheme = replace(SCHEME, procedures=named, separate=separate, **head)
    return by_rule(scheme, replace(RULE, path=path, procedure=tuple(named)))


def _step(text: str) -> PathStep:
    kind, decider, *method = text.split()
    return PathStep(kind, decider, method[0] if method else None)  # type: ignore[arg-type]


def codes(old: Going, new: Going) -> list[str]:
    found = losses(old, new, Ranks(old=old.scheme, new=new.scheme))
    assert all(words.say(loss.code, loss.params) for loss in found)
    return [loss.code for loss in found]


PATH = ("consult s151", "recommend other", "decide middle two_thirds", "consent legal")

WEAKER: list[tuple[str, tuple[Any, ...], list[str]]] = [
    ("no consultee", PATH[1:], ["lost.consult"]),
    ("no recommendation", (PATH[0], *PATH[2:]), ["lost.recommend"]),
    ("no consent", PATH[:3], ["lost.consent"]),
    ("lower decider", (*PATH[:2], "decide low", PATH[3]), ["lost.decider_below"]),
    ("unranked decider", (*PATH[:2], "decide other", PATH[3]), ["lost.decider_unranked"]),
    ("laxer method", (*PATH[:2], "decide middle simple_majority", PATH[3]), ["lost.method"]),
    ("own terms", (*PATH[:2], "decide middle", PATH[3]), ["lost.method"]),
    ("higher, laxer", (*PATH[:2], "decide top simple_majority", PATH[3]), ["lost.method_above"]),
    ("at once", ((PATH[0], PATH[1]), *PATH[2:]), ["lost.order"]),
    ("consent before", (*PATH[:2], PATH[3], PATH[2]), ["lost.order"]),
    ("another adviser", ("consult legal", *PATH[1:]), ["lost.consult"]),
    ("advice for consent", (*PATH[:2], "consult legal", PATH[2]), ["lost.consent"]),
]


@pytest.mark.parametrize(("_name", "path", "lost"), WEAKER)
def test_a_weaker_path_says_what_is_lost(
    _name: str, path: tuple[Any, ...], lost: list[str]
) -> None:
    assert codes(way(*PATH), way(*path)) == lost


STRONGER: list[tuple[str, tuple[Any, ...]]] = [
    ("the same", PATH),
    ("stricter method", (*PATH[:2], "decide middle unanimity", PATH[3])),
    ("of all", (*PATH[:2], "decide middle two_thirds_of_all", PATH[3])),
    ("higher, as strict", (*PATH[:2], "decide top two_thirds", PATH[3])),
    ("one more step", ("clear legal", *PATH)),
    ("clears instead of being consulted", ("clear s151", *PATH[1:])),
    ("decides twice", (*PATH[:2], "decide middle two_thirds", "decide top", PATH[3])),
]


@pytest.mark.parametrize(("_name", "path"), STRONGER)
def test_a_path_as_strong_loses_nothing(_name: str, path: tuple[Any, ...]) -> None:
    assert codes(way(*PATH), way(*path)) == []


def test_a_higher_decider_brings_its_own_terms() -> None:
    assert codes(way("decide middle"), way("decide top")) == []
    assert codes(way("decide low"), way("decide middle simple_majority")) == []
    assert codes(way("decide top"), way("decide middle")) == ["lost.decider_below"]


def test_each_step_needs_one_of_its_own() -> None:
    assert codes(way("decide low", "decide middle"), way("decide top")) == ["lost.decide"]
    assert codes(way("decide low", "decide middle"), way("decide middle", "decide top")) == []
    assert codes(way("decide middle", "decide low"), way("decide low", "decide middle")) == [
        "lost.order"
    ]


def _changed(**changes: Any) -> Procedure:
    return replace(PROCEDURE, **changes)


_FORWARD, _AGENDA = PROCEDURE.notices
_CALL_IN = PROCEDURE.call_in
assert _CALL_IN is not None

PROCEDURES: list[tuple[Procedure | None, list[str]]] = [
    (_changed(key_decision=False), ["lost.key_decision"]),
    (_changed(meeting_only=False), ["lost.meeting_only"]),
    (_changed(notices=(_FORWARD,)), ["lost.notice"]),
    (_changed(notices=(replace(_FORWARD, days=27), _AGENDA)), ["lost.notice_shorter"]),
    (
        _changed(notices=(_FORWARD, replace(_AGENDA, policy="clear_calendar_days"))),
        ["lost.notice_shorter"],
    ),
    (_changed(notices=(replace(_FORWARD, before="meeting"), _AGENDA)), ["lost.notice_at_meetings"]),
    (
        _changed(
            exceptions=(
                *PROCEDURE.exceptions,
                NoticeRule("special_urgency", "clear_working_days", 0),
            )
        ),
        ["lost.exception"],
    ),
    (
        _changed(exceptions=(replace(PROCEDURE.exceptions[0], days=4),)),
        ["lost.exception_shorter"],
    ),
    (_changed(evidence=("options",)), ["lost.evidence"]),
    (_changed(publish=("record",)), ["lost.publish"]),
    (_changed(call_in=None), ["lost.call_in"]),
    (_changed(call_in=replace(_CALL_IN, days=4)), ["lost.call_in_shorter"]),
    (_changed(call_in=replace(_CALL_IN, policy="calendar_days_after")), ["lost.call_in_shorter"]),
    (_changed(call_in=replace(_CALL_IN, cutoff="12:00")), ["lost.call_in_hour"]),
    (_changed(call_in=replace(_CALL_IN, who="the chair")), ["lost.call_in_who"]),
    (_changed(call_in=replace(_CALL_IN, meets_within_days=20)), ["lost.call_in_meets"]),
    (_changed(call_in=replace(_CALL_IN, reconsider_within_days=None)), ["lost.call_in_reconsider"]),
]


@pytest.mark.parametrize(("procedure", "lost"), PROCEDURES)
def test_a_weaker_procedure_says_what_is_lost(procedure: Procedure, lost: list[str]) -> None:
    assert codes(way("decide middle"), way("decide middle", procedure=procedure)) == lost
    back = codes(way("decide middle", procedure=procedure), way("decide middle"))
    incomparable = {"lost.call_in_who", "lost.call_in_meets"}
    assert back == [] or set(back) <= incomparable or procedure.call_in != _CALL_IN


def test_all_that_is_lost_is_said_at_once() -> None:
    found = codes(way(*PATH), way("decide low", procedure=None))
    assert found[:4] == ["lost.consult", "lost.recommend", "lost.decider_below", "lost.consent"]
    assert len(found) == 13


def test_an_exception_to_a_notice_that_is_new_loses_nothing() -> None:
    bare = replace(PROCEDURE, notices=(_AGENDA,), exceptions=())
    assert codes(way("decide middle", procedure=bare), way("decide middle")) == []


def test_clear_working_days_are_as_long_as_as_many_calendar_days() -> None:
    calendar = Calendar(jurisdiction="england-and-wales")
    for start in range(0, 400, 7):
        on = dt.date(2025, 1, 1) + dt.timedelta(days=start)
        for days in (1, 5, 28):
            counted = {
                policy: earliest(policy=policy, days=days, notice=on, calendar=calendar).raw
                for policy in ("clear_calendar_days", "clear_working_days", "s243_clear_days")
            }
            assert counted["clear_calendar_days"] <= counted["clear_working_days"]
            assert counted["clear_calendar_days"] <= counted["s243_clear_days"]


# --- separation of duties


def test_duties_no_longer_kept_apart_are_a_loss() -> None:
    author = Separation("decide", "author")
    both = Separation("s151", "decide")
    path = ("consult s151", "decide middle")
    assert codes(way(*path, separate=(author,)), way(*path)) == ["lost.apart_author"]
    assert codes(way(*path), way(*path, separate=(author,))) == []
    assert codes(way(*path, separate=(both,)), way(*path)) == ["lost.apart_steps"]
    flipped = Separation("decide", "s151")
    assert codes(way(*path, separate=(both,)), way(*path, separate=(flipped,))) == []
    elsewhere = replace(author, rules=("other",))
    assert codes(way(*path, separate=(elsewhere,)), way(*path)) == []
    higher = ("consult s151", "decide top")
    assert codes(way(*path, separate=(author,)), way(*higher, separate=(author,))) == []


def test_an_entry_about_nobody_on_the_path_asks_for_nothing() -> None:
    absent = Separation("s151", "author")
    assert way("decide middle", separate=(absent,)).key == way("decide middle").key


# --- nobody decides


def test_where_nobody_decides_any_more_that_is_the_loss() -> None:
    scheme, taken = SCHEME, way("decide low")
    gap, none = going(scheme, NOTHING), impossible(scheme)
    other = replace(RULE, id="Q", path=((PathStep("decide", "low"),),))
    disputed = going(scheme, Verdict(conflicting=(RULE, other)))
    assert codes(taken, gap) == ["lost.no_rule"]
    assert codes(taken, none) == ["lost.impossible"]
    assert codes(taken, disputed) == ["lost.conflict"]
    for nobody in (gap, none, disputed):
        assert codes(nobody, taken) == []
    recorded = going(replace(scheme, fallback="proper_officer"), NOTHING)
    assert codes(taken, recorded) == ["lost.to_fallback"]
    assert codes(recorded, gap) == ["lost.fallback"]
    assert codes(gap, recorded) == codes(recorded, taken) == []


# --- ranks, terms


def test_ranks_are_those_of_the_version_before_as_far_as_the_new_one_lets_them_stand() -> None:
    upside_down = replace(SCHEME, ranks=(("low", "middle"),))
    assert RANKS.above("top", "low")
    assert not RANKS.above("other", "low")
    both = Ranks(old=SCHEME, new=upside_down)
    assert not both.above("middle", "low")
    assert not both.above("low", "middle")
    assert both.above("top", "low")
    silent: tuple[tuple[str, ...], ...] = ()
    assert codes(way("decide low"), way("decide middle", ranks=silent)) == []
    assert codes(way("decide low", ranks=silent), way("decide middle", ranks=silent)) == [
        "lost.decider_unranked"
    ]
    assert codes(
        way("decide middle", ranks=silent), way("decide low", ranks=upside_down.ranks)
    ) == ["lost.decider_unranked"]
    turned = way("decide middle", ranks=upside_down.ranks)
    assert codes(way("decide low"), turned) == ["lost.decider_unranked"]


def test_other_terms_of_reference_are_another_decider() -> None:
    deciders = {**SCHEME.deciders, "middle": Decider("middle", "body", "the cabinet", "new-terms")}
    assert codes(way("decide middle"), way("decide middle", deciders=deciders)) == ["lost.terms"]
    assert codes(way("decide low"), way("decide middle", deciders=deciders)) == ["lost.terms"]


def test_a_method_is_as_strict_only_if_every_vote_it_carries_the_other_carries_too() -> None:
    names = [name for name in METHODS if METHODS[name].share] + ["2 of 5", "3 of 5", "3 of 7"]
    for new in names:
        for old in names:
            if not as_strict(new, old):
                continue
            one, other = method_named(new), method_named(old)
            assert one is not None
            assert other is not None
            for eligible in range(1, 8):
                for votes in range(eligible + 1):
                    for against in range(eligible - votes + 1):
                        if one.enough(votes, against, eligible):
                            assert other.enough(votes, against, eligible), (new, old)
    assert as_strict("unanimity", "simple_majority")
    assert not as_strict("unanimity", "two_thirds_of_all")
    assert not as_strict("unanimity", None)


# --- held to trying every choice


def _brute(old: Going, new: Going) -> bool:
    """Whether some choice of a new step for each old one keeps order: every one is tried."""
    mine = [(g, s) for g, group in enumerate(old.path) for s in group]
    theirs = [(g, s) for g, group in enumerate(new.path) for s in group]

    def single(a: PathStep, b: PathStep) -> bool:
        return losses(_alone(old, a), _alone(new, b), RANKS) == ()

    def place(at: int, taken: tuple[int, ...]) -> bool:
        if at == len(mine):
            return True
        group, step = mine[at]
        return any(
            to not in taken
            and single(step, other)
            and all((theirs[t][0] < there) or mine[i][0] == group for i, t in enumerate(taken))
            and place(at + 1, (*taken, to))
            for to, (there, other) in enumerate(theirs)
        )

    return place(0, ())


def _alone(one: Going, step: PathStep) -> Going:
    rule = one.rule
    assert rule is not None
    return by_rule(one.scheme, replace(rule, path=((step,),)))


def test_matching_in_order_agrees_with_trying_every_choice() -> None:
    random = Random(3)
    pool = ["decide top", "decide middle", "decide low", "consult s151", "consent s151"]
    weaker = 0
    for _ in range(2_000):
        one, other = (
            way(
                *(
                    tuple(random.sample(pool, random.randint(1, 2)))
                    for _ in range(random.randint(1, 3))
                ),
                procedure=None,
            )
            for _ in range(2)
        )
        found = losses(one, other, RANKS) == ()
        assert found == _brute(one, other), (one.path, other.path)
        weaker += not found
    assert 500 < weaker < 1_990


def test_as_many_as_can_be_are_matched() -> None:
    assert matched([[0], [0, 1], [1, 2]]) == {0: 0, 1: 1, 2: 2}
    assert matched([[0], [0]]) == {0: 0}


def test_every_loss_has_words() -> None:
    told = [code for code in words.catalogue() if code.startswith("lost.")]
    assert len(told) > 30
    assert Loss("lost.key_decision").params == {}

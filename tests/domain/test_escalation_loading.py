"""Escalation policies as a secretary writes them: what is understood, and every way to go wrong."""

import datetime as dt
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import words
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.escalation import (
    EVENTS,
    KINDS,
    DeadlineRule,
    EscalationPolicy,
    Extension,
    Offset,
    Prompt,
    Span,
    Start,
    Way,
    load_escalation,
    say_designation,
)
from governance.domain.escalation.events import OF_COMMISSION, OF_PARTNER
from governance.domain.escalation.parts import MOVES
from governance.domain.escalation.phrases import read_designation, read_offset
from governance.words.format import listed
from statemachines.proposal_facts import OUTCOMES

HEAD = "vires: escalation/1\nkey: ours\ntitle: Ours\n"
SPOKEN = [kind.replace("_", "-") for kind in KINDS]
SHIPPED = sorted((config_dir() / "escalations").glob("*.yaml"))


def load(text: str) -> EscalationPolicy:
    return load_escalation((HEAD + dedent(text)).encode(), "ours.yaml")


def wrong(text: str) -> list[str]:
    """What is said of a text: its line after the head, the sentence and the remedy."""
    with pytest.raises(Unusable) as failed:
        load(text)
    assert all(p.file == "ours.yaml" and p.line is not None for p in failed.value.problems)
    return [
        f"{(p.line or 0) - 3}: {words.say(p.code, p.params)} {words.remedy(p.code, p.params)}".strip()
        for p in failed.value.problems
    ]


def level(text: str, kind: str = "review") -> list[str]:
    """What is said of one level of a kind of deadline, without its line."""
    said = wrong(f"deadlines:\n  {kind}:\n    prompts:\n      - {text}\n")
    return [one.partition(": ")[2] for one in said]


# --- what is understood


def test_the_example_is_read_whole() -> None:
    policy = load_escalation((config_dir() / "escalations/exampleshire.yaml").read_bytes(), "e")
    assert policy.hour == dt.time(8)
    assert policy.rhythm is not None
    assert (policy.rhythm.tiers, policy.rhythm.usual) == (
        {"high": Span(1, "months"), "medium": Span(3, "months"), "low": Span(12, "months")},
        "medium",
    )
    assert policy.deadlines["review"] == DeadlineRule(
        kind="review",
        title="",
        owner="lead",
        prompts=(
            Prompt(Offset(20, "working_days", "before"), tell=("owner",)),
            Prompt(Offset(5, "working_days", "before"), tell=("owner",)),
            Prompt(Offset(1, "working_days", "after"), tell=("manager:owner",)),
            Prompt(
                Offset(5, "working_days", "after"),
                tell=("chair:executive-board",),
                items=("executive-board",),
            ),
            Prompt(
                Offset(10, "working_days", "after"),
                tell=("trust-board", "director"),
                block=("award", "extend"),
                exception=True,
                trigger="unbroken-missed-reviews",
            ),
        ),
        wait_in=frozenset({"recess", "pre-election"}),
        extension=Extension(
            Span(20, "working_days"), 1, ("chair:executive-board", "proper_officer")
        ),
    )
    own = policy.deadlines["needs-assessment"]
    assert own.start == Start(EVENTS["commission opened"].event({}), Offset(12, "months", "after"))
    assert [event.ways for event in own.met_by] == [
        (
            Way("commission.gate_passed", {"stage": "understand"}),
            Way("commission.stage_certified", {"stage": "understand"}),
            Way("commission.stage_recorded", {"stage": "understand"}),
        )
    ]
    assert own.only_in == "term"
    assert policy.names() == {
        "director",
        "executive-board",
        "joint-commissioning-head",
        "monitoring-officer",
        "s151",
        "trust-board",
    }
    assert policy.bodies() == {"executive-board", "trust-board"}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_policy_can_be_read(file: Path) -> None:
    policy = load_escalation(file.read_bytes(), file.name)
    for rule in policy.deadlines.values():
        keys = [prompt.key for prompt in rule.prompts]
        assert len(set(keys)) == len(keys) > 0


def test_the_plain_text_to_start_from_names_nobody_in_particular() -> None:
    policy = load_escalation((config_dir() / "escalations/two-levels.yaml").read_bytes(), "t")
    assert policy.names() == frozenset()


@pytest.mark.parametrize(
    ("text", "key", "offset"),
    [
        ("20 working days before", "before-20-working-days", Offset(20, "working_days", "before")),
        ("1 working day after", "after-1-working-day", Offset(1, "working_days", "after")),
        ("on the day", "on-the-day", Offset(0, "calendar_days", "on")),
        ("On  the day", "on-the-day", Offset(0, "calendar_days", "on")),
        (
            "90 calendar days before",
            "before-90-calendar-days",
            Offset(90, "calendar_days", "before"),
        ),
        ("2 weeks after", "after-2-weeks", Offset(2, "weeks", "after")),
        ("12 months before", "before-12-months", Offset(12, "months", "before")),
        ("1 year after", "after-1-year", Offset(1, "years", "after")),
        (
            "5 clear working days before",
            "before-5-clear-working-days",
            Offset(5, "clear_working_days", "before"),
        ),
        (
            "3 section 243 clear days before",
            "before-3-section-243-clear-days",
            Offset(3, "s243_clear_days", "before"),
        ),
    ],
)
def test_moments_are_read_as_they_are_spoken(text: str, key: str, offset: Offset) -> None:
    assert read_offset(text) == offset
    assert offset.key == key
    assert read_offset(offset.words) == offset


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("owner", "owner"),
        ("the lead", "lead"),
        ("Proper officer", "proper_officer"),
        ("owner's manager", "manager:owner"),
        ("the owner’s manager", "manager:owner"),
        ("owner's manager's manager", "manager:manager:owner"),
        ("director", "director"),
        ("director's manager", "manager:director"),
        ("chair of the executive-board", "chair:executive-board"),
        ("chair of executive-board", "chair:executive-board"),
    ],
)
def test_people_are_named_by_what_they_are(text: str, kept: str) -> None:
    assert read_designation(text) == kept
    assert read_designation(say_designation(kept)) == kept


@pytest.mark.parametrize("text", ["", "chair of lead", "chair of", "person:example-lead", "a b"])
def test_nobody_else_can_be_named(text: str) -> None:
    with pytest.raises(Unusable) as failed:
        read_designation(text)
    assert [p.code for p in failed.value.problems] == ["escalation.who_unreadable"]


def test_an_hour_and_where_prompts_wait_may_be_left_out() -> None:
    policy = load("deadlines: {review: {prompts: [{when: on the day, tell: owner}]}}\n")
    rule = policy.deadlines["review"]
    assert (policy.hour, rule.owner, rule.wait_in, rule.only_in) == (
        dt.time(8),
        "lead",
        frozenset(),
        None,
    )


@pytest.mark.parametrize("name", ["agreement-ends", "agreement_ends", "agreement ends"])
def test_a_kind_is_known_however_its_words_are_joined(name: str) -> None:
    policy = load(f"deadlines: {{{name}: {{prompts: [{{when: on the day, tell: owner}}]}}}}\n")
    assert list(policy.deadlines) == ["agreement_ends"]


def test_a_fact_that_is_a_list_has_each_of_its_values() -> None:
    opened = EVENTS["stage opened"].event({"stage": "plan"})
    assert opened.is_told_by("commission.stage_opened", {"stage": "plan"})
    assert opened.is_told_by("commission.started", {"opened": ["understand", "plan"]})
    assert not opened.is_told_by("commission.started", {"opened": ["understand"]})
    assert not opened.is_told_by("commission.stage_opened", {})
    assert not opened.is_told_by("commission.stage_reopened", {"stage": "plan"})


def test_outcomes_are_those_a_decider_can_say() -> None:
    assert set(EVENTS["report decided"].narrowed["outcome"]) == OUTCOMES


def test_a_policy_says_outcomes_with_hyphens() -> None:
    policy = load(
        """\
        deadlines:
          terms:
            title: Terms agreed
            from: {event: report decided, where: {outcome: approved with conditions}}
            due: 1 month
            met by: agreement signed
            owner: author
            prompts: [{when: on the day, tell: owner}]
        """
    )
    start = policy.deadlines["terms"].start
    assert start is not None
    assert start.event.is_told_by("proposal.decided", {"outcome": "approved_with_conditions"})
    assert start.due == Offset(1, "months", "after")


def test_what_vires_sets_after_a_period_may_be_due_on_another_day() -> None:
    policy = load(
        """
        deadlines:
          monitoring-return:
            due: 15 working days after
            prompts: [{when: 1 working day after, tell: partner}]
          annual-report:
            prompts: [{when: on the day, tell: owner}]
        """
    )
    assert policy.deadlines["monitoring_return"].due == Offset(15, "working_days", "after")
    assert policy.deadlines["annual_report"].due is None


def test_kinds_name_owners_there_are() -> None:
    for kind in KINDS.values():
        assert kind.owner in ("lead", "author", "partner", "secretary", "proper_officer")
        assert kind.owner != "partner" or kind.about in OF_PARTNER
        assert bool(kind.due) == (kind.name in ("monitoring_return", "annual_report"))
        assert kind.owner != "lead" or kind.about in OF_COMMISSION
        assert kind.owner != "author" or kind.about == "proposal"


# --- what is wrong is said, all of it, with its line and the nearest word


def test_every_problem_is_said_at_once() -> None:
    assert wrong(
        """\
        hour: 25:00
        reviews:
          tiers: {high: 1 month, low: 0 months, odd: 10 working days}
          usual: medium
        deadlines:
          review:
            owner: owner
            wait in: [recess, holidays]
            only in: recess
            prompts:
              - {when: 5 days before, tell: owner}
              - {when: 3 fortnights after, tell: owner}
              - {when: 1 week after, tell: everybody else}
              - {when: 7 calendar days after, tell: lead}
              - {when: on the day, exception: yes}
              - {when: 2 weeks after}
              - {when: 3 weeks after, block: [awards]}
              - {when: 4 weeks after, propose item: lead, tel: lead}
            extension: {most: 20 working days}
          agreement-ends:
            due: 3 months
            prompts: []
            extension: {most: 1 month, times: 1, by: director}
          agreement ends:
            prompts: [{when: on the day, tell: owner}]
          reveiw:
            prompts: [{when: on the day, tell: owner}]
        """
    ) == [
        "1: “25:00” is not an hour of the day. Write hours and minutes in quotation marks, for example “08:00”.",
        "3: “0 months” cannot be counted. Write a whole number from 1 to 2,000. For the day itself, write “on the day”.",
        "3: The tier “odd” cannot be reviewed every 10 working days: a rhythm follows the calendar alone. Use calendar days, weeks, months or years.",
        "4: “medium” is not a possible value of “usual”. It can be high, low or odd.",
        "7: The owner cannot be said by “owner”. Name who answers for it, for example “lead”.",
        "8: “holidays” is not a possible value of “wait in”. It can be recess, pre-election or term.",
        "9: “wait in” and “only in” both name “recess”, so nothing would ever be prompted in time. Take it out of one of the two.",
        "11: It is not said which days count. Write “working days” or “calendar days”.",
        "12: Vires does not count in “fortnights”. Did you mean months? It counts in working days, calendar days, weeks, months, years, clear working days, clear calendar days and section 243 clear days.",
        "13: “everybody else” names nobody that a policy can name. Write “owner”, “lead”, “author”, “partner”, “secretary”, “proper officer”, “chair of” and the key of a body, or the key of an office or a body; each of them may be followed by “’s manager”. A policy names no persons: they leave.",
        "14: “7 calendar days after” is the same moment as “1 week after” above. Put what is to happen then into one level.",
        "15: “exception” cannot stand on the day: nothing is missed yet. Move it to a level after the day.",
        "16: Nothing happens at this level. Add whom to tell, for example “tell: owner”, or take the level out.",
        (
            "17: “awards” is not a possible value of “block”. Did you mean award? "
            f"It can be {listed(MOVES, 'or')}."
        ),
        "18: An item can be proposed to a body only, and “lead” is none. Write the key of the body, for example “executive-board”.",
        "18: “tel” means nothing here. Did you mean tell? Known here are block, exception, propose item, tell, trigger and when.",
        "19: “by” is missing. Add a line “by: …” here.",
        "19: “times” is missing. Add a line “times: …” here.",
        "21: “due” cannot be said here: Vires sets and settles “an agreement ends” by itself. Take it out, or give your own deadline another name.",
        "23: The day of “an agreement ends” follows from the law, an agreement or a decision, so no policy can extend it. Take “extension” out.",
        "25: There is a second part about “agreement ends”. Put all of it into one.",
        f"27: “reveiw” is not a deadline that Vires sets by itself. Did you mean review? It sets {listed(SPOKEN, 'and')}. For a deadline of your own, add “from”, “due” and “met by”.",
    ]


def test_every_problem_of_a_deadline_of_ones_own_is_said() -> None:
    assert wrong(
        """\
        deadlines:
          needs:
            title: Needs assessment
            from: {event: commission opened, where: {stage: plan}}
            due: 60 working days before
            met by: [stage complete, {event: stage completed, where: {stages: plan}}]
            owner: author
            prompts: [{when: on the day, tell: owner}]
          minutes:
            from: meeting held
            due: 10 working days
            met by: [meeting held, commission closed]
            owner: lead
            prompts:
              - {when: 1 week after, tell: owner, trigger: late}
          Third One:
            from: {event: report decided, where: {outcome: aproved}}
            due: 1 month after
            met by: report withdrawn
            owner: secretary
            title: Third
            prompts: []
        """
    ) == [
        "4: “commission opened” cannot be narrowed. Take “where” out.",
        "5: “60 working days before” lies before the event that the deadline comes from. Write how long after it, for example “60 working days after”.",
        (
            "6: “stage complete” is not an event that Vires records. Did you mean stage completed? "
            f"Known are {listed(sorted(EVENTS), 'and')}."
        ),
        "6: “stage completed” cannot be narrowed by “stages”: its record does not say it. Did you mean stage? It can be narrowed by stage.",
        "7: A deadline of the kind “needs” has no author. Name an office or a body instead.",
        "10: “title” is missing. Add a line “title: …” here.",
        "12: “meeting held” both starts this deadline and meets it. Name another event, or narrow one of the two with “where”.",
        "12: “commission closed” does not happen to what “meeting held” happens to, so it could not meet this deadline. Name an event of the same thing.",
        "13: A deadline of the kind “minutes” has no lead. Name an office or a body instead.",
        "15: A deadline of the kind “minutes” belongs to no commission, so “trigger” would hold nobody. Take it out; tell somebody or propose an item instead.",
        "17: “Third One” cannot be a name under “deadlines”. Use up to 40 lower-case letters, digits, hyphens and underscores.",
        "17: “aproved” is not a possible value of “outcome”. Did you mean approved? It can be approved, approved-as-amended, approved-with-conditions, endorsed, recommended, noted, refused, referred-back or deferred.",
        "17: Nothing is said of when to tell whom about “Third One”. Add a level under “prompts”, for example “- {when: 5 working days before, tell: owner}”.",
    ]


def test_a_deadline_of_ones_own_needs_what_starts_and_meets_it() -> None:
    said = wrong(
        """\
        deadlines:
          needs:
            from: commission opened
            prompts: [{when: on the day, tell: lead}]
        """
    )
    assert said == [
        f"3: “{key}” is missing. Add a line “{key}: …” here."
        for key in ("due", "met by", "owner", "title")
    ]


def test_a_policy_that_says_nothing_is_refused() -> None:
    assert wrong("") == ["-2: This policy says nothing yet. Add “deadlines”, “reviews” or both."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{when: 0 working days after, tell: owner}", "“0 working days” cannot be counted."),
        ("{when: 9999 weeks after, tell: owner}", "“9999 weeks” cannot be counted."),
        ("{when: 5 working days, tell: owner}", "“5 working days” does not say when."),
        ("{when: 5 working days on, tell: owner}", "“5 working days on” does not say when."),
        ("{when: soon after, tell: owner}", "“soon after” does not say when."),
        ("{when: [], tell: owner}", "“when” should be a single value."),
        ("{tell: owner}", "“when” is missing."),
        ("{when: 1 day after, tell: owner}", "It is not said which days count."),
        (
            "{when: 1 week after, tell: author}",
            "A deadline of the kind “a review to be held” has no author.",
        ),
        ("{when: 1 week after, tell: []}", "“tell” is missing."),
        ("{when: 1 week after, trigger: A B}", "“A B” cannot be used for “trigger”."),
    ],
)
def test_a_level_that_cannot_be_meant(text: str, said: str) -> None:
    found = level(text)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_level_that_only_withholds_an_exception_does_nothing() -> None:
    assert level("{when: 1 week after, exception: no}")[0].startswith("Nothing happens")


@pytest.mark.parametrize(
    "text",
    [
        "reviews: {tiers: {}, usual: a}\n",
        "deadlines: {}\n",
        "deadlines: 3\n",
        "deadlines: [a]\n",
        "reviews: []\n",
        "deadlines: {review: 3}\n",
        "hour: []\n",
    ],
)
def test_texts_of_the_wrong_shape_are_refused(text: str) -> None:
    assert wrong(text)


# --- whatever is written

WORDS_OF_A_TEXT = (
    *("owner", "lead", "author", "owner's manager", "chair of cabinet", "cabinet", "yes", "no"),
    *("1 week after", "5 working days before", "on the day", "2 days", "3 months", "term"),
    *("recess", "award", "gate", "commission opened", "stage completed", "meeting held", ""),
)
KEYS_OF_A_TEXT = (
    *("hour", "reviews", "tiers", "usual", "deadlines", "review", "agenda-publication", "own"),
    *("title", "owner", "from", "due", "met by", "event", "where", "stage", "prompts", "when"),
    *("tell", "propose item", "block", "exception", "trigger", "extension", "most", "times", "by"),
    *("wait in", "only in"),
)


def _in_yaml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_in_yaml(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_in_yaml, value)) + "]"
        case _:
            return str(value)


ANYTHING = st.recursive(
    st.sampled_from(WORDS_OF_A_TEXT),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS_OF_A_TEXT), inner, max_size=5)
    ),
    max_leaves=12,
)
LEVEL = st.fixed_dictionaries(
    {"when": st.sampled_from(WORDS_OF_A_TEXT), "tell": ANYTHING},
    optional=dict.fromkeys(("propose item", "block", "exception", "trigger"), ANYTHING),
)
PART = st.fixed_dictionaries(
    {"prompts": st.lists(LEVEL, max_size=3) | ANYTHING},
    optional=dict.fromkeys(
        ("owner", "title", "from", "due", "met by", "extension", "wait in", "only in"), ANYTHING
    ),
)
TEXT = st.fixed_dictionaries(
    {"deadlines": st.dictionaries(st.sampled_from(["review", "own", "agenda-publication"]), PART)},
    optional={"reviews": ANYTHING, "hour": ANYTHING},
)


@given(TEXT)
def test_whatever_is_written_is_understood_or_refused_with_words(text: dict[str, object]) -> None:
    written = "".join(f"{key}: {_in_yaml(one)}\n" for key, one in text.items())
    try:
        policy = load(written)
    except Unusable as error:
        for problem in error.problems:
            assert problem.line is not None
            assert words.say(problem.code, problem.params)
            assert words.remedy(problem.code, problem.params)
        return
    for rule in policy.deadlines.values():
        assert all(p.tell or p.items or p.block or p.exception or p.trigger for p in rule.prompts)
        assert rule.prompts or rule.extension is not None
        assert (rule.start is None) == (not rule.met_by) == (rule.kind in KINDS)
        assert rule.extension is None or rule.extension.by

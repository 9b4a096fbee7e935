"""The notice of a decision: what regulations ask for is in it, and nothing that is closed is."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from reports import BOARD, CABINET, COMMISSIONER, WORDS, Life, codes, life
from test_publishing import NASTY, Tree

from governance.application.commissions.evidence import Closure, Document, add_evidence
from governance.application.plans.publishing import Link, md, render
from governance.application.proposals import after, scrutiny
from governance.application.proposals.outside import record_outside
from governance.application.publishing import documents
from governance.application.publishing.notice import (
    as_document,
    decision_notice,
    public_notice,
)
from governance.application.publishing.stated import stated
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store
from statemachines.proposal_facts import OUTCOMES

DAY = dt.date(2025, 3, 27)
READ = MarkdownIt("commonmark").enable("table")


@pytest.fixture
def built(quick_store: Store, now: dt.datetime, tmp_path: Path) -> Life:
    return life(quick_store, now, tmp_path)


def text(built: Life, ref: str, **more: Any) -> str:
    with built.looking() as desk:
        return render(decision_notice(desk, ref, **more), "markdown")


def by_the_cabinet(built: Life) -> str:
    """A key decision that the board endorsed and the cabinet took, open to call-in (rule S4)."""
    ref = built.award(built.commission(), 3_000_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.declare(ref, "example-police", "organisational")
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref, "endorsed")
    built.wait(7)
    built.sitting("cabinet", CABINET, ref)
    built.decide(ref, how="counted", totals=(3, 0, 0))
    return ref


def test_a_bodys_decision_says_what_the_regulations_ask(built: Life) -> None:
    ref = by_the_cabinet(built)
    told = text(built, ref)
    for must in (
        "# Decision notice: A report on award",
        "- **Decided by:** The Cabinet",
        "- **Key decision:** Yes",
        "> RESOLVED: that it be agreed.",
        "- **Votes:** 3 for, 0 against, 0 abstentions.",
        "### Reasons\n\nIt is the best value.",
        "### Alternatives considered and rejected\n\nNone was better.",
        "Pat Police: organisational interest (",
        f"- **Forward plan:** Under the reference {ref}. Given on ",
        "It may be called in until",
        "- **Takes effect on:** 4 April 2025",
        "rule S4",
        "Nothing of the record is sealed yet.",
    ):
        assert must in told, f"{must}\n\n{told}"
    assert told.count("This is advice to whoever decides.") == 1
    advice = text(built, ref, decision=1)
    assert advice.startswith("# Advice on a decision: A report on award\n")
    assert "The Cabinet, " not in advice
    with built.acting() as desk:
        reason = "A child would be moved."
        scrutiny.waive_call_in(desk, ref, agreed_by="the chair of scrutiny", reason=reason)
    assert f"agreed by: the chair of scrutiny. The reason: {reason}" in text(built, ref)


def test_an_officers_decision_is_an_officer_decision_record_once_it_is_published(
    built: Life,
) -> None:
    ref = built.ready(built.commission(), 40_000)
    with built.looking() as desk, pytest.raises(Unusable) as wrong:
        decision_notice(desk, ref)
    assert codes(wrong) == ["record.not_decided"]
    built.decide(ref, by="example-director", publish=False)
    with built.looking() as desk:
        with pytest.raises(Refused) as refused:
            decision_notice(desk, ref)
        with pytest.raises(Unusable) as unknown:
            public_notice(desk, ref)
    assert codes(refused) == ["notice.not_published"]
    assert codes(unknown) == ["public.report_unknown"]
    with built.acting() as desk:
        after.publish(desk, ref)
    told = text(built, ref.lower())
    assert told.startswith("# Officer decision record: A report on award\n")
    assert "- **Taken by:** Dana Director" in told
    with built.looking() as desk, pytest.raises(Unusable) as none:
        decision_notice(desk, ref, decision=2)
    assert codes(none) == ["notice.no_such"]


def test_a_decision_taken_outside_says_so_and_who_took_it(built: Life) -> None:
    ref = built.award(built.commission(), 300_000)
    with built.acting() as desk:
        record_outside(
            desk,
            ref,
            decider="director",
            on=desk.today,
            outcome="approved",
            words=WORDS,
            reason="A flood.",
            published_on=desk.today,
        )
    told = text(built, ref)
    assert "taken outside Vires and recorded afterwards" in told
    assert "Officer decision record" in told
    assert "**Decided by:** The Director of Children's Services" in told
    assert "A flood." not in told


SECRETS = ("Quixotic bidder", "quixotic.txt", "quixotic prices", "Quixotic confidence")


def test_nothing_of_a_closed_document_is_in_it(built: Life) -> None:
    ref = built.ready(built.commission(), 40_000)
    title, file, content, confided = SECRETS
    for kind, closed in (
        ("prices", Closure("exempt", "It would harm the competition.", "3")),
        ("advice", Closure("confidential", confided)),
        ("views", None),
    ):
        with built.acting(COMMISSIONER) as desk:
            add_evidence(
                desk,
                kind=kind,
                title=title if closed else "What families said",
                data_dir=built.data,
                proposal=ref,
                document=Document(file if closed else "views.txt", (content + kind).encode()),
                closed=closed,
            )
    built.officer(ref)
    with built.looking() as desk:
        made = decision_notice(desk, ref, address=lambda r, d: f"https://here.example/{r}/{d}")
    for form in ("html", "markdown"):
        told = render(made, form)
        assert "quixotic" not in told.lower()
        for must in ("Prices: exempt", "paragraph 3", "It would harm", "Advice: confidential"):
            assert must in told
        assert re.search(rf"https://here\.example/{ref}/[0-9a-f-]+", told)
        assert told.count("https://here.example/") == 1


# --- whatever people write


SAMPLE: dict[str, Any] = {
    "ref": "R-0001",
    "title": "T",
    "kind": "award",
    "state": "called_in",
    "decider": "the Board",
    "outcome": "approved",
    "decided_on": DAY,
    "published_on": DAY,
    "takes_effect": True,
    "effective_on": None,
    "key_decision": True,
    "commission": {"ref": "C-0001", "title": "T"},
    "authority": {"scheme": "S", "version": "V-0001", "rule": "S1", "procedure": "P"},
    "decisions": [
        {
            "number": number,
            "form": form,
            "advice": number == 1,
            "outside": number == 2,
            "irregular": ["it was not in order"],
            "decider": "the Board",
            "by": "B",
            "on": DAY,
            "outcome": "approved",
            "how": "recorded",
            "verbatim": "V",
            "reasons": "R",
            "alternatives": "A",
            "conflicts": [{"name": "N", "kind": "other", "outcome": "leaves", "dispensation": "D"}],
            "vote": {
                "for": 1,
                "against": 0,
                "abstained": 0,
                "by_name": [("N", "for")],
                "dissent": ["N", "M"],
                "casting_vote": "for",
            },
        }
        for number, form in ((1, "body"), (2, "officer"))
    ],
    "consulted": [{"title": "W", "on": DAY}],
    "notices": [
        {"kind": kind, "on": DAY, "reasons": "R"}
        for kind in ("forward_plan", "general_exception", "private_28")
    ],
    "call_in": {
        "who": "W",
        "until": None,
        "last_day": DAY,
        "hour": None,
        "called": [{"on": DAY, "outcome": "released", "outcome_on": DAY}],
        "waived": {"agreed_by": "W", "reason": "R", "on": DAY},
    },
    "papers": {
        "open": [
            {"id": "1", "kind": "k", "title": "T", "file": "f", "size": 1, "sha256": "a"}
            | {"off_on": None}
        ],
        "closed": [
            {"kind": "k", "closed": "exempt", "paragraph": "3", "reason": "R", "off_on": DAY}
        ],
    },
    "seal": {"number": 1, "hash": "ab", "on": DAY},
}
TYPED = {
    "title", "decider", "scheme", "rule", "version", "procedure", "by", "verbatim", "reasons",
    "alternatives", "name", "dispensation", "by_name", "dissent", "who", "agreed_by", "reason",
    "file", "irregular", "paragraph", "sha256", "kind", "how", "hour", "hash",
}  # fmt: skip
"""Fields that hold what somebody typed, or what is worked out from it."""


def with_text(value: Any, typed: str, name: str = "") -> Any:
    """The sample with a text in every field that people type."""
    if isinstance(value, dict):
        return {key: with_text(one, typed, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [with_text(one, typed, name) for one in value]
    codes_of_words = {"forward_plan", "general_exception", "private_28"}
    if isinstance(value, str) and name in TYPED and value not in codes_of_words:
        return typed
    return value


def notice_of(told: dict[str, Any]) -> Any:
    def there(report: str, document: str) -> str:
        return "/p/here/documents/1"

    return as_document(told, publisher=told["title"], on=DAY, address=there)


def tree(told: dict[str, Any]) -> Tree:
    found = Tree()
    found.feed(render(notice_of(told), "html"))
    found.close()
    return found


def shape(told: dict[str, Any]) -> list[str]:
    """What the Markdown is made of, apart from running text."""

    def walk(tokens: Any) -> Iterator[str]:
        for token in tokens:
            broken = token.type == "html_inline" and token.content == "<br>"
            if not broken and token.type not in ("inline", "text", "softbreak", "hardbreak"):
                yield f"{token.type} {token.tag} {token.attrs.get('href', '')}"
            yield from walk(token.children or ())

    return list(walk(READ.parse(render(notice_of(told), "markdown"))))


PLAIN = with_text(SAMPLE, "plain")
LOOSE = {"p", "br"}


@given(NASTY.filter(str.strip))
def test_no_text_anywhere_changes_the_page_around_it(typed: str) -> None:
    found = tree(with_text(SAMPLE, typed))
    assert (found.open, found.wrong) == ([], [])

    def fixed(one: Tree) -> list[tuple[str, Any]]:
        return [
            (tag, has.get("href") or has.get("scope")) for tag, has in one.seen if tag not in LOOSE
        ]

    assert fixed(found) == fixed(tree(PLAIN))


ONE_PARAGRAPH = NASTY.filter(lambda one: not re.search(r"[\n\r]\s*[\n\r]", one))


@given(ONE_PARAGRAPH)
def test_no_text_anywhere_means_something_in_markdown(typed: str) -> None:
    if md(typed):  # what cannot be seen leaves its place empty
        assert shape(with_text(SAMPLE, typed)) == shape(PLAIN)


@given(
    st.text(st.characters(codec="utf-8"), min_size=8, max_size=30),
    st.sampled_from(["exempt", "confidential"]),
)
def test_no_word_of_a_closed_document_is_told(secret: str, closed: str) -> None:
    mark = f"secret-{secret}"
    row = SimpleNamespace(
        id=mark,
        kind="prices",
        title=mark,
        file=mark,
        digest=mark,
        size=1,
        closed=closed,
        closed_paragraph="3",
        closed_reason=mark if closed == "confidential" else "It would harm.",
        added_by_id=mark,
    )
    papers = {"open": [], "closed": [documents._closed(row, None)]}
    made = notice_of({**SAMPLE, "papers": papers})
    for form in ("html", "markdown"):
        told = render(made, form)
        assert "secret" not in told
        assert f"Prices: {closed}" in told


def test_every_state_and_outcome_can_be_told() -> None:
    for outcome in sorted(OUTCOMES):
        for state in ("effective", "rescinded", "quashed", "referred_to_council"):
            notice_of({**SAMPLE, "outcome": outcome, "state": state})
    bare = {**SAMPLE, "notices": [], "call_in": None, "seal": None, "consulted": []}
    assert "neither notice on the forward plan nor an exception" in render(
        notice_of(bare), "markdown"
    )


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//elsewhere", "/a b", "/a>b", "", "x"])
def test_a_link_leads_nowhere_that_is_no_address(href: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Link("a text", href)


def test_the_public_page_and_the_notice_read_the_same(built: Life) -> None:
    ref = built.ready(built.commission(), 40_000)
    built.officer(ref)
    with built.looking() as desk:
        told = stated(desk, ref)
        assert told is not None
        assert public_notice(desk, ref) == decision_notice(desk, ref)
    assert (told["decisions"][0]["form"], told["decisions"][0]["advice"]) == ("officer", False)

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from governance.adapters.mending import mend


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("St Bede&apos;s", "St Bede's"),
        ("food &amp;amp; drink", "food & drink"),
        ("Â£5m", "£5m"),
        ("â€¢tChildren", "•tChildren"),
        ("referral:rnâ€¢tVictims", "referral:\n• Victims"),
        ("live near homern•tFewer moves", "live near home\n• Fewer moves"),
        ("international.rnrnInternational", "international.\n\nInternational"),
        ("RequirementrnPre-Qualification", "Requirement\nPre-Qualification"),
        ("Tenderer Q&ArnNon Disclosure", "Tenderer Q&A\nNon Disclosure"),
        ("ESTATES LIMITEDrn", "ESTATES LIMITED"),
        (
            "see the documentation. rnhttps://example.org",
            "see the documentation.\nhttps://example.org",
        ),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        (r"one\r\ntwo", "one\ntwo"),
        ("<p>one</p><ul><li>two</li></ul>", "one\n\ntwo"),
        ("a &lt;b&gt;bold&lt;/b&gt; word", "a bold word"),
        ("<script>alert(1)</script>safe", "safe"),
        ("zero\u200bwidth \u202eturned\x00", "zerowidth turned"),
        ("a\u00a0 b\t c", "a b c"),
        ("lone \ud800 half", "lone \ufffd half"),
    ],
)
def test_mends_what_cannot_be_meant(broken: Any, whole: Any) -> None:
    assert mend(broken).text == whole


@pytest.mark.parametrize(
    "text",
    [
        "modernGov",
        "Northern and southern Learning",
        "an RN on every ward",
        "the mrna and rna vaccines",
        "value < £50 and > £5",
        "<Name of school>",
        "Zoë, Café, naïve, façade",
        "C:\\new\\reports",
        "Arn Example",
    ],
)
def test_leaves_alone_what_may_be_meant(text: Any) -> None:
    assert mend(text).text == text
    assert not mend(text).changed


def test_white_space_alone_is_not_worth_a_flag() -> None:
    assert not mend("two  spaces \r\n here").changed
    assert mend("a &amp; b").changed


def test_titles_are_one_line() -> None:
    assert mend("one\r\n two", one_line=True).text == "one two"


@given(st.text())
@example("&amp;amp;amp;lt;b&gt;")
@example("<<b>b>rnrn")
@example("rrnrnn")
def test_mending_twice_changes_nothing_more(text: Any) -> None:
    once = mend(text).text
    assert mend(once).text == once


def test_a_long_text_is_mended_in_reasonable_time() -> None:
    assert mend("<" * 20_000 + "rn" * 20_000).text

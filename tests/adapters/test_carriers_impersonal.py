"""Whatever a server says of a letter, what is kept of it names nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.adapters.carriers import Letter
from governance.adapters.carriers.impersonal import impersonal, said_of
from governance.adapters.carriers.letter import SENT, failed, refused

LETTER = Letter("Jane.Doe@private.example", "Jane Q. Doe", "Subject", "Body\n", "a-reference")
NAMED = ("jane.doe", "private.example", "jane q. doe")

FORMS = (
    "<jane.doe@private.example>",
    "jane.doe@private.example",
    "JANE.DOE@PRIVATE.EXAMPLE:",
    "smtp:Jane.Doe@private.example;",
    "(jane.doe)",
    "'jane.doe'",
    "mailbox jane.doe",
    "domain private.example",
    '"Jane Q. Doe" <jane.doe@private.example>',
    "https://help.example.org/?who=jane.doe%40private.example&why=5.1.1",
    "bounce+jane.doe=private.example@lists.example.org",
    "jane.doe\uff20private.example",
    "jane.doe\r\n@private.example",
)
AROUND = st.text(st.sampled_from('abc 5.:;<>"@%=()[]/'), max_size=250)


@given(AROUND, st.sampled_from(FORMS), AROUND)
def test_the_person_is_never_named(before: str, form: str, after: str) -> None:
    said = said_of(LETTER, f"{before} {form} {after}").casefold()
    assert [name for name in NAMED if name in said] == []
    assert 0 < len(said) <= 200


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (
            "5.1.1 <jane.doe@private.example>: Recipient address rejected: User unknown",
            "5.1.1 …: Recipient address rejected: User unknown",
        ),
        ("5.2.2 Mailbox jane.doe is full", "5.2.2 Mailbox … is full"),
        ('5.1.2 "some one"@elsewhere.example unknown', "5.1.2 … unknown"),
        ("4.7.1 greylisted,\r\n try again", "4.7.1 greylisted, try again"),
        ("janet.doe-smith is no address", "janet.doe-smith is no address"),
        ("", "no reason given"),
    ],
)
def test_what_names_nobody_stays(text: str, kept: str) -> None:
    assert said_of(LETTER, text) == kept


def test_a_word_as_short_as_a_mailbox_stays() -> None:
    text = "a is not a mailbox here: a@h"
    assert said_of(Letter("a@h", "A", "S", "B", "r"), text) == "a is not a mailbox here: …"


def test_a_long_answer_takes_no_time() -> None:
    for text in ("<" * 100_000, "a" * 100_000, '"' * 100_000, "@" * 100_000):
        assert len(said_of(LETTER, text)) <= 200


def test_only_the_detail_is_changed() -> None:
    said = refused("carrier.smtp_letter_refused", host="h", number=550, detail="no jane.doe")
    params = {"host": "h", "number": 550, "detail": "no …"}
    assert impersonal(said, LETTER) == refused("carrier.smtp_letter_refused", **params)
    for untouched in (SENT, failed("carrier.smtp_login", host="private.example", number=535)):
        assert impersonal(untouched, LETTER) is untouched

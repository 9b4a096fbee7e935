"""What a server says of a letter, without whom the letter was for.

Refusals are kept with the message and shown to the secretary, for years; an address is kept in
one place alone, where it can be erased. So what looks like an address, and whatever else of this
one a server repeats, is taken out before anything is kept: its numbers and words stay.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from governance.adapters.carriers.letter import Carried, Letter
from governance.adapters.carriers.mail import address, one_line
from governance.domain.errors import Problem

OMITTED: Final = "…"
"""What stands where something was taken out."""
_SHOWN: Final = 200
_IN_BRACKETS = re.compile(r"<[^<>]*>")
_QUOTED = re.compile(r'"[^"]*"@\S*')
_WORD = re.compile(r"\S+")
_AT = re.compile("[@\uff20\ufe6b]|[%=]40|&#(?:64|x40);", re.IGNORECASE)


def impersonal(carried: Carried, letter: Letter) -> Carried:
    """The outcome, its detail shortened and without the person the letter was for."""
    if carried.detail is None or "detail" not in carried.detail.params:
        return carried
    params = carried.detail.params
    told = {**params, "detail": said_of(letter, str(params["detail"]))}
    return replace(carried, detail=Problem(carried.detail.code, told))


def said_of(letter: Letter, text: str) -> str:
    """A server's words about a letter on one short line, without addresses and the person."""
    text = _QUOTED.sub(OMITTED, _IN_BRACKETS.sub(OMITTED, one_line(text)))
    text = _WORD.sub(lambda word: OMITTED if _AT.search(word[0]) else word[0], text)
    text = _of_the_person(letter).sub(OMITTED, text)
    return text[:_SHOWN].strip() or "no reason given"


def _of_the_person(letter: Letter) -> re.Pattern[str]:
    """What a server may repeat of a person: mailbox, domain and name, each as a whole word.

    One or two letters by themselves name nobody, and may be any word of the answer.
    """
    mailbox, _, domain = (address(letter.to) or letter.to).strip().rpartition("@")
    names = {name for name in (mailbox, domain, one_line(letter.name)) if len(name) > 2}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    any_of_them = "|".join(map(re.escape, longest_first)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{any_of_them})(?!\w)", re.IGNORECASE)

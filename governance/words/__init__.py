"""Every sentence shown to people, for a code and its parameters. Imports nothing of ours.

A code has a sentence (what is so) and a remedy (what to do about it). The catalogue of a
language is a folder of modules, one a room of the house, each with a `WORDS` table; a second
language is a second folder with the same codes.

Where a remedy names a command, it is no help in a browser: the code with `@web` is what is said
there, `saying_for("web")`; with an empty sentence it keeps the other's.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import Any, Final

from governance.words.format import Formatter, listed


class _Speaker(Formatter):
    """The formatter of one language.

    `{kind:term}` says a name by its words, `term.<kind>`, and `{kind:one}` with its article;
    `{what:act}` says an act on the record
    by its kind, `{name:who}` whoever did it; `{why:said}` says several codes, each given with its
    parameters, in one list.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "term":
            return term(str(value), self.language)
        if format_spec == "one":
            return one_of(str(value), self.language)
        if format_spec == "act":
            return act(str(value), self.language)
        if format_spec == "who":
            return who(str(value), self.language)
        if format_spec == "said":
            return listed((say(one["code"], one["params"], self.language) for one in value), "and")
        return super().format_field(value, format_spec)


_speaker = cache(_Speaker)

_VOWELS: Final = frozenset("aeio")
"""Letters that a word after “an” begins with; “u” is said in both ways."""

BY_ITSELF: Final = ("clock", "operator")
"""Who acts without being a person."""


@cache
def catalogue(language: str = "en") -> Mapping[str, tuple[str, str]]:
    """All codes of a language with their sentence and remedy templates."""
    package = import_module(f"{__name__}.{language}")
    found: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        words = import_module(f"{package.__name__}.{module.name}").WORDS
        twice = found.keys() & words.keys()
        if twice:
            raise ValueError(f"said twice in the words: {sorted(twice)}")
        found.update(words)
    return found


_medium: ContextVar[str] = ContextVar("medium", default="")


@contextmanager
def saying_for(medium: str) -> Iterator[None]:
    """Inside, codes that have words of their own for a medium say those."""
    before = _medium.set(medium)
    try:
        yield
    finally:
        _medium.reset(before)


def _entry(code: str, language: str) -> tuple[str, str]:
    known = catalogue(language)
    sentence, mend = known[code]
    medium = _medium.get()
    if medium and (own := known.get(f"{code}@{medium}")):
        return own[0] or sentence, own[1]
    return sentence, mend


def say(code: str, params: Mapping[str, Any], language: str = "en") -> str:
    """The sentence for a code."""
    return _speaker(language).vformat(_entry(code, language)[0], (), params)


def remedy(code: str, params: Mapping[str, Any], language: str = "en") -> str:
    """What to do about it; empty where there is nothing to do."""
    return _speaker(language).vformat(_entry(code, language)[1], (), params)


def term(name: str, language: str = "en") -> str:
    """What people call a thing that has a name for machines; one without words is spelt out."""
    entry = catalogue(language).get(f"term.{name}")
    return entry[0] if entry else name.replace("_", " ").replace("-", " ")


def one_of(name: str, language: str = "en") -> str:
    """A thing by its words with its article; what its words name as several has none."""
    said = term(name, language)
    if name == "terms":
        return said
    return f"{'an' if said[:1].lower() in _VOWELS else 'a'} {said}"


def capital(text: str) -> str:
    """A text as it begins a sentence or a line; the rest of it stays as it is."""
    return text[:1].upper() + text[1:]


def who(name: str, language: str = "en") -> str:
    """Whoever did something: by name, and what acts by itself by its words."""
    return term(name, language) if name in BY_ITSELF else name


def act(kind: str, language: str = "en") -> str:
    """An act on the record in words: “Report placed on agenda” for `proposal.placed_on_agenda`.

    One that its name alone says badly has words of its own, `act.<kind>`.
    """
    own = catalogue(language).get(f"act.{kind}")
    if own is not None:
        return own[0]
    noun, _, past = kind.partition(".")
    about = term(f"{noun}.noun", language).removesuffix(".noun")
    said = f"{about} {past.replace('_', ' ').replace('.', ' ')}".strip()
    return capital(said)

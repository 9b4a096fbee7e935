"""Whether two names mean the same organisation.

Notices spell one buyer in several ways: "The North Yorkshire Council", "Bath & North East
Somerset Council", "LB Merton". They also name different bodies alike: a county council, its
constabulary, the city council of the same place. So a name is taken apart into the kind of body
and the rest; the rest must be equal and the kinds must be able to be the same.

Identifiers: those of a register (companies, government bodies, local authorities) mean one
organisation and come first. Contracts Finder's own (`GB-CFS-…`) are given to accounts: in a
single day's notices one university has two, a ministry three, and a purchasing hub's account
publishes for others. They only confirm a name that is nearly the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from governance.adapters.mending import mend

_ACCOUNTS = re.compile(r"GB-CFS-", re.IGNORECASE)

_ANY_COUNCIL = frozenset(
    {"county", "city", "borough", "district", "metropolitan", "london", "royal", "county borough"}
)
"""What a plain "X Council" can be. Town, parish and community councils always say so."""

_ENDINGS: tuple[tuple[str, frozenset[str]], ...] = (
    ("metropolitan borough council", frozenset({"metropolitan"})),
    ("metropolitan district council", frozenset({"metropolitan"})),
    ("london borough council", frozenset({"london"})),
    ("county borough council", frozenset({"county borough"})),
    ("county council", frozenset({"county"})),
    ("city council", frozenset({"city"})),
    ("borough council", frozenset({"borough", "london", "royal", "metropolitan"})),
    ("district council", frozenset({"district"})),
    ("town council", frozenset({"town"})),
    ("parish council", frozenset({"parish"})),
    ("community council", frozenset({"community"})),
    ("council", _ANY_COUNCIL),
    ("mbc", frozenset({"metropolitan"})),
    ("mdc", frozenset({"metropolitan"})),
    ("bc", frozenset({"borough", "london", "royal", "metropolitan"})),
    ("dc", frozenset({"district"})),
    ("cc", frozenset({"county", "city"})),
)
"""Endings that say what kind of council it can be; the longer before the shorter."""

_BEGINNINGS: tuple[tuple[str, frozenset[str]], ...] = (
    ("council of the city of", frozenset({"city"})),
    ("council of the borough of", frozenset({"borough", "london", "metropolitan"})),
    ("london borough of", frozenset({"london"})),
    ("lb of", frozenset({"london"})),
    ("lb", frozenset({"london"})),
    ("royal borough of", frozenset({"royal"})),
    ("metropolitan borough of", frozenset({"metropolitan"})),
    ("borough of", frozenset({"borough"})),
    ("city of", frozenset({"city"})),
)

_SAME_WORDS = {
    "ltd": "limited",
    "co": "company",
    "govt": "government",
    "dept": "department",
    "icb": "integrated care board",
    "ccg": "clinical commissioning group",
    "pcc": "police and crime commissioner",
    "univ": "university",
    "st": "saint",
}
_DEPARTMENT = re.compile(
    r"(?P<council>.*\bcouncil) - (?P<part>[a-z ]*\b(?:services?|directorate|department|team|"
    r"procurement|commissioning|housing|education|care|unit))"
)
_OTHER_BODY = re.compile(
    r"\b(?:school|academy|college|university|trust|police|constabulary|fire|rescue|pension|"
    r"board|partnership|limited|company|group)\b"
)


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation the register holds, with everything notices called it so far.

    A caller adds each spelling and identifier that matched, so that later notices are judged
    against all of them.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name taken apart: the words that tell it from others, and what kind of council it is.

    `kinds` is what kinds of council it can be; empty where it is none.
    """

    words: str
    kinds: frozenset[str]


@lru_cache(maxsize=20_000)
def normalise(name: str) -> Spelling:
    """Take a name apart: case, accents, punctuation, "&", "The", abbreviations, council kinds."""
    text = unicodedata.normalize("NFKD", mend(name[:500], one_line=True).text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("&", " and ")
    text = re.sub(r"['’‘`´.]", "", text)
    text = re.sub(r"\s+[-–—:/|]\s+|[,(]\s*(?=\w)", " - ", text)
    text = re.sub(r"[^\w ]+(?<!-)|_|-(?! )(?<! -)", " ", text)
    text = " ".join(text.split()).removesuffix(" -").removeprefix("the ")
    department = _DEPARTMENT.fullmatch(text)
    if department and not _OTHER_BODY.search(department["part"]):
        text = department["council"]
    words = [_SAME_WORDS.get(word, word) for word in text.replace(" - ", " ").split()]
    return _kind(_unacronymed(words))


def _unacronymed(words: list[str]) -> str:
    """Without a last word that only gives the initials of the others: "(PPS)"."""
    initials = "".join(word[0] for word in words[:-1] if word not in ("and", "of", "the", "for"))
    if len(words) > 2 and len(words[-1]) > 1 and words[-1] == initials:
        words = words[:-1]
    text = " ".join(words)
    return text.removeprefix("nhs ") if text.endswith(" integrated care board") else text


def _kind(text: str) -> Spelling:
    for beginning, kinds in _BEGINNINGS:
        rest = text.removeprefix(f"{beginning} ")
        if rest != text:
            ended = _ending(rest)
            if not _OTHER_BODY.search(ended.words) and "corporation" not in ended.words:
                said = ended.kinds if ended.kinds != _ANY_COUNCIL else frozenset()
                return Spelling(ended.words, kinds | said)
    return _ending(text)


def _ending(text: str) -> Spelling:
    for ending, kinds in _ENDINGS:
        words = text.removesuffix(f" {ending}")
        if words != text:
            return Spelling(words, kinds)
    return Spelling(text, frozenset())


def same(one: str, other: str) -> bool:
    """Whether two spellings can mean one organisation."""
    return _same(normalise(one), normalise(other))


def _same(one: Spelling, other: Spelling) -> bool:
    if not one.words or one.words != other.words:
        return False
    return one.kinds == other.kinds or bool(one.kinds & other.kinds)


def match_buyer(
    name: str | None, identifiers: Iterable[str], known: Sequence[KnownOrganisation]
) -> str | None:
    """The key of the known organisation a notice means, or None where none or several fit.

    A registered identifier decides. Else the name does, against every name an organisation is
    known by: all must be able to be the same, so that one known as a county council is never
    taken for a city. Among several by name an account's identifier decides; alone it only
    counts where one name begins with the other.
    """
    given = {i.casefold() for i in identifiers}
    registered = {i for i in given if not _ACCOUNTS.match(i)}
    by_register = [k for k in known if registered & {i.casefold() for i in k.identifiers}]
    if len(by_register) == 1:
        return by_register[0].key
    spelling = normalise(name) if name else None
    by_name = [k for k in known if spelling and _fits(spelling, k)]
    by_account = [k for k in known if given & {i.casefold() for i in k.identifiers}]
    both = [k for k in by_name if k in by_account]
    for found in (both, by_name):
        if len(found) == 1:
            return found[0].key
    if spelling and not by_name:
        near = [k for k in by_account if _near(spelling, normalise(k.name))]
        if len(near) == 1:
            return near[0].key
    return None


def _fits(spelling: Spelling, known: KnownOrganisation) -> bool:
    names = [normalise(n) for n in (known.name, *known.aliases)]
    alike = [
        n for n in names if n.words == spelling.words and bool(n.kinds) == bool(spelling.kinds)
    ]
    return bool(alike) and all(_same(spelling, n) for n in alike)


def _near(one: Spelling, other: Spelling) -> bool:
    """Whether one name begins with the other, and no word tells them apart as bodies."""
    shorter, longer = sorted((one, other), key=lambda s: len(s.words))
    if not shorter.words or not f"{longer.words} ".startswith(f"{shorter.words} "):
        return False
    rest = longer.words.removeprefix(shorter.words)
    if _OTHER_BODY.search(rest):
        return False
    return one.kinds == other.kinds or bool(one.kinds & other.kinds)

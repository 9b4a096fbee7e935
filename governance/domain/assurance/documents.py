"""Which document a rule's source stands in: the source without paragraph, page and the like.

Two rules that disagree and stand in one document are a slip of its author; from two documents
it is a contradiction between their authors, which no drafting mends: somebody must say which
goes before.
"""

from __future__ import annotations

import re

_WORDS = (
    r"(?:sub-?)?(?:paragraph|para|section|part|clause|rule|schedule|table|page|article|regulation"
    r"|reg|appendix|annexe?|chapter|item|row|line|column|point|band|note|number|no|bullet|art|sched"
    r"|sect|sec|pt|cl|pp?|ss?)"
)
_PLACE = rf"(?:(?:{_WORDS}(?:s|es|appendices)?|appendices)\b\.?|§+|¶+)"
_NUMBER = r"(?:(?!(?:19|20)\d\d\b)\d[\w.\-–/()]*|\([a-z0-9]{1,4}\)|[ivxlcdm]+\b|[a-z]\b(?!['’]))"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:,|and|to|or|-|–|&)?\s*{_NUMBER})*"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d+(?:st|nd|rd|th))"
)
_LOCATOR = (
    rf"(?:{_PLACE}\s*{_NUMBERS}|(?:ss?|pp?|para|art|reg|cl|sch)\.?\d\S*|{_ORDINAL}\s+{_PLACE})"
)

_AT_START = re.compile(rf"^(?:the\s+)?{_LOCATOR}(?:\s+(?:of|in|to|under|from)\b\s*)?(?=\s|$)\s*")
"""A place and its number at the start, and "of" where the document follows it."""
_AT_END = re.compile(rf"(?:^|\s+)(?:{_LOCATOR})(?=\s|$).*$")
"""A place and its number, with all that follows."""
_RULES = re.compile(
    r"^(.*?\w\s+(?:rules|regulations|orders|articles|schedules))\s+(?=(?!(?:19|20)\d\d\b)\d|\()"
)
"""A document whose name ends like a place: "contract procedure rules 4.2"."""
_BARE = re.compile(r"\s+(?!(?:19|20)\d\d$)(?:\d[\d.]*|\([a-z0-9]{1,4}\))$")
"""A number alone at the end that is not a year: "standing orders 4.2"."""


def document_of(source: str) -> str:
    """The document that a rule's source names, in lower case; empty: the scheme itself.

    "scheme, paragraph 3.1" is the document "scheme", "para 4" is none.
    """
    for piece in re.split(r"[,;:]|\s\(|\)\s", source.lower()):
        found = _document(" ".join(piece.split()))
        if found:
            return found
    return ""


def contradict(one: str, other: str) -> bool:
    """Whether two sources are different documents."""
    first, second = document_of(one), document_of(other)
    return bool(first) and bool(second) and first != second


def _document(piece: str) -> str:
    while (match := _AT_START.match(piece)) is not None:
        piece = piece[match.end() :]
    if (named := _RULES.match(piece)) is not None and not _PLACE_ONLY.fullmatch(named[1]):
        piece = named[1]
    else:
        piece = _AT_END.sub("", piece)
    piece = _BARE.sub("", piece)
    piece = re.sub(r"^(?:the|of|in|to|under|from|and|see)\s+", "", piece.strip(" .-–()"))
    return "" if _NUMBER_ONLY.fullmatch(piece) or _PLACE_ONLY.fullmatch(piece) else piece


_NUMBER_ONLY = re.compile(_NUMBERS)
_PLACE_ONLY = re.compile(rf"(?:the\s+)?{_PLACE}")

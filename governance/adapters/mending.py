r"""Mending the text of notices: entities, tags, wrong encodings, lost line ends, stray characters.

Published notices have been through forms, spreadsheets and exports. Entities arrive encoded
once or twice; UTF-8 was read as Windows-1252 ("Â£5m"); and line ends lost their backslashes, so
that "\r\n" stands in the text as "rn". Only what cannot be meant is changed: no English word
holds "rnrn" or starts with "rn", but "modernGov" and "the RN" stay as they are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

_TAGS = (
    "a|abbr|article|b|big|blockquote|body|br|caption|center|code|dd|del|div|dl|dt|em|font|footer|"
    "form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|meta|nav|o:p|ol|p|"
    "pre|s|script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|"
    "title|tr|tt|u|ul"
)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,500}>[^<]*</\1\s*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--[^<>]{0,2000}-->")
_BREAKING = re.compile(
    r"<\s*/?(?:br|p|div|li|tr|h[1-6]|ul|ol|table|section|hr|dt|dd)\b[^<>]{0,500}>", re.IGNORECASE
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ESCAPED_ENDS = re.compile(r"(?:\\r\\n|(?<![\w:\\])\\n|_x000[Dd]_\n?)")
_LOST_ENDS = re.compile(
    r"(?:rn){2,}"  # twice or more: in no word
    r"|(?<![A-Za-z\u00c0-\u024f])rn(?!as?\b|s\b)"  # starting a word, as none does
    r"|(?<=[b-df-hj-np-tv-z])rn(?![a-z\u00c0-\u024f])"  # after a consonant, ending a word
    r"|(?<=[A-Z])rn(?=[A-Z])|(?<=[A-Z][A-Z])rn(?![a-z])"  # after capitals: "Q&ArnNon"
    r"|rn(?=https?://|[•·▪◦●])"
)
_LOST_TAB = re.compile(r"(?<=[•·▪◦●])t(?=[A-Z0-9(\s])")
_MISREAD = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SUSPECT = re.compile(r"[&<\\]|rn|_x000")
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as it should have come, and whether more than white space had to be changed."""

    text: str
    changed: bool


def mend(text: str, *, one_line: bool = False) -> Mended:
    """Mend a text; `one_line` for titles and names. Mending twice changes nothing more."""
    if _is_plain(text):
        return Mended(" ".join(text.split()), changed=False)
    mended = text
    for _ in range(8):
        previous, mended = mended, _once(mended)
        if mended == previous:
            break
    if one_line:
        mended = " ".join(mended.split())
    return Mended(mended, "".join(mended.split()) != "".join(text.split()))


def _is_plain(text: str) -> bool:
    """Whether a text is one line in which nothing can need mending; most are."""
    return text.isascii() and text.isprintable() and not _SUSPECT.search(text)


def _once(text: str) -> str:
    text = _LINE_ENDS.sub("\n", html.unescape(text))
    text = _MISREAD.sub(lambda match: _reread(match[0]), text)
    text = _ESCAPED_ENDS.sub("\n", text)
    text, lost = _LOST_ENDS.subn(lambda match: "\n" * (len(match[0]) // 2), text)
    if lost:
        text = _LOST_TAB.sub(" ", text)
    text = _without_tags(text)
    text = _CONTROLS.sub("", text)
    if not text.isascii():
        text = "".join(_character(c) for c in text)
    text = _SPACES.sub(" ", text)
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _COMMENT.sub("", _HIDDEN.sub("", text))
    return _TAG.sub("", _BREAKING.sub("\n", text))


def _reread(run: str) -> str:
    """UTF-8 that was read as Windows-1252, read again; anything else unchanged."""
    octets = bytearray()
    for character in run:
        try:
            octets += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return run
            octets.append(ord(character))
    for length in range(len(octets), 1, -1):
        try:
            return octets[:length].decode() + run[length:]
        except UnicodeDecodeError:
            continue
    return run


def _character(character: str) -> str:
    if character in "\n\t" or character.isalnum():
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category == "Zs":
        return " "
    # Control and format characters: zero widths, marks that turn text round, soft hyphens.
    return "" if category in ("Cc", "Cf") else character

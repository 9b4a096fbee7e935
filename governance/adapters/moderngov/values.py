"""Single values as ModernGov writes them: days, hours, yes and no, and text pasted from Word."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Sequence

from governance.adapters.csv_mapping import DATE_FORMATS
from governance.adapters.mending import mend
from governance.adapters.ocds.values import EARLIEST, LATEST

MOST_TEXT = 100_000
"""Characters kept of the words of a decision or of a minute."""
MOST_LINE = 300
"""Characters kept of a title, a place or a name."""

_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?$")
_HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?:[.:]00)?\s*(?P<half>[ap]\.?\s?m\.?|noon)?",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"<\s*/?(?:p|div|br|li|span|ul|ol|table|td)\b", re.IGNORECASE)
_NOON = 12


def day(text: str, formats: Sequence[str]) -> dt.date | None:
    """A day in one of the formats, midnight after it left away; None where it is not."""
    plain = _MIDNIGHT.sub("", text.strip())
    if not re.search(r"(?<!\d)\d{4}(?!\d)", plain) or len(plain) > MOST_LINE:
        return None
    for name in formats:
        try:
            found = dt.datetime.strptime(plain, DATE_FORMATS[name]).date()  # noqa: DTZ007  # a day
        except ValueError:
            continue
        if EARLIEST <= found.year <= LATEST:
            return found
    return None


def hour(text: str) -> dt.time | None:
    """An hour such as "10.00 am", "6.30pm", "14:00" or "12 noon"; None where it is not one."""
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        return None
    number, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").casefold()
    if half and not 1 <= number <= _NOON:
        return None
    if not half and found["minute"] is None:
        return None
    if half.startswith("p") and number < _NOON:
        number += _NOON
    if half.startswith("a") and number == _NOON:
        number = 0
    try:
        return dt.time(number, minute)
    except ValueError:
        return None


def yes(text: str) -> bool:
    """Whether a flag is set: "True", as the web service writes it, or "Yes"."""
    return text.strip().casefold() in ("true", "yes", "1", "-1")


def line(text: str) -> str:
    """A title or a name: one line, entities mended, no longer than a line of a list."""
    plain = mend(text, one_line=True).text
    return plain if len(plain) <= MOST_LINE else f"{plain[: MOST_LINE - 1].rstrip()}…"


def prose(text: str) -> str:
    """Words of several paragraphs. Where they are HTML, only its tags break lines, as on a page."""
    told = html.unescape(text)
    if _TAGGED.search(told) or _TAGGED.search(html.unescape(told)):
        text = " ".join(text.split())
    lines = (one.strip() for one in mend(text).text.split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()[:MOST_TEXT]

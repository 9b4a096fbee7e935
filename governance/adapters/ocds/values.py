"""Reading single fields of a notice: texts, amounts, days, instants.

A `Reading` collects what is odd (the notice is taken, with a flag) and what is impossible (the
release is rejected). Shapes the standard does not allow are flagged and read as missing.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from governance.adapters.mending import mend
from governance.adapters.ocds.model import Flag, Period
from governance.domain.errors import Problem
from governance.domain.money import MOST

ZONE = ZoneInfo("Europe/London")
"""Where the days of the notices are counted."""
EARLIEST, LATEST = 1900, 2300
"""Years a notice can mean; others are how programs write "none" (0001, 9999)."""

_INSTANT = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?\s?(?P<zone>Z|z|[+-]\d{2}:?\d{2})?)?"
)
_WHOLE_DAY = ("00:00", "00:00:00", "23:59", "23:59:59")


class Reading:
    """Takes fields of one notice and remembers what was odd or impossible about them."""

    def __init__(self) -> None:
        self.flags: list[Flag] = []
        self.problems: list[Problem] = []
        self._mended: list[str] = []

    def flag(self, code: str, **params: Any) -> None:
        """Note something odd, once."""
        flag = Flag(code, params)
        if flag not in self.flags:
            self.flags.append(flag)

    def all_flags(self) -> tuple[Flag, ...]:
        """Everything odd, with one flag for all texts that were mended."""
        mended = [Flag("import.text_mended", {"fields": self._mended})] if self._mended else []
        return (*self.flags, *mended)

    def mapping(self, value: Any, field: str) -> dict[str, Any]:
        """An object; empty where it is missing or something else."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.flag("import.wrong_shape", field=field)
        return {}

    def mappings(self, value: Any, field: str) -> list[dict[str, Any]]:
        """A list of objects; what is none is left out and flagged."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.flag("import.wrong_shape", field=field)
            return []
        taken = [item for item in value if isinstance(item, dict)]
        if len(taken) < len(value):
            self.flag("import.wrong_shape", field=field)
        return taken

    def text(self, value: Any, field: str, *, one_line: bool = True) -> str | None:
        """A text, mended; None where it is missing or empty."""
        if value is None:
            return None
        if isinstance(value, bool | dict | list):
            self.flag("import.wrong_shape", field=field)
            return None
        mended = mend(str(value), one_line=one_line)
        if mended.changed and field not in self._mended:
            self._mended.append(field)
        return mended.text or None

    def name(self, value: Any) -> str | None:
        """An id or a code as it stands, numbers as text; None where there is none."""
        if isinstance(value, str):
            return value.strip() or None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        return None

    def yes(self, value: Any) -> bool | None:
        """Yes or no; None where it is not said."""
        return value if isinstance(value, bool) else None

    def money(self, value: Any, field: str) -> int | None:
        """An amount of pounds as pence; None where it is unknown.

        Missing, zero, unreadable and foreign amounts are unknown and flagged. A negative amount
        or one beyond `MOST` cannot be meant: the release is rejected.
        """
        node = self.mapping(value, field)
        amount = node.get("amount")
        if amount is None:
            return None
        if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
            self.flag("import.value_unreadable", field=field, text=str(amount)[:40])
            return None
        if amount < 0:
            self._impossible("import.value_negative", field=field, text=str(amount)[:40])
            return None
        if amount > MOST // 100:
            self._impossible(
                "import.value_too_large", field=field, text=str(amount)[:40], most=MOST
            )
            return None
        return self._pounds(Decimal(amount), self.name(node.get("currency")), field)

    def _pounds(self, amount: Decimal, currency: str | None, field: str) -> int | None:
        rounded = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
        if rounded == 0:
            self.flag("import.value_zero", field=field)
            return None
        if currency is None:
            self.flag("import.currency_missing", field=field, text=str(amount)[:40])
            return None
        if currency.upper() != "GBP":
            text = f"{currency[:10]} {str(amount)[:40]}"
            self.flag("import.currency_other", field=field, text=text)
            return None
        if rounded != amount:
            self.flag("import.value_rounded", field=field, text=str(amount)[:40])
        return int(rounded * 100)

    def _impossible(self, code: str, **params: Any) -> None:
        self.problems.append(Problem(code, params))

    def day(self, value: Any, field: str) -> dt.date | None:
        """The day an instant stands for; None where it is missing or cannot be meant.

        A time of midnight, or the last second of a day, marks the whole day as it is written;
        any other time is turned into the day it falls on in `ZONE`.
        """
        if value is None or value == "":
            return None
        match = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
        instant = _instant(match) if match else None
        if match is None or instant is None:
            self.flag("import.date_unreadable", field=field, text=str(value)[:40])
            return None
        if not EARLIEST <= instant.year <= LATEST:
            self.flag("import.date_out_of_range", field=field, text=str(value)[:40])
            return None
        if match["time"] in (None, *_WHOLE_DAY) or match["zone"] is None:
            return dt.date.fromisoformat(match["day"])
        return instant.astimezone(ZONE).date()

    def instant(self, value: Any) -> dt.datetime | None:
        """A release's date as an instant in UTC; where it names no zone, UTC, with a flag.

        A date that is missing, unreadable or out of range is a reason to reject the release:
        without it nobody can say which release is the later.
        """
        if value is None or value == "":
            self._impossible("import.no_date")
            return None
        match = _INSTANT.fullmatch(value.strip()) if isinstance(value, str) else None
        instant = _instant(match) if match else None
        if match is None or instant is None or not EARLIEST <= instant.year <= LATEST:
            self._impossible("import.bad_date", text=str(value)[:40])
            return None
        if match["zone"] is None:
            self.flag("import.date_without_zone", text=str(value)[:40])
        return instant.astimezone(dt.UTC)

    def period(self, value: Any, field: str) -> Period:
        """A period; one that ends before it starts is flagged and both days are kept."""
        node = self.mapping(value, field)
        starts = self.day(node.get("startDate"), f"{field}.startDate")
        ends = self.day(node.get("endDate"), f"{field}.endDate")
        longest = self.day(node.get("maxExtentDate"), f"{field}.maxExtentDate")
        if starts and ends and ends < starts:
            self.flag(
                "import.period_reversed",
                field=field,
                starts=starts.isoformat(),
                ends=ends.isoformat(),
            )
        return Period(starts, ends, longest)


def _instant(match: re.Match[str]) -> dt.datetime | None:
    zone = match["zone"] or "Z"
    text = f"{match['day']}T{match['time'] or '00:00'}"
    try:
        return dt.datetime.fromisoformat(text + ("+00:00" if zone in "Zz" else zone))
    except ValueError:
        return None

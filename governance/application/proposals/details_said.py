"""What a report can say of what would take effect: by which names, and of what type each is.

Asked when it is said, so that nothing is kept that its effect could not read. Whether enough is
said for the decision is for `details`, when the report is submitted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from governance.application.commissions.agreements import KINDS as AGREEMENT_KINDS
from governance.application.naming import days_problems
from governance.domain.calendar import FIRST_YEAR, LAST_YEAR
from governance.domain.errors import Problem, Unusable
from governance.domain.money import amount_problems, pence
from governance.domain.procurement import REGIMES
from governance.domain.suggest import nearest

LONGEST_TEXT: Final = 200_000
"""Characters in a detail at the most: the text of a variation is one."""

_Read = Callable[[str, Any], Any]
"""Reads a detail of a name, as it is kept. Raises `Unusable`."""


def read_details(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Details as a report of a kind keeps them; None and nothing take one back.

    Amounts are pence, or pounds in text; days and the rest as they are kept. Raises `Unusable`
    with everything that is wrong, and for a name nobody knows with the nearest.
    """
    known = {**_EVERY, **_OF_KIND.get(kind, {})}
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name, value in given.items():
        read = known.get(name)
        if read is None:
            near = nearest(name, known)
            told = {"name": name[:80], "kind": kind, "nearest": near, "known": sorted(known)}
            problems.append(Problem("proposal.detail_name_unknown", told))
            continue
        try:
            found[name] = value if value in (None, "") else read(name, value)
        except Unusable as error:
            problems.extend(error.problems)
    if problems:
        raise Unusable(problems)
    return found


def days_against(details: Mapping[str, Any]) -> list[Problem]:
    """That what would take effect ends before it starts, whatever else of it is not known yet."""
    starts, ends = (_kept_day(details.get(name)) for name in ("starts_on", "ends_on"))
    return [] if starts is None else days_problems(starts, ends)


def day_problems(what: str, day: dt.date | None) -> list[Problem]:
    """That a day lies beyond all calendars."""
    if day is None or FIRST_YEAR <= day.year <= LAST_YEAR:
        return []
    told = {"field": what.replace("_", " "), "first": FIRST_YEAR, "last": LAST_YEAR}
    return [Problem("commission.day_out_of_range", told)]


def _kept_day(kept: Any) -> dt.date | None:
    """A day as details keep it; None for none, and for what was kept before days were read."""
    try:
        return dt.date.fromisoformat(str(kept))
    except ValueError:
        return None


def _wrong(code: str, name: str, value: Any, **more: Any) -> Unusable:
    return Unusable.one(code, what=name, text=str(value)[:40], **more)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise _wrong("proposal.detail_not_text", name, value)
    if len(value) > LONGEST_TEXT:
        raise Unusable.one("proposal.detail_too_long", what=name, most=LONGEST_TEXT)
    return value


def _day(name: str, value: Any) -> str:
    try:
        day = dt.date.fromisoformat(_text(name, value).strip())
    except ValueError:
        raise _wrong("proposal.detail_not_a_day", name, value) from None
    except Unusable:
        raise _wrong("proposal.detail_not_a_day", name, value) from None
    if wrong := day_problems(name, day):
        raise Unusable(wrong)
    return day.isoformat()


def _amount(name: str, value: Any) -> int:
    if isinstance(value, str):
        return pence(value)
    if wrong := amount_problems(value, what=name):
        raise Unusable(wrong)
    return int(value)


def _yes_no(name: str, value: Any) -> bool:
    if value in ("yes", "no"):
        return bool(value == "yes")
    if not isinstance(value, bool):
        raise _wrong("proposal.detail_not_yes_no", name, value)
    return value


def _names(name: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise _wrong("proposal.detail_not_a_list", name, value)
    return list(value)


def _one_of(names: tuple[str, ...]) -> _Read:
    def read(name: str, value: Any) -> str:
        if value not in names:
            told = {"known": list(names), "nearest": nearest(str(value), names)}
            raise _wrong("proposal.detail_not_one_of", name, value, **told)
        return str(value)

    return read


def _options(name: str, value: Any) -> list[dict[str, Any]]:
    """Options to extend: until when, and what each would add."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise _wrong("proposal.detail_not_options", name, value)
    found = []
    for one in value:
        if one.keys() - {"until", "value"}:
            raise _wrong("proposal.detail_not_options", name, value)
        until, amount = one.get("until"), one.get("value")
        read = dict(one)
        read |= {} if until is None else {"until": _day(name, until)}
        read |= {} if amount is None else {"value": _amount(name, amount)}
        found.append(read)
    return found


def _shares(name: str, value: Any) -> dict[str, int | None]:
    """What each partner puts in, by its key; None where it is not known."""
    if not isinstance(value, Mapping):
        raise _wrong("proposal.detail_not_shares", name, value)
    return {
        str(partner): None if share is None else _amount(name, share)
        for partner, share in value.items()
    }


_EVERY: Final[Mapping[str, _Read]] = {
    "effective_from": _day,
    "starts_on": _day,
    "ends_on": _day,
    "provider": _text,
    "whole_life_value": _amount,
    "extensions": _options,
    "shares": _shares,
    "budget_and_policy_framework": _yes_no,
}
"""What a report of any kind can say."""

_AWARD: Final[Mapping[str, _Read]] = {
    "agreement": _text,
    "lot": _text,
    "regime": _one_of(tuple(REGIMES)),
    "agreement_kind": _one_of(AGREEMENT_KINDS),
}
_OF_KIND: Final[Mapping[str, Mapping[str, _Read]]] = {
    "award": _AWARD,
    "grant": _AWARD,
    "delegate": {
        "from": _text,
        "to": _text,
        "purpose": _text,
        "kinds": _names,
        "ceiling": _amount,
        "consultees": _names,
        "expires_on": _day,
    },
    "adopt": {"pending": _text},
    "agree-plan": {"plan": _text, "change": _yes_no},
    "annual-report": {"annual_report": _text, "content": _text},
    "accept-review": {"review": _text},
    "exit": {"case": _text},
    "pool": {
        "agreement": _text,
        "ask": _text,
        "fund": _text,
        "partner": _text,
        "terms": _text,
        "on": _day,
        "content": _text,
    },
}
"""What a report of each kind can say besides; a kind that is not here says no more."""

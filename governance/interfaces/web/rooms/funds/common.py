"""What the pages of funds share: the fund an act is about, partners to choose from, periods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.people.organisations import partners
from governance.domain.errors import Unusable
from governance.domain.funds.periods import Period
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Option
from governance.interfaces.web.visit import Visit

FUND: Final = "/funds/{ref}"
POOL: Final = "/pooled-agreements/{ref}"


def about_fund(visit: Visit, **values: Any) -> About:
    """What an act's page knows of its fund."""
    row = visit.desk.row("fund", visit.path["ref"])
    return About(params={"ref": row.ref, "title": row.title}, seen=row.version, values=values)


def about_pool(visit: Visit, **values: Any) -> About:
    """What an act's page knows of its agreement."""
    row = visit.desk.row("pooled_agreement", visit.path["ref"])
    return About(params={"ref": row.ref, "title": row.title}, seen=row.version, values=values)


def partner_options(visit: Visit) -> list[Option]:
    """The partners, by name."""
    rows = sorted(partners(visit.desk), key=lambda row: row.name.casefold())
    return [Option(row.key, row.name) for row in rows]


def period(said: Said) -> Period | None:
    """The days that were given; None for neither. Raises `Unusable` where one is missing."""
    first, last = said["from"], said["to"]
    if first is None and last is None:
        return None
    if first is None or last is None:
        raise Unusable.one("fund.days_both")
    return Period(first, last)


def fund_act(key: str, path: str, do: Callable[[Desk, Said], Done], **given: Any) -> Act:
    """An act on a fund, at a path below its page, to which it leads back."""
    given = {"about": about_fund, "to": FUND, **given}
    return Act(key=f"fund.{key}", path=f"{FUND}/{path}", do=do, **given)

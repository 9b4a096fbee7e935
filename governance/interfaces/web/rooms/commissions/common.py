"""What the acts on a commission share: what their pages know of it, and what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.facts import CommissionFile, commission_facts
from governance.application.commissions.gates import moves
from governance.application.desk import Desk
from governance.application.people.organisations import organisations, partners
from governance.application.rulebook import in_force
from governance.domain.procurement import REGIMES
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import termed
from governance.interfaces.web.fields import Area, Field, Option
from governance.interfaces.web.rendering import capital
from governance.interfaces.web.said import reason
from governance.interfaces.web.visit import Visit
from governance.words import acts
from governance.words.format import time

OF_COMMISSION: Final[Mapping[str, str]] = {
    "start_cycle": "start",
    "start_next_round": "next-round",
    "give_notice": "notice",
    "withdraw_notice": "withdraw-notice",
    "close": "close",
    "record_closure": "record-closure",
    "recommission": "recommission",
    "pause": "pause",
    "resume": "resume",
    "withdraw": "withdraw",
}
"""The moves of a commission that people make, and where each one's form is."""

OF_STAGE: Final[Mapping[str, str]] = {
    "open": "open",
    "bring_to_gate": "gate",
    "return_from_gate": "return",
    "certify": "certify",
    "record_passed": "passed",
    "reopen": "reopen",
}
"""The same of a stage."""

REASON: Final = Area(name="reason", rows=3)
MOST_DIGITS: Final = 10
BY_ITSELF: Final = ("clock", "operator")
"""Who acts without being a person."""
SAID: Final = (
    "title", "reason", "because", "changed", "stage", "gate", "round", "opened", "principle",
    "organisation", "tier", "other", "due",
)  # fmt: skip
"""Facts of an act that a history tells; the record has them all."""
GIVEN: Final = "as given"
"""A reason, to ask what else closes a move."""

Values = Callable[[Visit, CommissionFile], Mapping[str, Any]]
"""What the fields of an act begin with."""


def file_of(visit: Visit) -> CommissionFile:
    """The file of the commission that the address names."""
    row = visit.desk.row("commission", visit.path["ref"])
    return commission_facts(visit.desk, row, visit.desk.today)


def about(move: str | None = None, values: Values | None = None) -> Callable[[Visit], About]:
    """What the page of an act knows: the commission, the stage, why the move is closed now."""

    def known(visit: Visit) -> About:
        file = file_of(visit)
        stage = visit.path.get("stage")
        params: dict[str, Any] = {"ref": file.row.ref, "title": file.row.title}
        if stage is not None:
            params["stage"] = stage_title(file, stage)
        return About(
            params=params,
            seen=file.row.version,
            values={} if values is None else values(visit, file),
            closed=closed(file, move, stage or "commission"),
            back=visit.url(f"/commissions/{file.row.ref}"),
        )

    return known


def closed(file: CommissionFile, move: str | None, where: str) -> list[dict[str, str]]:
    """Why a move is closed as things stand, apart from a reason that is not given yet."""
    if move is None:
        return []
    return [
        reason(one.code, one.params)
        for found in moves(file, reason=GIVEN)
        if (found.about, found.move) == (where, move)
        for one in found.refusals
    ]


def stage_title(file: CommissionFile, key: str) -> str:
    """What a stage is called."""
    stage = None if file.framework is None else file.framework.stage(key)
    return key if stage is None else stage.title


def act(
    key: str,
    path: str,
    do: Callable[[Desk, Said], Receipt | Done],
    *fields: Field,
    move: str | None = None,
    done: str | None = None,
    check: bool = False,
    to: str = "/commissions/{ref}",
    chosen: Callable[[Visit], Sequence[Field]] | None = None,
    values: Values | None = None,
) -> Act:
    """An act on the commission that its address names; `chosen` gives fields that it must ask."""
    return Act(
        key=f"commission.{key}",
        path=f"/commissions/{{ref}}/{path}",
        about=about(move, values),
        fields=chosen or fields,
        do=do,
        to=to,
        done=done,
        check=check,
    )


# --- what can be chosen


def frameworks(desk: Desk) -> list[Option]:
    """The frameworks in force."""
    found = in_force.keys_in_force(desk, kind="framework", on=desk.today)
    return [Option(version.key, version.title) for version in found]


def partner_options(desk: Desk) -> list[Option]:
    """The partners, by name."""
    return _by_name(partners(desk))


def organisation_options(desk: Desk) -> list[Option]:
    """Every organisation, by name."""
    return _by_name(organisations(desk))


def _by_name(rows: Sequence[Any]) -> list[Option]:
    ordered = sorted(rows, key=lambda row: row.name.casefold())
    return [Option(row.key, row.name) for row in ordered]


def regimes() -> list[Option]:
    """The laws of procurement."""
    return termed(REGIMES)


# --- what was done


def history_before(visit: Visit) -> int | None:
    """The number before which a page of the history ends, where the address says one."""
    asked = visit.query.get("history", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS else None


def told_history(visit: Visit, found: Mapping[str, Any]) -> dict[str, Any]:
    """A page of a history, ready for its timeline, and where it goes on."""
    zone = ZoneInfo(visit.partnership.timezone)
    items = [
        {
            "title": capital(acts.act(one["act"])),
            "by": words.term(one["who"]) if one["who"] in BY_ITSELF else one["who"],
            "when": time(one["at"].astimezone(zone)),
            "at": one["at"].isoformat(),
            "text": acts.facts({n: one["facts"][n] for n in SAID if one["facts"].get(n)}),
        }
        for one in found["entries"]
    ]
    older = found["older"]
    return {
        "shown": items,
        "older": None if older is None else f"{visit.here(history=older)}#history",
        "newest": None if found["newest"] else f"{visit.here(history=None)}#history",
    }

"""What the acts on a commission share: what their pages know of it, and what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.allowed import against
from governance.application.commissions.facts import CommissionFile, commission_facts
from governance.application.commissions.gates import TURNING, moves
from governance.application.desk import Desk
from governance.application.ledger.told import names_in, readable
from governance.application.people.organisations import organisations, partners
from governance.application.rulebook import in_force
from governance.domain.errors import Problem, Refusal
from governance.domain.procurement import REGIMES
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import termed
from governance.interfaces.web.fields import Area, Field, Option
from governance.interfaces.web.visit import Visit
from governance.words import acts
from governance.words.format import time
from statemachines.commission import COMMISSION
from statemachines.machine import no_such_move
from statemachines.stage import STAGE

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


def about(
    move: str | None = None,
    values: Values | None = None,
    who: Collection[str] = (),
) -> Callable[[Visit], About]:
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
            closed=_barred(visit, file, who) or closed(file, move, stage or "commission"),
            back=visit.url(f"/commissions/{file.row.ref}"),
        )

    return known


def _barred(visit: Visit, file: CommissionFile, who: Collection[str]) -> list[dict[str, str]]:
    """Why the person may not, where an act that is no move is for some only."""
    found = against(visit.desk, file.row, who) if who else ()
    return [reason(one.code, one.params) for one in found]


def closed(file: CommissionFile, move: str | None, where: str) -> list[dict[str, str]]:
    """Why a move is closed as things stand, apart from a reason that is not given yet."""
    if move is None:
        return []
    seen = [
        found for found in moves(file, reason=GIVEN) if (found.about, found.move) == (where, move)
    ]
    refusals = [one for found in seen for one in found.refusals]
    if not seen and where == "commission":
        refusals = [no_such_move(COMMISSION, file.row.state, move)]
    elif not seen and (stage := file.stage(where)) is not None:
        refusals = [_of_stage(file, stage, move)]
    return [reason(one.code, one.params) for one in refusals]


def _of_stage(file: CommissionFile, stage: Any, move: str) -> Refusal:
    """Why a stage has no such move: its commission stands still, or it is in another state."""
    if file.row.state not in TURNING:
        params = {"ref": file.row.ref, "state": file.row.state.replace("_", " ")}
        return Refusal("commission.not_in_cycle", params)
    return no_such_move(STAGE, stage.state, move)


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
    who: Collection[str] = (),
    done: str | None = None,
    check: bool = False,
    to: str = "/commissions/{ref}",
    chosen: Callable[[Visit], Sequence[Field]] | None = None,
    values: Values | None = None,
    placed: Callable[[Visit, Problem], str | None] | None = None,
) -> Act:
    """An act on the commission that its address names; `chosen` gives fields that it must ask.

    `who` are those for whom one that is no move is open.
    """
    return Act(
        key=f"commission.{key}",
        path=f"/commissions/{{ref}}/{path}",
        about=about(move, values, who),
        fields=chosen or fields,
        do=do,
        to=to,
        done=done,
        check=check,
        placed=placed,
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
    told = [{n: one["facts"][n] for n in SAID if one["facts"].get(n)} for one in found["entries"]]
    names = names_in(visit.desk, told)
    items = [
        {
            "title": words.capital(acts.act(one["act"])),
            "by": words.who(one["who"]),
            "when": time(one["at"].astimezone(zone)),
            "at": one["at"].isoformat(),
            "text": acts.facts(readable(visit.desk, given, names)),
        }
        for one, given in zip(found["entries"], told, strict=True)
    ]
    older = found["older"]
    return {
        "shown": items,
        "older": None if older is None else f"{visit.here(history=older)}#history",
        "newest": None if found["newest"] else f"{visit.here(history=None)}#history",
    }

"""Agreements: what secures delivery, which run out, and every move of their lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.agreement_facts import (
    BY_EFFECT,
    agreement_file,
    agreement_moves,
)
from governance.application.commissions.agreement_list import agreements_page
from governance.application.commissions.agreement_moves import move
from governance.application.commissions.agreements import KINDS, record_agreement
from governance.application.commissions.page import history
from governance.application.commissions.queries import agreements_plain
from governance.application.desk import Desk
from governance.domain.procurement import Standstill, standstill_of
from governance.interfaces.said import offered, reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import termed
from governance.interfaces.web.fields import Area, Day, Field, Money, Pick, Text, Whole
from governance.interfaces.web.rooms.commissions.common import (
    GIVEN,
    REASON,
    act,
    history_before,
    organisation_options,
    regimes,
    told_history,
)
from governance.interfaces.web.rooms.commissions.register import day_of
from governance.interfaces.web.visit import Visit
from statemachines.agreement import AGREEMENT
from statemachines.machine import no_such_move

_FOUND_IN: Final = next(m for m in AGREEMENT.moves if m.name == "record_as_found").targets
_WHY: Final = frozenset(
    {"record_signed", "record_notice", "withdraw_notice", "set_aside", "break_off"}
)
"""Moves that want a reason."""
_WHEN: Final = frozenset({"give_notice", "record_notice", "withdraw_notice", "stop", "break_off",
                          "regularise"})  # fmt: skip
"""Moves that may bring another last day."""
_COUNTED: Final = ("working_days_first_included", "working_days_first_excluded")
"""How the days of a standstill are counted."""
_BY_PEOPLE: Final = tuple(
    m.name
    for m in AGREEMENT.moves
    if m.name not in ("award", "record_as_found") and m.name not in BY_EFFECT
)


def listing(visit: Visit) -> Response:
    """Agreements by the day they end, those that end before a day where one is asked for."""
    typed = visit.query.get("ending", "").strip()
    before = day_of(typed) if typed else None
    errors = []
    if typed and before is None:
        label = words.say("web.agreements.ending", {})
        told = reason("web.day_unreadable", {"label": label})
        errors = [{"text": f"{told['words']} {told['remedy']}", "href": "#filter-ending"}]
    over = visit.query.get("over") == "yes"
    rows, more = agreements_page(
        visit.desk, ending_before=before, over=over, after=visit.query.get("after") or None
    )
    return visit.render(
        "agreements/list.html",
        status=400 if errors else 200,
        rows=rows,
        typed=typed,
        over=over,
        following=visit.here(after=more) if more else None,
        start=visit.here(after=None) if visit.query.get("after") else None,
        errors=errors,
    )


def page(visit: Visit) -> Response:
    """One agreement, and what can be done with it."""
    row = visit.desk.row("agreement", visit.path["ref"])
    (told,) = agreements_plain(visit.desk, [row])
    commission = visit.desk.by_id("commission", row.commission_id)
    return visit.render(
        "agreements/agreement.html",
        agreement=told,
        commission=commission,
        due=agreement_file(visit.desk, row, visit.desk.today).deadlines,
        moves_offered=_offered(visit, row),
        history=told_history(visit, history(visit.desk, row, before=history_before(visit))),
    )


def _offered(visit: Visit, row: Any) -> list[dict[str, Any]]:
    file = agreement_file(visit.desk, row, visit.desk.today)
    return [
        offered(
            words.say(f"web.agreement.move.{one.move}", {}),
            visit.url(f"/agreements/{row.ref}/{_way(one.move)}")
            if one.move in _BY_PEOPLE
            else None,
            one.refusals,
        )
        for one in agreement_moves(file, reason=GIVEN)
    ]


def _way(name: str) -> str:
    return name.replace("_", "-")


# --- recorded


def _fields(visit: Visit) -> list[Field]:
    return [
        Text(name="title"),
        Pick(name="state", options=termed(_FOUND_IN)),
        Pick(name="kind", options=termed(KINDS)),
        Pick(name="provider", options=organisation_options(visit.desk), required=False),
        Text(name="lot", required=False, width="20"),
        Money(name="value", required=False),
        Day(name="starts", required=False),
        Day(name="ends", required=False),
        Pick(name="regime", options=regimes(), required=False),
        REASON,
    ]


def _record(desk: Desk, said: Said) -> Done:
    more: dict[str, Any] = {} if said["value"] is None else {"value": said["value"]}
    receipt = record_agreement(
        desk,
        commission=said.ref,
        state=said["state"],
        reason=said["reason"],
        title=said["title"],
        provider=said["provider"],
        kind=said["kind"],
        lot=said["lot"],
        starts_on=said["starts"],
        ends_on=said["ends"],
        regime=said["regime"],
        **more,
    )
    return Done(receipt=receipt, to=f"/agreements/{receipt.ref}", code="done.agreement_recorded")


# --- moved


def _about(name: str) -> Callable[[Visit], About]:
    def known(visit: Visit) -> About:
        row = visit.desk.row("agreement", visit.path["ref"])
        file = agreement_file(visit.desk, row, visit.desk.today)
        there = {one.move: one.refusals for one in agreement_moves(file, reason=GIVEN)}
        none = (no_such_move(AGREEMENT, row.state, name),)
        because = [reason(one.code, one.params) for one in there.get(name, none)]
        params: Mapping[str, Any] = {"ref": row.ref, "title": row.title}
        return About(params=params, seen=row.version, closed=because)

    return known


def _asks(name: str) -> Callable[[Visit], list[Field]]:
    def fields(visit: Visit) -> list[Field]:
        found: list[Field] = []
        if name == "start_standstill":
            found.append(Day(name="notice"))
            file = agreement_file(
                visit.desk, visit.desk.row("agreement", visit.path["ref"]), visit.desk.today
            )
            if standstill_of(file.regime) is None:
                found.append(Pick(name="policy", options=termed(_COUNTED), required=False))
                found.append(Whole(name="days", required=False, least=1, most=365))
        if name in _WHEN:
            found.append(Day(name="ends", required=False))
        found.append(REASON if name in _WHY else Area(name="reason", rows=3, required=False))
        return found

    return fields


def _moving(name: str) -> Callable[[Desk, Said], Done]:
    def do(desk: Desk, said: Said) -> Done:
        policy, days = said.get("policy"), said.get("days")
        given = None if policy is None or days is None else Standstill(policy, days, GIVEN)
        receipt: Receipt = move(
            desk,
            agreement=said.ref,
            move=name,
            reason=said.get("reason", ""),
            ends_on=said.get("ends"),
            notice_on=said.get("notice"),
            standstill=given,
            seen=said.seen,
        )
        state = words.term(desk.row("agreement", said.ref).state)
        return Done(receipt=receipt, code="done.agreement_moved", params={"state": state})

    return do


def _act(name: str) -> Act:
    return Act(
        key=f"agreement.{name}",
        path=f"/agreements/{{ref}}/{_way(name)}",
        about=_about(name),
        fields=_asks(name),
        do=_moving(name),
        to="/agreements/{ref}",
        check=name in _WHEN or name in _WHY,
    )


ACTS = (
    act("agreement", "agreement", _record, chosen=_fields),
    *(_act(name) for name in _BY_PEOPLE),
)

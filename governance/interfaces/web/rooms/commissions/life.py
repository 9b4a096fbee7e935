"""A commission as a whole: opened, paused, under notice, ended, followed by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from governance.application.change import Receipt
from governance.application.commissions import lifecycle, opening
from governance.application.commissions.rounds import next_round
from governance.application.desk import Desk
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import Area, Day, Field, Many, Money, Pick, Text
from governance.interfaces.web.rooms.commissions.common import (
    REASON,
    act,
    frameworks,
    partner_options,
    regimes,
)
from governance.interfaces.web.visit import Visit


def _framework(visit: Visit) -> list[Field]:
    """Which framework, where there is more than one in force."""
    known = frameworks(visit.desk)
    return [Pick(name="framework", options=known)] if len(known) > 1 else []


def _new(visit: Visit, *, lead: bool, end: bool) -> list[Field]:
    """What every new commission is asked: what must be known, then what may follow later."""
    return [
        Text(name="title"),
        Pick(name="lead", options=officers(visit.desk), required=lead),
        Day(name="end", required=end),
        *_framework(visit),
    ]


def _open_fields(visit: Visit) -> list[Field]:
    return [
        *_new(visit, lead=True, end=True),
        Area(name="need", required=False),
        Area(name="population", rows=2, required=False),
        Money(name="value", required=False),
        Many(name="partners", options=partner_options(visit.desk)),
    ]


def _shares(said: Said) -> dict[str, int | None]:
    return dict.fromkeys(said["partners"])


def _open(desk: Desk, said: Said) -> Done:
    more = {name: said[name] for name in ("need", "population", "value") if said[name] is not None}
    receipt = opening.open_commission(
        desk,
        title=said["title"],
        lead=said["lead"],
        end_date=said["end"],
        framework=said.get("framework"),
        partners=_shares(said),
        **more,
    )
    return Done(receipt=receipt, code="done.commission_opened")


def _propose_fields(visit: Visit) -> list[Field]:
    return [*_new(visit, lead=False, end=False), Area(name="need", required=False)]


def _propose(desk: Desk, said: Said) -> Done:
    more: dict[str, Any] = {} if said["need"] is None else {"need": said["need"]}
    receipt = opening.propose(
        desk,
        title=said["title"],
        lead=said["lead"],
        end_date=said["end"],
        framework=said.get("framework"),
        **more,
    )
    return Done(receipt=receipt, code="done.commission_proposed")


def _record_fields(visit: Visit) -> list[Field]:
    return [
        *_new(visit, lead=False, end=False),
        Money(name="value", required=False),
        Pick(name="regime", options=regimes(), required=False),
        Many(name="partners", options=partner_options(visit.desk)),
        REASON,
    ]


def _record(desk: Desk, said: Said) -> Done:
    more = {name: said[name] for name in ("value", "regime") if said[name] is not None}
    receipt = opening.record_commission(
        desk,
        title=said["title"],
        reason=said["reason"],
        lead=said["lead"],
        end_date=said["end"],
        framework=said.get("framework"),
        partners=_shares(said),
        **more,
    )
    return Done(receipt=receipt, code="done.commission_recorded")


def _lead_and_end(visit: Visit) -> list[Field]:
    return [
        Pick(name="lead", options=officers(visit.desk), required=False),
        Day(name="end", required=False),
    ]


def _start(desk: Desk, said: Said) -> Receipt:
    return opening.start_cycle(
        desk, commission=said.ref, lead=said["lead"], end_date=said["end"], seen=said.seen
    )


def _next_round(desk: Desk, said: Said) -> Receipt:
    return next_round(desk, commission=said.ref, seen=said.seen)


def _pause(desk: Desk, said: Said) -> Receipt:
    return lifecycle.pause(desk, commission=said.ref, reason=said["reason"], seen=said.seen)


def _resume(desk: Desk, said: Said) -> Receipt:
    return lifecycle.resume(desk, commission=said.ref, seen=said.seen)


def _withdraw(desk: Desk, said: Said) -> Receipt:
    return lifecycle.withdraw(desk, commission=said.ref, reason=said["reason"], seen=said.seen)


def _notice(desk: Desk, said: Said) -> Receipt:
    return lifecycle.give_notice(desk, commission=said.ref, end_date=said["end"], seen=said.seen)


def _notice_back(desk: Desk, said: Said) -> Receipt:
    return lifecycle.withdraw_notice(
        desk, commission=said.ref, reason=said["reason"], end_date=said["end"], seen=said.seen
    )


def _close(desk: Desk, said: Said) -> Receipt:
    return lifecycle.close(desk, commission=said.ref, seen=said.seen)


def _record_closure(desk: Desk, said: Said) -> Receipt:
    return lifecycle.record_closure(
        desk, commission=said.ref, reason=said["reason"], on=said["on"], seen=said.seen
    )


def _recommission_fields(visit: Visit) -> list[Field]:
    return _new(visit, lead=True, end=True)


def _recommission(desk: Desk, said: Said) -> Done:
    opened, old = lifecycle.recommission(
        desk,
        commission=said.ref,
        title=said["title"],
        lead=said["lead"],
        end_date=said["end"],
        framework=said.get("framework"),
        seen=said.seen,
    )
    return Done(
        receipt=old,
        to=f"/commissions/{opened.ref}",
        code="done.commission_recommissioned",
        params={"successor": opened.ref},
    )


_END = Day(name="end", required=False)


def _entering(move: str) -> Callable[[Visit], About]:
    """What the page of a new commission knows: why the person may not bring one in."""

    def known(visit: Visit) -> About:
        found = opening.against_opening(visit.desk, move)
        return About(closed=[reason(one.code, one.params) for one in found])

    return known


ACTS = (
    Act(
        key="commission.open",
        about=_entering("propose"),
        path="/commissions/open",
        fields=_open_fields,
        do=_open,
        to="/commissions/{new}",
    ),
    Act(
        key="commission.propose",
        about=_entering("propose"),
        path="/commissions/propose",
        fields=_propose_fields,
        do=_propose,
        to="/commissions/{new}",
    ),
    Act(
        key="commission.record",
        about=_entering("record_as_found"),
        path="/commissions/record",
        fields=_record_fields,
        do=_record,
        to="/commissions/{new}",
    ),
    act("start", "start", _start, chosen=_lead_and_end, move="start_cycle",
        done="done.commission_started"),
    act("next_round", "next-round", _next_round, move="start_next_round", check=True,
        done="done.commission_round"),
    act("pause", "pause", _pause, REASON, move="pause", done="done.commission_paused"),
    act("resume", "resume", _resume, move="resume", done="done.commission_resumed"),
    act("withdraw", "withdraw", _withdraw, REASON, move="withdraw", check=True,
        done="done.commission_withdrawn"),
    act("notice", "notice", _notice, _END, move="give_notice", check=True,
        done="done.commission_noticed"),
    act("withdraw_notice", "withdraw-notice", _notice_back, REASON, _END,
        move="withdraw_notice", check=True, done="done.commission_unnoticed"),
    act("close", "close", _close, move="close", check=True, done="done.commission_closed"),
    act("record_closure", "record-closure", _record_closure, REASON,
        Day(name="on", required=False), move="record_closure", check=True,
        done="done.commission_closed"),
    act("recommission", "recommission", _recommission, chosen=_recommission_fields,
        move="recommission"),
)  # fmt: skip

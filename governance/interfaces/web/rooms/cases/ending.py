"""After the decision: notice, transition, what follows, closure, and the evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.application.change import Receipt
from governance.application.deadlines.settling import live
from governance.application.decommissioning import ending, noticing, transition
from governance.application.decommissioning.ending import CHILDREN
from governance.application.decommissioning.wants import PLANNED
from governance.application.desk import Desk
from governance.interfaces.web.acts import Done, Said
from governance.interfaces.web.fields import Area, Day, Money, Text, Whole
from governance.interfaces.web.rooms.cases.common import on_case, stands, written

_REASON = Area(name="reason", rows=3)


def _notice(desk: Desk, said: Said) -> Done:
    receipt = noticing.give_notice(
        desk,
        said.ref,
        ends=said["ends"],
        given_on=said.get("given"),
        short=said.get("short", ""),
        terms=said.get("terms", ""),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.decommission_noticed", params={"ends": said["ends"]})


def _withdraw_notice(desk: Desk, said: Said) -> Done:
    receipt = noticing.withdraw_notice(desk, said.ref, reason=said["reason"], seen=said.seen)
    return stands(desk, receipt)


def _plan(desk: Desk, said: Said) -> Done:
    texts = {key: said.get(key) for key in PLANNED}
    return written(transition.plan(desk, said.ref, seen=said.seen, **texts))


def _planned(row: Any) -> Mapping[str, Any]:
    return {key: (row.transition or {}).get(key) for key in PLANNED}


def _count(desk: Desk, said: Said) -> Done:
    on = said.get("on") or desk.today
    receipt = transition.count(
        desk, said.ref, cases=said["cases"], moved=said["moved"], on=on, seen=said.seen
    )
    params = {"cases": said["cases"], "moved": said["moved"], "on": on}
    return Done(receipt=receipt, code="done.decommission_counted", params=params)


def _begin(desk: Desk, said: Said) -> Done:
    reason = said.get("reason", "")
    return stands(desk, transition.begin(desk, said.ref, reason=reason, seen=said.seen))


def _halt(desk: Desk, said: Said) -> Done:
    return stands(desk, transition.halt(desk, said.ref, reason=said["reason"], seen=said.seen))


def _resume(desk: Desk, said: Said) -> Done:
    receipt = transition.resume(
        desk, said.ref, reason=said["reason"], ends=said.get("ends"), seen=said.seen
    )
    return stands(desk, receipt)


def _replace(desk: Desk, said: Said) -> Done:
    receipt = transition.replace_by(
        desk,
        said.ref,
        commission=said.get("by"),
        none_because=said.get("none", ""),
        seen=said.seen,
    )
    return written(receipt)


def _replaced(row: Any) -> Mapping[str, Any]:
    return {"none": row.no_replacement}


def _closed(desk: Desk, receipt: Receipt) -> Done:
    due = live(desk, receipt.id)[0].due_day
    return Done(receipt=receipt, code="done.decommission_closed", params={"due": due})


def _close(desk: Desk, said: Said) -> Done:
    return _closed(desk, ending.close(desk, said.ref, seen=said.seen))


def _record_closure(desk: Desk, said: Said) -> Done:
    receipt = ending.record_closure(
        desk, said.ref, reason=said["reason"], on=said.get("on"), seen=said.seen
    )
    return _closed(desk, receipt)


def _evaluate(desk: Desk, said: Said) -> Done:
    counted = {name: said[name] for name in CHILDREN if said[name] is not None}
    receipt = ending.evaluate(
        desk,
        said.ref,
        improvement=said["improvement"],
        saved=said["saved"],
        learned=said["learned"],
        children=counted or None,
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    return Done(receipt=receipt, code="done.decommission_evaluated")


def _undo(desk: Desk, said: Said) -> Done:
    return stands(desk, ending.undo(desk, said.ref, seen=said.seen))


ACTS = (
    on_case(
        "give_notice",
        _notice,
        Day(name="ends"),
        Day(name="given", required=False),
        Area(name="short", rows=3, required=False),
        Area(name="terms", rows=3, required=False),
        check=True,
    ),
    on_case("withdraw_notice", _withdraw_notice, _REASON, check=True),
    on_case(
        "plan",
        _plan,
        *(Area(name=name, required=False) for name in PLANNED),
        values=_planned,
    ),
    on_case(
        "count",
        _count,
        Whole(name="cases", most=1_000_000),
        Whole(name="moved", most=1_000_000),
        Day(name="on", required=False),
    ),
    on_case("begin_transition", _begin, Area(name="reason", rows=3, required=False), check=True),
    on_case("halt", _halt, _REASON),
    on_case("resume", _resume, _REASON, Day(name="ends", required=False)),
    on_case(
        "replace",
        _replace,
        Text(name="by", required=False, width="10"),
        Area(name="none", rows=3, required=False),
        values=_replaced,
    ),
    on_case("close", _close, check=True),
    on_case(
        "record_closure",
        _record_closure,
        _REASON,
        Day(name="on", required=False),
        check=True,
    ),
    on_case(
        "evaluate",
        _evaluate,
        Area(name="improvement"),
        Money(name="saved"),
        *(Whole(name=name, most=1_000_000, required=False) for name in CHILDREN),
        Area(name="learned"),
        Area(name="reason", rows=3, required=False),
        check=True,
    ),
    on_case("decision_undone", _undo, check=True),
)

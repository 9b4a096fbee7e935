"""Acts on a report that ask for nothing, or for a reason alone."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.interfaces.web.acts import Act, Said
from governance.interfaces.web.fields import Area, Field
from governance.interfaces.web.rooms.reports.common import REASON, act

_PROPOSALS = "governance.application.proposals"


def _simple(name: str, where: str, *, reason: bool = False, check: bool = False) -> Act:
    """An act whose use case takes the report and, where it wants one, a reason."""
    module, _, verb = where.partition(":")
    call = getattr(import_module(f"{_PROPOSALS}.{module}"), verb)

    def do(desk: Desk, said: Said) -> Receipt:
        more: dict[str, Any] = {"reason": said["reason"]} if reason else {}
        receipt: Receipt = call(desk, said.ref, seen=said.seen, **more)
        return receipt

    fields: tuple[Field, ...] = (REASON,) if reason else ()
    return act(name, do, fields=fields, check=check)


def _scrutiny(name: str, result: str, *, reason: bool = True) -> Act:
    """What scrutiny, or the council, did with a decision that was called in."""
    from governance.application.proposals.scrutiny import scrutinise  # noqa: PLC0415  # one of many

    def do(desk: Desk, said: Said) -> Receipt:
        why = said.get("reason", "") if reason else ""
        return scrutinise(desk, said.ref, result=result, reason=why, seen=said.seen)

    return act(name, do, fields=(Area(name="reason", rows=3),) if reason else ())


ACTS: tuple[Act, ...] = (
    _simple("clear", "submitting:clear"),
    _simple("return", "submitting:give_back", reason=True),
    _simple("rework", "submitting:rework"),
    _simple("withdraw", "submitting:withdraw", reason=True, check=True),
    _simple("take-off", "placing:take_off", reason=True),
    _simple("redraw", "placing:draw_again"),
    _simple("open", "deciding:open_item"),
    _simple("bring-again", "after:bring_again"),
    _simple("lapse", "submitting:lapse", check=True),
    _simple("off-plan", "notices:take_off_plan", reason=True),
    _simple("quash", "after:quash", reason=True, check=True),
    _simple("record-effect", "outside:record_effect_outside", reason=True, check=True),
    _scrutiny("hear", "hear", reason=False),
    _scrutiny("release", "release"),
    _scrutiny("reconsider", "reconsider"),
    _scrutiny("council", "council"),
)

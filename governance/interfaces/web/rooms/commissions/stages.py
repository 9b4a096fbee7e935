"""A stage of a commission's cycle: opened, brought to its gate, passed, gone back to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from governance.application.change import Receipt
from governance.application.commissions import stages
from governance.application.commissions.facts import commission_facts
from governance.application.desk import Desk
from governance.interfaces.web.acts import Act, Done, Said
from governance.interfaces.web.fields import Day, Field
from governance.interfaces.web.rooms.commissions.common import OF_STAGE, REASON, act, stage_title

_SAYS: Final = {
    "open": "done.stage_opened",
    "certify": "done.stage_passed",
    "return_from_gate": "done.stage_returned",
    "reopen": "done.stage_reopened",
    "record_passed": "done.stage_passed",
}


def _told(desk: Desk, said: Said, receipt: Receipt, code: str) -> Done:
    """What is said of a stage, by its title."""
    file = commission_facts(desk, desk.row("commission", said.ref), desk.today, held=False)
    title = stage_title(file, said.path["stage"])
    return Done(receipt=receipt, code=code, params={"stage": title})


def _doing(move: str, use: Callable[..., Receipt], **given: str) -> Callable[[Desk, Said], Done]:
    """The act of a move: the use case with the fields that it takes."""

    def do(desk: Desk, said: Said) -> Done:
        more: dict[str, Any] = {name: said[field] for name, field in given.items()}
        receipt = use(desk, commission=said.ref, stage=said.path["stage"], seen=said.seen, **more)
        return _told(desk, said, receipt, _SAYS[move])

    return do


def _gate(desk: Desk, said: Said) -> Done:
    receipt = stages.submit_stage(
        desk, commission=said.ref, stage=said.path["stage"], seen=said.seen
    )
    passed = receipt.kind == "commission.gate_passed"
    code = "done.stage_passed" if passed else "done.stage_submitted"
    return _told(desk, said, receipt, code)


def _act(move: str, do: Callable[[Desk, Said], Done], *fields: Field, check: bool = False) -> Act:
    path = f"stages/{{stage}}/{OF_STAGE[move]}"
    return act(f"stage.{move}", path, do, *fields, move=move, check=check)


ACTS = (
    _act("open", _doing("open", stages.open_stage)),
    _act("bring_to_gate", _gate),
    _act(
        "return_from_gate",
        _doing("return_from_gate", stages.return_from_gate, reason="reason"),
        REASON,
    ),
    _act("certify", _doing("certify", stages.certify), check=True),
    _act("reopen", _doing("reopen", stages.reopen, reason="reason"), REASON, check=True),
    _act(
        "record_passed",
        _doing("record_passed", stages.record_stage_outside, reason="reason", on="on"),
        REASON,
        Day(name="on", required=False),
        check=True,
    ),
)

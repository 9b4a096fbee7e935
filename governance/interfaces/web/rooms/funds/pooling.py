"""The agreement behind a pool: written, put to the partners, executed, varied, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.funds import agreements
from governance.application.funds.proposing import ASKS, propose
from governance.domain.funds.clauses import CLAUSES
from governance.domain.funds.terms import Terms, read_terms
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Pick, Text, Upload
from governance.interfaces.web.forms import File
from governance.interfaces.web.rooms.funds.common import (
    POOL,
    about_pool,
    fund_act,
    partner_options,
)
from governance.interfaces.web.visit import Visit

_TEXT = ("yaml", "yml")


def _terms(file: File | None) -> Terms:
    return Terms() if file is None else read_terms(file.content, file.name)


def _draft(desk: Desk, said: Said) -> Done:
    receipt = agreements.draft(desk, said.ref, terms=_terms(said["text"]), seen=said.seen)
    fund = desk.row("fund", said.ref).ref
    return _with_lacks(desk, receipt, "done.pool_drafted", fund=fund)


def _with_lacks(desk: Desk, receipt: Receipt, code: str, **told: Any) -> Done:
    row, fund = agreements.with_fund(desk, receipt.ref)
    lacks = len(agreements.wanting(desk, row, fund))
    if not lacks and code == "done.pool_amended":
        code = "done.pool_complete"
    to = f"/pooled-agreements/{receipt.ref}"
    return Done(receipt=receipt, to=to, code=code, params={**told, "lacks": lacks})


def _amend_fields(visit: Visit) -> list[Field]:
    del visit
    clauses: list[Field] = [
        Area(
            name=f"clause-{letter}",
            required=False,
            rows=6,
            text=words.say(
                "web.pool.amend.clause",
                {"letter": letter, "what": words.term(f"pool_clause_{letter}")},
            ),
        )
        for letter in CLAUSES
    ]
    return [*clauses, Upload(name="text", types=_TEXT, required=False)]


def _amend_about(visit: Visit) -> About:
    row = visit.desk.row("pooled_agreement", visit.path["ref"])
    return about_pool(visit, **{f"clause-{k}": v for k, v in row.clauses.items() if v})


def _amend(desk: Desk, said: Said) -> Done:
    before = desk.row("pooled_agreement", said.ref).clauses
    typed = {letter: said.get(f"clause-{letter}", "") for letter in CLAUSES}
    changed = {k: text for k, text in typed.items() if text != before.get(k, "").strip()}
    receipt = agreements.amend(
        desk, said.ref, terms=_terms(said["text"]), clauses=changed, seen=said.seen
    )
    return _with_lacks(desk, receipt, "done.pool_amended")


# --- put to the partners


def _propose_fields(visit: Visit) -> list[Field]:
    asks = [Option(one, words.say(f"web.pool.propose.{one}", {})) for one in ASKS]
    return [
        Choice(name="ask", options=asks),
        Pick(name="partner", options=partner_options(visit), required=False),
        Upload(name="text", types=_TEXT, required=False),
        Day(name="on", required=False),
        Area(name="recommendation", required=False, rows=3),
        Text(name="scheme", required=False, width="20"),
    ]


def _propose(desk: Desk, said: Said) -> Done:
    file = said["text"]
    receipt = propose(
        desk,
        said.ref,
        ask=said["ask"],
        partner=said.get("partner"),
        text=None if file is None else file.content,
        on=said["on"],
        recommendation=said.get("recommendation", ""),
        scheme=said.get("scheme"),
    )
    return Done(receipt=receipt, to=f"/reports/{receipt.ref}", code="done.pool_proposed")


# --- moves that people make


def _moving(move: str) -> Callable[[Desk, Said], Done]:
    def do(desk: Desk, said: Said) -> Done:
        receipt = agreements.move(
            desk,
            said.ref,
            move=move,
            reason=said.get("reason", ""),
            on=said.get("on"),
            terms=_terms(said.get("text")),
            seen=said.seen,
        )
        state = desk.row("pooled_agreement", said.ref).state
        return Done(receipt=receipt, code="done.pool_moved", params={"state": state})

    return do


_WHY, _ON = Area(name="reason", rows=3), Day(name="on", required=False)
_MOVES: dict[str, tuple[Field, ...]] = {
    "record_agreed": (_ON, _WHY),
    "reopen": (_WHY,),
    "execute": (_ON,),
    "record_executed": (_ON, _WHY),
    "record_varied": (Upload(name="text", types=_TEXT), _ON, _WHY),
    "end": (_ON, _WHY),
    "set_aside": (_WHY,),
}


def _act(key: str, do: Callable[[Desk, Said], Done], **given: Any) -> Act:
    given = {"about": about_pool, "to": POOL, **given}
    return Act(key=f"pool.{key}", path=f"{POOL}/{key.replace('_', '-')}", do=do, **given)


ACTS = (
    fund_act(
        "draft", "draft", _draft, fields=(Upload(name="text", types=_TEXT),), to="/funds/{ref}"
    ),
    _act("amend", _amend, about=_amend_about, fields=_amend_fields),
    _act("propose", _propose, fields=_propose_fields),
    *(
        _act(
            move,
            _moving(move),
            fields=fields,
            check=move != "reopen" and "text" not in {f.name for f in fields},
        )
        for move, fields in _MOVES.items()
    ),
)

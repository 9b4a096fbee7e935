"""What is done about a measure that does poorly: actions recorded, moved, done, given up."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.people.queries import names
from governance.application.performance.actions import action_done, give_up, put_off, record_action
from governance.application.performance.finding import actions
from governance.application.performance.pages import against_action
from governance.domain.errors import Unusable
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import Area, Day, Field, Pick
from governance.interfaces.web.rooms.measures.common import about
from governance.interfaces.web.rooms.measures.recording import periods
from governance.interfaces.web.visit import Visit


def _fields(visit: Visit) -> list[Field]:
    found = periods(visit, required=False)
    return [
        Area(name="what", rows=3),
        Pick(name="officer", options=officers(visit.desk)),
        Day(name="due"),
        *found,
        Day(name="done_on", required=False),
        Area(name="outcome", rows=3, required=False),
    ]


def _record(desk: Desk, said: Said) -> Done:
    receipt = record_action(
        desk,
        measure=said.ref,
        what=said["what"],
        officer=said["officer"],
        due=said["due"],
        period=said.get("period"),
        done_on=said.get("done_on"),
        outcome=said.get("outcome", ""),
    )
    return _moved(desk, receipt, actions(desk, receipt.id)[-1], "done.action_recorded")


def _moved(desk: Desk, receipt: Receipt, one: Any, code: str) -> Done:
    """Tell of an action who does it, and by when."""
    who = names(desk, [one.officer_id]).get(one.officer_id, "")
    due: dt.date = one.due_on
    return Done(
        receipt=receipt, code=code, params={"number": one.number, "officer": who, "due": due}
    )


def _number(said: Said) -> int:
    return _read(said.path["number"])


def _read(number: str) -> int:
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise Unusable.one("web.not_found")
    return int(number)


def _about_action(visit: Visit) -> About:
    row = visit.desk.row("measure", visit.path["ref"])
    number = _read(visit.path["number"])
    one = next((a for a in actions(visit.desk, row.id) if a.number == number), None)
    if one is None:
        raise Unusable.one("web.not_found")
    officer = visit.desk.by_id("person", one.officer_id)
    return About(
        params={"ref": row.ref, "title": row.title, "number": number, "what": one.what},
        seen=row.version,
        values={"to": one.due_on, "officer": officer.key},
        closed=[reason(r.code, r.params) for r in against_action(visit.desk, row.ref, number)],
    )


def _done(desk: Desk, said: Said) -> Done:
    receipt = action_done(
        desk,
        measure=said.ref,
        number=_number(said),
        outcome=said["outcome"],
        on=said.get("on"),
    )
    return Done(receipt=receipt, code="done.action_done", params={"number": _number(said)})


def _give_up(desk: Desk, said: Said) -> Done:
    receipt = give_up(desk, measure=said.ref, number=_number(said), reason=said["reason"])
    return Done(receipt=receipt, code="done.action_given_up", params={"number": _number(said)})


def _put_off(desk: Desk, said: Said) -> Done:
    receipt = put_off(
        desk,
        measure=said.ref,
        number=_number(said),
        reason=said["reason"],
        to=said.get("to"),
        officer=said.get("officer"),
    )
    one = next(a for a in actions(desk, receipt.id) if a.number == _number(said))
    return _moved(desk, receipt, one, "done.action_moved")


def _put_off_fields(visit: Visit) -> list[Field]:
    return [
        Day(name="to"),
        Pick(name="officer", options=officers(visit.desk)),
        Area(name="reason", rows=3),
    ]


ACTS = (
    Act(
        key="measure.action",
        path="/measures/{ref}/action",
        about=about("action"),
        fields=_fields,
        do=_record,
        to="/measures/{ref}",
    ),
    Act(
        key="measure.done",
        path="/measures/{ref}/actions/{number}/done",
        about=_about_action,
        fields=(Area(name="outcome", rows=3), Day(name="on", required=False)),
        do=_done,
        to="/measures/{ref}",
    ),
    Act(
        key="measure.give-up",
        path="/measures/{ref}/actions/{number}/give-up",
        about=_about_action,
        fields=(Area(name="reason", rows=3),),
        do=_give_up,
        to="/measures/{ref}",
    ),
    Act(
        key="measure.put-off",
        path="/measures/{ref}/actions/{number}/put-off",
        about=_about_action,
        fields=_put_off_fields,
        do=_put_off,
        to="/measures/{ref}",
    ),
)

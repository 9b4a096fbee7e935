"""A plan in use: published, reviewed every year, renewed or ended."""

from __future__ import annotations

from typing import Any

from governance.application.desk import Desk
from governance.application.plans import issuing, keeping, queries
from governance.interfaces.web.acts import Act, Done, Said
from governance.interfaces.web.fields import Area, Day, Field, Option, Pick
from governance.interfaces.web.rooms.plans.common import about_plan
from governance.interfaces.web.visit import Visit


def _publish(desk: Desk, said: Said) -> Done:
    receipt = issuing.publish(desk, said.ref, on=said["on"], seen=said.seen)
    due = _review_by(desk, receipt.ref)
    return Done(receipt=receipt, code="done.plan_published", params={"due": due})


def _review_by(desk: Desk, ref: str) -> Any:
    return next(row["review_by"] for row in queries.listing(desk) if row["ref"] == ref)


def _review(desk: Desk, said: Said) -> Done:
    receipt = keeping.review(desk, said.ref, found=said["found"], on=said["on"], seen=said.seen)
    due = _review_by(desk, receipt.ref)
    return Done(receipt=receipt, code="done.plan_reviewed", params={"due": due})


def _renew_fields(visit: Visit) -> list[Field]:
    this = visit.desk.row("plan", visit.path["ref"]).ref
    rows = [row for row in queries.listing(visit.desk) if row["ref"] != this]
    options = [Option(row["ref"], f"{row['ref']} {row['title']}") for row in rows]
    return [Pick(name="by", options=options)]


def _renew(desk: Desk, said: Said) -> Done:
    receipt = keeping.renew(desk, said.ref, by=said["by"], seen=said.seen)
    following = desk.row("plan", said["by"]).ref
    return Done(receipt=receipt, code="done.plan_renewed", params={"next": following})


def _end(desk: Desk, said: Said) -> Done:
    receipt = keeping.end(desk, said.ref, reason=said["reason"], on=said["on"], seen=said.seen)
    return Done(receipt=receipt, code="done.plan_ended")


def _act(key: str, do: Any, fields: Any, **given: Any) -> Act:
    path = f"/plans/{{ref}}/{key}"
    return Act(
        key=f"plan.{key}",
        path=path,
        about=about_plan,
        fields=fields,
        do=do,
        to="/plans/{ref}",
        **given,
    )


_ON = Day(name="on", required=False)

ACTS = (
    _act("publish", _publish, (_ON,), check=True),
    _act("review", _review, (Area(name="found"), _ON)),
    _act("renew", _renew, _renew_fields, check=True),
    _act("end", _end, (Area(name="reason", rows=3), _ON), check=True),
)

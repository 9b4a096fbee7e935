"""Opening a fund, its manager and its partners, and closing it."""

from __future__ import annotations

from typing import Final

from governance import words
from governance.application.desk import Desk
from governance.application.funds import setting_up as acts
from governance.application.funds.finding import KINDS
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import Area, Choice, Day, Field, Many, Option, Pick, Text
from governance.interfaces.web.rooms.funds.common import fund_act, partner_options
from governance.interfaces.web.visit import Visit

MONTHS: Final = tuple(range(1, 13))


def _new_fields(visit: Visit) -> list[Field]:
    partners = partner_options(visit)
    months = [Option(str(one), words.say(f"web.month.{one}", {})) for one in MONTHS]
    return [
        Text(name="title"),
        Text(name="key", width="20", most=60),
        Choice(name="kind", options=[Option(one, words.term(one).capitalize()) for one in KINDS]),
        Pick(name="host", options=partners),
        Many(name="partners", options=partners),
        Pick(name="manager", options=officers(visit.desk), required=False),
        Pick(name="year-starts", options=months),
    ]


def _new_about(visit: Visit) -> About:
    return About(values={"kind": "pooled", "year-starts": "4"}, back=visit.url("/funds"))


def _new(desk: Desk, said: Said) -> Done:
    receipt = acts.add_fund(
        desk,
        key=said["key"],
        title=said["title"],
        kind=said["kind"],
        host=said["host"],
        manager=said.get("manager"),
        partners=said["partners"],
        year_starts=int(said["year-starts"]),
    )
    told = {"title": said["title"].strip(), "kind": words.term(said["kind"])}
    return Done(receipt=receipt, code="done.fund_opened", params=told)


def _manager_fields(visit: Visit) -> list[Field]:
    return [Pick(name="person", options=officers(visit.desk))]


def _manager(desk: Desk, said: Said) -> Done:
    receipt = acts.set_manager(desk, said.ref, manager=said["person"], seen=said.seen)
    name = {one.value: one.text for one in officers(desk)}[said["person"]]
    return Done(receipt=receipt, code="done.fund_manager", params={"manager": name})


def _partner_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="partner", options=partner_options(visit)),
        Day(name="on", required=False),
        Area(name="reason", required=False, rows=3),
    ]


def _join(desk: Desk, said: Said) -> Done:
    receipt = acts.join(
        desk,
        said.ref,
        partner=said["partner"],
        on=said["on"],
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    return _placed(desk, said, Done(receipt=receipt, code="done.fund_entered"))


def _leave(desk: Desk, said: Said) -> Done:
    receipt = acts.leave(
        desk,
        said.ref,
        partner=said["partner"],
        on=said["on"],
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    return _placed(desk, said, Done(receipt=receipt, code="done.fund_left"))


def _placed(desk: Desk, said: Said, done: Done) -> Done:
    name = desk.row("organisation", said["partner"]).name
    told = {"partner": name, "on": said["on"] or desk.today}
    return Done(receipt=done.receipt, code=done.code, params=told)


def _close(desk: Desk, said: Said) -> Done:
    receipt = acts.close(desk, said.ref, reason=said["reason"], seen=said.seen)
    return Done(receipt=receipt, code="done.fund_closed")


ACTS = (
    Act(
        key="fund.new",
        path="/funds/new",
        about=_new_about,
        fields=_new_fields,
        do=_new,
        to="/funds/{new}",
    ),
    fund_act("manager", "manager", _manager, fields=_manager_fields),
    fund_act("join", "join", _join, fields=_partner_fields),
    fund_act("leave", "leave", _leave, fields=_partner_fields, check=True),
    fund_act("close", "close", _close, fields=(Area(name="reason", rows=3),), check=True),
)

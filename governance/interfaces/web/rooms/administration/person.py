"""A person: what they hold, their roles, how they are told; and that they leave."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.bodies.holding import Held, holds_from
from governance.application.desk import Desk
from governance.application.people import acts, away, leaving, preferences
from governance.application.people.person_page import open_roles, person_page
from governance.application.people.queries import name_of
from governance.application.permissions import ROLES
from governance.interfaces.said import offered
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.browsers import called
from governance.interfaces.web.fields import Choice, Day, Field, Many, Option, Text, YesNo
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit


def _page(visit: Visit) -> Response:
    found = person_page(visit.desk, visit.path["ref"])
    ref = found.row.ref
    shown = [
        offered(
            words.say(f"web.person.move.{one.move}", {}),
            visit.url(f"/people/{ref}/{one.move}"),
            one.refusals,
        )
        for one in found.moves
        if found.administrator or not one.move.startswith(("account/", "erase", "identity/"))
    ]
    return visit.render(
        "administration/person.html",
        person=found,
        held=_held(found.held),
        moves_offered=shown,
        quiet=_quiet(found.told),
        called=called,
    )


def _held(held: Held) -> list[dict[str, Any]]:
    """What somebody holds, each as it is called, with the days."""
    return [
        *({"what": o.title, "from": o.from_day, "to": o.to_day} for o in held.offices),
        *(
            {
                "what": words.say("web.person.seat", {"seat": s.seat, "body": s.name}),
                "from": s.from_day,
                "to": s.to_day,
            }
            for s in held.seats
        ),
        *(
            {
                "what": words.say("web.person.chair", {"body": c.name, "role": words.term(c.role)}),
                "from": c.from_day,
                "to": c.to_day,
            }
            for c in held.chairs
        ),
        *(
            {
                "what": words.say("web.person.substitute", {"seat": s.seat, "body": s.name}),
                "from": s.from_day,
                "to": s.to_day,
            }
            for s in held.substitute_in
        ),
    ]


def _quiet(told: Any) -> str | None:
    if told is None:
        return None
    if told["quiet"] is None:
        return words.say("people.quiet_usual", {})
    named = [words.term(one) for one in told["quiet"]]
    return words.say("people.quiet_days" if named else "people.quiet_never", {"quiet": named})


# --- acts


def _about(visit: Visit) -> About:
    row = visit.desk.row("person", visit.path["ref"])
    return About(
        params={"name": name_of(visit.desk, row)},
        seen=row.version,
        back=visit.url(f"/people/{row.ref}"),
    )


def _rename(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    receipt = acts.rename(desk, person=key, name=said["name"])
    return Done(receipt=receipt, params={"key": key})


def _address(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    receipt = preferences.set_address(desk, person=key, address=said["address"])
    return Done(receipt=receipt, code="done.person_address", params={"person": key})


def _grant(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    first, last = said["from"] or desk.today, said["to"]
    receipt = acts.grant(desk, person=key, role=said["role"], from_day=first, to_day=last)
    code = "done.role_granted" if last is None else "done.role_granted_until"
    params = {"person": key, "from_day": first, "to_day": last, "role": words.term(said["role"])}
    return Done(receipt=receipt, code=code, params=params)


def _grant_fields(visit: Visit) -> list[Field]:
    del visit
    options = [
        Option(role, words.term(role).capitalize(), words.say(f"web.role.{role}", {}))
        for role in ROLES
    ]
    return [
        Choice(name="role", options=options),
        Day(name="from", required=False),
        Day(name="to", required=False),
    ]


def _ending_fields(visit: Visit) -> list[Field]:
    held = open_roles(person_page(visit.desk, visit.path["ref"]).grants, visit.today)
    options = [Option(role, words.term(role).capitalize()) for role in held]
    return [Choice(name="role", options=options), Day(name="last", required=False)]


def _end_role(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    last = said["last"] or desk.today
    receipt = acts.end_grant(desk, person=key, role=said["role"], last_day=last)
    params = {"person": key, "last": last, "role": words.term(said["role"])}
    return Done(receipt=receipt, code="done.role_ended", params=params)


def _about_leaving(visit: Visit) -> About:
    known = _about(visit)
    row = visit.desk.row("person", visit.path["ref"])
    held = _held(holds_from(visit.desk, row.id, visit.today))
    more = {"held": held, "leads": leaving.still_led(visit.desk, row.id)}
    return About(params=known.params, seen=known.seen, back=known.back, more=more)


def _leave(desk: Desk, said: Said) -> Done:
    row = desk.row("person", said.ref, seen=said.seen)
    day = said["on"] or desk.today
    held = [one["what"] for one in _held(holds_from(desk, row.id, day))]
    receipt = leaving.leave(desk, person=row.key, on=day)
    code = "done.left_holding" if held else "done.left"
    return Done(receipt=receipt, code=code, params={"person": row.key, "on": day, "ended": held})


def _away(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    first = said["from"] or desk.today
    receipt = away.record_absence(
        desk, person=key, from_day=first, to_day=said["to"], deputy=said.get("deputy")
    )
    params = {"person": key, "from_day": first, "to_day": said["to"]}
    return Done(receipt=receipt, code="done.person_away", params=params)


def _back(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    receipt = away.come_back(desk, person=key)
    return Done(receipt=receipt, code="done.person_back", params={"person": key})


def _reports_to(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    receipt = away.reports_to(desk, person=key, office=said["office"])
    params = {"person": key, "office": desk.row("office", said["office"]).title}
    return Done(receipt=receipt, code="done.person_reports_to", params=params)


def _about_telling(visit: Visit) -> About:
    known = _about(visit)
    told = person_page(visit.desk, visit.path["ref"]).told
    usual = [preferences.WEEKDAYS[number] for number in preferences.WEEKEND]
    values = {"digest": told["digest"], "quiet": told["quiet"] or usual} if told else {}
    return About(params=known.params, seen=known.seen, back=known.back, values=values)


def _telling_fields(visit: Visit) -> list[Field]:
    del visit
    days = [Option(one, words.term(one).capitalize()) for one in preferences.WEEKDAYS]
    return [
        YesNo(name="digest"),
        Many(name="quiet", options=days),
        Day(name="quiet-from", required=False),
        Day(name="quiet-to", required=False),
    ]


def _tell(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    first = said["quiet-from"] or said["quiet-to"]
    last = said["quiet-to"] or first
    receipt = preferences.tell(
        desk,
        person=key,
        digest=said["digest"],
        quiet=said["quiet"],
        quiet_days=[(first, last)] if first else (),
    )
    return Done(receipt=receipt, code="done.person_tell", params={"person": key})


def _act(move: str, do: Any, fields: Any = (), **more: Any) -> Act:
    given = {"about": _about, "to": "/people/{ref}", **more}
    return Act(key=f"person.{move}", path=f"/people/{{ref}}/{move}", fields=fields, do=do, **given)


PAGES = (Page(path="/people/{ref}", show=_page),)
ACTS = (
    _act("rename", _rename, (Text(name="name"),)),
    _act("address", _address, (Text(name="address", autocomplete="email", most=254),)),
    _act("grant", _grant, _grant_fields),
    _act("end-role", _end_role, _ending_fields),
    _act(
        "leave",
        _leave,
        (Day(name="on", required=False),),
        about=_about_leaving,
        check=True,
        template="administration/leave.html",
    ),
    _act(
        "away",
        _away,
        (
            Day(name="from", required=False),
            Day(name="to"),
            Text(name="deputy", required=False, width="20", most=80),
        ),
    ),
    _act("back", _back),
    _act("reports-to", _reports_to, (Text(name="office", width="20", most=80),)),
    _act("tell", _tell, _telling_fields, about=_about_telling),
)

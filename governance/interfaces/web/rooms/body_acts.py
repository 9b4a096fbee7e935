"""Acts of keeping a body's register: adding it, appointing to seats, substitutes, ending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from governance import words
from governance.application.bodies import acts
from governance.application.bodies.queries import list_bodies, show_body
from governance.application.desk import Desk
from governance.application.rulebook.queries import versions
from governance.domain.bodies.standing import Standing
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Pick, ShortName, Text
from governance.interfaces.web.rooms.body_common import (
    about_body,
    called,
    partner,
    person,
    seat_title,
    view_of,
)
from governance.interfaces.web.visit import Visit

SUBSTITUTES = ("substitute-1", "substitute-2", "substitute-3")


def _add_fields(visit: Visit) -> Sequence[Field]:
    standings = [
        Option(
            one.value,
            words.say(f"web.bodies.standing.{one.value}", {}),
            words.remedy(f"web.bodies.standing.{one.value}", {}),
        )
        for one in Standing
    ]
    bodies = list_bodies(visit.desk)
    above = [Option(facts.key, facts.title) for facts in bodies]
    held = {facts.row.terms_key for facts in bodies}
    texts = {
        row["key"]: row["title"] for row in versions(visit.desk, kind="terms", all_versions=False)
    }
    unheld = [Option(key, title) for key, title in texts.items() if key not in held]
    return (
        Text(name="name"),
        ShortName(name="key"),
        Choice(name="standing", options=standings),
        *([Pick(name="terms", options=unheld, required=False)] if unheld else []),
        partner(visit),
        Pick(name="parent", options=above, required=False),
    )


def _add(desk: Desk, said: Said) -> Done:
    receipt = acts.add_body(
        desk,
        key=said["key"],
        name=said["name"],
        standing=said["standing"],
        terms_key=said.get("terms"),
        organisation=said["partner"],
        parent=said["parent"],
    )
    return Done(receipt=receipt)


def _seats(*, held: bool) -> Callable[[Visit], Pick]:
    """The seats of a body that are held, or that are vacant."""

    def seats(visit: Visit) -> Pick:
        options = [
            Option(
                seat.key,
                f"{seat.title}: {seat.appointment.person.name}" if seat.appointment else seat.title,
            )
            for seat in view_of(visit).seats
            if (seat.appointment is not None) == held
        ]
        return Pick(name="seat", options=options)

    return seats


def _appoint_fields(visit: Visit) -> Sequence[Field]:
    # A seat somebody leaves can be filled ahead: all are offered, the vacant first.
    free, taken = _seats(held=False)(visit), _seats(held=True)(visit)
    return (
        Pick(name="seat", options=[*free.options, *taken.options]),
        person(visit),
        *(person(visit, name, required=False) for name in SUBSTITUTES),
        Day(name="from", required=False),
        Day(name="to", required=False),
    )


def _about_appoint(visit: Visit) -> About:
    """Without terms of reference in force there is no seat to be appointed to."""
    known, facts = about_body(visit), view_of(visit).facts
    if facts.terms is not None:
        return known
    told = {"body": facts.title, "on": facts.on}
    return replace(known, closed=[reason("bodies.no_seats_yet", told)])


def _named(said: Said) -> list[str]:
    return [said[name] for name in SUBSTITUTES if said[name]]


def _appoint(desk: Desk, said: Said) -> Done:
    view = show_body(desk, body=said.ref)
    start = said["from"] or desk.today
    receipt = acts.appoint(
        desk,
        body=said.ref,
        seat=said["seat"],
        person=said["person"],
        substitutes=_named(said),
        from_day=start,
        to_day=said["to"],
    )
    return Done(
        receipt=receipt,
        code="done.appointed",
        params={
            "person": called(desk, said["person"]),
            "seat": seat_title(view, said["seat"]),
            "body": view.facts.title,
            "from_day": start,
        },
    )


def _substitutes_fields(visit: Visit) -> Sequence[Field]:
    return (
        _seats(held=True)(visit),
        *(person(visit, name, required=False) for name in SUBSTITUTES),
    )


def _substitute(desk: Desk, said: Said) -> Done:
    view = show_body(desk, body=said.ref)
    named = _named(said)
    receipt = acts.name_substitutes(desk, body=said.ref, seat=said["seat"], substitutes=named)
    told = {
        "seat": seat_title(view, said["seat"]),
        "body": view.facts.title,
        "names": [called(desk, key) for key in named],
    }
    code = "done.substitutes_named" if named else "done.no_substitutes_left"
    return Done(receipt=receipt, code=code, params=told)


def _end_fields(visit: Visit) -> Sequence[Field]:
    return (
        _seats(held=True)(visit),
        Day(name="last-day", required=False),
        Area(name="why", required=False, rows=3),
    )


def _end(desk: Desk, said: Said) -> Done:
    view = show_body(desk, body=said.ref)
    last = said["last-day"] or desk.today
    receipt = acts.end_appointment(
        desk, body=said.ref, seat=said["seat"], last_day=last, reason=said.get("why", "")
    )
    told = {"last": last, "seat": seat_title(view, said["seat"]), "body": view.facts.title}
    return Done(receipt=receipt, code="done.appointment_ended", params=told)


ACTS = (
    Act(key="bodies.add", path="/new/body", fields=_add_fields, do=_add, to="/bodies/{new}"),
    Act(
        key="bodies.appoint",
        path="/bodies/{ref}/appoint",
        about=_about_appoint,
        fields=_appoint_fields,
        do=_appoint,
        to="/bodies/{ref}",
    ),
    Act(
        key="bodies.substitutes",
        path="/bodies/{ref}/substitutes",
        about=about_body,
        fields=_substitutes_fields,
        do=_substitute,
        to="/bodies/{ref}",
    ),
    Act(
        key="bodies.end",
        path="/bodies/{ref}/end",
        about=about_body,
        fields=_end_fields,
        do=_end,
        to="/bodies/{ref}",
        check=True,
    ),
)

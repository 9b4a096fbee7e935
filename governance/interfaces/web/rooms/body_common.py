"""What the acts on bodies and offices share: whom to choose from, and what they are about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from governance.application.bodies.queries import BodyView, show_body
from governance.application.desk import Desk
from governance.application.people.organisations import organisations
from governance.application.people.queries import names_by_key, people
from governance.interfaces.web.acts import About
from governance.interfaces.web.fields import Option, Pick
from governance.interfaces.web.visit import Visit


def person(
    visit: Visit,
    name: str = "person",
    *,
    required: bool = True,
    among: Collection[str] | None = None,
) -> Pick:
    """Somebody who is here today; `among` are the keys of those who can be chosen, if not all."""
    options = sorted(
        (
            Option(one.key, one.name)
            for one in people(visit.desk, gone=False)
            if among is None or one.key in among
        ),
        key=lambda option: option.text.casefold(),
    )
    return Pick(name=name, options=options, required=required)


def partner(visit: Visit, name: str = "partner") -> Pick:
    """An organisation, or none."""
    options = [Option(row.key, row.name) for row in organisations(visit.desk)]
    return Pick(name=name, options=options, required=False)


def called(desk: Desk, key: str) -> str:
    """The name of a person by key."""
    return names_by_key(desk, {key}).get(key, key)


def view_of(visit: Visit) -> BodyView:
    """The body that the address names, today."""
    return show_body(visit.desk, body=visit.path["ref"])


def about_body(visit: Visit) -> About:
    """The body that the address names."""
    row = visit.desk.row("body", visit.path["ref"])
    values: dict[str, Any] = {}
    if seat := visit.query.get("seat"):
        values["seat"] = seat
    return About(params={"body": row.name}, seen=row.version, values=values)


def seat_title(view: BodyView, key: str) -> str:
    """What people call a seat."""
    return next((seat.title for seat in view.seats if seat.key == key), key)

"""Everybody there is: found by name and role, and added."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.people import acts
from governance.application.people.listing import accounts_of, people_page
from governance.application.permissions import (
    ROLES,
    must_administer,
    must_keep_register,
    why_not,
)
from governance.domain.errors import Problem
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Field, Text
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.body_common import partner
from governance.interfaces.web.visit import Visit


def role_options() -> list[dict[str, str]]:
    """The roles, for a filter."""
    return [
        {"value": "", "text": words.say("web.people.any_role", {})},
        *({"value": role, "text": words.capital(words.term(role))} for role in ROLES),
    ]


def _list(visit: Visit) -> Response:
    asked = visit.query.get("words", "")
    role = visit.query.get("role") or None
    gone = visit.query.get("gone") == "yes"
    after = visit.query.get("after") or None
    found = people_page(
        visit.desk, words=asked, role=role if role in ROLES else None, gone=gone, after=after
    )
    administrator = not why_not(must_administer, visit.desk)
    return visit.render(
        "administration/people.html",
        rows=found.rows,
        accounts=accounts_of(visit.desk, [row.id for row in found.rows]) if administrator else None,
        may_add=not why_not(must_keep_register, visit.desk),
        asked=asked,
        role=role,
        gone=gone,
        roles=role_options(),
        chosen=_chosen(visit, asked, role, gone=gone),
        next=visit.here(after=found.after) if found.after else None,
        first=visit.here(after=None) if after else None,
        account_word=_account_word,
    )


def _account_word(account: Any) -> str:
    """How an account stands, in a word or two."""
    if account is None:
        return words.say("web.people.no_account", {})
    if account.locked_at is not None:
        return words.say("web.people.locked", {})
    if account.must_change:
        return words.say("web.people.to_change", {})
    return words.say("web.people.with_code" if account.second_factor else "web.people.open", {})


def _chosen(visit: Visit, asked: str, role: str | None, *, gone: bool) -> list[dict[str, str]]:
    """What the list is narrowed to, each with the list without it."""
    found = []
    if asked:
        found.append({"text": asked, "href": visit.here(words=None, after=None)})
    if role in ROLES:
        found.append({"text": words.term(role), "href": visit.here(role=None, after=None)})
    if gone:
        left = words.say("web.people.gone_too", {})
        found.append({"text": left, "href": visit.here(gone=None, after=None)})
    return found


def _add_fields(visit: Visit) -> list[Field]:
    # The use case says what is missing together with everything else that is wrong.
    return [
        Text(name="name", required=False, quiet=True),
        Text(name="key", required=False, quiet=True, width="20", most=80),
        Text(name="address", required=False, most=254),
        partner(visit, "organisation"),
    ]


_BESIDE = {
    "name.key_missing": "key",
    "name.key_unusable": "key",
    "name.key_reserved": "key",
    "name.taken": "key",
    "name.unknown": "organisation",
    "people.address_unusable": "address",
}


def _beside(visit: Visit, problem: Problem) -> str:
    """The field that something wrong with a new person stands beside."""
    del visit
    return _BESIDE.get(problem.code, "name")


def _about_adding(visit: Visit) -> About:
    return About(
        back=visit.url("/people"), values={"organisation": visit.query.get("organisation")}
    )


def _add(desk: Desk, said: Said) -> Done:
    receipt = acts.add_person(
        desk,
        key=said.get("key", ""),
        name=said.get("name", ""),
        address=said.get("address"),
        organisation=said.get("organisation"),
    )
    return Done(receipt=receipt, params={"name": said["name"]})


PAGES = (Page(path="/people", show=_list),)
ACTS = (
    Act(
        key="people.add",
        path="/people/new",
        about=_about_adding,
        fields=_add_fields,
        do=_add,
        placed=_beside,
        to="/people/{new}",
    ),
)

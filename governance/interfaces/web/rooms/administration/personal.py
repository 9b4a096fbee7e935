"""Personal data: somebody is erased, and what is held about them is given out as a file."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk, acting
from governance.application.people.away import must_be_theirs
from governance.application.people.erasing import LONGEST_REASON, due_on, erase
from governance.application.people.held import FORMATS, note_export
from governance.application.people.queries import name_of
from governance.domain.errors import Problem, Refused, Unusable
from governance.interfaces.downloads import attachment
from governance.interfaces.personal import personal_file
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import Area, Choice, Field, FieldError, Option, read_fields
from governance.interfaces.web.forms import Form, new_once
from governance.interfaces.web.pages import Page, Post
from governance.interfaces.web.visit import Visit

_EXPORT: Final = "/people/{ref}/export"
_MEDIA: Final = {"json": "application/json", "md": "text/markdown"}


def _form() -> tuple[Field, ...]:
    options = [Option(one, words.say(f"web.person.export.form.{one}", {})) for one in FORMATS]
    return (Choice(name="form", options=options).named("person.export"),)


def _ask_export(visit: Visit) -> Response:
    return _asked(visit)


def _asked(visit: Visit, wrong: list[FieldError] | None = None, status: int = 200) -> Response:
    row = visit.desk.row("person", visit.path["ref"])
    must_be_theirs(visit.desk, row)
    return visit.render(
        "administration/give_out.html",
        status=status,
        code="person.export",
        name=name_of(visit.desk, row),
        ref=row.ref,
        fields=_form(),
        once=new_once(),
        typed={},
        wrong={one.field: one.words for one in wrong or ()},
        errors=[{"text": one.words, "href": f"#{one.id}"} for one in wrong or ()],
    )


def _export(visit: Visit, form: Form) -> Response:
    """Note that it was given out, then give it out: what is asked for twice is given twice."""
    values, wrong = read_fields(_form(), form)
    try:
        if wrong:
            with visit_looking(visit):
                return _asked(visit, wrong, 400)
        chosen, ref = str(values["form"]), visit.path["ref"]
        with acting(
            visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
        ) as desk:
            desk.request = visit.request_id
            note_export(desk, person=ref, form=chosen)
        with visit_looking(visit):
            content = b"".join(personal_file(visit.desk, ref, chosen))
            name = f"{visit.desk.row('person', ref).key}.{chosen}"
        return attachment(content, name, media_type=_MEDIA[chosen])
    except (Refused, Unusable) as error:
        with visit_looking(visit):
            return error_page(visit, error)


def _about_erasing(visit: Visit) -> About:
    row = visit.desk.row("person", visit.path["ref"])
    return About(
        params={"name": name_of(visit.desk, row)},
        seen=row.version,
        back=visit.url(f"/people/{row.ref}"),
        more={"until": due_on(row) if row.left_on is not None else None, "today": visit.today},
    )


def _erase(desk: Desk, said: Said) -> Done:
    key = desk.row("person", said.ref, seen=said.seen).key
    receipt = erase(
        desk, person=key, reason=said["reason"], now_because=said.get("now_because") or None
    )
    return Done(receipt=receipt, code="done.person_erased", params={"person": key})


def _beside(visit: Visit, problem: Problem) -> str:
    del visit
    return "now_because" if problem.code == "people.erase_early" else "reason"


PAGES = (Page(path=_EXPORT, show=_ask_export),)
POSTS = (Post(path=_EXPORT, take=_export),)
ACTS = (
    Act(
        key="person.erase",
        path="/people/{ref}/erase",
        about=_about_erasing,
        fields=(
            Area(name="reason", rows=3, most=LONGEST_REASON),
            Area(name="now_because", rows=3, most=LONGEST_REASON, required=False),
        ),
        do=_erase,
        to="/people/{ref}",
        check=True,
        tried=True,
        placed=_beside,
        template="administration/erase.html",
        access=Access.ADMINISTRATOR,
    ),
)

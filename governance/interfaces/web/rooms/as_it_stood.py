"""As it stood: a commission, report, body or rulebook on a past day, from the record alone.

The day is rebuilt beside the pages, by a job; what it found is told on a page of its own, which
says that it is past and offers nothing to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.bodies.queries import QuorumView
from governance.application.desk import Desk
from governance.application.jobs.acts import ask
from governance.application.jobs.queries import job_of, result_of
from governance.application.ledger.told_then import TELLS
from governance.application.people.queries import names_by_key
from governance.application.subjects import find_subject
from governance.domain.errors import Unusable
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Day
from governance.interfaces.web.links import path_of
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rendering import state_word
from governance.interfaces.web.rooms import jobs
from governance.interfaces.web.rooms.body_words import quorum_rule
from governance.interfaces.web.visit import Visit
from governance.words.format import day as day_words
from governance.words.format import listed, money

KIND: Final = "as_it_stood"
jobs.RESULT_AT[KIND] = "/stood/{id}"


def _known(desk: Desk, name: str) -> Any:
    """The row of what may be asked about. Raises `Unusable` for anything else."""
    table, row = find_subject(desk, name)
    if table not in TELLS:
        raise Unusable.one("as_it_stood.no_page", ref=row.ref)
    return row


def _about(visit: Visit) -> About:
    row = _known(visit.desk, visit.path["ref"])
    return About(params={"ref": row.ref}, back=visit.url(path_of(row.ref) or "/record"))


def _ask(desk: Desk, said: Said) -> Done:
    row = _known(desk, said.ref)
    return jobs.asked(ask(desk, KIND, {"ref": row.ref, "day": said["day"].isoformat()}))


def _page(visit: Visit) -> Response:
    job = job_of(visit.desk, visit.path["id"])
    if job.kind != KIND:
        raise Unusable.one("web.not_found")
    if job.state != "done":
        return visit.redirect(f"/jobs/{job.id}")
    found = result_of(job, jobs.jobs_dir(visit.served))
    if found is None:
        raise Unusable.one("web.not_found")
    names = names_by_key(visit.desk, set(_people(found)))
    return visit.render(
        "record/as_it_stood.html",
        found=found,
        day=found["day"],
        rows=[(_name(name), _said(how, value, names)) for name, how, value in found["rows"]],
        tables=[_table(one, names) for one in found["tables"] if one["lines"]],
        moves=[_move(one) for one in found["moves"]],
        now=visit.url(path_of(found["ref"]) or "/record"),
        another=visit.url(f"/as-it-stood/{found['ref']}"),
    )


def _people(found: Mapping[str, Any]) -> Iterator[str]:
    """The keys of everybody in what was found."""
    told = [(how, value) for _, how, value in found["rows"]]
    for table in found["tables"]:
        ways = [how for _, how in table["columns"]]
        told += [one for line in table["lines"] for one in zip(ways, line, strict=True)]
    for how, value in told:
        if how == "people":
            yield from value
        elif how == "member" and value:
            yield value


def _name(name: str) -> str:
    return words.say(f"web.stood.{name}", {})


def _table(told: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    ways = [how for _, how in told["columns"]]
    return {
        "id": told["name"],
        "title": words.say(f"web.stood.table.{told['name']}", {}),
        "head": [_name(name) for name, _ in told["columns"]],
        "lines": [_line(ways, line, names) for line in told["lines"]],
    }


def _line(ways: Sequence[str], line: Sequence[Any], names: Mapping[str, str]) -> list[str]:
    return [_said(how, value, names) for how, value in zip(ways, line, strict=True)]


def _move(told: Mapping[str, Any]) -> str:
    code = f"web.{told['kind']}.move.{told['move']}"
    return words.say(code, {"stage": told["stage"]})


def _said(how: str, value: Any, names: Mapping[str, str]) -> str:
    """A fact in words; nothing where there is none."""
    if how == "member":
        return names.get(value, value) if value else words.say("web.bodies.vacant", {})
    if how == "people":
        return listed([names.get(one, one) for one in value], "and")
    return "" if value in (None, "", []) else _WAYS[how](value)


def _quorum(asked: Mapping[str, Any]) -> str:
    share = asked["share"]
    minima = tuple((members, who) for members, who in asked["minima"])
    return quorum_rule(
        QuorumView(
            asked["needed"],
            None if share is None else (share[0], share[1]),
            minima,
            asked.get("share_of", "seats"),
        )
    )


_WAYS: Final[Mapping[str, Callable[[Any], str]]] = {
    "text": lambda value: words.capital(str(value)),
    "day": lambda value: day_words(dt.date.fromisoformat(value)),
    "money": money,
    "term": lambda value: words.capital(words.term(value)),
    "state": lambda value: words.capital(state_word(*value)),
    "list": lambda value: listed(value, "and"),
    "standing": lambda value: words.say(f"web.bodies.standing.{value}", {}),
    "quorum": _quorum,
}


ROOM = Room(
    name="as_it_stood",
    pages=(Page(path="/stood/{id}", show=_page),),
    acts=(
        Act(
            key="as_it_stood.ask",
            path="/as-it-stood/{ref}",
            about=_about,
            fields=(Day(name="day"),),
            do=_ask,
            to="/record",
        ),
    ),
)

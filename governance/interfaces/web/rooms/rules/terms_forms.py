"""Terms of reference in forms: what the body is, its quorum, decisions, chair and meetings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.application.rulebook.parts import Document, Path, at, changed, put
from governance.domain.bodies.standing import LAW, Procedure, Standing
from governance.domain.errors import Problem
from governance.interfaces.web.acts import Said
from governance.interfaces.web.fields import (
    Choice,
    Day,
    Field,
    Many,
    Option,
    Pick,
    Text,
    Whole,
    YesNo,
)
from governance.interfaces.web.rooms.rules import terms_known as known
from governance.interfaces.web.rooms.rules.sections import Section, section_act
from governance.interfaces.web.visit import Visit

_MORE_TURNS = 4
"""Seats in turn that a form asks for beside those there are."""

_SLASH = re.compile(r"\s*/\s*")


def choices(group: str, names: Sequence[str]) -> list[Option]:
    """Options called `web.terms.<group>.<name>`, each with its hint."""
    codes = {one: f"web.terms.{group}.{one}" for one in names}
    return [Option(one, words.say(code, {}), words.remedy(code, {})) for one, code in codes.items()]


# --- what the body is


def _about_fields(visit: Visit, says: Document) -> list[Field]:
    del visit, says
    standings = [
        Option(
            one.value,
            words.say(f"web.bodies.standing.{one.value}", {}),
            words.remedy(f"web.bodies.standing.{one.value}", {}),
        )
        for one in Standing
    ]
    return [
        Text(name="title"),
        Choice(name="standing", options=standings),
        Many(name="adds", options=choices("procedure", list(Procedure))),
        Text(name="source", required=False, most=500),
        Text(name="url", required=False, most=1000),
    ]


def _about_values(says: Document) -> Mapping[str, Any]:
    return {
        "title": says.get("title"),
        "standing": says.get("standing"),
        "adds": known.listed(says.get("adds")),
        "source": at(says, ("source", "title")),
        "url": at(says, ("source", "url")),
    }


def _about_write(says: Document, said: Said) -> Document:
    source = changed(says.get("source"), title=said["source"], url=said["url"])
    return changed(
        says,
        title=said["title"],
        standing=said["standing"],
        source=source,
        adds=list(said["adds"]),
    )


def _about_place(problem: Problem, inner: Path) -> str | None:
    return "title" if problem.code.startswith("name.") and not inner else None


# --- substitutes


def _substitutes_fields(visit: Visit, says: Document) -> list[Field]:
    del visit, says
    return [Choice(name="substitutes", options=choices("substitutes", ["named", "none"]))]


# --- quorum


def _quorum_fields(visit: Visit, says: Document) -> list[Field]:
    del visit, says
    return [
        Choice(name="how", options=choices("how", ["members", "share"])),
        Whole(name="members", required=False, quiet=True, least=1, most=500),
        Text(name="share", required=False, quiet=True, width="5", most=10),
        Choice(
            name="share_of",
            options=choices("share_of", ["seats", "filled"]),
            required=False,
            quiet=True,
        ),
        Choice(
            name="interested_count",
            options=choices("interested", ["none", "those_who_stay", "all"]),
        ),
        YesNo(name="associates_count"),
    ]


def _quorum_values(says: Document) -> Mapping[str, Any]:
    quorum = at(says, ("quorum",)) or {}
    return {
        "how": "share" if quorum.get("share") else "members",
        "members": known.number(quorum.get("members")),
        "share": quorum.get("share"),
        "share_of": quorum.get("share_of", "seats"),
        "interested_count": quorum.get("interested_count", "none"),
        "associates_count": known.yes(quorum.get("associates_count"), default=False),
    }


def _quorum_write(says: Document, said: Said) -> Document:
    share = said["how"] == "share"
    quorum = changed(
        at(says, ("quorum",)),
        members=None if share else said["members"],
        share=_SLASH.sub("/", said["share"] or "") if share else None,
        share_of=said["share_of"] if share else None,
        interested_count=said["interested_count"],
        associates_count=said["associates_count"] or None,
    )
    return {**says, "quorum": quorum}


def _quorum_place(problem: Problem, inner: Path) -> str | None:
    del inner
    beside = {
        "terms.quorum_one_of": "how",
        "terms.quorum_too_high": "members",
        "terms.share_unreadable": "share",
    }
    return beside.get(problem.code)


# --- how decisions are taken


def _decisions_fields(visit: Visit, says: Document) -> list[Field]:
    del visit, says
    return [YesNo(name="without_vote"), *known.method_fields(), YesNo(name="casting_vote")]


def _decisions_values(says: Document) -> Mapping[str, Any]:
    decisions = at(says, ("decisions",)) or {}
    law = LAW[Standing(says["standing"])]
    return {
        "without_vote": known.yes(decisions.get("without_vote"), default=True),
        **known.method_values(decisions.get("method", "simple_majority")),
        "casting_vote": known.yes(decisions.get("casting_vote"), default=law.casting_vote),
    }


def _decisions_write(says: Document, said: Said) -> Document:
    decisions = changed(
        at(says, ("decisions",)),
        without_vote=said["without_vote"],
        method=known.method_said(says, said),
        casting_vote=said["casting_vote"],
    )
    return {**says, "decisions": decisions}


def _decisions_place(problem: Problem, inner: Path) -> str | None:
    del inner
    beside = {"terms.casting_vote_by_law": "casting_vote", "terms.n_of_m_seats": "method"}
    return beside.get(problem.code)


# --- the chair


def _chair_fields(visit: Visit, says: Document) -> list[Field]:
    chair = at(says, ("chair",)) or {}
    seats = known.choose(known.seats(says, with_vote=True), *known.listed(chair.get("from_seats")))
    return [
        Pick(name="appointed_by", options=known.anybody(visit, chair.get("appointed_by", ""))),
        YesNo(name="after_consulting_members"),
        Many(name="from_seats", options=seats),
        Whole(name="together", least=1, most=20),
        Whole(name="term_months", required=False, least=1, most=600),
    ]


def _chair_values(says: Document) -> Mapping[str, Any]:
    chair = at(says, ("chair",)) or {}
    return {
        "appointed_by": chair.get("appointed_by"),
        "after_consulting_members": known.yes(chair.get("after_consulting_members"), default=True),
        "from_seats": known.listed(chair.get("from_seats")),
        "together": chair.get("together", "1"),
        "term_months": known.number(chair.get("term_months")),
    }


def _chair_write(says: Document, said: Said) -> Document:
    before = at(says, ("chair",)) or {}
    chair = changed(
        before,
        appointed_by=said["appointed_by"],
        after_consulting_members=said["after_consulting_members"],
        from_seats=list(said["from_seats"]),
        together=said["together"] if said["together"] > 1 or "together" in before else None,
        term_months=said["term_months"],
    )
    return {**says, "chair": chair}


def _chair_place(problem: Problem, inner: Path) -> str | None:
    del inner
    seats = ("terms.chair_without_vote", "terms.unknown_seat")
    return "from_seats" if problem.code in seats else None


def _rotation_fields(visit: Visit, says: Document) -> list[Field]:
    del visit
    had = known.listed(at(says, ("chair", "rotation", "seats")))
    options = known.choose(known.seats(says, with_vote=True), *had)
    turns = max(len(had), min(len(options), len(had) + _MORE_TURNS))
    picks = [
        Pick(
            name=f"turn-{one}",
            text=words.say("web.terms.rotation.turn", {"number": one}),
            hint=words.remedy("web.terms.rotation.turn", {}) if one == 1 else "",
            options=options,
            required=False,
            quiet=True,
        )
        for one in range(1, turns + 1)
    ]
    return [
        *picks,
        Whole(name="months", required=False, least=1, most=600),
        Day(name="from", required=False),
    ]


def _rotation_values(says: Document) -> Mapping[str, Any]:
    rotation = at(says, ("chair", "rotation")) or {}
    had = known.listed(rotation.get("seats"))
    turns = {f"turn-{number}": seat for number, seat in enumerate(had, start=1)}
    start = rotation.get("from")
    return {
        **turns,
        "months": rotation.get("months"),
        "from": dt.date.fromisoformat(start) if start else None,
    }


def _rotation_write(says: Document, said: Said) -> Document:
    turns = (value for name, value in said.values.items() if name.startswith("turn-"))
    seats = [one for one in turns if one]
    told = {"seats": seats, "months": said["months"], "from": said["from"]}
    rotation = changed(at(says, ("chair", "rotation")), **told)
    return dict(put(says, ("chair", "rotation"), rotation if any(told.values()) else None))


def _rotation_place(problem: Problem, inner: Path) -> str | None:
    if problem.code in ("terms.rotation_of_nobody", "terms.chair_without_vote"):
        return "turn-1"
    named = problem.params.get("key") or next((one for one in inner if isinstance(one, str)), "")
    return "turn-1" if named == "seats" else None


# --- meetings, and what happens between them


def _meetings_fields(visit: Visit, says: Document) -> list[Field]:
    del visit, says
    return [Whole(name="a_year", required=False, least=0, most=366)]


def _meetings_write(says: Document, said: Said) -> Document:
    meetings = changed(at(says, ("meetings",)), a_year=said["a_year"] or None)
    return dict(put(says, ("meetings",), meetings))


def _between_fields(visit: Visit, says: Document) -> list[Field]:
    between = at(says, ("between_meetings",)) or {}
    named = between.get("written_resolution", "")
    options = known.methods(none=words.say("web.terms.no_resolution", {}))
    options = [one for one in options if one.value != known.N_OF_M]
    if named and named not in {one.value for one in options}:
        options.append(Option(named, known.method_words(named)))
    return [
        YesNo(name="chairs_action"),
        Pick(name="written_resolution", options=options),
        Pick(
            name="urgent_matters",
            options=known.offices(visit, between.get("urgent_matters", "")),
            required=False,
        ),
    ]


def _between_values(says: Document) -> Mapping[str, Any]:
    between = at(says, ("between_meetings",)) or {}
    return {
        "chairs_action": known.yes(between.get("chairs_action"), default=False),
        "written_resolution": between.get("written_resolution", "no"),
        "urgent_matters": between.get("urgent_matters"),
    }


def _between_write(says: Document, said: Said) -> Document:
    resolution = said["written_resolution"]
    between = changed(
        at(says, ("between_meetings",)),
        chairs_action=said["chairs_action"] or None,
        written_resolution=None if resolution == "no" else resolution,
        urgent_matters=said["urgent_matters"],
    )
    return dict(put(says, ("between_meetings",), between))


def _between_place(problem: Problem, inner: Path) -> str | None:
    del inner
    beside = {
        "terms.chairs_action_unlawful": "chairs_action",
        "terms.written_resolution_unlawful": "written_resolution",
    }
    return beside.get(problem.code)


SECTIONS = (
    Section(
        kind=known.KIND,
        name="about",
        path=("title",),
        also=(("standing",), ("source",), ("adds",)),
        fields=_about_fields,
        values=_about_values,
        write=_about_write,
        place=_about_place,
    ),
    Section(
        kind=known.KIND,
        name="substitutes",
        path=("substitutes",),
        fields=_substitutes_fields,
        values=lambda says: {"substitutes": says.get("substitutes", "named")},
        write=lambda says, said: {**says, "substitutes": said["substitutes"]},
    ),
    Section(
        kind=known.KIND,
        name="quorum",
        path=("quorum",),
        fields=_quorum_fields,
        values=_quorum_values,
        write=_quorum_write,
        place=_quorum_place,
    ),
    Section(
        kind=known.KIND,
        name="decisions",
        path=("decisions",),
        fields=_decisions_fields,
        values=_decisions_values,
        write=_decisions_write,
        place=_decisions_place,
    ),
    Section(
        kind=known.KIND,
        name="chair",
        path=("chair",),
        fields=_chair_fields,
        values=_chair_values,
        write=_chair_write,
        place=_chair_place,
    ),
    Section(
        kind=known.KIND,
        name="rotation",
        path=("chair", "rotation"),
        also=(("chair",),),
        fields=_rotation_fields,
        values=_rotation_values,
        write=_rotation_write,
        place=_rotation_place,
    ),
    Section(
        kind=known.KIND,
        name="meetings",
        path=("meetings",),
        fields=_meetings_fields,
        values=lambda says: {"a_year": known.number(at(says, ("meetings", "a_year")))},
        write=_meetings_write,
    ),
    Section(
        kind=known.KIND,
        name="between",
        path=("between_meetings",),
        fields=_between_fields,
        values=_between_values,
        write=_between_write,
        place=_between_place,
    ),
)

PAGES = ()
ACTS = tuple(section_act(one) for one in SECTIONS)

"""Terms of reference in rows: categories, seats, minima of the quorum, kinds, notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance import words
from governance.application.rulebook.parts import Document, Path, at, changed
from governance.domain.calendar.policies import POLICIES
from governance.domain.decisions import KINDS
from governance.domain.errors import Problem, Unusable
from governance.interfaces.web.acts import Said
from governance.interfaces.web.fields import (
    Choice,
    Field,
    Many,
    Option,
    Pick,
    Text,
    Whole,
    YesNo,
)
from governance.interfaces.web.rooms.rules import terms_known as known
from governance.interfaces.web.rooms.rules.sections import Rows, row_acts
from governance.interfaces.web.visit import Visit

_AGENDA = "agenda"
"""What is given before a meeting under rules that Vires counts."""


# --- categories


def _category_fields(visit: Visit, says: Document, row: Any) -> list[Field]:
    del visit, says, row
    return [Text(name="one"), Text(name="many"), YesNo(name="localism_act")]


def _category_values(says: Document, row: Any) -> Mapping[str, Any]:
    del says
    row = row or {}
    law = known.yes(row.get("localism_act"), default=False)
    return {"one": row.get("one"), "many": row.get("many"), "localism_act": law}


def _category_write(says: Document, row: Any, said: Said) -> Document:
    del says
    law = said["localism_act"] or None
    return changed(row, one=said["one"], many=said["many"], localism_act=law)


def _category_named(says: Document, said: Said) -> str:
    return known.key_of(said["one"], list(known.categories(says)), "category")


# --- seats


def _seat_fields(visit: Visit, says: Document, row: Any) -> list[Field]:
    row = row or {}
    represents = known.listed(row.get("represents"))
    kinds = known.choose(known.categories(says, one=True), row.get("category", ""))
    return [
        Text(name="title"),
        Pick(name="category", options=kinds),
        Many(name="represents", options=known.represented(visit, *represents)),
        Pick(name="office", options=known.offices(visit, row.get("office", "")), required=False),
        YesNo(name="voting"),
        YesNo(name="substitute"),
        Whole(name="term_months", required=False, least=1, most=600),
    ]


def _seat_values(says: Document, row: Any) -> Mapping[str, Any]:
    del says
    row = row or {}
    return {
        "title": row.get("title"),
        "category": row.get("category"),
        "represents": known.listed(row.get("represents")),
        "office": row.get("office"),
        "voting": known.yes(row.get("voting"), default=True),
        "substitute": known.yes(row.get("substitute"), default=True),
        "term_months": known.number(row.get("term_months")),
    }


def _seat_write(says: Document, row: Any, said: Said) -> Document:
    key = {} if row else {"key": known.key_of(said["title"], list(known.seats(says)), "seat")}
    before = {**key, **(row or {})}
    return changed(
        before,
        title=said["title"],
        category=said["category"],
        represents=list(said["represents"]),
        office=said["office"],
        voting=_usual(before, "voting", yes=said["voting"]),
        substitute=_usual(before, "substitute", yes=said["substitute"]),
        term_months=said["term_months"],
    )


def _usual(before: Mapping[str, Any], name: str, *, yes: bool) -> bool | None:
    """What goes without saying is said only where the text says it already."""
    return None if yes and before.get(name) is None else yes


# --- the quorum's minima


def _minimum_fields(visit: Visit, says: Document, row: Any) -> list[Field]:
    del visit
    row = row or {}
    kinds = known.choose(known.categories(says), *known.listed(row.get("category")))
    seats = known.choose(known.seats(says), *known.listed(row.get("seat")))
    return [
        Whole(name="members", least=1, most=500),
        Many(name="category", options=kinds),
        Many(name="seat", options=seats),
    ]


def _minimum_values(says: Document, row: Any) -> Mapping[str, Any]:
    del says
    row = row or {}
    return {
        "members": row.get("members", "1"),
        "category": known.listed(row.get("category")),
        "seat": known.listed(row.get("seat")),
    }


def _minimum_write(says: Document, row: Any, said: Said) -> Document:
    del says
    return changed(
        row,
        members=said["members"],
        category=_one_or_more(said["category"]),
        seat=_one_or_more(said["seat"]),
    )


def _one_or_more(names: tuple[str, ...]) -> Any:
    return names[0] if len(names) == 1 else list(names)


def _minimum_place(problem: Problem, inner: Path) -> str | None:
    del inner
    if problem.code == "terms.minimum_too_high":
        return "members"
    return "category" if problem.code == "terms.minimum_of_nobody" else None


def minimum_called(says: Document, row: Any) -> str:
    """A minimum in words: 1 of councillors or the police representative."""
    kinds, seats = known.categories(says), known.seats(says)
    who = [kinds.get(one, one) for one in known.listed(row.get("category"))]
    who += [seats.get(one, one) for one in known.listed(row.get("seat"))]
    return words.say("web.terms.minimum", {"members": row.get("members", "1"), "who": who})


# --- kinds of decision


def _kind_fields(visit: Visit, says: Document, row: Any) -> list[Field]:
    del visit
    fields = [YesNo(name="without_vote"), *known.method_fields(required=False)]
    if row is not None:
        return fields
    had = at(says, ("decisions", "kinds")) or {}
    options = [Option(one, words.capital(words.term(one))) for one in KINDS if one not in had]
    return [Pick(name="name", options=options), *fields]


def _kind_values(says: Document, row: Any) -> Mapping[str, Any]:
    row = row or {}
    usual = known.usually_without_vote(says)
    return {
        "without_vote": known.yes(row.get("without_vote"), default=usual),
        **known.method_values(row.get("method")),
    }


def _kind_write(says: Document, row: Any, said: Said) -> Document:
    method = known.method_said(says, said)
    as_usual = said["without_vote"] == known.usually_without_vote(says)
    unsaid = as_usual and row is not None and row.get("without_vote") is None
    if method is None and unsaid:
        raise Unusable.one("web.terms.kind_says_nothing", beside="method")
    return changed(row, method=method, without_vote=None if unsaid else said["without_vote"])


def _kind_place(problem: Problem, inner: Path) -> str | None:
    del inner
    return "method" if problem.code == "terms.n_of_m_seats" else None


# --- notices


def _notice_fields(visit: Visit, says: Document, row: Any) -> list[Field]:
    del visit, says
    kinds = {_AGENDA: words.say("web.terms.notice.agenda", {})}
    other = (row or {}).get("kind", "")
    if other and other not in kinds:
        kinds[other] = words.term(other)
    had = (row or {}).get("policy", "")
    policies = [
        Option(name, policy_words(name), words.say(f"calendar.policy.{name}", {}))
        for name, policy in POLICIES.items()
        if "latest" in policy.verbs or name == had
    ]
    return [
        Pick(name="kind", options=[Option(k, words.capital(v)) for k, v in kinds.items()]),
        Whole(name="days", least=1, most=366),
        Choice(name="policy", options=policies),
    ]


def policy_words(policy: str) -> str:
    """A way of counting days as a list offers it."""
    return words.capital(policy.replace("_", " "))


def _notice_values(says: Document, row: Any) -> Mapping[str, Any]:
    del says
    row = row or {"kind": _AGENDA, "policy": "clear_working_days"}
    return {name: row.get(name) for name in ("kind", "days", "policy")}


def _notice_write(says: Document, row: Any, said: Said) -> Document:
    del says
    return changed(row, kind=said["kind"], policy=said["policy"], days=said["days"])


def notice_called(row: Any) -> str:
    """What is given before a meeting, in words."""
    if row.get("kind") == _AGENDA:
        return words.capital(words.say("web.terms.notice.agenda", {}))
    return words.capital(words.term(str(row.get("kind"))))


def _by_title(says: Document, name: str, row: Any) -> str:
    """A seat by its title, a category by what several are called."""
    del says
    return str(row.get("title") or row.get("many") or name)


def _minimum_called(says: Document, name: str, row: Any) -> str:
    del name
    return minimum_called(says, row)


def _kind_called(says: Document, name: str, row: Any) -> str:
    del says, row
    return words.term(name)


def _kind_named(says: Document, said: Said) -> str:
    del says
    return str(said["name"])


def _notice_called(says: Document, name: str, row: Any) -> str:
    del says, name
    return notice_called(row)


CATEGORIES = Rows(
    kind=known.KIND,
    name="categories",
    path=("categories",),
    fields=_category_fields,
    values=_category_values,
    write=_category_write,
    named=_category_named,
    called=_by_title,
)
SEATS = Rows(
    kind=known.KIND,
    name="seats",
    path=("seats",),
    fields=_seat_fields,
    values=_seat_values,
    write=_seat_write,
    called=_by_title,
)
MINIMA = Rows(
    kind=known.KIND,
    name="minima",
    path=("quorum", "at_least"),
    also=(("quorum",),),
    fields=_minimum_fields,
    values=_minimum_values,
    write=_minimum_write,
    called=_minimum_called,
    place=_minimum_place,
)
DECISION_KINDS = Rows(
    kind=known.KIND,
    name="kinds",
    path=("decisions", "kinds"),
    also=(("decisions",),),
    fields=_kind_fields,
    values=_kind_values,
    write=_kind_write,
    named=_kind_named,
    called=_kind_called,
    place=_kind_place,
)
NOTICES = Rows(
    kind=known.KIND,
    name="notices",
    path=("meetings", "notice"),
    fields=_notice_fields,
    values=_notice_values,
    write=_notice_write,
    called=_notice_called,
)

PAGES = ()
ACTS = tuple(
    act for rows in (CATEGORIES, SEATS, MINIMA, DECISION_KINDS, NOTICES) for act in row_acts(rows)
)

"""What the forms for terms of reference share: what there is to choose from, and plain readings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.application.people.organisations import partners
from governance.application.rulebook.parts import Document, at
from governance.application.rulebook.whom_it_names import known_here
from governance.domain.bodies.methods import METHODS, method_named
from governance.domain.errors import Unusable
from governance.interfaces.web.acts import Said
from governance.interfaces.web.fields import Field, Option, Pick, Whole
from governance.interfaces.web.visit import Visit

KIND = "terms"
N_OF_M = "n_of_m"


def listed(value: Any) -> list[str]:
    """A list as a text has it: one text alone is a list of one."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value]


def yes(value: Any, *, default: bool) -> bool:
    """Yes or no as a text has it."""
    return default if value is None else value in ("yes", "true")


def number(value: Any) -> str | None:
    """A whole number as a text has it; nothing for none and for 0, which says the same."""
    return None if value in (None, "0") else str(value)


def key_of(title: str, taken: Sequence[str], usual: str) -> str:
    """A name for machines made of what people call something, unlike those taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower().removeprefix("the ")).strip("-")[:60]
    key = plain.strip("-") or usual
    free = (key, *(f"{key}-{one}" for one in range(2, len(taken) + 3)))
    return next(one for one in free if one not in taken)


# --- what there is to choose from


def seats(says: Document, *, with_vote: bool = False) -> dict[str, str]:
    """The seats by key, as people call them: all, or those `with_vote`."""
    return {
        one["key"]: one["title"]
        for one in at(says, ("seats",)) or ()
        if not with_vote or yes(one.get("voting"), default=True)
    }


def categories(says: Document, *, one: bool = False) -> dict[str, str]:
    """The categories by key, as people call several of them, or `one`."""
    said = "one" if one else "many"
    return {key: row[said] for key, row in (at(says, ("categories",)) or {}).items()}


def voting(says: Document) -> int:
    """How many seats vote."""
    return sum(yes(one.get("voting"), default=True) for one in at(says, ("seats",)) or ())


def choose(known: Mapping[str, str], *had: str) -> list[Option]:
    """Options, what the text has already among them although nobody here is called so."""
    gone = [
        Option(one, words.say("web.terms.not_here", {"name": one}))
        for one in had
        if one and one not in known
    ]
    return [*(Option(key, words.capital(title)) for key, title in known.items()), *gone]


def offices(visit: Visit, *had: str) -> list[Option]:
    """The offices there are."""
    return choose(known_here(visit.desk, on=visit.today).offices, *had)


def represented(visit: Visit, *had: str) -> list[Option]:
    """The partners, and what other organisations the text names already."""
    return choose(_partners(visit, *had), *had)


def anybody(visit: Visit, *had: str) -> list[Option]:
    """Bodies, offices and partners."""
    known = known_here(visit.desk, on=visit.today)
    return choose({**known.bodies, **known.offices, **_partners(visit, *had)}, *had)


def _partners(visit: Visit, *had: str) -> dict[str, str]:
    every = known_here(visit.desk, on=visit.today).organisations
    wanted = {*had, *(row.key for row in partners(visit.desk))}
    return {key: title for key, title in every.items() if key in wanted}


# --- how votes are counted


def methods(*, none: str = "") -> list[Option]:
    """The ways to take a decision by vote; `none` is one for doing without."""
    first = [Option("no", none)] if none else []
    every = (*METHODS, N_OF_M)
    named = [Option(one, words.say(f"web.terms.method.{one}", {})) for one in every]
    return [*first, *named]


def method_fields(*, required: bool = True) -> list[Field]:
    """A way to take a decision, and the number of votes where it is one."""
    return [
        Pick(name="method", options=methods(), required=required),
        Whole(name="number", required=False, quiet=True, least=1, most=500),
    ]


def method_values(named: str | None) -> dict[str, Any]:
    """What those fields begin with."""
    method = method_named(named) if named else None
    if method is not None and method.number is not None and method.name == N_OF_M:
        return {"method": N_OF_M, "number": method.number}
    return {"method": named, "number": None}


def method_said(says: Document, said: Said) -> str | None:
    """The way as the text names it: “3 of 5” where it is a number of the seats that vote."""
    if said["method"] != N_OF_M:
        return None if said["method"] is None else str(said["method"])
    if said["number"] is None:
        raise Unusable.one("web.terms.number_missing", beside="number")
    votes = voting(says)
    if said["number"] > votes:
        raise Unusable.one("web.terms.number_high", beside="number", seats=votes)
    return f"{said['number']} of {votes}"


def usually_without_vote(says: Document) -> bool:
    """Whether what no kind says otherwise of may be agreed without a vote."""
    decisions = at(says, ("decisions",)) or {}
    method = method_named(decisions.get("method") or "")
    in_writing = method is not None and method.in_writing
    return yes(decisions.get("without_vote"), default=True) and not in_writing


def method_words(named: str | None) -> str:
    """A way in words."""
    method = method_named(named or "simple_majority")
    if method is None:
        return named or ""
    if method.name == N_OF_M:
        return words.say("web.terms.n_of_m", {"number": method.number, "of": method.of})
    return words.say(f"web.terms.method.{method.name}", {})

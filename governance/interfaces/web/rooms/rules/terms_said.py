"""Terms of reference in words, part by part; and what two versions of them say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance import words
from governance.application.rulebook.parts import Document, at
from governance.application.rulebook.whom_it_names import Known
from governance.domain.bodies.standing import LAW, Standing
from governance.interfaces.web.rooms.rules import terms_known as known
from governance.interfaces.web.rooms.rules.terms_rows import (
    minimum_called,
    notice_called,
    policy_words,
)
from governance.words.format import day, listed

Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of terms in words: single facts, and rows under heads, the first cell naming each.

    `keys` are what the text calls the rows, where it does: by these two versions are compared.
    """

    name: str
    lines: tuple[Line, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call it."""
        return words.say(f"web.terms.section.{self.name}", {})


def parts(says: Document, here: Known) -> list[Part]:
    """Everything that terms say, in words, in the order of the page."""
    return [
        Part("about", _about(says)),
        Part(
            "categories",
            (),
            _heads("one", "many", "localism_act"),
            _categories(says),
            tuple(at(says, ("categories",)) or ()),
        ),
        Part(
            "seats",
            (),
            _heads("seat", "category", "represents", "office", "voting", "substitute", "term"),
            _seats(says, here),
            tuple(known.seats(says)),
        ),
        Part("substitutes", _substitutes(says)),
        Part("quorum", _quorum(says)),
        Part("minima", (), _heads("minimum"), _minima(says)),
        Part("decisions", _decisions(says)),
        Part(
            "kinds",
            (),
            _heads("kind", "method", "without_vote"),
            _kinds(says),
            tuple(at(says, ("decisions", "kinds")) or ()),
        ),
        Part("chair", _chair(says, here)),
        Part("rotation", _rotation(says)),
        Part("meetings", _meetings(says)),
        Part("notices", (), _heads("what", "days", "counted"), _notices(says)),
        Part("between", _between(says, here)),
    ]


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(words.say(f"web.terms.head.{one}", {}) for one in names)


def _line(name: str, text: str | None) -> Line:
    return (words.say(f"web.terms.line.{name}", {}), text or words.say("web.terms.not_said", {}))


def _yes(value: Any, *, default: bool) -> str:
    return words.say("web.yes" if known.yes(value, default=default) else "web.no", {})


def _months(value: Any) -> str:
    number = known.number(value)
    return words.say("web.terms.months", {"months": int(number)}) if number else ""


def _and(names: Sequence[str]) -> str:
    return listed(list(names), "and") if names else ""


def _called(names: Any, titles: Mapping[str, str]) -> str:
    return words.capital(_and([titles.get(one, one) for one in known.listed(names)]))


def _about(says: Document) -> tuple[Line, ...]:
    adds = [words.say(f"web.terms.procedure.{one}", {}) for one in known.listed(says.get("adds"))]
    return (
        _line("title", says.get("title")),
        _line("standing", words.say(f"web.bodies.standing.{says.get('standing')}", {})),
        _line("adds", _and(adds)),
        _line("source", at(says, ("source", "title"))),
        _line("url", at(says, ("source", "url"))),
    )


def _categories(says: Document) -> tuple[tuple[str, ...], ...]:
    rows = (at(says, ("categories",)) or {}).values()
    return tuple(
        (
            words.capital(one.get("one", "")),
            words.capital(one.get("many", "")),
            _yes(one.get("localism_act"), default=False),
        )
        for one in rows
    )


def _seats(says: Document, here: Known) -> tuple[tuple[str, ...], ...]:
    kinds = {k: v.get("one", k) for k, v in (at(says, ("categories",)) or {}).items()}
    return tuple(
        (
            words.capital(one.get("title", "")),
            _called(one.get("category"), kinds),
            _called(one.get("represents"), here.organisations),
            _called(one.get("office"), here.offices),
            _yes(one.get("voting"), default=True),
            _yes(one.get("substitute"), default=True),
            _months(one.get("term_months")),
        )
        for one in at(says, ("seats",)) or ()
    )


def _substitutes(says: Document) -> tuple[Line, ...]:
    named = says.get("substitutes", "named")
    return (_line("substitutes", words.say(f"web.terms.substitutes.{named}", {})),)


def _quorum(says: Document) -> tuple[Line, ...]:
    quorum = at(says, ("quorum",)) or {}
    if share := quorum.get("share"):
        told = {"share": share, "of": quorum.get("share_of", "seats")}
        needed = words.say(f"web.terms.quorum_share.{told['of']}", told)
    else:
        needed = words.say("web.terms.quorum_members", {"members": int(quorum.get("members", 0))})
    interested = quorum.get("interested_count", "none")
    return (
        _line("needed", needed),
        _line("interested", words.say(f"web.terms.interested.{interested}", {})),
        _line("associates", _yes(quorum.get("associates_count"), default=False)),
    )


def _minima(says: Document) -> tuple[tuple[str, ...], ...]:
    rows = at(says, ("quorum", "at_least")) or ()
    return tuple((words.capital(minimum_called(says, one)),) for one in rows)


def _decisions(says: Document) -> tuple[Line, ...]:
    decisions = at(says, ("decisions",)) or {}
    law = LAW[Standing(says["standing"])]
    return (
        _line("without_vote", _yes(decisions.get("without_vote"), default=True)),
        _line("method", known.method_words(decisions.get("method"))),
        _line("casting_vote", _yes(decisions.get("casting_vote"), default=law.casting_vote)),
    )


def _kinds(says: Document) -> tuple[tuple[str, ...], ...]:
    decisions = at(says, ("decisions",)) or {}
    usual = decisions.get("method")
    without = known.usually_without_vote(says)
    return tuple(
        (
            words.capital(words.term(kind)),
            known.method_words(one.get("method", usual)),
            _yes(one.get("without_vote"), default=without),
        )
        for kind, one in (decisions.get("kinds") or {}).items()
    )


def _chair(says: Document, here: Known) -> tuple[Line, ...]:
    chair = at(says, ("chair",)) or {}
    anybody = {**here.bodies, **here.offices, **here.organisations}
    seats = known.seats(says)
    chosen = _called(chair.get("from_seats"), seats) or words.say("web.terms.any_member", {})
    return (
        _line("appointed_by", _called(chair.get("appointed_by"), anybody)),
        _line("consulted", _yes(chair.get("after_consulting_members"), default=True)),
        _line("from_seats", chosen),
        _line("together", str(chair.get("together", "1"))),
        _line("chair_term", _months(chair.get("term_months"))),
    )


def _rotation(says: Document) -> tuple[Line, ...]:
    rotation = at(says, ("chair", "rotation"))
    if not rotation:
        return (_line("rotation", words.say("web.terms.no_rotation", {})),)
    seats = known.seats(says)
    turns = [seats.get(one, one) for one in known.listed(rotation.get("seats"))]
    return (
        _line("turns", words.capital(words.say("web.terms.turns", {"who": turns}))),
        _line("each", _months(rotation["months"])),
        _line("begins", day(rotation["from"])),
    )


def _meetings(says: Document) -> tuple[Line, ...]:
    return (_line("a_year", known.number(at(says, ("meetings", "a_year")))),)


def _notices(says: Document) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (notice_called(one), str(one.get("days", "")), policy_words(one.get("policy", "")))
        for one in at(says, ("meetings", "notice")) or ()
    )


def _between(says: Document, here: Known) -> tuple[Line, ...]:
    between = at(says, ("between_meetings",)) or {}
    resolution = between.get("written_resolution", "no")
    written = (
        words.say("web.terms.no_resolution", {})
        if resolution == "no"
        else known.method_words(resolution)
    )
    return (
        _line("chairs_action", _yes(between.get("chairs_action"), default=False)),
        _line("written_resolution", written),
        _line("urgent_matters", _called(between.get("urgent_matters"), here.offices)),
    )


# --- what differs


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that two versions say differently; None where one of them does not have it."""

    part: str
    what: str
    before: str | None
    after: str | None


def differing(before: Sequence[Part], after: Sequence[Part]) -> list[Differs]:
    """Everything that the parts of two versions say differently, in the order of the page."""
    return [
        one
        for old, new in zip(before, after, strict=True)
        for one in (*_lines_differing(old, new), *_rows_differing(old, new))
    ]


def _lines_differing(old: Part, new: Part) -> Iterator[Differs]:
    was, says = dict(old.lines), dict(new.lines)
    for what in dict.fromkeys([*was, *says]):
        if was.get(what) != says.get(what):
            yield Differs(new.title, what, was.get(what), says.get(what))


def _rows_differing(old: Part, new: Part) -> Iterator[Differs]:
    """Rows by their keys, where the text has such; else each that the other does not have.

    Two that say the same are two: one of them more is a difference.
    """
    was, says = _keyed(old), _keyed(new)
    for key in dict.fromkeys([*was, *says]):
        left, right = was.get(key), says.get(key)
        if left == right:
            continue
        cells = right or left or ("",)
        named = left is not None and right is not None and left[0] != right[0]
        yield Differs(
            new.title,
            cells[0],
            None if left is None else _told(old, left, named=named),
            None if right is None else _told(new, right, named=named),
        )


def _keyed(part: Part) -> dict[tuple[str, int], tuple[str, ...]]:
    """Rows by their keys, or by what they begin with, and how many of these came before."""
    names = part.keys or tuple(cells[0] for cells in part.rows)
    before: Counter[str] = Counter()
    found = {}
    for name, cells in zip(names, part.rows, strict=True):
        found[name, before[name]] = cells
        before[name] += 1
    return found


def _told(part: Part, cells: Sequence[str], *, named: bool) -> str:
    """What a row says besides its name; with it where that differs."""
    first = 0 if named else 1
    told = zip(part.heads[first:], cells[first:], strict=True)
    return "; ".join(f"{head}: {cell}" for head, cell in told if cell) or cells[0]

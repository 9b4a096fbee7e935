"""Reading terms of reference (`vires: terms/1`) from a text, with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Literal, cast, get_args

from governance.domain.bodies.checks import check_terms
from governance.domain.bodies.methods import METHODS, Method, method_named
from governance.domain.bodies.standing import LAW, Procedure, Standing, Way
from governance.domain.bodies.terms import (
    Category,
    Chairing,
    Deciding,
    InterestedCount,
    MeetingNotice,
    Minimum,
    QuorumRule,
    Rotation,
    Seat,
    Terms,
)
from governance.domain.calendar.policies import POLICIES
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader

FORMAT = "terms/1"

_SHARE = re.compile(r"(?P<part>[1-9]\d?)/(?P<whole>[1-9]\d?)")
_DEFAULT = METHODS["simple_majority"]


def load_terms(node: Node, file: str) -> Terms:
    """Read one body's terms of reference.

    Raises `Unusable` with all problems, each with its line: what is missing or mistyped, names
    of seats and categories that do not exist, a quorum nobody could meet, ways of acting that
    the body's standing does not allow.
    """
    problems = Problems(file)
    top = Reader(node, problems)
    top.choice("vires", [FORMAT])
    standing = Standing(top.choice("standing", list(Standing)) or Standing.PARTNERSHIP)
    categories = _categories(top)
    decisions = top.reader("decisions") or Reader(Node({}, top.line), problems)
    deciding = _deciding(decisions, Deciding(_DEFAULT, without_vote=True))
    meetings = top.reader("meetings") or Reader(Node({}, top.line), problems)
    source = top.reader("source") or Reader(Node({}, top.line), problems)
    between, urgent = _between(top)
    terms = Terms(
        key=top.key("key"),
        title=top.text("title"),
        body=top.key("body"),
        standing=standing,
        categories=categories,
        seats=tuple(_seat(r, categories) for r in top.readers("seats", required=True)),
        quorum=_quorum(top, categories),
        deciding=deciding,
        kinds=_kinds(decisions, deciding),
        casting_vote=decisions.yes("casting_vote", default=LAW[standing].casting_vote),
        substitutes=top.choice("substitutes", ["named", "none"], "named") == "named",
        chair=_chair(top),
        meetings_a_year=meetings.integer("a_year", 0, most=366) or None,
        notices=tuple(_notice(r) for r in meetings.readers("notice")),
        between_meetings=between,
        urgent_matters=urgent,
        adds=_adds(top),
        source=source.text("title", ""),
        url=source.text("url", ""),
    )
    for reader in (decisions, meetings, source, top):
        reader.done()
    check_terms(terms, node, problems)
    problems.stop_if_any()
    return terms


def _named(reader: Reader, key: str, names: list[str], known: Collection[str], what: str) -> None:
    """Note each name that is not among the known ones."""
    for name in names:
        if name not in known:
            node = reader.node.value[key]
            reader.problems.add(
                node.line,
                f"terms.unknown_{what}",
                name=name[:80],
                nearest=nearest(name, known),
                known=sorted(known),
            )


def _categories(top: Reader) -> Mapping[str, Category]:
    found = {}
    for key, node in top.mapping("categories", required=True).items():
        reader = Reader(node, top.problems)
        found[key] = Category(
            key=key,
            one=reader.text("one"),
            many=reader.text("many"),
            localism_act=reader.yes("localism_act"),
        )
        reader.done()
    return found


def _seat(reader: Reader, categories: Collection[str]) -> Seat:
    category = reader.text("category")
    if category:
        _named(reader, "category", [category], categories, "category")
    seat = Seat(
        key=reader.key("key"),
        title=reader.text("title"),
        category=category,
        represents=tuple(reader.texts("represents")),
        office=reader.text("office", "") or None,
        voting=reader.yes("voting", default=True),
        substitute=reader.yes("substitute", default=True),
        term_months=reader.integer("term_months", 0, most=600) or None,
    )
    reader.done()
    return seat


def _quorum(top: Reader, categories: Collection[str]) -> QuorumRule:
    reader = top.reader("quorum", required=True)
    if reader is None:
        return QuorumRule(members=1)
    members = reader.integer("members", 0, most=500) or None
    share = _share(reader)
    if (members is None) == (share is None):
        reader.problems.add(reader.line, "terms.quorum_one_of")
    interested = reader.choice("interested_count", get_args(InterestedCount), "none")
    share_of = reader.choice("share_of", ["seats", "filled"], "seats")
    rule = QuorumRule(
        members=members or (None if share else 1),
        share=share,
        share_of=cast("Literal['seats', 'filled']", share_of),
        minima=tuple(_minimum(r, categories) for r in reader.readers("at_least")),
        interested=cast("InterestedCount", interested),
        associates=reader.yes("associates_count"),
    )
    reader.done()
    return rule


def _share(reader: Reader) -> tuple[int, int] | None:
    text = reader.text("share", "")
    if not text:
        return None
    match = _SHARE.fullmatch(text)
    part, whole = (int(match["part"]), int(match["whole"])) if match else (1, 0)
    if part > whole:
        line = reader.node.value["share"].line
        reader.problems.add(line, "terms.share_unreadable", text=text[:40])
        return (1, 1)
    return (part, whole)


def _minimum(reader: Reader, categories: Collection[str]) -> Minimum:
    named = reader.texts("category")
    _named(reader, "category", named, categories, "category")
    minimum = Minimum(
        members=reader.integer("members", 1, least=1, most=500),
        categories=tuple(named),
        seats=tuple(reader.texts("seat")),
    )
    if not (minimum.categories or minimum.seats):
        reader.problems.add(reader.line, "terms.minimum_of_nobody")
    reader.done()
    return minimum


def _deciding(reader: Reader, default: Deciding) -> Deciding:
    method = _method(reader, "method", default.method)
    without_vote = reader.yes("without_vote", default=default.without_vote)
    return Deciding(method, without_vote and not method.in_writing)


def _method(reader: Reader, key: str, default: Method) -> Method:
    text = reader.text(key, default.name)
    method = method_named(text) if reader.get(key) else default
    if method is None:
        line = reader.node.value[key].line
        known = [*METHODS, "2 of 3"]
        near = nearest(text, known)
        reader.problems.add(
            line, "text.not_one_of", key=key, text=text[:80], known=known, nearest=near
        )
        return default
    return method


def _kinds(decisions: Reader, default: Deciding) -> Mapping[str, Deciding]:
    found = {}
    for kind, node in decisions.mapping("kinds").items():
        reader = Reader(node, decisions.problems)
        found[kind] = _deciding(reader, default)
        reader.done()
    return found


def _chair(top: Reader) -> Chairing:
    reader = top.reader("chair", required=True)
    if reader is None:
        return Chairing(appointed_by="", after_consulting_members=True)
    chair = Chairing(
        appointed_by=reader.key("appointed_by"),
        after_consulting_members=reader.yes("after_consulting_members", default=True),
        seats=tuple(reader.texts("from_seats")),
        together=reader.integer("together", 1, least=1, most=20),
        term_months=reader.integer("term_months", 0, most=600) or None,
        rotation=_rotation(reader),
    )
    reader.done()
    return chair


def _rotation(chair: Reader) -> Rotation | None:
    reader = chair.reader("rotation")
    if reader is None:
        return None
    rotation = Rotation(
        seats=tuple(n.value for n in reader.nodes("seats", required=True)),
        months=reader.integer("months", least=1, most=600),
        start=reader.day("from"),
    )
    reader.done()
    return rotation


def _notice(reader: Reader) -> MeetingNotice:
    notice = MeetingNotice(
        kind=reader.key("kind"),
        policy=reader.choice("policy", list(POLICIES)),
        days=reader.integer("days", least=1, most=366),
    )
    reader.done()
    return notice


def _between(top: Reader) -> tuple[Mapping[Way, Method | None], str | None]:
    reader = top.reader("between_meetings")
    if reader is None:
        return {}, None
    ways: dict[Way, Method | None] = {}
    if reader.yes("chairs_action"):
        ways[Way.CHAIRS_ACTION] = None
    if reader.get("written_resolution") and reader.text("written_resolution") != "no":
        ways[Way.WRITTEN_RESOLUTION] = _method(
            reader, "written_resolution", METHODS["unanimity_of_all"]
        )
    urgent = reader.text("urgent_matters", "") or None
    reader.done()
    return ways, urgent


def _adds(top: Reader) -> frozenset[Procedure]:
    known = list(Procedure)
    found = set()
    for name in top.texts("adds"):
        if name in known:
            found.add(Procedure(name))
        else:
            _named(top, "adds", [name], known, "procedure")
    return frozenset(found)

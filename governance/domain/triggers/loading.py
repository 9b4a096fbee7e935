"""Reading triggers (`vires: triggers/1`) from a text, every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from governance.domain.errors import Unusable
from governance.domain.escalation.model import Span
from governance.domain.escalation.phrases import read_span
from governance.domain.procurement import REGIMES
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader, parse
from governance.domain.triggers.causes import CAUSES, KnownCause
from governance.domain.triggers.model import FORMAT, WAYS, Scope, Trigger, Triggers

QUESTIONS: Final = ("how_much", "how_well", "better_off")
"""What a measure can answer (DOMAIN.md section 8: outcome-based accountability)."""

USUAL_ANSWER: Final = Span(10, "working_days")
"""How long the lead has to say which way a case goes, where the text does not say."""

MOST_PERIODS: Final = 40
MOST_MEASURES: Final = 1_000
MOST_DAYS: Final = 3_660

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def load_triggers(node: Node | bytes, file: str) -> Triggers:
    """Read triggers.

    Raises `Unusable` with all problems, each with its line and remedy: causes, ways and regimes
    that do not exist, an emergency that offers another way, what means nothing for the cause, a
    warning that comes after what it warns of, a range of values that holds nothing.
    """
    if isinstance(node, bytes):
        node = parse(node, file)
    problems = Problems(file)
    top = Reader(node, problems)
    top.choice("vires", [FORMAT])
    key, title, source = top.key("key"), top.text("title"), top.text("source", "")
    usual = _span(top, "answer") or USUAL_ANSWER
    found = {}
    for name, one in top.mapping("triggers", required=True).items():
        if not _NAME.fullmatch(name):
            problems.add(one.line, "trigger.name_unusable", text=name[:80])
        reader = Reader(one, problems)
        found[name] = _trigger(reader, name, usual)
        reader.done()
    if not found and not problems.found:
        problems.add(top.line, "trigger.says_nothing")
    top.done()
    problems.stop_if_any()
    return Triggers(key, title, source, found)


def _trigger(reader: Reader, key: str, usual: Span) -> Trigger:
    cause = _cause(reader)
    offers = reader.choice("offers", WAYS)
    if cause is not None:
        _check_way(reader, cause, offers)
        _check_said(reader, cause)
    found = Trigger(
        key=key,
        title=reader.text("title"),
        source=reader.text("source"),
        looks_for=cause.name if cause is not None else "",
        offers=offers,
        answer=_span(reader, "answer") or usual,
        scope=_scope(reader),
        periods=reader.integer("periods", 2, least=1, most=MOST_PERIODS),
        measures=reader.integer("measures", 1, least=1, most=MOST_MEASURES),
        questions=_chosen(reader, "questions", QUESTIONS),
        raised_as=_raised_as(reader, cause),
        in_a_row=reader.integer("in a row", 1, least=1, most=MOST_PERIODS),
        days_before=reader.integer("days before", 90, least=1, most=MOST_DAYS),
        warn_days=reader.integer("warn days before", 180, least=1, most=MOST_DAYS),
        months_before=reader.integer("months before", 12, least=1, most=120),
        complex_months=reader.integer("months before if complex", 18, least=1, most=120),
        complex_from=reader.pence("complex from"),
        days_after=reader.integer("days after", 30, least=0, most=MOST_DAYS),
    )
    _check_order(reader, found)
    return found


def _cause(reader: Reader) -> KnownCause | None:
    node = reader.want("looks for")
    if node is None:
        return None
    text = " ".join(str(node.value).split()).lower() if isinstance(node.value, str) else ""
    text = text.replace("’", "'")
    known = CAUSES.get(text)
    if known is None:
        near = nearest(text, CAUSES)
        params = {"text": text[:80], "nearest": near, "known": sorted(CAUSES)}
        reader.problems.add(node.line, "trigger.cause_unknown", **params)
    return known


def _line(reader: Reader, key: str) -> int:
    node = reader.node.value.get(key)
    return reader.line if node is None else int(node.line)


def _check_way(reader: Reader, cause: KnownCause, offers: str) -> None:
    """An emergency offers continuity; what lasts leaves time for support or a case."""
    if cause.emergency and offers in ("support", "change"):
        told = {"cause": cause.name, "offers": offers}
        reader.problems.add(_line(reader, "offers"), "trigger.emergency_only", **told)
    elif offers == "emergency" and not cause.emergency and cause.name != "regulator's judgement":
        reader.problems.add(_line(reader, "offers"), "trigger.no_emergency", cause=cause.name)


_SAID_BY: Final = {word: one.name for one in CAUSES.values() for word in one.says}
"""Which cause each further word belongs to."""


def _check_said(reader: Reader, cause: KnownCause) -> None:
    """Every word that means something for another cause only, so that it is not passed over."""
    for word, whose in _SAID_BY.items():
        if word in reader.node.value and word not in cause.says:
            told = {"key": word, "cause": cause.name, "whose": whose}
            reader.problems.add(_line(reader, word), "trigger.says_for_another", **told)


def _check_order(reader: Reader, found: Trigger) -> None:
    if found.looks_for == "agreement ending" and found.warn_days < found.days_before:
        told = {"warn": found.warn_days, "days": found.days_before}
        key = "warn days before" if "warn days before" in reader.node.value else "days before"
        reader.problems.add(_line(reader, key), "trigger.warns_late", **told)
    scope = found.scope
    if None not in (scope.value_from, scope.value_under):
        assert scope.value_from is not None
        assert scope.value_under is not None
        if scope.value_from >= scope.value_under:
            reader.problems.add(_line(reader, "only where"), "trigger.no_value_left")


def _raised_as(reader: Reader, cause: KnownCause | None) -> str:
    if cause is None or cause.name != "missed reviews":
        reader.get("raised as")
        return ""
    return reader.key("raised as")


def _scope(reader: Reader) -> Scope:
    inner = reader.reader("only where")
    if inner is None:
        return Scope()
    found = Scope(
        levels=_texts(inner, "levels"),
        mechanisms=_texts(inner, "mechanisms"),
        regimes=_chosen(inner, "regimes", tuple(REGIMES)),
        tiers=_texts(inner, "tiers"),
        value_from=inner.pence("value from"),
        value_under=inner.pence("value under"),
        voluntary=_voluntary(inner),
    )
    inner.done()
    if found == Scope():
        inner.problems.add(inner.line, "trigger.scope_empty")
    return found


def _voluntary(inner: Reader) -> bool | None:
    return None if inner.get("voluntary provider") is None else inner.yes("voluntary provider")


def _texts(reader: Reader, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in reader.texts(key) if text))


def _chosen(reader: Reader, key: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names out of those known; people may write spaces or hyphens for underscores."""
    found: dict[str, None] = {}
    for text in reader.texts(key):
        name = _same(text, known)
        if name is None:
            told = {"key": key, "text": text[:80], "known": list(known)}
            near = nearest(text, known)
            reader.problems.add(_line(reader, key), "text.not_one_of", nearest=near, **told)
        else:
            found[name] = None
    return tuple(found)


def _same(text: str, known: Iterable[str]) -> str | None:
    plain = text.strip().lower().replace("-", " ").replace("_", " ")
    return next((one for one in known if one.replace("-", " ").replace("_", " ") == plain), None)


def _span(reader: Reader, key: str) -> Span | None:
    node = reader.get(key)
    if node is None:
        return None
    if not isinstance(node.value, str):
        reader.problems.add(node.line, "text.want_text", key=key)
        return None
    try:
        return read_span(node.value)
    except Unusable as error:
        reader.problems.take(node.line, error)
        return None

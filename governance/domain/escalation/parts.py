"""Reading the parts of a policy's text: designations, events, levels and extensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, get_args

from governance.domain.calendar.rules import PeriodKind
from governance.domain.decisions import KINDS as DECISIONS
from governance.domain.errors import Unusable
from governance.domain.escalation.events import (
    EVENTS,
    OF_COMMISSION,
    OF_PARTNER,
    KnownEvent,
)
from governance.domain.escalation.model import ROLES, Event, Extension, Offset, Prompt, Span
from governance.domain.escalation.phrases import (
    read_designation,
    read_offset,
    read_span,
    say_designation,
)
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader

MOVES: Final = (*DECISIONS, "gate", "close")
"""What a level can close: a kind of decision, passing a gate, or closing the commission."""

PERIODS: Final[tuple[str, ...]] = get_args(PeriodKind)
"""The kinds of period that a calendar names."""

MOST_TIMES: Final = 12
"""How often a deadline may be extended at the most."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule's deadlines are about: a table; None where the text does not let us know."""

    kind: str
    about: str | None

    @property
    def of_commission(self) -> bool:
        """Whether there is a commission to hold to something."""
        return self.about is None or self.about in OF_COMMISSION


def said(reader: Reader, key: str, read: Callable[[str], T]) -> T | None:
    """A single value read by `read`; None where that cannot be, which is noted at its line."""
    node = reader.want(key)
    return None if node is None else _read(node, key, read, reader.problems)


def each(reader: Reader, key: str) -> list[Node]:
    """The values of a key, one alone or a list, each with its line."""
    node = reader.get(key)
    if node is None:
        return []
    if node.value == []:
        reader.problems.add(node.line, "text.missing", key=key)
    return list(node.value) if isinstance(node.value, list) else [node]


def _read(node: Node, key: str, read: Callable[[str], T], problems: Problems) -> T | None:
    if not isinstance(node.value, str):
        problems.add(node.line, "text.want_text", key=key)
        return None
    try:
        return read(node.value)
    except Unusable as error:
        problems.take(node.line, error)
        return None


def whom(reader: Reader, key: str, subject: Subject) -> tuple[str, ...]:
    """Designations, each once, in the order of the text."""
    found: dict[str, None] = {}
    for node in each(reader, key):
        who = _read(node, key, read_designation, reader.problems)
        if who is not None:
            found[who] = None
            check_there(reader.problems, node.line, who, subject)
    return tuple(found)


def check_there(problems: Problems, line: int, who: str, subject: Subject) -> None:
    """Note a designation that leads to nobody for what the deadline is about."""
    role = who.rpartition(":")[2]
    if subject.about is None:
        return
    there = {
        "lead": subject.of_commission,
        "author": subject.about == "proposal",
        "partner": subject.about in OF_PARTNER,
    }
    if not there.get(role, True):
        params = {"who": say_designation(who), "kind": subject.kind}
        problems.add(line, "escalation.nobody_there", **params)


def chosen(reader: Reader, key: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names out of those known, each once, in the order of the text."""
    found: dict[str, None] = {}
    for node in each(reader, key):
        text = node.value.strip() if isinstance(node.value, str) else ""
        if text in known:
            found[text] = None
        else:
            near = nearest(text, known)
            reader.problems.add(
                node.line,
                "text.not_one_of",
                key=key,
                text=text[:80],
                known=list(known),
                nearest=near,
            )
    return tuple(found)


def prompts(reader: Reader, subject: Subject) -> tuple[Prompt, ...]:
    """The levels of a rule, no two of them at one moment."""
    found: list[Prompt] = []
    for one in reader.readers("prompts"):
        prompt = _prompt(one, subject)
        if prompt is None:
            continue
        same = [p for p in found if p.offset.moment == prompt.offset.moment]
        if same:
            line = one.node.value["when"].line
            first, again = same[0].offset.words, prompt.offset.words
            reader.problems.add(line, "escalation.same_moment", first=first, again=again)
        found.append(prompt)
    return tuple(found)


def _prompt(reader: Reader, subject: Subject) -> Prompt | None:
    """One level; None where it does not say when it is."""
    when = said(reader, "when", read_offset)
    prompt = Prompt(
        offset=when or Offset(0, "calendar_days", "on"),
        tell=whom(reader, "tell", subject),
        items=_bodies(reader),
        block=chosen(reader, "block", MOVES),
        exception=reader.yes("exception"),
        trigger=reader.key("trigger") if reader.get("trigger") else None,
    )
    reader.done()
    _check_prompt(reader, prompt, subject, when)
    return None if when is None else prompt


def _bodies(reader: Reader) -> tuple[str, ...]:
    """The keys of bodies: an item is proposed to a body and to nobody else."""
    found: dict[str, None] = {}
    for node in each(reader, "propose item"):
        body = _read(node, "propose item", read_designation, reader.problems)
        if body is None:
            continue
        if body in ROLES or ":" in body:
            reader.problems.add(node.line, "escalation.item_to_no_body", who=node.value[:80])
        found[body] = None
    return tuple(found)


def _check_prompt(reader: Reader, prompt: Prompt, subject: Subject, when: Offset | None) -> None:
    problems, given = reader.problems, reader.node.value
    holds = {"exception": prompt.exception, "trigger": prompt.trigger, "block": prompt.block}
    others = ("tell", "propose item", "block", "trigger")
    if not prompt.exception and not any(name in given for name in others):
        problems.add(reader.line, "escalation.does_nothing")
    for key in (key for key, wanted in holds.items() if wanted):
        line = given[key].line
        if not subject.of_commission:
            problems.add(line, "escalation.no_commission_there", key=key, kind=subject.kind)
        elif key != "block" and when is not None and when.side != "after":
            problems.add(line, "escalation.not_missed_yet", key=key, when=when.words)


def extension(reader: Reader, subject: Subject) -> Extension | None:
    """How far a deadline may be extended, bounded in length, number and authority."""
    inner = reader.reader("extension")
    if inner is None:
        return None
    inner.want("by")
    found = Extension(
        most=said(inner, "most", read_span) or Span(1, "working_days"),
        times=inner.integer("times", least=1, most=MOST_TIMES),
        by=whom(inner, "by", subject),
    )
    inner.done()
    return found


def event(node: Node, problems: Problems) -> Event | None:
    """An event by its name, or by its name and what narrows it; None where it is not known."""
    if isinstance(node.value, str):
        known = _event_named(node, problems)
        return None if known is None else known.event({})
    reader = Reader(node, problems)
    name = reader.want("event")
    known = None if name is None else _event_named(name, problems)
    where = reader.mapping("where")
    reader.done()
    return None if known is None else known.event(_narrowed(known, where, problems))


def _event_named(node: Node, problems: Problems) -> KnownEvent | None:
    text = " ".join(str(node.value).split()).lower() if isinstance(node.value, str) else ""
    known = EVENTS.get(text)
    if known is None:
        near = nearest(text, EVENTS)
        params = {"text": text[:80], "nearest": near, "known": sorted(EVENTS)}
        problems.add(node.line, "escalation.event_unknown", **params)
    return known


def _narrowed(
    known: KnownEvent, where: Mapping[str, Node], problems: Problems
) -> Mapping[str, str]:
    found = {}
    for word, node in where.items():
        text = node.value.strip() if isinstance(node.value, str) else ""
        if word not in known.narrowed:
            _not_narrowed(known, word, node.line, problems)
        elif not text:
            problems.add(node.line, "text.want_text", key=word)
        else:
            found[word] = _value(known.narrowed[word], word, text, node.line, problems)
    return found


def _not_narrowed(known: KnownEvent, word: str, line: int, problems: Problems) -> None:
    if not known.narrowed:
        problems.add(line, "escalation.where_nothing", event=known.name)
        return
    near = nearest(word, known.narrowed)
    params = {"word": word[:80], "event": known.name, "nearest": near}
    problems.add(line, "escalation.where_unknown", known=sorted(known.narrowed), **params)


def _value(values: Iterable[str], word: str, text: str, line: int, problems: Problems) -> str:
    """A value as the record has it; people may write spaces or hyphens for underscores."""
    known = {value.replace("_", "-"): value for value in values}
    plain = text.replace("_", "-").replace(" ", "-")
    if known and plain not in known:
        near = nearest(plain, known)
        params = {"key": word, "text": text[:80], "nearest": near, "known": list(known)}
        problems.add(line, "text.not_one_of", **params)
    return known.get(plain, text)

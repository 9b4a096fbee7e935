"""Reading an escalation policy (`vires: escalation/1`) from a text, every problem at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from governance.domain.errors import Unusable
from governance.domain.escalation import parts
from governance.domain.escalation.events import OF_COMMISSION
from governance.domain.escalation.kinds import KINDS, KnownKind
from governance.domain.escalation.model import (
    FORMAT,
    DeadlineRule,
    EscalationPolicy,
    Event,
    Rhythm,
    Span,
    Start,
)
from governance.domain.escalation.parts import Subject, chosen, each, said
from governance.domain.escalation.phrases import read_designation, read_span
from governance.domain.escalation.units import UNITS
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader, parse

USUAL_HOUR: Final = dt.time(8)
"""When prompts are due on their day where a policy does not say."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HOUR: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_ITS_OWN: Final = ("from", "due", "met by")
"""What only a deadline of the partnership's own says."""


def load_escalation(node: Node | bytes, file: str) -> EscalationPolicy:
    """Read an escalation policy.

    Raises `Unusable` with all problems, each with its line and remedy: units, events, kinds of
    decision and of period that do not exist, two levels at one moment, extensions without a
    bound, a rhythm without its usual tier.
    """
    if isinstance(node, bytes):
        node = parse(node, file)
    problems = Problems(file)
    top = Reader(node, problems)
    top.choice("vires", [FORMAT])
    policy = EscalationPolicy(
        key=top.key("key"),
        title=top.text("title"),
        source=top.text("source", ""),
        hour=_hour(top),
        deadlines=_deadlines(top),
        rhythm=_rhythm(top),
    )
    if not policy.deadlines and policy.rhythm is None and not problems.found:
        problems.add(top.line, "escalation.says_nothing")
    top.done()
    problems.stop_if_any()
    return policy


def _hour(top: Reader) -> dt.time:
    text = top.text("hour", f"{USUAL_HOUR:%H:%M}")
    if not _HOUR.fullmatch(text):
        line = top.node.value["hour"].line
        top.problems.add(line, "escalation.hour_unreadable", text=text[:40])
        return USUAL_HOUR
    return dt.time.fromisoformat(text)


def _rhythm(top: Reader) -> Rhythm | None:
    reader = top.reader("reviews")
    if reader is None:
        return None
    tiers: dict[str, Span] = {}
    for name, node in reader.mapping("tiers", required=True).items():
        _check_name(name, "tiers", node.line, top.problems)
        tiers[name] = _tier(Reader(Node({name: node}, node.line), top.problems), name)
    if reader.node.value.get("tiers", reader.node).value == {}:
        reader.problems.add(reader.line, "text.missing", key="tiers")
    usual = reader.choice("usual", tiers) if tiers else reader.text("usual")
    reader.done()
    return Rhythm(tiers, usual)


def _tier(reader: Reader, name: str) -> Span:
    span = said(reader, name, read_span) or Span(1, "months")
    if UNITS[span.unit].needs_calendar:
        line = reader.node.value[name].line
        reader.problems.add(line, "escalation.rhythm_unit", tier=name, span=span.words)
    return span


def _deadlines(top: Reader) -> Mapping[str, DeadlineRule]:
    found: dict[str, DeadlineRule] = {}
    for name, node in top.mapping("deadlines").items():
        known = KINDS.get(name.strip().replace("-", "_").replace(" ", "_"))
        if known is None:
            _check_name(name, "deadlines", node.line, top.problems)
        reader = Reader(node, top.problems)
        rule = _of_vires(reader, known) if known is not None else _of_its_own(reader, name)
        reader.done()
        if rule.kind in found:
            top.problems.add(node.line, "escalation.kind_twice", kind=name)
        found[rule.kind] = rule
    return found


def _check_name(name: str, key: str, line: int, problems: Problems) -> None:
    if not _NAME.fullmatch(name):
        problems.add(line, "escalation.name_unusable", key=key, text=name[:80])


def _of_vires(reader: Reader, known: KnownKind) -> DeadlineRule:
    """What is said of a deadline that Vires sets and settles itself."""
    due = said(reader, "due", _read_due) if known.due and reader.get("due") is not None else None
    for key in _ITS_OWN:
        if reader.get(key) is not None and not (key == "due" and known.due):
            line = reader.node.value[key].line
            reader.problems.add(line, "escalation.set_by_vires", key=key, kind=known.name)
    subject = Subject(known.name, known.about)
    if not known.extendable and reader.get("extension") is not None:
        line = reader.node.value["extension"].line
        reader.problems.add(line, "escalation.not_extendable", kind=known.name)
    owner = _owner(reader, subject) if reader.get("owner") is not None else known.owner
    rule = _rule(reader, subject, title=reader.text("title", ""), owner=owner)
    return replace(rule, due=None if due is None else due.after)


def _of_its_own(reader: Reader, name: str) -> DeadlineRule:
    """A deadline of the partnership's own: from an event until another."""
    if not any(key in reader.node.value for key in _ITS_OWN):
        near = nearest(name, KINDS)
        known = [kind.replace("_", "-") for kind in KINDS]
        said_near = near and near.replace("_", "-")
        params = {"kind": name[:80], "nearest": said_near, "known": known}
        reader.problems.add(reader.line, "escalation.kind_unknown", **params)
        for key in (*_ITS_OWN, "title", "owner"):
            reader.get(key)
        return _rule(reader, Subject(name, None), title="", owner="secretary")
    begun, start = _start(reader)
    subject = Subject(name, None if begun is None else begun.about)
    met_by = _met_by(reader, begun)
    owner = _owner(reader, subject)
    title = reader.text("title")
    return _rule(reader, subject, title=title, owner=owner, start=start, met_by=met_by)


def _start(reader: Reader) -> tuple[Event | None, Start | None]:
    node = reader.want("from")
    begun = None if node is None else parts.event(node, reader.problems)
    due = said(reader, "due", _read_due)
    return begun, None if begun is None or due is None else Start(begun, due.after)


def _read_due(text: str) -> Span:
    """How long after its event a deadline is due; "after" goes without saying."""
    if text.strip().endswith(" before"):
        raise Unusable.one("escalation.due_before", text=text[:80])
    return read_span(text.strip().removesuffix(" after"))


def _met_by(reader: Reader, begun: Event | None) -> tuple[Event, ...]:
    reader.want("met by")
    found = []
    for node in each(reader, "met by"):
        event = parts.event(node, reader.problems)
        if event is None:
            continue
        found.append(event)
        if begun is None:
            continue
        if event == begun:
            reader.problems.add(node.line, "escalation.met_at_once", event=event.name)
        elif event.about != begun.about and not {event.about, begun.about} <= OF_COMMISSION:
            params = {"event": event.name, "begun": begun.name}
            reader.problems.add(node.line, "escalation.met_elsewhere", **params)
    return tuple(found)


def _owner(reader: Reader, subject: Subject) -> str:
    owner = said(reader, "owner", read_designation) or "secretary"
    line = reader.node.value["owner"].line if "owner" in reader.node.value else reader.line
    if owner.rpartition(":")[2] == "owner":
        reader.problems.add(line, "escalation.owner_of_itself")
    parts.check_there(reader.problems, line, owner, subject)
    return owner


def _rule(
    reader: Reader,
    subject: Subject,
    *,
    title: str,
    owner: str,
    start: Start | None = None,
    met_by: tuple[Event, ...] = (),
) -> DeadlineRule:
    waits = chosen(reader, "wait in", parts.PERIODS)
    only = reader.choice("only in", parts.PERIODS) if reader.get("only in") else None
    if only is not None and only in waits:
        line = reader.node.value["only in"].line
        reader.problems.add(line, "escalation.never_prompts", period=only)
    extension = parts.extension(reader, subject)
    if extension is None and not reader.nodes("prompts", required=True):
        reader.problems.add(reader.line, "escalation.no_prompts", kind=subject.kind)
    return DeadlineRule(
        kind=subject.kind,
        title=title,
        owner=owner,
        start=start,
        met_by=met_by,
        prompts=parts.prompts(reader, subject),
        wait_in=frozenset(waits),
        only_in=only,
        extension=extension,
    )

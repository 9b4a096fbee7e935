"""Reading a framework (`vires: framework/1`) from a text, with every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from governance.domain.framework import checks
from governance.domain.framework.model import (
    FIELDS,
    FORMAT,
    Covers,
    Framework,
    Gate,
    Principle,
    Reopening,
    Stage,
    Wanted,
)
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader


def load_framework(node: Node, file: str) -> Framework:
    """Read a framework from a parsed text and check it against what a cycle has to be.

    Raises `Unusable` with every problem and its line.
    """
    problems = Problems(file)
    top = Reader(node, problems)
    top.choice("vires", [FORMAT])
    key, title, source = top.key("key"), top.text("title"), top.text("source", "")
    readers = top.readers("stages", required=True)
    keys = [_peek(reader, "key") for reader in readers]
    stages = tuple(_stage(reader, keys) for reader in readers)
    framework = Framework(
        key=key,
        title=title,
        source=source,
        stages=stages,
        reopenings=tuple(_reopening(reader, keys) for reader in top.readers("reopen")),
        feeds=tuple(_feed(reader, keys) for reader in top.readers("feeds")),
        principles=tuple(_principle(reader) for reader in top.readers("principles")),
        levels=_wanted(top, "levels"),
        mechanisms=_wanted(top, "mechanisms"),
        outcomes=_wanted(top, "outcomes"),
        crosswalk=_crosswalk(top, keys),
    )
    _once(problems, readers, keys)
    _gates_once(problems, stages, top.line)
    lines = {key: reader.line for key, reader in zip(keys, readers, strict=True)}
    top.done()
    if not problems.found:
        checks.check(framework, problems, lines, top.line)
    problems.stop_if_any()
    return framework


def _peek(reader: Reader, key: str) -> str:
    """A key for reference, before the reader is read in earnest."""
    node = reader.node.value.get(key)
    return node.value.strip() if node is not None and isinstance(node.value, str) else ""


def _stage(reader: Reader, keys: Sequence[str]) -> Stage:
    stage = Stage(
        key=reader.key("key"),
        title=reader.text("title"),
        meaning=reader.text("meaning", ""),
        after=_known(reader, "after", keys),
        covers=frozenset(Covers(name) for name in _known(reader, "covers", list(Covers))),
        gates=tuple(_gate(gate) for gate in reader.readers("gates")),
    )
    reader.done()
    return stage


def _gate(reader: Reader) -> Gate:
    gate = Gate(
        key=reader.key("key"),
        title=reader.text("title"),
        decision=reader.key("decision") if reader.get("decision") else None,
        required=reader.yes("required", default=True),
        evidence=_wanted(reader, "evidence"),
        asks=_known(reader, "asks", FIELDS),
        principles=reader.yes("principles"),
    )
    reader.done()
    return gate


def _reopening(reader: Reader, keys: Sequence[str]) -> Reopening:
    source, target = _pair(reader, keys)
    reopening = Reopening(source, target, reader.text("because", ""))
    reader.done()
    return reopening


def _feed(reader: Reader, keys: Sequence[str]) -> tuple[str, str]:
    pair = _pair(reader, keys)
    reader.done()
    return pair


def _pair(reader: Reader, keys: Sequence[str]) -> tuple[str, str]:
    known = [key for key in keys if key] or [""]
    return reader.choice("from", known), reader.choice("to", known)


def _principle(reader: Reader) -> Principle:
    principle = Principle(
        key=reader.key("key"),
        title=reader.text("title"),
        from_value=reader.pence("from value") or 0,
    )
    reader.done()
    return principle


def _wanted(reader: Reader, key: str) -> tuple[Wanted, ...]:
    """A mapping from key to title: each key once, since a mapping cannot hold it twice."""
    found = []
    for name, node in reader.mapping(key).items():
        if isinstance(node.value, str) and node.value.strip():
            found.append(Wanted(name, node.value.strip()))
        else:
            reader.problems.add(node.line, "text.want_text", key=name)
    return tuple(found)


def _known(reader: Reader, key: str, known: Sequence[str]) -> tuple[str, ...]:
    """A list of names, each of which has to be known."""
    texts = reader.texts(key)
    node = reader.get(key)
    for text in texts:
        if text not in known and node is not None:
            reader.problems.add(
                node.line,
                "text.not_one_of",
                key=key,
                text=text[:80],
                known=[name for name in known if name],
                nearest=nearest(text, known),
            )
    return tuple(text for text in texts if text in known)


def _crosswalk(top: Reader, keys: Sequence[str]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Read for each other framework which of its stages each stage here stands for."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for other, node in top.mapping("crosswalk").items():
        reader = Reader(node, top.problems)
        found[other] = {key: tuple(reader.texts(key)) for key in keys if key}
        for key, stages in found[other].items():
            if not stages:
                top.problems.add(node.line, "framework.crosswalk_gap", stage=key, other=other)
        reader.done()
    return found


def _once(problems: Problems, readers: Sequence[Reader], keys: Sequence[str]) -> None:
    for place, key in enumerate(keys):
        if key and key in keys[:place]:
            problems.add(readers[place].line, "framework.stage_twice", stage=key)


def _gates_once(problems: Problems, stages: Sequence[Stage], line: int) -> None:
    gates = [gate.key for stage in stages for gate in stage.gates]
    for key in sorted({key for key in gates if key and gates.count(key) > 1}):
        problems.add(line, "framework.gate_twice", gate=key)

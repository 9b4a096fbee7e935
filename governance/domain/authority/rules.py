"""Reading the rules of a scheme: conditions, decision paths, what overrides what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from governance.domain.authority.model import (
    NEVER,
    STEP_KINDS,
    Decider,
    Path,
    PathStep,
    Rule,
    Separation,
    StepKind,
)
from governance.domain.authority.naming import one_of
from governance.domain.authority.whens import Whens
from governance.domain.bodies.methods import METHODS, method_named
from governance.domain.texts import Problems, Reader

PEOPLE = ("author", "lead", "provider")
"""Whom separation of duties may keep apart from a step, besides steps and deciders."""

_RULE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_BEFORE: tuple[StepKind, ...] = ("consult", "recommend", "endorse", "clear")


def read_rules(
    readers: Iterable[Reader],
    *,
    whens: Whens,
    deciders: Mapping[str, Decider],
    procedures: Iterable[str],
    problems: Problems,
) -> tuple[Rule, ...]:
    """The rules in order, what they override checked against one another."""
    known = list(procedures)
    rules = [_rule(r, whens=whens, deciders=deciders, procedures=known) for r in readers]
    seen: dict[str, None] = {}
    for rule in rules:
        if rule.id in seen:
            problems.add(rule.line, "scheme.rule.twice", rule=rule.id)
        seen[rule.id] = None
    for rule in rules:
        for other in sorted(rule.overrides):
            one_of(other, seen, code="scheme.rule.unknown", line=rule.line, problems=problems)
    _check_circles(rules, problems)
    return tuple(rules)


def _rule(
    reader: Reader, *, whens: Whens, deciders: Mapping[str, Decider], procedures: list[str]
) -> Rule:
    problems = reader.problems
    rule_id = reader.text("id")
    if rule_id and not _RULE_ID.fullmatch(rule_id):
        problems.add(reader.line, "scheme.rule.id", text=rule_id[:80])
    when = reader.want("when")
    procedure = tuple(reader.texts("procedure"))
    for name in procedure:
        one_of(
            name,
            procedures,
            code="scheme.procedure.unknown",
            line=reader.node.value["procedure"].line,
            problems=problems,
        )
    found = Rule(
        id=rule_id,
        when=whens.read(when) if when else NEVER,
        path=read_path(reader, deciders),
        procedure=procedure,
        overrides=frozenset(reader.texts("overrides")),
        source=reader.text("source", ""),
        title=reader.text("title", ""),
        line=reader.line,
    )
    reader.done()
    return found


def read_path(reader: Reader, deciders: Mapping[str, Decider]) -> Path:
    """A decision path: groups of steps, with at least one that decides."""
    groups = []
    for node in reader.nodes("path", required=True):
        if group := _group(Reader(node, reader.problems), deciders):
            groups.append(group)
    kinds = [{step.kind for step in group} for group in groups]
    if not any("decide" in group for group in kinds):
        reader.problems.add(reader.line, "scheme.path.no_decision")
    else:
        last = max(at for at, group in enumerate(kinds) if "decide" in group)
        if any(kind in _BEFORE for group in kinds[last + 1 :] for kind in group):
            reader.problems.add(reader.line, "scheme.path.too_late")
    return tuple(groups)


def _group(reader: Reader, deciders: Mapping[str, Decider]) -> tuple[PathStep, ...]:
    parallel = reader.readers("parallel")
    if not parallel:
        return _steps(reader, deciders)
    reader.done()
    return tuple(step for part in parallel for step in _steps(part, deciders))


def _steps(reader: Reader, deciders: Mapping[str, Decider]) -> tuple[PathStep, ...]:
    """The step or steps of one line: `decide: cabinet`, `consult: [s151, legal]`."""
    problems = reader.problems
    method = _method(reader)
    named = [(kind, reader.texts(kind)) for kind in STEP_KINDS if reader.get(kind) is not None]
    reader.asked.update(STEP_KINDS)
    reader.done()
    if len(named) != 1 or not named[0][1]:
        problems.add(reader.line, "scheme.path.one_step", known=list(STEP_KINDS))
        return ()
    kind, keys = named[0]
    for key in keys:
        one_of(key, deciders, code="scheme.decider.unknown", line=reader.line, problems=problems)
    return tuple(PathStep(kind, key, method) for key in keys)


def _method(reader: Reader) -> str | None:
    method = reader.text("method", "") or None
    if method is not None and method_named(method) is None:
        one_of(
            method,
            METHODS,
            code="scheme.path.method",
            line=reader.node.value["method"].line,
            problems=reader.problems,
        )
    return method


def _check_circles(rules: Sequence[Rule], problems: Problems) -> None:
    """Note each rule that, through others, overrides itself."""
    over = {rule.id: rule.overrides for rule in rules}
    for rule in rules:
        seen: set[str] = set()
        waiting = list(rule.overrides)
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting.extend(over.get(at, ()))
        if rule.id in seen:
            problems.add(rule.line, "scheme.rule.overrides_itself", rule=rule.id)


def read_separations(
    readers: Iterable[Reader], *, deciders: Mapping[str, Decider], rules: Sequence[Rule]
) -> tuple[Separation, ...]:
    """Separation of duties: who may not be the same as, or come from, whom."""
    steps = [*STEP_KINDS, *deciders]
    ids = [rule.id for rule in rules]
    found = []
    for reader in readers:
        step, apart = reader.text("step"), reader.text("not")
        one = Separation(step, apart, tuple(reader.texts("rules")), reader.text("source", ""))
        reader.done()
        _known(reader, step, steps)
        _known(reader, apart, [*PEOPLE, *steps])
        for rule in one.rules:
            one_of(
                rule, ids, code="scheme.rule.unknown", line=reader.line, problems=reader.problems
            )
        found.append(one)
    return tuple(found)


def _known(reader: Reader, text: str, known: Iterable[str]) -> None:
    if text:
        one_of(
            text, known, code="scheme.separate.unknown", line=reader.line, problems=reader.problems
        )

"""A scheme of delegation as its text says it, and which of its rules takes a case on a day."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.verifier.conditions import (
    ALWAYS,
    Case,
    Condition,
    Words,
    amount,
    asked,
    constants,
    day,
    holds,
)
from governance.verifier.texts import UnreadableError, as_list, read_text

Step = tuple[str, str, str | None]
"""What is done, by whom, and by which method where the rule says it."""

KINDS = ("decide", "consult", "recommend", "endorse", "consent", "clear")
MOST_TRIED = 200_000
"""Ways to fill in what is unknown about a case that are tried, at the most."""


@dataclass(frozen=True)
class Rule:
    """A rule: when it holds, the path to a decision, and the procedures around it."""

    id: str
    when: Condition
    path: tuple[tuple[Step, ...], ...]
    procedures: tuple[str, ...]
    overrides: frozenset[str]
    source: str
    title: str

    @property
    def deciders(self) -> tuple[frozenset[str], ...]:
        """Who decides, group by group."""
        groups = (frozenset(d for k, d, _ in group if k == "decide") for group in self.path)
        return tuple(group for group in groups if group)

    @property
    def steps(self) -> frozenset[Step]:
        """Every step of the path, whatever the order."""
        return frozenset(step for group in self.path for step in group)


@dataclass(frozen=True)
class Answer:
    """What a scheme says of a case: a rule, or why none takes it.

    `kind` is `rule`, `no rule`, `conflict` or `unknown`.
    """

    kind: str
    rule: Rule | None = None
    rules: tuple[str, ...] = ()
    """Every rule that holds, or could."""

    @property
    def way(self) -> Any:
        """Equal for two answers that send a case the same way."""
        if self.rule is None:
            return (self.kind, self.rules)
        return (self.rule.path, frozenset(self.rule.procedures))


@dataclass
class Scheme:
    """A scheme, read from its text."""

    text: dict[str, Any]
    inputs: dict[str, dict[str, Any]]
    limits: dict[str, dict[str, Any]]
    definitions: dict[str, Any]
    rules: list[Rule] = field(default_factory=list)
    assume: list[Condition] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """`own` or `recorded`."""
        return str(self.text["standing"])

    @property
    def fallback(self) -> str | None:
        """Who takes a case that no rule of a recorded scheme takes."""
        if self.standing == "own":
            return None
        return str(self.text.get("fallback", "proper_officer"))

    @property
    def deciders(self) -> dict[str, dict[str, Any]]:
        """The offices and bodies it names."""
        return dict(self.text["deciders"])

    @property
    def ranks(self) -> list[list[str]]:
        """Chains of deciders, the higher first."""
        return list(self.text.get("ranks", []))

    @property
    def separations(self) -> list[dict[str, Any]]:
        """Duties kept apart: `step`, `not`, and the `rules` it is narrowed to, if any."""
        return list(self.text.get("separate", []))

    def procedure(self, name: str) -> dict[str, Any]:
        """A procedure as the text has it."""
        return dict(self.text["procedures"][name])

    # --- who decides a case

    def answer(self, case: Case, on: dt.date) -> Answer:
        """Which rule takes a case that is decided on a day.

        What is unknown is filled in every way that could make a difference; the answer is
        `unknown` where that sends the case different ways. Raises `UnreadableError` where a limit
        has no value on the day.
        """
        given = {n: on.toordinal() for n, i in self.inputs.items() if i["from"] == "decision_day"}
        known = {**given, **{name: value for name, value in case.items() if value is not None}}
        found: dict[Any, Answer] = {}
        for whole in self._completions(known, on):
            answer = self._chosen([r for r in self.rules if self._holds(r.when, whole, on)])
            found.setdefault(answer.way, answer)
        if len(found) == 1:
            return next(iter(found.values()))
        rules = {rule for answer in found.values() for rule in answer.rules}
        return Answer("unknown", rules=tuple(r.id for r in self.rules if r.id in rules))

    def breaks_assumption(self, case: Case, on: dt.date) -> bool:
        """Whether a case goes against what the scheme assumes of every case."""
        return any(self._holds(one, case, on) is False for one in self.assume)

    def _holds(self, condition: Condition, case: Case, on: dt.date) -> bool | None:
        return holds(condition, case, lambda name, by: self.limit(name, by or on.toordinal()))

    def limit(self, name: str, ordinal: int) -> int:
        """A limit's value on a day. Raises `UnreadableError` before its first."""
        value = None
        for starts, amount_ in self.limits[name]["dates"]:
            if starts <= ordinal:
                value = amount_
        if value is None:
            on = dt.date.fromordinal(ordinal)
            raise UnreadableError(f"the limit {name} has no value on {on}")
        return int(value)

    def _chosen(self, holding: list[Rule]) -> Answer:
        """Of the rules that hold: those not overridden, if they agree; else nobody's."""
        ids = tuple(rule.id for rule in holding)
        if not holding:
            return Answer("no rule")
        hidden = frozenset[str]().union(*(rule.overrides for rule in holding))
        standing = [rule for rule in holding if rule.id not in hidden]
        for rule in standing:
            if all(
                rule.deciders == other.deciders
                and set(rule.procedures) == set(other.procedures)
                and rule.steps >= other.steps
                for other in standing
            ):
                return Answer("rule", rule, ids)
        return Answer("conflict", rules=tuple(rule.id for rule in standing))

    # --- what is unknown

    def _completions(self, known: Case, on: dt.date) -> Iterator[Case]:
        """Every way to fill in what is unknown that could send the case another way."""
        settled = [r for r in self.rules if self._holds(r.when, known, on) is not False]
        open_ = [r.when for r in settled if self._holds(r.when, known, on) is None]
        names = sorted({n for one in open_ for n in asked(one)} - known.keys())
        related = [one for one in self.assume if asked(one) & set(names)]
        names = sorted(set(names) | {n for one in related for n in asked(one)} - known.keys())
        conditions = [*open_, *related]
        values = [self._values(name, conditions, known) for name in names]
        number = 1
        for some in values:
            number *= len(some)
        if number > MOST_TRIED:
            raise UnreadableError(f"too much is unknown about the case: {', '.join(names)}")
        for chosen in itertools.product(*values):
            whole = {**known, **dict(zip(names, chosen, strict=True))}
            if not self.breaks_assumption(whole, on):
                yield whole

    def _values(self, name: str, conditions: Iterable[Condition], known: Case) -> list[Any]:
        """Values of an input such that every other behaves like one of them."""
        one = self.inputs[name]
        if one["type"] == "choice":
            return list(one["choices"])
        cuts = {one["least"], one["most"]}
        for compared, term in (pair for each in conditions for pair in constants(each)):
            cuts |= self._cuts(name, compared, term, known)
        return sorted(
            {v for cut in cuts for v in (cut - 1, cut, cut + 1) if one["least"] <= v <= one["most"]}
        )

    def _cuts(self, name: str, compared: str, term: Condition, known: Case) -> set[int]:
        match term:
            case ("fixed", number) if compared == name:
                return {int(number)}
            case ("limit", limit, _):
                dates = self.limits[limit]["dates"]
                if compared == name:
                    return {int(value) for _, value in dates}
                return {starts for starts, _ in dates} if term[2] == name else set()
            case ("share", upper, lower, other) if compared == name:
                whole = known.get(other, self.inputs[other]["most"])
                return {int(upper * whole) // int(lower)}
            case ("share", upper, lower, other) if other == name and compared in known:
                return {int(lower * known[compared]) // int(upper)}
            case ("day", other, days) if compared == name and other in known:
                return {int(known[other]) + int(days)}
            case ("day", other, days) if other == name and compared in known:
                return {int(known[compared]) - int(days)}
        return set()


def read_scheme(text: str) -> Scheme:
    """Read a scheme. Raises `UnreadableError`."""
    said = read_text(text)
    if not isinstance(said, dict) or said.get("vires") != "scheme/1":
        raise UnreadableError("the text is no scheme")
    inputs = {name: _input(name, one) for name, one in said["inputs"].items()}
    limits = {name: _limit(one) for name, one in said.get("limits", {}).items()}
    scheme = Scheme(said, inputs, limits, dict(said.get("definitions", {})))
    scheme.rules = [_rule(one, scheme) for one in said["rules"]]
    for one in said.get("assume", []):
        if "if" in one:
            condition: Condition = (
                "any",
                [("not", _when(one["if"], scheme)), _when(one["then"], scheme)],
            )
        else:
            condition = _when(one, scheme)
        scheme.assume.append(condition)
    return scheme


def _input(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    one = {"from": said.get("from"), "title": said.get("title", name)}
    if "one of" in said:
        return {**one, "type": "choice", "choices": as_list(said["one of"])}
    match said.get("type"):
        case "yes-no":
            return {**one, "type": "choice", "choices": ["no", "yes"]}
        case "money":
            least, most = (said.get("least", "0"), said.get("most", "1,000,000,000"))
            return {**one, "type": "money", "least": amount(least), "most": amount(most)}
        case "number":
            least, most = (said.get("least", "0"), said.get("most", "1,000,000"))
            bounds = {"least": _whole(least), "most": _whole(most)}
            return {**one, "type": "number", **bounds}
        case "day":
            least, most = (said.get("least", "2000-01-01"), said.get("most", "2099-12-31"))
            bounds = {"least": day(least).toordinal(), "most": day(most).toordinal()}
            return {**one, "type": "day", **bounds}
    raise UnreadableError(f"the input {name} has no type that is known")


def _whole(text: str) -> int:
    return int(text.replace(",", ""))


def _limit(said: Mapping[str, Any]) -> dict[str, Any]:
    kind = said.get("type", "money")
    dates = [
        (
            day(one["from"]).toordinal(),
            _whole(one["number"]) if kind == "number" else amount(one["amount"]),
        )
        for one in said["dates"]
    ]
    return {"type": kind, "by": said.get("by") or None, "dates": sorted(dates)}


def _rule(said: Mapping[str, Any], scheme: Scheme) -> Rule:
    return Rule(
        id=said["id"],
        when=_when(said["when"], scheme),
        path=tuple(_group(one) for one in said["path"]),
        procedures=tuple(as_list(said.get("procedure", []))),
        overrides=frozenset(as_list(said.get("overrides", []))),
        source=said.get("source", ""),
        title=said.get("title", said["id"]),
    )


def _group(said: Mapping[str, Any]) -> tuple[Step, ...]:
    parts = said.get("parallel", [said])
    return tuple(
        (kind, decider, part.get("method") or None)
        for part in parts
        for kind in KINDS
        for decider in as_list(part.get(kind, []))
    )


def _when(said: Any, scheme: Scheme) -> Condition:
    """The condition under `when`: all entries of a mapping, any of a list."""
    if said == "always":
        return ALWAYS
    if isinstance(said, list):
        return ("any", [_when(one, scheme) for one in said])
    if not isinstance(said, dict):
        raise UnreadableError(f"“{said}” is no condition")
    return ("all", [_entry(key, one, scheme) for key, one in said.items()])


def _entry(key: str, said: Any, scheme: Scheme) -> Condition:
    match key:
        case "is":
            return ("all", [_named(name, scheme) for name in as_list(said)])
        case "not" if isinstance(said, dict):
            return ("not", _when(said, scheme))
        case "not":
            return ("not", ("any", [_named(name, scheme) for name in as_list(said)]))
        case "any":
            return _when(said, scheme)
    if key not in scheme.inputs:
        raise UnreadableError(f"the scheme has no input {key}")
    tests = [Words(one, key, scheme.inputs, scheme.limits).read() for one in as_list(said)]
    return tests[0] if len(tests) == 1 else ("any", tests)


def _named(name: str, scheme: Scheme) -> Condition:
    said = scheme.definitions.get(name)
    if said is None:
        raise UnreadableError(f"the scheme defines no {name}")
    return _when(said["when"], scheme)

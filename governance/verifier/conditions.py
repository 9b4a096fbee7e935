"""Reading what a rule asks: “over £30,000 and up to 10% of budget”, “award or extend”.

A condition is a small tree of tuples, asked with what is known of a case. It holds (True), does
not (False), or cannot be told because something is unknown (None).

    ("all", [...])  ("any", [...])  ("not", condition)
    ("among", input, {choices})
    ("compare", input, "<=", term)

A term is ("fixed", number), ("share", numerator, denominator, input), ("day", input, days),
("limit", name, input or None), ("least", [terms]) or ("most", [terms]). Money is in pence, a day
its ordinal number. See the scheme language's page.
"""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from governance.verifier.texts import UnreadableError

Condition = tuple[Any, ...]
Case = Mapping[str, Any]

ALWAYS: Condition = ("all", [])

_TOKEN = re.compile(
    r"\s*(?:(?P<day>\d{4}-\d{2}-\d{2})(?![\w-])"
    r"|(?P<number>£?\s?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%|[mk]\b)?)(?!\w)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_.-]*)"
    r"|(?P<sign><=|>=|!=|<>|≤|≥|[<>=])|(?P<mark>[(),+/–-]))"
)
_SIGNS = {"≤": "<=", "≥": ">=", "<>": "!="}
_PHRASES = {
    "<": "less than|fewer than|under|below|before",
    "<=": "up to|at most|no more than|on or before|until",
    ">": "more than|greater than|over|above|exceeding|after",
    ">=": "at least|no less than|on or after|from",
    "=": "exactly|equal to|on",
    "!=": "other than",
}
_SAYS = {tuple(p.split()): op for op, said in _PHRASES.items() for p in said.split("|")}
_OR = {
    **dict.fromkeys(("more", "over", "above", "later", "after"), ">="),
    **dict.fromkeys(("less", "fewer", "under", "below", "earlier", "before"), "<="),
}
_COMPARE: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def amount(text: str) -> int:
    """Pounds as pence: “30,000.50”, “2.5m”, “£30k”. Raises `UnreadableError`."""
    match = re.fullmatch(r"£?\s*(\d+(?:,\d{3})*(?:\.\d+)?)\s?([mk]?)", text.strip().lower())
    if match is None:
        raise UnreadableError(f"“{text[:40]}” is no amount")
    scale = {"": 1, "k": 1_000, "m": 1_000_000}[match[2]]
    exact = Fraction(match[1].replace(",", "")) * scale * 100
    if exact.denominator != 1:
        raise UnreadableError(f"“{text[:40]}” is no whole number of pence")
    return int(exact)


def day(text: str) -> dt.date:
    """A day as YYYY-MM-DD. Raises `UnreadableError`."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UnreadableError(f"“{text[:40]}” is no day") from error


def holds(condition: Condition, case: Case, limits: Callable[[str, Any], int]) -> bool | None:
    """Whether a condition holds; `limits` gives a limit's value on a day (None: of decision)."""
    match condition:
        case ("not", inner):
            found = holds(inner, case, limits)
            return None if found is None else not found
        case ("all" | "any" as how, parts):
            stops = how == "any"
            unknown = False
            for part in parts:
                found = holds(part, case, limits)
                if found is stops:
                    return stops
                unknown = unknown or found is None
            return None if unknown else not stops
        case ("among", name, choices):
            value = case.get(name)
            return None if value is None else value in choices
        case ("compare", name, op, term):
            value = case.get(name)
            return None if value is None else _compared(value, op, term, case, limits)
    raise AssertionError(condition)


def _compared(
    value: int, op: str, term: Condition, case: Case, limits: Callable[[str, Any], int]
) -> bool | None:
    """An amount, number or day compared with a term; shares are never rounded."""
    if term[0] in ("least", "most"):
        return _among(value, op, term, case, limits)
    whole = _exact(term, case, limits)
    return None if whole is None else _COMPARE[op](value, whole)  # type: ignore[arg-type]


def _among(
    value: int, op: str, term: Condition, case: Case, limits: Callable[[str, Any], int]
) -> bool | None:
    """Compared with the smallest or the largest of some terms."""
    if op in ("=", "!="):
        low = _among(value, "<=", term, case, limits)
        high = _among(value, ">=", term, case, limits)
        both = False if False in (low, high) else None if None in (low, high) else True
        return both if op == "=" or both is None else not both
    every = (term[0] == "least") == (op in ("<", "<="))
    found = [_compared(value, op, one, case, limits) for one in term[1]]
    if (not every) in found:
        return not every
    return None if None in found else every


def _exact(term: Condition, case: Case, limits: Callable[[str, Any], int]) -> Fraction | int | None:
    match term:
        case ("fixed", number):
            return int(number)
        case ("share", upper, lower, name):
            return None if case.get(name) is None else Fraction(upper * case[name], lower)
        case ("day", name, days):
            return None if case.get(name) is None else int(case[name]) + int(days)
        case ("limit", name, None):
            return limits(name, None)
        case ("limit", name, other):
            return None if case.get(other) is None else limits(name, case[other])
    raise AssertionError(term)


def constants(condition: Condition) -> list[tuple[str, Condition]]:
    """Every input that is compared, with the term it is compared with."""
    match condition:
        case ("not", inner):
            return constants(inner)
        case ("all" | "any", parts):
            return [one for part in parts for one in constants(part)]
        case ("compare", name, _, ("least" | "most", terms)):
            return [(name, one) for one in terms]
        case ("compare", name, _, term):
            return [(name, term)]
    return []


def asked(condition: Condition) -> set[str]:
    """The names of the inputs a condition asks about."""
    match condition:
        case ("not", inner):
            return asked(inner)
        case ("all" | "any", parts):
            return {name for part in parts for name in asked(part)}
        case ("among", name, _):
            return {name}
    found = set()
    for name, term in constants(condition):
        found.add(name)
        other = term[-1] if term[0] in ("share", "limit") else term[1] if term[0] == "day" else None
        found |= {other} if isinstance(other, str) else set()
    return found


class Words:
    """Reads the test of one input. `inputs` and `limits` are the scheme's, as declared."""

    def __init__(
        self, text: str, name: str, inputs: Mapping[str, Any], limits: Mapping[str, Any]
    ) -> None:
        self.text = text
        self.name = name
        self.inputs = inputs
        self.limits = limits
        self.type = inputs[name]["type"]
        self.tokens = _joined(_cut(text))
        self.at = 0

    def wrong(self) -> UnreadableError:
        return UnreadableError(f"the test “{self.text}” of {self.name} cannot be read")

    def read(self) -> Condition:
        """The condition. Raises `UnreadableError`."""
        found = self.either()
        if self.kind != "end":
            raise self.wrong()
        return found

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def said(self) -> str:
        return self.tokens[self.at][1]

    def next(self) -> tuple[str, ...]:
        token = self.tokens[self.at]
        self.at += token[0] != "end"
        return token

    def take(self, *texts: str) -> bool:
        if self.kind in ("name", "mark") and self.said in texts:
            self.at += 1
            return True
        return False

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take("or") or (self.type == "choice" and self.take(",")):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else ("any", parts)

    def both(self) -> Condition:
        parts = [self.one()]
        while self.take("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else ("all", parts)

    def one(self) -> Condition:
        if self.take("not"):
            return ("not", self.one())
        if self.take("("):
            inner = self.either()
            if not self.take(")"):
                raise self.wrong()
            return inner
        return self.choice() if self.type == "choice" else self.number()

    def choice(self) -> Condition:
        op = self.next()[1] if self.kind == "op" else "="
        kind, said = self.next()
        said = {"true": "yes", "false": "no"}.get(said, said)
        if kind != "name" or op not in ("=", "!=") or said not in self.inputs[self.name]["choices"]:
            raise self.wrong()
        found: Condition = ("among", self.name, {said})
        return found if op == "=" else ("not", found)

    def number(self) -> Condition:
        if self.take("between"):
            low = self.term()
            if not self.take("and"):
                raise self.wrong()
            return self.range(low, "<=", self.term())
        ranged = self.kind != "op" or self.tokens[self.at][2:] == ("from",)
        op = self.next()[1] if self.kind == "op" else "="
        term = self.term()
        if self.kind == "after" and op == "=" and ranged:
            return ("compare", self.name, self.next()[1], term)
        if ranged and self.take("to", "-", "–"):
            upper = self.next()[1] if self.kind == "op" and self.said in ("<", "<=") else "<="
            return self.range(term, upper, self.term())
        return ("compare", self.name, op, term)

    def range(self, low: Condition, upper: str, high: Condition) -> Condition:
        return ("all", [("compare", self.name, ">=", low), ("compare", self.name, upper, high)])

    def term(self) -> Condition:
        if self.type == "day":
            return self.of_day()
        for which, names in (("least", "smaller lower lesser"), ("most", "larger higher greater")):
            if self.take(*names.split()):
                if not (self.take("of") and self.take("(")):
                    raise self.wrong()
                terms = [self.of_amount()]
                while self.take(",", "and"):
                    terms.append(self.of_amount())
                if not self.take(")"):
                    raise self.wrong()
                return (which, terms)
        return self.of_amount()

    def of_amount(self) -> Condition:
        if self.take("half"):
            return self.share(Fraction(1, 2))
        kind, said = self.next()[:2]
        if kind == "name":
            return self.named(said)
        if kind != "number":
            raise self.wrong()
        if said.endswith("%"):
            return self.share(Fraction(said.rstrip("% ").replace(",", "").lstrip("£ ")) / 100)
        if self.take("/"):
            lower = self.next()[1]
            if not (said.isdigit() and lower.isdigit() and int(lower)):
                raise self.wrong()
            return self.share(Fraction(int(said), int(lower)))
        if self.type == "number":
            return ("fixed", int(said.replace(",", "")))
        return ("fixed", amount(said))

    def share(self, of: Fraction) -> Condition:
        if not self.take("of"):
            raise self.wrong()
        name = self.next()[1]
        self.same_type(name)
        return ("share", of.numerator, of.denominator, name)

    def named(self, name: str) -> Condition:
        limit = self.limits.get(name)
        if limit is None or limit["type"] != self.type:
            self.same_type(name)
            return ("share", 1, 1, name)
        by = limit["by"]
        if self.kind == "op" and self.tokens[self.at][2:] == ("on",):
            self.next()
            by = self.next()[1]
            if self.inputs.get(by, {}).get("type") != "day":
                raise self.wrong()
        return ("limit", name, by)

    def same_type(self, name: str) -> None:
        if name == self.name or self.inputs.get(name, {}).get("type") != self.type:
            raise self.wrong()

    def of_day(self) -> Condition:
        kind, said = self.next()[:2]
        if kind == "day":
            return ("fixed", day(said).toordinal())
        if kind == "number":
            days = self.days(said)
            sign = {"before": -1, "after": 1}.get(self.tokens[self.at][-1], 0)
            self.next()
            name = self.next()[1]
            if not sign:
                raise self.wrong()
        else:
            name = said
            sign = 1 if self.take("plus", "+") else -1 if self.take("minus", "-", "–") else 0
            days = self.days(self.next()[1]) if sign else 0
        self.same_type(name)
        return ("day", name, sign * days)

    def days(self, said: str) -> int:
        if not said.isdigit() or not self.take("day", "days"):
            raise self.wrong()
        return int(said)


def _cut(text: str) -> list[tuple[str, str]]:
    found, at, text = [], 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UnreadableError(f"the test “{text}” cannot be read")
        at = match.end()
        found.append((match.lastgroup, match[match.lastgroup].strip().lower()))
    return found


def _joined(raw: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Tokens with phrases made one: a comparison is ("op", its sign, its words)."""
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(raw):
        said = [text if kind == "name" else "" for kind, text in raw[at : at + 4]]
        following = raw[at + 2][1] if at + 2 < len(raw) else ""
        alone = following in ("", ")", "and", "or", ",")
        if said[0] == "or" and said[1:2] and said[1] in _OR and alone:
            found.append(("after", _OR[said[1]]))
            at += 2
            continue
        length = next((n for n in (4, 3, 2, 1) if tuple(said[:n]) in _SAYS), 0)
        if length:
            found.append(("op", _SAYS[tuple(said[:length])], " ".join(said[:length])))
        elif raw[at][0] == "sign":
            found.append(("op", _SIGNS.get(raw[at][1], raw[at][1]), raw[at][1]))
        else:
            found.append(raw[at])
        at += length or 1
    return [*found, ("end", "")]

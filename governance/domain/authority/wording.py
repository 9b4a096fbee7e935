"""Reading a test about one input, as a board secretary writes it, into a condition.

"over £30,000 and up to £60,000", "at least 10% of budget", "award or extend", "not yes",
"on or after starts minus 28 days": comparisons in words or symbols, joined by and, or, not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction as Exact
from typing import Literal

from governance.domain.authority.conditions import all_of, any_of, largest, negate, smallest
from governance.domain.authority.model import (
    Compare,
    Condition,
    Const,
    DayOffset,
    Fraction,
    In,
    Input,
    Limit,
    LimitOn,
    Op,
    Term,
)
from governance.domain.authority.tokens import Token, cut
from governance.domain.errors import Unusable
from governance.domain.money import short_pence
from governance.domain.suggest import nearest

DEEPEST = 20
"""Brackets and `not`s inside one another at the most."""

_SMALLEST = ("smaller", "lower", "lesser")
_LARGEST = ("larger", "higher", "greater")


@dataclass(frozen=True, slots=True)
class Names:
    """What a test may mention."""

    inputs: Mapping[str, Input]
    limits: Mapping[str, Limit]


@dataclass(frozen=True, slots=True)
class Among:
    """The smallest or the largest of some terms."""

    which: Literal["smallest", "largest"]
    terms: tuple[Term, ...]


def read_test(text: str, subject: Input, names: Names) -> Condition:
    """The condition a test states of the input `subject`. Raises `Unusable`."""
    parser = _Parser(cut(text), subject, names)
    found = parser.either()
    parser.finish()
    return found


def compared(name: str, op: Op, term: Term | Among) -> Condition:
    """An input compared with a term, or with the smallest or largest of some."""
    if isinstance(term, Among):
        return (smallest if term.which == "smallest" else largest)(name, op, term.terms)
    return Compare(name, op, term)


def check_reach(limit: Limit, day: Input) -> None:
    """Raise `Unusable` where the day input can be before the limit's first date."""
    if limit.dated and limit.dated[0].starts.toordinal() > day.least:
        raise Unusable.one(
            "scheme.limit.reach",
            name=limit.name,
            input=day.name,
            starts=limit.dated[0].starts,
            least=date.fromordinal(day.least),
        )


class _Parser:
    """Recursive descent over the tokens of one test."""

    def __init__(self, tokens: list[Token], subject: Input, names: Names) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0
        self.subject = subject
        self.names = names
        self.comparison = self.choice if subject.discrete else self.number

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> bool:
        """Step over the token if it is one of these."""
        if self.here.kind in ("name", "symbol") and self.here.text in texts:
            self.at += 1
            return True
        return False

    def next(self) -> Token:
        token = self.here
        self.at += token.kind != "end"
        return token

    def wrong(self, code: str = "scheme.test.unexpected", **params: object) -> Unusable:
        text = self.here.text or "the end"
        return Unusable.one(code, **{"text": text, "input": self.subject.name, **params})

    def finish(self) -> None:
        if self.here.kind != "end":
            raise self.wrong()

    def either(self) -> Condition:
        joiners = ("or", ",") if self.subject.discrete else ("or",)
        parts = [self.both()]
        while self.take(*joiners):
            parts.append(self.both())
        return any_of(parts) if len(parts) > 1 else parts[0]

    def both(self) -> Condition:
        parts = [self.one()]
        while self.take("and"):
            parts.append(self.one())
        return all_of(parts) if len(parts) > 1 else parts[0]

    def one(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unusable.one("scheme.test.too_deep", most=DEEPEST)
        try:
            if self.take("not"):
                return negate(self.one(), self.names.inputs)
            if self.take("("):
                inner = self.either()
                if not self.take(")"):
                    raise self.wrong()
                return inner
            return self.comparison()
        finally:
            self.depth -= 1

    def choice(self) -> Condition:
        token = self.next()
        negative = token.op == "!="
        if token.op in ("=", "!="):
            token = self.next()
        if token.kind != "name":
            raise Unusable.one("scheme.test.want_choice", **self._choices(token.text or "nothing"))
        text = {"true": "yes", "false": "no"}.get(token.text, token.text)
        if text not in self.subject.choices:
            raise Unusable.one("scheme.test.want_choice", **self._choices(token.text))
        chosen = In(self.subject.name, frozenset((text,)))
        return negate(chosen, self.names.inputs) if negative else chosen

    def _choices(self, text: str) -> dict[str, object]:
        known = list(self.subject.choices)
        near = nearest(text, known)
        return {"text": text, "input": self.subject.name, "known": known, "nearest": near}

    def number(self) -> Condition:
        name = self.subject.name
        if self.take("between"):
            least = self.term()
            if not self.take("and"):
                raise self.wrong()
            return self._range(least, "<=", self.term())
        written = self.next() if self.here.kind == "op" else None
        op: Op = written.op if written and written.op else "="
        term = self.term()
        if written is None and self.here.kind == "after-op":
            after = self.next().op
            assert after is not None
            return compared(name, after, term)
        if (written is None or written.text == "from") and self.take("to", "-"):
            upper: Op = "<="
            if self.here.op in ("<", "<="):
                upper = self.next().op or "<="
            return self._range(term, upper, self.term())
        return compared(name, op, term)

    def _range(self, least: Term | Among, upper: Op, most: Term | Among) -> Condition:
        name = self.subject.name
        if isinstance(least, Const) and isinstance(most, Const) and least.value > most.value:
            raise Unusable.one("scheme.test.range", input=name)
        return all_of((compared(name, ">=", least), compared(name, upper, most)))

    def term(self) -> Term | Among:
        which = self._which()
        if which is None:
            return self._day() if self.subject.type == "day" else self._amount()
        if not (self.take("of") and self.take("(")):
            raise self.wrong("scheme.test.want_terms")
        terms = [self._amount()]
        while self.take(",", "and"):
            terms.append(self._amount())
        if not self.take(")") or len(terms) < 2:
            raise self.wrong("scheme.test.want_terms")
        return Among(which, tuple(terms))

    def _which(self) -> Literal["smallest", "largest"] | None:
        if self.subject.type == "day":
            return None
        if self.take(*_SMALLEST):
            return "smallest"
        return "largest" if self.take(*_LARGEST) else None

    def _amount(self) -> Term:
        if self.take("half"):
            return self._share(Exact(1, 2))
        token = self.next()
        if token.kind == "name":
            return self._named(token.text)
        if token.kind != "number":
            raise self._want_term(token)
        if token.text.endswith("%"):
            return self._share(self._percent(token.text))
        if self.take("/"):
            return self._share(self._ratio(token.text, self.next().text))
        return Const(self._constant(token.text))

    def _want_term(self, token: Token) -> Unusable:
        return Unusable.one(
            "scheme.test.want_day" if self.subject.type == "day" else "scheme.test.want_amount",
            input=self.subject.name,
            text=token.text or "nothing",
        )

    def _percent(self, text: str) -> Exact:
        return Exact(text.rstrip("% ").replace(",", "").lstrip("£")) / 100

    def _ratio(self, upper: str, lower: str) -> Exact:
        if not (upper.isdigit() and lower.isdigit() and int(lower)):
            raise Unusable.one("scheme.test.fraction", input=self.subject.name)
        return Exact(int(upper), int(lower))

    def _share(self, share: Exact) -> Fraction:
        if not (self.take("of") and 0 < share <= 1000 and share.denominator <= 10**6):
            raise Unusable.one("scheme.test.fraction", input=self.subject.name)
        other = self._other(self.next())
        return Fraction(share.numerator, share.denominator, other)

    def _other(self, token: Token) -> str:
        """The name of another input of the same type."""
        fitting = self._fitting()
        if token.text not in fitting:
            near = nearest(token.text, fitting)
            raise Unusable.one(
                "scheme.test.want_input",
                text=token.text or "nothing",
                input=self.subject.name,
                known=fitting,
                nearest=near,
            )
        return token.text

    def _fitting(self) -> list[str]:
        own = self.subject
        return [i.name for i in self.names.inputs.values() if i.type == own.type and i != own]

    def _named(self, text: str) -> Term:
        limit = self.names.limits.get(text)
        if limit is not None and limit.type == self.subject.type:
            return LimitOn(text, self._reading_day(limit) or limit.by)
        fitting = self._fitting()
        if text in fitting:
            return Fraction(1, 1, text)
        known = fitting + [
            n for n, one in self.names.limits.items() if one.type == self.subject.type
        ]
        if not known:
            wanted = {"money": "amount", "integer": "number"}.get(self.subject.type, "day")
            raise self.wrong(f"scheme.test.want_{wanted}", text=text)
        raise Unusable.one(
            "scheme.test.unknown_name",
            text=text,
            input=self.subject.name,
            known=known,
            nearest=nearest(text, known),
        )

    def _reading_day(self, limit: Limit) -> str | None:
        """The day input after a limit's name: "procurement-threshold on tender_day"."""
        if self.here.text != "on":
            return None
        self.next()
        days = [i.name for i in self.names.inputs.values() if i.type == "day"]
        token = self.next()
        if token.text not in days:
            raise Unusable.one(
                "scheme.test.want_input",
                text=token.text or "nothing",
                input=self.subject.name,
                known=days,
                nearest=nearest(token.text, days),
            )
        check_reach(limit, self.names.inputs[token.text])
        return token.text

    def _constant(self, text: str) -> int:
        if self.subject.type == "integer":
            if not text.replace(",", "").isdigit() or len(text) > 15:
                raise Unusable.one("scheme.test.want_number", text=text, input=self.subject.name)
            return int(text.replace(",", ""))
        return short_pence(text)

    def _day(self) -> Term:
        token = self.next()
        if token.kind == "day":
            try:
                return Const(date.fromisoformat(token.text).toordinal())
            except ValueError:
                raise self._want_term(token) from None
        if token.kind == "number":
            days = self._days(token)
            sign = {"before": -1, "after": 1}.get(self.here.text, 0)
            if not sign:
                raise self._want_term(self.here)
            self.next()
            return DayOffset(self._other(self.next()), sign * days)
        if token.kind != "name":
            raise self._want_term(token)
        other = self._other(token)
        sign = 1 if self.take("plus", "+") else -1 if self.take("minus", "-") else 0
        return DayOffset(other, sign * self._days(self.next()) if sign else 0)

    def _days(self, token: Token) -> int:
        if token.kind != "number" or not token.text.isdigit() or len(token.text) > 5:
            raise self._want_term(token)
        if not self.take("day", "days"):
            raise self.wrong("scheme.test.want_days")
        return int(token.text)

"""The fields of a form: how each is asked, read, kept as typed, and said on the check page.

A field reads what was typed into a plain value or says with a code what is wrong with it. What
it is called stands in the words: `web.<act>.<name>`, else `web.field.<name>`, the label first,
then the hint.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from governance import words
from governance.application.naming import key_problems
from governance.domain.errors import Refusal
from governance.interfaces.web.forms import SECRET, File, Form
from governance.words.format import day, money

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_MONEY = 10**15
"""Pence; more is a slip of the keyboard."""

Typed = Mapping[str, Sequence[str]]


class Wrong(Exception):  # said beside the field, never raised to anybody else
    """A field that cannot be read, with the code that says why."""

    def __init__(self, code: str, **params: Any) -> None:
        self.refusal = Refusal(code, params)
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: its value, and what it is called."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What every field has. `text` is a label in ready words, where a name is the label."""

    name: str
    required: bool = True
    text: str = ""
    hint: str = ""
    quiet: bool = False
    """Whether it goes without saying that it may be left open, to be checked too."""
    kind: ClassVar[str] = "text"

    def read(self, form: Form) -> Any:
        """The value; None where nothing was typed and nothing must be. Raises `Wrong`."""
        typed = form.one(self.name).strip()
        if not typed:
            if self.required:
                raise Wrong("web.field_missing", label=self.text)
            return None
        return self.value(typed)

    def value(self, typed: str) -> Any:
        """The value of what was typed. Raises `Wrong`."""
        return typed

    def typed(self, value: Any) -> dict[str, list[str]]:
        """A value as somebody would have typed it."""
        return {} if value is None else {self.name: [str(value)]}

    def said(self, value: Any) -> str:
        """A value in words, for somebody to check."""
        return "" if value is None else str(value)

    def named(self, act: str) -> Field:
        """The same field with its label and hint from the words of an act."""
        if self.text:
            return self
        known = words.catalogue()
        code = next(
            (c for c in (f"web.{act}.{self.name}", f"web.field.{self.name}") if c in known), None
        )
        if code is None:
            raise LookupError(f"no words for the field {self.name} of {act}")
        return replace(self, text=words.say(code, {}), hint=self.hint or words.remedy(code, {}))

    @property
    def first_id(self) -> str:
        """The id of what an error leads to."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """A line of text."""

    width: str = ""
    autocomplete: str = ""
    most: int = 300

    def value(self, typed: str) -> str:
        if len(typed) > self.most:
            raise Wrong("web.field_long", label=self.text, most=self.most, has=len(typed))
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", typed):
            raise Wrong("web.field_strange", label=self.text)
        return typed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortName(Text):
    """The key of something new, held to how keys are written with all else that is typed."""

    width: str = "20"

    def value(self, typed: str) -> str:
        if any(one.code == "name.key_unusable" for one in key_problems(typed)):
            raise Wrong("web.field_no_short_name", label=self.text, typed=typed[:80])
        return typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Text):
    """Text of several lines."""

    kind: ClassVar[str] = "area"
    rows: int = 5
    most: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret(Field):
    """A password: never shown again, never kept, taken as it is; its name begins with that."""

    kind: ClassVar[str] = "secret"
    autocomplete: str = "current-password"

    def __post_init__(self) -> None:
        if not self.name.startswith(SECRET):
            raise ValueError(f"a secret would be kept: {self.name}")

    def read(self, form: Form) -> str | None:
        typed = form.one(self.name)
        if not typed and self.required:
            raise Wrong("web.field_missing", label=self.text)
        return typed or None

    def typed(self, value: Any) -> dict[str, list[str]]:
        del value
        return {}


SHORTEST = 3
"""Letters of a month's name that are enough."""


def month_of(typed: str) -> int | None:
    """The number of a month by its name in words, whole or its first three letters or more."""
    begun = typed.strip().rstrip(".").casefold()
    return next(
        (
            number
            for number in range(1, 13)
            if len(begun) >= SHORTEST
            and words.say(f"web.month.{number}", {}).casefold().startswith(begun)
        ),
        None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Field):
    """A day, typed as day, month and year."""

    kind: ClassVar[str] = "day"

    @property
    def first_id(self) -> str:
        return f"{self.name}-day"

    def read(self, form: Form) -> dt.date | None:
        parts = [form.one(f"{self.name}-{part}").strip() for part in ("day", "month", "year")]
        if not any(parts):
            if self.required:
                raise Wrong("web.field_missing", label=self.text)
            return None
        number, month, year = parts
        month = str(month_of(month) or month)
        if not all(p.isascii() and p.isdigit() for p in (number, month, year)):
            raise Wrong("web.day_unreadable", label=self.text)
        try:
            found = dt.date(int(year), int(month), int(number))
        except ValueError:
            raise Wrong("web.day_unreadable", label=self.text) from None
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise Wrong("web.year_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
        return found

    def typed(self, value: Any) -> dict[str, list[str]]:
        if value is None:
            return {}
        on = dt.date.fromisoformat(value) if isinstance(value, str) else value
        parts = {"day": on.day, "month": on.month, "year": on.year}
        return {f"{self.name}-{part}": [str(number)] for part, number in parts.items()}

    def said(self, value: Any) -> str:
        return "" if value is None else day(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour(Field):
    """An hour of the day, such as 2:30pm or 14:30."""

    width: str = "5"
    autocomplete: str = ""

    def value(self, typed: str) -> dt.time:
        found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?", typed.lower())
        if found is None:
            raise Wrong("web.hour_unreadable", label=self.text)
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and not 1 <= hour <= 12:
            raise Wrong("web.hour_unreadable", label=self.text)
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise Wrong("web.hour_unreadable", label=self.text) from None

    def typed(self, value: Any) -> dict[str, list[str]]:
        return {} if value is None else {self.name: [f"{value:%H:%M}"]}

    def said(self, value: Any) -> str:
        return "" if value is None else f"{value:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Field):
    """An amount in pounds, read into whole pence."""

    kind: ClassVar[str] = "money"
    width: str = "10"

    def value(self, typed: str) -> int:
        plain = typed.replace("£", "").replace(",", "").replace(" ", "")
        if not re.fullmatch(r"\d+(\.\d{1,2})?", plain, re.ASCII):
            raise Wrong("web.money_unreadable", label=self.text)
        pence = int(Decimal(plain) * 100)
        if pence > MOST_MONEY:
            raise Wrong("web.money_large", label=self.text)
        return pence

    def typed(self, value: Any) -> dict[str, list[str]]:
        return {} if value is None else {self.name: [money(value).replace("£", "")]}

    def said(self, value: Any) -> str:
        return "" if value is None else money(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Field):
    """A whole number."""

    kind: ClassVar[str] = "whole"
    width: str = "5"
    least: int = 0
    most: int = 10**9

    def value(self, typed: str) -> int:
        plain = typed.replace(",", "")
        if not re.fullmatch(r"-?\d{1,12}", plain, re.ASCII):
            raise Wrong("web.whole_unreadable", label=self.text)
        if not self.least <= int(plain) <= self.most:
            raise Wrong("web.whole_out", label=self.text, least=self.least, most=self.most)
        return int(plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Field):
    """A number with decimals, kept exact."""

    width: str = "10"
    autocomplete: str = ""

    def value(self, typed: str) -> Decimal:
        try:
            found = Decimal(typed.replace(",", ""))
        except InvalidOperation:
            raise Wrong("web.figure_unreadable", label=self.text) from None
        if not found.is_finite():
            raise Wrong("web.figure_unreadable", label=self.text)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """One of a few, as radio buttons."""

    kind: ClassVar[str] = "choice"
    options: Sequence[Option] = ()
    inline: bool = False

    def value(self, typed: str) -> str:
        if typed not in {option.value for option in self.options}:
            raise Wrong("web.option_unknown", label=self.text)
        return typed

    def said(self, value: Any) -> str:
        return next((o.text for o in self.options if o.value == value), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(Choice):
    """One of many, as a list to pick from."""

    kind: ClassVar[str] = "pick"


def yes_or_no() -> tuple[Option, Option]:
    """Both answers, as they are said."""
    return Option("yes", words.say("web.yes", {})), Option("no", words.say("web.no", {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo(Choice):
    """Yes or no; None where it may be left open."""

    options: Sequence[Option] = field(default_factory=yes_or_no)
    inline: bool = True

    def value(self, typed: str) -> Any:
        return super(YesNo, self).value(typed) == "yes"

    def typed(self, value: Any) -> dict[str, list[str]]:
        return {} if value is None else {self.name: ["yes" if value else "no"]}

    def said(self, value: Any) -> str:
        return "" if value is None else words.say("web.yes" if value else "web.no", {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Many(Field):
    """Any number of several, as checkboxes."""

    kind: ClassVar[str] = "many"
    options: Sequence[Option] = ()
    required: bool = False

    def read(self, form: Form) -> tuple[str, ...]:
        chosen = form.all(self.name)
        if set(chosen) - {option.value for option in self.options}:
            raise Wrong("web.option_unknown", label=self.text)
        if self.required and not chosen:
            raise Wrong("web.field_missing", label=self.text)
        return chosen

    def typed(self, value: Any) -> dict[str, list[str]]:
        return {self.name: [str(v) for v in value or ()]}

    def said(self, value: Any) -> str:
        chosen = set(value or ())
        return ", ".join(o.text for o in self.options if o.value in chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(Field):
    """A file. `types` are the endings it may have; `limit` its bytes at the most."""

    kind: ClassVar[str] = "upload"
    types: tuple[str, ...] = ()
    limit: int = 25_000_000

    def read(self, form: Form) -> File | None:
        given = form.files.get(self.name, ())
        if not given:
            if self.required:
                raise Wrong("web.file_missing", label=self.text)
            return None
        file = given[0]
        ending = file.name.rpartition(".")[2].lower()
        if self.types and ending not in self.types:
            raise Wrong("web.file_type", label=self.text, types=list(self.types))
        if len(file.content) > self.limit:
            raise Wrong("web.file_large", label=self.text, most=self.limit // 1_000_000)
        if not file.content:
            raise Wrong("web.file_empty", label=self.text)
        return file

    def typed(self, value: Any) -> dict[str, list[str]]:
        del value
        return {}

    def said(self, value: Any) -> str:
        return value.name if isinstance(value, File) else ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with a field, in words, and the id to go to."""

    field: str
    id: str
    words: str


def read_fields(fields: Sequence[Field], form: Form) -> tuple[dict[str, Any], list[FieldError]]:
    """The values of a form's fields, and all that is wrong with them at once."""
    values: dict[str, Any] = {}
    wrong: list[FieldError] = []
    for one in fields:
        try:
            values[one.name] = one.read(form)
        except Wrong as error:
            code, params = error.refusal.code, error.refusal.params
            said = f"{words.say(code, params)} {words.remedy(code, params)}".rstrip()
            wrong.append(FieldError(one.name, one.first_id, said))
    return values, wrong

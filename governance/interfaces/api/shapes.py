"""The shape of what is sent, read off the signature of the use case behind an address.

What JSON cannot say (text without control characters, days that a register may hold, whole
numbers that a database can) is bounded here, for every act alike.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import inspect
import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Final,
    NotRequired,
    Required,
    Union,
    Unpack,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    EncodedBytes,
    Field,
    ValidationError,
    create_model,
)

from governance.domain.errors import Problem, Unusable
from governance.interfaces.api.answers import escaped

MOST_TEXT: Final = 1_500_000
"""Characters of one text at the most: a rulebook."""
MOST_NUMBER: Final = 10**15
MOST_DEEP: Final = 12
MOST_ITEMS: Final = 2_000
"""Items of one list, or names of one object, at the most."""
MOST_TOLD: Final = 20
"""Things wrong with a body that are told at once."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs by which a text reads otherwise than it is."""
_INJECTED: Final = frozenset({"desk", "seen", "data_dir", "jobs_dir", "ahead"})
_LISTS: Final = (Sequence, Iterable, AbstractSet, list, frozenset, set)


def _of_the_register(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"a day lies between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _at_some_time(instant: dt.datetime) -> dt.datetime:
    _of_the_register(instant.date())
    return instant


def _of_the_clock(hour: dt.time) -> dt.time:
    if hour.tzinfo is not None:
        raise ValueError("an hour is of the partnership's clock, without an offset")
    return hour


Day = Annotated[dt.date, AfterValidator(_of_the_register)]
Line = Annotated[str, Field(max_length=MOST_TEXT, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]
Whole = Annotated[int, Field(ge=-MOST_NUMBER, le=MOST_NUMBER)]
Instant = Annotated[AwareDatetime, AfterValidator(_at_some_time)]
Hour = Annotated[dt.time, AfterValidator(_of_the_clock)]
_PLAIN: Final[Mapping[Any, Any]] = {
    str: Line,
    int: Whole,
    dt.date: Day,
    dt.datetime: Instant,
    dt.time: Hour,
}


class _Base64:
    """Bytes in base64, and nothing else besides."""

    @classmethod
    def decode(cls, data: bytes) -> bytes:
        try:
            return base64.b64decode(data, validate=True)
        except binascii.Error as error:
            raise ValueError(str(error)) from None

    @classmethod
    def encode(cls, value: bytes) -> bytes:
        return base64.b64encode(value)

    @classmethod
    def get_json_format(cls) -> str:
        return "base64"


class File(BaseModel):
    """A file, in base64."""

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[bytes, EncodedBytes(encoder=_Base64)]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a function is given: by the address, in the body or as questions, and by us."""

    path: Mapping[str, str]
    """Which argument a part of the address is."""
    model: type[BaseModel]
    """The arguments that are sent."""
    numbers: frozenset[str]
    """Parts of the address that are whole numbers."""
    takes: frozenset[str]
    """What else it takes, of what is ours to give."""
    files: bool
    """Whether files are sent with it."""


@cache
def shape_of(function: Callable[..., Any], path: str, fixed: frozenset[str]) -> Shape:
    """The shape of a function behind an address; `fixed` arguments are nobody's to send."""
    signature = inspect.signature(function)
    hints = get_type_hints(function, include_extras=True)
    names = list(signature.parameters)
    named = _in_path(path)
    by_place = [
        name
        for name, one in signature.parameters.items()
        if one.kind is one.POSITIONAL_OR_KEYWORD and name not in _INJECTED | fixed
    ]
    given = {part: part for part in named if part in names}
    left = [name for name in by_place if name not in given]
    for part in named:
        if part not in given:
            given[part] = left.pop(0)
    fields: dict[str, Any] = {}
    for name, one in signature.parameters.items():
        if name in _INJECTED | fixed or name in given.values():
            continue
        if one.kind is one.VAR_KEYWORD:
            fields |= _spread(hints[name])
            continue
        required = one.default is one.empty
        fields[name] = (_bounded(hints[name]), ... if required else _default(one.default))
    model = create_model(_called(function), __config__=ConfigDict(extra="forbid"), **fields)
    return Shape(
        path=given,
        model=model,
        numbers=frozenset(part for part, name in given.items() if hints[name] is int),
        takes=frozenset(names) & _INJECTED,
        files=any(_has_file(hints[name]) for name in fields if name in hints),
    )


@cache
def parameters_of(function: Callable[..., Any]) -> frozenset[str]:
    """What a function takes, by name."""
    return frozenset(inspect.signature(function).parameters)


def _has_file(hint: Any) -> bool:
    return hint is File or any(_has_file(one) for one in get_args(hint))


def read_body(model: type[BaseModel], body: bytes) -> dict[str, Any]:
    """What a body says, as arguments. Raises `Unusable` with everything that is wrong."""
    parsed = _parsed(body)
    if isinstance(parsed, dict) and len(parsed) > MOST_ITEMS:
        raise Unusable.one("api.body_large", most=MOST_ITEMS)
    try:
        said = model.model_validate_json(body or b"{}", strict=True)
    except ValidationError as error:
        raise Unusable(_wrongs(error, parsed)) from None
    found = _said(said)
    _check(found)
    return found


def read_query(model: type[BaseModel], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What an address asks, as arguments. Raises `Unusable` with everything that is wrong."""
    try:
        said = model.model_validate(asked)
    except ValidationError as error:
        raise Unusable(_wrongs(error, asked)) from None
    found = _said(said)
    _check(found)
    return found


def _in_path(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _called(function: Callable[..., Any]) -> str:
    module = function.__module__.removeprefix("governance.").replace(".", "_")
    return f"{module}_{function.__name__}"


def _default(value: Any) -> Any:
    return Field(default_factory=lambda: value)


def _spread(hint: Any) -> dict[str, Any]:
    """The fields of keyword arguments: those of a typed dictionary, where that says them."""
    if get_origin(hint) is Unpack:
        (inner,) = get_args(hint)
        if is_typeddict(inner):
            known = get_type_hints(inner, include_extras=True)
            total = inner.__total__
            return {
                name: (_bounded(_bare(one)), ... if _needed(one, total=total) else _default(None))
                for name, one in known.items()
            }
    raise TypeError(f"an argument of any name has no shape: {hint}")


def _needed(hint: Any, *, total: bool) -> bool:
    """Whether a dictionary must have a field: what is said of it, else of the whole.

    Python's own `__required_keys__` does not see it where annotations are kept as text.
    """
    origin = get_origin(hint)
    return origin is Required or (total and origin is not NotRequired)


def _bare(hint: Any) -> Any:
    """A type without the word on whether it has to be there."""
    return get_args(hint)[0] if get_origin(hint) in (Required, NotRequired) else hint


def _bounded(hint: Any) -> Any:
    """The same type, of values that the register can hold."""
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, inner = get_origin(hint), get_args(hint)
    if origin is None or origin is Annotated:
        return hint
    if origin in (Union, types.UnionType):
        return Union[tuple(_bounded(one) for one in inner)]  # noqa: UP007  # made at run time
    if origin in _LISTS:
        return Annotated[list[_bounded(inner[0])], Field(max_length=MOST_ITEMS)]  # type: ignore[misc]  # made at run time
    if origin is Mapping or origin is dict:
        return Annotated[dict[str, _bounded(inner[1])], Field(max_length=MOST_ITEMS)]  # type: ignore[misc]  # made at run time
    if origin is tuple:
        return tuple[tuple(one if one is ... else _bounded(one) for one in inner)]  # type: ignore[misc]  # made at run time
    return hint


def _said(said: BaseModel) -> dict[str, Any]:
    """What was sent, by name; what was not sent is left to the function's own default."""
    return {name: getattr(said, name) for name in said.model_fields_set}


def _check(value: Any, at: str = "", deep: int = 0) -> None:
    """Hold what lies deeper than fields to the same bounds. Raises `Unusable`."""
    why = "it is nested too deeply" if deep > MOST_DEEP else _unfit(value)
    if why is not None:
        raise Unusable.one("api.field_wrong", at=at, why=why)
    for name, one in _inside(value):
        _check(one, f"{at}/{escaped(name)}", deep + 1)


def _unfit(value: Any) -> str | None:
    """Why a value cannot be kept; None for all others."""
    if isinstance(value, str):
        if any((c < " " and c not in "\t\n\r") or c == "\x7f" for c in value):
            return "it holds control characters"
        if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
            return "it holds half a character"
        if any(c in _TURNING for c in value):
            return "it holds signs that turn the direction of writing"
    elif isinstance(value, int) and abs(value) > MOST_NUMBER:
        return "the number is too large"
    elif isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
        return "that year is out of range"
    return None


def _inside(value: Any) -> Iterable[tuple[Any, Any]]:
    """What lies in a value, each with where."""
    if isinstance(value, Mapping):
        return [*((name, name) for name in value), *value.items()]
    if isinstance(value, list | tuple | frozenset | set):
        return enumerate(value)
    known = getattr(value, "__dataclass_fields__", ())
    return [(name, getattr(value, name)) for name in known]


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _wrongs(error: ValidationError, given: Any) -> list[Problem]:
    """What is wrong, once for each place; where a value fits none of several kinds, the first."""
    found: dict[str, Problem] = {}
    for one in error.errors(include_url=False, include_input=False):
        if len(found) == MOST_TOLD:
            break
        at = _pointer(one["loc"], given, missing=one["type"] == "missing")
        found.setdefault(at, _wrong(one, at))
    return list(found.values())


def _pointer(loc: tuple[str | int, ...], given: Any, *, missing: bool) -> str:
    """Where in what was given: names of kinds that were tried there are none of its parts."""
    at = ""
    for part in loc[:-1] if missing else loc:
        inside = isinstance(given, Mapping) and part in given
        if not inside and not (isinstance(given, list) and isinstance(part, int)):
            continue
        given = given[part]
        at += f"/{escaped(part)}"
    return f"{at}/{escaped(loc[-1])}" if missing else at


def _small(text: str) -> str:
    """A sentence as it stands after a colon."""
    return text[:1].lower() + text[1:]


def _wrong(error: Any, at: str) -> Problem:
    match error["type"]:
        case "json_invalid":
            return Problem("api.body_unreadable", {"why": error["ctx"]["error"]})
        case "missing":
            return Problem("api.field_missing", {"at": at})
        case "extra_forbidden":
            return Problem("api.field_unknown", {"at": at})
        case "string_pattern_mismatch":
            why = (
                "it holds control characters" if "x00" in error["ctx"]["pattern"] else error["msg"]
            )
            return Problem("api.field_wrong", {"at": at, "why": why[:300]})
        case _ if not at:
            return Problem("api.body_wrong", {})
        case _:
            return Problem("api.field_wrong", {"at": at, "why": _small(error["msg"][:300])})


__all__ = ["File", "Path", "Shape", "parameters_of", "read_body", "read_query", "shape_of"]

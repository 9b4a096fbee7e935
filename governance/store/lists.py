"""Conditions that statements compiled once need: lists given when they run, references, texts.

`in_list` is `column IN (a list given when it runs)`.

SQLAlchemy's own expanding parameters rewrite the statement at every run; this one is a single
parameter: an array on PostgreSQL, a JSON text on SQLite.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Integer,
    Text,
    and_,
    bindparam,
    column,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from governance.store.types import Json


class _ListOf(TypeDecorator[list[Any]]):
    """A list of texts or whole numbers as one parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(ARRAY(self.item))

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class InList(ColumnElement[bool]):
    """True where the column's value is in the list bound to the parameter."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.given = bindparam(name, type_=_ListOf(column.type))

    def self_group(self, against: Any = None) -> InList:
        """Stand in a WHERE as it is: SQLAlchemy's “= 1” would keep SQLite from every index."""
        del against
        return self

    @property
    def _from_objects(self) -> Any:
        """The tables this condition speaks of, so that a statement selects from them."""
        return self.column._from_objects  # noqa: SLF001  # how SQLAlchemy asks every element


def in_list(column: Any, name: str) -> ColumnElement[bool]:
    """The condition that `column` is in the list given as parameter `name`.

    For columns of text or whole numbers. An empty list matches nothing.
    """
    return InList(column, name)


@compiles(InList, "sqlite")
def _in_json(element: InList, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    given = compiler.process(element.given, **options)
    return f"{column} IN (SELECT value FROM json_each({given}))"  # noqa: S608  # both are compiled, not given


@compiles(InList, "postgresql")
def _in_array(element: InList, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    given = compiler.process(element.given, **options)
    return f"{column} = ANY ({given})"


class _Numbered(FunctionElement[Any]):
    """The items of a list bound to the parameter, each with its place."""

    name = "numbered"
    inherit_cache = False


def numbered(kind: TypeEngine[Any], name: str) -> Any:
    """What to select from: each `value` of a list given as parameter `name`, and its `place`.

    Places count from 0. For texts and whole numbers.
    """
    given = _Numbered(bindparam(name, type_=_ListOf(kind)))
    return given.table_valued(column("value", kind), column("place", Integer), name="given")


@compiles(_Numbered, "sqlite")
def _from_json(element: _Numbered, compiler: SQLCompiler, **options: Any) -> str:
    given = compiler.process(element.clauses, **options)
    return f"(SELECT value, key AS place FROM json_each({given}))"  # noqa: S608  # compiled, not given


@compiles(_Numbered, "postgresql")
def _from_array(element: _Numbered, compiler: SQLCompiler, **options: Any) -> str:
    given = compiler.process(element.clauses, **options)
    return (
        f"(SELECT value, place - 1 AS place FROM unnest({given})"  # noqa: S608  # compiled, not given
        " WITH ORDINALITY AS one(value, place))"
    )


class _OneText(FunctionElement[Any]):
    """Rows as one text of JSON: a list of lists."""

    name = "one_text"
    type = Json()
    inherit_cache = False


def one_text(rows: Any) -> Any:
    """The rows of a subquery as one value, a list of lists, in no order that can be relied on.

    SQLite's driver lets another thread run at every row, and waits for its turn again: many rows
    that are read beside somebody who acts slow down both. Instants come as text. No rows: None
    or an empty list.
    """
    return select(_OneText(*rows.c)).select_from(rows)


@compiles(_OneText, "sqlite")
def _json_on_sqlite(element: _OneText, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(_OneText, "postgresql")
def _json_on_postgresql(element: _OneText, compiler: SQLCompiler, **options: Any) -> str:
    columns = compiler.process(element.clauses, **options)
    return f"CAST(json_agg(json_build_array({columns})) AS text)"


def by_reference(column: Any) -> tuple[Any, Any]:
    """What orders references as people count: C-9999 before C-10000."""
    return func.length(column), column


def after_reference(column: Any, name: str) -> ColumnElement[bool]:
    """The condition that a reference comes after the one given as parameter `name`."""
    given: Any = bindparam(name, type_=column.type)
    return tuple_(*by_reference(column)) > tuple_(func.length(given), given)


def belongs(rows: Any, column: str, parent: Any) -> ColumnElement[bool]:
    """The condition that a row's column names the row it belongs to, in the same partnership."""
    same: ColumnElement[bool] = and_(
        parent.c.partnership_id == rows.c.partnership_id, parent.c.id == rows.c[column]
    )
    return same


class _Part(TypeDecorator[str]):
    """A text to look for inside another, as a pattern of LIKE that holds it literally."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        text = (value or "").lower()
        for sign in ("\\", "%", "_"):
            text = text.replace(sign, f"\\{sign}")
        if dialect.name == "sqlite":
            text = "".join("_" if _has_other_case(letter) else letter for letter in text)
        return f"%{text}%"


def _has_other_case(letter: str) -> bool:
    """Whether SQLite would not know the other case of a letter: it knows those of ASCII."""
    return not letter.isascii() and letter.lower() != letter.upper()


class Contains(ColumnElement[bool]):
    """True where the column's text holds the one bound to the parameter, in any case."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.given = bindparam(name, type_=_Part())

    def self_group(self, against: Any = None) -> Contains:
        """Stand in a WHERE as it is, as `InList` does."""
        del against
        return self

    @property
    def _from_objects(self) -> Any:
        return self.column._from_objects  # noqa: SLF001  # how SQLAlchemy asks every element


def contains(column: Any, name: str) -> ColumnElement[bool]:
    """The condition that `column` holds the text given as parameter `name`, in any case.

    On SQLite a letter with an accent is found by any letter: its LIKE knows only the cases of
    ASCII. No index finds what is inside a text: let one that holds the column be walked instead.
    """
    return Contains(column, name)


@compiles(Contains, "sqlite")
def _in_text(element: Contains, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    return f"{column} LIKE {compiler.process(element.given, **options)} ESCAPE '\\'"


@compiles(Contains, "postgresql")
def _in_lower_text(element: Contains, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    return f"lower({column}) LIKE {compiler.process(element.given, **options)} ESCAPE '\\'"


class Unindexed(ColumnElement[Any]):
    """A column that SQLite's planner finds no index for."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[Any]) -> None:
        self.column = column
        self.type = column.type

    @property
    def _from_objects(self) -> Any:
        return self.column._from_objects  # noqa: SLF001  # how SQLAlchemy asks every element


def unindexed(column: Any) -> Any:
    """A column to hold rows against that are walked in an order anyway.

    SQLite would rather find every such row and sort them all. PostgreSQL knows how many there are.
    """
    return Unindexed(column)


@compiles(Unindexed, "sqlite")
def _with_a_sign(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.column, **options)}"


@compiles(Unindexed, "postgresql")
def _as_it_is(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.column, **options)

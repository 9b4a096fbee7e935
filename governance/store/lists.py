"""Conditions that statements compiled once need: lists given when they run, and references.

`in_list` is `column IN (a list given when it runs)`.

SQLAlchemy's own expanding parameters rewrite the statement at every run; this one is a single
parameter: an array on PostgreSQL, a JSON text on SQLite.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, Text, bindparam, func, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine


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


def by_reference(column: Any) -> tuple[Any, Any]:
    """What orders references as people count: C-9999 before C-10000."""
    return func.length(column), column


def after_reference(column: Any, name: str) -> ColumnElement[bool]:
    """The condition that a reference comes after the one given as parameter `name`."""
    given: Any = bindparam(name, type_=column.type)
    return tuple_(*by_reference(column)) > tuple_(func.length(given), given)

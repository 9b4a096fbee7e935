"""Core statements, compiled once and run on the driver's own cursor.

Building rows through SQLAlchemy's result machinery costs as much as a small query itself. So a
statement is compiled once for a dialect and kept as text, with the conversions its types ask
for on the way in and out; what is left at run time is the driver's work and a named tuple.
"""

from __future__ import annotations

import datetime as dt
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Date, Dialect, String, Table, bindparam
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from governance.domain.errors import Unusable

Record = Any
"""A row as it was read: a named tuple of the statement's columns."""

Convert = Callable[[Any], Any] | None

STATEMENTS_KEPT = 1024
"""Compiled statements kept for reuse; more than Vires has, and a bound for those built anew."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One placeholder: filled from the parameter `name`, or with a constant of the statement."""

    name: str | None
    convert: Convert
    constant: Any = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement's text for one dialect with its conversions."""

    text: str
    slots: tuple[Slot, ...]
    wanted: frozenset[str]
    make: Callable[[Iterable[Any]], Record]
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]

    def bind(self, params: Mapping[str, Any]) -> tuple[Any, ...]:
        """The driver's positional values. Raises `TypeError` for a name too many or too few."""
        if params.keys() != self.wanted:
            raise TypeError(f"want parameters {sorted(self.wanted)}, got {sorted(params)}")
        return tuple(
            [
                slot.constant
                if slot.name is None
                else params[slot.name]
                if slot.convert is None
                else slot.convert(params[slot.name])
                for slot in self.slots
            ]
        )

    def records(self, rows: Sequence[tuple[Any, ...]]) -> list[Record]:
        """The driver's rows as records."""
        if not self.readers:
            return list(map(self.make, rows))
        return [self._read(row) for row in rows]

    def _read(self, row: tuple[Any, ...]) -> Record:
        values = list(row)
        for place, convert in self.readers:
            value = values[place]
            if value is not None:  # nothing is nothing in every type
                values[place] = convert(value)
        return self.make(values)


@lru_cache(maxsize=STATEMENTS_KEPT)
def prepared(statement: Any, dialect: Dialect) -> Prepared:
    """Compile a select, insert, update or delete; the same object is compiled once.

    Values written into the statement stay constants; a `bindparam` without a value is a
    parameter. Lists of parameters go through `lists.in_list`.
    """
    compiled = statement.compile(dialect=dialect)
    binds = {compiled.bind_names[bind]: bind for bind in compiled.bind_names}
    wanted = {name for name, bind in binds.items() if bind.required}
    state = compiled.construct_expanded_state(dict.fromkeys(wanted), escape_names=False)
    slots = []
    for name in state.positiontup or ():
        if name in wanted:
            slots.append(Slot(name, _binder(binds[name].type, dialect)))
        else:
            convert = state.processors.get(name)
            value = state.parameters[name]
            slots.append(Slot(None, None, convert(value) if convert else value))
    make, readers = _reading(statement, dialect)
    return Prepared(state.statement, tuple(slots), frozenset(wanted), make, readers)


def _reading(
    statement: Any, dialect: Dialect
) -> tuple[Callable[[Iterable[Any]], Record], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    columns = getattr(statement, "exported_columns", None)
    if columns is None:
        return tuple, ()
    record = namedtuple("Record", list(columns.keys()), rename=True)  # type: ignore[misc]  # noqa: PYI024  # the columns are known when it runs
    readers = []
    for place, column in enumerate(columns):
        convert = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if convert is not None:
            readers.append((place, convert))
    return record._make, tuple(readers)


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    convert = kind.dialect_impl(dialect).bind_processor(dialect)
    if convert is None or dialect.name != "sqlite" or not isinstance(kind, Date):
        return convert
    others = convert

    def day(value: Any) -> Any:
        return value.isoformat() if type(value) is dt.date else others(value)

    return day


@dataclass(frozen=True, slots=True)
class Writing:
    """An insert or update of one table, filled from a mapping of columns."""

    text: str
    columns: tuple[tuple[str, Convert], ...]
    defaults: Mapping[str, Any]
    required: frozenset[str]

    def bind(self, table: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The driver's positional values, defaults filled in.

        Raises `TypeError` for a column that is missing or unknown, `Unusable` for text that is
        too long or that no database keeps.
        """
        given = {**self.defaults, **values}
        if len(given) != len(self.columns) or not self.required <= given.keys():
            names = {name for name, _ in self.columns}
            raise TypeError(
                f"{table}: missing {sorted(names - given.keys())},"
                f" unknown {sorted(given.keys() - names)}"
            )
        return tuple(
            [
                value if (value := given[name]) is None or convert is None else convert(value)
                for name, convert in self.columns
            ]
        )


@lru_cache(maxsize=STATEMENTS_KEPT)
def inserting(table: Table, dialect: Dialect) -> Writing:
    """The insert of a whole row; columns that may be empty or have a default need no value."""
    names = [column.name for column in table.columns]
    compiled = table.insert().compile(dialect=dialect, column_keys=names)
    assert isinstance(compiled, SQLCompiler)
    defaults = {}
    for column in table.columns:
        if column.default is not None and column.default.is_scalar:
            defaults[column.name] = column.default.arg  # type: ignore[attr-defined]  # scalar
        elif column.nullable:
            defaults[column.name] = None
    return Writing(
        text=compiled.string,
        columns=tuple((n, _writer(table.columns[n], dialect)) for n in compiled.positiontup or ()),
        defaults=defaults,
        required=frozenset(names),
    )


@lru_cache(maxsize=STATEMENTS_KEPT)
def updating(table: Table, names: tuple[str, ...], dialect: Dialect) -> Writing:
    """The update of some columns of a row at a version, which it raises by one."""
    unknown = [name for name in names if name not in table.columns or name in _KEY]
    if unknown:
        raise TypeError(f"{table.name}: cannot set {unknown}")
    key = {f"old_{name}": table.columns[name] for name in _KEY}
    statement = (
        table.update()
        .where(*(column == bindparam(name, type_=column.type) for name, column in key.items()))
        .values(
            {name: bindparam(f"new_{name}", type_=table.columns[name].type) for name in names}
            | {"version": table.columns["version"] + 1}
        )
    )
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    by_bind = key | {f"new_{name}": table.columns[name] for name in names}
    slots = []
    for name in compiled.positiontup or ():
        column = by_bind.get(name)
        slots.append((name, None if column is None else _writer(column, dialect)))
    fixed = {name: compiled.params[name] for name, _ in slots if name not in by_bind}
    return Writing(compiled.string, tuple(slots), fixed, frozenset(name for name, _ in slots))


_KEY = ("partnership_id", "id", "version")


def _writer(column: Column[Any], dialect: Dialect) -> Convert:
    """The conversion of a value to be stored; both databases refuse the same texts."""
    convert = _binder(column.type, dialect)
    kind = column.type.dialect_impl(dialect)
    kind = getattr(kind, "impl_instance", kind)
    if convert is not None or not isinstance(kind, String):
        return convert
    most, where = kind.length, f"{column.table.name}.{column.name}"

    def text(value: Any) -> Any:
        if value is None:
            return None
        if most is not None and len(value) > most:
            raise Unusable.one("store.too_long", column=where, most=most, length=len(value))
        if "\0" in value:
            raise Unusable.one("store.unstorable_text", column=where)
        return value

    return text

"""Rows of a scheme's tables written, added, moved and taken out; whole tables pasted, handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from governance import words
from governance.adapters.sheets import editing
from governance.adapters.sheets.editing import sheets_of, sited
from governance.adapters.sheets.layout import BEFORE_TESTS, RULES, Column
from governance.adapters.sheets.tables import Table
from governance.adapters.sheets.weaving import Woven
from governance.application.desk import Desk
from governance.application.rulebook import acts
from governance.application.rulebook.in_force import text_of
from governance.domain.authority.model import STEP_KINDS, Scheme
from governance.domain.errors import Problem, Unusable
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Field, Many, Option, Pick, Text, Upload
from governance.interfaces.web.forms import Form
from governance.interfaces.web.rooms.rules.common import ROW, about_editing, mark, row_at, scheme_at
from governance.interfaces.web.rooms.rules.loading import Ahead, revised, text_ahead
from governance.interfaces.web.rooms.rules.table import sheet_named, sheets
from governance.interfaces.web.visit import Visit
from governance.words.format import listed

_MANY_LINES = ("path", "when", "evidence", "publish", "holds", "if", "then", "one of")
_LONG = 32_767
_CHECKBOXES = 20
"""Procedures offered as checkboxes at the most; more are written out."""
_HIDDEN = ("order", "findings")
_NAMES = ("key", "entry")
"""Columns whose cell other tables name: it stays once it is there."""


_NEEDED = {
    "Rules": ("id", "path"),
    "Deciders": ("key", "kind", "title"),
    "Ranks": ("chain",),
    "Inputs": ("key", "type"),
    "Limits": ("key", "from", "value"),
    "Definitions": ("key", "when"),
    "Separation": ("step", "not"),
    "Procedures": ("key", "title"),
    "Notices": ("procedure", "list", "kind", "policy", "days"),
}
"""Columns whose cells are not left empty."""


class _Cell(Field):
    """A cell: the reader of tables says what is wrong with it, all at once, if it is empty too."""

    def read(self, form: Form) -> str:
        typed = form.one(self.name).strip()
        return str(self.value(typed)) if typed else ""


class _Line(_Cell, Text):
    """A cell of one line."""


class _Lines(_Cell, Area):
    """A cell of several lines."""


class _OneOf(_Cell, Pick):
    """A cell that holds one of a few words."""


# --- the fields of a row


def _row_at(visit: Visit, table: Table) -> int | None:
    """The row that the address names; None for a new one. Raises `Unusable` for none such."""
    return _number(table, visit.path, visit.query) if ROW in visit.path else None


def _number(table: Table, where: Mapping[str, str], asked: Mapping[str, str]) -> int:
    """The number of the row that an address names, wherever it was moved since it was shown."""
    return row_at(_marks(table), where[ROW], asked.get(ROW))


def _marks(table: Table) -> list[str]:
    """What each row is known by: its id or key where no other has that, else all that it says."""
    names = [cells[0] for cells in table.rows]
    one_each = table.columns[0].key in ("id", *_NAMES) and len(set(names)) == len(names)
    return [mark(cells[0]) if one_each else mark(*cells) for cells in table.rows]


def _fields(visit: Visit) -> list[Field]:
    """A field for each cell of a row, called as its column is, with what can stand in it."""
    _, says, found = sheets(visit)
    table = sheet_named(found, visit.path["sheet"])
    row = _row_at(visit, table)
    fields: list[Field] = []
    for at, column in enumerate(table.columns):
        fixed = row is not None and column.key in _NAMES
        if column.key not in _HIDDEN and not fixed:
            fields.append(_field(says, table, at, column))
    return fields


def _field(scheme: Scheme, table: Table, at: int, column: Column) -> Field:
    name = f"c{at}"
    if column.key.startswith("input "):
        return _test(scheme, name, column.key)
    code = _code(table, column)
    label, hint = words.say(code, {}), words.remedy(code, {})
    options = _options(scheme, table, column)
    if options and column.key == "procedure":
        return Many(name=name, text=label, hint=hint, options=options)
    told: dict[str, Any] = {"name": name, "text": label, "hint": hint}
    told["required"] = column.key in _NEEDED.get(table.name, ())
    if options:
        return _OneOf(**told, options=options)
    if column.key in _MANY_LINES:
        return _Lines(**told, rows=4, most=_LONG)
    return _Line(**told, most=_LONG)


def _code(table: Table, column: Column) -> str:
    """The code of a column's words: `Rules.path`."""
    return f"web.scheme.cell.{table.name}.{column.key.replace(' ', '-')}"


def _test(scheme: Scheme, name: str, key: str) -> Field:
    one = scheme.inputs[key.removeprefix("input ")]
    params = {"choices": list(one.choices), "name": one.name}
    hint = words.say(f"web.scheme.test.{one.type.replace('-', '_')}", params)
    label = f"{one.title[:1].upper()}{one.title[1:]} ({one.name})"
    return _Line(name=name, text=label, hint=hint, required=False, most=_LONG)


def _options(scheme: Scheme, table: Table, column: Column) -> list[Option]:
    if column.key == "procedure" and table.name == RULES:
        every = scheme.procedures.items() if len(scheme.procedures) <= _CHECKBOXES else ()
        return [Option(key, f"{one.title} ({key})") for key, one in every]
    return [
        Option(one, words.say(f"web.scheme.value.{one.replace(' ', '-')}", {}))
        for one in column.among
    ]


def _cells(table: Table, said: Mapping[str, Any], row: int | None = None) -> dict[str, str]:
    """What the form says, by the keys of the columns; lists in the order that they had."""
    before = table.rows[row] if row is not None else ("",) * len(table.columns)
    found = {}
    for at, (column, cell) in enumerate(zip(table.columns, before, strict=True)):
        if (name := f"c{at}") in said:
            value = said[name] or ""
            found[column.key] = value if isinstance(value, str) else _ordered(value, cell)
    return found


def _ordered(chosen: Sequence[str], cell: str) -> str:
    """Names that were chosen: those the cell had in its order, then the others."""
    had = [one for one in cell.split(", ") if one in chosen]
    return ", ".join([*had, *(one for one in chosen if one not in had)])


# --- acts on a row


def _about_row(visit: Visit) -> About:
    row, says, found = sheets(visit)
    name = visit.path["sheet"]
    table = sheet_named(found, name)
    at = _row_at(visit, table)
    cells = table.rows[at] if at is not None else ("",) * len(table.columns)
    values: dict[str, Any] = {}
    for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
        several = column.key == "procedure" and bool(_options(says, table, column))
        values[f"c{number}"] = [one for one in cell.split(", ") if one] if several else cell
    tests = range(len(BEFORE_TESTS), len(BEFORE_TESTS) + len(says.inputs)) if name == RULES else ()
    return about_editing(
        visit,
        again={} if at is None else {ROW: _marks(table)[at]},
        params={"row": cells[0] or words.say("web.scheme.new_row", {}), "sheet": _called(name)},
        values=values,
        back=visit.url(_where(row, name)),
        more={
            "tests": {f"c{number}" for number in tests},
            "filled": {f"c{number}" for number in tests if cells[number]},
            "deciders": [(key, one.title) for key, one in says.deciders.items()],
            "definitions": [(key, one.title) for key, one in says.definitions.items()],
            "limits": [(key, one.title) for key, one in says.limits.items()],
            "steps": listed(STEP_KINDS, "or"),
            "is_rule": name == RULES,
            "version": row,
        },
    )


def _called(sheet: str) -> str:
    return words.say(f"web.scheme.sheet.{sheet}", {})


def _where(row: Any, sheet: str) -> str:
    return f"/rules/{row.ref}/table" + ("" if sheet == RULES else f"/{sheet}")


def _edited(
    visit: Visit, said: Said, edit: Callable[[bytes, str, Table], Woven], *, gone: bool = False
) -> Ahead:
    """Make an edit of a draft's text; what is wrong is said beside the cells it stands in."""

    def make(row: Any) -> Woven:
        scheme_at(visit.desk, said.ref)
        text, file = text_of(visit.desk, row), row.file or row.key
        table = sheet_named(sheets_of(text, file), said.path["sheet"])
        try:
            return edit(text, file, table)
        except Unusable as error:
            raise Unusable(_told(text, file, said, error.problems, gone=gone)) from None

    return text_ahead(visit, said, make)


def _put(desk: Desk, said: Said) -> Done:
    """Put in the text that was made ahead, unless the draft has changed since."""
    receipt = acts.revise(desk, said.ref, said.ahead.text, seen=said.ahead.version)
    sheet = said.path.get("sheet", RULES)
    to = _where(desk.by_id("rulebook_version", receipt.id), sheet)
    return revised(desk, receipt, to=to, kept=said.ahead.kept)


def _told(
    text: bytes, file: str, said: Said, problems: Sequence[Problem], *, gone: bool
) -> list[Problem]:
    """Problems with what people call their cells: a field of this form, or a cell elsewhere."""
    sheet, new = said.path["sheet"], ROW not in said.path
    table = sheets_of(text, file)[sheet]
    columns = [one.key for one in table.columns]
    here = _place(said, len(table.rows)) if new else _number(table, said.path, said.query)
    moved = {"gone": (sheet, here)} if gone else {"added": (sheet, here)} if new else {}
    found = []
    for one in problems:
        at = sited(text, file, one, **moved)
        params = {key: value for key, value in one.params.items() if key != "cell"}
        if at.column is None:
            found.append(Problem(one.code, params))
        elif (at.sheet, at.row) == (sheet, here) and not gone:
            number = columns.index(at.column.key)
            found.append(Problem(one.code, {**params, "cell": f"c{number}"}))
        else:
            told = {"sheet": _called(at.sheet), "row": at.name, "column": at.column.heading}
            told |= {"words": words.say(one.code, params), "remedy": words.remedy(one.code, params)}
            found.append(Problem("web.scheme.elsewhere", told))
    return found


def _field_of(visit: Visit, problem: Problem) -> str | None:
    del visit
    return str(problem.params.get("cell", ""))


def _write(visit: Visit, said: Said) -> Ahead:
    def edit(text: bytes, file: str, table: Table) -> Woven:
        at = _number(table, said.path, said.query)
        cells = _cells(table, said.values, at)
        return editing.row_written(text, file, sheet=table.name, row=at, cells=cells)

    return _edited(visit, said, edit)


def _add(visit: Visit, said: Said) -> Ahead:
    def edit(text: bytes, file: str, table: Table) -> Woven:
        cells, at = _cells(table, said.values), _place(said, len(table.rows))
        return editing.row_added(text, file, sheet=table.name, at=at, cells=cells)

    return _edited(visit, said, edit)


def _place(said: Said, last: int) -> int:
    """Where a new row is to stand: at the place the address names, else last."""
    at = said.query.get("at", "")
    return min(int(at), last) if at.isdecimal() and len(at) < 7 else last


def _move_fields(visit: Visit) -> list[Field]:
    _, _, found = sheets(visit)
    table = sheet_named(found, visit.path["sheet"])
    at = _row_at(visit, table)
    names = [row[0] for row in table.rows]
    places = [Option("0", words.say("web.scheme.first_place", {}))]
    for number, name in enumerate(one for n, one in enumerate(names) if n != at):
        places.append(Option(str(number + 1), words.say("web.scheme.after", {"row": name})))
    return [Pick(name="to", options=places)]


def _move(visit: Visit, said: Said) -> Ahead:
    def edit(text: bytes, file: str, table: Table) -> Woven:
        row, to = _number(table, said.path, said.query), int(said["to"])
        return editing.row_moved(text, file, sheet=table.name, row=row, to=to)

    return _edited(visit, said, edit)


def _take_out(visit: Visit, said: Said) -> Ahead:
    def edit(text: bytes, file: str, table: Table) -> Woven:
        row = _number(table, said.path, said.query)
        return editing.row_taken_out(text, file, sheet=table.name, row=row)

    return _edited(visit, said, edit, gone=True)


# --- whole tables


def _paste(visit: Visit, said: Said) -> Ahead:
    return _replaced(
        visit, said, lambda text, file: editing.table_pasted(text, file, said["pasted"])
    )


def _hand_in(visit: Visit, said: Said) -> Ahead:
    given = said["sheet"]
    return _replaced(
        visit,
        said,
        lambda text, file: editing.file_taken_in(text, file, given.content, given.name),
    )


def _replaced(visit: Visit, said: Said, edit: Callable[[bytes, str], Woven]) -> Ahead:
    def make(row: Any) -> Woven:
        scheme_at(visit.desk, said.ref)
        return edit(text_of(visit.desk, row), row.file or row.key)

    return text_ahead(visit, said, make)


def _about_whole(visit: Visit) -> About:
    return about_editing(visit, back=visit.url(f"/rules/{visit.path['ref']}/table"))


_AT = "/rules/{ref}/table/{sheet}"
PAGES = ()
ACTS = (
    Act(
        key="scheme.add",
        path=f"{_AT}/new/row",
        about=_about_row,
        fields=_fields,
        ahead=_add,
        do=_put,
        to="/rules/{ref}/table",
        placed=_field_of,
        template="rules/row.html",
    ),
    Act(
        key="scheme.write",
        path=f"{_AT}/{{row}}",
        about=_about_row,
        fields=_fields,
        ahead=_write,
        do=_put,
        to="/rules/{ref}/table",
        placed=_field_of,
        template="rules/row.html",
    ),
    Act(
        key="scheme.move",
        path=f"{_AT}/{{row}}/move",
        about=_about_row,
        fields=_move_fields,
        ahead=_move,
        do=_put,
        to="/rules/{ref}/table",
        template="rules/act.html",
    ),
    Act(
        key="scheme.take_out",
        path=f"{_AT}/{{row}}/take-out",
        about=_about_row,
        ahead=_take_out,
        do=_put,
        to="/rules/{ref}/table",
        template="rules/act.html",
    ),
    Act(
        key="scheme.paste",
        path="/rules/{ref}/paste",
        about=_about_whole,
        fields=(Area(name="pasted", rows=14, most=1_400_000),),
        ahead=_paste,
        do=_put,
        to="/rules/{ref}/table",
        template="rules/act.html",
    ),
    Act(
        key="scheme.hand_in",
        path="/rules/{ref}/hand-in",
        about=_about_whole,
        fields=(Upload(name="sheet", types=("csv", "xlsx")),),
        ahead=_hand_in,
        do=_put,
        to="/rules/{ref}/table",
        template="rules/act.html",
    ),
)

"""Parts of a draft's text as forms: a section with its fields, a list with its rows.

Whoever fills them in sees no text. What is wrong with what was typed stands beside its field; what
a change makes wrong elsewhere is told with where that is. What no field shows stays in the text.
A kind's own module says which sections it has; this one makes acts of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook import acts
from governance.application.rulebook.in_force import text_of
from governance.application.rulebook.parts import (
    Document,
    Path,
    at,
    document_of,
    path_at,
    put,
    text_with,
)
from governance.domain.errors import Problem, Unusable
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Field
from governance.interfaces.web.rooms.rules.common import (
    ROW,
    about_editing,
    mark,
    row_at,
    version_of,
)
from governance.interfaces.web.rooms.rules.loading import Ahead, revised, text_ahead
from governance.interfaces.web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the texts of a kind that one form asks for.

    `name` stands in the address and in the words: `web.<kind>.<name>` is its title and button,
    `web.<kind>.<name>.<field>` a field's label and hint. `path` is where it stands in the text.
    `fields`, `values` and `write` are given all that the text says; `write` gives it back with
    what was typed in it. `place` names the field that a problem is beside; without it that is the
    field called as the entry is.
    """

    kind: str
    name: str
    path: Path
    fields: Callable[[Visit, Document], Sequence[Field]]
    values: Callable[[Document], Mapping[str, Any]]
    write: Callable[[Document, Said], Document]
    place: Callable[[Problem, Path], str | None] | None = None
    also: tuple[Path, ...] = ()
    """Other places of the text that the form writes."""
    template: str = "rules/act.html"

    @property
    def key(self) -> str:
        """What its words are called."""
        return f"{self.kind}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A list of a text, or entries by their names, edited row by row: added, changed, taken out.

    As a section; the titles are those of `web.<kind>.<name>.add`, `.change` and `.take_out`, the
    labels of fields `web.<kind>.<name>.<field>`. A step of `path` in braces is what the address
    names: `("deadlines", "{row}", "prompts")` with `under` = "deadlines/{row}/prompts". The row
    itself is `{item}` in the address, a number from 0. `write` is given the row as it was (None
    for a new one) and gives what it then says; of entries by their names, `named` gives the name
    of a new one. `called` says what people call a row.
    """

    kind: str
    name: str
    path: tuple[str, ...]
    fields: Callable[[Visit, Document, Any], Sequence[Field]]
    values: Callable[[Document, Any], Mapping[str, Any]]
    write: Callable[[Document, Any, Said], Any]
    called: Callable[[Document, str, Any], str]
    named: Callable[[Document, Said], str] | None = None
    place: Callable[[Problem, Path], str | None] | None = None
    also: tuple[Path, ...] = ()
    under: str = ""
    template: str = "rules/act.html"

    @property
    def key(self) -> str:
        """What its words are called."""
        return f"{self.kind}.{self.name}"

    @property
    def address(self) -> str:
        """Where its rows are, below a version's page."""
        return f"/rules/{{ref}}/{self.kind}/{self.under or self.name}"

    def within(self, says: Document, where: Mapping[str, str]) -> Path:
        """The path with what the address names in place of its braces."""
        path: Path = ()
        for step in self.path:
            if step.startswith("{"):
                path = (*path, _step(at(says, path), where[step.strip("{}")]))
            else:
                path = (*path, step)
        return path

    def row(
        self, says: Document, where: Mapping[str, str], asked: Mapping[str, str]
    ) -> tuple[Path, Any]:
        """Where the row stands that the address names, and what it says."""
        path = self.within(says, where)
        path = (*path, _step(at(says, path), where["item"], asked.get(ROW)))
        return path, at(says, path)


def _step(holder: Any, named: str, marked: str | None = None) -> str | int:
    """The item or entry of that number and mark. Raises `Unusable` where there is none such."""
    names: Sequence[Any] = list(holder) if isinstance(holder, dict) else range(len(holder or ()))
    marks = [_mark(name, None if isinstance(name, str) else holder[name]) for name in names]
    found: str | int = names[row_at(marks, named, marked)]
    return found


def _mark(name: str | int, row: Any) -> str:
    """What a row is known by: its name, its key, else all that it says."""
    if isinstance(name, str):
        return mark(name)
    return mark(row["key"] if isinstance(row, dict) and "key" in row else row)


def says_of(visit: Visit) -> tuple[Any, Document]:
    """The version that the address names, and what its text says."""
    row = version_of(visit)
    return row, document_of(text_of(visit.desk, row), row.file or row.key)


def labelled(fields: Sequence[Field], key: str) -> list[Field]:
    """Fields with the labels of a section, whichever of its acts asks them."""
    return [one.named(key) for one in fields]


# --- acts


def section_act(section: Section) -> Act:
    """The form of a section."""
    home = f"/rules/{{ref}}/{section.kind}"

    def known(visit: Visit) -> About:
        _, says = kind_of(visit, section.kind)
        return about_editing(visit, values=section.values(says), back=_home(visit, section.kind))

    def ahead(visit: Visit, said: Said) -> Ahead:
        return edited(
            visit,
            said,
            lambda says: (section.write(says, said), section.path),
            kind=section.kind,
            place=section.place,
            also=section.also,
        )

    return Act(
        key=section.key,
        path=f"{home}/{section.name}",
        about=known,
        fields=lambda visit: labelled(section.fields(visit, says_of(visit)[1]), section.key),
        ahead=ahead,
        do=lambda desk, said: _save(desk, said, section.kind),
        to=home,
        placed=placed,
        template=section.template,
    )


def row_acts(rows: Rows) -> tuple[Act, Act, Act]:
    """Adding a row, changing one and taking one out."""
    return (_add(rows), _change(rows), _take_out(rows))


def _add(rows: Rows) -> Act:
    def known(visit: Visit) -> About:
        _, says = kind_of(visit, rows.kind)
        return about_editing(
            visit, values=rows.values(says, None), back=_home(visit, rows.kind, rows.name)
        )

    def ahead(visit: Visit, said: Said) -> Ahead:
        def edit(says: Document) -> tuple[Document, Path]:
            path = rows.within(says, said.path)
            new = rows.write(says, None, said)
            if rows.named is not None:
                path = (*path, rows.named(says, said))
                if at(says, path) is not None:
                    raise Unusable.one("web.parts.name_taken", beside="name", name=str(path[-1]))
            else:
                path = (*path, len(at(says, path) or ()))
            return put(says, path, new), path

        return edited(visit, said, edit, kind=rows.kind, place=rows.place, also=rows.also)

    return Act(
        key=f"{rows.key}.add",
        path=f"{rows.address}/new/item",
        about=known,
        fields=lambda visit: labelled(rows.fields(visit, says_of(visit)[1], None), rows.key),
        ahead=ahead,
        do=lambda desk, said: _save(desk, said, rows.kind),
        to=f"/rules/{{ref}}/{rows.kind}",
        placed=placed,
        template=rows.template,
    )


def _about_row(visit: Visit, rows: Rows) -> About:
    _, says = kind_of(visit, rows.kind)
    path, row = rows.row(says, visit.path, visit.query)
    return about_editing(
        visit,
        again={ROW: _mark(path[-1], row)},
        params={"row": rows.called(says, str(path[-1]), row)},
        values=rows.values(says, row),
        back=_home(visit, rows.kind, rows.name),
    )


def _change(rows: Rows) -> Act:
    def asked(visit: Visit) -> Sequence[Field]:
        _, says = says_of(visit)
        return labelled(
            rows.fields(visit, says, rows.row(says, visit.path, visit.query)[1]), rows.key
        )

    def ahead(visit: Visit, said: Said) -> Ahead:
        def edit(says: Document) -> tuple[Document, Path]:
            path, row = rows.row(says, said.path, said.query)
            return put(says, path, rows.write(says, row, said)), path

        return edited(visit, said, edit, kind=rows.kind, place=rows.place, also=rows.also)

    return Act(
        key=f"{rows.key}.change",
        path=f"{rows.address}/{{item}}",
        about=lambda visit: _about_row(visit, rows),
        fields=asked,
        ahead=ahead,
        do=lambda desk, said: _save(desk, said, rows.kind),
        to=f"/rules/{{ref}}/{rows.kind}",
        placed=placed,
        template=rows.template,
    )


def _take_out(rows: Rows) -> Act:
    def ahead(visit: Visit, said: Said) -> Ahead:
        def edit(says: Document) -> tuple[Document, Path]:
            path, _ = rows.row(says, said.path, said.query)
            return put(says, path, None), ()

        return edited(visit, said, edit, kind=rows.kind)

    return Act(
        key=f"{rows.key}.take_out",
        path=f"{rows.address}/{{item}}/take-out",
        about=lambda visit: _about_row(visit, rows),
        ahead=ahead,
        do=lambda desk, said: _save(desk, said, rows.kind),
        to=f"/rules/{{ref}}/{rows.kind}",
        placed=placed,
        template="rules/act.html",
    )


def kind_of(visit: Visit, kind: str) -> tuple[Any, Document]:
    """As `says_of`. Raises `Unusable` for a version of another kind."""
    row, says = says_of(visit)
    if row.kind != kind:
        raise Unusable.one("web.parts.other_kind", ref=row.ref, kind=row.kind, wanted=kind)
    return row, says


def _home(visit: Visit, kind: str, name: str = "") -> str:
    where = visit.url(f"/rules/{visit.path['ref']}/{kind}")
    return f"{where}#{name}" if name else where


def _save(desk: Desk, said: Said, kind: str) -> Done:
    """Put in the text that was made ahead, unless the draft has changed since."""
    receipt = acts.revise(desk, said.ref, said.ahead.text, seen=said.ahead.version)
    return revised(desk, receipt, to=f"/rules/{{ref}}/{kind}")


# --- what is wrong, beside its field


def edited(
    visit: Visit,
    said: Said,
    edit: Callable[[Document], tuple[Document, Path]],
    *,
    kind: str,
    place: Callable[[Problem, Path], str | None] | None = None,
    also: Sequence[Path] = (),
) -> Ahead:
    """A draft's text with an edit, which gives what it then says and where that stands.

    Raises `Unusable` with each problem told for whoever fills in the form: its parameter `beside`
    is the field, for `placed`; what is wrong elsewhere says where.
    """
    made, here = b"", Path()

    def make(row: Any) -> bytes:
        nonlocal made, here
        if row.kind != kind:
            raise Unusable.one("web.parts.other_kind", ref=row.ref, kind=row.kind, wanted=kind)
        text, file = text_of(visit.desk, row), row.file or row.key
        says, here = edit(document_of(text, file))
        made = text_with(text, file, says)
        return made

    try:
        return text_ahead(visit, said, make)
    except Unusable as error:
        if not made:
            raise
        asked = [one for one in (here, *also) if one]
        told = [_told(made, kind, asked, place, one) for one in error.problems]
        raise Unusable(told) from None


def placed(visit: Visit, problem: Problem) -> str | None:
    """The field that a problem of `edited` stands beside."""
    del visit
    return str(problem.params.get("beside", ""))


def _told(
    text: bytes,
    kind: str,
    asked: Sequence[Path],
    place: Callable[[Problem, Path], str | None] | None,
    problem: Problem,
) -> Problem:
    """A problem with the field it stands beside, else with the part of the text it is in.

    Where a form says it in other words than somebody who sees the text would want, those are
    `web.<kind>.wrong.<code>`.
    """
    own = f"web.{kind}.wrong.{problem.code}"
    code = own if own in words.catalogue() else problem.code
    where = () if problem.line is None else path_at(text, "", problem.line)
    here = next((one for one in asked if _within(where, one)), None)
    if here is not None or not where:
        inner = where[len(here) :] if here is not None else where
        named = place(problem, inner) if place is not None else None
        usual = problem.params.get("key") or next((s for s in inner if isinstance(s, str)), "")
        beside = named or usual
        told = {**problem.params, "beside": beside}
        part = next((one for one in reversed(here or ()) if isinstance(one, str)), "")
        label = f"web.{kind}.{part}.{beside}"
        if problem.code == "text.missing" and label in words.catalogue():
            told["key"] = words.say(label, {})
        return Problem(code, told)
    told = {
        "part": words.say(f"web.{kind}.part.{where[0]}", {}),
        "words": words.say(code, problem.params),
        "remedy": words.remedy(code, problem.params),
    }
    return Problem("web.parts.elsewhere", told)


def _within(where: Path, asked: Path) -> bool:
    """Whether a place is in what was asked, or holds it."""
    return bool(where) and (where[: len(asked)] == asked or asked[: len(where)] == where)

"""What a return says, line by line: read from options or a CSV file, and held to the plan.

Everything that is wrong is found at once, each with the line it stands on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.plans.finding import commitments
from governance.domain.errors import Problem, Refusal, Unusable
from governance.domain.suggest import nearest

JUDGEMENTS: Final = ("kept", "partly_kept", "not_kept", "under_way")
"""What a partner can say of a commitment."""

MOST_LINES: Final = 5000
"""Lines of a file at the most."""
LONGEST: Final = 4000
"""Characters of what a word rests on, at the most."""

COLUMNS: Final = ("commitment", "judgement", "evidence")
"""Columns of a file: each has to be there once, others are left alone."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one commitment (its number in the plan), and `where` it stands."""

    number: int
    judgement: str
    evidence: str
    where: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A commitment that a return does not speak of."""

    ref: str
    number: int
    what: str

    @property
    def _told(self) -> dict[str, Any]:
        return {"ref": self.ref, "number": self.number, "what": self.what}

    def as_refusal(self) -> Refusal:
        """As a reason against the return."""
        return Refusal("return.unanswered", self._told)

    def as_problem(self) -> Problem:
        """Beside what cannot be used."""
        return Problem("return.unanswered", self._told)


def read_line(text: str) -> Said:
    """A line as the command line has it: `3=kept: it opened on 4 May`. Raises `Unusable`."""
    number, equals, rest = text.partition("=")
    judgement, colon, evidence = rest.partition(":")
    if not equals or not number.strip().isdecimal() or len(number.strip()) > 6:
        raise Unusable.one("return.line_unreadable", text=text[:80])
    where = f"--line {number.strip()}"
    return Said(int(number), judged(judgement), evidence.strip() if colon else "", where)


def judged(text: str) -> str:
    """A judgement as it is kept, however people write it; unknown ones as they are."""
    return "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())


def read_csv(content: bytes, file: str) -> list[Said]:
    """The lines of a CSV file with the columns commitment, judgement and evidence.

    Raises `Unusable` with everything that cannot be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable.one("return.file_not_text", file=file) from None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unusable.one("return.file_unreadable", file=file, why=str(error)) from None
    if not rows:
        raise Unusable.one("return.file_empty", file=file)
    at = _columns(rows[0], file)
    if len(rows) > MOST_LINES:
        raise Unusable.one("return.file_too_long", file=file, most=MOST_LINES)
    problems: list[Problem] = []
    found = []
    for place, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: row[i].strip() if i < len(row) else "" for name, i in at.items()}
        where = f"{file}, line {place}"
        number = cells["commitment"].rpartition("/")[2].strip()
        if not number.isdecimal() or len(number) > 6:
            told = {"where": where, "text": cells["commitment"][:40]}
            problems.append(Problem("return.number_unreadable", told))
            continue
        found.append(Said(int(number), judged(cells["judgement"]), cells["evidence"], where))
    if problems:
        raise Unusable(problems)
    return found


def as_sheet(found: Mapping[str, Any]) -> bytes:
    """A return, as it is shown, as a CSV file to fill in: what `read_csv` reads."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow((*COLUMNS, "what", "due"))
    for one in found["commitments"]:
        judgement = (one["judgement"] or "").replace("_", " ")
        cells = (one["number"], judgement, one["evidence"], one["what"], one["due"])
        out.writerow([_harmless(cell) for cell in cells])
    # A spreadsheet takes it for UTF-8 by the mark at its beginning.
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in tuple("=+-@\t\r") else cell


def _columns(head: Sequence[str], file: str) -> dict[str, int]:
    names = [cell.strip().lower() for cell in head]
    wrong = [
        Problem(
            "return.column_missing",
            {"file": file, "column": column, "nearest": nearest(column, names)},
        )
        for column in COLUMNS
        if names.count(column) != 1
    ]
    if wrong:
        raise Unusable(wrong)
    return {column: names.index(column) for column in COLUMNS}


def wrong(
    desk: Desk,
    row: Any,
    partner: Any,
    lines: Sequence[Said],
    *,
    owed: Sequence[Any],
    before: Mapping[str, Any],
) -> list[Problem]:
    """Everything in the lines that cannot be used: each with where it stands."""
    known = {one.number: one for one in commitments(desk, row.plan_id)}
    mine = {one.id for one in owed} | before.keys()
    problems: list[Problem] = []
    first: dict[int, str] = {}
    for one in lines:
        told = {"where": one.where, "number": one.number}
        commitment = known.get(one.number)
        if commitment is None:
            numbers = [c.number for c in owed]
            problems.append(Problem("return.no_such_commitment", {**told, "known": numbers}))
        elif commitment.organisation_id != partner.id:
            problems.append(Problem("return.not_theirs", {**told, "partner": partner.name}))
        elif commitment.id not in mine:
            problems.append(Problem("return.dropped", {**told, "on": commitment.dropped_on}))
        if one.number in first:
            problems.append(Problem("return.twice", {**told, "first": first[one.number]}))
        first.setdefault(one.number, one.where)
        problems += _unfounded(one, told)
    return problems


def _unfounded(one: Said, told: Mapping[str, Any]) -> list[Problem]:
    found = []
    if one.judgement not in JUDGEMENTS:
        near = nearest(one.judgement, JUDGEMENTS)
        names: dict[str, Any] = {"text": one.judgement.replace("_", " ")[:40]}
        names |= {"nearest": near and near.replace("_", " ")}
        known = [name.replace("_", " ") for name in JUDGEMENTS]
        found.append(Problem("return.judgement_unknown", {**told, **names, "known": known}))
    if not one.evidence.strip():
        found.append(Problem("return.evidence_missing", dict(told)))
    elif len(one.evidence) > LONGEST:
        found.append(Problem("return.evidence_too_long", {**told, "most": LONGEST}))
    return found


def missing(row: Any, lines: Sequence[Said], owed: Sequence[Any]) -> tuple[Missing, ...]:
    """The commitments that a return does not speak of."""
    said = {one.number for one in lines}
    return tuple(Missing(row.ref, c.number, c.what) for c in owed if c.number not in said)

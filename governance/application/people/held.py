"""Everything that is held about a person, section by section, for whoever asks what is held.

Where a table refers to people, each of its rows that refers to this person is told (UK GDPR
Article 15); a test holds the sections to the tables. Secrets are not told: they are of no use to
anybody but whoever would sign in as them. Rows come one by one, so that a long time in office
needs no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Text, bindparam, select, type_coerce

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.people.away import must_be_theirs
from governance.application.people.private import kept_of, rows_of
from governance.domain.errors import Unusable
from governance.store.tables import TABLES

FORMATS: Final = ("json", "md")

_here: Any = bindparam("partnership")
_person: Any = bindparam("person")


@dataclass(frozen=True, slots=True)
class Held:
    """A table's rows that refer to a person by a column, and which columns of them are told."""

    table: str
    column: str
    told: tuple[str, ...]

    @property
    def name(self) -> str:
        """The section's name; its title has the code `held.<name>`."""
        return f"{self.table}.{self.column}"


def _held(table: str, column: str, told: str) -> Held:
    return Held(table, column, tuple(told.split()))


HELD: Final = (
    _held("account", "id", "password_set_at must_change"),
    _held("person_lock", "id", "locked_at"),
    _held("service_token", "person_id", "name scopes made_at expires_at revoked_at seen_at"),
    _held("web_session", "person_id", "how agent made_at seen_at expires_at revoked_at"),
    _held("identity", "person_id", "issuer subject linked_at ended_at"),
    _held("calendar_address", "person_id", "body_id made_at"),
    _held("message_preference", "person_id", "digest quiet quiet_days"),
    _held("role_grant", "person_id", "role from_day to_day issuer"),
    _held("office_holding", "person_id", "office_id deputy from_day to_day"),
    _held("appointment", "person_id", "body_id seat from_day to_day"),
    _held("appointment", "substitute_ids", "body_id seat from_day to_day"),
    _held("chair_appointment", "person_id", "ref body_id role state from_day to_day"),
    _held("absence", "person_id", "from_day to_day deputy_id withdrawn"),
    _held("absence", "deputy_id", "from_day to_day person_id withdrawn"),
    _held("attendance", "person_id", "meeting_id substitute present left_at"),
    _held("meeting", "presiding_id", "ref on_day state"),
    _held("declaration", "person_id", "proposal_id kind outcome dispensation declared_at"),
    _held("ballot", "person_id", "proposal_id sitting seat vote cast_at"),
    _held("decision", "taken_by_id", "proposal_id outcome how_taken on_day"),
    _held("step", "done_by_id", "proposal_id kind decider method state view done_on"),
    _held("consent", "person_id", "subject_table organisation_id on_day words"),
    _held("proposal", "author_id", "ref title state decided_on"),
    _held("commission", "lead_id", "ref title state"),
    _held("decommissioning_case", "officer_id", "ref state opened_on"),
    _held("improvement_plan", "officer_id", "ref title state due_on"),
    _held("improvement_plan", "settled_by_id", "ref title state settled_on"),
    _held("action", "officer_id", "what due_on done_on outcome"),
    _held("fund", "manager_id", "ref title"),
    _held("fund_report", "reported_by_id", "fund_id kind number reported_on"),
    _held("monitoring_return", "returned_by_id", "ref period_start period_end returned_on"),
    _held("return_line", "said_by_id", "number judgement evidence said_on"),
    _held("review", "reported_by_id", "ref commission_id state held_on"),
    _held("observation", "entered_by_id", "measure_id period_end value reason entered_at"),
    _held("evidence", "added_by_id", "commission_id proposal_id kind title added_at"),
    _held("job", "person_id", "kind state asked_at ended_at"),
    _held("message", "person_id", "template subject_table state created_at settled_at"),
)
"""Every place that refers to a person, in the order in which people are told of them."""

_entry = TABLES["ledger_entry"]
_ABOUT = (
    select(_entry.c.kind, _entry.c.at, _entry.c.actor)
    .where(
        _entry.c.partnership_id == _here,
        _entry.c.subject_table == "person",
        _entry.c.subject_id == _person,
    )
    .order_by(_entry.c.number)
)
_BY = (
    select(_entry.c.kind, _entry.c.at, _entry.c.subject_table, _entry.c.subject_id)
    .where(_entry.c.partnership_id == _here, _entry.c.actor == bindparam("key"))
    .order_by(_entry.c.at, _entry.c.id)
)


def _rows(held: Held) -> Any:
    table = TABLES[held.table]
    column = table.c[held.column]
    theirs = (
        type_coerce(column, Text).contains(_person)
        if held.column == "substitute_ids"
        else column == _person
    )
    told = [table.c[name] for name in held.told]
    return select(*told).where(table.c.partnership_id == _here, theirs).order_by(table.c.id)


_ROWS: Final = {held.name: _rows(held) for held in HELD}


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of what is held: its name, and its rows, which are read as they are taken."""

    name: str
    rows: Iterator[Mapping[str, Any]]


def note_export(desk: Desk, *, person: str, form: str) -> Receipt:
    """Put on record that what is held about a person was given out; of what it says, nothing.

    The person may, and whoever keeps the register for them. Raises `Unusable` for a form there
    is none of.
    """
    row = desk.row("person", person)
    must_be_theirs(desk, row)
    if form not in FORMATS:
        raise Unusable.one("people.export_form", form=form[:40], forms=list(FORMATS))
    return desk.apply(
        Change(
            kind="person.exported",
            table="person",
            subject=row,
            values={},
            facts={"person": row.key, "form": form},
            authority="UK GDPR Article 15",
        )
    )


def who(desk: Desk, person: str) -> dict[str, Any]:
    """Whom it is about, and the partnership that holds it."""
    row = desk.row("person", person)
    must_be_theirs(desk, row)
    organisation = desk.by_id("organisation", row.organisation_id)
    return {
        "partnership": desk.partnership.name,
        "ref": row.ref,
        "key": row.key,
        "organisation": organisation.name if organisation is not None else None,
        "reports_to": row.reports_to,
        "left_on": row.left_on,
    }


def sections(desk: Desk, person: str) -> Iterator[Section]:
    """Everything that is held about a person, section by section."""
    row = desk.row("person", person)
    must_be_theirs(desk, row)
    called = _Called(desk)
    yield Section("texts", _texts(desk, row))
    for held in HELD:
        found = desk.tx.stream(_ROWS[held.name], partnership=desk.pid, person=row.id)
        yield Section(held.name, (called.row(held.table, one) for one in found))
    about = desk.tx.stream(_ABOUT, partnership=desk.pid, person=row.id)
    yield Section("about", ({"kind": e.kind, "at": e.at, "by": e.actor} for e in about))
    by = desk.tx.stream(_BY, partnership=desk.pid, key=row.key)
    yield Section(
        "by",
        (
            {"kind": e.kind, "at": e.at, "to": called.subject(e.subject_table, e.subject_id)}
            for e in by
        ),
    )


def _texts(desk: Desk, row: Any) -> Iterator[Mapping[str, Any]]:
    kept = kept_of(desk, row.id)
    texts = {one.id: one.text for one in rows_of(desk, kept)}
    for one in kept:
        yield {"what": one.what, "since": one.since, "text": texts.get(one.id)}


class _Called:
    """What rows refer to, by the references that people know."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.subject = lru_cache(maxsize=2000)(self._subject)

    def row(self, table: str, row: Any) -> dict[str, Any]:
        """A row for people: what it refers to by its reference, what is empty left out."""
        told: dict[str, Any] = {}
        for name, value in row._asdict().items():
            if value is None or value == []:
                continue
            refers = _REFERS[table].get(name)
            if refers is None:
                told[name] = value
            else:
                told[name.removesuffix("_id")] = self.subject(refers, value)
        return told

    def _subject(self, table: str, row_id: str) -> str:
        found = self._desk.tx.get(TABLES[table], partnership_id=self._desk.pid, id=row_id)
        return str(getattr(found, "key", None) or getattr(found, "ref", None) or row_id)


_REFERS: Final = {
    held.table: {
        key: one.referred_table.name
        for one in TABLES[held.table].foreign_key_constraints
        for key in one.column_keys
        if key not in ("partnership_id", "id")
    }
    for held in HELD
}

__all__ = ["FORMATS", "HELD", "Section", "note_export", "sections", "who"]

"""Every table, by room. `TABLES` maps names to `sqlalchemy.Table` for Core statements."""

from sqlmodel import SQLModel

from governance.store.tables.base import Retention, Row, Subject
from governance.store.tables.bodies import (
    Appointment,
    Body,
    ChairAppointment,
    Delegation,
    Office,
    OfficeHolding,
)
from governance.store.tables.commissions import (
    Agreement,
    Commission,
    CommissionPartner,
    Evidence,
    PrincipleAnswer,
    StageProgress,
)
from governance.store.tables.imports import ImportedRelease
from governance.store.tables.ledger import LedgerEntry
from governance.store.tables.meetings import AgendaItem, Attendance, Meeting
from governance.store.tables.people import (
    Absence,
    Organisation,
    Partnership,
    Person,
    PrivateText,
    ReferenceCounter,
    RoleGrant,
)
from governance.store.tables.proposals import (
    Ballot,
    CallIn,
    Decision,
    Declaration,
    Notice,
    Proposal,
    Step,
)
from governance.store.tables.reviews import (
    AssuranceException,
    Block,
    ExceptionLine,
    ExceptionReport,
    ProposedItem,
    RaisedTrigger,
    Review,
)
from governance.store.tables.rulebooks import Consent, RulebookVersion
from governance.store.tables.time import (
    ClockLease,
    Deadline,
    FlowRun,
    Message,
    MessageAttempt,
    MessagePreference,
    Prompt,
)
from governance.store.tables.watching import CoverCause, NightPlace

ROWS: dict[str, type[Row]] = {
    model.__tablename__: model  # type: ignore[misc]  # a string on every table
    for model in (
        Absence, AgendaItem, Agreement, Appointment, AssuranceException, Attendance, Ballot,
        Block, Body, CallIn, ChairAppointment, ClockLease, Commission, CommissionPartner, Consent,
        CoverCause, Deadline, Decision, Declaration, Delegation, Evidence, ExceptionLine,
        ExceptionReport, FlowRun, ImportedRelease, LedgerEntry, Meeting, Message, MessageAttempt,
        MessagePreference, NightPlace, Notice, Office, OfficeHolding, Organisation, Partnership,
        Person, PrincipleAnswer, PrivateText, Prompt, Proposal, ProposedItem, RaisedTrigger,
        ReferenceCounter, Review, RoleGrant, RulebookVersion, StageProgress, Step,
    )
}  # fmt: skip
"""Every table's model by the table's name."""

TABLES = {name: SQLModel.metadata.tables[name] for name in ROWS}
"""Every table by its name, for Core."""

__all__ = [
    "ROWS",
    "TABLES",
    "Absence",
    "AgendaItem",
    "Agreement",
    "Appointment",
    "AssuranceException",
    "Attendance",
    "Ballot",
    "Block",
    "Body",
    "CallIn",
    "ChairAppointment",
    "ClockLease",
    "Commission",
    "CommissionPartner",
    "Consent",
    "CoverCause",
    "Deadline",
    "Decision",
    "Declaration",
    "Delegation",
    "Evidence",
    "ExceptionLine",
    "ExceptionReport",
    "FlowRun",
    "ImportedRelease",
    "LedgerEntry",
    "Meeting",
    "Message",
    "MessageAttempt",
    "MessagePreference",
    "NightPlace",
    "Notice",
    "Office",
    "OfficeHolding",
    "Organisation",
    "Partnership",
    "Person",
    "PrincipleAnswer",
    "PrivateText",
    "Prompt",
    "Proposal",
    "ProposedItem",
    "RaisedTrigger",
    "ReferenceCounter",
    "Retention",
    "Review",
    "RoleGrant",
    "Row",
    "RulebookVersion",
    "StageProgress",
    "Step",
    "Subject",
]

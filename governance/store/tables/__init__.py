"""Every table, by room. `TABLES` maps names to `sqlalchemy.Table` for Core statements."""

from sqlmodel import SQLModel

from governance.store.tables.accounts import (
    Account,
    DoneForm,
    KeptForm,
    PersonLock,
    ServiceToken,
    SignInAttempt,
    WebSession,
)
from governance.store.tables.base import Retention, Row, Subject
from governance.store.tables.bodies import (
    Appointment,
    Body,
    ChairAppointment,
    Delegation,
    Office,
    OfficeHolding,
)
from governance.store.tables.calendars import CalendarAddress
from governance.store.tables.commissions import (
    Agreement,
    Commission,
    CommissionPartner,
    Evidence,
    PrincipleAnswer,
    StageProgress,
)
from governance.store.tables.decommissioning import (
    DecommissioningCase,
    TransferCount,
)
from governance.store.tables.funds import (
    Allocation,
    Contribution,
    Fund,
    FundPartner,
    FundReport,
    PooledAgreement,
    RemedialPlan,
)
from governance.store.tables.imports import ImportedRelease
from governance.store.tables.jobs import ExampleClock, Job
from governance.store.tables.ledger import LedgerEntry, Seal, SealedEntry, UnsealedEntry
from governance.store.tables.meetings import AgendaItem, Attendance, Meeting
from governance.store.tables.openid import Identity, ProviderSession, SignInBegun
from governance.store.tables.outside import OutsideReference
from governance.store.tables.people import (
    Absence,
    Organisation,
    Partnership,
    Person,
    PrivateText,
    ReferenceCounter,
    RoleGrant,
)
from governance.store.tables.performance import (
    Action,
    ImprovementPlan,
    Measure,
    Observation,
)
from governance.store.tables.plans import (
    AnnualReport,
    CommissioningPlan,
    CommissionPlace,
    Commitment,
    MonitoringReturn,
    Plan,
    PlanConsultee,
    PlanPart,
    Priority,
    ReturnLine,
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
from governance.store.tables.triggers import TriggerLook
from governance.store.tables.watching import CoverCause, NightPlace
from governance.store.tables.webhooks import (
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookPlace,
)

ROWS: dict[str, type[Row]] = {
    model.__tablename__: model  # type: ignore[misc]  # a string on every table
    for model in (
        Absence, Account, Action, AgendaItem, Agreement, Allocation, AnnualReport, Appointment,
        AssuranceException, Attendance, Ballot, Block, Body, CalendarAddress, CallIn,
        ChairAppointment, ClockLease, Commission, CommissionPartner, CommissionPlace,
        CommissioningPlan, Commitment, Consent, Contribution, CoverCause, Deadline, Decision,
        Declaration, DecommissioningCase, Delegation, DoneForm, Evidence, ExampleClock,
        ExceptionLine, ExceptionReport, FlowRun, Fund, FundPartner, FundReport, Identity,
        ImportedRelease, ImprovementPlan, Job, KeptForm, LedgerEntry, Measure, Meeting, Message,
        MessageAttempt, MessagePreference, MonitoringReturn, NightPlace, Notice, Observation,
        Office, OfficeHolding, Organisation, OutsideReference, Partnership, Person, PersonLock,
        Plan, PlanConsultee, PlanPart, PooledAgreement, PrincipleAnswer, Priority, PrivateText,
        Prompt, Proposal, ProposedItem, ProviderSession, RaisedTrigger, ReferenceCounter,
        RemedialPlan, ReturnLine, Review, RoleGrant, RulebookVersion, Seal, SealedEntry,
        ServiceToken, SignInAttempt, SignInBegun, StageProgress, Step, TransferCount, TriggerLook,
        UnsealedEntry, WebSession, Webhook, WebhookAttempt, WebhookDelivery, WebhookPlace,
    )
}  # fmt: skip
"""Every table's model by the table's name."""

TABLES = {name: SQLModel.metadata.tables[name] for name in ROWS}
"""Every table by its name, for Core."""

__all__ = [
    "ROWS",
    "TABLES",
    "Absence",
    "Account",
    "Action",
    "AgendaItem",
    "Agreement",
    "Allocation",
    "AnnualReport",
    "Appointment",
    "AssuranceException",
    "Attendance",
    "Ballot",
    "Block",
    "Body",
    "CalendarAddress",
    "CallIn",
    "ChairAppointment",
    "ClockLease",
    "Commission",
    "CommissionPartner",
    "CommissionPlace",
    "CommissioningPlan",
    "Commitment",
    "Consent",
    "Contribution",
    "CoverCause",
    "Deadline",
    "Decision",
    "Declaration",
    "DecommissioningCase",
    "Delegation",
    "DoneForm",
    "Evidence",
    "ExampleClock",
    "ExceptionLine",
    "ExceptionReport",
    "FlowRun",
    "Fund",
    "FundPartner",
    "FundReport",
    "Identity",
    "ImportedRelease",
    "ImprovementPlan",
    "Job",
    "KeptForm",
    "LedgerEntry",
    "Measure",
    "Meeting",
    "Message",
    "MessageAttempt",
    "MessagePreference",
    "MonitoringReturn",
    "NightPlace",
    "Notice",
    "Observation",
    "Office",
    "OfficeHolding",
    "Organisation",
    "OutsideReference",
    "Partnership",
    "Person",
    "PersonLock",
    "Plan",
    "PlanConsultee",
    "PlanPart",
    "PooledAgreement",
    "PrincipleAnswer",
    "Priority",
    "PrivateText",
    "Prompt",
    "Proposal",
    "ProposedItem",
    "ProviderSession",
    "RaisedTrigger",
    "ReferenceCounter",
    "RemedialPlan",
    "Retention",
    "ReturnLine",
    "Review",
    "RoleGrant",
    "Row",
    "RulebookVersion",
    "Seal",
    "SealedEntry",
    "ServiceToken",
    "SignInAttempt",
    "SignInBegun",
    "StageProgress",
    "Step",
    "Subject",
    "TransferCount",
    "TriggerLook",
    "UnsealedEntry",
    "WebSession",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookPlace",
]

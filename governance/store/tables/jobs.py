"""Long work beside the pages, and the hour of an example that goes on from where its year ended."""

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from governance.store.tables.base import Retention, Row, belongs_to, instant, json


class Job(Row, table=True):
    """A piece of long work that somebody asked for.

    `attempt` goes up each time it is begun or given back: what a process writes that was given up
    in the meantime is no longer taken. `begun` counts how often it was begun, without those times
    that a stop of Vires cut short. `done` of `total` says how far it is, in words by the code
    `saying`. Its result stands in `result`, or, where it is long, in a file named by its digest.
    """

    retention: ClassVar[Retention] = Retention.TWO_YEARS
    lifecycle: ClassVar[str | None] = "job"
    __table_args__ = (
        belongs_to("person", "person_id"),
        Index("job_next", "state", "asked_at", "id"),
        Index("job_latest", "partnership_id", "asked_at", "id"),
    )
    kind: str = Field(max_length=40)
    person_id: str | None = Field(default=None, max_length=36)
    asker: str = Field(max_length=80)
    """Who asked, as the record names who acts: a person's key, or `operator`."""
    params: dict[str, Any] = json(default={})
    files: list[dict[str, Any]] = json(default=[])
    """What was handed in: `[{"name", "digest", "size"}]`."""
    state: str = Field(max_length=40)
    attempt: int = 0
    begun: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    process: str | None = Field(default=None, max_length=120)
    """The process that watches over it while it runs; see `processes.this_process`."""
    done: int = 0
    total: int | None = None
    saying: str | None = Field(default=None, max_length=80)
    saying_params: dict[str, Any] | None = json(default=None)
    result: dict[str, Any] | None = json(default=None)
    result_digest: str | None = Field(default=None, max_length=64)
    trouble: list[dict[str, Any]] | None = json(default=None)
    """Why it has no result: `[{"code", "params"}]`."""
    asked_at: dt.datetime = instant()
    began_at: dt.datetime | None = instant(default=None)
    beat_at: dt.datetime | None = instant(default=None)
    """When it last showed that it lives."""
    ended_at: dt.datetime | None = instant(default=None)


class ExampleClock(Row, table=True):
    """How an example goes on: it was `at` in the example when it really was `since`. One row."""

    __tablename__ = "example_clock"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    at: dt.datetime = instant()
    since: dt.datetime = instant()

"""Where looking for causes of decommissioning stands: what is to be looked at, and since when."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import Index

from governance.store.tables.base import Retention, Row, day, instant


class TriggerLook(Row, table=True):
    """A commission whose measures, plans or agreements have changed, or a whole partnership.

    `id` is the commission's, or the partnership's own. `asked_at` says since when it is to be
    looked at, empty once it was; `retry_at` that looking failed and waits. Of a partnership,
    `looked_on` is the last day on which all of its commissions were looked at. It is kept apart
    from the commission, so that noting it makes no act on the commission fail.
    """

    __tablename__ = "trigger_look"
    retention: ClassVar[Retention] = Retention.TWO_YEARS
    __table_args__ = (Index("trigger_look_asked", "partnership_id", "asked_at"),)
    asked_at: dt.datetime | None = instant(default=None)
    retry_at: dt.datetime | None = instant(default=None)
    looked_on: dt.date | None = day(default=None)

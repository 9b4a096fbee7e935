"""The record: what was done, by whom and by what right; receipts, seals, and past days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from governance.application.desk import Desk
from governance.application.jobs.acts import ask
from governance.application.jobs.queries import Job
from governance.application.ledger import receipts
from governance.application.ledger.holding import MOST, Held, held_to, held_to_kept
from governance.application.ledger.listing import entries
from governance.application.ledger.queries import EntryView, history
from governance.application.ledger.seals_told import latest_seals, public_key, seal_told, waits
from governance.application.ledger.told import Names, names_in, readable
from governance.application.record.exporting import record_of, written
from governance.application.signing_in.service_tokens import Scope
from governance.application.subjects import find_subject
from governance.domain.errors import Unusable
from governance.interfaces.api.operations import Act, Look, Room
from governance.interfaces.api.rooms.jobs import asked
from governance.interfaces.api.shapes import File
from governance.interfaces.api.told import RecordEntry, RecordOf

_JSON = "application/json"


def latest(
    desk: Desk,
    *,
    who: str = "",
    kind: str = "",
    ref: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    after: str = "",
) -> tuple[list[dict[str, Any]], str | None]:
    """What was done, the latest first: by somebody, to a kind of thing, to one thing, in days.

    `who` is a person's key, `clock` or `operator`; `kind` a kind of thing.
    """
    page = entries(desk, actor=who, table=kind, ref=ref, since=since, until=until, after=after[:36])
    names = names_in(desk, (one.entry.facts for one in page.entries))
    return [
        {"ref": one.ref, "kind": one.table, **_entry(desk, one.entry, names)}
        for one in page.entries
    ], page.after


def of_one(desk: Desk, subject: str) -> dict[str, Any]:
    """Everything that was done to one thing, the first first."""
    found = history(desk, subject)
    names = names_in(desk, (one.facts for one in found.entries))
    return {
        "ref": found.ref,
        "kind": found.table,
        "entries": [_entry(desk, one, names) for one in found.entries],
    }


def _entry(desk: Desk, one: EntryView, names: Names) -> dict[str, Any]:
    return {**one.plain(), "who": one.who, "told": readable(desk, one.facts, names)}


def decision_record(desk: Desk, report: str) -> tuple[bytes, str]:
    """The decision record of a report: everything by which anybody can check what was decided."""
    record = record_of(desk, report)
    return written(record), f"{record['report']['ref']}-decision-record.json"


def receipt_of(desk: Desk, subject: str, number: int) -> tuple[bytes, str]:
    """The receipt of an entry, to which the record can be held."""
    told = receipts.receipt(desk, subject, number=number)
    return receipts.encoded(told).encode(), f"{told['ref']}-{told['number']}-receipt.json"


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as an act's answer tells it."""

    ref: str
    id: str
    act: str
    entry: int
    hash: str
    at: dt.datetime


def hold(
    desk: Desk,
    *,
    file: File | None = None,
    receipts: Sequence[KeptReceipt] = (),
    ahead: tuple[Held, ...] = (),
) -> tuple[Held, ...]:
    """Hold the record to receipts: it still says what they say. Nothing is changed.

    They are the file of a receipt, or `receipts` as the answer of an act tells them.
    """
    del desk, file, receipts  # held ahead
    return ahead


def _held(
    desk: Desk, *, file: File | None = None, receipts: Sequence[KeptReceipt] = ()
) -> tuple[Held, ...]:
    if (file is None) == (not receipts):
        raise Unusable.one("receipt.one_way")
    if file is not None:
        return (held_to(desk, file.content, name=file.name[:100]),)
    if len(receipts) > MOST:
        raise Unusable.one("receipt.too_many", most=MOST)
    return held_to_kept(
        desk, [(one.id, one.ref, one.entry, one.act, one.hash, one.at) for one in receipts]
    )


def _told_held(held: tuple[Held, ...]) -> dict[str, Any]:
    first = held[0]
    return {"ref": first.ref, "number": first.number, "seal": first.seal,
            "held": [{"ref": one.ref, "number": one.number} for one in held]}  # fmt: skip


def seals(desk: Desk, *, after: str = "") -> tuple[list[Any], str | None]:
    """The seals over the record, the last first."""
    if after and not (after.isascii() and after.isdigit() and len(after) < 10):
        raise Unusable.one("api.cursor_unusable")
    found, more = latest_seals(desk, before=int(after) if after else None)
    return found, str(found[-1].number) if more else None


def key(desk: Desk) -> tuple[bytes, str]:
    """The public key of the latest seal, as the verifier takes it."""
    found = public_key(desk)
    if found is None:
        raise Unusable.one("seal.none_yet")
    return found[1].encode(), f"{desk.partnership.key}-seals.pem"


def ask_then(desk: Desk, *, subject: str, day: dt.date) -> Job:
    """Ask how a commission, report, body or rulebook stood at the end of a day.

    It is a job: its result is rebuilt from the record alone.
    """
    _, row = find_subject(desk, subject)
    return ask(desk, "as_it_stood", {"ref": row.ref, "day": day.isoformat()})


ROOM = Room(
    name="The record",
    looks=(
        Look(key="record.list", path="/record", ask=latest, mark=None,
             gives=list[RecordEntry]),
        Look(key="record.show", path="/record/{subject}", ask=of_one, gives=RecordOf),
        Look(key="record.receipt", path="/record/{subject}/receipts/{number}", ask=receipt_of,
             file=_JSON),
        Look(key="record.of_decision", path="/reports/{report}/decision-record",
             ask=decision_record, file=_JSON),
        Look(key="seal.list", path="/seals", ask=seals, mark=None),
        Look(key="seal.waiting", path="/seals/waiting", ask=waits),
        Look(key="seal.key", path="/seals/key", ask=key, file="application/x-pem-file"),
        Look(key="seal.show", path="/seals/{number}", ask=seal_told),
    ),
    acts=(
        Act(key="receipt.check", path="/receipts/check", do=hold, ahead=_held, scope=Scope.READ,
            tells=_told_held),
        Act(key="as_it_stood.ask", path="/as-it-stood/{subject}", do=ask_then, new="/jobs/{job}",
            tells=asked),
    ),
)  # fmt: skip

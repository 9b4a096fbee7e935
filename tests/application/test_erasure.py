"""Erasing somebody: their text is gone everywhere, and what they did still stands and is proved."""

import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, select
from world import World, empty_world, world

from governance.application.change import Receipt
from governance.application.commissions.opening import record_commission
from governance.application.desk import Desk
from governance.application.ledger.differing import differences
from governance.application.people import acts, held
from governance.application.people.erasing import erase
from governance.application.people.leaving import leave
from governance.application.people.preferences import set_address
from governance.application.people.queries import name_of
from governance.application.signing_in import acts as signing_in
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.interfaces.personal import personal_file
from governance.store import ledger
from governance.store.backup import backup, restore
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

NAMES = ("Sam Example", "Sam Other-Example")
ADDRESSES = ("sam@example.org", "sam.other@example.org")
_BODIES = select(TABLES["ledger_entry"].c.body)
_ACCOUNTS = select(func.count()).select_from(TABLES["account"])
_SESSIONS = select(func.count()).select_from(TABLES["web_session"])
_TEXTS = select(TABLES["private_text"]).where(TABLES["private_text"].c.text.is_not(None))
_LAST = select(TABLES["ledger_entry"].c.body).where(TABLES["ledger_entry"].c.id == bindparam("id"))


def years_later(now: dt.datetime, years: int) -> dt.datetime:
    return now.replace(year=now.year + years)


def codes(caught: pytest.ExceptionInfo[Refused] | pytest.ExceptionInfo[Unusable]) -> list[str]:
    error = caught.value
    return [one.code for one in (error.refusals if isinstance(error, Refused) else error.problems)]


def add_sam(desk: Desk) -> None:
    """Somebody with two names and two addresses."""
    acts.add_person(desk, key="example-sam", name=NAMES[0], address=ADDRESSES[0])
    acts.rename(desk, person="example-sam", name=NAMES[1])
    set_address(desk, person="example-sam", address=ADDRESSES[1])


def erased_sam(built: World) -> Receipt:
    """Somebody who came, had an account, left, and was erased when their time was over."""
    with built.acting() as desk:
        add_sam(desk)
        acts.add_person(desk, key="example-kim", name="Kim Example", address="kim@example.org")
        signing_in.make_account(desk, person="example-sam")
    signing_in.start_session(
        built.store, partnership=built.key, person="example-sam", now=built.now
    )
    with built.acting() as desk:
        leave(desk, person="example-sam")
    with built.acting(now=years_later(built.now, 6)) as desk:
        return erase(desk, person="example-sam", reason="their time is over")


def test_every_name_and_address_goes_with_account_and_sessions_and_nobody_elses(
    store: Store, now: dt.datetime
) -> None:
    built = empty_world(store, now)
    receipt = erased_sam(built)
    with store.read() as tx:
        assert sorted(row.text for row in tx.all(_TEXTS)) == ["Kim Example", "kim@example.org"]
        assert (tx.scalar(_ACCOUNTS), tx.scalar(_SESSIONS)) == (0, 0)
        assert ledger.verify(tx).ok
        said = json.loads(tx.scalar(_LAST, id=_entry_of(store, receipt)))
        assert all(text not in row.body.decode() for row in tx.all(_BODIES) for text in NAMES)
    assert said["kind"] == "person.erased"
    assert said["facts"] == {"person": "example-sam", "reason": "their time is over"}
    assert [write[:2] for write in said["writes"]].count(["update", "private_text"]) == 4
    assert differences(store) == ()
    with built.looking(now=years_later(now, 6)) as desk:
        assert name_of(desk, desk.row("person", "example-sam")) == "example-sam"


def _entry_of(store: Store, receipt: Receipt) -> str:
    entry = TABLES["ledger_entry"]
    with store.read() as tx:
        return str(
            tx.scalar(select(entry.c.id).where(entry.c.hash == bindparam("h")), h=receipt.hash)
        )


def test_whatever_stands_against_it_is_said_at_once(quick_store: Store, now: dt.datetime) -> None:
    built = world(quick_store, now)
    with built.acting() as desk:
        lead = "example-commissioner"
        record_commission(desk, title="Example service", lead=lead, reason="It ran before.")
        with pytest.raises(Refused) as caught:
            erase(desk, person=lead, reason="asked", now_because="at once")
        assert codes(caught) == [
            "people.erase_still_here",
            "people.erase_holds",
            "people.erase_leads",
        ]


def test_before_their_time_it_takes_a_reason_of_its_own(
    quick_store: Store, now: dt.datetime
) -> None:
    built = empty_world(quick_store, now)
    with built.acting() as desk:
        add_sam(desk)
        leave(desk, person="example-sam")
    almost = years_later(now, 6) - dt.timedelta(days=1)
    with built.acting(now=almost) as desk:
        with pytest.raises(Refused) as caught:
            erase(desk, person="example-sam", reason="asked")
        assert codes(caught) == ["people.erase_early"]
        receipt = erase(desk, person="example-sam", reason="asked", now_because="threatened")
        assert receipt.kind == "person.erased_early"
        with pytest.raises(Refused) as caught:
            erase(desk, person="example-sam", reason="asked")
        assert codes(caught) == ["people.erased_already"]
        with pytest.raises(Refused) as caught:
            acts.rename(desk, person="example-sam", name="Sam")
        assert codes(caught) == ["people.erased"]
        with pytest.raises(Refused) as caught:
            set_address(desk, person="example-sam", address="sam@example.org")
        assert codes(caught) == ["people.erased"]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (" ", "name.reason_missing"),
        ("x" * 1001, "people.erase_reason_long"),
        (f"{NAMES[0].upper()} asked for it", "people.erase_reason_names"),
        (f"asked from {ADDRESSES[0]}", "people.erase_reason_names"),
    ],
)
def test_a_reason_says_why_and_not_whom(
    quick_store: Store, now: dt.datetime, reason: str, code: str
) -> None:
    built = empty_world(quick_store, now)
    with built.acting() as desk:
        add_sam(desk)
        leave(desk, person="example-sam")
        for given in ({"reason": reason}, {"reason": "asked", "now_because": reason}):
            with pytest.raises(Unusable) as caught:
                erase(desk, person="example-sam", **given)
            assert codes(caught) == [code]


def test_only_administrators_erase(quick_store: Store, now: dt.datetime) -> None:
    built = world(quick_store, now)
    with built.acting() as desk:
        add_sam(desk)
        leave(desk, person="example-sam")
    for actor in ("example-director", "example-commissioner"):
        with pytest.raises(GuardRefused), built.acting(actor) as desk:
            erase(desk, person="example-sam", reason="asked", now_because="at once")


def test_nothing_of_it_is_left_in_the_file_nor_comes_back_with_a_backup(
    sqlite_url: str, quick_store: Store, now: dt.datetime, tmp_path: Path
) -> None:
    store = open_store(sqlite_url)
    erased_sam(empty_world(store, now))
    path = tmp_path / "after.vires"
    backup(store, path=path, evidence_dir=tmp_path / "evidence", now=now)
    store.close()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    content = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert not [text for text in (*NAMES, *ADDRESSES) if text.encode() in content]

    elsewhere = quick_store
    restore(
        elsewhere,
        path=path,
        evidence_dir=tmp_path / "evidence",
        actor="operator",
        now=now,
        replace=False,
    )
    with elsewhere.read() as tx:
        assert sorted(row.text for row in tx.all(_TEXTS)) == ["Kim Example", "kim@example.org"]
    assert differences(elsewhere) == ()


def test_what_is_held_is_told_for_each_column_that_refers_to_people() -> None:
    refers = {
        f"{table.name}.{column}"
        for table in TABLES.values()
        for one in table.foreign_key_constraints
        if one.referred_table.name == "person"
        for column in one.column_keys
        if column != "partnership_id"
    }
    assert {one.name for one in held.HELD} - {"appointment.substitute_ids"} == refers


@pytest.mark.parametrize("form", held.FORMATS)
def test_what_is_held_is_written_whole_and_without_secrets(
    store: Store, now: dt.datetime, form: str
) -> None:
    built = empty_world(store, now)
    with built.acting() as desk:
        add_sam(desk)
        signing_in.make_account(desk, person="example-sam")
        acts.grant(desk, person="example-sam", role="auditor")
        held.note_export(desk, person="example-sam", form=form)
    with built.acting("example-sam") as desk:
        set_address(desk, person="example-sam", address=ADDRESSES[0])
    with built.looking("example-sam") as desk:
        content = b"".join(personal_file(desk, "example-sam", form)).decode()
    for text in (*NAMES, *ADDRESSES, "auditor"):
        assert text in content
    assert "argon2" not in content
    if form == "json":
        found = {one["name"]: one["rows"] for one in json.loads(content)["held"]}
        assert [one["kind"] for one in found["by"]] == ["person.address_set"]
        assert found["about"][-2]["kind"] == "person.exported"
        assert found["role_grant.person_id"][0]["role"] == "auditor"


def test_nobody_is_told_what_is_held_about_somebody_else(
    quick_store: Store, now: dt.datetime
) -> None:
    built = world(quick_store, now)
    with pytest.raises(GuardRefused), built.acting("example-director") as desk:
        held.note_export(desk, person="example-commissioner", form="json")
    with pytest.raises(GuardRefused), built.looking("example-director") as desk:
        list(personal_file(desk, "example-commissioner", "json"))

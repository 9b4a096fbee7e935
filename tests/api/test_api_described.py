"""The description is for programmers outside: every name says what it means and what it may be."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Site
from calling_api import Program, codes
from jsonschema import Draft202012Validator
from sqlalchemy import select
from world import KEY, world

from governance.application.desk import acting
from governance.application.people.acts import grant
from governance.application.permissions import ROLES
from governance.application.proposals.notices import NOTICES
from governance.domain.decisions import KINDS
from governance.interfaces.api import vocabulary
from governance.interfaces.api.openapi import described
from governance.interfaces.api.rooms import ROOMS
from governance.interfaces.api.vocabulary import said_of
from governance.store.engine import Store
from governance.store.tables import TABLES

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
TOLD = described(ROOMS)
OPERATIONS = {one["operationId"]: one for way in TOLD["paths"].values() for one in way.values()}


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    world(store, NOW)
    return Site(store, NOW, KEY, tmp_path)


@pytest.fixture
def secretary(site: Site) -> Program:
    return Program(site, "example-secretary")


@pytest.fixture
def commissioner(site: Site) -> Program:
    return Program(site, "example-commissioner")


def properties(schema: Any, where: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            yield where, name, one
        for name, one in schema.items():
            yield from properties(one, f"{where}/{name}")
    elif isinstance(schema, list):
        for one in schema:
            yield from properties(one, where)


def test_every_field_and_every_question_says_what_it_means() -> None:
    fields = [*properties(TOLD, "")]
    assert len(fields) > 1000
    assert [(where, name) for where, name, one in fields if not one.get("description")] == []
    asked = [(key, one) for key, each in OPERATIONS.items() for one in each["parameters"]]
    assert [(key, one["name"]) for key, one in asked if not one.get("description")] == []


def test_what_is_said_names_nothing_inside_and_no_errors_of_ours() -> None:
    for key, one in OPERATIONS.items():
        assert len(one["summary"]) > 5, key
        for said in (one["summary"], one["description"]):
            assert not re.search(r"\bRaises\b|\bNone\b|`[A-Z_]+`|Refused|Unusable", said), key
    for where, name, one in properties(TOLD, ""):
        assert not re.search(r"\bRaises\b|`[A-Z_]{3,}`", one["description"]), f"{where} {name}"


def test_no_two_operations_are_told_in_the_same_words() -> None:
    said = [one["summary"] for one in OPERATIONS.values()]
    assert sorted({one for one in said if said.count(one) > 1}) == []


@pytest.mark.parametrize(
    ("text", "names", "told"),
    [
        ("Do it. Raises `Refused` where not.", (), "Do it."),
        ("Do it.\n\nRaises as `join`. It stays.", (), "Do it.\n\nIt stays."),
        ("Do it to `day`. At most `MOST`.", ("day",), "Do it to `day`."),
        ("Do it; `day` is None for never.", ("day",), "Do it; `day` is null for never."),
    ],
)
def test_docstrings_are_told_to_people_outside(text: str, names: tuple[str], told: str) -> None:
    assert said_of(text, names) == told


def test_values_that_are_closed_are_told_and_are_those_of_the_use_case() -> None:
    draft = sent("report.draft")
    assert draft["kind"]["enum"] == list(KINDS)
    assert sent("person.grant")["role"]["enum"] == list(ROLES)
    assert sent("report.notice")["kind"]["enum"] == list(NOTICES)
    assert sent("commission.agreement")["state"]["default"] == "in_force"
    assert sent("report.decide")["publish"]["default"] is True
    told = {name for _, name, one in properties(TOLD, "") if "enum" in str(one)}
    assert {one.partition(":")[0] for one in vocabulary.VALUES} <= told
    for known in vocabulary.VALUES.values():
        assert len(set(known)) == len(list(known)) > 0


def sent(key: str) -> dict[str, Any]:
    body = OPERATIONS[key]["requestBody"]["content"]["application/json"]["schema"]
    found: dict[str, Any] = body["properties"]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_report_that_is_told_is_known(commissioner: Program, kind: str) -> None:
    no = commissioner.post("/reports", {"kind": kind, "title": "T"})
    assert "proposal.kind_unknown" not in (codes(no) if no.status_code >= 400 else [])
    unknown = commissioner.post("/reports", {"kind": f"{kind}x", "title": "T"})
    assert codes(unknown) == ["proposal.kind_unknown"]


@pytest.mark.parametrize(
    ("path", "said", "code"),
    [
        ("/rules/V-0002/propose", {"title": "T", "recommendation": "R", "pending": "x"},
         "rulebook.pending_unknown"),
        ("/working-days/close", {"day": "2026-06-01", "kind": "x", "reason": "R"}, "name.unknown"),
        ("/bodies", {"key": "b", "name": "B", "standing": "x"}, "name.unknown"),
        ("/people/example-director/grant", {"role": "x"}, "name.unknown"),
        ("/funds", {"key": "f", "title": "F", "kind": "x", "host": "example-council"},
         "fund.kind_unknown"),
    ],
)  # fmt: skip
def test_what_is_not_among_the_values_is_refused(
    site: Site, secretary: Program, path: str, said: dict[str, Any], code: str
) -> None:
    program = secretary
    if "grant" in path:
        with acting(site.store, now=NOW, partnership=KEY) as desk:
            grant(desk, person="example-auditor", role="administrator")
        program = Program(site, "example-auditor")
    assert code in codes(program.post(path, said))


def test_headers_and_answers_that_anything_may_get_are_described() -> None:
    made = OPERATIONS["commission.open"]["responses"]["201"]["headers"]
    assert set(made) == {"ETag", "Location", "Idempotent-Replayed"}
    assert {"421", "500"} <= set(TOLD["components"]["responses"])
    for one in OPERATIONS.values():
        assert {"421", "500"} <= set(one["responses"])


def test_common_answers_have_the_shape_that_is_told(
    secretary: Program, commissioner: Program
) -> None:
    made = commissioner.post(
        "/commissions",
        {"title": "T", "lead": "example-commissioner", "end_date": "2028-03-31"},
    ).json()
    commissioner.post("/commissions/C-0001/evidence", {"kind": "other", "title": "A statement"})
    held = secretary.post(
        "/meetings", {"body": "executive-board", "on": "2026-06-01", "starts": "10:00:00"}
    ).json()
    for key, path in {
        "commission.next": f"/commissions/{made['ref']}/next",
        "report.inbox": "/inbox",
        "job.list": "/jobs",
        "meeting.minutes": f"/meetings/{held['ref']}/minutes",
        "meeting.quorum": f"/meetings/{held['ref']}/quorum",
        "record.list": "/record",
        "record.show": f"/record/{made['ref']}",
        "deadlines.list": "/deadlines",
        "deadlines.overdue": "/deadlines/overdue",
    }.items():
        answer = secretary.get(path)
        assert answer.status_code == 200, answer.text
        schema = OPERATIONS[key]["responses"]["200"]["content"]["application/json"]["schema"]
        assert "ref" in str(schema), key
        whole = {**schema, "components": TOLD["components"]}
        Draft202012Validator(whole).validate(answer.json())


def test_a_move_ahead_names_the_address_that_makes_it(commissioner: Program) -> None:
    commissioner.post("/commissions/propose", {"title": "T", "lead": "example-commissioner"})
    moves = commissioner.get("/commissions/C-0001/next").json()["moves"]
    start = next(one for one in moves if one["move"] == "start_cycle")
    assert start["act"] == "/api/v1/commissions/C-0001/start"
    known = {f"/api/v1{path}" for path, ways in TOLD["paths"].items() if "post" in ways}
    for one in moves:
        if one["act"] is not None:
            at = one["act"].replace("C-0001", "{commission}")
            at = re.sub(r"/stages/[^/]+/", "/stages/{stage}/", at)
            assert at in known
    assert [one["move"] for one in moves if one["act"] is None] == []
    done = commissioner.post(start["act"].removeprefix("/api/v1"), {"end_date": "2028-03-31"})
    assert done.status_code == 200, done.text
    stages = commissioner.get("/commissions/C-0001/next").json()["moves"]
    opened = next(one for one in stages if one["move"] == "bring_to_gate")
    assert opened["act"].endswith(f"/stages/{opened['about']}/gate")


def test_a_document_is_read_and_withdrawn_by_the_id_that_adding_it_told(
    site: Site, commissioner: Program
) -> None:
    commissioner.post(
        "/commissions",
        {"title": "T", "lead": "example-commissioner", "end_date": "2028-03-31"},
    )
    added = commissioner.post(
        "/commissions/C-0001/evidence",
        {"kind": "needs-assessment", "title": "What families said",
         "file": {"name": "families.txt", "content": "V2UgYXJlIHRpcmVkLgo="}},
    )  # fmt: skip
    document = added.json()["result"]["evidence"]
    answer = commissioner.get(f"/evidence/{document}")
    assert (answer.status_code, answer.content) == (200, b"We are tired.\n")
    closed = commissioner.post(
        "/commissions/C-0001/evidence",
        {"kind": "needs-assessment", "title": "Names",
         "file": {"name": "names.txt", "content": "V2UgYXJlIHRpcmVkLgo="},
         "closed": {"kind": "exempt", "paragraph": "2", "reason": "It names people."}},
    )  # fmt: skip
    other = closed.json()["result"]["evidence"]
    assert commissioner.get(f"/evidence/{other}").status_code == 200
    outside = Program(site, "example-lead-member").get(f"/evidence/{other}")
    assert outside.status_code in (403, 409)
    page = site.as_("example-lead-member").get(f"/evidence/{other}")
    assert page.status_code == 403, "the page refuses as the API does"
    done = commissioner.post(f"/evidence/{document}/withdraw", {"reason": "A wrong file."})
    assert done.status_code == 200
    with site.store.read() as tx:
        rows = TABLES["evidence"]
        assert tx.scalar(select(rows.c.withdrawn).where(rows.c.id == document))


def test_receipts_of_an_answer_are_held_to(commissioner: Program) -> None:
    made = commissioner.post(
        "/commissions",
        {"title": "T", "lead": "example-commissioner", "end_date": "2028-03-31"},
    ).json()
    kept = {"receipts": made["receipts"]}
    held = commissioner.post("/receipts/check", kept)
    assert held.status_code == 200, held.text
    assert len(held.json()["result"]["held"]) == len(made["receipts"]) > 0
    altered = [{**made["receipts"][0], "act": "proposal.decided"}]
    no = commissioner.post("/receipts/check", {"receipts": altered})
    assert (no.status_code, codes(no)) == (400, ["receipt.entry_differs"])
    assert codes(commissioner.post("/receipts/check", {})) == ["receipt.one_way"]
    many = {"receipts": made["receipts"] * 101}
    assert codes(commissioner.post("/receipts/check", many)) == ["receipt.too_many"]


def test_lists_are_narrowed_by_states_and_days_and_nothing_else(secretary: Program) -> None:
    for day in ("2026-06-01", "2026-07-01"):
        secretary.post("/meetings", {"body": "executive-board", "on": day, "starts": "10:00:00"})
    whole = secretary.get("/meetings", body="executive-board").json()["items"]
    late = secretary.get("/meetings", from_day="2026-06-15").json()["items"]
    assert late == [one for one in whole if one["on_day"] >= "2026-06-15"] != []
    planned = secretary.get("/meetings", state="planned").json()["items"]
    assert {one["state"] for one in planned} == {"planned"}
    for path in ("/meetings", "/agreements", "/commissions", "/reports", "/cases"):
        for wrong in ("nonsense", ""):
            no = secretary.get(path, state=wrong)
            assert (no.status_code, codes(no)) == (400, ["list.value_unknown"]), path
    assert codes(secretary.get("/meetings", from_day="soon")) == ["list.day_unusable"]
    assert codes(secretary.get("/rules", kind="nonsense")) == ["list.value_unknown"]
    ending = secretary.get("/agreements", ends_before="2030-01-01")
    assert ending.json()["items"] == []


def test_who_decides_a_case_is_told_by_a_scheme(secretary: Program) -> None:
    found = secretary.get("/rules", kind="scheme").json()["items"]
    ref = next(one["ref"] for one in found if one["key"] == "example-partnership")
    nothing = secretary.post(f"/rules/{ref}/who", {}).json()["result"]
    assert nothing["unknown"]
    case = {"kind": "award", "value": "20000.00"}
    told = secretary.post(f"/rules/{ref}/who", {"answers": case}).json()["result"]
    for _ in range(9):
        if "rule" in told:
            break
        money = ("value", "approval")
        case |= {one: "20000.00" if one.endswith(money) else "no" for one in told["unknown"]}
        answer = secretary.post(f"/rules/{ref}/who", {"answers": case})
        assert answer.status_code == 200, answer.text
        told = answer.json()["result"]
    assert told["deciders"]
    assert told["path_said"]
    wrong = secretary.post(f"/rules/{ref}/who", {"answers": {"valu": "1"}})
    assert codes(wrong) == ["scheme.case.unknown"]


def test_working_days_are_counted(secretary: Program) -> None:
    asked = {"verb": "latest", "policy": "clear_working_days", "days": "5", "day": "2026-06-11"}
    told = secretary.get("/working-days/count", **asked)
    assert told.status_code == 200, told.text
    assert told.json()["day"] == "2026-06-03"
    counted = [one["day"] for one in told.json()["working"] if one["counted"]]
    assert sorted(counted) == [
        "2026-06-04", "2026-06-05", "2026-06-08", "2026-06-09", "2026-06-10"
    ]  # fmt: skip
    known = secretary.get("/working-days/count", **{**asked, "policy": "nonsense"})
    assert codes(known) == ["name.unknown"]
    no = secretary.get("/working-days/count", **{**asked, "days": "-1"})
    assert no.status_code == 400

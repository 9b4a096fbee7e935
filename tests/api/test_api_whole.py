"""The API as a whole: everything the pages do, each address with its scope, none without a token."""

from pathlib import Path

import pytest
from browsing import HOST
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from sqlalchemy import UniqueConstraint

from governance.application.listing import column_of
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.app import PREFIX, offered
from governance.interfaces.api.openapi import described
from governance.interfaces.api.rooms import ROOMS
from governance.interfaces.served import Served
from governance.interfaces.web.app import create_app
from governance.interfaces.web.rooms import ROOMS as PAGES
from governance.store.engine import Store
from governance.store.tables import TABLES

HERE = Path(__file__).parent
NOT_FOR_PROGRAMS = HERE / "not_for_programs.txt"
ACCESS = HERE / "access_list.txt"


def test_every_act_of_a_page_is_open_to_programs_or_says_why_not() -> None:
    pages = {act.key for room in PAGES for act in room.acts}
    programs = {act.key for room in ROOMS for act in room.acts}
    lines = NOT_FOR_PROGRAMS.read_text(encoding="utf-8").splitlines()
    kept_back = dict(line.split(" | ", 1) for line in lines)
    assert pages - programs - kept_back.keys() == set()
    assert kept_back.keys() & programs == set()
    assert kept_back.keys() - pages == set()
    assert all(kept_back.values())
    assert list(kept_back) == sorted(kept_back)


def access() -> list[str]:
    """Every address with its method and the scope that it takes."""
    found = []
    for room in ROOMS:
        for resource in room.resources:
            admin = " administrator" if resource.administrator else ""
            for path in (resource.path, f"{resource.path}/{{ref}}"):
                found.append(f"GET  {path} {Scope.READ}{admin}")
        for look in room.looks:
            admin = " administrator" if look.administrator else ""
            found.append(f"GET  {look.path} {Scope.READ}{admin}")
        for act in room.acts:
            admin = " administrator" if act.administrator else ""
            found.append(f"POST {act.path} {act.scope}{admin}")
    return sorted(found, key=lambda line: (line[5:], line[:4]))


def test_every_address_and_its_scope_are_on_the_list() -> None:
    assert access() == ACCESS.read_text(encoding="utf-8").splitlines()


def test_no_address_and_no_name_stands_twice() -> None:
    ways = [(method, path) for path, method, _ in offered()]
    assert len(ways) == len(set(ways))
    operations = [one for path in described(ROOMS)["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert sorted({one for one in names if names.count(one) > 1}) == []
    assert len(operations) == len(ways)


def test_nothing_is_answered_without_a_token(quick_store: Store, tmp_path: Path) -> None:
    import datetime as dt

    now = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
    served = Served(store=quick_store, clock=lambda: now, data_dir=tmp_path)
    client = TestClient(create_app(served), base_url=f"http://{HOST}", client=(HOST, 50000))
    for path, method, _ in offered():
        at = PREFIX + path.replace("{", "x").replace("}", "")
        answer = client.request(method, at)
        assert answer.status_code == 401, f"{method} {at}"
        assert answer.headers["content-type"] == "application/problem+json"


def test_what_a_list_is_narrowed_by_has_an_index() -> None:
    for room in ROOMS:
        for resource in room.resources:
            table = TABLES[resource.table]
            begun = {
                tuple(getattr(column, "name", "") for column in index.expressions)[:2]
                for index in table.indexes
            }
            begun |= {
                tuple(column.name for column in one.columns)[:2]
                for one in table.constraints
                if isinstance(one, UniqueConstraint)
            }
            for column in map(column_of, resource.filters):
                known = ("partnership_id", column) in begun or (column,) in begun
                assert known, f"{resource.path} by {column}"


def test_the_description_is_sound() -> None:
    told = described(ROOMS)
    assert told["openapi"] == "3.1.0"
    for name, schema in told["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert name.isidentifier(), name
    for path, operations in told["paths"].items():
        named = {part[1:-1] for part in path.split("/") if part.startswith("{")}
        for operation in operations.values():
            in_path = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            assert in_path == named, path
            assert operation["summary"], operation["operationId"]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_what_an_act_does_is_said_in_its_first_line(room: object) -> None:
    for act in room.acts:  # type: ignore[attr-defined]
        said = (act.do.__doc__ or "").strip().partition("\n")[0]
        assert said.endswith("."), f"{act.key}: {said!r}"

"""The API under requests made from its own description, as people of every role, on a whole year.

No answer is a server's error, none departs from the description, and nobody is let do what their
role may not. `VIRES_SOAK` multiplies how many are sent; the long run is part of `make soak`.
"""

import datetime as dt
import os
import random
import shutil
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from calling_api import EVERYTHING
from copying import copy_database
from example_year import IN_ONE_WORKER, ExampleYear
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from governance.application.desk import acting
from governance.application.signing_in.service_tokens import make_token
from governance.interfaces.api.openapi import described
from governance.interfaces.api.rooms import ROOMS
from governance.interfaces.served import Served
from governance.interfaces.web.app import create_app
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

pytestmark = [IN_ONE_WORKER, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

NOW = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)
HERE = "exampleshire"
WHO = (
    "example-secretary",
    "example-commissioner",
    "example-director",
    "example-auditor",
    "example-lead-member",
)
REQUESTS = 500 * int(os.environ.get("VIRES_SOAK", "1"))
MOST_KNOWN = 12
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def store(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A copy of the example after its year, to be written into."""
    folder = tmp_path_factory.mktemp("fuzzed")
    copy_database(example_year.folder / "vires.db", folder / "vires.db")
    shutil.copytree(example_year.folder / "evidence", folder / "evidence")
    return open_store(f"sqlite:///{folder / 'vires.db'}")


@pytest.fixture(scope="module")
def known(store: Store) -> dict[str, list[str]]:
    """What there is to name, by the part of an address that names it."""
    found: dict[str, list[str]] = {}
    with store.read() as tx:
        partnerships = TABLES["partnership"]
        here = tx.scalar(select(partnerships.c.id).where(partnerships.c.key == HERE))
        for name, table in TABLES.items():
            column = table.c.get("ref", table.c.get("key", table.c.id))
            mine = select(column).where(table.c.partnership_id == here)
            found[name] = [str(row[0]) for row in tx.all(mine.order_by(column).limit(MOST_KNOWN))]
    for part, called in OTHERWISE.items():
        found[part] = found.get(part, []) + found[called]
    return found


OTHERWISE = {
    "report": "proposal",
    "version": "rulebook_version",
    "appointment": "chair_appointment",
    "case": "decommissioning_case",
    "return": "monitoring_return",
    "message_id": "message",
    "pool": "pooled_agreement",
    "item": "proposed_item",
    "name": "commission",
}
"""What parts of addresses are called that are not called as their table is."""


def part_of(path: str, part: str) -> str:
    """The kind of thing that a part of an address names: of {ref}, the noun before it."""
    if part != "ref":
        return part
    noun = path.split("/{ref}", maxsplit=1)[0].rsplit("/", 1)[-1].replace("-", "_")
    singular = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return {"people": "person", "rule": "rulebook_version", "chair": "chair_appointment"}.get(
        noun, {"rule": "rulebook_version", "report": "proposal", "chair": "chair_appointment"}.get(
            singular, singular
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def tokens(store: Store) -> dict[str, str]:
    """A token with every scope for somebody of every role."""
    found = {}
    for who in WHO:
        with acting(store, now=NOW, partnership=HERE, actor=who) as desk:
            found[who] = make_token(desk, name="fuzz", scopes=EVERYTHING).token
    return found


@pytest.fixture(scope="module")
def schema(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The description as the application gives it."""
    served = Served(
        store=store,
        clock=lambda: NOW,
        data_dir=tmp_path_factory.mktemp("files"),
        hosts=("testserver", "localhost"),
    )
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_app(served))


def test_requests_made_from_the_description(
    schema: Any, tokens: dict[str, str], known: dict[str, list[str]]
) -> None:
    operations = [one.ok() for one in schema.get_all_operations()]
    assert len(operations) == sum(len(one) for one in described(ROOMS)["paths"].values())
    told: dict[int, int] = {}

    @given(data=st.data())
    @settings(
        max_examples=REQUESTS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    def send(data: st.DataObject) -> None:
        operation = data.draw(st.sampled_from(operations))
        case = data.draw(operation.as_strategy())
        _name_what_there_is(case, known, data.draw)
        who = data.draw(st.sampled_from(WHO))
        answer = case.call(headers={"Authorization": f"Bearer {tokens[who]}"})
        told[answer.status_code] = told.get(answer.status_code, 0) + 1
        case.validate_response(answer, checks=CHECKS)

    send()
    print(f"{sum(told.values())} requests: {dict(sorted(told.items()))}")
    assert 401 not in told
    assert told.get(200, 0) + told.get(201, 0) > REQUESTS // 20


def _name_what_there_is(case: Any, known: dict[str, list[str]], draw: Callable[[Any], Any]) -> None:
    """Two times in three name something that is there, so that guards and not names refuse."""
    for part in list(case.path_parameters or {}):
        names = known.get(part_of(case.operation.path, part))
        if names and draw(st.integers(0, 2)):
            case.path_parameters[part] = draw(st.sampled_from(names))
    if isinstance(case.body, dict):
        for name, value in list(case.body.items()):
            names = known.get(name)
            if names and isinstance(value, str) and draw(st.integers(0, 2)):
                case.body[name] = draw(st.sampled_from(names))


def test_steps_that_follow_from_one_another(schema: Any, tokens: dict[str, str]) -> None:
    """What an act made is what the next ones are about, as the description links them."""
    who = random.Random(0).choice(WHO[:2])
    machine = schema.as_state_machine()

    class Steps(machine):  # type: ignore[misc,valid-type]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {tokens[who]}"}}

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    Steps.run(
        settings=settings(
            max_examples=max(5, REQUESTS // 50),
            stateful_step_count=8,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
    )

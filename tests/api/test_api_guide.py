"""Every example of the API's guide, sent in order and compared with what the guide says comes back."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from browsing import Site
from calling_api import Program
from world import KEY, world

import governance
from governance.store.engine import Store

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
DOCS = Path(governance.__file__).parent / "docs"
ANYTHING = "…"
_BLOCK = re.compile(r"```(http|json)(?: (\d+))?\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A request of the guide, and what it says of the answer."""

    request: str
    status: int
    says: Any


def examples() -> list[Example]:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    blocks = [(m[1], m[2], m[3]) for m in _BLOCK.finditer(text)]
    assert [kind for kind, _, _ in blocks] == ["http", "json"] * (len(blocks) // 2)
    return [
        Example(request, int(status or 200), json.loads(said))
        for (_, _, request), (_, status, said) in zip(blocks[::2], blocks[1::2], strict=True)
    ]


def send(program: Program, example: Example) -> Any:
    head, _, body = example.request.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, path = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    if "Authorization" in headers:
        headers["Authorization"] = f"Bearer {program.token}"
    client = program.client
    client.headers.pop("Authorization", None)
    return client.request(method, path, headers=headers, content=body.strip() or None)


def holds(said: Any, found: Any) -> bool:
    """Whether an answer has what the guide shows of it."""
    if said == ANYTHING:
        return True
    if isinstance(said, dict):
        return isinstance(found, dict) and all(
            name in found and holds(one, found[name]) for name, one in said.items()
        )
    if isinstance(said, list):
        return isinstance(found, list) and all(
            any(holds(one, other) for other in found) for one in said
        )
    return bool(said == found)


@pytest.fixture
def program(store: Store, tmp_path: Path) -> Program:
    world(store, NOW)
    return Program(Site(store, NOW, KEY, tmp_path), "example-commissioner")


def test_every_example_of_the_guide_is_so(program: Program) -> None:
    told = examples()
    assert len(told) >= 12
    for example in told:
        answer = send(program, example)
        assert answer.status_code == example.status, (example.request, answer.text)
        assert holds(example.says, answer.json()), (example.request, answer.text)


def test_the_guide_s_scopes_are_those_there_are() -> None:
    from governance.application.signing_in.service_tokens import Scope

    text = (DOCS / "api.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE)
    assert listed == [one.value for one in Scope]

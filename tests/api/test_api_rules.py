"""Bodies, rulebooks and people by the API: seats filled, a text handed in and proved, roles given."""

import datetime as dt
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from browsing import Site
from calling_api import Program, codes
from world import KEY, world

from governance.application.desk import acting
from governance.application.people.acts import grant
from governance.store.engine import Store

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
SECRETARY = "example-secretary"


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    world(store, NOW)
    with acting(store, now=NOW, partnership=KEY) as desk:
        grant(desk, person="example-auditor", role="administrator")
    return Site(store, NOW, KEY, tmp_path)


@pytest.fixture
def secretary(site: Site) -> Program:
    return Program(site, SECRETARY)


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


def scheme_of(program: Program) -> dict[str, Any]:
    found = program.get("/rules", kind="scheme").json()["items"]
    own: dict[str, Any] = next(one for one in found if one["key"] == "example-partnership")
    return own


def test_a_draft_is_written_proved_and_proposed(secretary: Program) -> None:
    now = scheme_of(secretary)
    assert now["state"] == "in_force"
    begun = secretary.post(f"/rules/{now['ref']}/draft")
    ref = done(begun)["ref"]
    found = secretary.get(f"/rules/{ref}")
    text = found.json()["details"]["text"]
    changed = text.replace("title:", "# Read again in May.\ntitle:", 1)
    assert changed != text
    seen = found.headers["ETag"]
    done(secretary.post(f"/rules/{ref}/text", {"text": changed}, seen=seen))
    late = secretary.post(f"/rules/{ref}/text", {"text": text}, seen=seen)
    assert late.status_code == 412
    assert secretary.get(f"/rules/{ref}/findings").json()["proved"] is True
    done(secretary.post(f"/rules/{ref}/prove"))
    assert secretary.get(f"/rules/{ref}").json()["state"] == "proved"
    said = {"title": "New scheme", "recommendation": "That it is adopted."}
    asked = secretary.post(f"/rules/{ref}/propose", said)
    report = secretary.get(f"/reports/{done(asked)['ref']}").json()
    assert (report["kind"], report["subject_version"]) == ("adopt", ref)


def test_a_text_that_cannot_be_read_is_told_line_by_line(secretary: Program) -> None:
    answer = secretary.post("/rules", {"text": "kind: scheme\nrules: [\n"})
    assert answer.status_code == 400
    assert codes(answer)
    with_a_hole = secretary.post("/rules", {"text": "kind: nothing\n"})
    assert with_a_hole.status_code == 400


def test_a_scheme_with_a_hole_is_not_proved(secretary: Program) -> None:
    now = scheme_of(secretary)
    ref = done(secretary.post(f"/rules/{now['ref']}/draft"))["ref"]
    text = secretary.get(f"/rules/{ref}").json()["details"]["text"]
    head, _, rules = text.partition("\nrules:")
    first, second = rules.find("\n  - "), rules.find("\n  - ", rules.find("\n  - ") + 1)
    holed = f"{head}\nrules:{rules[:first]}{rules[second:]}"
    done(secretary.post(f"/rules/{ref}/text", {"text": holed}))
    found = secretary.get(f"/rules/{ref}/findings").json()
    assert found["proved"] is False
    assert all(one["words"] for one in found["findings"])
    refused = secretary.post(f"/rules/{ref}/prove")
    assert refused.status_code == 409
    assert secretary.get(f"/rules/{ref}").json()["state"] == "draft"


def test_a_seat_is_filled_and_an_office_held(secretary: Program) -> None:
    added = secretary.post("/people", {"key": "a-newcomer", "name": "A Newcomer"})
    assert added.status_code == 201, added.text
    body = secretary.get("/bodies/scrutiny").json()
    seat = body["details"]["seats"][0]
    done(secretary.post(f"/bodies/scrutiny/seats/{seat['seat']}/end", {"last_day": "2026-05-04"}))
    done(
        secretary.post(
            f"/bodies/scrutiny/seats/{seat['seat']}/appoint",
            {"person": "a-newcomer", "from_day": "2026-05-05"},
        )
    )
    office = secretary.post("/offices", {"key": "a-post", "title": "a post"})
    done(secretary.post(f"/offices/{done(office)['ref']}/hold", {"person": "a-newcomer"}))
    (held,) = secretary.get("/offices/a-post").json()["details"]["holdings"]
    assert held["person"] == "a-newcomer"
    unknown = secretary.post("/bodies/scrutiny/seats/nowhere/appoint", {"person": "a-newcomer"})
    assert codes(unknown)


def test_roles_are_for_administrators_to_give(site: Site) -> None:
    keeper, other = Program(site, "example-auditor"), Program(site, "example-commissioner")
    said = {"role": "commissioner"}
    refused = other.post("/people/example-head-teacher/grant", said)
    assert refused.status_code == 403
    done(keeper.post("/people/example-head-teacher/grant", said))
    found = keeper.get("/people/example-head-teacher").json()["details"]["roles"]
    assert [one["role"] for one in found] == ["commissioner"]
    assert codes(other.get("/messages")) == ["api.not_administrator"]
    assert keeper.get("/messages").status_code == 200


def test_one_s_own_tokens_are_listed_and_taken_back(secretary: Program) -> None:
    (mine,) = secretary.get("/tokens").json()["items"]
    assert (mine["id"], mine["state"]) == (secretary.token_id, "good")
    done(secretary.post(f"/tokens/{secretary.token_id}/revoke"))
    assert codes(secretary.get("/tokens")) == ["api.token_unknown"]


def test_a_scheme_is_taken_as_files_compared_and_covered(secretary: Program) -> None:
    ref = scheme_of(secretary)["ref"]
    text = secretary.get(f"/rules/{ref}/text")
    assert text.text == secretary.get(f"/rules/{ref}").json()["details"]["text"]
    assert "S1" in secretary.get(f"/rules/{ref}/sheet").text
    assert "<dmn:definitions" in secretary.get(f"/rules/{ref}/dmn").text
    draft = done(secretary.post(f"/rules/{ref}/draft"))["ref"]
    changed = text.text.replace("title:", "# Read again in May.\ntitle:", 1)
    done(secretary.post(f"/rules/{draft}/text", {"text": changed}))
    found = secretary.get(f"/rules/{draft}/differences", old=ref).json()
    assert any("Read again in May" in line for line in found["lines"])
    cover = secretary.get(f"/rules/{ref}/cover", k=1).json()
    assert cover["scheme"] == "example-partnership"
    terms = secretary.get("/rules", kind="terms").json()["items"][0]["ref"]
    assert codes(secretary.get(f"/rules/{terms}/sheet")) == ["cover.not_a_scheme"]

"""Calls of the API: who may, what is done once, what is refused and how it is told."""

import datetime as dt
from pathlib import Path

import pytest
from browsing import HOST, Site
from calling_api import Program, codes
from fastapi.testclient import TestClient
from world import KEY, world

from governance.application.desk import acting
from governance.application.people.leaving import leave
from governance.application.signing_in import service_tokens
from governance.application.signing_in.service_tokens import make_token, revoke_token
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
NEW = {"title": "Short breaks", "lead": "example-commissioner", "end_date": "2028-03-31"}


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    world(store, NOW)
    return Site(store, NOW, KEY, tmp_path)


@pytest.fixture
def commissioner(site: Site) -> Program:
    return Program(site, "example-commissioner")


def opened(program: Program, **more: object) -> str:
    answer = program.post("/commissions", {**NEW, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ref"])


def test_a_commission_is_opened_and_read_back(commissioner: Program) -> None:
    answer = commissioner.post("/commissions", {**NEW, "value": 12_345_678, "need": "A rest."})
    assert answer.status_code == 201
    told = answer.json()
    assert [told["ref"]] == [
        one["ref"] for one in told["receipts"] if one["act"].startswith("commission.")
    ][:1]
    read = commissioner.get(answer.headers["Location"])
    found = read.json()
    assert (found["title"], found["lead"], found["end_date"], found["value"]) == (
        "Short breaks", "example-commissioner", "2028-03-31", 12_345_678,
    )  # fmt: skip
    assert found["state"] == "in_cycle"
    assert read.headers["ETag"] == answer.headers["ETag"] == f'"{found["version"]}"'
    assert found["details"]["need"] == "A rest."


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "api.no_token"),
        ("Basic dmlyZXM6dmlyZXM=", "api.no_token"),
        ("Bearer vires_nothing", "api.token_unknown"),
        ("Bearer ", "api.token_unknown"),
        ("Bearer \xff", "api.token_unknown"),
    ],
)
def test_nobody_gets_in_without_a_good_token(site: Site, header: str | None, code: str) -> None:
    client = TestClient(site.app, base_url=f"http://{HOST}", client=(HOST, 50000))
    headers = [] if header is None else [(b"Authorization", header.encode("latin-1"))]
    answer = client.get("/api/v1/commissions", headers=headers)
    assert answer.status_code == 401
    assert codes(answer) == [code]
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_of_the_browser_is_no_token(site: Site) -> None:
    browser = site.as_("example-commissioner")
    assert browser.client.get("/api/v1/commissions").status_code == 401


def test_a_token_is_good_for_its_scopes_alone(site: Site) -> None:
    reader = Program(site, "example-commissioner", scopes=("read",))
    assert reader.get("/commissions").status_code == 200
    answer = reader.post("/commissions", NEW)
    assert (answer.status_code, codes(answer)) == (403, ["api.scope_missing"])
    writer = Program(site, "example-commissioner", scopes=("work",))
    assert codes(writer.get("/commissions")) == ["api.scope_missing"]


def test_a_token_gives_no_power_its_person_has_not(site: Site) -> None:
    auditor = Program(site, "example-auditor")
    answer = auditor.post("/commissions", NEW)
    assert answer.status_code == 403
    assert codes(answer) == ["lifecycle.not_permitted"]


def test_a_token_ends_on_its_day_when_taken_back_and_when_somebody_left(site: Site) -> None:
    here = {"partnership": KEY, "actor": "example-commissioner"}
    with acting(site.store, now=NOW, **here) as desk:
        short = make_token(desk, name="short", scopes=["read"], expires_on=desk.today)
        long = make_token(desk, name="long", scopes=["read"])
    end_of_day = dt.datetime(2026, 5, 4, 23, 0, tzinfo=dt.UTC)  # midnight of British summer time
    known = service_tokens.bearer_of
    before = end_of_day - dt.timedelta(seconds=1)
    assert known(site.store, token=short.token, now=before) is not None
    assert known(site.store, token=short.token, now=end_of_day) is None
    assert known(site.store, token=long.token, now=end_of_day) is not None
    with acting(site.store, now=NOW, **here) as desk:
        revoke_token(desk, token=long.id)
        with pytest.raises(Refused, match=r"token\.over"):
            revoke_token(desk, token=long.id)
    assert known(site.store, token=long.token, now=NOW) is None
    with acting(site.store, now=NOW, **here) as desk:
        third = make_token(desk, name="third", scopes=["read"])
    with acting(site.store, now=NOW, partnership=KEY) as desk:
        leave(desk, person="example-commissioner")
    later = NOW + dt.timedelta(days=1)
    assert known(site.store, token=third.token, now=later) is None


def test_nobody_makes_a_token_of_somebody_else_s(site: Site) -> None:
    with (
        acting(site.store, now=NOW, partnership=KEY, actor="example-secretary") as desk,
        pytest.raises(Refused, match=r"token\.not_yours"),
    ):
        make_token(desk, name="theirs", scopes=["read"], person="example-chair")
    with acting(site.store, now=NOW, partnership=KEY) as desk:
        made = make_token(desk, name="for them", scopes=["read"], person="example-commissioner")
        with pytest.raises(Unusable, match=r"token\.whose"):
            make_token(desk, name="nobody's", scopes=["read"])
    found = service_tokens.bearer_of(site.store, token=made.token, now=NOW)
    assert found is not None
    assert found.person == "example-commissioner"


def test_what_a_token_must_say(site: Site) -> None:
    with (
        acting(site.store, now=NOW, partnership=KEY, actor="example-secretary") as desk,
        pytest.raises(Unusable) as told,
    ):
        make_token(desk, name=" ", scopes=["raed"], expires_on=dt.date(2036, 1, 1))
    assert [one.code for one in told.value.problems] == [
        "token.scope_unknown", "token.name_unusable", "token.day_unusable",
    ]  # fmt: skip


def test_the_same_key_does_it_once(commissioner: Program) -> None:
    first = commissioner.post("/commissions", NEW, once="k-1")
    again = commissioner.post("/commissions", NEW, once="k-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(commissioner.get("/commissions").json()["items"]) == 1
    other = commissioner.post("/commissions", {**NEW, "title": "Other"}, once="k-1")
    assert (other.status_code, codes(other)) == (422, ["api.key_reused"])


def test_a_refused_call_may_be_sent_again_with_its_key(commissioner: Program) -> None:
    wrong = {**NEW, "lead": "nobody"}
    assert commissioner.post("/commissions", wrong, once="k-2").status_code in (400, 404)
    assert commissioner.post("/commissions", NEW, once="k-2").status_code == 201


def test_a_key_of_one_person_is_not_another_s(site: Site, commissioner: Program) -> None:
    assert commissioner.post("/commissions", NEW, once="k").status_code == 201
    answer = Program(site, "example-secretary").post("/commissions", NEW, once="k")
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


def test_what_changed_since_is_refused(commissioner: Program) -> None:
    ref = opened(commissioner)
    seen = commissioner.get(f"/commissions/{ref}").headers["ETag"]
    done = commissioner.post(f"/commissions/{ref}/details", {"title": "Rests"}, seen=seen)
    assert done.status_code == 200
    assert done.headers["ETag"] != seen
    late = commissioner.post(f"/commissions/{ref}/details", {"title": "Breaks"}, seen=seen)
    assert (late.status_code, codes(late)) == (412, ["moved_first"])
    now = commissioner.post(
        f"/commissions/{ref}/details", {"title": "Breaks"}, seen=done.headers["ETag"]
    )
    assert now.status_code == 200
    unreadable = commissioner.post(f"/commissions/{ref}/details", {"title": "X"}, seen="seven")
    assert codes(unreadable) == ["api.version_unreadable"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"title": "A"}, {"/lead": "api.field_missing", "/end_date": "api.field_missing"}),
        ({**NEW, "ends": 1}, {"/ends": "api.field_unknown"}),
        ({**NEW, "value": "12"}, {"/value": "api.field_wrong"}),
        ({**NEW, "value": 12.5}, {"/value": "api.field_wrong"}),
        ({**NEW, "value": 10**16}, {"/value": "api.field_wrong"}),
        ({**NEW, "title": "a\x00b"}, {"/title": "api.field_wrong"}),
        ({**NEW, "end_date": "31/03/2028"}, {"/end_date": "api.field_wrong"}),
        ({**NEW, "end_date": "1066-10-14"}, {"/end_date": "api.field_wrong"}),
        ({**NEW, "facts": {"a": "b\x00"}}, {"/facts/a": "api.field_wrong"}),
    ],
)
def test_everything_wrong_with_a_body_is_told_at_once(
    commissioner: Program, said: object, told: dict[str, str]
) -> None:
    answer = commissioner.post("/commissions", said)
    assert answer.status_code == 422
    assert codes(answer)
    found = {one["pointer"]: one["code"] for one in answer.json()["errors"]}
    assert told.items() <= found.items(), found


def test_what_is_no_json(commissioner: Program) -> None:
    post = commissioner.client.post
    assert codes(commissioner.post("/commissions", [])) == ["api.body_wrong"]
    form = post("/api/v1/commissions", data=NEW)
    assert (form.status_code, codes(form)) == (415, ["api.not_json"])
    broken = post("/api/v1/commissions", content=b"{", headers={"Content-Type": "application/json"})
    assert (broken.status_code, codes(broken)) == (400, ["api.body_unreadable"])
    half = post(
        "/api/v1/commissions",
        content=b'{"title": "\\ud800"}',
        headers={"Content-Type": "application/json"},
    )
    assert half.status_code in (400, 422)


def test_a_list_is_read_page_by_page(commissioner: Program) -> None:
    made = [opened(commissioner, title=f"Service {number}") for number in range(7)]
    found: list[str] = []
    at: str | None = "/commissions?limit=3"
    pages = 0
    while at is not None:
        page = commissioner.get(at).json()
        found += [one["ref"] for one in page["items"]]
        at, pages = page["next"], pages + 1
    assert (found, pages) == (made, 3)
    assert (
        commissioner.get("/commissions?lead=example-commissioner&limit=200").json()["next"] is None
    )
    assert commissioner.get("/commissions", state="paused").json()["items"] == []
    for path, code in (
        ("/commissions?limit=0", "api.limit_unusable"),
        ("/commissions?limit=201", "api.limit_unusable"),
        ("/commissions?cursor=%21", "api.cursor_unusable"),
        ("/commissions?colour=red", "api.field_unknown"),
        ("/commissions?lead=nobody", "name.unknown"),
    ):
        assert codes(commissioner.get(path)) == [code]


def test_what_is_not_there(commissioner: Program) -> None:
    for path in ("/nothing", "/commissions/C-9999", "/commissions/C-9999/next"):
        answer = commissioner.get(path)
        assert answer.status_code == 404, path
        assert codes(answer)
    answer = commissioner.client.delete("/api/v1/commissions")
    assert (answer.status_code, codes(answer)) == (405, ["api.no_such_method"])


def test_a_problem_leads_to_what_its_code_means(commissioner: Program) -> None:
    answer = commissioner.get("/commissions/C-9999")
    told = answer.json()
    assert told["request"] == answer.headers["X-Request-ID"]
    meaning = commissioner.client.get(told["type"]).json()
    assert meaning["code"] == told["errors"][0]["code"] == "name.unknown"
    assert commissioner.client.get("/api/v1/problems/no.such").status_code == 404


def test_evidence_is_handed_in_with_its_file(commissioner: Program, tmp_path: Path) -> None:
    ref = opened(commissioner)
    said = {
        "kind": "needs-assessment",
        "title": "What families said",
        "file": {"name": "families.txt", "content": "V2UgYXJlIHRpcmVkLgo="},
    }
    answer = commissioner.post(f"/commissions/{ref}/evidence", said)
    assert answer.status_code == 200, answer.text
    (kept,) = commissioner.get(f"/commissions/{ref}").json()["details"]["evidence"]
    assert kept["title"] == "What families said"
    (file,) = (
        (tmp_path / "evidence").rglob("*.*")
        if False
        else [one for one in (tmp_path / "evidence").rglob("*") if one.is_file()]
    )
    assert file.read_bytes() == b"We are tired.\n"
    wrong = commissioner.post(
        f"/commissions/{ref}/evidence", {**said, "file": {"name": "a", "content": "***"}}
    )
    assert codes(wrong) == ["api.field_wrong"]


def test_the_next_steps_are_told(commissioner: Program) -> None:
    ref = opened(commissioner)
    told = commissioner.get(f"/commissions/{ref}/next").json()
    assert any(move["open"] for move in told["moves"])


def test_the_version_told_is_the_one_that_is_read(commissioner: Program) -> None:
    answer = commissioner.post("/commissions", NEW)
    made, read = answer.headers["ETag"], commissioner.get(answer.headers["Location"])
    assert made == read.headers["ETag"]
    ref = answer.json()["ref"]
    at_once = commissioner.post(f"/commissions/{ref}/details", {"title": "Rests"}, seen=made)
    assert at_once.status_code == 200


def test_an_act_that_writes_nothing_is_answered_too(site: Site) -> None:
    secretary = Program(site, "example-secretary")
    (framework, *_) = secretary.get("/rules", kind="framework").json()["items"]
    text = secretary.get(f"/rules/{framework['ref']}").json()["details"]["text"]
    answer = secretary.post("/rules", {"text": text})
    assert answer.status_code == 201, answer.text
    assert answer.json()["ref"] == framework["ref"]


def test_what_is_nested_too_deeply_is_told(commissioner: Program) -> None:
    for many in (500, 100_000):
        body = b'{"title": ' + b"[" * many + b"]" * many + b"}"
        kind = {"Content-Type": "application/json"}
        answer = commissioner.client.post("/api/v1/commissions", content=body, headers=kind)
        assert answer.status_code in (400, 422), answer.text
        assert codes(answer)


def test_a_name_nobody_has_is_told_where_it_stands(commissioner: Program) -> None:
    answer = commissioner.post("/commissions", {**NEW, "lead": "nobody"})
    assert answer.status_code == 400
    (told,) = answer.json()["errors"]
    assert (told["code"], told["pointer"]) == ("name.unknown", "/lead")
    assert commissioner.get("/commissions", lead="nobody").status_code == 400
    assert commissioner.get("/commissions/C-9999").status_code == 404


def test_an_address_says_every_method_it_takes(commissioner: Program) -> None:
    answer = commissioner.client.delete("/api/v1/commissions")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert commissioner.client.head("/api/v1/commissions").status_code == 200


def test_text_that_reads_otherwise_than_it_is_is_refused(commissioner: Program) -> None:
    answer = commissioner.post("/commissions", {**NEW, "title": "\u202eevil\u2066"})
    assert (answer.status_code, codes(answer)) == (422, ["api.field_wrong"])


def test_what_breaks_is_told_as_a_problem(
    commissioner: Program, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from governance.application import listing

    def broken(*args: object, **given: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(listing, "page", broken)
    quiet = TestClient(
        site.app, base_url=f"http://{HOST}", client=(HOST, 50000), raise_server_exceptions=False
    )
    answer = quiet.get(
        "/api/v1/commissions", headers={"Authorization": f"Bearer {commissioner.token}"}
    )
    assert (answer.status_code, codes(answer)) == (500, ["api.broken"])
    assert answer.headers["Connection"] == "close"


def test_instants_and_hours_have_the_zone_that_they_must(site: Site) -> None:
    secretary = Program(site, "example-secretary")
    said = {"body": "executive-board", "on": "2026-05-20", "starts": "10:00:00+05:00"}
    offset = secretary.post("/meetings", said)
    assert (offset.status_code, codes(offset)) == (422, ["api.field_wrong"])
    naive = secretary.post("/webhooks/H-0001/replay", {"since": "2026-01-01T00:00:00"})
    assert naive.status_code == 422
    assert codes(naive)[0].startswith("api.field_")


def test_a_body_full_of_nonsense_is_refused_soon_and_briefly(commissioner: Program) -> None:
    fields = commissioner.post("/commissions", {f"f{n}": 1 for n in range(50_000)})
    assert (fields.status_code, codes(fields)) == (400, ["api.body_large"])
    items = commissioner.post(
        "/jobs/import-moderngov", {"files": [{"n": 1} for _ in range(50_000)]}
    )
    assert items.status_code == 422
    assert len(items.content) < 20_000
    large = commissioner.post("/commissions", {"title": "x" * 2_100_000})
    assert (large.status_code, codes(large)) == (413, ["api.too_large"])

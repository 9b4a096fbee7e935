"""What keeps bad people out: headers, cookies, hosts, redirects, paths, uploads, exports, logs."""

import datetime as dt
import json
import re

import pytest
import structlog
from browsing import Site, main_form, text_of
from fastapi.testclient import TestClient
from world import KEY, World, world

from governance.application.signing_in import acts
from governance.interfaces.served import Served
from governance.interfaces.web.app import create_app
from governance.interfaces.web.serving import ThroughProxies
from governance.store.engine import Store

SECRETARY, AUDITOR = "example-secretary", "example-auditor"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


def over_tls(site: Site, host: str = "vires.example.org") -> TestClient:
    """A browser that comes over an encrypted line, to a name the installation goes by."""
    served = Served(
        store=site.store,
        clock=lambda: site.now,
        data_dir=site.data_dir,
        hosts=("vires.example.org",),
    )
    return TestClient(create_app(served), base_url=f"https://{host}", follow_redirects=False)


# --- headers


@pytest.mark.parametrize(
    "path", [f"/p/{KEY}/account", f"/p/{KEY}/sign-in", f"/p/{KEY}/nowhere", "/healthz", "/nowhere"]
)
def test_every_answer_says_what_a_browser_may_do_with_it(site: Site, path: str) -> None:
    answer = site.as_(SECRETARY).client.get(path)
    policy = {
        part.split()[0]: part.split()[1:]
        for part in answer.headers["content-security-policy"].split(";")
        if part.strip()
    }
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    said = json.dumps(policy)
    assert "unsafe-inline" not in said
    assert "unsafe-eval" not in said
    assert "*" not in said
    assert "http" not in said
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert answer.headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in answer.headers, "not over an open line"
    assert "server" not in answer.headers


def test_the_one_inline_script_has_a_nonce_that_is_new_every_time(site: Site) -> None:
    browser = site.as_(SECRETARY)
    pages = [browser.get("/account") for _ in range(2)]
    found = [set(re.findall(r'nonce="([^"]+)"', page.text)) for page in pages]
    assert all(found), "a page without any nonce shows nothing"
    assert not found[0] & found[1]
    for page, nonces in zip(pages, found, strict=True):
        for nonce in nonces:
            assert f"'nonce-{nonce}'" in page.headers["content-security-policy"]
        assert " style=" not in page.text
        inline = re.findall(r"<script(?![^>]*(?:nonce|src)=)[^>]*>", page.text)
        assert inline == []
        assert re.findall(r"<[^>]+\son\w+=", page.text) == []


def test_over_an_encrypted_line_it_stays_encrypted(site: Site) -> None:
    answer = over_tls(site).get(f"/p/{KEY}/sign-in")
    assert "max-age=31536000" in answer.headers["strict-transport-security"]


# --- cookies


def cookies_of(answer: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in answer.headers.get_list("set-cookie"):  # type: ignore[attr-defined]
        found[line.partition("=")[0]] = line.lower()
    return found


def test_cookies_are_for_the_browser_and_this_place_alone(site: Site, built: World) -> None:
    with built.acting() as desk:
        password = acts.make_account(desk, person=SECRETARY).password
    client = over_tls(site)
    page = client.get(f"/p/{KEY}/sign-in")
    form = main_form(page)
    answer = client.post(form.action, data={**form.fields, "name": SECRETARY, "password": password})
    assert answer.status_code == 303
    found = cookies_of(page) | cookies_of(answer)
    assert set(found) == {"__Host-vires", "__Host-vires-form"}
    for line in found.values():
        assert {"httponly", "secure", "path=/"} <= set(re.split(r";\s*", line))
        assert "samesite=lax" in line or "samesite=strict" in line
        assert "domain=" not in line
    token = re.search(r"__host-vires=([^;]+)", found["__Host-vires"])
    assert token is not None
    assert len(token[1]) >= 43


def test_a_cookie_of_an_open_line_is_none_of_an_encrypted_one(site: Site) -> None:
    token = acts.start_session(site.store, partnership=KEY, person=SECRETARY, now=site.now)
    client = over_tls(site)
    client.cookies.set("vires", token, domain="vires.example.org")
    assert client.get(f"/p/{KEY}/account").status_code == 303


def test_signing_in_gives_another_session_than_was_there(site: Site, built: World) -> None:
    with built.acting() as desk:
        password = acts.make_account(desk, person=SECRETARY).password
    browser = site.as_()
    browser.client.cookies.set("vires", "chosen by somebody else")
    form = browser.form("/sign-in")
    browser.client.post(form.action, data={**form.fields, "name": SECRETARY, "password": password})
    tokens = [c.value for c in browser.client.cookies.jar if c.name == "vires"]
    assert any(token != "chosen by somebody else" for token in tokens)
    assert acts.session_of(site.store, token="chosen by somebody else", now=site.now) is None


# --- hosts, redirects, paths


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "vires.example.org"]
)
def test_it_answers_to_its_own_names_alone(site: Site, host: str) -> None:
    answer = site.as_().client.get(f"/p/{KEY}/sign-in", headers={"host": host})
    assert answer.status_code == 421
    assert "<" not in answer.text


def test_no_redirect_leads_elsewhere(site: Site) -> None:
    for asked in ("//evil.example", "https://evil.example", f"/p/{KEY}/%0d%0aSet-Cookie:x=y"):
        client = site.as_(SECRETARY).client
        client.follow_redirects = False
        answer = client.get(f"/p/{KEY}/sign-in", params={"next": asked})
        where = answer.headers["location"]
        assert where.startswith(f"/p/{KEY}/")
        assert "evil" not in where
        assert "set-cookie" not in answer.headers
    client = site.as_().client
    client.follow_redirects = False
    for path in (f"/p/{KEY}//evil.example", f"/p/{KEY}/account/", f"/p/{KEY}"):
        where = client.get(path).headers.get("location", "http://127.0.0.1/")
        assert where.startswith("http://127.0.0.1/")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../served.py",
        "/assets/..%2f..%2fserved.py",
        "/assets/%2e%2e/%2e%2e/app.py",
        "/assets//etc/passwd",
        "/assets/....//....//app.py",
        "/assets/src/vires.scss",
        f"/p/{KEY}/evidence/..%2f..%2fvires.db",
        f"/p/{KEY}/evidence/../../vires.db",
    ],
)
def test_no_path_leads_out_of_what_is_served(site: Site, path: str) -> None:
    answer = site.as_(SECRETARY).client.get(path)
    assert answer.status_code in {400, 404}
    assert "root:" not in answer.text
    assert "import" not in answer.text


# --- what is sent


def test_what_is_too_large_is_refused_before_it_is_read(built: World, now: dt.datetime) -> None:
    served = Served(store=built.store, clock=lambda: now, data_dir=None, upload_limit=1000)  # type: ignore[arg-type]
    client = TestClient(create_app(served), base_url="http://127.0.0.1")
    answer = client.post(f"/p/{KEY}/sign-in", content=b"a=" + b"x" * 4_000_000,
                         headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 413
    assert "You are not signed in" in text_of(answer)
    token = acts.start_session(built.store, partnership=KEY, person=SECRETARY, now=now)
    client.cookies.set("vires", token)
    answer = client.post(f"/p/{KEY}/sign-in", content=b"a=" + b"x" * 4_000_000,
                         headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code == 413
    assert "larger than Vires takes" in text_of(answer)


def test_nobody_unknown_hands_in_what_only_files_are_as_large_as(site: Site) -> None:
    large = {"data": {"csrf": "x"}, "files": {"file": ("a.pdf", b"x" * 2_500_000)}}
    path = f"/p/{KEY}/account/password"
    unknown = site.as_().client.post(path, **large)  # type: ignore[arg-type]
    assert unknown.status_code == 413
    assert "Sign in first" in text_of(unknown)
    unknown = site.as_().client.post(path, content=iter([b"x" * 1_500_000] * 2),
                                     headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert unknown.status_code == 413
    known = site.as_(SECRETARY).client.post(path, **large)  # type: ignore[arg-type]
    assert known.status_code == 403, "read, and of no form of ours"


def test_more_fields_than_any_form_has_are_refused(site: Site) -> None:
    many = "&".join(f"f{n}=1" for n in range(5000))
    answer = site.as_().client.post(f"/p/{KEY}/sign-in", content=many.encode(),
                                    headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_what_is_no_form_is_read_as_an_empty_one(site: Site, kind: str) -> None:
    browser = site.as_(SECRETARY)
    headers = {"content-type": kind} if kind else {}
    answer = browser.client.post(
        f"/p/{KEY}/account/password", content=b'{"csrf": "x"}', headers=headers
    )
    assert answer.status_code == 403


def test_bytes_that_are_no_text_break_nothing(site: Site) -> None:
    for raw in (b"name=%ff%fe&password=%00", b"name=\xff\xfe", b"name=a%00b&password=x"):
        browser = site.as_()
        form = browser.form("/sign-in")
        body = raw + b"&csrf=" + form.fields["csrf"][0].encode()
        answer = browser.client.post(form.action, content=body,
                                     headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
        assert answer.status_code in {400, 403}


def test_odd_questions_in_an_address_break_nothing(site: Site) -> None:
    browser = site.as_(SECRETARY)
    for query in (
        "after='",
        "after=%00",
        "words=%00%ff",
        "role[]=x",
        "state=%27%3B",
        "done=x&done=y",
    ):
        for path in ("/people", "/organisations", "/administration/messages", "/reviews"):
            answer = browser.client.get(f"/p/{KEY}{path}?{query}")
            assert answer.status_code in {200, 400}, (path, query)


# --- nobody reads along


def test_refusals_are_logged_with_the_request_and_nothing_that_was_typed(
    site: Site, built: World
) -> None:
    with built.acting() as desk:
        acts.make_account(desk, person=SECRETARY)
    with structlog.testing.capture_logs(
        processors=[structlog.contextvars.merge_contextvars]
    ) as lines:
        browser = site.as_()
        answer = browser.send("/sign-in", {"name": SECRETARY, "password": "a wrong password"})
        browser = site.as_(AUDITOR)
        forged = browser.client.post(f"/p/{KEY}/account/second-factor/off", data={"csrf": "x"})
        form = browser.form("/people/new")
        refused = browser.submit(form, {"name": "Typed Name", "key": "typed"})
    told = json.dumps(lines, default=str)
    assert "a wrong password" not in told
    assert "Typed Name" not in told
    by = {line["event"]: line for line in lines}
    assert by["sign_in_refused"]["request"] == answer.headers["x-request-id"]
    assert by["sign_in_refused"]["person"] == SECRETARY
    assert forged.status_code == 403
    assert refused.status_code == 403
    refusals = {line["request"] for line in lines if line["event"] in {"refused", "forged"}}
    assert refused.headers["x-request-id"] in refusals


def test_a_request_keeps_the_id_it_came_with_if_it_is_one(site: Site) -> None:
    app = ThroughProxies(site.app, ("192.0.2.0/24",))
    client = TestClient(app, base_url="http://127.0.0.1", client=("192.0.2.9", 50000))
    answer = client.get("/healthz", headers={"x-request-id": "proxy-1234-abcd"})
    assert answer.headers["x-request-id"] == "proxy-1234-abcd"
    stranger = TestClient(app, base_url="http://127.0.0.1", client=("198.51.100.9", 50000))
    for other in (stranger, site.as_().client):
        answer = other.get("/healthz", headers={"x-request-id": "proxy-1234-abcd"})
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    for bad in ("a b", "x" * 200, "<script>"):
        answer = client.get("/healthz", headers={"x-request-id": bad})
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])


def test_what_breaks_tells_nothing_of_the_inside(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from governance.interfaces.web.rooms import account

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(account, "called", broken)
    client = TestClient(site.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    client.cookies = site.as_(SECRETARY).client.cookies
    answer = client.get(f"/p/{KEY}/account")
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["content-security-policy"]


def test_health_tells_strangers_no_more_than_yes(site: Site) -> None:
    client = site.as_().client
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get("/readyz").json() == {"ready": True}


# --- two at once, back and forth


def test_the_page_before_signing_out_is_not_shown_again(site: Site) -> None:
    browser = site.as_(SECRETARY)
    page = browser.get("/account")
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
    browser.client.post(f"/p/{KEY}/sign-out", data={"csrf": csrf})
    assert "/sign-in" in str(browser.get("/account").url)
    answer = browser.client.post(
        f"/p/{KEY}/account/sessions/revoke", data={"csrf": csrf}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["location"]


def test_a_form_of_one_session_does_nothing_in_the_next(site: Site) -> None:
    first = site.as_(SECRETARY)
    form = first.form("/organisations/new")
    second = site.as_(SECRETARY)
    typed = {"name": "Kept Name", "key": "kept", "standing": "partner"}
    data = {**{k: v[0] for k, v in form.fields.items()}, **typed}
    page = second.client.post(form.action, data=data)
    assert page.status_code == 403
    assert main_form(page).fields["name"] == ["Kept Name"]
    assert "Kept Name" not in second.get("/organisations").text
    assert second.submit(main_form(page)).status_code == 200, "sent again, it is done"


def test_what_was_kept_for_one_is_not_given_to_another(site: Site) -> None:
    browser = site.as_(SECRETARY)
    form = browser.form("/organisations/new")
    site.now += dt.timedelta(hours=9)
    answer = browser.client.post(
        form.action, data={**form.fields, "name": "Mine Alone"}, follow_redirects=False
    )
    where = re.search(r"kept%3D([\w-]+)", answer.headers["location"])
    assert where is not None
    kept = f"/organisations/new?kept={where[1]}"
    assert "Mine Alone" not in site.as_(AUDITOR).get(kept).text
    assert "Mine Alone" in site.as_(SECRETARY).get(kept).text


def test_nothing_is_kept_of_what_came_from_no_page_of_ours(site: Site) -> None:
    from governance.store.tables import TABLES

    site.as_().client.post(f"/p/{KEY}/organisations/new", data={"name": "x" * 1000, "csrf": "y"})
    with site.store.read() as tx:
        assert tx.all(TABLES["kept_form"].select()) == []

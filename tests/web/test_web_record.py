"""The record in a browser: decision records, receipts, seals, their key; read and broken into."""

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from browsing import Browser, Site, text_of
from example_year import IN_ONE_WORKER, ExampleYear
from sqlalchemy import select
from working_off import perform_waiting
from world import KEY

import governance.interfaces.work  # noqa: F401  # makes its kinds of jobs known
from governance.application.desk import acting, looking
from governance.application.ledger import sealing
from governance.application.ledger.queries import history
from governance.application.people.partnerships import rename_partnership
from governance.store import keys
from governance.store.engine import open_store
from governance.store.tables import TABLES
from governance.verifier.__main__ import read_key, verify

pytestmark = IN_ONE_WORKER
LATER = dt.datetime(2027, 3, 9, 12, tzinfo=dt.UTC)
DECIDED = "R-0001"
HANDED = "content-disposition"
RECEIPT_OF_IT = re.compile(r'govuk-notification-banner__link" href="([^"]*)">([^<]*)<')
_proposal = TABLES["proposal"]
_UNDECIDED = select(_proposal.c.ref).where(_proposal.c.decided_on.is_(None)).limit(1)


@pytest.fixture(scope="module")
def site(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The application after the year, on a copy in which things are done."""
    folder = tmp_path_factory.mktemp("record")
    shutil.copytree(example_year.folder, folder, dirs_exist_ok=True)
    return Site(open_store(f"sqlite:///{folder / 'vires.db'}"), LATER, KEY, data_dir=folder)


@pytest.fixture(autouse=True)
def with_its_key(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of the year, as a server has it."""
    monkeypatch.setenv("VIRES_DATA_DIR", str(site.data_dir))
    monkeypatch.delenv("VIRES_SEAL_KEY", raising=False)


@pytest.fixture
def auditor(site: Site) -> Browser:
    return site.as_("example-auditor")


def undecided(year: ExampleYear) -> tuple[Site, str]:
    """The site in the midst of the year, and a report that nobody has decided by then."""
    for path in year.after:
        store = open_store(f"sqlite:///{path}")
        with store.read() as tx:
            ref = tx.scalar(_UNDECIDED)
        if ref is not None:
            return Site(store, LATER, KEY, data_dir=year.folder), str(ref)
        store.close()
    raise AssertionError("everything is decided at the end of every chapter")


def test_a_decision_record_is_downloaded_and_the_verifier_agrees(
    site: Site, auditor: Browser, tmp_path: Path
) -> None:
    report = auditor.get(f"/reports/{DECIDED}")
    assert f"/reports/{DECIDED}/decision-record" in report.text
    page = auditor.get(f"/reports/{DECIDED}/decision-record")
    assert "How anybody checks it" in text_of(page)
    assert f"/reports/{DECIDED}/decision-record/file" in page.text
    answer = auditor.get(f"/reports/{DECIDED}/decision-record/file")
    assert answer.headers[HANDED].endswith(f"{DECIDED}-decision-record.json")
    assert answer.headers[HANDED].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"].startswith("application/json")
    key = tmp_path / "key.pem"
    key.write_bytes(auditor.get("/seals/key").content)
    _, findings = verify(answer.content, read_key(key))
    assert not findings.failed


def test_there_is_no_record_before_a_decision(example_year: ExampleYear) -> None:
    midst, ref = undecided(example_year)
    auditor = midst.as_("example-auditor")
    assert "decision-record" not in auditor.get(f"/reports/{ref}").text
    for path in (f"/reports/{ref}/decision-record", f"/reports/{ref}/decision-record/file"):
        page = auditor.get(path)
        assert page.status_code == 400
        assert f"{ref} is not decided yet" in text_of(page)
        assert "vires next" not in page.text
    for ref in ("C-0001", "R-9999", "%2e%2e"):
        assert auditor.get(f"/reports/{ref}/decision-record/file").status_code in (400, 404)
    midst.store.close()


def test_the_public_is_told_why_the_record_is_not_published(site: Site) -> None:
    stranger = site.as_()
    page = stranger.get(f"/public/decisions/{DECIDED}")
    assert "The record itself is not published" in text_of(page)
    assert "decision-record" not in page.text
    for path in ("decision-record", "decision-record/file"):
        answer = stranger.client.get(
            stranger.url(f"/reports/{DECIDED}/{path}"), follow_redirects=False
        )
        assert answer.status_code == 303


def test_every_entry_gives_a_receipt_that_the_record_holds(auditor: Browser) -> None:
    page = auditor.get(f"/record/{DECIDED}")
    links = re.findall(rf'href="([^"]*/record/{DECIDED}/receipts/\d+)"', page.text)
    assert len(links) == len(set(links)) == page.text.count('class="moj-timeline__item"')
    answer = auditor.get(links[-1])
    assert answer.headers[HANDED].endswith(f"{DECIDED}-1-receipt.json")
    files = {"file": ("mine.json", answer.content, "application/json")}
    held = auditor.send("/receipts/check", files=files)
    assert f"entry 1 on {DECIDED} stands as its receipt says, in seal" in text_of(held)
    assert str(held.url.path).endswith(f"/record/{DECIDED}")
    altered = json.loads(answer.content) | {"kind": "proposal.decided"}
    files = {"file": ("<b>mine.json", json.dumps(altered).encode(), "application/json")}
    page = auditor.send("/receipts/check", files=files)
    assert page.status_code == 400
    assert "is another than the one there is a receipt for" in text_of(page)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("<b>x</b>.json", b"{}", "holds no receipt of Vires"),
        ("x.json", b"[" * 9000, "holds no receipt of Vires"),
        ("x.json", b"\xff\xfe\x00", "holds no receipt of Vires"),
        ("x.json", b"", "empty"),
        ("x.exe", b"MZ", "files of this type are not taken"),
        ("x.json", b" " * 1_000_001, "1 MB"),
    ],
)
def test_a_file_that_is_no_receipt_is_said(
    auditor: Browser, name: str, content: bytes, said: str
) -> None:
    page = auditor.send("/receipts/check", files={"file": (name, content, "text/plain")})
    assert page.status_code == 400
    assert said in text_of(page)
    assert "<b>x" not in page.text


def test_a_receipt_of_nothing_is_said(auditor: Browser) -> None:
    for number in ("999999", "0", "x", "-1", "9" * 30):
        page = auditor.get(f"/record/{DECIDED}/receipts/{number}")
        assert page.status_code in (400, 404, 409), number
        assert HANDED not in page.headers


def test_seals_and_their_key_are_there_to_compare(site: Site, auditor: Browser) -> None:
    page = auditor.get("/seals")
    said = text_of(page)
    key = keys.read(site.data_dir / "keys" / "seal.pem")
    assert key is not None
    assert key.fingerprint in said
    assert "Every entry is sealed." in said
    number = re.search(r"/seals/(\d+)", page.text)
    assert number is not None
    one = auditor.get(f"/seals/{number[1]}")
    with acting(site.store, now=LATER, partnership=KEY) as desk:
        latest = sealing.latest_seal(desk)
    assert latest is not None
    assert latest.hash in text_of(one)
    for bad in ("0", "999999999", "x", "９", "1" * 30):
        assert auditor.get(f"/seals/{bad}").status_code == 400, bad
    for bad in ("x", "-5", "1" * 30):
        assert auditor.get("/seals", before=bad).status_code == 400, bad
    answer = auditor.get("/seals/key")
    assert answer.content.startswith(b"-----BEGIN PUBLIC KEY-----")
    assert answer.headers[HANDED].endswith(f"{KEY}-seals.pem")


def test_what_waits_and_a_lost_key_are_told(site: Site, auditor: Browser) -> None:
    keeper = site.as_("example-secretary")
    assert "Every entry is sealed" in text_of(keeper.get("/administration"))
    with acting(site.store, now=LATER, partnership=KEY) as desk:
        rename_partnership(desk, name="Exampleshire Commissioning")
    assert "1 entry waits for a seal" in text_of(auditor.get("/seals"))
    site.now = LATER + dt.timedelta(minutes=5)
    place = site.data_dir / "keys" / "seal.pem"
    aside = place.rename(place.with_suffix(".aside"))
    said = text_of(keeper.get("/administration"))
    assert "Sealing has stopped." in said
    assert "There is no key at" in said
    assert "1 entry waits" in said
    aside.rename(place)
    assert "Sealing has stopped." not in text_of(keeper.get("/administration"))
    assert "for over a minute" in text_of(keeper.get("/administration"))
    sealing.seal_all(site.store, now=site.now)
    assert "Every entry is sealed" in text_of(keeper.get("/administration"))
    site.now = LATER


def test_the_check_of_the_record_tells_of_seals(site: Site, auditor: Browser) -> None:
    page = auditor.send("/jobs/check-record")
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)
    said = text_of(auditor.get(page.url.path))
    assert "The record is whole" in said
    assert re.search(r"[\d,]+ entries are sealed, in \d+ seals\.", said)


# --- as it stood


def stood(site: Site, browser: Browser, ref: str, day: dt.date) -> str:
    """What the page says on how a thing stood at the end of a day, or why there is none."""
    page = browser.send(f"/as-it-stood/{ref}", {"day": day})
    assert page.status_code == 200, text_of(page)
    folder = site.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)
    job = browser.get(page.url.path)
    where = re.search(r'href="([^"]*/stood/[^"]+)"', job.text)
    if where is None:
        return text_of(job)
    told = browser.get(where[1])
    assert told.status_code == 200
    assert "<form" not in told.text.partition("<main")[2]
    return text_of(told)


def test_a_commission_is_shown_as_it_stood(site: Site, auditor: Browser) -> None:
    assert "/as-it-stood/C-0001" in auditor.get("/commissions/C-0001").text
    said = stood(site, auditor, "C-0001", dt.date(2025, 5, 1))
    assert "C-0001 as it stood on 1 May 2025" in said
    assert "This is the past" in said
    assert "Understand Complete" in said
    assert "A-0006" not in said, "it was signed later"
    assert "A-0006" in stood(site, auditor, "C-0001", dt.date(2026, 3, 3))


def test_a_report_a_body_and_rules_are_shown_as_they_stood(site: Site, auditor: Browser) -> None:
    before = stood(site, auditor, DECIDED, dt.date(2025, 5, 1))
    after = stood(site, auditor, DECIDED, dt.date(2025, 5, 28))
    assert "Decided 27 May 2025" not in before
    assert "Decided 27 May 2025" in after
    body = stood(site, auditor, "B-0001", dt.date(2025, 5, 1))
    assert "Seats and members" in body
    assert "Quorum" in body
    assert "Lee Member" in body
    with site.store.read() as tx:
        kept = str([row.result for row in tx.all(select(TABLES["job"].c.result))])
    assert "example-lead-member" in kept
    assert "Lee Member" not in kept, "an erased name would be kept there"
    rules = stood(site, auditor, "V-0002", dt.date(2025, 5, 1))
    assert "State In force" in rules
    assert "Superseded on" not in rules
    assert "Superseded on 1 January 2026" in stood(site, auditor, "V-0002", dt.date(2026, 3, 3))
    for ref in (DECIDED, "V-0002"):
        kind = "reports" if ref == DECIDED else "rules"
        assert f"/as-it-stood/{ref}" in auditor.get(f"/{kind}/{ref}").text
    assert "/as-it-stood/B-0001" in auditor.get("/bodies/B-0001").text


def test_what_cannot_be_shown_as_it_stood_is_said(site: Site, auditor: Browser) -> None:
    assert "There was no C-0001 yet" in stood(site, auditor, "C-0001", dt.date(2025, 4, 2))
    assert "had not begun" in stood(site, auditor, "C-0001", dt.date(2024, 1, 1))
    page = auditor.send("/as-it-stood/C-0001", {"day": LATER.date() + dt.timedelta(days=1)})
    assert page.status_code == 400
    assert "10 March 2027 is still to come." in text_of(page)
    for ref in ("M-0001", "C-9999"):
        assert auditor.get(f"/as-it-stood/{ref}").status_code in (400, 404)
    assert auditor.get("/stood/nothing").status_code == 404


def test_whoever_did_something_is_led_to_its_receipt(site: Site, auditor: Browser) -> None:
    lead = site.as_("example-commissioner")
    page = lead.send("/commissions/C-0007/details", {"need": "A word on the record"})
    found = RECEIPT_OF_IT.search(page.text)
    assert found is not None, text_of(page)[:600]
    number = re.fullmatch(r"Get the receipt: entry (\d+) on C-0007", found[2])
    assert number is not None
    assert found[1].endswith(f"/record/C-0007/receipts/{number[1]}")
    told = lead.get(found[1]).json()
    assert (told["ref"], told["number"]) == ("C-0007", int(number[1]))
    assert told["latest"] is not None, "with the latest seal"
    with looking(site.store, now=site.now, partnership=KEY) as desk:
        assert told["hash"] == history(desk, "C-0007").entries[-1].hash
    files = {"file": ("mine.json", lead.get(found[1]).content, "application/json")}
    page = auditor.send("/receipts/check", files=files)
    assert "The record still holds it" in text_of(page)
    assert not RECEIPT_OF_IT.search(page.text), "nothing was entered"

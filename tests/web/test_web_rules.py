"""Rules in a browser: a scheme uploaded with a gap, mended, compared, proposed; texts edited."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browsing import Site, main_form, text_of
from reports import BOARD, COMMISSIONER, SECRETARY, Life
from working_off import perform_waiting
from world import KEY, empty_world, world

import governance.interfaces.work  # noqa: F401  # makes its kinds of jobs known
from governance.adapters.sheets import export_scheme
from governance.adapters.sheets.editing import sheets_of
from governance.application import desk as desks
from governance.application.bodies import acts as bodies
from governance.application.people import acts as people
from governance.application.rulebook import acts, in_force, kinds, proving
from governance.configuration import config_dir
from governance.domain.authority import load_scheme
from governance.interfaces.web.rooms.rules.table import said_of
from governance.store.engine import Store

SCHEME = (config_dir() / "schemes" / "example-partnership.yaml").read_bytes()
RECORDED = (config_dir() / "schemes" / "gloucester-city-2026.yaml").read_bytes()
GAP = SCHEME.replace(
    b"cumulative_value: over small-sum and up to large-sum}",
    b'cumulative_value: "from 100,001 and up to large-sum"}',
)
FILE = "scheme.yaml"
TERMS = (config_dir() / "terms" / "trust-board.yaml").read_bytes()
SMALL = b"""vires: scheme/1
key: example-partnership
title: A small scheme
standing: own
owner: trust-board
source: {title: Scheme}
vat: excluding
deciders:
  director: {kind: office, title: the Director}
inputs:
  kind: {one of: [adopt, award], title: the decision asked for, from: kind}
rules:
  - id: S1
    when: always
    path: [{decide: director}]
"""
RULES = [row[0] for row in sheets_of(GAP, FILE)["Rules"].rows]
S2 = RULES.index("S2")
COLUMNS = {one.key: f"c{at}" for at, one in enumerate(sheets_of(GAP, FILE)["Rules"].columns)}


@pytest.fixture
def life(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now), now)


@pytest.fixture
def site(life: Life, quick_store: Store, now: dt.datetime, tmp_path: Path) -> Site:
    return Site(quick_store, now, KEY)


@pytest.fixture
def draft(life: Life) -> str:
    """A draft of the partnership's scheme with a gap of 99 pence."""
    with life.acting() as desk:
        return acts.load(desk, GAP, FILE).ref


def text(life: Life, ref: str) -> str:
    with life.looking() as desk:
        return in_force.text_of(desk, desk.row("rulebook_version", ref)).decode()


def changed(before: bytes, after: str) -> list[str]:
    """The lines that a text did not have before."""
    old = before.decode().splitlines()
    return [line for line in after.splitlines() if line not in old]


def test_a_secretary_uploads_a_scheme_with_a_gap_mends_compares_and_proposes_it(
    site: Site, life: Life
) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send("/rules/new/load", files={"file": ("ours.yaml", GAP, "text/yaml")})
    assert "is loaded as a draft" in text_of(page)
    assert "£100,000.50" in text_of(page)
    assert "S1 ends at £100,000, S2 starts at £100,001" in text_of(page)
    ref = str(page.url).partition("/rules/")[2].partition("/")[0]
    page = browser.send(f"/rules/{ref}/mend")
    assert "is saved" in text_of(page)
    assert "Every possible case has one path" in text_of(page)
    assert changed(GAP, text(life, ref)) == [
        '    when: {is: commitment, cumulative_value: "over 100,000 and up to large-sum"}'
    ]
    page = browser.send(f"/rules/{ref}/compare")
    assert "/jobs/" in str(page.url)
    folder = site.served.data_dir
    perform_waiting(site.store, folder=folder / "jobs", evidence=folder, clock=lambda: site.now)
    job = str(page.url).partition("/jobs/")[2].partition("?")[0]
    assert f"/compared/{job}" in browser.get(f"/jobs/{job}").text
    page = browser.get(f"/compared/{job}")
    assert "Every case goes the same way" in text_of(page), text_of(page)
    page = browser.send(f"/rules/{ref}/propose")
    assert f"asks to adopt {ref}" in text_of(page)
    assert life.state(str(page.url).partition("/reports/")[2].partition("?")[0]) == "draft"
    with life.looking() as desk:
        row = desk.row("rulebook_version", ref)
        assert row.state == "proved"


def test_a_rule_is_changed_in_its_row_and_nothing_else_changes(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    page = browser.get(f"/rules/{draft}/table")
    assert "from £100,001 and up to the sum the Executive Board may commit" in text_of(page)
    typed = {COLUMNS["input cumulative_value"]: "over small-sum and up to large-sum"}
    page = browser.send(f"/rules/{draft}/table/Rules/{S2}", typed)
    assert "is saved" in text_of(page)
    assert changed(SCHEME, text(life, draft)) == []


def test_what_is_wrong_with_a_row_stands_beside_its_cells_and_nothing_is_lost(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    typed = {
        COLUMNS["id"]: "",
        COLUMNS["title"]: "<script>alert(1)</script>",
        COLUMNS["path"]: "decide: nobody",
        COLUMNS["input cumulative_value"]: "up too much",
    }
    page = browser.submit(browser.form(f"/rules/{draft}/table/Rules/{S2}"), typed)
    assert page.status_code == 400
    assert "<script>alert" not in page.text
    summary = re.findall(r"error-summary__list.*?</ul>", page.text, re.DOTALL)[0]
    for key in ("id", "path", "input cumulative_value"):
        assert f'href="#{COLUMNS[key]}"' in summary
        assert f'id="{COLUMNS[key]}-error"' in page.text
    for name, value in typed.items():
        assert main_form(page).fields[name] == [value]
    assert text(life, draft) == GAP.decode()


def test_rows_are_added_moved_and_taken_out(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    at = RULES.index("P3") + 1
    typed = {
        COLUMNS["id"]: "P9",
        COLUMNS["when"]: "always",
        COLUMNS["path"]: "decide: cabinet",
        COLUMNS["procedure"]: ["agenda", "options"],
    }
    page = browser.send(f"/rules/{draft}/table/Rules/new/row?at={at}", typed)
    assert "is saved" in text_of(page)
    scheme = load_scheme(text(life, draft).encode(), FILE)
    assert scheme.rules[at].id == "P9"
    assert scheme.rules[at].procedure == ("agenda", "options")
    browser.send(f"/rules/{draft}/table/Rules/{at}/move", {"to": "0"})
    assert load_scheme(text(life, draft).encode(), FILE).rules[0].id == "P9"
    browser.send(f"/rules/{draft}/table/Rules/0/take-out")
    assert text(life, draft) == GAP.decode()


@pytest.mark.parametrize(
    ("sheet", "row", "cells", "line"),
    [
        ("Scheme", 1, {"value": "Ours & theirs"}, "title: Ours & theirs"),
        ("Inputs", 1, {"most": "5m"}, 'most: "5,000,000"'),
        ("Deciders", 4, {"title": "the Director"}, "title: the Director}"),
        ("Procedures", 2, {"call_in.days": "9"}, "days: 9"),
        ("Definitions", 0, {"when": "kind: award or grant"}, "when: {kind: award or grant}"),
    ],
)
def test_what_rules_rest_on_is_edited_as_well(
    site: Site, life: Life, draft: str, sheet: str, row: int, cells: dict[str, str], line: str
) -> None:
    columns = {one.key: f"c{at}" for at, one in enumerate(sheets_of(GAP, FILE)[sheet].columns)}
    browser = site.as_(SECRETARY)
    typed = {columns[key]: value for key, value in cells.items()}
    page = browser.send(f"/rules/{draft}/table/{sheet}/{row}", typed)
    assert "is saved" in text_of(page), text_of(page)
    assert [one for one in changed(GAP, text(life, draft)) if line in one]


def test_what_others_name_is_not_taken_out(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send(f"/rules/{draft}/table/Rules/{RULES.index('S1')}/take-out")
    assert page.status_code == 400
    assert "Rules, A1, Overrides: There is no rule “S1”" in text_of(page)
    page = browser.send(f"/rules/{draft}/table/Deciders/0/take-out")
    assert page.status_code == 400
    assert text(life, draft) == GAP.decode()


def test_two_who_edit_at_once_the_second_keeps_the_text(site: Site, life: Life, draft: str) -> None:
    one, two = site.as_(SECRETARY), site.as_(SECRETARY)
    late = two.form(f"/rules/{draft}/table/Rules/{S2}")
    one.send(f"/rules/{draft}/table/Rules/{S2}", {COLUMNS["title"]: "theirs"})
    page = two.submit(late, {COLUMNS["title"]: "mine"})
    assert page.status_code == 409
    assert "Somebody else changed this first" in text_of(page)
    assert "theirs" in text_of(page)
    assert main_form(page).fields[COLUMNS["title"]] == ["mine"]
    assert "title: theirs" in text(life, draft)


def test_a_form_is_about_the_rule_it_showed_wherever_that_stands(
    site: Site, life: Life, draft: str
) -> None:
    one, two = site.as_(SECRETARY), site.as_(SECRETARY)
    at = f"/rules/{draft}/table/Rules"
    ids = re.findall(r"^  - id: (\S+)", text(life, draft), re.MULTILINE)
    late = one.form(f"{at}/{S2}")
    two.send(f"{at}/{len(ids) - 1}/move", {"to": "0"})
    moved = one.submit(late, {COLUMNS["title"]: "mine"})
    assert moved.status_code == 409
    assert one.submit(main_form(moved)).status_code == 200
    name = ids[S2]
    assert re.search(rf"id: {name}\s+title: mine", text(life, draft)), text(life, draft)


def test_a_table_is_pasted_or_handed_in_with_errors_by_cell(
    site: Site, life: Life, draft: str
) -> None:
    browser = site.as_(SECRETARY)
    table = sheets_of(GAP, FILE)["Rules"]
    rows = [[one.heading for one in table.columns], *([*row] for row in table.rows)]
    pasted = "\n".join(
        "\t".join('"' + c.replace('"', '""') + '"' if "\n" in c else c for c in row) for row in rows
    )
    wrong = pasted.replace("from 100,001 and up to large-sum", "from a lot")
    page = browser.submit(browser.form(f"/rules/{draft}/paste"), {"pasted": wrong})
    assert page.status_code == 400
    assert f"Cell F{S2 + 2}:" in text_of(page)
    assert main_form(page).fields["pasted"] == [wrong]
    fixed = pasted.replace("from 100,001 and up to large-sum", "over small-sum and up to large-sum")
    assert "is saved" in text_of(browser.send(f"/rules/{draft}/paste", {"pasted": fixed}))
    assert changed(SCHEME, text(life, draft)) == []
    sheet = export_scheme(GAP, FILE, kind="xlsx")
    page = browser.send(f"/rules/{draft}/hand-in", files={"sheet": ("s.xlsx", sheet, "x/y")})
    assert "is saved" in text_of(page)
    assert text(life, draft) == GAP.decode()


def test_a_text_with_errors_shows_each_beside_its_line(site: Site, draft: str) -> None:
    browser = site.as_(SECRETARY)
    form = browser.form(f"/rules/{draft}/edit")
    wrong = form.fields["text"][0].replace("decide: trust-board", "decide: trustboard", 1)
    wrong = wrong.replace("vat: excluding", "vat: perhaps")
    page = browser.submit(form, {"text": wrong})
    assert page.status_code == 400
    assert "Line 11:" in text_of(page)
    assert "vat: perhaps" in text_of(page)
    links = set(re.findall(r'href="#(line-\d+)"', page.text))
    assert len(links) == 2
    assert links <= set(re.findall(r' id="(line-\d+)"', page.text))
    assert main_form(page).fields["text"][0].rstrip() == wrong.rstrip()


def test_terms_and_policies_are_edited_as_texts(site: Site, life: Life) -> None:
    browser = site.as_(SECRETARY)
    page = browser.send("/rules/trust-board-terms/draft")
    ref = str(page.url).partition("/rules/")[2].partition("/")[0]
    form = browser.form(f"/rules/{ref}/edit")
    page = browser.submit(form, {"text": form.fields["text"][0] + "\n# Noted.\n"})
    assert "is saved" in text_of(page)
    assert text(life, ref).endswith("# Noted.\n")
    told = text_of(browser.get(f"/rules/{ref}/differences"))
    assert re.search(r"0 lines taken out, [12] lines? added", told)
    assert re.search(r"Change 1 of 1 What changed Line in \S+ Line in \S+ Text Not changed", told)
    assert re.search(r"Added \d+ # Noted\.", told), "with its number, and in words"


def test_what_is_no_workbook_is_said_to_be_none(site: Site) -> None:
    junk = {"file": ("junk.xlsx", b"hello", "application/octet-stream")}
    page = site.as_(SECRETARY).send("/rules/new/load", files=junk)
    assert page.status_code == 400
    assert "This is not an Excel workbook" in text_of(page)
    assert "There is no sheet" not in text_of(page)


def test_starting_texts_are_offered_by_what_they_are(site: Site) -> None:
    page = text_of(site.as_(SECRETARY).get("/rules/new/load"))
    assert "Escalation policy: Reminders, and two levels of escalation" in page
    assert "Scheme of delegation: Wirral Council: key decisions" in page
    assert "two-levels" not in page


def test_loading_says_what_is_wrong_and_keeps_what_was_pasted(site: Site) -> None:
    browser = site.as_(SECRETARY)
    assert "Nothing to load was given" in text_of(browser.send("/rules/new/load"))
    page = browser.send("/rules/new/load", {"text": "vires: calendar/1\nkey: x\nshut: []\n"})
    assert page.status_code == 400
    assert "Line 3:" in text_of(page)
    assert main_form(page).fields["text"][0].startswith("vires: calendar/1")
    sheet = export_scheme(RECORDED, FILE, kind="csv")
    page = browser.send("/rules/new/load", files={"file": ("them.csv", sheet, "text/csv")})
    assert "Not proved" in text_of(page)
    assert "is loaded as a draft" in text_of(
        browser.send("/rules/new/load", {"starting": "two-levels"})
    )


def test_another_bodys_scheme_is_cited_once_its_findings_are_accepted(
    site: Site, life: Life
) -> None:
    with life.acting() as desk:
        ref = acts.load(desk, RECORDED, FILE).ref
    browser = site.as_(SECRETARY)
    page = browser.get(f"/rules/{ref}/check")
    assert "it stays as it was published" in text_of(page)
    assert "Accept this mend" not in text_of(page)
    given: dict[str, Any] = {"resolution": "City Council, minute 7", "on": dt.date(2025, 1, 6)}
    page = browser.send(f"/rules/{ref}/cite", given)
    assert page.status_code in (403, 409)
    every = main_form(page).choices["acknowledge"]
    page = browser.send(f"/rules/{ref}/cite", given | {"acknowledge": every})
    assert "governs from 6 January 2025" in text_of(page), text_of(page)


def test_calendars_are_adopted_for_a_reason_and_drafts_withdrawn(site: Site, life: Life) -> None:
    browser = site.as_(SECRETARY)
    with life.acting() as desk:
        content = (config_dir() / "calendars" / "example.yaml").read_bytes() + b"# again\n"
        ref = acts.load(desk, content, "calendar.yaml").ref
    page = browser.send(f"/rules/{ref}/adopt", {"reason": "Days agreed in March."})
    assert "governs from" in text_of(page), text_of(page)
    with life.acting() as desk:
        ref = acts.load(desk, GAP, FILE).ref
    page = browser.send(f"/rules/{ref}/withdraw", {"reason": "Not wanted."})
    assert "is withdrawn" in text_of(page)


def test_who_decides_is_answered_with_its_working(site: Site) -> None:
    browser = site.as_(SECRETARY)
    where = "/rules/example-partnership/who"
    page = browser.get(where, asked="yes", **{"i-kind": "waive", "i-value": "50,000.01"})
    said = text_of(page)
    assert "The Director of Children's Services would decide" in said
    assert "What would change the answer" in said
    page = browser.get(where, asked="yes", **{"i-kind": "waive", "i-value": "a lot"})
    assert "is not an amount of money" in text_of(page)
    page = browser.get(where, asked="yes", **{"i-kind": "waive"})
    assert "Still possible" in text_of(page)


def test_every_page_of_a_version_can_be_read(site: Site, draft: str) -> None:
    browser = site.as_(COMMISSIONER)
    for path in (
        *("/rules", "/rules?kind=scheme&show=all", f"/rules/{draft}", f"/rules/{draft}/text"),
        *(
            f"/rules/{draft}/{page}"
            for page in ("line", "line?view=4", "impact", "cover", "cover?k=2")
        ),
        *(f"/rules/{draft}/table/{sheet}" for sheet in sheets_of(GAP, FILE)),
        *(f"/rules/{draft}/export/{kind}" for kind in ("csv", "xlsx", "dmn", "text")),
        f"/rules/{draft}/export/xlsx?findings=yes",
    ):
        page = browser.get(path)
        assert page.status_code == 200, path
        if "/export/" in path:
            assert page.headers["content-disposition"].startswith("attachment")
    for path in ("/rules/V-9999", f"/rules/{draft}/table/Nothing", f"/rules/{draft}/export/exe"):
        assert browser.get(path).status_code == 404, path


def test_who_keeps_no_rulebooks_is_told_so(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(COMMISSIONER)
    page = browser.send(f"/rules/{draft}/table/Rules/{S2}", {COLUMNS["title"]: "mine"})
    assert page.status_code == 403
    assert main_form(page).fields[COLUMNS["title"]] == ["mine"]
    assert "What cannot be done yet, and why" in text_of(browser.get(f"/rules/{draft}"))
    assert text(life, draft) == GAP.decode()


def test_a_mended_scheme_is_adopted_by_its_board(site: Site, life: Life, draft: str) -> None:
    browser = site.as_(SECRETARY)
    browser.send(f"/rules/{draft}/mend")
    page = browser.send(f"/rules/{draft}/propose", {"from": dt.date(2025, 4, 1)})
    report = re.findall(r"R-\d{4}", text_of(page))[0]
    life.submit(report, by=SECRETARY)
    page = browser.submit(
        browser.form(f"/rules/{draft}/table/Rules/{S2}"), {COLUMNS["title"]: "too late"}
    )
    assert page.status_code == 403
    assert "asks to adopt" in text_of(page)
    life.view(report, "monitoring-officer")
    life.sitting("trust-board", BOARD, report)
    life.decide(report, how="counted", totals=(6, 1, 0))
    with life.looking() as desk:
        row = desk.row("rulebook_version", draft)
    assert (row.state, row.effective_from) == ("adopted", dt.date(2025, 4, 1))
    assert "by decision" in text_of(browser.get(f"/rules/{draft}")).lower()


def test_a_partnership_is_constituted_by_the_consent_of_each_partner(
    quick_store: Store, now: dt.datetime
) -> None:
    built = empty_world(quick_store, now)
    partners = {"county-council": "example-county", "icb": "example-nhs"}
    with built.acting() as desk:
        for key, person in partners.items():
            people.add_organisation(desk, key=key, name=f"The {key}", statutory=True)
            people.add_person(desk, key=person, name=person, organisation=key)
        bodies.add_office(desk, key="director", title="Director", organisation="county-council")
        bodies.hold_office(desk, office="director", person="example-county", from_day=now.date())
        people.add_person(desk, key=SECRETARY, name="Sam", organisation="county-council")
        people.grant(desk, person=SECRETARY, role="secretary")
        refs = [acts.load(desk, content, "a.yaml").ref for content in (SMALL, TERMS)]
    browser = Site(quick_store, now, KEY).as_(SECRETARY)
    assert "Constitute the partnership" in text_of(browser.get("/rules"))
    page = browser.send("/rules/new/constitute", {"versions": refs})
    assert text_of(page).count("is missing") == len(partners)
    assert main_form(page).fields["versions"] == refs
    consents = {f"consent-{key}": person for key, person in partners.items()}
    page = browser.send("/rules/new/constitute", {"versions": refs, **consents})
    assert "is constituted from 20 February 2025" in text_of(page), text_of(page)


def test_nothing_is_proved_with_the_writer_held_or_for_who_may_not(
    site: Site, life: Life, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a day on that no page was asked about."""
    proved: list[dt.date] = []
    real = proving.proof_of

    def proof_of(desk: Any, version: Any, *, start: dt.date) -> Any:
        assert not desk._write, "proved while nobody else can write"
        proved.append(start)
        return real(desk, version, start=start)

    monkeypatch.setattr(proving, "proof_of", proof_of)
    typed = {"from-day": "3", "from-month": "2", "from-year": "2027"}
    for path in ("prove", "propose"):
        outsider = site.as_(COMMISSIONER)
        outsider.submit(outsider.form(f"/rules/{draft}/{path}"), typed)
        assert proved == []
        page = site.as_(SECRETARY).send(f"/rules/{draft}/{path}", typed)
        assert "S1 ends at £100,000, S2 starts at £100,001" in text_of(page)
        assert dt.date(2027, 2, 3) in proved
        proved.clear()


def test_another_bodys_findings_are_found_before_the_writer_is_held(
    site: Site, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a day on that no page was asked about, and only for who may accept them."""
    with life.acting() as desk:
        ref = acts.load(desk, RECORDED, FILE).ref
    days: list[dt.date] = []
    real = proving.proof_of

    def proof_of(desk: Any, version: Any, *, start: dt.date) -> Any:
        held = desk._write and proving._proofs.known((version.digest, start)) is None
        assert not held, "proved while nobody else can write"
        days.append(start)
        return real(desk, version, start=start)

    monkeypatch.setattr(proving, "proof_of", proof_of)
    browser = site.as_(SECRETARY)
    some = browser.form(f"/rules/{ref}/acknowledge").choices["finding"][:1]
    typed: dict[str, Any] = {"finding": some, "reason": "As it was published."}
    page = browser.send(f"/rules/{ref}/acknowledge", typed)
    assert f"Acknowledged about {ref}: 1 finding" in text_of(page), text_of(page)
    on = dt.date(2025, 2, 4)
    form = browser.form(f"/rules/{ref}/cite")
    typed = {"on-day": "4", "on-month": "2", "on-year": "2025", "resolution": "Minute 7"}
    typed |= {"acknowledge": form.choices["acknowledge"], "checked": "yes"}
    outsider = site.as_(COMMISSIONER)
    outsider.submit(outsider.form(f"/rules/{ref}/cite"), typed)
    assert on not in days
    page = browser.submit(form, typed)
    assert "governs from 4 February 2025" in text_of(page), text_of(page)


def test_a_draft_is_read_before_the_writer_is_held(
    site: Site, life: Life, draft: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    @contextmanager
    def acting(*given: Any, **named: Any) -> Iterator[Any]:
        with desks.acting(*given, **named) as desk:
            held.append(True)
            yield desk
        held.clear()

    def read_any(text: bytes, file: str) -> Any:
        assert not held, "read while nobody else can write"
        return kinds.read_any(text, file)

    monkeypatch.setattr("governance.interfaces.web.doing.acting", acting)
    monkeypatch.setattr("governance.application.rulebook.loading.read_any", read_any)
    browser = site.as_(SECRETARY)
    typed = {COLUMNS["title"]: "A title nobody gave it before"}
    page = browser.send(f"/rules/{draft}/table/Rules/{S2}", typed)
    assert "is saved" in text_of(page)


def test_a_test_of_a_table_is_said_in_words_and_pounds() -> None:
    """The forms keep what is written; the table says limits by their titles."""
    file = config_dir() / "schemes" / "example-partnership.yaml"
    scheme = load_scheme(file.read_bytes(), file.name)
    value, kind = scheme.inputs["value"], scheme.inputs["kind"]
    both = said_of(scheme, value, "over 20,000 and up to larger of (small-sum, 5% of budget)")
    assert both == (
        "over £20,000 and up to larger of (the sum the Director may commit, "
        "5% of the service's budget for the year)"
    )
    assert said_of(scheme, value, "up to 2m") == "up to £2m"
    assert said_of(scheme, kind, "agree-plan or pool") == "agree a plan or pool"

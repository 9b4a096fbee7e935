"""`vires record notice`: shown or into a file, in the format the file's name says; refused in words."""

import datetime as dt
from pathlib import Path

import pytest
from reports import Life, life
from test_proposal_cli import AT, Vires, vires

from governance.application.commissions.evidence import Document, add_evidence
from governance.store.engine import open_store

__all__ = ["vires"]


@pytest.fixture
def built(sqlite_url: str, now: dt.datetime, tmp_path: Path) -> Life:
    return life(open_store(sqlite_url), now, tmp_path)


def test_a_notice_is_shown_or_written_once(vires: Vires, built: Life, tmp_path: Path) -> None:
    ref = built.ready(built.commission(), 40_000)
    code, said = vires("record", "notice", ref, *AT)
    assert (code, said.splitlines()[0]) == (
        2,
        f"{ref} is not decided yet, so there is no record of its decision.",
    )
    built.decide(ref, by="example-director", publish=False)
    code, said = vires("record", "notice", ref, *AT)
    assert code == 1
    assert "is not published yet" in said
    assert f"vires proposal publish {ref}" in said
    vires.ok("proposal", "publish", ref, "--as", "example-secretary", *AT)

    shown = vires.ok("record", "notice", ref, *AT)
    assert shown.startswith("# Officer decision record: A report on award\n")
    page = tmp_path / "notice.html"
    assert str(page.name) in vires.ok("record", "notice", ref, "-o", str(page), *AT)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    code, said = vires("record", "notice", ref, "-o", str(page), "--format", "md", *AT)
    assert code == 2
    assert "--force" not in said
    assert "<!DOCTYPE html>" in page.read_text(encoding="utf-8"), "written over"
    told = vires.json("record", "notice", ref, "--format", "md", *AT)
    assert (told["ref"], told["format"]) == (ref, "markdown")
    assert told["text"].strip() == shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "htm"), "Did you mean html?"),
        (("--site", "javascript:alert(1)"), "is no address of a site"),
        (("--site", "https://a.example/?x=<b>"), "is no address of a site"),
        (("--decision", "7"), "has 1 decision, counted from 1"),
    ],
)
def test_what_cannot_be_used_is_said(
    vires: Vires, built: Life, options: tuple[str, ...], said: str
) -> None:
    ref = built.ready(built.commission(), 40_000)
    built.officer(ref)
    code, told = vires("record", "notice", ref, *options, *AT)
    assert code == 2
    assert said in told


def test_open_documents_are_linked_on_a_site(vires: Vires, built: Life) -> None:
    ref = built.ready(built.commission(), 40_000)
    with built.acting("example-commissioner") as desk:
        paper = Document("views.txt", b"Views.")
        add_evidence(
            desk, kind="views", title="Views", data_dir=built.data, proposal=ref, document=paper
        )
    built.officer(ref)
    told = vires.ok("record", "notice", ref, "--site", "https://d.example/vires/", *AT)
    assert f"](<https://d.example/vires/p/exampleshire/public/decisions/{ref}/documents/" in told


def test_a_case_in_the_ledger_is_said_by_the_types_of_its_scheme(vires: Vires, built: Life) -> None:
    ref = built.middling(built.commission(), 300_000)
    entry = next(e for e in vires.json("ledger", "show", ref)["entries"] if "case" in e["facts"])
    inputs = {one["input"]: one["value"] for one in entry["facts"]["case"]["inputs"]}
    said = " ".join(vires.ok("ledger", "show", ref).split())
    assert inputs["decision_day"] > 700_000, "for programs, as it was recorded"
    assert "decision_day" not in said
    assert f"£{inputs['decision_day'] / 100:,.2f}" not in said
    assert "£300,000" in said

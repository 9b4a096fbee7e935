"""Evidence is kept once, by digest, said to be open or closed, and never lost on the way."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from world import World, world

from governance.application.commissions import opening, principles
from governance.application.commissions.evidence import (
    Closure,
    Document,
    add_evidence,
    content_of,
    keep_ahead,
    withdraw_evidence,
)
from governance.application.commissions.queries import show
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.store import files
from governance.store.engine import Store

LEAD = "example-commissioner"
DOCUMENT = Document("needs.pdf", b"What children told us")


@pytest.fixture
def made(store: Store, now: dt.datetime) -> tuple[World, str]:
    built = world(store, now)
    with built.acting() as desk:
        ref = opening.open_commission(
            desk, title="Foster care", lead=LEAD, end_date=dt.date(2027, 3, 31)
        ).ref
    return built, ref


def add(built: World, ref: str, data: Path, **more: Any) -> str:
    given: dict[str, Any] = {
        "kind": "needs-assessment",
        "title": "Needs",
        "document": DOCUMENT,
        **more,
    }
    with built.acting(LEAD) as desk:
        add_evidence(desk, commission=ref, data_dir=data, **given)
        return str(show(desk, commission=ref)["evidence"][-1]["id"])


def codes(error: pytest.ExceptionInfo[Any]) -> list[str]:
    found = getattr(error.value, "refusals", None) or error.value.problems
    return [one.code for one in found]


def test_a_file_comes_back_as_it_was(made: tuple[World, str], tmp_path: Path) -> None:
    built, ref = made
    evidence = add(built, ref, tmp_path)
    with built.looking("example-police") as desk:
        row, content = content_of(desk, evidence=evidence, data_dir=tmp_path)
    assert (row.file, content) == (DOCUMENT.name, DOCUMENT.content)


def test_a_closed_document_is_for_those_who_work_on_it(
    made: tuple[World, str], tmp_path: Path
) -> None:
    built, ref = made
    closed = Closure("exempt", "Prices of bidders outweigh it.", paragraph="3")
    evidence = add(built, ref, tmp_path, closed=closed)
    with pytest.raises(GuardRefused) as error, built.looking("example-police") as desk:
        content_of(desk, evidence=evidence, data_dir=tmp_path)
    assert codes(error) == ["permissions.not_theirs"]
    for reader in (LEAD, "example-auditor", "example-monitoring"):
        with built.looking(reader) as desk:
            assert content_of(desk, evidence=evidence, data_dir=tmp_path)[1] == DOCUMENT.content


def test_everything_wrong_with_a_document_is_said_at_once(
    made: tuple[World, str], tmp_path: Path
) -> None:
    built, ref = made
    with pytest.raises(Unusable) as error:
        add(
            built,
            ref,
            tmp_path / "evidence",
            kind="Needs Assessment",
            title="",
            document=Document("../needs.pdf", b"x"),
            closed=Closure("exempt", " "),
        )
    assert codes(error) == [
        "evidence.kind_unusable",
        "name.missing",
        "evidence.no_paragraph",
        "evidence.no_reason",
        "evidence.file_name_unusable",
    ]
    with pytest.raises(Unusable) as error:
        add(built, ref, tmp_path, closed=Closure("confidental", "Police", paragraph=None))
    assert error.value.problems[0].params["nearest"] == "confidential"
    with pytest.raises(Unusable) as error:
        add(built, ref, tmp_path, closed=Closure("confidential", "Police", paragraph="2"))
    assert codes(error) == ["evidence.paragraph_not_wanted"]
    assert not (tmp_path / "evidence").exists()


def test_a_document_belongs_to_one_thing(made: tuple[World, str], tmp_path: Path) -> None:
    built, ref = made
    both: tuple[tuple[str | None, str | None], ...] = ((None, None), (ref, "R-0001"))
    for commission, proposal in both:
        with pytest.raises(Unusable) as error, built.acting(LEAD) as desk:
            add_evidence(
                desk,
                kind="views",
                title="Views",
                data_dir=tmp_path,
                commission=commission,
                proposal=proposal,
            )
        assert codes(error) == ["evidence.one_home"]


def test_a_withdrawn_document_is_off_the_file(made: tuple[World, str], tmp_path: Path) -> None:
    built, ref = made
    evidence = add(built, ref, tmp_path)
    with pytest.raises(GuardRefused), built.acting("example-police") as desk:
        withdraw_evidence(desk, evidence=evidence, reason="Mine now")
    with pytest.raises(Refused) as error, built.acting(LEAD) as desk:
        withdraw_evidence(desk, evidence=evidence, reason=" ")
    assert codes(error) == ["lifecycle.reason_missing"]
    with built.acting("example-secretary") as desk:
        withdraw_evidence(desk, evidence=evidence, reason="The wrong year.")
        assert show(desk, commission=ref)["evidence"] == []
    with pytest.raises(Refused) as error, built.acting(LEAD) as desk:
        withdraw_evidence(desk, evidence=evidence, reason="Again")
    assert codes(error) == ["evidence.withdrawn_already"]
    with pytest.raises(Unusable), built.acting(LEAD) as desk:
        withdraw_evidence(desk, evidence="nothing", reason="Again")


def test_a_statement_has_no_file(made: tuple[World, str], tmp_path: Path) -> None:
    built, ref = made
    evidence = add(built, ref, tmp_path, document=None)
    with pytest.raises(Refused) as error, built.looking(LEAD) as desk:
        content_of(desk, evidence=evidence, data_dir=tmp_path)
    assert codes(error) == ["evidence.no_file"]


def test_a_second_answer_takes_the_firsts_place(made: tuple[World, str]) -> None:
    built, ref = made
    with built.acting(LEAD) as desk:
        principles.answer(desk, commission=ref, principle="challenge", text="Peers look at it.")
        principles.answer(desk, commission=ref, principle="challenge", text="A panel looks at it.")
        found = {p["key"]: p["answer"] for p in show(desk, commission=ref)["principles"]}
    assert found["challenge"] == "A panel looks at it."
    with pytest.raises(Unusable) as error, built.acting(LEAD) as desk:
        principles.answer(desk, commission=ref, principle="chalenge", text="x")
    assert error.value.problems[0].params["nearest"] == "challenge"
    with pytest.raises(Unusable), built.acting(LEAD) as desk:
        principles.answer(desk, commission=ref, principle="challenge", text="  ")


class TestFiles:
    def test_the_same_bytes_lie_once(self, tmp_path: Path) -> None:
        first = files.keep(tmp_path, b"same")
        before = (tmp_path / first.digest).stat()
        assert files.keep(tmp_path, b"same") == first
        assert (tmp_path / first.digest).stat().st_ino == before.st_ino
        assert [path.name for path in tmp_path.iterdir()] == [first.digest]

    def test_an_altered_file_is_told_and_mended_by_keeping_it_again(self, tmp_path: Path) -> None:
        kept = files.keep(tmp_path, b"same")
        (tmp_path / kept.digest).write_bytes(b"other")
        with pytest.raises(Unusable) as error:
            files.read(tmp_path, kept.digest)
        assert codes(error) == ["evidence.file_altered"]
        files.keep(tmp_path, b"same")
        assert files.read(tmp_path, kept.digest) == b"same"

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(Unusable) as error:
            files.read(tmp_path, "0" * 64)
        assert codes(error) == ["evidence.file_missing"]

    def test_what_cannot_be_written_leaves_nothing(self, tmp_path: Path) -> None:
        taken = tmp_path / "evidence"
        taken.write_text("a file where the directory should be", encoding="utf-8")
        with pytest.raises(Unusable) as error:
            files.keep(taken, b"x")
        assert codes(error) == ["evidence.not_kept"]

    def test_empty_and_huge_files_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "LARGEST", 3)
        for content, code in ((b"", "evidence.file_empty"), (b"four", "evidence.file_too_large")):
            with pytest.raises(Unusable) as error:
                files.keep(tmp_path, content)
            assert codes(error) == [code]


def test_a_file_is_kept_ahead_and_not_written_again_by_the_act(
    made: tuple[World, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, ref = made
    kept = tmp_path / "kept"
    given: dict[str, Any] = {"data_dir": kept, "commission": ref}
    with built.looking("example-police") as desk, pytest.raises(Refused):
        keep_ahead(desk, DOCUMENT.name, DOCUMENT.content, **given)
    with built.looking(LEAD) as desk, pytest.raises(Unusable):
        keep_ahead(desk, "../needs.pdf", DOCUMENT.content, **given)
    assert not kept.exists()
    with built.looking(LEAD) as desk:
        document = keep_ahead(desk, DOCUMENT.name, DOCUMENT.content, **given)

    def keep(*_given: Any) -> None:
        raise AssertionError("written while nobody else can write")

    monkeypatch.setattr("governance.store.files.keep", keep)
    evidence = add(built, ref, kept, document=document)
    with built.looking(LEAD) as desk:
        _, content = content_of(desk, evidence=evidence, data_dir=kept)
    assert content == DOCUMENT.content

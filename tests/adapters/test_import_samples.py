"""Whole files: the real notices where they are, and the example we ship."""

import datetime as dt
import json
import os
import re
from pathlib import Path

import pytest

from governance.adapters.names import KnownOrganisation, match_buyer, same
from governance.adapters.ocds import Package, agreements, merge, read_package
from governance.words import catalogue, remedy, say

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config" / "example" / "notices.json"
SHARED = Path(os.environ.get("VIRES_SHARED", ROOT / ".." / "shared"))


def shared(name: str) -> Path:
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


@pytest.fixture(scope="module")
def sample() -> Package:
    return read_package(shared("contracts-finder-sample.json").read_bytes(), "sample")


@pytest.fixture(scope="module")
def example() -> Package:
    return read_package(EXAMPLE.read_bytes(), "example")


def test_real_notices_go_through_whole(sample: Package) -> None:
    assert (len(sample.releases), sample.rejected) == (99, ())
    assert len(merge(sample.releases)) == 93


def test_real_notices_go_out_as_they_came_in(sample: Package) -> None:
    raw = json.loads(shared("contracts-finder-sample.json").read_bytes())
    assert [json.loads(r.body) for r in sample.releases] == raw["releases"]


def test_no_value_of_a_real_notice_is_guessed(sample: Package) -> None:
    for release in sample.releases:
        raw = json.loads(release.body)["tender"].get("value", {}).get("amount") or None
        assert release.notice.value == (None if raw is None else round(raw * 100))
    unknown = [r for r in sample.releases if r.notice.value is None]
    assert len(unknown) == 24


def test_texts_of_real_notices_are_whole(sample: Package) -> None:
    for process in merge(sample.releases).values():
        text = f"{process.notice.title}\n{process.notice.description}"
        assert not re.search(r"rnrn|&\w+;|<\w+>|[ÂÃâ][\u0080-\u00bf€]|\r|:rn|\brn\b", text), text


def test_every_supplier_of_a_real_notice_has_an_agreement(sample: Package) -> None:
    for process in merge(sample.releases).values():
        named = {
            s["id"] for a in json.loads(process.body).get("awards", []) for s in a["suppliers"]
        }
        found = agreements(process)
        assert {a.provider.id for a in found if a.provider} == named
        assert len({a.key for a in found}) == len(found)
        assert all(a.value is None for a in found) or len(found) == 1


def test_real_buyers_spelt_in_several_ways_are_one_and_others_stay_apart(sample: Package) -> None:
    known: list[KnownOrganisation] = []
    for process in merge(sample.releases).values():
        buyer = process.notice.buyer
        assert buyer is not None
        assert buyer.name is not None
        key = match_buyer(buyer.name, buyer.identifiers, known)
        if key is None:
            known.append(KnownOrganisation(buyer.name, buyer.name, (), buyer.identifiers))
        else:
            assert same(key, buyer.name)
    names = [k.name for k in known]
    assert len(names) == len(set(names)) == 68
    assert len([n for n in names if "North Yorkshire" in n]) == 1
    assert len([n for n in names if "Durham" in n]) == 2


def test_the_example_shows_what_notices_are_like(example: Package) -> None:
    assert (len(example.releases), example.rejected) == (25, ())
    processes = merge(example.releases)
    assert len(processes) == 16
    foster = processes["ocds-example-0001"]
    assert [(a.lot, a.provider and a.provider.id, a.value, a.ends) for a in agreements(foster)] == [
        ("1", "XX-EXAMPLE-S02", 119840000, dt.date(2029, 1, 4)),
        ("2", "XX-EXAMPLE-S04", None, dt.date(2029, 1, 4)),
        ("2", "XX-EXAMPLE-S03", None, dt.date(2029, 1, 4)),
        ("3", "XX-EXAMPLE-S04", 59875000, dt.date(2029, 1, 4)),
    ]
    flagged = {f.code for p in processes.values() for f in p.notice.flags}
    assert {"import.value_missing", "import.currency_other", "import.id_missing"} <= flagged


def test_the_example_buyers_are_four(example: Package) -> None:
    partners = [
        KnownOrganisation("county-council", "Exampleshire County Council"),
        KnownOrganisation("icb", "NHS Exampleshire Integrated Care Board"),
        KnownOrganisation("district-council", "Northvale District Council"),
        KnownOrganisation("police", "Exampleshire Constabulary"),
    ]
    found = set()
    for process in merge(example.releases).values():
        assert process.notice.buyer is not None
        found.add(
            match_buyer(process.notice.buyer.name, process.notice.buyer.identifiers, partners)
        )
    assert found == {"county-council", "icb", "district-council", "police"}


def test_the_example_is_valid_but_for_the_release_without_an_id() -> None:
    from jsonschema import Draft4Validator

    path = shared("ocds-1.1.5") / "schema" / "dereferenced-release-schema.json"
    validator = Draft4Validator(json.loads(path.read_bytes()))
    releases = json.loads(EXAMPLE.read_bytes())["releases"]
    errors = [e.message for r in releases for e in validator.iter_errors(r)]
    assert errors == ["'id' is a required property"]


def test_every_code_has_words_and_every_word_its_code() -> None:
    raised = set()
    rooms = ("adapters", "application/imports", "interfaces/cli")
    for path in (p for room in rooms for p in (ROOT / "governance" / room).rglob("*.py")):
        raised |= set(re.findall(r'"(import\.[a-z_]+)"', path.read_text()))
    worded = {code for code in catalogue() if code.startswith("import.")}
    assert raised == worded


def test_flags_read_as_sentences(sample: Package, example: Package) -> None:
    for package in (sample, example):
        for process in merge(package.releases).values():
            flags = [*process.notice.flags, *(f for a in agreements(process) for f in a.flags)]
            for flag in flags:
                assert say(flag.code, flag.params).endswith(".")
                remedy(flag.code, flag.params)
                json.dumps(flag.params)

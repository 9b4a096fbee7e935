"""Releases that go out: only what changed, tagged as OCDS says, and merged they are the whole."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.adapters.ocds import merge, read_package, read_release
from governance.adapters.ocds.exact_json import canonical
from governance.adapters.ocds.outgoing import (
    Amendment,
    Awarded,
    Heading,
    Milestone,
    Named,
    Picture,
    Signed,
    Tender,
    Term,
    _sections,
    release,
)
from governance.adapters.ocds.writing import (
    Frame,
    Out,
    came_in,
    compiled,
    frame_extensions,
    record_package,
    release_package,
)
from governance.domain.money import MOST

AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
OCID = "ocds-a2b3c4-area-C-0001"
BUYER = Named("council", "Exampleshire County Council", (("GB-LAE", "EXA"), ("GB-PPON", "P1")))
CARE = Named("care", "Example Care Limited", (("GB-COH", "01234567"),))
FRAME = Frame("urn:vires:area:releases", "Exampleshire", "https://example.org/licence")


def told(before: Picture, after: Picture, *, number: int = 1) -> dict[str, Any]:
    at = AT + dt.timedelta(days=number)
    made = release(Heading(OCID, f"{OCID}-{number}", at, "en", BUYER), before, after)
    assert made is not None
    return made


def out(*pictures: Picture) -> list[Out]:
    """The releases that lead from one picture to the next."""
    found = []
    for number, (before, after) in enumerate(pairwise(pictures)):
        at = AT + dt.timedelta(days=number)
        made = release(Heading(OCID, f"{OCID}-{number}", at, "en", BUYER), before, after)
        if made is not None:
            found.append(Out(OCID, made["id"], at, canonical(made)))
    return found


PLANNED = Picture(tender=Tender("C-0001", "Short breaks", "planning", BUYER))
ACTIVE = replace(PLANNED, tender=Tender("C-0001", "Short breaks", "active", BUYER))
AWARD = Awarded("A-0001", "Short breaks", "pending", AT)
PENDING = replace(ACTIVE, awards={"A-0001": AWARD})
MADE = replace(
    PENDING,
    awards={"A-0001": replace(AWARD, status="active", value=84_600_50, supplier=CARE)},
    contracts={
        "A-0001": Signed("A-0001", "A-0001", "Short breaks", "active", Term(AT), 84_600_50, AT)
    },
)


def changed(picture: Picture, **more: Any) -> Picture:
    contract = replace(picture.contracts["A-0001"], **more)
    return replace(picture, contracts={"A-0001": contract})


BEGUN = changed(MADE, milestones=(Milestone("s", "Delivery begins", "delivery", "met", AT, AT),))
LONGER = changed(
    BEGUN,
    term=Term(AT, AT + dt.timedelta(days=400)),
    amendments=(Amendment("A-0001-4", AT, "The last day moves.", "By decision", "was", "is"),),
)
OVER = changed(LONGER, status="terminated")


@pytest.mark.parametrize(
    ("before", "after", "tags"),
    [
        (Picture(), PLANNED, ["planning"]),
        (PLANNED, replace(PLANNED, rationale="Why"), ["planningUpdate"]),
        (PLANNED, ACTIVE, ["tender"]),
        (ACTIVE, replace(ACTIVE, tender=Tender("C-0001", "B", "complete")), ["tenderUpdate"]),
        (ACTIVE, replace(ACTIVE, tender=Tender("C-0001", "B", "cancelled")), ["tenderCancellation"]),
        (ACTIVE, PENDING, ["award"]),
        (PENDING, MADE, ["awardUpdate", "contract"]),
        (
            PENDING,
            replace(PENDING, awards={"A-0001": replace(AWARD, status="cancelled")}),
            ["awardCancellation"],
        ),
        (MADE, BEGUN, ["implementation"]),
        (BEGUN, LONGER, ["contractAmendment"]),
        (LONGER, changed(LONGER, value=1), ["contractUpdate"]),
        (LONGER, OVER, ["contractTermination"]),
        (Picture(), replace(MADE, tender=None), ["award", "contract"]),
        (Picture(), replace(OVER, tender=None), [
            "award", "contract", "implementation", "contractTermination",
        ]),
        (Picture(), Picture(prior="ocds-a2b3c4-area-C-0001"), ["planningUpdate"]),
    ],
)  # fmt: skip
def test_each_kind_of_change_has_its_tag(before: Picture, after: Picture, tags: list[str]) -> None:
    assert told(before, after)["tag"] == tags


def test_nothing_new_is_no_release() -> None:
    assert release(Heading(OCID, "1", AT, "en", None), MADE, MADE) is None


def test_a_release_says_only_what_is_new_and_names_whom_it_speaks_of() -> None:
    assert told(LONGER, OVER) == {
        "ocid": OCID,
        "id": f"{OCID}-1",
        "date": "2026-03-03T09:00:00Z",
        "tag": ["contractTermination"],
        "initiationType": "tender",
        "language": "en",
        "contracts": [{"id": "A-0001", "awardID": "A-0001", "status": "terminated"}],
        "parties": [
            {
                "id": "council",
                "name": "Exampleshire County Council",
                "identifier": {
                    "scheme": "GB-LAE",
                    "id": "EXA",
                    "legalName": "Exampleshire County Council",
                },
                "additionalIdentifiers": [{"scheme": "GB-PPON", "id": "P1"}],
                "roles": ["buyer"],
            }
        ],
        "buyer": {"id": "council", "name": "Exampleshire County Council"},
    }
    roles = {one["id"]: one["roles"] for one in told(PENDING, MADE)["parties"]}
    assert roles == {"council": ["buyer"], "care": ["supplier"]}


def test_amounts_are_exact_and_what_is_gone_is_null() -> None:
    made = told(PENDING, changed(MADE, value=MOST))
    assert b'"amount":100000000000.00,' in canonical(made["contracts"])
    gone = told(MADE, changed(MADE, value=None))
    assert gone["contracts"] == [{"id": "A-0001", "awardID": "A-0001", "value": None}]


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
MOMENTS = st.none() | st.integers(0, 4000).map(lambda days: AT + dt.timedelta(days=days))
TERMS = st.builds(Term, MOMENTS, MOMENTS)
PENCE = st.none() | st.integers(0, MOST)
MILESTONES = st.builds(
    Milestone,
    st.sampled_from(["m1", "m2"]),
    TEXTS,
    st.just("delivery"),
    st.sampled_from(["scheduled", "met"]),
    MOMENTS,
    MOMENTS,
)
AWARDS = st.builds(
    Awarded,
    st.just("A-0001"),
    TEXTS,
    st.sampled_from(["pending", "active", "cancelled"]),
    MOMENTS,
    PENCE,
    st.none() | st.just(CARE),
    TERMS,
)
CONTRACTS = st.builds(
    Signed,
    st.just("A-0001"),
    st.just("A-0001"),
    TEXTS,
    st.sampled_from(["active", "terminated"]),
    TERMS,
    PENCE,
    MOMENTS,
    st.just(()),
    st.lists(MILESTONES, max_size=2, unique_by=lambda one: one.id).map(tuple),
)
PICTURES = st.builds(
    Picture,
    rationale=st.none() | TEXTS,
    decisions=st.dictionaries(st.just("m1"), MILESTONES, max_size=1),
    tender=st.none()
    | st.builds(
        Tender, st.just("C-0001"), TEXTS, st.sampled_from(["planning", "active", "complete"])
    ),
    awards=st.dictionaries(st.just("A-0001"), AWARDS, max_size=1),
    contracts=st.dictionaries(st.just("A-0001"), CONTRACTS, max_size=1),
)


@given(st.lists(PICTURES, min_size=2, max_size=5))
def test_releases_merged_are_the_last_picture(pictures: list[Picture]) -> None:
    found = out(Picture(), *pictures)
    if not found:
        return
    whole = json.loads(compiled(found), parse_float=Decimal)
    wanted = json.loads(canonical(_sections(pictures[-1])), parse_float=Decimal)
    # Where a list was, what stood in it stays, as OCDS has it; what stands now is as it is.
    for name, value in wanted.items():
        assert _holds(whole[name], value), name


def _holds(there: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return all(name in there and _holds(there[name], one) for name, one in wanted.items())
    if isinstance(wanted, list) and all(isinstance(one, dict) for one in wanted):
        known = {one["id"]: one for one in there}
        return all(one["id"] in known and _holds(known[one["id"]], one) for one in wanted)
    return bool(there == wanted)


@given(st.lists(PICTURES, min_size=1, max_size=4))
def test_a_package_is_read_back_as_it_was_written(pictures: list[Picture]) -> None:
    found = out(Picture(), *pictures)
    content = b"".join(release_package(FRAME, [found]))
    read = read_package(content, "ours")
    assert [one.body for one in read.releases] == [one.body for one in found]
    assert (read.rejected, json.loads(read.frame)["publisher"]) == ((), {"name": "Exampleshire"})


def test_a_record_has_its_releases_and_one_of_them_all() -> None:
    found = out(Picture(), PLANNED, ACTIVE, PENDING, MADE, BEGUN, LONGER, OVER)
    content = json.loads(b"".join(record_package(FRAME, [found])))
    record = content["records"][0]
    assert (record["ocid"], len(record["releases"])) == (OCID, 7)
    whole = record["compiledRelease"]
    assert whole["tag"] == ["compiled"]
    assert whole["tender"]["status"] == "active"
    assert whole["contracts"][0]["status"] == "terminated"
    assert whole["contracts"][0]["amendments"][0]["amendsReleaseID"] == "was"
    assert merge([read_release(one.body) for one in found])[OCID].notice.reference == "C-0001"


def test_a_package_is_dated_by_its_latest_release_and_names_every_extension() -> None:
    first, second = out(Picture(), PLANNED, ACTIVE)
    extended = replace(first, extensions=("https://example.org/lots/extension.json",))
    content = b"".join(release_package(FRAME, [[second], [extended]]))
    told = json.loads(content)
    assert told["publishedDate"] == "2026-03-03T09:00:00Z"
    assert told["extensions"] == ["https://example.org/lots/extension.json"]
    assert told["license"] == "https://example.org/licence"
    assert content == b"".join(release_package(FRAME, [[second], [extended]]))


def test_a_package_of_nothing_is_still_json() -> None:
    assert json.loads(b"".join(release_package(FRAME, [])))["releases"] == []


def test_contacts_can_stay_and_nothing_else_goes() -> None:
    raw: dict[str, Any] = {
        "ocid": "o",
        "parties": [{"id": "1", "contactPoint": {"name": "A"}, "name": "B"}],
    }
    raw |= {"date": "2026-03-02T09:00:00Z"}
    with_, without = (
        came_in("o", "x", canonical(raw), frame=None, contacts=contacts)
        for contacts in (True, False)
    )
    assert json.loads(with_.body) == {**raw, "id": "x"}
    assert json.loads(without.body)["parties"] == [{"id": "1", "name": "B"}]
    assert (with_.date, with_.id) == (AT, "x")


@pytest.mark.parametrize(
    ("frame", "named"),
    [
        (None, ()),
        (b"{}", ()),
        (b'{"extensions":"all"}', ()),
        (b'{"extensions":["https://a",1,""]}', ("https://a",)),
    ],
)
def test_extensions_are_read_from_any_frame(frame: bytes | None, named: tuple[str, ...]) -> None:
    assert frame_extensions(frame) == named

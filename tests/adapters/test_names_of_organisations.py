from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.adapters.names import KnownOrganisation, match_buyer, normalise, same

COUNTY = KnownOrganisation(
    "county", "Hampshire County Council", identifiers=("GB-LAE-HAM", "GB-CFS-1")
)
POLICE = KnownOrganisation("police", "Hampshire Constabulary", identifiers=("GB-CFS-2",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Yorkshire Council", "The North Yorkshire Council"),
        ("Bath and North East Somerset Council", "BATH &amp; NORTH EAST SOMERSET COUNCIL"),
        ("London Borough of Merton", "Merton Council"),
        ("LB Merton", "London Borough of Merton Council"),
        ("Hampshire County Council", "Hampshire CC"),
        ("Leeds City Council", "Leeds CC"),
        ("Hertfordshire County Council - Children's Services", "Hertfordshire County Council"),
        ("City of Doncaster Council", "Doncaster City Council"),
        ("City of Bradford Metropolitan District Council", "Bradford MDC"),
        ("Cheshire west and Chester Borough Council", "Cheshire West & Chester Council"),
        ("Dudley Metropolitan Borough Council", "Dudley MBC"),
        ("St. Helens Council", "Saint Helens Borough Council"),
        ("Partners Procurement Service (PPS)", "Partners Procurement Service"),
        ("NHS Exampleshire ICB", "Exampleshire Integrated Care Board"),
        (
            "Bournemouth, Christchurch and Poole Council",
            "Bournemouth Christchurch and Poole Council",
        ),
        (
            "The Police and Crime Commissioner for Bedfordshire,",
            "Police & Crime Commissioner for Bedfordshire",
        ),
        ("Stockton-on-Tees Borough Council", "Stockton on Tees Council"),
        ("MITIE LTD.", "Mitie Limited"),
        ("Conwy County Borough Council", "Conwy Council"),
    ],
)
def test_one_buyer_spelt_in_two_ways(one: Any, other: Any) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hampshire County Council", "Hampshire Constabulary"),
        ("Hampshire County Council", "Hampshire Fire and Rescue Service"),
        ("Hampshire County Council - Hampshire Pension Fund", "Hampshire County Council"),
        ("Kent County Council - Oak Primary School", "Kent County Council"),
        ("Durham County Council", "Durham City Council"),
        ("Durham County Council", "Durham University"),
        ("University of York", "City of York Council"),
        ("Oxford City Council", "Oxfordshire County Council"),
        ("Thame Town Council", "Thame Parish Council"),
        ("Lancing Parish Council", "Lancing Council"),
        ("Bedford Borough Council", "Bedford District Council"),
        ("City of London Corporation", "London Council"),
        ("Ministry of Defence", "Ministry of Justice"),
        ("", ""),
    ],
)
def test_different_buyers_with_like_names(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)


@given(st.text(max_size=40), st.text(max_size=40))
def test_sameness_goes_both_ways_and_names_never_break_it(one: Any, other: Any) -> None:
    assert same(one, other) == same(other, one)
    assert same(one, one) or not normalise(one).words


def test_a_registered_identifier_decides_whatever_the_name() -> None:
    assert match_buyer("HCC", ["GB-LAE-HAM"], [COUNTY, POLICE]) == "county"
    assert match_buyer("Hampshire Constabulary", ["gb-lae-ham"], [COUNTY, POLICE]) == "county"


def test_an_account_only_confirms_a_name() -> None:
    assert match_buyer("Hampshire Constabulary", ["GB-CFS-1"], [COUNTY, POLICE]) == "police"
    assert match_buyer("Quite Another Body", ["GB-CFS-1"], [COUNTY, POLICE]) is None
    assert match_buyer("Hampshire Constabulary", ["GB-CFS-1"], [COUNTY]) is None
    hub = KnownOrganisation("hub", "Example Procurement", identifiers=("GB-CFS-9",))
    assert match_buyer("Example Procurement North", ["GB-CFS-9"], [hub]) == "hub"
    assert match_buyer("Example Procurement Academy", ["GB-CFS-9"], [hub]) is None


def test_an_account_tells_two_of_one_name_apart() -> None:
    known = [
        KnownOrganisation("a", "Example School", identifiers=("GB-CFS-7",)),
        KnownOrganisation("b", "Example School", identifiers=("GB-CFS-8",)),
    ]
    assert match_buyer("Example School", ["GB-CFS-8"], known) == "b"
    assert match_buyer("Example School", [], known) is None


def test_no_name_and_no_identifier_match_nobody() -> None:
    assert match_buyer(None, [], [COUNTY]) is None
    assert match_buyer("", [], [COUNTY]) is None


def test_once_known_as_a_county_it_is_not_taken_for_a_city() -> None:
    plain = KnownOrganisation("durham", "Durham Council")
    assert match_buyer("Durham City Council", [], [plain]) == "durham"
    county = KnownOrganisation("durham", "Durham Council", aliases=("Durham County Council",))
    assert match_buyer("Durham City Council", [], [county]) is None
    assert match_buyer("Durham CC", [], [county]) == "durham"

"""Buyers and suppliers: matched to who is there, told apart where registers tell them apart."""

from typing import Any

import pytest
from import_files import (
    AGREEMENTS,
    AREA,
    COMMISSIONS,
    NOW,
    ORGANISATIONS,
    award,
    release,
    rows,
    take,
)

from governance.application.desk import acting
from governance.application.imports.keys import slug
from governance.application.imports.organisations import usable
from governance.application.people.organisations import add_organisation
from governance.application.people.partnerships import create_partnership
from governance.store.engine import Store


def bought_by(number: int, name: str | None, **party: Any) -> dict[str, Any]:
    """A notice whose buyer is so named; the id in it means nothing outside."""
    buyer = {"id": "buyer-1", **party} | ({"name": name} if name else {})
    return release(ocid=f"ocds-{number}", buyer=buyer)


def keys_of_buyers(store: Store) -> list[str | None]:
    """The keys of the buyers, in the order of the notices."""
    keys = {row.id: row.key for row in rows(store, ORGANISATIONS)}
    found = sorted(rows(store, COMMISSIONS), key=lambda row: int(row.ocid.removeprefix("ocds-")))
    return [keys.get(row.organisation_id) for row in found]


def with_partner(store: Store, **given: Any) -> None:
    create_partnership(store, key=AREA, name="Exampleshire", now=NOW)
    with acting(store, now=NOW, partnership=AREA) as desk:
        add_organisation(desk, **{"partner": True, **given})


def test_a_partner_is_found_under_every_spelling(store: Store) -> None:
    with_partner(store, key="county", name="Exampleshire County Council", lead=True)
    names = [
        "The Exampleshire County Council",
        "EXAMPLESHIRE COUNTY COUNCIL",
        "Exampleshire Council",
    ]
    take(store, *(bought_by(n, name) for n, name in enumerate(names)))
    assert keys_of_buyers(store) == ["county"] * 3
    (partner,) = rows(store, ORGANISATIONS)
    assert partner.partner
    assert partner.aliases == names


def test_a_plain_council_that_was_the_county_is_never_the_city(store: Store) -> None:
    names = ["Durham County Council", "Durham Council", "Durham City Council", "Durham Council"]
    take(store, *(bought_by(n, name) for n, name in enumerate(names)))
    county, city = "durham-county-council", "durham-city-council"
    assert keys_of_buyers(store) == [county, county, city, county]


def test_names_that_several_could_mean_do_not_multiply(store: Store) -> None:
    names = ["Durham County Council", "Durham City Council"] + ["Durham Council"] * 3
    names += ["Durham County Council"] * 3
    take(store, *(bought_by(n, name) for n, name in enumerate(names)))
    assert len(rows(store, ORGANISATIONS)) == 3
    assert keys_of_buyers(store)[5:] == ["durham-county-council"] * 3


def test_an_id_that_only_means_something_in_its_notice_joins_nobody(store: Store) -> None:
    take(store, bought_by(1, "Northvale District Council"), bought_by(2, "Exampleshire Police"))
    assert len(set(keys_of_buyers(store))) == 2


def test_a_register_number_joins_different_names_and_parts_equal_ones(store: Store) -> None:
    def company(number: str) -> dict[str, Any]:
        return {"identifier": {"scheme": "GB-COH", "id": number}}

    take(
        store,
        bought_by(1, "Example Care Ltd", **company("01234567")),
        bought_by(2, "Example Homes Ltd", **company("01234567")),
        bought_by(3, "Example Care Ltd", **company("07654321")),
    )
    first, renamed, other = keys_of_buyers(store)
    assert first == renamed == "example-care-ltd"
    assert other == "example-care-ltd-2"


def test_a_partner_that_provides_is_noted_as_a_provider(store: Store) -> None:
    with_partner(store, key="nhs", name="Exampleshire NHS Trust")
    take(store, release(awards=[award("Exampleshire NHS Trust")]))
    row = next(o for o in rows(store, ORGANISATIONS) if o.key == "nhs")
    assert (row.partner, row.provider) == (True, True)
    assert [a.provider_id for a in rows(store, AGREEMENTS)] == [row.id]


def test_a_buyer_without_a_name_is_not_invented(store: Store) -> None:
    take(store, bought_by(1, None), bought_by(2, None, id="GB-LAE-EXA"))
    assert keys_of_buyers(store) == [None, "gb-lae-exa"]


@pytest.mark.parametrize(
    ("identifier", "taken"),
    [
        ("GB-COH-01234567", True),
        ("XX-EXAMPLE-ECC", True),
        ("GB-LAE-DUR", True),
        ("B1", False),
        ("buyer-1", False),
        ("GB-COH-N/A", False),
        ("GB-COH-00000000", False),
        ("GB-COH-not applicable", False),
        ("GB-COH-", False),
        ("GB-COH-1\0", False),
    ],
)
def test_identifiers_that_mean_an_organisation(identifier: str, taken: bool) -> None:
    assert (usable([identifier]) == (identifier,)) is taken


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bath & North East Somerset Council", "bath-and-north-east-somerset-council"),
        ("St. Mary’s École", "st-marys-ecole"),
        ("Operator", "x-operator"),
        ("C-12", "x-c-12"),
        ("!!!", "x"),
        ("a" * 200, "a" * 72),
    ],
)
def test_keys_made_from_names(name: str, key: str) -> None:
    assert slug(name, "x") == key

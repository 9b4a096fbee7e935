"""The bundled schemes, proved: what each of them is found to say, and what mends it."""

import datetime as dt
from collections.abc import Sequence

import pytest

from governance.configuration import config_dir
from governance.domain.assurance import Proof, prove
from governance.domain.assurance.mending import mend, with_mends
from governance.domain.authority import NoRule, evaluate, load_scheme

ON = dt.date(2026, 2, 2)
DAYS_OF_CHANGE = (dt.date(2024, 3, 31), ON, dt.date(2040, 1, 1))


def text(name: str) -> bytes:
    return (config_dir() / "schemes" / f"{name}.yaml").read_bytes()


def proof(name: str, on: dt.date = ON) -> Proof:
    return with_mends(prove(load_scheme(text(name), name), on=on), text(name), name, on=on)


def gaps(found: Proof) -> Sequence[tuple[tuple[str, ...], dict[str, int | str]]]:
    assert {one.kind for one in found.findings} <= {"gap"}
    return [(one.rules, dict(one.example.values)) for one in found.findings if one.example]


@pytest.mark.parametrize("name", ["example-partnership", "leeds-2019", "wirral"])
@pytest.mark.parametrize("on", DAYS_OF_CHANGE)
def test_proved(name: str, on: dt.date) -> None:
    found = proof(name, on)
    assert (found.proved, found.findings, found.unsettled) == (True, (), ())


def test_every_bundled_scheme_is_pinned_here() -> None:
    assert sorted(file.stem for file in (config_dir() / "schemes").glob("*.yaml")) == [
        "example-partnership",
        "gloucester-city-2026",
        "leeds-2019",
        "oxford-city-2016",
        "west-berkshire-2016",
        "wirral",
    ]


def test_gloucester_has_its_pence_gaps_and_those_it_means() -> None:
    assert gaps(proof("gloucester-city-2026")) == [
        (("G1", "G2"), {"kind": "award", "value": 3000050}),
        (("G2", "G3"), {"kind": "award", "value": 6000050}),
        (("G3", "G4"), {"kind": "award", "value": 10000050}),
        (
            ("G3", "G4", "G5"),
            {"kind": "award", "value": 11000000, "forward_plan_listed": "no"},
        ),
        (("G4", "G5"), {"kind": "award", "value": 25000050}),
        (
            ("W1",),
            {
                "kind": "waive",
                "value": 21000000,
                "category": "goods-and-services",
                "procurement_commenced": ON.toordinal(),
            },
        ),
        (("W1",), {"kind": "waive", "value": 22000000, "category": "goods-and-services"}),
        (("W2",), {"kind": "waive", "value": 67000000, "category": "light-touch"}),
        (
            ("W2",),
            {"kind": "waive", "value": 520000000, "procurement_commenced": ON.toordinal()},
        ),
        (("W2",), {"kind": "waive", "value": 540000000}),
    ]


def test_gloucester_mended_keeps_only_the_gaps_that_no_edge_decides() -> None:
    """The officer without an entry on the forward plan, and waivers above the threshold."""
    name = "gloucester-city-2026"
    found = proof(name)
    assert [one.mend.after for one in found.findings if one.mend] == [
        "over 30,000 and up to 60,000",
        "over 60,000 and up to 100,000",
        "over 100,000 and up to 250,000",
        "over 250,000 and up to 500,000",
    ]
    mended = mend(found, text(name), name, on=ON)
    assert [one.rule for one in mended.mends] == ["G2", "G3", "G4", "G5"]
    left = [one.example.values for one in mended.proof.findings if one.example]
    assert left[0]["forward_plan_listed"] == "no"
    assert [one["kind"] for one in left] == ["award", *["waive"] * 5]
    assert mended.proof == prove(load_scheme(mended.text, name), on=ON)


def test_gloucester_reworded_as_it_seems_meant_is_proved() -> None:
    """What the council would have to decide, decided here: then every case has one path."""
    name = "gloucester-city-2026"
    written = mend(proof(name), text(name), name, on=ON).text.decode()
    written += """
  - id: X1
    title: not on the forward plan
    when: {kind: award, value: "over 100,000 and up to 250,000", forward_plan_listed: no}
    path: [{decide: cabinet}]
  - id: X2
    title: waivers the law does not allow
    when: {kind: waive, not: within-threshold}
    path: [{decide: cabinet}]
"""
    assert prove(load_scheme(written.encode(), name), on=ON).proved


def test_oxford_lacks_what_was_not_read_and_no_edge_decides_it() -> None:
    found = proof("oxford-city-2016")
    assert gaps(found) == [(("O1",), {"value": 1000000})]
    assert found.findings[0].mend is None
    assert found.findings[0].region is not None
    assert found.findings[0].region.bounds == {"value": (0, 49999999)}


def test_west_berkshire_lacks_the_band_that_was_not_read() -> None:
    found = proof("west-berkshire-2016")
    assert gaps(found) == [(("B2", "B3"), {"value": 50000000})]
    assert found.findings[0].mend is None


@pytest.mark.parametrize(
    "name", ["gloucester-city-2026", "oxford-city-2016", "west-berkshire-2016"]
)
def test_every_example_is_a_case_that_no_rule_takes(name: str) -> None:
    scheme = load_scheme(text(name), name)
    for one in proof(name).findings:
        assert one.example is not None
        assert isinstance(evaluate(scheme, one.example, one.on), NoRule)

"""Measures through the API: added, valued, corrected, imported, acted on, as the pages say them."""

import base64
import datetime as dt
from pathlib import Path

import pytest
from browsing import Site, text_of
from calling_api import Program, codes
from measuring import example, measure, played
from reports import COMMISSIONER, DIRECTOR, Life
from working_off import perform_waiting
from world import KEY

__all__ = ["example", "played"]
Q1 = "2024/25 Q1"
NEW = {
    "title": "Families seen in time",
    "question": "how_well",
    "direction": "higher",
    "unit": "%",
    "target": "90",
    "tolerance": "5%",
}


@pytest.fixture
def site(played: Life, tmp_path: Path) -> Site:
    return Site(played.world.store, played.now, KEY, data_dir=tmp_path)


@pytest.fixture
def program(site: Site) -> Program:
    return Program(site, COMMISSIONER)


def test_a_measure_lives_from_its_first_value_to_its_end(
    played: Life, site: Site, program: Program
) -> None:
    about = played.commission()
    made = program.post(f"/commissions/{about}/measures", {**NEW, "target_on": "2026-03-31"})
    assert made.status_code == 201, made.text
    at = made.headers["Location"].removeprefix("/api/v1")
    ref = made.json()["ref"]
    assert at == f"/measures/{ref}"
    red = program.post(f"{at}/values", {"period": Q1, "value": "60"})
    assert red.status_code == 200, red.text
    assert red.json()["result"]["rating"] == "red"
    assert red.json()["result"]["action_by"][0]["period"]
    said = {"what": "Two more staff", "officer": DIRECTOR, "due": str(played.today)}
    acted = program.post(f"{at}/actions", said)
    assert acted.json()["result"] == {"number": 1}, acted.text
    later = {"to": str(played.today + dt.timedelta(days=9)), "reason": "Ill."}
    assert program.post(f"{at}/actions/1/put-off", later).status_code == 200
    director = Program(site, DIRECTOR)
    assert director.post(f"{at}/actions/1/done", {"outcome": "Hired."}).status_code == 200
    corrected = {"period": Q1, "value": "95", "reason": "Miscounted"}
    assert program.post(f"{at}/correct", corrected).json()["result"]["rating"] == "green"
    (latest,) = program.get("/measures/latest", commission=about).json()["items"]
    assert (latest["ref"], latest["latest"]["value"]) == (ref, "95")
    assert program.get("/measures/latest", rating="red").json() == {"items": [], "next": None}
    assert program.get("/measures/counts").json()["green"] == 1
    read = program.get(at)
    details = read.json()["details"]
    assert details["target"] == "90"
    assert [one["value"] for one in details["observations"]] == ["95", "60"]
    page = text_of(site.as_(COMMISSIONER).get(at))
    assert "was corrected from 60% to 95%" in page
    changed = program.post(
        f"{at}/change", {"target": "80", "tolerance": ""}, seen=read.headers["ETag"]
    )
    assert changed.status_code == 200, changed.text
    row = played.row(ref, "measure")
    assert (row.target, row.tolerance, row.title) == (80_000_000, None, NEW["title"])
    late = program.post(f"{at}/change", {"target": "70"}, seen=read.headers["ETag"])
    assert (late.status_code, codes(late)) == (412, ["moved_first"])
    assert program.post(f"{at}/rate", {"reason": "Another target."}).status_code == 200
    taken = program.post(f"{at}/take-back", {"period": Q1, "reason": "Of another service."})
    assert taken.status_code == 200
    assert program.post(f"{at}/end", {"reason": "Nobody counts it."}).status_code == 200
    assert program.get(at).json()["ended_on"] == str(played.today)


def test_measures_are_listed_by_their_commission_and_where_one_leads(
    played: Life, program: Program
) -> None:
    about = played.commission()
    refs = [measure(played, about, title=f"Measure {number}") for number in range(3)]
    other = program.post("/measures", NEW)
    assert other.status_code == 201, other.text
    found = program.get("/measures", commission=about).json()
    assert [one["ref"] for one in found["items"]] == refs
    everything = program.get("/measures").json()["items"]
    assert [one["commission"] for one in everything] == [about, about, about, None]
    unknown = program.get(f"/measures/{refs[0]}/ahead")
    assert unknown.status_code in (400, 409)
    assert codes(unknown)


def test_values_are_imported_as_a_job_and_rejected_rows_told_in_words(
    played: Life, site: Site, program: Program
) -> None:
    ref = measure(played)
    rows = f"measure,period,value\n{ref},{Q1},98\n{ref},2024/25 Q2,many\n"
    file = {"name": "values.csv", "content": base64.b64encode(rows.encode()).decode()}
    asked = program.post("/measures/import", {"file": file}, once="import-1")
    assert asked.status_code == 201, asked.text
    assert program.post("/measures/import", {"file": file}, once="import-1").json() == asked.json()
    at = asked.headers["Location"]
    assert program.get(at).json()["state"] == "waiting"
    perform_waiting(
        site.store, folder=site.data_dir / "jobs", evidence=site.data_dir, clock=lambda: site.now
    )
    job = program.get(at).json()
    assert job["state"] == "done", job
    assert job["result"]["entered"] + job["result"]["rejections"] == 2
    for row in job["result"]["rejected"]:
        assert row["reasons"][0]["words"]
    (listed,) = program.get("/jobs").json()["items"]
    assert listed["id"] == job["id"] == asked.json()["result"]["job"]
    stopped = program.post(f"/jobs/{job['id']}/stop")
    assert stopped.status_code == 409, stopped.text


def test_what_is_refused(played: Life, site: Site, program: Program) -> None:
    ref = measure(played)
    at = f"/measures/{ref}"
    stranger = Program(site, "example-police")
    no = stranger.post(f"{at}/values", {"period": Q1, "value": "60"})
    assert no.status_code == 403
    assert codes(no)
    both = program.post(f"{at}/values", {"period": "soon", "value": "ninety"})
    assert both.status_code == 400
    assert set(codes(both)) == {"period.unreadable", "value.unreadable"}
    number = program.post(f"{at}/values", {"period": Q1, "value": 60})
    assert (number.status_code, codes(number)) == (422, ["api.field_wrong"])
    assert codes(program.get("/measures/latest", rating="blue")) == ["measure.not_one_of"]
    assert program.get("/measures/Q-0999").status_code == 404
    assert program.post(f"{at}/actions/7/done", {"outcome": "x"}).status_code in (400, 404)
    assert program.post("/jobs/none-such/stop").status_code == 404

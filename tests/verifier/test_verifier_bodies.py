"""The verifier has the same people in the chair, and the same turns, as the engine."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from governance.domain.bodies.chair import seat_in_turn
from governance.domain.bodies.terms import Rotation
from governance.verifier.bodies import Seated, chairs
from governance.verifier.bundle import Rows

SEATS = ("one", "two", "three")


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
    st.integers(1, 30),
    st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)),
)
def test_the_chair_goes_round_alike(start: dt.date, months: int, on: dt.date) -> None:
    said = {"seats": list(SEATS), "months": str(months), "from": start.isoformat()}
    appointments = [{"seat": seat, "person_id": seat} for seat in SEATS]
    terms = {"chair": {"rotation": said}}
    room = Seated({"id": "body"}, terms, on, appointments, {}, {}, {})  # type: ignore[arg-type]  # rows as they are read
    turn = seat_in_turn(Rotation(SEATS, months, start), on)
    assert chairs(Rows(), room)[0] == ({turn} if turn else set())

"""A body on a day: its terms, who sat where, who counted, who could vote, what the vote came to."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from governance.verifier.bundle import Row, Rows
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.texts import UnreadableError, as_list

STRICTNESS = ("none", "stays_without_vote", "speaks_then_leaves", "leaves")
"""What an interest comes to, the mildest first; all but the first bar from voting."""
CASTING_BY_LAW = {"council-committee", "joint-committee"}
"""Local Government Act 1972, Schedule 12, paragraph 39(2)."""
COUNT_STILL = {"none": 1, "those_who_stay": 2, "all": 4}
"""How many of the outcomes of an interest, the mildest first, still count towards a quorum."""
_SHARES = {
    "simple_majority": (1, 2, "more", "cast"),
    "simple_majority_of_all": (1, 2, "more", "all"),
    "two_thirds": (2, 3, "least", "cast"),
    "two_thirds_of_all": (2, 3, "least", "all"),
    "unanimity": (1, 1, "least", "cast"),
    "unanimity_of_all": (1, 1, "least", "all"),
}


def enough(method: str, votes_for: int, against: int, eligible: int) -> bool:
    """Whether so many votes carry a question. Abstentions are not votes against."""
    if match := re.fullmatch(r"(\d+) of \d+", method):
        return votes_for >= int(match[1])
    if method == "single_officer":
        return votes_for >= 1
    if method not in _SHARES:
        raise UnreadableError(f"the method {method} is not known here")
    part, whole, how, of = _SHARES[method]
    cast = eligible if of == "all" else votes_for + against
    if how == "more":
        return votes_for * whole > part * cast
    return votes_for > 0 and votes_for * whole >= part * cast


@dataclass
class Seated:
    """A body with whoever is there for an item: people by key, seats as the terms name them."""

    body: Row
    terms: Mapping[str, Any]
    on: dt.date
    appointments: list[Row]
    present: Mapping[str, str]
    interests: Mapping[str, str]
    keys: Mapping[str, str]
    """People's keys by their ids."""

    @property
    def seats(self) -> list[Mapping[str, Any]]:
        """The seats, in the order of the terms."""
        return list(self.terms["seats"])

    def _sitting(self, barred: Collection[str]) -> list[tuple[Mapping[str, Any], str]]:
        """For each seat the member who is there, else the first named substitute."""
        found = []
        substitutes = self.terms.get("substitutes", "named") == "named"
        for seat in self.seats:
            held = [a for a in self.appointments if a["seat"] == seat["key"]]
            people = [a["person_id"] for a in held]
            if substitutes and seat.get("substitute", "yes") == "yes":
                people += [name for a in held for name in a.get("substitute_ids") or []]
            for key in (self.keys.get(person, "") for person in people):
                if self.present.get(key) == seat["key"] and key not in barred:
                    found.append((seat, key))
                    break
        return found

    def voters(self) -> list[str]:
        """Who may vote: a voting seat, there, without an interest that bars, one a seat."""
        barred = {who for who, outcome in self.interests.items() if outcome != "none"}
        return [who for seat, who in self._sitting(barred) if seat.get("voting", "yes") == "yes"]

    def quorum(self) -> tuple[int, list[str], list[str]]:
        """How many were needed, who counted, and what was short."""
        rule = self.terms["quorum"]
        still = STRICTNESS[: COUNT_STILL[rule.get("interested_count", "none")]]
        barred = {who for who, outcome in self.interests.items() if outcome not in still}
        associates = rule.get("associates_count") == "yes"
        takes = [s for s in self.seats if associates or s.get("voting", "yes") == "yes"]
        sitting = [(s, who) for s, who in self._sitting(barred) if s in takes]
        filled = {a["seat"] for a in self.appointments}
        whole = [s for s in takes if rule.get("share_of", "seats") == "seats" or s["key"] in filled]
        if "share" in rule:
            part, of = (int(number) for number in rule["share"].split("/"))
            needed = max(1, -(-part * len(whole) // of))
        else:
            needed = int(rule["members"])
        short = [f"{len(sitting)} counted, {needed} needed"] if len(sitting) < needed else []
        for least in rule.get("at_least", []):
            names = as_list(least.get("category", [])), as_list(least.get("seat", []))
            have = sum(s["category"] in names[0] or s["key"] in names[1] for s, _ in sitting)
            if have < int(least.get("members", 1)):
                short.append(f"{have} of {', '.join(names[0] + names[1])}")
        return needed, [who for _, who in sitting], short

    def method(self, kind: str, named: str | None) -> tuple[str, bool]:
        """How such a decision is taken, and whether it may be agreed without a vote."""
        decisions = self.terms.get("decisions", {})
        own = decisions.get("kinds", {}).get(kind, {})
        usual = decisions.get("method", "simple_majority")
        without = own.get("without_vote", decisions.get("without_vote", "yes")) == "yes"
        return named or own.get("method", usual), without

    @property
    def casting(self) -> bool:
        """Whether whoever presides has a casting vote."""
        said = self.terms.get("decisions", {}).get("casting_vote")
        return self.terms["standing"] in CASTING_BY_LAW if said is None else said == "yes"

    def signatories(self, rows: Rows) -> dict[str, set[str]]:
        """Who may sign for each partner that the terms seat, by the partner's key."""
        found: dict[str, set[str]] = {}
        named = self.terms.get("substitutes", "named") == "named"
        for seat in self.seats:
            for partner in as_list(seat.get("represents", [])):
                organisation = rows.one("organisation", key=partner)
                if organisation is None or not organisation.get("partner"):
                    continue
                people = found.setdefault(partner, set())
                for held in (a for a in self.appointments if a["seat"] == seat["key"]):
                    people.add(held["person_id"])
                    if named and seat.get("substitute", "yes") == "yes":
                        people.update(held.get("substitute_ids") or [])
        return found


def holds(row: Row, on: dt.date, first: str = "from_day", last: str = "to_day") -> bool:
    """Whether a dated row covers a day, both ends included."""
    start, end = row.get(first), row.get(last)
    return (start is None or start <= on.isoformat()) and (end is None or on.isoformat() <= end)


def offices(rows: Rows, person: str, on: dt.date) -> set[str]:
    """The keys of the offices that somebody held on a day, as holder or as deputy."""
    held = (h for h in rows.where("office_holding", person_id=person) if holds(h, on))
    found = (rows.get("office", holding["office_id"]) for holding in held)
    return {str(office["key"]) for office in found if office is not None}


def seated(
    rows: Rows, books: Rulebooks, body: Row, on: dt.date, present: Mapping[str, str]
) -> Seated:
    """A body on a day with these people there. Raises `UnreadableError` without terms."""
    terms = books.terms(rows, body.get("terms_key"), on)
    held = [a for a in rows.where("appointment", body_id=body["id"]) if holds(a, on)]
    held.sort(key=lambda a: (a["from_day"], a["seat"], a["id"]))
    keys = {person["id"]: str(person["key"]) for person in rows.where("person")}
    return Seated(body, terms, on, held, present, {}, keys)


def at_meeting(rows: Rows, meeting: Row) -> dict[str, str]:
    """Who is there, by key, with the seat they sit in."""
    found = {}
    for one in rows.where("attendance", meeting_id=meeting["id"]):
        held = rows.get("appointment", one.get("appointment_id"))
        person = rows.get("person", one["person_id"])
        if one.get("present", True) and one.get("left_at") is None and held and person:
            found[str(person["key"])] = str(held["seat"])
    return found


def interests(rows: Rows, seated_: Seated, report: str) -> dict[str, str]:
    """What each declared interest comes to at this body: as ruled, and never milder than the law.

    Localism Act 2011, sections 31(4) and 33.
    """
    bound = {
        person
        for a in seated_.appointments
        for seat in seated_.seats
        if seat["key"] == a["seat"]
        and seated_.terms["categories"][seat["category"]].get("localism_act") == "yes"
        for person in (a["person_id"], *(a.get("substitute_ids") or []))
    }
    known = rows.where("appointment", body_id=seated_.body["id"])
    here = {person for a in known for person in (a["person_id"], *(a.get("substitute_ids") or []))}
    here |= {person for person, key in seated_.keys.items() if key in seated_.present}
    found: dict[str, str] = {}
    for one in rows.where("declaration", proposal_id=report):
        person = one["person_id"]
        key = seated_.keys.get(person)
        if one["kind"] == "withdrawn" or key is None or person not in here:
            continue
        law = "none"
        if one["kind"] == "disclosable_pecuniary" and person in bound:
            law = _dispensed(one.get("dispensation"), seated_.on)
        found[key] = max(one["outcome"], law, key=STRICTNESS.index)
    return found


def _dispensed(told: str | None, on: dt.date) -> str:
    """What the law leaves of a disclosable interest, with the leave that was given, if any."""
    match = re.fullmatch(r"(nothing|speak|vote|speak and vote)(?: until (\S+))?", told or "")
    if match is None or (match[2] and on.isoformat() > match[2]):
        return "leaves"
    return {"speak and vote": "none", "speak": "stays_without_vote"}.get(match[1], "leaves")


def chairs(rows: Rows, seated_: Seated) -> tuple[set[str], set[str]]:
    """The ids of the people in the chair that day, appointed or in turn, and of the vices."""
    on = seated_.on
    appointed = [
        one
        for one in rows.where("chair_appointment", body_id=seated_.body["id"])
        if one["state"] in ("appointed", "ended") and holds(one, on)
    ]
    found = {one["person_id"] for one in appointed if one.get("role", "chair") != "vice"}
    vices = {one["person_id"] for one in appointed if one.get("role") == "vice"}
    rotation = seated_.terms["chair"].get("rotation")
    if rotation:
        start = dt.date.fromisoformat(rotation["from"])
        turns = min(start.day, calendar.monthrange(on.year, on.month)[1])
        months = (on.year - start.year) * 12 + on.month - start.month - (on.day < turns)
        if months >= 0:
            turn = rotation["seats"][months // int(rotation["months"]) % len(rotation["seats"])]
            found |= {a["person_id"] for a in seated_.appointments if a["seat"] == turn}
    return found, vices

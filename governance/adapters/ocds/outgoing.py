"""What goes out about a contracting process, and the release that says what changed in it.

A `Picture` is all that is public of a process at an instant. `release` compares two of them and
says only what is new: a field that is gone is null, an object in a list is found by its id, as
OCDS 1.1 merges releases. Amounts are written from pence, exactly. All pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from governance.domain.money import pounds

INITIATION: Final = "tender"
"""The only way OCDS 1.1 knows for a process to begin."""
NAMED: Final = ("id", "awardID")
"""Fields by which an object is found again; they stand in every release that speaks of it."""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation. `identifiers` are (scheme, id) of registers it stands in."""

    id: str
    name: str
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """The first and the last instant of something."""

    starts: dt.datetime | None = None
    ends: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that is to happen, or did. `kind` and `status` are OCDS codes."""

    id: str
    title: str
    kind: str
    status: str
    due: dt.datetime | None = None
    met: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Tender:
    """What is to be procured. `status` is an OCDS code."""

    id: str
    title: str
    status: str
    procuring: Named | None = None


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award. `value` is pence, None where it is not known or not public yet."""

    id: str
    title: str
    status: str
    decided: dt.datetime | None = None
    value: int | None = None
    supplier: Named | None = None
    term: Term = Term()


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change of a contract: which release said what was before, and which says what is."""

    id: str
    date: dt.datetime
    description: str
    rationale: str | None
    amends: str | None
    release: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract that was made under an award. `value` is pence."""

    id: str
    award: str
    title: str
    status: str
    term: Term = Term()
    value: int | None = None
    signed: dt.datetime | None = None
    amendments: tuple[Amendment, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is public of a process at an instant."""

    rationale: str | None = None
    decisions: Mapping[str, Milestone] = field(default_factory=dict)
    tender: Tender | None = None
    awards: Mapping[str, Awarded] = field(default_factory=dict)
    contracts: Mapping[str, Signed] = field(default_factory=dict)
    prior: str | None = None
    """The ocid of the process that this one follows on from."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the head of a release."""

    ocid: str
    id: str
    date: dt.datetime
    language: str
    buyer: Named | None


def release(heading: Heading, before: Picture, after: Picture) -> dict[str, Any] | None:
    """What a release says that leads from one picture to the next; None where that is nothing."""
    was, now = _sections(before), _sections(after)
    said = difference(was, now)
    if not said:
        return None
    made: dict[str, Any] = {
        "ocid": heading.ocid,
        "id": heading.id,
        "date": utc(heading.date),
        "tag": _tags(was, now, said),
        "initiationType": INITIATION,
        "language": heading.language,
        **said,
    }
    parties = _parties(heading.buyer, after, said)
    if parties:
        made["parties"] = parties
    if heading.buyer is not None:
        made["buyer"] = _reference(heading.buyer)
    return made


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be merged into one object to make it the other; empty where nothing has.

    Lists hold objects with ids; one that is gone from a list stays there, as OCDS has it.
    """
    said: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        was = before.get(name)
        if value == was:
            continue
        if isinstance(value, dict) and name != "value":
            said[name] = difference(was or {}, value) | _names(value)
        elif isinstance(value, list) and isinstance(value[0], dict):
            said[name] = list(_changed(was or [], value))
        else:
            said[name] = value
    return said


def _changed(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    known = {one["id"]: one for one in before}
    for one in after:
        was = known.get(one["id"], {})
        if one != was:
            yield _names(one) | difference(was, one)


def _names(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in NAMED if name in value}


# --- tags


def _tags(was: Mapping[str, Any], now: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    """What kinds of release it is, in the order of the process (OCDS codelist releaseTag)."""
    tags = [*_planning(was, said), *_tender(was, now, said)]
    for name, one in (("awards", _award), ("contracts", _contract)):
        known = {item["id"]: item for item in was.get(name, ())}
        for item in said.get(name) or ():
            tags += one(known.get(item["id"]), item)
    found: list[str] = [tag for tag in _ORDER if tag in tags]
    return found or ["planningUpdate"]


_ORDER: Final = (
    "planning",
    "planningUpdate",
    "tender",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "awardCancellation",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
)


def _planning(was: Mapping[str, Any], said: Mapping[str, Any]) -> Sequence[str]:
    begins = not was and (said.get("tender") or {}).get("status") == "planning"
    if begins:
        return ("planning",)
    return ("planningUpdate",) if "planning" in said else ()


def _tender(
    was: Mapping[str, Any], now: Mapping[str, Any], said: Mapping[str, Any]
) -> Sequence[str]:
    if said.get("tender") is None:
        return ()
    before, after = was.get("tender", {}).get("status"), now["tender"]["status"]
    if after == before:
        return ("tenderUpdate",)
    if after == "planning":
        return ()
    if after in ("cancelled", "withdrawn"):
        return ("tenderCancellation",)
    return ("tender",) if before in (None, "planning", "cancelled") else ("tenderUpdate",)


def _award(was: Mapping[str, Any] | None, said: Mapping[str, Any]) -> Sequence[str]:
    if said.get("status") == "cancelled":
        return ("awardCancellation",)
    return ("award",) if was is None else ("awardUpdate",)


def _contract(was: Mapping[str, Any] | None, said: Mapping[str, Any]) -> list[str]:
    tags = []
    if "implementation" in said:
        begun = was is not None and "implementation" in was
        tags.append("implementationUpdate" if begun else "implementation")
    ended = said.get("status") in ("terminated", "cancelled")
    if ended:
        tags.append("contractTermination")
    if was is None:
        return [*tags, "contract"]
    if "amendments" in said:
        return [*tags, "contractAmendment"]
    rest = said.keys() - {*NAMED, "implementation"}
    return [*tags, "contractUpdate"] if rest and not ended else tags


# --- sections


def _sections(picture: Picture) -> dict[str, Any]:
    """A picture as OCDS writes it, empty parts left out."""
    prior = {"id": "prior", "relationship": ["prior"], "scheme": "ocid"}
    return _full(
        planning=_full(
            rationale=text(picture.rationale),
            milestones=[_milestone(one) for one in picture.decisions.values()],
        ),
        tender=None if picture.tender is None else _tender_of(picture.tender),
        awards=[_award_of(one) for one in picture.awards.values()],
        contracts=[_contract_of(one) for one in picture.contracts.values()],
        relatedProcesses=[prior | {"identifier": picture.prior}] if picture.prior else None,
    )


def _tender_of(tender: Tender) -> dict[str, Any]:
    return _full(
        id=tender.id,
        title=text(tender.title),
        status=tender.status,
        procuringEntity=None if tender.procuring is None else _reference(tender.procuring),
        mainProcurementCategory="services",
    )


def _award_of(award: Awarded) -> dict[str, Any]:
    return _full(
        id=award.id,
        title=text(award.title),
        status=award.status,
        date=instant(award.decided),
        value=_money(award.value),
        suppliers=[] if award.supplier is None else [_reference(award.supplier)],
        contractPeriod=_period(award.term),
    )


def _contract_of(contract: Signed) -> dict[str, Any]:
    return _full(
        id=contract.id,
        awardID=contract.award,
        title=text(contract.title),
        status=contract.status,
        period=_period(contract.term),
        value=_money(contract.value),
        dateSigned=instant(contract.signed),
        amendments=[_amendment(one) for one in contract.amendments],
        implementation=_full(milestones=[_milestone(one) for one in contract.milestones]),
    )


def _amendment(one: Amendment) -> dict[str, Any]:
    return _full(
        id=one.id,
        date=instant(one.date),
        description=text(one.description),
        rationale=text(one.rationale),
        amendsReleaseID=one.amends,
        releaseID=one.release,
    )


def _milestone(one: Milestone) -> dict[str, Any]:
    return _full(
        id=one.id,
        title=text(one.title),
        type=one.kind,
        status=one.status,
        dueDate=instant(one.due),
        dateMet=instant(one.met),
    )


def _period(term: Term) -> dict[str, Any]:
    return _full(startDate=instant(term.starts), endDate=instant(term.ends))


def _money(pence: int | None) -> dict[str, Any] | None:
    return None if pence is None else {"amount": pounds(pence), "currency": "GBP"}


def _reference(one: Named) -> dict[str, Any]:
    return _full(id=one.id, name=text(one.name))


def _parties(buyer: Named | None, after: Picture, said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every organisation that the release speaks of, once, with its roles."""
    roles: dict[str, list[str]] = {}
    known: dict[str, Named] = {}

    def add(one: Named | None, role: str) -> None:
        if one is not None:
            known.setdefault(one.id, one)
            if role not in roles.setdefault(one.id, []):
                roles[one.id].append(role)

    add(buyer, "buyer")
    if "tender" in said and after.tender is not None:
        add(after.tender.procuring, "procuringEntity")
    for award in said.get("awards") or ():
        add(after.awards[award["id"]].supplier, "supplier")
    return [_party(known[key], roles[key]) for key in known]


def _party(one: Named, roles: list[str]) -> dict[str, Any]:
    registered = [{"scheme": scheme, "id": number} for scheme, number in one.identifiers]
    for first in registered[:1]:
        first["legalName"] = one.name
    return _full(
        id=one.id,
        name=text(one.name),
        identifier=next(iter(registered), None),
        additionalIdentifiers=registered[1:],
        roles=roles,
    )


def _full(**fields: Any) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def text(value: str | None) -> str | None:
    """A text without white space round it; None where nothing is left."""
    return (value or "").strip() or None


def utc(moment: dt.datetime) -> str:
    """An instant as OCDS writes it, in UTC."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def instant(moment: dt.datetime | None) -> str | None:
    """An instant with the offset of its own zone; None for None."""
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")

"""From the raw release to a notice: what Vires understands, and what is odd about it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from governance.adapters.ocds import legal_basis
from governance.adapters.ocds.model import Award, Contract, Document, Lot, Notice, Party, Period
from governance.adapters.ocds.values import ZONE, Reading


def understand(raw: dict[str, Any], reading: Reading, *, published: dt.datetime | None) -> Notice:
    """Read a release or a compiled release. What is impossible is left in `reading.problems`.

    `published` is when the process was first heard of, None where that is not known.
    """
    tender = reading.mapping(raw.get("tender"), "tender")
    planning = reading.mapping(raw.get("planning"), "planning")
    parties = _parties(raw, reading)
    awards = tuple(
        _award(node, number, parties, reading)
        for number, node in enumerate(reading.mappings(raw.get("awards"), "awards"), start=1)
    )
    contracts = tuple(
        _contract(c, reading) for c in reading.mappings(raw.get("contracts"), "contracts")
    )
    tender_period = reading.period(tender.get("tenderPeriod"), "tender.tenderPeriod")
    value = _tender_value(tender, reading)
    least = reading.money(tender.get("minValue"), "tender.minValue")
    if value is not None and least is not None and least > value:
        reading.flag("import.least_above_value", least=least, value=value)
    period = reading.period(tender.get("contractPeriod"), "tender.contractPeriod")
    suitability = reading.mapping(tender.get("suitability"), "tender.suitability")
    method = reading.name(tender.get("procurementMethod"))
    _compare_with_publication(published, tender_period, period, reading)
    return Notice(
        title=_title(raw, tender, planning, reading),
        description=_description(tender, planning, reading),
        reference=reading.name(tender.get("id")),
        buyer=_buyer(raw, parties, reading),
        procuring=_procuring(tender, parties, reading),
        parties=tuple(parties.values()),
        value=value,
        least_value=least,
        tender_opens=tender_period.starts,
        tender_closes=tender_period.ends,
        period=period,
        method=method,
        method_details=reading.text(
            tender.get("procurementMethodDetails"), "tender.procurementMethodDetails"
        ),
        mechanism="competition" if method in ("open", "selective") else None,
        regime=legal_basis.regime(raw, tender),
        status=reading.name(tender.get("status")),
        category=reading.name(tender.get("mainProcurementCategory")),
        cpv=_cpv(tender, reading),
        small_firms=reading.yes(suitability.get("sme")),
        voluntary_sector=reading.yes(suitability.get("vcse")),
        lots=tuple(_lots(tender, reading)),
        awards=awards,
        contracts=contracts,
        documents=tuple(_documents(raw, tender, planning, reading)),
        flags=reading.all_flags(),
    )


def _title(
    raw: dict[str, Any], tender: dict[str, Any], planning: dict[str, Any], reading: Reading
) -> str | None:
    """The tender's title; where it has none, the release's, the plan's, or a lone award's."""
    candidates = [
        (tender.get("title"), "tender.title"),
        (raw.get("title"), "title"),
        (reading.mapping(planning.get("budget"), "planning.budget").get("project"), "project"),
    ]
    for section in ("contracts", "awards"):
        items = reading.mappings(raw.get(section), section)
        candidates += [(item.get("title"), f"{section}.title") for item in items[:1]]
    for value, field in candidates:
        title = reading.text(value, field)
        if title is not None:
            return title
    reading.flag("import.title_missing")
    return None


def _description(tender: dict[str, Any], planning: dict[str, Any], reading: Reading) -> str | None:
    text = reading.text(tender.get("description"), "tender.description", one_line=False)
    return text or reading.text(planning.get("rationale"), "planning.rationale", one_line=False)


def _tender_value(tender: dict[str, Any], reading: Reading) -> int | None:
    value = tender.get("value")
    missing = value is None or (isinstance(value, dict) and value.get("amount") is None)
    if tender and missing:
        reading.flag("import.value_missing", field="tender.value")
    return reading.money(value, "tender.value")


def _compare_with_publication(
    instant: dt.datetime | None, tender_period: Period, period: Period, reading: Reading
) -> None:
    """Flag periods that were over before the notice appeared. Late publication is common."""
    if instant is None:
        return
    published = instant.astimezone(ZONE).date()
    if tender_period.ends and tender_period.ends < published:
        reading.flag(
            "import.tender_closed_before_notice",
            ends=tender_period.ends.isoformat(),
            published=published.isoformat(),
        )
    if period.ends and period.ends < published:
        reading.flag(
            "import.contract_ended_before_notice",
            ends=period.ends.isoformat(),
            published=published.isoformat(),
        )


def _parties(raw: dict[str, Any], reading: Reading) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for number, node in enumerate(reading.mappings(raw.get("parties"), "parties")):
        party = _party(node, reading, "parties")
        found.setdefault(party.id or f"#{number}", party)
    return found


def _party(node: dict[str, Any], reading: Reading, field: str) -> Party:
    identifier = reading.mapping(node.get("identifier"), f"{field}.identifier")
    own = reading.name(node.get("id"))
    name = reading.text(node.get("name"), f"{field}.name")
    legal = reading.text(identifier.get("legalName"), f"{field}.identifier.legalName")
    details = reading.mapping(node.get("details"), f"{field}.details")
    identifiers = [own, _identifier(identifier, reading)]
    more = reading.mappings(node.get("additionalIdentifiers"), f"{field}.additionalIdentifiers")
    identifiers += [_identifier(other, reading) for other in more]
    roles = node.get("roles")
    return Party(
        id=own,
        name=name or legal,
        identifiers=tuple(dict.fromkeys(i for i in identifiers if i)),
        other_names=(legal,) if legal and name and legal != name else (),
        roles=tuple(r for r in roles if isinstance(r, str)) if isinstance(roles, list) else (),
        scale=reading.name(details.get("scale")),
        voluntary=reading.yes(details.get("vcse")),
    )


def _identifier(node: dict[str, Any], reading: Reading) -> str | None:
    scheme, own = reading.name(node.get("scheme")), reading.name(node.get("id"))
    return f"{scheme}-{own}" if scheme and own else None


def _reference(
    node: dict[str, Any], parties: dict[str, Party], reading: Reading, field: str
) -> Party:
    """A party named in passing: its full entry where there is one, else what stands here.

    The name that stands here is the one people read, so it stays first.
    """
    here = _party(node, reading, field)
    full = parties.get(here.id) if here.id else None
    if full is None:
        return here
    names = [n for n in (full.name, *full.other_names, *here.other_names) if n]
    name = here.name or full.name
    return Party(
        id=here.id,
        name=name,
        identifiers=tuple(dict.fromkeys((*here.identifiers, *full.identifiers))),
        other_names=tuple(dict.fromkeys(n for n in names if n != name)),
        roles=full.roles,
        scale=full.scale,
        voluntary=full.voluntary,
    )


def _buyer(raw: dict[str, Any], parties: dict[str, Party], reading: Reading) -> Party | None:
    node = reading.mapping(raw.get("buyer"), "buyer")
    if node:
        buyer = _reference(node, parties, reading, "buyer")
        if buyer.name or buyer.id:
            return buyer
    buyers = [party for party in parties.values() if "buyer" in party.roles]
    if len(buyers) == 1:
        return buyers[0]
    reading.flag("import.buyer_missing")
    return None


def _procuring(tender: dict[str, Any], parties: dict[str, Party], reading: Reading) -> Party | None:
    node = reading.mapping(tender.get("procuringEntity"), "tender.procuringEntity")
    if node:
        return _reference(node, parties, reading, "tender.procuringEntity")
    return next((p for p in parties.values() if "procuringEntity" in p.roles), None)


def _cpv(tender: dict[str, Any], reading: Reading) -> tuple[str, ...]:
    nodes = [reading.mapping(tender.get("classification"), "tender.classification")]
    nodes += reading.mappings(
        tender.get("additionalClassifications"), "tender.additionalClassifications"
    )
    for item in reading.mappings(tender.get("items"), "tender.items"):
        nodes.append(reading.mapping(item.get("classification"), "tender.items.classification"))
        nodes += reading.mappings(
            item.get("additionalClassifications"), "tender.items.additionalClassifications"
        )
    codes = [reading.name(n.get("id")) for n in nodes if n.get("scheme") == "CPV"]
    return tuple(dict.fromkeys(code for code in codes if code))


def _lots(tender: dict[str, Any], reading: Reading) -> list[Lot]:
    lots = []
    for number, node in enumerate(reading.mappings(tender.get("lots"), "tender.lots"), start=1):
        lots.append(
            Lot(
                id=reading.name(node.get("id")) or str(number),
                title=reading.text(node.get("title"), "tender.lots.title"),
                description=reading.text(
                    node.get("description"), "tender.lots.description", one_line=False
                ),
                status=reading.name(node.get("status")),
                value=reading.money(node.get("value"), "tender.lots.value"),
                period=reading.period(node.get("contractPeriod"), "tender.lots.contractPeriod"),
            )
        )
    return lots


def _award(node: dict[str, Any], number: int, parties: dict[str, Party], reading: Reading) -> Award:
    suppliers: dict[Any, Party] = {}
    for supplier in reading.mappings(node.get("suppliers"), "awards.suppliers"):
        party = _reference(supplier, parties, reading, "awards.suppliers")
        suppliers.setdefault(party.id or party.name, party)
    lots = node.get("relatedLots")
    own = reading.name(node.get("id")) or f"#{number}"
    named = [p for key, p in suppliers.items() if key is not None]
    if not named and node.get("status") not in ("cancelled", "unsuccessful"):
        reading.flag("import.award_without_supplier", award=own)
    names = [reading.name(lot) for lot in lots] if isinstance(lots, list) else []
    return Award(
        id=own,
        title=reading.text(node.get("title"), "awards.title"),
        status=reading.name(node.get("status")),
        decided=reading.day(node.get("date"), "awards.date"),
        value=reading.money(node.get("value"), "awards.value"),
        period=reading.period(node.get("contractPeriod"), "awards.contractPeriod"),
        lots=tuple(dict.fromkeys(name for name in names if name)),
        suppliers=tuple(named),
    )


def _contract(node: dict[str, Any], reading: Reading) -> Contract:
    return Contract(
        id=reading.name(node.get("id")) or "",
        award_id=reading.name(node.get("awardID")),
        title=reading.text(node.get("title"), "contracts.title"),
        status=reading.name(node.get("status")),
        value=reading.money(node.get("value"), "contracts.value"),
        period=reading.period(node.get("period"), "contracts.period"),
        signed=reading.day(node.get("dateSigned"), "contracts.dateSigned"),
    )


def _documents(
    raw: dict[str, Any], tender: dict[str, Any], planning: dict[str, Any], reading: Reading
) -> list[Document]:
    places = [(planning, "planning"), (tender, "tender")]
    for section in ("awards", "contracts"):
        items = reading.mappings(raw.get(section), section)
        places += [(item, reading.name(item.get("id")) or section) for item in items]
    return [
        _document(node, place, reading)
        for holder, place in places
        for node in reading.mappings(holder.get("documents"), "documents")
    ]


def _document(node: dict[str, Any], place: str, reading: Reading) -> Document:
    title = reading.text(node.get("title"), "documents.title")
    return Document(
        id=reading.name(node.get("id")),
        kind=reading.name(node.get("documentType")),
        title=title or reading.text(node.get("description"), "documents.description"),
        url=_web_address(reading.name(node.get("url"))),
        belongs_to=place,
    )


def _web_address(text: str | None) -> str | None:
    """The address where it is one a browser may safely follow."""
    if text is None or len(text) > 2_000:
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.netloc else None

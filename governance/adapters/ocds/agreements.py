"""What was awarded to whom: each lot's suppliers as agreements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from governance.adapters.ocds.model import (
    AgreementFacts,
    Award,
    Contract,
    Flag,
    Lot,
    Merged,
    Party,
    Period,
)

MOST = 10_000
"""Agreements from one award at the most; beyond it the award counts as a whole, not by lots."""
LONGEST_KEY = 180
"""Characters in an agreement's key at the most."""


def agreements(merged: Merged) -> list[AgreementFacts]:
    """One agreement for each award, lot and supplier.

    Where a contract was entered into under the award, its title, amount and days count, field
    by field, before the award's; a lot's own period stands in for a missing one. An amount that
    several suppliers or lots share belongs to none of them alone: it stays unknown and is
    flagged. Awards that were cancelled or found nobody, and awards without a supplier, give
    none.
    """
    return [
        facts
        for award in merged.notice.awards
        if award.status not in ("cancelled", "unsuccessful")
        for facts in _of_award(merged, award)
    ]


def _of_award(merged: Merged, award: Award) -> Iterator[AgreementFacts]:
    notice = merged.notice
    under = [c for c in notice.contracts if c.award_id == award.id]
    if not under and len(notice.awards) == len(notice.contracts) == 1:
        under = [c for c in notice.contracts if c.award_id is None]
    live = [c for c in under if c.status != "cancelled"] or under
    contract = live[0] if len(live) == 1 else None
    lots = {lot.id: lot for lot in notice.lots}
    flags = []
    places: tuple[str | None, ...] = award.lots or (None,)
    if len(places) * len(award.suppliers) > MOST:
        places = (None,)
        flags.append(Flag("import.too_many_lots", {"number": len(award.lots)}))
    share = len(places) * len(award.suppliers)
    if len(live) > 1:
        flags.append(Flag("import.several_contracts", {"number": len(live)}))
    amount = _amount(award, contract)
    if share > 1 and amount is not None:
        flags.append(Flag("import.value_shared", {"value": amount, "number": share}))
    for lot_id in places:
        for supplier in award.suppliers:
            yield _facts(
                merged,
                award,
                contract,
                lot_id=lot_id,
                lot=lots.get(lot_id) if lot_id else None,
                supplier=supplier,
                value=amount if share == 1 else None,
                flags=tuple(flags),
            )


def _amount(award: Award, contract: Contract | None) -> int | None:
    """The contract's amount where it is known, else the award's."""
    if contract is not None and contract.value is not None:
        return contract.value
    return award.value


def _facts(
    merged: Merged,
    award: Award,
    contract: Contract | None,
    *,
    lot_id: str | None,
    lot: Lot | None,
    supplier: Party,
    value: int | None,
    flags: tuple[Flag, ...],
) -> AgreementFacts:
    periods = [contract.period] if contract else []
    periods += [award.period, *([lot.period] if lot else [])]
    period = next((p for p in periods if p.starts or p.ends), Period())
    title = (contract.title if contract else None) or award.title or (lot.title if lot else None)
    return AgreementFacts(
        key=_key(award.id, lot_id or "", supplier.id or supplier.name or ""),
        ocid=merged.ocid,
        award_id=award.id,
        contract_id=contract.id if contract else None,
        title=title or merged.notice.title,
        lot=lot_id,
        lot_title=lot.title if lot else None,
        provider=supplier,
        value=value,
        starts=period.starts,
        ends=period.ends,
        extends_to=period.extends_to,
        awarded=award.decided,
        signed=contract.signed if contract else None,
        award_status=award.status,
        contract_status=contract.status if contract else None,
        regime=merged.notice.regime,
        flags=flags,
    )


def _key(*parts: str) -> str:
    key = "/".join(parts)
    if len(key) <= LONGEST_KEY:
        return key
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

"""Which procurement regime a notice says it is under. Nothing is inferred from dates or amounts.

The Procurement Act 2023 is chapter 54 of that year; the Provider Selection Regime is SI
2023/1348; the Public Contracts Regulations 2015 are SI 2015/102 and carried out Directive
2014/24/EU, which older notices cite by its CELEX number.
"""

from __future__ import annotations

import re
from typing import Any

_REGIMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "provider_selection_regime",
        re.compile(r"2023/1348\b|provider selection regime", re.IGNORECASE),
    ),
    ("procurement_act", re.compile(r"2023/54\b|procurement act 2023", re.IGNORECASE)),
    (
        "public_contracts_regulations",
        re.compile(r"2015/102\b|32014L0024|public contracts regulations 2015", re.IGNORECASE),
    ),
)


def regime(raw: dict[str, Any], tender: dict[str, Any]) -> str | None:
    """`procurement_act`, `provider_selection_regime`, `public_contracts_regulations` or None.

    Read from the legal basis, or where there is none from the words on the procedure; a notice
    that names two regimes names none for certain.
    """
    basis = tender.get("legalBasis", raw.get("legalBasis"))
    texts = [basis.get(k) for k in ("id", "description", "uri")] if isinstance(basis, dict) else []
    found = _named(texts)
    if not found:
        found = _named([tender.get("procurementMethodDetails")])
    return found[0] if len(found) == 1 else None


def _named(texts: list[Any]) -> list[str]:
    text = " ".join(t[:500] for t in texts if isinstance(t, str))
    return [name for name, pattern in _REGIMES if pattern.search(text)]

"""Each partner's express written consent, as for departing from a pool's permitted spending.

A partner consents through somebody who may sign for it. A signatory's interest rules out the
signature, never the partner: another signatory gives the consent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.people import Partner, Person
from governance.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Consent:
    """What one signatory said for a partner, on a day, and whether in writing."""

    partner: str
    signatory: Person
    given: bool
    in_writing: bool
    on: dt.date


@dataclass(frozen=True, slots=True)
class Consents:
    """Which partners consented, which refused, and what is missing from each of the others."""

    consented: tuple[str, ...]
    refused: tuple[str, ...]
    missing: tuple[Refusal, ...]

    @property
    def complete(self) -> bool:
        """Whether each partner has consented."""
        return not (self.refused or self.missing)


def consents(
    *,
    partners: Sequence[Partner],
    signatories: Mapping[str, Sequence[Person]],
    given: Sequence[Consent],
    outcomes: Mapping[str, Outcome],
) -> Consents:
    """Say whether each partner has consented in writing through somebody who may sign for it.

    `signatories` gives who may sign for each partner's key; `outcomes` what interests came to,
    by person. The last valid signature of a partner stands.
    """
    consented: list[str] = []
    refused: list[str] = []
    missing: list[Refusal] = []
    barred = {key for key, outcome in outcomes.items() if outcome.bars_vote}
    for partner in partners:
        may_sign = [p for p in signatories.get(partner.key, ()) if p.key not in barred]
        theirs = [c for c in given if c.partner == partner.key]
        keys = {p.key for p in may_sign}
        valid = [c for c in theirs if c.in_writing and c.signatory.key in keys]
        if valid:
            (consented if max(valid, key=_order).given else refused).append(partner.key)
        else:
            missing.append(_missing(partner, theirs, may_sign, barred))
    return Consents(tuple(consented), tuple(refused), tuple(missing))


def _order(consent: Consent) -> tuple[dt.date, bool]:
    """By day; on one day a refusal stands over a consent."""
    return (consent.on, not consent.given)


def _missing(
    partner: Partner, theirs: Sequence[Consent], may_sign: Sequence[Person], barred: Collection[str]
) -> Refusal:
    names = [p.name for p in may_sign]
    params = {"partner": partner.title, "signatories": names}
    if not names:
        return Refusal("consents.no_signatory", {"partner": partner.title})
    for consent in theirs:
        told = {**params, "name": consent.signatory.name}
        if consent.signatory.key in barred:
            return Refusal("consents.signatory_interested", told)
        if consent.signatory in may_sign:
            return Refusal("consents.not_in_writing", told)
        return Refusal("consents.not_a_signatory", told)
    return Refusal("consents.missing", params)

"""Findings of a scheme's proof for programs: the words, and a case that `scheme path` takes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from governance.application.rulebook.finding_words import finding_words
from governance.application.rulebook.proving import name_of
from governance.interfaces.cases import case_json, region_words

if TYPE_CHECKING:
    from governance.domain.assurance import Finding, Mend
    from governance.domain.authority import Scheme


def finding_json(scheme: Scheme, one: Finding, asked: dt.date) -> dict[str, Any]:
    """A finding for programs; `example` is a case as `vires scheme path` takes it."""
    example = None if one.example is None else case_json(scheme.inputs, one.example.values)
    return {
        "name": name_of(one),
        "kind": one.kind,
        "rules": list(one.rules),
        "example": example,
        "words": finding_words(scheme, one, asked),
        "region": region_of(scheme, one),
        "mend": None if one.mend is None else mend_json(one.mend),
        "on": one.on.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
    }


def region_of(scheme: Scheme, one: Finding) -> str | None:
    """The cases of which a gap is found, in words; None for other findings."""
    if one.kind != "gap" or one.region is None:
        return None
    return region_words(scheme.inputs, one.region)


def mend_json(mend: Mend) -> dict[str, Any]:
    """A mend for programs."""
    return {
        "rule": mend.rule,
        "line": mend.line,
        "input": mend.input,
        "before": mend.before,
        "after": mend.after,
    }

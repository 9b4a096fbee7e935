"""A scheme as the entries of its text, in the order of the reference page.

Nothing is said that goes without saying: the usual title, the usual bounds, an empty list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from governance.adapters.sheets.conditions import Assumed, Conditions, plain
from governance.adapters.sheets.paths import path_entries
from governance.adapters.sheets.text import written
from governance.domain.authority.loading import FALLBACK, KIND
from governance.domain.authority.model import Input, Limit, Rule, Scheme, Separation, Source
from governance.domain.procedure import CallIn, NoticeRule, Procedure

REGISTER_TYPES: Mapping[str, str] = {
    "money": "money",
    "integer": "number",
    "day": "day",
    "yes-no": "yes-no",
}
"""How a scheme's text calls the types of inputs."""

PARTS = (
    "deciders",
    "ranks",
    "inputs",
    "limits",
    "definitions",
    "assume",
    "separate",
    "procedures",
    "rules",
)
"""Entries of a scheme's text that a blank line stands before."""
_USUAL: Mapping[str, tuple[int, int]] = {
    "money": (0, 1_000_000_000_00),
    "integer": (0, 1_000_000),
    "day": (dt.date(2000, 1, 1).toordinal(), dt.date(2099, 12, 31).toordinal()),
}


def scheme_text(scheme: Scheme, conditions: Conditions) -> str:
    """The text of a scheme: the same for all texts and sheets that say the same."""
    return written(scheme_document(scheme, conditions), apart=frozenset(PARTS))


def scheme_document(scheme: Scheme, conditions: Conditions) -> dict[str, Any]:
    """The entries of a scheme's text."""
    source = _source(scheme.source)
    head = {
        "vires": KIND,
        "key": scheme.key,
        "title": scheme.title,
        "standing": scheme.standing,
        "owner": scheme.owner,
        "source": source if source or scheme.standing == "own" else {"title": ""},
        "vat": scheme.vat,
        "fallback": None if scheme.fallback == FALLBACK else scheme.fallback,
    }
    parts = {
        "deciders": {
            one.key: _said(kind=one.kind, title=one.title, terms=one.terms)
            for one in scheme.deciders.values()
        },
        "ranks": [list(chain) for chain in scheme.ranks],
        "inputs": {one.name: _input(one) for one in scheme.inputs.values()},
        "limits": {one.name: _limit(one) for one in scheme.limits.values()},
        "definitions": {
            one.name: _said(
                title=_unusual(one.title, one.name), when=plain(conditions.definitions[one.name])
            )
            for one in scheme.definitions.values()
        },
        "assume": [_assumed(one) for one in conditions.assume],
        "separate": [_separate(one) for one in scheme.separate],
        "procedures": {one.key: _procedure(one) for one in scheme.procedures.values()},
    }
    rules = [
        _rule(scheme, rule, plain(when))
        for rule, when in zip(scheme.rules, conditions.rules, strict=True)
    ]
    said = {key: value for key, value in parts.items() if value}
    compulsory = {key: parts[key] for key in ("deciders", "inputs")}
    ordered = {key: {**said, **compulsory}[key] for key in parts if key in said | compulsory}
    return {**_said(**head), **ordered, "rules": rules}


def _said(**entries: Any) -> dict[str, Any]:
    """The entries that say something."""
    return {key: one for key, one in entries.items() if one not in (None, [], {})}


def usual_title(name: str) -> str:
    """What an input, limit or definition is called where nothing is said."""
    return name.replace("-", " ").replace("_", " ")


def _unusual(title: str, name: str) -> str | None:
    return None if title == usual_title(name) else title


def amount(value: int) -> str:
    """Pence as a scheme writes pounds: 30,000 or 30,000.50."""
    pounds, rest = divmod(value, 100)
    return f"{pounds:,}" + (f".{rest:02}" if rest else "")


def _source(source: Source) -> dict[str, Any]:
    if source == Source(""):
        return {}
    kind = "url" if source.reference.startswith(("http://", "https://")) else "ref"
    published = source.published.isoformat() if source.published else None
    return _said(title=source.title, **{kind: source.reference or None}, published=published)


def _input(one: Input) -> dict[str, Any]:
    if one.type == "choice":
        found: dict[str, Any] = {"one of": list(one.choices)}
    else:
        found = {"type": REGISTER_TYPES[one.type]}
    if one.type in _USUAL:
        least, most = _USUAL[one.type]
        if one.least != least:
            found["least"] = _bound(one.type, one.least)
        if one.most != most:
            found["most"] = _bound(one.type, one.most)
    title = _unusual(one.title, one.name)
    return {**found, **_said(title=title), **({"from": one.derived} if one.derived else {})}


def _bound(kind: str, value: int) -> str:
    if kind == "day":
        return dt.date.fromordinal(value).isoformat()
    return amount(value) if kind == "money" else str(value)


def _limit(one: Limit) -> dict[str, Any]:
    key = "amount" if one.type == "money" else "number"
    dates = [
        {
            "from": dated.starts.isoformat(),
            key: _bound(one.type, dated.value),
            **_said(source=dated.source or None),
        }
        for dated in one.dated
    ]
    kind = None if one.type == "money" else "number"
    return _said(title=_unusual(one.title, one.name), type=kind, by=one.by, dates=dates)


def _assumed(one: Assumed) -> dict[str, Any]:
    if one.holds is not None:
        found: dict[str, Any] = plain(one.holds)
        return found
    return {"if": plain(one.given), "then": plain(one.then)}


def _separate(one: Separation) -> dict[str, Any]:
    found = {"step": one.step, "not": one.apart_from}
    return {**found, **_said(rules=list(one.rules), source=one.source or None)}


def _procedure(one: Procedure) -> dict[str, Any]:
    return _said(
        title=one.title,
        key_decision="yes" if one.key_decision else None,
        meeting_only="yes" if one.meeting_only else None,
        notices=[_notice(notice) for notice in one.notices],
        exceptions=[_notice(notice) for notice in one.exceptions],
        evidence=list(one.evidence),
        call_in=_call_in(one.call_in),
        publish=list(one.publish),
        source=one.source or None,
    )


def _notice(one: NoticeRule) -> dict[str, Any]:
    return _said(
        kind=one.kind,
        policy=one.policy,
        days=str(one.days),
        before=None if one.before == "decision" else one.before,
        source=one.source or None,
    )


def _call_in(one: CallIn | None) -> dict[str, Any] | None:
    if one is None:
        return None
    meets, again = one.meets_within_days, one.reconsider_within_days
    return _said(
        policy=one.policy,
        days=str(one.days),
        cutoff=one.cutoff,
        who=one.who,
        meets_within_days=None if meets is None else str(meets),
        reconsider_within_days=None if again is None else str(again),
        source=one.source or None,
    )


def _rule(scheme: Scheme, rule: Rule, when: Any) -> dict[str, Any]:
    return _said(
        id=rule.id,
        title=rule.title or None,
        when=when,
        path=path_entries(rule.path),
        procedure=list(rule.procedure),
        overrides=[one.id for one in scheme.rules if one.id in rule.overrides],
        source=rule.source or None,
    )

"""An escalation policy in plain words: every kind of deadline with its ladder, and one of them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.rulebook.moves import moves
from governance.domain.escalation import KINDS, DeadlineRule, Prompt
from governance.interfaces.said import reason
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.rules.common import is_draft
from governance.interfaces.web.rooms.rules.policy_reading import (
    Policy,
    called,
    details,
    first,
    happens,
    in_order,
    policy_of,
    rule_of,
)
from governance.interfaces.web.rooms.rules.reading import moves_of
from governance.interfaces.web.visit import Visit

AT = "/rules/{ref}/deadlines"
ONE = f"{AT}/{{kind}}"


def _page(visit: Visit) -> Response:
    policy = policy_of(visit)
    rules = sorted(policy.says.deadlines.values(), key=called)
    return visit.render(
        "rules/policy.html",
        version=policy.row,
        rows=[_row(rule, policy) for rule in rules],
        hour=policy.says.hour,
        rhythm=_rhythm(policy),
        moves_offered=[
            one
            for one in moves_of(visit, policy.row)
            if not one["href"].endswith(("/deadlines", "/edit", "/draft"))
        ],
        **_open(visit, policy),
    )


def _row(rule: DeadlineRule, policy: Policy) -> dict[str, Any]:
    levels = [level_told(one, policy) for one in in_order(rule.prompts)]
    return {
        "kind": rule.kind,
        "name": called(rule),
        "own": rule.kind not in KINDS,
        "owner": first(policy.names.said(rule.owner)),
        "before": [one for one in levels if one["side"] != "after"],
        "after": [one for one in levels if one["side"] == "after"],
    }


def level_told(prompt: Prompt, policy: Policy) -> dict[str, Any]:
    """A level as templates show it."""
    return {
        "key": prompt.key,
        "side": prompt.offset.side,
        "when": first(prompt.offset.words),
        "happens": happens(prompt, policy.names),
    }


def _rhythm(policy: Policy) -> list[tuple[str, str]]:
    rhythm = policy.says.rhythm
    if rhythm is None:
        return []
    usual = words.say("web.policy.usual", {})
    return [
        (first(words.term(tier)) + (f" {usual}" if tier == rhythm.usual else ""), span.words)
        for tier, span in rhythm.tiers.items()
    ]


def _open(visit: Visit, policy: Policy) -> dict[str, Any]:
    """Whether the version may be changed here, and what is against it."""
    draft = is_draft(policy.row)
    against = [
        reason(one.code, one.params)
        for move in moves(visit.desk, policy.row.ref)
        if move["move"] == ("revise" if draft else "begin_draft")
        for one in move["refusals"]
    ]
    return {"draft": draft, "editable": draft and not against, "against": against}


def _kind(visit: Visit) -> Response:
    policy = policy_of(visit)
    rule = rule_of(visit, policy.says)
    levels = [level_told(one, policy) for one in in_order(rule.prompts)]
    return visit.render(
        "rules/policy_kind.html",
        version=policy.row,
        kind=rule.kind,
        name=called(rule),
        own=rule.kind not in KINDS,
        details=details(rule, policy.names),
        before=[one for one in levels if one["side"] == "before"],
        on=[one for one in levels if one["side"] == "on"],
        after=[one for one in levels if one["side"] == "after"],
        **_open(visit, policy),
    )


PAGES = (
    Page(path=AT, show=_page),
    Page(path=ONE, show=_kind),
)
ACTS = ()

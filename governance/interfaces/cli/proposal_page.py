"""A report's page, and what comes next, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance.interfaces.cli.output import table
from governance.words.format import day, money


def print_page(page: Mapping[str, Any]) -> None:
    """Print everything on a report's page."""
    value = f", {money(page['value'])}" if page["value"] is not None else ""
    about = f" on {page['commission']}" if page["commission"] else ""
    print(f"{page['ref']}  {page['title']}")
    print(f"Asks for: {spoken(page['kind'])}{value}{about}.")
    outcome = f": {spoken(page['outcome'])}" if page["outcome"] else ""
    print(f"State: {spoken(page['state'])}{outcome}.")
    if page["recommendation"]:
        print(f"Recommended: {page['recommendation']}")
    if page["rule"]:
        print(f"Rule: {page['rule']} of {page['scheme']}.  {page['procedure']}".rstrip())
    if page["path"]:
        print()
        table(
            "Decision path",
            ("", "Step", "By", "State", "On", "Said"),
            (
                (s["place"] + 1, s["kind"], s["title"], s["state"], s["on"], s["view"])
                for s in page["path"]
            ),
        )
    for notice in page["notices"]:
        print(f"Notice: {spoken(notice['kind'])}, {day(notice['on'])}.")
    for found in page["evidence"]:
        closed = f" ({found['closed']})" if found["closed"] else ""
        print(f"Evidence: {found['title']}{closed}.")
    for decision in page["decisions"]:
        print_decision(decision)
    if ahead := page.get("ahead"):
        print()
        print_report_steps(ahead)


def print_decision(decision: Mapping[str, Any]) -> None:
    """Print a decision, verbatim."""
    how = spoken(decision["how"])
    print()
    print(
        f"Decided by {decision['title']} on {day(decision['on'])}:"
        f" {spoken(decision['outcome'])} ({how})."
    )
    print(f"  “{decision['verbatim']}”")
    if decision["reasons"]:
        print(f"  Reasons: {decision['reasons']}")
    if (count := decision["count"]) and "for" in count and how != "agreed without a vote":
        print(
            f"  Votes: {count['for']} for, {count['against']} against,"
            f" {count['abstained']} abstained, of {count['eligible']} entitled."
        )
        if count.get("by_name"):
            named_votes = ", ".join(f"{who} {vote}" for who, vote in count["by_name"].items())
            print(f"  By name: {named_votes}.")
        if count.get("casting_vote"):
            print(f"  Casting vote: {count['casting_vote']}.")
    for irregular in decision["irregular"]:
        print(f"  Irregular: {irregular['words']}")


def print_next(found: Mapping[str, Any]) -> None:
    """Print what comes next for a commission."""
    print(f"{found['commission']}  {found['title']}")
    print(f"State: {spoken(found['state'])}, as seen by {found['asked_by']} on {day(found['on'])}.")
    stages = ", ".join(f"{s['stage']} ({spoken(s['state'])})" for s in found["stages"])
    if stages:
        print(f"Stages: {stages}.")
    print()
    print_moves(found["moves"])
    for gate in found["decisions_ahead"]:
        print()
        print(f"A decision to ask for: {spoken(gate['decision'])} (gate {gate['gate']}).")
        print_outlook(gate)
    for report in found["reports"]:
        print()
        print_report_steps(report)


def print_report_steps(report: Mapping[str, Any]) -> None:
    """Print what comes next for a report."""
    print(
        f"Report {report['report']}, {spoken(report['kind'])}: {spoken(report['state'])}."
        f"  {report['title']}"
    )
    print_outlook(report)
    print_moves(report["moves"])


def print_outlook(seen: Mapping[str, Any]) -> None:
    """Print who decides, and by when at the earliest, with the working."""
    if seen.get("decider_title"):
        others = [c for c in seen["could_decide"] if c != seen["decider_title"]]
        also = f" Also able to decide: {', '.join(others)}." if others else ""
        rule = f" (rule {seen['rule']})" if seen.get("rule") else ""
        provisional = " by today's facts" if seen.get("provisional", True) else ""
        print(f"  Decides{provisional}: {seen['decider_title']}{rule}.{also}")
    for reason in seen.get("unclear", ()):
        print_reason(reason, "  ? ")
    earliest = seen.get("earliest")
    if earliest:
        when = day(earliest["day"]) if earliest["day"] else "not known"
        print(f"  Earliest lawful day: {when}.")
        for step in earliest["working"]:
            print(f"    {step['words']}")
        for reason in earliest["missing"]:
            print_reason(reason, "    ! ")
        for sooner in earliest["sooner"]:
            names = " and ".join(spoken(kind) for kind in sooner["by"])
            print(f"    Sooner by {names}: {day(sooner['day'])}.")
    if seen.get("call_in_until"):
        print(f"  Can be called in until the end of {day(seen['call_in_until'])}.")


def print_moves(moves: Sequence[Mapping[str, Any]]) -> None:
    """Print the moves that are open, then each closed one with why and what would change it."""
    for move in moves:
        if move["open"]:
            print(f"  + {named(move)}: open.")
    for move in moves:
        if not move["open"]:
            print(f"  - {named(move)}: closed.")
            for reason in move["closed_because"]:
                print_reason(reason, "      ")


def named(move: Mapping[str, Any]) -> str:
    """A move with what it is about."""
    about = move.get("about")
    where = "" if about in (None, "commission") else f" ({about})"
    return f"{spoken(move['move'])}{where}"


def print_reason(reason: Mapping[str, str], indent: str) -> None:
    """Print a reason with its remedy."""
    print(f"{indent}{reason['words']} {reason['remedy']}".rstrip())


def spoken(name: str | None) -> str:
    """A name for machines as words."""
    return (name or "").replace("_", " ").replace("-", " ")

"""A report's page, and what comes next, as text."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.interfaces import holds
from governance.interfaces.cli import decommission_page
from governance.interfaces.cli.output import table
from governance.words.format import day, money


def print_page(page: Mapping[str, Any]) -> None:
    """Print everything on a report's page."""
    value = f", {money(page['value'])}" if page["value"] is not None else ""
    about = f" on {page['commission']}" if page["commission"] else ""
    line(f"{page['ref']}  {page['title']}")
    line(f"Asks for: {spoken(page['kind'])}{value}{about}.")
    outcome = f": {spoken(page['outcome'])}" if page["outcome"] else ""
    line(f"State: {spoken(page['state'])}{outcome}.")
    if page["recommendation"]:
        line(f"Recommended: {page['recommendation']}")
    print_adopts(page["adopts"])
    if page["rule"]:
        line(f"Rule: {page['rule']} of {page['scheme']}.  {page['procedure']}".rstrip())
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
    for said in (
        *decommission_page.of_report(page["ends"]),
        *holds.exceptions(page["exceptions"]),
    ):
        line(said)
    for own in page["partners"]:
        decided = f": {spoken(own['outcome'])}" if own["outcome"] else ""
        line(f"Partner: {own['partner']}, {own['ref']}, {spoken(own['state'])}{decided}.")
    for notice in page["notices"]:
        line(f"Notice: {spoken(notice['kind'])}, {day(notice['on'])}.")
    for found in page["evidence"]:
        closed = f" ({found['closed']})" if found["closed"] else ""
        line(f"Evidence: {found['title']}{closed}.")
    for decision in page["decisions"]:
        print_decision(decision)
    if ahead := page.get("ahead"):
        print()
        print_report_steps(ahead)


def print_adopts(adopts: Mapping[str, Any] | None) -> None:
    """Print which version a report would bring in; of a scheme, whether people could follow it."""
    if adopts is None:
        return
    line(f"Adopts: {adopts['version']}, {spoken(adopts['state'])}.")
    if adopts["waits"] is not None:
        line(f"  {adopts['waits']['words']}")
    for said in adopts["uncovered"] or ():
        line(f"  {said}")
    if adopts["uncovered"] == []:
        params = {"version": adopts["version"], "on": adopts["first_day"]}
        line(f"  {words.say('proposal.adopts_covered', params)}")
    if adopts["kind"] == "scheme" and adopts["state"] in ("draft", "proved"):
        line(f"Reports that would take another path: vires rulebook impact {adopts['version']}")


def print_decision(decision: Mapping[str, Any]) -> None:
    """Print a decision, verbatim."""
    how = spoken(decision["how"])
    print()
    line(
        f"Decided by {decision['title']} on {day(decision['on'])}:"
        f" {spoken(decision['outcome'])} ({how})."
    )
    line(f"  “{decision['verbatim']}”")
    if decision["reasons"]:
        line(f"  Reasons: {decision['reasons']}")
    if decision["alternatives"]:
        line(f"  Alternatives considered: {decision['alternatives']}")
    if (count := decision["count"]) and "for" in count and how != "agreed without a vote":
        line(
            f"  Votes: {count['for']} for, {count['against']} against,"
            f" {count['abstained']} abstained, of {count['eligible']} entitled."
        )
        if count.get("by_name"):
            named_votes = ", ".join(f"{who} {vote}" for who, vote in count["by_name"].items())
            line(f"  By name: {named_votes}.")
        if count.get("casting_vote"):
            line(f"  Casting vote: {count['casting_vote']}.")
    for irregular in decision["irregular"]:
        line(f"  Irregular: {irregular['words']}")


def print_next(found: Mapping[str, Any]) -> None:
    """Print what comes next for a commission."""
    line(f"{found['commission']}  {found['title']}")
    line(f"State: {spoken(found['state'])}, as seen by {found['asked_by']} on {day(found['on'])}.")
    stages = ", ".join(f"{s['stage']} ({spoken(s['state'])})" for s in found["stages"])
    if stages:
        line(f"Stages: {stages}.")
    for said in (*holds.exceptions(found["exceptions"]), *holds.blocks(found["blocks"])):
        line(said)
    print_standing(found)
    print()
    print_moves(found["moves"])
    for gate in found["decisions_ahead"]:
        print()
        line(f"A decision to ask for: {spoken(gate['decision'])} (gate {gate['gate']}).")
        print_outlook(gate)
        for reason in gate.get("blocked", ()):
            print_reason(reason, "  - ")
    for report in found["reports"]:
        print()
        print_report_steps(report)


def print_standing(found: Mapping[str, Any]) -> None:
    """Print how the service does and what is being done about it: reviews, measures, plans."""
    if found["review"] is not None:
        print_reason(found["review"], "")
    for plan in found["improvement"]:
        print_reason(plan, "")
        for reason in plan["wants"]:
            print_reason(reason, "  ")
    for one in found["ending"]:
        print_reason(one, "")
    for case in found["cases"]:
        for said in decommission_page.next_of(case):
            line(said)
    if found["measures"] is not None:
        line(f"Measures: {found['measures']['words']}")
        for reason in found["measures"]["wanting"]:
            print_reason(reason, "  ")


def print_report_steps(report: Mapping[str, Any]) -> None:
    """Print what comes next for a report."""
    line(
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
        line(f"  Decides{provisional}: {seen['decider_title']}{rule}.{also}")
    if seen.get("waits_for") not in (None, seen.get("decider_title")):
        line(f"  Before that: {seen['waits_for']}.")
    for reason in seen.get("unclear", ()):
        print_reason(reason, "  ? ")
    earliest = seen.get("earliest")
    if earliest:
        when = day(earliest["day"]) if earliest["day"] else "not known"
        line(f"  Earliest lawful day: {when}.")
        for step in earliest["working"]:
            line(f"    {step['words']}")
        for reason in earliest["missing"]:
            print_reason(reason, "    ! ")
        for sooner in earliest["sooner"]:
            names = " and ".join(spoken(kind) for kind in sooner["by"])
            line(f"    Sooner by {names}: {day(sooner['day'])}.")
    if seen.get("call_in_until"):
        closes = f"{seen['call_in_hour']} on" if seen["call_in_hour"] else "the end of"
        line(f"  Can be called in until {closes} {day(seen['call_in_until'])}.")


def print_moves(moves: Sequence[Mapping[str, Any]]) -> None:
    """Print the moves that are open, then each closed one with why and what would change it."""
    for move in moves:
        if move["open"]:
            line(f"  + {named(move)}: open.")
    for move in moves:
        if not move["open"]:
            line(f"  - {named(move)}: closed.")
            for reason in move["closed_because"]:
                print_reason(reason, "      ")


def named(move: Mapping[str, Any]) -> str:
    """A move with what it is about."""
    about = move.get("about")
    where = "" if about in (None, "commission") else f" ({about})"
    return f"{spoken(move['move'])}{where}"


def print_reason(reason: Mapping[str, str], indent: str) -> None:
    """Print a reason with its remedy."""
    line(f"{indent}{reason['words']} {reason['remedy']}".rstrip())


def line(text: str) -> None:
    """Print a line, wrapped to the terminal under its own beginning."""
    indent = len(text) - len(text.lstrip(" ?!+-"))
    told = textwrap.wrap(
        text,
        width=max(_width(), 40),
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    print("\n".join(told))


def _width() -> int:
    """How wide the terminal is; what goes elsewhere is as wide as a page."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return shutil.get_terminal_size().columns
    return 120


def spoken(name: str | None) -> str:
    """A name for machines as words."""
    return (name or "").replace("_", " ").replace("-", " ")

"""What followed a decision: the window for call-in, and the day on which it took effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from governance.verifier.bundle import Entry, Row, Rows
from governance.verifier.findings import Findings
from governance.verifier.procedures import together
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.taken import APPROVES, zone_of
from governance.verifier.words import in_words, spoken


def check_effect(entry: Entry, report: Row, rows: Rows, books: Rulebooks, found: Findings) -> None:
    """The window for call-in, or the day of effect, that an entry says."""
    names = (report.get("procedure") or {}).get("names", [])
    version = rows.get("rulebook_version", report.get("scheme_version_id"))
    parts = [books.scheme(version).procedure(n) for n in names] if version and names else []
    call_in = together(parts).call_in
    if entry.body["kind"] == "proposal.took_effect":
        _took_effect(entry, report, rows, found, called_in=call_in is not None)
        _partners(report, rows, found)
    else:
        _opened(entry, report, rows, books, found, call_in)


def _took_effect(
    entry: Entry, report: Row, rows: Rows, found: Findings, *, called_in: bool
) -> None:
    """It waited for its day, and for the window in which it could be called in."""
    day = entry.at.astimezone(zone_of(rows)).date()
    wanted, state = report.get("effective_on"), report["state"]
    found.holds(
        not wanted or wanted <= day.isoformat(), f"it took effect before {in_words(wanted)}"
    )
    waited = state in ("call_in_window", "released", "decided", "awaiting_partners")
    open_ = state == "call_in_window" and (wanted or "") > day.isoformat()
    found.holds(waited and not open_, f"it took effect while {spoken(state)}")
    framework = (report.get("details") or {}).get("budget_and_policy_framework")
    found.holds(
        not (called_in and state == "decided") or bool(framework) or not _was_open(report),
        "it took effect without its window for call-in",
    )
    found.say(f"it took effect on {in_words(day)}")


def _partners(report: Row, rows: Rows, found: Findings) -> None:
    """Where each partner was asked for a decision of its own, each of those was in effect."""
    steps = rows.where("step", proposal_id=report["id"])
    drawn = max((step["draw"] for step in steps), default=0)
    for child in rows.where("proposal", parent_id=report["id"], round=drawn):
        partner = rows.get("organisation", child["organisation_id"]) or {}
        name = f"{partner.get('name', 'a partner')} ({child['ref']})"
        if found.holds(child["state"] == "effective", f"{name} had not decided for itself"):
            found.say(f"{name} decided for itself; its report has a record of its own")


def _opened(
    entry: Entry,
    report: Row,
    rows: Rows,
    books: Rulebooks,
    found: Findings,
    call_in: Mapping[str, Any] | None,
) -> None:
    """The window was as long as the rule asks, counted from the day of publication."""
    published = report.get("published_on")
    if call_in is None or published is None:
        found.fails("a window for call-in was opened, and nothing asks for one")
        return
    start = dt.date.fromisoformat(published)
    calendar = books.calendar(rows, dt.date.fromisoformat(report["decided_on"]))
    last = calendar.last_day(call_in["policy"], int(call_in["days"]), start)
    facts = entry.body["facts"] or {}
    found.holds(
        facts.get("last_day") == last.isoformat(),
        f"the window for call-in ended on {in_words(last)}, "
        f"not on {in_words(facts.get('last_day'))}",
    )
    effective = max(last + dt.timedelta(days=1), _said(report) or dt.date.min)
    found.holds(
        facts.get("effective") == effective.isoformat(),
        f"it could take effect from {in_words(effective)}, "
        f"not from {in_words(facts.get('effective'))}",
    )
    found.say(
        f"published on {in_words(start)}; open to call-in for {call_in['days']} days "
        f"({spoken(call_in['policy'])}), until {in_words(last)}; it could take effect from "
        f"{in_words(effective)}"
    )


def _said(report: Row) -> dt.date | None:
    """The day from which a report asks its decision to hold."""
    said = (report.get("details") or {}).get("effective_from")
    return dt.date.fromisoformat(said) if said and report["kind"] != "adopt" else None


def _was_open(report: Row) -> bool:
    """Whether a decision published so could be called in: nothing was decided again or waived."""
    flags = {flag.get("code") for flag in report.get("flags") or []}
    return report.get("outcome") in APPROVES and "call_in_waived" not in flags

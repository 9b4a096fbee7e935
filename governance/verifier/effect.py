"""What followed a decision: the window for call-in, and the day on which it took effect."""

from __future__ import annotations

import datetime as dt

from governance.verifier.bundle import Entry, Row, Rows
from governance.verifier.findings import Findings
from governance.verifier.procedures import together
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.taken import APPROVES, zone_of
from governance.verifier.words import in_words, spoken


def check_effect(entry: Entry, report: Row, rows: Rows, books: Rulebooks, found: Findings) -> None:
    """The window for call-in, or the day of effect, that an entry says."""
    day = entry.at.astimezone(zone_of(rows)).date()
    published = report.get("published_on")
    names = (report.get("procedure") or {}).get("names", [])
    version = rows.get("rulebook_version", report.get("scheme_version_id"))
    parts = [books.scheme(version).procedure(n) for n in names] if version and names else []
    call_in = together(parts).call_in
    if entry.body["kind"] == "proposal.took_effect":
        wanted = report.get("effective_on")
        found.holds(
            not wanted or wanted <= day.isoformat(), f"it took effect before {in_words(wanted)}"
        )
        waited = report["state"] in ("call_in_window", "released", "decided", "awaiting_partners")
        open_ = report["state"] == "call_in_window" and (wanted or "") > day.isoformat()
        found.holds(waited and not open_, f"it took effect while {spoken(report['state'])}")
        skipped = call_in and report["state"] == "decided"
        framework = (report.get("details") or {}).get("budget_and_policy_framework")
        found.holds(
            not skipped or bool(framework) or not _was_open(report),
            "it took effect without its window for call-in",
        )
        found.say(f"it took effect on {in_words(day)}")
        return
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

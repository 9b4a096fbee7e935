"""A fund and the agreement behind it as pages of text, and funds as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance import words
from governance.domain.funds.clauses import CLAUSES
from governance.interfaces.cli.output import in_words, table, tell
from governance.words.format import day, listed, money


def fund_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print funds, a line each."""
    table(
        title,
        ("Fund", "Title", "Put in", "Set aside", "Spent", "Left"),
        [
            (
                r["ref"],
                r["title"],
                money(r["agreed"]),
                money(r["allocated"]),
                money(r["spent"]),
                money(r["headroom"]),
            )
            for r in rows
        ],
        whole="Fund",
    )
    for row in rows:
        if said := _standing(row):
            tell(f"  {said}")


def _standing(row: Mapping[str, Any]) -> str:
    """What a fund's line cannot say: that it is closed, aligned, or how its agreement stands."""
    if row["closed_on"] is not None:
        return words.say("fund.closed", {"ref": row["ref"], "on": row["closed_on"]})
    if row["kind"] == "aligned":
        return words.say("fund.line_aligned", row)
    if row["agreement_state"] is None:
        return words.say("fund.line_no_agreement", row)
    if row["agreement_state"] == "in_force":
        return ""
    state = words.term(row["agreement_state"])
    return words.say("fund.line_agreement", {**row, "state": state})


def paying_table(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print which fund pays how much for something, an allocation a line."""
    table(
        title,
        ("Fund", "Title", "Amount", "State", "Until"),
        [
            (r["fund"], r["title"], money(r["amount"]), words.term(r["state"]), day(r["end"]))
            for r in rows
        ],
        whole="Fund",
    )


def page(found: Mapping[str, Any]) -> None:
    """Print what `queries.show` tells."""
    tell(words.say("fund.page_title", {**found, "kind": words.term(found["kind"])}))
    tell(words.say("fund.page_host", {"host": found["host_name"]}))
    if found["manager"]:
        tell(words.say("fund.page_manager", {"manager": found["manager"]}))
    tell(words.say("fund.page_year", found["year"]))
    if found["closed_on"] is not None:
        tell(words.say("fund.closed", {"ref": found["ref"], "on": found["closed_on"]}))
    for one in found["warnings"]:
        tell(f"  ! {words.say(one.code, one.params)}")
        if rest := words.remedy(one.code, one.params):
            tell(f"    {rest}")
    if found["agreement"] is not None:
        print()
        _agreement_in_short(found["agreement"])
    _money(found)
    _partners(found)
    _allocations(found["allocations"])
    _reports(found["reports"])
    _sharing(found["sharing"])
    _plans(found["remedial_plans"])


def plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """What `queries.show` tells, for JSON: refusals with their words; sums are pence."""
    agreement = found["agreement"]
    return {
        **found,
        "warnings": [in_words(one) for one in found["warnings"]],
        "agreement": None if agreement is None else agreement_plain(agreement),
    }


def agreement_plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """An agreement for JSON."""
    return {**found, "lacks": [in_words(one) for one in found["lacks"]]}


def agreement_page(found: Mapping[str, Any]) -> None:
    """Print an agreement whole."""
    _agreement_in_short(found)
    if found["partners"]:
        tell(f"  {words.say('pool.page_partners', found)}")
    for letter in CLAUSES:
        what = words.term(f"pool_clause_{letter}")
        text = found["clauses"].get(letter, "").strip() or words.say("pool.page_missing", {})
        print()
        tell(f"({letter}) {what[:1].upper()}{what[1:]}")
        for line in text.split("\n"):
            tell(f"  {line}")
    rows = [(one["key"], one["title"]) for one in found["permitted"]]
    table(f"\n{words.say('pool.page_permitted', {})}", ("Key", "What"), rows)
    limits = [(one["decider"], _bound(one["up_to"])) for one in found["limits"]]
    table(f"\n{words.say('pool.page_limits', {})}", ("Decider", "Up to"), limits)
    for name in ("overspend", "underspend"):
        tell(words.say(f"pool.page_{name}", {"order": _order(found[name])}))
    for name in ("quarter_days", "year_days", "remedial_days"):
        if found[name] is not None:
            tell(words.say(f"pool.page_{name}", {"days": found[name]}))


def _agreement_in_short(found: Mapping[str, Any]) -> None:
    state = words.term(found["state"])
    tell(words.say("pool.page_title", {**found, "state": state}))
    for code, name in (
        ("pool.page_days", "ends_on"),
        ("pool.page_executed", "executed_on"),
        ("pool.page_ended", "ended_on"),
        ("pool.page_report", "report"),
    ):
        if found[name] is not None and (name != "ends_on" or found["starts_on"] is not None):
            tell(f"  {words.say(code, found)}")
    for one in found["flags"]:
        tell(f"  {words.say('pool.page_note', {'flag': words.say(one['code'], one['params'])})}")
    if found["lacks"] and found["state"] != "ended":
        tell(f"  {words.say('pool.page_lacks', {'count': len(found['lacks'])})}")
        for refusal in found["lacks"]:
            tell(f"  - {words.say(refusal.code, refusal.params)}")


def _money(found: Mapping[str, Any]) -> None:
    names = ("agreed", "paid", "allocated", "devolved", "spent", "headroom")
    told = [(words.term(f"fund_{name}"), money(found[name])) for name in names]
    widest = max(len(text) for _, text in told)
    print()
    for name, text in told:
        print(f"  {name[:1].upper()}{name[1:]:<27} {text:>{widest}}")


def _partners(found: Mapping[str, Any]) -> None:
    rows = [(p["name"], money(p["agreed"]), money(p["paid"]), _place(p)) for p in found["partners"]]
    table("\nPartners", ("Partner", "Agreed", "Paid", ""), rows)
    changed = [
        (p["partner"], money(c["amount"]), f"{day(c['start'])} to {day(c['end'])}", c["reason"])
        for p in found["partners"]
        for c in p["changes"]
        if c["reason"]
    ]
    if changed:
        table("\nChanges", ("Partner", "By", "For", "Why"), changed)


def _place(partner: Mapping[str, Any]) -> str:
    if partner["left_on"] is not None:
        return words.say("fund.page_until", {"on": partner["left_on"]})
    return words.term("fund_host") if partner["host"] else ""


def _allocations(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    table(
        "\nAllocations",
        ("No", "For", "Amount", "State", "Until", "By"),
        [
            (
                _numbered(one),
                _target(one),
                _amount(one),
                words.term(one["state"]),
                day(one["end"]),
                one["report"] or (one["decider"] or "").replace("-", " "),
            )
            for one in rows
        ],
        whole="No",
    )
    for one in rows:
        for flag in one["flags"]:
            tell(f"  {one['number']}: {words.say(flag['code'], flag['params'])}")


def _numbered(one: Mapping[str, Any]) -> str:
    return str(one["number"]) if one["under"] is None else f"{one['under']}/{one['number']}"


def _target(one: Mapping[str, Any]) -> str:
    called = one["body"] or " ".join(one["to"])
    about = one["permitted"] or one["reason"]
    return f"{called} ({about})" if about else str(called)


def _amount(one: Mapping[str, Any]) -> str:
    if one["allocated_on"] is None:
        return money(one["amount"])
    told = {"of": one["amount"], "on": one["allocated_on"]}
    return words.say("fund.page_allocated_on", told)


def _reports(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    table(
        "\nReports",
        ("Period", "Due", "Reported", "Spent", "Forecast"),
        [
            (
                f"{one['kind']} to {day(one['end'])}",
                day(one["due"]),
                _when(one),
                "" if one["spent"] is None else money(one["spent"]),
                "" if one["forecast"] is None else money(one["forecast"]),
            )
            for one in rows
        ],
    )
    for one in rows:
        if one["said"]:
            tell(f"  {day(one['end'])}: {one['said']}")


def _when(one: Mapping[str, Any]) -> str:
    if one["reported_on"] is None:
        return words.term("overdue") if one["late"] else words.term("not_yet")
    if one["earlier"]:
        return words.say("fund.page_corrected", {"on": one["reported_on"]})
    if one["late"]:
        return words.say("fund.page_late", {"on": one["reported_on"]})
    return day(one["reported_on"])


def _sharing(found: Mapping[str, Any] | None) -> None:
    if found is None:
        return
    code = "fund.page_over" if found["over"] else "fund.page_under"
    print()
    how = words.term(found["how"]) if found["how"] else words.term("fund_no_order")
    tell(words.say(code, {"amount": found["over"] or found["under"], "how": how}))
    rows = [(one["name"], money(one["amount"])) for one in found["parts"]]
    if found["to_nobody"]:
        rows.append((words.term("fund_to_nobody"), money(found["to_nobody"])))
    table("", ("Partner", "Bears" if found["over"] else "Gets"), rows)


def _plans(rows: Sequence[Mapping[str, Any]]) -> None:
    for one in rows:
        if one["settled_on"] is not None:
            code = "fund.page_plan_settled"
        else:
            code = "fund.page_plan_given" if one["given_on"] else "fund.page_plan_due"
        tell(words.say(code, one))


def _bound(up_to: int | None) -> str:
    return words.term("fund_no_bound") if up_to is None else money(up_to)


def _order(order: Mapping[str, Any]) -> str:
    """An agreement's order in words."""
    if not order:
        return words.term("fund_not_said")
    how = words.term(order["how"])
    if order["up_to"] is not None:
        how += f" ({words.say('fund.page_up_to', {'up_to': order['up_to']})})"
    parts = [_part(one) for one in order["parts"]]
    return f"{how}: {listed(parts, 'and')}" if parts else how


def _part(one: Mapping[str, Any]) -> str:
    if "share" in one:
        return f"{one['partner']} {one['share']}"
    if "up_to" in one:
        return f"{one['partner']} {words.say('fund.page_up_to', {'up_to': one['up_to']})}"
    return str(one["partner"])

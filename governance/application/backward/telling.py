"""A plan in words: what each step is, its last day, and the rule and counting behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from governance import words
from governance.application.backward.around import STANDSTILL_ENDS
from governance.application.backward.asking import Asked, Subject
from governance.application.backward.choosing import Planned
from governance.application.backward.drafts import Chain, Draft, counted, late
from governance.application.desk import Desk
from governance.domain.backward import (
    After,
    Link,
    Meetings,
    Notice,
    Step,
    earliest_days,
    first_end,
    last_days,
    last_reach,
)
from governance.domain.errors import Refusal
from governance.words.format import listed

_ASSUMPTIONS: Final = frozenset({"assumed", "asked", "terms", "voluntary"})
"""Sources that are no reference but have words of their own."""

Found = dict[str, dt.date | None]


def told(
    desk: Desk, subject: Subject, asked: Asked, chain: Chain, plans: list[Planned]
) -> dict[str, Any]:
    """The plan as plain values and words."""
    goal = chain.goal()
    last, first = last_days(goal), earliest_days(goal, desk.today)
    steps = _steps(desk, chain, last, first)
    missed = [step for step in steps if step["late"]]
    left, body = _left(plans)
    begins = first_end(goal, desk.today)
    found: dict[str, Any] = {
        "commission": subject.commission.ref,
        "title": subject.commission.title,
        "on": desk.today.isoformat(),
        "for": subject.aim,
        "agreement": None if subject.agreement is None else subject.agreement.ref,
        "agreement_ends": _agreement_ends(subject),
        "end": subject.end.isoformat(),
        "meetings_left": left,
        "body": body,
        "steps": steps,
        "never": _never(chain, last, subject),
        "missed": [step["what"] for step in missed],
        "first_possible": None if begins is None else begins.isoformat(),
        "decisions": [by_rule(desk, plan) for plan in plans],
        "unclear": _once(reason(one) for plan in plans for one in plan.way.decision.unclear),
        "notes": _notes(desk, subject),
        "assumed": [*_permitted(plans), *_assumed(desk, subject, asked, chain)],
    }
    found["headline"] = _headline(desk, subject, plans, missed=bool(missed))
    return found


def _agreement_ends(subject: Subject) -> str | None:
    """The agreement's own last day, which another may be supposed in place of."""
    held = subject.agreement
    return None if held is None or held.ends_on is None else str(held.ends_on.isoformat())


def _never(chain: Chain, last: Found, subject: Subject) -> str | None:
    """Why steps have no day at all, in a sentence; None where each has one."""
    without = [d for d in chain.drafts if last[d.step.key] is None]
    if not without:
        return None
    # Nearest the end stands what kept the others from having one.
    cause = without[-1]
    params: dict[str, Any] = {
        "goal": words.say(f"plan_back.goal.{subject.aim}", {"end": subject.end}),
        "who": cause.params.get("who", []),
        "what": say(cause) if cause.what else "",
        "steps": sum(1 for d in without if d.what),
    }
    code = "plan_back.never_met" if cause.dates is not None else "plan_back.never"
    return words.say(code, params)


def _steps(desk: Desk, chain: Chain, last: Found, first: Found) -> list[dict[str, Any]]:
    """Every step that people or bodies take, in the order of their last days."""
    drafts = {draft.step.key: draft for draft in chain.drafts}
    found = [_step(desk, chain, draft, drafts, last, first) for draft in chain.drafts if draft.what]
    # Steps without a day, for want of a meeting, stand where they come in the plan.
    order: dict[str, tuple[dt.date, int]] = {}
    so_far = dt.date.min
    for number, draft in enumerate(chain.drafts):
        so_far = last[draft.step.key] or so_far
        order[draft.step.key] = (last[draft.step.key] or so_far, number)
    return sorted(found, key=lambda step: order[step["key"]])


def _step(
    desk: Desk,
    chain: Chain,
    draft: Draft,
    drafts: dict[str, Draft],
    last: Found,
    first: Found,
) -> dict[str, Any]:
    step, day = draft.step, last[draft.step.key]
    reach = last_reach(step, last, chain.calendar) if step.to else None
    by_people = draft.dates is None and draft.what != STANDSTILL_ENDS
    lawful = reach is not None and day is not None and reach != day and by_people
    ends = not step.to
    return {
        "what": say(draft),
        "latest": None if day is None else day.isoformat(),
        "why": _why(chain, draft, drafts, last, reach),
        "key": step.key,
        "decision": draft.decision,
        "late": False if ends and day is not None and day >= desk.today else late(day, desk.today),
        "earliest": _iso(first[step.key]),
        "lawful_until": _iso(reach) if lawful else None,
        "meetings": _meetings(desk, draft, first, day),
        "working": _working(chain, step, last),
    }


def say(draft: Draft) -> str:
    """What a step is."""
    said = words.say(f"plan_back.what.{draft.what}", draft.params)
    return said[:1].upper() + said[1:]


def reason(refusal: Refusal) -> dict[str, str]:
    """A refusal in words, with what to do."""
    return {
        "code": refusal.code,
        "words": words.say(refusal.code, refusal.params),
        "remedy": words.remedy(refusal.code, refusal.params),
    }


def _why(
    chain: Chain, draft: Draft, drafts: dict[str, Draft], last: Found, reach: dt.date | None
) -> str:
    """The rules behind a last day: what must lie between the step and those that wait for it."""
    if not draft.step.to:
        return words.say(f"plan_back.why.{draft.what}", draft.params)
    told = [
        _between(link, _named(drafts, key), last[key], draft.sources.get(link, ""))
        for key, links in draft.step.to.items()
        for link in links
    ]
    if draft.dates is not None:
        told.insert(0, _meeting(draft, last[draft.step.key], reach))
    del chain
    return " ".join(dict.fromkeys(told))


def _named(drafts: dict[str, Draft], key: str) -> str:
    """What a step is called; one that only joins others, by what comes after it."""
    draft = drafts[key]
    if draft.what:
        return say(draft)
    return listed((_named(drafts, after) for after in draft.step.to), "and")


def _between(link: Link, then: str, day: dt.date | None, source: str) -> str:
    params: dict[str, Any] = {"then": then, "on": day}
    if day is None:
        return words.say("plan_back.why.no_day", params)
    rule = counted(link)
    if rule is None:
        return words.say("plan_back.why.straight", params)
    policy, days = rule
    params |= {
        "counted": words.say(f"plan_back.count.{policy}", {"days": days}),
        "source": words.say(f"plan_back.source.{source}", {}) if source in _ASSUMPTIONS else source,
    }
    kind = {After: "after", Notice: "notice"}.get(type(link), "before")
    return words.say(f"plan_back.why.{kind}" + ("" if source else "_unsourced"), params)


def _meeting(draft: Draft, day: dt.date | None, reach: dt.date | None) -> str:
    dates = draft.dates
    assert dates is not None  # asked of meetings alone
    after = [other for other in dates.days if day is not None and other > day]
    params = {"by": reach, "a_year": dates.a_year, "next": after[0] if after else None}
    if day is None:
        code = "never" if not dates.days else "none_in_time" if reach else "none"
    elif day in dates.assumed:
        code = "assumed"
    else:
        code = "planned" if after else "last_planned"
    return words.say(f"plan_back.meeting.{code}", params)


def _meetings(
    desk: Desk, draft: Draft, first: Found, last: dt.date | None
) -> list[dict[str, Any]] | None:
    """The meetings at which it can still be taken, in time; None for what no body takes."""
    if draft.dates is None or not isinstance(draft.step.taken, Meetings):
        return None
    start = first[draft.step.key]
    return [
        {"on": day.isoformat(), "planned": day not in draft.dates.assumed}
        for day in draft.step.taken.days
        if start is not None and last is not None and max(start, desk.today) <= day <= last
    ]


def _working(chain: Chain, step: Step, last: Found) -> list[dict[str, Any]]:
    """The days counted from a step's last day on."""
    day = last[step.key]
    if day is None:
        return []
    traces = [link.trace(day, chain.calendar) for links in step.to.values() for link in links]
    return [
        {
            "day": one.day.isoformat(),
            "counted": one.counted,
            "why": words.say(one.why.code, {"name": one.why.name}),
        }
        for one in max(traces, key=len, default=())
    ]


def by_rule(desk: Desk, plan: Planned) -> dict[str, Any]:
    """A decision by one rule: who takes it, by when, how many meetings are left for it."""
    way = plan.way
    draft = next((d for d in plan.chain.drafts if d.step.key == plan.deciding), None)
    day = plan.days.get(plan.deciding or "")
    params = {
        "decision": way.decision.kind,
        "rule": way.answer.rule,
        "title": way.answer.title,
        "who": [] if draft is None else draft.params["who"],
        "latest": day,
        "left": None if plan.left is None else len(plan.left),
    }
    code = "taken" if draft is None else "no_day" if day is None else "by"
    if draft is not None and late(day, desk.today):
        code = "too_late" if day is not None else "no_day"
    if draft is not None and way.answer.rule is None:
        code = f"{code}_no_rule"
    return {
        "decision": way.decision.key,
        "kind": way.decision.kind,
        "rule": way.answer.rule,
        "decider": listed(params["who"], "and"),
        "latest": _iso(day),
        "meetings_left": params["left"],
        "in_time": plan.feasible,
        "words": words.say(f"plan_back.rule.{code}", params),
    }


def choice(desk: Desk, subject: Subject, chain: Chain, last: Found, aim: str) -> dict[str, Any]:
    """Another choice: the first thing it asks for, and by when."""
    drafts = [d for d in chain.drafts if d.what and d.step.to]
    days = [(last[d.step.key], d) for d in drafts]
    known = [(day, n) for n, (day, _) in enumerate(days) if day is not None]
    none = len(known) < len(days)
    day, draft = (None, drafts[0]) if none or not known else (min(known)[0], drafts[min(known)[1]])
    params = {"aim": aim, "ref": subject.commission.ref, "latest": day, "first": say(draft)}
    code = "no_day" if day is None else "too_late" if day < desk.today else "open"
    return {
        "for": aim,
        "latest": _iso(day),
        "words": words.say(f"plan_back.choice.{code}", params),
    }


def _left(plans: list[Planned]) -> tuple[int | None, str | None]:
    """The meetings left for the next decision that a body takes, and the body."""
    for plan in plans:
        if plan.left is not None:
            draft = next(d for d in plan.chain.drafts if d.step.key == plan.deciding)
            return len(plan.left), listed(draft.params["who"], "and")
    return None, None


def _headline(desk: Desk, subject: Subject, plans: list[Planned], *, missed: bool) -> str:
    """The plan in one sentence."""
    del desk
    left, body = _left(plans)
    plan = next((p for p in plans if p.left is not None), None)
    params: dict[str, Any] = {
        "ref": subject.commission.ref,
        "aim": subject.aim,
        "goal": words.say(f"plan_back.goal.{subject.aim}", {"end": subject.end}),
        "left": left,
        "body": body,
    }
    if left == 0 and plan is not None:
        last = plan.days.get(plan.deciding or "")
        return words.say(
            "plan_back.none_left" if last else "plan_back.none_at_all", params | {"last": last}
        )
    if left and plan is not None and plan.left:
        code = "plan_back.one_left" if left == 1 else "plan_back.some_left"
        return words.say(code, params | {"last": plan.left[-1], "decision": plan.way.decision.kind})
    return words.say("plan_back.too_late" if missed else "plan_back.no_meeting_needed", params)


def _notes(desk: Desk, subject: Subject) -> list[str]:
    """What has to be borne in mind: a pause, a notice, an end that is past."""
    row, agreement = subject.commission, subject.agreement
    params = {"ref": row.ref, "end": subject.end, "agreement": agreement.ref if agreement else ""}
    codes = []
    if subject.end < desk.today:
        codes.append("plan_back.note.end_past")
    if row.state == "paused":
        codes.append("plan_back.note.paused")
    if row.state == "under_notice":
        codes.append("plan_back.note.under_notice")
    if agreement is not None and agreement.state == "notice":
        codes.append("plan_back.note.notice")
    if subject.aim == "exit" and any(d.kind == "exit" for d in subject.file.decisions):
        codes.append("plan_back.note.exit_decided")
    if subject.aim == "extend" and subject.option is None:
        codes.append("plan_back.note.no_option")
    if subject.aim == "award" and subject.regime is None:
        codes.append("plan_back.note.no_regime")
    if subject.aim != "exit" and row.value is None:
        codes.append("plan_back.note.no_value")
    return [f"{words.say(code, params)} {words.remedy(code, params)}".strip() for code in codes]


def _permitted(plans: list[Planned]) -> list[str]:
    """The permission that a decision is read by, where its scheme asks for the sum approved."""
    return [
        words.say(
            "plan_back.assumed_permission",
            {"decision": way.decision.kind, "value": way.decision.permitted.value},
        )
        for way in (plan.way for plan in plans)
        if way.decision.permitted is not None
        and way.decision.permitted.value is not None
        and way.decision.asks("prior_approval")
    ]


def _assumed(desk: Desk, subject: Subject, asked: Asked, chain: Chain) -> list[str]:
    """What was assumed, each with the option that says otherwise."""
    del desk, subject, asked
    found = []
    for draft in chain.drafts:
        for link, source in draft.sources.items():
            rule = counted(link)
            if source == "assumed" and rule is not None:
                params: dict[str, Any] = {
                    "counted": words.say(f"plan_back.count.{rule[0]}", {"days": rule[1]}),
                    "option": draft.option or _OPTIONS[draft.what],
                    "what": say(draft),
                }
                found.append(words.say("plan_back.assumed", params))
        if draft.what == STANDSTILL_ENDS:
            found.append(words.say("plan_back.assumed_electronic", {}))
        if draft.dates is not None and draft.dates.assumed:
            params = {"who": draft.params["who"], "a_year": draft.dates.a_year}
            found.append(words.say("plan_back.assumed_rhythm", params))
    return list(dict.fromkeys(found))


_OPTIONS: Final = {
    "sign": "--mobilise",
    "tender": "--tender",
    "tenders_in": "--evaluate",
    "give_notice": "--notice",
    "consult": "--consult",
}


def _once(reasons: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Each reason once, in order."""
    return list({one["words"]: one for one in reasons}.values())


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()

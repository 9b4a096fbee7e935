"""A report's page: what it asks, who decides and why, what was decided, what can be done."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.actors import CLOCK, OPERATOR
from governance.application.ledger.path import path
from governance.application.proposals.after import against_publishing
from governance.application.proposals.declarations import withdrawing_refused
from governance.application.proposals.queries import in_words
from governance.application.proposals.report_page import report_page
from governance.application.proposals.taking_part import ASKED
from governance.domain.authority.model import Limit
from governance.interfaces.describe import describe_condition
from governance.interfaces.web.pictures.lifecycle import Life, Step, lifecycle
from governance.interfaces.web.pictures.picture import Picture
from governance.interfaces.web.rooms.reports.paths import PATHS, WAITING
from governance.interfaces.web.visit import Visit
from governance.words.format import day, money
from statemachines.proposal import PROPOSAL

DRAFTED: Final = ("draft", "on_forward_plan")
"""States in which a report is still being written."""

UNDECIDED: Final = (*DRAFTED, *ASKED)


def page(visit: Visit) -> Response:
    """The page of one report."""
    found = report_page(visit.desk, visit.path["ref"])
    row = visit.desk.row("proposal", found["ref"])
    return visit.render(
        "reports/report.html",
        report=found,
        path_lost=lost(found),
        now=in_words(visit.desk, row),
        moves_offered=moves(visit, found),
        also=_also(visit, found),
        besides=_besides(visit, found),
        condition=_condition(found),
        case=[_case_row(visit, one) for one in found["case"] if _matters(one)],
        unknown=[words.capital(one["title"]) for one in found["case"] if not _matters(one)],
        detail_rows=detail_rows(found["details"], found["called"]),
        history_items=_timeline(found["history"]),
        drawn=_life(visit, found),
    )


def lost(found: Mapping[str, Any]) -> list[dict[str, str]]:
    """Why the path that was drawn no longer holds, if it does not."""
    return list((found["ahead"] or {}).get("path_lost", ()))


def _life(visit: Visit, found: Mapping[str, Any]) -> Picture:
    """The lifecycle of a report with its path so far."""
    steps = tuple(Step(one.state, one.on) for one in path(visit.desk, found["id"]))
    return lifecycle(PROPOSAL, Life(found["ref"], steps))


def moves(visit: Visit, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What can be done now, and what cannot with why; each where it is done."""
    ahead = found["ahead"]
    offered = [] if ahead is None else [one for one in ahead["moves"] if one["move"] in PATHS]
    listed = [_move(visit, found["ref"], one) for one in offered]
    opened = {one["move"]: one for one in offered}
    if found["state"] in WAITING and "decide" not in opened:
        before = opened.get("bring_before_decider")
        if before is not None:
            listed.append(_move(visit, found["ref"], {**before, "move": "decide"}))
    if lost(found):
        listed.insert(0, _redraw(visit, found["ref"]))
    return listed + [_way(visit, found["ref"], one) for one in found["between"]]


def _redraw(visit: Visit, ref: str) -> dict[str, Any]:
    """The first thing to do where the path no longer holds: whoever decides is another."""
    return {
        "words": words.say("web.report.also.redraw", {}),
        "href": visit.url(f"/reports/{ref}/redraw"),
        "open": True,
        "closed_because": [],
    }


def _move(visit: Visit, ref: str, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "words": words.say(f"web.report.move.{one['move']}", {}),
        "href": visit.url(f"/reports/{ref}/{PATHS[one['move']]}"),
        "open": one["open"],
        "closed_because": one["closed_because"],
    }


def _way(visit: Visit, ref: str, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "words": words.say(f"web.report.way.{one['way']}", {"body": one["body_name"]}),
        "href": visit.url(f"/reports/{ref}/decide-between", way=one["way"], body=one["body"]),
        "open": one["open"],
        "closed_because": one["closed_because"],
    }


def _also(visit: Visit, found: Mapping[str, Any]) -> list[dict[str, str]]:
    """What can be done besides the moves, by the state: nobody is refused a look at the form."""
    state, names = found["state"], []
    if state in DRAFTED:
        names += ["amend", "questions"]
    if state in UNDECIDED:
        names += ["evidence", "notice", "declare"]
    if state in UNDECIDED and found["interests"]:
        row = visit.desk.row("proposal", found["ref"])
        names += [] if withdrawing_refused(visit.desk, row) else ["withdraw-interest"]
    if state in ASKED:
        names.append("view")
    if state == "before_decider" and found["listings"]:
        names.append("vote")
    if found["consents"]["wanted"]:
        names.append("consent")
    if not against_publishing(visit.desk, visit.desk.row("proposal", found["ref"])):
        names.append("publish")
    made = {
        PATHS[one["move"]]
        for one in (found["ahead"] or {"moves": []})["moves"]
        if one["open"] and one["move"] in PATHS
    }
    return [
        {
            "text": words.say(f"web.report.also.{name}", {}),
            "href": visit.url(f"/reports/{found['ref']}/{name}"),
        }
        for name in names
        if name not in made
    ]


def _besides(visit: Visit, found: Mapping[str, Any]) -> list[dict[str, str]]:
    """What happened outside, a court's judgment, a later decision: there when it is asked for."""
    listed = {one["move"] for one in (found["ahead"] or {"moves": []})["moves"]}
    return [
        {
            "text": words.say(f"web.report.move.{name}", {}),
            "href": visit.url(f"/reports/{found['ref']}/{PATHS[name]}"),
        }
        for name in found["besides"]
        if name not in listed
    ]


def _condition(found: Mapping[str, Any]) -> str:
    """Why the rule applies, in words: facts and limits by their titles, limits with their sums."""
    ruled = found["ruled"]
    if ruled is None:
        return ""
    scheme = ruled["scheme"]
    called = {name: one.title for name, one in scheme.inputs.items()}
    called |= {name: _limit(one, ruled["on"]) for name, one in scheme.limits.items()}
    names = "|".join(sorted(map(re.escape, called), key=len, reverse=True))
    said = describe_condition(scheme, ruled["rule"].when, spoken=True)
    if not names:
        return said
    return re.sub(rf"(?<![\w-])(?:{names})(?![\w-])", lambda m: called[m[0]], said)


def _limit(limit: Limit, on: dt.date) -> str:
    """A limit with what it stands at on a day, where it does by that day."""
    stands = [one for one in limit.dated if one.starts <= on]
    if not stands or limit.type != "money" or limit.by is not None:
        return limit.title
    return f"{limit.title} ({money(max(stands, key=lambda one: one.starts).value)})"


def _matters(one: Mapping[str, Any]) -> bool:
    """Whether a fact is known, or has to be before it can be said who decides."""
    return one["value"] is not None or bool(one["wanted"])


def _case_row(visit: Visit, one: Mapping[str, Any]) -> dict[str, Any]:
    """One fact of the case: what it is called, what it is, and how that is known."""
    return {
        "title": words.capital(one["title"]),
        "value": said_value(one["type"], one["value"]),
        "how": words.say(f"web.report.how.{one['how']}", {}) if one["how"] else "",
        "wanted": one["wanted"],
        "yours": one["yours"],
        "parts": [
            {
                "ref": part["ref"],
                "href": _where(visit, part["ref"]),
                "amount": money(part["amount"]),
                "counts": words.say(f"web.report.counts.{part['counts']}", {}),
            }
            for part in one["parts"]
        ],
    }


def _where(visit: Visit, ref: str) -> str | None:
    letter = ref.partition("-")[0]
    if letter == "R":
        return visit.url(f"/reports/{ref}")
    return None


def said_value(kind: str, value: Any) -> str:
    """A fact's value in words; nothing for one that is not known."""
    if value is None:
        return ""
    if kind == "money":
        return money(value)
    if kind == "day":
        return day(value)
    if kind in ("choice", "yes-no"):
        return words.capital(words.term(str(value)))
    return f"{value:,}"


NOBODY: Final = frozenset({CLOCK, OPERATOR})
"""Who acts without being a person."""
AMOUNTS: Final = frozenset({"ceiling", "whole_life_value"})
"""Details that are amounts in pence."""
_UNSAID: Final = frozenset({"terms", "content"})
"""Details that are long or for machines."""


def detail_rows(details: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What would take effect, as rows: what it is called, and what it is."""
    known = words.catalogue()
    rows = []
    for name, value in details.items():
        if name in _UNSAID or value in (None, "", [], {}):
            continue
        code = f"web.report.detail.{name}"
        called = words.say(code, {}) if code in known else words.capital(words.term(name))
        rows.append((called, _detail(name, value, names)))
    return rows


def _is_day(text: str) -> bool:
    """Whether a text is a day; what was kept before days were read need not be one."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _detail(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name in AMOUNTS and isinstance(value, int):
        return money(value)
    if name.endswith(("_on", "_from")) and isinstance(value, str) and _is_day(value):
        return day(value)
    if isinstance(value, dict):
        return "; ".join(
            f"{names.get(str(k), str(k))}: {money(v) if isinstance(v, int) else v}"
            for k, v in value.items()
        )
    if isinstance(value, list):
        plain = [str(one) for one in value if not isinstance(one, dict)]
        return ", ".join(names.get(one, words.term(one)) for one in plain)
    return words.capital(names.get(str(value), str(value)))


def _timeline(entries: Iterable[Any]) -> list[dict[str, Any]]:
    """What was done to the report, the latest first."""
    return [
        {
            "title": words.capital(
                words.term(one.kind.removeprefix("proposal.").replace(".", " "))
            ),
            "by": words.term(one.who) if one.who in NOBODY else one.who,
            "when": f"{day(one.at.date())}, {one.at:%H:%M}",
            "at": one.at.isoformat(),
            "text": one.authority or "",
        }
        for one in reversed(list(entries))
    ]

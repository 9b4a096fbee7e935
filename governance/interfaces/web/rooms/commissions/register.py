"""The register: searched, filtered, sorted, a page at a time, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.commissions.register import SORTS, Asked, every, register
from governance.application.desk import Desk
from governance.application.people.organisations import partners
from governance.application.rulebook import in_force
from governance.domain.errors import Unusable
from governance.domain.framework import Framework
from governance.interfaces.downloads import attachment
from governance.interfaces.said import reasons
from governance.interfaces.web.choices import officers, termed
from governance.interfaces.web.fields import Money, Option, Wrong
from governance.interfaces.web.visit import Visit
from governance.words.format import day, money
from statemachines.commission import COMMISSION

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS: Final = (
    "ref", "title", "state", "stages", "lead", "providers", "end_date", "value", "level",
    "next_on", "next_kind", "review_missed", "waiting",
)  # fmt: skip
_SORTED_BY: Final = {"ref": "reference", "title": "title", "end": "end", "value": "value",
                     "next": "next"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, and what of it cannot be read."""

    asked: Asked
    errors: list[dict[str, str]]


def page(visit: Visit) -> Response:
    """The register, as the address asks for it."""
    wanted = _wanted(visit)
    errors, status = list(wanted.errors), 200
    try:
        found = register(visit.desk, wanted.asked)
    except Unusable as error:
        errors += [{"text": f"{one['words']} {one['remedy']}"} for one in reasons(error)]
        found = register(visit.desk, Asked(size=wanted.asked.size))
        status = 400
    frameworks = _frameworks(visit.desk)
    stages = _titles(frameworks, "stages")
    return visit.render(
        "commissions/register.html",
        status=400 if errors else status,
        lines=found.lines,
        stages=stages,
        levels=_titles(frameworks, "levels"),
        asked=wanted.asked,
        errors=errors,
        chosen=_chosen(visit, wanted.asked, stages),
        options=_options(visit.desk, stages, _titles(frameworks, "levels")),
        heads=_heads(visit, wanted.asked),
        typed=visit.query,
        following=visit.here(after=found.after, before=None) if found.after else None,
        preceding=visit.here(before=found.before, after=None) if found.before else None,
        file=_file_address(visit),
    )


def file(visit: Visit) -> Response:
    """Everything that was asked for, as CSV; no cell of it can be taken for a formula."""
    wanted = _wanted(visit)
    stages = _titles(_frameworks(visit.desk), "stages")
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([words.say(f"web.commissions.column.{name}", {}) for name in _COLUMNS])
    for line in every(visit.desk, wanted.asked):
        writer.writerow([_cell(one) for one in _row(line, stages)])
    name = f"commissions-{visit.today.isoformat()}.csv"
    return attachment(out.getvalue().encode("utf-8-sig"), name, media_type="text/csv")


# --- what is asked for


def _wanted(visit: Visit) -> Wanted:
    query, errors = visit.query, []

    def one(name: str) -> str | None:
        return query.get(name, "").strip()[:200] or None

    def amount(name: str) -> int | None:
        typed = one(name)
        if typed is None:
            return None
        try:
            label = words.say(f"web.commissions.filter.{name}", {})
            return Money(name=name, text=label).value(typed)
        except Wrong as wrong:
            errors.append(_unread(name, wrong.refusal.code, **wrong.refusal.params))
            return None

    ending = one("ending")
    before = None if ending is None else day_of(ending)
    if ending is not None and before is None:
        label = words.say("web.agreements.ending", {})
        errors.append(_unread("ending", "web.day_unreadable", label=label))
    sort = one("sort") or "reference"
    asked = Asked(
        text=one("q") or "",
        states=tuple(s for s in query.getlist("state") if s),
        stage=one("stage"),
        lead=one("lead"),
        partner=one("partner"),
        level=one("level"),
        ending_before=before,
        value_from=amount("from"),
        value_to=amount("to"),
        missed=query.get("missed") == "yes",
        waiting=query.get("waiting") == "yes",
        sort=sort if sort in SORTS else "reference",
        down=query.get("order") == "down",
        after=one("after"),
        before=one("before"),
    )
    return Wanted(asked, errors)


def _unread(name: str, code: str, **params: Any) -> dict[str, str]:
    text = f"{words.say(code, params)} {words.remedy(code, params)}".rstrip()
    return {"text": text, "href": f"#filter-{name}"}


def day_of(typed: str) -> dt.date | None:
    """A day as people type it in a filter: 31 3 2027, 31/3/2027 or 2027-03-31."""
    parts = re.split(r"[ ./-]+", typed.strip())
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    year_first = len(parts[0]) == 4
    year, month, number = parts if year_first else parts[::-1]
    try:
        return dt.date(int(year), int(month), int(number))
    except ValueError:
        return None


# --- what it can be filtered by


def _frameworks(desk: Desk) -> list[Framework]:
    versions = in_force.keys_in_force(desk, kind="framework", on=desk.today)
    return [in_force.meaning(desk, version) for version in versions]


def _titles(frameworks: Iterable[Framework], what: str) -> dict[str, str]:
    return {one.key: one.title for known in frameworks for one in getattr(known, what)}


def _options(
    desk: Desk, stages: Mapping[str, str], levels: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    organisations = [Option(row.key, row.name) for row in partners(desk)]
    return {
        "states": _plain(termed(COMMISSION.state_names)),
        "stages": _any(Option(key, title) for key, title in stages.items()),
        "levels": _any(Option(key, title) for key, title in levels.items()),
        "leads": _any(officers(desk)),
        "partners": _any(organisations),
    }


def _plain(options: Iterable[Option]) -> list[dict[str, str]]:
    return [{"value": one.value, "text": one.text} for one in options]


def _any(options: Iterable[Option]) -> list[dict[str, str]]:
    return [{"value": "", "text": words.say("web.commissions.any", {})}, *_plain(options)]


def _chosen(visit: Visit, asked: Asked, stages: Mapping[str, str]) -> list[dict[str, str]]:
    """What the list is filtered by, each with the address of the list without it."""
    found: list[tuple[str, str, Any]] = []
    for state in asked.states:
        left = [one for one in asked.states if one != state]
        found.append((words.term(state), "state", left))
    labels = {
        "stage": stages.get(asked.stage or "", asked.stage),
        "lead": asked.lead and _lead(visit.desk, asked.lead),
        "partner": asked.partner,
        "level": asked.level,
        "from": None if asked.value_from is None else money(asked.value_from),
        "to": None if asked.value_to is None else money(asked.value_to),
    }
    for name, value in labels.items():
        if value:
            label = words.say(f"web.commissions.filter.{name}", {})
            found.append((f"{label}: {value}", name, None))
    if asked.ending_before is not None:
        label = words.say("web.agreements.ending", {})
        found.append((f"{label}: {day(asked.ending_before)}", "ending", None))
    for name in ("missed", "waiting"):
        if getattr(asked, name):
            found.append((words.say(f"web.commissions.filter.{name}", {}), name, None))
    return [
        {"text": text, "href": visit.here(**{name: left}, after=None, before=None)}
        for text, name, left in found
    ]


def _lead(desk: Desk, key: str) -> str:
    return next((one.text for one in officers(desk) if one.value == key), key)


def _heads(visit: Visit, asked: Asked) -> list[dict[str, Any]]:
    """The heads of the table; those it can be sorted by lead to the list sorted so."""
    found: list[dict[str, Any]] = []
    for name in ("ref", "title", "state", "lead", "end", "value", "next"):
        head: dict[str, Any] = {"text": words.say(f"web.commissions.head.{name}", {})}
        sort = _SORTED_BY.get(name)
        if sort is not None:
            here = asked.sort == sort
            order = "down" if here and not asked.down else None
            head["href"] = visit.here(sort=sort, order=order, after=None, before=None)
            if here:
                head["sorted"] = "descending" if asked.down else "ascending"
        if name == "value":
            head["numeric"] = True
        found.append(head)
    return found


# --- as a file


def _file_address(visit: Visit) -> str:
    asked = {name: visit.query.getlist(name) for name in visit.query}
    kept = {n: v for n, v in asked.items() if n not in ("after", "before", "done")}
    return visit.url("/commissions/register.csv", **kept)


def _row(line: Mapping[str, Any], stages: Mapping[str, str]) -> Iterator[Any]:
    yield line["ref"]
    yield line["title"]
    yield words.term(line["state"])
    yield "; ".join(stages.get(key, key) for key in line["stages"])
    yield line["lead"]
    yield "; ".join(line["providers"])
    yield line["end_date"]
    yield None if line["value"] is None else f"{line['value'] // 100}.{line['value'] % 100:02}"
    yield line["level"]
    yield line["next_on"]
    yield None if line["next_kind"] is None else words.term(line["next_kind"])
    yield words.say("web.yes" if line["review_missed"] else "web.no", {})
    yield "; ".join(line["waiting"])


def _cell(value: Any) -> str:
    """A cell; what a spreadsheet would take for a formula has an apostrophe before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

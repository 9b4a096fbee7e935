"""What is due for disposal, and disposing of it."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.retention.disposing import dispose
from governance.application.retention.due import Due, due
from governance.domain.errors import Unusable
from governance.domain.retention import RULES, Rule
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit


def _list(visit: Visit) -> Response:
    return visit.render(
        "administration/retention.html",
        due=[_line(visit, one) for one in due(visit.desk)],
        rules=[(rule.name, time_of(rule), rule.source) for rule in RULES.values()],
    )


def _line(visit: Visit, one: Due) -> dict[str, Any]:
    what = words.say(one.what, {})
    person = one.what == "retention.what.person"
    return {
        "what": f"{what} ({one.ref})" if person else what,
        "rows": f"{one.rows:,}",
        "class": one.rule.name,
        "rule": f"{time_of(one.rule)} ({one.rule.source})",
        "due_on": one.due_on,
        "href": visit.url(f"/retention/{one.ref}/dispose"),
    }


def time_of(rule: Rule) -> str:
    """For how long something is kept, from when on."""
    since = words.say(rule.since, {})
    if rule.for_ever:
        return since
    code = "retention.until" if rule.years else "retention.until_days"
    return words.say(code, {"years": rule.years, "days": rule.days, "since": since})


def _about(visit: Visit) -> About:
    ref = visit.path["ref"]
    found = next((one for one in due(visit.desk) if one.ref == ref.upper() or one.ref == ref), None)
    if found is None:
        raise Unusable.one("retention.not_due", name=ref[:80], on=visit.today)
    return About(params={"what": _line(visit, found)["what"]}, back=visit.url("/retention"))


def _dispose(desk: Desk, said: Said) -> Done:
    ((ref, rows, receipt),) = dispose(desk, [said.ref], reason=said["reason"])
    person = receipt.table == "person"
    code = "done.disposed_person" if person else "done.disposed_rows"
    return Done(receipt=receipt, code=code, params={"ref": ref, "rows": rows})


PAGES = (Page(path="/retention", show=_list, access=Access.ADMINISTRATOR),)
ACTS = (
    Act(
        key="retention.dispose",
        path="/retention/{ref}/dispose",
        about=_about,
        fields=(Area(name="reason", rows=3, most=1000),),
        do=_dispose,
        to="/retention",
        check=True,
        tried=True,
        access=Access.ADMINISTRATOR,
    ),
)

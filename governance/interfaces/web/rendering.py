"""Templates: where they lie, how amounts, days and instants read, and what each can use."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from governance import words
from governance.interfaces.web.assets import asset
from governance.words import format as formats

if TYPE_CHECKING:
    from governance.interfaces.web.visit import Visit

capital = words.capital
"""As templates have it."""


@cache
def environment() -> Environment:
    """The templates of this package, and the macros of GOV.UK Frontend."""
    made = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("governance.interfaces.web"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # The macros of GOV.UK Frontend ask for what was not given.
        undefined=ChainableUndefined,
    )
    made.globals.update(
        asset=asset,
        say=_say,
        remedy=_remedy,
        term=words.term,
        capital=capital,
        state_word=state_word,
        link=link,
    )
    made.filters.update(
        money=lambda pence: "" if pence is None else formats.money(pence),
        day=_day,
        weekday=lambda on: "" if on is None else formats.weekday(on),
        capital=capital,
        listed=formats.listed,
        count=formats.count,
    )
    return made


def _say(code: str, **params: Any) -> str:
    return words.say(code, params)


def _remedy(code: str, **params: Any) -> str:
    return words.remedy(code, params)


def _day(on: dt.date | str | None) -> str:
    """A day in words, given as such or as it stands in plain values."""
    if on is None:
        return ""
    return formats.day(dt.date.fromisoformat(on) if isinstance(on, str) else on)


def link(text: str, href: str) -> Markup:
    """A link, its text escaped."""
    return Markup('<a class="govuk-link" href="{}">{}</a>').format(href, text)


def state_word(kind: str, state: str) -> str:
    """What a state of a kind of thing is called: by words of its own, else as anywhere."""
    own = f"{kind}.{state}"
    return words.term(own if f"term.{own}" in words.catalogue() else state)


def rendered(visit: Visit, template: str, *, status: int, **context: Any) -> Response:
    """A page of a partnership."""
    zone = ZoneInfo(visit.partnership.timezone)

    def instant(at: dt.datetime | str | None) -> str:
        if at is None:
            return ""
        moment = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
        return formats.time(moment.astimezone(zone))

    def clock(at: dt.datetime | None) -> str:
        return "" if at is None else formats.time(at.astimezone(zone)).partition(" on ")[0]

    text = (
        environment()
        .get_template(template)
        .render(
            visit=visit,
            url=visit.url,
            instant=instant,
            clock=clock,
            today=visit.today,
            signed_in_as=visit.signed_in_as(),
            nonce=visit.request.state.nonce,
            csrf=visit.csrf(),
            banner=visit.banner() if visit.desk is not None else None,
            example=visit.served.example,
            **context,
        )
    )
    return HTMLResponse(text, status)


def plain_page(request: Request, template: str, *, status: int, **context: Any) -> Response:
    """A page that belongs to no partnership: the first one, or one that says no."""
    text = (
        environment()
        .get_template(template)
        .render(visit=None, nonce=request.state.nonce, csrf="", banner=None, **context)
    )
    return HTMLResponse(text, status)

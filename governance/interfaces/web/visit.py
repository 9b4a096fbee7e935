"""One request of one person to one partnership: what rooms are given to answer it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from governance import words
from governance.application.desk import PUBLIC, Desk
from governance.application.people.queries import names_by_key
from governance.application.signing_in.forms import kept_form, led_to
from governance.application.signing_in.sessions import Session
from governance.interfaces import addresses
from governance.interfaces.served import Served
from governance.interfaces.web import cookies
from governance.interfaces.web.rendering import rendered

if TYPE_CHECKING:
    from governance.store.engine import Store


class Visit:
    """Who asks for what, where and when.

    `desk` is open while a page is shown: a desk for questions, of the person who has signed in,
    else of the public. `path` and `query` hold what the address says.
    """

    def __init__(
        self,
        request: Request,
        served: Served,
        *,
        partnership: Any,
        session: Session | None,
        now: dt.datetime,
    ) -> None:
        self.request = request
        self.served = served
        self.partnership = partnership
        self.session = session
        self.now = now
        self.desk: Desk = None  # type: ignore[assignment]  # opened before a room is asked
        self.path: Mapping[str, str] = {
            name: value for name, value in request.path_params.items() if name != "partnership"
        }
        self.query = request.query_params
        self._new_form_token: str | None = None
        kept = self.query.get("kept")
        found = None
        if kept and session:
            found = kept_form(served.store, partnership_id=partnership.id, token=kept, now=now)
        theirs = found is not None and session is not None and found.person_id == session.person_id
        self.kept = found if theirs else None
        """What this person typed into this form while their session ran out."""

    @property
    def store(self) -> Store:
        """The store."""
        return self.served.store

    @property
    def actor(self) -> str:
        """Who is at the desk: a person's key, or the public."""
        return self.session.person if self.session else PUBLIC

    def signed_in_as(self) -> str | None:
        """The name of whoever has signed in."""
        if self.session is None:
            return None
        key = self.session.person
        return key if self.desk is None else names_by_key(self.desk, {key}).get(key, key)

    @property
    def today(self) -> dt.date:
        """The partnership's day."""
        return self.now.astimezone(ZoneInfo(self.partnership.timezone)).date()

    @property
    def request_id(self) -> str:
        """The id that logs and the record have of this request."""
        return str(self.request.state.request_id)

    def url(self, path: str = "/", **query: Any) -> str:
        """The address of a page of this partnership."""
        said = addresses.page(self.partnership.key, path)
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        return f"{said}?{urlencode(asked, doseq=True)}" if asked else said

    def here(self, **query: Any) -> str:
        """The address of this page with some of its questions answered otherwise."""
        asked: dict[str, Any] = {name: self.query.getlist(name) for name in self.query}
        asked |= query
        asked = {n: v for n, v in asked.items() if v not in (None, "", []) and n != "done"}
        path = self.request.url.path
        return f"{path}?{urlencode(asked, doseq=True)}" if asked else path

    def csrf(self) -> str:
        """What a form of ours carries to show that it is one."""
        if self.session is not None:
            return self.session.csrf
        token = cookies.form_token(self.request) or self._new_form_token
        if token is None:
            token = self._new_form_token = cookies.new_form_token()
        return token

    def banner(self) -> dict[str, Any] | None:
        """What the act before this page did, where the address says which.

        `words` say it; `receipt`, where something was entered, leads to its receipt, which is for
        whoever has signed in, as this is.
        """
        token = self.query.get("done")
        if not token or self.session is None:
            return None
        where = led_to(self.desk, token)
        if where is None:
            return None
        led = json.loads(where)
        told: dict[str, Any] = {"words": str(led["said"])}
        if given := led.get("receipt"):
            ref, number = given
            told["receipt"] = {
                "href": self.url(f"/record/{ref}/receipts/{number}"),
                "text": words.say("web.record.receipt_of", {"ref": ref, "number": number}),
            }
        return told

    def render(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page made from a template."""
        answer = rendered(self, template, status=status, **context)
        if self._new_form_token is not None:
            cookies.give_form_token(self.request, answer, self._new_form_token)
        return answer

    def redirect(self, path: str, **query: Any) -> Response:
        """Go on to another page of this partnership."""
        return RedirectResponse(self.url(path, **query), 303)

"""Webhooks, kept by administrators: added, paused, given new secrets; what was sent, and again.

A secret is shown on the answer that made it and is kept nowhere; so making one leads to no other
page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk, acting
from governance.application.signing_in import acts as forms
from governance.application.webhooks import acts
from governance.application.webhooks.acts import Given
from governance.application.webhooks.queries import (
    MOST,
    STATES,
    DeliveryView,
    WebhookView,
    attempts_of,
    deliveries,
    delivery_named,
    webhook_named,
    webhooks,
)
from governance.domain.errors import Refused, Unusable
from governance.interfaces.said import reason
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.answers import error_page
from governance.interfaces.web.desks import visit_looking
from governance.interfaces.web.fields import Area, Day, Field, Text, read_fields
from governance.interfaces.web.forms import SHOWN, Form, new_once, once_of
from governance.interfaces.web.pages import Page, Post
from governance.interfaces.web.visit import Visit

LIST = "/administration/webhooks"
_NEW, _ONE = f"{LIST}/new", f"{LIST}/{{ref}}"
_ROTATE, _DELIVERY = f"{_ONE}/rotate", f"{_ONE}/deliveries/{{delivery}}"
_FIELDS: tuple[Field, ...] = tuple(
    field.named("webhook.add")
    for field in (
        Text(name="title", required=False, most=200),
        Text(name="address", most=2000),
        Area(name="events", rows=4, most=4000),
    )
)


def _list(visit: Visit) -> Response:
    return visit.render(
        "administration/webhooks.html", rows=[_hook(one) for one in webhooks(visit.desk)]
    )


def _hook(one: WebhookView) -> dict[str, Any]:
    row = one.row
    return {
        "ref": row.ref,
        "title": row.title,
        "address": row.address,
        "listens": row.listens,
        "state": row.state,
        "reason": row.reason or "",
        "waiting": one.waiting,
        "since": one.since,
        "parked": one.parked,
        "failing_since": row.failing_since,
        "both_until": row.both_until,
    }


def _page(visit: Visit) -> Response:
    hook = webhook_named(visit.desk, visit.path["ref"])
    state = visit.query.get("state")
    state = state if state in STATES else None
    before = visit.query.get("after") or ""
    found = deliveries(visit.desk, hook.row.id, state=state, most=MOST + 1, before=before)
    shown = found[:MOST]
    return visit.render(
        "administration/webhook.html",
        hook=_hook(hook),
        rows=[_line(one) for one in shown],
        state=state,
        states=[
            {"value": "", "text": words.say("web.webhook.every_state", {})},
            *({"value": one, "text": _capital(words.term(one))} for one in STATES),
        ],
        next=visit.here(after=shown[-1].row.id) if len(found) > MOST else None,
        first=visit.here(after=None) if before else None,
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _line(one: DeliveryView) -> dict[str, Any]:
    row, last = one.row, one.last
    return {
        "short": one.short,
        "what": words.act(row.kind),
        "type": one.type,
        "about": row.subject_ref,
        "made_at": row.created_at,
        "state": row.state,
        "status": "" if last is None or last.status is None else last.status,
        "took": "" if last is None or last.milliseconds is None else f"{last.milliseconds:,} ms",
        "trouble": _trouble(row.trouble),
        "next_at": row.not_before,
    }


def _trouble(trouble: Mapping[str, Any] | None) -> str:
    if trouble is None:
        return ""
    told = reason(trouble["code"], trouble["params"])
    return f"{told['words']} {told['remedy']}".strip()


def _one_delivery(visit: Visit) -> Response:
    hook = webhook_named(visit.desk, visit.path["ref"])
    row = delivery_named(visit.desk, visit.path["delivery"])
    tried = attempts_of(visit.desk, row.id)
    return visit.render(
        "administration/webhook_delivery.html",
        hook=_hook(hook),
        one=_line(DeliveryView(row, tried[-1] if tried else None)),
        event=row.entry_id,
        attempts=[
            {
                "number": one.number,
                "began_at": one.began_at,
                "outcome": _capital(
                    words.term(one.outcome) if one.outcome else words.say("web.message.open", {})
                ),
                "status": one.status or "",
                "took": "" if one.milliseconds is None else f"{one.milliseconds:,} ms",
                "trouble": _trouble(one.detail),
            }
            for one in tried
        ],
    )


# --- what shows a secret


def _new(visit: Visit) -> Response:
    return _asked(visit, {}, (), 200)


def _asked(visit: Visit, typed: Any, wrong: Any, status: int, said: Any = ()) -> Response:
    return visit.render(
        "administration/webhook_new.html",
        status=status,
        fields=_FIELDS,
        once=new_once(),
        typed=typed,
        wrong={one.field: one.words for one in wrong},
        errors=[
            *({"text": one.words, "href": f"#{one.id}"} for one in wrong),
            *({"text": f"{one['words']} {one['remedy']}".strip()} for one in said),
        ],
    )


def _add(visit: Visit, form: Form) -> Response:
    values, wrong = read_fields(_FIELDS, form)
    typed = {field.name: [form.one(field.name)] for field in _FIELDS}
    if wrong:
        with visit_looking(visit):
            return _asked(visit, typed, wrong, 400)

    def do(desk: Desk) -> Given:
        events = values["events"].replace(",", "\n").splitlines()
        title = values["title"] or ""
        return acts.add(desk, address=values["address"], listens=events, title=title)

    def again(error: Unusable) -> Response:
        said = [reason(one.code, one.params) for one in error.problems]
        return _asked(visit, typed, (), 400, said)

    return _given_out(visit, form, do, again)


def _ask_rotate(visit: Visit) -> Response:
    hook = webhook_named(visit.desk, visit.path["ref"])
    return visit.render("administration/webhook_rotate.html", hook=_hook(hook), once=new_once())


def _rotate(visit: Visit, form: Form) -> Response:
    return _given_out(visit, form, lambda desk: acts.rotate(desk, visit.path["ref"]))


def _given_out(
    visit: Visit,
    form: Form,
    do: Callable[[Desk], Given],
    again: Callable[[Unusable], Response] | None = None,
) -> Response:
    """Do what makes a secret, and show it here alone; sent twice it is done once."""
    token = once_of(form)
    try:
        with acting(
            visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
        ) as desk:
            desk.request = visit.request_id
            if forms.used(desk, token):
                raise Refused.one("web.webhook.given_already")
            given = do(desk)
            forms.use(desk, token, SHOWN)
    except Unusable as error:
        with visit_looking(visit):
            return error_page(visit, error) if again is None else again(error)
    except Refused as error:
        with visit_looking(visit):
            return error_page(visit, error)
    with visit_looking(visit):
        hook = webhook_named(visit.desk, given.receipt.ref)
        return visit.render("administration/webhook_given.html", given=given, hook=_hook(hook))


# --- acts


def _about(visit: Visit) -> About:
    row = webhook_named(visit.desk, visit.path["ref"]).row
    back = visit.url(f"{LIST}/{row.ref}")
    return About(params={"title": row.title}, seen=row.version, back=back)


def _pause(desk: Desk, said: Said) -> Done:
    receipt = acts.pause(desk, said.ref, reason=said["reason"], seen=said.seen)
    return Done(receipt=receipt, code="done.webhook_paused", params={"ref": said.ref})


def _resume(desk: Desk, said: Said) -> Done:
    receipt = acts.resume(desk, said.ref, seen=said.seen)
    return Done(receipt=receipt, code="done.webhook_resumed", params={"ref": said.ref})


def _end(desk: Desk, said: Said) -> Done:
    receipt = acts.end(desk, said.ref, reason=said["reason"], seen=said.seen)
    return Done(receipt=receipt, code="done.webhook_ended", params={"ref": said.ref})


def _test(desk: Desk, said: Said) -> Done:
    receipt, _ = acts.test(desk, said.ref)
    return Done(receipt=receipt, code="done.webhook_tested")


def _replay_since(desk: Desk, said: Said) -> Done:
    zone = ZoneInfo(desk.partnership.timezone)
    since = dt.datetime.combine(said["since"], dt.time(), zone).astimezone(dt.UTC)
    receipt = acts.replay_since(desk, said.ref, since=since)
    return Done(receipt=receipt, code="done.webhook_replayed")


def _replay(desk: Desk, said: Said) -> Done:
    receipt = acts.replay(desk, said.path["delivery"])
    return Done(receipt=receipt, code="done.webhook_replayed")


def _about_delivery(visit: Visit) -> About:
    row = webhook_named(visit.desk, visit.path["ref"]).row
    name = visit.path["delivery"]
    delivery_named(visit.desk, name)
    back = visit.url(f"{LIST}/{row.ref}/deliveries/{name}")
    return About(params={"title": row.title}, back=back)


def _act(move: str, do: Callable[[Desk, Said], Done], *fields: Field, check: bool = False) -> Act:
    return Act(
        key=f"webhook.{move}",
        path=f"{_ONE}/{move}",
        about=_about,
        fields=fields,
        do=do,
        to=_ONE,
        check=check,
        access=Access.ADMINISTRATOR,
    )


PAGES = (
    Page(path=LIST, show=_list, access=Access.ADMINISTRATOR),
    Page(path=_NEW, show=_new, access=Access.ADMINISTRATOR),
    Page(path=_ONE, show=_page, access=Access.ADMINISTRATOR),
    Page(path=_ROTATE, show=_ask_rotate, access=Access.ADMINISTRATOR),
    Page(path=_DELIVERY, show=_one_delivery, access=Access.ADMINISTRATOR),
)
POSTS = (
    Post(path=_NEW, take=_add, access=Access.ADMINISTRATOR),
    Post(path=_ROTATE, take=_rotate, access=Access.ADMINISTRATOR),
)
ACTS = (
    _act("pause", _pause, Area(name="reason", rows=3, most=1000)),
    _act("resume", _resume),
    _act("end", _end, Area(name="reason", rows=3, most=1000), check=True),
    _act("test", _test),
    _act("replay", _replay_since, Day(name="since")),
    Act(
        key="webhook.replay-one",
        path=f"{_DELIVERY}/replay",
        about=_about_delivery,
        do=_replay,
        to=_DELIVERY,
        access=Access.ADMINISTRATOR,
    ),
)

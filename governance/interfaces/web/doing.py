"""How an act is done: checked where much depends on it, then at one desk of who has signed in.

Sent twice, it is done once: the desk that does it notes the form's own token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog
from starlette.responses import RedirectResponse, Response

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk, acting
from governance.application.signing_in.forms import drop_form, led_to, use, used
from governance.domain.errors import MovedFirst, Refused, Unusable, ViresError, of_the_store
from governance.interfaces.said import reason, reasons
from governance.interfaces.statuses import CONFLICT, UNUSABLE, status_of
from governance.interfaces.web import cookies
from governance.interfaces.web.acts import Act, Done, Said
from governance.interfaces.web.asking import again, check, placed, where_to
from governance.interfaces.web.desks import against, visit_looking
from governance.interfaces.web.fields import Field, read_fields
from governance.interfaces.web.forms import Form, content, once_of
from governance.interfaces.web.visit import Visit

_log = structlog.get_logger("vires.web")


def take(visit: Visit, act: Act, form: Form, *, ours: bool) -> Response:
    """Do what a form says, or show it again with everything that is against it.

    `ours` says whether it carries the token of the session: where it does not, it may be a page
    from before somebody signed in again, and they are asked to send it once more.
    """
    try:
        return _taken(visit, act, form, ours=ours)
    except (Refused, Unusable):
        # What it asks about may be gone because the same form, sent a moment before, did that.
        with visit_looking(visit):
            before = _before(visit, form) if ours else None
        if before is None:
            raise
        return before


def _before(visit: Visit, form: Form) -> Response | None:
    """Where the very same form led when it was done; None where it was not, or says more now."""
    token = once_of(form)
    found = led_to(visit.desk, token)
    if found is None:
        return None
    led = json.loads(found)
    if led.get("of") != _of(visit, form):
        return None
    return _led(str(led["to"]), token)


def _of(visit: Visit, form: Form) -> str:
    path = visit.request.url.path
    return content(form, visit.actor, path, key=cookies.kept_token(visit.request))


def _led(to: str, token: str) -> Response:
    return RedirectResponse(f"{to}{'&' if '?' in to else '?'}done={token}", 303)


def _taken(visit: Visit, act: Act, form: Form, *, ours: bool) -> Response:
    with visit_looking(visit):
        # Before anything is asked of its subject: done, that may be gone or called otherwise.
        if ours and (before := _before(visit, form)) is not None:
            return before
        fields = act.asked(visit)
        values, wrong = read_fields(fields, form)
        if not ours:
            return again(visit, act, fields, form, said=[reason("web.form_old", {})], status=403)
        if form.one("change") == "yes":
            return again(visit, act, fields, form, status=200)
        if wrong:
            return again(visit, act, fields, form, wrong=wrong, status=UNUSABLE)
    if act.check and form.one("checked") != "yes":
        said = _said(visit, form, values)
        error = against(visit, lambda desk: act.do(desk, said)) if act.tried else None
        if error is not None:
            return _refused(visit, act, fields, form, error)
        with visit_looking(visit):
            return check(visit, act, fields, form, values)
    return _done(visit, act, fields, form, values)


def _said(visit: Visit, form: Form, values: Mapping[str, Any]) -> Said:
    """What a form says, with what the address and the session add."""
    seen = form.one("seen")
    return Said(
        values=values,
        path=visit.path,
        seen=int(seen) if seen.isdigit() else None,
        served=visit.served,
        query=dict(visit.query),
        session=visit.session.id if visit.session is not None else None,
    )


def _done(
    visit: Visit, act: Act, fields: Sequence[Field], form: Form, values: Mapping[str, Any]
) -> Response:
    said = _said(visit, form, values)
    token = once_of(form)
    try:
        said = _with_ahead(visit, act, said, token)
        where = _at_one_desk(visit, act, said, token, _of(visit, form))
    except _SentAlready:
        with visit_looking(visit):
            told = [reason("web.sent_already", {})]
            return again(visit, act, fields, form, said=told, anew=True, status=CONFLICT)
    except (Refused, Unusable) as error:
        return _refused(visit, act, fields, form, error)
    if kept := visit.query.get("kept"):
        drop_form(visit.store, token=kept)
    return _led(where, token)


def _with_ahead(visit: Visit, act: Act, said: Said, token: str) -> Said:
    """What a form says with what the act makes ahead; nothing where the form was done before."""
    if act.ahead is None:
        return said
    with visit_looking(visit):
        done = led_to(visit.desk, token) is not None
        return said if done else replace(said, ahead=act.ahead(visit, said))


class _SentAlready(Exception):  # no error: it asks whether it is meant
    """The form was sent with something else in it, and done."""


def _at_one_desk(visit: Visit, act: Act, said: Said, token: str, of: str) -> str:
    """Do it and note the token in one transaction; a token that is noted already did it.

    Raises `_SentAlready` where what it did was something else than the form says now.
    """
    with acting(
        visit.store, now=visit.now, partnership=visit.partnership.key, actor=visit.actor
    ) as desk:
        desk.request = visit.request_id
        before = used(desk, token)
        if not before:
            made = act.do(desk, said)
            done = made if isinstance(made, Done) else Done(receipt=made)
            tells = _tells(act, said, done)
            given = _given(desk, done)
            receipt = {} if given is None else {"receipt": [given.ref, given.number]}
            before = json.dumps(
                {"to": _leads(visit, act, done), "said": tells, "of": of, **receipt}
            )
            if desk.verdict is None:
                use(desk, token, before)
        led = json.loads(before)
        if led.get("of", of) != of:
            raise _SentAlready
    return str(led["to"])


def _given(desk: Desk, done: Done) -> Receipt | None:
    """The receipt of what was done; None where nothing was entered, or was there before."""
    made = desk.receipts
    if done.receipt is not None:
        return done.receipt if done.receipt in made else None
    return made[0] if made else None


def _leads(visit: Visit, act: Act, done: Done) -> str:
    new = done.receipt.ref if done.receipt is not None else visit.path.get("ref", "")
    return visit.url(where_to(done.to or act.to, visit.path, new))


def _tells(act: Act, said: Said, done: Done) -> str:
    receipt = done.receipt
    code = done.code or act.done
    if code is None:
        assert receipt is not None, f"{act.key} says nothing of what it did"
        code = f"done.{receipt.kind.replace('.', '_')}"
    known = {**said.path, **said.values, **done.params}
    if receipt is not None:
        known |= {"ref": receipt.ref}
    return words.say(code, known)


def _refused(
    visit: Visit, act: Act, fields: Sequence[Field], form: Form, error: ViresError
) -> Response:
    if of_the_store(error):
        raise error
    moved = isinstance(error, MovedFirst)
    said: list[Mapping[str, str]] = [*reasons(error)]
    if moved:
        said.append(reason("web.moved_first_remedy", {}))
    _log.info("refused", act=act.key, codes=[one["code"] for one in said], who=visit.actor)
    with visit_looking(visit):
        status = status_of(error)
        wrong, said = placed(visit, act, fields, error, said)
        return again(visit, act, fields, form, said=said, wrong=wrong, moved=moved, status=status)

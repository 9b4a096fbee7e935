"""Acts: a form, the use case it calls, and where it leads.

An act is asked on a question page, checked on a second one where much depends on it, and done at
one desk of the person who has signed in. Whatever is wrong comes back on the same page with all
that was typed. Sent twice, it is done once: the desk that does it notes the form's own token.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from starlette.responses import RedirectResponse, Response

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk, acting
from governance.application.signing_in.forms import drop_form, led_to, use, used
from governance.domain.errors import (
    MovedFirst,
    Problem,
    Refused,
    Unusable,
    ViresError,
    of_the_store,
)
from governance.interfaces.web.access import Access
from governance.interfaces.web.answers import CONFLICT, UNUSABLE, status_of
from governance.interfaces.web.desks import against, visit_looking
from governance.interfaces.web.fields import Field, FieldError, Upload, read_fields
from governance.interfaces.web.forms import File, Form, content
from governance.interfaces.web.said import problems, reason, reasons, summed
from governance.interfaces.web.served import Served
from governance.interfaces.web.visit import Visit

_log = structlog.get_logger("vires.web")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says, read: values by field, what the address names, the version seen."""

    values: Mapping[str, Any]
    path: Mapping[str, str]
    seen: int | None
    served: Served
    query: Mapping[str, str] = field(default_factory=dict)
    session: str | None = None
    """The id of the session that sent it."""
    ahead: Any = None
    """What the act's `ahead` made."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A value, or the default where there is no such field or nothing was typed."""
        found = self.values.get(name)
        return default if found is None else found

    @property
    def ref(self) -> str:
        """The subject that the address names."""
        return self.path["ref"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What an act did, where more is to be told than its receipt.

    `to` is where it leads, in place of the act's own; `code` and `params` what the banner says.
    """

    receipt: Receipt | None = None
    to: str | None = None
    code: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an act's page knows of its subject before anything is typed.

    `params` fill the title's words; `seen` is the subject's version; `values` are what fields
    begin with; `closed` says why the act is not open as things stand (reasons as words and
    remedy); `more` is for the act's own template.
    """

    params: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    closed: Sequence[Mapping[str, str]] = ()
    back: str | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a person does to a subject, by a form.

    Its title is the sentence of `web.<key>`, its button that code's remedy. `to` is the page it
    leads to, in which {new} is the reference of what was done. `done` is the code of what is
    then said, `done.<kind of act>` otherwise; its parameters are the receipt's `ref` and the
    values of the fields. `check` puts a page to check the answers in between. `placed` says
    beside which field, by its name, a problem stands that the use case found, or (as "#line-3")
    at which place of the act's own template. `ahead` makes what takes long, or writes a file, at
    a desk for questions before the one that writes is opened, so that nobody is held up by it.
    """

    key: str
    path: str
    do: Callable[[Desk, Said], Receipt | Done | None]
    to: str
    fields: Sequence[Field] | Callable[[Visit], Sequence[Field]] = ()
    about: Callable[[Visit], About] | None = None
    done: str | None = None
    check: bool = False
    tried: bool = False
    """Whether it is done and taken back before the check page, so that nobody checks what is then
    refused: only for a use case that does nothing outside the desk's transaction."""
    placed: Callable[[Visit, Problem], str | None] | None = None
    ahead: Callable[[Visit, Said], Any] | None = None
    template: str = "act.html"
    access: Access = Access.SIGNED_IN

    def asked(self, visit: Visit) -> list[Field]:
        """The fields, with their labels."""
        found = self.fields(visit) if callable(self.fields) else self.fields
        return [one.named(self.key) for one in found]

    def known(self, visit: Visit) -> About:
        """What is known of the subject."""
        return self.about(visit) if self.about is not None else About()


# --- asked


def show(visit: Visit, act: Act) -> Response:
    """The question page, with what is known; after a lost session, with what was typed."""
    about = act.known(visit)
    fields = act.asked(visit)
    typed = _typed(fields, about.values)
    said: list[Mapping[str, str]] = []
    if visit.kept is not None and visit.kept.path == visit.request.url.path:
        typed |= _grouped(visit.kept.fields)
        said = [reason("web.signed_out_meanwhile", {})]
    return _page(visit, act, fields, about, typed=typed, said=said)


def _grouped(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _typed(fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, list[str]]:
    typed: dict[str, list[str]] = {}
    for one in fields:
        typed |= one.typed(values.get(one.name))
    return typed


def _page(
    visit: Visit,
    act: Act,
    fields: Sequence[Field],
    about: About,
    *,
    typed: Mapping[str, Sequence[str]],
    said: Sequence[Mapping[str, str]] = (),
    wrong: Sequence[FieldError] = (),
    once: str | None = None,
    now_says: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Response:
    return visit.render(
        act.template,
        status=status,
        act=act,
        title=words.say(f"web.{act.key}", about.params),
        button=words.remedy(f"web.{act.key}", about.params) or words.say("web.send", {}),
        fields=fields,
        typed=typed,
        errors=_summary(wrong, said),
        wrong=_beside(wrong),
        said=said,
        about=about,
        seen=about.seen,
        once=once or secrets.token_urlsafe(18),
        now_says=now_says,
        back=about.back or visit.url(_where(act.to, visit.path, visit.path.get("ref", ""))),
        uploads=any(isinstance(one, Upload) for one in fields),
        more=about.more,
    )


def _beside(wrong: Sequence[FieldError]) -> dict[str, str]:
    """What stands beside each field; where several things are wrong with it, all of them."""
    found: dict[str, str] = {}
    for one in wrong:
        found[one.field] = f"{found[one.field]} {one.words}" if one.field in found else one.words
    return found


def _summary(
    wrong: Sequence[FieldError], said: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Everything that is against it: fields, each with where it is mended, then the rules."""
    fields = [{"text": one.words, "href": f"#{one.id}"} for one in wrong]
    return [*fields, *(summed(one) for one in said)]


# --- sent


def take(visit: Visit, act: Act, form: Form, *, ours: bool) -> Response:
    """Do what a form says, or show it again with everything that is against it.

    `ours` says whether it carries the token of the session: where it does not, it may be a page
    from before somebody signed in again, and they are asked to send it once more.
    """
    with visit_looking(visit):
        fields = act.asked(visit)
        values, wrong = read_fields(fields, form)
        if not ours:
            return _again(visit, act, fields, form, said=[reason("web.form_old", {})], status=403)
        if form.one("change") == "yes":
            return _again(visit, act, fields, form, status=200)
        if wrong:
            return _again(visit, act, fields, form, wrong=wrong, status=UNUSABLE)
    if act.check and form.one("checked") != "yes":
        said = _said(visit, form, values)
        error = against(visit, lambda desk: act.do(desk, said)) if act.tried else None
        if error is not None:
            return _refused(visit, act, fields, form, error)
        with visit_looking(visit):
            return _check(visit, act, fields, form, values)
    return _done(visit, act, fields, form, values)


def _again(
    visit: Visit,
    act: Act,
    fields: Sequence[Field],
    form: Form,
    *,
    said: Sequence[Mapping[str, str]] = (),
    wrong: Sequence[FieldError] = (),
    moved: bool = False,
    anew: bool = False,
    status: int,
) -> Response:
    """The form with what was typed; `anew` as a form of its own, which sent is done."""
    about = act.known(visit)
    typed = form.kept()
    now_says: list[tuple[str, str]] = []
    if moved or anew:
        now_says = [
            (one.text, one.said(about.values[one.name]))
            for one in fields
            if one.name in about.values
            and any(typed.get(n) != v for n, v in one.typed(about.values[one.name]).items())
        ]
    elif (seen := form.one("seen")).isdigit():
        about = replace(about, seen=int(seen))  # what was typed answers that
    if form.files:
        said = [*said, reason("web.files_again", {})]
    return _page(
        visit,
        act,
        fields,
        about,
        typed=typed,
        said=said,
        wrong=wrong,
        once=None if anew else _token(form),
        now_says=now_says,
        status=status,
    )


def _token(form: Form) -> str | None:
    given = form.one("once")
    return given if _TOKEN.fullmatch(given) else None


def _check(
    visit: Visit, act: Act, fields: Sequence[Field], form: Form, values: Mapping[str, Any]
) -> Response:
    about = act.known(visit)
    return visit.render(
        "check.html",
        act=act,
        title=words.say("web.check.title" if fields else "web.check.confirm", {}),
        about_title=words.say(f"web.{act.key}", about.params),
        button=words.remedy(f"web.{act.key}", about.params) or words.say("web.check.send", {}),
        answers=[(one, one.said(values[one.name])) for one in fields],
        typed=form.kept(),
        about=about,
        more=about.more,
        back=about.back or visit.url(_where(act.to, visit.path, visit.path.get("ref", ""))),
    )


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
    token = _token(form) or secrets.token_urlsafe(18)
    try:
        said = _with_ahead(visit, act, said, token)
        where = _at_one_desk(
            visit, act, said, token, content(form, visit.actor, visit.request.url.path)
        )
    except _SentAlready:
        with visit_looking(visit):
            again = [reason("web.sent_already", {})]
            return _again(visit, act, fields, form, said=again, anew=True, status=CONFLICT)
    except (Refused, Unusable) as error:
        return _refused(visit, act, fields, form, error)
    if kept := visit.query.get("kept"):
        drop_form(visit.store, token=kept)
    to = f"{where}{'&' if '?' in where else '?'}done={token}"
    return RedirectResponse(to, 303)


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
            before = json.dumps({"to": _leads(visit, act, done), "said": tells, "of": of})
            if desk.verdict is None:
                use(desk, token, before)
        led = json.loads(before)
        if led.get("of", of) != of:
            raise _SentAlready
    return str(led["to"])


def _leads(visit: Visit, act: Act, done: Done) -> str:
    new = done.receipt.ref if done.receipt is not None else visit.path.get("ref", "")
    return visit.url(_where(done.to or act.to, visit.path, new))


def _where(path: str, known: Mapping[str, str], new: str) -> str:
    return path.format(**{**known, "new": new}) if "{" in path else path


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
        wrong, said = _placed(visit, act, fields, error, said)
        return _again(visit, act, fields, form, said=said, wrong=wrong, moved=moved, status=status)


def _placed(
    visit: Visit,
    act: Act,
    fields: Sequence[Field],
    error: ViresError,
    said: Sequence[Mapping[str, str]],
) -> tuple[list[FieldError], list[Mapping[str, str]]]:
    """What the use case found, parted into what stands beside a field and the rest."""
    if act.placed is None or isinstance(error, MovedFirst):
        return [], list(said)
    known = {one.name: one for one in fields}
    wrong: list[FieldError] = []
    rest: list[Mapping[str, str]] = []
    for problem, told in zip(problems(error), said, strict=True):
        where = act.placed(visit, problem) or ""
        at = known.get(where)
        if at is None:
            rest.append({**told, "href": where} if where.startswith("#") else told)
        else:
            text = f"{told['bare']} {told['remedy']}".rstrip()
            wrong.append(FieldError(at.name, at.first_id, text))
    return wrong, rest


__all__ = ["About", "Act", "Done", "File", "Said", "show", "take", "visit_looking"]

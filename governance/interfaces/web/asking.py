"""How an act is asked: its question page, the same again with what is wrong, and the check page.

Whatever is wrong comes back on the same page with all that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from governance import words
from governance.domain.errors import MovedFirst, Refused, Unusable, ViresError
from governance.interfaces.said import problems, reason, summed
from governance.interfaces.web.acts import About, Act
from governance.interfaces.web.fields import Field, FieldError, Upload
from governance.interfaces.web.forms import Form, new_once, once_given
from governance.interfaces.web.visit import Visit


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
        once=once or new_once(),
        now_says=now_says,
        back=about.back or visit.url(where_to(act.to, visit.path, visit.path.get("ref", ""))),
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


def again(
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
        once=None if anew else once_given(form),
        now_says=now_says,
        status=status,
    )


def typed_in(visit: Visit, act: Act, form: Form) -> list[tuple[str, str]]:
    """What was typed into a form that cannot be shown again, with labels where there are any."""
    try:
        labels = {one.name: one.text for one in act.asked(visit)}
    except (Refused, Unusable):  # why it cannot be shown
        labels = {}
    return [
        (labels.get(name) or _label(act, name), value)
        for name, values in form.kept().items()
        if name not in _NOT_TYPED
        for value in values
        if value
    ]


_NOT_TYPED = ("once", "seen", "checked", "change")


def _label(act: Act, name: str) -> str:
    """What a field is called whose form is not known: as the act, or as its like, calls it."""
    known, plain = words.catalogue(), name.partition("-")[0]
    keys = (f"web.{act.key}", f"web.{act.key.rpartition('.')[0]}", "web.field")
    codes = (f"{key}.{one}" for one in (name, plain) for key in keys)
    code = next((one for one in codes if one in known), None)
    return "" if code is None else words.say(code, {})


def check(
    visit: Visit, act: Act, fields: Sequence[Field], form: Form, values: Mapping[str, Any]
) -> Response:
    """The page to check the answers on."""
    about = act.known(visit)
    return visit.render(
        "check.html",
        act=act,
        title=words.say("web.check.title" if fields else "web.check.confirm", {}),
        about_title=words.say(f"web.{act.key}", about.params),
        button=words.remedy(f"web.{act.key}", about.params) or words.say("web.check.send", {}),
        answers=[
            (one, told) for one in fields if (told := one.said(values[one.name])) or not one.quiet
        ],
        typed=form.kept(),
        about=about,
        more=about.more,
        back=about.back or visit.url(where_to(act.to, visit.path, visit.path.get("ref", ""))),
    )


def placed(
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


def where_to(path: str, known: Mapping[str, str], new: str) -> str:
    """A path that an act names, with the references in it."""
    return path.format(**{**known, "new": new}) if "{" in path else path

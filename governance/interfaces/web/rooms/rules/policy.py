"""Forms that change an escalation policy: its levels, its kinds of deadline, the policy itself.

A form changes the part of a draft's text that it shows and leaves the rest as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.rulebook import acts
from governance.application.rulebook.parts import Document, Path, at, put
from governance.domain.errors import Problem, Unusable
from governance.domain.escalation import KINDS, DeadlineRule, Prompt
from governance.domain.escalation.writing import level_entries, rule_entries
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Field, Hour, Pick, Text
from governance.interfaces.web.rooms.rules import policy_choices as choose
from governance.interfaces.web.rooms.rules import policy_fields as ask
from governance.interfaces.web.rooms.rules.common import about_editing
from governance.interfaces.web.rooms.rules.loading import Ahead, revised
from governance.interfaces.web.rooms.rules.policy_pages import AT, ONE, level_told
from governance.interfaces.web.rooms.rules.policy_reading import (
    Policy,
    called,
    in_order,
    policy_of,
    prompt_of,
    rank,
    rule_of,
)
from governance.interfaces.web.rooms.rules.sections import edited, placed
from governance.interfaces.web.visit import Visit

_FIELDS: Final = {
    "escalation.same_moment": "number",
    "escalation.nobody_there": "tell",
    "escalation.met_elsewhere": "met_1",
    "escalation.met_at_once": "met_1",
    "escalation.does_nothing": "tell",
}
"""Beside which field of a form a problem stands that the reader of texts finds."""
_KIND: Final = "escalation"
_NAME: Final = 40
"""Characters of the name of a deadline in a text at the most."""


# --- what every form does


def _about(visit: Visit, policy: Policy, *, to: str, **more: Any) -> About:
    """What a form knows of the policy: what is against changing it, and where it leads back."""
    back = visit.url(f"/rules/{policy.row.ref}/deadlines{to}")
    return about_editing(visit, back=back, **more)


def _edited(visit: Visit, said: Said, edit: Callable[[Document], tuple[Document, Path]]) -> Ahead:
    """A draft's new text: its entries changed, and where. What is wrong stands beside a field."""
    return edited(visit, said, edit, kind=_KIND, place=_beside)


def _beside(problem: Problem, inner: Path) -> str | None:
    del inner
    return _FIELDS.get(problem.code)


def _put(desk: Desk, said: Said) -> Done:
    receipt = acts.revise(desk, said.ref, said.ahead.text, seen=said.ahead.version)
    kind = said.path.get("kind") or said.get("kind")
    to = f"/rules/{said.ref}/deadlines" + (f"/{kind}" if kind else "")
    return revised(desk, receipt, to=to)


def _put_list(desk: Desk, said: Said) -> Done:
    receipt = acts.revise(desk, said.ref, said.ahead.text, seen=said.ahead.version)
    return revised(desk, receipt, to=f"/rules/{said.ref}/deadlines")


def _name_in(says: Document, kind: str) -> str:
    """The name under which a text speaks of a kind of deadline."""
    return next(str(name) for name in says["deadlines"] if _kind_named(name) == kind)


def _kind_named(name: str) -> str:
    plain = name.strip().replace("-", "_").replace(" ", "_")
    return plain if plain in KINDS else name


# --- levels


def _level_fields(visit: Visit) -> list[Field]:
    policy = policy_of(visit)
    rule = rule_of(visit, policy.says)
    was = prompt_of(visit, rule) if "level" in visit.path else None
    return ask.level_fields(visit.desk, policy, about=choose.table_of(rule), was=was)


def _about_level(visit: Visit) -> About:
    policy = policy_of(visit)
    rule = rule_of(visit, policy.says)
    params: dict[str, Any] = {"name": called(rule)}
    values: dict[str, Any] = {"side": "after", "unit": "working_days"}
    more: dict[str, Any] = {"levels": [level_told(one, policy) for one in in_order(rule.prompts)]}
    if "level" in visit.path:
        was = prompt_of(visit, rule)
        params["when"] = was.offset.words
        values = ask.level_values(was)
        more = {"level": level_told(was, policy)}
    return _about(visit, policy, to=f"/{rule.kind}", params=params, values=values, more=more)


def _level_made(visit: Visit, said: Said) -> Ahead:
    """A level added to a ladder, or changed in its place."""
    policy = policy_of(visit)
    rule = rule_of(visit, policy.says)
    was = prompt_of(visit, rule) if "level" in visit.path else None
    wrong = ask.Wrong()
    new = ask.level_said(said, wrong, was)
    wrong.stop_if_any()

    def edit(says: Document) -> tuple[Document, Path]:
        path = ("deadlines", _name_in(says, rule.kind), "prompts")
        levels = list(at(says, path) or ())
        if was is None:
            place = _place(rule, new)
            levels.insert(place, level_entries(new))
        else:
            place = rule.prompts.index(was)
            levels[place] = level_entries(new, was=was, old=levels[place])
        return put(says, path, levels), (*path, place)

    return _edited(visit, said, edit)


def _place(rule: DeadlineRule, new: Prompt) -> int:
    """Where a new level is to stand: before the first that comes later."""
    later = (n for n, one in enumerate(rule.prompts) if rank(one.offset) > rank(new.offset))
    return next(later, len(rule.prompts))


def _level_gone(visit: Visit, said: Said) -> Ahead:
    policy = policy_of(visit)
    rule = rule_of(visit, policy.says)
    was = prompt_of(visit, rule)
    if len(rule.prompts) == 1 and rule.extension is None:
        raise Unusable.one("web.policy.only_level", name=called(rule))

    def edit(says: Document) -> tuple[Document, Path]:
        path = ("deadlines", _name_in(says, rule.kind), "prompts", rule.prompts.index(was))
        return put(says, path, None), ()

    return _edited(visit, said, edit)


# --- kinds of deadline


def _kind_fields(visit: Visit) -> list[Field]:
    policy = policy_of(visit)
    kinds = Pick(name="kind", options=choose.kinds(policy.says.deadlines))
    return [kinds, *ask.level_fields(visit.desk, policy, about=None)]


def _own_fields(visit: Visit) -> list[Field]:
    policy = policy_of(visit)
    return [
        *ask.own_fields(visit.desk, policy),
        *ask.level_fields(visit.desk, policy, about=None),
    ]


def _about_new(visit: Visit) -> About:
    values = {"side": "before", "unit": "working_days", "due_unit": "working_days"}
    more = {"new": True}
    return _about(visit, policy_of(visit), to="", values=values, more=more)


def _kind_made(visit: Visit, said: Said) -> Ahead:
    """A deadline that Vires sets, with its first level."""
    wrong = ask.Wrong()
    level = ask.level_said(said, wrong)
    if not choose.holds(KINDS[said["kind"]].about):
        for field in ("exception", "block", "trigger"):
            if said.get(field):
                wrong.add(field, "web.policy.no_commission")
    wrong.stop_if_any()
    path = ("deadlines", said["kind"].replace("_", "-"))
    made = {"prompts": [level_entries(level)]}
    return _edited(visit, said, lambda says: (put(says, path, made), path))


def _own_made(visit: Visit, said: Said) -> Ahead:
    """A deadline of the partnership's own, with its first level."""
    wrong = ask.Wrong()
    rule = ask.own_said(said, wrong, DeadlineRule(kind="", title="", owner=""))
    level = ask.level_said(said, wrong)
    wrong.stop_if_any()

    def edit(says: Document) -> tuple[Document, Path]:
        path = ("deadlines", _new_name(said["title"], says))
        made = {**rule_entries(rule), "prompts": [level_entries(level)]}
        return put(says, path, made), path

    return _edited(visit, said, edit)


def _new_name(title: str, says: Document) -> str:
    """A name for a deadline of one's own, made of its title, that nothing else has."""
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[: _NAME - 4].strip("-")
    taken = {_kind_named(name) for name in says.get("deadlines", ())} | KINDS.keys()
    names = [plain or "deadline", *(f"{plain or 'deadline'}-{n}" for n in range(2, 100))]
    return next(name for name in names if _kind_named(name) not in taken)


def _rule_fields(visit: Visit) -> list[Field]:
    policy = policy_of(visit)
    return ask.rule_fields(visit.desk, policy, rule_of(visit, policy.says))


def _about_rule(visit: Visit) -> About:
    policy = policy_of(visit)
    rule = rule_of(visit, policy.says)
    return _about(
        visit,
        policy,
        to=f"/{rule.kind}",
        params={"name": called(rule)},
        values=ask.rule_values(rule),
        more={
            "levels": [level_told(one, policy) for one in in_order(rule.prompts)],
            "own": rule.kind not in KINDS,
        },
    )


def _rule_made(visit: Visit, said: Said) -> Ahead:
    policy = policy_of(visit)
    was = rule_of(visit, policy.says)
    wrong = ask.Wrong()
    new = ask.rule_said(said, wrong, was)
    wrong.stop_if_any()

    def edit(says: Document) -> tuple[Document, Path]:
        path = ("deadlines", _name_in(says, was.kind))
        entries = rule_entries(new, was=was, old=at(says, path))
        return put(says, path, entries), path

    return _edited(visit, said, edit)


def _rule_gone(visit: Visit, said: Said) -> Ahead:
    rule = rule_of(visit, policy_of(visit).says)
    return _edited(
        visit,
        said,
        lambda says: (put(says, ("deadlines", _name_in(says, rule.kind)), None), ()),
    )


# --- the policy itself


def _about_policy(visit: Visit) -> About:
    policy = policy_of(visit)
    says = policy.says
    values = {"title": says.title, "source": says.source or None, "hour": says.hour}
    return _about(visit, policy, to="", values=values)


def _policy_made(visit: Visit, said: Said) -> Ahead:
    was = policy_of(visit).says

    def edit(says: Document) -> tuple[Document, Path]:
        if said["title"] != was.title:
            says = put(says, ("title",), said["title"])
        if said.get("source", "") != was.source:
            says = put(says, ("source",), said.get("source"))
        if said["hour"] != was.hour:
            says = put(says, ("hour",), f"{said['hour']:%H:%M}")
        return says, ()

    return _edited(visit, said, edit)


PAGES = ()
ACTS = (
    Act(
        key="policy.write",
        path="/rules/{ref}/policy",
        about=_about_policy,
        fields=(
            Text(name="title"),
            Text(name="source", required=False),
            Hour(name="hour"),
        ),
        ahead=_policy_made,
        do=_put_list,
        to=AT,
        placed=placed,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.add_kind",
        path="/rules/{ref}/add-deadline",
        about=_about_new,
        fields=_kind_fields,
        ahead=_kind_made,
        do=_put,
        to=AT,
        placed=placed,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.add_own",
        path="/rules/{ref}/add-own-deadline",
        about=_about_new,
        fields=_own_fields,
        ahead=_own_made,
        do=_put_list,
        to=AT,
        placed=placed,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.write_kind",
        path=f"{ONE}/change",
        about=_about_rule,
        fields=_rule_fields,
        ahead=_rule_made,
        do=_put,
        to=ONE,
        placed=placed,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.take_out_kind",
        path=f"{ONE}/take-out",
        about=_about_rule,
        ahead=_rule_gone,
        do=_put_list,
        to=AT,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.add_level",
        path=f"{ONE}/add-level",
        about=_about_level,
        fields=_level_fields,
        ahead=_level_made,
        do=_put,
        to=ONE,
        placed=placed,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.write_level",
        path=f"{ONE}/levels/{{level}}",
        about=_about_level,
        fields=_level_fields,
        ahead=_level_made,
        do=_put,
        to=ONE,
        placed=placed,
        template="rules/policy_act.html",
    ),
    Act(
        key="policy.take_out_level",
        path=f"{ONE}/levels/{{level}}/take-out",
        about=_about_level,
        ahead=_level_gone,
        do=_put,
        to=ONE,
        template="rules/policy_act.html",
    ),
)

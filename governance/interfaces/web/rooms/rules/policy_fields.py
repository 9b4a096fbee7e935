"""The fields of an escalation policy's forms, and what is said in them as values of a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from governance.application.desk import Desk
from governance.domain.errors import Problem, Unusable
from governance.domain.escalation import (
    KINDS,
    DeadlineRule,
    Event,
    Extension,
    Offset,
    Prompt,
    Span,
    Start,
)
from governance.domain.escalation.parts import MOST_TIMES
from governance.domain.escalation.phrases import read_span
from governance.interfaces.web.acts import Said
from governance.interfaces.web.fields import Choice, Field, Many, Pick, Text, Whole
from governance.interfaces.web.rooms.rules import policy_choices as choose
from governance.interfaces.web.rooms.rules.policy_reading import Policy

_MOST: Final = 999_999
_LONGEST: Final = 120
_OWN: Final = "policy.add_own"
"""The act whose words the fields of a deadline of one's own have."""
_MET: Final = 3
"""Events that meet a deadline offered at the least; one more than a text has."""

T = TypeVar("T")


class Wrong:
    """Collects what is wrong, each with the field it is to stand beside."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, field: str, code: str, **params: Any) -> None:
        """Note one problem beside a field."""
        self.found.append(Problem(code, {**params, "beside": field}))

    def read(self, field: str, read: Callable[[], T]) -> T | None:
        """What is read; None where it cannot be, which is noted."""
        try:
            return read()
        except Unusable as error:
            for one in error.problems:
                self.add(field, one.code, **one.params)
            return None

    def stop_if_any(self) -> None:
        """Raise `Unusable` with everything found, if anything was."""
        if self.found:
            raise Unusable(self.found)


# --- a level


def level_fields(
    desk: Desk, policy: Policy, *, about: str | None, was: Prompt | None = None
) -> list[Field]:
    """When a level comes, who is told, and what else happens."""
    names, had = policy.names, was or Prompt(Offset(0, "calendar_days", "on"))
    fields: list[Field] = [
        Choice(name="side", options=choose.sides()),
        Whole(name="number", required=False, quiet=True, least=1, most=_MOST),
        Pick(name="unit", required=False, quiet=True, options=choose.units()),
        Many(name="tell", quiet=True, options=choose.who(names, about, had.tell)),
    ]
    if names.bodies or had.items:
        fields.append(Many(name="items", quiet=True, options=choose.bodies(names, had.items)))
    if about is None or choose.holds(about):
        fields.append(Many(name="exception", quiet=True, options=[choose.exception()]))
        fields.append(Many(name="block", quiet=True, options=choose.moves()))
        if raised := choose.raised(desk, had.trigger):
            fields.append(Pick(name="trigger", required=False, quiet=True, options=raised))
    return fields


def level_values(was: Prompt) -> dict[str, Any]:
    """What the fields of a level begin with."""
    on = was.offset.side == "on"
    return {
        "side": was.offset.side,
        "number": None if on else was.offset.count,
        "unit": None if on else was.offset.unit,
        "tell": was.tell,
        "items": was.items,
        "exception": ("yes",) if was.exception else (),
        "block": was.block,
        "trigger": was.trigger,
    }


def level_said(said: Said, wrong: Wrong, was: Prompt | None = None) -> Prompt:
    """The level that a form says; `was` is what it said before, whose order is kept."""
    had = was or Prompt(Offset(0, "calendar_days", "on"))
    prompt = Prompt(
        offset=_offset(said, wrong),
        tell=_ordered(said.get("tell", ()), had.tell),
        items=_ordered(said.get("items", ()), had.items),
        block=_ordered(said.get("block", ()), had.block),
        exception=bool(said.get("exception", ())),
        trigger=said.get("trigger"),
    )
    if not (prompt.tell or prompt.items or prompt.block or prompt.exception or prompt.trigger):
        wrong.add("tell", "web.policy.nothing_happens")
    if said["side"] != "after":
        for field in ("exception", "trigger"):
            if said.get(field):
                wrong.add(field, "web.policy.only_after")
    return prompt


def _offset(said: Said, wrong: Wrong) -> Offset:
    if said["side"] == "on":
        return Offset(0, "calendar_days", "on")
    span = span_said(said, wrong, "number", "unit") or Span(1, "working_days")
    return Offset(span.count, span.unit, said["side"])


def span_said(said: Said, wrong: Wrong, number: str, unit: str) -> Span | None:
    """A number and a unit; what is missing or cannot be counted is noted."""
    count, of = said.get(number), said.get(unit)
    if count is None:
        wrong.add(number, "web.policy.number_missing")
    if of is None:
        wrong.add(unit, "web.policy.unit_missing")
    if count is None or of is None:
        return None
    return wrong.read(number, lambda: read_span(Span(count, of).words))


def _ordered(chosen: Iterable[str], before: Sequence[str]) -> tuple[str, ...]:
    """What was chosen: what was there before in its order, then the others."""
    now = list(chosen)
    return (*(one for one in before if one in now), *(one for one in now if one not in before))


# --- a kind of deadline


def rule_fields(desk: Desk, policy: Policy, rule: DeadlineRule) -> list[Field]:
    """Everything that is said of a kind of deadline beside its levels."""
    about = choose.table_of(rule)
    known = KINDS.get(rule.kind)
    fields: list[Field] = []
    if known is None:
        fields += [one.named(_OWN) for one in own_fields(desk, policy, rule)]
    else:
        fields.append(Text(name="title", required=False, most=_LONGEST))
        owners = choose.owners(policy.names, about, [rule.owner])
        fields.append(Pick(name="owner", options=owners))
        if known.due:
            fields += span_fields("due", required=False)
    fields.append(Many(name="wait_in", options=choose.periods()))
    fields.append(Pick(name="only_in", required=False, options=choose.periods()))
    if known is None or known.extendable:
        by = rule.extension.by if rule.extension is not None else ()
        fields += span_fields("most", required=False, quiet=True)
        fields.append(Whole(name="times", required=False, quiet=True, least=1, most=MOST_TIMES))
        fields.append(
            Many(name="by", quiet=True, options=choose.who(policy.names, about, by, told=False))
        )
    return fields


def own_fields(desk: Desk, policy: Policy, rule: DeadlineRule | None = None) -> list[Field]:
    """What only a deadline of the partnership's own says: from what, until what, by whom."""
    had: list[Event] = list(rule.met_by) if rule is not None else []
    begun = [rule.start.event] if rule is not None and rule.start is not None else []
    events = choose.events(desk, [*had, *begun])
    owner = [rule.owner] if rule is not None else []
    owners = choose.owners(policy.names, choose.table_of(rule), owner)
    return [
        Text(name="title", most=_LONGEST),
        Pick(name="from", options=events),
        *span_fields("due", required=True),
        *(
            Pick(name=name, required=name == "met_1", options=events, text=_met_label(name))
            for name in met_names(had)
        ),
        Pick(name="owner", options=owners),
    ]


def _met_label(name: str) -> str:
    return "" if name == "met_1" else choose.or_met_by(name)


def met_names(had: Sequence[Any]) -> list[str]:
    """The names of the fields for the events that meet a deadline."""
    return [f"met_{at}" for at in range(1, max(_MET, len(had) + 1) + 1)]


def span_fields(name: str, *, required: bool, quiet: bool = False) -> list[Field]:
    """A number and its unit."""
    return [
        Whole(name=name, required=required, quiet=quiet, least=1, most=_MOST),
        Pick(name=f"{name}_unit", required=required, quiet=True, options=choose.units()),
    ]


def rule_values(rule: DeadlineRule) -> dict[str, Any]:
    """What the fields of a kind of deadline begin with."""
    found: dict[str, Any] = {
        "title": rule.title or None,
        "owner": rule.owner,
        "wait_in": sorted(rule.wait_in),
        "only_in": rule.only_in,
    }
    due = rule.start.due if rule.start is not None else rule.due
    if due is not None:
        found |= {"due": due.count, "due_unit": due.unit}
    if rule.start is not None:
        found["from"] = choose.value_of(rule.start.event)
        met = zip(met_names(rule.met_by), rule.met_by, strict=False)
        found |= {name: choose.value_of(event) for name, event in met}
    if (more := rule.extension) is not None:
        found |= {"most": more.most.count, "most_unit": more.most.unit}
        found |= {"times": more.times, "by": more.by}
    return found


def rule_said(said: Said, wrong: Wrong, was: DeadlineRule) -> DeadlineRule:
    """The kind of deadline that a form says, its levels as they are."""
    waits = frozenset(said.get("wait_in", ()))
    only = said.get("only_in")
    if only in waits:
        wrong.add("only_in", "web.policy.both_periods")
    rule = replace(
        was,
        title=said.get("title", ""),
        owner=said["owner"],
        wait_in=waits,
        only_in=only,
        extension=_extension(said, wrong, was.extension),
    )
    if was.kind not in KINDS:
        return own_said(said, wrong, rule)
    if not KINDS[was.kind].due:
        return rule
    due = None
    if said.get("due") is not None or said.get("due_unit"):
        due = span_said(said, wrong, "due", "due_unit")
    return replace(rule, due=None if due is None else due.after)


def own_said(said: Said, wrong: Wrong, was: DeadlineRule) -> DeadlineRule:
    """What a form says of a deadline of the partnership's own."""
    begun = choose.event_of(said["from"])
    due = span_said(said, wrong, "due", "due_unit")
    met: dict[Event, None] = {}
    for name, value in said.values.items():
        if name.startswith("met_") and value:
            event = choose.event_of(value)
            if event == begun:
                wrong.add(name, "web.policy.met_at_once")
            met[event] = None
    start = Start(begun, (due or Span(1, "working_days")).after)
    by = tuple(met)
    same = set(by) == set(was.met_by)
    return replace(
        was,
        title=said["title"],
        owner=said["owner"],
        start=start,
        met_by=was.met_by if same else by,
    )


def _extension(said: Said, wrong: Wrong, was: Extension | None) -> Extension | None:
    """How much more time may be given; all of it must be said, or nothing."""
    times, by = said.get("times"), said.get("by", ())
    given = (said.get("most"), said.get("most_unit"), times)
    if all(one is None for one in given) and not by:
        return None
    most = span_said(said, wrong, "most", "most_unit")
    if times is None:
        wrong.add("times", "web.policy.times_missing")
    if not by:
        wrong.add("by", "web.policy.by_missing")
    return Extension(
        most=most or Span(1, "working_days"),
        times=times or 1,
        by=_ordered(by, was.by if was is not None else ()),
    )

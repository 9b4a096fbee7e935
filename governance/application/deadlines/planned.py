"""When the reminders and escalations of a deadline would come, asked before it is set."""

from __future__ import annotations

import datetime as dt

from governance.application.deadlines.firing import effects_of
from governance.application.deadlines.policies import policies
from governance.application.deadlines.queries import PromptView
from governance.application.desk import Desk
from governance.application.rulebook.kinds import KINDS
from governance.domain.errors import Unusable
from governance.domain.escalation import DeadlineRule, wakes
from governance.domain.suggest import nearest


def planned(
    desk: Desk, kind: str, *, due: dt.date, text: tuple[bytes, str] | None
) -> list[PromptView]:
    """Every level of a kind of deadline, by a text (with its name) or by what is in force.

    Raises `Unusable` for a text that cannot be used and a kind of which nothing is said.
    """
    known = policies(desk)
    rules: dict[str, DeadlineRule] = {name: one.rule for name, one in known.of_kind.items()}
    if text is not None:
        rules = dict(KINDS["escalation"].read(*text).deadlines)
    rule = rules.get(kind) or rules.get(kind.replace("-", "_"))
    if rule is None:
        near = nearest(kind, rules)
        raise Unusable.one("deadline.kind_unruled", kind=kind[:80], nearest=near)
    by_key = {prompt.key: prompt for prompt in rule.prompts}
    return [
        PromptView(
            wake.key,
            "to_come",
            wake.day,
            None,
            late=False,
            effects=list(effects_of(by_key[wake.key])),
            waits=wake.waits,
            working=wake.working,
        )
        for wake in wakes(rule, due=due, calendar=known.calendar, periods=known.periods)
    ]

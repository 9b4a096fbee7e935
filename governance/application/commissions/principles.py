"""How a commission answers its framework's principles: once, and revisited by exception."""

from __future__ import annotations

from collections.abc import Mapping

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.commissions.details import LONGEST_TEXT
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.gates import must_have_framework
from governance.application.desk import Desk
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest


def answer(
    desk: Desk, *, commission: str, principle: str, text: str, seen: int | None = None
) -> Receipt:
    """Say how a commission answers a principle, by the principle's key.

    A later answer takes the earlier one's place; both stay in the ledger. Raises `Unusable`.
    """
    row = desk.row("commission", commission, seen=seen)
    allow(desk, row, KEEPERS)
    file = commission_facts(desk, row, desk.today)
    known = [found.key for found in must_have_framework(file).principles]
    if principle not in known:
        near = nearest(principle, known)
        raise Unusable.one("name.unknown", what="principle", name=principle[:80], nearest=near)
    if not text.strip() or len(text) > LONGEST_TEXT or "\0" in text:
        params = {"most": LONGEST_TEXT, "principle": principle}
        raise Unusable.one("principle.answer_unusable", **params)
    earlier = file.answers.get(principle)
    values = {"answer": text.strip(), "on_day": desk.today}
    if earlier is not None:
        write: Insert | Update = Update("principle_answer", earlier, values)
    else:
        new = {"id": desk.new_id(), "commission_id": row.id, "principle": principle}
        write = Insert("principle_answer", {**new, **values})
    return desk.apply(
        Change(
            kind="commission.principle_answered",
            table="commission",
            subject=row,
            values={},
            facts={"principle": principle, "again": earlier is not None},
            writes=(write,),
        )
    )


def answer_all(
    desk: Desk, *, commission: str, texts: Mapping[str, str], seen: int | None = None
) -> Receipt:
    """Answer several principles at once, by their keys: each whose answer is another than before.

    One that was never answered may stay so. Raises `Unusable` with all that is wrong with any,
    `Refused` where nothing would change.
    """
    row = desk.row("commission", commission, seen=seen)
    allow(desk, row, KEEPERS)
    earlier = commission_facts(desk, row, desk.today).answers
    changed = {
        key: text
        for key, text in texts.items()
        if _plain(text) != (_plain(earlier[key].answer) if key in earlier else "")
    }
    if not changed:
        raise Refused.one("commission.nothing_changed", ref=row.ref)
    problems: list[Problem] = []
    receipts: list[Receipt] = []
    for key, text in changed.items():
        try:
            receipts.append(answer(desk, commission=row.ref, principle=key, text=text))
        except Unusable as error:
            problems += error.problems
    if problems:
        raise Unusable(problems)
    return receipts[-1]


def _plain(text: str) -> str:
    """A text as it is compared: browsers send the ends of lines in their own way."""
    return "\n".join(text.strip().splitlines())

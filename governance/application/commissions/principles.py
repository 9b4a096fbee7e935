"""How a commission answers its framework's principles: once, and revisited by exception."""

from __future__ import annotations

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.allowed import KEEPERS, allow
from governance.application.commissions.details import LONGEST_TEXT
from governance.application.commissions.facts import commission_facts
from governance.application.commissions.gates import must_have_framework
from governance.application.desk import Desk
from governance.domain.errors import Unusable
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
        raise Unusable.one("principle.answer_unusable", most=LONGEST_TEXT)
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

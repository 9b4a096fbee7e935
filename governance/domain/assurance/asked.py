"""What a procedure asked for that another no longer does: notices, evidence, call-in and the rest.

Notices are not matched one to one as steps are: a notice of a kind is given once and counts for
every rule about it. A longer notice is stronger; of the ways of counting, clear working days and
clear days under section 243 are each at least as long as as many clear calendar days, because
they leave days out; no other two can be compared. An exception weakens only what stood before.
"""

from __future__ import annotations

from collections.abc import Iterator

from governance.domain.assurance.loss import Loss
from governance.domain.procedure import INSTEAD_OF, CallIn, NoticeRule, Procedure

_LONGER = {
    ("clear_working_days", "clear_calendar_days"),
    ("s243_clear_days", "clear_calendar_days"),
}
"""Ways of counting of which so many days of the first are at least as long as of the second."""


def procedure_losses(old: Procedure, new: Procedure) -> Iterator[Loss]:
    """What the old procedure asked for, or did not allow, and the new one no longer."""
    if old.key_decision and not new.key_decision:
        yield Loss("lost.key_decision")
    if old.meeting_only and not new.meeting_only:
        yield Loss("lost.meeting_only")
    for notice in old.notices:
        if not any(_covers(one, notice) for one in new.notices):
            yield _shorter("notice", notice, new.notices)
    yield from _excepted(old, new)
    for kind in old.evidence:
        if kind not in new.evidence:
            yield Loss("lost.evidence", {"kind": kind})
    if old.call_in is not None:
        yield from _call_in(old.call_in, new.call_in)
    for kind in old.publish:
        if kind not in new.publish:
            yield Loss("lost.publish", {"kind": kind})


def _covers(new: NoticeRule, old: NoticeRule) -> bool:
    return (
        new.kind == old.kind
        and _as_long(new, old)
        and (new.before == "decision" or old.before == "meeting")
    )


def _as_long(new: NoticeRule, old: NoticeRule) -> bool:
    counted = new.policy == old.policy or (new.policy, old.policy) in _LONGER or old.days == 0
    return counted and new.days >= old.days


def _shorter(what: str, old: NoticeRule, among: tuple[NoticeRule, ...]) -> Loss:
    """That a notice is gone, or what it has become."""
    told = {"kind": old.kind, "days": old.days, "unit": _unit(old)}
    same = [one for one in among if one.kind == old.kind]
    if not same:
        return Loss(f"lost.{what}", told)
    now = max(same, key=lambda one: (one.policy == old.policy, one.days))
    if _as_long(now, old):
        return Loss("lost.notice_at_meetings", told)
    return Loss(f"lost.{what}_shorter", {**told, "now": now.days, "now_unit": _unit(now)})


def _unit(notice: NoticeRule) -> str:
    return notice.policy if notice.days != 1 else f"{notice.policy}.one"


def _excepted(old: Procedure, new: Procedure) -> Iterator[Loss]:
    """Exceptions to notices that were asked for before, and are new or come sooner."""
    before = {one.kind for one in old.exceptions}
    asked = {one.kind for one in old.notices}
    for kind in dict.fromkeys(one.kind for one in new.exceptions):
        if not asked & {*INSTEAD_OF.get(kind, ())}:
            continue
        if kind not in before:
            yield Loss("lost.exception", {"kind": kind})
            continue
        mine = tuple(one for one in new.exceptions if one.kind == kind)
        for one in old.exceptions:
            if one.kind == kind and not any(_covers(other, one) for other in mine):
                yield _shorter("exception", one, mine)


def _call_in(old: CallIn, new: CallIn | None) -> Iterator[Loss]:
    if new is None:
        yield Loss("lost.call_in")
        return
    if new.policy != old.policy or new.days < old.days:
        told = {"days": old.days, "unit": f"window.{old.policy}"}
        told |= {"now": new.days, "now_unit": f"window.{new.policy}"}
        yield Loss("lost.call_in_shorter", told)
    elif new.cutoff is not None and (old.cutoff is None or new.cutoff < old.cutoff):
        yield Loss("lost.call_in_hour", {"was": old.cutoff or "24:00", "now": new.cutoff})
    if old.who and new.who != old.who:
        yield Loss("lost.call_in_who", {"who": old.who})
    if old.meets_within_days not in (None, new.meets_within_days):
        yield Loss("lost.call_in_meets", {"days": old.meets_within_days})
    if old.reconsider_within_days not in (None, new.reconsider_within_days):
        yield Loss("lost.call_in_reconsider", {"days": old.reconsider_within_days})

"""What a report must say so that its decision can bring something about when it takes effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from governance.application.decommissioning.asked import asked_of_case
from governance.application.decommissioning.safeguards import ENDS_SERVICE
from governance.application.desk import Desk
from governance.application.funds.proposing import wanted as pool_wanted
from governance.application.plans import annual
from governance.application.plans.agreeing import report_wants
from governance.application.plans.changing import ASKS as AGREES_PLAN
from governance.application.proposals.case import ACCEPTS_REVIEW
from governance.application.proposals.details_said import days_against, read_details
from governance.application.reviews.acceptance import REPORTED
from governance.application.reviews.finding import of_report
from governance.application.rulebook.adopting import first_day
from governance.application.rulebook.in_force import version_by_id
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.pending import PENDING
from governance.application.rulebook.proving import unproved_yet
from governance.domain.errors import Refusal, Unusable
from governance.domain.suggest import nearest
from statemachines.rulebook import BEFORE_ADOPTION


def details_wanted(desk: Desk, row: Any) -> tuple[Refusal, ...]:
    """What a report of its kind does not say yet, or says of something nobody knows."""
    if unread := _unread(row):
        return unread
    check = _CHECKS.get(row.kind)
    return () if check is None or row.parent_id is not None else tuple(check(desk, row))


def _unread(row: Any) -> tuple[Refusal, ...]:
    """What an older draft says that nothing could read; a name of then that nobody asks may stay.

    Now it is refused when it is said.
    """
    try:
        read_details(row.kind, row.details)
    except Unusable as error:
        wrong = (one for one in error.problems if one.code != "proposal.detail_name_unknown")
        return tuple(Refusal(one.code, one.params) for one in wrong)
    return ()


def _known(desk: Desk, tables: tuple[str, ...], name: str, what: str) -> Iterator[Refusal]:
    for table in tables:
        try:
            desk.row(table, name)
        except Unusable:
            continue
        return
    yield Refusal("proposal.detail_unknown", {"what": what, "name": name})


def _missing(what: str) -> Refusal:
    return Refusal("proposal.detail_missing", {"what": what})


def _award(desk: Desk, row: Any) -> Iterator[Refusal]:
    if row.value is None:
        yield _missing("value")
    yield from (Refusal(one.code, one.params) for one in days_against(row.details))
    provider = row.details.get("provider")
    if provider is not None:
        yield from _known(desk, ("organisation",), provider, "provider")


def _extend(desk: Desk, row: Any) -> Iterator[Refusal]:
    ends = row.details.get("ends_on")
    if row.agreement_id is None:
        yield _missing("agreement")
    if not ends:
        yield _missing("ends_on")
    if row.agreement_id is None or not ends:
        return
    agreement = desk.row("agreement", row.agreement_id)
    asked = dt.date.fromisoformat(ends)
    if agreement.ends_on is not None and asked <= agreement.ends_on:
        yield Refusal(
            "proposal.extends_nothing",
            {"agreement": agreement.ref, "ends": agreement.ends_on, "asked": asked},
        )


def _vary(desk: Desk, row: Any) -> Iterator[Refusal]:  # noqa: ARG001  # one shape for all
    if row.agreement_id is None:
        yield _missing("agreement")
    if row.value is None:
        yield _missing("value")


def _delegate(desk: Desk, row: Any) -> Iterator[Refusal]:
    for end in ("from", "to"):
        if not row.details.get(end):
            yield _missing(end)
        else:
            yield from _known(desk, ("body", "office"), row.details[end], end)


def _adopt(desk: Desk, row: Any) -> Iterator[Refusal]:
    """Which version, whether it is proved from its first day, and what of pending cases."""
    version = version_by_id(desk, row.subject_version_id)
    if version is None:
        yield _missing("version")
    elif version.state not in BEFORE_ADOPTION:
        state = version.state.replace("_", " ")
        yield Refusal("rulebook.not_a_draft", {"ref": version.ref, "state": state})
    elif KINDS[version.kind].needs_decision:
        yield from unproved_yet(desk, version, start=first_day(desk, row))
    said = row.details.get("pending")
    if said is not None and said not in PENDING:
        told = {"text": str(said)[:40], "known": [*PENDING], "nearest": nearest(str(said), PENDING)}
        yield Refusal("rulebook.pending_unknown", told)


def adoption_asked(desk: Desk, ref: str) -> tuple[list[str], dt.date]:
    """What a report asks to adopt, and the day from which that has to be proved when it is put.

    Nothing where it asks for no adoption.
    """
    row = desk.row("proposal", ref)
    if row.kind != "adopt" or row.subject_version_id is None:
        return [], desk.today
    return [row.subject_version_id], first_day(desk, row)


def _accept_review(desk: Desk, row: Any) -> Iterator[Refusal]:
    """It asks to accept a review that has been reported with it."""
    review = of_report(desk, row.id)
    if review is None:
        yield Refusal("review.asks_for_none", {"ref": row.ref})
    elif review.state not in REPORTED:
        state = review.state.replace("_", " ")
        yield Refusal("review.not_reported", {"review": review.ref, "state": state})


def _annual_report(desk: Desk, row: Any) -> Iterator[Refusal]:
    """It puts an annual report, as it was frozen."""
    yield from annual.paper_wants(desk, row)


_CHECKS: Mapping[str, Callable[[Desk, Any], Iterator[Refusal]]] = {
    "award": _award,
    "grant": _award,
    "extend": _extend,
    "vary": _vary,
    "delegate": _delegate,
    "adopt": _adopt,
    "pool": pool_wanted,
    ACCEPTS_REVIEW: _accept_review,
    annual.PUTS: _annual_report,
    AGREES_PLAN: report_wants,
    ENDS_SERVICE: asked_of_case,
}

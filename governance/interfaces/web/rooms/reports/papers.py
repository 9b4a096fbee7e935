"""The documents of a report: added open or closed, and taken off again."""

from __future__ import annotations

from dataclasses import replace

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.evidence import (
    CLOSED,
    PARAGRAPHS,
    Closure,
    Document,
    add_evidence,
    keep_ahead,
    withdraw_evidence,
)
from governance.application.commissions.evidence_asked import asked_nowhere
from governance.application.desk import Desk
from governance.application.proposals.reading import Report, read_report
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Field, Option, Pick, Text, Upload
from governance.interfaces.web.rooms.reports.common import REASON, about, act, told
from governance.interfaces.web.visit import Visit


def _report(visit: Visit) -> Report:
    row = visit.desk.row("proposal", visit.path["ref"])
    return read_report(visit.desk, row, on=row.decided_on or visit.desk.today)


def _evidence_fields(visit: Visit) -> list[Field]:
    del visit
    closed = ("open", *CLOSED)
    return [
        Text(name="kind", width="20"),
        Text(name="title"),
        Upload(name="file", required=False),
        Choice(
            name="closed",
            options=[
                Option(
                    one,
                    words.say(f"web.evidence.{one}", {}),
                    words.remedy(f"web.evidence.{one}", {}),
                )
                for one in closed
            ],
        ),
        Pick(
            name="paragraph",
            options=[
                Option(one, words.say("web.evidence.paragraph", {"number": one}))
                for one in PARAGRAPHS
            ],
            required=False,
        ),
        Area(name="why-closed", rows=3, required=False),
    ]


def _about_evidence(visit: Visit) -> About:
    report = _report(visit)
    missing = [one for one in report.procedure.evidence if one not in report.evidence_kinds]
    values = {"closed": "open"} | ({"kind": missing[0]} if missing else {})
    return about(visit, values=values)


def _kept(visit: Visit, said: Said) -> Document | None:
    file, where = said["file"], visit.served.evidence_dir
    if file is None:
        return None
    return keep_ahead(visit.desk, file.name, file.content, data_dir=where, proposal=said.ref)


def _kind(said: Said) -> str:
    return "-".join(said["kind"].lower().split())


def _noted(desk: Desk, said: Said) -> Done:
    """The document put on file, with what is to be said of its kind."""
    done = told(desk, said, _evidence(desk, said))
    noted = asked_nowhere(desk, _kind(said))
    if noted is None:
        return done
    both = f"{words.say(noted.code, noted.params).strip()} {done.params['said']}"
    return replace(done, params={"said": both})


def _evidence(desk: Desk, said: Said) -> Receipt:
    closed = None
    if said["closed"] != "open":
        closed = Closure(
            said["closed"], reason=said.get("why-closed", ""), paragraph=said["paragraph"]
        )
    return add_evidence(
        desk,
        kind=_kind(said),
        title=said["title"],
        data_dir=said.served.evidence_dir,
        proposal=said.ref,
        document=said.ahead,
        closed=closed,
        seen=said.seen,
    )


def _paper_fields(visit: Visit) -> list[Field]:
    mine = [one for one in _report(visit).evidence if one.proposal_id == _report(visit).row.id]
    return [Pick(name="paper", options=[Option(one.id, one.title) for one in mine]), REASON]


def _withdraw_paper(desk: Desk, said: Said) -> Receipt:
    return withdraw_evidence(desk, evidence=said["paper"], reason=said["reason"], seen=said.seen)


ACTS: tuple[Act, ...] = (
    replace(
        act("evidence", _evidence, fields=_evidence_fields, known=_about_evidence),
        do=_noted,
        ahead=_kept,
    ),
    act("withdraw-evidence", _withdraw_paper, fields=_paper_fields),
)

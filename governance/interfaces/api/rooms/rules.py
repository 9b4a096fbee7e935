"""Rulebooks: drafts by their text, the proof, and how a version comes into force."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.jobs.acts import ask
from governance.application.jobs.queries import Job
from governance.application.proposals.drafting import draft
from governance.application.rulebook import acts, queries
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.pending import read_pending
from governance.application.rulebook.proving import prove_ahead, proved_from
from governance.application.signing_in.service_tokens import Scope
from governance.domain.authority import Scheme, evaluate, parse_case
from governance.domain.errors import Unusable
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.rooms import jobs
from governance.interfaces.api.told import SchemeFindings
from governance.interfaces.describe import describe_path
from governance.interfaces.findings import finding_json
from governance.interfaces.outcomes import outcome_json

_AT = "/rules/{version}"
_NEW = "/rules/{ref}"
_PASTED = "handed in"


def load(desk: Desk, *, text: str, file: str = _PASTED) -> Receipt:
    """Take a rulebook's text in as a draft."""
    return acts.load(desk, text.encode(), file)


def _read(desk: Desk, *, text: str, file: str = _PASTED) -> None:
    acts.read_ahead(desk, [(text.encode(), file)])


def revise(desk: Desk, *, version: str, text: str, seen: int | None = None) -> Receipt:
    """Give a draft another text."""
    return acts.revise(desk, version, text.encode(), seen=seen)


def _read_revised(desk: Desk, *, version: str, text: str, seen: int | None = None) -> None:
    acts.may_revise(desk, version, seen=seen)
    acts.read_revised(desk, version, text.encode())


def prove(desk: Desk, *, version: str, start: dt.date | None = None) -> Receipt:
    """Note that a scheme is proved for decisions from a day on."""
    return acts.prove(desk, version, start=start, ahead=True)


def _proof(desk: Desk, *, version: str, start: dt.date | None = None) -> None:
    acts.try_proof(desk, version, start=start)


def acknowledge(
    desk: Desk,
    *,
    version: str,
    findings: Sequence[str],
    reason: str,
    start: dt.date | None = None,
) -> Receipt:
    """Accept findings about another body's scheme, by their names."""
    return acts.acknowledge(desk, version, findings, reason=reason, start=start)


def _found(desk: Desk, *, version: str, start: dt.date | None = None, **said: Any) -> None:
    del said
    acts.try_findings(desk, version, start=start)


def mend(
    desk: Desk,
    *,
    version: str,
    findings: Sequence[str],
    start: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Make the mends of findings in a draft's text."""
    return acts.accept_mends(desk, version, findings, start=start, seen=seen)


def propose(
    desk: Desk,
    *,
    version: str,
    title: str,
    recommendation: str,
    effective_from: dt.date | None = None,
    pending: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Begin the report that asks its owner to adopt a version."""
    row = desk.row("rulebook_version", find_version(desk, version).id, seen=seen)
    if row.kind == "scheme" and not proved_from(row, effective_from or desk.today):
        acts.prove(desk, row.ref, start=effective_from, ahead=True)
    details = {
        "effective_from": effective_from.isoformat() if effective_from else None,
        "pending": pending,
    }
    return draft(
        desk,
        kind="adopt",
        title=title,
        version=row.ref,
        recommendation=recommendation,
        details={name: one for name, one in details.items() if one is not None},
    )


def _proposed(
    desk: Desk,
    *,
    version: str,
    effective_from: dt.date | None = None,
    pending: str | None = None,
    **said: Any,
) -> None:
    del said
    read_pending(pending)
    row = find_version(desk, version)
    if row.kind == "scheme" and not proved_from(row, effective_from or desk.today):
        acts.try_proof(desk, row.ref, start=effective_from)


def _adopted(desk: Desk, *, version: str, **said: Any) -> None:
    del said
    prove_ahead(desk, [version], start=None)


def _cited(
    desk: Desk,
    *,
    version: str,
    on: dt.date,
    effective_from: dt.date | None = None,
    **said: Any,
) -> None:
    del said
    if find_version(desk, version).kind == "scheme":
        acts.try_findings(desk, version, start=effective_from or on, move="cite_resolution")


def constitute(
    desk: Desk,
    *,
    versions: Sequence[str],
    consents: Mapping[str, str],
    on: dt.date | None = None,
    words: str = "",
) -> Receipt:
    """Bring the first rulebooks into force; `consents` are by partner, who consents for it."""
    return acts.constitute(desk, versions, consents, on=on, words=words)


def _constituted(desk: Desk, *, versions: Sequence[str], **said: Any) -> None:
    del said
    prove_ahead(desk, versions, start=None)


def findings(desk: Desk, version: str, *, start: dt.date | None = None) -> dict[str, Any]:
    """What keeps a scheme from being proved from a day on, each with a concrete case."""
    found = acts.findings(desk, version, start=start)
    told = []
    for one in found["findings"]:
        said = {name: one[name] for name in ("name", "kind", "rules", "acknowledged")}
        said["words"] = one["told"].params["said"]
        if one["found"] is not None:
            said |= finding_json(found["scheme"], one["found"], found["on"])
        told.append(said)
    return {"ref": found["ref"], "on": found["on"], "proved": not told, "findings": told}


def compare(
    desk: Desk,
    *,
    version: str,
    old: str,
    on: dt.date | None = None,
    on_register: bool = True,
) -> Job:
    """Ask for two versions of a scheme to be compared; it is a job, whose result says how."""
    wanted = {
        "old": old,
        "new": version,
        "on": on.isoformat() if on is not None else None,
        "register": on_register,
    }
    return ask(desk, "compare", wanted)


def who_decides(
    desk: Desk,
    *,
    version: str,
    answers: Mapping[str, str | int | bool] | None = None,
    on: dt.date | None = None,
    ahead: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Say who decides a case by a scheme, and on which path; nothing is changed.

    The answers are the case's, by the scheme's names; what is not known is left out, and is told
    as unknown where it matters. A scheme that is a draft can be asked too.
    """
    del desk, version, answers, on  # answered ahead
    return ahead or {}


def _decided(
    desk: Desk,
    *,
    version: str,
    answers: Mapping[str, str | int | bool] | None = None,
    on: dt.date | None = None,
) -> dict[str, Any]:
    row = find_version(desk, version)
    scheme = meaning(desk, row)
    if not isinstance(scheme, Scheme):
        raise Unusable.one("cover.not_a_scheme", ref=row.ref, kind=row.kind)
    said = {True: "yes", False: "no"}
    given = {n: said[one] if isinstance(one, bool) else one for n, one in (answers or {}).items()}
    case = parse_case(json.dumps(given).encode(), scheme)
    told = outcome_json(scheme, evaluate(scheme, case, on or desk.today))
    if "rule" not in told:
        return told
    rule = scheme.rule(told["rule"])
    last = rule.deciders[-1:] or (frozenset[str](),)
    return {
        **told,
        "deciders": {key: scheme.deciders[key].title for key in sorted(last[0])},
        "path_said": describe_path(scheme, rule.path),
        "procedure_said": [scheme.procedures[name].title for name in rule.procedure],
    }


def _details(desk: Desk, ref: str) -> dict[str, Any]:
    return queries.show(desk, ref)


ROOM = Room(
    name="Rulebooks",
    resources=(
        Resource(
            table="rulebook_version",
            path="/rules",
            fields=("ref", "kind", "key", "number", "title", "state", "digest", "file",
                    "effective_from", "superseded_on", "authority", "proof"),
            filters=("kind",),
            details=_details,
        ),
    ),
    looks=(Look(key="scheme.findings", path=f"{_AT}/findings", ask=findings,
                gives=SchemeFindings),),
    acts=(
        Act(key="rules.load", path="/rules", do=load, ahead=_read, new=_NEW, scope=Scope.RULES),
        Act(key="rules.draft", path=f"{_AT}/draft", do=acts.begin_draft, new=_NEW,
            scope=Scope.RULES),
        Act(key="rules.edit", path=f"{_AT}/text", do=revise, ahead=_read_revised,
            scope=Scope.RULES),
        Act(key="scheme.prove", path=f"{_AT}/prove", do=prove, ahead=_proof, scope=Scope.RULES),
        Act(key="scheme.acknowledge", path=f"{_AT}/acknowledge", do=acknowledge, ahead=_found,
            scope=Scope.RULES),
        Act(key="scheme.mend", path=f"{_AT}/mend", do=mend, scope=Scope.RULES),
        Act(key="rules.propose", path=f"{_AT}/propose", do=propose, ahead=_proposed,
            new="/reports/{ref}", scope=Scope.RULES),
        Act(key="scheme.who", path=f"{_AT}/who", do=who_decides, ahead=_decided,
            scope=Scope.READ, tells=lambda found: found),
        Act(key="rules.adopt", path=f"{_AT}/adopt", do=acts.adopt, ahead=_adopted,
            scope=Scope.RULES),
        Act(key="rules.cite", path=f"{_AT}/cite", do=acts.cite, ahead=_cited,
            scope=Scope.RULES),
        Act(key="rules.compare", path=f"{_AT}/compare", do=compare, new="/jobs/{job}",
            tells=jobs.asked),
        Act(key="rules.withdraw", path=f"{_AT}/withdraw", do=acts.withdraw_draft,
            scope=Scope.RULES),
        Act(key="rules.constitute", path="/constitute", do=constitute, ahead=_constituted,
            scope=Scope.RULES),
    ),
)  # fmt: skip

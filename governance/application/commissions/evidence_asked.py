"""Whether anything asks for a kind of evidence: a mistyped one would count nowhere, unsaid.

It is put on file all the same. A document can be there that nothing asks for.
"""

from __future__ import annotations

from governance.application.decommissioning.safeguards import SOURCES
from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.domain.errors import Refusal
from governance.domain.suggest import nearest


def asked_nowhere(desk: Desk, kind: str) -> Refusal | None:
    """That no gate of a framework in force, no scheme's procedure and no law asks for a kind.

    With the nearest kind that something asks for. None where something does.
    """
    known = _asked_for(desk)
    if kind in known:
        return None
    return Refusal("evidence.asked_nowhere", {"kind": kind, "nearest": nearest(kind, known)})


def _asked_for(desk: Desk) -> list[str]:
    """Every kind of evidence that something asks for today."""
    found = set(SOURCES)
    for version in in_force.keys_in_force(desk, kind="framework", on=desk.today):
        framework = in_force.meaning(desk, version)
        gates = (gate for stage in framework.stages for gate in stage.gates)
        found.update(one.key for gate in gates for one in gate.evidence)
    for version in in_force.keys_in_force(desk, kind="scheme", on=desk.today):
        for procedure in in_force.meaning(desk, version).procedures.values():
            found.update(procedure.evidence)
    return sorted(found)

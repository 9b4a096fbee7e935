"""What a report that asks to adopt a version says of it: could people follow it, does it wait.

Adopting a scheme asks whether people could complete every path on its first day. Whoever decides
should see that before the decision, and whoever records it why the version has to wait.
"""

from __future__ import annotations

from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook.adopting import first_day
from governance.application.rulebook.in_force import meaning, version_by_id
from governance.application.rulebook.proving import uncovered
from governance.domain.authority.model import Scheme
from statemachines.rulebook import BEFORE_ADOPTION

WAITS: Final = "adoption_waits"
"""The flag of a report whose decision is in effect while what it adopts has to wait."""


def adopts(desk: Desk, report: Any) -> dict[str, Any] | None:
    """The version a report asks to adopt, as plain values; None where it asks for none.

    `first_day` and `uncovered` are set for a scheme of one's own that is not adopted yet: the day
    from which it would govern, and a sentence for each path that people could not complete on
    that day. `waits` is set where the decision is in effect and the version is not: see `waiting`.
    """
    version = version_by_id(desk, report.subject_version_id)
    if version is None:
        return None
    day, stopped = None, None
    if version.kind == "scheme" and version.state in BEFORE_ADOPTION:
        says = meaning(desk, version)
        if isinstance(says, Scheme) and says.standing == "own":
            day = first_day(desk, report)
            stopped = [
                words.say(one.code, one.params) for one in uncovered(desk, version, start=day)
            ]
    return {
        "version": version.ref,
        "kind": version.kind,
        "state": version.state,
        "first_day": day,
        "uncovered": stopped,
        "waits": waiting(desk, report),
    }


def waiting(desk: Desk, report: Any) -> dict[str, Any] | None:
    """Why the version that a decision in effect adopts is not adopted; None where none waits.

    `why` is a sentence for each reason, as it was when the decision took effect; `words` says it
    in one, with what to do once it is put right.
    """
    flags = [one for one in report.flags if one["code"] == WAITS]
    version = version_by_id(desk, report.subject_version_id)
    if not flags or version is None or version.state in ("adopted", "in_force", "superseded"):
        return None
    why = flags[-1].get("why", [])
    code = "proposal.adoption_waits"
    if version.state not in BEFORE_ADOPTION:
        code = "proposal.adoption_in_vain"
    params = {"ref": report.ref, "version": version.ref, "why": " ".join(why)}
    said = f"{words.say(code, params)} {words.remedy(code, params)}".strip()
    return {"version": version.ref, "on": flags[-1]["on"], "why": why, "words": said}

"""How sealing stands, for the page on the installation's health."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from governance import words
from governance.application.ledger.sealing import LEFT, Standing, standing
from governance.interfaces.said import reason
from governance.interfaces.web.visit import Visit


def sealing(visit: Visit) -> dict[str, Any]:
    """What waits of this partnership, the key of this machine, and what there is to see to.

    A machine without the key is no trouble while another one seals: it is once entries wait.
    """
    found = standing(visit.store)
    ours = next((w for w in found.waiting if w.partnership_id == visit.partnership.id), None)
    late = ours is not None and ours.since + LEFT <= visit.now
    return {
        "entries": 0 if ours is None else ours.entries,
        "since": None
        if ours is None
        else ours.since.astimezone(ZoneInfo(visit.partnership.timezone)),
        "key": found.key,
        "no_key": _no_key(found),
        "trouble": _trouble(found, late=late),
    }


def _no_key(found: Standing) -> str:
    """What stands in place of a fingerprint."""
    code = "web.health.key_to_be_made" if found.trouble is None else "web.health.no_key"
    return words.say(code, {})


def _trouble(found: Standing, *, late: bool) -> list[str]:
    """What keeps entries from being sealed, in sentences with what to do; none where they are."""
    if not late:
        return []
    if found.trouble is None:
        return [words.say("web.health.sealing_lags", {})]
    told = reason(found.trouble.code, found.trouble.params)
    return [
        words.say("web.health.sealing_stopped", {}),
        f"{told['words']} {told['remedy']}".strip(),
    ]

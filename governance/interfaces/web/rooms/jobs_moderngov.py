"""Taking over what ModernGov published: the form that asks for it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from governance import words
from governance.adapters.moderngov.mapping import OUTCOMES
from governance.application.desk import Desk
from governance.application.jobs import acts
from governance.application.jobs.kinds import Handed
from governance.application.jobs.queries import Job
from governance.application.rulebook import in_force
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.interfaces.said import reason
from governance.interfaces.web.acts import Said
from governance.interfaces.web.fields import Area, Choice, Field, Option, Pick, Upload
from governance.interfaces.web.visit import Visit

KIND: Final = "import_moderngov"
CHECK, DO = "check", "do"


def fields(visit: Visit) -> list[Field]:
    """What the form asks."""
    schemes = in_force.keys_in_force(visit.desk, kind="scheme", on=visit.desk.today)
    return [
        Choice(
            name="how",
            options=[Option(one, words.say(f"web.moderngov.how.{one}", {})) for one in (CHECK, DO)],
        ),
        Upload(name="file", types=("xml", "csv", "txt")),
        Upload(name="second-file", types=("xml", "csv", "txt"), required=False),
        Area(name="bodies", required=False, rows=4, most=5_000),
        Area(name="reports", required=False, rows=2, most=5_000),
        Pick(
            name="outcome",
            required=False,
            options=[Option(one, words.capital(words.term(one))) for one in OUTCOMES],
        ),
        Pick(name="scheme", required=False, options=[Option(str(v.key), v.title) for v in schemes]),
        Upload(name="own-mapping", types=("yaml", "yml"), required=False),
    ]


def params_of(said: Said) -> dict[str, Any]:
    """What was typed, as the job takes it. Raises `Unusable` for a line that says nothing."""
    return {
        "check": said["how"] == CHECK,
        "bodies": pairs(said.get("bodies"), "moderngov.name_without_key", alone=True),
        "reports": pairs(said.get("reports"), "moderngov.report_without_ref", alone=False),
        "outcome": said.get("outcome"),
        "scheme": said.get("scheme"),
    }


def pairs(typed: str | None, code: str, *, alone: bool) -> dict[str, str]:
    """Lines as “what = which”; a line without an equals sign is of no name, where that may be."""
    found: dict[str, str] = {}
    for line in (typed or "").splitlines():
        if not line.strip():
            continue
        name, equals, value = (part.strip() for part in line.rpartition("="))
        if not value or (equals and not name) or not (equals or alone):
            raise Unusable.one(code, text=line.strip()[:80])
        found[name] = value
    return found


def handed_in(visit: Visit, said: Said, folder: Any) -> list[Handed]:
    """Keep the files, the mapping last."""
    given = [said["file"], said.get("second-file")]
    own = said.get("own-mapping")
    shipped = config_dir() / "moderngov" / "moderngov.yaml"
    mapping = (own.name, own.content) if own is not None else (shipped.name, shipped.read_bytes())
    files = [(one.name, one.content) for one in given if one is not None]
    return acts.hand_in_for(visit.desk, KIND, params_of(said), [*files, mapping], folder)


def asked_for(desk: Desk, said: Said) -> Job:
    """Ask for the job."""
    return acts.ask(desk, KIND, params_of(said), said.ahead)


def shown(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """A result ready for its page."""
    rows = [
        [
            one["where"],
            words.capital(words.term(f"moderngov.{one['becomes']}")),
            one["title"],
            one["ref"] or "",
            _about(one),
        ]
        for one in found["rows"]
    ]
    return {**found, "rows": rows}


def _about(one: Mapping[str, Any]) -> str:
    did = words.capital(", ".join(words.say(code, {}) for code in one["did"]))
    notes = [reason(n["code"], n["params"]) for n in one["notes"]]
    told = " ".join(f"{note['words']} {note['remedy']}".strip() for note in notes)
    return f"{did}. {told}" if did and told else did or told

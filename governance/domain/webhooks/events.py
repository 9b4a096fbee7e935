"""An entry of the record as a CloudEvent (1.0, structured, JSON).

It names things and says what was done; it quotes nothing. Whoever wants more asks for it, with a
right of their own to read it. The same entry makes the same bytes at every attempt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
PREFIX: Final = "vires."
"""What a type begins with: the kind of the entry follows."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry of the record, and where it is sealed; `at` is an instant as text, in UTC.

    `state` is the subject's after the act, where the act says one.
    """

    id: str
    partnership_id: str
    partnership: str
    kind: str
    subject: str
    subject_ref: str
    number: int
    hash: str
    at: str
    actor: str
    state: str | None = None
    seal: int | None = None
    position: int | None = None


def event(entry: Recorded) -> dict[str, Any]:
    """The event that tells of an entry.

    `sequence` is an extension of CloudEvents: as text, it sorts as the record's order.
    """
    said: dict[str, Any] = {
        "specversion": "1.0",
        "id": entry.id,
        "source": f"urn:uuid:{entry.partnership_id}",
        "type": PREFIX + entry.kind,
        "subject": entry.subject_ref,
        "time": entry.at,
        "datacontenttype": "application/json",
    }
    if entry.seal is not None:
        said["sequence"] = f"{entry.seal:010}.{entry.position or 0:05}"
    said["data"] = {
        "partnership": entry.partnership,
        "kind": entry.kind,
        "about": entry.subject,
        "ref": entry.subject_ref,
        "state": entry.state,
        "by": entry.actor,
        "entry": entry.number,
        "hash": entry.hash,
        "seal": entry.seal,
        "link": f"/p/{quote(entry.partnership)}/record/{quote(entry.subject_ref)}",
    }
    return said


def body(entry: Recorded) -> bytes:
    """The bytes that are signed and sent."""
    return json.dumps(event(entry), ensure_ascii=False, separators=(",", ":")).encode()

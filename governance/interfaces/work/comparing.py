"""Comparing two versions of a scheme: what `vires scheme compare` does.

`params`: `old` and `new` name versions of rulebooks (V-0002), `on` is the first day compared, and
`register` asks what of the register would go elsewhere. Without `new`, the file handed in is the
new one; without `old`, the version that is in force for the new one's key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.desk import Desk, looking
from governance.application.jobs.kinds import Handed, Task
from governance.application.rulebook import in_force
from governance.application.rulebook.comparing import on_the_register
from governance.domain.assurance.comparing import compare
from governance.domain.authority import Scheme
from governance.domain.authority.loading import load_scheme
from governance.domain.errors import Unusable
from governance.interfaces.cli.scheme_comparing import comparison_json


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `Unusable` for a version that is not there or is no scheme, or a text that is none."""
    _both(desk, params, [(one.content, one.name) for one in files])
    _day(desk, params)


def do(task: Task) -> dict[str, Any]:
    """Compare; every case that would go elsewhere, in words and for programs."""
    texts = [(task.content(at), one.name) for at, one in enumerate(task.files)]
    task.tell(0, None, "job.comparing")
    with looking(task.store, now=task.now, partnership=task.partnership, actor=task.actor) as desk:
        old, new = _both(desk, task.params, texts)
        found = compare(old, new, _day(desk, task.params))
        answer = comparison_json(found)
        answer |= {"old": old.title, "new": new.title}
        if task.params.get("register"):
            answer["register"] = on_the_register(desk, found, old, new)
    return answer


def _both(
    desk: Desk, params: Mapping[str, Any], texts: Sequence[tuple[bytes, str]]
) -> tuple[Scheme, Scheme]:
    if bool(params.get("new")) == bool(texts):
        raise Unusable.one("job.compare_unclear")
    new = _version(desk, params["new"]) if not texts else load_scheme(*texts[0])
    old = params.get("old")
    return (
        _version(desk, old) if old else in_force.scheme(desk, new.key, desk.today),
        new,
    )


def _version(desk: Desk, name: str) -> Scheme:
    row = desk.row("rulebook_version", name)
    if row.kind != "scheme":
        raise Unusable.one("job.compare_no_scheme", ref=row.ref, kind=row.kind)
    found: Scheme = in_force.meaning(desk, row)
    return found


def _day(desk: Desk, params: Mapping[str, Any]) -> dt.date:
    given = params.get("on")
    try:
        return desk.today if not given else dt.date.fromisoformat(given)
    except ValueError:
        raise Unusable.one("cli.day_unreadable", option="on", text=str(given)[:60]) from None

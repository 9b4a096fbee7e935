"""What an error says to somebody in a browser: what is so, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from governance import words
from governance.domain.errors import Problem, Refusal, Refused, Unusable, ViresError


def reason(code: str, params: Mapping[str, Any]) -> dict[str, str]:
    """A code as words and remedy."""
    if code == "lifecycle.no_such_move":
        code, params = "web.no_such_move", {**params, **_by_their_words(params)}
    return {"code": code, "words": words.say(code, params), "remedy": words.remedy(code, params)}


def _by_their_words(params: Mapping[str, Any]) -> dict[str, Any]:
    """The moves of a refusal in words."""
    named = [params["named"], *params["names"]]
    asked, *others = (move(params["lifecycle"], name) for name in named)
    lifecycle, state = str(params["lifecycle"]), str(params["state"])
    noun, own = f"{lifecycle}.noun", f"{lifecycle}.{state}"
    known = words.catalogue()
    return {
        "item": words.term(noun) if f"term.{noun}" in known else params["item"],
        "where": words.term(own if f"term.{own}" in known else state),
        "move": asked,
        "available": others,
    }


def move(lifecycle: str, name: str) -> str:
    """A move as it stands after “to”: by its own words, else as the pages offer it."""
    known = words.catalogue()
    for code in (f"move.{lifecycle}.{name}", f"web.{lifecycle}.move.{name}"):
        if code in known and "{" not in known[code][0]:
            text = words.say(code, {})
            return text[:1].lower() + text[1:]
    return name.replace("_", " ")


def reasons(error: ViresError) -> list[dict[str, str]]:
    """Everything an error says."""
    found: Iterable[Any] = ()
    if isinstance(error, Refused):
        found = error.refusals
    elif isinstance(error, Unusable):
        found = error.problems
    return [_sited(reason(one.code, one.params), one) for one in found]


def problems(error: ViresError) -> list[Problem]:
    """Everything an error says, in the order of `reasons`; what was refused stands nowhere."""
    if isinstance(error, Refused):
        return [Problem(one.code, one.params) for one in error.refusals]
    return list(error.problems) if isinstance(error, Unusable) else []


def summed(one: Mapping[str, str]) -> dict[str, str]:
    """What is said, as a line of an error summary, with a link where it says where it is mended."""
    told = {"text": f"{one['words']} {one['remedy']}".strip()}
    return {**told, "href": one["href"]} if "href" in one else told


def _sited(said: dict[str, str], one: Any) -> dict[str, str]:
    """The same with where it stands, in a cell of a sheet or a line of a text, before it.

    `bare` is the sentence without that, `line` the number of the line.
    """
    line, cell = getattr(one, "line", None), one.params.get("cell")
    told = {**said, "bare": said["words"]}
    for code, at in (("web.at_line", line), ("web.at_cell", cell)):
        if at is not None:
            told["words"] = words.say(code, {"at": at, "words": told["words"]})
    return told if line is None else {**told, "line": str(line)}


def offered(name: str, href: str | None, refusals: Iterable[Refusal]) -> dict[str, Any]:
    """A move as pages show it: a link where it is open, else why it is closed."""
    because = [reason(one.code, one.params) for one in refusals]
    return {"words": name, "href": href, "open": not because, "closed_because": because}

"""Filling in a template: the subject and the body, as plain text.

Besides the formats of `governance.words.format` there are `{what:term}` (the words for a name;
what has spaces is in words already), `{owner:whom}` (a designation in words), `{level:level}` (a
level of an escalation policy in words), `{code:said(params)}` and `{code:remedy(params)}` (the
sentence for a code and what to do about it, whose parameters another parameter holds), and
`{list:lines}` (a line for each entry).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from governance import words
from governance.domain.errors import Problem, Unusable
from governance.domain.messages.model import LineOf, Template
from governance.words.format import Formatter, count

SAID: Final = re.compile(r"(?P<which>said|remedy)\((?P<params>[a-z_]+)\)")
"""The formats that say a code in words: what is so, and what to do about it."""

LINE: Final = "line"
"""What an entry that is text is called in the line that says it."""

_AS_IT_IS: Final = LineOf("{line}", frozenset({LINE}))
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LEVEL = re.compile(r"(?P<side>before|after)-(?P<number>[0-9]+)-(?P<unit>.+)")
_GAPS = re.compile(r"\n{3,}")


def render(template: Template, params: Mapping[str, Any]) -> tuple[str, str]:
    """The subject, on one line, and the body. Raises `Unusable` naming every missing parameter.

    Parameters that the template does not use are passed over.
    """
    missing = _missing(template, params)
    if missing:
        raise Unusable(
            [Problem("template.param_missing", {"template": template.name, "names": missing})]
        )
    filled = _Filler(template, params)
    lines = [
        filled.fill(line.text).rstrip()
        for line in template.body
        if all(condition.holds(params) for condition in line.conditions)
    ]
    body = _GAPS.sub("\n\n", _NOT_SHOWN.sub("", "\n".join(lines)))
    return " ".join(_NOT_SHOWN.sub(" ", filled.fill(template.subject)).split()), body.strip() + "\n"


def _missing(template: Template, params: Mapping[str, Any]) -> list[str]:
    """Parameters that were not given, those of the entries of lists as `list.name`."""
    found = {name for name in template.params if name not in params}
    for name, line in template.lines_of.items():
        for entry in params.get(name) or ():
            found |= {f"{name}.{one}" for one in line.names - _fields(entry).keys()}
    return sorted(found)


class _Filler(Formatter):
    """Fills in one template's lines."""

    def __init__(self, template: Template, params: Mapping[str, Any]) -> None:
        super().__init__()
        self.template = template
        self.params = params
        self.names: list[str] = []

    def fill(self, text: str) -> str:
        """One line with its parameters in place."""
        return self.vformat(text, (), self.params)

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        """Remember whose value comes next: a list is said by the line that belongs to its name."""
        self.names.append(field_name)
        value, used = super().get_field(field_name, args, kwargs)
        return value, str(used)

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "term":
                return str(value) if " " in str(value) else words.term(str(value))
            case "whom":
                return whom(str(value))
            case "level":
                return level(str(value))
            case "lines":
                return self._lines(self.names[-1], value)
        if found := SAID.fullmatch(format_spec):
            return _said(found["which"], str(value), self.params[found["params"]])
        return super().format_field(value, format_spec)

    def _lines(self, name: str, entries: Any) -> str:
        line = self.template.lines_of.get(name, _AS_IT_IS)
        return "\n".join(_Filler(self.template, _fields(one)).fill(line.text) for one in entries)


def _fields(entry: Any) -> Mapping[str, Any]:
    """An entry of a list by its fields."""
    return entry if isinstance(entry, Mapping) else {LINE: entry}


def whom(designation: str) -> str:
    """A designation in words: `chair:trust-board` is the chair of trust board."""
    kind, _, rest = designation.partition(":")
    if rest and kind in ("chair", "manager", "person"):
        name = whom(rest) if kind == "manager" else words.term(rest)
        return words.say(f"designation.{kind}", {"name": name})
    known = f"designation.{designation}"
    return words.say(known, {}) if known in words.catalogue() else words.term(designation)


def level(key: str) -> str:
    """A level of an escalation policy in words: `after-5-working-days` is 5 working days after.

    `after-5-working-days/2` comes again, after an extension.
    """
    base, _, again = key.partition("/")
    found = _LEVEL.fullmatch(base)
    if found is None:
        said = words.term(base)
    else:
        unit = found["unit"].replace("-", " ").replace("_", " ").removesuffix("s")
        said = f"{count(int(found['number']), unit, unit + 's')} {found['side']}"
    return f"{said}, {words.term('again')}" if again else said


def _said(which: str, code: str, params: Any) -> str:
    """The words for a code; where they do not fit its parameters, the code is spelt out."""
    say = words.say if which == "said" else words.remedy
    try:
        return say(code, params or {})
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        return f"{words.term(code.replace('.', ' '))}." if which == "said" else ""

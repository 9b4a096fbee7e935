"""Reading a template's file, with every problem at once and the line it stands on.

    ---
    urgent: yes
    example:
      ref: R-0001
    ---
    Subject: Decide report {ref}

    Report {ref} waits for your decision.

What the text uses has to have an example, and what has an example has to be used.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final

from governance.domain.errors import Unusable
from governance.domain.messages.model import Condition, Line, LineOf, Template
from governance.domain.messages.rendering import SAID, render
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader, parse

FORMATS: Final = (
    "money",
    "day",
    "weekday",
    "and",
    "or",
    "maybe",
    "term",
    "whom",
    "level",
    "lines",
)
"""Formats by their name; `count(one,many)`, `said(params)` and `remedy(params)` come besides."""

_SUBJECT: Final = "Subject: "
_NAME = re.compile(r"[a-z][a-z_]*")
_COUNT = re.compile(r"count\([^(),]+,[^(),]+\)")
_CONDITIONS = re.compile(r"\[(?P<all>[^\]]*)\] ?(?P<text>.*)")
_CONDITION = re.compile(r"(?P<no>not )?(?P<name>[a-z][a-z_]*)(?:=(?P<value>[a-z0-9_-]+))?")


def load_template(text: bytes, file: str) -> Template:
    """The template in a file, named as the file is. Raises `Unusable` with all that is wrong."""
    head, below, first = _split(text, file)
    problems = Problems(file)
    reader = Reader(parse(head, file), problems)
    urgent = reader.yes("urgent")
    example = {key: _value(node) for key, node in reader.mapping("example").items()}
    lines_of = {
        key: LineOf(str(node.value), frozenset(n for n, _ in _fields(str(node.value))))
        for key, node in reader.mapping("lines").items()
    }
    reader.done()
    written = below.splitlines()
    subject = written[0].removeprefix(_SUBJECT).strip() if written else ""
    if not subject or not written[0].startswith(_SUBJECT):
        problems.add(first, "template.no_subject")
    body = tuple(_line(one, problems, first + at) for at, one in enumerate(written) if at)
    _check(subject, body, set(example), problems, first)
    made = Template(
        name=PurePosixPath(file).stem,
        subject=subject,
        body=body,
        params=frozenset(example),
        example=example,
        lines_of=lines_of,
        urgent=urgent,
    )
    problems.stop_if_any()
    _try(made, file)
    return made


def _split(text: bytes, file: str) -> tuple[bytes, str, int]:
    """What stands between the two rules, what follows them, and the line that begins on."""
    try:
        decoded = text.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        problems = Problems(file)
        problems.add(line, "text.not_utf8")
        raise Unusable(problems.found) from error
    found = re.fullmatch(r"---\n(?P<head>.*?\n)---\n(?P<below>.*)", decoded, re.DOTALL)
    if found is None:
        problems = Problems(file)
        problems.add(1, "template.no_head")
        raise Unusable(problems.found)
    head = found["head"]
    return ("\n" + head).encode(), found["below"], head.count("\n") + 3


def _value(node: Node) -> Any:
    """An example's value: whole numbers and yes or no are meant unless they are in quotes."""
    if isinstance(node.value, dict):
        return {key: _value(one) for key, one in node.value.items()}
    if isinstance(node.value, list):
        return [_value(one) for one in node.value]
    if node.value is None or node.quoted:
        return node.value
    text = str(node.value)
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    return {"yes": True, "no": False}.get(text, text)


def _line(text: str, problems: Problems, number: int) -> Line:
    """A line without its conditions, and they."""
    found = _CONDITIONS.fullmatch(text)
    if found is None:
        return Line(text)
    conditions = []
    for one in found["all"].split(","):
        read = _CONDITION.fullmatch(one.strip())
        if read is None:
            problems.add(number, "template.condition", text=one.strip()[:80])
        else:
            conditions.append(Condition(read["name"], not read["no"], read["value"]))
    return Line(found["text"], tuple(conditions))


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Each parameter a text names, with its format; a name of "" where braces do not match."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        yield "", ""
        return
    for _, name, spec, conversion in parts:
        if name is not None:
            yield (name if _NAME.fullmatch(name) and conversion is None else ""), spec or ""


def _check(
    subject: str, body: Iterable[Line], known: set[str], problems: Problems, first: int
) -> None:
    """Note parameters without an example, examples nobody uses, and formats that are none."""
    used: set[str] = set()
    for number, line in enumerate((Line(subject), *body), start=first):
        names = [condition.name for condition in line.conditions]
        for name, spec in _fields(line.text):
            names.append(name)
            said = SAID.fullmatch(spec)
            if said is not None:
                names.append(said["params"])
            elif spec and spec not in FORMATS and not _COUNT.fullmatch(spec):
                near = nearest(spec, FORMATS)
                problems.add(number, "template.format", text=spec[:80], nearest=near)
        for name in names:
            if not name:
                problems.add(number, "template.braces")
            elif name not in known:
                near = nearest(name, known)
                problems.add(number, "template.no_example", name=name, nearest=near)
        used.update(names)
    for name in sorted(known - used):
        problems.add(None, "template.example_unused", name=name)


def _try(template: Template, file: str) -> None:
    """See that its own example fills it in."""
    try:
        render(template, template.example)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        problems = Problems(file)
        problems.add(None, "template.example_unfit", detail=str(error)[:200])
        raise Unusable(problems.found) from error
    except Unusable as error:
        problems = Problems(file)
        problems.take(None, error)
        raise Unusable(problems.found) from error
